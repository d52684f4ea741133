"""The door with the guard on: what people write is masked before it is kept, and nothing is kept when the guard fails."""

import dataclasses

import pytest
from django.db import transaction

from priyom.base import requests
from priyom.base.errors import NotNow
from priyom.desk.actions.tickets import open_ticket
from priyom.desk.models import Ticket
from priyom.privacy import actions, guards
from priyom.privacy.engine import GuardFailed

SAID = "У пациента Иванова Ивана Ильича (СНИЛС 112-233-445 95) ошибка 0x800B010A"


@pytest.fixture
def guard_on(settings):
    settings.PRIYOM = dataclasses.replace(settings.PRIYOM, guard="on")
    yield
    guards.the_guard().close()


@pytest.mark.django_db
def test_a_text_is_masked_at_the_door_and_its_findings_hold_no_values(guard_on):
    screened = actions.screen_text(SAID)

    assert screened.masked == "У пациента [№ 1] (СНИЛС ***-***-*** 95) ошибка 0x800B010A"
    assert [found["kind"] for found in screened.findings] == ["PERSON", "SNILS"]
    assert "112-233" not in repr(screened.findings)


def test_with_the_guard_off_a_text_is_kept_as_it_was_written():
    assert actions.screen_text(SAID).masked == SAID


@pytest.mark.django_db
def test_a_ticket_is_not_opened_when_the_guard_fails(guard_on, zoya, monkeypatch):
    def fail(*_args, **_named):
        raise GuardFailed

    monkeypatch.setattr(guards.the_guard(), "mask", fail)

    with pytest.raises(NotNow):
        open_ticket(by=zoya, organisation=zoya.organisation, body=SAID)
    assert not Ticket.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_count_that_fails_takes_nothing_along_of_what_follows_a_text(guard_on, monkeypatch):
    def broken(_left):
        raise RuntimeError("no room for rows")

    monkeypatch.setattr("priyom.privacy.found.rest._keep", broken)
    after = []
    requests.start_request()
    with transaction.atomic():
        actions.screen_text(SAID)
        transaction.on_commit(lambda: after.append("the sealed bytes are gone"))
    requests.end_request()
    assert after
