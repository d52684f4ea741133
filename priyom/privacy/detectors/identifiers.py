"""Finds numbers that the state, insurers, banks and hospitals give to a person.

Check digits where there are any, the words beside the number where there are none, and both where numbers look alike:
a word that says «заявка» clears what a word that says «СНИЛС» would condemn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from priyom.base.years import this_year
from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.checks import (
    digits_of,
    is_example,
    is_gs1,
    is_luhn,
    is_nobodys,
    is_organisation_inn,
    is_personal_inn,
    is_snils,
)
from priyom.privacy.detectors.labels import CLEARING, Labels, Said
from priyom.privacy.detectors.papers import find_papers
from priyom.privacy.detectors.reading import Reading
from priyom.privacy.detectors.records import find_records
from priyom.privacy.detectors.told import find_told

LIKELY = 0.8
# A run of digits with at most two separators between them; what it is, is decided afterwards.
RUN = re.compile(r"(?<![^\w][A-Fa-fасеАСЕ])(?<![0-9])[0-9](?:[ \-._/]{0,3}[0-9]){7,31}(?![0-9])")
SNILS_SHAPE = re.compile(
    r"(?<![0-9])(?<![0-9][.-])[0-9]{3}(?P<a>[ \-./_]{1,3})[0-9]{3}[ \-./_]{1,3}[0-9]{3}(?:[ \-./_]{0,3}|[ \-]?\r?\n[ >]{0,3})[0-9]{2}(?![0-9]|[.-][0-9])"
)
# Nine digits and their check: nothing else is grouped so.
NINE_AND_TWO = re.compile(r"(?<![0-9])(?<![0-9][ .,-])[0-9]{9}[ -][0-9]{2}(?![0-9]|[ .,-][0-9])")
SOLID = re.compile(  # no part of a hash, even one whose letters a reader took for Russian ones
    r"(?<![^\w][асе])(?<![0-9a-f])(?<![0-9][.,])[0-9]{9,20}(?![0-9]|[.,][0-9]|[a-f][0-9a-f])", re.IGNORECASE
)
FOURS = re.compile(
    r"(?<![0-9])(?<![0-9][-])[0-9]{4}(?P<by>[ \-]{1,2})[0-9]{4}(?:(?P=by)|\r?\n[ >]{0,3})[0-9]{4}(?P=by)[0-9]{4}(?![0-9]|[-][0-9])"
)
ZONES = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|(?<![0-9.])[0-2](?:\.[0-9]{1,12}){3,20}"
    r"|(?<![0-9.])(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\.(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}(?![0-9.])"
    r"|0x[0-9a-f]{1,32}"
    r"|(?<![0-9a-zа-я])(?=[0-9]{0,40}[a-f])(?=[a-f]{0,40}[0-9])[0-9a-f]{12,128}(?![0-9a-zа-я])"
    r"|(?<![0-9])\(?01\)?[0-9]{14}\(?(?:21|17|10|11|91|92)\)?[0-9a-z!\"%&'*+,\-./:;<=>?_]{1,40}"
    r"|(?<![0-9])(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]t?[0-2][0-9][0-5][0-9](?:[0-5][0-9])?(?![0-9])"
    r"|(?<![0-9])(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9][t ][0-2][0-9]:[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?"
)
WITH_DASHES = re.compile(
    r"(?<![0-9-])[0-9]{3}-[0-9]{3}-[0-9]{3}[ -][0-9]{2}(?![0-9-])"
)  # the one shape that is СНИЛС and nothing else
CARD_HEADS = re.compile(r"^(?:220[0-4]|4|5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|62|3[47])")
PAID = re.compile(r"(?<![а-яё])(?:оплат|оплач|плат[её]ж|возврат|списа|перев[её]л|деньг)")
# Accounts of people only: the bank's plan of accounts tells them from those of firms and of the treasury.
ACCOUNT = re.compile(
    r"(?<![0-9])(?<![0-9][.,-])4[ .]?(?:0[ .]?8[ .]?(?:1[ .]?7|2[ .]?0)|2[ .]?[36](?:[ .]?[0-9]){2})(?:[ .]?[0-9]){15}(?![0-9])"
)
GROUPED_ELN = re.compile(r"(?<![0-9])(?<![0-9][ .,-])9[0-9]{2} [0-9]{3} [0-9]{3} [0-9]{3}(?![0-9]| [0-9])")
EXTENSION = re.compile(r"extension\s{0,2}=")  # a number in HL7's documents: whose it is, its root says
OID = re.compile(r"[0-2](?:\.[0-9]{1,12}){3,20}$")
CLOSED = re.compile(r"^></|[0-9].{0,3}</")  # the word's own element has ended
LABELLED = {
    "snils": (Label.SNILS, 9, 13),
    "oms": (Label.OMS, 9, 18),
    "inn": (Label.INN, 11, 13),
    "eln": (Label.SICK_LEAVE, 11, 13),
    "card": (Label.CARD, 13, 19),
    "passport": (Label.PASSPORT, 10, 10),
}
EXACTLY = {"snils": (Label.SNILS, 11), "oms": (Label.OMS, 16), "inn": (Label.INN, 12)}  # «СНИЛС в сертификате [..]»
WEAK = frozenset(
    {"id", "ид", "pid", "код", "запрос", "запроса", "сертификат", "сертификата"}
)  # they clear nothing that has the shape itself


def find_identifiers(reading: Reading, labels: Labels) -> Iterator[Span]:
    """Yield the numbers that belong to a person; not those that instructions show."""
    if not reading.has_figures:
        return
    for span in _all(reading, labels):
        if not is_shown(reading, span):
            yield span


def _all(reading: Reading, labels: Labels) -> Iterator[Span]:
    text = reading.text
    zones = [found.span() for found in ZONES.finditer(reading.low)]
    for found in SNILS_SHAPE.finditer(text):
        if _is_snils_here(found, labels):
            yield Span(*found.span(), Label.SNILS)
    yield from _nine_and_two(text, labels)
    for found in FOURS.finditer(text):
        said = labels.nearest(found.start())
        if CARD_HEADS.match(found.group()) and PAID.search(reading.before(found.start(), 40)):
            yield Span(*found.span(), Label.CARD, LIKELY)  # whatever its check: people mistype what they copy by hand
        yield from _sixteen(found.start(), found.end(), digits_of(found.group()), said, grouped=True)
    with_dashes = WITH_DASHES.search(text) is not None
    for found in SOLID.finditer(text):
        said = labels.nearest(found.start())
        speaks_for_it = said is not None and said.kind not in CLEARING
        if not speaks_for_it and any(start <= found.start() and found.end() <= end for start, end in zones):
            continue
        yield from _solid(found, said, labels, with_dashes=with_dashes)
    yield from _labelled_runs(reading, labels)
    if "eln" in labels.kinds:
        for found in GROUPED_ELN.finditer(text):
            yield Span(*found.span(), Label.SICK_LEAVE, LIKELY)
    for found in ACCOUNT.finditer(text):
        yield Span(*found.span(), Label.ACCOUNT)
    yield from find_told(reading, labels)
    yield from find_papers(reading, labels)
    yield from find_records(reading, labels)


OF_AN_EXAMPLE = re.compile(
    r"пример|образ[еч]ц|образец|тестов|формат|маск[аеу]|подсказк|эталон|справк[аеи] по|example|sample|placeholder"
)
# What instructions say before they show a number; behind one, and beside somebody, a template is what does not print.
OF_INSTRUCTIONS = re.compile(
    r"(?:инструкци|руководств|документаци|шаблон)(?!.{0,60}(?:пациент|больн|застрахован|сотрудник|врач|(?<![а-яё])у ))"
)


def is_shown(reading: Reading, span: Span) -> bool:
    """Say whether it is a number that instructions show: nobody can have it, or its check is wrong beside the word «пример»."""
    digits = digits_of(reading.text[span.start : span.end])
    if len(digits) < FEWEST_OF_AN_EXAMPLE:
        return False
    if is_nobodys(digits):
        return True
    match len(digits):
        case 11:
            may_be = is_snils(digits)
        case 16:
            may_be = is_luhn(digits) and not is_example(digits)
        case _:
            may_be = not is_example(digits)
    if may_be:
        return False
    before = reading.before(span.start, 60)
    return bool(OF_INSTRUCTIONS.search(before) or OF_AN_EXAMPLE.search(f"{before} {reading.after(span.end, 40)}"))


FEWEST_OF_AN_EXAMPLE = 6


IN_BRACKETS = re.compile(r"\[[^\[\]]{11,20}\]")


def _is_snils_here(found: re.Match[str], labels: Labels) -> bool:
    digits = digits_of(found.group())
    said = labels.nearest(found.start())
    if said and said.kind == "snils":
        return True
    if is_example(digits):
        return False
    if said and said.kind == "veto" and said.word not in WEAK and not said.between.strip(" №:#n"):
        return False
    if IN_BRACKETS.fullmatch(found.string, max(0, found.start() - 1), found.end() + 1) and not (
        said and said.kind == "phone"
    ):
        return True  # so registers quote what they refuse, a slip included
    if found["a"] == "-":
        return is_snils(digits) or not (said and said.kind in CLEARING and said.word not in WEAK)
    if is_snils(digits):
        return not (said and said.kind == "phone")
    return said is None and STANDS_ALONE.match(found.string, max(0, found.start() - 2)) is not None


# Grouped as СНИЛС is and by itself, whatever its check: «132 233 445 94 не находится», not «1 118 204 441 20 руб.».
STANDS_ALONE = re.compile(
    r"(?:^|(?<![0-9])[^0-9]|^[^0-9]{1,2}|[^0-9]{2})[0-9]{3} [0-9]{3} [0-9]{3} [0-9]{2}(?![0-9]|[ .,:/-]{1,2}[0-9]| ?(?:руб|р\.|коп|шт|тыс|к[гм]|мл|байт|гб|мб|тб|%))",
    re.IGNORECASE,
)


def _nine_and_two(text: str, labels: Labels) -> Iterator[Span]:
    for found in NINE_AND_TWO.finditer(text):
        said = labels.nearest(found.start())
        if is_snils(digits_of(found.group())) and not (said and said.kind in CLEARING):
            yield Span(*found.span(), Label.SNILS, LIKELY)


def _solid(found: re.Match[str], said: Said | None, labels: Labels, *, with_dashes: bool) -> Iterator[Span]:
    digits = found.group()
    kind = said.kind if said else ""
    start, end = found.span()
    label, shortest, longest = LABELLED.get(kind, (None, 0, 0))
    if label and shortest <= len(digits) <= longest and not (said and CLOSED.search(said.between)):
        yield Span(start, end, label)
        return
    if kind == "inn_org" and is_personal_inn(digits):
        yield Span(start, end, Label.INN)  # twelve digits are a person's, whoever pays: «ИНН плательщика»
        return
    if kind in CLEARING:
        earlier = labels.nearest(start, besides=CLEARING)
        label, exactly = EXACTLY.get(earlier.kind if earlier else "", (None, 0))
        if label and exactly == len(digits) and earlier and not re.search("[0-9]", earlier.between):
            yield Span(start, end, label)
            return
    if kind in CLEARING and said and not EXTENSION.search(said.between):
        if not (said.is_far and is_snils(digits) and digits[0] not in "789"):
            return
        kind = ""
    if len(digits) == 16:
        yield from _sixteen(start, end, digits, said, grouped=False)
    if IN_BRACKETS.fullmatch(found.string, max(0, start - 1), end + 1) and len(digits) == 11 and is_snils(digits):
        yield Span(start, end, Label.SNILS, LIKELY)  # a telephone that begins so fits the check once in a hundred
    if label := _by_itself(digits, kind, labels, spoken_of=with_dashes):
        yield Span(start, end, label, LIKELY)


def _by_itself(digits: str, kind: str, labels: Labels, *, spoken_of: bool) -> Label | None:
    """Return what a number is by its digits, and by what the text speaks of at all: then it may have a slip in it."""
    unsaid = not kind and not is_example(digits)
    match len(digits):
        case 11 if is_snils(digits) and not (digits[0] in "78" and kind == "phone") and digits[:2] not in {"79", "89"}:
            return Label.SNILS
        case 11 if (spoken_of or "snils" in labels.kinds) and digits[0] not in "789" and unsaid:
            return Label.SNILS
        case 12 if digits.startswith(("90", "91")) or ("eln" in labels.kinds and digits[0] == "9"):
            return Label.SICK_LEAVE
        case 12 if is_personal_inn(digits):
            return Label.INN
        case 16 if "oms" in labels.kinds and unsaid:
            return Label.OMS
    return None


def _sixteen(start: int, end: int, digits: str, said: Said | None, *, grouped: bool) -> Iterator[Span]:
    kind = said.kind if said else ""
    if kind == "oms":
        yield Span(start, end, Label.OMS)
    elif kind == "card" or (kind == "mrn" and said and said.word.startswith("карт")):
        yield Span(start, end, Label.CARD)
    elif kind not in CLEARING and is_luhn(digits) and not (digits.startswith("01") and is_gs1(digits[2:])):
        card = bool(CARD_HEADS.match(digits)) and grouped
        yield Span(start, end, Label.CARD if card else Label.OMS, LIKELY)


def _labelled_runs(reading: Reading, labels: Labels) -> Iterator[Span]:
    """Yield numbers that are split in unusual ways, or have a digit too many or too few, right after their word."""
    for found in RUN.finditer(reading.text):
        said = labels.nearest(found.start(), far=32)
        label, shortest, longest = LABELLED.get(said.kind if said else "", (None, 0, 0))
        digits = digits_of(found.group())
        if not label or not said or CLOSED.search(said.between) or OID.match(found.group()):
            continue
        if shortest <= len(digits) <= longest and len(found.group()) <= longest + 8:
            yield Span(*found.span(), label)


IN_A_ROW = re.compile(
    r"(?i)[\"'\])]{0,2}[ \t]{0,2}[,;|/\t (:-][ \t]{0,2}[\"'\[(]{0,2}(?:(?:документ|паспорт|дул|пасп\.) )?(?P<digits>[0-9]{4}(?P<by>[ -]?)[0-9]{4}(?P=by)[0-9]{4}(?P=by)[0-9]{4}|[0-9]{8} [0-9]{8}|[0-9]{6} [0-9]{10}"
    r"|[0-9]{4} (?:№ ?)?[0-9]{6}|[0-9]{2} [0-9]{2} (?:№ ?)?[0-9]{6}|[0-9]{10}|9[0-9]{11}|[0-9]{3}[ .-]?[0-9]{3}[ .-]?[0-9]{3}[ .-]?[0-9]{2})(?![0-9]|[.,-][0-9])"
)
# In such a row of cells the number behind policy and СНИЛС is how the hospital knows the person.
LAST_CELL = re.compile(
    r"[\"']?(?:[ \t]{0,2}[;|\t][ \t]{0,2}| / )[\"']?(?P<value>(?:[А-ЯA-Z]-)?(?!(?:19|20)[0-9]{2}(?![0-9/-]))[0-9]{4,7}(?:[/-][0-9]{1,4})?)[\"']?[ \t]*(?=[\r\n;|\t]|$)"
)
LAST_OF_A_LINE = re.compile(r"[ ,]{1,2}(?P<value>[0-9]{5,7})[ \t]*(?=[\r\n]|$)")
KINDS_IN_A_ROW = {10: Label.PASSPORT, 11: Label.SNILS, 12: Label.SICK_LEAVE, 16: Label.OMS}
TEN = 10
HEADS_OF_TELEPHONES = frozenset({"79", "89"})


# The words that make ten solid figures with a fitting check a firm's: without one of them in the line they are a passport's.
OF_A_FIRM = re.compile(
    r"(?<![а-яё])(?:инн|кпп|огрн|ооо|оао|зао|пао|ао|ип|г?буз|фгбу|гау\w?|организаци|учреждени|контрагент|поставщик|плательщик|заказчик|исполнител|юр\.|юридическ|договор|контракт|сч[её]т|фирм|компани|клиент|реквизит)"
)
FIRST_SERIES, CENTURY = 97, 100


def _is_a_firms(reading: Reading, span: Span, start: int) -> bool:
    """Say whether ten solid figures are a firm's number: its check fits, and either its words stand by or no passport has such a series.

    The third and fourth figure of a passport are the year its form was printed in (`domain.md` §6).
    """
    digits = reading.text[start : start + TEN]
    if digits[0] == "9" or not is_organisation_inn(digits):
        return False
    printed = int(digits[2:4])
    may_be_a_passport = digits[:2] != "00" and (printed >= FIRST_SERIES or printed <= this_year() % CENTURY)
    return not may_be_a_passport or bool(
        OF_A_FIRM.search(reading.before(span.start, 100) + reading.after(span.start, 100))
    )


def find_numbers_in_a_row(reading: Reading, spans: list[Span]) -> Iterator[Span]:
    """Yield bare numbers right behind a name, a birth or another number of the same person: «Панин С. И., 30.10.1977, 064…»."""
    walked: set[int] = set()  # a long row is walked once, not once more from each of its numbers
    for span in spans:
        if span.label not in {Label.PERSON, Label.DOB, Label.SNILS, Label.OMS}:
            continue
        end = span.end
        while end not in walked and (found := IN_A_ROW.match(reading.text, end)):
            walked.add(end)
            digits = digits_of(found["digits"])
            if found["digits"] == digits and len(digits) == TEN and _is_a_firms(reading, span, found.start("digits")):
                break
            mobile = digits[:2] in HEADS_OF_TELEPHONES or (len(digits) == TEN and digits[0] == "9")
            label = Label.PHONE if mobile else KINDS_IN_A_ROW[len(digits)]
            yield Span(*found.span("digits"), label, LIKELY)
            end = found.end("digits")
        record = LAST_CELL.match(reading.text, end) or (
            span.label == Label.DOB and LAST_OF_A_LINE.match(reading.text, end)
        )
        if (end > span.end or span.label == Label.DOB) and record:
            yield Span(*record.span("value"), Label.MRN, LIKELY)
