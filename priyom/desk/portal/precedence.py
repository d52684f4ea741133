"""What stands before one's ticket, and by which rule: counts only, never whose they are."""

from dataclasses import dataclass

from priyom.base.pulse import last_event
from priyom.desk.lists.counts import once_an_event
from priyom.desk.models import Ticket
from priyom.desk.models.ticket import OUTSIDE_RUNGS
from priyom.desk.page.priority import Precedence, precedence_of
from priyom.desk.rules.lifecycle import is_open
from priyom.desk.rules.triage import Priority

MOST = 500  # a desk with more critical incidents at once has other worries than this figure
_CRITICAL = f"""
    SELECT coalesce(array_agg(id), '{{}}'), coalesce(array_agg(region_id), '{{}}') FROM (
        SELECT id, region_id FROM desk_ticket
        WHERE status IN ('new', 'open', 'waiting') AND priority = {int(Priority.CRITICAL)}
        ORDER BY id LIMIT {MOST}
    ) AS critical
"""  # noqa: S608 - numbers of our own


@dataclass(frozen=True, slots=True)
class GoesFirst:
    """How many critical tickets stand before one's own, in the region and elsewhere, and the rule."""

    rule: Precedence
    in_region: int
    elsewhere: int
    counts: bool  # whether anything is said of those before: not of what is solved, or is not with support yet

    @property
    def nothing(self) -> bool:
        """Say whether nothing critical stands before it."""
        return not (self.in_region or self.elsewhere)


def goes_first(ticket: Ticket) -> GoesFirst:
    """Return what stands before the ticket.

    SECURITY: this figure crosses the wall between hospitals; it is two numbers, and the same for everybody who asks.
    """
    counts = is_open(ticket.status) and ticket.rung not in OUTSIDE_RUNGS
    before = _before(ticket) if counts else []
    mine = sum(region == ticket.region_id for region in before)
    return GoesFirst(precedence_of(ticket), in_region=mine, elsewhere=len(before) - mine, counts=counts)


def _before(ticket: Ticket) -> list[int]:
    """Return the regions of the critical tickets before it: all, and of its equals those that came earlier."""
    ids, regions = once_an_event(_CRITICAL, {}, last_event())
    is_critical = ticket.priority == Priority.CRITICAL
    both = zip(ids, regions, strict=True)
    return [region for pk, region in both if pk != ticket.pk and (not is_critical or pk < ticket.pk)]
