"""Why it is due then: each promise of a ticket as lines of a sum, for the desk and, in plain words, for the customer.

Two questions to the database, and none for a ticket without a contract. The lines are those of the arithmetic
(``rules.clocks.explain``): what is read here is what the clock was set by.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from priyom.base import telling
from priyom.base.clock import now
from priyom.base.prepared import THAT, Kept
from priyom.desk.models import AgreedDate, Breach, Clock, Pause, Ticket
from priyom.desk.models.clock import PauseReason
from priyom.desk.rules.clocks import AGREED, ELSEWHERE, SOLVED, SOON, STEPS, PauseLine, Sum, explain, until_it_ended
from priyom.desk.timing import calendar_of, stops_of, target_of
from priyom.people.amounts import amount_words, length_words
from priyom.people.calendars import CalendarError
from priyom.people.calendars_at import calendar_name, day_names
from priyom.people.contracts import contracts_at, terms_of
from priyom.people.models import Promise
from priyom.people.reckoning import days_counted
from priyom.people.sums import SumLine, sum_lines

# How a program is told of each state.
STATES = {
    "run": "running", "soon": "running", "late": "overdue", "held": "stands", "open": "not_agreed",
    "kept": "kept", "broken": "late", "dropped": "dropped",
}  # fmt: skip
OVER = frozenset({"kept", "broken", "dropped"})
MOST_DAYS = 7  # a longer run is not told day by day
MOSCOW = "Europe/Moscow"
_CLOCKS: Kept[Clock] = Kept(lambda: Clock.objects.filter(ticket_id=THAT).order_by("id"))
_PAUSES: Kept[Pause] = Kept(
    lambda: Pause.objects.filter(ticket_id=THAT).select_related("by", "ended_by").order_by("since", "id")
)
_IN_ORDER = {promise: place for place, promise in enumerate(Promise.values)}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sum: what, how much, and what shows it."""

    words: str
    value: str
    note: str = ""
    message: int | None = None  # in which it was asked
    is_total: bool = False


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
    def unexplained(self) -> tuple[Due, ...]:
        """Return the broken promises of which nobody has said why."""
        return tuple(each for each in self.promises if each.breach and not each.breach.cause)


def dues_of(ticket: Ticket, *, for_customer: bool = False) -> Dues:
    """Return the promises of a ticket with their sums."""
    if ticket.contract_id is None:
        return Dues()
    terms = terms_of(ticket.contract_id)
    clocks = [clock for clock in _CLOCKS.ask(that=ticket.pk) if clock.promise not in ELSEWHERE]
    pauses = _PAUSES.ask(that=ticket.pk) if clocks else []
    broken = _breaches(ticket) if any(clock.breached_at for clock in clocks) else {}
    moves = _moves(ticket) if any(clock.unit == AGREED for clock in clocks) else []
    told = [
        _due(clock, pauses, ticket, moves, broken.get((clock.promise, clock.due_at)), for_customer)
        for clock in sorted(clocks, key=lambda each: _IN_ORDER[each.promise])
    ]
    return Dues(
        contract=terms.title if terms else "",
        number=terms.number if terms else "",
        also=() if for_customer else _others(ticket),
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
    for_customer: bool,
) -> Due:  # fmt: skip
    own_moves = tuple(move for move in moves if move.promise == clock.promise)
    agreed_at = own_moves[-1].due_at if own_moves else None
    try:
        calendar = calendar_of(clock)
        stops = until_it_ended(stops_of(pauses), clock.ended_at)
        told = explain(
            target_of(clock), clock.started_at, calendar=calendar, stops=stops, agreed_at=agreed_at,
            until=clock.ended_at or now(),
        )  # fmt: skip
    except CalendarError:
        return Due(
            promise=clock.promise,
            label=_label(clock.promise, "open"),
            state="open",
            text=_("no calendar"),
            started_at=clock.started_at,
        )
    teller = _Teller(clock, {pause.pk: pause for pause in pauses}, ticket, for_customer=for_customer)
    state = _state(clock)
    text, left = _text(clock, state)
    return Due(
        promise=clock.promise, label=_label(clock.promise, state), state=state, text=text, left=left,
        clause=clock.clause, started_at=clock.started_at, ended_at=clock.ended_at, paused=told.paused,
        due_at=clock.due_at, share=_share(clock), lines=tuple(teller.lines(told, own_moves)), days=_days(clock, told),
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
        return clock.warned
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


@dataclass(frozen=True)
class _Teller:
    """Tells the lines of one sum to one reader."""

    clock: Clock
    pauses: dict[int, Pause]
    ticket: Ticket
    for_customer: bool = field(default=False, kw_only=True)

    def lines(self, told: Sum, moves: Sequence[AgreedDate]) -> list[Line]:
        """Return the lines in order; the last is the result."""
        lines = [self._promise(told), self._began()]
        if told.hours and self.clock.calendar_id is not None:
            lines.append(self._hours(told))
        lines += [self._pause(each) for each in told.pauses]
        lines += [self._move(each) for each in moves]
        return [*lines, self._total(told)]

    def _promise(self, told: Sum) -> Line:
        said = [
            _("clause %(clause)s") % {"clause": self.clock.clause} if self.clock.clause else "",
            self.clock.level_name,
        ]
        where = ", ".join(part for part in said if part)
        amount = amount_words(self.clock.unit, self.clock.amount, end_of_day=self.clock.end_of_day)
        words = f"{where[:1].upper()}{where[1:]}: {amount}" if where else amount
        if self.clock.unit in {"work_min", "cal_min"}:
            value = length_words(timedelta(minutes=self.clock.amount))
        else:
            value = _("%(n)d d") % {"n": self.clock.amount} if told.target.unit != AGREED else ""
        return Line(words, value)

    def _began(self) -> Line:
        began, at = self.clock.began, self.clock.started_at
        words = {
            Clock.Began.OPENED: _("You wrote on %(day)s, %(time)s")
            if self.for_customer
            else _("The ticket came on %(day)s, %(time)s"),
            Clock.Began.ASKED: _("The question was written on %(day)s, %(time)s"),
            Clock.Began.ANSWERED: _("We answered on %(day)s, %(time)s"),
            Clock.Began.REOPENED: _("Opened again on %(day)s, %(time)s"),
            Clock.Began.PASSED: _("Passed on to us on %(day)s, %(time)s"),
        }[Clock.Began(began)]
        local = at.astimezone(ZoneInfo(self.ticket.organisation.timezone_name))
        here = timezone.localtime(at)
        time = f"{local:%H:%M}"
        if local.utcoffset() != here.utcoffset():
            time = _("%(time)s local time") % {"time": time}
        return Line(words % {"day": telling.day(local.date()), "time": time}, f"{here:%H:%M}")

    def _hours(self, told: Sum) -> Line:
        assert self.clock.calendar_id is not None  # noqa: S101 - asked by the caller
        spans = ", ".join(f"{opens:%H:%M}–{_closing(closes)}" for opens, closes in told.hours)
        words = _("Calendar «%(name)s», %(hours)s, %(zone)s") % {
            "name": calendar_name(self.clock.calendar_id),
            "hours": spans,
            "zone": zone_told(calendar_of(self.clock).tz),
        }
        here = [timezone.localtime(moment) for moment in (told.hours[0][0], told.hours[-1][1])]
        return Line(words, "–".join(f"{moment:%H}" if not moment.minute else f"{moment:%H:%M}" for moment in here))

    def _pause(self, line: PauseLine) -> Line:
        pause = self.pauses.get(line.stop.key)
        reason = line.stop.reason
        words = self._why(reason, pause.whom if pause else "")
        if not line.stands:
            return Line(
                _("%(what)s: the clock ran on") % {"what": words}, "—", self._evidence(pause), self._asked(pause)
            )
        value = length_words(line.counted) if line.counted else _("0, outside the hours")
        return Line(_("Pause: %(what)s") % {"what": words}, value, self._evidence(pause), self._asked(pause))

    def _why(self, reason: str, whom: str) -> str:
        if reason == PauseReason.REQUESTER:
            return _("waited for your answer") if self.for_customer else _("waited for the requester's answer")
        said = {
            PauseReason.CONSULT: _("waited for a colleague's advice"),
            PauseReason.EXTERNAL: _("waited for an outside party"),
            PauseReason.RELEASE: _("waited for a release"),
            PauseReason.DATE: _("set aside until a date"),
            PauseReason.SOLVED: _("it was solved"),
        }[PauseReason(reason)]
        return f"{said} ({whom})" if whom and reason != SOLVED else said

    def _evidence(self, pause: Pause | None) -> str:
        """Return from when to when, and whose doing it was."""
        if pause is None:
            return ""
        until = _until(pause)
        if self.for_customer:
            return until
        began = pause.by.name if pause.by else ""
        ended = pause.ended_by.name if pause.ended_by else ""
        who = began if not ended or ended == began else f"{began} → {ended}" if began else ended
        return f"{until} · {who}" if who else until

    def _asked(self, pause: Pause | None) -> int | None:
        return pause.message_id if pause and not self.for_customer else None

    def _move(self, move: AgreedDate) -> Line:
        words = _("Agreed with %(whom)s: %(reason)s") % {"whom": move.agreed_with, "reason": move.reason}
        note = f"{telling.when(move.made_at)} · {move.by.name}" if not self.for_customer else telling.when(move.made_at)
        return Line(words, telling.day(move.due_at), note)

    def _total(self, told: Sum) -> Line:
        zone = zone_told(timezone.get_current_timezone_name())
        if told.due_at is None:
            stands = _("No date agreed yet") if told.target.unit == AGREED else _("The clock stands")
            return Line(stands, "", is_total=True)
        return Line(_("Due, %(zone)s") % {"zone": zone}, telling.day(told.due_at), is_total=True)


def _until(pause: Pause) -> str:
    begins = timezone.localtime(pause.since)
    if pause.until is None:
        return telling.since(pause.since)
    ends = timezone.localtime(pause.until)
    if begins.date() == ends.date():
        return f"{telling.weekday(begins.date())} {begins:%d.%m} {begins:%H:%M}–{ends:%H:%M}"
    return f"{begins:%d.%m %H:%M} – {ends:%d.%m %H:%M}"


def _closing(moment: datetime) -> str:
    return "24:00" if f"{moment:%H:%M}" == "00:00" else f"{moment:%H:%M}"


def zone_told(zone: str) -> str:
    """Return a zone by its distance from Moscow, as people in Russia say it."""
    moment = now()
    here, there = (moment.astimezone(ZoneInfo(each)).utcoffset() or timedelta() for each in (MOSCOW, zone))
    minutes = int((there - here).total_seconds() // 60)
    if not minutes:
        return _("Moscow time")
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return _("MSK%(distance)s") % {"distance": f"{sign}{hours}" + (f":{rest:02}" if rest else "")}
