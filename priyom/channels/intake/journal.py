"""What became of letters: the page for administrators, and what programs may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from priyom.base.errors import NotAllowed, NotVisible
from priyom.base.settled import settled
from priyom.channels.intake.holding import NEVER_FILED, days_left
from priyom.channels.intake.reasons import sentence_of
from priyom.channels.matching import Reason
from priyom.channels.models import IncomingLetter, Outcome
from priyom.desk.models import Ticket
from priyom.people.models import User

PAGE = 50
WAITING = "waiting"  # a filter beside the outcomes: nobody has filed it yet
# PRIVACY: a list reads neither the sealed octets, up to 30 MB each, nor what was written; of the original of a double
# it shows no more than that it is there.
HEAVY = ("sealed", "beginning", "outline")
HEAVY_OF_TWIN = tuple(f"twin__{name}" for name in HEAVY)


@dataclass(frozen=True)
class Line:
    """A letter as the journal shows it; ``number`` only for whom may see the ticket."""

    letter: IncomingLetter
    number: int | None
    reason: str
    more: int = 0  # so many others of the same sender were held as a flood, and are folded into this line

    @property
    def days_left(self) -> int | None:
        """Return in how many days a held letter is destroyed."""
        if self.letter.outcome != Outcome.HELD:
            return None
        return days_left(self.letter.received_at)

    @property
    def is_hopeless(self) -> bool:
        """Say whether filing it once more cannot succeed."""
        return self.letter.reason in NEVER_FILED


@dataclass(frozen=True)
class Page:
    """A page of the journal, newest first, and how many letters wait for a person or for the worker."""

    lines: list[Line]
    older: int | None  # the row after which the next page begins
    held: int
    waiting: int


def journal_page(user: User, *, outcome: str = "", text: str = "", before: int | None = None) -> Page:
    """Return a page of the journal for who looks after letters."""
    refuse_strangers(user)
    rows = matching(outcome=outcome, text=text).select_related("twin", "decided_by").defer(*HEAVY, *HEAVY_OF_TWIN)
    if outcome == Outcome.HELD:
        rows = rows.exclude(pk__in=_folded())
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    counts = IncomingLetter.objects.filter(outcome__in=["", Outcome.HELD]).aggregate(
        held=Count("pk", filter=Q(outcome=Outcome.HELD)), waiting=Count("pk", filter=Q(outcome=""))
    )
    floods = _floods() if outcome == Outcome.HELD else {}
    return Page(
        lines=_lines(user, shown, floods), older=shown[-1].pk if len(found) > PAGE else None,
        held=counts["held"], waiting=counts["waiting"],
    )  # fmt: skip


def matching(*, outcome: str, text: str) -> "QuerySet[IncomingLetter]":
    """Return the letters that became this (empty: anything) and have this sender or Message-ID (empty: any)."""
    rows = IncomingLetter.objects.all()
    if outcome:
        rows = rows.filter(outcome="" if outcome == WAITING else outcome)
    if text:
        rows = rows.filter(Q(sender=text.lower()) | Q(message_id=text) | Q(message_id=f"<{text}>"))
    return rows


def letter_line(user: User, letter_id: int) -> Line:
    """Return one letter with all that may be seen of it."""
    refuse_strangers(user)
    rows = IncomingLetter.objects.select_related("twin", "decided_by").defer("sealed", *HEAVY_OF_TWIN)
    row = rows.filter(pk=letter_id).first()
    if row is None:
        raise NotVisible(_("There is no such letter."))
    more = _floods().get(row.sender, 1) - 1 if row.reason == Reason.TOO_MANY and row.outcome == Outcome.HELD else 0
    line = _lines(user, [row], {})[0]
    return Line(line.letter, line.number, line.reason, more)


def decided_since(
    *, since: datetime | None = None, after: int | None = None, outcome: str = "", message_id: str = "", limit: int
) -> list[IncomingLetter]:
    """Return decided letters in the order of their decisions, beginning after the row ``after``.

    Whoever asks for one letter is told at once; whoever reads on is told what nothing can come before any more.
    """
    rows = IncomingLetter.objects.filter(decided_at__isnull=False).exclude(outcome="").select_related("twin")
    if not message_id:
        rows = rows.filter(decided_at__lt=settled())
    if since is not None:
        rows = rows.filter(decided_at__gte=since)
    if outcome:
        rows = rows.filter(outcome=outcome)
    if message_id:
        rows = rows.filter(message_id=message_id)
    last = IncomingLetter.objects.filter(pk=after).values_list("decided_at", flat=True).first() if after else None
    if last is not None:
        rows = rows.filter(Q(decided_at__gt=last) | Q(decided_at=last, pk__gt=after))
    return list(rows.defer(*HEAVY, *HEAVY_OF_TWIN).order_by("decided_at", "pk")[:limit])


def ticket_numbers(rows: Iterable[IncomingLetter], user: User) -> dict[int, int]:
    """Return the numbers of the letters' tickets, by the ticket's id, as far as the person may see them."""
    ids = {pk for row in rows if (pk := ticket_id_of(row)) is not None}
    return dict(Ticket.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "number"))


def ticket_id_of(row: IncomingLetter) -> int | None:
    """Return the ticket that the letter, or the one that came before it, is in."""
    return row.ticket_id if row.ticket_id is not None or row.twin is None else row.twin.ticket_id


def refuse_strangers(user: User) -> None:
    """Only those who look after letters read the journal."""
    if not user.may("deliveries.read"):
        raise NotAllowed(_("Only administrators and security officers see the journal of letters."))


def _lines(user: User, rows: list[IncomingLetter], floods: dict[str, int]) -> list[Line]:
    numbers = ticket_numbers(rows, user)
    return [
        Line(
            row, numbers.get(ticket_id_of(row) or 0), sentence_of(row.reason),
            more=floods.get(row.sender, 1) - 1 if row.reason == Reason.TOO_MANY else 0,
        )
        for row in rows
    ]  # fmt: skip


def _flood_rows() -> "QuerySet[IncomingLetter]":
    return IncomingLetter.objects.filter(outcome=Outcome.HELD, reason=Reason.TOO_MANY)


def _floods() -> dict[str, int]:
    """Return how many letters of each sender are held as a flood."""
    return dict(_flood_rows().order_by().values_list("sender").annotate(n=Count("pk")))


def _folded() -> Any:
    """Return the rows that a line of the same sender stands for: all but the newest of each flood."""
    newest = _flood_rows().order_by("sender", "-pk").distinct("sender").values("pk")
    return _flood_rows().exclude(pk__in=newest).values("pk")
