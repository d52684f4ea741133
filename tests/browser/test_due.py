"""Why it is due then, by keyboard: the key opens the sum, Esc closes it, Tab leads on; the time left ticks by itself."""

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests import cast as people_of_the_play
from tests.cast import open_ticket
from tests.desk.promises import contract, office
from tests.live import PHONE, Visitor, chromium, open_house

pytestmark = pytest.mark.browser
ALWAYS = {str(day): [["00:00", "00:00"]] for day in range(7)}


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def desk(transactional_db):
    """A ticket that is to be answered in half an hour, whatever time it is."""
    with open_house() as server:
        cast = people_of_the_play.enter()
        contract(cast, calendar=office("always", name="24×7", weekly=ALWAYS))
        ticket = open_ticket(cast.zoya, impact="department", urgency="high")
        yield SimpleNamespace(url=server.url, ticket=ticket, **vars(cast))


def test_the_sum_opens_by_its_key_and_closes_with_esc(browser, desk):
    visitor = Visitor(browser, desk.url, user=desk.anna)
    page = visitor.page
    page.goto(f"/desk/tickets/{desk.ticket.number}")
    pop, button = page.locator("#why-due"), page.locator("#fact-due")
    expect(pop).to_be_hidden()
    page.keyboard.press("i")
    expect(pop).to_be_visible()
    expect(button).to_be_focused()
    expect(pop).to_contain_text("Пункт 4.3, К2: 30 рабочих минут")
    page.keyboard.press("Tab")
    expect(pop.get_by_role("link", name="Все сроки по дням")).to_be_focused()
    expect(pop).to_be_visible()
    page.keyboard.press("Escape")
    expect(pop).to_be_hidden()
    button.hover()
    expect(pop).to_be_visible()
    visitor.close()


def test_the_time_left_ticks_and_turns_late_without_a_reload(browser, desk):
    visitor = Visitor(browser, desk.url, user=desk.anna)
    page = visitor.page
    page.clock.install()
    page.goto(f"/desk/tickets/{desk.ticket.number}")
    left = page.locator("#fact-due due-clock")
    expect(left).to_contain_text("ещё")
    page.clock.fast_forward("45:00")
    expect(left).to_have_text(re.compile(r"^−1\d мин$"))
    expect(left).to_have_class("due due--late")
    visitor.close()


def test_without_a_script_the_sum_is_a_page_away(browser, desk):
    visitor = Visitor(browser, desk.url, user=desk.anna, java_script_enabled=False, size=PHONE)
    page = visitor.page
    page.goto(f"/desk/tickets/{desk.ticket.number}/clocks")
    expect(page.locator("#promise-response")).to_contain_text("Пункт 4.3")
    visitor.close()
