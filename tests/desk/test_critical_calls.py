from datetime import timedelta

import pytest

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, WrongState
from priyom.channels.models import Letter, Notification
from priyom.desk.actions.critical import confirm_critical, decline_critical, remind_of_owed_news
from priyom.desk.actions.messages import AT_ONCE, reply
from priyom.desk.actions.tickets import confirm_solution, reopen_ticket, resolve_ticket
from priyom.desk.models import CriticalCall
from priyom.desk.queries import timeline_of
from priyom.people.models import Contract, ContractParty, CriticalSign, ServiceLevel, Target, WorkCalendar
from tests.cast import open_ticket

TROUBLE = "С восьми утра никто из врачей не может войти в систему, приём стоит."


@pytest.fixture
def contract(cast):
    """The contract of the region, with one critical sign."""
    calendar = WorkCalendar.objects.create(code="test", name="5×8", timezone="Europe/Moscow")
    made = Contract.objects.create(number="2025-118", title="Договор края", calendar=calendar)
    ContractParty.objects.create(contract=made, region=cast.region)
    CriticalSign.objects.create(
        contract=made, text="Никто не может войти", phrases="никто не может войти\nникого не пускает", clause="4.1"
    )
    return made


@pytest.fixture
def proposed(contract, zoya):
    return open_ticket(zoya, subject="Не входим", body=TROUBLE)


def kinds(user, ticket):
    return [event.kind for event in timeline_of(user, ticket)]


def test_the_words_of_a_request_propose_what_the_contract_calls_critical(proposed, anna):
    assert proposed.critical == "proposed"
    call = CriticalCall.objects.get()
    assert (call.words, call.clause, call.phrase) == ("Никто не может войти", "4.1", "никто не может войти")
    assert proposed.priority != 1
    assert "ticket.critical_proposed" in kinds(anna, proposed)


def test_without_a_contract_or_a_sign_nothing_is_proposed(zoya, stranger, contract):
    assert open_ticket(zoya).critical == ""
    assert open_ticket(stranger, body=TROUBLE).critical == ""


def test_one_key_confirms_and_calls_everybody_on_duty(proposed, anna, cast, run_reactions, as_):
    page = as_(anna).get(f"/desk/tickets/{proposed.number}").content.decode()
    assert 'data-key="y"' in page
    assert 'data-key="d"' in page
    answer = as_(anna).post(f"/desk/tickets/{proposed.number}/critical", {"say": "yes", "revision": proposed.revision})
    assert answer.status_code == 302
    proposed.refresh_from_db()
    assert (proposed.critical, proposed.priority, proposed.priority_override) == ("confirmed", 1, 1)
    run_reactions()
    rung = {notice.user.login for notice in Notification.objects.filter(event__kind="ticket.critical_confirmed")}
    assert {"boris", "vadim", "kira", "pavel", "igor", "galina", "zoya"} <= rung
    assert not {"strange_agent", "stranger", "yakov"} & rung
    letters = {letter.user.login for letter in Letter.objects.filter(template="critical")}
    assert {"boris", "kira", "igor"} <= letters


def test_no_lets_it_be(proposed, anna, zoya, as_):
    decline_critical(proposed.number, by=anna)
    proposed.refresh_from_db()
    assert (proposed.critical, proposed.priority_override) == ("declined", None)
    assert decline_critical(proposed.number, by=anna).critical == "declined"
    assert 'data-key="y"' not in as_(anna).get(f"/desk/tickets/{proposed.number}").content.decode()


def test_an_agent_calls_without_a_sign_only_with_a_reason(ticket, anna, zoya):
    with pytest.raises(Invalid):
        confirm_critical(ticket.number, by=anna)
    with pytest.raises(NotAllowed):
        confirm_critical(ticket.number, by=zoya, reason="Срочно")
    called = confirm_critical(ticket.number, by=anna, reason="По телефону: стоит вся регистратура")
    assert (called.critical, called.priority) == ("confirmed", 1)
    assert CriticalCall.objects.get().reason == "По телефону: стоит вся регистратура"
    assert confirm_critical(ticket.number, by=anna).revision == called.revision


def test_what_was_called_is_taken_back_with_a_reason_and_the_rule_decides_again(proposed, anna, boris):
    confirm_critical(proposed.number, by=anna)
    with pytest.raises(Invalid):
        decline_critical(proposed.number, by=boris)
    back = decline_critical(proposed.number, by=boris, reason="Не работал один коммутатор")
    assert (back.critical, back.priority_override, back.priority) == ("declined", None, 3)
    assert kinds(anna, back)[-1] == "ticket.critical_withdrawn"


def test_it_stands_on_every_screen_until_it_is_solved_and_again_when_it_comes_back(
    proposed, anna, boris, igor, galina, zoya, strange_agent, as_
):
    confirm_critical(proposed.number, by=anna)
    for person, page in ((boris, "/desk/overview"), (anna, "/desk/"), (igor, "/portal/tickets"), (galina, "/portal/")):
        assert "Не входим" in pins(as_(person).get(page)), person.login
    assert "Не входим" not in pins(as_(strange_agent).get("/desk/overview"))
    assert "Не входим" not in pins(as_(zoya).get("/portal/"))
    resolve_ticket(proposed.number, by=anna, cause="Упал сервер входа", remedy="Перезапустили")
    assert "Не входим" not in pins(as_(boris).get("/desk/overview"))
    reopen_ticket(proposed.number, by=zoya)
    assert "Не входим" in pins(as_(boris).get("/desk/overview"))
    resolve_ticket(proposed.number, by=anna, cause="Упал сервер входа", remedy="Заменили")
    confirm_solution(proposed.number, by=zoya)
    assert "Не входим" not in pins(as_(boris).get("/desk/overview"))
    withdrawn = decline_critical(proposed.number, by=anna, reason="Всё")
    with pytest.raises(WrongState):
        confirm_critical(withdrawn.number, by=anna, reason="Снова")


def pins(answer):
    return answer.content.decode().partition('id="pins"')[2].partition("</aside>")[0]


def test_the_pulse_brings_the_bar_once(proposed, anna, boris, as_):
    client = as_(boris)
    quiet = client.get("/desk/pulse", {"since": "0", "pins": ""}, headers={"HX-Request": "true"}).content.decode()
    assert 'id="pins"' not in quiet
    confirm_critical(proposed.number, by=anna)
    loud = client.get("/desk/pulse", {"since": "0", "pins": ""}, headers={"HX-Request": "true"}).content.decode()
    assert "Не входим" in loud.partition('id="pins"')[2]
    known = loud.partition('data-live="pins=')[2].partition('"')[0]
    again = client.get("/desk/pulse", {"since": "0", "pins": known}, headers={"HX-Request": "true"}).content.decode()
    assert 'id="pins"' not in again


def test_the_requester_sees_it_and_when_the_next_word_comes(proposed, anna, zoya, as_, at):
    at("2026-03-02 10:00")
    confirm_critical(proposed.number, by=anna)
    page = as_(zoya).get(f"/portal/tickets/{proposed.number}").content.decode()
    assert "Признана критической" in page
    assert "11:00" in page.partition('id="critical"')[2]


def test_news_are_owed_every_hour_and_said_once(proposed, anna, at):
    at("2026-03-02 10:00")
    confirm_critical(proposed.number, by=anna)
    at("2026-03-02 10:50")
    reply(proposed.number, by=anna, body="Нашли причину, чиним.", undo=AT_ONCE)
    at("2026-03-02 11:10")
    remind_of_owed_news()
    assert "ticket.news_owed" not in kinds(anna, proposed)
    assert CriticalCall.objects.get().update_due_at == now() + timedelta(minutes=40)
    at("2026-03-02 11:51")
    remind_of_owed_news()
    remind_of_owed_news()
    assert kinds(anna, proposed).count("ticket.news_owed") == 1
    reply(proposed.number, by=anna, body="Ещё чиним.", undo=AT_ONCE)
    resolve_ticket(proposed.number, by=anna, cause="Сервер", remedy="Перезапустили")
    at("2026-03-02 14:00")
    remind_of_owed_news()
    assert kinds(anna, proposed).count("ticket.news_owed") == 1


def test_the_form_says_beforehand_that_it_looks_critical(contract, zoya, as_):
    given = {"body": TROUBLE, "organisation": str(zoya.organisation.pk)}
    advice = as_(zoya).post("/portal/advice", given, headers={"HX-Request": "true"}).content.decode()
    assert "Похоже на критическую" in advice
    given["body"] = "Вчера никто не мог войти, сейчас работает. Что это было?"
    assert "Похоже на критическую" not in as_(zoya).post("/portal/advice", given).content.decode()


def test_where_the_contract_promises_updates_its_own_clock_says_when(contract, zoya, anna, as_, at):
    level = ServiceLevel.objects.create(contract=contract, name="Критические", priority=1)
    Target.objects.create(level=level, promise="update", unit="cal_min", amount=30)
    at("2026-03-02 10:00")
    called = open_ticket(zoya, subject="Не входим", body=TROUBLE)
    confirm_critical(called.number, by=anna)
    assert "10:30" in pins(as_(anna).get("/desk/overview"))
    assert "10:30" in as_(zoya).get(f"/portal/tickets/{called.number}").content.decode().partition('id="critical"')[2]
    at("2026-03-02 10:20")
    reply(called.number, by=anna, body="Чиним.", undo=AT_ONCE)
    assert "10:50" in pins(as_(anna).get("/desk/overview"))
