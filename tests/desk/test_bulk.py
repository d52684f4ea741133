import re

import pytest
from django.urls import reverse

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.models import Event
from priyom.desk.actions.assignment import assign_ticket, take_ticket
from priyom.desk.actions.bulk import LOOKED_AT, Listed, check_change, newest_number, plan, start_bulk, undo_bulk
from priyom.desk.actions.bulk_doing import go_on
from priyom.desk.actions.effects import apply_effects
from priyom.desk.actions.messages import add_note, publish_message
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.lists.board import ListState
from priyom.desk.models import BulkChange, CannedAnswer, Message, Ticket, Watch
from tests.cast import enter, open_ticket


@pytest.fixture
def three(zoya):
    return [open_ticket(zoya, subject=f"Заявка {n}") for n in range(3)]


def finish(bulk):
    while go_on(bulk.pk):
        pass
    bulk.refresh_from_db()
    return bulk


def numbers_of(bulk, state):
    return list(bulk.items.filter(state=state).order_by("number").values_list("number", flat=True))


def change_all(tickets, by, **wanted):
    bulk = start_bulk([ticket.number for ticket in tickets], wanted, by=by)
    finish(bulk)
    for ticket in tickets:
        ticket.refresh_from_db()
    return bulk


def test_it_says_beforehand_what_it_can_do_and_why_not_the_rest(anna, stranger, three, strange_agent):
    resolve_ticket(three[0].number, by=anna, cause="Причина", remedy="Помогло")
    far = open_ticket(stranger)
    numbers = [*(ticket.number for ticket in three), far.number, 99_999_999]

    planned = plan(numbers, {"team": "line2"}, by=anna)
    assert [ticket.number for ticket in planned.possible] == [three[1].number, three[2].number, far.number]
    assert planned.left_out == {three[0].number: "done", 99_999_999: "gone"}
    assert plan(numbers, {"team": "line2"}, by=strange_agent).left_out[three[1].number] == "gone"
    assert plan(numbers, {"kind": "incident"}, by=anna).left_out[three[1].number] == "same"
    assert plan([three[1].number], {"assignee": "strange_agent"}, by=anna).left_out == {three[1].number: "assignee"}
    assert plan([three[1].number], {"status": "open"}, by=anna).left_out == {three[1].number: "move"}
    assert not BulkChange.objects.exists()


def test_every_ticket_changes_with_its_own_events(anna, boris, three):
    bulk = change_all(
        three,
        anna,
        topic="emd",
        kind="question",
        impact="hospital",
        urgency="high",
        assignee="boris",
        status="waiting",
        waiting_for="external",
        waiting_whom="поддержка ЕГИСЗ",
        watch=True,
    )

    for ticket in three:
        assert (ticket.topic.code, ticket.kind, ticket.priority, ticket.assignee) == (
            "emd",
            "question",
            1,
            boris,
        )
        assert (ticket.status, ticket.waiting_for, ticket.waiting_whom) == (
            "waiting",
            "external",
            "поддержка ЕГИСЗ",
        )
        kinds = set(Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).values_list("kind", flat=True))
        assert {
            "ticket.classified",
            "ticket.kind_changed",
            "ticket.prioritised",
            "ticket.assigned",
            "ticket.waiting",
            "ticket.watched",
        } <= kinds
    assert Watch.objects.filter(user=anna, ended_at=None).count() == 3
    assert bulk.finished_at


def test_undoing_restores_what_nobody_has_touched_since_and_names_the_rest(anna, boris, three):
    bulk = change_all(three, anna, team="line2", kind="question", watch=True)
    add_note(three[1].number, by=boris, body="Уже смотрю")
    finish(undo_bulk(bulk.pk, by=anna))

    assert numbers_of(bulk, "kept") == [three[1].number]
    for ticket in three:
        ticket.refresh_from_db()
    assert [(ticket.kind, ticket.team.code) for ticket in three] == [
        ("incident", "line1"),
        ("question", "line2"),
        ("incident", "line1"),
    ]
    assert Watch.objects.filter(user=anna, ended_at=None).count() == 1
    assert Event.objects.filter(kind="ticket.bulk_undone").count() == 2
    with pytest.raises(WrongState):
        undo_bulk(bulk.pk, by=anna)


def test_a_macro_goes_to_each_and_comes_back_within_ten_seconds(anna, zoya, three, at):
    at("2026-03-02 10:00:00")
    CannedAnswer.objects.create(
        code="ask",
        title="Версия?",
        body="{requester_name}, какая версия? {ticket_number}",
        effects={"status": "waiting", "waiting_for": "requester"},
    )
    bulk = change_all(three, anna, macro="ask")
    bodies = set(Message.objects.filter(state="pending").values_list("body", flat=True))
    assert len(bodies) == 3
    assert all("Зоя" in body and "№" in body for body in bodies)
    assert CannedAnswer.objects.get().used == 1

    at("2026-03-02 10:00:11")
    assert publish_message(three[0].messages.get(state="pending").pk)
    finish(undo_bulk(bulk.pk, by=anna))
    assert numbers_of(bulk, "kept") == [three[0].number]
    assert Message.objects.filter(state="taken_back").count() == 2


def test_a_macro_with_a_gap_leaves_the_ticket_out(anna, three):
    CannedAnswer.objects.create(code="v", title="Версия", body="У вас {version}, срок {due}.")
    assert set(plan([t.number for t in three], {"macro": "v"}, by=anna).left_out.values()) == {"gaps"}


def test_another_teams_macro_does_not_exist(anna, cast, three):
    CannedAnswer.objects.create(code="theirs", title="Чужой", body="…", team=cast.line3)
    with pytest.raises(NotVisible):
        start_bulk([three[0].number], {"macro": "theirs"}, by=anna)


def test_many_are_done_by_the_worker_in_small_steps(anna, zoya, run_reactions):
    tickets = [open_ticket(zoya) for _ in range(45)]
    run_reactions()
    bulk = start_bulk([ticket.number for ticket in tickets], {"kind": "question"}, by=anna)
    assert go_on(bulk.pk)
    bulk.refresh_from_db()
    assert (len(numbers_of(bulk, "made")), bulk.finished_at) == (20, None)
    run_reactions()
    bulk.refresh_from_db()
    assert len(numbers_of(bulk, "made")) == 45
    assert bulk.finished_at
    assert Ticket.objects.filter(kind="question").count() == 45


def test_wrong_wishes_are_refused_beside_their_field(anna, three, at):
    at("2026-03-02 10:00")
    for field, wanted in {
        "status": {"status": "resolved"}, "topic": {"topic": "no"}, "assignee": {"assignee": "nobody"},
        "waiting_for": {"status": "waiting"},
        "priority": {"priority": 1}, "change": {}, "waiting_until": {"status": "waiting",
        "waiting_for": "date", "waiting_until": now().isoformat()},
    }.items():  # fmt: skip
        with pytest.raises(Invalid) as refusal:
            check_change(wanted, by=anna)
        assert field in refusal.value.errors
    with pytest.raises(Invalid):
        start_bulk([], {"kind": "question"}, by=anna)
    with pytest.raises(Invalid):
        start_bulk(range(1001), {"kind": "question"}, by=anna)


def test_nobody_else_touches_my_change_and_requesters_make_none(anna, boris, zoya, oleg, stranger, three):
    bulk = change_all(three, anna, kind="question")
    with pytest.raises(NotVisible):
        undo_bulk(bulk.pk, by=boris)
    for person in (zoya, oleg, stranger):
        with pytest.raises(NotAllowed):
            plan([three[0].number], {"kind": "question"}, by=person)
        with pytest.raises(NotAllowed):
            start_bulk([three[0].number], {"kind": "question"}, by=person)


def test_two_workers_at_one_change_do_each_ticket_once(at_once):
    cast = enter()
    tickets = [open_ticket(cast.zoya) for _ in range(30)]
    bulk = start_bulk([ticket.number for ticket in tickets], {"kind": "question"}, by=cast.anna)
    assert at_once(lambda: go_on(bulk.pk), lambda: go_on(bulk.pk)).count(False) >= 1
    assert Event.objects.filter(kind="ticket.kind_changed").count() == 30


# --- all of a list ---------------------------------------------------------------------------------------


def all_of(query, by):
    return Listed(ListState.at(by, query).filters, newest_number())


def test_all_of_a_list_change_and_what_comes_later_or_leaves_before_does_not(anna, boris, zoya, three):
    listed = all_of("view=all&assignee=none", anna)
    late = open_ticket(zoya, subject="Позже")
    bulk = start_bulk([], {"kind": "question"}, by=anna, listed=listed)
    take_ticket(three[1].number, by=boris)
    finish(bulk)

    assert numbers_of(bulk, "made") == [three[0].number, three[2].number]
    assert list(bulk.items.filter(state="left_out").values_list("number", "reason")) == [(three[1].number, "left_list")]
    assert Ticket.objects.get(pk=late.pk).kind == "incident"


def test_a_change_that_takes_the_tickets_out_of_the_list_reaches_all_of_it(anna, zoya, three):
    tickets = [*three, *(open_ticket(zoya) for _ in range(40))]
    bulk = finish(start_bulk([], {"assignee": "boris"}, by=anna, listed=all_of("view=all&assignee=none", anna)))
    assert len(numbers_of(bulk, "made")) == len(tickets)
    finish(undo_bulk(bulk.pk, by=anna))
    assert Ticket.objects.filter(assignee=None).count() == len(tickets)


def test_all_of_a_list_are_those_that_one_may_see(strange_agent, stranger, three):
    far = open_ticket(stranger)
    bulk = finish(start_bulk([], {"kind": "question"}, by=strange_agent, listed=all_of("view=all", strange_agent)))
    assert numbers_of(bulk, "made") == [far.number]


def test_my_own_list_is_mine_and_nobody_elses(anna, boris, three):
    assign_ticket(three[0].number, by=anna, to=anna)
    assign_ticket(three[1].number, by=anna, to=boris)
    bulk = finish(start_bulk([], {"kind": "question"}, by=anna, listed=all_of("view=mine", anna)))
    assert numbers_of(bulk, "made") == [three[0].number]
    with pytest.raises(NotVisible):
        all_of("view=saved-1", anna)


def test_a_list_that_is_too_long_is_refused_aloud(anna, three, monkeypatch):
    monkeypatch.setattr("priyom.desk.actions.bulk.MOST_OF_LIST", 2)
    with pytest.raises(Invalid) as refusal:
        start_bulk([], {"kind": "question"}, by=anna, listed=all_of("view=all", anna))
    assert "больше 2" in refusal.value.errors["numbers"][0]
    assert not BulkChange.objects.exists()


def test_a_list_that_is_too_long_leads_back_to_itself(as_, anna, three, monkeypatch):
    here, said = "/desk/lists/all?topic=emd", {"all": "1", "among": "view=all"}
    assert as_(anna).get(here).status_code == 200  # the pages are loaded with the real limit
    monkeypatch.setattr("priyom.desk.actions.bulk.MOST_OF_LIST", 2)
    refused = as_(anna).post("/desk/bulk", said, headers={"referer": f"http://testserver{here}"})
    assert refused.status_code == 422
    assert "Сузьте список фильтром" in refused.text
    assert f'href="{here}"' in refused.text
    for elsewhere in (
        "http://evil.example/desk/lists/all", "http://testserver//evil.example/", "http://testserver/\\evil.example/",
        "http://testserver", "http://testserver?all", "http://[",
    ):  # fmt: skip
        assert "Вернуться" not in as_(anna).post("/desk/bulk", said, headers={"referer": elsewhere}).text


def test_a_bulk_change_leads_back_to_the_list_it_was_marked_in(as_, boris, three):
    said = {"numbers": str(three[0].number), "among": "view=mine&topic=emd"}
    assert 'href="/desk/lists/mine?topic=emd" data-back' in as_(boris).post("/desk/bulk", said).text
    assert 'href="/desk/" data-back' in as_(boris).post("/desk/bulk", {"numbers": str(three[0].number)}).text


def test_of_a_long_list_the_beginning_is_looked_at(anna, three):
    numbers = [ticket.number for ticket in three]
    planned = plan([*numbers, *range(10_000_000, 10_002_000)], {"kind": "question"}, by=anna)
    assert (planned.total, planned.is_whole) == (2003, False)
    assert len(planned.possible) + len(planned.left_out) == LOOKED_AT
    assert plan(numbers, {"kind": "question"}, by=anna).is_whole


def test_a_change_is_stopped_halfway_and_taken_back_by_the_worker(anna, zoya, run_reactions):
    tickets = [open_ticket(zoya) for _ in range(45)]
    run_reactions()
    bulk = start_bulk([ticket.number for ticket in tickets], {"kind": "question"}, by=anna)
    assert go_on(bulk.pk)
    undo_bulk(bulk.pk, by=anna)
    run_reactions()
    bulk.refresh_from_db()
    assert (len(numbers_of(bulk, "undone")), len(numbers_of(bulk, "waiting"))) == (20, 25)
    assert bulk.undone_at
    assert not Ticket.objects.filter(kind="question").exists()
    assert not go_on(bulk.pk)


def test_a_ticket_that_refuses_after_all_does_not_hold_up_the_others(anna, three, monkeypatch):
    def refuse_second(ticket, effects, *, by):
        if ticket.number == three[1].number:
            raise WrongState("changed")
        return apply_effects(ticket, effects, by=by)

    monkeypatch.setattr("priyom.desk.actions.bulk_doing.apply_effects", refuse_second)
    bulk = change_all(three, anna, kind="question", watch=True)
    assert list(bulk.items.filter(state="left_out").values_list("number", "reason")) == [(three[1].number, "changed")]
    assert Watch.objects.filter(ended_at=None).count() == 2


def test_who_loses_the_right_changes_nothing_more(anna, zoya):
    tickets = [open_ticket(zoya) for _ in range(25)]
    bulk = start_bulk([ticket.number for ticket in tickets], {"kind": "question"}, by=anna)
    assert go_on(bulk.pk)
    anna.memberships.update(state="ended")
    finish(bulk)
    assert Ticket.objects.filter(kind="question").count() == 20
    assert set(bulk.items.filter(state="left_out").values_list("reason", flat=True)) <= {"gone", "not_yours"}


def test_the_page_changes_all_of_a_list_and_shows_how_far_it_is(anna, zoya, as_, run_reactions):
    tickets = [open_ticket(zoya, subject=f"Заявка {n}") for n in range(60)]
    run_reactions()
    client = as_(anna)
    page = client.get(reverse("desk:list", args=["all"])).content.decode()
    assert "Отмечены 50 на странице." in page
    assert "Отметить все 60 этого списка" in page
    wanted = {"numbers": [tickets[0].number], "all": "1", "among": "view=all&assignee=none", "kind": "question"}
    planned = client.post(reverse("desk:bulk"), wanted)
    upto = re.search(r'name="upto" value="(\d+)"', planned.content.decode())[1]
    assert "Изменить 60 заявок" in planned.content.decode()
    assert "60 из 60" in planned.content.decode()
    late = open_ticket(zoya)
    done = client.post(reverse("desk:bulk"), wanted | {"upto": upto, "step": "do"}, follow=True)
    assert "0 из 60" in done.content.decode()
    run_reactions()
    bulk = BulkChange.objects.get()
    assert "Изменено 60 из 60" in client.get(reverse("desk:bulk_change", args=[bulk.pk])).content.decode()
    assert Ticket.objects.get(pk=late.pk).kind == "incident"
    client.post(reverse("desk:bulk_undo", args=[bulk.pk]))
    assert "Отменяем: осталось 60" in client.get(reverse("desk:bulk_change", args=[bulk.pk])).content.decode()
    run_reactions()
    page = client.get(reverse("desk:bulk_change", args=[bulk.pk])).content.decode()
    assert "60 заявок снова такие, какими были." in page
    assert not Ticket.objects.filter(kind="question").exists()


def test_all_of_a_list_are_printed(anna, boris, as_, three):
    take_ticket(three[0].number, by=anna)
    sheet = as_(boris).get(
        reverse("desk:print_list"),
        {"numbers": [three[0].number], "all": "1", "among": "view=all&assignee=none"},
    )
    words = sheet.content.decode()
    assert "Заявка 0" not in words
    assert "Заявка 2" in words
