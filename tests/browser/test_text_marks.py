"""While one types, what will be hidden is underlined in the field itself, and the cursor in it tells why."""

import dataclasses
import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from priyom.privacy import guards
from tests import cast as people_of_the_play
from tests.live import PHONE, Visitor, chromium, open_house

pytestmark = pytest.mark.browser
SAID = "😀 С утра у пациента Иванова Петра Сергеевича не уходит протокол, его СНИЛС 112-233-445 95.\n" * 3


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def desk(transactional_db, settings, tmp_path):
    settings.PRIYOM = dataclasses.replace(settings.PRIYOM, guard="on", data_dir=tmp_path)
    guards.the_guard().start()
    with open_house() as server:
        yield SimpleNamespace(url=server.url, **vars(people_of_the_play.enter()))
    guards.the_guard().close()


@pytest.mark.parametrize("size", [(1440, 900), PHONE], ids=["desk", "phone"])
def test_findings_are_underlined_where_they_stand_and_told_by_cursor_and_mouse(browser, desk, size):
    visitor = Visitor(browser, desk.url, user=desk.zoya, size=size, color_scheme="dark" if size == PHONE else "light")
    page = visitor.page
    page.goto("/portal/", timeout=60_000)
    field, marks = page.locator("#f-body"), page.locator(".text-marks mark")
    field.fill(SAID)
    expect(marks).to_have_count(6)
    assert set(marks.all_text_contents()) == {"Иванова Петра Сергеевича", "112-233-445 95"}
    visitor.picture(f"marks-{size[0]}")
    # The copy wraps exactly as the field does, or the lines would drift apart.
    heights = "area => [area.scrollHeight, area.previousElementSibling.scrollHeight]"
    assert len(set(field.evaluate(heights))) == 1
    assert field.evaluate("area => area.previousElementSibling.textContent.trim().startsWith(area.value.slice(0, 40))")

    field.evaluate("area => area.setSelectionRange(28, 28)")
    expect(page.locator(".hints-found li.is-here")).to_contain_text("Иванова Петра")
    box = marks.nth(1).bounding_box()  # in one line, whatever the width
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    expect(field).to_have_attribute("title", re.compile("СНИЛС"))

    field.evaluate("area => { area.setSelectionRange(0, 0); }")
    page.keyboard.type("Вот. ")
    assert set(marks.all_text_contents()) == {"Иванова Петра Сергеевича", "112-233-445 95"}, (
        "they move with their words"
    )
    visitor.close()
