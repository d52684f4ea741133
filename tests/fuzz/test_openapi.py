"""The API against its own document: whatever is sent, no error of ours and no answer the document does not know."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from priyom.base.clock import now
from priyom.channels.webhooks import outbox
from priyom.channels.webhooks.client import Answer
from priyom.people.actions.keys import create_api_key
from priyom.people.models import ApiKey
from priyom.urls import api
from priyom.wsgi import application
from tests.cast import open_ticket

pytestmark = pytest.mark.fuzz

DOCUMENT = json.loads(json.dumps(api.get_openapi_schema()))
OPERATIONS = [(method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods]


def wrong_data_is_refused(context, response, case):
    """Whether what breaks the document is refused; what is too large to be read is refused before anybody looks."""
    return None if response.status_code == 413 else negative_data_rejection(context, response, case)


CHECKS = [
    schemathesis.checks.not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance, wrong_data_is_refused, ignored_auth, unsupported_method,
]  # fmt: skip
EXAMPLES = 60
BOUNDS = settings(
    max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False
)
# Words that exist in the cast's world, so that many examples get past the first check and into the actions.
KNOWN = {
    "requester": "zoya@clinic.example", "organisation": "clinic-1", "topic": "report", "assignee": "anna",
    "status": "new", "region": "lake", "team": "line1", "email": "zoya@clinic.example", "role": "requester",
    "parent": "clinic-1", "within": "miac", "owner": "adam",
}  # fmt: skip
PLACES = {"/regions/": "lake", "/organisations/": "clinic-1", "/topics/": "emd"}


class Undo(Exception):
    """Raised to take back what a call has changed: every example meets the same world."""


@pytest.fixture
def key(adam):
    """A key of the administrator with every scope there is."""
    expires_at = now() + timedelta(days=1)
    return create_api_key(user=adam, name="всё", scopes=ApiKey.Scope.values, expires_at=expires_at, by=adam)[1]


@pytest.fixture
def agents_key(pavel, adam):
    """A key of somebody who works at the desk: what the administrator may not do, this one may."""
    expires_at = now() + timedelta(days=1)
    scopes = ["tickets:read", "tickets:write", "people:read", "people:write"]
    return create_api_key(user=pavel, name="линия", scopes=scopes, expires_at=expires_at, by=adam)[1]


@pytest.fixture
def requesters_key(zoya, adam):
    """A key of somebody who asks: most of what it tries is refused, each time in the one shape."""
    expires_at = now() + timedelta(days=1)
    return create_api_key(
        user=zoya, name="своя", scopes=["tickets:read", "tickets:write"], expires_at=expires_at, by=adam
    )[1]


@pytest.fixture
def in_one_transaction():
    """Keep the connection, with the test's transaction on it, from one request to the next."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def document():
    """Return the schema bound to the program itself: no server, the same thread, the test's own transaction."""
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    schema.app, schema.location = application, "/api/v1/openapi.json"
    return schema


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[" ".join(each) for each in OPERATIONS])
def test_whatever_is_sent_the_answer_is_one_the_document_knows(
    method, path, key, agents_key, requesters_key, cast, in_one_transaction, monkeypatch
):
    # Nothing is sent to anybody, and nobody is too fast here: other tests are about that.
    monkeypatch.setattr(outbox, "post", lambda *_args, **_more: Answer(200, "", 1))
    monkeypatch.setattr(
        django_settings, "PRIYOM",
        replace(django_settings.PRIYOM, api_calls_per_minute=100_000, api_calls_per_address=1_000_000),
    )  # fmt: skip
    numbers = [open_ticket(cast.zoya, subject=f"Вопрос {n}").number for n in range(3)]
    operation = document()[path][method]

    @seed(20260317)
    @BOUNDS
    @given(
        case=st.one_of(
            operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
            operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
        ),
        real=st.booleans(),
        bearer=st.sampled_from([key, agents_key, requesters_key]),
    )
    def every_example(case, real, bearer):
        if real and case.meta.generation.mode == GenerationMode.POSITIVE:
            tell_the_truth(case, numbers, path)
        try:
            with transaction.atomic():
                case.call_and_validate(headers={"Authorization": f"Bearer {bearer}"}, checks=CHECKS)
                raise Undo
        except Undo:
            pass

    every_example()


def tell_the_truth(case, numbers, path):
    """Put words of the real world in the place of invented ones, so that the call reaches the work itself."""
    if "number" in case.path_parameters:
        case.path_parameters["number"] = numbers[0]
    if "login" in case.path_parameters:
        case.path_parameters["login"] = "zoya"
    if "code" in case.path_parameters:
        case.path_parameters["code"] = next(code for place, code in PLACES.items() if place in path)
    for place in (case.query, case.body):
        if isinstance(place, dict):
            for name in KNOWN.keys() & place.keys():
                if isinstance(place[name], str):
                    place[name] = KNOWN[name]


def test_the_document_is_of_the_version_we_promise(client, db):
    answer = client.get("/api/v1/openapi.json")
    told = answer.json()
    assert told["openapi"].startswith("3.1.")
    assert told == DOCUMENT
    assert {tuple(each.split()) for each in map(" ".join, OPERATIONS)} >= {
        ("POST", "/api/v1/tickets"), ("GET", "/api/v1/tickets"), ("GET", "/api/v1/tickets/{number}"),
        ("PATCH", "/api/v1/tickets/{number}"), ("POST", "/api/v1/tickets/{number}/messages"),
        ("POST", "/api/v1/tickets/{number}/resolution"), ("GET", "/api/v1/intake"), ("GET", "/api/v1/events"),
        ("POST", "/api/v1/files"), ("POST", "/api/v1/people"), ("POST", "/api/v1/exports"), ("POST", "/api/v1/webhooks"),
    }  # fmt: skip


def test_every_operation_has_a_name_of_its_own_and_every_post_may_be_repeated():
    names = [operation["operationId"] for methods in DOCUMENT["paths"].values() for operation in methods.values()]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z][A-Za-z]+", name) for name in names), names
    for path, methods in DOCUMENT["paths"].items():
        if "post" in methods:
            assert "Idempotency-Key" in {each["name"] for each in methods["post"]["parameters"]}, path


def test_every_refusal_has_the_one_shape(client, db):
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            for status, answer in operation["responses"].items():
                if not status.startswith("2"):
                    assert list(answer["content"]) == ["application/problem+json"], (method, path, status)


def test_the_docs_page_needs_nothing_from_outside(client, db):
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert '"validatorUrl": null' in text
    assert re.findall(r"""(?:src|href)=["'](?:https?:)?//[^"']+""", text) == []
    for address in re.findall(r"""(?:src|href)=["']([^"'#]+)["']""", text):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert b"".join(answer)
