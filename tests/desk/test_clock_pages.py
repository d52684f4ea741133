"""Why it is due then, as people read it: at the desk, on a page of its own, and in plain words for the customer."""

import re
from datetime import date
from html import unescape

import pytest

from priyom.desk.actions.facts import go_on, let_wait
from priyom.desk.actions.messages import AT_ONCE, comment, reply
from priyom.desk.actions.promises import agree_date, explain_breach
from priyom.desk.actions.tickets import prioritise_ticket, resolve_ticket
from priyom.desk.jobs import watch_clocks
from priyom.desk.models import AgreedDate, Breach, Clock
from priyom.people.actions.calendars import write_days
from priyom.people.actions.contracts import end_contract
from priyom.people.models import Promise
from tests.cast import open_ticket
from tests.desk.promises import contract, level, office, promise
from tests.page_forms import sent_by, sent_from

pytestmark = pytest.mark.django_db
HIGH = {"impact": "department", "urgency": "high"}


def text_of(page, start, end):
    html = page.content.decode()
    inside = html[html.index(start) :]
    inside = inside[: inside.index(end)]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", inside))).strip()


@pytest.fixture
def waited(cast, anna, zoya, at):
    """The ticket of the picture: from 9:12, with thirty-five minutes in which the requester was asked."""
    calendar = office(
        "far", name="5×12", timezone="Asia/Yekaterinburg", weekly={str(n): [["08:00", "20:00"]] for n in range(5)}
    )
    made = contract(cast, calendar=calendar)
    made.levels.filter(name="К2").update(name="высокая")
    cast.clinic.timezone = "Asia/Yekaterinburg"
    cast.clinic.save()
    at("2026-03-17 09:12")
    ticket = open_ticket(cast.zoya, **HIGH)
    at("2026-03-17 09:28")
    reply(
        ticket.number, by=anna, body="Какой принтер?", undo=AT_ONCE,
        effects={"status": "waiting", "waiting_for": "requester"},
    )  # fmt: skip
    at("2026-03-17 10:03")
    comment(ticket.number, by=zoya, body="Обычный.")
    at("2026-03-17 14:22")
    return ticket


def test_the_sum_at_the_desk_is_that_of_the_picture(waited, as_, anna):
    page = as_(anna).get(f"/desk/tickets/{waited.number}")
    assert "Решить до" in text_of(page, 'class="for-due"', "</dt>")
    assert "17:47 · ещё 3 ч 25 мин" in text_of(page, 'id="fact-due"', "</button>")
    told = text_of(page, 'id="why-due"', "</table>")
    for words in (
        "Пункт 4.3, высокая: 8 рабочих часов 8 ч",
        "Заявка пришла сегодня, 11:12 местного 09:12",
        "Календарь «5×12», 08:00–20:00, МСК+2 06–18",
        "Пауза: ждали ответа заявителя",
        "вт 17.03 09:28–10:03 · Анна Лебедева → Зоя Ветрова 35 мин",
        "Срок, московское время сегодня, 17:47",
    ):
        assert words in told


def test_the_customer_reads_the_same_lines_in_plain_words_and_own_time(waited, as_, zoya):
    page = as_(zoya).get(f"/portal/tickets/{waited.number}")
    html = text_of(page, 'class="four"', "</dl>")
    assert "сегодня, 19:47" in html
    assert "по договору" in html
    told = text_of(page, 'id="why-when"', "</details>")
    assert "Вы написали сегодня, 11:12" in told
    assert "Пауза: ждали вашего ответа" in told
    assert "Анна" not in told
    assert "Срок, МСК+2 сегодня, 19:47" in told


def test_what_was_waited_for_after_a_promise_was_kept_says_nothing_about_it(waited, as_, anna):
    """The answer at 9:28 kept the response; the question that it asked began its pause in the same moment."""
    told = text_of(as_(anna).get(f"/desk/tickets/{waited.number}/clocks"), 'id="promise-response"', "</section>")
    assert "09:28, в срок" in told
    assert "Пауза" not in told
    assert "сегодня, 09:42" in told


def test_a_ticket_without_a_contract_says_so(ticket, as_, anna):
    page = as_(anna).get(f"/desk/tickets/{ticket.number}")
    assert "договора нет" in page.content.decode()
    assert "не подпадает" in as_(anna).get(f"/desk/tickets/{ticket.number}/clocks").content.decode()


def test_a_breach_is_explained_by_a_cause_of_the_list(waited, as_, anna, at):
    at("2026-03-18 09:00")
    watch_clocks()
    page = as_(anna)
    assert "Никто ещё не сказал" in page.get(f"/desk/tickets/{waited.number}/clocks").content.decode()
    address = f"/desk/tickets/{waited.number}/clocks/cause"
    assert page.post(address, {"promise": "resolution", "cause": "the moon"}).status_code == 422
    assert page.post(address, {"promise": "update", "cause": "load"}).status_code == 404
    assert page.post(address, {"promise": "resolution", "cause": "load", "note": "Отпуска"}).status_code == 302
    breach = Breach.objects.get()
    assert (breach.cause, breach.note, breach.explained_by) == ("load", "Отпуска", anna)
    assert "пришло больше" in page.get(f"/desk/tickets/{waited.number}/clocks").content.decode()


def test_a_date_is_agreed_on_with_reason_and_consent_and_its_moves_are_kept(cast, as_, anna, at):
    made = contract(cast)
    change = level(made, "Доработка", kind="change_request", clause="5.1", position=0)
    promise(change, "resolution", 0, "agreed")
    at("2026-03-17 10:00")
    ticket = open_ticket(cast.zoya, kind="change_request")
    page, address = as_(anna), f"/desk/tickets/{ticket.number}/clocks/date"
    refused = page.post(address, {"promise": "resolution", "due_at": "2026-03-27T18:00"})
    assert refused.status_code == 422
    assert "Скажите, почему такой срок." in refused.content.decode()
    assert "2026-03-27T18:00" in refused.content.decode()
    said = {"promise": "resolution", "reason": "Выпуск 5.4", "agreed_with": "МИАЦ, письмом"}
    assert page.post(address, {**said, "due_at": "2026-03-27T18:00"}).status_code == 302
    assert page.post(address, {**said, "due_at": "2026-04-03T18:00", "reason": "Сдвиг выпуска"}).status_code == 302
    clock = Clock.objects.get(ticket=ticket)
    assert clock.due_at.isoformat() == "2026-04-03T15:00:00+00:00"
    assert AgreedDate.objects.count() == 2
    told = page.get(f"/desk/tickets/{ticket.number}/clocks").content.decode()
    assert "Выпуск 5.4" in told
    assert "Сдвиг выпуска" in told
    assert page.post(address.replace("date", "cause"), {"promise": "resolution", "cause": "load"}).status_code == 404


def test_an_agreed_date_is_explained_by_who_agreed_to_it_and_by_nothing_that_has_no_say(cast, as_, anna, at):
    made = contract(cast)
    promise(level(made, "Доработка", kind="change_request", position=0), "resolution", 0, "agreed")
    at("2026-03-17 10:00")
    ticket = open_ticket(cast.zoya, kind="change_request")
    let_wait(ticket.number, by=anna, waiting_for="external", whom="ЕГИСЗ")
    at("2026-03-18 10:00")
    go_on(ticket.number, by=anna)
    due_at = at("2026-03-27 18:00")
    at("2026-03-18 11:00")
    agree_date(
        ticket.number, by=anna, promise="resolution", due_at=due_at, reason="Выпуск 5.4", agreed_with="МИАЦ, письмом"
    )
    told = text_of(as_(anna).get(f"/desk/tickets/{ticket.number}/clocks"), 'id="promise-resolution"', "</table>")
    assert "Согласовано (МИАЦ, письмом): Выпуск 5.4" in told
    assert "Календарь" not in told
    assert "ЕГИСЗ" not in told
    html = text_of(as_(cast.zoya).get(f"/portal/tickets/{ticket.number}"), 'class="four"', "</dl>")
    assert "27 марта, 18:00 решение, дату согласовали с вашей стороной" in html


def test_a_date_kept_by_a_double_click_is_one_and_a_stale_page_is_told_of_the_other(cast, as_, anna, at):
    made = contract(cast)
    promise(level(made, "Доработка", kind="change_request", clause="5.1"), "resolution", 0, "agreed")
    at("2026-03-17 10:00")
    number = open_ticket(cast.zoya, kind="change_request").number
    path, desk, other = f"/desk/tickets/{number}/clocks", as_(anna), as_(cast.kira)
    said = {"due_at": "2026-03-27T18:00", "reason": "Выпуск 5.4", "agreed_with": "МИАЦ, письмом"}
    sent = sent_by(desk, path, ("promise", "resolution"), **said)
    stale = sent_by(other, path, ("promise", "resolution"), **said | {"due_at": "2026-04-10T18:00"})
    assert "московское время" in text_of(desk.get(path), f"{path}/date", "</form>")
    for _click in range(2):
        assert desk.post(f"{path}/date", sent).status_code == 302
    assert AgreedDate.objects.count() == 1
    answer = other.post(f"{path}/date", stale)
    assert answer.status_code == 422
    assert "Тем временем согласована другая дата" in answer.content.decode()
    again = sent_from(answer.content.decode(), ("due_at", "2026-04-10T18:00"))
    assert other.post(f"{path}/date", again).status_code == 302
    assert AgreedDate.objects.count() == 2


def test_the_page_says_what_changed_the_due_times_and_that_the_contract_is_over(cast, as_, anna, adam, at):
    made = contract(cast)
    at("2026-03-17 10:00")
    ticket = open_ticket(cast.zoya)
    page = as_(anna)
    assert "Что меняло сроки" not in page.get(f"/desk/tickets/{ticket.number}/clocks").content.decode()
    at("2026-03-17 11:00")
    prioritise_ticket(ticket.number, by=anna, **HIGH)
    end_contract(made.pk, by=adam, revision=None, ends_on=date(2026, 3, 17))
    at("2026-03-18 09:00")
    told = text_of(page.get(f"/desk/tickets/{ticket.number}/clocks"), "<main", "</main>")
    assert "Договор закончился 17 марта. Заявка пришла, пока он действовал, и считается по нему." in told
    changes = told[told.index("Что меняло сроки") :]
    assert "Анна Лебедева · важность изменена: обычная → высокая 11:00" in changes


def test_a_promise_that_was_not_kept_is_called_by_its_name_to_the_customer(cast, as_, zoya, at):
    contract(cast, targets=[("workaround", "work_min", 60), ("resolution", "work_day", 3)])
    at("2026-03-17 10:00")
    ticket = open_ticket(zoya)
    at("2026-03-17 12:00")
    html = text_of(as_(zoya).get(f"/portal/tickets/{ticket.number}"), 'class="four"', "</dl>")
    assert "сегодня, 11:00 обходное решение, по договору: срок прошёл, мы работаем" in html


def test_a_clock_that_stands_for_a_release_goes_on_with_the_release(cast, as_, anna, zoya, at):
    made = contract(cast)
    made.levels.get(name="Прочее").targets.update(stops_for_release=True)
    at("2026-03-17 10:00")
    ticket = open_ticket(zoya)
    let_wait(ticket.number, by=anna, waiting_for="release", whom="")
    page = as_(zoya).get(f"/portal/tickets/{ticket.number}")
    assert "Срок стоит пойдёт дальше, когда выйдет новая версия" in text_of(page, 'class="four"', "</dl>")
    assert "Ждём новую версию" in page.content.decode()


def test_a_way_around_is_a_moment_of_its_own(cast, as_, anna, at):
    contract(cast, targets=[("workaround", "work_min", 60), ("resolution", "work_day", 3)])
    at("2026-03-17 10:00")
    ticket = open_ticket(cast.zoya)
    at("2026-03-17 10:40")
    assert as_(anna).post(f"/desk/tickets/{ticket.number}/workaround").status_code == 302
    ticket.refresh_from_db()
    assert ticket.workaround_at == at("2026-03-17 10:40")
    assert Clock.objects.get(promise="workaround").outcome == "kept"


def test_another_contract_that_fits_counts_from_the_beginning(cast, as_, anna, at):
    contract(cast, position=1)
    second = contract(cast, "Второй", position=2, targets=[("resolution", "work_min", 120)])
    at("2026-03-17 10:00")
    ticket = open_ticket(cast.zoya)
    page = as_(anna)
    assert "Дальше по порядку: Второй" in page.get(f"/desk/tickets/{ticket.number}/clocks").content.decode()
    at("2026-03-17 10:30")
    address = f"/desk/tickets/{ticket.number}/clocks/contract"
    assert page.post(address, {"contract_id": 999_999}).status_code == 422
    assert page.post(address, {"contract_id": second.pk}).status_code == 302
    assert Clock.objects.get(promise="resolution").due_at == at("2026-03-17 12:00")
    assert Clock.objects.get(promise="response").outcome == "dropped"


def test_the_history_names_the_promise_of_each_clock(cast, as_, anna, at):
    contract(cast)
    at("2026-03-17 10:00")
    ticket = open_ticket(cast.zoya, **HIGH)
    at("2026-03-18 12:00")
    watch_clocks()
    page = as_(anna).get(f"/desk/tickets/{ticket.number}/history").content.decode()
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", unescape(page)))
    for broken in Promise.RESPONSE, Promise.RESOLUTION:
        assert f"обещанный срок прошёл: {broken.label}" in told


def test_what_ended_before_its_calendar_was_corrected_is_explained_as_it_was(cast, as_, anna, adam, at):
    """Kept on Tuesday by a Wednesday that was worked; in April that Wednesday becomes a day off."""
    made = contract(cast)
    at("2026-03-17 16:00")
    ticket = open_ticket(cast.zoya, **HIGH)
    at("2026-03-17 17:00")
    resolve_ticket(ticket.number, by=anna, cause="Кабель", remedy="Воткнули")
    due = Clock.objects.get(promise="resolution").due_at
    assert due == at("2026-03-18 15:00")
    at("2026-04-01 10:00")
    write_days(made.calendar_id, by=adam, first=date(2026, 3, 18), last=None, kind="off", name="Выходной")
    told = text_of(as_(anna).get(f"/desk/tickets/{ticket.number}/clocks"), 'id="promise-resolution"', "</section>")
    assert "Срок, московское время" in told
    assert "18 марта, 15:00" in told
    assert "Потом календарь исправили; по нему теперь: 19 марта, 15:00." in told
    assert Clock.objects.get(promise="resolution").due_at == due


class TestCauseBesideTheSolution:
    """Why it became late is asked where the ticket is solved, as one choice that may be left for later."""

    @pytest.fixture
    def late(self, cast, at):
        contract(cast)
        at("2026-03-17 10:00")
        ticket = open_ticket(cast.zoya, **HIGH)
        at("2026-03-18 12:00")
        watch_clocks()
        return ticket

    def solve(self, client, ticket, **fields):
        ticket.refresh_from_db()
        said = {"move": "resolved", "cause": "Кабель", "remedy": "Воткнули", "revision": ticket.revision, **fields}
        return client.post(f"/desk/tickets/{ticket.number}/status", said)

    def test_it_is_asked_only_when_something_is_late(self, late, cast, as_, anna):
        in_time = open_ticket(cast.zoya, **HIGH)
        for ticket, asks in ((late, True), (in_time, False)):
            for place in ("", "/status"):
                page = as_(anna).get(f"/desk/tickets/{ticket.number}{place}").content.decode()
                assert ('name="late_cause"' in page) is asks

    def test_one_choice_explains_every_promise_that_was_broken(self, late, as_, anna):
        assert self.solve(as_(anna), late, late_cause="load").status_code < 400
        assert list(Breach.objects.values_list("cause", "explained_by")) == [("load", anna.pk)] * 2

    def test_left_for_later_it_stands_in_nobodys_way(self, late, as_, anna):
        assert self.solve(as_(anna), late, late_cause="").status_code < 400
        late.refresh_from_db()
        assert (late.status, set(Breach.objects.values_list("cause", flat=True))) == ("resolved", {""})

    def test_what_was_explained_already_keeps_its_cause(self, late, as_, anna):
        explain_breach(late.number, by=anna, promise="response", cause="outside")
        self.solve(as_(anna), late, late_cause="load")
        assert dict(Breach.objects.values_list("promise", "cause")) == {"response": "outside", "resolution": "load"}

    def test_sent_with_an_answer_it_is_kept_when_the_answer_goes(self, late, anna):
        effects = {"status": "resolved", "cause": "Кабель", "remedy": "Воткнули", "late_cause": "mass"}
        reply(late.number, by=anna, body="Готово.", undo=AT_ONCE, effects=effects)
        assert set(Breach.objects.values_list("cause", flat=True)) == {"mass"}

    def test_a_cause_that_no_list_offers_is_refused(self, late, as_, anna):
        assert self.solve(as_(anna), late, late_cause="лень").status_code == 422
        late.refresh_from_db()
        assert late.status == "new"

    def test_by_program_it_is_said_with_the_solution(self, late, api, anna):
        said = {"cause": "Кабель", "remedy": "Воткнули", "late_cause": "outside"}
        answer = api(anna)("POST", f"/tickets/{late.number}/resolution", said)
        assert answer.status_code == 201
        assert set(Breach.objects.values_list("cause", flat=True)) == {"outside"}
