"""The journal: what administrators see and decide, what programs read, and how what was held ends."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.db.models import F
from django.db.models.expressions import RawSQL
from django.test import Client
from django.test.utils import CaptureQueriesContext

from priyom.base.clock import now, set_now
from priyom.base.models import Event
from priyom.channels.intake import reasons
from priyom.channels.intake.filing import file_waiting
from priyom.channels.intake.holding import days_left, let_old_ones_go, warn_of_held
from priyom.channels.intake.journal import decided_since
from priyom.channels.mail.letter import HOLDS, UNREADABLE
from priyom.channels.matching import Reason
from priyom.channels.models import IncomingLetter
from priyom.desk.models import Ticket
from priyom.people.actions.keys import create_api_key
from priyom.people.models import User
from tests.channels.intake.conftest import database_url
from tests.channels.intake.test_filing import came, filed, letter


def held(**facts):
    """Return a letter that names two senders and is held for that."""
    return filed(letter(sender="zoya@clinic.example, yakov@clinic.example", **facts))


@pytest.fixture
def programs(adam):
    """Return a client with a key for the journal."""
    _key, clear = create_api_key(
        user=adam,
        name="journal",
        scopes=["intake:read"],
        expires_at=now() + timedelta(days=1),
        by=User.objects.system(),
    )
    return Client(headers={"authorization": f"Bearer {clear}"})


def test_every_reason_has_its_sentence():
    assert {str(reason) for reason in Reason} | set(HOLDS) | set(UNREADABLE) <= reasons.known()


def test_an_administrator_sees_what_is_held_and_why_but_nobody_reads_it_whole(as_, adam, cast):
    row = held(subject="Принтер", body="Слова " * 1000)
    page = as_(adam).get("/settings/letters?outcome=held").content.decode()
    assert "Принтер" in page
    assert "названо несколько отправителей" in page
    whole = as_(adam).get(f"/settings/letters/{row.pk}").content.decode()
    assert "text/plain" in whole
    assert 300 < whole.count("Слова") < 400  # the beginning only


def test_processing_again_files_the_letter_as_the_rules_are_now(as_, adam, cast, settings):
    row = filed(letter(sender="doctor@new.example"))
    User.objects.filter(pk=Ticket.objects.get(pk=row.ticket_id).requester_id).update(is_active=False)
    closed = filed(letter(sender="doctor@new.example", body="Ещё"))
    assert (closed.outcome, closed.reason) == ("held", "sender_closed")
    as_(adam).post(f"/settings/letters/{closed.pk}/attempts")
    closed.refresh_from_db()
    assert closed.outcome == "held"
    User.objects.filter(email="doctor@new.example").update(is_active=True)
    as_(adam).post(f"/settings/letters/{closed.pk}/attempts")
    closed.refresh_from_db()
    assert (closed.outcome, closed.decided_by, closed.sealed, closed.beginning) == ("ticket", adam, None, "")
    assert Event.objects.filter(kind="letter.processed_again", subject_id=closed.pk).count() == 2


def test_a_rejected_letter_is_destroyed_and_cannot_be_decided_twice(as_, adam, cast):
    row = held()
    as_(adam).post(f"/settings/letters/{row.pk}/rejection")
    row.refresh_from_db()
    assert (row.outcome, row.sealed, row.beginning, row.outline) == ("rejected", None, "", [])
    assert as_(adam).post(f"/settings/letters/{row.pk}/attempts").status_code == 409


def test_an_administrator_saves_a_held_letter_as_it_came(as_, adam, cast):
    octets = letter(sender="zoya@clinic.example, yakov@clinic.example", body="Строка")
    row = filed(octets)

    answer = as_(adam).post(f"/settings/letters/{row.pk}/original")

    assert answer.content == octets
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="letter-{row.pk}.eml"'
    assert answer["Content-Security-Policy"].startswith("sandbox;")
    assert answer["Cache-Control"] == "no-store"
    assert Event.objects.get(kind="letter.taken", subject_id=row.pk).actor == adam
    assert as_(adam).get(f"/settings/letters/{row.pk}/original").status_code == 405
    row.refresh_from_db()
    assert row.outcome == "held"


def test_what_is_decided_or_sealed_with_another_key_cannot_be_saved(as_, adam, cast, settings):
    row = held()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", []
    assert as_(adam).post(f"/settings/letters/{row.pk}/original").status_code == 409
    as_(adam).post(f"/settings/letters/{row.pk}/rejection")
    assert as_(adam).post(f"/settings/letters/{row.pk}/original").status_code == 409
    assert not Event.objects.filter(kind="letter.taken").exists()


def test_filing_again_is_the_first_choice_only_where_it_may_succeed(as_, adam, cast):
    row = held()

    def again():
        page = as_(adam).get(f"/settings/letters/{row.pk}").content.decode()
        return page[page.index(f"{row.pk}/attempts") :].partition("</form>")[0]

    assert "btn--main" in again()
    IncomingLetter.objects.update(reason="too_many_parts")
    assert "btn--main" not in again()


def test_fourteen_days_are_left_when_a_letter_has_just_come(cast):
    row = held()
    try:
        for passed, left in [(timedelta(0), 14), (timedelta(minutes=5), 14), (timedelta(days=1), 13),
                             (timedelta(days=13, hours=23), 1), (timedelta(days=15), 0)]:  # fmt: skip
            set_now(row.received_at + passed)
            assert days_left(row.received_at) == left
    finally:
        set_now(None)


def test_the_bell_opens_the_letters_that_wait(as_, adam, cast, run_reactions):
    held()
    warn_of_held()
    run_reactions()
    told = adam.notifications.get(kind="letters.held")

    assert as_(adam).post(f"/channels/news/{told.pk}").url == "/settings/letters?outcome=held"


def test_a_flood_is_one_line_that_is_let_through_or_rejected_whole(as_, adam, cast):
    for number in range(64):
        came(letter(sender="monitor@elsewhere.example", body=f"disk {number}"))
    IncomingLetter.objects.filter(pk__lt=IncomingLetter.objects.latest("pk").pk - 3).update(
        outcome="suppressed", sender="monitor@elsewhere.example", sealed=None, decided_at=now(), fingerprint=F("id")
    )
    IncomingLetter.objects.update(received_at=now().replace(second=10))
    file_waiting(most=10)
    newest = IncomingLetter.objects.filter(outcome="held").latest("pk")
    page = as_(adam).get("/settings/letters?outcome=held").content.decode()
    assert page.count("monitor@elsewhere.example") == 1
    assert "и ещё 3" in page
    as_(adam).post(f"/settings/letters/{newest.pk}/flood/attempts")
    file_waiting(most=10)
    assert IncomingLetter.objects.filter(outcome="ticket", decided_by=adam).count() == 4


def test_administrators_are_told_at_once_and_then_daily_until_it_ends(adam, cast, run_reactions):
    row = held()
    try:
        warn_of_held()
        warn_of_held()
        run_reactions()
        assert adam.notifications.filter(kind="letters.held").count() == 1
        set_now(row.received_at + timedelta(days=1, minutes=1))
        warn_of_held()
        run_reactions()
        assert adam.notifications.filter(kind="letters.held").count() == 2
        set_now(row.received_at + timedelta(days=13, hours=23))
        assert let_old_ones_go() == 0
        set_now(row.received_at + timedelta(days=14))
        assert let_old_ones_go() == 1
    finally:
        set_now(None)
    row.refresh_from_db()
    assert (row.outcome, row.reason, row.sealed, row.beginning) == ("rejected", "expired", None, "")


def test_programs_read_what_became_of_each_letter_in_the_order_of_decisions(programs, cast):
    began = now()
    ids = [f"<{name}@clinic.example>" for name in "abc"]
    for message_id in ids:
        filed(letter(id=message_id, body=message_id))
    came(letter(id=ids[0], body=ids[0]))
    file_waiting(most=5)
    waiting = came(letter())
    began -= let_settle()

    first = programs.get("/api/v1/intake", {"since": began.isoformat(), "limit": 3}).json()
    assert [item["message_id"] for item in first["items"]] == ids
    assert [item["outcome"] for item in first["items"]] == ["ticket"] * 3
    assert first["items"][0]["ticket"] == Ticket.objects.order_by("pk").first().number
    rest = programs.get("/api/v1/intake", {"since": began.isoformat(), "cursor": first["next"]}).json()
    assert [(item["outcome"], item["ticket"]) for item in rest["items"]] == [("duplicate", first["items"][0]["ticket"])]
    assert rest["next"] is None
    assert waiting.pk not in [item["id"] for item in rest["items"]]
    found = programs.get("/api/v1/intake", {"message_id": ids[1]}).json()["items"]
    assert [item["message_id"] for item in found] == [ids[1]]


def test_who_reads_on_misses_no_letter_that_was_decided_while_another_was(committed, programs, cast, monkeypatch):
    """A letter bears the moment of its decision before its transaction ends; one decided later may end first."""
    monkeypatch.setattr("priyom.base.settled.SLACK", timedelta(0))
    slow, quick = filed(letter()), filed(letter())
    with psycopg.connect(database_url()) as filing:
        filing.execute("UPDATE channels_incomingletter SET decided_at = clock_timestamp() WHERE id = %s", [slow.pk])
        # By the database's own clock: ours may be some milliseconds behind it.
        IncomingLetter.objects.filter(pk=quick.pk).update(decided_at=RawSQL("clock_timestamp()", []))
        read = programs.get("/api/v1/intake").json()["items"]
        assert quick.pk not in [item["id"] for item in read]
        assert programs.get("/api/v1/intake", {"message_id": quick.message_id}).json()["items"]
    assert {item["id"] for item in programs.get("/api/v1/intake").json()["items"]} == {slow.pk, quick.pk}


def let_settle(by=timedelta(seconds=5)):
    """Let everything have been decided a while ago; return how long."""
    IncomingLetter.objects.exclude(decided_at=None).update(decided_at=F("decided_at") - by)
    return by


@pytest.mark.parametrize("query", ["since=yesterday", "outcome=eaten", "limit=0", "cursor=x", "sinse=1"])
def test_a_question_that_cannot_be_understood_is_refused(programs, query):
    assert programs.get(f"/api/v1/intake?{query}").status_code == 422


def test_the_page_asks_as_many_questions_for_fifty_letters_as_for_one(as_, adam, cast):
    client = as_(adam)
    filed(letter())
    client.get("/settings/letters")
    with CaptureQueriesContext(connection) as one:
        client.get("/settings/letters")
    rows = [
        IncomingLetter(
            way="smtp", received_at=now(), due_at=now(), size=1, octets_mac="", outcome="suppressed",
            decided_at=now(), reason="autoreply",
        )
        for _ in range(60)
    ]  # fmt: skip
    IncomingLetter.objects.bulk_create(rows)
    with CaptureQueriesContext(connection) as many:
        assert client.get("/settings/letters").status_code == 200
    assert len(many) <= len(one)


def test_no_list_reads_the_sealed_octets(as_, adam, db):
    held()
    let_settle()
    with CaptureQueriesContext(connection) as asked:
        assert as_(adam).get("/settings/letters").status_code == 200
        assert len(decided_since(limit=10)) == 1
    spoken = [str(query["sql"]) for query in asked if "channels_incomingletter" in str(query["sql"])]
    assert spoken
    assert not [sql for sql in spoken if '"sealed"' in sql]
