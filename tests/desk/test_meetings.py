"""The planning meeting: what gathers, what is decided, and that it comes back until it is done (product.md, A6)."""

from datetime import date, timedelta

import pytest

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.models import Event
from priyom.desk.actions import meetings
from priyom.desk.actions.tickets import reopen_ticket, resolve_ticket, set_kind
from priyom.desk.lists.agenda import gather
from priyom.desk.models import AgendaItem, Consult, Decision, Meeting, Message, Reminder, Ticket
from tests.cast import open_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def monday(at, cast):
    return at("2026-03-02 10:00")


@pytest.fixture
def planned(monday, pavel):
    return meetings.plan_meeting(by=pavel, held_at=now() + timedelta(hours=1))


def reasons_of(ticket, user):
    return next((item.reasons for item in gather(user).items if item.ticket.pk == ticket.pk), None)


def decide(item, pavel, owner, **changes):
    said = {"text": "Запросить журнал у шлюза", "owner": owner, "due_on": date(2026, 3, 5)} | changes
    return meetings.decide(item.pk, by=pavel, **said)


def begun(planned, pavel, ticket, note=""):
    meetings.put_on_agenda(ticket.number, by=pavel, note=note)
    meetings.begin_meeting(planned.pk, by=pavel)
    return AgendaItem.objects.get(meeting=planned, ticket=ticket)


def test_nothing_gathers_on_a_quiet_desk(monday, pavel, ticket):
    assert gather(pavel).items == []


def test_what_nobody_has_touched_for_a_week_gathers(monday, at, pavel, ticket):
    at("2026-03-09 09:00")
    assert reasons_of(ticket, pavel) is None
    at("2026-03-09 11:00")
    assert reasons_of(ticket, pavel) == ["no_movement"]


def test_what_waits_for_the_requester_does_not_count_as_stuck(monday, at, pavel, ticket):
    Ticket.objects.filter(pk=ticket.pk).update(status="waiting", waiting_for="requester")
    at("2026-03-20 11:00")
    assert reasons_of(ticket, pavel) is None


def test_what_was_opened_again_twice_gathers(monday, pavel, zoya, anna, ticket):
    for _time in range(2):
        resolve_ticket(ticket.number, by=anna, cause="Сбой", remedy="Перезапуск")
        reopen_ticket(ticket.number, by=zoya)
    assert reasons_of(ticket, pavel) == ["reopened"]


def test_what_is_called_an_error_and_a_change_in_turn_gathers(monday, pavel, anna, ticket):
    set_kind(ticket.number, by=anna, kind="change_request")
    assert reasons_of(ticket, pavel) is None
    set_kind(ticket.number, by=anna, kind="incident")
    assert reasons_of(ticket, pavel) == ["bug_or_feature"]


def test_overdue_advice_gathers(monday, at, pavel, anna, boris, ticket):
    Consult.objects.create(
        ticket=ticket, region_id=ticket.region_id, person=boris, asked_by=anna, asked_at=now(), since=now(),
        needed_by=now() + timedelta(hours=2),
    )  # fmt: skip
    at("2026-03-03 13:00")
    assert reasons_of(ticket, pavel) == ["consult_late"]


def test_what_is_solved_does_not_gather(monday, at, pavel, anna, ticket):
    resolve_ticket(ticket.number, by=anna, cause="Сбой", remedy="Перезапуск")
    at("2026-03-20 11:00")
    assert reasons_of(ticket, pavel) is None


def test_a_rule_may_be_changed_and_switched_off(monday, at, pavel, ticket):
    at("2026-03-05 11:00")
    meetings.set_rule("no_movement", by=pavel, limit=2, is_active=True)
    assert reasons_of(ticket, pavel) == ["no_movement"]
    meetings.set_rule("no_movement", by=pavel, limit=2, is_active=False)
    assert reasons_of(ticket, pavel) is None


@pytest.mark.parametrize("limit", [0, 91, -1])
def test_a_rule_takes_no_senseless_number(monday, pavel, limit):
    with pytest.raises(Invalid) as refused:
        meetings.set_rule("no_movement", by=pavel, limit=limit, is_active=True)
    assert "limit" in refused.value.errors


def test_nobody_sees_on_the_agenda_what_they_may_not_see(monday, at, pavel, strange_agent, ticket):
    meetings.put_on_agenda(ticket.number, by=pavel)
    assert reasons_of(ticket, pavel) == ["added"]
    assert reasons_of(ticket, strange_agent) is None


def test_the_agenda_stands_when_the_meeting_begins(planned, pavel, zoya, ticket):
    item = begun(planned, pavel, ticket, note="Чей это шлюз?")
    assert (item.note, item.reasons, item.added_by) == ("Чей это шлюз?", ["added"], pavel)
    later = open_ticket(zoya)
    meetings.put_on_agenda(later.number, by=pavel)
    assert not planned.items.filter(ticket=later).exists()


def test_one_meeting_at_a_time(planned, pavel, ticket):
    meetings.begin_meeting(planned.pk, by=pavel)
    another = meetings.plan_meeting(by=pavel, held_at=now() + timedelta(days=1))
    with pytest.raises(WrongState):
        meetings.begin_meeting(another.pk, by=pavel)
    with pytest.raises(WrongState):
        meetings.begin_meeting(planned.pk, by=pavel)


def test_a_decision_is_written_into_the_ticket_and_its_owner_is_reminded(planned, pavel, anna, ticket):
    decision = decide(begun(planned, pavel, ticket), pavel, anna)
    note = Message.objects.filter(ticket=ticket, visibility="internal").get()
    assert "Запросить журнал у шлюза" in note.body
    assert anna.name in note.body
    assert "5 марта" in note.body
    reminder = Reminder.objects.get(ticket=ticket)
    assert (reminder.user, reminder.due_at.isoformat()) == (anna, "2026-03-05T07:00:00+00:00")
    assert Event.objects.filter(kind="ticket.decided", subject_id=ticket.pk).count() == 1
    assert AgendaItem.objects.get(ticket=ticket).discussed_at is not None
    assert decision.region_id == ticket.region_id


def test_a_decision_comes_back_until_it_is_done(planned, pavel, anna, ticket):
    decision = decide(begun(planned, pavel, ticket), pavel, anna)
    meetings.end_meeting(planned.pk, by=pavel)
    resolve_ticket(ticket.number, by=anna, cause="Сбой", remedy="Перезапуск")
    assert reasons_of(ticket, pavel) == ["decision"]
    meetings.finish_decision(decision.pk, by=anna)
    meetings.finish_decision(decision.pk, by=pavel)  # a second time changes nothing
    assert reasons_of(ticket, pavel) is None
    assert Decision.objects.get().done_by == anna
    assert Reminder.objects.get(ticket=ticket).done_at is not None
    assert Event.objects.filter(kind="ticket.decision_done").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "   "}, "text"),
        ({"text": "д" * 501}, "text"),
        ({"due_on": date(2026, 3, 1)}, "due_on"),
        ({"due_on": date(2028, 3, 1)}, "due_on"),
    ],
)
def test_a_decision_says_what_and_by_when(planned, pavel, anna, ticket, changes, field):
    item = begun(planned, pavel, ticket)
    with pytest.raises(Invalid) as refused:
        decide(item, pavel, anna, **changes)
    assert list(refused.value.errors) == [field]
    assert not Message.objects.filter(ticket=ticket, visibility="internal").exists()


def test_its_owner_must_be_able_to_work_on_the_ticket(planned, pavel, zoya, strange_agent, ticket):
    item = begun(planned, pavel, ticket)
    for nobody in (zoya, strange_agent):
        with pytest.raises(Invalid) as refused:
            decide(item, pavel, nobody)
        assert list(refused.value.errors) == ["owner"]


def test_what_was_put_there_and_not_talked_about_waits_for_the_next_meeting(planned, pavel, zoya, ticket):
    begun(planned, pavel, ticket, note="Чей шлюз?")
    meetings.end_meeting(planned.pk, by=pavel)
    waiting = AgendaItem.objects.get(meeting=None)
    assert (waiting.ticket, waiting.note, waiting.added_by) == (ticket, "Чей шлюз?", pavel)
    assert planned.items.get().ticket == ticket, "the minutes say that it was not talked about"
    with pytest.raises(WrongState):
        meetings.end_meeting(planned.pk, by=pavel)


def test_what_was_talked_about_is_no_longer_stuck(planned, at, pavel, ticket):
    at("2026-03-09 11:00")
    meetings.begin_meeting(planned.pk, by=pavel)
    meetings.discuss(AgendaItem.objects.get(ticket=ticket).pk, by=pavel)
    meetings.end_meeting(planned.pk, by=pavel)
    assert reasons_of(ticket, pavel) is None
    at("2026-03-16 12:00")
    assert reasons_of(ticket, pavel) == ["no_movement"]


def test_who_leads_no_team_leads_no_meeting(planned, anna, oleg):
    for person in (anna, oleg):
        with pytest.raises(NotAllowed):
            meetings.plan_meeting(by=person, held_at=now())
        with pytest.raises(NotAllowed):
            meetings.begin_meeting(planned.pk, by=person)
        with pytest.raises(NotAllowed):
            meetings.set_rule("reopened", by=person, limit=3, is_active=True)


def test_a_form_that_is_sent_twice_decides_and_plans_once(planned, pavel, anna, ticket):
    item = begun(planned, pavel, ticket)
    assert decide(item, pavel, anna) == decide(item, pavel, anna)
    assert ticket.messages.filter(body__startswith="Решение планёрки").count() == 1
    held_at = now() + timedelta(days=3)
    assert meetings.plan_meeting(by=pavel, held_at=held_at) == meetings.plan_meeting(by=pavel, held_at=held_at)


def test_a_stranger_decides_nothing(planned, pavel, anna, strange_agent, ticket):
    item = begun(planned, pavel, ticket)
    decision = decide(item, pavel, anna)
    with pytest.raises(NotVisible):
        meetings.discuss(item.pk, by=strange_agent)
    with pytest.raises(NotVisible):
        meetings.finish_decision(decision.pk, by=strange_agent)


def test_two_who_begin_at_once_begin_one_meeting(at_once, planned_for_all):
    pavel, planned = planned_for_all
    outcome = at_once(*[lambda: meetings.begin_meeting(planned.pk, by=pavel)] * 2)
    assert sorted(type(each).__name__ for each in outcome) == ["Meeting", "WrongState"]
    assert Meeting.objects.get().items.count() == 1


@pytest.fixture
def planned_for_all(_jobs_are_gone_afterwards, transactional_db):
    from tests import cast as people_of_the_play

    cast = people_of_the_play.enter()
    meetings.put_on_agenda(open_ticket(cast.zoya).number, by=cast.pavel)
    return cast.pavel, meetings.plan_meeting(by=cast.pavel, held_at=now() + timedelta(hours=1))


class TestPages:
    """The same through the browser's door."""

    @pytest.mark.usefixtures("monday")
    def test_a_lead_plans_begins_decides_and_ends(self, as_, pavel, anna, ticket):
        client = as_(pavel)
        client.post(f"/desk/tickets/{ticket.number}/agenda", {"note": "Чей это шлюз?"})
        client.post("/desk/meetings", {"held_at": "2026-03-02T11:00"})
        planned = Meeting.objects.get()
        page = client.get("/desk/meetings").content.decode()
        assert "Чей это шлюз?" in page
        assert "вынесена вручную" in page
        client.post(f"/desk/meetings/{planned.pk}/beginning")
        page = client.get(f"/desk/meetings/{planned.pk}").content.decode()
        assert "обсудили 0 из 1" in page
        item = AgendaItem.objects.get()
        said = {"text": "Запросить журнал", "owner": "anna", "due_on": "2026-03-05"}
        page = client.post(f"/desk/meetings/items/{item.pk}/decisions", said, follow=True).content.decode()
        assert "Запросить журнал" in page
        page = client.post(f"/desk/meetings/{planned.pk}/end", follow=True).content.decode()
        assert "обсудили 1 из 1" in page
        page = as_(anna).get("/desk/meetings").content.decode()
        assert "Поручено вам" in page
        gathered = page[page.index("Что собралось") :]
        assert "решение ещё не выполнено" in gathered
        assert "Запросить журнал" in gathered
        assert "срок — 5 марта" in gathered

    def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(self, as_, planned, pavel, ticket):
        item = begun(planned, pavel, ticket)
        said = {"text": "Запросить журнал", "owner": "никто", "due_on": "когда-нибудь"}
        answer = as_(pavel).post(f"/desk/meetings/items/{item.pk}/decisions", said)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Запросить журнал" in page
        assert "Это не дата" in page
        assert "когда-нибудь" in page

    def test_the_number_of_questions_does_not_grow_with_the_agenda(
        self, as_, planned, pavel, zoya, django_assert_max_num_queries
    ):
        for _each in range(12):
            meetings.put_on_agenda(open_ticket(zoya).number, by=pavel)
        client = as_(pavel)
        client.get("/desk/meetings")
        with django_assert_max_num_queries(26):
            client.get("/desk/meetings")
        meetings.begin_meeting(planned.pk, by=pavel)
        with django_assert_max_num_queries(22):
            client.get(f"/desk/meetings/{planned.pk}")
