"""The design system in a real browser: axe finds nothing, the policy blocks nothing, every element works."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.base.stage import ROOT, open_stage, render
from tests.live import chromium

CSS = [*ROOT.glob("priyom/base/static/base/css/**/*.css"), *ROOT.glob("priyom/*/static/*/*.css")]
JS = [*ROOT.glob("priyom/base/static/base/js/**/*.js")]
PAGES = ["styleguide", "desk", "portal_new", "portal_ticket", "refusal", "sheet", "account"]
SCREENS = [(1440, 900), (390, 844)]

TOO_SMALL = """() => [...document.querySelectorAll(
    'button, .btn, .input, summary, .seg label, .chip, .tabbar a, .p-top a')]
  .filter((e) => e.checkVisibility() && !e.closest('.why, .two, dialog'))
  .filter((e) => !e.matches('.btn--link, textarea'))
  .map((e) => e.closest('.chip') ?? e)
  .filter((e) => e.getBoundingClientRect().height < 43.5)
  .map((e) => e.outerHTML.slice(0, 90))"""
TOAST = """() => { document.getElementById("toasts").innerHTML =
  '<undo-send class="toast" seconds="2"><span>Ответ уйдёт</span><small data-left>2</small></undo-send>'; }"""
PASTE = """() => {
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File(["x"], "image.png", {type: "image/png"}));
  const paste = new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true});
  document.getElementById("f-uid").dispatchEvent(paste);
}"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def stage():
    server = open_stage()
    yield server
    server.shutdown()


@pytest.fixture
def open_page(browser, stage):
    """Open a page of the stage; afterwards nothing may have been blocked or broken."""
    contexts, troubles = [], []
    stage.posted.clear()

    def opened(name, width=1440, height=900, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda said: troubles.append(f"{said.text} {said.location}") if said.type == "error" else None,
        )
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(f"http://127.0.0.1:{stage.server_port}/{name}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


# --- what is written -------------------------------------------------------------------------------------


def test_style_sheets_use_nothing_that_old_browsers_in_hospitals_lack():
    for sheet in CSS:
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        assert "light-dark(" not in text, sheet.name
        assert not re.search(r"^\s*&", text, flags=re.MULTILINE), f"{sheet.name}: nesting"
        assert ":has(" not in text, sheet.name


def test_colours_are_named_once_in_the_tokens():
    for sheet in CSS:
        if sheet.name in {"tokens.css", "legacy.css", "print.css"}:
            continue
        assert re.findall(r"#[0-9a-f]{6}\b", sheet.read_text()) == [], sheet.name


def test_every_token_that_is_used_is_defined():
    text = "\n".join(re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL) for sheet in CSS)
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))
    without_fallback = set(re.findall(r"var\((--[\w-]+)\)", text))
    assert without_fallback - defined == set()


def test_scripts_and_templates_hold_no_words_of_their_own_language():
    for file in [*JS, *ROOT.glob("priyom/base/jinja2/base/*.html")]:
        code = "\n".join(
            line for line in file.read_text().splitlines() if not line.lstrip().startswith(("//", "*", "/*"))
        )
        assert not re.search("[А-Яа-яЁё]", code), file.name


def test_the_head_links_every_component():
    head = (ROOT / "priyom/base/jinja2/base/_head.html").read_text()
    for sheet in ROOT.glob("priyom/base/static/base/css/components/*.css"):
        assert f'"{sheet.stem}"' in head, sheet.stem


def test_every_icon_a_template_asks_for_is_in_the_sprite():
    symbols = set(re.findall(r'id="i-([\w-]+)"', render("desk")))
    for file in ROOT.glob("priyom/*/jinja2/**/*.html"):
        asked = set(re.findall(r"""(?:\bicon\(|icon_name=)["']([\w-]+)["']""", file.read_text()))
        assert asked <= symbols, f"{file}: {asked - symbols}"


# --- what is seen ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SCREENS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page, name, width, height, scheme):
    page = open_page(name, width, height, color_scheme=scheme)
    page.wait_for_load_state("load")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(rule["id"], node["html"][:120]) for rule in found for node in rule["nodes"]] == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_sticks_out_sideways_on_a_phone(open_page, name):
    page = open_page(name, 390, 844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("name", PAGES)
def test_everything_a_thumb_presses_is_44_pixels(open_page, name):
    page = open_page(name, 390, 844, has_touch=True)
    small = page.evaluate(TOO_SMALL)
    assert small == []


def test_the_theme_of_the_person_beats_the_system(open_page, stage):
    page = open_page("styleguide", color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(19, 21, 24)"
    page.locator("#main").get_by_label("светлое").check(force=True)
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert page.evaluate(ground) == "rgb(246, 246, 243)"
    page.wait_for_timeout(100)
    assert stage.posted[-1][0] == "/theme"
    assert "theme=light" in stage.posted[-1][1]


def test_forced_colours_keep_the_chosen_one_visible(open_page):
    page = open_page("styleguide", forced_colors="active")
    chosen = page.locator(".seg input:checked + span").first
    assert chosen.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


def test_without_a_script_the_form_still_has_its_fields(open_page):
    page = open_page("styleguide", java_script_enabled=False)
    expect(page.locator("select[name=organisation]")).to_be_visible()
    expect(page.locator("input[type=file]").first).to_be_visible()
    expect(page.locator(".js-only").first).to_be_hidden()


# --- keys ------------------------------------------------------------------------------------------------


@pytest.fixture
def styleguide(open_page):
    """The page with every element; the cursor, which stands in its refused field, has left it."""
    page = open_page("styleguide")
    expect(page.locator("[aria-invalid=true]").first).to_be_focused()
    page.keyboard.press("Escape")
    return page


def test_keys_walk_the_list_mark_and_open_it(styleguide):
    page = styleguide
    page.keyboard.press("KeyJ")
    page.keyboard.press("KeyJ")
    expect(page.locator("#walk [data-row]").nth(1).locator("a")).to_be_focused()
    page.keyboard.press("KeyX")
    expect(page.locator("#walk .tick").nth(1)).to_be_checked()
    page.keyboard.press("KeyK")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#row-0$"))


def test_keys_go_by_place_so_that_the_russian_layout_works(styleguide):
    page = styleguide
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyG', key: 'п', bubbles: true}))")
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyQ', key: 'й', bubbles: true}))")
    expect(page).to_have_url(re.compile("#queue$"))


def test_keys_are_letters_while_one_types(open_page):
    page = open_page("styleguide")
    page.locator("#f-uid").focus()
    page.keyboard.press("End")
    page.keyboard.type("jg q")
    assert page.locator("#f-uid").input_value().endswith("jg q")
    assert not page.url.endswith("#queue")
    page.keyboard.press("Escape")
    expect(page.locator("#f-uid")).not_to_be_focused()


def test_keys_can_be_switched_off_but_ctrl_enter_still_sends(styleguide, stage):
    page = styleguide
    page.evaluate("document.body.dataset.keys = 'off'")
    page.keyboard.press("KeyG")
    page.keyboard.press("KeyQ")
    assert not page.url.endswith("#queue")
    page.locator("#f-body").fill("Готово")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert any(path == "/post" and "body=" in body for path, body in stage.posted)


def test_the_question_mark_lists_the_keys_of_this_page(styleguide):
    page = styleguide
    page.keyboard.press("Shift+Slash")
    help_dialog = page.get_by_role("dialog", name="Клавиши на этой странице")
    expect(help_dialog).to_be_visible()
    expect(help_dialog).to_contain_text("Очередь")
    expect(help_dialog.locator("dd", has_text="Взять")).to_be_visible()
    page.keyboard.press("Escape")
    expect(help_dialog).to_be_hidden()


# --- fields ----------------------------------------------------------------------------------------------


def test_the_palette_finds_and_leads(open_page):
    page = open_page("styleguide")
    page.keyboard.press("Control+KeyK")
    field = page.locator(".palette input")
    expect(field).to_be_focused()
    field.fill("за")
    expect(page.locator(".palette [role=option]")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".palette [aria-selected=true]")).to_contain_text("Залесская ЦРБ")
    assert field.get_attribute("aria-activedescendant") == page.locator(".palette [aria-selected=true]").get_attribute(
        "id"
    )
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/desk#4$"))


def test_a_combo_box_filters_on_the_server_and_posts_through_its_select(open_page):
    page = open_page("styleguide")
    field = page.get_by_role("combobox", name="Больница")
    expect(field).to_have_value("Залесская ЦРБ")
    field.fill("заречная")
    option = page.locator("combo-box [role=option]", has_text="Заречная РБ")
    expect(option).to_be_visible()
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Enter")
    expect(field).to_have_value("Заречная РБ")
    assert page.evaluate("new FormData(document.getElementById('sample-form')).get('organisation')") == "2"


def test_an_emptied_combo_box_means_nobody(open_page):
    page = open_page("styleguide")
    page.get_by_role("combobox", name="Больница").fill("")
    page.locator("#f-uid").focus()
    assert page.evaluate("new FormData(document.getElementById('sample-form')).get('organisation')") == ""


def test_a_combo_box_for_several_keeps_them_as_chips(open_page):
    page = open_page("styleguide")
    page.get_by_role("combobox", name="Следят").fill("озёрская")
    page.locator("combo-box[multiple] [role=option]").click()
    page.get_by_role("button", name="Убрать Тимур Ахметов").click()
    assert page.evaluate("new FormData(document.getElementById('sample-form')).getAll('watchers')") == [
        "1",
        "5",
    ]


def test_the_expander_inserts_what_was_chosen(open_page):
    page = open_page("styleguide")
    area = page.locator("#f-body")
    area.press_sequentially("Сейчас так. ::ждём")
    expect(page.locator("text-expander [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(area).to_have_value("Сейчас так. Ждём обновление 5.3.2.")
    area.press_sequentially(' ""тим')
    expect(page.locator("text-expander [role=option]")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(area).to_have_value("Сейчас так. Ждём обновление 5.3.2. @timur ")


def test_a_draft_is_kept_at_a_pause(open_page, stage):
    page = open_page("styleguide")
    page.locator("#f-body").press_sequentially("Проверяем")
    expect(page.locator("[data-status]")).to_have_text("черновик 14:21")
    assert ("/draft", stage.posted[-1][1]) == stage.posted[-1]
    assert "csrfmiddlewaretoken=stage-token" in stage.posted[-1][1]
    assert "Проверяем" not in page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")


# --- files -----------------------------------------------------------------------------------------------


def test_a_chosen_file_is_sent_at_once_and_becomes_a_field(open_page, stage):
    page = open_page("styleguide")
    page.locator("file-drop input[type=file]").set_input_files(
        {"name": "снимок.png", "mimeType": "image/png", "buffer": b"x" * 900}
    )
    expect(page.locator("file-drop .file", has_text="принят")).to_be_visible()
    assert stage.tokens[-1] == "stage-token"
    assert page.evaluate("new FormData(document.getElementById('sample-form')).getAll('uploads')") == [
        "x1",
        "u1",
    ]
    assert page.evaluate("new FormData(document.getElementById('sample-form')).get('files').size") == 0


def test_a_file_too_large_or_of_another_kind_is_refused_before_it_is_sent(open_page, stage):
    page = open_page("styleguide")
    page.locator("file-drop input[type=file]").set_input_files([
        {"name": "большой.png", "mimeType": "image/png", "buffer": b"x" * 1_200_000},
        {"name": "вирус.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ"},
    ])  # fmt: skip
    expect(page.locator(".file--refused .error").first).to_contain_text("большой.png")
    expect(page.locator(".file--refused")).to_have_count(2)
    assert not [path for path, _ in stage.posted if path == "/upload"]


def test_a_pasted_picture_is_taken(open_page):
    page = open_page("styleguide")
    page.evaluate(PASTE)
    expect(page.locator("file-drop .file", has_text="принят")).to_be_visible()


# --- acts ------------------------------------------------------------------------------------------------


def test_a_form_is_not_sent_twice(open_page, stage):
    page = open_page("styleguide")
    page.evaluate("""() => {
      const form = document.getElementById("sample-form");
      form.addEventListener("submit", (event) => event.preventDefault());
      window.sent = 0;
      form.addEventListener("submit", () => { window.sent += 1; });
      form.requestSubmit();
      return new Promise((done) => setTimeout(() => { form.requestSubmit(); done(); }, 50));
    }""")
    assert page.evaluate("window.sent") == 1


def test_a_dangerous_act_asks_first_in_our_own_dialog(open_page, stage):
    page = open_page("styleguide")
    page.locator("#main details.menu > summary").click()
    page.locator(".menu__item--danger").click()
    dialog = page.locator("#confirm[open]")
    expect(dialog).to_contain_text("Удалить образец?")
    expect(dialog.locator("[data-yes]")).to_have_text(re.compile("^Удалить"))
    expect(dialog.locator("[data-yes]")).to_have_class(re.compile("btn--danger"))
    expect(dialog.locator("button[value=no]")).to_be_focused()
    dialog.locator("button[value=no]").click()
    assert not [path for path, _ in stage.posted if path == "/post"]
    page.locator("#main details.menu > summary").click()
    page.locator(".menu__item--danger").click()
    with page.expect_navigation():
        dialog.locator("[data-yes]").click()
    assert [path for path, _ in stage.posted if path == "/post"]


def test_a_due_time_explains_itself_on_focus_and_closes_on_escape(open_page):
    page = open_page("styleguide")
    page.locator("pop-over > button").focus()
    expect(page.locator("pop-over .pop")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("pop-over .pop")).to_be_hidden()


def test_an_undo_counts_down_and_goes(open_page):
    page = open_page("styleguide")
    page.evaluate(TOAST)
    expect(page.locator("undo-send [data-left]")).to_have_text("1", timeout=2500)
    expect(page.locator("undo-send")).to_have_count(0, timeout=2500)


def test_the_pulse_asks_with_its_last_event_and_swaps_what_changed(open_page, stage):
    page = open_page("desk")
    expect(page.locator("#live")).to_have_text("пульс", timeout=8000)
    expect(page.locator("live-pulse")).to_have_attribute("since", "9")


def test_paper_shows_no_rail_and_no_forms(open_page):
    page = open_page("desk")
    page.emulate_media(media="print")
    for selector in [".rail", ".reply", ".list"]:
        expect(page.locator(selector)).to_be_hidden()
    expect(page.locator(".note")).to_be_visible()


def test_the_guide_names_every_macro_and_every_element():
    guide = (ROOT / "docs/look.md").read_text()
    macros = re.findall(r"{% macro (\w+)\(", (ROOT / "priyom/base/jinja2/base/_ui.html").read_text())
    assert [name for name in macros if f"{name}(" not in guide] == []
    elements = [script.stem for script in JS if script.parent.name == "elements"]
    assert [name for name in elements if f"`{name}`" not in guide] == []
