"""What is hidden stays hidden while it stays: a value half typed, half under a dialog, under the pointer, fading away.

Two pieces of writing that followed each other in one place, or moved together with the rest of the page, are linked.
What is hidden of one is hidden of the other as far as both are the same ink: so a name is hidden from its first letter
on, and what no reader could make out beside a dialog's edge goes with what was read before the dialog came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from priyom.privacy.pictures.pieces import Box
from priyom.privacy.recordings.pieces import Content, lies_in

WAYS = 2  # that many movements of the page between two frames are followed
WAVER = 0.3  # share of the ink that may differ: a codec wavers, and letters fade
AROUND = 13  # columns that are compared together
POINTER, MOST_UNDER_POINTER = 1.5, 0.4  # of a piece's height: so wide is what tells nothing; and of its width
SHORT, FEW = 4.0, 0.1  # of a piece's height: shorter ones are a few letters; so much of them may be lost to a codec
NARROWEST = 3  # columns and rows that can be compared
WIDE_ENOUGH = 0.4  # of a line's height: fewer columns are alike by chance
ONE_LINE = 1.6  # times as high as the mask: the whole height is hidden, since half a letter can be read
SCROLLS = 0.5  # of the page has moved: no window is so large
MOST_WENT = 300  # pieces that may come back
MOST_LINKS = 64  # of one piece: a flickering picture must not use up the memory


@dataclass(frozen=True, slots=True)
class Stood:
    """A piece of writing and where it stood in one frame."""

    content: Content
    box: Box


def link(before: Sequence[Stood], now: Sequence[Stood], went: list[Stood], page: int) -> None:
    """Link what changed between two frames with what stood in its place, and with what moved there.

    ``went``: what went before and may come back in parts from behind a window; it is kept up. ``page``: its pixels.
    """
    gone, came = _without(before, now), _without(now, before)
    moves, left = _movements(gone, came), gone
    for across, down in moves:  # what moved with the rest as it is needs no link with itself
        left, came = _without(left, came, (across, down)), _without(came, left, (-across, -down))
    for shift in [(0, 0), *moves]:
        for one in left:
            for other in _overlapping(one, came, shift):
                _join(one, other, shift)
    staying = {id(one) for one in left}
    if _area([one for one in gone if id(one) not in staying]) > SCROLLS * page:
        went.clear()  # the page itself has moved: nothing comes back where it was
        return
    for other in came:
        for one in _overlapping(other, went, (0, 0)):
            _join(one, other, (0, 0))
    went += left
    del went[:-MOST_WENT]


def spread(contents: Iterable[Content], is_unlikely: Callable[[Content, Box, int], bool]) -> None:
    """Hide, of every piece, what is hidden of the pieces that it is linked with; and so on until nothing is new.

    ``is_unlikely``: whether a part of a piece is no value, although so many judgements of another piece say so.
    """
    waiting = [content for content in contents if content.hidden]
    asked = {(content, box): content.asked(box) for content in waiting for box in content.hidden}
    while waiting:
        content = waiting.pop()
        for other, across, down in content.links:
            fresh = False
            for box, kind in list(content.hidden.items()):
                for found in same_ink(content, other, box, (across, down)):
                    times = asked.get((content, box), 1)
                    if not any(lies_in(found, known) for known in other.hidden) and not is_unlikely(
                        other, found, times
                    ):
                        other.hidden[found], asked[other, found] = kind, times
                        fresh = True
            if fresh:
                waiting.append(other)


def is_part(content: Content, other: Content, across: int, down: int) -> bool:
    """Say whether the piece is the same ink as the other, which lies so far aside; a pointer may lie over either."""
    height, width = content.looks.shape
    left, top = max(0, -across), max(0, -down)
    right, bottom = min(width, other.looks.shape[1] - across), min(height, other.looks.shape[0] - down)
    if right <= left or bottom <= top:
        return False
    lost = content.looks.copy()
    lost[top:bottom, left:right] &= ~other.looks[top + down : bottom + down, left + across : right + across]
    differs = int((lost.sum(axis=0) > WAVER * content.looks.sum(axis=0)).sum())
    if width < SHORT * height:  # under a pointer could be another name
        return differs <= FEW * width
    return differs <= min(POINTER * height, MOST_UNDER_POINTER * width)


def _area(some: Sequence[Stood]) -> int:
    """Return how large a part of the page the pieces stand on."""
    if not some:
        return 0
    lefts, tops, rights, bottoms = zip(*(one.box for one in some), strict=True)
    return (max(rights) - min(lefts)) * (max(bottoms) - min(tops))


def _without(some: Sequence[Stood], others: Sequence[Stood], shift: tuple[int, int] = (0, 0)) -> list[Stood]:
    """Return those that are not among the others, after they have moved."""
    known = {(id(one.content), one.box[:2]) for one in others}
    x, y = shift
    return [one for one in some if (id(one.content), (one.box[0] + x, one.box[1] + y)) not in known]


def _movements(left: Sequence[Stood], came: Sequence[Stood]) -> list[tuple[int, int]]:
    """Return how most of what is the same in both frames has moved."""
    places: dict[int, list[Box]] = {}
    for one in left:
        places.setdefault(id(one.content), []).append(one.box)
    moves: Counter[tuple[int, int]] = Counter()
    for one in came:
        for box in places.get(id(one.content), ())[:4]:
            moves[one.box[0] - box[0], one.box[1] - box[1]] += 1
    return [move for move, _count in moves.most_common(WAYS) if move != (0, 0)]


def _overlapping(one: Stood, others: Sequence[Stood], shift: tuple[int, int]) -> Iterator[Stood]:
    left, top, right, bottom = (edge + shift[at % 2] for at, edge in enumerate(one.box))
    for other in others:
        if other.content is not one.content and (
            min(right, other.box[2]) - max(left, other.box[0]) >= NARROWEST
            and 2 * (min(bottom, other.box[3]) - max(top, other.box[1]))
            > min(bottom - top, other.box[3] - other.box[1])
        ):
            yield other


def _join(one: Stood, other: Stood, shift: tuple[int, int]) -> None:
    """Let each know the other, and where it lies in its own pixels."""
    across, down = one.box[0] + shift[0] - other.box[0], one.box[1] + shift[1] - other.box[1]
    for content, beside in (
        (one.content, (other.content, across, down)),
        (other.content, (one.content, -across, -down)),
    ):
        if beside not in content.links and len(content.links) < MOST_LINKS:
            content.links.append(beside)


def same_ink(content: Content, other: Content, box: Box, shift: tuple[int, int]) -> Iterator[Box]:
    """Yield what of the box is the same ink in the other piece, in the other's pixels."""
    across, down = shift
    height, width = other.looks.shape
    left, right = max(box[0] + across, across, 0), min(box[2] + across, width, content.looks.shape[1] + across)
    top, bottom = max(box[1] + down, down, 0), min(box[3] + down, height, content.looks.shape[0] + down)
    if right - left < NARROWEST or bottom - top < NARROWEST:
        return
    here = content.looks[top - down : bottom - down, left - across : right - across]
    there = other.looks[top:bottom, left:right]
    ink = (here | there).sum(axis=0)
    around = np.ones(min(AROUND, right - left))
    differs = np.convolve((here != there).sum(axis=0), around, "same")
    same = (differs <= WAVER * np.convolve(ink, around, "same")) & (np.convolve(ink, around, "same") > 0)
    whole = height <= ONE_LINE * (box[3] - box[1])
    for start, end in _runs(same):
        if end - start >= min(WIDE_ENOUGH * (bottom - top), right - left) and there[:, start:end].any():
            yield left + start, 0 if whole else top, left + end, height if whole else bottom


def _runs(same: np.ndarray) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], same, [False])).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
