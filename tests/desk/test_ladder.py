from datetime import timedelta

import pytest

from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.channels.models import Notification
from priyom.desk.actions.assignment import take_ticket
from priyom.desk.actions.ladder import (
    pass_on,
    remind_rung_holders,
    return_with_advice,
    say_whether_it_helped,
    solve_on_rung,
    take_up,
)
from priyom.desk.actions.messages import comment
from priyom.desk.actions.nextup import suiting
from priyom.desk.actions.tickets import confirm_solution, reopen_ticket, resolve_ticket
from priyom.desk.lists.listing import Filters, tickets_of
from priyom.desk.models import Clock, RungStep
from priyom.desk.queries import get_ticket, timeline_of
from priyom.people.models import (
    Contract,
    ContractParty,
    CriticalSign,
    Membership,
    Rung,
    ServiceLevel,
    Target,
    WorkCalendar,
)
from tests.cast import open_ticket

FOUND = {"scope": "hospital", "since": "с 8 утра", "tried": "Перезапустили службу печати"}


@pytest.fixture
def contract(cast):
    """The region's contract with the whole ladder: two working hours at the hospital, four at the region."""
    calendar = WorkCalendar.objects.create(
        code="test", name="5×8", timezone="Europe/Moscow",
        weekly={str(day): [["09:00", "18:00"]] for day in range(5)},
    )  # fmt: skip
    made = Contract.objects.create(number="2025-118", title="Договор края", calendar=calendar)
    ContractParty.objects.create(contract=made, region=cast.region)
    level = ServiceLevel.objects.create(contract=made, name="Все")
    Target.objects.create(level=level, promise="resolution", unit="work_min", amount=480)
    for position, (kind, minutes) in enumerate(
        (("colleague", None), ("local", 120), ("operator", 240), ("vendor", None))
    ):
        Rung.objects.create(contract=made, kind=kind, minutes=minutes, position=position)
    return made


@pytest.fixture
def asked(contract, zoya, at):
    at("2026-03-02 10:00")
    return open_ticket(zoya)


def path(ticket):
    return [(step.kind, step.outcome, step.cause) for step in RungStep.objects.filter(ticket=ticket)]


def again(ticket):
    ticket.refresh_from_db()
    return ticket


def listed(user, ticket, **filters):
    return tickets_of(user, Filters(**filters)).filter(pk=ticket.pk).exists()


def test_a_doctors_ticket_stands_first_with_the_local_specialist(asked, at):
    assert (asked.rung, asked.team, asked.status) == ("local", None, "new")
    (step,) = RungStep.objects.all()
    assert step.due_at == at("2026-03-02 12:00")
    assert not Clock.objects.filter(ticket=asked).exists()


def test_a_contract_without_rungs_and_no_contract_at_all_go_straight_to_us(contract, cast, zoya, stranger):
    assert open_ticket(stranger).rung == ""
    Rung.objects.exclude(kind="vendor").delete()
    contract.save()
    direct = open_ticket(zoya)
    assert (direct.rung, direct.team) == ("", cast.line1)


def test_before_it_arrives_it_is_nobodys_work_at_the_desk(asked, anna):
    assert not listed(anna, asked)
    assert not listed(anna, asked, assignee=("none",), status=("new", "open"))
    assert asked not in suiting(anna)
    assert listed(anna, asked, rung=("below",))
    assert listed(anna, asked, rung=("any",))
    assert get_ticket(anna, asked.number) == asked
    with pytest.raises(WrongState):
        take_ticket(asked.number, by=anna)


def test_the_specialist_is_told_and_no_team_is(asked, cast, run_reactions):
    run_reactions()
    told = {notice.user.login for notice in Notification.objects.filter(event__kind="ticket.opened")}
    assert "igor" in told
    assert not {"anna", "kira", "galina"} & told


def test_it_is_solved_on_its_rung_and_the_requester_confirms(asked, igor, zoya):
    with pytest.raises(Invalid):
        solve_on_rung(asked.number, by=igor, cause="", remedy=" ")
    solve_on_rung(asked.number, by=igor, cause="Кончилась бумага", remedy="Положили бумагу")
    assert (again(asked).status, asked.assignee, asked.rung) == ("resolved", None, "local")
    confirm_solution(asked.number, by=zoya)
    assert path(asked) == [("local", "solved", "")]
    assert RungStep.objects.get().who == igor


def test_what_was_not_solved_comes_back_to_the_same_rung(asked, igor, zoya):
    solve_on_rung(asked.number, by=igor, cause="Бумага", remedy="Положили")
    reopen_ticket(asked.number, by=zoya, reason="Не печатает всё равно")
    assert path(asked) == [("local", "solved", ""), ("local", "", "")]


def test_advice_goes_to_the_requester_who_says_whether_it_helped(asked, igor, zoya, galina, at):
    return_with_advice(asked.number, by=igor, advice="Выключите и включите принтер.")
    assert (again(asked).status, asked.waiting_for) == ("waiting", "requester")
    with pytest.raises(WrongState):
        solve_on_rung(asked.number, by=igor, cause="а", remedy="б")
    at("2026-03-02 11:00")
    say_whether_it_helped(asked.number, by=zoya, helped=False)
    assert (again(asked).status, asked.rung) == ("open", "local")
    assert path(asked) == [("local", "returned", ""), ("local", "", "")]
    assert RungStep.objects.get(left_at=None).due_at == at("2026-03-02 13:00")
    return_with_advice(asked.number, by=igor, advice="Смените картридж.")
    say_whether_it_helped(asked.number, by=zoya, helped=True)
    assert (again(asked).status, asked.remedy) == ("closed", "Смените картридж.")
    assert path(asked)[-1] == ("local", "solved", "")
    with pytest.raises(WrongState):
        say_whether_it_helped(asked.number, by=zoya, helped=True)


def test_an_answer_in_words_brings_it_back_as_well(asked, igor, zoya):
    return_with_advice(asked.number, by=igor, advice="Какой принтер?")
    comment(asked.number, by=zoya, body="Второй кабинет, Kyocera")
    assert path(asked) == [("local", "returned", ""), ("local", "", "")]


def test_it_goes_up_with_the_three_answers_and_starts_our_clock_only_when_it_arrives(asked, igor, galina, cast, at):
    with pytest.raises(Invalid) as refused:
        pass_on(asked.number, by=igor, scope="", since="", tried="а" * 1001)
    assert set(refused.value.errors) == {"scope", "since", "tried"}
    pass_on(asked.number, by=igor, **FOUND)
    assert (again(asked).rung, asked.number) == ("operator", asked.number)
    first = RungStep.objects.filter(kind="local").get()
    assert (first.scope, first.since, first.tried, first.who) == (*FOUND.values(), igor)
    with pytest.raises(WrongState):
        take_ticket(asked.number, by=cast.anna)
    with pytest.raises(NotAllowed):
        pass_on(asked.number, by=igor, **FOUND)
    arrived = at("2026-03-03 09:30")
    pass_on(asked.number, by=galina, **FOUND)
    assert (again(asked).rung, asked.team, asked.awaiting_us_since) == ("vendor", cast.line1, arrived)
    clock = Clock.objects.get(ticket=asked, promise="resolution")
    assert (clock.started_at, clock.began) == (arrived, "passed")
    assert asked.due_at == at("2026-03-03 17:30")
    assert listed(cast.anna, asked)
    resolve_ticket(asked.number, by=cast.anna, cause="Драйвер", remedy="Обновили")
    assert path(asked) == [("local", "passed", ""), ("operator", "passed", ""), ("vendor", "solved", "")]


def test_nobody_there_or_who_asks_stands_there_the_rung_is_skipped_with_the_cause(contract, cast, igor, galina, zoya):
    assert path(open_ticket(igor)) == [("local", "skipped", "own"), ("operator", "", "")]
    assert path(open_ticket(galina, organisation=cast.clinic)) == [
        ("local", "skipped", "own"), ("operator", "skipped", "own"), ("vendor", "", ""),
    ]  # fmt: skip
    Membership.objects.filter(user=igor).delete()
    assert path(open_ticket(zoya)) == [("local", "skipped", "nobody"), ("operator", "", "")]
    Membership.objects.filter(user=galina).delete()
    alone = open_ticket(zoya)
    assert path(alone) == [("local", "skipped", "nobody"), ("operator", "skipped", "nobody"), ("vendor", "", "")]
    assert alone.team == cast.line1


def test_critical_and_doctors_where_the_contract_lets_them_go_past(contract, zoya, cast):
    CriticalSign.objects.create(contract=contract, text="Никто не может войти")
    contract.save()
    urgent = open_ticket(zoya, body="Никто не может войти в систему с утра")
    assert path(urgent) == [("local", "skipped", "critical"), ("operator", "skipped", "critical"), ("vendor", "", "")]
    assert Clock.objects.filter(ticket=urgent).exists()
    Rung.objects.filter(kind="local").update(skipped_by_doctors=True)
    contract.save()
    assert path(open_ticket(zoya))[0] == ("local", "skipped", "doctors")


def test_who_stands_above_takes_it_up(asked, galina, anna, igor, zoya, strange_agent):
    for person, refusal in ((igor, NotAllowed), (zoya, NotAllowed), (strange_agent, NotVisible)):
        with pytest.raises(refusal):
            take_up(asked.number, by=person)
    take_up(asked.number, by=galina)
    assert path(again(asked)) == [("local", "passed", "taken"), ("operator", "", "")]
    take_up(asked.number, by=anna)
    assert path(again(asked))[1:] == [("operator", "passed", "taken"), ("vendor", "", "")]
    assert take_ticket(asked.number, by=anna).assignee == anna


def test_a_desk_that_takes_it_from_the_lowest_rung_goes_past_the_next(asked, anna):
    take_up(asked.number, by=anna)
    assert path(again(asked)) == [("local", "passed", "taken"), ("operator", "skipped", "taken"), ("vendor", "", "")]


def test_an_overdue_rung_reminds_once(asked, igor, at, run_reactions):
    at("2026-03-02 12:05")
    remind_rung_holders()
    remind_rung_holders()
    run_reactions()
    assert Notification.objects.filter(event__kind="ticket.rung_overdue", user=igor).count() == 1
    return_with_advice(asked.number, by=igor, advice="Проверьте бумагу")
    at("2026-03-05 12:05")
    remind_rung_holders()
    assert [event.kind for event in timeline_of(igor, asked)].count("ticket.rung_overdue") == 1


def test_only_who_stands_there_acts_there(asked, galina, zoya, yakov, anna, stranger):
    for person, refusal in (
        (galina, NotAllowed), (zoya, NotAllowed), (anna, NotAllowed), (yakov, NotVisible), (stranger, NotVisible)
    ):  # fmt: skip
        with pytest.raises(refusal):
            solve_on_rung(asked.number, by=person, cause="а", remedy="б")
    assert timedelta(0) < RungStep.objects.get().due_at - asked.opened_at
