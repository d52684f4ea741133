"""A desk of any size, made by COPY: regions, hospitals, agents, and N tickets with what was said and what happened."""

import random
import tomllib
import uuid
from datetime import timedelta
from pathlib import Path

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED
from psycopg.types.json import Jsonb

from priyom.base.clock import now
from priyom.base.models import Event
from priyom.desk.models import Message, Ticket, Topic
from priyom.people.models import Membership, Organisation, Region, Role, Team, TeamMembership, User

REGIONS, HOSPITALS, AGENTS = 24, 1529, 240
OPEN_SHARE, MOST_OPEN = 0.03, 6000  # of a million tickets only these few have work left
FIRST_NUMBER, AT_ONCE = 10_000, 20_000
FACTS = ("ticket.opened", "ticket.taken", "ticket.replied", "ticket.resolved")
NOT_DONE = {"resolved_at": None, "closed_at": None, "cause": "", "remedy": ""}
TOPICS = Path(__file__).parents[1] / "priyom/desk/data/topics.toml"


def fill(tickets: int) -> dict[str, object]:
    """Build the world and return whom and what the measurements look at."""
    chance = random.Random(20260317)
    teams = list(Team.objects.order_by("id")[:8]) or [
        Team.objects.create(code=f"line{n}", name=f"Line {n}", level=n) for n in (1, 2, 3)
    ]
    places = _places(chance)
    agents = _agents(teams, places[0])
    doctors = _people("doctor", places, Role.REQUESTER)
    _tickets(tickets, chance, teams, agents, doctors)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    newest = (
        Ticket.objects.filter(status="open").select_related("assignee", "requester", "team").order_by("-id").first()
    )
    return {"agent": newest.assignee, "doctor": newest.requester, "ticket": newest, "team": newest.team}


def _places(chance):
    regions = Region.objects.bulk_create(
        [Region(code=f"r{n}", name=f"Region {n}", timezone="Europe/Moscow") for n in range(REGIONS)]
    )
    found = []
    for n in range(HOSPITALS):
        place = Organisation(
            code=f"h{n}",
            name=f"Hospital {n}",
            short_name=f"Hospital {n}",
            region=chance.choice(regions),
            kind="hospital",
        )
        place.save()
        found.append(place)
    return found


def _agents(teams, vendor):
    users = _people("agent", [vendor] * AGENTS, Role.AGENT)
    TeamMembership.objects.bulk_create(
        [TeamMembership(user=user, team=teams[n % len(teams)]) for n, user in enumerate(users)]
    )
    return users


def _people(name, places, role):
    users = User.objects.bulk_create(
        [
            User(
                login=f"{name}{n}",
                email=f"{name}{n}@bench.example",
                last_name=f"{name.title()}{n}",
                first_name="A",
                organisation=place,
                password="!",
            )
            for n, place in enumerate(places)
        ]
    )
    Membership.objects.bulk_create([Membership(user=user, organisation=user.organisation, role=role) for user in users])
    return users


def _tickets(count, chance, teams, agents, doctors):
    topics = list(Topic.objects.values_list("pk", flat=True)) or [None]
    words = [word for topic in tomllib.loads(TOPICS.read_text())["topic"] for word in topic.get("words", [])]
    team_of = {agent.pk: teams[n % len(teams)].pk for n, agent in enumerate(agents)}
    open_ones = min(MOST_OPEN, max(200, int(count * OPEN_SHARE)))
    moment, span = now(), timedelta(days=730) / count
    made = []
    for n in range(1, count + 1):
        doctor, agent, opened = chance.choice(doctors), chance.choice(agents), moment - span * (count - n)
        is_open = n > count - open_ones
        status = chance.choice(("new", "open", "open", "waiting")) if is_open else "closed"
        done = {} if is_open else {
            "resolved_at": opened + timedelta(hours=8), "closed_at": opened + timedelta(days=1),
            "cause": chance.choice(words), "remedy": chance.choice(words),
        }  # fmt: skip
        made.append({
            "id": n, "number": FIRST_NUMBER + n, "subject": " ".join(chance.choices(words, k=5))[:190],
            "region_id": doctor.organisation.region_id, "organisation_id": doctor.organisation_id,
            "requester_id": doctor.pk, "opened_by_id": doctor.pk, "topic_id": chance.choice(topics),
            "status": status, "waiting_for": "requester" if status == "waiting" else "", "fields": {},
            "priority": chance.choice((2, 3, 3, 3, 4)), "team_id": team_of[agent.pk],
            "assignee_id": None if status == "new" else agent.pk,
            "awaiting_us_since": opened if status == "new" else None,
            "opened_at": opened, "changed_at": opened + timedelta(hours=1), **NOT_DONE, **done,
        })  # fmt: skip
        if len(made) == AT_ONCE or n == count:
            _write(made, chance, words)
            made.clear()


def _write(tickets, chance, words):
    copy(Ticket, tickets)
    copy(Message, (_message(each, author, chance, words) for each in tickets for author in _speakers(each)))
    copy(Event, (_event(each, kind) for each in tickets for kind in FACTS))


def _speakers(ticket):
    requester = ticket["requester_id"]
    return requester, ticket["assignee_id"] or requester, requester


def _message(ticket, author, chance, words):
    return {
        "ticket_id": ticket["id"], "region_id": ticket["region_id"], "author_id": author,
        "by_staff": author != ticket["requester_id"], "body": " ".join(chance.choices(words, k=30)), "effects": {},
        "token": uuid.uuid4(), "written_at": ticket["opened_at"], "sent_at": ticket["opened_at"],
    }  # fmt: skip


def _event(ticket, kind):
    return {
        "kind": kind, "subject_kind": "ticket", "subject_id": ticket["id"], "region_id": ticket["region_id"],
        "actor_id": ticket["requester_id"], "happened_at": ticket["opened_at"], "details": {},
    }  # fmt: skip


def copy(model: type[models.Model], rows) -> None:
    """Write the rows by COPY; what a row does not say has the model's default."""
    rows = iter(rows)
    first = next(rows)
    columns = {field.column: field for field in model._meta.concrete_fields}
    known = {
        name: _default(field) for name, field in columns.items() if name in first or _default(field) is not NOT_PROVIDED
    }
    is_json = {name for name in known if isinstance(columns[name], models.JSONField)}
    with connection.cursor() as cursor:
        target = f"COPY {model._meta.db_table} ({', '.join(known)}) FROM STDIN"
        with cursor.copy(target) as stream:
            for row in (first, *rows):
                values = {
                    name: row.get(name, default() if callable(default) else default) for name, default in known.items()
                }
                stream.write_row([Jsonb(value) if name in is_json else value for name, value in values.items()])
        if "id" in first:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM " + model._meta.db_table + "))",
                [model._meta.db_table],
            )


def _default(field):
    if field.primary_key or not field.has_default():
        return (
            ""
            if getattr(field, "empty_strings_allowed", False) and not field.null and field.blank
            else (None if field.null else NOT_PROVIDED)
        )
    return field.default
