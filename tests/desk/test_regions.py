"""An organisation goes over to another region, and everything of its tickets with it."""

import pytest
from django.apps import apps
from django.urls import reverse

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.models import Event
from priyom.channels.models import Letter, Notification
from priyom.desk.actions.messages import add_note
from priyom.desk.actions.regions import carriers, follow_regions
from priyom.desk.actions.watching import watch_ticket
from priyom.desk.jobs import follow_late_ones
from priyom.desk.models import Look, Message, Ticket, TicketWords
from priyom.desk.queries import get_ticket
from priyom.people.actions.organisations import close_organisation
from priyom.people.actions.regions import change_region
from priyom.people.actions.relocating import relocate_organisation
from priyom.people.models import Organisation, User
from tests.cast import open_ticket

# What carries a region of its own: facts that have happened, places, and files, which belong to no ticket.
NOT_OF_A_TICKET = {
    "base.Event", "people.Organisation", "people.ContractParty", "privacy.ScreenedFile", "desk.Ticket",
    "desk.MessageLetter", "channels.Mailbox", "channels.WebhookTarget", "privacy.FileLook",
}  # fmt: skip


def relocate(cast, **changed):
    facts = {"by": cast.adam, "region": cast.other_region, "parent": None} | changed
    return relocate_organisation(cast.clinic.pk, **facts)


def test_every_table_that_carries_a_region_is_thought_of():
    with_region = {
        model._meta.label for model in apps.get_models()
        if any(field.attname == "region_id" for field in model._meta.concrete_fields)
    }  # fmt: skip
    assert with_region - {model._meta.label for model in carriers()} == NOT_OF_A_TICKET


def test_tickets_follow_with_all_that_belongs_to_them(cast, anna, boris, ticket, run_reactions):
    watch_ticket(ticket.number, by=boris)
    add_note(ticket.number, by=anna, body="Проверю журнал")
    Look.objects.create(ticket=ticket, user=anna, region_id=cast.region.pk, slot=1, looked_at=now())
    run_reactions()
    assert Notification.objects.filter(ticket_id=ticket.pk, region_id=cast.region.pk).exists()
    before = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).count()

    relocate(cast)
    run_reactions()

    ticket.refresh_from_db()
    cast.department.refresh_from_db()
    assert (ticket.region, cast.department.region) == (cast.other_region, cast.other_region)
    for rows in (Message, Look, TicketWords, Notification, Letter):
        assert set(rows.objects.filter(ticket_id=ticket.pk).values_list("region_id", flat=True)) <= {
            cast.other_region.pk
        }, rows
    assert Message.objects.filter(ticket=ticket).count() == 2
    happened = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk)
    assert happened.count() == before
    assert set(happened.values_list("region_id", flat=True)) == {cast.region.pk}
    fact = Event.objects.get(kind="organisation.relocated")
    assert fact.details == {"before": cast.region.pk, "after": cast.other_region.pk, "organisations": 2}


def test_who_looks_after_the_new_region_sees_them_and_the_old_one_no_longer(
    cast, galina, strange_agent, ticket, run_reactions
):
    assert get_ticket(galina, ticket.number) == ticket
    relocate(cast)
    run_reactions()
    galina, strange_agent = (User.objects.get(pk=person.pk) for person in (galina, strange_agent))  # another request
    assert get_ticket(strange_agent, ticket.number) == ticket
    with pytest.raises(NotVisible):
        get_ticket(galina, ticket.number)


def test_what_was_opened_while_the_organisation_moved_follows_too(cast, zoya, run_reactions):
    late = open_ticket(zoya)
    relocate(cast)
    run_reactions()
    Ticket.objects.filter(pk=late.pk).update(region=cast.region)  # as a request that had read the old region
    with pytest.raises(WrongState):
        relocate_organisation(cast.clinic.pk, by=cast.adam, region=cast.region, parent=None)
    follow_late_ones()
    late.refresh_from_db()
    assert late.region == cast.other_region
    assert follow_regions(Organisation.objects.get(pk=cast.clinic.pk)) == 0


def test_what_stands_in_the_way_is_said(cast):
    with pytest.raises(Invalid) as refused:
        relocate(cast, region=cast.region)
    assert list(refused.value.errors) == ["region"]
    with pytest.raises(Invalid) as refused:
        relocate(cast, parent=cast.operator)  # of the old region
    assert list(refused.value.errors) == ["parent"]
    with pytest.raises(Invalid):
        relocate(cast, parent=cast.department)
    with pytest.raises(Invalid):
        relocate_organisation(cast.department.pk, by=cast.adam, region=cast.other_region, parent=None)
    Organisation.objects.filter(pk=cast.department.pk).update(region=cast.other_region)
    with pytest.raises(WrongState):
        relocate(cast)
    assert not Event.objects.filter(kind="organisation.relocated").exists()


def test_a_region_out_of_use_takes_nobody(cast, adam):
    for each in Organisation.objects.filter(region=cast.other_region):
        close_organisation(each.pk, by=adam)
    change_region("north", by=adam, name="Северобережная область", timezone="Asia/Vladivostok", is_active=False)
    with pytest.raises(Invalid):
        relocate(cast)


def test_only_an_administrator_moves_an_organisation(cast, igor, galina, marina):
    for person in (igor, galina, marina):
        with pytest.raises(NotAllowed):
            relocate(cast, by=person)


def test_the_page_says_what_moves_and_moves_it(cast, adam, yakov, ticket, as_, run_reactions):
    open_ticket(yakov, body="Ещё один вопрос")
    client, address = as_(adam), reverse("people:organisation_region", args=[cast.clinic.pk])
    assert "Перевести в другой регион" in client.get(address).content.decode()
    page = client.get(address, {"region": cast.other_region.pk}).content.decode()
    assert "Приозёрный край → Северобережная область" in page
    assert "<b>2</b> заявки со всей историей" in page
    done = client.post(address, {"region": cast.other_region.pk}, follow=True)
    assert "Северобережная область" in done.content.decode()
    run_reactions()
    assert set(Ticket.objects.values_list("region_id", flat=True)) == {cast.other_region.pk}
    again = client.post(address, {"region": cast.other_region.pk})
    assert again.status_code == 422
    assert "в этом регионе" in again.content.decode()
