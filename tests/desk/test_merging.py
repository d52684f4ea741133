from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.models import Event
from priyom.desk.actions.answering import draft_place
from priyom.desk.actions.drafts import read_draft, save_draft
from priyom.desk.actions.merging import KEPT, merge_ticket, undo_merge
from priyom.desk.actions.messages import add_note, comment, reply
from priyom.desk.actions.reminders import finish_reminder, set_reminder
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.actions.watching import call_in
from priyom.desk.models import Merge, Reminder, Ticket, Watch
from priyom.desk.queries import get_ticket, messages_of
from tests.cast import enter, open_ticket


@pytest.fixture
def twin(ticket, yakov):
    """Yakov of the same clinic asks the same."""
    return open_ticket(yakov, body="У нас в терапии тоже рецепты не печатаются.")


@pytest.fixture
def far(cast):
    """A ticket of another hospital in another region."""
    return open_ticket(cast.stranger, body="Рецепт стоит в очереди печати.")


def columns(ticket):
    ticket.refresh_from_db()
    return {name: getattr(ticket, name) for name in (*KEPT, "merged_into_id")}


def test_the_people_follow_and_the_words_are_read_in_the_target(anna, zoya, yakov, ticket, twin):
    merge_ticket(twin.number, by=anna, into=ticket.number)

    twin.refresh_from_db()
    assert (twin.status, twin.merged_into) == ("closed", ticket)
    assert get_ticket(yakov, ticket.number) == ticket
    assert [m.author for m in messages_of(yakov, ticket)] == [zoya, yakov]
    assert [m.author for m in messages_of(zoya, ticket)] == [zoya, yakov]


def test_undoing_restores_exactly(anna, boris, yakov, ticket, twin):
    call_in(twin.number, by=anna, login="boris")
    reply(
        twin.number,
        by=anna,
        body="Какая версия?",
        effects={"status": "waiting", "waiting_for": "requester"},
        undo=timedelta(0),
    )
    before = columns(twin)

    merge_ticket(twin.number, by=anna, into=ticket.number)
    assert set(Watch.objects.filter(ticket=ticket, ended_at=None).values_list("user__login", flat=True)) == {
        "yakov",
        "boris",
    }
    undo_merge(twin.number, by=anna)

    assert columns(twin) == before
    assert not Watch.objects.filter(ticket=ticket, ended_at=None).exists()
    with pytest.raises(NotVisible):
        get_ticket(yakov, ticket.number)
    assert list(
        Event.objects.filter(subject_id=twin.pk, kind__startswith="ticket.")
        .order_by("id")
        .values_list("kind", flat=True)
    )[-2:] == ["ticket.merged", "ticket.unmerged"]


def test_a_follower_of_the_target_from_before_stays_after_the_undo(anna, yakov, ticket, twin):
    call_in(ticket.number, by=anna, login="yakov")
    merge_ticket(twin.number, by=anna, into=ticket.number)
    undo_merge(twin.number, by=anna)

    assert get_ticket(yakov, ticket.number) == ticket


def test_a_family_is_never_deeper_than_one_and_comes_apart_in_any_order(anna, zoya, ticket, twin):
    third = open_ticket(zoya, body="И на третьем этаже не печатается.")
    merge_ticket(third.number, by=anna, into=twin.number)
    merge_ticket(twin.number, by=anna, into=ticket.number)
    third.refresh_from_db()
    assert third.merged_into == ticket
    assert len(messages_of(anna, ticket)) == 3

    undo_merge(twin.number, by=anna)
    third.refresh_from_db()
    assert third.merged_into == twin
    undo_merge(third.number, by=anna)
    third.refresh_from_db()
    assert (third.merged_into, third.status) == (None, "new")


def test_a_merged_ticket_takes_no_more_words_and_no_second_merge(anna, yakov, ticket, twin, zoya):
    merge_ticket(twin.number, by=anna, into=ticket.number)
    with pytest.raises(WrongState):
        comment(twin.number, by=yakov, body="А когда?")
    with pytest.raises(WrongState):
        merge_ticket(twin.number, by=anna, into=open_ticket(zoya, body="Другое").number)
    with pytest.raises(Invalid):
        merge_ticket(open_ticket(zoya, body="Ещё").number, by=anna, into=twin.number)
    with pytest.raises(WrongState):
        undo_merge(ticket.number, by=anna)


def test_between_hospitals_a_note_is_needed_and_nobody_gains_sight(anna, zoya, stranger, igor, ticket, far):
    with pytest.raises(Invalid) as refusal:
        merge_ticket(far.number, by=anna, into=ticket.number)
    assert list(refusal.value.errors) == ["note"]

    merge_ticket(far.number, by=anna, into=ticket.number, note="Общий сбой печати. Напишем вам, когда исправим.")

    with pytest.raises(NotVisible):
        get_ticket(stranger, ticket.number)
    assert [m.body for m in messages_of(stranger, far)][-1] == "Общий сбой печати. Напишем вам, когда исправим."
    for person in (zoya, igor):
        assert "Рецепт стоит в очереди печати." not in [m.body for m in messages_of(person, ticket)]
    assert "Рецепт стоит в очереди печати." in [m.body for m in messages_of(anna, ticket)]


def test_an_agent_of_one_region_cannot_merge_with_what_they_may_not_see(strange_agent, ticket, far):
    with pytest.raises(NotVisible):
        merge_ticket(ticket.number, by=strange_agent, into=far.number, note="сюда")
    with pytest.raises(Invalid) as refusal:
        merge_ticket(far.number, by=strange_agent, into=ticket.number, note="туда")
    with pytest.raises(Invalid) as missing:
        merge_ticket(far.number, by=strange_agent, into=99_999_999, note="туда")
    assert refusal.value.errors == missing.value.errors
    assert not Merge.objects.exists()


def test_requesters_and_auditors_do_not_merge(zoya, oleg, igor, ticket, twin):
    for person in (igor, oleg):
        with pytest.raises(NotAllowed):
            merge_ticket(twin.number, by=person, into=ticket.number)
    with pytest.raises(NotVisible):
        merge_ticket(twin.number, by=zoya, into=ticket.number)


def test_an_open_ticket_does_not_disappear_in_a_solved_one(anna, ticket, twin):
    resolve_ticket(ticket.number, by=anna, cause="Драйвер", remedy="Обновили")
    with pytest.raises(Invalid):
        merge_ticket(twin.number, by=anna, into=ticket.number)
    merge_ticket(ticket.number, by=anna, into=twin.number)


def test_a_ticket_that_changed_since_the_preview_is_not_merged(anna, ticket, twin):
    seen = ticket.revision
    add_note(ticket.number, by=anna, body="Смотрю.")
    with pytest.raises(WrongState):
        merge_ticket(twin.number, by=anna, into=ticket.number, into_revision=seen)
    with pytest.raises(Invalid):
        merge_ticket(twin.number, by=anna, into=twin.number)


def test_two_agents_merge_the_pair_crosswise_at_once_and_one_is_refused(at_once):
    cast = enter()
    first, second = open_ticket(cast.zoya), open_ticket(cast.yakov)
    outcome = at_once(
        lambda: merge_ticket(first.number, by=cast.anna, into=second.number),
        lambda: merge_ticket(second.number, by=cast.boris, into=first.number),
    )

    assert sorted(type(each).__name__ for each in outcome)[1] == "Merge"
    assert isinstance(next(each for each in outcome if not isinstance(each, Merge)), (Invalid, WrongState))
    assert Ticket.objects.filter(merged_into=None).count() == 1


def test_merging_a_ticket_and_taking_its_relatives_back_at_once_never_wait_in_a_ring(at_once):
    cast = enter()
    for _round in range(12):
        relatives = [open_ticket(cast.zoya) for _ in range(3)]
        middle, target = open_ticket(cast.zoya), open_ticket(cast.zoya)
        for relative in relatives:
            merge_ticket(relative.number, by=cast.anna, into=middle.number)

        outcome = at_once(
            lambda middle=middle, target=target: merge_ticket(middle.number, by=cast.anna, into=target.number),
            *(lambda each=each: undo_merge(each.number, by=cast.boris) for each in relatives),
        )

        assert not [each for each in outcome if isinstance(each, DatabaseError)], outcome
        middle.refresh_from_db()
        assert middle.merged_into_id == target.pk


# --- what comes along ------------------------------------------------------------------------------------


def reminders_of(ticket):
    return set(Reminder.objects.filter(ticket=ticket).values_list("note", flat=True))


def test_reminders_move_with_the_ticket_and_come_back(anna, boris, ticket, twin):
    tomorrow = now() + timedelta(days=1)
    set_reminder(twin.number, by=anna, due_at=tomorrow, note="позвонить")
    set_reminder(twin.number, by=boris, due_at=tomorrow, note="журнал")
    finish_reminder(set_reminder(twin.number, by=anna, due_at=tomorrow, note="сделано").pk, by=anna)
    set_reminder(ticket.number, by=anna, due_at=tomorrow, note="своё")

    merge_ticket(twin.number, by=anna, into=ticket.number)
    assert reminders_of(ticket) == {"позвонить", "журнал", "своё"}
    assert reminders_of(twin) == {"сделано"}

    undo_merge(twin.number, by=anna)
    assert reminders_of(ticket) == {"своё"}
    assert reminders_of(twin) == {"позвонить", "журнал", "сделано"}


@pytest.mark.parametrize("first", ["twin", "middle"])
def test_reminders_find_home_from_a_chain_of_merges_in_any_order(anna, zoya, ticket, twin, first):
    middle = open_ticket(zoya, body="И на третьем этаже не печатается.")
    due = now() + timedelta(days=1)
    set_reminder(twin.number, by=anna, due_at=due, note="первое")
    set_reminder(middle.number, by=anna, due_at=due, note="второе")
    merge_ticket(twin.number, by=anna, into=middle.number)
    merge_ticket(middle.number, by=anna, into=ticket.number)
    assert reminders_of(ticket) == {"первое", "второе"}

    for each in (twin, middle) if first == "twin" else (middle, twin):
        undo_merge(each.number, by=anna)
    assert (reminders_of(ticket), reminders_of(middle), reminders_of(twin)) == (set(), {"второе"}, {"первое"})


def test_what_was_begun_to_write_waits_in_the_target_and_comes_back(anna, boris, ticket, twin):
    for person, text in ((anna, "Обновите драй"), (boris, "Проверю лог")):
        save_draft(by=person, place=draft_place(twin.number), text=text)
    save_draft(by=anna, place=draft_place(twin.number, "internal"), text="Спросить у Вадима")
    save_draft(by=boris, place=draft_place(ticket.number), text="Уже пишу")

    merge_ticket(twin.number, by=anna, into=ticket.number)
    assert read_draft(anna, draft_place(ticket.number)).text == "Обновите драй"
    assert read_draft(anna, draft_place(ticket.number, "internal")).text == "Спросить у Вадима"
    assert read_draft(boris, draft_place(ticket.number)).text == "Уже пишу"
    save_draft(by=anna, place=draft_place(ticket.number, "internal"), text="Спросил")

    undo_merge(twin.number, by=anna)
    assert read_draft(anna, draft_place(twin.number)).text == "Обновите драй"
    assert read_draft(anna, draft_place(ticket.number)) is None
    assert read_draft(boris, draft_place(twin.number)).text == "Проверю лог"
    assert read_draft(anna, draft_place(ticket.number, "internal")).text == "Спросил"  # written on since: it stays


def test_between_hospitals_colleagues_come_along_and_answers_do_not(anna, boris, strange_agent, stranger, ticket, far):
    due = now() + timedelta(days=1)
    call_in(far.number, by=anna, login="boris")
    set_reminder(far.number, by=boris, due_at=due, note="вижу обе")
    set_reminder(far.number, by=strange_agent, due_at=due, note="вижу одну")
    save_draft(by=boris, place=draft_place(far.number), text="Здравствуйте, Пётр")
    save_draft(by=boris, place=draft_place(far.number, "internal"), text="Та же поломка")

    merge_ticket(far.number, by=anna, into=ticket.number, note="Общий сбой печати.")

    assert set(Watch.objects.filter(ticket=ticket, ended_at=None).values_list("user__login", flat=True)) == {"boris"}
    assert (reminders_of(ticket), reminders_of(far)) == ({"вижу обе"}, {"вижу одну"})
    assert read_draft(boris, draft_place(ticket.number)) is None
    assert read_draft(boris, draft_place(ticket.number, "internal")).text == "Та же поломка"
    undo_merge(far.number, by=anna)
    assert reminders_of(far) == {"вижу обе", "вижу одну"}
    assert read_draft(boris, draft_place(far.number, "internal")).text == "Та же поломка"


def test_the_preview_says_what_comes_along(anna, ticket, twin, as_):
    set_reminder(twin.number, by=anna, due_at=now() + timedelta(days=1))
    save_draft(by=anna, place=draft_place(twin.number), text="Обновите")
    page = as_(anna).get(reverse("desk:merge", args=[twin.number]), {"into": ticket.number}).content.decode()
    assert "1 напоминание переедет туда." in page
    assert "не отправленные тексты" in page
