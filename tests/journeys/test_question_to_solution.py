"""From a doctor's question to a solved ticket, in a real browser: by keyboard, on a phone, and without a script."""

import re
from types import SimpleNamespace

import pytest
from django.core import mail
from playwright.sync_api import expect

from priyom.base.clock import now
from priyom.base.jobs import run_reactions
from priyom.channels.jobs import send_letters
from priyom.channels.models import Letter, Notification
from priyom.desk import shipped
from priyom.desk.jobs import send_what_is_due
from priyom.desk.models import Attachment, Message, Ticket
from tests import cast as people_of_the_play
from tests.live import PHONE, Visitor, chromium, open_house

pytestmark = pytest.mark.browser

QUESTION = "Рецепт не уходит на печать с утра, принтер мигает красным"
ANSWER = "Мария, посмотрели журнал: очередь печати стоит. Проверьте, есть ли бумага."
HURRIED = "Перезагрузите всё"
CAUSE, REMEDY = "Очередь печати остановилась после обновления", "Очистили очередь, печать идёт"
# A picture from the clipboard has no file behind it: the page makes one and pastes it where the cursor stands.
PASTE = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), {width: 40, height: 30});
  canvas.getContext("2d").fillRect(4, 4, 20, 12);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([blob], "image.png", {type: "image/png"}));
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""
PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def house(transactional_db):
    with open_house() as server:
        cast = people_of_the_play.enter()
        shipped.load(demo=False)
        yield SimpleNamespace(url=server.url, cast=cast)


@pytest.fixture
def visit(browser, house):
    """``visit("zoya")`` → a page on which Zoya has signed in by the form."""
    visitors = []

    def enter(login, *, of_2020=False, **options):
        visitor = Visitor(browser, house.url, **options)
        visitors.append(visitor)
        if of_2020:
            visitor.context.add_init_script("delete window.CSSLayerBlockRule")
        page = visitor.page
        page.goto("/")
        page.locator("[name=login]").fill(login)
        page.locator("[name=password]").fill(people_of_the_play.PASSWORD)
        page.locator("[name=password]").press("Enter")
        expect(page).not_to_have_url(re.compile("/login/"))
        page.wait_for_load_state("load")
        return page

    yield enter
    for visitor in visitors:
        visitor.troubles[:] = [said for said in visitor.troubles if "older than our scripts" not in said]
        visitor.close()


def time_passes():
    """Ten seconds go by and the worker works: answers leave, people are told, letters go out."""
    Message.objects.filter(state="pending").update(send_after=now())
    send_what_is_due()
    run_reactions()
    send_letters()


def the_ticket():
    return Ticket.objects.get()


def told(person):
    """Return what the person's bell and letter box hold: kinds of facts, subjects of letters."""
    kinds = list(Notification.objects.filter(user=person).order_by("id").values_list("kind", flat=True))
    return kinds, [letter.subject for letter in mail.outbox if letter.to == [person.email]]


def ask(page, *, paste):
    """Say what is wrong, with a screenshot, and send it."""
    page.locator("#f-body").fill(QUESTION)
    if paste:
        page.locator("#f-body").focus()
        page.evaluate(PASTE)
        expect(page.locator("input[name=uploads]")).to_have_count(1)
        page.locator("#f-body").press("Control+Enter")
    else:
        page.locator("input[type=file]").set_input_files(
            {"name": "screen.png", "mimeType": "image/png", "buffer": PICTURE}
        )
        page.locator("#new button[value=send]").click()
    expect(page).to_have_url(re.compile(r"/portal/tickets/\d+"))
    expect(page.get_by_role("main")).to_contain_text(QUESTION)


def everybody_was_told_rightly(cast):
    kinds, letters = told(cast.zoya)
    assert [kind for kind in kinds if kind in {"ticket.replied", "ticket.resolved"}] == [
        "ticket.replied",
        "ticket.resolved",
    ]
    assert len(letters) == len(
        set(Letter.objects.filter(user=cast.zoya, state="sent").values_list("message_id", flat=True))
    )
    assert len(letters) >= 3  # received, answered, solved
    assert all(str(the_ticket().number) in re.sub(r"\D", "", subject) for subject in letters)
    assert not any(HURRIED in letter.body for letter in mail.outbox)
    assert any(ANSWER in letter.body for letter in mail.outbox)
    kinds, _letters = told(cast.anna)
    assert "ticket.replied" not in kinds
    assert "ticket.confirmed" in kinds


def test_by_keyboard_from_a_pasted_screenshot_to_a_rating(visit, house):
    zoya = visit("zoya")
    ask(zoya, paste=True)
    ticket = the_ticket()
    assert Attachment.objects.get().ticket == ticket
    time_passes()

    anna = visit("anna")
    anna.goto(f"/desk/lists/{ticket.team.code}-open")
    expect(anna.locator(f"#row-{ticket.number}")).to_be_visible()
    anna.keyboard.press("KeyJ")
    anna.keyboard.press("Enter")
    expect(anna).to_have_url(re.compile(f"/desk/tickets/{ticket.number}"))
    expect(anna.locator("#talk")).to_contain_text(QUESTION)
    anna.keyboard.press("KeyT")
    expect(anna.locator("#fact-owner")).to_contain_text("вы")
    assert the_ticket().assignee == house.cast.anna

    # A hurried answer is taken back within its ten seconds, and its words stand in the composer again.
    anna.keyboard.press("KeyR")
    anna.keyboard.type(HURRIED)
    anna.keyboard.press("Control+Enter")
    expect(anna.locator("undo-send")).to_be_visible()
    anna.locator("undo-send button").click()
    expect(anna.locator("#composer-body")).to_have_value(HURRIED)
    assert Message.objects.get(body=HURRIED).state == Message.State.TAKEN_BACK

    anna.locator("#composer-body").fill(ANSWER)
    anna.keyboard.press("Control+Enter")
    expect(anna.locator("#composer-body")).to_have_value("")
    assert Message.objects.get(body=ANSWER).state == Message.State.PENDING
    time_passes()
    zoya.reload()
    expect(zoya.locator(".thread")).to_contain_text(ANSWER)
    expect(zoya.locator(".thread")).not_to_contain_text(HURRIED)

    anna.locator("#talk").focus()
    anna.keyboard.press("KeyS")
    dialog = anna.locator("#dialog dialog[open]")
    dialog.locator("[value=resolved]").check(force=True)
    dialog.locator("[name=cause]").fill(CAUSE)
    dialog.locator("[name=remedy]").fill(REMEDY)
    dialog.locator("[name=remedy]").press("Control+Enter")
    expect(dialog).to_have_count(0)
    assert the_ticket().status == "resolved"
    time_passes()
    anna.goto("/desk/")  # news of a ticket one has open are read at once and do not ring

    confirm(zoya, ticket)
    rate(zoya)
    time_passes()
    everybody_was_told_rightly(house.cast)
    expect(anna.locator("#bell .count, .bell .count").first).to_be_visible()


@pytest.mark.parametrize("way", [{"java_script_enabled": False}, {"of_2020": True}], ids=["no script", "of 2020"])
def test_the_same_without_a_script(visit, house, way):
    """A browser that drops our sheets runs none of our scripts: htmx alone would send what no token goes with."""
    zoya = visit("zoya", **way)
    ask(zoya, paste=False)
    expect(zoya.locator("#flash")).not_to_contain_text("слишком долго")
    ticket = the_ticket()
    assert Attachment.objects.get().ticket == ticket
    time_passes()
    answer_by_forms(visit("anna", **way), ticket, house)
    confirm(zoya, ticket)
    rate(zoya)
    time_passes()
    everybody_was_told_rightly(house.cast)


def test_the_same_on_a_phone(visit, house):
    zoya = visit("zoya", size=PHONE, has_touch=True)
    ask(zoya, paste=True)
    ticket = the_ticket()
    time_passes()
    answer_by_forms(visit("anna", size=PHONE, has_touch=True), ticket, house)
    confirm(zoya, ticket)
    rate(zoya)
    time_passes()
    everybody_was_told_rightly(house.cast)
    assert zoya.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def answer_by_forms(anna, ticket, house):
    """Find it in the list, take it, answer and solve it by what can be pressed and filled in."""
    anna.goto(f"/desk/lists/{ticket.team.code}-open")
    anna.locator(f"#row-{ticket.number} a.subject").click()
    expect(anna.locator("#talk")).to_contain_text(QUESTION)
    anna.locator("#ticket-head form:has([name=to]) button").click()
    expect(anna.locator("#fact-owner")).to_contain_text("вы")
    anna.locator("#composer-body").fill(ANSWER)
    anna.locator("#composer .split > button").click()
    expect(anna.locator("#composer-body")).to_have_value("")
    assert Message.objects.get(body=ANSWER).state == Message.State.PENDING
    time_passes()
    anna.locator("#fact-status").click()
    form = anna.locator("form").filter(has=anna.locator("[name=move]"))
    form.locator("[value=resolved]").check(force=True)
    form.locator("[name=cause]").fill(CAUSE)
    form.locator("[name=remedy]").fill(REMEDY)
    form.locator("button.btn--main").click()
    expect(anna.locator("#fact-status")).to_contain_text("решена")
    assert the_ticket().status == "resolved"
    time_passes()


def confirm(zoya, ticket):
    """«Solved: yes»."""
    zoya.goto(f"/portal/tickets/{ticket.number}")
    expect(zoya.locator(".solution")).to_contain_text(REMEDY)
    zoya.locator("#solved form[action$=confirmation] button").click()
    expect(zoya.locator("#rating")).to_be_visible()
    assert the_ticket().status == "closed"


def rate(zoya):
    zoya.locator("#rating [name=rating][value='5']").check(force=True)
    zoya.locator("#rating button").click()
    expect(zoya.locator("#rating [name=rating][value='5']")).to_be_checked()
    assert the_ticket().feedback.get().rating == 5
