"""Orders words that were read into rows and cells: what stands side by side, and what a rule or a gap parts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

import numpy as np

from priyom.privacy.detectors import Label
from priyom.privacy.pictures.reading import Read

SAME_ROW = 0.5  # of the lower word's height
CELL_GAP = 1.15  # of the row's height; a space between words is about a third of it
NARROW_GAP = 3.0
FEWEST_LETTERS, EQUALLY_WIDE = 4, 0.15
SPACED_GAP = 2.6  # of a letter's width: where all letters are equally wide, a point and a space are a wide gap


POINTS = re.compile(r"[.\u2026\u00b7_,]{4,}:?")
MISREAD_POINTS = re.compile("[e\u0435c\u0441o\u043e.]{2,}:?")

# An entry of a log begins with its time, whatever became of the points: no line goes on with it.
ENTRY = re.compile(r"\W{0,2}(?:\d\d[ ./-]\d\d[ ./-]20\d\d|20\d\d[ -]\d\d[ -]\d\d)\W{1,3}\d\d[ :.]\d\d")

BAR, FEWEST_BARS = re.compile("[|\u00a6\u2502]+"), 2  # programs draw tables with them
FULL_WORDS, FULL = 4, 0.6  # of a text's width
SENTENCE_GAP, LINE_GAP, SAME_HEIGHT = 3.0, 1.6, 0.35  # heights of a line
BAND = 16  # pixels of height by which spots are looked up


Edges = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass
class Cell:
    """Words with only spaces between them."""

    words: list[Read] = field(default_factory=list)
    _measured: tuple[int, Edges] = field(default=(0, (0.0, 0.0, 0.0, 0.0)), init=False, repr=False, compare=False)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def edges(self) -> Edges:
        """Left, top, right, bottom; asked for a million times, and words only ever come to it."""
        words = self.words
        if self._measured[0] != len(words):
            left, top = min(word.x for word in words), min(word.y for word in words)
            right, bottom = max(word.right for word in words), max(word.bottom for word in words)
            self._measured = len(words), (left, top, right, bottom)
        return self._measured[1]

    @property
    def x(self) -> float:
        return self.edges[0]

    @property
    def right(self) -> float:
        return self.edges[2]

    @property
    def y(self) -> float:
        return self.edges[1]

    @property
    def bottom(self) -> float:
        return self.edges[3]

    @property
    def confidence(self) -> float:
        return min(word.confidence for word in self.words)


@dataclass(frozen=True)
class Spot:
    """A place that must not be seen: left, top, right, bottom."""

    label: Label
    box: tuple[float, float, float, float]
    confidence: float

    def covers(self, cell: Cell) -> float:
        """Return how much of the cell's width it covers."""
        left, top, right, bottom = self.box
        x, y, end, low = cell.edges
        if x >= right or left >= end or y >= bottom or top >= low:
            return 0.0
        if min(bottom, low) - max(top, y) < SAME_ROW * (low - y):
            return 0.0
        return (min(right, end) - max(left, x)) / max(1.0, end - x)


class Spots:
    """Spots by the height they lie at: a dense screen has hundreds, and few of them near any one line."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self._at: dict[int, list[Spot]] = defaultdict(list)
        self._known: set[tuple[Label, Edges]] = set()
        for spot in spots:
            self.add(spot)

    def add(self, spot: Spot) -> None:
        if (spot.label, spot.box) in self._known:
            return  # many rules find one value
        self._known.add((spot.label, spot.box))
        for band in range(int(spot.box[1]) // BAND, int(spot.box[3]) // BAND + 1):
            self._at[band].append(spot)

    def near(self, cell: Cell) -> Sequence[Spot]:
        """Return those that may cover the cell: what covers half its height lies over its middle."""
        _left, top, _right, bottom = cell.edges
        return self._at.get(int((top + bottom) / 2) // BAND, ())

    def over(self, cell: Cell, share: float) -> Spot | None:
        """Return the first that covers so much of the cell."""
        return next((spot for spot in self.near(cell) if spot.covers(cell) >= share), None)


@dataclass
class Row:
    """Cells on one line."""

    cells: list[Cell]

    @property
    def y(self) -> float:
        return min(cell.y for cell in self.cells)

    @property
    def bottom(self) -> float:
        return max(cell.bottom for cell in self.cells)

    @property
    def height(self) -> float:
        return median(word.height for cell in self.cells for word in cell.words)


def rows_of(words: Iterable[Read], rules: np.ndarray) -> list[Row]:
    """Return the rows from top to bottom, each with its cells from left to right."""
    lines: list[list[Read]] = []
    for word in sorted(words, key=lambda word: word.middle):
        line = next((line for line in reversed(lines[-4:]) if _belongs(word, line)), None)
        if line is None:
            lines.append([word])
        else:
            line.append(word)
    return [Row(_cells(sorted(line, key=lambda word: word.x), rules)) for line in lines]


def paragraphs_of(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield what are lines of one text: close below each other, from one edge, all but the last one full.

    A text may stand beside another one, or beside a list: a row with wide gaps is looked at cell by cell.
    """
    texts: list[list[Row]] = []
    for row in rows:
        for line in _lines(row):
            text = next((text for text in texts if _goes_on(text, line)), None)
            if text is not None:
                text.append(line)
            elif sum(len(cell.words) for cell in line.cells) >= FULL_WORDS:
                texts.append([line])
        ended = [text for text in texts if row.y - text[-1].bottom > LINE_GAP * max(row.height, text[-1].height)]
        yield from (text for text in ended if len(text) > 1)
        texts = [text for text in texts if text not in ended]
    yield from (text for text in texts if len(text) > 1)


def _lines(row: Row) -> list[Row]:
    """Return the row, or its cells one by one where a wide gap parts some: sentences have none between their words."""
    wide = any(other.x - one.right > SENTENCE_GAP * row.height for one, other in pairwise(row.cells))
    return [Row([cell]) for cell in row.cells] if wide else [row]


def _goes_on(lines: Sequence[Row], row: Row) -> bool:
    """Say whether the row continues a text."""
    last, height = lines[-1], lines[-1].height
    if row.y < last.bottom - height / 2 or ENTRY.match(row.cells[0].text):
        return False
    full = last.cells[-1].right >= FULL * max(line.cells[-1].right for line in (*lines, row))
    aligned = abs(row.cells[0].x - last.cells[0].x) <= SENTENCE_GAP * height
    # Specks of a scan make words higher: the lines are of one size where any word of the last one is.
    same = any(abs(row.height - word.height) <= SAME_HEIGHT * word.height for cell in last.cells for word in cell.words)
    return full and aligned and same and row.y - last.bottom <= LINE_GAP * height


def _belongs(word: Read, line: Sequence[Read]) -> bool:
    top, bottom = median(other.y for other in line), median(other.bottom for other in line)
    shared = min(bottom, word.bottom) - max(top, word.y)
    return shared >= SAME_ROW * min(word.height, bottom - top)


def _cells(line: list[Read], rules: np.ndarray) -> list[Cell]:
    height = median(word.height for word in line)
    widest = max(CELL_GAP * height, SPACED_GAP * _pitch(line))
    cells = [Cell([line[0]])]
    barred = sum(BAR.fullmatch(word.text) is not None for word in line) >= FEWEST_BARS  # each is a cell of its own
    led = False  # a row of points leads from a label to its value, and readers make words of it
    for place, word in enumerate(line[1:], 1):
        before = cells[-1]
        gap = word.x - before.right
        if _is_leader(line, place):
            led = True
            continue
        bar = barred and (BAR.fullmatch(word.text) or BAR.fullmatch(before.words[-1].text))
        if led or bar or gap > widest or (gap > NARROW_GAP and _is_ruled(before, word, rules)):
            cells.append(Cell([word]))
        else:
            before.words.append(word)
        led = False
    return cells


def _is_leader(line: Sequence[Read], place: int) -> bool:
    """Say whether the word is a row of points, or two of its neighbours are."""
    word = line[place].text
    if POINTS.fullmatch(word):
        return True
    near = [one.text for one in line[max(0, place - 1) : place + 2]]
    return sum(MISREAD_POINTS.fullmatch(one) is not None for one in near) > 1 and bool(MISREAD_POINTS.fullmatch(word))


def _pitch(line: Sequence[Read]) -> float:
    """Return how wide a letter is where all are equally wide, else nothing."""
    pitches = [word.width / len(word.text) for word in line if len(word.text) >= FEWEST_LETTERS]
    if len(pitches) > 1 and max(pitches) - min(pitches) <= EQUALLY_WIDE * median(pitches):
        return median(pitches)
    return 0.0


def _is_ruled(before: Cell, word: Read, rules: np.ndarray) -> bool:
    """Say whether an upright rule stands between them."""
    row = min(max(int(word.middle), 0), rules.shape[0] - 1)
    return bool(rules[row, max(int(before.right), 0) : int(word.x) + 1].any())
