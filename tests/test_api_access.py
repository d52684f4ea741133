"""Every operation of the API × every person, each with a key that has all the scopes the person may have."""

import json
import uuid
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client

from priyom.channels.models import WebhookDelivery
from priyom.channels.webhooks.actions import create_target
from priyom.desk.actions.consults import ask_for_advice
from priyom.desk.actions.external import open_request
from priyom.desk.actions.passing import pass_on
from priyom.desk.models import ExternalParty, RungStep, Ticket
from priyom.people.actions.exports import ask_export, make_export
from priyom.people.actions.keys import exceeding
from priyom.people.models import ApiKey, Team
from priyom.urls import api as the_api
from tests.access import PEOPLE
from tests.access.contracts import THINGS as CONTRACTS
from tests.cast import open_ticket, program

DESK = ("anna", "boris", "pavel", "marina")  # who works on tickets
LOOKS = ("adam", "oleg")  # who sees every ticket and changes none
ASKS = ("zoya", "igor", "galina")  # the requester's side of the ticket
AWAY = ("yakov", "stranger", "strange_agent")  # who must not know of it


def people(**statuses):
    """Spell a row out: groups of people by name, then single persons."""
    groups = {"desk": DESK, "looks": LOOKS, "asks": ASKS, "away": AWAY, "others": PEOPLE}
    row = {}
    for name, status in statuses.items():
        for person in groups.get(name, ()):
            row.setdefault(person, status)
    return row | {name: status for name, status in statuses.items() if name not in groups}


TICKET_READ = people(desk=200, looks=200, asks=200, away=404)
LIST = people(others=200, oleg=200)
DIRECTORY = people(desk=200, looks=200, igor=200, galina=200, strange_agent=200, zoya=403, yakov=403, stranger=403)
READERS = DIRECTORY | {"igor": 403}
ADMIN = people(adam=200, others=403)
CONTRACT_READ = people(adam=200, marina=200, oleg=200, galina=200, zoya=403, yakov=403, stranger=403, others=404)
BODIES = {
    "openTicket": {"body": "x", "requester": "zoya@clinic.example", "organisation": "clinic-1"},
    "changeTicket": {"impact": "hospital"}, "resolveTicket": {"cause": "x", "remedy": "y"},
    "askForAdvice": {"question": "x", "team": "line3"}, "giveAdvice": {"body": "x"},
    "handTicketOver": {"to": "boris", "reason": "shift", "note": "x"}, "setPriority": {"priority": 2, "reason": "x"},
    "judgeCritical": {"critical": True, "reason": "x"}, "passTicketOn": {"team": "line2", "reason": "x"},
    "judgePassing": {"verdict": "yes"}, "askOutside": {"party": "egisz", "title": "x"},
    "keepOutsideAnswer": {"body": "x"}, "returnAdvice": {"body": "x"}, "judgeAdvice": {"helped": True},
    "passUp": {"scope": "one", "since": "x", "tried": "y"}, "returnWithAdvice": {"body": "x"},
    "solveOnRung": {"cause": "x", "remedy": "y"},
    "writeMessage": {"body": "x"}, "reopenTicket": {}, "letTicketWait": {"waiting_for": "external"},
    "createPerson": {"email": "n@clinic.example", "last_name": "Новых", "organisation": "clinic-1"},
    "changePerson": {"position": "Врач"}, "changeOrganisation": {"phone": "1"}, "changeRegion": {"name": "Край"},
    "createOrganisation": {"code": "c9", "name": "Новая", "short_name": "Новая", "region": "lake"},
    "createRegion": {"code": "south", "name": "Юг"}, "askExport": {"kind": "tickets"},
    "createWebhook": {"name": "x", "url": "https://name.example.invalid/", "kinds": ["ticket.opened"]},
    "changeWebhook": {"name": "y"},
}  # fmt: skip
# operation → person → status; «strange_agent» works in another region, «yakov» is a colleague, «stranger» of another hospital.
ROWS = {
    "whoAmI": people(others=200),
    "openTicket": people(desk=201, adam=201, oleg=403, zoya=201, igor=201, galina=201, yakov=422, stranger=422,
                         strange_agent=422),
    "listTickets": LIST, "getTicket": TICKET_READ,
    "changeTicket": people(desk=200, looks=403, oleg=403, asks=403, away=404),
    "resolveTicket": people(desk=201, looks=403, asks=403, away=404),
    "letTicketWait": people(desk=201, looks=403, asks=403, away=404),
    "confirmTicket": people(desk=403, looks=403, asks=201, away=404),
    "reopenTicket": people(desk=409, looks=403, asks=409, away=404),
    "handTicketOver": people(desk=409, looks=403, asks=403, away=404),  # nobody has it yet
    "setPriority": people(desk=201, looks=403, asks=403, away=404),
    "judgeCritical": people(desk=201, looks=403, asks=403, away=404),
    "passTicketOn": people(desk=201, looks=403, asks=403, away=404),
    "listPassings": people(desk=200, looks=200, asks=403, away=404),
    "judgePassing": people(desk=409, looks=403, asks=404, away=404),  # it is asked when the ticket is solved
    "listOutsideParties": LIST | people(zoya=403, igor=403, galina=403, yakov=403, stranger=403),
    "listOutsideRequests": LIST | people(zoya=403, igor=403, galina=403, yakov=403, stranger=403),
    "askOutside": people(desk=201, strange_agent=201, others=403),
    "keepOutsideAnswer": people(desk=201, looks=403, strange_agent=201, others=404),
    "waitOutside": people(desk=201, looks=403, asks=403, away=404),
    "listMessages": TICKET_READ,
    "writeMessage": people(desk=201, looks=403, asks=201, away=404),
    "listConsults": people(desk=200, looks=200, asks=403, away=404),
    "askForAdvice": people(desk=201, looks=403, asks=403, away=404),
    # It is put to Semyon of another region, and he alone answers it; to him the ticket exists, to others of his desk not.
    "giveAdvice": people(desk=403, looks=403, asks=404, away=404, strange_agent=201),
    # It is settled by whoever works on the ticket; here nobody has answered yet.
    "acceptAdvice": people(desk=409, looks=403, asks=404, away=404, strange_agent=403),
    "returnAdvice": people(desk=409, looks=403, asks=404, away=404, strange_agent=403),
    "takeQuestionBack": people(desk=201, looks=403, asks=404, away=404, strange_agent=403),
    "listStandingWithMe": LIST, "listRungs": TICKET_READ,
    "passUp": people(igor=201, desk=403, looks=403, asks=403, away=404),
    "returnWithAdvice": people(igor=201, desk=403, looks=403, asks=403, away=404),
    "solveOnRung": people(igor=201, desk=403, looks=403, asks=403, away=404),
    "judgeAdvice": people(desk=403, looks=403, asks=409, away=404),  # nobody has given any yet
    "takeUp": people(desk=201, galina=201, looks=403, asks=403, away=404),
    "sendFile": people(others=422, oleg=403), "addFileToTicket": people(others=422, oleg=403),
    "listFiles": TICKET_READ, "getFile": people(others=404), "takeFileBack": people(others=404, oleg=403),
    "listTopics": LIST, "getTopic": people(others=200), "listEvents": LIST, "listTicketEvents": TICKET_READ,
    "listPeople": DIRECTORY, "getPerson": DIRECTORY | {"strange_agent": 404},
    "createPerson": people(adam=201, igor=201, galina=201, pavel=201, others=403),
    "changePerson": people(adam=200, igor=200, galina=200, pavel=404, others=403),
    "listOrganisations": DIRECTORY, "getOrganisation": DIRECTORY | {"strange_agent": 404},
    "createOrganisation": people(adam=201, others=403), "changeOrganisation": ADMIN,
    "listRegions": READERS, "getRegion": READERS | {"strange_agent": 404, "igor": 404},
    "createRegion": people(adam=201, others=403), "changeRegion": ADMIN | {"igor": 404},
    "listTeams": READERS | {"galina": 403}, "listProducts": READERS, "listInstallations": DIRECTORY,
    "listContracts": CONTRACT_READ, "getContract": CONTRACT_READ,
    "askExport": people(desk=201, looks=201, strange_agent=201, others=403),
    "listExports": people(others=200), "getExport": people(anna=200, others=404),
    "getExportFile": people(anna=200, others=404),
    "listWebhooks": ADMIN, "createWebhook": people(adam=201, others=403), "getWebhook": ADMIN,
    "changeWebhook": ADMIN, "removeWebhook": people(adam=204, others=403), "listDeliveries": ADMIN,
    "testWebhook": people(adam=201, others=403), "sendDeliveryAgain": people(adam=201, others=403),
    "listLetters": people(looks=200, others=403),
}  # fmt: skip


class Undo(Exception):
    """Raised to take back what a request has changed."""


@pytest.fixture
def stage(cast):
    s = SimpleNamespace(**vars(cast))
    s.ticket = open_ticket(cast.zoya).number
    s.consult = ask_for_advice(
        open_ticket(cast.zoya).number, by=cast.anna, question="x", person=cast.strange_agent
    ).pk  # fmt: skip
    below = open_ticket(cast.zoya)
    Ticket.objects.filter(pk=below.pk).update(rung="local")
    RungStep.objects.create(
        ticket=below, region_id=below.region_id, kind="local", organisation=below.organisation,
        arrived_at=below.opened_at,
    )  # fmt: skip
    s.on_rung = below.number
    egisz = ExternalParty.objects.create(code="egisz", name="Поддержка ЕГИСЗ", answers_in_days=3)
    s.outside = open_request(by=cast.anna, party=egisz, title="РЭМД отвечает 500").pk
    passed = open_ticket(cast.zoya)
    pass_on(passed.number, by=cast.anna, team=Team.objects.get(code="line2"), reason="Нужен журнал")
    s.passing = passed.passings.get().pk
    export = ask_export("tickets", by=cast.anna, format="csv", filters={})
    make_export(export.pk)
    s.export = export.pk
    s.contract = CONTRACTS["contract_pk"](s)
    s.webhook = create_target(
        by=cast.adam, name="x", url="https://name.example.invalid/", owner=cast.adam, kinds=["ticket.opened"]
    )
    s.delivery = WebhookDelivery.objects.create(
        target=s.webhook, event_id=_any_event(), kind="ticket.opened", state="given_up",
        due_at=export.asked_at, written_at=export.asked_at,
    ).pk  # fmt: skip
    return s


def _any_event():
    from priyom.base.models import Event

    return Event.objects.filter(kind="ticket.opened").first().pk


def operations():
    document = json.loads(json.dumps(the_api.get_openapi_schema()))
    return {
        operation["operationId"]: (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def test_every_operation_is_in_the_table():
    assert operations().keys() == ROWS.keys()
    for name, row in ROWS.items():
        assert set(row) == set(PEOPLE), (name, set(PEOPLE) ^ set(row))


def test_every_operation_answers_everybody_as_the_table_says(stage, subtests):
    calls = {}
    for name in PEOPLE:
        person = getattr(stage, name)
        calls[name] = program(person, [s for s in ApiKey.Scope.values if not exceeding(person, [s])], by=stage.adam)
    for operation, (method, path) in operations().items():
        with subtests.test(operation):
            body = {"request": stage.outside} if operation == "waitOutside" else BODIES.get(operation)
            asked = (method, _filled(path, operation, stage), body)
            wrong = {
                name: (got, expected)
                for name, expected in ROWS[operation].items()
                if (got := _status(calls[name], asked)) != expected
            }
            assert not wrong, "got, expected"


def test_without_a_key_every_operation_says_only_that_one_is_needed(stage):
    client = Client()
    for operation, (method, path) in operations().items():
        answer = client.generic(method, f"/api/v1{_filled(path, operation, stage)}", content_type="application/json")
        assert (answer.status_code, json.loads(answer.content)["code"]) == (401, "no_key"), operation


def _status(call, asked):
    try:
        with transaction.atomic():
            answer = call(*asked)
            raise Undo
    except Undo:
        return answer.status_code


def _filled(path, operation, stage):
    number = stage.ticket
    if "/exports" in path:
        number = stage.export
    elif "/rung" in path:
        number = stage.on_rung
    elif "/webhooks/deliveries" in path:
        number = stage.delivery
    elif "/webhooks" in path:
        number = stage.webhook.pk
    code = {"/regions": "lake", "/organisations": "clinic-1", "/topics": "emd"}
    return path.format(
        number=number, consult=stage.consult, passing_id=stage.passing, request_id=stage.outside, login="zoya", file_id=uuid.UUID(int=7), contract_id=stage.contract,
        code=next((value for start, value in code.items() if path.startswith(start)), ""),
    )  # fmt: skip
