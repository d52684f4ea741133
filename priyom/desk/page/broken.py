"""How broken promises were counted, for a report: each by the clock it was broken by, many in five questions."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar, cast

from priyom.desk.models import AgreedDate, Breach, Clock, Pause, Reckoning, Round
from priyom.desk.page.due_lines import Line, explained
from priyom.people.calendars import CalendarError

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def sums_of(breaches: Sequence[Breach]) -> dict[int, list[Line]]:
    """Return by breach the lines of the sum that gave its due time, as a customer reads them on paper.

    News that were late in March are explained by the round of March, whatever its clock has counted since.
    """
    tickets = {breach.ticket_id for breach in breaches}
    clocks = Clock.objects.filter(ticket_id__in=tickets)
    rounds = Round.objects.filter(ticket_id__in=tickets, outcome=Reckoning.Outcome.LATE)
    counted: dict[tuple[int, str, datetime | None], Clock | Round] = {
        (each.ticket_id, each.promise, each.due_at): each
        for each in cast("list[Clock | Round]", [*clocks.order_by("id"), *rounds.order_by("id")])
    }  # fmt: skip
    pauses = _by(Pause.objects.filter(ticket_id__in=tickets).order_by("since", "id"), lambda each: each.ticket_id)
    agreed = AgreedDate.objects.filter(ticket_id__in=tickets).order_by("made_at", "id").select_related("by")
    moves = _by(agreed, lambda each: (each.ticket_id, each.promise))
    return {
        breach.pk: _lines(
            counted.get((breach.ticket_id, breach.promise, breach.due_at)), breach, pauses[breach.ticket_id],
            moves[breach.ticket_id, breach.promise],
        )
        for breach in breaches
    }  # fmt: skip


def _lines(clock: Reckoning | None, breach: Breach, pauses: Sequence[Pause], moves: Sequence[AgreedDate]) -> list[Line]:
    if clock is None:
        return []
    known = [move for move in moves if clock.ended_at is None or move.made_at <= clock.ended_at]
    try:
        return explained(clock, pauses, breach.ticket, known, for_customer=True, on_paper=True)[1]
    except CalendarError:
        return []


def _by(rows: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    found: dict[K, list[T]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
