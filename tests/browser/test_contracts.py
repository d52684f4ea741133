"""Contracts in a real browser: a template copied, a row tried while typed, the order by keyboard, without a script."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from priyom.people.models import Contract, Organisation
from priyom.people.shipped import load
from tests import cast as people_of_the_play
from tests.journeys.test_accessibility import look_at, visitor_with_axe
from tests.live import Visitor, chromium, open_house

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def house(transactional_db):
    with open_house() as server:
        cast = people_of_the_play.enter()
        load(demo=False)
        yield SimpleNamespace(url=server.url, **vars(cast))


@pytest.fixture
def visit(browser, house):
    visitors = []

    def enter(user, path, **options):
        visitor = Visitor(browser, house.url, user=user, **options)
        visitors.append(visitor)
        visitor.page.goto(path)
        return visitor.page

    yield enter
    for visitor in visitors:
        visitor.close()


def make_contract(page, title):
    """Copy the first template as an administrator does."""
    page.goto("/settings/contracts/new/")
    page.get_by_role("link", name="Критичность К1–К4").click()
    page.get_by_label("Как называем у себя").fill(title)
    page.get_by_label("Номер договора").fill(f"№ {title}")
    page.get_by_label("Приозёрный край").check()
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator("h1")).to_contain_text(title)


def test_an_administrator_makes_a_contract_and_sees_what_a_row_comes_to_while_typing(visit, house):
    page = visit(house.adam, "/settings/contracts/")
    make_contract(page, "Край")
    expect(page.locator("#preview")).to_contain_text("К1 критичная")

    # What if: every change is answered at once.
    page.get_by_label("Важность").select_option(label="высокая")
    page.get_by_label("Когда пришла").fill("2026-12-30T17:30")
    expect(page.locator("#preview")).to_contain_text("до пн 11 января 2027, 17:30")
    expect(page.locator("#preview")).to_contain_text("Рождество")

    # A row is counted as it is typed, before it is saved.
    page.get_by_role("link", name="К3 средняя", exact=True).click()
    solution = page.get_by_role("group", name="решение", exact=True)
    solution.get_by_label("Сколько").fill("3")
    expect(page.locator("#preview")).to_contain_text("3 рабочих дня")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Строка сохранена.")).to_be_visible()
    expect(page.get_by_role("row", name="К3 средняя")).to_contain_text("3 рабочих дня")


def test_the_order_changes_by_keyboard_and_the_page_says_who_decides(visit, house):
    page = visit(house.adam, "/settings/contracts/")
    make_contract(page, "Первый")
    make_contract(page, "Второй")
    make_contract(page, "Третий")
    page.goto("/settings/contracts/")
    expect(page.get_by_text("нижнему ничего не остаётся").first).to_be_visible()
    page.get_by_role("button", name="Третий: выше").focus()
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr th a").nth(1)).to_have_text("Третий")
    expect(page.get_by_role("button", name="Третий: выше")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr th a").first).to_have_text("Третий")


def test_what_two_edit_at_once_is_not_lost(visit, house):
    page = visit(house.adam, "/settings/contracts/")
    make_contract(page, "Край")
    number = Contract.objects.get(title="Край").pk
    first = visit(house.adam, f"/settings/contracts/{number}/facts/")
    second = visit(house.adam, f"/settings/contracts/{number}/facts/")
    first.get_by_label("Заказчик").fill("Министерство")
    first.get_by_role("button", name="Сохранить").click()
    expect(first.get_by_text("Сохранено.")).to_be_visible()
    second.get_by_label("Заказчик").fill("МИАЦ")
    second.get_by_role("button", name="Сохранить").click()
    expect(second.locator(".form-errors")).to_contain_text("кто-то другой записал: «Министерство»")
    expect(second.get_by_label("Заказчик")).to_have_value("МИАЦ")
    second.get_by_role("button", name="Сохранить").click()
    expect(second.get_by_text("МИАЦ")).to_be_visible()


def test_without_a_script_a_hospital_becomes_a_party_and_a_term_is_tried(visit, house):
    page = visit(house.adam, "/settings/contracts/", java_script_enabled=False)
    make_contract(page, "Край")
    page.get_by_role("link", name="Изменить").first.click()
    page.get_by_label("Организации по кодам").fill("clinic-2")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator(".contract-facts")).to_contain_text(Organisation.objects.get(code="clinic-2").short_name)
    page.get_by_label("Когда пришла").fill("2026-12-30T17:30")
    page.get_by_role("button", name="Показать").click()
    expect(page.locator("#preview")).to_contain_text("30 декабря 2026, 17:30")


def test_every_page_of_contracts_is_fit_for_everybody(browser, house):
    visitor = visitor_with_axe(browser, house.url, house.adam)
    visitor.page.goto("/settings/contracts/")
    make_contract(visitor.page, "Край")
    contract = Contract.objects.get(title="Край")
    level, sign = contract.levels.first(), contract.signs.first()
    own = f"/settings/contracts/{contract.pk}"
    for path in (
        "/settings/contracts/", "/settings/contracts/new/", f"{own}/", f"{own}/facts/", f"{own}/end/", f"{own}/ladder/",
        f"{own}/rows/{level.pk}/", f"{own}/signs/{sign.pk}/",
    ):  # fmt: skip
        assert not look_at(visitor, path), path
    visitor.close()
