"""Who corrects a calendar sees how far the open tickets have been counted again."""

from datetime import date

import pytest
from django.urls import reverse

from priyom.people.actions.calendars import write_days
from priyom.people.models import WorkCalendar
from tests.cast import open_ticket
from tests.desk.promises import contract

pytestmark = pytest.mark.django_db
ON_ITS_WAY, COUNTED = "пересчитываются", "Пересчитано сроков открытых заявок"


def test_the_page_of_a_calendar_says_how_far_the_count_is(cast, as_, adam, at, run_reactions):
    contract(cast)
    at("2026-03-17 12:00")
    open_ticket(cast.zoya, impact="department", urgency="high")
    calendar = WorkCalendar.objects.get()
    page = reverse("settings:calendar_recount", args=[calendar.pk])

    def said():
        return as_(adam).get(page).content.decode()

    assert page in as_(adam).get(reverse("people:calendar", args=[calendar.pk])).content.decode()
    assert ON_ITS_WAY not in said()
    write_days(calendar.pk, by=adam, first=date(2026, 3, 18), last=None, kind="off")
    assert ON_ITS_WAY in said()
    at("2026-03-17 12:11")
    assert ON_ITS_WAY not in said()  # a page does not wait for ever for a worker that is not there
    at("2026-03-17 12:01")
    run_reactions()
    answer = said()
    assert ON_ITS_WAY not in answer
    assert f"{COUNTED}: 2, сдвинулось: 1" in answer
