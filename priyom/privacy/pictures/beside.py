"""What stands beside somebody on a screen: births, first names below surnames, initials that were misread."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from priyom.privacy.detectors import Label
from priyom.privacy.detectors.units import starts_with
from priyom.privacy.detectors.usualness import USUAL
from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.pictures.headings import fits
from priyom.privacy.pictures.layout import Cell, Row, Spot, Spots
from priyom.privacy.pictures.reading import Read
from priyom.privacy.pictures.shapes import NEWEST_YEAR, YEAR
from priyom.privacy.pictures.shapes import about as _about

QUOTES, ICON = "\"'\u00ab\u201c\u2018*\u2022\u00b7", re.compile(r"[^a-z\u0430-\u044f]{1,3}$")
# A surname whose capital was read as a small letter, and nothing but initials behind it.
SMALL = re.compile("[\u0430-\u044f\u0451]{4,}(?:-[\u0410-\u044f\u0451]+)? [\u0410-\u042f]\\. ?[\u0410-\u042f][.,]?")
AGE = re.compile(
    "(?:\\d{1,3} ?(?:[\u043b\u0433\u043c]|\u043b\u0435\u0442|\u0433\u043e\u0434\u0430?|\u043c\u0435\u0441)[.]?)?"
)  # or nothing
BEHIND_NAME = re.compile(
    "[({]?\\d{1,3} ?(?:[\u043b\u0433\u043c]|\u043b\u0435\u0442|\u0433\u043e\u0434\u0430?|\u043c\u0435\u0441)(?:\\W|$)"
    r"|[({]?\d\d[./-]\d\d[./-](?:19|20)\d\d"
)
PIECE = re.compile("[0-9\u0410-\u042fA-Z][.,]?")  # of initials that a reader tore from their surname
HALF = 0.5
BELOW, ALIGNED = 1.6, 12.0  # heights of a line; pixels
SURNAME = re.compile(
    "[\u0410-\u042f\u0401][\u0430-\u044f\u0451]{2,}(?:-[\u0410-\u042f\u0401]?[\u0430-\u044f\u0451]+)?$"
)
NAME = re.compile("[\u0410-\u042f\u0401][\u0430-\u044f\u0451]+(?:-[\u0410-\u042f\u0401]?[\u0430-\u044f\u0451]+)?[,;]?$")
OVER = 0.6
BOTH_INITIALS = re.compile("[\u0410-\u042fA-Z0-9][.,] ?[\u0410-\u042fA-Z0-9$\u00a2-\u00a7][.,]{1,2}$")
INITIALS = re.compile(
    "(?![a-z]$|[\u0430-\u044f]+$)\\W?[^\\W_][.,]?[^\\W_]?[.,]?$"
)  # with a point, a capital or a digit


def find_beside(rows: Sequence[Row], spots: Sequence[Spot], vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield births behind and below names, names in cells of their own, surnames whose initials were misread."""
    names = [*(spot for row in rows for spot in _surnames(row, vocabulary)), *_initials_beside(rows, spots)]
    names += _over_births(rows, vocabulary)
    yield from names
    people = Spots([*names, *(spot for spot in spots if spot.label == Label.PERSON)])
    for row in rows:
        for name, date in pairwise(row.cells):
            if _is_birth(date, vocabulary) and _is_hidden(name, people):
                yield Spot(Label.DOB, _box(_first_fitting(date, vocabulary)), 0.85)
    below_names = [
        date
        for number, below in enumerate(rows)
        for date in below.cells
        if fits(Label.DOB, date.text, vocabulary)
        and (above := _next_above(date, rows[max(0, number - 2) : number])) is not None
        and _is_hidden(above, people)
    ]
    births = [date for date in below_names if _is_birth(date, vocabulary)]
    mostly = len(births) > 1 and len(births) >= HALF * len(below_names)  # then children's births are among the rest
    for date in below_names if mostly else births:
        yield Spot(Label.DOB, _box(_first_fitting(date, vocabulary)), 0.8)
    for row, below in pairwise(rows):
        for cell in below.cells:
            above = _above(cell, row)
            if above is not None:
                yield from _wrapped_name(above, cell, people, vocabulary)


def _initials_beside(rows: Sequence[Row], spots: Sequence[Spot]) -> Iterator[Spot]:
    """Yield initials right behind a surname, even where the reader put the two in different rows."""
    people = [spot for spot in spots if spot.label == Label.PERSON]
    lying = Spots(people)
    for row in rows:
        yield from _torn_initials(row, lying)
        for cell in row.cells:
            first, last, high = cell.words[0], cell.words[-1], cell.bottom - cell.y
            if BOTH_INITIALS.match(last.text.lstrip(QUOTES)) and _is_before_somebody(last, people):
                yield Spot(Label.PERSON, (last.x, last.y, last.right, last.bottom), 0.75)
            if not BOTH_INITIALS.match(first.text):
                continue
            for spot in people:
                left, top, right, bottom = spot.box
                level = min(bottom, cell.bottom) - max(top, cell.y) >= HALF * high
                if level and left < first.x and -high < first.x - right <= BELOW * high:
                    yield Spot(Label.PERSON, (first.x, first.y, first.right, first.bottom), 0.75)
                    break


def _is_before_somebody(word: Read, people: Sequence[Spot]) -> bool:
    """Say whether somebody stands right behind the word."""
    reach = BELOW * word.height
    return any(
        0 <= left - word.right <= reach and min(bottom, word.bottom) - max(top, word.y) >= HALF * word.height
        for left, top, _right, bottom in (spot.box for spot in people)
    )


def _torn_initials(row: Row, people: Spots) -> Iterator[Spot]:
    """Yield two single letters behind a surname that is hidden alone, the first of which has its point."""
    words = [word for cell in row.cells for word in cell.words]
    for before, name, one, other in zip([None, *words], words, words[1:], words[2:], strict=False):
        alone = before is None or people.over(Cell([before]), HALF) is None
        near = one.x - name.right <= BELOW * name.height and other.x - one.right <= BELOW * name.height
        pieces = all(PIECE.fullmatch(piece.text) for piece in (one, other)) and one.text[-1] in ".,"
        if near and pieces and alone and SURNAME.match(name.text) and people.over(Cell([name]), OVER):
            yield Spot(Label.PERSON, (one.x, min(one.y, other.y), other.right, max(one.bottom, other.bottom)), 0.7)


def _over_births(rows: Sequence[Row], vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield a word with initials over a birth: cards of people say so, whatever else the word may mean."""
    for row, below in pairwise(rows):
        for date in below.cells:
            above = _above(date, row) if _is_birth(date, vocabulary) else None
            words = [word.text for word in above.words] if above else []
            if above and len(words) in {2, 3} and SURNAME.match(words[0]) and INITIALS.match(words[-1]):
                yield Spot(Label.PERSON, _box(above), 0.75)


def _first_fitting(cell: Cell, vocabulary: Vocabulary) -> Cell:
    """Return the words of the date alone, when more stands behind it."""
    tries = (Cell(cell.words[:count]) for count in range(1, len(cell.words)))
    return next((one for one in tries if fits(Label.DOB, one.text, vocabulary) and YEAR.search(one.text)), cell)


def _wrapped_name(above: Cell, cell: Cell, people: Spots, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield the other line of a name that a narrow place wrapped: a surname over a first name or over initials."""
    first, hidden = cell.words[0], _is_hidden(above, people)
    if len(above.words) == 1 and SURNAME.match(above.text):
        facts = _about([above.text], vocabulary)
        written = NAME.match(first.text) or above.text.isupper()
        fathers = len(cell.words) == 2 and _about([cell.words[1].text], vocabulary).patronymic  # noqa: PLR2004
        alone = len(cell.words) == 1 or fathers
        named = written and _about([first.text], vocabulary).first >= USUAL and alone
        if named and (facts.is_name or not facts.is_known):
            yield Spot(Label.PERSON, _box(above), 0.75)
            yield Spot(Label.PERSON, _box(cell), 0.75)
        if (hidden or facts.surname >= USUAL) and BOTH_INITIALS.match(first.text):
            yield Spot(Label.PERSON, (first.x, first.y, first.right, first.bottom), 0.75)
            yield Spot(Label.PERSON, _box(above), 0.75)


def _surnames(row: Row, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield a surname with what was once initials: «3.3.» and the like."""
    for cell in row.cells:
        if SMALL.fullmatch(cell.text) or _is_surname_and_first(cell, vocabulary):
            yield Spot(Label.PERSON, _box(cell), 0.8)
        yield from _first_and_surname(cell, vocabulary)
        yield from _aged_name(cell, vocabulary)
        for one, other in pairwise(cell.words):
            last = AGE.fullmatch(" ".join(word.text for word in cell.words[cell.words.index(other) + 1 :])) is not None
            facts = _about([one.text], vocabulary)
            if (
                last
                and SURNAME.match(one.text)
                and INITIALS.match(other.text)
                and not other.text.isdigit()
                and (facts.surname >= USUAL or facts.shaped)
                and not (facts.is_common and facts.surname < USUAL)
            ):
                yield Spot(Label.PERSON, (one.x, min(one.y, other.y), other.right, max(one.bottom, other.bottom)), 0.7)


def _aged_name(cell: Cell, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield a surname of no list and a first name behind which an age or a birth stands: «Strange Ivan, 5 years»."""
    named = Cell(list(takewhile(lambda word: NAME.match(word.text), cell.words)))
    behind = " ".join(word.text for word in cell.words[len(named.words) : len(named.words) + 2])
    if len(named.words) == 2 and BEHIND_NAME.match(behind):  # noqa: PLR2004
        facts = [_about([word.text], vocabulary) for word in named.words]
        if any(one.first >= USUAL for one in facts) and not all(one.is_common for one in facts):
            yield Spot(Label.PERSON, _box(named), 0.75)


def _first_and_surname(cell: Cell, vocabulary: Vocabulary) -> Iterator[Spot]:
    """Yield a first name that is no other word and the surname behind it: «signed in: Somebody Something, doctor»."""
    for one, other in pairwise(cell.words):
        if NAME.match(one.text) and NAME.match(other.text) and one.text[-1] not in ",;":
            first, surname = (_about([word.text], vocabulary) for word in (one, other))
            may_be = (surname.surname >= USUAL or surname.shaped) and not surname.is_common
            if first.first >= USUAL and may_be and (surname.shaped or not first.is_common):
                yield Spot(Label.PERSON, (one.x, min(one.y, other.y), other.right, max(one.bottom, other.bottom)), 0.8)


def _is_surname_and_first(cell: Cell, vocabulary: Vocabulary) -> bool:
    """Say whether the cell holds a surname and a first name and nothing else, as lists of people do.

    A sign or a round picture before them is read as a short word or a quotation mark.
    """
    words = [word.text.lstrip(QUOTES) for word in cell.words]
    if len(words) == 3 and ICON.match(words[0]):  # noqa: PLR2004
        words = words[1:]
    if len(words) != 2 or not all(NAME.match(word) for word in words):  # noqa: PLR2004
        return False
    one, other = (_about([word], vocabulary) for word in words)
    if starts_with(words[0].lower(), "eponym_before"):
        return False  # of a disease, of a test
    strange = not one.is_known and len(words[0]) > len("Ivan")  # misspelt or misread
    return (other.first >= USUAL and (one.is_name or strange)) or (one.first >= USUAL and other.surname >= USUAL)


def _above(cell: Cell, row: Row) -> Cell | None:
    if cell.y - row.bottom > BELOW * (cell.bottom - cell.y):
        return None
    left = cell.x
    return next((other for other in row.cells if abs(other.x - left) <= ALIGNED or _mostly_over(other, cell)), None)


def _next_above(cell: Cell, rows: Sequence[Row]) -> Cell | None:
    """Return what stands over the cell, even where a line of what stands beside both of them lies between."""
    return next((above for row in reversed(rows) if (above := _above(cell, row)) is not None), None)


def _mostly_over(one: Cell, other: Cell) -> bool:
    """Say whether one stands over most of the other: borders are read as signs and move a cell's edge."""
    (left, _top, right, _bottom), (x, _y, end, _low) = one.edges, other.edges
    return min(right, end) - max(left, x) >= OVER * min(right - left, end - x)


def _is_birth(cell: Cell, vocabulary: Vocabulary) -> bool:
    """Say whether the cell is a date that is old enough to be a birth."""
    year = YEAR.search(cell.text)
    return year is not None and int(year.group()) < NEWEST_YEAR and fits(Label.DOB, cell.text, vocabulary)


def _is_hidden(cell: Cell, people: Spots) -> bool:
    return people.over(cell, HALF) is not None


def _box(cell: Cell) -> tuple[float, float, float, float]:
    return cell.x, cell.y, cell.right, cell.bottom
