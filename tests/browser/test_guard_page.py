"""The security officer's page on a phone: of a sensible length, folded lists that open, nothing wider than the screen."""

from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from priyom.base.clock import now
from priyom.privacy.models import Screening
from tests import cast as people_of_the_play
from tests.live import DESKTOP, PHONE, Visitor, chromium, open_house

pytestmark = pytest.mark.browser
TICKETS, SHOWN = 20, 6


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def desk(transactional_db):
    with open_house() as server:
        cast = people_of_the_play.enter()
        Screening.objects.bulk_create(
            Screening(
                at=now(), author=cast.zoya, organisation=cast.clinic, channel="portal", message_id=number,
                ticket_id=number, kinds=["PERSON"], hidden=1, places=[["body", "PERSON", 0, 5, 99]],
            )
            for number in range(1, TICKETS + 1)
        )  # fmt: skip
        yield SimpleNamespace(url=server.url, **vars(cast))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_on_a_phone_a_long_list_opens_when_asked(browser, desk, dark):
    visitor = Visitor(browser, desk.url, user=desk.oleg, size=PHONE, color_scheme="dark" if dark else "light")
    page = visitor.page
    page.goto("/guard/", timeout=60_000)
    rows, rest = page.locator("section:has(#h-tickets) tbody tr:visible"), page.locator(".guard-rest > summary")
    expect(rows).to_have_count(SHOWN)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert page.evaluate("document.documentElement.scrollHeight") < 4 * PHONE[1]
    assert not Axe().run(page).response["violations"]
    last = page.locator("section:has(#h-tickets) tbody tr").first.locator("td.n")
    assert last.evaluate("cell => getComputedStyle(cell).paddingRight") == "0px", "it ends where the table does"
    rest.focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(TICKETS)
    visitor.picture(f"guard-phone-{'dark' if dark else 'light'}")
    visitor.close()


def test_on_a_wide_screen_every_row_and_column_stands(browser, desk):
    visitor = Visitor(browser, desk.url, user=desk.oleg, size=DESKTOP)
    visitor.page.goto("/guard/", timeout=60_000)
    expect(visitor.page.locator("section:has(#h-tickets) tbody tr:visible")).to_have_count(TICKETS)
    expect(visitor.page.locator("section:has(#h-tickets) thead th:visible")).to_have_count(4)
    expect(visitor.page.locator(".guard-rest")).to_be_hidden()
    visitor.close()
