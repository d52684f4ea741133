import pytest
from django.urls import reverse

from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.models import Event
from priyom.desk.actions.linking import link_tickets, unlink_tickets
from priyom.desk.models import TicketLink
from priyom.desk.page.choosing import likely_same
from tests.cast import enter, open_ticket


@pytest.fixture
def three(zoya):
    return [open_ticket(zoya, subject=f"Заявка {n}") for n in range(3)]


def test_a_link_is_written_once_and_told_on_both_sides(anna, three):
    one, two, _ = three
    first = link_tickets(one.number, by=anna, to=two.number, kind="parent")
    again = link_tickets(two.number, by=anna, to=one.number, kind="parent", inverse=True)

    assert first == again
    assert set(Event.objects.filter(kind="ticket.linked").values_list("subject_id", flat=True)) == {
        one.pk,
        two.pk,
    }


def test_related_is_the_same_from_both_ends(anna, three):
    one, two, _ = three
    assert link_tickets(one.number, by=anna, to=two.number, kind="related") == link_tickets(
        two.number, by=anna, to=one.number, kind="related"
    )


@pytest.mark.parametrize("kind", ["parent", "caused_by"])
def test_links_do_not_run_in_a_ring(anna, three, kind):
    one, two, three_ = three
    link_tickets(one.number, by=anna, to=two.number, kind=kind)
    link_tickets(two.number, by=anna, to=three_.number, kind=kind)
    with pytest.raises(Invalid) as refusal:
        link_tickets(three_.number, by=anna, to=one.number, kind=kind)
    assert "to" in refusal.value.errors
    with pytest.raises(Invalid):
        link_tickets(one.number, by=anna, to=three_.number, kind=kind, inverse=True)


def test_a_ticket_is_part_of_one_ticket_only(anna, three):
    one, two, three_ = three
    link_tickets(one.number, by=anna, to=two.number, kind="parent")
    with pytest.raises(WrongState):
        link_tickets(one.number, by=anna, to=three_.number, kind="parent")


def test_a_link_is_removed_from_either_side_but_not_an_origin(anna, three):
    one, two, three_ = three
    link = link_tickets(one.number, by=anna, to=two.number, kind="duplicate")
    with pytest.raises(NotVisible):
        unlink_tickets(three_.number, by=anna, link_id=link.pk)
    unlink_tickets(two.number, by=anna, link_id=link.pk)
    assert not TicketLink.objects.exists()
    origin = TicketLink.objects.create(source=one, target=two, kind="split", added_by=anna, added_at=one.opened_at)
    with pytest.raises(WrongState):
        unlink_tickets(one.number, by=anna, link_id=origin.pk)


def test_what_one_may_not_see_cannot_be_linked(strange_agent, zoya, stranger, three, anna):
    far = open_ticket(stranger)
    with pytest.raises(Invalid) as hidden:
        link_tickets(far.number, by=strange_agent, to=three[0].number, kind="related")
    with pytest.raises(Invalid) as missing:
        link_tickets(far.number, by=strange_agent, to=99_999_999, kind="related")
    assert hidden.value.errors == missing.value.errors
    with pytest.raises(NotAllowed):
        link_tickets(three[0].number, by=zoya, to=three[1].number, kind="related")
    with pytest.raises(Invalid):
        link_tickets(three[0].number, by=anna, to=three[0].number, kind="related")
    with pytest.raises(Invalid):
        link_tickets(three[0].number, by=anna, to=three[1].number, kind="split")


def test_a_ring_closed_from_both_ends_at_once_is_refused(at_once):
    cast = enter()
    one, two, three_ = (open_ticket(cast.zoya) for _ in range(3))
    link_tickets(one.number, by=cast.anna, to=two.number, kind="caused_by")
    outcome = at_once(
        lambda: link_tickets(two.number, by=cast.anna, to=three_.number, kind="caused_by"),
        lambda: link_tickets(three_.number, by=cast.boris, to=one.number, kind="caused_by"),
    )
    assert sorted(type(each).__name__ for each in outcome) == ["Invalid", "TicketLink"]


def test_the_same_error_code_is_the_strongest_sign(anna, zoya, yakov, stranger):
    mine = open_ticket(zoya, subject="Не уходит эпикриз", body="PATIENT_MPI_MISMATCH")
    twin = open_ticket(yakov, subject="Фамилия после замужества", body="Отказ PATIENT_MPI_MISMATCH")
    open_ticket(stranger, subject="PATIENT_MPI_MISMATCH", organisation=stranger.organisation)
    like = open_ticket(zoya, subject="Не уходит эпикриз совсем", body="Что делать?")

    found = likely_same(anna, mine)
    assert [choice.number for choice in found] == [twin.number, like.number]
    assert "тот же код ошибки" in found[0].why
    assert "код" not in found[1].why


def test_who_only_reads_sees_the_links_and_no_form(anna, oleg, yakov, ticket, as_):
    twin = open_ticket(yakov)
    link_tickets(ticket.number, by=anna, to=twin.number, kind="related", inverse=False)
    panel = as_(oleg).get(reverse("desk:links", args=[ticket.number]), headers={"HX-Request": "true"}).content.decode()
    assert twin.subject in panel
    assert "<form" not in panel
    page = as_(oleg).get(reverse("desk:ticket", args=[ticket.number])).content.decode()
    assert "call-in" not in page
    assert "call-in" in as_(anna).get(reverse("desk:ticket", args=[ticket.number])).content.decode()
