"""Who must not see a ticket finds no octet of it anywhere: every address of the product is tried by every such person."""

import difflib
import itertools
import json
import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client

from priyom.base.clock import now
from priyom.base.models import Event
from priyom.channels.models import WebhookDelivery
from priyom.channels.webhooks.actions import create_target
from priyom.desk.actions.watching import call_in, unwatch_ticket
from priyom.desk.models import Ticket
from priyom.people.actions.exports import ask_export, make_export
from priyom.people.actions.keys import create_api_key, exceeding
from priyom.people.models import ApiKey, TeamMembership
from priyom.urls import api as the_api
from tests.cast import open_ticket, program
from tests.journeys.secret import MARK, NOTE, OUTWARD, PENDING, keep, neighbours, places, questions

STRANGERS = (
    "stranger", "strange_agent", "strange_local", "strange_coordinator", "strange_lead", "idle_agent", "neighbour",
    "local_neighbour", "colleague", "nobody",
)  # fmt: skip
# The requester's side of the very ticket, which sees it whole, but not what colleagues say among themselves.
OWN_SIDE = ("zoya", "igor", "galina")
HTMX = {"HX-Request": "true"}


class Undo(Exception):
    """Raised to take back what a request has changed."""


@pytest.fixture
def world(cast):
    return keep(cast)


@pytest.fixture
def signed_in(as_):
    """A client whose session is noted already: what is taken back would be noted again with every request."""

    def enter(person):
        client = as_(person)
        client.get("/accounts/none")
        return client

    return enter


def look(client, method, path, data, before=None, **headers):
    """Return the status, everything that comes back through redirects, and whether the secret tickets were changed."""
    client.raise_request_exception = False
    before = before or state_of_the_secrets()
    try:
        with transaction.atomic():
            answer = getattr(client, method)(path, data, follow=True, headers=headers)
            changed = state_of_the_secrets() != before
            raise Undo
    except Undo:
        pass
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    shown = body.decode("utf-8", "replace") + repr(sorted(answer.headers.items()))
    return answer.status_code, shown.lower(), changed


def state_of_the_secrets():
    """Return what anybody who changes a ticket, writes in it or follows it would change."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(revision), (SELECT count(*) FROM desk_message), (SELECT count(*) FROM desk_ticketlink),"
            " (SELECT count(*) FROM desk_watch WHERE ended_at IS NULL), (SELECT count(*) FROM desk_attachment),"
            " (SELECT count(*) FROM desk_feedback), (SELECT count(*) FROM desk_merge WHERE undone_at IS NULL)"
            " FROM desk_ticket WHERE subject LIKE %s",
            [f"{MARK}%"],
        )
        return cursor.fetchone()


def walk(client, world, forbidden):
    """Try every address in every way; return where a forbidden word came back or a ticket changed, and what broke."""
    leaks, broken = [], []
    mark, note = questions(world)
    before = state_of_the_secrets()  # each try is taken back, so all begin with it
    for place in places(world):
        tries = [("get", {}, {}), ("get", mark, HTMX), ("post", mark, HTMX)]
        tries += [("get", note, {})] if place.finds else []
        for method, data, headers in tries:
            status, shown, changed = look(client, method, place.path, data, before, **headers)
            if any(word.lower() in shown for word in forbidden) or (changed and MARK in forbidden):
                leaks.append(f"{method} {place.name} {place.path} → {status}")
            if status >= 500:
                broken.append(f"{method} {place.name} {place.path} {data and 'with data'}")
    return leaks, broken


@pytest.mark.slow
@pytest.mark.parametrize("name", STRANGERS)
def test_a_stranger_finds_no_octet_of_it_and_changes_nothing_at_any_address(world, signed_in, name):
    person = neighbours(world)[name]
    at_desk = person is not None and person.works_at_desk
    leaks, broken = walk(signed_in(person), world, (MARK, NOTE, PENDING) if at_desk else (MARK, NOTE, PENDING, OUTWARD))
    if name == "colleague":  # joining is the colleague's right, and whoever joins reads
        leaks = [leak for leak in leaks if " portal:join " not in leak]
    assert not leaks + broken, "\n".join(leaks + broken)


@pytest.mark.slow
@pytest.mark.parametrize("name", OWN_SIDE)
def test_what_colleagues_say_among_themselves_never_reaches_the_requesters_side(world, signed_in, name):
    leaks, broken = walk(signed_in(getattr(world, name)), world, (NOTE, PENDING, OUTWARD))
    assert not leaks + broken, "\n".join(leaks + broken)


def test_the_walk_itself_would_find_the_marks(world, as_):
    """Guards the guard: whoever may see the ticket does meet each mark on the same walk."""
    client = as_(world.anna)
    shown = "".join(
        look(client, "get", place.path, {})[1] for place in places(world) if place.name in {"desk:ticket", "desk:list"}
    )
    assert all(word.lower() in shown for word in (MARK, NOTE, PENDING))
    assert MARK.lower() in look(client, "get", f"/files/{world.file}", {})[1]


def api_tries(world):
    """Every operation of the API with everything of the secret that its address or its body could name."""
    document = json.loads(json.dumps(the_api.get_openapi_schema()))
    named = {
        "number": [world.open, world.solved, world.merged, world.export, world.webhook, world.delivery],
        "file_id": [world.file, world.note_file, world.unsent_file], "login": ["zoya", "anna"],
        "code": ["clinic-1", "lake", "emd"], "consult": [world.consult], "contract_id": [world.contract],
        "passing_id": [world.passing], "request_id": [world.outside],
    }  # fmt: skip
    for path, methods in document["paths"].items():
        names = re.findall(r"\{(\w+)\}", path)
        for values in itertools.product(*[named[name] for name in names]):
            where = path.format(**dict(zip(names, values, strict=True)))
            for method in methods:
                yield method.upper(), where, API_BODIES.get(path.rpartition("/")[2], {})
    for query in ("organisation=clinic-1", "status=resolved", "requester=zoya@clinic.example", f"q={MARK}", f"q={NOTE}",
                  f"q={world.open}", "region=lake", "assignee=anna", "open=true", "since=2000-01-01T00:00:00Z"):  # fmt: skip
        yield "GET", f"/api/v1/tickets?{query}", {}
    yield "GET", "/api/v1/people?email=zoya@clinic.example", {}


API_BODIES = {
    "messages": {"body": "чужое"}, "resolution": {"cause": "x", "remedy": "y"}, "reopening": {"reason": "x"},
    "waiting": {"waiting_for": "external"}, "exports": {"kind": "tickets"},
    "handover": {"to": "anna", "reason": "leave", "note": "x"}, "priority": {"priority": 1, "reason": "x"},
    "critical": {"critical": True, "reason": "x"}, "passings": {"team": "line2", "reason": "x"},
    "verdict": {"verdict": "yes"}, "answer": {"body": "чужое"}, "outside-requests": {"party": "gate", "title": "чужое"},
    "outside-wait": {"request": 1}, "return": {"body": "чужое"}, "advice": {"body": "чужое"},
    "finding": {"scope": "one", "since": "чужое", "tried": "чужое"}, "solution": {"cause": "чужое", "remedy": "чужое"},
    "judgement": {"helped": True},
}  # fmt: skip


@pytest.fixture
def world_of_programs(world, adam):
    export = ask_export("tickets", by=world.anna, format="json", filters={"status": ["any"]})
    make_export(export.pk)
    world.export = export.pk
    hook = create_target(
        by=adam, name=f"{MARK} экран", url="https://name.example.invalid/", owner=adam, kinds=["ticket.opened"]
    )
    world.webhook, event = hook.pk, Event.objects.filter(kind="ticket.opened").first()
    world.delivery = WebhookDelivery.objects.create(
        target=hook, event=event, kind=event.kind, state="given_up", due_at=event.happened_at, written_at=event.happened_at
    ).pk  # fmt: skip
    return world


def key_of(person, adam):
    """A key with every scope that the person may have."""
    return program(person, [scope for scope in ApiKey.Scope.values if not exceeding(person, [scope])], by=adam)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in STRANGERS if name != "nobody"])
def test_no_operation_of_the_api_gives_a_stranger_an_octet_or_changes_anything(world_of_programs, adam, name):
    call = key_of(neighbours(world_of_programs)[name], adam)
    call.client.raise_request_exception = False
    leaks = []
    for method, path, body in api_tries(world_of_programs):
        try:
            with transaction.atomic():
                before = state_of_the_secrets()
                answer = call(method, path.removeprefix("/api/v1"), body if method != "GET" else None)
                changed = state_of_the_secrets() != before
                raise Undo
        except Undo:
            pass
        shown = (
            json.dumps(answer.body, ensure_ascii=False) if isinstance(answer.body, (dict, list)) else repr(answer.body)
        ).lower()
        if changed or answer.status_code >= 500 or any(word.lower() in shown for word in (MARK, NOTE, PENDING)):
            leaks.append(f"{method} {path} → {answer.status_code}{' changed' if changed else ''}")
    assert not leaks, "\n".join(leaks)


def test_the_walk_over_the_api_would_find_the_marks(world_of_programs, adam):
    """Guards the guard: whoever may see the ticket meets the marks on the same walk."""
    call = key_of(world_of_programs.anna, adam)
    shown = "".join(
        json.dumps(answer.body, ensure_ascii=False) if isinstance(answer.body, (dict, list)) else repr(answer.body)
        for method, path, _body in api_tries(world_of_programs)
        if method == "GET" and (answer := call(method, path.removeprefix("/api/v1")))
    )
    assert all(word in shown for word in (MARK, NOTE, PENDING))


def test_the_api_lists_nothing_to_a_stranger(world, adam):
    people = neighbours(world)
    for name in (name for name in STRANGERS if name != "nobody"):
        call = key_of(people[name], adam)
        answer = call("GET", "/tickets?limit=100")
        assert answer.status_code in {200, 401}, name
        assert answer.status_code == 401 or answer.body == {"items": [], "next": None}, name


# --- counts tell nothing ---------------------------------------------------------------------------------

COUNTED = (
    "/desk/", "/desk/tickets", "/desk/tickets?status=any", "/desk/lists/all", "/desk/lists/north-open",
    "/desk/lists/line1-open", "/desk/print?view=all", "/desk/options/tickets?q=1", "/desk/options/people?q=a",
    "/desk/palette?q=1", "/desk/reminders", "/portal/tickets", "/portal/organisation", "/portal/organisation?state=all",
    "/channels/bell", "/channels/news", "/knowledge/suggestions?q=%D0%BF%D0%B5%D1%87%D0%B0%D1%82%D1%8C", "/organisations/", "/people/", "/teams/",
)  # fmt: skip
# What differs between any two answers: tokens, moments of the pulse, ids of forms.
PASSING = re.compile(
    r"""value="[\w-]{20,}"|"[A-Za-z0-9]{64}"|since="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}|datetime="[^"]*"|\b[0-9a-f]{16}\b"""
)


@pytest.mark.parametrize("name", ["stranger", "strange_agent", "strange_lead", "strange_coordinator", "neighbour"])
def test_lists_and_counts_are_the_same_with_and_without_it(cast, as_, at, run_reactions, name):
    at("2026-03-17 10:00")
    own = open_ticket(cast.stranger, subject="Своя").number
    person = neighbours(cast)[name]

    def everything():
        client = as_(person)
        pages = {path: client.get(path, follow=True) for path in COUNTED}
        return {path: (page.status_code, PASSING.sub("", page.content.decode())) for path, page in pages.items()}

    run_reactions()
    everything()  # the first look is kept as a look
    without = everything()
    keep(cast)
    with_it = everything()
    assert not (told := difference(without, with_it)), "\n".join(told)
    assert Ticket.objects.visible_to(person).exclude(number=own).count() == 0


def difference(before, after):
    """Return the lines that differ, so that a failure says what told the stranger something."""
    lines = []
    for path in before:
        if before[path] != after[path]:
            lines += [
                path,
                *list(difflib.unified_diff(*[str(each[path]).split("\\n") for each in (before, after)], n=0))[3:9],
            ]
    return lines


# --- rights that end -------------------------------------------------------------------------------------


def test_a_right_that_ends_has_ended_at_the_next_request(world, as_):
    address, lists = f"/desk/tickets/{world.open}", "/desk/lists/all?status=any"
    client = as_(world.boris)
    assert MARK in client.get(address).content.decode()
    assert MARK in client.get(lists).content.decode()
    unwatch_ticket(world.open, by=world.boris)
    TeamMembership.objects.filter(user=world.boris).update(team=world.north_line)
    assert client.get(address).status_code == 404
    assert MARK not in client.get(lists).content.decode()
    assert client.get(f"/files/{world.file}").status_code == 404


def test_a_role_that_ends_has_ended_at_the_next_request(world, as_):
    client = as_(world.igor)
    address = f"/portal/tickets/{world.open}"
    assert client.get(address).status_code == 200
    world.igor.memberships.update(state="ended", ended_at=now())
    assert MARK not in client.get(address, follow=True).content.decode()
    assert MARK not in client.get("/portal/organisation", follow=True).content.decode()


def test_whoever_no_longer_follows_sees_a_card_again(world, as_):
    client = as_(world.yakov)
    call_in(world.open, by=world.anna, login="yakov")
    assert MARK in client.get(f"/portal/tickets/{world.open}").content.decode()
    unwatch_ticket(world.open, by=world.anna, user_id=world.yakov.pk)
    assert client.get(f"/portal/tickets/{world.open}").status_code == 404
    assert MARK not in client.get("/portal/organisation").content.decode()


def test_a_closed_account_ends_its_sessions_and_keys_at_once(world, as_, adam):
    _key, clear = create_api_key(
        user=world.anna, name="x", scopes=["tickets:read"], expires_at=now() + timedelta(days=1), by=adam
    )
    program, client = Client(headers={"Authorization": f"Bearer {clear}"}), as_(world.anna)
    assert program.get("/api/v1/tickets").status_code == client.get("/desk/").status_code == 200
    world.anna.is_active = False
    world.anna.save()
    assert program.get("/api/v1/tickets").status_code == 401
    assert client.get("/desk/").status_code == 302
