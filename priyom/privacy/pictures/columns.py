"""Tables: what stands under a heading is what the heading says; and from here the fields of forms (`fields.py`).

A column is hidden whole once some of its cells look like what its heading promises: under a heading that was surely
read a third of them is enough, else three fifths. A name that was misread, or is a word like any other, goes with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from priyom.privacy.detectors import Label
from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.files import TextGuard
from priyom.privacy.pictures.addresses import has_mark
from priyom.privacy.pictures.fields import (
    ALIGNED,
    RIGHT_BELOW,
    UNREAD,
    captions_below,
    find_captioned,
    find_fields,
    find_within,
    right_below,
)
from priyom.privacy.pictures.headings import (
    DOSE,
    alike,
    exact_heading,
    fits,
    has_word,
    heading,
    is_command,
    is_doubtful,
    is_empty,
    is_number,
    is_other_word,
    is_plain,
    may_be_name,
    plain,
)
from priyom.privacy.pictures.heads import with_joined_heads
from priyom.privacy.pictures.layout import Cell, Row
from priyom.privacy.pictures.values import DIGITS, NUMERIC, Found, box_of, number_behind, parted_name, value_of

ENOUGH, ENOUGH_IF_SURE, SOME = 0.6, 0.3, 0.3
TORN = 2.6  # heights of a line
MOST_ROWS = 200
MOST_OF_HEADS = 200  # words that are parted one by one
FAR_BELOW = 3.2  # of a row's height: beyond that another thing begins
HEADS_OF_TABLE, ROWS_TO_TELL = 3, 6
OURS = 0.34  # of the heads have something under them in a row of their table
FEWEST_WRAPPED, WRAPPED = 4, frozenset({Label.DOB, Label.SNILS, Label.OMS, Label.PHONE})  # values on two lines
LONG_PIECE, LONG_LINE = 5, 6  # digits, words
NEAR_HEADS = 1.6  # heights
ROOM = re.compile(
    "\\b(?:\u043a\u0430\u0431|\u043a\u043e\u043c\u043d|\u043f\u0430\u043b)[.,] ?(?:\\d|$)"
)  # behind a profession
FILE = re.compile(r"[^\W_]\.(?!\d)[^\s.]{3,4}$")  # whatever became of the letters behind the point
NUMBERED, LEAVE = re.compile("\u2116|n|no|\u043d\u043e\u043c\u0435\u0440"), re.compile(r"9\d{11}")
MEASURED = re.compile(r"(?<!\d)\d{1,3},\d")
AGE_ALONE = re.compile("\\d{1,3} ?(?:\u043b|\u043b\u0435\u0442|\u0433\u043e\u0434\u0430?|\u043c\u0435\u0441)\\.?")
SHORTENED = re.compile(r"[^\W\d_]{1,3}\.")
MOSTLY, SAME_END = 0.7, 3.0  # pixels
FEWEST_OF_SENTENCE = 2


@dataclass
class Column:
    """A heading and the strip of the picture that belongs to it."""

    label: Label
    cells: list[Cell]
    running: list[Cell]  # those of them that are part of a longer line: of a sentence below the table, perhaps
    is_sure: bool = False  # the heading was read letter by letter, beside others
    apart: set[float] = field(default_factory=set)  # where rows stand that are hardly of the table


def find_columns(rows: Sequence[Row], guard: TextGuard) -> Iterator[Found]:
    """Yield the cells of columns with a personal heading, and the values of labelled fields."""
    vocabulary = guard.guard.vocabulary
    rows = with_joined_heads([_written(row) for row in rows])
    others = [number for number in range(len(rows)) if _is_another_table(rows, number, vocabulary)]
    for number, row in enumerate(rows):
        yield from find_captioned(rows, number, vocabulary)
        yield from find_within(row, vocabulary)
        labels = _headings(rows, number)
        if not any(labels) or _is_listed(rows, number, labels, vocabulary):
            continue
        if captions := captions_below(rows, number, labels, vocabulary):
            yield from captions
            continue
        parts = [part for cell in _joined(row.cells) for part in _parted(cell)]
        if sum(heading(part.text) is not None for part in parts) >= 2:  # noqa: PLR2004
            row.cells = parts
            labels = _headings(rows, number)
        ours = rows[: next((other for other in others if other > number), len(rows))]
        if is_head := _is_head(ours, number, labels, vocabulary):
            for column in _columns(ours, number, labels):
                yield from _hidden(column, vocabulary)
            yield from _in_order(ours, number, labels, vocabulary)
            yield from _bare_numbers(ours, number, labels)
        yield from find_fields(rows, number, labels, vocabulary, is_head=is_head)


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
        # Labels of a form, the values of which are covered, or missing; unless under each stand values of its own.
        return heads > 1 and _proved(rows, number, labels, vocabulary) == heads
    proved = _proved(rows, number, labels, vocabulary)
    if heads * 2 > len(cells) + 1 or proved >= HEADS_OF_TABLE or (proved and _is_over_table(rows, number)):
        return True  # there would be fewer values than labels
    for place, label in enumerate(labels[:-1]):
        value = cells[place + 1].text
        if label is None or labels[place + 1] is not None or not fits(label, value, vocabulary):
            continue
        if label != Label.PERSON or heads * 2 >= len(cells) or may_be_name(value, vocabulary):
            return False
    if len(cells) >= HEADS_OF_TABLE or (len(cells) == heads and len(cells) > 1):
        return True
    under = [row for row in _table_rows(rows, number) if all(_has_under(row, cell) for cell in cells)]
    is_told = any(exact_heading(cell.text) for cell in cells)
    return is_told and len(cells) > 1 and len(under) >= HEADS_OF_TABLE


def _is_listed(rows: Sequence[Row], number: int, labels: Sequence[Label | None], vocabulary: Vocabulary) -> bool:
    """Say whether the only heading is a value of its column: a list of roles names each many times, and nobody."""
    cells = rows[number].cells
    if len(cells) < HEADS_OF_TABLE or sum(map(bool, labels)) > 1:
        return False
    place = next(place for place, label in enumerate(labels) if label)
    head, behind = cells[place], "".join(cell.text for cell in cells[place + 1 : place + 2])
    if labels[place] != Label.PERSON or may_be_name(behind, vocabulary) or fits(Label.PERSON, behind, vocabulary):
        return False
    others = (cell for row in (*rows[:number], *rows[number + 1 :]) for cell in row.cells)
    return any(abs(cell.x - head.x) <= ALIGNED and plain(cell.text) == plain(head.text) for cell in others)


def _is_over_table(rows: Sequence[Row], number: int) -> bool:
    """Say whether under most of the cells stand others, row by row: then the one behind a heading is a heading, too."""
    cells = rows[number].cells
    below = rows[number + 1 : number + 1 + ROWS_TO_TELL] if len(cells) >= HEADS_OF_TABLE else ()
    under = [row for row in below if sum(_has_under(row, cell) for cell in cells) >= MOSTLY * len(cells)]
    return len(under) >= HEADS_OF_TABLE


def _is_another_table(rows: Sequence[Row], number: int, vocabulary: Vocabulary) -> bool:
    """Say whether the row is the head of a table of other things, under a title or a gap: results under a card."""
    cells, before = rows[number].cells, rows[number - 1] if number else None
    if before is None or len(cells) < HEADS_OF_TABLE or any(char.isdigit() for cell in cells for char in cell.text):
        return False
    is_apart = len(before.cells) < HEADS_OF_TABLE or rows[number].y - before.bottom > TORN * rows[number].height
    if not is_apart or any(heading(cell.text) is not None for cell in cells):
        return False
    plainly = [is_other_word(cell.text, vocabulary) for cell in cells]
    names = sum(may_be_name(cell.text, vocabulary) for cell in cells)
    return plainly[0] and sum(plainly) * 2 >= len(cells) and names <= 1 and _is_over_table(rows, number)


def _proved(rows: Sequence[Row], number: int, labels: Sequence[Label | None], vocabulary: Vocabulary) -> int:
    """Return under how many headings stands what they promise: under the labels of a form stand other labels."""
    below = rows[number + 1 : number + 1 + ROWS_TO_TELL]
    proved = 0
    for cell, label in zip(rows[number].cells, labels, strict=True):
        if label is not None:
            under = [one for row in below for one in row.cells if one.x < cell.right and cell.x < one.right]
            proved += sum(heading(one.text) is None and fits(label, one.text, vocabulary) for one in under) > 1
    return proved


def _has_under(row: Row, head: Cell) -> bool:
    left = head.x
    return any(abs(cell.edges[0] - left) <= ALIGNED for cell in row.cells)


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
    if 1 < len(cell.words) <= MOST_OF_HEADS and heading(cell.text) is None:
        for place in range(1, len(cell.words)):
            before, behind = Cell(cell.words[:place]), Cell(cell.words[place:])
            small = behind.text[0].islower() and heading(behind.text) is None
            if small and (SHORTENED.fullmatch(before.text) or cell.text[0].isupper()):
                continue  # one heading: «gr. of blood», «Where to, and who was sent»
            if heading(behind.text) is not None or heading(before.text) is not None:
                return [*_parted(before), *_parted(behind)]
    return [cell]


def _heading(rows: Sequence[Row], number: int, place: int) -> Label | None:
    """Return what the cell promises, read alone or with the line below it: «Дата / рождения»."""
    cell = rows[number].cells[place]
    label = heading(cell.text)
    if label is None and number + 1 < len(rows):
        below = right_below(cell, rows[number + 1 : number + 2])
        label = heading(f"{cell.text} {below.text}") if below else None
    return label


def _columns(rows: Sequence[Row], number: int, labels: Sequence[Label | None]) -> Iterator[Column]:
    heads = rows[number].cells
    below = list(_table_rows(rows, number))
    edges = [0.0]
    edges += [_river(one, other, below) for one, other in pairwise(heads)]
    edges.append(max(heads[-1].right * 1.5, heads[-1].right + 300))
    apart = _apart(below, heads)
    begin, end = ({id(cell.words[place]) for row in below for cell in row.cells} for place in (0, -1))
    for place, label in enumerate(labels):
        if label is None:
            continue
        left, right = edges[place], edges[place + 1]
        if place == 0:
            first = [cell for row in below for cell in row.cells if cell.x < heads[0].right and heads[0].x < cell.right]
            left = min([heads[0].x, *(cell.x for cell in first)]) - 1
        is_sure = len(heads) >= HEADS_OF_TABLE and exact_heading(heads[place].text) == label
        cells = [cell for row in below for cell in _inside(row, left, right)]
        if place == len(heads) - 1:  # behind the last column another window may begin
            near = heads[place].right + FAR_BELOW * rows[number].height
            cells = [cell for row in below for cell in _inside(row, left, right)[:1] if cell.x < near]
        if label == Label.ADDRESS:
            cells = [cell for cell in cells if cell.y not in apart or has_mark(cell)]
        if len(heads) < HEADS_OF_TABLE:  # beside a card, not under its label
            cells = [cell for cell in cells if cell.right > heads[place].x]
        running = [cell for cell in cells if id(cell.words[0]) not in begin or id(cell.words[-1]) not in end]
        yield Column(label, cells, running, is_sure, apart)


def _apart(below: Sequence[Row], heads: Sequence[Cell]) -> set[float]:
    """Return where the cells of rows stand that are no further line of a value and have hardly a cell of the table."""
    apart: set[float] = set()
    for above, row in pairwise(below):
        far = row.y - above.bottom > RIGHT_BELOW * max(above.height, row.height)
        if (far or above.y in apart) and sum(_has_under(row, head) for head in heads) < OURS * len(heads):
            apart |= {row.y, *(cell.y for cell in row.cells)}
    return apart


def _in_order(
    rows: Sequence[Row], number: int, labels: Sequence[Label | None], vocabulary: Vocabulary
) -> Iterator[Found]:
    """Yield the cells by their order in rows of as many cells as the head has: terminals shift what is below."""
    heads = rows[number].cells
    for row in _table_rows(rows, number) if len(heads) >= HEADS_OF_TABLE else ():
        if len(row.cells) != len(labels):
            continue
        for place, (label, cell) in enumerate(zip(labels, row.cells, strict=True)):
            if label is not None and _may_stand_under(place, cell, heads) and fits(label, cell.text, vocabulary):
                yield label, box_of(value_of(label, cell, vocabulary))


def _bare_numbers(rows: Sequence[Row], number: int, labels: Sequence[Label | None]) -> Iterator[Found]:
    """Yield the numbers of sick leaves under a bare «number» of a list of people: twelve digits, the first a nine."""
    head = next((cell for cell in rows[number].cells if NUMBERED.fullmatch(plain(cell.text))), None)
    if head is None or not {Label.PERSON, Label.SNILS} <= set(labels):
        return
    under = [cell for row in _table_rows(rows, number) for cell in row.cells if abs(cell.x - head.x) <= ALIGNED]
    leaves = [cell for cell in under if LEAVE.fullmatch(cell.text)]
    if len(leaves) >= max(HEADS_OF_TABLE, ENOUGH * len(under)):
        yield from ((Label.SICK_LEAVE, box_of(cell)) for cell in leaves)


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
    before = rows[number]
    bottom, height = rows[number].bottom, rows[number].height
    for place, row in enumerate(rows[number + 1 : number + 1 + MOST_ROWS], number + 1):
        if row.y - bottom > FAR_BELOW * max(height, row.height):
            return
        named = [cell for cell, label in zip(row.cells, _guessed(row), strict=True) if label is not None]
        # Labels of a form beside the table stand under one of its own; the head of another table under most.
        if named and sum(_has_under(Row(named), head) for head in personal) * 2 >= len(personal):
            return
        if begun and _names_columns(row) and len({*_guessed(row)} - {None, Label.PERSON}) > 1:
            return  # nobody is called so
        others = Row([cell for cell in row.cells if cell not in named])
        is_somebodys = any(_has_under(others, head) for head in personal)
        if begun and named and (not is_somebodys or len(named) * 2 >= len(row.cells)) and _names_columns(row):
            if _has_under(row, heads[0]) or not _goes_on(rows[place + 1 : place + 1 + HEADS_OF_TABLE], heads):
                return
            continue
        ours = sum(_has_under(others, head) for head in heads) >= OURS * len(heads)
        ours |= len(personal) > 1 and sum(_has_under(others, head) for head in personal) == len(personal)
        foreign |= len(named) >= 2 and not ours  # noqa: PLR2004 - another table, or a dialog over this one
        if foreign and not begun:
            return
        if (foreign and not ours) or (begun and _is_sentence_below(row, before)):
            continue
        begun, before = True, row
        yield row
        bottom = row.bottom


def _is_sentence_below(row: Row, before: Row) -> bool:
    """Say whether a line runs over several columns of the row before, and its words do not begin where they do."""
    line = max(row.cells, key=lambda cell: len(cell.words))
    crossed = [cell.x for cell in before.cells if line.x + ALIGNED < cell.x < line.right]
    begin = [word.x for word in line.words]
    aligned = sum(any(abs(left - edge) <= ALIGNED / 2 for left in begin) for edge in crossed)
    most = len(crossed) / 2 if line.text.endswith(".") else 0
    return len(line.words) >= LONG_LINE and len(crossed) > 1 and aligned <= most


def _guessed(row: Row) -> list[Label | None]:
    """Return what the cells promise, misread ones as well where others promise and nothing is a value."""
    labels = [heading(cell.text) for cell in row.cells]
    is_head = len(row.cells) >= HEADS_OF_TABLE and any(labels) and not _has_digits(row)
    return [label or (alike(cell.text) if is_head else None) for label, cell in zip(labels, row.cells, strict=True)]


def _has_digits(row: Row) -> bool:
    return any(char.isdigit() for cell in row.cells for char in cell.text)


def _goes_on(rows: Sequence[Row], heads: Sequence[Cell]) -> bool:
    """Say whether rows of the table follow: a dialog that lies over its middle does not end it."""
    aligned = [sum(_has_under(row, head) for head in heads) for row in rows if _has_under(row, heads[0])]
    return max(aligned, default=0) >= OURS * len(heads)


def _names_columns(row: Row) -> bool:
    """Say whether the row is the head of another table: several cells of words, none of which was misread."""
    return len(row.cells) >= HEADS_OF_TABLE and not _has_digits(row) and row.cells[0].confidence >= UNREAD


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
    cells = [cell for cell in column.cells if not is_empty(cell.text)]
    if label == Label.PERSON:
        cells = [cell for cell in cells if fits(label, cell.text, vocabulary) or not _is_sentence(cell, vocabulary)]
        cells = [cell for cell in cells if not _is_field(cell)]
    cells = _in_line(cells)
    numbers: list[Cell | None] = [None] * len(cells)
    running = [cell in column.running for cell in cells]
    if label == Label.PERSON:
        cells, numbers = [list(each) for each in zip(*map(parted_name, cells), strict=True)] if cells else ([], [])
    may_be_files = label not in {Label.ADDRESS, Label.EMAIL}
    if may_be_files and sum(FILE.search(cell.text) is not None for cell in cells) * 2 > len(cells):
        return  # names of files: what is somebody's in them, the rules of texts find
    pieces = len(cells) >= FEWEST_WRAPPED and label in WRAPPED and (label == Label.DOB or _has_long_pieces(cells))
    good = [cell for cell in cells if fits(label, cell.text, vocabulary) or (pieces and _is_piece(cell))]
    enough = ENOUGH_IF_SURE if column.is_sure else ENOUGH
    if len(good) > 1 and len(good) >= enough * len(cells):
        last, end = good[-1].bottom, good[-1].bottom + FAR_BELOW * (good[-1].bottom - good[-1].y)
        whole = column.is_sure and label == Label.ADDRESS  # its words are words like any other
        good = [
            cell
            for cell, runs in zip(cells, running, strict=True)
            if cell in good
            or (_is_above(cell, last if runs else end, column) and (whole or _may_be(label, cell, vocabulary)))
        ]
    some = len(good) > 1 and len(good) >= SOME * len(cells)
    for cell, number in zip(cells, numbers, strict=True):
        if cell not in good and not (some and is_doubtful(cell.text, cell.confidence, vocabulary)):
            continue
        yield label, box_of(value_of(label, cell, vocabulary))
        if number and not DIGITS.search(cell.text) and (behind := number_behind(number)):
            yield behind


def _is_above(cell: Cell, end: float, column: Column) -> bool:
    """Say whether the cell stands where the table still goes on: below a letter's table its writer signs."""
    return cell.y < end and (column.label != Label.PERSON or cell.y not in column.apart)


def _is_piece(cell: Cell) -> bool:
    """Say whether the cell may be a piece of a long number that a narrow column wrapped, and no result or range."""
    return is_number(cell.text) and len(DIGITS.findall(cell.text)) > 2 and not MEASURED.search(cell.text)  # noqa: PLR2004


def _has_long_pieces(cells: Sequence[Cell]) -> bool:
    """Say whether some pieces are longer than what tables count: of a long number most lines hold half of it."""
    return sum(len(DIGITS.findall(cell.text)) >= LONG_PIECE for cell in cells) >= SOME * len(cells)


def _may_be(label: Label, cell: Cell, vocabulary: Vocabulary) -> bool:
    """Say whether a cell that does not look like its neighbours may still be one of them, misread or cut."""
    if label in NUMERIC and cell.confidence >= UNREAD and not is_number(cell.text):
        return False
    if label == Label.PERSON:
        if (
            AGE_ALONE.fullmatch(cell.text)
            or ROOM.search(cell.text)
            or is_command(cell.text, vocabulary)
            or _is_small(cell, vocabulary)
        ):
            return False
        return (
            has_word(cell.text) and not DOSE.search(cell.text) and not is_plain(DIGITS.sub("", cell.text), vocabulary)
        )
    return not is_plain(cell.text, vocabulary)


def _is_field(cell: Cell) -> bool:
    """Say whether a label and its number stand in the cell: of a form, the first line of which was taken for a head."""
    numbers = [place for place, word in enumerate(cell.words) if DIGITS.search(word.text)]
    before = " ".join(word.text for word in cell.words[: numbers[0]]) if numbers else ""
    return exact_heading(before) not in {None, Label.PERSON}


def _is_sentence(cell: Cell, vocabulary: Vocabulary) -> bool:
    """Say whether words like any other stand in it: a part of a sentence, in a window that lies over the table."""
    words = [word.text.strip(".,:;()") for word in cell.words]
    return sum(len(word) > 2 and is_other_word(word, vocabulary) for word in words) >= FEWEST_OF_SENTENCE  # noqa: PLR2004


def _is_small(cell: Cell, vocabulary: Vocabulary) -> bool:
    """Say whether this is one word in small letters, surely read, that nobody is called by: «in person»."""
    return len(cell.words) == 1 and cell.text.islower() and is_other_word(cell.text, vocabulary)


def _in_line(cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells without those that begin elsewhere than the others: of a window over the table, or below it."""
    if len(cells) < FEWEST_WRAPPED:
        return list(cells)
    for edge in (lambda cell: cell.x, lambda cell: cell.right, lambda cell: (cell.x + cell.right) / 2):
        usual = median(edge(cell) for cell in cells)
        near = [cell for cell in cells if abs(edge(cell) - usual) <= ALIGNED]
        if len(near) >= MOSTLY * len(cells):
            end = median(cell.right for cell in near)  # a number of which the first digits were not read ends there
            return [cell for cell in cells if cell in near or (cell.x > usual and abs(cell.right - end) <= SAME_END)]
    return list(cells)
