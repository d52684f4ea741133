"""Columns without a heading that was read: cells that begin at one place, most of them personal, hide the rest.

This is what finds a name that is a word like any other, or was misread, in a list of names.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from priyom.privacy.detectors import Label
from priyom.privacy.detectors.usualness import SELDOM, USUAL
from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.files import TextGuard
from priyom.privacy.pictures.headings import fits, heading, is_command, is_empty, is_other_word, may_be_name
from priyom.privacy.pictures.layout import Cell, Row, Spot, Spots
from priyom.privacy.pictures.reading import Read
from priyom.privacy.pictures.shapes import NEWEST_YEAR, about
from priyom.privacy.pictures.values import without_words_around

FEWEST, ENOUGH, OFTEN, COVERED = 4, 0.6, 0.3, 0.6
SAME_EDGE = 4.0
CODE = re.compile(r"^[^\W_]{1,2}\d{1,2}(?:[.,]\d)? ")  # of a diagnosis
FEWEST_ALIKE, ENOUGH_ALIKE, AROUND = 3, 0.5, " .,;:()[]-"
DATE = re.compile(r"[(\[]?\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}[,;.)\]]?")
NUMBER = re.compile(r"\d{4,6}(?:[/-]\d{2,4})?[,;.]?")
LONG_NUMBER = re.compile(r"\d{9,16}")
FEWEST_HEADS, LONGEST_ABBREVIATION, FEWEST_OF_SENTENCE = 2, 4, 3
# What stands in quotation marks, or in honour of somebody, is called so: a hospital over its list.
CALLED = re.compile("^\\W?[\u00ab\u201e\u201c]|\\b\u0438\u043c(?:\\.|\u0435\u043d\u0438)")
FEWEST_OF_TABLE, LINES_OVER = 5, 3
FAR_APART = 6.0  # heights of a line
LONG_AS_NAMES = (2, 3)  # words


def find_aligned(
    rows: Sequence[Row], spots: Sequence[Spot], guard: TextGuard
) -> Iterator[tuple[Label, tuple[float, float, float, float]]]:
    """Yield the cells that stand among personal ones."""
    lying = Spots(spots)
    heads = [row for row in rows if sum(heading(cell.text) is not None for cell in row.cells) >= FEWEST_HEADS]
    in_heads = {id(cell.words[0]) for head in heads if len(head.cells) >= FEWEST_OF_TABLE for cell in head.cells}
    for column in _stacks(_parted(rows, _edges(spots))):
        yield from _words_alike(column, lying)
        yield from _numbers_alike(column, lying)
        begin = int(any(_is_between_headings(column[0], head) for head in heads))
        yield from _among_others(_below_head(column[begin:], in_heads), lying, guard)
        yield from _every_other(column, lying, guard)


def _among_others(
    column: Sequence[Cell], lying: Spots, guard: TextGuard
) -> Iterator[tuple[Label, tuple[float, float, float, float]]]:
    """Yield the cells of one column, where most of the others are personal."""
    labels = [_label(cell, lying) for cell in column]
    known = Counter(label for label in labels if label is not None)
    if len(column) < FEWEST or sum(known.values()) < ENOUGH * len(column):
        return
    # A card of one person holds one value of each kind: it is no column, whatever stands in it.
    known = Counter({kind: count for kind, count in known.items() if count >= max(FEWEST, OFTEN * len(column))})
    for cell, label in zip(column, labels, strict=True):
        if label is None and not is_empty(cell.text) and heading(cell.text) is None:
            yield from _fitting(cell, known, guard)


def _every_other(
    column: Sequence[Cell], lying: Spots, guard: TextGuard
) -> Iterator[tuple[Label, tuple[float, float, float, float]]]:
    """Yield what may be a name two lines from one: in lists of letters each writer stands over what it is about."""
    named = [_label(cell, lying) == Label.PERSON for cell in column]
    over = [named[place] and not any(named[place + 1 : place + 2]) for place in range(len(column))]
    if sum(over) < FEWEST_ALIKE:
        return
    for place, cell in enumerate(column):
        if cell.text.isupper() or len(cell.words) not in LONG_AS_NAMES or not _has_name(cell, guard.guard.vocabulary):
            continue
        around = [named[other] for other in (place - 2, place + 2) if 0 <= other < len(column)]
        beside = [named[other] for other in (place - 1, place + 1) if 0 <= other < len(column)]
        if not named[place] and any(around) and not any(beside):
            yield from _fitting(cell, Counter({Label.PERSON: 1}), guard)


def _has_name(cell: Cell, vocabulary: Vocabulary) -> bool:
    facts = [about([word.text.strip(AROUND)], vocabulary) for word in cell.words]
    return any(each.first >= SELDOM or not each.is_known for each in facts)


def _below_head(column: Sequence[Cell], in_heads: set[int]) -> Sequence[Cell]:
    """Return the column from the head of its table on: a line or two above it are no values of it."""
    begin = (place for place, cell in enumerate(column[:LINES_OVER]) if id(cell.words[0]) in in_heads)
    return column[next(begin, 0) :]


def _is_between_headings(cell: Cell, head: Row) -> bool:
    """Say whether the cell stands in a head of a table, and not right behind one of its headings as in a form."""
    words = [word for one in head.cells for word in one.words]
    if cell.words[0] not in words or any(char.isdigit() for char in cell.text):
        return False
    before = [one for one in head.cells if one.right <= cell.x]
    named = [heading(one.text) is not None for one in head.cells]
    return not before or heading(before[-1].text) is None or any(map(all, pairwise(named)))


def _fitting(
    cell: Cell, kinds: Counter[Label], guard: TextGuard
) -> Iterator[tuple[Label, tuple[float, float, float, float]]]:
    vocabulary = guard.guard.vocabulary
    if CODE.match(cell.text) or CALLED.search(cell.text) or _is_abbreviation(cell, vocabulary):
        return
    is_plainly = sum(is_other_word(word.text.strip(AROUND), vocabulary) for word in cell.words) >= FEWEST_OF_SENTENCE
    for kind in kinds:
        if kind == Label.PERSON and (is_plainly or is_command(cell.text, vocabulary)):
            continue
        if fits(kind, cell.text, vocabulary) or (kind == Label.PERSON and may_be_name(cell.text, vocabulary)):
            if kind == Label.PERSON:
                cell = _without_sentence(cell, vocabulary)
            elif kind not in {Label.ADDRESS, Label.EMAIL}:
                cell = without_words_around(cell)
            yield kind, (cell.x, cell.y, cell.right, cell.bottom)
            return


def _is_abbreviation(cell: Cell, vocabulary: Vocabulary) -> bool:
    """Say whether this is one short word in capitals that is no usual surname: «CT», «ECG»."""
    text = cell.text
    if not text.isalpha() or not text.isupper() or len(text) > LONGEST_ABBREVIATION:
        return False
    return vocabulary.about(text.lower()).surname < USUAL


def _without_sentence(cell: Cell, vocabulary: Vocabulary) -> Cell:
    """Leave the words in small letters behind a name in capitals: «Ivanov I. I. is written», a line of a log."""
    kept = len(cell.words)
    while kept > 1 and cell.words[0].text[0].isupper() and cell.words[kept - 1].text.islower():
        facts = vocabulary.about(cell.words[kept - 1].text)
        if not facts.is_known or facts.is_name:
            break
        kept -= 1
    return Cell(cell.words[:kept])


def _words_alike(column: Sequence[Cell], spots: Spots) -> Iterator[tuple[Label, tuple[float, float, float, float]]]:
    """Yield dates and numbers at one place of their cells, once enough of them are hidden, whatever stands before."""
    groups: dict[tuple[int, bool], list[tuple[Read, Label | None]]] = defaultdict(list)
    for cell in column:
        for place, word in enumerate(cell.words):
            is_date = DATE.fullmatch(word.text) is not None
            if is_date or (NUMBER.fullmatch(word.text) and place):
                groups[place, is_date].append((word, _label(Cell([word]), spots)))
    for (_place, is_date), words in groups.items():
        known = Counter(label for _word, label in words if label is not None)
        for word, label in words if sum(known.values()) >= max(FEWEST_ALIKE, ENOUGH_ALIKE * len(words)) else ():
            if label is None and not (is_date and int(word.text.strip(AROUND)[-4:]) >= NEWEST_YEAR):
                yield known.most_common(1)[0][0], (word.x, word.y, word.right, word.bottom)


def _numbers_alike(column: Sequence[Cell], spots: Spots) -> Iterator[tuple[Label, tuple[float, float, float, float]]]:
    """Yield long numbers, alone in their cells, as long as those hidden, for whatever kind, in every third cell."""
    groups: dict[int, list[tuple[Cell, Label | None]]] = defaultdict(list)
    for cell in column:
        if LONG_NUMBER.fullmatch(cell.text):
            groups[len(cell.text)].append((cell, _label(cell, spots)))
    for cells in groups.values():
        known = Counter(label for _cell, label in cells if label is not None)
        if sum(known.values()) >= max(FEWEST_ALIKE, OFTEN * len(cells)):
            yield from (
                (known.most_common(1)[0][0], (cell.x, cell.y, cell.right, cell.bottom))
                for cell, label in cells
                if label is None
            )


def _edges(spots: Sequence[Spot]) -> list[float]:
    """Return where many hidden values begin, one under the other: there columns begin, whatever was read together."""
    lying, near = Spots(spots), SAME_EDGE / 2
    edges = sorted(spot.box[0] for spot in spots if not _goes_on(spot, lying))
    return [
        edge
        for edge in dict.fromkeys(edges)
        if bisect_right(edges, edge + near) - bisect_left(edges, edge - near) >= FEWEST
    ]


def _goes_on(spot: Spot, lying: Spots) -> bool:
    """Say whether it begins inside another of its kind: a street within an address."""
    left, top, right, bottom = spot.box
    near = lying.near(Cell([Read("", left, top, right - left, bottom - top, 0.0)]))
    return any(one.label == spot.label and one.box[0] < left - SAME_EDGE and left <= one.box[2] for one in near)


def _parted(rows: Sequence[Row], edges: Sequence[float]) -> Iterator[Row]:
    """Yield the rows with their cells parted at the edges."""
    for row in rows:
        cells = []
        for cell in row.cells:
            cells.append(Cell([cell.words[0]]))
            for word in cell.words[1:]:
                if bisect_left(edges, word.x - SAME_EDGE) < bisect_right(edges, word.x + SAME_EDGE):
                    cells.append(Cell([word]))
                else:
                    cells[-1].words.append(word)
        yield Row(cells)


def _stacks(rows: Iterable[Row]) -> Iterator[list[Cell]]:
    """Yield cells that begin at the same place, one under the other, without a large gap."""
    open_stacks: list[list[Cell]] = []
    for row in rows:
        for cell in row.cells:
            left = cell.x
            stack = next((stack for stack in open_stacks if abs(stack[-1].edges[0] - left) <= SAME_EDGE), None)
            if stack is not None and cell.y - stack[-1].bottom > FAR_APART * (cell.bottom - cell.y):
                open_stacks.remove(stack)
                yield stack
                stack = None
            if stack is None:
                open_stacks.append([cell])
            else:
                stack.append(cell)
    yield from open_stacks


def _label(cell: Cell, spots: Spots) -> Label | None:
    spot = spots.over(cell, COVERED)
    return spot.label if spot else None
