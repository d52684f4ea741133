"""Finds papers that have a series and a number and no check: passports, certificates of birth, licences, policies of the older kinds.

Their shape says little, so a word beside them must say what they are — or the shape must be theirs alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.checks import digits_of
from priyom.privacy.detectors.labels import CLEARING, NOT_OF_A_THING, Labels
from priyom.privacy.detectors.reading import Reading
from priyom.privacy.detectors.units import starts_with

SURE, LIKELY = 1.0, 0.8
SHORTEST_SERIES = 3
BIRTH_CERT = re.compile(
    r"(?<![0-9A-Za-zА-Яа-яЁё])(?:[IVXLCivxlc1lІУХПуХ]{1,6})(?:\s?-\s?[А-ЯЁа-яёA-Z]{2}[\s-]{0,2}(?:№|N|n|номер)?|\s[А-ЯЁ]{2}\s?(?:№|N|номер))\s{0,2}[0-9]{6}(?![0-9])"
)
PASSPORT = re.compile(
    r"(?<![0-9])(?<![0-9][-.])(?<![0-9]{3}/)[0-9]{2}[ -]?[0-9]{2}(?:[ ,]{1,3}|\s{0,3}(?:№|\?|номер|ном\.|[nN][oO]?\.?)\s{0,3}|-)?[0-9]{3} ?[0-9]{3}(?![0-9]|[-./][0-9])"
)
FOREIGN_PASSPORT = re.compile(r"(?<![0-9A-Za-zА-Яа-я])[A-ZА-Я]{1,2} ?(?:№ ?)?[0-9]{6,8}(?![0-9A-Za-z])")
# Words inside a paper's place that are no part of the value: they stay readable.
NAMING = re.compile(r"(?i)(?<![а-яё])(?:сери[яию]|номер)(?![а-яё])")
BARE_PASSPORT = re.compile(
    r"(?<![а-яёa-z])(?:паспорт[а-яё]{0,2}"
    + NOT_OF_A_THING
    + r"(?: [а-яё]{3,14}){0,2}|passport(?: (?:no|number|num)\.?)?)[ :№#]{0,3}(?P<value>[0-9]{6,10})(?![0-9]|[.,][0-9])"
)
TURNED = re.compile(
    r"паспорт\w{0,2} ?(?:№|номер|n) ?(?P<number>[0-9]{6}),? (?:с )?сери[яиейю]{1,2} (?P<series>[0-9]{2} ?[0-9]{2})(?![0-9])"
)
# The word may stand behind: «1420 — серия, 771805 — номер паспорта».
SAID_AFTER = re.compile(
    r"(?<![0-9./-])(?:(?P<series>[0-9]{2} ?[0-9]{2}) ?[-(] ?серия(?: паспорта)?|(?P<number>[0-9]{6}) ?[-(] ?(?:это )?номер паспорта)"
)
PASSPORT_SHAPE = re.compile(r"^[0-9]{2} [0-9]{2} (?:№ ?)?[0-9]{6}$|^[0-9]{4} ?№ ?[0-9]{6}$")
# What has numbers of its own, right before ten figures grouped as a passport's: «инв. 14 05 220418», «окно 12 45 118204».
RIGHT_BEFORE = re.compile(r"(?<![а-яё])(?P<word>[а-яё]{2,20})\.?(?: ?№| номер[а-яё]{0,2})?[ :]{1,3}$")
PLAIN_SHAPE = re.compile(r"^[0-9]{4} [0-9]{6}$")  # only where the text speaks of passports
SERIES = re.compile(
    r"(?<![а-яёa-z])(?:сер(?:ия|и[ию]|\.)?|с\.)»?(?: (?:паспорта|документа|свидетельства))?(?: (?:стоит|указан[аоы]?|введен[аоы]?|записан[аоы]?))?\s{0,2}[:-]?\s{0,2}(?P<a>[0-9]{2}(?: ?[0-9]{2})?|[ivxlc1]{1,5}-[а-я]{2})[\s,;.]{1,4}(?:и )?(?:в поле )?«?(?:№|номер[ау]?|ном\.|n|н\.)»?(?: паспорта)?(?: (?:стоит|указан|введен|записан))?\s{0,2}[:-]?\s{0,2}(?P<b>[0-9]{3} ?[0-9]{3,4})(?![0-9])"
)
# Forms and goods have a series and a number as well: «серия 4418 номер 220418 на бланке рецепта».
THINGS = re.compile(
    r"бланк|рецепт|препарат|вакцин|реагент|издели|оборудован|прибор|товар|парти|накладн|сертификат|лиценз"
)
OF_A_RECIPE = re.compile(r"[ ,.;|()-]{0,5}(?:код льгот|льгот|рецепт|бланк)")  # «45 54 № 874656 · код льготы 28»
# A policy of the older kinds, told by its word only: a series of letters or digits and a number.
OLD_POLICY = re.compile(r"^[\s:=\"'<>\[(]{0,4}(?:омс)?[\s:=\"'<>\[(-]{0,4}(?:пациента|застрахованного|старого образца|старый|нового образца)?[\s:=\"'<>\[(-]{0,4}"
                        r"(?:сер(?:ия|\.)?\s{0,2}(?P<series>[а-яa-z0-9]{1,6}(?:[- ][а-яa-z0-9]{1,4})?)[\s,]{0,3}|(?P<plain>[0-9]{2,6}(?:-[0-9]{2,4})?(?= ?№)|[0-9]{2,6}(?=[-/][0-9]{6,7}(?![0-9]))|[а-яa-z]{2,4}-?[0-9]{2,4}(?=[ /-][0-9]{4})))?[\s,]{0,2}"
                        r"(?:(?:№|номер|ном\.|n)\s{0,2}|[а-яa-z]{2}\s{1,2}|[ /-])?(?P<number>[0-9][0-9 ]{4,14}[0-9])(?![0-9])")  # fmt: skip
POLICY_IN_WORDS = re.compile(
    r"^[а-яё :,()]{0,44}сер(?:ия|и[ию]|\.) ?(?P<series>[0-9а-яa-z]{2,6}),? ?(?:№|номер|ном\.|н\.) ?(?P<number>[0-9]{4,14})(?![0-9])"
)
LETTERED_POLICY = re.compile(
    r"^(?: дмс| омс| страхования)?(?: [«\"][^«»\"\n]{2,24}[»\"])?[\s:№]{1,3}(?P<value>[а-яa-z]{1,4}[- ]?[0-9]{4,12}(?:[/-][0-9]{1,6})?)(?![0-9а-яё])"
)
# «полис 0331R/045/4410/26»: insurers number as they like, six figures at least.
STROKED_POLICY = re.compile(
    r"^(?: дмс| омс)?[\s:№]{1,3}(?P<value>(?=(?:[^0-9\s]{0,4}[0-9]){6})[0-9а-яa-z]{2,8}(?:[/-][0-9а-яa-z]{1,8}){2,4})(?![0-9а-яёa-z/-])"
)
NUMBER_ONLY = re.compile(r"^[\s:]{0,2}(?P<value>№ ?[0-9]{6,8})(?![0-9]|[.,-][0-9])")
DOCUMENT_VALUE = re.compile(
    r"^(?:[^0-9\n]{0,34}?|[^0-9\n]{0,20}:?[ \t]{0,3}\r?\n[ \t>*-]{0,4})(?P<value>(?:(?:[а-я]{1,2}-?[ivxlc]{0,4}\s)?(?=№)|[0-9]{2} ?[0-9]{2}|[0-9]{2}|[а-яё]{2})\s{0,2}(?:№|n)?\s{0,2}[0-9]{6,8})(?![0-9])"
)


# Behind its word a certificate of birth may be written anyhow: «св-во о рождении 2-ВГ 741182», «… IIВГ741182».
BIRTH_ANYHOW = re.compile(
    r"[\s:=№-]{0,4}(?:серия ?)?(?P<value>(?:[ivxlcу1пх]{1,5}|[0-9]{1,2})[ -]?[а-яё]{2}[ ,-]{0,3}(?:№|n|номер)? ?[0-9]{6})(?![0-9])"
)
# Foreign passports have two digits and seven, whatever they are called: «беженец, паспорт 77 3467692».
TWO_AND_SEVEN = re.compile(r"[^0-9\n.;]{0,24}?(?P<value>[0-9]{2} ?(?:(?:№|n|номер) ?)?[0-9]{7})(?![0-9]|[.,:/-][0-9])")
DOCUMENT_BEFORE = re.compile(
    r"(?<![0-9а-яёa-z./-])(?P<value>(?:[0-9]{2} ?[0-9]{2}|[0-9]{2}|[а-яё]{2}) ?(?:№ ?)?[0-9]{6,7}) ?[-(] ?(?:это )?$"
)
FARTHEST = 32


def find_papers(reading: Reading, labels: Labels) -> Iterator[Span]:
    """Yield series and numbers of somebody's papers."""
    for found in BIRTH_CERT.finditer(reading.text):
        yield Span(*found.span(), Label.BIRTH_CERT)
    yield from _passports(reading, labels)
    yield from _with_series(reading, labels)
    yield from _after_their_words(reading, labels)
    yield from _of_two_and_seven(reading, labels)


def _passport_here(reading: Reading, labels: Labels, found: re.Match[str]) -> tuple[Label | None, float]:
    """Return what ten digits are by the words around them, and how sure that is."""
    said = labels.nearest(found.start(), far=60, besides=frozenset({"dob"}))
    if said and said.kind == "passport" and not re.search("[0-9]{6}", said.between):
        return Label.PASSPORT, SURE
    if said and said.kind == "document":
        return Label.DOCUMENT, SURE
    before = None if said else RIGHT_BEFORE.search(reading.before(found.start(), 32))
    if before and starts_with(before["word"].replace("ё", "е"), "numbered_things"):
        return None, 0
    if not said and (
        THINGS.search(reading.before(found.start(), 24)) or OF_A_RECIPE.match(reading.after(found.end(), 24))
    ):
        return None, 0
    shaped = PASSPORT_SHAPE.match(found.group()) or ("passport" in labels.kinds and PLAIN_SHAPE.match(found.group()))
    if shaped and not (said and said.kind in CLEARING and not said.is_far):
        return Label.PASSPORT, LIKELY
    issued = reading.after(found.end(), 16).lstrip(" ,-(").startswith(("выдан", "код подр", "паспорт"))
    return (Label.PASSPORT, SURE) if issued else (None, 0)


def _passports(reading: Reading, labels: Labels) -> Iterator[Span]:
    for found in FOREIGN_PASSPORT.finditer(reading.text):
        said = labels.nearest(found.start())
        if said and said.kind in {"passport", "document"} and not re.search("[0-9]", said.between):
            yield Span(*found.span(), Label.PASSPORT if said.kind == "passport" else Label.DOCUMENT)
    for found in BARE_PASSPORT.finditer(reading.low):
        yield Span(*found.span("value"), Label.PASSPORT, LIKELY)
    for found in PASSPORT.finditer(reading.text):
        label, sure = _passport_here(reading, labels, found)
        if label:
            yield Span(*found.span(), label, sure)
    for found in SAID_AFTER.finditer(reading.low) if "passport" in labels.kinds else ():
        yield Span(*found.span(str(found.lastgroup)), Label.PASSPORT, LIKELY)
    for found in TURNED.finditer(reading.low):
        yield Span(*found.span("number"), Label.PASSPORT)
        yield Span(*found.span("series"), Label.PASSPORT)


def _with_series(reading: Reading, labels: Labels) -> Iterator[Span]:
    for found in SERIES.finditer(reading.low):
        said = labels.nearest(found.start(), far=60)
        kind = "birth" if "-" in found["a"] else said.kind if said else ""
        label = {"oms": Label.OMS, "document": Label.DOCUMENT, "birth": Label.BIRTH_CERT}.get(kind, Label.PASSPORT)
        short = (
            len(digits_of(found["a"])) < SHORTEST_SERIES and not said and "-" not in found["a"]
        )  # «рецепт серия 46 № …»
        around = reading.before(found.start(), 24) + reading.after(found.end(), 40)
        if not said and THINGS.search(around):
            continue
        if not short and not (said and said.kind in CLEARING):
            one = label == Label.PASSPORT and not re.search("[\n«»]|поле", found.group())
            if one and 2 * len(digits_of(found.group())) >= sum(char.isalnum() for char in found.group()):
                # One paper, one place: «серия 45 10 номер 123456»; not the words of «серия паспорта 4510, номер 123456».
                yield Span(*found.span(), label)
                continue
            yield Span(*found.span("a"), label)
            yield Span(*found.span("b"), label)


def _after_their_words(reading: Reading, labels: Labels) -> Iterator[Span]:
    for end, kind, word in labels.found:
        rest = reading.low[end : end + 96]
        if (
            kind == "oms"
            and (found := OLD_POLICY.match(rest))
            and not (word == "омс" and len(digits_of(found["number"])) < 9)
        ):
            for group in ("series", "plain", "number"):
                if found[group]:
                    yield Span(end + found.start(group), end + found.end(group), Label.OMS)
        elif kind == "oms" and (found := POLICY_IN_WORDS.match(rest)):
            yield Span(end + found.start("series"), end + found.end("series"), Label.OMS)
            yield Span(end + found.start("number"), end + found.end("number"), Label.OMS)
        elif kind == "oms" and (found := LETTERED_POLICY.match(rest) or STROKED_POLICY.match(rest)):
            yield Span(end + found.start("value"), end + found.end("value"), Label.OMS)
        elif kind == "passport" and (found := NUMBER_ONLY.match(rest)):
            yield Span(end + found.start("value"), end + found.end("value"), Label.PASSPORT)
        elif kind in {"document", "birth"} and (found := DOCUMENT_VALUE.match(rest)):
            label = Label.DOCUMENT if kind == "document" else Label.BIRTH_CERT
            yield Span(end + found.start("value"), end + found.end("value"), label)
        if kind == "birth" and (found := BIRTH_ANYHOW.match(rest)):
            yield Span(end + found.start("value"), end + found.end("value"), Label.BIRTH_CERT)


def _of_two_and_seven(reading: Reading, labels: Labels) -> Iterator[Span]:
    """Yield numbers of foreign passports behind their word, and of any document right before it."""
    for end, kind, word in labels.found:
        start = end - len(word)
        if kind == "passport" and (found := TWO_AND_SEVEN.match(reading.low, end)):
            yield Span(*found.span("value"), Label.PASSPORT)
        elif kind == "document" and (found := DOCUMENT_BEFORE.search(reading.low, max(0, start - FARTHEST), start)):
            yield Span(*found.span("value"), Label.DOCUMENT)
