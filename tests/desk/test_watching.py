import pytest

from priyom.base.errors import Invalid, NotAllowed, NotVisible
from priyom.base.models import Event
from priyom.desk.actions.messages import add_note
from priyom.desk.actions.watching import call_in, unwatch_ticket, watch_ticket
from priyom.desk.models import Watch
from priyom.desk.queries import get_ticket


def followers(ticket):
    return set(Watch.objects.filter(ticket=ticket, ended_at=None).values_list("user__login", flat=True))


def test_one_follows_once_and_stops(boris, ticket):
    watch_ticket(ticket.number, by=boris)
    watch_ticket(ticket.number, by=boris)
    assert followers(ticket) == {"boris"}
    unwatch_ticket(ticket.number, by=boris)
    assert not followers(ticket)
    assert Event.objects.filter(kind="ticket.watched").count() == 1


def test_a_colleague_of_another_region_sees_what_they_are_called_into(anna, strange_agent, ticket):
    with pytest.raises(NotVisible):
        get_ticket(strange_agent, ticket.number)
    call_in(ticket.number, by=anna, login="strange_agent")
    assert get_ticket(strange_agent, ticket.number) == ticket
    unwatch_ticket(ticket.number, by=anna, user_id=strange_agent.pk)
    with pytest.raises(NotVisible):
        get_ticket(strange_agent, ticket.number)


def test_people_of_the_hospital_may_be_called_in_and_strangers_not(anna, yakov, igor, stranger, ticket):
    call_in(ticket.number, by=anna, login="yakov")
    for nobody in ("stranger", "no-such-person"):
        with pytest.raises(Invalid):
            call_in(ticket.number, by=anna, login=nobody)
    assert followers(ticket) == {"yakov"}


def test_requesters_call_nobody_in(zoya, stranger, ticket):
    with pytest.raises(NotAllowed):
        call_in(ticket.number, by=zoya, login="yakov")
    with pytest.raises(NotVisible):
        call_in(ticket.number, by=stranger, login="stranger")
    with pytest.raises(NotAllowed):
        watch_ticket(ticket.number, by=zoya)


def test_a_name_in_a_note_tells_the_colleague(anna, boris, vadim, ticket):
    note = add_note(
        ticket.number,
        by=anna,
        body="@boris, @Vadim: посмотрите журнал. Почта x@boris.example не в счёт, @anna тоже.",
    )
    assert followers(ticket) == {"boris", "vadim"}
    event = Event.objects.get(kind="ticket.mentioned")
    assert event.details == {"message": note.pk, "users": sorted([boris.pk, vadim.pk])}


def test_a_requester_named_in_a_note_is_told_nothing(anna, yakov, stranger, ticket):
    add_note(ticket.number, by=anna, body="@yakov говорит то же, @stranger и @nobody тоже")
    assert not followers(ticket)
    assert not Event.objects.filter(kind="ticket.mentioned").exists()
