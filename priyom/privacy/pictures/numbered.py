"""Numbers that belong to patients though no known word calls them: one in each patient's line, one behind a bare sign.

Every hospital has words of its own for its cases, visits and papers, and no list of headings will ever hold them all.
So what is shaped as somebody's number and stands in a patient's line or card is hidden, unless words beside it say that
it numbers something else: a request, a room, a service, money (`numbers.others` in `data/columns.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from priyom.privacy.detectors import Label
from priyom.privacy.pictures.headings import numbers_others, plain
from priyom.privacy.pictures.layout import Cell, Row, Spot, Spots
from priyom.privacy.pictures.reading import Read
from priyom.privacy.pictures.repairing import repaired

OF_PATIENTS = frozenset({Label.DOB, Label.SNILS, Label.OMS, Label.PASSPORT})
NUMBER = re.compile(
    r"[^\w#]{0,2}(?:[^\W\d_]{1,2}[-/])?(?=(?:\d[/-]?){4})\d{1,16}(?:[/-]\d{1,6}){0,2}(?:[/-][^\W\d_])?\W{0,2}"
)
BARE = frozenset({"id", "\u0438\u0434"})
GLUED = re.compile(r"\S{0,8}(?:[^\W\d_]-\d{5,7}|[^\W_]-\d{5,6}-\d\d)\W?")  # with what a small sign parted from it
RANGE = re.compile(r"\W*\d{1,3}[-/]\d{1,3}\W*")  # of a result, of a series' pictures
YEAR, DAY = re.compile(r"\W*(?:19|20)\d\d\W*"), re.compile(r"\W*\d{1,4}[/-]\d\d[/-]\d{2,4}\W*")
ROUND = re.compile(r"\d+0\W*")  # of money, of doses
SIGN = "(?:\u2116|N[eo\u00ba\u00b0]?\\.?|ID|\u0418\u0414)"
MISREAD_SIGN = "[1Il][0DO\u041e\u042e]:"  # «ID:»
BARE_SIGN, SIGNED = re.compile(rf"\W?(?:{SIGN}:?|{MISREAD_SIGN})"), re.compile(rf"\W?{SIGN}:?(?P<rest>\d.*)")
CALLED = re.compile(
    "(?:^|\\W)(?:\u2116|\u043d\u043e\u043c\u0435\u0440\\w{0,2}|\u043d\u043e\u043c\\.|id|\u0438\u0434|\u0440\u0435\u0433\\.|n)(?:\\W|$)"
)
AGED = re.compile("(?<!\\d)\\d{1,3} ?(?:\u043b\u0435\u0442|\u043b\\.|\u0433\u043e\u0434|\u043c\u0435\u0441)")
MEASURED = re.compile(
    "\\W*(?:\u0440\\.?|\u0440\u0443\u0431|\u20bd|\u0448\u0442|\u043c\u0433|\u043c\u043b|\u043a\u0433|\u0433|\u043c|\u0435\u0434|\u0441\u0435?\u043a|\u043c\u0438\u043d|\u0447\u0430\u0441|\u043c\u0441|ms|\u043a\u0431|\u043c\u0431|kb|mb|%)"
    "(?:[\\W\\d]|$)",
    re.IGNORECASE,
)
ALIGNED, COVERED, FEWEST, MOSTLY = 8.0, 0.5, 3, 0.7
FAR, NEAR, NEXT, HEADS = 9.0, 3.0, 1.2, 2  # heights of a line; lines of a head
WORDS_BEFORE, LONGEST_LABEL, FARTHEST, LONGEST_LINE = 3, 5, 5, 12
SURE, FEWEST_DIGITS, FEWEST_OF_VALUE = 0.65, 5, 3


@dataclass(frozen=True, eq=False)
class Token:
    """A word that may be somebody's number or birth, and where it stands."""

    word: Read
    row: int
    cell: Cell

    @property
    def digits(self) -> str:
        return re.sub(r"\D", "", self.word.text)


def find_numbered(rows: Sequence[Row], spots: Sequence[Spot]) -> Iterator[Spot]:
    """Yield the numbers in lines and cards of patients that nothing calls another thing's."""
    if not any(spot.label in OF_PATIENTS for spot in spots) and not _has_ages(rows, spots):
        return  # names alone are of those who work with the program
    lying = Spots(spots)
    people = Spots(spot for spot in spots if spot.label == Label.PERSON)
    tokens = _tokens(rows, lying)
    for group in columns_of(tokens):
        if not _are_somebodys(group) or not _is_patients(group, rows, lying):
            continue
        if not any(map(_is_others, _head_of(group, rows))):
            yield from (_spot(token.word) for token in group)
    for token in tokens:
        if len(token.digits) >= FEWEST_DIGITS and is_with_somebody(token, rows, people):
            yield _spot(token.word)
    for number, row in enumerate(rows):
        yield from _signed(row, rows[max(0, number - HEADS) : number], lying)
        yield from _labelled(row, lying)


def _spot(word: Read) -> Spot:
    return Spot(Label.MRN, (word.x, word.y, word.right, word.bottom), SURE)


def _has_ages(rows: Sequence[Row], spots: Sequence[Spot]) -> bool:
    """Say whether ages stand in lines with somebody's name: of those who work with a program nobody writes them."""
    people = Spots(spot for spot in spots if spot.label == Label.PERSON)
    return sum(is_in_line(row, people) and _is_aged(row) for row in rows) > 0


def is_in_line(row: Row, lying: Spots) -> bool:
    return any(lying.over(Cell([word]), COVERED) is not None for cell in row.cells for word in cell.words)


def _is_aged(row: Row) -> bool:
    return any(AGED.search(repaired(cell.text).lower()) for cell in row.cells)


def _kinds(row: Row, lying: Spots) -> set[Label]:
    over = (lying.over(Cell([word]), COVERED) for cell in row.cells for word in cell.words)
    return {spot.label for spot in over if spot is not None}


def _tokens(rows: Sequence[Row], lying: Spots) -> list[Token]:
    return [
        Token(word, number, cell)
        for number, row in enumerate(rows)
        for cell in row.cells
        for place, word in enumerate(cell.words)
        if (_is_number(word.text) or GLUED.fullmatch(word.text))
        and not (place + 1 < len(cell.words) and MEASURED.match(cell.words[place + 1].text))
        and not _is_others(_unhidden_before(cell, place, lying))
        and ((over := lying.over(Cell([word]), COVERED)) is None or over.label == Label.MRN)
    ]


def words_before(cell: Cell, place: int) -> str:
    """Return the words right before a number, up to another number or a sign that parts."""
    before: list[str] = []
    for word in reversed(cell.words[max(0, place - WORDS_BEFORE) : place]):
        if not any(char.isalpha() or char == "\u2116" for char in word.text) or word.text[-1] in ",;|":
            break
        before.insert(0, word.text)
    return " ".join(before)


def _unhidden_before(cell: Cell, place: int, lying: Spots) -> str:
    """Return the words before a number without those that are somebody's name: it calls nothing, whatever it means."""
    words = cell.words[:place]
    named = [number for number, word in enumerate(words) if _is_named(word, lying)]
    begin = named[-1] + 1 if named else 0
    return words_before(Cell(cell.words[begin:]), place - begin)


def _is_named(word: Read, lying: Spots) -> bool:
    over = lying.over(Cell([word]), COVERED)
    return over is not None and over.label == Label.PERSON


def is_with_somebody(token: Token, rows: Sequence[Row], people: Spots) -> bool:
    """Say whether the number stands near somebody's name in one cell, or in the line right below it."""
    words = token.cell.words
    place = words.index(token.word)
    if is_in_line(Row([Cell(words[max(0, place - FARTHEST) : place + FARTHEST])]), people):
        return True
    above = rows[token.row - 1] if token.row else None
    if above is None or token.word.y - above.bottom > NEXT * token.word.height:
        return False
    over = [cell for cell in above.cells if cell.x < token.cell.right and token.cell.x < cell.right]
    return len(words) <= LONGEST_LINE and any(is_in_line(Row([cell]), people) for cell in over)


def _is_number(text: str) -> bool:
    is_other = any(pattern.fullmatch(text) for pattern in (YEAR, DAY, RANGE))
    return NUMBER.fullmatch(text) is not None and not is_other


def columns_of(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield words that stand below each other in several lines, from one edge or to one edge, from top to bottom."""
    left = list(tokens)
    for edge in (lambda token: token.word.x, lambda token: token.word.right):
        groups: list[list[Token]] = []
        for token in sorted(left, key=edge):
            if groups and edge(token) - edge(groups[-1][-1]) <= ALIGNED:
                groups[-1].append(token)
            else:
                groups.append([token])
        for group in groups:
            if len({token.row for token in group}) >= FEWEST:
                left = [token for token in left if token not in group]
                yield sorted(group, key=lambda token: token.word.y)


def _are_somebodys(group: Sequence[Token]) -> bool:
    """Say whether these are numbers that are given out: nearly all different, of one length, and not round."""
    digits = [token.digits for token in group]
    lengths = sorted(map(len, digits))
    usual = lengths[len(lengths) // 2]
    alike = sum(abs(length - usual) <= 1 for length in lengths) >= MOSTLY * len(lengths)
    different = len(set(digits)) >= MOSTLY * len(digits)
    return alike and different and sum(bool(ROUND.fullmatch(each)) for each in digits) * 2 < len(digits)


def _is_patients(group: Sequence[Token], rows: Sequence[Row], lying: Spots) -> bool:
    """Say whether most of the numbers stand in patients' lines: a name alone may be of whoever did something."""
    lines = [rows[token.row] for token in group]
    theirs = [bool(_kinds(row, lying) & OF_PATIENTS) or (_is_aged(row) and is_in_line(row, lying)) for row in lines]
    return sum(theirs) >= MOSTLY * len(theirs)


def _head_of(group: Sequence[Token], rows: Sequence[Row]) -> list[str]:
    """Return what stands over the column: the nearest cells with words, and both lines of them where they are two."""
    first = group[0]
    left = min(token.word.x for token in group)
    right = max(token.word.right for token in group)
    said: list[str] = []
    edge, height = first.word.y, first.word.height
    for row in reversed(rows[: first.row]):
        over = [cell for cell in row.cells if cell.x < right and left < cell.right]
        if not over:
            continue
        if edge - over[0].bottom > (NEXT if said else FAR) * height or len(said) == HEADS:
            break
        text = " ".join(_words_over(cell, left, right) for cell in over)
        if not any(char.isalpha() or char == "\u2116" for char in text):
            continue
        if not said and sum(char.isdigit() for char in text) >= FEWEST_OF_VALUE:
            edge = over[0].y  # another value of the column, in which a letter stands
            continue
        said.insert(0, f"{text} {said[0]}" if said else text)
        edge = over[0].y
    return said


def _words_over(cell: Cell, left: float, right: float) -> str:
    """Return a heading whole; of a line that was read as one, as terminals write heads, what stands over the column."""
    if len(cell.words) <= LONGEST_LABEL and not any(word.text.strip() in "|\u00a6" for word in cell.words):
        return cell.text
    return " ".join(word.text for word in cell.words if word.x < right and left < word.right)


def _is_others(words: str) -> bool:
    """Say whether the words call what they number, and it is nobody: a request, a room, a price."""
    return numbers_others().search(plain(words)) is not None


def _signed(row: Row, above: Sequence[Row], lying: Spots) -> Iterator[Spot]:
    """Yield the number behind a bare sign in a line with somebody, or right below somebody."""
    for cell in row.cells:
        for place, word in enumerate(cell.words):
            fused = SIGNED.fullmatch(word.text)
            behind = cell.words[place + 1] if place + 1 < len(cell.words) else None
            number = word if fused and _is_number(fused["rest"]) else None
            if number is None and behind and BARE_SIGN.fullmatch(word.text) and _is_number(behind.text):
                number = behind
            if number is None or lying.over(Cell([number]), COVERED):
                continue
            before = _unhidden_before(cell, place, lying)
            if _is_others(before) or _calls_a_proper_thing(before):
                continue
            if _is_beside(cell, row, above, lying):
                yield _spot(number)


def _calls_a_proper_thing(before: str) -> bool:
    """Say whether the sign closes a heading's or an institution's words in capitals: «GBUZ No», «MOU SOSH No»."""
    words = before.split()
    return bool(words) and words[-1].isupper() and len(words[-1]) > 2 and words[-1].isalpha()  # noqa: PLR2004


def _is_beside(cell: Cell, row: Row, above: Sequence[Row], lying: Spots) -> bool:
    if is_in_line(Row([cell]), lying) or _kinds(row, lying) & OF_PATIENTS:
        return True
    near = [
        other
        for line in above
        for other in line.cells
        if cell.y - other.bottom <= NEAR * (cell.bottom - cell.y) and other.x < cell.right and cell.x < other.right
    ]
    return any(is_in_line(Row([other]), lying) for other in near)


def _labelled(row: Row, lying: Spots) -> Iterator[Spot]:
    """Yield the number in the cell behind a label that says «number» of something unknown, as cards of patients do."""
    for label, value in pairwise(row.cells):
        low = plain(label.text)
        is_bare = low in BARE  # a row of a table, under a heading; behind a label the number of whose card it is
        if len(label.words) > LONGEST_LABEL or not CALLED.search(low) or (numbers_others().search(low) and not is_bare):
            continue
        if len(value.words) == 1 and _is_number(value.text) and lying.over(value, COVERED) is None:
            yield _spot(value.words[0])
