"""What a window that lies over a table leaves of the values beneath: initials, the end of a street, half a surname."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from statistics import median

from priyom.privacy.detectors import Label
from priyom.privacy.pictures.layout import Cell, Row, Spot, Spots
from priyom.privacy.pictures.reading import Read

COVERED, SURE = 0.6, 0.7
LONGEST_BETWEEN = 3  # words between initials and a birth
INITIALS = re.compile("[\u0410-\u042f\u0401]\\.[\u0410-\u042f\u0401]\\.,?")
ALIGNED, FEWEST, FEWEST_CUT = 8.0, 3, 3
EDGE = 14.0  # pixels: letters of different width are cut at one edge
LABELS = frozenset({Label.PERSON, Label.ADDRESS, Label.EMAIL})  # of numbers too little is left


def find_cut(rows: Sequence[Row], spots: Sequence[Spot]) -> Iterator[Spot]:
    """Yield what is left of values that a window covers."""
    yield from _initials(rows, spots)
    yield from _ends(rows, spots)


def _initials(rows: Sequence[Row], spots: Sequence[Spot]) -> Iterator[Spot]:
    """Yield initials right before a birth that is hidden: the surname is covered, and they stand alone."""
    births, lying = Spots(spot for spot in spots if spot.label == Label.DOB), Spots(spots)
    for row in rows:
        for cell in row.cells:
            at = next((place for place, word in enumerate(cell.words) if _is_in(word, births)), 0)
            for word in cell.words[max(0, at - LONGEST_BETWEEN) : at]:
                if INITIALS.fullmatch(word.text) and not _is_in(word, lying):
                    yield _spot(Label.PERSON, [word])


def _ends(rows: Sequence[Row], spots: Sequence[Spot]) -> Iterator[Spot]:
    """Yield the ends of a column's values behind a window: several begin at its edge, in lines of the same table."""
    lying = Spots(spots)
    boxes = {(spot.label, spot.box): spot for spot in spots}  # many rules find one value
    heights = [(row, row.y, row.bottom) for row in rows]
    for label in LABELS:
        for column in _columns([spot for spot in boxes.values() if spot.label == label]):
            yield from _ends_of(column, heights, lying)


def _columns(spots: Sequence[Spot]) -> Iterator[list[Spot]]:
    """Yield spots that begin at one edge, in several lines."""
    groups: list[list[Spot]] = []
    for spot in sorted(spots, key=lambda spot: spot.box[0]):
        if groups and spot.box[0] - groups[-1][-1].box[0] <= ALIGNED:
            groups[-1].append(spot)
        else:
            groups.append([spot])
    yield from (group for group in groups if len({spot.box[1] for spot in group}) >= FEWEST)


def _ends_of(column: Sequence[Spot], rows: Sequence[tuple[Row, float, float]], lying: Spots) -> Iterator[Spot]:
    left, right = median(spot.box[0] for spot in column), max(spot.box[2] for spot in column) + ALIGNED
    whole: list[Row] = []
    others: list[Row] = []
    for row, top, bottom in rows:
        has_it = any(top < spot.box[3] and spot.box[1] < bottom for spot in column)
        (whole if has_it else others).append(row)
    behind, label = _edges_behind(whole, right), column[0].label
    cut: list[list[Read]] = []
    for row in others:
        if not any(_is_near(cell.x, behind) for cell in row.cells):
            continue
        cells = [cell for cell in row.cells if left + ALIGNED < cell.x and cell.right <= right]
        words = [word for cell in cells for word in cell.words]
        if words and _may_be_left(label, words):
            cut.append(words)
    edge = min((words[0].x for words in cut), default=0.0)
    at_edge = [words for words in cut if words[0].x - edge <= EDGE]
    firsts = Counter(words[0].text for words in at_edge)
    if len(at_edge) >= FEWEST_CUT and firsts.most_common(1)[0][1] * 2 < len(at_edge) + 1:  # each value ends otherwise
        yield from (_spot(label, words) for words in at_edge if not all(_is_in(word, lying) for word in words))


def _may_be_left(label: Label, words: Sequence[Read]) -> bool:
    """Say whether the words may be the end of a value: no number is of a name, whatever a reader made of a letter."""
    said = "".join(word.text for word in words)
    letters, digits = sum(map(str.isalpha, said)), sum(map(str.isdigit, said))
    return letters > digits if label == Label.PERSON else letters + digits > 1


def _edges_behind(rows: Sequence[Row], right: float) -> list[float]:
    """Return where the next columns of the table begin: several of its cells do there."""
    at: dict[int, int] = defaultdict(int)
    for row in rows:
        for cell in row.cells:
            if cell.x > right:
                at[round(cell.x)] += 1
    return [edge for edge, times in at.items() if times >= FEWEST]


def _is_near(place: float, edges: Sequence[float]) -> bool:
    return any(abs(place - edge) <= ALIGNED for edge in edges)


def _spot(label: Label, words: Sequence[Read]) -> Spot:
    cell = Cell(list(words))
    return Spot(label, cell.edges, SURE)


def _is_in(word: Read, spots: Spots) -> bool:
    return spots.over(Cell([word]), COVERED) is not None
