"""A list that lives while one works in it: what has come is said quietly and shown when one asks, nothing is lost."""

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from priyom.desk.actions.assignment import take_ticket
from tests import cast as people_of_the_play
from tests.cast import open_ticket
from tests.live import PHONE, Visitor, chromium, open_house

pytestmark = pytest.mark.browser
LIST = "/desk/lists/line1-open"
SOON = 30_000


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def desk(transactional_db):
    with open_house() as server:
        cast = people_of_the_play.enter()
        first, second = (open_ticket(cast.zoya, subject=subject) for subject in ("Рецепт", "Талон"))
        yield SimpleNamespace(url=server.url, first=first, second=second, **vars(cast))


@pytest.fixture
def visit(browser, desk):
    visitors = []

    def enter(user, path=LIST, **options):
        visitors.append(Visitor(browser, desk.url, user=user, **options))
        visitors[-1].page.goto(path)
        return visitors[-1].page

    yield enter
    for visitor in visitors:
        visitor.close()


def test_what_has_come_waits_until_it_is_asked_for_and_what_was_ticked_stays(visit, desk):
    page = visit(desk.anna)
    page.locator(f"#row-{desk.second.number} .tick").check(force=True)
    fresh = open_ticket(desk.zoya, subject="Справка")
    told = page.locator("#list-news a")
    expect(told).to_have_text("Пришла 1 заявка: показать", timeout=SOON)
    expect(page.locator("[data-row]")).to_have_count(2)

    page.keyboard.press("l")
    expect(page.locator("[data-row]")).to_have_count(3)
    expect(page.locator(f"#row-{fresh.number}")).to_have_class(re.compile("is-fresh"))
    expect(page.locator(f"#row-{fresh.number} .subject")).to_be_focused()
    expect(page.locator(f"#row-{desk.second.number} .tick")).to_be_checked()
    expect(page.locator("[data-count]").first).to_have_text("1")
    expect(told).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Справка")


def test_the_list_beside_a_ticket_is_renewed_and_the_answer_being_written_is_not_touched(visit, desk):
    page = visit(desk.anna, f"/desk/tickets/{desk.first.number}?view=line1-open")
    page.keyboard.press("r")
    page.keyboard.type("Проверьте драйвер")
    open_ticket(desk.zoya, subject="Справка")
    page.locator("#list-news a").click(timeout=SOON)

    expect(page.locator("[data-row]")).to_have_count(3)
    expect(page.locator("[data-row][aria-current] .subject")).to_contain_text("Рецепт")
    expect(page.locator("#composer-body")).to_have_value("Проверьте драйвер")
    page.get_by_role("link", name="Справка").click()
    expect(page.locator("h1")).to_have_text("Справка")
    expect(page.locator("[data-row][aria-current] .subject")).to_contain_text("Справка")


def test_a_ticket_that_a_colleague_takes_shows_its_owner_without_a_jump(visit, desk):
    page = visit(desk.anna, "/desk/lists/line1-unowned", size=PHONE)
    top = page.locator(f"#row-{desk.second.number}").bounding_box()["y"]
    take_ticket(desk.first.number, by=desk.boris)

    expect(page.locator(f"#row-{desk.first.number} .owner")).to_contain_text("Борис Громов", timeout=SOON)
    assert page.locator(f"#row-{desk.second.number}").bounding_box()["y"] == top
    expect(page.locator("#list-news a")).to_have_count(0)
