"""Tables and forms: what stands under a heading, behind a label or below it is what the heading says.

A column is hidden whole once some of its cells look like what its heading promises: under a heading that was surely
read a third of them is enough, else three fifths. A name that was misread, or is a word like any other, goes with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from priyom.privacy.detectors import Label
from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.files import TextGuard
from priyom.privacy.pictures.headings import (
    alike,
    exact_heading,
    fits,
    has_word,
    heading,
    is_doubtful,
    is_empty,
    is_number,
    is_other_word,
    is_plain,
    may_be_name,
)
from priyom.privacy.pictures.heads import with_joined_heads
from priyom.privacy.pictures.layout import Cell, Row
from priyom.privacy.pictures.reading import Read
from priyom.privacy.pictures.shapes import YEAR

Found = tuple[Label, tuple[float, float, float, float]]
ENOUGH, ENOUGH_IF_SURE, SOME = 0.6, 0.3, 0.3
TORN = 2.6  # heights of a line
MOST_ROWS = 200
FAR_BELOW = 3.2  # of a row's height: beyond that another thing begins
RIGHT_BELOW = 1.4
ALIGNED = 8.0
HEADS_OF_TABLE, ROWS_TO_TELL = 3, 6
OURS = 0.34  # of the heads have something under them in a row of their table
FEWEST_WRAPPED, WRAPPED = 4, frozenset({Label.DOB, Label.SNILS, Label.OMS, Label.PHONE})  # values on two lines
NEAR_HEADS = 1.6  # heights
CAPTION = re.compile(r"^[^\w(]{0,2}[({\[](?P<words>[^)}\]]{3,60})[)}\]]?\W{0,2}$")
ENDS_LABEL = re.compile(r":$|[.\u2026]{2,}:?$")
NO_NAME = re.compile(r"\d\d.*\d|:$")  # a date, another label
FILE = re.compile(r"[^\W_]\.(?!\d)[^\s.]{3,4}$")  # whatever became of the letters behind the point
AGE = re.compile(  # behind a name: years, months
    "(?<=\\S) \\(?\\d{1,3} ?"
    "(?:[\u043bn\u043f](?:\u0435\u0442)?|\u0433(?:\u043e\u0434\u0430?)?|\u043c(?:\u0435\u0441)?)[.)]{0,2}$"
)
DIGITS = re.compile(r"\d")
UNREAD, MOSTLY, FEWEST_OF_NUMBER = 35.0, 0.7, 3
NUMERIC = frozenset(
    {
        Label.SICK_LEAVE,
        Label.BIRTH_CERT,
        Label.DOB,
        Label.SNILS,
        Label.OMS,
        Label.PHONE,
        Label.PASSPORT,
        Label.MRN,
        Label.INN,
    }
)
LONGEST_LABEL, MOST_OF_VALUE = 4, {Label.ADDRESS: 12}


@dataclass
class Column:
    """A heading and the strip of the picture that belongs to it."""

    label: Label | None
    left: float
    right: float
    cells: list[Cell]
    is_sure: bool = False  # the heading was read letter by letter, beside others


def find_columns(rows: Sequence[Row], guard: TextGuard) -> Iterator[Found]:
    """Yield the cells of columns with a personal heading, and the values of labelled fields."""
    vocabulary = guard.guard.vocabulary
    rows = with_joined_heads([_written(row) for row in rows])
    for number, row in enumerate(rows):
        yield from _captioned(rows, number, vocabulary)
        yield from _within(row, vocabulary)
        labels = _headings(rows, number)
        if not any(labels):
            continue
        parts = [part for cell in _joined(row.cells) for part in _parted(cell)]
        if sum(heading(part.text) is not None for part in parts) >= 2:  # noqa: PLR2004
            row.cells = parts
            labels = _headings(rows, number)
        if is_head := _is_head(rows, number, labels, vocabulary):
            for column in _columns(rows, number, labels):
                yield from _hidden(column, vocabulary)
            yield from _in_order(rows, number, labels, vocabulary)
        yield from _fields(rows, number, labels, vocabulary, is_head=is_head)


def _written(row: Row) -> Row:
    """Return the row without cells that are borders read as signs."""
    cells = [cell for cell in row.cells if any(char.isalnum() for char in cell.text)]
    return Row(cells) if cells and len(cells) < len(row.cells) else row


def _headings(rows: Sequence[Row], number: int) -> list[Label | None]:
    """Return what each cell promises; where others in the row promise, a misread one is guessed."""
    cells = rows[number].cells
    labels = [_heading(rows, number, place) for place in range(len(cells))]
    guessed = [label or alike(cell.text) for label, cell in zip(labels, cells, strict=True)]
    enough = any(labels) or sum(map(bool, guessed)) >= HEADS_OF_TABLE
    return guessed if enough and len(cells) >= HEADS_OF_TABLE else labels


def _is_head(rows: Sequence[Row], number: int, labels: Sequence[Label | None], vocabulary: Vocabulary) -> bool:
    """Say whether the row is the head of a table: no row of a form, where a label's value stands right behind it."""
    cells, heads = rows[number].cells, sum(map(bool, labels))
    if any(label and cell.text.rstrip().endswith(":") for label, cell in zip(labels, cells, strict=True)):
        return False  # labels of a form, the values of which are covered, or missing
    if heads * 2 > len(cells) + 1 or _stands_over_values(rows, number, labels, vocabulary):
        return True  # there would be fewer values than labels
    for place, label in enumerate(labels[:-1]):
        value = cells[place + 1].text
        if label is None or labels[place + 1] is not None or not fits(label, value, vocabulary):
            continue
        if label != Label.PERSON or heads * 2 >= len(cells) or may_be_name(value, vocabulary):
            return False
    if len(cells) >= HEADS_OF_TABLE or (len(cells) == heads and len(cells) > 1):
        return True
    if not any(exact_heading(cell.text) for cell in cells):
        return False
    under = [row for row in _table_rows(rows, number) if all(_has_under(row, cell) for cell in cells)]
    return len(cells) > 1 and len(under) >= HEADS_OF_TABLE


def _stands_over_values(
    rows: Sequence[Row], number: int, labels: Sequence[Label | None], vocabulary: Vocabulary
) -> bool:
    """Say whether under several headings stands what they promise: under the labels of a form stand other labels."""
    below = rows[number + 1 : number + 1 + ROWS_TO_TELL]
    proved = 0
    for cell, label in zip(rows[number].cells, labels, strict=True):
        if label is not None:
            under = [one for row in below for one in row.cells if one.x < cell.right and cell.x < one.right]
            proved += sum(heading(one.text) is None and fits(label, one.text, vocabulary) for one in under) > 1
    return proved >= HEADS_OF_TABLE


def _has_under(row: Row, head: Cell) -> bool:
    return any(abs(cell.x - head.x) <= ALIGNED for cell in row.cells)


def _joined(cells: Sequence[Cell]) -> list[Cell]:
    """Join two cells that are one heading: «Леч.» and «врач»."""
    joined = [cells[0]]
    for cell in cells[1:]:
        before = joined[-1]
        near = cell.x - before.right <= NEAR_HEADS * (cell.bottom - cell.y)
        both = Cell([*before.words, *cell.words])
        if near and heading(before.text) is None and heading(both.text) is not None:
            joined[-1] = both
        else:
            joined.append(cell)
    return joined


def _parted(cell: Cell) -> list[Cell]:
    """Part a cell in which two headings stand too close: «№ п/п Фамилия»."""
    if len(cell.words) > 1 and heading(cell.text) is None:
        for place in range(1, len(cell.words)):
            before, behind = Cell(cell.words[:place]), Cell(cell.words[place:])
            if heading(behind.text) is not None or heading(before.text) is not None:
                return [*_parted(before), *_parted(behind)]
    return [cell]


def _heading(rows: Sequence[Row], number: int, place: int) -> Label | None:
    """Return what the cell promises, read alone or with the line below it: «Дата / рождения»."""
    cell = rows[number].cells[place]
    label = heading(cell.text)
    if label is None and number + 1 < len(rows):
        below = _right_below(cell, rows[number + 1 : number + 2])
        label = heading(f"{cell.text} {below.text}") if below else None
    return label


def _columns(rows: Sequence[Row], number: int, labels: Sequence[Label | None]) -> Iterator[Column]:
    heads = rows[number].cells
    below = list(_table_rows(rows, number))
    edges = [0.0]
    edges += [_river(one, other, below) for one, other in pairwise(heads)]
    edges.append(max(heads[-1].right * 1.5, heads[-1].right + 300))
    for place, label in enumerate(labels):
        if label is None:
            continue
        left, right = edges[place], edges[place + 1]
        if place == 0:
            first = [cell for row in below for cell in row.cells if cell.x < heads[0].right and heads[0].x < cell.right]
            left = min([heads[0].x, *(cell.x for cell in first)]) - 1
        is_sure = len(heads) >= HEADS_OF_TABLE and exact_heading(heads[place].text) == label
        yield Column(label, left, right, [cell for row in below for cell in _inside(row, left, right)], is_sure)


def _in_order(
    rows: Sequence[Row], number: int, labels: Sequence[Label | None], vocabulary: Vocabulary
) -> Iterator[Found]:
    """Yield the cells by their order in rows of as many cells as the head has: terminals shift what is below."""
    heads = rows[number].cells
    for row in _table_rows(rows, number):
        if len(row.cells) != len(labels):
            continue
        for place, (label, cell) in enumerate(zip(labels, row.cells, strict=True)):
            if label is not None and _may_stand_under(place, cell, heads) and fits(label, cell.text, vocabulary):
                yield label, _box(_value(label, cell, vocabulary))


def _may_stand_under(place: int, cell: Cell, heads: Sequence[Cell]) -> bool:
    """Say whether the cell stands under its heading, or under none: a cell that was not read moves all behind it."""
    under = [other for other, head in enumerate(heads) if head.x < cell.right and cell.x < head.right]
    return place in under or not under


def _inside(row: Row, left: float, right: float) -> list[Cell]:
    """Return what of the row stands in the strip, whatever was read together with it, and torn values as one."""
    inside: list[Cell] = []
    for cell in row.cells:
        words = [word for word in cell.words if left - 3 <= word.x < right and word.x + word.width / 2 < right]
        if words and inside and words[0].x - inside[-1].right <= TORN * row.height:
            inside[-1] = Cell([*inside[-1].words, *words])
        elif words:
            inside.append(Cell(words))
    return inside


def _table_rows(rows: Sequence[Row], number: int) -> Iterator[Row]:
    """Yield the rows under the heading until a gap or another heading ends the table."""
    heads = rows[number].cells
    personal = [cell for cell in heads if heading(cell.text) is not None]
    foreign = begun = False
    bottom, height = rows[number].bottom, rows[number].height
    for row in rows[number + 1 : number + 1 + MOST_ROWS]:
        if row.y - bottom > FAR_BELOW * max(height, row.height):
            return
        named = [cell for cell in row.cells if heading(cell.text) is not None]
        if any(_has_under(Row([cell]), head) for cell in named for head in personal):
            return
        others = Row([cell for cell in row.cells if cell not in named])
        is_somebodys = any(_has_under(others, head) for head in personal)
        if begun and named and not is_somebodys and _names_columns(row):
            return
        ours = sum(_has_under(others, head) for head in heads) >= OURS * len(heads)
        foreign |= len(named) >= 2 and not ours  # noqa: PLR2004 - another table, or a dialog over this one
        if foreign and not begun:
            return
        if foreign and not ours:
            continue
        begun = True
        yield row
        bottom = row.bottom


def _names_columns(row: Row) -> bool:
    """Say whether the row is the head of another table: several cells of words, none of which was misread."""
    words = not any(char.isdigit() for cell in row.cells for char in cell.text)
    return len(row.cells) >= HEADS_OF_TABLE and words and row.cells[0].confidence >= UNREAD


def _river(left: Cell, right: Cell, below: Sequence[Row]) -> float:
    """Return where no word stands between the two headings, in most rows below."""
    start, end = int(left.x) + 4, int(right.right)
    if end <= start or not below:
        return right.x - 3
    words = [0] * (end - start)
    for row in below:
        for cell in row.cells:
            for place in range(max(int(cell.x), start), min(int(cell.right) + 1, end)):
                words[place - start] += 1
    allowed = len(below) // 10
    best, best_shared, opened = right.x - 3, -1.0, start
    for place in range(start, end + 1):
        if place < end and words[place - start] <= allowed:
            continue
        shared = min(place, right.x) - max(opened, left.right) if place > opened else -1.0
        if place > opened and (shared, place - opened) > (best_shared, 0):
            best, best_shared = max(opened, min(right.x - 3, (opened + place) / 2)), shared
        opened = place + 1
    return min(best, right.x + 2)


def _hidden(column: Column, vocabulary: Vocabulary) -> Iterator[Found]:
    label = column.label
    if label is None:
        return
    cells = _in_line([cell for cell in column.cells if not is_empty(cell.text)])
    cells = [_named(cell) for cell in cells] if label == Label.PERSON else cells
    may_be_files = label not in {Label.ADDRESS, Label.EMAIL}
    if may_be_files and sum(FILE.search(cell.text) is not None for cell in cells) * 2 > len(cells):
        return  # names of files: what is somebody's in them, the rules of texts find
    pieces = len(cells) >= FEWEST_WRAPPED and label in WRAPPED
    good = [cell for cell in cells if fits(label, cell.text, vocabulary) or (pieces and is_number(cell.text))]
    enough = ENOUGH_IF_SURE if column.is_sure else ENOUGH
    if len(good) > 1 and len(good) >= enough * len(cells):
        end = good[-1].bottom + FAR_BELOW * (good[-1].bottom - good[-1].y)
        whole = column.is_sure and label == Label.ADDRESS  # its words are words like any other
        good = [
            cell for cell in cells if cell in good or (cell.y < end and (whole or _may_be(label, cell, vocabulary)))
        ]
    some = len(good) > 1 and len(good) >= SOME * len(cells)
    for cell in cells:
        if cell not in good and not (some and is_doubtful(cell.text, cell.confidence, vocabulary)):
            continue
        yield label, _box(_value(label, cell, vocabulary))


def _value(label: Label, cell: Cell, vocabulary: Vocabulary) -> Cell:
    """Return what of the cell is the value: of a name the words that may be one, without an age and words around."""
    if label in NUMERIC and label != Label.BIRTH_CERT and (label != Label.DOB or YEAR.search(cell.text)):
        return without_words_around(cell)
    if label != Label.PERSON:
        return cell
    words = _without_age(cell).words
    other = [is_other_word(word.text, vocabulary) for word in words]
    if all(other) or not any(word.text[0].isupper() for word, known in zip(words, other, strict=True) if not known):
        return Cell(words)  # in small letters a name may be a word like any other
    return Cell(words[other.index(False) : len(other) - other[::-1].index(False)])


def _named(cell: Cell) -> Cell:
    """Return what stands before the first number: behind a parent's name stands the telephone."""
    ends = (
        place for place, word in enumerate(cell.words) if place and len(DIGITS.findall(word.text)) >= FEWEST_OF_NUMBER
    )
    return Cell(cell.words[: next((end for end in ends if is_number(cell.words[end].text)), len(cell.words))])


def without_words_around(cell: Cell) -> Cell:
    """Return a number without the words before and behind it."""
    numbers = [place for place, word in enumerate(cell.words) if any(char.isdigit() for char in word.text)]
    if not numbers:
        return cell
    before, behind = cell.words[: numbers[0]], cell.words[numbers[-1] + 1 :]
    first = numbers[0] if all(has_word(word.text) for word in before) else 0
    last = numbers[-1] + 1 if all(has_word(word.text) for word in behind) else len(cell.words)
    return Cell(cell.words[first:last])


def _without_age(cell: Cell) -> Cell:
    """Return the name alone, where an age stands behind it in its cell."""
    found = AGE.search(cell.text)
    return Cell(cell.words[: len(cell.text[: found.start()].split())]) if found and found.start() else cell


def _may_be(label: Label, cell: Cell, vocabulary: Vocabulary) -> bool:
    """Say whether a cell that does not look like its neighbours may still be one of them, misread or cut."""
    if label in NUMERIC and cell.confidence >= UNREAD and not is_number(cell.text):
        return False
    if label == Label.PERSON:
        return has_word(cell.text) and not is_plain(DIGITS.sub("", cell.text), vocabulary)
    return not is_plain(cell.text, vocabulary)


def _in_line(cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells without those that begin elsewhere than the others: of a window over the table, or below it."""
    if len(cells) < FEWEST_WRAPPED:
        return list(cells)
    for edge in (lambda cell: cell.x, lambda cell: cell.right, lambda cell: (cell.x + cell.right) / 2):
        usual = median(edge(cell) for cell in cells)
        near = [cell for cell in cells if abs(edge(cell) - usual) <= ALIGNED]
        if len(near) >= MOSTLY * len(cells):
            return near
    return list(cells)


def _fields(
    rows: Sequence[Row], number: int, labels: Sequence[Label | None], vocabulary: Vocabulary, *, is_head: bool
) -> Iterator[Found]:
    """Yield what stands behind a label in its row, or right below it; behind a heading stands another heading."""
    cells = rows[number].cells
    for place, label in enumerate(labels):
        if label is None:
            continue
        behind = cells[place + 1] if place + 1 < len(cells) else None
        if is_head and behind and not any(char.isdigit() for char in behind.text):
            behind = None
        below = _right_below(cells[place], rows[number + 1 : number + 3])
        for value in (behind, below):
            if value is None or heading(value.text) is not None:
                continue
            unread = value is behind and is_doubtful(value.text, value.confidence, vocabulary)
            called = label == Label.PERSON and value is behind and may_be_name(value.text, vocabulary)
            if unread or called or fits(label, value.text, vocabulary):
                yield label, _box(_value(label, value, vocabulary))
                if value is behind:
                    yield from _further(label, cells[place + 2 :], vocabulary)
                break


def _further(label: Label, cells: Sequence[Cell], vocabulary: Vocabulary) -> Iterator[Found]:
    """Yield the values behind the first one: two records side by side, line by line."""
    for cell in cells:
        if heading(cell.text) is not None or not fits(label, cell.text, vocabulary):
            return
        yield label, _box(cell)


def _box(cell: Cell) -> tuple[float, float, float, float]:
    return cell.x, cell.y, cell.right, cell.bottom


def _captioned(rows: Sequence[Row], number: int, vocabulary: Vocabulary) -> Iterator[Found]:
    """Yield what stands over its caption: papers say in small brackets below a line what belongs on it."""
    for cell in rows[number].cells:
        found = CAPTION.match(cell.text)
        label = found and (heading(found["words"]) or heading(" ".join(found["words"].split()[:2])))
        if not label or not number:
            continue
        above = rows[number - 1]
        if cell.y - above.bottom > RIGHT_BELOW * above.height:
            continue
        for value in above.cells:
            near = value.x < cell.right + ALIGNED and cell.x - ALIGNED < value.right
            told = heading(value.text) is None and not is_empty(value.text) and (near or len(above.cells) == 1)
            if told and (fits(label, value.text, vocabulary) or not is_plain(value.text, vocabulary)):
                yield label, (value.x, value.y, value.right, value.bottom)


def _within(row: Row, vocabulary: Vocabulary) -> Iterator[Found]:
    """Yield the value in a cell that begins with its label and a colon or a row of points."""
    for cell in row.cells:
        for place in range(1, min(len(cell.words), LONGEST_LABEL + 1)):
            if not ENDS_LABEL.search(cell.words[place - 1].text):
                continue
            label = heading(" ".join(word.text for word in cell.words[:place]))
            value = _called(label, cell.words[place:])
            if label is None or len(value.words) > MOST_OF_VALUE.get(label, LONGEST_LABEL):
                break
            called = label == Label.PERSON and may_be_name(value.text, vocabulary)
            unread = value.confidence < UNREAD  # beside a personal label nobody guesses
            doubtful = unread or is_doubtful(value.text, value.confidence, vocabulary)
            if called or doubtful or fits(label, value.text, vocabulary):
                yield label, (value.x, value.y, value.right, value.bottom)
            break


def _called(label: Label | None, words: Sequence[Read]) -> Cell:
    """Return the value without the date behind a name."""
    if label == Label.PERSON:
        ends = (place for place, word in enumerate(words) if place and NO_NAME.search(word.text))
        end = next(ends, len(words))
        words = words[:end]
    return Cell(list(words))


def _right_below(cell: Cell, rows: Sequence[Row]) -> Cell | None:
    for row in rows:
        if row.y - cell.bottom > RIGHT_BELOW * max(row.height, cell.bottom - cell.y):
            return None
        for other in row.cells:
            if not any(char.isalnum() for char in other.text):
                continue  # a border that was read as a sign
            if abs(other.x - cell.x) <= ALIGNED or (other.x < cell.right and cell.x < other.right):
                return other
    return None
