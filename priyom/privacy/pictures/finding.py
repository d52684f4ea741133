"""Finds the places of personal data among rows of cells: by the text rules, by labels beside and above, by columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.files import TextGuard
from priyom.privacy.graph import Guard
from priyom.privacy.left_alone import LeftAlone
from priyom.privacy.pictures.addresses import find_rest_of_addresses
from priyom.privacy.pictures.alignment import find_aligned
from priyom.privacy.pictures.beside import find_beside
from priyom.privacy.pictures.columns import find_columns
from priyom.privacy.pictures.cut import find_cut
from priyom.privacy.pictures.elsewhere import find_elsewhere, find_in_bar, find_numbers, find_repeated
from priyom.privacy.pictures.headings import is_other_word
from priyom.privacy.pictures.heads import with_joined_heads, without_heads
from priyom.privacy.pictures.layout import Cell, Row, Spot, paragraphs_of
from priyom.privacy.pictures.misread import find_misread
from priyom.privacy.pictures.numbered import find_numbered
from priyom.privacy.pictures.old_dates import find_old_dates
from priyom.privacy.pictures.organisations import without_organisations
from priyom.privacy.pictures.parallel import find_parallel
from priyom.privacy.pictures.reading import Read, is_latin
from priyom.privacy.pictures.repairing import repaired
from priyom.privacy.pictures.separated import find_separated
from priyom.privacy.pictures.shapes import find_written
from priyom.privacy.rules import Rules

SURNAME_LENGTH = 4
RUSSIAN = re.compile("[\u0400-\u04ff]")
HYPHEN = re.compile("-[\u0410-\u042f]")
PLUS_DATE = re.compile(r"\W{0,3}\d\d\.\d\d\.20")  # a point in the middle of a line was read as the plus of a number
STAMP = re.compile(
    r"(?<!\d)(?:(?:\d\d[ ./-]20\d\d|20\d\d[ ./-]\d\d[ ./-]\d\d)\W{1,3}\d\d?[ :.]?\d\d(?!\d)|"
    r"20\d\d-[01]\d-[0-3]\d\W[0-2]\d$)"  # its minutes were torn off
)
CODES = re.compile(
    "(?<!\\w)[^\\W\\d]\\d\\d-\\w\\d\\d(?!\\w)|^0\\d\\d(?:-\\d{1,2})?/[\u0443y]"
)  # of diagnoses, from one to another; of forms
# «Fields, marked with a star»: of somebody nobody says so, and a name that is a word like any other is none.
MANY = re.compile(
    "[,;]? (?!\u0434\u0430\u043d\u043d\u044b\u0435)[\u0430-\u044f\u0451]{3,}"
    "(?:\u043d\u043d\u044b\u0435|\u043c\u044b\u0435|\u0432\u0448\u0438\u0435)\\b"
)
FATHER = re.compile("(?:\u0432\u0438\u0447|\u0432\u043d\u0430|\u0438\u0447\u043d\u0430)\\W?$")
MISREAD_SURNAME = re.compile("[A-Z][a-z]{3,}")
OF_PROGRAMS = re.compile(
    "(?:Patient|User|Name|Doctor|Dear|Login|Author|From|Client|Person|Owner|Editor|Operator|Admin|Student|Manager)"
)
HALF_OF_A_NAME = re.compile("\\W?[\u0400-\u04ff]{3,}-")  # of a double one, misread
ONE_INITIAL, ONE_SIGN = re.compile(r"[^\W\d_][.,]"), re.compile(r"[^\W_][.,]?")
DIGITS_AS_INITIALS = re.compile(r"[^\W_][.,] ?(?:[^\W_]|[$\u00a2-\u00a7])[.,]")
LATIN_AS_INITIALS = re.compile(r"[A-Z]{3}[.,]{1,2}")
BEYOND = 0.7  # of a letter: where a word is cut, letters are not equally wide
TORN = 2.6  # heights of a line
NUMBERS = frozenset({Label.PHONE, Label.SNILS, Label.OMS, Label.PASSPORT, Label.INN})
WITH_SPACES = frozenset({Label.SNILS, Label.OMS, Label.PHONE, Label.PASSPORT, Label.ADDRESS, Label.MRN, Label.DOB})
Placed = tuple[int, int, Read]  # a word and where it begins and ends in the text of its row
BETWEEN_CELLS = " \u00a6 "  # a broken bar: no rule of texts takes it for part of a sentence, or for a table


def find(rows: Sequence[Row], guard: TextGuard) -> list[Spot]:
    """Return what must be painted over."""
    vocabulary = guard.guard.vocabulary
    lines = [_line(row.cells, BETWEEN_CELLS) for row in rows]
    lines += [_line(cells, " ") for row in rows for cells in _torn(row)]
    found = reader_of(guard.guard).find([text for text, _words in lines], guard.rules)
    spots = []
    for number, ((text, words), spans) in enumerate(zip(lines, found, strict=True)):
        written = [Span(start, end, label) for label, start, end in find_written(text, vocabulary)]
        spots += [
            spot
            for span in (*spans, *written)
            if (number < len(rows) or span.label in WITH_SPACES) and not _is_none(span, text, vocabulary)
            for spot in _spots(span, words)
        ]
    spots += _wrapped(rows, guard)
    plain = [_line(row.cells, " ") for row in rows]
    for number, label, (start, end) in find_separated([text for text, _words in plain], vocabulary):
        spots += _spots(Span(start, end, label, 0.85), plain[number][1])
    spots += [Spot(label, box, 0.9) for label, box in find_columns(rows, guard)]
    spots += find_misread(rows, vocabulary)
    spots += find_beside(rows, spots, vocabulary)
    spots += find_numbers(rows, spots)
    spots += find_repeated(rows, spots, vocabulary)
    spots += find_in_bar(rows, spots, vocabulary)
    spots += find_parallel(rows, spots, vocabulary)
    spots += find_cut(rows, spots)
    spots += find_rest_of_addresses(rows, spots)
    spots += find_old_dates(rows, spots)
    spots += find_numbered(rows, spots)
    spots += find_elsewhere(rows, spots, vocabulary)
    spots = list(without_heads(spots, with_joined_heads(rows), vocabulary))
    spots += [Spot(label, box, 0.7) for label, box in find_aligned(rows, spots, guard)]
    found_all = list(without_heads(spots, with_joined_heads(rows), vocabulary))
    ours = without_organisations(found_all, rows)
    return [spot for spot in ours if spot.label in guard.rules.kinds and not _is_ours(spot, rows, guard.rules)]


def _is_ours(spot: Spot, rows: Sequence[Row], rules: Rules) -> bool:
    """Say whether a telephone or a mailbox that its place alone gave away is one of the support's own."""
    if spot.label not in {Label.PHONE, Label.EMAIL} or not (rules.telephones or rules.mailboxes):
        return False
    left, top, right, bottom = spot.box
    inside = [
        word.text
        for row in rows
        if row.y < bottom and top < row.bottom
        for cell in row.cells
        for word in cell.words
        if left <= (word.x + word.right) / 2 <= right and top <= word.middle <= bottom
    ]
    said = " ".join(inside)
    return LeftAlone(rules, frozenset(), ()).leaves(said, Span(0, len(said), spot.label))


def _is_none(span: Span, text: str, vocabulary: Vocabulary) -> bool:
    """Say whether the rules of texts took a time for a number, or for a name what nobody is called by."""
    said = text[span.start : span.end]
    if span.label in NUMBERS:
        return _is_time(said)
    if span.label in {Label.ADDRESS, Label.MRN}:
        return CODES.search(said) is not None
    many = MANY.match(text, span.end) is not None and vocabulary.about(said.lower()).is_common
    return span.label == Label.PERSON and (many or all(is_other_word(word, vocabulary) for word in said.split()))


def _is_time(text: str) -> bool:
    """Say whether a date, with a time or without, was read as somebody's number."""
    return PLUS_DATE.match(text) is not None or STAMP.search(text) is not None


def _wrapped(rows: Sequence[Row], guard: TextGuard) -> Iterator[Spot]:
    """Yield what stands in sentences that run over several lines."""
    texts: list[str] = []
    lines: list[list[list[Placed]]] = []
    for paragraph in paragraphs_of(rows):
        text, placed = "", []
        for row in paragraph:
            said, words = _line(row.cells, " ")
            text += " " if text else ""
            placed.append([(start + len(text), end + len(text), word) for start, end, word in words])
            text += said
        texts.append(text)
        lines.append(placed)
    found = reader_of(guard.guard).find(texts, guard.rules)
    for text, placed, spans in zip(texts, lines, found, strict=True):
        for span in spans:
            if _is_none(span, text, guard.guard.vocabulary):
                continue
            for words in placed:
                yield from _spots(span, words)


def _torn(row: Row) -> Iterator[list[Cell]]:
    """Yield cells that may be one: the gap is hardly wider than between cells, as in «№   12345»."""
    near = [row.cells[0]]
    for cell in row.cells[1:]:
        if cell.x - near[-1].right <= TORN * row.height:
            near.append(cell)
            continue
        if len(near) > 1:
            yield near
        near = [cell]
    if len(near) > 1:
        yield near


@lru_cache(maxsize=2)
def reader_of(guard: Guard) -> Guard:
    """Return the same guard without the model of names: it has read newspapers, and a screen is no sentence."""
    return Guard(lambda _text: [], guard.vocabulary)


def _line(cells: Sequence[Cell], between: str) -> tuple[str, list[Placed]]:
    """Return the text of the cells and where each word stands in it."""
    text = ""
    words: list[Placed] = []
    for cell in cells:
        text += between if text else ""
        for number, word in enumerate(cell.words):
            text += "" if not number or HYPHEN.match(word.text) else " "  # a double name that a reader tore
            words.append((len(text), len(text) + len(word.text), word))
            text += word.text
    return repaired(text), words


def _spots(span: Span, words: Sequence[Placed]) -> Iterator[Spot]:
    """Yield one spot for the words of the span, cut where the span begins or ends inside a word."""
    inside = [(start, end, word) for start, end, word in words if start < span.end and span.start < end]
    if not inside:
        return
    if span.label == Label.PERSON:
        named = _with_initials(_without_latin(inside), words)
        inside = _with_surname(named, words)
        half = inside[0][2].text[: max(0, span.start - inside[0][0])]
        start = inside[0][0] if len(inside) > len(named) or HALF_OF_A_NAME.fullmatch(half) else span.start
        span = replace(span, start=start, end=max(span.end, inside[-1][1]))
    elif span.label == Label.DOB:
        inside = _without_words_behind(inside)
    first_start, first_end, first = inside[0]
    last_start, last_end, last = inside[-1]
    before, behind = max(0.0, span.start - first_start - BEYOND), max(0.0, last_end - span.end - BEYOND)
    left = first.x + first.width * before / (first_end - first_start)
    right = last.right - last.width * behind / (last_end - last_start)
    top = min(word.y for _start, _end, word in inside)
    bottom = max(word.bottom for _start, _end, word in inside)
    yield Spot(span.label, (left, top, right, bottom), span.confidence)


def _without_latin(inside: list[Placed]) -> list[Placed]:
    """Leave a program's word that stands before a name: «Patient», whatever a list of foreign names says."""
    russian = [RUSSIAN.search(repaired(word.text)) is not None for _start, _end, word in inside]
    if not any(russian):
        return inside
    first = russian.index(True)
    return inside if not all(is_latin(word) for _start, _end, word in inside[:first]) else inside[first:]


def _with_surname(inside: list[Placed], words: Sequence[Placed]) -> list[Placed]:
    """Take along what stands right before a first name and a father's name in a strange hand: a surname misread."""
    if len(inside) != 2 or not FATHER.search(inside[-1][2].text):  # noqa: PLR2004
        return inside
    before = next((placed for placed in words if placed[1] == inside[0][0] - 1), None)
    if before is None or not MISREAD_SURNAME.fullmatch(before[2].text) or OF_PROGRAMS.match(before[2].text):
        return inside
    return [before, *inside]


def _without_words_behind(inside: list[Placed]) -> list[Placed]:
    """Leave the words behind a birth that call it one."""
    kept = len(inside)
    while kept > 1 and not any(char.isdigit() for char in inside[kept - 1][2].text):
        kept -= 1
    return inside[:kept]


def _with_initials(inside: list[Placed], words: Sequence[Placed]) -> list[Placed]:
    """Take along what stands right behind a surname and is too short to be a word: initials that were misread."""
    start, end, word = inside[-1]
    behind = [placed for placed in words if placed[0] > start]
    if len(inside) == 2 and ONE_INITIAL.fullmatch(word.text):  # noqa: PLR2004
        return [*inside, *_other_initial(behind, word)]
    if len(inside) > 1 or len(word.text) < SURNAME_LENGTH:
        return inside
    for placed in behind[:2]:
        letters = [char for char in placed[2].text if char.isalpha()]
        is_short = len(letters) <= 2 and any(char.isupper() for char in letters)  # noqa: PLR2004
        misread = DIGITS_AS_INITIALS.fullmatch(placed[2].text) or LATIN_AS_INITIALS.fullmatch(placed[2].text)
        if placed[0] != end + 1 or not (is_short or misread):
            break
        inside, end = [*inside, placed], placed[1]
    return inside


def _other_initial(behind: Sequence[Placed], first: Read) -> list[Placed]:
    """Return the second initial of which a reader made a digit or a small letter; «and» before another name is none."""
    near = [placed for placed in behind[:3] if placed[2].x - first.right <= TORN * first.height]
    taken = near[: 1 + (len(near) > 1 and not near[0][2].text.isalnum())]
    following = behind[len(taken)][2].text if len(taken) < len(behind) else ""
    if not taken or not ONE_SIGN.fullmatch(taken[-1][2].text) or (taken[-1][2].text.islower() and following.istitle()):
        return []
    return taken
