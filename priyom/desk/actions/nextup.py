"""«Give me the next one»: the most urgent ticket that suits me, never the same one for two people.

The rule, in the order in which it decides: in my teams (or in no team yet) and my regions; nobody has it;
it does not wait for others; the more urgent first; of the equally urgent, the one that waits longest.
"""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from priyom.base.errors import NotAllowed
from priyom.base.events import record
from priyom.desk.actions.changing import change
from priyom.desk.models import Ticket
from priyom.desk.models.ticket import OUTSIDE_RUNGS, TicketQuerySet
from priyom.desk.rules.lifecycle import Status
from priyom.people.models import User
from priyom.people.queries import team_ids_of
from priyom.people.reach import reach_of

READY = (str(Status.NEW), str(Status.OPEN))


@transaction.atomic
def take_next(*, by: User) -> Ticket | None:
    """Take the next ticket that suits the person, or return None when nothing does."""
    if not by.may("desk.work"):
        raise NotAllowed(_("Only support staff can do this."))
    # RACE: two people ask at once; each skips the row that the other one is just taking.
    ticket = suiting(by).select_for_update(of=("self",), skip_locked=True).first()
    if ticket is None:
        return None
    change(ticket, assignee=by, status=Status.OPEN)
    record("ticket.taken", ticket, by=by, next=True)
    return ticket


def suiting(user: User) -> TicketQuerySet:
    """Return the tickets that suit the person, the next one first."""
    reach = reach_of(user)
    tickets = Ticket.objects.filter(status__in=READY, assignee=None, merged_into=None)
    tickets = tickets.exclude(rung__in=OUTSIDE_RUNGS)
    # Followed tickets of other regions may be seen, but are not the person's work.
    tickets = tickets if reach.everything else tickets.filter(region_id__in=reach.region_ids)
    mine = team_ids_of(user)
    if mine:
        tickets = tickets.filter(Q(team__in=mine) | Q(team=None))
    return tickets.order_by("priority", "id")
