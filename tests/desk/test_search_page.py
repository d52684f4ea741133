"""The page of what was found in an agent's list."""

import pytest
from django.db import connection
from django.urls import reverse

from priyom.base.telling import ticket_number
from priyom.desk.actions.merging import merge_ticket
from priyom.desk.actions.messages import AT_ONCE, reply
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.search import finding, index
from tests.cast import open_ticket

HOSTILE = [
    "\0",
    "'a' & !b | (c) <-> d:*",
    "%s %(x)s",
    "а" * 5000,
    '"',
    "-",
    "\u202eabc",
    "{{7*7}}",
    "<script>alert(1)</script>",
]


@pytest.fixture
def told(zoya):
    """Open Zoya's ticket that says this."""
    return lambda body, subject="Вопрос": open_ticket(zoya, subject=subject, body=body)


def page(client, **query):
    answer = client.get(reverse("desk:tickets"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_agents_search_in_everything_and_see_where_it_stands(as_, anna, ticket):
    reply(ticket.number, by=anna, body="Замените картридж <script>", undo=AT_ONCE)
    resolve_ticket(ticket.number, by=anna, cause="Картридж", remedy="Новый")
    html = page(as_(anna), text="картриджи")
    assert "Замените <mark>картридж</mark> &lt;script&gt;" in html
    assert 'value="картриджи"' in html


def test_a_number_opens_the_ticket_at_once(as_, anna, ticket):
    for text in (str(ticket.number), f"№ {ticket.number}", f" #{ticket.number}"):
        answer = as_(anna).get(reverse("desk:tickets"), {"text": text})
        assert answer.status_code == 302
        assert answer["Location"] == reverse("desk:ticket", args=[ticket.number])
    assert as_(anna).get(reverse("desk:tickets"), {"text": "999999"}).status_code == 200


def test_what_was_meant_is_said_with_its_word_whole(as_, anna, told):
    told("Не работает маршрутизация направлений")
    index.count_fresh_words()
    html = page(as_(anna), text="маршрутизцаия")
    assert ">маршрутизация</a>" in html
    assert "Ничего не нашлось по «маршрутизцаия»" in html


def test_people_and_hospitals_of_the_name_are_offered(as_, anna, zoya, ticket):
    html = page(as_(anna), text=zoya.last_name)
    assert f"requester={zoya.login}" in html


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_find_nothing_and_break_nothing(as_, anna, zoya, ticket, text):
    html = page(as_(anna), text=text)
    assert "<script>alert" not in html


def test_the_database_may_take_too_long_and_is_stopped_kindly(as_, anna, ticket, monkeypatch):
    def sleep(*_args, **_more):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr(finding, "PATIENCE_MS", 50)
    monkeypatch.setattr(finding, "best", sleep)
    assert "слишком долго" in page(as_(anna), text="принтер")


def test_an_agent_of_another_region_is_offered_and_shown_nothing_of_this_one(
    as_, strange_agent, stranger, zoya, ticket
):
    client = as_(strange_agent)
    for text in ("рецепт", zoya.last_name, "Поликлиника"):
        html = page(client, text=text)
        assert "data-row" not in html
        assert f"requester={zoya.login}" not in html
        assert "organisation=clinic-1" not in html
    assert f"requester={stranger.login}" in page(client, text=stranger.last_name)


def test_the_page_of_a_search_costs_the_same_for_one_and_for_many(as_, anna, told, django_assert_max_num_queries):
    told("Картридж кончился")
    client = as_(anna)
    page(client, text="картридж")
    with django_assert_max_num_queries(100) as few:
        page(client, text="картридж")
    for n in range(20):
        told(f"Картридж кончился {n}")
    with django_assert_max_num_queries(len(few) + 2):  # the newest are looked for in three windows at most
        page(client, text="картридж")


def test_a_row_says_what_has_become_of_the_ticket(as_, anna, zoya, ticket):
    other = open_ticket(zoya, subject="Тот же картридж", body="Картридж")
    merge_ticket(other.number, by=anna, into=ticket.number)
    solved = open_ticket(zoya, subject="Решённый картридж", body="Картридж")
    resolve_ticket(solved.number, by=anna, cause="Кончился", remedy="Новый")
    html = page(as_(anna), text="картриджи")
    assert f"объединена с {ticket_number(ticket.number)}" in html
    assert '<span class="status status--done">решена</span>' in html


def test_when_little_is_found_the_other_layout_is_offered_beside_it(as_, anna, told):
    told("Так и пишут: ghbtv")
    assert "Возможно, вы имели в виду" not in page(as_(anna), text="ghbtv")
    told("Запись на приём")
    html = page(as_(anna), text="ghbtv")
    assert "<mark>ghbtv</mark>" in html
    assert ">прием</a>" in html
