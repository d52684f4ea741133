"""The contract's report, recomputed by another way: from the facts of each ticket instead of from what was counted."""

import io
import re
import zipfile
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import pypdf
import pytest

from priyom.base.clock import now
from priyom.base.models import Event
from priyom.base.requests import end_request, start_request
from priyom.desk.actions.facts import go_on, let_wait
from priyom.desk.actions.messages import AT_ONCE, reply
from priyom.desk.actions.promises import explain_breach
from priyom.desk.actions.tickets import reopen_ticket, resolve_ticket
from priyom.desk.jobs import watch_clocks
from priyom.desk.models import Breach, Decision, Meeting, Round, Ticket
from priyom.insight import book as workbook
from priyom.insight import figures
from priyom.insight.paper import Paper
from priyom.insight.periods import Period
from priyom.insight.report import late_ones, percent, report_of, usual_period
from priyom.people.calendars import WorkingCalendar
from priyom.people.models import ContractParty, Organisation, User
from tests.cast import open_ticket
from tests.desk.promises import contract, office

pytestmark = pytest.mark.django_db
MARCH = Period.read("2026-03")


@pytest.fixture
def month(cast, at):
    """March of a contract: kept, late, waiting, opened again, not yet solved; and one ticket before and after it."""
    made = contract(
        cast,
        calendar=office(),
        targets=[("response", "work_min", 60), ("resolution", "work_min", 480)],
        goal_percent=95,
    )

    def play(opened, answered=None, solved=None, waits=None):
        at(opened)
        ticket = open_ticket(cast.zoya)
        if answered:
            at(answered)
            reply(ticket.number, by=cast.anna, body="Смотрим.", undo=AT_ONCE)
        if waits:
            at(waits[0])
            let_wait(ticket.number, by=cast.anna, waiting_for="requester")
            at(waits[1])
            go_on(ticket.number, by=cast.anna)
        if solved:
            at(solved)
            watch_clocks()
            resolve_ticket(ticket.number, by=cast.anna, cause="Сбой", remedy="Перезапуск")
        return ticket

    stage = {
        "before": play("2026-02-26 10:00", "2026-02-26 10:30", "2026-02-26 12:00"),
        "kept": play("2026-03-02 10:00", "2026-03-02 10:20", "2026-03-02 15:00"),
        "late": play("2026-03-03 10:00", "2026-03-03 12:00", "2026-03-05 11:00"),
        "waited": play(
            "2026-03-10 10:00", "2026-03-10 10:50", "2026-03-12 12:00", waits=("2026-03-10 11:00", "2026-03-12 10:00")
        ),
        "again": play("2026-03-16 10:00", "2026-03-16 10:05", "2026-03-16 12:00"),
        "open": play("2026-03-30 10:00", "2026-03-30 10:40"),
    }
    at("2026-03-17 10:00")
    reopen_ticket(stage["again"].number, by=cast.zoya)
    at("2026-03-17 12:00")
    resolve_ticket(stage["again"].number, by=cast.anna, cause="Сбой", remedy="Обновление")
    at("2026-04-01 10:00")
    watch_clocks()
    stage["after"] = play("2026-04-01 10:00")
    return made, stage


def report(made, cast):
    return report_of(cast.marina, made, MARCH)


def test_what_came_was_solved_and_stayed_open(month):
    made, _stage = month
    span = MARCH.bounds("Europe/Moscow")
    assert (figures.came(made, span), figures.solved(made, span)) == (5, 4)
    assert (figures.open_at(made, span[0]), figures.open_at(made, span[1])) == (0, 1)


def test_every_promise_is_counted_once_where_it_was_decided(month, cast):
    made, _stage = month
    kept = {each.promise: (each.kept, each.broken) for each in report(made, cast).promises}
    assert kept == {"response": (4, 1), "resolution": (3, 2)}


def test_the_same_recomputed_from_the_facts_of_each_ticket(month, cast):
    """Another way: each ticket's own facts through the calendar, minute by minute, with no clock, pause or breach row."""
    made, _stage = month
    calendar = WorkingCalendar("Europe/Moscow", {day: [(time(9), time(18))] for day in range(5)})
    begins, ends = MARCH.bounds("Europe/Moscow")
    kept = broken = 0
    for ticket in Ticket.objects.filter(contract=made):
        due = calendar.due(ticket.opened_at, timedelta(minutes=480), pauses=stops_of(ticket))
        done = ticket.resolved_at
        if done is not None and done <= due:
            kept += begins <= done < ends
        elif due <= datetime(2026, 4, 1, 7, tzinfo=UTC):
            broken += begins <= due < ends
    solution = next(each for each in report(made, cast).promises if each.promise == "resolution")
    assert (solution.kept, solution.broken) == (kept, broken)


def stops_of(ticket):
    """Return when the ticket waited or was solved, from its events alone."""
    stops, since = [], None
    for event in Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).order_by("id"):
        if event.kind in {"ticket.waiting", "ticket.resolved"} and since is None:
            since = event.happened_at
        elif event.kind in {"ticket.resumed", "ticket.reopened"} and since is not None:
            stops.append((since, event.happened_at))
            since = None
    return stops


def test_a_late_one_is_told_with_its_clock_and_cause(month, cast):
    made, stage = month
    explain_breach(stage["late"].number, by=cast.anna, promise="resolution", cause="load", note="Шквал после релиза")
    late = late_ones(cast.marina, made, MARCH, explained=True)
    assert [(each.ticket.number, each.breach.promise) for each in late] == [
        (stage["late"].number, "response"), (stage["late"].number, "resolution"), (stage["open"].number, "resolution"),
    ]  # fmt: skip
    assert late[1].words == "просрочено на 1 день"
    assert late[1].cause == "пришло больше, чем успевали"
    assert report(made, cast).causes[0] in {("причина ещё не названа", 2), ("причина ещё не названа", 1)}


def test_late_news_are_late_until_the_next_news_and_not_until_the_solution(cast, at):
    made = contract(cast, targets=[("update", "work_min", 60)])
    at("2026-03-02 10:00")
    ticket = open_ticket(cast.zoya)
    at("2026-03-02 11:30")
    reply(ticket.number, by=cast.anna, body="Смотрим.", undo=AT_ONCE)
    at("2026-03-02 12:00")
    watch_clocks()
    resolve_ticket(ticket.number, by=cast.anna, cause="Сбой", remedy="Перезапуск")
    reopen_ticket(ticket.number, by=cast.zoya)
    at("2026-03-06 12:00")
    resolve_ticket(ticket.number, by=cast.anna, cause="Сбой", remedy="Обновление")
    first, *_later = late_ones(cast.marina, made, MARCH, explained=False)
    assert first.breach.due_at == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert first.words == "просрочено на 30 мин"


@pytest.fixture
def news(cast, at):
    """News promised within an hour of each answer: in time at noon, late at two, in time before three, then the solution."""
    made = contract(cast, targets=[("response", "work_min", 60), ("update", "work_min", 60)])
    at("2026-03-02 11:00")
    ticket = open_ticket(cast.zoya)
    for hour in ("11:10", "12:00", "14:00", "14:50"):
        at(f"2026-03-02 {hour}")
        watch_clocks()
        reply(ticket.number, by=cast.anna, body="Смотрим.", undo=AT_ONCE)
    at("2026-03-02 15:30")
    resolve_ticket(ticket.number, by=cast.anna, cause="Сбой", remedy="Перезапуск")
    return made, ticket


def test_each_round_of_news_counts_in_time_or_late(news, cast):
    made, ticket = news
    by_promise = {each.promise: each for each in report(made, cast).promises}
    assert (by_promise["update"].kept, by_promise["update"].broken) == (3, 1)
    assert percent(by_promise["update"].share) == "75 %"
    (place,) = report(made, cast).places
    assert (place.kept, place.broken) == (4, 1)
    said = answers_of(ticket)
    in_time = sum(later - earlier <= timedelta(hours=1) for earlier, later in pairwise(said))
    assert (in_time, len(said) - 1 - in_time) == (3, 1)  # by another way: from the facts alone


def answers_of(ticket):
    """Return when we answered or solved, from the events alone."""
    kinds = ("ticket.replied", "ticket.resolved")
    facts = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, kind__in=kinds).order_by("id")
    return list(facts.values_list("happened_at", flat=True))


def test_news_that_were_late_are_explained_by_their_own_round(news, cast):
    made, _ticket = news
    (late,) = late_ones(cast.marina, made, MARCH, explained=True)
    told = " ".join(f"{line.words} {line.value}" for line in late.sum)
    assert "Мы ответили 2 марта 2026, 12:00" in told
    assert late.sum[-1].value == "2 марта 2026, 13:00"


def test_two_answers_of_the_same_moment_are_one_round(news, cast):
    """Answers are published together, in one transaction and at one moment."""
    _made, ticket = news
    reopen_ticket(ticket.number, by=cast.zoya)
    before = Round.objects.count()
    for _turn in range(2):
        reply(ticket.number, by=cast.anna, body="Смотрим.", undo=AT_ONCE)
    assert Round.objects.count() == before


def test_a_department_is_named_after_its_hospital_on_paper(month, cast):
    made, stage = month
    surgery = Organisation.objects.create(
        code="surgery", kind="department", name="Хирургия", short_name="Хирургия", parent=cast.clinic,
        region=cast.region,
    )  # fmt: skip
    Ticket.objects.filter(pk=stage["late"].pk).update(organisation=surgery)
    places = {each.ticket.pk: each.place for each in late_ones(cast.marina, made, MARCH, explained=False)}
    assert places[stage["late"].pk] == f"{cast.clinic.short_name}, Хирургия"
    assert places[stage["open"].pk] == cast.clinic.short_name


def test_broken_promises_are_explained_in_as_many_questions_for_ten_as_for_one(cast, at, django_assert_max_num_queries):
    made = contract(cast, targets=[("response", "work_min", 60), ("resolution", "work_min", 480)])
    for day in range(2, 7):
        at(f"2026-03-0{day} 10:00")
        ticket = open_ticket(cast.zoya)
        let_wait(ticket.number, by=cast.anna, waiting_for="requester")
        at(f"2026-03-0{day} 12:00")
        go_on(ticket.number, by=cast.anna)
    at("2026-03-31 12:00")
    watch_clocks()
    start_request()  # stamps are read once in each
    with django_assert_max_num_queries(8):
        late = late_ones(cast.marina, made, MARCH, explained=True)
    end_request()
    assert len(late) == 10
    assert all(each.sum for each in late)


def test_a_coordinator_reads_nothing_of_another_region_under_the_same_contract(month, cast, at):
    """Two regions are parties of one contract: its sums are open to both, its tickets and hospitals to each the own."""
    made, stage = month
    ContractParty.objects.create(contract=made, region=cast.other_region)
    at("2026-03-11 10:00")
    theirs = open_ticket(cast.stranger)
    Ticket.objects.filter(pk=theirs.pk).update(contract=made)
    Breach.objects.create(
        ticket=theirs, region_id=theirs.region_id, contract=made, promise="resolution", due_at=now(), noticed_at=now()
    )
    meeting = Meeting.objects.create(held_at=now(), planned_by=cast.pavel)
    for ticket in (theirs, stage["late"]):
        Decision.objects.create(
            ticket=ticket, region_id=ticket.region_id, meeting=meeting, text=f"Решение {ticket.number}",
            owner=cast.anna, due_on=now().date(), made_by=cast.pavel, made_at=now(),
        )  # fmt: skip
    span = MARCH.bounds("Europe/Moscow")
    assert theirs.region_id == cast.other_region.pk
    for reader, numbers in (
        (cast.marina, {theirs.number, stage["late"].number}),
        (cast.galina, {stage["late"].number}),
    ):
        late = {each.ticket.number for each in late_ones(reader, made, MARCH, explained=False)}
        assert (theirs.number in late, stage["late"].number in late) == (theirs.number in numbers, True)
        assert {each.ticket.number for each in figures.decisions(reader, made, span)} == numbers
        names = {each.name for each in figures.places(reader, made, span)}
        assert (cast.other_clinic.short_name in names) == (theirs.number in numbers)
        assert cast.clinic.short_name in names


def test_the_headline_says_the_share_and_the_goal(month, cast):
    made, _stage = month
    made_report = report(made, cast)
    assert made_report.headline == "В срок 60 % при норме 95 %."
    assert made_report.followed_by.startswith("Нарушено 3 срока: ")
    assert percent(made_report.in_time.share) == "60 %"


def test_a_month_that_is_over_does_not_change_when_its_ticket_is_solved_later(month, cast, at):
    made, stage = month
    before = [(each.promise, each.kept, each.broken) for each in report(made, cast).promises]
    at("2026-04-10 10:00")
    resolve_ticket(stage["open"].number, by=cast.anna, cause="Сбой", remedy="Обновление")
    assert [(each.promise, each.kept, each.broken) for each in report(made, cast).promises] == before


def test_thanks_are_no_work(month):
    made, stage = month
    Ticket.objects.filter(pk=stage["late"].pk).update(kind="gratitude")
    span = MARCH.bounds("Europe/Moscow")
    assert figures.came(made, span) == 4
    assert figures.breaches(made, span).count() == 1


def test_first_answers_are_measured_in_working_time(month):
    made, _stage = month
    first = figures.first_response(made, MARCH.bounds("Europe/Moscow"))
    assert (first.middle, first.worst, first.count) == (timedelta(minutes=40), timedelta(hours=2), 5)


def test_an_empty_month_says_so(cast, at):
    at("2026-04-01 10:00")
    made = contract(cast)
    empty = report(made, cast)
    assert empty.headline == "За этот период ни один срок не наступил."
    assert empty.followed_by == "Ни один срок не нарушен."
    assert (empty.promises, empty.places, empty.topics) == ([], [], [])


def test_the_usual_period_is_the_last_one_that_is_over(month, at):
    made, _stage = month
    at("2026-04-01 00:30")
    assert usual_period(made).code == "2026-03"
    at("2026-03-31 23:30")
    assert usual_period(made).code == "2026-02"


def test_in_its_first_month_a_contract_shows_that_month(cast, at):
    made = contract(cast)
    at("2026-04-01 00:30")
    assert usual_period(made).code == "2026-04"


def test_of_a_period_that_has_not_begun_nothing_is_foretold(month, cast, at):
    made, _stage = month
    at("2026-05-20 10:00")
    running, later = (report_of(cast.marina, made, Period.read(code)) for code in ("2026-05", "2026-07"))
    assert running.bars.expected
    assert "прогноз" in running.numbers[0].note
    assert (later.bars.expected, later.ahead) == ((), "")
    assert "прогноз" not in later.numbers[0].note


def test_a_table_on_paper_repeats_its_head_and_loses_no_word(tmp_path):
    """A cell that is longer than a page, a word that is wider than its column, a row of nothing."""
    paper = Paper("Отчёт", tmp_path)
    paper.add_page()
    rows = [["1", "слово " * 2000], ["2", "ж" * 400], ["", ""], *([str(n), "коротко"] for n in range(3, 90))]
    paper.rows(["Заявка", "Причина"], rows, (15, 52))
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.output())).pages]
    assert len(pages) > 3
    assert {page.count("Заявка") for page in pages} == {1}
    said = "".join(pages)
    assert (said.count("слово"), said.count("ж"), said.count("коротко")) == (2000, 400, 87)


class TestDoors:
    """The same on the page, as a workbook and on paper."""

    def test_the_page_shows_the_figures_and_leads_to_each_clock(self, month, as_, marina):
        made, stage = month
        page = as_(marina).get(f"/reports/contracts/{made.pk}?period=2026-03").content.decode()
        assert "В срок 60 % при норме 95 %." in page
        assert f"/desk/tickets/{stage['late'].number}/clocks#promise-resolution" in page or "promise-resolution" in page
        assert "март 2026" in page

    def test_a_period_that_is_none_is_the_usual_one(self, month, as_, marina):
        made, _stage = month
        assert "март 2026" in as_(marina).get(f"/reports/contracts/{made.pk}?period=вчера").content.decode()

    def test_the_workbook_holds_the_figures_as_texts_and_numbers(self, month, as_, marina):
        made, stage = month
        Ticket.objects.filter(pk=stage["late"].pk).update(subject="=cmd|' /C calc'!A0")
        answer = as_(marina).get(f"/reports/contracts/{made.pk}/table?period=2026-03")
        assert answer["Content-Disposition"].endswith('-2026-03.xlsx"')
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            strings = book.read("xl/sharedStrings.xml").decode()
            sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert "В срок 60 %" in strings
        assert "=cmd|" in strings
        assert "60 %<" not in strings, "a share alone is a number"
        figures, places, late = sheets
        assert re.search(r'<c r="B\d" s="\d+"><v>\d+</v></c>', figures), "what came is counted on with"
        assert re.search(r'<c r="E2" s="\d+"><v>0\.\d+|<c r="E2" s="\d+"><v>1</v>', places)
        assert re.search(r'<c r="E2" s="\d+"><v>46\d{3}\.\d+</v>', late), "a due time is a moment"
        assert not any("<f>" in sheet for sheet in sheets)
        assert all('paperSize="9"' in sheet and 'fitToHeight="0"' in sheet for sheet in sheets), "as wide as an A4"
        assert 'orientation="landscape"' in late
        assert "Всего" in strings

    def test_a_row_of_the_workbook_is_as_high_as_its_words_and_no_higher_than_a_program_takes(
        self, month, as_, marina, monkeypatch
    ):
        made, _stage = month

        def tallest():
            answer = as_(marina).get(f"/reports/contracts/{made.pk}/table?period=2026-03")
            with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
                late = book.read("xl/worksheets/sheet3.xml").decode()
            return max(float(told) for told in re.findall(r'<row [^>]* ht="([0-9.]+)"', late))

        whole = tallest()
        assert whole > workbook.LINE
        monkeypatch.setattr(workbook, "TALLEST", whole - workbook.LINE)
        assert tallest() == whole - workbook.LINE

    def test_the_paper_is_a4_with_cyrillic_text_and_room_to_sign(self, month, as_, marina):
        made, _stage = month
        answer = as_(marina).get(f"/reports/contracts/{made.pk}/document?period=2026-03")
        paper = pypdf.PdfReader(io.BytesIO(answer.content))
        text = "\n".join(page.extract_text() for page in paper.pages)
        assert (round(float(paper.pages[0].mediabox.width)), round(float(paper.pages[0].mediabox.height))) == (595, 842)
        assert "В срок 60 % при норме 95 %." in text
        assert "Исполнитель" in text
        assert "Заказчик" in text
        assert Event.objects.filter(kind="report.taken").exists()

    def test_whoever_takes_it_reads_the_times_of_the_contract(self, month, as_, marina):
        made, _stage = month
        texts = []
        for zone in ("Asia/Vladivostok", "Europe/Kaliningrad"):
            User.objects.filter(pk=marina.pk).update(timezone=zone)
            paper = as_(marina).get(f"/reports/contracts/{made.pk}/document?period=2026-03").content
            texts.append("\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper)).pages))
        assert texts[0] == texts[1]
        assert "Время везде: московское время (Europe/Moscow)." in texts[0]
        assert "03.03.2026 11:00" in texts[0]

    def test_a_template_is_no_contract_to_report_on(self, cast, as_, adam):
        made = contract(cast, is_template=True)
        assert as_(adam).get(f"/reports/contracts/{made.pk}").status_code == 404

    def test_strangers_find_no_contract(self, month, as_, anna, zoya, stranger):
        made, _stage = month
        for person in (anna, zoya, stranger):
            for door in ("", "/table", "/document"):
                assert as_(person).get(f"/reports/contracts/{made.pk}{door}").status_code == 404
            assert as_(person).get("/reports/").status_code == 403

    def test_the_number_of_questions_does_not_grow_with_the_tickets(
        self, month, as_, marina, django_assert_max_num_queries
    ):
        made, _stage = month
        client = as_(marina)
        client.get(f"/reports/contracts/{made.pk}?period=2026-03")
        with django_assert_max_num_queries(45):
            client.get(f"/reports/contracts/{made.pk}?period=2026-03")
