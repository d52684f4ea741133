"""The sum of one promise in words: clause, beginning, hours, pauses with what shows them, the result.

Told to four readers: the desk, who asked, others of the customer's, to whom nothing says «you», and whoever is handed a
signed sheet, on which no day is «today» and every time is of one zone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from priyom.base import telling
from priyom.base.clock import now
from priyom.desk.models import AgreedDate, Pause, Reckoning, Ticket
from priyom.desk.models.clock import PauseReason
from priyom.desk.rules.clocks import AGREED, SOLVED, PauseLine, Stop, Sum, explain, until_it_ended
from priyom.desk.timing import calendar_of, stops_of, target_of
from priyom.people.amounts import amount_words, length_words
from priyom.people.calendars_at import calendar_name

MOSCOW = "Europe/Moscow"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sum: what, how much, and what shows it."""

    words: str
    value: str
    note: str = ""
    message: int | None = None  # in which it was asked
    is_total: bool = False
    says_it: bool = False  # the words hold the value already, for where they do not stand beside each other


def explained(
    clock: Reckoning, pauses: Sequence[Pause], ticket: Ticket, moves: Sequence[AgreedDate], *,
    for_customer: bool = False, to_asker: bool = False, on_paper: bool = False,
) -> tuple[Sum, list[Line]]:  # fmt: skip
    """Return the sum of a clock, or of one of its rounds, and its lines. ``CalendarError``: its calendar is gone."""
    told = summed(clock, pauses, moves)
    teller = _Teller(
        clock, {pause.pk: pause for pause in pauses}, ticket, for_customer=for_customer, to_asker=to_asker,
        on_paper=on_paper,
    )  # fmt: skip
    return told, teller.lines(told, moves)


def summed(clock: Reckoning, pauses: Sequence[Pause], moves: Sequence[AgreedDate]) -> Sum:
    """Return the sum of a clock, or of one of its rounds. ``CalendarError``: its calendar is gone."""
    stops = until_it_ended(stops_of(pauses), clock.ended_at)
    return explain(
        target_of(clock), clock.started_at, calendar=calendar_of(clock), stops=stops,
        agreed_at=moves[-1].due_at if moves else None, until=clock.ended_at or now(),
    )  # fmt: skip


@dataclass(frozen=True)
class _Teller:
    """Tells the lines of one sum to one reader."""

    clock: Reckoning
    pauses: dict[int, Pause]
    ticket: Ticket
    for_customer: bool = field(default=False, kw_only=True)  # says nothing of our people
    to_asker: bool = field(default=False, kw_only=True)  # the reader is «you» in it
    on_paper: bool = field(default=False, kw_only=True)

    def lines(self, told: Sum, moves: Sequence[AgreedDate]) -> list[Line]:
        """Return the lines in order; the last is the result."""
        lines = [self._promise(told), self._began()]
        if told.target.unit == AGREED:  # neither hours nor pauses have a say in it
            return [*lines, *(self._move(each) for each in moves), self._total(told)]
        if told.hours and self.clock.calendar_id is not None:
            lines.append(self._hours(told))
        return [*lines, *(self._pause(each) for each in told.pauses), self._total(told)]

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
        return Line(words, value, says_it=True)

    def _began(self) -> Line:
        began, at = self.clock.began, self.clock.started_at
        words = {
            Reckoning.Began.OPENED: _("You wrote on %(day)s, %(time)s")
            if self.to_asker
            else _("The ticket came on %(day)s, %(time)s"),
            Reckoning.Began.ASKED: _("The question was written on %(day)s, %(time)s"),
            Reckoning.Began.ANSWERED: _("We answered on %(day)s, %(time)s"),
            Reckoning.Began.REOPENED: _("Opened again on %(day)s, %(time)s"),
            Reckoning.Began.PASSED: _("Passed on to us on %(day)s, %(time)s"),
        }[Reckoning.Began(began)]
        here = timezone.localtime(at)
        local = here if self.on_paper else at.astimezone(ZoneInfo(self.ticket.organisation.timezone_name))
        time = f"{local:%H:%M}"
        if local.utcoffset() != here.utcoffset():
            time = _("%(time)s local time") % {"time": time}
        told = words % {"day": self._date(local.date()), "time": time}
        return Line(told, f"{here:%H:%M}", says_it=self.on_paper)

    def _hours(self, told: Sum) -> Line:
        assert self.clock.calendar_id is not None  # noqa: S101 - asked by the caller
        spans = ", ".join(f"{opens:%H:%M}–{_closing(closes)}" for opens, closes in told.hours)
        words = _("Calendar «%(name)s», %(hours)s, %(zone)s") % {
            "name": calendar_name(self.clock.calendar_id),
            "hours": spans,
            "zone": zone_told(calendar_of(self.clock).tz, at=told.hours[0][0]),
        }
        here = [timezone.localtime(moment) for moment in (told.hours[0][0], told.hours[-1][1])]
        value = "–".join(f"{moment:%H}" if not moment.minute else f"{moment:%H:%M}" for moment in here)
        is_ours = here[0].utcoffset() == told.hours[0][0].utcoffset()
        return Line(words, value, says_it=self.on_paper and is_ours)

    def _pause(self, line: PauseLine) -> Line:
        pause = self.pauses.get(line.stop.key)
        reason = line.stop.reason
        words = self._why(reason, pause.whom if pause else "")
        if not line.stands:
            return Line(
                _("%(what)s: the clock ran on") % {"what": words}, "—", self._evidence(line.stop, pause),
                self._asked(pause),
            )  # fmt: skip
        value = length_words(line.told) if line.counted or not line.lasted else _("0, outside the hours")
        return Line(_("Pause: %(what)s") % {"what": words}, value, self._evidence(line.stop, pause), self._asked(pause))

    def _why(self, reason: str, whom: str) -> str:
        if reason == PauseReason.REQUESTER:
            return _("waited for your answer") if self.to_asker else _("waited for the requester's answer")
        said = {
            PauseReason.CONSULT: _("waited for a colleague's advice"),
            PauseReason.EXTERNAL: _("waited for an outside party"),
            PauseReason.RELEASE: _("waited for a release"),
            PauseReason.DATE: _("set aside until a date"),
            PauseReason.SOLVED: _("it was solved"),
        }[PauseReason(reason)]
        return f"{said} ({whom})" if whom and reason != SOLVED else said

    def _evidence(self, stop: Stop, pause: Pause | None) -> str:
        """Return from when to when, and whose doing it was."""
        until = _until(stop, on_paper=self.on_paper)
        if self.for_customer or pause is None:
            return until
        began = pause.by.name if pause.by else ""
        ended = pause.ended_by.name if pause.ended_by else ""
        who = began if not ended or ended == began else f"{began} → {ended}" if began else ended
        return f"{until} · {who}" if who else until

    def _asked(self, pause: Pause | None) -> int | None:
        return pause.message_id if pause and not self.for_customer else None

    def _move(self, move: AgreedDate) -> Line:
        words = _("Agreed with %(whom)s: %(reason)s") % {"whom": move.agreed_with, "reason": move.reason}
        made = telling.moment(move.made_at) if self.on_paper else telling.when(move.made_at)
        return Line(words, self._date(move.due_at), made if self.for_customer else f"{made} · {move.by.name}")

    def _total(self, told: Sum) -> Line:
        zone = zone_told(timezone.get_current_timezone_name(), at=self.clock.due_at or told.due_at)
        kept = self.clock.due_at if self.clock.ended_at is not None else None
        if kept is not None and kept != told.due_at:
            # It ended under the calendar as it was known then, and a calendar that is corrected leaves it alone.
            today = self._date(told.due_at) if told.due_at else _("never")
            note = _("The calendar was corrected afterwards; by what it says now: %(day)s.") % {"day": today}
            return Line(_("Due, %(zone)s") % {"zone": zone}, self._date(kept), note, is_total=True)
        if told.due_at is None:
            stands = _("No date agreed yet") if told.target.unit == AGREED else _("The clock stands")
            return Line(stands, "", is_total=True)
        return Line(_("Due, %(zone)s") % {"zone": zone}, self._date(told.due_at), is_total=True)

    def _date(self, value: date | datetime) -> str:
        return telling.moment(value) if self.on_paper else telling.day(value)


def _until(stop: Stop, *, on_paper: bool) -> str:
    begins = timezone.localtime(stop.since)
    if stop.until is None:
        return f"{begins:%d.%m.%Y %H:%M} –" if on_paper else telling.since(stop.since)
    ends = timezone.localtime(stop.until)
    if on_paper:
        return f"{begins:%d.%m.%Y %H:%M} – {ends:%d.%m.%Y %H:%M}"
    if begins.date() == ends.date():
        return f"{telling.weekday(begins.date())} {begins:%d.%m} {begins:%H:%M}–{ends:%H:%M}"
    return f"{begins:%d.%m %H:%M} – {ends:%d.%m %H:%M}"


def _closing(moment: datetime) -> str:
    return "24:00" if f"{moment:%H:%M}" == "00:00" else f"{moment:%H:%M}"


def zone_told(zone: str, *, at: datetime | None = None) -> str:
    """Return a zone by its distance from Moscow at that moment, as people in Russia say it."""
    moment = at or now()
    here, there = (moment.astimezone(ZoneInfo(each)).utcoffset() or timedelta() for each in (MOSCOW, zone))
    minutes = int((there - here).total_seconds() // 60)
    if not minutes:
        return _("Moscow time")
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return _("MSK%(distance)s") % {"distance": f"{sign}{hours}" + (f":{rest:02}" if rest else "")}
