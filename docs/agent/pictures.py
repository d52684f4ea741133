"""Take the pictures of these pages from a running demo desk: python docs/agent/pictures.py http://localhost:8000"""

import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
PASSWORD = "demo-priyom-2026"
WIDE, TALL, PHONE = {"width": 1440, "height": 900}, {"width": 1440, "height": 1340}, {"width": 390, "height": 844}
QUESTION = (
    "С утра не регистрируются протоколы консультаций, вид 227, хотя вчера уходили. В журнале: версия 4.31 недопустима. "
    "И ещё в аптеке не видно остатков по амоксициллину, а на складе он есть."
)


def main(site: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            page = _signed_in(browser, site, "anna", WIDE, scheme)
            page.goto(f"{site}/desk/")
            page.locator("[data-list] a").nth(2).click()
            page.wait_for_timeout(1500)
            page.screenshot(path=HERE / f"desk-{scheme}.png")
        page = _signed_in(browser, site, "zoya", TALL, "light")
        page.goto(f"{site}/portal/")
        page.fill("textarea", QUESTION)
        page.wait_for_timeout(2500)
        page.screenshot(path=HERE / "portal-new.png")
        page.set_viewport_size(WIDE)
        _open_first_ticket(page, site)
        page.screenshot(path=HERE / "portal-ticket.png")
        page = _signed_in(browser, site, "zoya", PHONE, "light")
        _open_first_ticket(page, site)
        page.screenshot(path=HERE / "portal-mobile.png")
        browser.close()
    for path in HERE.glob("*.png"):
        _make_small(path)


def _signed_in(browser: Browser, site: str, login: str, size: dict[str, int], scheme: str) -> Page:
    page = browser.new_page(viewport=size, color_scheme=scheme, locale="ru-RU")
    page.goto(f"{site}/accounts/login/")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state("networkidle")
    return page


def _make_small(path: Path) -> None:
    """Keep 256 colours, the rare ones too: a mark of triage is three pixels of a picture."""
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def _open_first_ticket(page: Page, site: str) -> None:
    page.goto(f"{site}/portal/tickets")
    page.locator("main a[href*='/portal/tickets/']").first.click()
    page.wait_for_timeout(1000)


if __name__ == "__main__":
    main(sys.argv[1])
