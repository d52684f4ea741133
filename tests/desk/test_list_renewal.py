"""A list while somebody looks at it: what has come is said, what has left is seen where it stood, nothing moves."""

import re
from urllib.parse import parse_qsl

import pytest

from priyom.desk.actions.assignment import take_ticket
from priyom.desk.actions.messages import AT_ONCE, comment, reply
from priyom.desk.lists.board import ListState, View
from priyom.desk.lists.listing import PAGE, Filters
from priyom.desk.lists.renewal import _came, renewal_of
from tests.cast import open_ticket

OPEN = "/desk/lists/line1-open"
UNOWNED = "/desk/lists/line1-unowned"
WAITS = {"status": "waiting", "waiting_for": "requester"}


@pytest.fixture
def watched(anna, as_):
    """Open a list; the pulse is then asked as that page asks it."""
    client = as_(anna)

    def look(path):
        page = client.get(path).content.decode()
        beat = {"since": re.search(r'since="([^"]*)"', page)[1]}
        for live in re.findall(r'data-live="([^"]*)"', page):
            beat |= dict(parse_qsl(live.replace("&amp;", "&"), keep_blank_values=True))

        def pulse():
            return client.get("/desk/pulse", beat).content.decode()

        return pulse

    return look


def test_what_has_come_is_counted_and_shown_only_when_asked(watched, zoya, ticket):
    pulse = watched(OPEN)
    fresh = [open_ticket(zoya, subject="Не печатается") for _ in range(2)]

    page = pulse()

    assert "Пришли 2 заявки: показать" in page
    assert not any(f"row-{each.number}" in page for each in fresh)


def test_a_ticket_that_a_colleague_took_is_seen_as_taken_where_it_stood(watched, boris, ticket):
    pulse = watched(UNOWNED)
    take_ticket(ticket.number, by=boris)

    page = pulse()

    assert f'id="row-{ticket.number}"' in page
    assert "Борис Громов" in page
    assert "показать" not in page


def test_an_answer_of_the_requester_says_that_the_order_is_another(watched, anna, zoya):
    first, second = open_ticket(zoya), open_ticket(zoya)
    for each in (first, second):
        take_ticket(each.number, by=anna)
        reply(each.number, by=anna, body="Проверьте.", undo=AT_ONCE, effects=WAITS)
    pulse = watched("/desk/")
    comment(second.number, by=zoya, body="Не помогло.")

    page = pulse()

    assert "Порядок изменился: показать" in page
    assert len(re.findall(r'class="row ', page)) == 1


def test_a_narrowed_list_is_told_only_of_what_it_would_show(watched, zoya, ticket):
    pulse = watched(f"{OPEN}?priority=critical")
    open_ticket(zoya)

    assert "показать" not in pulse()


def test_the_list_alone_is_made_anew_beside_the_open_ticket(anna, as_, ticket):
    page = as_(anna).get(f"{OPEN}?beside={ticket.number}", headers={"HX-Request": "true"}).content.decode()

    assert page.lstrip().startswith("<ticket-list")
    assert f'id="row-{ticket.number}" aria-current="true"' in page
    assert 'hx-target="#open"' in page


def test_nobody_learns_of_tickets_that_are_not_theirs(strange_agent, anna, ticket):
    view = View(code="all", title="", filters=Filters())

    assert renewal_of(anna, ListState(view=view), []).came == 1
    assert renewal_of(strange_agent, ListState(view=view), [(ticket.number, 0)]).rows == []


def test_what_moves_up_onto_a_full_page_is_not_new():
    shown = list(range(PAGE))

    assert _came(shown, [*shown[1:], 999]) == 0
    assert _came(shown, [999, *shown[:-1]]) == 1
    assert _came([1, 2], [1, 2, 3]) == 1
    assert _came([], [1, 2]) == 2
