"""The life of a ticket as one line: who had the ball, when, and where labels stand so that none collide. Pure.

The same line for both sides of the desk. Geometry is worked out here in plain numbers; templates only draw it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LETTER = 6.4  # a letter's mean width in a label of 12 px
GAP = 14.0
LEAST_WIDTH = 3.0  # of a stretch: what happened is seen, however short it was


class Ball(StrEnum):
    """Who had to do something."""

    US = "us"
    THEM = "them"
    OTHERS = "ask"
    NOBODY = "done"


@dataclass(frozen=True)
class Change:
    """At this moment the ball went to somebody."""

    at: datetime
    ball: Ball


@dataclass(frozen=True)
class Note:
    """Something to say at a moment; the weightier stays when there is no room for both."""

    at: datetime
    text: str
    weight: int = 0
    dot: bool = False
    strong: bool = False


@dataclass(frozen=True)
class Stretch:
    """A drawn part of the line."""

    x: float
    width: float
    ball: Ball


@dataclass(frozen=True)
class Label:
    """A drawn text; ``row`` 0 is below the line, 1 above it."""

    x: float
    text: str
    anchor: str
    strong: bool
    row: int


@dataclass(frozen=True)
class Line:
    """Everything that is drawn, in units of its own width."""

    width: float
    stretches: tuple[Stretch, ...]
    dots: tuple[float, ...]
    labels: tuple[Label, ...]
    now_x: float | None


@dataclass(frozen=True)
class Waits:
    """How long each side had the ball."""

    us: timedelta
    them: timedelta
    others: timedelta


def draw(changes: Sequence[Change], notes: Iterable[Note], *, until: datetime, is_over: bool, width: float) -> Line:
    """Lay the life from its first change until ``until`` on a line of this width."""
    start = changes[0].at
    span = max((until - start).total_seconds(), 1.0)
    end = width if is_over else width * 0.94  # an open ticket has a future

    def place(moment: datetime) -> float:
        if moment >= until:
            return round(end, 1)
        return round(max((moment - start).total_seconds() / span, 0.0) * end, 1)

    stretches = [
        Stretch(place(each.at), round(max(place(after) - place(each.at), LEAST_WIDTH), 1), each.ball)
        for each, after in zip(changes, [*(each.at for each in changes[1:]), until], strict=True)
        if after > each.at and each.ball is not Ball.NOBODY
    ]
    notes = list(notes)
    return Line(
        width=width,
        stretches=tuple(stretches),
        dots=tuple(place(note.at) for note in notes if note.dot),
        labels=tuple(_without_collisions([(place(note.at), note) for note in notes], width)),
        now_x=None if is_over else end,
    )


def waits(changes: Sequence[Change], *, until: datetime) -> Waits:
    """Return how long each side had the ball in all."""
    sums = dict.fromkeys(Ball, timedelta())
    for each, after in zip(changes, [*(each.at for each in changes[1:]), until], strict=True):
        sums[each.ball] += max(after - each.at, timedelta())
    return Waits(us=sums[Ball.US], them=sums[Ball.THEM], others=sums[Ball.OTHERS])


def _without_collisions(placed: list[tuple[float, Note]], width: float) -> list[Label]:
    """Give the weightiest labels room first, below the line and then above it; what finds none is left out."""
    taken: list[list[tuple[float, float]]] = [[], []]
    labels: list[Label] = []
    for x, note in sorted(placed, key=lambda each: -each[1].weight):
        wide = len(note.text) * LETTER * (1.06 if note.strong else 1.0)
        anchor, left = _anchor(x, wide, width)
        for row in (0, 1):
            if all(left + wide + GAP <= begin or left >= end + GAP for begin, end in taken[row]):
                taken[row].append((left, left + wide))
                labels.append(Label(x, note.text, anchor, note.strong, row))
                break
    return sorted(labels, key=lambda label: label.x)


def _anchor(x: float, wide: float, width: float) -> tuple[str, float]:
    if x - wide / 2 < 0:
        return "start", x
    if x + wide / 2 > width:
        return "end", x - wide
    return "middle", x - wide / 2
