"""The letter of the morning: one a day, with what waits as it stands when the letter leaves."""

from datetime import timedelta

import pytest

from priyom.base.clock import now
from priyom.base.jobs import run_reactions
from priyom.base.telling import ticket_number
from priyom.channels.actions import prefer
from priyom.channels.models import Letter
from priyom.channels.morning_letters import MORNING
from priyom.channels.outbound import send_due
from priyom.desk.actions.consults import ask_for_advice, give_advice
from priyom.desk.jobs import good_morning
from priyom.desk.models import RungStep, Ticket
from priyom.people.models import Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(at, anna, boris, ticket):
    """Anna asks Boris on Monday, until noon of Tuesday."""
    at("2026-03-02 15:00")
    made = ask_for_advice(
        ticket.number, by=anna, question="Чей это код?", person=boris, needed_by=now() + timedelta(hours=21)
    )
    run_reactions()
    send_due()
    return made


def morning(at, moment):
    at(moment)
    good_morning()
    run_reactions()
    send_due()


def letters(mailoutbox, person):
    return [each for each in mailoutbox if each.to == [person.email] and "Доброе утро" in each.subject]


def test_who_is_asked_reads_in_the_morning_of_what_and_once_a_day(asked, at, boris, ticket, mailoutbox):
    morning(at, "2026-03-03 09:05")
    morning(at, "2026-03-03 09:25")
    (letter,) = letters(mailoutbox, boris)
    assert letter.subject == "Доброе утро: у вас 1 раз просят совета"
    assert ticket_number(ticket.number) in letter.body
    assert ticket.subject in letter.body
    assert "/desk" in letter.body
    assert "Чей это код?" not in letter.body
    morning(at, "2026-03-04 09:05")
    assert len(letters(mailoutbox, boris)) == 2


def test_what_was_done_meanwhile_is_not_written_of(asked, at, boris, mailoutbox):
    at("2026-03-03 09:05")
    good_morning()
    run_reactions()
    give_advice(asked.pk, by=boris, body="Наш.")
    send_due()
    assert letters(mailoutbox, boris) == []
    assert Letter.objects.get(template=MORNING).state == Letter.State.DROPPED


def test_who_does_not_wish_it_hears_only_the_bell(asked, at, boris, mailoutbox):
    prefer(by=boris, wishes={"morning": (True, "off")})
    morning(at, "2026-03-03 09:05")
    assert letters(mailoutbox, boris) == []
    assert boris.notifications.filter(kind="person.morning").count() == 1


def test_who_stands_on_a_rung_is_led_to_the_page_of_what_stands_there(at, igor, ticket, mailoutbox):
    at("2026-03-02 15:00")
    Ticket.objects.filter(pk=ticket.pk).update(rung="local")
    RungStep.objects.create(
        ticket=ticket, region_id=ticket.region_id, kind="local", organisation=ticket.organisation, arrived_at=now()
    )
    morning(at, "2026-03-03 09:05")
    (letter,) = letters(mailoutbox, igor)
    assert "/portal/ladder" in letter.body
    assert ticket.subject in letter.body


def test_a_letter_that_could_not_leave_in_the_morning_does_not_leave_at_night(asked, at, boris, mailoutbox):
    at("2026-03-03 09:05")
    good_morning()
    run_reactions()
    at("2026-03-03 21:00")
    send_due()
    assert letters(mailoutbox, boris) == []
    assert Letter.objects.get(template=MORNING).state == Letter.State.DROPPED


@pytest.mark.parametrize("gone", ["account", "role"])
def test_whoever_has_lost_the_right_meanwhile_reads_of_nothing(gone, at, igor, ticket, mailoutbox):
    at("2026-03-02 15:00")
    Ticket.objects.filter(pk=ticket.pk).update(rung="local")
    RungStep.objects.create(
        ticket=ticket, region_id=ticket.region_id, kind="local", organisation=ticket.organisation, arrived_at=now()
    )
    at("2026-03-03 09:05")
    good_morning()
    run_reactions()
    if gone == "account":
        igor.is_active = False
        igor.save()
    else:
        Membership.objects.filter(user=igor).delete()
    send_due()
    assert letters(mailoutbox, igor) == []
    assert Letter.objects.get(template=MORNING).state == Letter.State.DROPPED
