"""Due times on the lists: the order by them, what burns, how late it is, and no more queries than before."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from priyom.desk.actions.assignment import take_ticket
from priyom.desk.lists.board import ListState, find_view
from priyom.desk.lists.listing import Filters
from priyom.desk.lists.rows import list_page, row_of
from priyom.desk.models import Ticket
from tests.cast import open_ticket
from tests.desk.promises import contract

pytestmark = pytest.mark.django_db
HIGH = {"impact": "department", "urgency": "high"}


@pytest.fixture
def three(cast, at):
    """One without a promise, one due in twelve days, one due at six in the evening."""
    at("2026-03-17 10:00")
    free = open_ticket(cast.zoya, subject="Без договора")
    contract(cast)
    late = open_ticket(cast.zoya, subject="Двенадцать дней")
    soon = open_ticket(cast.zoya, subject="Восемь часов", **HIGH)
    Ticket.objects.filter(pk__in=[late.pk, soon.pk]).update(awaiting_us_since=None)
    return free, late, soon


def listed(user, **filters):
    state = ListState(view=find_view(user, "all"), narrowing=Filters(**filters))
    return [row.subject for row in list_page(user, state).rows]


def test_by_due_time_the_nearest_stands_first_and_what_is_promised_nothing_last(three, anna):
    assert listed(anna, sort="deadline") == ["Восемь часов", "Двенадцать дней", "Без договора"]


def test_a_list_by_due_time_is_read_on_page_by_page(three, anna):
    state = ListState(view=find_view(anna, "all"), narrowing=Filters(sort="deadline"))
    seen, after = [], ""
    for _turn in range(3):
        page = list_page(anna, ListState(view=state.view, narrowing=state.narrowing, after=after), size=1)
        seen += [row.subject for row in page.rows]
        after = page.older
    assert seen == ["Восемь часов", "Двенадцать дней", "Без договора"]


def test_what_burns_is_what_falls_due_in_two_hours_or_has_already(three, anna, at):
    at("2026-03-17 12:00")
    burning = find_view(anna, "line1-burning")
    assert [row.subject for row in list_page(anna, ListState(view=burning)).rows] == ["Восемь часов", "Двенадцать дней"]
    for ticket in three[1:]:
        take_ticket(ticket.number, by=anna)
    Ticket.objects.filter(pk=three[1].pk).update(due_at=at("2026-04-02 10:00"))
    at("2026-03-17 10:05")
    Ticket.objects.filter(pk=three[2].pk).update(due_at=at("2026-03-17 18:00"))
    at("2026-03-17 15:59")
    assert list_page(anna, ListState(view=burning)).rows == []
    at("2026-03-17 16:01")
    assert [row.subject for row in list_page(anna, ListState(view=burning)).rows] == ["Восемь часов"]
    at("2026-03-25 16:01")  # the statement is kept, the time is not
    assert [row.subject for row in list_page(anna, ListState(view=burning)).rows] == ["Восемь часов"]


def test_the_rail_counts_what_burns_and_costs_no_query_more(three, as_, anna, at):
    at("2026-03-17 16:01")
    page = as_(anna)
    page.get("/desk/lists/line1-burning")
    html = page.get("/desk/lists/line1-open").content.decode()
    assert "Горит" in html
    with CaptureQueriesContext(connection) as few:
        page.get("/desk/lists/line1-burning")
    with CaptureQueriesContext(connection) as many:
        page.get("/desk/lists/line1-open")
    assert len(few) <= len(many)


def test_a_row_tells_in_words_how_late_it_is(three, anna, at):
    _free, _late, soon = three
    at("2026-03-17 10:05")
    row = row_of(anna, soon)
    assert (row.time, row.time_kind) == ("25 мин", "soon")
    at("2026-03-17 12:40")
    row = row_of(anna, soon)
    assert (row.time, row.time_kind) == ("−2 ч 10 мин", "late")
    assert row.time_title.startswith("Просрочено: срок был 17 марта 2026, 10:30")
    html = list_html(anna)
    assert '<due-clock class="due due--late"' in html


def list_html(user):
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.get("/desk/lists/all").content.decode()
