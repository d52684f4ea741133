"""Letters of people whom nobody knows: somebody says who they are, and takes it back."""

import pytest
from django.urls import reverse

from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.models import Event
from priyom.channels.models import Notification
from priyom.desk.actions.assignment import assign_ticket
from priyom.desk.actions.placing import place_sender, placed_of, take_placing_back
from priyom.desk.models import Message, Ticket
from priyom.desk.queries import get_ticket
from priyom.people.actions.correspondents import meet_correspondent, nowhere
from priyom.people.actions.registration import approve_person
from priyom.people.models import User
from tests.cast import open_ticket


@pytest.fixture
def sender(cast):
    """Somebody who wrote from an address that nobody knows."""
    return meet_correspondent("vetrova.z@mail.example", "З. Ветрова", by=User.objects.system())[0]


@pytest.fixture
def letters(cast, sender, zoya):
    """Two tickets out of letters of the unknown sender."""
    tickets = [open_ticket(zoya, subject=f"Письмо {n}") for n in range(2)]
    place = nowhere()
    for ticket in tickets:
        Ticket.objects.filter(pk=ticket.pk).update(requester=sender, organisation=place, region=place.region)
        Message.objects.filter(ticket=ticket).update(author=sender, region_id=place.region_id)
    return [Ticket.objects.get(pk=ticket.pk) for ticket in tickets]


def where(tickets):
    return {
        (each.organisation.code, each.requester.login) for each in Ticket.objects.filter(pk__in=[t.pk for t in tickets])
    }


def test_the_letters_of_somebody_we_know_become_theirs_and_go_back_exactly(anna, zoya, sender, letters):
    with pytest.raises(NotVisible):
        get_ticket(zoya, letters[0].number)
    assert place_sender(letters[0].number, by=anna, requester="zoya") == 2

    assert where(letters) == {("clinic-1", "zoya")}
    assert get_ticket(zoya, letters[1].number)
    assert set(Message.objects.filter(ticket__in=letters).values_list("region_id", "author__login")) == {
        (zoya.organisation.region_id, sender.login)
    }
    fact = Event.objects.filter(kind="ticket.placed").first()
    assert (fact.details["organisation"], fact.details["requester_before"]) == (zoya.organisation_id, sender.pk)

    assert take_placing_back(letters[1].number, by=anna) == 2
    assert where(letters) == {("unknown", sender.login)}
    assert set(Message.objects.filter(ticket__in=letters).values_list("region_id", flat=True)) == {letters[0].region_id}
    with pytest.raises(NotVisible):
        get_ticket(zoya, letters[0].number)
    with pytest.raises(WrongState):
        take_placing_back(letters[0].number, by=anna)


def test_a_hospital_alone_lets_the_sender_wait_there_and_tells_who_lets_in(
    cast, anna, igor, sender, letters, run_reactions
):
    place_sender(letters[0].number, by=anna, organisation=cast.clinic)
    assert where(letters) == {("clinic-1", sender.login)}
    waits = sender.memberships.get()
    assert (waits.state, waits.organisation) == ("pending", cast.clinic)
    run_reactions()
    assert Notification.objects.filter(user=igor, event__kind="user.registered").exists()

    take_placing_back(letters[0].number, by=anna)
    sender.refresh_from_db()
    assert where(letters) == {("unknown", sender.login)}
    assert (sender.memberships.get().state, sender.organisation) == ("ended", None)


def test_who_was_let_in_meanwhile_stays_in(cast, anna, igor, sender, letters):
    place_sender(letters[0].number, by=anna, organisation=cast.clinic)
    approve_person(sender.memberships.get().pk, by=igor)
    take_placing_back(letters[0].number, by=anna)
    assert sender.memberships.get().state == "active"


def test_what_has_moved_on_since_stays(cast, anna, boris, sender, letters):
    place_sender(letters[0].number, by=anna, requester="zoya")
    Ticket.objects.filter(pk=letters[1].pk).update(requester=cast.yakov)
    assign_ticket(letters[0].number, by=anna, to=boris)
    assert take_placing_back(letters[0].number, by=anna) == 1
    assert where(letters) == {("unknown", sender.login), ("clinic-1", "yakov")}
    assert Ticket.objects.get(pk=letters[0].pk).assignee == boris
    assert placed_of(Ticket.objects.get(pk=letters[1].pk)) is None


def test_wrong_people_and_places_are_refused_beside_their_field(cast, anna, sender, letters):
    number = letters[0].number
    for wanted, field in (
        ({}, "organisation"),
        ({"requester": "boris"}, "requester"),
        ({"requester": "nobody"}, "requester"),
        ({"requester": sender.login}, "requester"),
        ({"organisation": nowhere()}, "organisation"),
    ):
        with pytest.raises(Invalid) as refused:
            place_sender(number, by=anna, **wanted)
        assert list(refused.value.errors) == [field]
    assert where(letters) == {("unknown", sender.login)}


def test_a_ticket_whose_sender_is_known_is_not_placed(anna, ticket, cast):
    with pytest.raises(WrongState):
        place_sender(ticket.number, by=anna, organisation=cast.other_clinic)


def test_others_do_not_say_who_somebody_is(oleg, adam, zoya, strange_agent, cast, letters):
    for person in (oleg, adam):
        with pytest.raises(NotAllowed):
            place_sender(letters[0].number, by=person, organisation=cast.clinic)
    for person in (zoya, strange_agent):
        with pytest.raises(NotVisible):
            place_sender(letters[0].number, by=person, organisation=cast.clinic)


def test_the_pages_lead_there_and_back(cast, anna, adam, sender, letters, as_):
    client = as_(anna)
    address = reverse("desk:sender", args=[letters[0].number])
    assert address in client.get(reverse("desk:ticket", args=[letters[0].number])).content.decode()
    beside = client.get(reverse("desk:organisation_tickets", args=[letters[0].organisation_id])).content.decode()
    assert reverse("desk:sender", args=[letters[1].number]) in beside
    page = client.get(address).content.decode()
    assert "Ещё 1 заявка этого отправителя перейдёт вместе с ней." in page
    assert "Зоя" in client.get(reverse("desk:sender_options"), {"q": "ветр"}).content.decode()
    refused = client.post(address, {"requester": "", "organisation": ""})
    assert refused.status_code == 422
    assert "Скажите, кто это" in refused.content.decode()
    done = client.post(address, {"requester": "zoya"}, follow=True).content.decode()
    assert reverse("desk:unplace", args=[letters[0].number]) in done
    client.post(reverse("desk:unplace", args=[letters[0].number]))
    assert where(letters) == {("unknown", sender.login)}
    assert "больше не знает" in client.get(reverse("desk:history", args=[letters[0].number])).content.decode()
