"""The date from history: measured from what was solved, told beside the contract's, silent where little is known."""

from datetime import timedelta

import pytest
from django.db import connection

from priyom.base.clock import now
from priyom.desk.actions.expecting import measure, measure_if_old
from priyom.desk.models import Expectation, Ticket
from priyom.desk.page.expected import forget, usually
from tests.cast import open_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def solved(at, zoya, cast):
    """Twenty tickets of last winter, solved in one to twenty hours; and an open one."""
    at("2026-01-12 10:00")
    like = open_ticket(zoya)
    rows = []
    for hours in range(1, 21):
        ticket = Ticket.objects.get(pk=like.pk)
        ticket.pk, ticket.number = None, 50_000 + hours
        ticket.status, ticket.resolved_at = "resolved", now() + timedelta(hours=hours)
        rows.append(ticket)
    Ticket.objects.bulk_create(rows)
    at("2026-02-02 10:00")
    return open_ticket(zoya)


def fresh(ticket):
    forget()
    return usually(Ticket.objects.select_related("topic__parent").get(pk=ticket.pk))


def test_nothing_is_said_before_anything_was_measured(solved):
    assert fresh(solved) is None


def test_half_and_four_of_five_are_told_as_dates(solved):
    assert measure() >= 2  # of the topic, in winter and in any season
    told = fresh(solved)
    assert told.words == "По опыту таких заявок: сегодня, 21:00 — решена половина, 3 февраля, 03:00 — четыре из пяти."
    assert told.rests_on == "20 заявок за два года"


def test_once_it_takes_long_this_is_said(solved, at):
    measure()
    at("2026-02-02 22:00")
    assert fresh(solved).words == "По опыту таких заявок: 3 февраля, 03:00 — решены четыре из пяти."
    at("2026-02-03 10:00")
    assert fresh(solved).words.startswith("Дольше обычного: четыре из пяти таких заявок решают за 16 ч")


def test_little_is_not_told(solved):
    Ticket.objects.filter(number__gt=50_010).update(resolved_at=None, status="open")
    assert measure() == 0
    assert fresh(solved) is None


def test_thanks_and_merged_tickets_do_not_count(solved):
    Ticket.objects.filter(number__gt=50_010, number__lt=50_015).update(kind="gratitude")
    Ticket.objects.filter(number__gt=50_015).update(status="closed", merged_into=solved)
    assert measure() == 0


def test_a_solved_ticket_expects_nothing(solved):
    measure()
    Ticket.objects.filter(pk=solved.pk).update(status="resolved", resolved_at=now())
    assert fresh(solved) is None


def test_it_is_measured_once_a_day(solved, at):
    assert measure_if_old()
    assert not measure_if_old()
    at("2026-02-03 09:00")
    assert measure_if_old()
    assert Expectation.objects.values("measured_at").distinct().count() == 1


def test_both_sides_read_it_beside_the_contracts_time(solved, as_, zoya, anna):
    measure()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM desk_expectation")
        assert cursor.fetchone()[0] >= 2
    assert "По опыту таких заявок" in as_(zoya).get(f"/portal/tickets/{solved.number}").content.decode()
