"""Take the pictures of these pages from a running demo desk: python docs/admin/pictures.py http://localhost:8000"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
PASSWORD = "demo-priyom-2026"
WIDE, TALL = {"width": 1440, "height": 900}, {"width": 1440, "height": 1560}
BEFORE_HOLIDAYS = "kind=incident&priority=2&at=2026-12-30T17:30"


def main(site: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        take(browser, site)
        browser.close()


def take(browser: Browser, site: str) -> None:
    page = _signed_in(browser, site, "admin")
    page.goto(f"{site}/settings/contracts/")
    page.screenshot(path=HERE / "contracts.png")
    page.get_by_role("link", name="Приозёрный край", exact=True).click()
    contract = page.url
    page.set_viewport_size(TALL)
    page.goto(f"{contract}?{BEFORE_HOLIDAYS}")
    page.wait_for_timeout(500)
    page.screenshot(path=HERE / "contract.png")
    page.set_viewport_size(WIDE)
    page.get_by_role("link", name="К2 высокая", exact=True).click()
    page.wait_for_timeout(500)
    page.get_by_role("group", name="первый ответ").scroll_into_view_if_needed()
    page.screenshot(path=HERE / "contract-row.png")
    page.set_viewport_size(TALL)
    page.goto(f"{site}/settings/calendars/")
    page.get_by_role("link", name="Будни с 9 до 18, обед с 13 до 14").click()
    page.goto(f"{page.url}?at=2026-10-30T17:30&amount=16")
    page.screenshot(path=HERE / "calendar.png")


def _signed_in(browser: Browser, site: str, login: str) -> Page:
    page = browser.new_page(viewport=WIDE, color_scheme="light", locale="ru-RU")
    page.goto(f"{site}/accounts/login/")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state("networkidle")
    return page


if __name__ == "__main__":
    main(sys.argv[1])
