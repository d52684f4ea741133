"""Reads numbers by a grammar of signs: a sign, what leads on from it (a person's name as well), the value; or the value, then its sign.

`told.py` knows nobody's name, so it stops at one: «номер карты Панина О. И. должен быть 2251/26». Here names are bridges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from priyom.base.years import this_year
from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.bridge import BRIDGE, signs
from priyom.privacy.detectors.labels import CLEARING, NOT_OF_A_THING, Labels
from priyom.privacy.detectors.reading import Reading

LIKELY = 0.85
STEPS = 4
WALK = re.compile(BRIDGE)
# Figures with letters, strokes and dashes, as hospitals number; three figures at least, and never a day.
NUMBER = r"(?P<value>(?![0-9]{1,2}[-/][01]?[0-9][-/](?:19|20)?[0-9]{2}(?![0-9])|(?:19|20)[0-9]{2}(?![0-9а-яёa-z/-])|(?:19|20)[0-9]{2}[-/][0-9]{1,2}(?:[-/][0-9]{1,2})?(?![0-9]))(?=[^\s,;)]{0,8}?[0-9]{2})(?:[а-яёa-z]{1,3}[-/]?)?[0-9]{1,12}(?:[а-яёa-z](?![а-яёa-z])|[-/][а-яёa-z]{1,3}(?![а-яёa-z])|[-/][0-9]{1,8}){0,3})"
CLOSED = r"(?![0-9а-яёa-z]|[.,:/-][0-9]|[ -]?(?:%|лет|год|г\.|мес|дн|день|дня|час|мин|сек|руб|раз|шт|экз|стр|пациент|запис(?!ь)|назнач|визит|случа|посещ|услуг(?!а(?![а-яё]))|документ(?! )))"
RECORD = re.compile(NUMBER + CLOSED)
DAY = r"(?:[0-3]?[0-9]\.[01]?[0-9]\.(?:20)?[0-9]{2}(?: ?г(?:ода|\.)?)?)"
CASE = re.compile(rf"(?<![а-яёa-z])(?:{signs('cases')})(?![а-яёa-z])")
QUALIFIERS = re.compile(rf"(?: (?:{signs('qualifiers')})(?![а-яёa-z])){{0,4}}")
NUMBERED = re.compile(
    rf"(?: от {DAY})?(?:[ :,(-]{{0,3}}(?:с |под |за |имеет |его )?(?:№{{1,2}}|номер[а-яё]{{0,2}})[ :]{{0,2}}){NUMBER}{CLOSED}"
)
ASKED = re.compile(r"(?<![а-яё])(?:номер[а-яё]{0,2}|№) $")
TOLD = re.compile(rf"[ :=-]{{1,3}}{NUMBER}{CLOSED}")
# Letters before the figures are a number of a record without any sign: «эпизод ЭП-2026-4471».
SHAPED = re.compile(
    rf"[ :]{{1,2}}(?P<value>[а-яa-z]{{1,3}}-(?:[0-9]{{2,8}}[-/])?[0-9]{{3,8}}(?<!-20[0-9]{{2}})){CLOSED}"
)
# As long a number behind one case needs no sign either: «эпизод 118204 не закрывается», not «118204 случаев».
LONG = re.compile(
    rf"[ :=(\t-]{{1,3}}(?P<value>[0-9]{{5,12}}(?:[-/][0-9]{{1,6}})?|[0-9]{{2,4}}[-/][0-9]{{4,8}}){CLOSED}"
)
NUMBER_FIRST = re.compile(
    rf"(?:№ ?|(?<![а-яё])номер[а-яё]{{0,2}} ){NUMBER}(?: ?[-(] ?| это )(?:{signs('cases')})(?![а-яёa-z])"
    r"(?= ?(?:[^ а-яёa-z]|$)| (?:(?:на|к|от|у|из|для)(?![а-яё])|пациент|больн|лечени|госпитализаци))"
)
FEWEST, FEWEST_PLAIN = 3, 4

FOREIGN_SIGN = rf"(?:загран[а-яё]{{0,12}}(?: паспорт[а-яё]{{0,2}})?|(?:иностранн|национальн)[а-яё]{{2,3}} (?:паспорт|документ)[а-яё]{{0,2}}|(?:паспорт|документ)[а-яё]{{0,2}}(?: (?:иностранн|граждан)[а-яё]{{1,6}}){{1,2}}(?: (?:республики )?(?:{signs('states')})[а-яё]{{0,6}})?|паспорт[а-яё]{{0,2}} (?:республики )?(?:{signs('states')})[а-яё]{{0,6}}|foreign passport|passport|паспорт[а-яё]{{0,2}}{NOT_OF_A_THING})"
FOREIGN = re.compile(rf"(?<![а-яёa-z]){FOREIGN_SIGN}(?![а-яёa-z])")
SHAPES = r"(?:[a-zа-я]{1,3} ?(?:№ ?)?[0-9]{6,9}|[0-9]{2}[ -]?(?:№ ?)?[0-9]{7}|[0-9]{8,9}|[a-z](?=(?:[0-9a-z]{0,7}[0-9]){4})(?=[0-9a-z]{8}(?![0-9a-z]))[0-9a-z]{8})"
FOREIGN_VALUE = re.compile(
    rf"(?:(?:сери[яию]|сер\.) ?:? ?(?P<series>[a-zа-я]{{1,3}}|[0-9]{{2}})[ ,;:]{{1,3}}(?:(?:№|номер)[ :]{{0,2}})?(?P<number>[0-9]{{6,9}})|(?P<value>{SHAPES}))(?![0-9a-zа-яё]|[.,:/-][0-9])"
)
FOREIGN_FIRST = re.compile(
    rf"(?<![0-9a-zа-яё.,/№-])(?<!№ )(?P<value>{SHAPES})(?: ?[-(] ?(?:это )?| это )(?:номер |№ )?{FOREIGN_SIGN}(?![а-яёa-z])"
)


def find_behind_signs(reading: Reading, labels: Labels, spans: list[Span]) -> Iterator[Span]:
    """Yield records, cases and foreign passports; names that stand between the sign and its number lead on."""
    people = {span.start: span.end for span in spans if span.label == Label.PERSON}
    yield from _records(reading, labels, people)
    yield from _cases(reading, labels, people)
    yield from _passports(reading, people)


def _walked(low: str, people: dict[int, int], place: int) -> tuple[int, bool]:
    """Return where the bridge ends, and whether it led over somebody's name."""
    named = False
    for _ in range(STEPS):
        found = WALK.match(low, place)
        place = found.end() if found else place
        if place not in people:
            break
        place, named = people[place], True
    return place, named


def _records(reading: Reading, labels: Labels, people: dict[int, int]) -> Iterator[Span]:
    for end, kind, word in labels.found:
        if kind != "mrn" or word.startswith("направлени"):
            continue
        place, named = _walked(reading.low, people, end)
        between = reading.low[end:place]
        found = RECORD.match(reading.low, place) if named and "\n" not in between else None
        asked = "№" in between or "номер" in between or "номер" in word or "№" in word
        if found and _counts(found["value"], 1 if asked else 2):
            yield Span(*found.span("value"), Label.MRN, LIKELY)


def _counts(value: str, strict: int) -> bool:
    """Say whether there is enough of a number to be somebody's."""
    figures = sum(char.isdigit() for char in value)
    return figures >= FEWEST_PLAIN - 1 + strict if value.isdigit() else figures >= FEWEST


def _one_case(sign: str) -> bool:
    return not sign.startswith("направлени") and not sign.endswith(
        ("ев", "ов", "ий", "ям", "ам", "ях", "ах", "ями", "ами")
    )


def _cases(reading: Reading, labels: Labels, people: dict[int, int]) -> Iterator[Span]:
    low = reading.low
    for sign in CASE.finditer(low):
        place = sign.end()
        for _ in range(STEPS):
            found = QUALIFIERS.match(low, place)
            place = found.end() if found else place
            if place + 1 not in people:
                break
            place = people[place + 1]
        asked = ASKED.search(low, max(0, sign.start() - 16), sign.start())
        found = NUMBERED.match(low, place) or (TOLD.match(low, place) if asked else None)
        found = found or SHAPED.match(low, place) or (_one_case(sign.group()) and LONG.match(low, place)) or None
        if found and _counts(found["value"], 1):
            yield Span(*found.span("value"), Label.MRN, LIKELY)
    for found in NUMBER_FIRST.finditer(low):
        said = labels.nearest(found.start())
        if _counts(found["value"], 1) and not (said and said.kind in CLEARING):
            yield Span(*found.span("value"), Label.MRN, LIKELY)


def _passports(reading: Reading, people: dict[int, int]) -> Iterator[Span]:
    for sign in FOREIGN.finditer(reading.low):
        place, _named = _walked(reading.low, people, sign.end())
        found = FOREIGN_VALUE.match(reading.low, place) if reading.low.count("\n", sign.end(), place) <= 1 else None
        for group in ("series", "number", "value") if found else ():
            if found and found[group]:
                yield Span(*found.span(group), Label.PASSPORT, LIKELY)
    for found in FOREIGN_FIRST.finditer(reading.low):
        yield Span(*found.span("value"), Label.PASSPORT, LIKELY)


AGED = re.compile(
    r"(?<![0-9])(?P<age>[0-9]{1,3})(?: ?(?:лет|года?|л\.|г\.)|(?<=возраст [0-9]{2}))[ ,]{1,2}[(]?(?P<day>[0-3]?[0-9]\.[01]?[0-9]\.)?(?P<year>(?:19|20)[0-9]{2})(?=[),;]| ?г)(?! ?г(?:ода?|\.)? (?:назад|до))"
)
FEWEST_YEARS, NEAR = 3, 60
OF_SOMEBODY = re.compile(
    r"(?:(?<![а-яё])(?:возраст|пациент(?!ов|ам|ах)|больн(?!иц)|мужчин|женщин|мальчик|девочк|реб[её]н|гражда)[а-яё]{0,4}|(?<![а-яё])(?:муж|жен|м|ж)\.?|(?<![а-яё])ей|(?<![а-яё])ему)[ :,(-]{1,3}$"
)


def find_years_of_the_aged(reading: Reading, spans: list[Span]) -> Iterator[Span]:
    """Yield a year beside an age that agrees with it: «67 лет (1958)». An age and another year say nothing of a birth."""
    now = this_year()
    people = {span.end for span in spans if span.label == Label.PERSON}
    for found in AGED.finditer(reading.low):
        age = int(found["age"])
        before = reading.before(found.start(), NEAR)
        somebodys = OF_SOMEBODY.search(before) or not people.isdisjoint(range(found.start() - 4, found.start() + 1))
        somebodys = bool(somebodys or found["day"])  # a whole day that agrees with the age is nobody else's
        if somebodys and age >= FEWEST_YEARS and now - 2 <= int(found["year"]) + age <= now:
            start = found.start("day") if found["day"] else found.start("year")
            yield Span(start, found.end("year"), Label.DOB, LIKELY)
