"""The desk in a real browser: by keyboard alone, with axe's eyes, by two agents at once, and without a script."""

import contextlib
import re
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from priyom.base.jobs import run_reactions
from priyom.desk.actions.assignment import take_ticket
from priyom.desk.actions.drafts import read_draft
from priyom.desk.actions.messages import AT_ONCE, comment, reply
from priyom.desk.models import Message, Ticket
from tests import cast as people_of_the_play
from tests.cast import open_ticket
from tests.live import DESKTOP, PHONE, Visitor, chromium, open_house

pytestmark = pytest.mark.browser
RUSSIAN = """code => document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", {code, key: "о", bubbles: true, cancelable: true}))"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def desk(transactional_db):
    """Three tickets: one of Anna's that waits for her, one that she has answered, one that nobody has."""
    with open_house() as server:
        cast = people_of_the_play.enter()
        mine, answered, free = (open_ticket(cast.zoya, subject=subject) for subject in ("Рецепт", "Талон", "Справка"))
        take_ticket(mine.number, by=cast.anna)
        take_ticket(answered.number, by=cast.anna)
        reply(answered.number, by=cast.anna, body="Проверьте.", undo=AT_ONCE)
        yield SimpleNamespace(url=server.url, mine=mine, answered=answered, free=free, **vars(cast))


@pytest.fixture
def visit(browser, desk):
    visitors = []

    def enter(user, path="/desk/", **options):
        visitor = Visitor(browser, desk.url, user=user, **options)
        visitors.append(visitor)
        visitor.page.goto(path)
        return visitor.page

    yield enter
    for visitor in visitors:
        visitor.close()


def test_a_ticket_is_found_read_answered_and_taken_back_by_keyboard_alone(visit, desk):
    page = visit(desk.anna)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Рецепт")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Талон")
    expect(page.locator("[data-row][aria-current] .subject")).to_have_text("Талон")

    page.keyboard.press("r")
    page.keyboard.type("Заменили картридж.")
    expect(page.locator("[data-draft-status]")).to_contain_text("черновик")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast")).to_contain_text("уходит")
    expect(page.locator("#composer-body")).to_have_value("")
    expect(page.locator(".toast button")).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator("#composer-body")).to_have_value("Заменили картридж.")
    expect(page.locator("#composer-body")).to_be_focused()
    assert Message.objects.get(body="Заменили картридж.").state == Message.State.TAKEN_BACK

    page.keyboard.press("Control+Enter")
    page.keyboard.press("r")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg--pending")).to_have_count(1)


def test_who_takes_a_ticket_in_one_tab_answers_from_the_other(visit, desk):
    answering = visit(desk.anna, f"/desk/tickets/{desk.free.number}")
    other = answering.context.new_page()
    other.goto(f"/desk/tickets/{desk.free.number}")
    answering.route("**/desk/pulse**", lambda route: route.abort())  # nothing tells this tab what the other one does
    other.keyboard.press("t")
    expect(other.locator("#ticket-head")).to_contain_text("вы")
    other.close()

    answering.keyboard.press("r")
    answering.keyboard.type("Проверьте лоток.")
    answering.keyboard.press("Control+Enter")
    expect(answering.locator(".msg--pending")).to_contain_text("Проверьте лоток.")


def test_one_who_takes_and_answers_in_one_breath_is_not_stopped(visit, desk):
    page = visit(desk.anna, f"/desk/tickets/{desk.free.number}")
    page.keyboard.press("t")
    page.keyboard.press("r")
    page.keyboard.type("Смотрю.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg--pending")).to_contain_text("Смотрю.")
    expect(page.locator("#ticket-head")).to_contain_text("вы")


def test_esc_leads_out_of_the_field_and_then_back_to_the_list(visit, desk):
    page = visit(desk.anna, f"/desk/tickets/{desk.mine.number}?view=mine")
    page.keyboard.press("r")
    page.keyboard.type("Проверьте")
    page.keyboard.press("Escape")
    expect(page.locator("#composer-body")).not_to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Escape")
    expect(page.locator("h1")).to_have_text("Моя работа")


def test_what_is_written_for_colleagues_never_stands_in_the_answer(visit, desk):
    page = visit(desk.anna, f"/desk/tickets/{desk.mine.number}")
    body, composer = page.locator("#composer-body"), page.locator("#composer")
    page.keyboard.press("n")
    page.keyboard.type("СЕКРЕТ для своих")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(body).to_have_value("")
    with page.expect_response(re.compile("place=reply")):
        page.keyboard.type("Проверьте.")
    kept = {place: read_draft(desk.anna, f"{place}:{desk.mine.number}") for place in ("note", "reply")}
    assert (kept["note"].text, kept["reply"].text) == ("СЕКРЕТ для своих", "Проверьте.")

    page.reload()
    expect(body).to_have_value("Проверьте.")
    page.keyboard.press("n")
    expect(body).to_have_value("СЕКРЕТ для своих")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#thread")).to_contain_text("СЕКРЕТ для своих")
    expect(composer).to_have_attribute("data-visibility", "internal")
    expect(body).to_have_value("")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(body).to_have_value("Проверьте.")
    assert Message.objects.get(body="СЕКРЕТ для своих").visibility == "internal"


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_colleague_is_called_by_name_in_a_note_and_not_in_an_answer(visit, desk, size):
    page = visit(desk.anna, f"/desk/tickets/{desk.mine.number}", size=size)
    page.fill("#composer-body", "")
    page.locator("#composer-body").press_sequentially("@Гро")
    page.wait_for_timeout(600)
    expect(page.locator("text-expander .options")).to_be_hidden()
    page.fill("#composer-body", "")
    page.locator(".reply-tabs label", has_text="Заметка").click()
    page.locator("#composer-body").press_sequentially("@Гро")
    option = page.locator("text-expander [role=option]", has_text="Борис Громов")
    expect(option).to_be_visible()
    if size == PHONE:
        option.click()
    else:
        page.keyboard.press("Enter")
    expect(page.locator("#composer-body")).to_have_value("@Борис Громов ")
    page.keyboard.type("посмотрите журнал")
    page.wait_for_timeout(600)
    expect(page.locator("text-expander .options")).to_be_hidden()
    page.locator("#composer button[name=then]").first.click()
    expect(page.locator(".note .mention")).to_have_text("@Борис Громов")
    assert Message.objects.get(visibility="internal").body == "@boris посмотрите журнал"


def test_an_answer_taken_back_does_not_land_in_a_note(visit, desk):
    page = visit(desk.anna, f"/desk/tickets/{desk.mine.number}")
    page.keyboard.press("r")
    page.keyboard.type("Проверьте.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast button")).to_be_focused()
    page.keyboard.press("n")
    page.keyboard.type("Для своих")
    page.keyboard.press("Escape")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("u")
    expect(page.locator("#composer-body")).to_have_value("Проверьте.")
    expect(page.locator("#composer")).to_have_attribute("data-visibility", "public")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator("#composer-body")).to_have_value("Для своих")


def test_the_help_tells_the_keys_by_places(visit, desk):
    page = visit(desk.anna, f"/desk/tickets/{desk.mine.number}")
    page.keyboard.press("?")
    groups = page.locator(".keys-help section:visible")
    expect(groups.locator("h3")).to_have_text(["Списки", "Заявка", "Ответ", "Везде"])
    expect(groups.nth(1)).to_contain_text("Важность")
    expect(groups.nth(2)).to_contain_text("вернуть только что отправленное")
    expect(groups.nth(2)).to_contain_text("Заметка для своих")
    expect(groups.nth(3).locator("div", has_text="найти что-нибудь")).to_have_text(re.compile(r"Ctrl\s+K"))


def test_the_search_of_a_list_leads_to_its_first_row(visit, desk):
    page = visit(desk.anna, "/desk/lists/all")
    page.keyboard.press("/")
    page.keyboard.type("Справ")
    page.keyboard.press("Escape")
    expect(page.locator("main [type=search]")).to_have_value("")
    expect(page.locator("main [type=search]")).to_be_focused()
    page.keyboard.type("Справка")
    page.keyboard.press("Enter")
    expect(page.locator("[data-row] .subject").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Справка")


def press_until(page, key, seen):
    """Press the key until what it opens is there: while an answer is being swapped in, a key may fall between."""
    here = page.url
    for _ in range(6):
        if page.url != here:  # the key fell through to the plain link: that page does the same, but not in a dialog
            page.goto(here, wait_until="networkidle")
        page.keyboard.press(key)
        with contextlib.suppress(AssertionError):
            expect(page.locator(seen)).to_be_visible(timeout=5_000)
            return
    expect(page.locator(seen)).to_be_visible()


def test_all_of_a_list_are_marked_changed_and_taken_back(visit, desk):
    for n in range(55):
        open_ticket(desk.zoya, subject=f"Заявка {n}")
    page = visit(desk.anna, "/desk/lists/all")
    bar = page.locator("bulk-bar")
    expect(bar).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(bar).to_be_visible()
    expect(page.locator("[data-whole]")).to_be_hidden()
    bar.get_by_role("button", name="Отметить все").click()
    expect(page.locator("[data-whole]")).to_contain_text("Отмечены 50 на странице.")
    page.get_by_label("Отметить все 58 этого списка").check()
    expect(bar.locator("[data-count]")).to_have_text("58")
    bar.get_by_role("button", name="Изменить…").click()
    expect(page.locator("h1")).to_have_text("Изменить 58 заявок")
    page.locator("#f-kind").select_option("question")
    expect(page.locator("#plan h2")).to_have_text("Можно изменить 58 из 58")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#bulk-progress")).to_contain_text("0 из 58")
    run_reactions()
    expect(page.locator("#bulk-progress h2")).to_have_text("Изменено 58 из 58")
    page.get_by_role("button", name="Вернуть как было").click()
    expect(page.locator("#bulk-progress")).to_contain_text("осталось 58")
    run_reactions()
    expect(page.locator("#bulk-progress h2")).to_have_text("Возвращено")
    assert not Ticket.objects.filter(kind="question").exists()


def test_facts_are_changed_by_keyboard(visit, desk):
    page = visit(desk.anna, f"/desk/tickets/{desk.free.number}")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("t")
    expect(page.locator("#fact-owner")).to_contain_text("вы")
    page.wait_for_load_state("networkidle")
    press_until(page, "p", "dialog[open]")
    page.locator(".cell", has_text="критичная").first.press("Enter")
    expect(page.locator("#fact-priority")).to_contain_text("критичная")
    expect(page.locator("#fact-priority")).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator("[name=move]:checked")).to_be_focused()
    page.locator("[value='waiting:external']").press("Space")
    page.locator("[name=whom]").fill("поддержка ЕГИСЗ")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".facts")).to_contain_text("поддержка ЕГИСЗ")

    ticket = Ticket.objects.get(pk=desk.free.pk)
    assert (ticket.assignee, ticket.priority, ticket.status) == (desk.anna, 1, "waiting")


def test_a_key_that_can_do_nothing_says_why_and_moves_nothing(visit, desk):
    page = visit(desk.boris, f"/desk/tickets/{desk.free.number}")
    page.keyboard.press("t")
    expect(page.locator("#fact-owner")).to_contain_text("вы")
    rail = page.locator(".rail").bounding_box()
    page.keyboard.press("t")
    expect(page.locator("#flash")).to_have_text("Заявка уже у вас.")
    page.keyboard.press("u")
    expect(page.locator("#flash")).to_have_text("Возвращать нечего: всё уже отправлено.")
    assert page.locator(".rail").bounding_box() == rail

    page.goto(f"/desk/tickets/{desk.mine.number}")
    page.keyboard.press("t")
    expect(page.locator("#confirm")).to_contain_text("Заявку ведёт Анна")
    page.keyboard.press("Escape")
    expect(page.locator("#fact-owner")).to_contain_text("Анна")
    press_until(page, "t", "#confirm[open]")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#fact-owner")).to_contain_text("вы")


def test_keys_work_on_the_russian_layout_and_can_be_switched_off(visit, desk):
    page = visit(desk.anna)
    page.evaluate(RUSSIAN, "KeyJ")
    expect(page.locator("[data-row].is-here .subject")).to_contain_text("Рецепт")

    desk.boris.keys_enabled = False
    desk.boris.save()
    quiet = visit(desk.boris, "/desk/lists/all")
    quiet.keyboard.press("j")
    expect(quiet.locator("[data-row].is-here")).to_have_count(0)


def test_the_palette_finds_tickets_lists_and_acts(visit, desk):
    page = visit(desk.anna, f"/desk/tickets/{desk.mine.number}")
    page.keyboard.press("Control+k")
    page.keyboard.type("Справка")
    expect(page.get_by_role("option", name="Справка").first).to_be_visible()  # the search for the word stands last
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Справка")
    page.wait_for_load_state("networkidle")

    page.keyboard.press("/")
    page.keyboard.type("важность")
    expect(page.get_by_role("option", name="Важность")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open] .matrix")).to_be_visible()


def test_two_agents_see_each_other_and_the_requesters_words_arrive(visit, desk):
    address = f"/desk/tickets/{desk.mine.number}"
    hers, his = visit(desk.anna, address), visit(desk.boris, address)
    expect(hers.locator("#here")).to_contain_text("смотрит Борис Громов", timeout=30_000)
    his.keyboard.press("n")
    his.keyboard.type("Смотрю тоже")
    expect(hers.locator("#here")).to_contain_text("пишет Борис Громов", timeout=30_000)

    hers.keyboard.press("r")
    hers.keyboard.type("Проверьте драйвер")
    comment(desk.mine.number, by=desk.zoya, body="Заработало само.")
    expect(hers.locator("#thread")).to_contain_text("Заработало само.", timeout=30_000)
    expect(hers.locator("#composer-news")).to_contain_text("Прочитайте перед отправкой")
    expect(hers.locator("#composer-body")).to_have_value("Проверьте драйвер")


def test_what_became_old_while_one_wrote_is_shown_and_the_text_stays(visit, desk):
    page = visit(desk.anna, f"/desk/tickets/{desk.mine.number}")
    page.keyboard.press("r")
    page.keyboard.type("Проверьте драйвер")
    comment(desk.mine.number, by=desk.zoya, body="Уже не нужно.")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#thread")).to_contain_text("Уже не нужно.")
    expect(page.locator("#composer-body")).to_have_value("Проверьте драйвер")
    page.keyboard.press("r")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg--pending")).to_contain_text("Проверьте драйвер")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (1024, 768), PHONE])
def test_axe_finds_nothing_and_nothing_sticks_out(visit, desk, size, scheme):
    for path in ("/desk/", f"/desk/tickets/{desk.mine.number}", "/desk/filters?view=all"):
        page = visit(desk.anna, path, size=size, color_scheme=scheme)
        page.wait_for_load_state("networkidle")
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:150]) for one in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path


def test_without_a_script_one_answers_and_changes_facts(visit, desk):
    page = visit(desk.anna, java_script_enabled=False)
    page.get_by_role("link", name="Рецепт").click()
    page.get_by_label("Текст", exact=True).fill("Заменили драйвер.")
    page.get_by_role("button", name="Отправить и остаться").first.click()
    expect(page.locator(".msg--pending")).to_contain_text("Заменили драйвер.")
    page.get_by_role("button", name="Вернуть").click()
    expect(page.get_by_label("Текст", exact=True)).to_have_value("Заменили драйвер.")
    page.locator("#fact-priority").click()
    page.get_by_role("button", name="отделение, работа стоит: высокая").click()
    expect(page.locator("#fact-priority")).to_contain_text("высокая")


def test_on_a_phone_the_list_and_the_ticket_are_two_pages(visit, desk):
    page = visit(desk.anna, size=PHONE)
    page.get_by_role("link", name="Рецепт").click()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".list")).to_be_hidden()
    page.locator(".back").click()
    expect(page.get_by_role("link", name="Талон")).to_be_visible()
