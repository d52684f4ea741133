"""The overview: those who watch over the work see how it stands; the figures are the lists behind them."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.urls import reverse

from priyom.desk.actions.assignment import take_ticket
from priyom.desk.actions.messages import reply
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.lists.listing import Filters, tickets_of
from priyom.desk.lists.overview import overview_of
from priyom.people.models import User
from tests.cast import open_ticket


def figures(user):
    return {str(figure.label): figure.count for figure in overview_of(user).figures}


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_everybody_begins_where_their_day_begins(as_, marina, adam, oleg, anna, pavel, zoya):
    where = {user.login: as_(user).get("/").url for user in (marina, adam, oleg, anna, pavel, zoya)}
    assert {where["marina"], where["adam"]} == {"/desk/overview"}
    assert where["oleg"] == reverse("people:audit")
    assert {where["anna"], where["pavel"]} == {"/desk/"}
    assert where["zoya"] == "/portal/"


def test_figures_count_what_is_open_and_lead_to_its_list(as_, marina, anna, zoya, ticket):
    critical = open_ticket(zoya, subject="Не работает ничего", impact="all", urgency="critical")
    take_ticket(ticket.number, by=anna)
    solved = open_ticket(zoya, subject="Решено сразу")
    resolve_ticket(solved.number, by=anna, cause="Настройка", remedy="Исправили настройку")

    assert list(figures(marina).values()) == [2, 1, 1, 2, 0]
    page = as_(marina).get("/desk/overview").content.decode()
    link = re.search(r'href="([^"]*priority=critical[^"]*)"', page).group(1)
    assert f"{critical.number:,}".replace(",", "\u202f") in as_(marina).get(link).content.decode()


def test_every_figure_is_the_length_of_its_list(at, marina, anna, zoya):
    at("2026-03-02 10:00")
    open_ticket(zoya, subject="Давно")
    answered = open_ticket(zoya, subject="Отвечено")
    reply(answered.number, by=anna, body="Смотрю", undo=timedelta(0))
    at("2026-03-06 10:00")
    open_ticket(zoya, subject="Сегодня", impact="all", urgency="critical")

    manager = fresh(marina)
    for figure in overview_of(manager).figures:
        filters = Filters.read(QueryDict(urlsplit(figure.url).query))
        assert tickets_of(manager, filters).count() == figure.count, figure.label
    assert list(figures(manager).values()) == [3, 1, 2, 2, 1]


def test_somebody_waits_too_long_after_three_days(at, marina, zoya):
    at("2026-03-02 10:00")
    open_ticket(zoya)
    at("2026-03-05 09:59")
    assert list(figures(fresh(marina)).values())[-1] == 0
    at("2026-03-05 10:01")
    assert list(figures(fresh(marina)).values())[-1] == 1


def test_two_weeks_are_counted_by_the_days_of_the_zone(at, marina, zoya, anna):
    at("2026-03-02 10:00")
    first = open_ticket(zoya)
    open_ticket(zoya)
    at("2026-03-04 12:00")
    resolve_ticket(first.number, by=anna, cause="Настройка", remedy="Исправили")
    days = {day.day.isoformat(): (day.opened, day.resolved) for day in overview_of(marina).days}
    assert len(days) == 14
    assert days["2026-03-02"] == (2, 0)
    assert days["2026-03-04"] == (0, 1)


def test_an_agent_of_another_region_counts_nothing_of_this_one(strange_agent, ticket):
    assert list(figures(strange_agent).values()) == [0, 0, 0, 0, 0]
    assert overview_of(strange_agent).opened == 0
    assert overview_of(strange_agent).oldest == ()


@pytest.mark.parametrize("count", [1, 50])
def test_the_page_costs_the_same_for_one_ticket_and_for_fifty(as_, marina, zoya, count, django_assert_max_num_queries):
    for n in range(count):
        open_ticket(zoya, subject=f"Вопрос {n}")
    client = as_(marina)
    with django_assert_max_num_queries(22):
        assert client.get("/desk/overview").status_code == 200
