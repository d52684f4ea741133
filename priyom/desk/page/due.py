"""Why it is due then: each promise of a ticket as lines of a sum, for the desk and, in plain words, for the customer.

Two questions to the database, and none for a ticket without a contract. The lines are those of the arithmetic
(``rules.clocks.explain``): what is read here is what the clock was set by.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from priyom.base import telling
from priyom.base.clock import now
from priyom.base.prepared import THAT, Kept
from priyom.desk.models import AgreedDate, Breach, Clock, Pause, Ticket
from priyom.desk.page.due_lines import Line, explained, summed
from priyom.desk.rules.clocks import AGREED, ELSEWHERE, SOON, STEPS, Sum
from priyom.desk.timing import calendar_of
from priyom.people.calendars import CalendarError
from priyom.people.calendars_at import day_names
from priyom.people.contracts import contracts_at, terms_of
from priyom.people.models import Promise, User
from priyom.people.reckoning import days_counted
from priyom.people.sums import SumLine, sum_lines

# How a program is told of each state.
STATES = {
    "run": "running", "soon": "running", "late": "overdue", "held": "stands", "open": "not_agreed",
    "kept": "kept", "broken": "late", "dropped": "dropped",
}  # fmt: skip
OVER = frozenset({"kept", "broken", "dropped"})
LATE = frozenset({"late", "broken"})
MOST_DAYS = 7  # a longer run is not told day by day
_CLOCKS: Kept[Clock] = Kept(lambda: Clock.objects.filter(ticket_id=THAT).select_related("kept_stand").order_by("id"))
_PAUSES: Kept[Pause] = Kept(
    lambda: Pause.objects.filter(ticket_id=THAT).select_related("by", "ended_by").order_by("since", "id")
)
_IN_ORDER = {promise: place for place, promise in enumerate(Promise.values)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A promise as it is shown: when, how near, and the sum."""

    promise: str
    label: str
    state: str  # "run", "soon", "late", "held", "open" (no date yet), "kept", "broken", "dropped"
    text: str
    left: str = ""
    clause: str = ""
    started_at: datetime | None = None
    due_at: datetime | None = None
    ended_at: datetime | None = None
    paused: timedelta = timedelta()
    share: int = 0  # per cent of its time that has passed
    lines: tuple[Line, ...] = ()
    days: tuple[SumLine, ...] = ()
    moves: tuple[AgreedDate, ...] = ()
    breach: Breach | None = None
    is_agreed: bool = False

    @property
    def is_over(self) -> bool:
        """Say whether nothing is promised any more."""
        return self.state in OVER

    @property
    def late_by(self) -> str:
        """Return how late it is, for a place where only the amount has room."""
        return telling.ago(now() - self.due_at) if self.state == "late" and self.due_at else ""


@dataclass(frozen=True, slots=True)
class Dues:
    """Everything that was promised for a ticket; without a contract nothing was, and the page says so."""

    contract: str = ""
    number: str = ""
    also: tuple[str, ...] = ()  # contracts that fit as well and stand behind it
    promises: tuple[Due, ...] = ()

    @property
    def main(self) -> Due | None:
        """Return the promise that is shown first: the nearest, else one that stands, else the resolution."""
        going = [each for each in self.promises if not each.is_over]
        dated = [each for each in going if each.due_at]
        if dated:
            return min(dated, key=lambda each: each.due_at or now())
        own = [each for each in self.promises if each.promise == Promise.RESOLUTION]
        return next(iter([*going, *own, *self.promises]), None)

    @property
    def causes_asked(self) -> list[tuple[str, str]]:
        """Return the causes to choose from when something is late of which nobody has said why, else none."""
        late = [each for each in self.promises if each.state in LATE]
        asks = any(each.breach is None or not each.breach.cause for each in late)
        return [(value, str(label)) for value, label in Breach.Cause.choices if value] if asks else []

    @property
    def unexplained(self) -> tuple[Due, ...]:
        """Return the broken promises of which nobody has said why."""
        return tuple(each for each in self.promises if each.breach and not each.breach.cause)


def dues_of(ticket: Ticket, *, for_customer: bool = False, reader: User | None = None, in_words: bool = True) -> Dues:
    """Return the promises of a ticket with their sums; only who asked is told that «you wrote».

    ``in_words=False`` for who shows no sums: how long it was paused is counted all the same.
    """
    if ticket.contract_id is None:
        return Dues()
    terms = terms_of(ticket.contract_id)
    clocks = [clock for clock in _CLOCKS.ask(that=ticket.pk) if clock.promise not in ELSEWHERE]
    pauses = _PAUSES.ask(that=ticket.pk) if clocks else []
    broken = _breaches(ticket) if any(clock.stand.breached_at for clock in clocks) else {}
    moves = _moves(ticket) if any(clock.unit == AGREED for clock in clocks) else []
    told = [
        _due(
            clock,
            pauses,
            ticket,
            moves,
            broken.get((clock.promise, clock.due_at)),
            for_customer,
            to_asker=reader is not None and reader.pk == ticket.requester_id,
            in_words=in_words,
        )
        for clock in sorted(clocks, key=lambda each: _IN_ORDER[each.promise])
    ]
    return Dues(
        contract=terms.title if terms else "",
        number=terms.number if terms else "",
        also=_others(ticket) if in_words and not for_customer else (),
        promises=tuple(told),
    )


def _breaches(ticket: Ticket) -> dict[tuple[str, datetime | None], Breach]:
    found = Breach.objects.filter(ticket=ticket).select_related("explained_by")
    return {(breach.promise, breach.due_at): breach for breach in found}


def _moves(ticket: Ticket) -> list[AgreedDate]:
    return list(AgreedDate.objects.filter(ticket=ticket).select_related("by").order_by("made_at", "id"))


def _others(ticket: Ticket) -> tuple[str, ...]:
    fitting = contracts_at(ticket.organisation, at=ticket.opened_at)
    return tuple(each.terms.title for each in fitting if each.terms.id != ticket.contract_id)


def _due(
    clock: Clock, pauses: Sequence[Pause], ticket: Ticket, moves: Sequence[AgreedDate], breach: Breach | None,
    for_customer: bool, *, to_asker: bool, in_words: bool,
) -> Due:  # fmt: skip
    own_moves = tuple(move for move in moves if move.promise == clock.promise)
    lines: Sequence[Line] = ()
    days: tuple[SumLine, ...] = ()
    paused = timedelta()
    try:
        if in_words:
            told, lines = explained(clock, pauses, ticket, own_moves, for_customer=for_customer, to_asker=to_asker)
            days, paused = _days(clock, told), told.paused
        elif pauses:
            paused = summed(clock, pauses, own_moves).paused
    except CalendarError:
        return Due(
            promise=clock.promise,
            label=_label(clock.promise, "open"),
            state="open",
            text=_("no calendar"),
            started_at=clock.started_at,
        )
    state = _state(clock)
    text, left = _text(clock, state)
    return Due(
        promise=clock.promise, label=_label(clock.promise, state), state=state, text=text, left=left,
        clause=clock.clause, started_at=clock.started_at, ended_at=clock.ended_at, paused=paused,
        due_at=clock.due_at, share=_share(clock), lines=tuple(lines), days=days,
        moves=own_moves, breach=breach, is_agreed=clock.unit == AGREED,
    )  # fmt: skip


def _label(promise: str, state: str) -> str:
    """Return what stands before the time: by when, and once it is over, what it was."""
    if state in OVER:
        label = str(Promise(promise).label)
        return label[:1].upper() + label[1:]
    return {
        Promise.RESPONSE: _("Answer by"),
        Promise.UPDATE: _("News by"),
        Promise.WORKAROUND: _("Way around by"),
        Promise.RESOLUTION: _("Solve by"),
    }[Promise(promise)]


def _state(clock: Clock) -> str:
    if clock.ended_at is not None:
        return {Clock.Outcome.KEPT: "kept", Clock.Outcome.LATE: "broken"}.get(Clock.Outcome(clock.outcome), "dropped")
    if clock.due_at is None:
        return "open" if clock.unit == AGREED else "held"
    if clock.due_at < now():
        return "late"
    return "soon" if clock.due_at - now() <= SOON else "run"


def _text(clock: Clock, state: str) -> tuple[str, str]:
    """Return the due time and how far it is, or how it ended."""
    if state == "open":
        return _("no date agreed yet"), ""
    if state == "held":
        return pgettext("clock", "stands"), ""
    if state == "dropped":
        return _("no longer needed"), ""
    if clock.ended_at is not None:
        late = clock.ended_at - clock.due_at if state == "broken" and clock.due_at else timedelta()
        at = telling.when(clock.ended_at)
        return (_("%(when)s, late by %(span)s") % {"when": at, "span": telling.ago(late)}, "") if late else (
            _("%(when)s, in time") % {"when": at}, ""
        )  # fmt: skip
    assert clock.due_at is not None  # noqa: S101 - asked above
    left = clock.due_at - now()
    words = _("late by {left}") if left < timedelta() else _("{left} left")
    return telling.when(clock.due_at), words.replace("{left}", telling.ago(abs(left)))


def _share(clock: Clock) -> int:
    """Return roughly how much of its time has passed, between the steps of the ladder."""
    if not clock.ladder:
        return clock.stand.warned
    moment = clock.ended_at or now()
    points = list(zip((0, *STEPS), (clock.started_at, *clock.ladder), strict=True))
    for (low, since), (high, until) in pairwise(points):
        if moment < until:
            part = (moment - since) / (until - since) if until > since else 1.0
            return max(0, round(low + (high - low) * part))
    return 100


def _days(clock: Clock, told: Sum) -> tuple[SumLine, ...]:
    """Return the sum day by day, when it runs over more than one and few enough to be read."""
    if clock.calendar_id is None or len(told.days) <= 1 or told.due_at is None:
        return ()
    pauses = [(each.stop.since, each.stop.until or told.due_at) for each in told.pauses if each.stands]
    named = day_names(clock.calendar_id, clock.timezone)
    days = days_counted(
        told.target, told.started_at, told.due_at, calendar=calendar_of(clock), pauses=pauses, named=named
    )
    return tuple(sum_lines(days)) if len(days) <= MOST_DAYS * 3 else ()
