"""A large desk that is loaded by COPY: true to itself, the same for the same seed, and ready to be worked on."""

import hashlib
import re
import tomllib
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.db.models import Count, F, Q

from priyom.base.events import kind_of
from priyom.base.models import Event
from priyom.desk.actions.tickets import open_ticket
from priyom.desk.loading import phrases
from priyom.desk.loading.calendar import Calendar, Inflow
from priyom.desk.loading.filling import load_desk
from priyom.desk.models import Feedback, Merge, Message, Ticket, TicketLink, Topic, Watch
from priyom.desk.rules.lifecycle import Status
from priyom.desk.search import index
from priyom.people.demo import DEMO_PASSWORD
from priyom.people.models import Organisation, Region, Role, Team, User

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
TICKETS = 3000


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Three thousand tickets, once for all tests of this file; nobody else sees them."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load_desk(TICKETS, seed=7, until=UNTIL, processes=2, progress=False)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def desk(loaded, db):
    """The loaded desk, as it was, for one test."""


def test_the_desk_has_its_size_and_its_proportions(desk):
    assert Ticket.objects.count() == TICKETS
    assert Region.objects.exclude(code="home").count() == 29
    assert Region.objects.values("timezone").distinct().count() >= 9
    assert Organisation.objects.filter(kind="hospital").count() == 1529
    assert User.objects.filter(places__isnull=False).count() == 240
    assert set(Team.objects.exclude(level=None).values_list("level", flat=True)) == {1, 2, 3}
    closed = Ticket.objects.filter(status="closed").count() / TICKETS
    assert 0.955 < closed < 0.985, closed
    said = Counter(Ticket.objects.annotate(n=Count("messages")).values_list("n", flat=True))
    assert min(said) == 1
    assert max(said) <= 16
    assert 2.7 < sum(n * count for n, count in said.items()) / TICKETS < 3.3


def test_more_comes_in_winter_than_in_summer_and_nearly_nothing_at_weekends(desk):
    months = Counter(Ticket.objects.values_list("opened_at__month", flat=True))
    assert months[12] + months[11] > 1.3 * (months[6] + months[7])
    weekdays = Counter(Ticket.objects.values_list("opened_at__iso_week_day", flat=True))
    assert weekdays[6] + weekdays[7] < 0.1 * TICKETS
    years = Counter(Ticket.objects.values_list("opened_at__year", flat=True))
    assert years[2025] > years[2022]


def test_every_ticket_stands_where_its_timeline_leaves_it(desk):
    """What a list shows and what the history tells are the same facts."""
    tickets = {ticket.pk: ticket for ticket in Ticket.objects.all()}
    told = {pk: [] for pk in tickets}
    for event in Event.objects.filter(subject_kind="ticket").order_by("id"):
        told[event.subject_id].append(event)
    wrong = [t.number for t in tickets.values() if (t.status, t.reopenings, t.clarifications) != _lived(told[t.pk])]
    assert not wrong
    first = {pk: events[0].kind for pk, events in told.items()}
    assert set(first.values()) == {"ticket.opened"}
    holders = [t.number for t in tickets.values() if t.assignee_id != _holder(told[t.pk])]
    assert not holders


def _lived(events):
    status, reopened, asked = Status.NEW, 0, 0
    for event in events:
        match event.kind:
            case "ticket.taken" | "ticket.replied" if status == Status.NEW:
                status = Status.OPEN
            case "ticket.waiting":
                status, asked = Status.WAITING, asked + (event.details["waiting_for"] == "requester")
            case "ticket.resumed":
                status = Status.OPEN
            case "ticket.reopened":
                status, reopened = Status.OPEN, reopened + 1
            case "ticket.resolved":
                status = Status.RESOLVED
            case "ticket.closed" | "ticket.confirmed" | "ticket.merged":
                status = Status.CLOSED
    return status, reopened, asked


def _holder(events):
    holder = None
    for event in events:
        if event.kind == "ticket.taken" or (event.kind in {"ticket.replied", "ticket.resolved"} and holder is None):
            holder = event.actor_id
        elif event.kind == "ticket.transferred":
            holder = None
    return holder


def test_times_and_ids_are_in_order_and_nothing_lies_in_the_future(desk):
    for model, column in ((Ticket, "opened_at"), (Message, "sent_at"), (Event, "happened_at")):
        rows = model.objects if model is not Event else Event.objects.filter(subject_kind="ticket")
        moments = list(rows.order_by("id").values_list(column, flat=True))
        assert moments == sorted(moments), model
        assert moments[-1] < UNTIL
    assert not Ticket.objects.filter(Q(resolved_at__lt=F("opened_at")) | Q(closed_at__lt=F("resolved_at"))).exists()
    assert not Ticket.objects.filter(status="closed", closed_at=None).exists()
    unsolved = Ticket.objects.filter(status__in=["resolved", "closed"], merged_into=None).exclude(kind="gratitude")
    assert not unsolved.filter(Q(cause="") | Q(remedy="")).exists()


def test_messages_and_events_know_each_other(desk):
    known = {kind for (kind,) in Event.objects.filter(subject_kind="ticket").values_list("kind").distinct()}
    assert all(kind_of(kind) for kind in known)
    assert {"ticket.merged", "ticket.linked", "ticket.joined", "feedback.given", "ticket.reopened"} <= known
    said = Event.objects.filter(kind__in=["ticket.replied", "ticket.commented", "ticket.noted"])
    told = dict(said.values_list("details__message", "subject_id"))
    assert len(told) == said.count()
    assert told.items() <= dict(Message.objects.values_list("pk", "ticket_id")).items()
    assert Event.objects.filter(kind="ticket.merged").count() == Merge.objects.count() > 0
    assert Event.objects.filter(kind="feedback.given").count() == Feedback.objects.count() > 0
    assert Event.objects.filter(kind="ticket.linked").count() == 2 * TicketLink.objects.count() > 0
    assert Watch.objects.filter(reason="joined").exists()


def test_indexes_keys_and_triggers_stand_again(desk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'"
                       " AND tgname <> 'base_event_no_truncate'")  # fmt: skip
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE NOT convalidated")
        assert cursor.fetchone()[0] == 0
    for model in (Ticket, Message, Event, Watch):
        with connection.cursor() as cursor:
            there = connection.introspection.get_constraints(cursor, model._meta.db_table)
        wanted = {index.name for index in model._meta.indexes} | {each.name for each in model._meta.constraints}
        assert wanted <= set(there)


def test_the_next_ticket_gets_the_next_number(desk):
    doctor = User.objects.get(login="requester1")
    newest = Ticket.objects.order_by("-number").first()
    ticket = open_ticket(by=doctor, organisation=doctor.organisation, body="Не печатается эпикриз.")
    assert ticket.number == newest.number + 1
    assert ticket.pk == newest.pk + 1
    assert ticket.topic is None


def test_one_of_each_role_can_sign_in_and_nobody_else(desk):
    able = [user for user in User.objects.exclude(password__startswith="!").exclude(is_system=True) if user.password]
    assert all(user.check_password(DEMO_PASSWORD) and user.is_demo for user in able)
    assert sorted(role for user in able for role in user.roles) == sorted(Role.values)


@pytest.mark.parametrize("login", ["agent1", "manager1", "coordinator1", "requester1", "local-specialist1"])
def test_pages_open(desk, as_, login):
    user = User.objects.get(login=login)
    seen = Ticket.objects.visible_to(user).order_by("-id").first()
    staff = user.works_at_desk
    pages = ["/desk/", "/desk/tickets?status=any"] if staff else ["/portal/", "/portal/tickets", "/portal/organisation"]
    if seen is not None:
        pages.append(f"/{'desk' if staff else 'portal'}/tickets/{seen.number}")
    for page in pages:
        assert as_(user).get(page).status_code == 200, page


def test_words_are_found(desk):
    newest = Ticket.objects.order_by("-id").first()
    with connection.cursor() as cursor:
        cursor.execute("SELECT desk_words_part(0)")
    index.again(newest.pk - 200, newest.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM desk_ticketwords")
        assert cursor.fetchone()[0] == 201


def test_a_seed_says_everything(desk):
    """However many processes told it, the same seed and the same end make the same desk."""
    told = []
    for processes in (2, 1):
        _empty()  # an empty desk counts from one; what other tests have counted before is none of the seed's
        load_desk(TICKETS, seed=7, until=UNTIL, processes=processes, progress=False)
        told.append(_fingerprint())
    assert told[0] == told[1]


def test_another_seed_is_another_desk(desk):
    before = set(Ticket.objects.values_list("subject", "opened_at")[:500])
    _empty()
    load_desk(500, seed=8, until=UNTIL, processes=1, progress=False)
    assert len(before & set(Ticket.objects.values_list("subject", "opened_at"))) < 5


def _fingerprint():
    """What stands in the rows, save ids of people, which go on counting."""
    rows = [
        list(Ticket.objects.order_by("number").values_list("subject", "status", "opened_at", "closed_at", "cause",
                                                            "requester__login", "assignee__login")),
        list(Message.objects.order_by("id").values_list("body", "sent_at", "author__login", "token")),
        list(Event.objects.filter(subject_kind="ticket").order_by("id").values_list("kind", "happened_at",
                                                                                     "actor__login")),
    ]  # fmt: skip
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _empty():
    tables = [m._meta.db_table for m in (Ticket, Message, Event, Region, Organisation, User, Team, Topic)]
    tables += ["people_product"]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE base_event DISABLE TRIGGER base_event_no_truncate")
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
        cursor.execute("SELECT setval('desk_ticket_number', 10001, false)")


# -- the texts ---------------------------------------------------------------


def test_every_story_can_be_told_whole(db):
    from priyom.base.shipping import load_shipped

    load_shipped()
    topics = set(Topic.objects.values_list("code", flat=True))
    book = phrases.Book()
    assert {story.topic for story in book.stories} <= topics
    chance = Random(1)  # noqa: S311 - invented
    for story in book.stories:
        assert story.subjects
        assert story.openings
        assert story.ends or story.topic == "other.thanks", story.topic
        words = book.tell(
            chance, name="Зоя Андреевна", version="5.1", version_before="5.0", version_next="5.2", number="7"
        )
        texts = [
            *story.subjects,
            *story.openings,
            *story.notes,
            *(text for pair in story.asks + story.ends for text in pair),
        ]
        texts += [text for _code, text in story.fields]
        for text in texts:
            told = text.format_map(words)
            assert not re.search(r"[{}]|  |[^.\[]\.\.(?!\.)", told), told
            assert len(told) <= 2000


def test_the_files_repeat_nothing():
    for path in phrases.FOLDER.glob("*.toml"):
        for story in tomllib.loads(path.read_text(encoding="utf-8")).get("story", ()):
            for key in ("subjects", "openings", "notes"):
                texts = story.get(key, [])
                assert len(texts) == len(set(texts)), (path.name, story["topic"], key)


# -- the calendar ------------------------------------------------------------


def test_tickets_come_one_after_another_by_day_where_people_live():
    since, until = int((UNTIL - timedelta(days=100)).timestamp()), int(UNTIL.timestamp())
    calendar = Calendar(since, until)
    inflow = Inflow(calendar, {3 * 3600: 10, 12 * 3600: 1}, 2000)
    chance = Random(3)  # noqa: S311 - invented
    moments = [inflow.moment(n, chance) for n in range(2000)]
    assert moments == sorted(moments)
    assert since <= moments[0] <= moments[-1] < until
    night_in_moscow = [inflow.zone(m, chance) for m in moments if (m // 3600 + 3) % 24 in {0, 1, 2, 3}]
    assert night_in_moscow.count(12 * 3600) > len(night_in_moscow) / 2


def test_work_waits_for_working_hours():
    calendar = Calendar(int((UNTIL - timedelta(days=30)).timestamp()), int(UNTIL.timestamp()))
    friday_evening = int(datetime(2026, 11, 13, 16, 30, tzinfo=UTC).timestamp())  # 19:30 in Moscow
    reached = datetime.fromtimestamp(calendar.reached(friday_evening, 600, 3 * 3600), UTC)
    assert (reached.date().isoformat(), reached.hour) == ("2026-11-16", 5)
