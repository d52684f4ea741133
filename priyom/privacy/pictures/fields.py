"""Labels of forms and their values: behind a label, right below it, in one cell with it, or over a caption."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from priyom.privacy.detectors import Label
from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.pictures.headings import fits, heading, is_doubtful, is_empty, is_plain, may_be_name
from priyom.privacy.pictures.layout import Cell, Row
from priyom.privacy.pictures.reading import Read
from priyom.privacy.pictures.values import Found, box_of, value_of, without_labels

ALIGNED, RIGHT_BELOW = 8.0, 1.4  # pixels; heights of a line
UNREAD = 35.0
CAPTION = re.compile(r"^[^\w(]{0,2}[({\[](?P<words>[^)}\]]{3,60})[)}\]]?\W{0,2}$")
ENDS_LABEL = re.compile(r":$|[.\u2026]{2,}:?$")
NO_NAME = re.compile(r"\d\d.*\d|:$")  # a date, another label
FEWEST_CAPTIONS = 3
LONGEST_LABEL, MOST_OF_VALUE = 4, {Label.ADDRESS: 12}


def find_fields(
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
        below = right_below(cells[place], rows[number + 1 : number + 3])
        for value in (behind, below):
            if value is None or heading(value.text) is not None or _has_label(value):
                continue
            unread = value is behind and is_doubtful(value.text, value.confidence, vocabulary)
            called = label == Label.PERSON and value is behind and may_be_name(value.text, vocabulary)
            if unread or called or fits(label, value.text, vocabulary):
                yield label, box_of(value_of(label, value, vocabulary))
                if value is behind:
                    yield from _further(label, cells[place + 2 :], vocabulary)
                break


def _has_label(cell: Cell) -> bool:
    """Say whether the cell is another label with its value: «Server: main»."""
    return any(word.text.endswith(":") for word in cell.words[:LONGEST_LABEL])


def _further(label: Label, cells: Sequence[Cell], vocabulary: Vocabulary) -> Iterator[Found]:
    """Yield the values behind the first one: two records side by side, line by line."""
    for cell in cells:
        if heading(cell.text) is not None or not fits(label, cell.text, vocabulary):
            return
        yield label, box_of(cell)


def find_captioned(rows: Sequence[Row], number: int, vocabulary: Vocabulary) -> Iterator[Found]:
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
                yield label, box_of(value)


def captions_below(
    rows: Sequence[Row], number: int, labels: Sequence[Label | None], vocabulary: Vocabulary
) -> list[Found]:
    """Return the values over their names, where the row names what stands above it and not what stands below."""
    above = rows[number - 1] if number else None
    if above is None or rows[number].y - above.bottom > RIGHT_BELOW * above.height:
        return []
    values: list[Found] = []
    below = 0
    for cell, label in zip(rows[number].cells, labels, strict=True):
        if label is None:
            continue
        over = next((one for one in above.cells if abs(one.x - cell.x) <= ALIGNED), None)
        if over is not None and heading(over.text) is None and fits(label, over.text, vocabulary):
            values.append((label, box_of(over)))
        under = right_below(cell, rows[number + 1 : number + 3])
        below += under is not None and heading(under.text) is None and fits(label, under.text, vocabulary)
    return values if len(values) >= FEWEST_CAPTIONS and len(values) > 2 * below else []


def find_within(row: Row, vocabulary: Vocabulary) -> Iterator[Found]:
    """Yield the value in a cell that begins with its label and a colon or a row of points."""
    for cell in row.cells:
        for place in range(1, min(len(cell.words), LONGEST_LABEL + 1)):
            if not ENDS_LABEL.search(cell.words[place - 1].text):
                continue
            label = heading(" ".join(word.text for word in cell.words[:place]))
            value = Cell(cell.words[place:]) if label != Label.PERSON else _name(cell.words[place:])
            if (
                label is None
                or value.words[0].text.endswith(":")
                or len(value.words) > MOST_OF_VALUE.get(label, LONGEST_LABEL)
            ):
                break
            called = label == Label.PERSON and may_be_name(value.text, vocabulary)
            unread = value.confidence < UNREAD  # beside a personal label nobody guesses
            doubtful = unread or is_doubtful(value.text, value.confidence, vocabulary)
            if called or doubtful or fits(label, value.text, vocabulary):
                yield label, box_of(value if label == Label.PERSON else value_of(label, value, vocabulary))
            break


def _name(words: Sequence[Read]) -> Cell:
    """Return the name without the date or the label behind it."""
    ends = (place for place, word in enumerate(words) if place and NO_NAME.search(word.text))
    return Cell(list(without_labels(words[: next(ends, len(words))])))


def right_below(cell: Cell, rows: Sequence[Row]) -> Cell | None:
    """Return what stands under the cell, in the next line that is near."""
    for row in rows:
        if row.y - cell.bottom > RIGHT_BELOW * max(row.height, cell.bottom - cell.y):
            return None
        for other in row.cells:
            if not any(char.isalnum() for char in other.text):
                continue  # a border that was read as a sign
            if abs(other.x - cell.x) <= ALIGNED or (other.x < cell.right and cell.x < other.right):
                return other
    return None
