"""Nobody forgotten: what waits for somebody is said once a day, in their own morning."""

from datetime import date, timedelta

import pytest

from priyom.base.clock import now
from priyom.base.models import Event
from priyom.desk.actions import meetings
from priyom.desk.actions.consults import ask_for_advice
from priyom.desk.actions.mornings import what_waits
from priyom.desk.jobs import good_morning
from priyom.desk.models import AgendaItem, RungStep
from priyom.people.models import Organisation
from tests.cast import open_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(at, anna, boris, ticket):
    """Anna asks Boris on Monday, until noon of Tuesday."""
    at("2026-03-02 15:00")
    ask_for_advice(ticket.number, by=anna, question="Чей это код?", person=boris, needed_by=now() + timedelta(hours=21))


def mornings(person):
    return list(
        Event.objects.filter(kind="person.morning", subject_id=person.pk)
        .order_by("id")
        .values_list("details", flat=True)
    )


def test_a_colleague_hears_in_the_morning_what_waits_and_once(asked, at, boris):
    at("2026-03-03 08:50")
    good_morning()
    assert mornings(boris) == []
    at("2026-03-03 09:05")
    good_morning()
    good_morning()
    assert mornings(boris) == [{"advice": 1, "late": 0}]
    at("2026-03-04 09:05")
    good_morning()
    assert mornings(boris)[1] == {"advice": 1, "late": 1}


def test_nobody_hears_of_nothing(asked, at, anna, vadim):
    at("2026-03-03 09:05")
    good_morning()
    assert mornings(anna) == mornings(vadim) == []


def test_the_morning_is_ones_own(asked, at, boris):
    boris.timezone = "Asia/Vladivostok"
    boris.save(update_fields=["timezone"])
    at("2026-03-03 09:05")
    good_morning()
    assert mornings(boris) == []
    at("2026-03-03 09:05", zone="Asia/Vladivostok")
    good_morning()
    assert len(mornings(boris)) == 1


def test_who_stands_on_a_rung_is_reminded_and_reads_it_in_the_bell(at, igor, ticket, run_reactions):
    at("2026-03-02 15:00")
    RungStep.objects.create(
        ticket=ticket, region_id=ticket.region_id, kind="local", organisation=ticket.organisation, arrived_at=now()
    )
    at("2026-03-03 09:05")
    good_morning()
    assert mornings(igor) == [{"rungs": 1}]
    run_reactions()
    assert igor.notifications.filter(kind="person.morning").count() == 1


def test_nobody_is_forgotten_however_many_hospitals_there_are(
    at, cast, igor, galina, ticket, django_assert_max_num_queries
):
    """Each hospital waits for its coordinator, and more of them cost no more questions."""
    at("2026-03-02 15:00")
    for n in range(20):
        place = Organisation.objects.create(
            code=f"h-{n}", kind="hospital", name=f"Больница {n}", short_name=f"Б-{n}", region=cast.region
        )
        own = open_ticket(cast.zoya)
        RungStep.objects.create(
            ticket=own, region_id=cast.region.pk, kind="operator", organisation=place, arrived_at=now()
        )
    RungStep.objects.create(
        ticket=ticket, region_id=ticket.region_id, kind="local", organisation=ticket.organisation, arrived_at=now()
    )
    with django_assert_max_num_queries(5):
        waits = what_waits()
    assert waits[galina.pk] == {"rungs": 20}
    assert waits[igor.pk] == {"rungs": 1}


def test_a_decision_is_due(at, pavel, anna, ticket, as_, run_reactions):
    at("2026-03-02 10:00")
    meetings.put_on_agenda(ticket.number, by=pavel)
    meeting = meetings.plan_meeting(by=pavel, held_at=now())
    meetings.begin_meeting(meeting.pk, by=pavel)
    said = {"text": "Запросить журнал", "owner": anna, "due_on": date(2026, 3, 3)}
    meetings.decide(AgendaItem.objects.get().pk, by=pavel, **said)
    at("2026-03-03 09:05")
    good_morning()
    assert mornings(anna) == [{"decisions": 1}]
    run_reactions()
    assert "1 решение пора выполнить" in as_(anna).get("/channels/news").content.decode()
