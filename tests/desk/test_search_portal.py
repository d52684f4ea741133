"""What requesters find: by public words among what they see whole, by the card alone among their colleagues' tickets."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from priyom.desk.actions.messages import AT_ONCE, add_note, reply
from priyom.desk.models import Ticket, Topic
from priyom.desk.models.choices import TicketStatus, TicketWaitingFor
from priyom.desk.portal import found, lists
from priyom.desk.search import ground, index, queries
from tests.cast import open_ticket

MINE, HOSPITAL = "/portal/tickets", "/portal/organisation"


def page(client, address, q, **more):
    answer = client.get(address, {"q": q, **more})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("q", ["рецептов", "ПРИНТЕР мигать", "htwtgn", "рецетп", "«не печатается рецепт»", "рец"])
def test_own_tickets_are_found_in_any_form_and_layout(as_, zoya, ticket, q):
    html = page(as_(zoya), MINE, q)
    assert f'/portal/tickets/{ticket.number}"' in html
    assert "<mark>" in html


def test_the_words_around_are_shown_and_notes_never(as_, anna, zoya, ticket):
    reply(ticket.number, by=anna, body="Замените картридж", undo=AT_ONCE)
    add_note(ticket.number, by=anna, body="Картридж списан, виноват склад")
    html = page(as_(zoya), MINE, "картриджи")
    assert "Замените <mark>картридж</mark>" in html
    assert "склад" not in html
    assert "<mark>" not in page(as_(zoya), MINE, "склад")


def test_agents_at_the_portal_read_as_requesters_do(as_, anna, cast):
    asked = open_ticket(anna)
    add_note(asked.number, by=anna, body="Подозреваем шлюз")
    assert "<mark>" not in page(as_(anna), MINE, "подозреваем")


def test_a_card_is_found_by_what_it_shows_and_by_nothing_else(as_, zoya, yakov):
    ticket = open_ticket(
        zoya, subject="Ошибка CA_INACCESSIBILITY у Петрова", body="Секретное слово", topic=Topic.objects.get(code="report"),
    )  # fmt: skip
    client = as_(yakov)
    for shown in ("Отчёты", "печать", "CA_INACCESSIBILITY", "ca_inaccessibility", f"№ {ticket.number}", "новая"):
        html = page(client, HOSPITAL, shown)
        assert "спросил коллега" in html, shown
        assert "Петров" not in html
    for hidden in ("Петрова", "секретное", "слово", "ошибка", "секртеное"):
        assert "спросил коллега" not in page(client, HOSPITAL, hidden), hidden


def test_counts_are_the_same_with_and_without_what_one_may_not_see(as_, cast, ticket):
    def told():
        client = as_(cast.zoya)
        client.get(MINE)
        return [
            page(client, address, q).split('<nav class="tabs"')[1].split("</nav>")[0]
            for address in (MINE, HOSPITAL)
            for q in ("принтер", "шлюз", "незабудка", "шлюзз")
        ]

    before = told()
    add_note(ticket.number, by=cast.anna, body="шлюз незабудка принтер")
    open_ticket(cast.yakov, subject="Незабудка", body="шлюз принтер незабудка")
    open_ticket(cast.stranger, subject="Незабудка", body="шлюз", organisation=cast.stranger.organisation)
    index.count_fresh_words()
    assert told() == before


def test_found_pages_go_on(as_, zoya, monkeypatch):
    monkeypatch.setattr(lists, "LENGTH", 2)
    numbers = {open_ticket(zoya, subject=f"Картридж {n}", body="Кончился").number for n in range(5)}
    client, seen, address = as_(zoya), set(), f"{MINE}?q=картридж"
    for _turn in range(3):
        html = client.get(address).content.decode()
        seen |= {number for number in numbers if f'/portal/tickets/{number}"' in html}
        after = html.split("after=")[1].split('"')[0].split("&")[0] if "after=" in html else ""
        address = f"{MINE}?q=картридж&after={after}"
    assert seen == numbers


def test_a_specialist_and_a_coordinator_find_theirs(as_, igor, galina, stranger, ticket):
    for person in (igor, galina):
        assert "<mark>" in page(as_(person), HOSPITAL, "принтеры")
    assert "<mark>" not in page(as_(stranger), HOSPITAL, "принтеры")


@pytest.mark.parametrize("q", ["картридж", "report", "ничего такого", "картриж"])
def test_a_search_asks_as_often_among_sixty_tickets_as_among_six(as_, zoya, yakov, q):
    def open_some(numbers):
        for n in numbers:
            open_ticket(zoya, subject=f"Картридж {n}", body="Кончился")
            open_ticket(yakov, subject=f"Код REPORT_{n}", topic=report)

    def asked(client):
        page(client, HOSPITAL, q)
        with CaptureQueriesContext(connection) as captured:
            page(client, HOSPITAL, q)
        return len(captured)

    client, report = as_(zoya), Topic.objects.get(code="report")
    open_some(range(3))  # with fewer found, something else may have been meant, and is asked for
    few = asked(client)
    open_some(range(3, 30))
    assert asked(client) == few


def test_the_tabs_count_few_tickets_as_the_database_would(as_, zoya, ticket):
    for status in TicketStatus.values:
        for waiting_for in TicketWaitingFor.values if status == "waiting" else ("",):
            Ticket.objects.filter(pk=ticket.pk).update(status=status, waiting_for=waiting_for)
            own = found.states_of([ticket.pk])
            for state, (_label, condition) in lists.STATES.items():
                told = Ticket.objects.filter(condition, pk=ticket.pk).exists()
                assert lists.is_in(state, own[0], zoya) == told, (status, waiting_for, state)


def test_tabs_count_the_same_for_whoever_sees_few_and_whoever_sees_many(as_, zoya, ticket, monkeypatch):
    open_ticket(zoya, subject="Принтер в регистратуре", body="Молчит")
    client = as_(zoya)

    def tabs(state):
        return page(client, HOSPITAL, "принтер", state=state).split('<nav class="tabs"')[1].split("</nav>")[0]

    few = [tabs(state) for state in lists.STATES]
    monkeypatch.setattr(ground, "FEW", 0)
    assert [tabs(state) for state in lists.STATES] == few
    monkeypatch.setattr(queries, "MOST_RANKED", 1)  # more fit than are ranked, so that not all are known
    assert [tabs(state) for state in lists.STATES] == few


def test_a_card_is_found_behind_many_that_only_seem_to_show_the_word(as_, zoya, yakov, monkeypatch):
    monkeypatch.setattr(found, "FIRST_READ", 2)
    shown = open_ticket(zoya, subject="Отказ CERT_EXPIRED", body="Так у всех")
    for n in range(3):
        open_ticket(zoya, subject=f"Отказ OTHER_{n} и CERT_EXPIRED", body="Так у всех")
    html = page(as_(yakov), HOSPITAL, "cert_expired")
    assert html.count("спросил коллега") == 1
    assert str(shown.number) in html


def test_a_search_that_cannot_find_says_why(as_, zoya, ticket):
    client = as_(zoya)
    assert "Добавьте слово" in page(client, MINE, "-принтер")
    assert "по первым 200 знакам" in page(client, MINE, "принтер " * 40)
    assert "по первым 200 знакам" not in page(client, MINE, "принтер")


def test_whoever_finds_more_than_is_ranked_is_told(as_, zoya, ticket, monkeypatch):
    assert "Лучшие выбраны" not in page(as_(zoya), MINE, "принтер")
    monkeypatch.setattr(queries, "MOST_RANKED", 1)
    assert "Лучшие выбраны" in page(as_(zoya), MINE, "принтер")


def test_what_was_probably_meant_is_searched_for_in_the_same_topic(as_, zoya, ticket):
    html = page(as_(zoya), MINE, "ghbynth", period="30", state="all")
    assert "q=%D0%BF%D1%80%D0%B8%D0%BD%D1%82%D0%B5%D1%80&amp;topic=&amp;period=30&amp;state=all" in html
