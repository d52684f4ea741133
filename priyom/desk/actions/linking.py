"""Links between tickets: part of, duplicate of, related to, caused by; no ring of parents or causes."""

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base import locks
from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.events import record
from priyom.desk.actions.pairs import two_to_work_on
from priyom.desk.models import Ticket, TicketLink
from priyom.desk.permissions import may_work_on
from priyom.desk.queries import get_ticket
from priyom.people.models import User

Kind = TicketLink.Kind
BY_HAND = (Kind.PARENT, Kind.DUPLICATE, Kind.RELATED, Kind.CAUSED_BY)
DIRECTED = (Kind.PARENT, Kind.CAUSED_BY)  # these must not run in a ring
DEEPEST = 50


@transaction.atomic
def link_tickets(number: int, *, by: User, to: int, kind: str, inverse: bool = False) -> TicketLink:
    """Link the ticket to another one: «this is <kind> that»; ``inverse`` says it the other way round."""
    if kind not in BY_HAND:
        raise Invalid(_("There is no such link."), errors={"kind": [_("Choose one of the list.")]})
    ticket, other = two_to_work_on(number, to, by=by, field="to")
    source, target = (other, ticket) if inverse else (ticket, other)
    if kind in DIRECTED:
        _refuse_ring(source, target, kind)
    twin = TicketLink.objects.filter(kind=kind, source=source, target=target).first()
    if twin is None and kind in (Kind.RELATED, Kind.DUPLICATE):
        twin = TicketLink.objects.filter(kind=kind, source=target, target=source).first()
    return twin or add_link(source, target, kind=kind, by=by)


@transaction.atomic
def unlink_tickets(number: int, *, by: User, link_id: int) -> None:
    """Remove a link; a split or a change request keeps its own, that is where the ticket came from."""
    ticket = get_ticket(by, number, lock=True)
    if not may_work_on(by, ticket):
        raise NotAllowed(_("Only support staff can do this."))
    link = TicketLink.objects.select_related("source", "target").filter(pk=link_id).first()
    if link is None or ticket.pk not in (link.source_id, link.target_id):
        raise NotVisible(_("There is no such link."))
    if link.kind not in BY_HAND:
        raise WrongState(_("This link says where the ticket came from and stays."))
    link.delete()
    for one, two in ((link.source, link.target), (link.target, link.source)):
        record("ticket.unlinked", one, by=by, kind=link.kind, other=two.number)


def add_link(source: Ticket, target: Ticket, *, kind: str, by: User) -> TicketLink:
    """Write the link once, with its event on both sides."""
    link, is_new = TicketLink.objects.get_or_create(
        source=source, target=target, kind=kind, defaults={"added_by": by, "added_at": now()}
    )
    if is_new:
        for one, two in ((source, target), (target, source)):
            record("ticket.linked", one, by=by, kind=kind, other=two.number)
    return link


def _refuse_ring(source: Ticket, target: Ticket, kind: str) -> None:
    locks.wait_for("links of tickets")  # one writer of directed links at a time: rings close over several pairs
    above = TicketLink.objects.filter(source=source, kind=kind).exclude(target=target).select_related("target").first()
    if kind == Kind.PARENT and above is not None:
        raise WrongState(
            _("It is already part of № %(number)s. Remove that link first.") % {"number": above.target.number}
        )
    reached, edge = {target.pk}, {target.pk}
    for _step in range(DEEPEST):
        edge = (
            set(TicketLink.objects.filter(source_id__in=edge, kind=kind).values_list("target_id", flat=True)) - reached
        )
        reached |= edge
        if source.pk in reached:
            raise Invalid(
                _("The links would run in a ring."),
                errors={"to": [_("That ticket hangs on this one already. Link them the other way round.")]},
            )
        if not edge:
            return
