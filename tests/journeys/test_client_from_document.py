"""A program that knows nothing but the OpenAPI document: it finds its way by names of operations and by schemas."""

import json
import re
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.test import Client

from priyom.desk.models import ExternalParty


class FromDocument:
    """A client made of the document: ``client.openTicket(body={…})`` → (status, the answer)."""

    def __init__(self, document, bearer):
        self.document, self.http = document, Client(headers={"Authorization": f"Bearer {bearer}"})
        self.operations = {
            operation["operationId"]: (method.upper(), path, operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        }

    def __getattr__(self, name):
        method, path, operation = self.operations[name]

        def call(body=None, headers=None, **given):
            known = {each["name"]: each["in"] for each in operation.get("parameters", [])}
            assert set(given) <= set(known), set(given) - set(known)
            where = re.sub(r"\{(\w+)\}", lambda found: str(given[found[1]]), path)
            query = {key: value for key, value in given.items() if known[key] == "query"}
            if body is not None:
                self.check(self.schema_of(operation["requestBody"]), body)
            answer = self.http.generic(
                method, f"{where}?{urlencode(query)}" if query else where,
                json.dumps(body) if body is not None else "", content_type="application/json", headers=headers or {},
            )  # fmt: skip
            told = json.loads(answer.content) if answer.content else None
            described = operation["responses"][str(answer.status_code)]
            self.check(self.schema_of(described), told)
            return SimpleNamespace(status=answer.status_code, body=told, headers=answer.headers)

        return call

    def schema_of(self, described):
        return next(iter(described["content"].values()))["schema"]

    def check(self, schema, value, at="body"):
        """Hold the value to the schema, as far as a careful client would."""
        schema = self.followed(schema)
        if "anyOf" in schema:
            assert any(self.fits(each, value, at) for each in schema["anyOf"]), (at, value)
        elif schema.get("type") == "object" and "properties" in schema:
            assert set(schema.get("required", ())) <= set(value), (at, value)
            for name, each in value.items():
                assert name in schema["properties"], (at, name)
                self.check(schema["properties"][name], each, f"{at}.{name}")
        elif schema.get("type") == "array":
            for number, each in enumerate(value):
                self.check(schema["items"], each, f"{at}[{number}]")
        elif "enum" in schema:
            assert value in schema["enum"], (at, value)
        elif "type" in schema:
            kinds = {
                "string": str,
                "integer": int,
                "boolean": bool,
                "null": type(None),
                "object": dict,
                "number": float,
            }
            assert isinstance(value, kinds[schema["type"]]), (at, value)

    def fits(self, schema, value, at):
        try:
            self.check(schema, value, at)
        except (AssertionError, TypeError):
            return False
        return True

    def followed(self, schema):
        while "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return schema


@pytest.fixture
def program(client, api, db):
    """A program for a person: all that it knows is what ``/api/v1/openapi.json`` says."""
    document = client.get("/api/v1/openapi.json").json()

    def for_person(user, scopes):
        return FromDocument(document, api(user, scopes).clear)

    return for_person


def test_a_program_made_of_the_document_goes_the_whole_way(program, anna, zoya):
    support = program(anna, ["tickets:read", "tickets:write", "people:read"])
    asks = program(zoya, ["tickets:read", "tickets:write"])

    me = asks.whoAmI().body
    place = me["organisations"][0]["code"]
    topics = asks.listTopics().body["items"]
    topic = next(each for each in topics if each["questions"])
    made = asks.openTicket(
        body={
            "subject": "Не уходит ЭМД", "body": "С утра ошибка", "requester": "zoya@clinic.example",
            "organisation": place, "topic": topic["code"], "fields": {topic["questions"][0]["code"]: "E-13"},
        },
        headers={"Idempotency-Key": "first"},
    )  # fmt: skip
    assert made.status == 201
    number = made.body["number"]

    found, cursor = [], None
    while True:
        page = support.listTickets(limit=1, **({"cursor": cursor} if cursor else {})).body
        found += [each["number"] for each in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == [number]

    assert (
        support.changeTicket(number=number, body={"assignee": "anna", "impact": "hospital"}).body["assignee"] == "anna"
    )
    assert support.writeMessage(number=number, body={"body": "Смотрю, какая версия?"}).status == 201
    assert support.writeMessage(number=number, body={"body": "Похоже на ключ", "visibility": "internal"}).status == 201
    assert asks.writeMessage(number=number, body={"body": "5.3.1"}).status == 201
    assert [each["body"] for each in asks.listMessages(number=number).body["items"]] == [
        "С утра ошибка", "Смотрю, какая версия?", "5.3.1",
    ]  # fmt: skip
    solved = support.resolveTicket(number=number, body={"cause": "Ключ истёк", "remedy": "Обновили ключ"})
    assert solved.body["status"] == "resolved"
    assert asks.confirmTicket(number=number).body["status"] == "closed"
    assert asks.getTicket(number=number).body["remedy"] == "Обновили ключ"
    assert "ticket.confirmed" in {each["kind"] for each in support.listTicketEvents(number=number).body["items"]}


def test_what_the_program_may_not_do_is_told_in_the_shape_the_document_promises(program, zoya, strange_agent, ticket):
    asks, elsewhere = program(zoya, ["tickets:read"]), program(strange_agent, ["tickets:read"])
    assert asks.resolveTicket(number=ticket.number, body={"cause": "x", "remedy": "y"}).status == 403
    assert asks.listPeople().status == 403
    assert elsewhere.getTicket(number=ticket.number).status == 404
    assert asks.listTickets(cursor="made-up").status == 422


def test_whom_one_may_ask_outside_is_learnt_from_the_document_alone(program, anna, zoya, ticket):
    desk, asks = program(anna, ["tickets:read", "tickets:write"]), program(zoya, ["tickets:read"])
    party = ExternalParty.objects.create(code="registry", name="Реестр", contacts="Иванов, +7 900 000-00-00")
    assert asks.listOutsideParties().status == 403
    (told,) = desk.listOutsideParties().body["items"]
    assert (told["code"], told["answers_in_days"], "contacts" in told) == (party.code, 3, False)
    made = desk.askOutside(body={"party": told["code"], "title": "Не принимают документ"})
    assert (made.status, made.body["party"]) == (201, party.code)


def test_every_operation_says_what_it_is_for_and_what_key_it_needs(program, anna):
    known = program(anna, ["tickets:read"])
    for name, (_method, path, operation) in known.operations.items():
        assert operation["summary"], name
        assert operation["security"], name
        assert path.startswith("/api/v1/")
