"""Take the pictures of these pages from a running demo desk: python docs/agent/pictures.py http://localhost:8000"""

import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

HERE = Path(__file__).parent
PASSWORD = "demo-priyom-2026"
WIDE, WHOLE, PHONE = {"width": 1440, "height": 900}, {"width": 1440, "height": 2140}, {"width": 390, "height": 844}
QUESTION = (
    "С утра не регистрируются протоколы консультаций, вид 227, хотя вчера уходили, последний у Рябовой Ольги Петровны. "
    "В журнале: версия 4.31 недопустима. И ещё в аптеке не видно остатков по амоксициллину, а на складе он есть."
)
# An invented screen of an invented system, drawn by the browser itself.
SCREEN = """<body style="margin:24px;font:16px sans-serif;width:640px"><h3>Протокол консультации, вид 227</h3>
<p>Пациент: Рябова Ольга Петровна</p><p>СНИЛС: 112-233-445 95</p><p>Диагноз: J06.9</p>
<p style="color:#a00">VALIDATION_ERROR: версия справочника 4.31 недопустима</p></body>"""


def main(site: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            page = _signed_in(browser, site, "anna", WIDE, scheme)
            page.goto(f"{site}/desk/")
            page.locator("[data-list] a").nth(2).click()
            page.wait_for_timeout(1500)
            page.screenshot(path=HERE / f"desk-{scheme}.png")
        page = _signed_in(browser, site, "zoya", WIDE, "light")
        page.goto(f"{site}/portal/")
        page.fill("textarea", QUESTION)
        page.wait_for_timeout(2500)
        page.set_input_files("file-drop input[type=file]", _screen(browser))
        page.locator("mask-boxes .pd-box").first.wait_for(timeout=60_000)
        page.set_viewport_size(WHOLE)
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


def _screen(browser: Browser) -> FilePayload:
    page = browser.new_page(viewport={"width": 700, "height": 300})
    page.set_content(SCREEN)
    return {"name": "protocol.png", "mimeType": "image/png", "buffer": page.screenshot()}


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
