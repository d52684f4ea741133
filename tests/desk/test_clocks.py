"""Clocks follow the ticket: what starts them, what they wait for, what ends them, and what changes in mid-flight."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from priyom.base.requests import end_request, start_request
from priyom.desk.actions.bulk import start_bulk, undo_bulk
from priyom.desk.actions.bulk_doing import go_on as go_on_with
from priyom.desk.actions.changing import change, changing
from priyom.desk.actions.facts import go_on, let_wait
from priyom.desk.actions.merging import merge_ticket, undo_merge
from priyom.desk.actions.messages import AT_ONCE, comment, reply
from priyom.desk.actions.promises import explain_breach
from priyom.desk.actions.splitting import Part, split_ticket
from priyom.desk.actions.tickets import (
    close_ticket,
    confirm_solution,
    prioritise_ticket,
    reopen_ticket,
    resolve_ticket,
    set_kind,
)
from priyom.desk.jobs import watch_clocks
from priyom.desk.models import Breach, CannedAnswer, Clock, FrozenTerms, Pause, Round, Ticket
from priyom.desk.page.due import dues_of
from priyom.desk.rules.clocks import adds_up, explain
from priyom.desk.timing import calendar_of, stops_of, target_of
from priyom.people.models import Target
from tests.cast import open_ticket
from tests.desk.promises import contract, promise

pytestmark = pytest.mark.django_db
HIGH = {"impact": "department", "urgency": "high"}


def moscow(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Moscow"))


def clock(ticket, promise="resolution"):
    return Clock.objects.get(ticket=ticket, promise=promise)


def due(ticket, promise="resolution"):
    found = clock(ticket, promise).due_at
    return found.astimezone(ZoneInfo("Europe/Moscow")).strftime("%Y-%m-%d %H:%M") if found else None


@pytest.fixture
def promised(cast):
    return contract(cast)


@pytest.fixture
def high(cast, promised, at):
    """A high ticket of Tuesday, ten in the morning: due at nine on Wednesday morning, after eight hours."""
    at("2026-03-17 10:00")
    ticket = open_ticket(cast.zoya, **HIGH)
    assert ticket.priority == 2
    return ticket


def test_a_ticket_opens_with_its_promises_frozen(high, promised):
    assert high.contract_id == promised.pk
    assert due(high, "response") == "2026-03-17 10:30"
    assert due(high) == "2026-03-17 18:00"
    frozen = clock(high)
    assert (frozen.clause, frozen.level_name, frozen.amount, frozen.timezone) == ("4.3", "К2", 480, "Europe/Moscow")
    assert Ticket.objects.filter(pk=high.pk, due_at=moscow("2026-03-17 10:30"), contract=promised).exists()


def test_a_ticket_without_a_contract_has_no_clock_and_costs_nothing(cast, at):
    at("2026-03-17 10:00")
    ticket = open_ticket(cast.zoya)
    assert (ticket.contract_id, ticket.due_at, Clock.objects.count()) == (None, None, 0)


def test_opening_under_a_contract_costs_few_statements_more(cast, at, promised):
    at("2026-03-17 10:00")
    open_ticket(cast.zoya)

    start_request()  # stamps are read once in each
    with CaptureQueriesContext(connection) as seen:
        open_ticket(cast.zoya)
    end_request()
    ours = [
        each["sql"]
        for each in seen.captured_queries
        if "desk_clock" in str(each["sql"]) or "frozen" in str(each["sql"])
    ]
    stamps = [each for each in seen.captured_queries if "base_stamp" in str(each["sql"])]
    # The clocks with their stands; the contract's words, until the process has seen them committed.
    assert len(ours) <= 2
    assert len(stamps) <= 2
    assert not any(str(each["sql"]).startswith('UPDATE "desk_ticket') for each in seen.captured_queries)


def test_the_first_public_answer_keeps_the_response(high, anna, at):
    at("2026-03-17 10:20")
    reply(high.number, by=anna, body="Смотрим.", undo=AT_ONCE)
    kept = clock(high, "response")
    assert (kept.outcome, kept.ended_at) == ("kept", moscow("2026-03-17 10:20"))
    assert Ticket.objects.filter(pk=high.pk, due_at=moscow("2026-03-17 18:00")).exists()
    assert not Breach.objects.exists()


def _asked_of_the_database(work):
    asked = []

    def listen(execute, statement, *rest):
        asked.append(" ".join(str(statement).split()))
        return execute(statement, *rest)

    with connection.execute_wrapper(listen):
        work()
    return asked


def test_an_answer_writes_its_ticket_once_and_its_clocks_together(cast, promised, anna, at):
    promise(promised.levels.get(name="К2"), "update", 120)
    at("2026-03-17 10:00")
    ticket = open_ticket(cast.zoya, **HIGH)
    # The first keeps the response and begins the clock of the next news, the second ends its round.
    for minute in (10, 20):
        at(f"2026-03-17 10:{minute}")
        asked = _asked_of_the_database(lambda: reply(ticket.number, by=anna, body="Смотрим.", undo=AT_ONCE))
        assert len([sql for sql in asked if sql.startswith('UPDATE "desk_ticket"')]) == 1
        clocks = [sql for sql in asked if "desk_clock" in sql]
        assert len(clocks) == 2  # all read at once, then all written with their stands
        assert "INSERT INTO desk_clockstand" in clocks[1]
        assert "INSERT INTO desk_round" in clocks[1]
    kept = clock(ticket, "update")
    assert (kept.began, kept.started_at, due(ticket, "update")) == (
        "answered", moscow("2026-03-17 10:20"), "2026-03-17 12:20",
    )  # fmt: skip
    assert list(Round.objects.values_list("promise", "ended_at")) == [("update", moscow("2026-03-17 10:20"))]
    assert Ticket.objects.get(pk=ticket.pk).due_at == moscow("2026-03-17 12:20")


def test_a_step_that_fails_writes_nothing_and_is_not_remembered(high):
    with pytest.raises(ZeroDivisionError), changing(high, awaiting_us_since=None):
        raise ZeroDivisionError
    assert Ticket.objects.get(pk=high.pk).awaiting_us_since is not None
    change(high, product_name="МИС")
    assert Ticket.objects.get(pk=high.pk).product_name == "МИС"


def test_an_answer_after_its_time_is_a_breach_even_before_a_sweep_has_seen_it(high, anna, at):
    at("2026-03-17 10:31")
    reply(high.number, by=anna, body="Смотрим.", undo=AT_ONCE)
    assert clock(high, "response").outcome == "late"
    breach = Breach.objects.get()
    assert (breach.promise, breach.due_at, breach.cause) == ("response", moscow("2026-03-17 10:30"), "")


def test_waiting_for_the_requester_stops_the_clock_and_the_answer_starts_it(high, anna, zoya, at):
    at("2026-03-17 10:20")
    asked = reply(
        high.number, by=anna, body="Какой принтер?", undo=AT_ONCE,
        effects={"status": "waiting", "waiting_for": "requester"},
    )  # fmt: skip
    assert due(high) is None
    assert Ticket.objects.filter(pk=high.pk, due_at=None).exists()
    at("2026-03-17 10:55")
    said = comment(high.number, by=zoya, body="Обычный.")
    pause = Pause.objects.get()
    assert (pause.message_id, pause.answer_id, pause.by, pause.ended_by) == (asked.pk, said.pk, anna, zoya)
    assert due(high) == "2026-03-18 09:35"


def test_what_the_contract_does_not_name_does_not_stop_it_but_is_kept(high, anna, at):
    at("2026-03-17 11:00")
    let_wait(high.number, by=anna, waiting_for="external", whom="поддержка ЕГИСЗ")
    assert due(high) == "2026-03-17 18:00"
    at("2026-03-17 12:00")
    go_on(high.number, by=anna)
    assert Pause.objects.values_list("reason", "whom", "until").get() == (
        "external", "поддержка ЕГИСЗ", moscow("2026-03-17 12:00"),
    )  # fmt: skip


def test_from_one_wait_into_another_the_evidence_stays_apart(high, anna, at):
    at("2026-03-17 11:00")
    let_wait(high.number, by=anna, waiting_for="requester")
    at("2026-03-17 12:00")
    let_wait(high.number, by=anna, waiting_for="external", whom="поддержка")
    assert due(high) == "2026-03-18 10:00"
    assert list(Pause.objects.values_list("reason", "until")) == [
        ("requester", moscow("2026-03-17 12:00")), ("external", None),
    ]  # fmt: skip


def test_solving_keeps_what_is_left_and_ends_the_pause(high, anna, at):
    at("2026-03-17 11:00")
    reply(high.number, by=anna, body="Смотрим.", undo=AT_ONCE)
    let_wait(high.number, by=anna, waiting_for="requester")
    at("2026-03-18 11:00")
    resolve_ticket(high.number, by=anna, cause="Драйвер", remedy="Обновить")
    solved = clock(high)
    assert (solved.outcome, solved.due_at) == ("kept", moscow("2026-03-18 18:00"))
    assert Pause.objects.get().until == moscow("2026-03-18 11:00")
    assert Ticket.objects.filter(pk=high.pk, due_at=None).exists()


def test_opened_again_the_time_in_which_it_was_solved_does_not_count(high, anna, zoya, at):
    at("2026-03-17 12:00")
    resolve_ticket(high.number, by=anna, cause="Драйвер", remedy="Обновить")
    at("2026-03-17 16:00")
    reopen_ticket(high.number, by=zoya)
    pause = Pause.objects.get()
    assert (pause.reason, pause.since, pause.until) == (
        "solved", moscow("2026-03-17 12:00"), moscow("2026-03-17 16:00"),
    )  # fmt: skip
    assert (pause.by, pause.ended_by) == (anna, zoya)
    assert due(high) == "2026-03-18 13:00"
    assert clock(high).outcome == ""
    at("2026-03-18 10:00")
    resolve_ticket(high.number, by=anna, cause="Драйвер", remedy="Обновить")
    confirm_solution(high.number, by=zoya)
    at("2026-03-18 12:00")
    reopen_ticket(high.number, by=zoya)
    assert list(Pause.objects.values_list("since", flat=True))[-1] == moscow("2026-03-18 10:00")
    assert due(high) == "2026-03-18 15:00"


def test_opened_again_after_a_solution_without_a_word_the_next_update_is_counted_from_the_solution(
    cast, anna, zoya, at
):
    contract(cast, targets=[("response", "work_min", 60), ("update", "work_min", 120), ("resolution", "work_day", 2)])
    at("2026-03-17 10:00")
    ticket = open_ticket(cast.zoya)
    at("2026-03-18 10:00")
    resolve_ticket(ticket.number, by=anna, cause="Драйвер", remedy="Обновить")
    at("2026-03-18 11:30")
    reopen_ticket(ticket.number, by=zoya)
    watch_clocks()
    assert due(ticket, "update") == "2026-03-18 13:30"
    assert not Breach.objects.filter(ticket=ticket, promise="update").exists()


def test_a_higher_priority_counts_from_the_beginning_and_keeps_every_pause(cast, promised, anna, zoya, at):
    at("2026-03-17 10:00")
    ticket = open_ticket(cast.zoya)
    assert due(ticket) == "2026-04-02 10:00"
    reply(
        ticket.number, by=anna, body="Какой?", undo=AT_ONCE, effects={"status": "waiting", "waiting_for": "requester"}
    )
    at("2026-03-17 11:00")
    prioritise_ticket(ticket.number, by=anna, **HIGH)
    assert due(ticket) is None  # in the middle of the pause
    at("2026-03-17 12:00")
    comment(ticket.number, by=zoya, body="Вот.")
    assert due(ticket) == "2026-03-18 11:00"
    assert clock(ticket, "response").outcome == "kept"
    assert_true(ticket, at("2026-03-17 12:30"))


def test_a_priority_that_is_taken_back_lifts_the_breach_and_keeps_it_on_record(high, anna, at):
    at("2026-03-18 12:00")
    watch_clocks()
    assert set(Breach.objects.values_list("promise", flat=True)) == {"response", "resolution"}
    prioritise_ticket(high.number, by=anna, impact="person", urgency="normal")
    broken = Breach.objects.get(promise="resolution")
    assert broken.lifted_at == moscow("2026-03-18 12:00")
    assert clock(high).stand.breached_at is None
    assert due(high) == "2026-04-02 10:00"


def test_a_breach_that_was_lifted_stands_again_when_the_terms_come_back(high, anna, at):
    at("2026-03-18 12:00")
    watch_clocks()
    prioritise_ticket(high.number, by=anna, impact="person", urgency="normal")
    prioritise_ticket(high.number, by=anna, **HIGH)
    watch_clocks()
    assert Breach.objects.get(promise="resolution").lifted_at is None
    assert clock(high).stand.breached_at == moscow("2026-03-18 12:00")


def test_a_breach_follows_its_promise_to_an_earlier_time_with_its_cause(cast, promised, anna, at):
    """Late by twelve days, then found to be high: it was late long before, and can still be explained."""
    at("2026-03-02 10:00")
    ticket = open_ticket(cast.zoya)
    at("2026-03-20 12:00")
    watch_clocks()
    explain_breach(ticket.number, by=anna, promise="resolution", cause="load")
    assert due(ticket) == "2026-03-18 10:00"
    prioritise_ticket(ticket.number, by=anna, **HIGH)
    watch_clocks()
    assert due(ticket) == "2026-03-02 18:00"
    (broken,) = Breach.objects.filter(promise="resolution", lifted_at=None)
    assert (broken.due_at, broken.cause) == (moscow("2026-03-02 18:00"), "load")
    shown = next(each for each in dues_of(Ticket.objects.get(pk=ticket.pk)).promises if each.promise == "resolution")
    assert shown.breach == broken


def test_a_lifted_breach_leaves_those_of_earlier_rounds(cast, anna, at):
    made = contract(cast, targets=[("update", "work_min", 60)])
    promise(made.levels.get(name="К2"), "update", 30)
    at("2026-03-17 10:00")
    ticket = open_ticket(cast.zoya, **HIGH)
    reply(ticket.number, by=anna, body="Смотрим.", undo=AT_ONCE)
    at("2026-03-17 11:00")
    watch_clocks()
    reply(ticket.number, by=anna, body="Ещё смотрим.", undo=AT_ONCE)
    at("2026-03-17 11:40")
    watch_clocks()
    prioritise_ticket(ticket.number, by=anna, impact="person", urgency="normal")
    kept = dict(Breach.objects.filter(promise="update").values_list("due_at", "lifted_at"))
    assert kept == {moscow("2026-03-17 10:30"): None, moscow("2026-03-17 11:30"): moscow("2026-03-17 11:40")}


def test_so_does_one_that_the_solution_shows_before_a_sweep(high, anna, at):
    at("2026-03-18 12:00")
    watch_clocks()
    prioritise_ticket(high.number, by=anna, impact="person", urgency="normal")
    prioritise_ticket(high.number, by=anna, **HIGH)
    resolve_ticket(high.number, by=anna, cause="Кабель.", remedy="Воткнули.")
    assert clock(high).outcome == "late"
    assert Breach.objects.get(promise="resolution").lifted_at is None


def test_a_solution_that_was_taken_back_in_bulk_is_no_pause_when_a_later_one_is_opened_again(high, anna, zoya, at):
    """Solved on Tuesday by a macro for many and taken back; solved in earnest on Wednesday from eleven to noon."""
    at("2026-03-17 11:00")
    effects = {"status": "resolved", "cause": "Кабель.", "remedy": "Воткнули."}
    CannedAnswer.objects.create(code="cable", title="Кабель", body="", effects=effects)
    bulk = start_bulk([high.number], {"macro": "cable"}, by=anna)
    while go_on_with(bulk.pk):
        pass
    high.refresh_from_db()
    assert high.status == "resolved"
    undo_bulk(bulk.pk, by=anna)
    while go_on_with(bulk.pk):
        pass
    at("2026-03-18 11:00")
    resolve_ticket(high.number, by=anna, cause="Кабель.", remedy="Воткнули.")
    at("2026-03-18 12:00")
    reopen_ticket(high.number, by=zoya)
    pause = Pause.objects.get(reason="solved")
    assert (pause.since, pause.until) == (moscow("2026-03-18 11:00"), moscow("2026-03-18 12:00"))


def test_a_solution_taken_back_in_bulk_owes_the_way_around_again(cast, anna, at):
    contract(cast, targets=[("workaround", "work_min", 240), ("resolution", "work_day", 3)])
    at("2026-03-17 11:00")
    ticket = open_ticket(cast.zoya)
    effects = {"status": "resolved", "cause": "Кабель.", "remedy": "Воткнули."}
    CannedAnswer.objects.create(code="cable", title="Кабель", body="", effects=effects)
    bulk = start_bulk([ticket.number], {"macro": "cable"}, by=anna)
    while go_on_with(bulk.pk):
        pass
    assert clock(ticket, "workaround").outcome == "kept"
    undo_bulk(bulk.pk, by=anna)
    while go_on_with(bulk.pk):
        pass
    assert (clock(ticket, "workaround").outcome, due(ticket, "workaround")) == ("", "2026-03-17 15:00")


def test_an_edited_contract_and_an_ended_one_leave_open_tickets_alone(high, promised, anna, at):
    Target.objects.filter(level__contract=promised).update(amount=1)
    promised.ends_on = moscow("2026-03-01 00:00").date()
    promised.is_active = False
    promised.save()
    at("2026-03-17 11:00")
    prioritise_ticket(high.number, by=anna, impact="person", urgency="normal")
    assert due(high) == "2026-04-02 10:00"  # twelve days, as it was promised when the ticket came
    prioritise_ticket(high.number, by=anna, **HIGH)
    assert due(high) == "2026-03-17 18:00"


def test_tickets_under_the_same_words_share_them_and_tomorrows_have_their_own(cast, promised, at):
    at("2026-03-17 10:00")
    first, second = open_ticket(cast.zoya), open_ticket(cast.zoya)
    assert first.terms_id == second.terms_id
    Target.objects.filter(level__contract=promised, promise="response").update(amount=15)
    third = open_ticket(cast.zoya)
    assert third.terms_id != first.terms_id
    assert FrozenTerms.objects.count() == 2
    assert due(third, "response") == "2026-03-17 10:15"


def test_thanks_have_no_clock_and_a_question_gets_them_back(high, anna, at):
    at("2026-03-17 10:10")
    set_kind(high.number, by=anna, kind="gratitude")
    assert set(Clock.objects.values_list("outcome", flat=True)) == {"dropped"}
    set_kind(high.number, by=anna, kind="question")
    assert set(Clock.objects.values_list("outcome", flat=True)) == {""}
    assert due(high) == "2026-03-17 18:00"
    set_kind(high.number, by=anna, kind="gratitude")
    close_ticket(high.number, by=anna)
    assert not Breach.objects.exists()


def test_a_merged_ticket_needs_no_clock_until_the_merge_is_taken_back(cast, high, anna, at):
    other = open_ticket(cast.zoya)
    at("2026-03-17 11:00")
    merge_ticket(high.number, by=anna, into=other.number)
    assert clock(high).outcome == "dropped"
    at("2026-03-17 12:00")
    undo_merge(high.number, by=anna)
    assert due(high) == "2026-03-17 18:00"
    assert clock(high).outcome == ""


def test_parts_of_a_ticket_count_from_the_words_they_are_made_of(high, anna, at):
    message = high.messages.get()
    at("2026-03-17 15:00")
    (part,) = split_ticket(
        high.number, by=anna, message_id=message.pk, parts=[Part(body="Не печатает", **HIGH)],
        token=uuid.uuid4(),
    )  # fmt: skip
    assert due(part) == "2026-03-17 18:00"
    assert clock(part).began == "asked"


def test_the_next_update_is_counted_from_each_answer(cast, anna, at):
    contract(cast, targets=[("response", "work_min", 60), ("update", "work_min", 120), ("resolution", "work_day", 3)])
    at("2026-03-17 10:00")
    ticket = open_ticket(cast.zoya)
    assert not Clock.objects.filter(promise="update").exists()
    at("2026-03-17 10:30")
    reply(ticket.number, by=anna, body="Смотрим.", undo=AT_ONCE)
    assert due(ticket, "update") == "2026-03-17 12:30"
    at("2026-03-17 13:00")
    reply(ticket.number, by=anna, body="Ещё смотрим.", undo=AT_ONCE)
    assert due(ticket, "update") == "2026-03-17 15:00"
    assert Breach.objects.get().promise == "update"


def assert_true(ticket, moment):
    """Whatever has happened, the lines of every sum give the due time that the table keeps."""
    for each in Clock.objects.filter(ticket=ticket):
        if each.ended_at is None:
            stops = stops_of(Pause.objects.filter(ticket=ticket))
            told = explain(target_of(each), each.started_at, calendar=calendar_of(each), stops=stops, until=moment)
            assert told.due_at == each.due_at
            assert adds_up(told, calendar_of(each))
