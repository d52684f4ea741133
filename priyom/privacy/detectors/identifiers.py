"""Finds numbers that the state, insurers, banks and hospitals give to a person.

Check digits where there are any, the words beside the number where there are none, and both where numbers look alike:
a word that says «заявка» clears what a word that says «СНИЛС» would condemn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.checks import is_gs1, is_luhn, is_personal_inn, is_snils
from priyom.privacy.detectors.labels import Labels, Said
from priyom.privacy.detectors.reading import Reading

SURE, LIKELY = 1.0, 0.8
SEP = r"[ \t]?[-./_ ]?[ \t]?"
# A run of digits with at most two separators between them; what it is, is decided afterwards.
RUN = re.compile(r"(?<![0-9])[0-9](?:[ \-._/]{0,3}[0-9]){7,31}(?![0-9])")
SNILS_SHAPE = re.compile(
    r"(?<![0-9])(?<![0-9][.-])[0-9]{3}(?P<a>[ \-./_]{1,3})[0-9]{3}[ \-./_]{1,3}[0-9]{3}[ \-./_]{0,3}[0-9]{2}(?![0-9]|[.-][0-9])"
)
SOLID = re.compile(r"(?<![0-9a-f])(?<![0-9][.,])[0-9]{9,20}(?![0-9]|[.,][0-9]|[a-f][0-9a-f])", re.IGNORECASE)
FOURS = re.compile(
    r"(?<![0-9])(?<![0-9][-])[0-9]{4}(?P<by>[ \-]{1,2})[0-9]{4}(?P=by)[0-9]{4}(?P=by)[0-9]{4}(?![0-9]|[-][0-9])"
)
BIRTH_CERT = re.compile(
    r"(?<![0-9A-Za-zА-Яа-яЁё])(?:[IVXLCivxlc1lІУХПуХ]{1,6})\s?-\s?[А-ЯЁа-яёA-Z]{2}\s{0,2}(?:№|N|n|номер)?\s{0,2}[0-9]{6}(?![0-9])"
)
PASSPORT = re.compile(
    r"(?<![0-9])(?<![0-9][-.])(?<![0-9]{3}/)[0-9]{2}[ -]?[0-9]{2}(?:[ ,]{1,3}|\s{0,3}(?:№|номер|ном\.|n|N)\s{0,3}|-)?[0-9]{3} ?[0-9]{3}(?![0-9]|[-./][0-9])"
)
FOREIGN_PASSPORT = re.compile(r"(?<![0-9A-Za-zА-Яа-я])[A-ZА-Я]{1,2} ?(?:№ ?)?[0-9]{6,8}(?![0-9A-Za-z])")
BARE_PASSPORT = re.compile(
    r"(?<![а-яё])паспорт[а-яё]{0,2}(?: [а-яё]{3,14}){0,2}[ :№]{0,3}(?P<value>[0-9]{6,10})(?![0-9]|[.,][0-9])"
)
TURNED = re.compile(
    r"паспорт\w{0,2} ?(?:№|номер|n) ?(?P<number>[0-9]{6}),? (?:с )?сери[яиейю]{1,2} (?P<series>[0-9]{2} ?[0-9]{2})(?![0-9])"
)
PASSPORT_SHAPE = re.compile(r"^[0-9]{2} [0-9]{2} (?:№ ?)?[0-9]{6}$|^[0-9]{4} ?№ ?[0-9]{6}$")
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
# A policy of the older kinds, told by its word only: a series of letters or digits and a number.
OLD_POLICY = re.compile(r"^[\s:=\"'<>\[(]{0,4}(?:омс)?[\s:=\"'<>\[(-]{0,4}(?:пациента|застрахованного|старого образца|старый|нового образца)?[\s:=\"'<>\[(-]{0,4}"
                        r"(?:сер(?:ия|\.)?\s{0,2}(?P<series>[а-яa-z0-9]{1,6}(?:[- ][а-яa-z0-9]{1,4})?)[\s,]{0,3}|(?P<plain>[0-9]{2,6}(?:-[0-9]{2,4})?(?= ?№)|[а-яa-z]{2,4}-?[0-9]{2,4}(?=[ /-][0-9]{4})))?[\s,]{0,2}"
                        r"(?:(?:№|номер|ном\.|n)\s{0,2}|[а-яa-z]{2}\s{1,2}|[ /-])?(?P<number>[0-9][0-9 ]{4,14}[0-9])(?![0-9])")  # fmt: skip
POLICY_IN_WORDS = re.compile(
    r"^[а-яё :,()]{0,44}сер(?:ия|и[ию]|\.) ?(?P<series>[0-9а-яa-z]{2,6}),? ?(?:№|номер|ном\.|н\.) ?(?P<number>[0-9]{4,14})(?![0-9])"
)
LETTERED_POLICY = re.compile(
    r"^(?: дмс| омс)?[\s:№]{1,3}(?P<value>[а-яa-z]{1,4}[- ]?[0-9]{4,12}(?:[/-][0-9]{1,6})?)(?![0-9а-яё])"
)
MRN_VALUE = re.compile(
    r"^(?:,? [а-яё ]{3,40}(?=:))?[\s:=\"'<>\[(]{0,4}(?:(?:пациент\w{0,3}|больного|стационарного|амбулаторного|стац\.|амб\.) ?){0,2}[\s:=\"'<>\[(-]{0,4}(?:[а-яё]{3,16} (?=[а-яё ]{0,17}(?:№|\())){0,2}(?:\([^()]{1,12}\) ?)?(?:,? ?(?:получающ|лечащ)[а-яё ]{4,60}(?=№))?(?P<sign>№{1,2}|номер\w{0,2}|n|no|#|ном\.)?[\s.:=\"'<>\[(-]{0,4}"
    r"(?P<value>(?:[а-яёa-z]{1,4}[-/ ]?)?[0-9](?:[0-9]|[-/](?=[0-9а-яёa-z])|[а-яёa-z](?![а-яёa-z]{2})){1,18})(?![0-9]|[.,][0-9])"
)
NUMBER_ONLY = re.compile(r"^[\s:]{0,2}(?P<value>№ ?[0-9]{6,8})(?![0-9]|[.,-][0-9])")
DOCUMENT_VALUE = re.compile(
    r"^[^0-9\n]{0,34}?(?P<value>(?:(?:[а-я]{1,2}-?[ivxlc]{0,4}\s)?(?=№)|[0-9]{2} ?[0-9]{2}|[0-9]{2}|[а-яё]{2})\s{0,2}(?:№|n)?\s{0,2}[0-9]{6,8})(?![0-9])"
)
CARD_HEADS = re.compile(r"^(?:220[0-4]|4|5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|62|3[47])")
# Accounts of people only: the bank's plan of accounts tells them from those of firms and of the treasury.
ACCOUNT = re.compile(
    r"(?<![0-9])(?<![0-9][.,-])4[ .]?(?:0[ .]?8[ .]?(?:1[ .]?7|2[ .]?0)|2[ .]?[36](?:[ .]?[0-9]){2})(?:[ .]?[0-9]){15}(?![0-9])"
)
GROUPED_ELN = re.compile(r"(?<![0-9])(?<![0-9][ .,-])9[0-9]{2} [0-9]{3} [0-9]{3} [0-9]{3}(?![0-9]| [0-9])")
YEAR = re.compile(r"^(?:19|20)[0-9]{2}(?:[-/](?:20)?[0-9]{2})?$")
EXTENSION = re.compile(r"extension\s{0,2}=")  # a number in HL7's documents: whose it is, its root says
CLOSED = re.compile(r"^></|[0-9].{0,3}</")  # the word's own element has ended
ENOUGH_DIGITS = 3
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
CLEARING = frozenset({"veto", "inn_org"})


def find_identifiers(reading: Reading, labels: Labels) -> Iterator[Span]:
    """Yield the numbers that belong to a person; not those that instructions show."""
    for span in _all(reading, labels):
        if not is_shown(reading, span):
            yield span


def _all(reading: Reading, labels: Labels) -> Iterator[Span]:
    text = reading.text
    zones = [found.span() for found in ZONES.finditer(reading.low)]
    for found in SNILS_SHAPE.finditer(text):
        if _is_snils_here(found, labels):
            yield Span(*found.span(), Label.SNILS)
    for found in FOURS.finditer(text):
        said = labels.nearest(found.start())
        yield from _sixteen(found.start(), found.end(), _digits(found.group()), said, grouped=True)
    for found in SOLID.finditer(text):
        said = labels.nearest(found.start())
        speaks_for_it = said is not None and said.kind not in CLEARING
        if not speaks_for_it and any(start <= found.start() and found.end() <= end for start, end in zones):
            continue
        yield from _solid(found, said, labels)
    yield from _labelled_runs(reading, labels)
    if "eln" in labels.kinds:
        for found in GROUPED_ELN.finditer(text):
            yield Span(*found.span(), Label.SICK_LEAVE, LIKELY)
    for found in ACCOUNT.finditer(text):
        yield Span(*found.span(), Label.ACCOUNT)
    for found in BIRTH_CERT.finditer(text):
        yield Span(*found.span(), Label.BIRTH_CERT)
    yield from _passports(reading, labels)
    yield from _after_their_words(reading, labels)


def _digits(text: str) -> str:
    return "".join(char for char in text if "0" <= char <= "9")


def is_example(digits: str) -> bool:
    """Say whether nobody has the number: all digits the same, or one after the other as in a form's example."""
    return is_nobodys(digits) or digits.startswith(("123456789", "000000", "1111111", "9999999"))


def is_nobodys(digits: str) -> bool:
    return len(set(digits)) == 1 or not digits.strip("0") or digits.startswith("000000")


OF_AN_EXAMPLE = re.compile(
    r"пример|образ[еч]ц|образец|инструкци|руководств|документаци|тестов|формат|маск[аеу]|шаблон|подсказк|эталон|справк[аеи] по|example|sample|placeholder"
)


def is_shown(reading: Reading, span: Span) -> bool:
    """Say whether it is a number that instructions show: nobody can have it, or its check is wrong beside the word «пример»."""
    digits = _digits(reading.text[span.start : span.end])
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
    around = f"{reading.before(span.start, 60)} {reading.after(span.end, 40)}"
    return not may_be and bool(OF_AN_EXAMPLE.search(around))


FEWEST_OF_AN_EXAMPLE = 6


def _is_snils_here(found: re.Match[str], labels: Labels) -> bool:
    digits = _digits(found.group())
    said = labels.nearest(found.start())
    if said and said.kind == "snils":
        return True
    if is_example(digits):
        return False
    if said and said.kind == "veto" and said.word not in WEAK and not said.between.strip(" №:#n"):
        return False
    if found["a"] == "-":
        return is_snils(digits) or not (said and said.kind in CLEARING and said.word not in WEAK)
    return is_snils(digits) and not (said and said.kind == "phone")


def _solid(found: re.Match[str], said: Said | None, labels: Labels) -> Iterator[Span]:
    digits = found.group()
    kind = said.kind if said else ""
    start, end = found.span()
    label, shortest, longest = LABELLED.get(kind, (None, 0, 0))
    if label and shortest <= len(digits) <= longest and not (said and CLOSED.search(said.between)):
        yield Span(start, end, label)
        return
    if kind in CLEARING:
        earlier = labels.nearest(start, besides=CLEARING)
        label, exactly = EXACTLY.get(earlier.kind if earlier else "", (None, 0))
        if label and exactly == len(digits) and earlier and not re.search("[0-9]", earlier.between):
            yield Span(start, end, label)
            return
    if kind in CLEARING and not (said and EXTENSION.search(said.between)):
        return
    if len(digits) == 16:
        yield from _sixteen(start, end, digits, said, grouped=False)
    if label := _by_itself(digits, kind, labels):
        yield Span(start, end, label, LIKELY)


def _by_itself(digits: str, kind: str, labels: Labels) -> Label | None:
    """Return what a number is by its digits, and by what the text speaks of at all: then it may have a slip in it."""
    unsaid = not kind and not is_example(digits)
    match len(digits):
        case 11 if is_snils(digits) and not (digits[0] in "78" and kind == "phone") and digits[:2] not in {"79", "89"}:
            return Label.SNILS
        case 11 if "snils" in labels.kinds and digits[0] not in "789" and unsaid:
            return Label.SNILS
        case 12 if "eln" in labels.kinds and digits[0] == "9":
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
        digits = _digits(found.group())
        if not label or not said or CLOSED.search(said.between):
            continue
        if shortest <= len(digits) <= longest and len(found.group()) <= longest + 8:
            yield Span(*found.span(), label)


def _passport_here(reading: Reading, labels: Labels, found: re.Match[str]) -> tuple[Label | None, float]:
    """Return what ten digits are by the words around them, and how sure that is."""
    said = labels.nearest(found.start(), far=60, besides=frozenset({"dob"}))
    if said and said.kind == "passport" and not re.search("[0-9]{6}", said.between):
        return Label.PASSPORT, SURE
    if said and said.kind == "document":
        return Label.DOCUMENT, SURE
    if PASSPORT_SHAPE.match(found.group()) and not (said and said.kind in CLEARING):
        return Label.PASSPORT, LIKELY
    issued = reading.after(found.end(), 16).lstrip(" ,-(").startswith(("выдан", "код подр", "паспорт"))
    return (Label.PASSPORT, SURE) if issued else (None, 0)


def _passports(reading: Reading, labels: Labels) -> Iterator[Span]:
    for found in FOREIGN_PASSPORT.finditer(reading.text):
        said = labels.nearest(found.start())
        if said and said.kind in {"passport", "document"} and not re.search("[0-9]", said.between):
            yield Span(*found.span(), Label.PASSPORT)
    for found in BARE_PASSPORT.finditer(reading.low):
        yield Span(*found.span("value"), Label.PASSPORT, LIKELY)
    for found in PASSPORT.finditer(reading.text):
        label, sure = _passport_here(reading, labels, found)
        if label:
            yield Span(*found.span(), label, sure)
    for found in TURNED.finditer(reading.low):
        yield Span(*found.span("number"), Label.PASSPORT)
        yield Span(*found.span("series"), Label.PASSPORT)
    for found in re.finditer(
        r"(?<![а-яёa-z])(?:сер(?:ия|и[ию]|\.)?|с\.)(?: паспорта)?\s{0,2}[:-]?\s{0,2}(?P<a>[0-9]{2} ?[0-9]{2}|[ivxlc1]{1,5}-[а-я]{2})[\s,;]{1,4}(?:и )?(?:№|номер|ном\.|n|н\.)(?: паспорта)?\s{0,2}[:-]?\s{0,2}(?P<b>[0-9]{3} ?[0-9]{3})(?![0-9])",
        reading.low,
    ):
        said = labels.nearest(found.start(), far=60)
        label = {"oms": Label.OMS, "document": Label.DOCUMENT, "birth": Label.BIRTH_CERT}.get(
            said.kind if said else "", Label.PASSPORT
        )
        if not (said and said.kind in CLEARING):
            yield Span(found.start("a"), found.end("a"), label)
            yield Span(found.start("b"), found.end("b"), label)


def _after_their_words(reading: Reading, labels: Labels) -> Iterator[Span]:
    for end, kind, word in labels.found:
        rest = reading.low[end : end + 96]
        if kind == "mrn":
            asked = reading.low[max(0, end - 40) : end].endswith((f"номер {word}", f"№ {word}", f"номера {word}"))
            yield from _record_number(end, rest, word, asked=asked)
        elif (
            kind == "oms"
            and (found := OLD_POLICY.match(rest))
            and not (word == "омс" and len(_digits(found["number"])) < 9)
        ):
            for group in ("series", "plain", "number"):
                if found[group]:
                    yield Span(end + found.start(group), end + found.end(group), Label.OMS)
        elif kind == "oms" and (found := POLICY_IN_WORDS.match(rest)):
            yield Span(end + found.start("series"), end + found.end("series"), Label.OMS)
            yield Span(end + found.start("number"), end + found.end("number"), Label.OMS)
        elif kind == "oms" and (found := LETTERED_POLICY.match(rest)):
            yield Span(end + found.start("value"), end + found.end("value"), Label.OMS)
        elif kind == "passport" and (found := NUMBER_ONLY.match(rest)):
            yield Span(end + found.start("value"), end + found.end("value"), Label.PASSPORT)
        elif kind in {"document", "birth"} and (found := DOCUMENT_VALUE.match(rest)):
            label = Label.DOCUMENT if kind == "document" else Label.BIRTH_CERT
            yield Span(end + found.start("value"), end + found.end("value"), label)


def _record_number(end: int, rest: str, word: str, *, asked: bool) -> Iterator[Span]:
    found = MRN_VALUE.match(rest)
    if not found:
        return
    digits = _digits(found["value"])
    loose = word.startswith(("карт", "направлени")) or word in {"эмк", "иб", "история", "истории", "историю"}
    lettered = any(char.isalpha() for char in found["value"]) or (word in {"иб", "и/б"} and len(digits) > ENOUGH_DIGITS)
    whole = lettered or word.startswith(("истори", "мед", "амб", "стац"))
    few = len(digits) < ENOUGH_DIGITS and not (found["sign"] and whole and len(digits) > 1)
    if few or (loose and not (found["sign"] or asked or lettered) and len(digits) < 5):
        return
    if word.startswith("направлени"):
        return  # whose it is decides: `find_referrals`
    if YEAR.match(found["value"]) and not found["sign"]:
        return
    yield Span(end + found.start("value"), end + found.end("value"), Label.MRN)


def find_numbers_of_a_list(reading: Reading, spans: list[Span]) -> Iterator[Span]:
    """Yield the numbers in lines such as «Козырев Н. А. — 104518»: where two lines have them, they are the people's own."""
    ends = [span.end for span in spans if span.label == Label.PERSON]
    listed = [found for end in ends if (found := LISTED_NUMBER.match(reading.text, end))]
    starts = {span.start for span in spans if span.label == Label.PERSON}
    headed = [found for found in HEADING_NUMBER.finditer(reading.text) if found.end() in starts]
    listed += headed if len(headed) > 1 else []
    for found in listed if len(listed) > 1 else ():
        yield Span(*found.span("value"), Label.MRN, LIKELY)


HEADING_NUMBER = re.compile(r"^[ \t]{0,3}(?P<value>[0-9]{5,9}(?:[-/][0-9]{1,4})?)[ \t:;|-]{1,4}", re.MULTILINE)
LISTED_NUMBER = re.compile(
    r"[ \t]{0,2}[-:;|][ \t]{0,2}(?:№ ?)?(?P<value>[0-9]{5,9}(?:[-/][0-9]{1,4})?)[ \t]{0,2}(?=[;,.]?\r?\n|[;,.]?$)"
)


def find_referrals(reading: Reading, labels: Labels, spans: list[Span]) -> Iterator[Span]:
    """Yield numbers of referrals beside which somebody is named: without anybody the number is the desk's only handle."""
    people = [span for span in spans if span.label in {Label.PERSON, Label.DOB, Label.SNILS, Label.OMS}]
    for end, kind, word in labels.found:
        if kind != "mrn" or not word.startswith("направлени"):
            continue
        found = REFERRAL.match(reading.low, end)
        beside = any(abs(span.start - end) < BESIDE for span in people)
        if beside and found:
            yield Span(*found.span("value"), Label.MRN)


BESIDE = 160
REFERRAL = re.compile(r"[^0-9№\n.;]{0,40}(?:№|номер) ?(?P<value>[0-9][0-9/-]{2,15}[0-9])(?![0-9])")
IN_A_ROW = re.compile(
    r"[ \t]{0,2}[,;|/\t ][ \t]{0,2}[\"']?(?P<digits>[0-9]{16}|[0-9]{11}|[0-9]{4} [0-9]{4} [0-9]{4} [0-9]{4})(?![0-9]|[.,][0-9])"
)
KINDS_IN_A_ROW = {11: Label.SNILS, 16: Label.OMS}
HEADS_OF_TELEPHONES = frozenset({"79", "89"})


def find_numbers_in_a_row(reading: Reading, spans: list[Span]) -> Iterator[Span]:
    """Yield bare numbers right behind a name, a birth or another number of the same person: «Панин С. И., 30.10.1977, 064…»."""
    for span in spans:
        if span.label not in {Label.PERSON, Label.DOB, Label.SNILS, Label.OMS}:
            continue
        end = span.end
        while found := IN_A_ROW.match(reading.text, end):
            digits = _digits(found["digits"])
            label = Label.PHONE if digits[:2] in HEADS_OF_TELEPHONES else KINDS_IN_A_ROW[len(digits)]
            yield Span(*found.span("digits"), label, LIKELY)
            end = found.end("digits")
