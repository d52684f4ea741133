"""Finds numbers that somebody dictated: «девять ноль девять, сто тридцать …», «двенадцатого мая восемьдесят третьего года рождения»."""

from __future__ import annotations

import re
from collections.abc import Iterator

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.births import MONTHS
from priyom.privacy.detectors.labels import Labels
from priyom.privacy.detectors.reading import Reading

CARDINAL = (
    r"(?:нол[ьяю]|нуля|один|одна|одно|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|одиннадцать|двенадцать|тринадцать|четырнадцать|"
    r"пятнадцать|шестнадцать|семнадцать|восемнадцать|девятнадцать|двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто|"
    r"сто|двести|триста|четыреста|пятьсот|шестьсот|семьсот|восемьсот|девятьсот|тысяча|тысячи|тысяч)"
)
ORDINAL = (
    r"(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят|одиннадцат|двенадцат|тринадцат|четырнадцат|пятнадцат|шестнадцат|семнадцат|"
    r"восемнадцат|девятнадцат|двадцат|тридцат|сороков|пятидесят|шестидесят|семидесят|восьмидесят|девяност|двухтысячн)(?:ого|ого|ое|ом|ый|ой|ьего|ье|ий)"
)
BY = r"[ ,.\-–]{1,3}"
RUN = re.compile(rf"(?<![а-яё])(?:плюс )?{CARDINAL}(?:{BY}{CARDINAL}){{3,20}}(?![а-яё])")
YEAR = rf"(?:{CARDINAL}{BY}){{0,4}}{ORDINAL}"
WHOLE_DATE = re.compile(rf"(?<![а-яё])(?:{CARDINAL} )?{ORDINAL} {MONTHS} (?:{YEAR}|[0-9]{{2,4}})(?![а-яё])")
DATE_IN_NUMBERS = re.compile(rf"(?<![а-яё])(?:{CARDINAL} )?{ORDINAL} {ORDINAL} {YEAR}(?: года?)?(?![а-яё])")
ONE_YEAR = re.compile(rf"(?<![а-яё]){YEAR}(?: года?)?(?![а-яё])")
YEAR_WORD = re.compile(r"(?: года?(?![а-яё]))?")
BORN = re.compile(r"[ ,]{0,2}(?:года? рождени\w|г\.? ?р\b|рожден\w{1,3})")
HER_YEAR = re.compile(r"(?:родил\w{1,4}(?: она| он)?|рождени\w|род\.|(?:ему|ей|она|он|пациент\w{0,3})),? (?:в )?$")
SPOKEN = {"phone": Label.PHONE, "snils": Label.SNILS, "oms": Label.OMS, "passport": Label.PASSPORT, "inn": Label.INN, "card": Label.CARD, "mrn": Label.MRN}  # fmt: skip
LONG_ENOUGH = 7  # words that are a telephone even where nothing says so


def find_spoken(reading: Reading, labels: Labels) -> Iterator[Span]:
    """Yield numbers and dates of birth that are written in words."""
    low = reading.low
    for found in RUN.finditer(low):
        said = labels.nearest(found.start(), far=32)
        label = SPOKEN.get(said.kind if said else "")
        words = len(re.findall("[а-яё]+", found.group()))
        if label or (words >= LONG_ENOUGH and not (said and said.kind == "veto")):
            yield Span(*found.span(), label or Label.PHONE, 0.8)
    for found in WHOLE_DATE.finditer(low):
        if (
            BORN.match(low, found.end())
            or HER_YEAR.search(reading.before(found.start(), 32))
            or _is_birth(labels, found)
        ):
            ending = BORN.match(low, found.end()) or YEAR_WORD.match(low, found.end())
            yield Span(found.start(), ending.end() if ending else found.end(), Label.DOB, 0.9)
    for found in DATE_IN_NUMBERS.finditer(low):
        if HER_YEAR.search(reading.before(found.start(), 32)) or _is_birth(labels, found):
            yield Span(*found.span(), Label.DOB, 0.9)
    for found in ONE_YEAR.finditer(low):
        if born := BORN.match(low, found.end()):
            yield Span(found.start(), born.end(), Label.DOB, 0.8)
        elif found.group().endswith(("год", "года", "ом")) and HER_YEAR.search(reading.before(found.start(), 32)):
            yield Span(*found.span(), Label.DOB, 0.8)


def find_spoken_years(reading: Reading, spans: list[Span]) -> Iterator[Span]:
    """Yield a year in words right behind a name: «Панина Агния Львовна, сорок девятого года»."""
    for span in spans:
        found = BEHIND_A_NAME.match(reading.low, span.end) if span.label == Label.PERSON else None
        if found:
            yield Span(*found.span("year"), Label.DOB, 0.8)


BEHIND_A_NAME = re.compile(rf"[ ,]{{1,2}}(?P<year>{YEAR} года?)(?: рождения)?(?=[.,;!?)\n]|\s*$)")


def _is_birth(labels: Labels, found: re.Match[str]) -> bool:
    said = labels.nearest(found.start(), far=24)
    return bool(said and said.kind == "dob")
