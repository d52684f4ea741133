"""What waits for somebody, ticket by ticket, as it stands when their letter of the morning leaves."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from priyom.base import telling
from priyom.base.clock import now
from priyom.desk.models import Consult, Decision, Ticket
from priyom.desk.portal.ladder import standing_with
from priyom.people.models import User

MOST_NAMED = 10  # of each kind; the page shows the rest


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ticket that waits for the reader, and what for."""

    number: int
    subject: str
    what: str


def waiting_for(user: User) -> list[Waiting]:
    """Return what waits: advice first, the most urgent first in each."""
    found = list(_all(user))
    # SECURITY: rights are asked when the letter leaves, not when the question was put.
    seen = Ticket.objects.visible_to(user).filter(pk__in={ticket.pk for ticket, _what in found})
    may_see = set(seen.values_list("pk", flat=True))
    return [Waiting(ticket.number, ticket.subject, what) for ticket, what in found if ticket.pk in may_see]


def _all(user: User) -> Iterator[tuple[Ticket, str]]:
    asked = Consult.objects.unanswered().asked_of(user).select_related("ticket").order_by("needed_by")
    for consult in asked[:MOST_NAMED]:
        by = {"day": telling.day(consult.needed_by)}
        is_late = consult.needed_by <= now()
        yield consult.ticket, (_("advice was needed by %(day)s") if is_late else _("advice is needed by %(day)s")) % by
    for step in standing_with(user).select_related("ticket").order_by("pk")[:MOST_NAMED]:
        yield step.ticket, _("stands with you since %(when)s") % {"when": telling.when(step.arrived_at)}
    decided = Decision.objects.filter(owner=user, done_at=None, due_on__lte=timezone.localdate(now()))
    for decision in decided.select_related("ticket").order_by("due_on", "pk")[:MOST_NAMED]:
        yield decision.ticket, _("decided: %(text)s") % {"text": decision.text}
