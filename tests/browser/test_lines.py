"""Advice, lines and outside parties in a real browser: asked and answered by two people, by keyboard alone."""

from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from priyom.desk.actions.assignment import take_ticket
from priyom.desk.actions.consults import ask_for_advice, give_advice
from priyom.desk.actions.drafts import read_draft
from priyom.desk.actions.external import open_request, wait_on_request
from priyom.desk.actions.passing import pass_on
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.models import Consult, ExternalParty, Handover, Passing, Ticket
from priyom.people.models import Contract, Team, TeamMembership, WorkCalendar
from tests import cast as people_of_the_play
from tests.cast import open_ticket
from tests.live import PHONE, Visitor, chromium, open_house

pytestmark = pytest.mark.browser
TOO_WIDE = """document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => one.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def desk(transactional_db):
    """A ticket of Anna's, and a department in which only Semyon works and which sees nothing else."""
    with open_house() as server:
        cast = people_of_the_play.enter()
        ticket = take_ticket(open_ticket(cast.zoya, subject="Протокол не уходит").number, by=cast.anna)
        department = Team.objects.create(code="integrations", name="Отдел интеграций", only_asked=True)
        TeamMembership.objects.create(team=department, user=cast.strange_agent)
        address = f"/desk/tickets/{ticket.number}"
        yield SimpleNamespace(url=server.url, ticket=ticket, advisers=department, at=address, **vars(cast))


@pytest.fixture
def visit(browser, desk):
    visitors = []

    def enter(user, path, **options):
        visitor = Visitor(browser, desk.url, user=user, **options)
        visitors.append(visitor)
        visitor.page.goto(path)
        return visitor.page

    yield enter
    for visitor in visitors:
        visitor.close()


def test_advice_is_asked_given_put_into_the_answer_and_accepted_by_keyboard(visit, desk):
    anna = visit(desk.anna, desk.at)
    anna.keyboard.press("c")
    form = anna.locator("#dialog dialog")
    form.locator("[name=team]").select_option("integrations")
    form.locator("[name=body]").fill("Нужен скрипт для шаблона 227?")
    form.locator("[name=waits]").check()
    anna.keyboard.press("Control+Enter")
    thread = anna.locator(".consult")
    expect(thread).to_contain_text("Нужен скрипт для шаблона 227?")
    expect(thread.locator(".clock")).to_contain_text("ждём не мы")
    expect(anna.locator("#ticket-head")).to_contain_text("Отдел интеграций")

    semyon = visit(desk.strange_agent, "/desk/lists/advice")
    semyon.locator("[data-row] .subject").click()
    expect(semyon.locator("h1.subject")).to_have_text("Протокол не уходит")
    expect(semyon.locator("#composer")).to_have_count(0)
    semyon.keyboard.press("r")
    semyon.keyboard.type("Скрипт есть, ставит администратор.")
    semyon.keyboard.press("Control+Enter")
    expect(semyon.locator(".consult .is-answer")).to_contain_text("Скрипт есть")

    anna.keyboard.press("r")
    anna.keyboard.type("Здравствуйте.")
    expect(thread.locator(".is-answer")).to_contain_text("Скрипт есть")  # the pulse brings it
    anna.get_by_role("button", name="вставить в ответ").click()
    expect(anna.locator("#composer-body")).to_have_value("Здравствуйте.\n\nСкрипт есть, ставит администратор.")
    assert read_draft(desk.anna, f"reply:{desk.ticket.number}").text.endswith("администратор.")
    anna.locator("h1.subject").click()
    anna.keyboard.press("Escape")
    anna.keyboard.press("y")
    expect(anna.locator("#consults .consult")).to_have_count(0)
    assert Consult.objects.get().state == Consult.State.ACCEPTED
    assert Ticket.objects.get(pk=desk.ticket.pk).status == "open"


def test_what_one_is_typing_in_a_thread_outlives_what_others_say(visit, desk):
    consult = ask_for_advice(desk.ticket.number, by=desk.anna, question="Какая версия?", person=desk.boris)
    anna = visit(desk.anna, desk.at)
    field = anna.locator(f"#consult-{consult.pk} textarea")
    field.fill("Уточню: нужна сборка")
    give_advice(consult.pk, by=desk.boris, body="5.3.1")
    expect(anna.locator(f"#consult-{consult.pk} .is-answer")).to_contain_text("5.3.1")
    expect(field).to_have_value("Уточню: нужна сборка")


def test_an_owner_hands_over_from_the_dialog(visit, desk):
    calendar = WorkCalendar.objects.create(code="five", name="5×8", weekly={})
    contract = Contract.objects.create(number="1", title="Край", support_model="owner", calendar=calendar)
    Ticket.objects.filter(pk=desk.ticket.pk).update(contract=contract)
    page = visit(desk.anna, desk.at)
    page.keyboard.press("a")
    form = page.locator("#dialog dialog")
    expect(form).to_contain_text("до конца")
    form.locator("[name=why]").select_option("leave")
    form.locator("[name=note]").fill("Ждём журнал")
    form.get_by_role("combobox", name="Кому").fill("Ряби")
    page.get_by_role("option", name="Кира").click()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#fact-owner")).to_contain_text("Кира")
    expect(page.locator(".path")).to_contain_text("почему")
    assert Handover.objects.get().note == "Ждём журнал"


def test_the_solver_answers_with_one_key_whether_the_line_below_could_have(visit, desk):
    pass_on(desk.ticket.number, by=desk.anna, team=desk.line2, reason="Нужен доступ к серверу")
    resolve_ticket(desk.ticket.number, by=desk.boris, cause="Служба стояла", remedy="Запустили")
    page = visit(desk.boris, desk.at)
    expect(page.locator(".path")).to_contain_text("Линия 2")
    expect(page.locator(".judge")).to_contain_text("Нужен доступ к серверу")
    page.keyboard.press("2")
    expect(page.locator(".judge")).to_have_count(0)
    assert Passing.objects.get().verdict == "no"


@pytest.mark.parametrize("size", [(1440, 900), PHONE])
def test_axe_finds_nothing_on_these_pages(visit, desk, size):
    egisz = ExternalParty.objects.create(code="egisz", name="Поддержка ЕГИСЗ")
    request = open_request(by=desk.anna, party=egisz, title="РЭМД отвечает 500", reference="SD-1", body="Просим")
    ask_for_advice(desk.ticket.number, by=desk.anna, question="Нужен скрипт?", team=desk.advisers)
    wait_on_request(desk.ticket.number, by=desk.anna, request_id=request.pk)
    page = visit(desk.anna, desk.at, size=size)
    for path in (desk.at, f"{desk.at}/consults", "/desk/outside/", f"/desk/outside/{request.pk}", "/desk/outside/new"):
        page.goto(path)
        found = Axe().run(page).response["violations"]
        assert not found, (path, [(each["id"], each["nodes"][0]["html"][:200]) for each in found])
        assert page.evaluate(TOO_WIDE) == [], path
