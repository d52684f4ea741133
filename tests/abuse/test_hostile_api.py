"""What nobody who means well sends to the API."""

import gzip
import json

import pytest
from django.test import Client

from priyom.desk.models import Ticket

ALL = ["tickets:read", "tickets:write"]
BASE = {"body": "Принтер мигает", "requester": "zoya@clinic.example", "organisation": "clinic-1"}


def nested(levels, opening="[", closing="]"):
    return opening * levels + closing * levels


@pytest.fixture
def send(api, anna):
    """Send raw bytes as the body of a new ticket; nothing may break, and nothing may come of it."""
    call = api(anna, ALL)

    def post(raw, path="/tickets", content_type="application/json", **headers):
        call.client.raise_request_exception = False
        return call("POST", path, raw, content_type=content_type, **headers)

    return post


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"{", b"[]", b"null", b"1", b'"text"', b"\xff\xfe", b"{'a': 1}", b'{"body": NaN}', b'{"body": 1e999}',
        b'{"body": "\\ud800"}', b"{" + b'"a":' * 50 + b"1" + b"}" * 50, nested(21).encode(), nested(5_000).encode(),
        nested(400_000).encode(), ('{"fields":' + nested(30, '{"a":', "}").replace("}", "1}", 1) + "}").encode(),
        json.dumps(BASE | {"fields": {f"f{n}": "x" for n in range(60_000)}}).encode(),
        json.dumps({f"name{n}": 1 for n in range(60_000)}).encode(),
        json.dumps(BASE | {"impact": ["hospital"]}).encode(), json.dumps(BASE | {"body": {"$ne": ""}}).encode(),
        json.dumps(BASE | {"subject": "x" * 201}).encode(), json.dumps(BASE | {"kind": "\u0000"}).encode(),
        b'{"body": ' + b"9" * 5_000 + b"}",
    ],
    ids=range(23),
)  # fmt: skip
def test_hostile_json_is_refused_in_the_one_shape(send, raw):
    answer = send(raw)
    assert answer.status_code in {400, 413, 422}, answer.content[:300]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert len(answer.body.get("errors", [])) <= 50
    assert not Ticket.objects.exists()


def test_what_cannot_be_kept_in_a_text_never_reaches_the_database(send):
    for word in ("\\ud800", "\\udfff\\ud800"):
        body = json.dumps(BASE)[:-1] + f', "subject": "a{word}b"}}'
        assert send(body.encode()).status_code == 422
    assert send(json.dumps(BASE | {"subject": "a\u0000b"}).encode()).body["subject"] == "ab"


def test_more_than_a_megabyte_is_refused_before_it_is_read(send):
    answer = send(json.dumps(BASE | {"body": "x" * 1_100_000}).encode())
    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_bomb_that_announces_its_packing_is_not_unpacked(send):
    bomb = gzip.compress(b"[" * 50_000_000)
    assert len(bomb) < 100_000
    assert send(bomb, **{"Content-Encoding": "gzip"}).status_code in {400, 415, 422}


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", ""])  # fmt: skip
def test_another_kind_of_body_comes_to_nothing(send, content_type):
    answer = send(b"body=x&requester=zoya@clinic.example&organisation=clinic-1", content_type=content_type)
    assert answer.status_code in {400, 415, 422}
    assert not Ticket.objects.exists()


def test_a_session_alone_opens_no_door_of_the_api(as_, anna, ticket):
    """CSRF: a page of somebody else's can send the cookie, never the key."""
    client = as_(anna)
    for content_type in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
        answer = client.generic("POST", "/api/v1/tickets", json.dumps(BASE), content_type=content_type)
        assert answer.status_code == 401
    assert client.get(f"/api/v1/tickets/{ticket.number}").status_code == 401
    assert Ticket.objects.count() == 1


def test_reading_changes_nothing_and_no_header_turns_it_into_writing(api, anna, ticket):
    call = api(anna, ALL)
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        assert call("POST", f"/tickets/{ticket.number}", {}, **{name: "PATCH"}).status_code == 405
        assert call("GET", f"/tickets/{ticket.number}", **{name: "DELETE"}).status_code == 200
    for method in ("TRACE", "CONNECT", "PUT", "OPTIONS", "PROPFIND"):
        assert call(method, f"/tickets/{ticket.number}").status_code == 405


def test_no_other_origin_is_let_in(api, anna):
    answer = api(anna, ALL)("GET", "/tickets", Origin="https://evil.example")
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("key", ["x" * 201, "a\tb", "ключ", "\x7f"])
def test_a_key_of_a_request_that_cannot_be_kept_is_refused(db, api, anna, key):
    headers = {"Idempotency-Key": key} if key.isascii() else {"Idempotency-Key": key.encode().decode("latin-1")}
    answer = api(anna, ALL)("POST", "/tickets", BASE, **headers)
    assert answer.status_code in {201, 422}
    assert Ticket.objects.count() == (answer.status_code == 201)


@pytest.mark.parametrize("query", ["cursor=%00", "cursor=djE6MA", "limit=0", "limit=101", "limit=1e3", "since=yesterday", "since=9999-99-99T00:00:00Z", "order=customer__password", "sort=requester__password", "requester__password=x", "status=new&status=open'", "cursor=" + "A" * 5000])  # fmt: skip
def test_filters_are_a_closed_list(api, anna, query):
    assert api(anna, ALL)("GET", f"/tickets?{query}").status_code in {200, 414, 422}
    if "password" in query or "=" not in query:
        assert api(anna, ALL)("GET", f"/tickets?{query}").status_code == 422


def test_a_wrong_key_tells_nothing(db, ticket):
    answers = set()
    for token in ("", "x", "priyom_", "priyom_000000000000_", "priyom_" + "a" * 5000, "Basic x", "\x00"):
        answer = Client(headers={"Authorization": f"Bearer {token}"}).get(f"/api/v1/tickets/{ticket.number}")
        answers.add((answer.status_code, answer.content))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 401
