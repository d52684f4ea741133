"""The boxes on a picture in a real browser: by mouse, by finger, by keyboard, and without a script; axe finds nothing."""

import dataclasses
import io
import uuid
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from fpdf import FPDF
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from priyom.desk.actions.drafts import save_draft
from priyom.desk.actions.files import add_file
from priyom.privacy import guards
from priyom.privacy.boxes.actions import decide_permission
from priyom.privacy.boxes.models import BoxPermission
from priyom.privacy.models import MaskedPicture, PictureBox
from priyom.privacy.screening import screen_waiting
from tests import cast as people_of_the_play
from tests.live import PHONE, Visitor, chromium, open_house

pytestmark = pytest.mark.browser
WIDTH, HEIGHT = 1080, 650
FOUND = (("PERSON", (44, 146, 300, 28)), ("SNILS", (396, 146, 170, 28)), ("PERSON", (44, 210, 260, 28)))


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(autouse=True)
def _guarded(settings, tmp_path):
    settings.PRIYOM = dataclasses.replace(settings.PRIYOM, guard="on", data_dir=tmp_path)
    settings.FILES_DIR = settings.PRIYOM.files_dir
    yield
    guards.the_guard().close()
    guards.the_masker().close()


def screenshot():
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#eef0f2")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((24, 85, 1056, 625), fill="white")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def boxed(zoya, settings, token):
    """A picture that waits in Zoya's form, with boxes on it, as the guard leaves it behind."""
    on, settings.PRIYOM = settings.PRIYOM, dataclasses.replace(settings.PRIYOM, guard="off")
    file = add_file(SimpleUploadedFile("снимок.png", screenshot()), by=zoya, token=token)
    settings.PRIYOM = on
    picture = MaskedPicture.objects.create(
        screened=file.screened, width=WIDTH, height=HEIGHT, sealed_until=file.added_at.replace(year=2100)
    )
    for number, (kind, (x, y, width, height)) in enumerate(FOUND, 1):
        PictureBox.objects.create(
            picture=picture, number=number, kind=kind, x=x, y=y, width=width, height=height, percent=90,
            is_proved=kind == "SNILS",
        )  # fmt: skip
    return file


@pytest.fixture
def desk(transactional_db, settings):
    with open_house() as server:
        cast = people_of_the_play.enter()
        token = uuid.uuid4()
        save_draft(by=cast.zoya, place="new", text="С утра не уходят протоколы", token=token)
        yield SimpleNamespace(url=server.url, token=token, file=boxed(cast.zoya, settings, token), **vars(cast))


def boxes(desk):
    return list(PictureBox.objects.filter(by_hand=True).values_list("x", "y", "width", "height"))


def box_of(page, number):
    return page.locator(f"[data-box='{number}']")


def opened(page, path="/portal/"):
    """Open the form and wait until the picture is there."""
    page.goto(path, timeout=60_000)
    expect(box_of(page, 1)).to_be_visible()
    page.locator(".boxes img").evaluate("img => img.decode()")
    page.locator(".boxes").scroll_into_view_if_needed()


def test_by_mouse_a_place_is_covered_and_by_keyboard_a_box_goes(browser, desk):
    visitor = Visitor(browser, desk.url, user=desk.zoya)
    page = visitor.page
    opened(page)
    box_of(page, 2).focus()
    expect(page.locator("[data-row-of='2']")).to_contain_text("спросим администратора")
    visitor.picture("boxes-chosen")
    page.keyboard.press("Delete")
    expect(page.locator("[data-row-of='2']")).to_contain_text("Спросили администратора")
    expect(box_of(page, 2)).to_be_focused()
    assert PictureBox.objects.get(number=2).state == "hidden"

    place = page.locator(".boxes svg").bounding_box()
    page.mouse.move(place["x"] + place["width"] * 0.5, place["y"] + place["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] * 0.75, place["y"] + place["height"] * 0.6, steps=4)
    page.mouse.up()
    visitor.picture("boxes-drawing")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("Перерисовываем")
    ((x, y, width, height),) = boxes(desk)
    assert abs(x - WIDTH * 0.51) < 8
    assert abs(y - HEIGHT * 0.5) < 8
    assert abs(width - WIDTH * 0.25) < 8
    assert abs(height - HEIGHT * 0.11) < 8
    visitor.picture("boxes-painting")

    screen_waiting(most=1)
    expect(page.locator("[data-said]")).to_contain_text("закрыли")
    expect(page.locator("[data-box='4']")).to_be_visible()
    visitor.close()


def test_a_refusal_comes_by_itself_and_takes_no_drawing_away(browser, desk):
    visitor = Visitor(browser, desk.url, user=desk.zoya)
    page = visitor.page
    opened(page)
    box_of(page, 2).focus()
    page.keyboard.press("Delete")
    expect(page.locator("[data-row-of='2']")).to_contain_text("Спросили администратора")
    page.get_by_role("button", name="Добавить рамку").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+ArrowRight")
    drawn = page.locator("[data-new] .pd-box").bounding_box()

    decide_permission(BoxPermission.objects.get().pk, by=desk.adam, grant=False)

    expect(page.locator("[data-row-of='2']")).to_contain_text("Администратор оставил", timeout=30_000)
    expect(page.locator("[data-new]")).to_be_focused()
    assert page.locator("[data-new] .pd-box").bounding_box() == drawn
    assert boxes(desk) == []
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("Перерисовываем")
    expect(page.locator("[data-new]")).to_be_hidden()
    assert len(boxes(desk)) == 1
    visitor.close()


def test_by_keyboard_alone_a_box_is_added_and_taken_back(browser, desk):
    visitor = Visitor(browser, desk.url, user=desk.zoya)
    page = visitor.page
    opened(page)
    page.get_by_role("button", name="Добавить рамку").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-new]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Добавить рамку")).to_be_focused()
    assert boxes(desk) == []
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("Перерисовываем")
    assert len(boxes(desk)) == 1
    expect(page.locator("#f-body")).to_have_value("С утра не уходят протоколы")
    visitor.close()


def two_pages():
    paper = FPDF()
    paper.add_font("D", "", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    paper.set_font("D", size=13)
    for text in ("Отчёт за месяц", "Не сохраняется протокол осмотра\nПациент: Иванова Мария Петровна"):
        paper.add_page()
        paper.multi_cell(0, 9, text)
    return bytes(paper.output())


def test_on_the_pages_of_a_paper_boxes_come_and_go_as_on_a_picture(browser, desk):
    paper = add_file(SimpleUploadedFile("справка.pdf", two_pages()), by=desk.zoya, token=desk.token)
    screen_waiting(most=2)
    visitor = Visitor(browser, desk.url, user=desk.zoya)
    page = visitor.page
    page.goto("/portal/", timeout=60_000)
    boxes = page.locator(f"#boxes-{paper.pk}")
    boxes.get_by_role("link", name="2 · 1").click()
    expect(boxes.locator("[data-box]")).to_have_count(1)
    boxes.get_by_role("button", name="Добавить рамку").press("Enter")
    page.keyboard.press("Enter")
    expect(boxes.locator("[data-said]")).to_contain_text("закрашивается")
    assert PictureBox.objects.get(picture=paper.screened_id, by_hand=True).page == 2
    boxes.locator("[data-box='1']").focus()
    page.keyboard.press("Delete")
    expect(boxes.locator("[data-row-of='1']")).to_contain_text("снимаем")
    screen_waiting(most=2)
    expect(boxes.locator("[aria-current='page']")).to_contain_text("2")
    expect(boxes.locator("[data-box]")).to_have_count(1)
    expect(boxes.locator("[data-box='2']")).to_be_visible()
    boxes.locator("img").evaluate("img => img.decode()")
    visitor.picture("boxes-paper")
    visitor.close()


def test_by_finger_one_draws_after_the_button_and_scrolls_before(browser, desk):
    visitor = Visitor(browser, desk.url, user=desk.zoya, size=PHONE, has_touch=True)
    page = visitor.page
    opened(page)
    svg = page.locator(".boxes svg")
    assert svg.evaluate("svg => getComputedStyle(svg).touchAction") == "auto"
    page.get_by_role("button", name="Добавить рамку").tap()
    assert svg.evaluate("svg => getComputedStyle(svg).touchAction") == "none"
    svg.evaluate(
        """svg => { const place = svg.getBoundingClientRect();
        const at = (type, x, y) => svg.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 1,
          pointerType: "touch", clientX: place.left + place.width * x, clientY: place.top + place.height * y }));
        svg.setPointerCapture = () => {};
        at("pointerdown", .1, .7); at("pointermove", .4, .8); at("pointerup", .4, .8); }"""
    )
    page.get_by_role("button", name="Закрыть это место").tap()
    expect(page.locator("[data-said]")).to_contain_text("Перерисовываем")
    ((x, y, width, _height),) = boxes(desk)
    assert abs(x - WIDTH * 0.1) < 8
    assert abs(y - HEIGHT * 0.7) < 8
    assert abs(width - WIDTH * 0.3) < 8
    visitor.close()


def test_without_a_script_a_box_goes_and_a_place_is_covered_by_four_numbers(browser, desk):
    visitor = Visitor(browser, desk.url, user=desk.zoya, java_script_enabled=False)
    page = visitor.page
    page.goto("/portal/")
    page.goto(page.get_by_role("link", name="Проверить, что закрыто").get_attribute("href"))
    visitor.picture("boxes-plain")
    page.locator("[data-row-of='1']").get_by_role("button", name="это не персональные данные").click()
    expect(page.locator("[data-row-of='1']")).to_contain_text("снимаем")
    for label, share in (("Слева", "10"), ("Сверху", "70"), ("Ширина", "30"), ("Высота", "")):
        page.get_by_label(label).fill(share)
    page.get_by_role("button", name="Закрыть это место").click()
    expect(page.get_by_text("Укажите четыре числа")).to_be_visible()
    page.get_by_label("Высота").fill("10")
    page.get_by_role("button", name="Закрыть это место").click()
    expect(page.locator("[data-row-of='4']")).to_contain_text("закрыто вручную")
    assert boxes(desk) == [(108, 455, 324, 65)]
    visitor.close()


@pytest.mark.parametrize("size", [(1440, 900), PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_sticks_out(browser, desk, size, scheme):
    visitor = Visitor(browser, desk.url, user=desk.zoya, size=size, color_scheme=scheme)
    for name, path in (("form", "/portal/"), ("page", f"/files/{desk.file.pk}/boxes")):
        opened(visitor.page, path)
        box_of(visitor.page, 1).focus()
        found = Axe().run(visitor.page).response["violations"]
        assert not found, [(each["id"], each["nodes"][0]["html"][:200]) for each in found]
        assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        visitor.picture(f"boxes-{name}-{size[0]}-{scheme}")
    visitor.close()
