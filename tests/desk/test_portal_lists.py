"""The requester's lists: what stands there for whom, the search in them, the counts, and what a page costs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from priyom.desk.actions.messages import reply
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.models import Topic
from tests.cast import open_ticket


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_my_list_holds_what_i_asked_and_follow(as_, zoya, yakov, ticket):
    open_ticket(yakov, subject="Чужая работа")

    said = text_of(as_(zoya).get("/portal/tickets"))

    assert "Не печатается рецепт" in said
    assert "Чужая работа" not in said


def test_the_hospitals_list_shows_colleagues_cards_and_a_specialist_everything(
    as_, zoya, yakov, igor, galina, stranger, ticket
):
    address = "/portal/organisation"
    assert "Не печатается рецепт" in text_of(as_(zoya).get(address))
    card = text_of(as_(yakov).get(address))
    assert "Отчёты и печать" in card
    assert not any(word in card for word in ("Не печатается рецепт", "Ветрова"))
    for wide in (igor, galina):
        assert "Не печатается рецепт" in text_of(as_(wide).get(address))
    assert "Отчёты и печать · " not in text_of(as_(stranger).get(address))
    assert str(ticket.number) not in text_of(as_(stranger).get(address)).replace("\u202f", "")


def test_the_words_of_a_card_find_nothing_and_its_number_does(as_, yakov, ticket):
    client = as_(yakov)

    for words in ("рецепт", "принтер мигает"):
        assert "Ничего не нашлось" in text_of(client.get("/portal/organisation", {"q": words}))
    assert "спросил коллега" in text_of(client.get("/portal/organisation", {"q": f"№ {ticket.number}"}))


@pytest.mark.parametrize("query", ["²", "№", "٣٣", "9" * 40, "%", "_", "\\", "'"])
def test_odd_searches_find_what_they_say_or_nothing(as_, zoya, igor, query):
    for client in (as_(zoya), as_(igor)):
        assert client.get("/portal/organisation", {"q": query}).status_code == 200


@pytest.mark.parametrize("query", ["рецепт", "принтер мигает", "НЕ ПЕЧАТАЕТСЯ"])
def test_own_tickets_are_found_by_subject_and_words(as_, zoya, ticket, query):
    assert "Не печатается рецепт" in text_of(as_(zoya).get("/portal/tickets", {"q": query}))


def test_filters_and_counts(as_, zoya, anna, ticket):
    resolve_ticket(ticket.number, by=anna, cause="а", remedy="б")
    open_ticket(zoya, subject="Другая", topic=Topic.objects.get(code="emd"))
    client = as_(zoya)

    assert "Открытые 1 Ждут меня 1 Решённые 1" in text_of(client.get("/portal/tickets"))
    assert "Другая" not in text_of(client.get("/portal/tickets", {"state": "asked"}))
    assert "Другая" not in text_of(client.get("/portal/tickets", {"topic": "report"}))
    assert "Не печатается" not in text_of(client.get("/portal/tickets", {"topic": "emd"}))
    assert client.get("/portal/tickets", {"period": "nonsense", "state": "nonsense", "before": "x"}).status_code == 200


def test_a_long_list_goes_on_where_it_ended(as_, zoya):
    for n in range(35):
        open_ticket(zoya, subject=f"Заявка {n:02}")
    client = as_(zoya)

    first = client.get("/portal/tickets").content.decode()
    older = re.search(r'href="(\?[^"]*before=\d+)"', first).group(1).replace("&amp;", "&")
    second = client.get(f"/portal/tickets{older}").content.decode()

    shown = re.findall(r"Заявка \d\d", first) + re.findall(r"Заявка \d\d", second)
    assert shown == [f"Заявка {n:02}" for n in reversed(range(35))]


def cost_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", ["/portal/tickets", "/portal/organisation"])
def test_a_list_costs_the_same_at_one_row_and_at_thirty(as_, igor, zoya, address):
    open_ticket(zoya)
    one = cost_of(as_(igor), address)
    for n in range(29):
        open_ticket(zoya, subject=f"Заявка {n}")

    assert cost_of(as_(igor), address) == one < 30


def test_a_ticket_costs_the_same_with_one_message_and_with_thirty(as_, zoya, anna, ticket):
    address = f"/portal/tickets/{ticket.number}"
    reply(ticket.number, by=anna, body="Раз", undo=timedelta(0))
    cost_of(as_(zoya), address)  # what a process reads once is read
    one = cost_of(as_(zoya), address)
    for n in range(29):
        reply(ticket.number, by=anna, body=f"Ответ {n}", undo=timedelta(0))

    cost_of(as_(zoya), address)  # how many stand before it is counted anew after every event
    assert cost_of(as_(zoya), address) == one < 35
