"""From line to line with a reason, from owner to owner on purpose, and whose work a solution is."""

from datetime import timedelta

import pytest

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.models import Event
from priyom.desk.actions.assignment import assign_ticket, release_ticket, take_ticket, transfer_ticket
from priyom.desk.actions.bulk import plan
from priyom.desk.actions.handover import hand_over
from priyom.desk.actions.messages import reply
from priyom.desk.actions.moving import hand_tickets_over
from priyom.desk.actions.passing import judge_passing, pass_on
from priyom.desk.actions.tickets import reopen_ticket, resolve_ticket
from priyom.desk.models import Handover, Passing, Solving
from priyom.desk.page.path import path_of
from priyom.desk.queries import get_ticket, timeline_of
from priyom.people.models import Contract, Team, TeamMembership, WorkCalendar
from tests.cast import open_ticket


def contract(model):
    calendar = WorkCalendar.objects.create(code="five", name="5×8", weekly={})
    return Contract.objects.create(number="1", title="Край", support_model=model, calendar=calendar)


@pytest.fixture
def owned(anna, ticket):
    """Anna has the ticket, and by its contract keeps it to the end."""
    ticket.contract = contract("owner")
    ticket.save(update_fields=["contract"])
    return take_ticket(ticket.number, by=anna)


# --- the owner keeps it --------------------------------------------------------------------------------------


def test_an_owner_is_not_changed_by_the_way(anna, boris, pavel, line2, owned):
    for attempt in (
        lambda: assign_ticket(owned.number, by=anna, to=boris),
        lambda: assign_ticket(owned.number, by=boris, to=boris),
        lambda: transfer_ticket(owned.number, by=anna, team=line2),
        lambda: pass_on(owned.number, by=pavel, team=line2, reason="Пусть вторая"),
        lambda: release_ticket(owned.number, by=anna),
    ):
        with pytest.raises(WrongState) as refused:
            attempt()
        assert "совет" in str(refused.value)
    for wanted in ({"team": "line2"}, {"assignee": "boris"}):
        assert plan([owned.number], wanted, by=anna).left_out == {owned.number: "kept_by_owner"}
    with pytest.raises(Invalid) as refused:
        reply(owned.number, by=anna, body="Передаю дальше", effects={"team": "line2"})
    assert set(refused.value.errors) == {"team"}


def test_an_answer_on_its_way_does_not_take_the_ticket_from_an_owner_who_came_meanwhile(anna, boris, ticket):
    ticket.contract = contract("owner")
    ticket.save(update_fields=["contract"])
    message = reply(ticket.number, by=anna, body="Передаю второй линии", effects={"team": "line2"})
    take_ticket(ticket.number, by=boris)
    from priyom.base import clock
    from priyom.desk.actions.messages import publish_message

    clock.set_now(message.send_after + timedelta(seconds=1))
    publish_message(message.pk)
    clock.set_now(None)
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.team.code) == (boris, "line1")


def test_nobody_has_it_yet_so_it_may_still_be_sent_to_the_right_team(anna, boris, ticket, line2):
    ticket.contract = contract("owner")
    ticket.save(update_fields=["contract"])
    transfer_ticket(ticket.number, by=anna, team=line2)
    assert assign_ticket(ticket.number, by=anna, to=boris).assignee == boris


def test_the_owner_hands_over_with_a_reason_and_a_note(anna, kira, owned, run_reactions):
    hand_over(owned.number, by=anna, to=kira, reason="leave", note="Ждём журнал, он придёт завтра")
    owned.refresh_from_db()
    assert owned.assignee == kira
    handed = Handover.objects.get()
    assert (handed.from_user, handed.to_user, handed.reason) == (anna, kira, "leave")
    assert set(Event.objects.get(kind="ticket.handed_over").details) == {"before", "after"}
    told = path_of(anna, owned, timeline_of(anna, owned))
    assert told.handovers == (handed,)


def test_the_requester_reads_who_has_it_now_and_not_why(anna, kira, zoya, owned, as_):
    hand_over(owned.number, by=anna, to=kira, reason="dismissal", note="Больше не работает")
    page = as_(zoya).get(f"/portal/tickets/{owned.number}").content.decode()
    assert f"Заявкой занимается {kira.name}" in page
    assert "Больше не работает" not in page
    assert "увольнение" not in page


@pytest.mark.parametrize(
    ("change", "field"),
    [({"to": None}, "to"), ({"to": "anna"}, "to"), ({"to": "strange_agent"}, "to"), ({"reason": "bored"}, "reason"),
     ({"note": "  "}, "note"), ({"note": "х" * 2001}, "note")],
)  # fmt: skip
def test_a_handover_says_to_whom_and_why(cast, owned, change, field):
    given = {"to": "kira", "reason": "shift", "note": "Смена кончилась"} | change
    given["to"] = getattr(cast, given["to"]) if given["to"] else None
    with pytest.raises(Invalid) as refused:
        hand_over(owned.number, by=cast.anna, **given)
    assert set(refused.value.errors) == {field}


def test_a_lead_hands_over_for_who_is_away_and_a_colleague_does_not(anna, boris, pavel, kira, owned, stranger):
    with pytest.raises(NotAllowed):
        hand_over(owned.number, by=boris, to=boris, reason="other", note="Заберу")
    with pytest.raises(NotVisible):
        hand_over(owned.number, by=stranger, to=kira, reason="other", note="Заберу")
    assert hand_over(owned.number, by=pavel, to=kira, reason="leave", note="Анна в отпуске").assignee == kira


def test_all_tickets_of_who_leaves_are_still_handed_over_in_one_step(anna, kira, pavel, owned):
    assert hand_tickets_over(anna, by=pavel, to=kira) == 1
    owned.refresh_from_db()
    assert owned.assignee == kira


def test_the_form_of_an_owned_ticket_offers_advice_and_the_handover(anna, kira, owned, as_):
    address = f"/desk/tickets/{owned.number}/owner"
    page = as_(anna).get(address).content.decode()
    assert f"/desk/tickets/{owned.number}/consults" in page
    assert 'name="why"' in page
    given = {"to": "kira", "why": "shift", "revision": owned.revision}
    assert as_(anna).post(address, given).status_code == 422
    assert as_(anna).post(address, given | {"note": "Смена кончилась"}).status_code == 302
    assert get_ticket(kira, owned.number).assignee == kira


# --- from line to line ---------------------------------------------------------------------------------------


def test_from_line_to_line_one_says_why(anna, boris, line1, line2, ticket, at):
    at((ticket.opened_at + timedelta(minutes=25)).isoformat())
    take_ticket(ticket.number, by=anna)
    with pytest.raises(Invalid) as refused:
        pass_on(ticket.number, by=anna, team=line2)
    assert set(refused.value.errors) == {"reason"}
    pass_on(ticket.number, by=anna, team=line2, reason="Нужен  доступ\nк серверу")
    passing = Passing.objects.get()
    assert (passing.way, passing.from_team, passing.to_team, passing.holder) == ("up", line1, line2, anna)
    assert (passing.reason, passing.held) == ("Нужен доступ к серверу", timedelta(minutes=25))

    at((ticket.opened_at + timedelta(minutes=85)).isoformat())
    pass_on(ticket.number, by=boris, team=line1, reason="Это настройка, см. статью")
    back = Passing.objects.latest("pk")
    assert (back.way, back.held) == ("down", timedelta(hours=1))
    path = path_of(anna, get_ticket(anna, ticket.number), timeline_of(anna, ticket))
    assert [leg.team for leg in path.legs] == ["Линия 1", "Линия 2", "Линия 1"]
    assert path.legs[0].holder == anna.name
    assert path.returns == 1


def test_a_department_that_is_no_line_needs_no_reason(anna, ticket):
    docs = Team.objects.create(code="docs", name="Документация")
    pass_on(ticket.number, by=anna, team=docs)
    assert Passing.objects.get().way == "across"


def test_passing_where_it_is_already_leaves_no_trace(anna, line1, ticket):
    pass_on(ticket.number, by=anna, team=line1, reason="Сюда же")
    assert not Passing.objects.exists()


def test_the_line_that_passed_it_on_hears_how_it_ended(anna, boris, line2, ticket, run_reactions):
    from priyom.channels.models import Notification

    pass_on(ticket.number, by=anna, team=line2, reason="Нужен доступ к серверу")
    resolve_ticket(ticket.number, by=boris, cause="Служба стояла", remedy="Запустили")
    run_reactions()
    assert Notification.objects.filter(user=anna, event__kind="ticket.resolved").exists()


def test_the_form_asks_why_and_shows_when_the_line_passes_on(anna, line1, ticket, as_):
    line1.exit_criteria = "Нужен доступ к серверу\nБольше часа без следа"
    line1.save(update_fields=["exit_criteria"])
    client, address = as_(anna), f"/desk/tickets/{ticket.number}/owner"
    assert "Больше часа без следа" in client.get(address).content.decode()
    given = {"team": "line2", "revision": ticket.revision}
    assert client.post(address, given).status_code == 422
    assert client.post(address, given | {"reason": "Нужен доступ"}).status_code == 302
    assert "Нужен доступ" in client.get(f"/desk/tickets/{ticket.number}").content.decode()


# --- could the line below have solved it ---------------------------------------------------------------------


@pytest.fixture
def solved(anna, boris, line2, ticket):
    """Passed up by Anna, solved by Boris."""
    pass_on(ticket.number, by=anna, team=line2, reason="Нужен доступ к серверу")
    return resolve_ticket(ticket.number, by=boris, cause="Служба стояла", remedy="Запустили")


def test_the_solver_says_it_with_one_key_and_others_are_not_asked(anna, boris, solved, as_):
    passing = Passing.objects.get()
    address, page = f"/desk/passings/{passing.pk}/verdict", f"/desk/tickets/{solved.number}"
    assert address in as_(boris).get(page).content.decode()
    assert address not in as_(anna).get(page).content.decode()
    assert as_(anna).post(address, {"verdict": "yes"}).status_code == 403
    assert as_(boris).post(address, {"verdict": "missing"}).status_code == 422
    assert as_(boris).post(address, {"verdict": "missing", "missing": "Описания журнала"}).status_code == 302
    passing.refresh_from_db()
    assert (passing.verdict, passing.missing, passing.judged_by) == ("missing", "Описания журнала", boris)
    assert address not in as_(boris).get(page).content.decode()
    judge_passing(passing.pk, by=boris, verdict="missing", missing="Описания журнала")
    assert Event.objects.filter(kind="ticket.passing_judged").count() == 1


def test_it_is_not_asked_before_the_ticket_is_solved_nor_of_a_way_down(boris, vadim, line3, line1, ticket):
    pass_on(ticket.number, by=boris, team=line3, reason="Правка кода")
    with pytest.raises(WrongState):
        judge_passing(Passing.objects.get().pk, by=vadim, verdict="yes")
    pass_on(ticket.number, by=vadim, team=line1, reason="Это настройка")
    with pytest.raises(NotVisible):
        judge_passing(Passing.objects.get(way="down").pk, by=vadim, verdict="yes")


def test_a_line_that_solved_it_after_all_is_not_asked_about(anna, boris, vadim, line2, line3, ticket, as_):
    pass_on(ticket.number, by=anna, team=line2, reason="Нужен доступ к серверу")
    pass_on(ticket.number, by=boris, team=line3, reason="Правка кода")
    pass_on(ticket.number, by=vadim, team=line2, reason="В коде ошибки нет")
    resolve_ticket(ticket.number, by=boris, cause="Служба стояла", remedy="Запустили")
    page = as_(boris).get(f"/desk/tickets/{ticket.number}").content.decode()
    assert "Могла ли решить Линия 1?" in page
    assert "Могла ли решить Линия 2?" not in page


def test_the_keys_go_over_to_the_question_that_is_left(anna, boris, vadim, line2, line3, ticket, as_):
    pass_on(ticket.number, by=anna, team=line2, reason="Нужен доступ к серверу")
    pass_on(ticket.number, by=boris, team=line3, reason="Правка кода")
    resolve_ticket(ticket.number, by=vadim, cause="Ошибка", remedy="Исправили")
    first, second = Passing.objects.order_by("id")
    for left in (second, first):
        page = as_(vadim).get(f"/desk/tickets/{ticket.number}").content.decode()
        form = page[page.index(f'id="passing-{left.pk}"') :]
        assert 'data-key="1"' in form[: form.index("</form>")]
        assert page.count('data-key="1"') == 1
        judge_passing(left.pk, by=vadim, verdict="no")


def test_a_verdict_is_one_of_three(boris, solved):
    with pytest.raises(Invalid):
        judge_passing(Passing.objects.get().pk, by=boris, verdict="perhaps")


# --- whose work it is ----------------------------------------------------------------------------------------


def test_a_solution_counts_for_the_team_that_solved(anna, boris, zoya, line1, line2, ticket):
    resolve_ticket(ticket.number, by=boris, cause="Служба", remedy="Запустили")
    assert Solving.objects.get().team == line2  # it lay with the first line, and a second-line colleague solved it
    reopen_ticket(ticket.number, by=zoya)
    resolve_ticket(ticket.number, by=anna, cause="Настройка", remedy="Исправили")
    assert Solving.objects.get(current=True).team == line1
    assert Solving.objects.count() == 2


def test_the_share_of_the_lines_is_live_and_says_how_it_is_counted(anna, boris, vadim, marina, zoya, as_):
    from priyom.desk.lists.solving import share_of_lines

    assert share_of_lines(marina).percent is None
    for solver, count in ((anna, 3), (boris, 2), (vadim, 1)):
        for _turn in range(count):
            resolve_ticket(open_ticket(zoya).number, by=solver, cause="Причина", remedy="Средство")
    docs = Team.objects.create(code="docs", name="Документация")
    TeamMembership.objects.filter(user=vadim).update(team=docs)
    resolve_ticket(open_ticket(zoya).number, by=vadim, cause="Причина", remedy="Средство")
    reopened = resolve_ticket(open_ticket(zoya).number, by=anna, cause="Причина", remedy="Средство")
    reopen_ticket(reopened.number, by=zoya)
    share = share_of_lines(marina)
    assert share.by_line == {1: 3, 2: 2, 3: 1}
    assert (share.elsewhere, share.solved, share.before_development) == (1, 7, 5)
    assert share.percent == 71.4
    page = as_(marina).get("/desk/overview").content.decode()
    assert "71,4" in page
    assert "5" in page


def test_a_desk_of_one_region_counts_its_own(strange_agent, zoya, anna):
    from priyom.desk.lists.solving import share_of_lines

    resolve_ticket(open_ticket(zoya).number, by=anna, cause="Причина", remedy="Средство")
    assert share_of_lines(strange_agent).solved == 0


def test_what_was_solved_long_ago_is_not_in_the_figure(marina, anna, zoya, at):
    from priyom.desk.lists.solving import share_of_lines

    resolve_ticket(open_ticket(zoya).number, by=anna, cause="Причина", remedy="Средство")
    at((now() + timedelta(days=31)).isoformat())
    assert share_of_lines(marina).solved == 0
