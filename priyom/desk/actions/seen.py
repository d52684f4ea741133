"""«Changed since you opened it», judged by who changed it.

Whoever takes a ticket and answers it in the same breath, or has it open in two tabs, changes it under their own hands:
that stops nobody, unless the meaning has changed with it. What somebody else has done is looked at first.
"""

from typing import Self

from django.utils.translation import gettext as _

from priyom.base.errors import WrongState
from priyom.base.prepared import ask
from priyom.desk.models import Ticket
from priyom.people.models import User

# After these even one's own form of before says something else than was meant.
TURNS = frozenset({
    "ticket.resolved", "ticket.closed", "ticket.confirmed", "ticket.reopened", "ticket.merged", "ticket.unmerged",
    "ticket.split", "ticket.bulk_undone",
})  # fmt: skip
# Facts beside the ticket: whoever else caused them has changed nothing that a form could overwrite.
BESIDE = frozenset({
    "ticket.watched", "ticket.unwatched", "ticket.joined", "ticket.mentioned", "ticket.linked", "ticket.unlinked",
    "ticket.reminder_set", "ticket.reminder_due", "ticket.requester_reminded", "ticket.critical_proposed",
    "ticket.news_owed", "ticket.rung_overdue", "ticket.file_screened", "ticket.file_refused", "ticket.passing_judged",
    "ticket.put_on_agenda", "ticket.taken_off_agenda", "ticket.discussed", "ticket.decided", "ticket.decision_done",
    "clock.warned", "clock.breached", "clock.recounted", "clock.explained", "consult.overdue", "external.joined",
    "feedback.given", "message.taken_back", "ticket.hidden_told",
})  # fmt: skip
_SINCE = """
    SELECT kind, actor_id FROM base_event WHERE subject_kind = 'ticket' AND subject_id = %s AND id > %s ORDER BY id
"""
_NEWEST = """
    SELECT ticket.revision, (SELECT max(id) FROM base_event WHERE subject_kind = 'ticket' AND subject_id = ticket.id)
    FROM desk_ticket ticket WHERE ticket.id = %s
"""


class Seen(int):
    """The revision that a page showed, with the newest fact it knew of. A bare number knows of none."""

    fact: int | None = None

    @classmethod
    def at(cls, revision: int, fact: int | None) -> Self:
        seen = cls(revision)
        seen.fact = fact
        return seen

    @classmethod
    def of(cls, ticket: Ticket) -> Self:
        """Return the ticket as it was read."""
        revision, fact = ask(_NEWEST, [ticket.pk])[0]
        # RACE: changed between the two reads: then the newest fact is one that the page does not show.
        return cls.at(ticket.revision, fact or 0 if revision == ticket.revision else None)

    def __str__(self) -> str:
        return f"{int(self)}" if self.fact is None else f"{int(self)}.{self.fact}"


def refuse_if_changed(ticket: Ticket, seen: int | None, *, by: User) -> None:
    """Refuse to act on what somebody else has changed since it was seen, or what the person has turned since."""
    if seen is None or ticket.revision == seen:
        return
    fact = getattr(seen, "fact", None)
    since = [] if fact is None else [row for row in ask(_SINCE, [ticket.pk, fact]) if row[0] not in BESIDE]
    if not since or any(actor != by.pk for _kind, actor in since):
        raise WrongState(_("The ticket has changed since you opened it. Look at what is new and repeat."))
    if any(kind in TURNS for kind, _actor in since):
        raise WrongState(
            _("You have solved, closed, reopened or divided this ticket since you opened this page. Look, and repeat.")
        )
