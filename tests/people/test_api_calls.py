"""How fast a program may call, and what is left of each call in the audit trail."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client

from priyom.base.clock import now, set_now
from priyom.base.idempotency import forget_old_records
from priyom.base.models import Event, IdempotencyRecord
from priyom.people import calls
from priyom.people.calls import forget_old_calls
from priyom.people.models import ApiCall, ApiRate
from priyom.people.rates import TooFast, forget_idle_rates, spend

SCOPES = ["people:read", "people:write"]


@pytest.fixture
def pace(settings):
    """``pace(key=3)``: only so many calls in a minute."""

    def change(*, key=600, address=1200):
        settings.PRIYOM = replace(settings.PRIYOM, api_calls_per_minute=key, api_calls_per_address=address)

    return change


def test_a_key_that_is_too_fast_is_told_how_long_to_wait(api, adam, at, pace):
    moment = at("2026-03-02 10:00")
    pace(key=3)
    call = api(adam, SCOPES)
    left = [call("GET", "/me").headers["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    refused = call("GET", "/me")
    assert (refused.status_code, refused.headers["Content-Type"]) == (429, "application/problem+json")
    assert (refused.headers["RateLimit-Limit"], refused.headers["RateLimit-Remaining"]) == ("3", "0")
    wait = int(refused.headers["Retry-After"])
    set_now(moment + timedelta(seconds=wait - 1))
    assert call("GET", "/me").status_code == 429
    set_now(moment + timedelta(seconds=wait))
    assert call("GET", "/me").status_code == 200
    set_now(moment + timedelta(minutes=5))
    assert call("GET", "/me").headers["RateLimit-Remaining"] == "2"


def test_a_database_that_dies_while_a_call_is_counted_is_told_as_such(api, adam, monkeypatch):
    call, counted = api(adam), calls.spend

    def dying(bucket, **given):
        if bucket.startswith("key:"):
            raise OperationalError("the database has died")
        return counted(bucket, **given)

    monkeypatch.setattr(calls, "spend", dying)
    assert call("GET", "/me").status_code == 503


def test_each_key_has_its_own_pace(api, adam, anna, at, pace):
    at("2026-03-02 10:00")
    pace(key=1)
    first, second = api(adam, SCOPES), api(anna, ["people:read"])
    assert [first("GET", "/me").status_code, first("GET", "/me").status_code] == [200, 429]
    assert second("GET", "/me").status_code == 200


def test_whoever_guesses_keys_is_slowed_down_by_address(db, at, pace):
    at("2026-03-02 10:00")
    pace(address=5)
    client = Client(headers={"Authorization": "Bearer priyom_000000000000_guess"})
    answers = [client.get("/api/v1/me").status_code for _ in range(8)]
    assert answers == [401] * 5 + [429] * 3
    assert client.get("/api/v1/me").headers["Retry-After"] == "12"


@pytest.mark.django_db(transaction=True)
def test_processes_count_together(at_once, pace):
    """Sixteen at once, each with a connection of its own: exactly as many pass as the minute has."""

    def one():
        try:
            return spend("key:17", per_minute=10).left
        except TooFast:
            return "refused"

    outcome = at_once(*[one] * 16)
    assert outcome.count("refused") == 6, outcome


def test_every_call_leaves_one_row_with_no_word_of_what_was_sent(api, adam):
    call = api(adam, SCOPES)
    made = {"email": "secret@clinic.example", "last_name": "Тайная", "organisation": "clinic-1"}
    call("POST", "/people", made)
    call("GET", "/people/secret?")
    call("PATCH", "/people/nobody", {"phone": "1"})
    call("GET", "/no-such-place")
    rows = list(ApiCall.objects.order_by("pk").values_list("method", "route", "status", "user__login", "key_id"))
    assert rows == [
        ("POST", "/people", 201, "adam", call.key.pk),
        ("GET", "/people/{login}", 200, "adam", call.key.pk),
        ("PATCH", "/people/{login}", 404, "adam", call.key.pk),
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(c::text, ' ') FROM people_apicall c")
        assert "secret" not in cursor.fetchone()[0].lower()


def test_refused_calls_are_written_down_as_well(api, adam, at, pace):
    at("2026-03-02 10:00")
    pace(key=2)
    call = api(adam, ["people:read"])
    for _ in range(2):
        call("POST", "/people", {})
    call("GET", "/people")
    assert list(ApiCall.objects.order_by("pk").values_list("status", flat=True)) == [403, 403, 429]


def test_the_trail_shows_the_calls_and_leads_from_a_call_to_its_events(api, adam, oleg, as_):
    api(adam, SCOPES)(
        "POST", "/people", {"email": "n@clinic.example", "last_name": "Новых", "organisation": "clinic-1"}
    )
    row = ApiCall.objects.get()
    assert Event.objects.get(kind="user.created").request_id == row.request_id
    page = as_(oleg).get("/settings/audit/?source=calls").content.decode()
    assert "POST /people" in page
    assert "POST /people" in as_(oleg).get("/settings/audit/?source=calls&person=adam").content.decode()
    assert "POST /people" not in as_(oleg).get("/settings/audit/?source=calls&person=anna").content.decode()


def test_old_calls_old_keys_of_requests_and_idle_paces_are_forgotten(api, adam):
    api(adam, SCOPES)("POST", "/people", {"email": "n@clinic.example", "last_name": "Новых", "organisation": "clinic-1"},
                      **{"Idempotency-Key": "k"})  # fmt: skip
    assert (forget_old_calls(), forget_old_records(), forget_idle_rates()) == (0, 0, 0)
    ApiCall.objects.update(called_at=now() - timedelta(days=366))
    IdempotencyRecord.objects.update(created_at=now() - timedelta(days=8))
    ApiRate.objects.update(full_at=now() - timedelta(hours=1))
    assert (forget_old_calls(), forget_old_records()) == (1, 1)
    assert forget_idle_rates() >= 1


def test_what_is_remembered_of_a_repeated_request_holds_nothing_that_was_sent(api, adam):
    api(adam, SCOPES)("POST", "/people", {"email": "n@clinic.example", "last_name": "Тайная", "organisation": "clinic-1"},
                      **{"Idempotency-Key": "k"})  # fmt: skip
    record = IdempotencyRecord.objects.get()
    assert (record.status, len(record.request_mac)) == (201, 64)
    assert "Тайная" not in json.dumps([str(getattr(record, field.attname)) for field in record._meta.fields])
