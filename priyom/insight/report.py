"""The report of one contract and period: figures, words and pictures, ready for a page, a workbook or paper (B17)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_month_names
from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from priyom.base import telling
from priyom.base.clock import now
from priyom.desk.models import Breach, Decision, Message, Ticket
from priyom.desk.models.choices import Visibility
from priyom.desk.page.broken import sums_of
from priyom.desk.page.due_lines import Line, zone_told
from priyom.insight import figures, forecast, pictures
from priyom.insight.figures import Kept, Place
from priyom.insight.periods import Period, instant
from priyom.people.amounts import length_words
from priyom.people.calendars_at import calendar_of
from priyom.people.directory.contracts import party_names, zones_of
from priyom.people.models import Contract, Organisation, Promise, User

MOST_TOPICS, MOST_PLACES, MOST_BREACHES = 12, 8, 500
WEEKS = 26


@dataclass(frozen=True)
class Figure:
    """One of the figures at the top: its name, the number, and what to compare it with."""

    label: str
    value: str
    note: str
    number: int | None = None  # where it is a count


@dataclass(frozen=True)
class Topic:
    """A topic: how many came, against the period before, and its last half year by weeks."""

    name: str
    count: int
    change: str


@dataclass(frozen=True)
class Late:
    """A broken promise with its clock explained down to the pauses."""

    breach: Breach
    ticket: Ticket
    words: str  # by how much
    cause: str
    place: str  # the hospital, with its department
    sum: tuple[Line, ...] = ()  # how its due time was counted, if that was asked


@dataclass(frozen=True)
class Report:
    """Everything the report says."""

    contract: Contract
    period: Period
    label: str
    zone: str
    customers: list[str]
    made_at: datetime
    headline: str
    followed_by: str
    numbers: list[Figure]
    promises: list[Kept]
    in_time: Kept
    bars: pictures.Bars
    cells: tuple[pictures.Cell, ...]
    topics: list[Topic]
    causes: list[tuple[str, int]]
    rungs: list[tuple[str, int, int]]
    places: list[Place]
    below: list[Place]
    decisions: list[Decision]
    late_count: int
    paused: tuple[int, timedelta]
    ahead: str  # what the next four weeks let expect; empty where the past is too short, or long past

    @property
    def times_told(self) -> str:
        """Say in which time everything is told that is taken away."""
        return _("All times: %(told)s (%(zone)s).") % {"told": zone_told(self.zone), "zone": self.zone}

    @property
    def days_told(self) -> str:
        """Say by which clock a day begins and ends."""
        return zone_told(self.zone)

    @property
    def paused_told(self) -> str:
        """Return how long the clocks stood, in hours."""
        return telling.number(round(self.paused[1].total_seconds() / 3600))


def period_label(period: Period) -> str:
    """Tell a period: «февраль 2026», «I квартал 2026», «2026 год»."""
    year = period.first.year
    if period.kind == "month":
        name = get_month_names("wide", "stand-alone", locale=get_language() or "ru")[period.first.month]
        return f"{name} {year}"
    if period.kind == "quarter":
        return _("%(quarter)s quarter of %(year)d") % {
            "quarter": ("I", "II", "III", "IV")[period.first.month // 3], "year": year,
        }  # fmt: skip
    return _("the year %(year)d") % {"year": year}


def usual_period(contract: Contract, kind: str = "month") -> Period:
    """Return the last period that is over, by the customer's days; the current one while there was none before."""
    zone = zone_of(contract)
    current = Period.of(kind, now().astimezone(ZoneInfo(zone)).date())
    is_first = not figures.work_of(contract).filter(opened_at__lt=current.bounds(zone)[0]).exists()
    return current if is_first else current.moved(-1)


def zone_of(contract: Contract) -> str:
    """Return in whose days the report counts: the calendar's own zone, else the customer's."""
    return contract.calendar.timezone or zones_of(contract)[0]


def report_of(user: User, contract: Contract, period: Period) -> Report:
    """Make the report. Every figure is asked of the tickets; nothing is kept between two reports."""
    zone = zone_of(contract)
    span, before = period.bounds(zone), period.moved(-1).bounds(zone)
    kept = figures.promises(contract, span)
    in_time, causes = figures.total(kept), figures.causes(contract, span)
    late = figures.breaches(contract, span).count()
    places = figures.places(user, contract, span)
    goal = float(contract.goal_percent) if contract.goal_percent is not None else None
    months = get_month_names("wide", "stand-alone", locale=get_language() or "ru")
    tz = ZoneInfo(zone)
    came = figures.by_day(contract, (instant(period.first - timedelta(weeks=forecast.WEEKS), zone), span[1]), tz)
    today = now().astimezone(tz).date()
    # Of a period that has not begun nothing is foretold: the weeks before it are not over.
    since = figures.first_day(contract, tz) if period.first <= today else None
    calendar = calendar_of(contract.calendar_id, zone)
    bands = forecast.daily(came, period.first, period.after, works=calendar.is_working_date, since=since)
    return Report(
        contract=contract,
        period=period,
        label=period_label(period),
        zone=zone,
        customers=party_names(user, [contract.pk]).get(contract.pk, []),
        made_at=now(),
        headline=_headline(in_time, goal),
        followed_by=_followed_by(late, causes),
        numbers=_numbers(contract, span, before, period, forecast.total(bands)),
        promises=kept,
        in_time=in_time,
        bars=pictures.bars(period.first, period.after, came, month_name=dict(months), bands=bands),
        cells=pictures.cells(period.first, period.after, figures.late_by_day(contract, span, tz)),
        topics=_topics(contract, span, before),
        causes=causes,
        rungs=figures.shares_of_rungs(contract, span),
        places=places,
        below=[place for place in places if goal is not None and place.share is not None and place.share < goal],
        decisions=figures.decisions(user, contract, span),
        late_count=late,
        paused=figures.pauses(contract, span),
        ahead=_ahead(came, min(period.after, today), today, since),
    )


def _ahead(came: Mapping[date, int], after: date, today: date, since: date | None) -> str:
    """Tell what the four weeks from the end of the period on let expect, while they are not over themselves."""
    until = after + timedelta(weeks=forecast.AHEAD)
    band = forecast.weeks_ahead(came, after, since=since) if until > today else None
    if band is None or not band.high:
        return ""
    return _("in the four weeks until %(day)s %(low)s to %(high)s are to be expected") % {
        "low": telling.number(round(band.low)), "high": telling.number(round(band.high)),
        "day": telling.day(until - timedelta(days=1)),
    }  # fmt: skip


def late_ones(user: User, contract: Contract, period: Period, *, explained: bool) -> list[Late]:
    """Return the broken promises of tickets that the reader sees, the earliest first.

    ``explained``: with the sum of each clock, all in a few questions.
    """
    broken = figures.breaches(contract, period.bounds(zone_of(contract)))
    rows = figures.seen_by(user, broken, "ticket").select_related(
        "ticket__organisation__region", "ticket__organisation__parent"
    )
    told = Message.objects.said().filter(ticket=OuterRef("ticket"), visibility=Visibility.PUBLIC, by_staff=True)
    after = told.filter(sent_at__gt=OuterRef("due_at")).order_by("sent_at").values("sent_at")[:1]
    found = list(rows.annotate(told_at=Subquery(after))[:MOST_BREACHES])
    sums = sums_of(found) if explained else {}
    return [_late(breach, sums.get(breach.pk, [])) for breach in found]


def _late(breach: Breach, lines: list[Line]) -> Late:
    ticket = breach.ticket
    kept_at = _kept_at(breach)
    by = (kept_at or now()) - breach.due_at
    told = _("late by %(span)s") if kept_at else _("not yet, late by %(span)s")
    return Late(
        breach, ticket, told % {"span": telling.ago(max(by, timedelta()))}, str(Breach.Cause(breach.cause).label),
        _place(ticket.organisation), tuple(lines),
    )  # fmt: skip


def _place(organisation: Organisation) -> str:
    """Name a hospital; a department after its hospital: there is a surgery in each."""
    if organisation.kind != Organisation.Kind.DEPARTMENT or organisation.parent is None:
        return organisation.short_name
    return f"{organisation.parent.short_name}, {organisation.short_name}"


def _kept_at(breach: Breach) -> datetime | None:
    """Return when what was promised was done after all: by the deed itself, or by the solution, which ends all."""
    ticket = breach.ticket
    deeds = {
        Promise.RESPONSE: ticket.first_replied_at,
        Promise.UPDATE: breach.told_at,  # type: ignore[attr-defined]
        Promise.WORKAROUND: ticket.workaround_at,
    }
    done = (deeds.get(Promise(breach.promise)), ticket.resolved_at)
    return min((moment for moment in done if moment), default=None)


def _headline(in_time: Kept, goal: float | None) -> str:
    if in_time.share is None:
        return _("Nothing fell due in this period.")
    if goal is None:
        return _("In time: %(share)s.") % {"share": percent(in_time.share)}
    return _("In time: %(share)s, the contract asks for %(goal)s.") % {
        "share": percent(in_time.share), "goal": percent(goal),
    }  # fmt: skip


def _followed_by(late: int, causes: list[tuple[str, int]]) -> str:
    if not late:
        return _("No promise was broken.")
    told = ngettext("%(count)s promise was broken", "%(count)s promises were broken", late) % {
        "count": telling.number(late)
    }
    reasons = ", ".join(f"{label} — {telling.number(count)}" for label, count in causes[:3])
    return f"{told}: {reasons}."


def _numbers(
    contract: Contract, span: figures.Span, before: figures.Span, period: Period, expected: float | None
) -> list[Figure]:  # fmt: skip
    came, solved = figures.came(contract, span), figures.solved(contract, span)
    first = figures.first_response(contract, span)
    share, by_lines = figures.share_before_development(contract, span)
    share_before, _count = figures.share_before_development(contract, before)
    asked, asked_before = figures.clarifications(contract, span), figures.clarifications(contract, before)
    again, done = figures.came_back(contract, span)
    earlier = period_label(period.moved(-1))
    came_before = figures.came(contract, before)
    foretold = [_("forecast: %(count)s") % {"count": telling.number(round(expected))}] if expected is not None else []
    return [
        Figure(
            _("Came"), telling.number(came), ", ".join((*foretold, f"{earlier}: {telling.number(came_before)}")),
            number=came,
        ),
        Figure(
            _("Tickets solved"), telling.number(solved),
            _("open: %(now)s, before: %(then)s") % {
                "now": telling.number(figures.open_at(contract, span[1])),
                "then": telling.number(figures.open_at(contract, span[0])),
            },
            number=solved,
        ),
        Figure(
            _("First answer, median"), length_words(first.middle) if first.middle is not None else "—",
            _("the worst %(span)s") % {"span": length_words(first.worst)} if first.worst else "",
        ),
        Figure(
            _("Solved by lines 1 and 2"), percent(share),
            f"{earlier}: {percent(share_before)}" if share_before is not None
            else ngettext("of %(num)d ticket", "of %(num)d tickets", by_lines) % {"num": by_lines},
        ),
        Figure(
            _("Questions back per ticket"), _decimal(asked),
            f"{earlier}: {_decimal(asked_before)}" if asked_before is not None else "",
        ),
        Figure(
            _("Came back after a solution"), percent(100 * again / done if done else None),
            ngettext("%(num)d ticket", "%(num)d tickets", again) % {"num": again},
        ),
    ]  # fmt: skip


def _topics(contract: Contract, span: figures.Span, before: figures.Span) -> list[Topic]:
    counts, earlier = figures.by_topic(contract, span), figures.by_topic(contract, before)
    return [
        Topic(name or _("without a topic"), count, _change(count, earlier.get(name, 0)))
        for name, count in list(counts.items())[:MOST_TOPICS]
    ]


def _change(count: int, earlier: int) -> str:
    if not earlier:
        return pgettext("a topic nobody wrote about before", "new") if count else ""
    change = round(100 * (count - earlier) / earlier)
    return f"{'+' if change > 0 else '−' if change < 0 else ''}{abs(change)} %"


def percent(share: float | None) -> str:
    """Tell a share: «96,4 %»; a dash when there is none."""
    return f"{_decimal(share)} %" if share is not None else "—"


def _decimal(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}".rstrip("0").rstrip(".").replace(".", ",")
