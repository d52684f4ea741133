"""Finds values right behind their words, however they are written: «СНИЛС у него такой: 112-233-⏎445 95».

Whoever says what a number is means the number that comes next. So behind the word may stand whose it is and which of two, but nothing
else, and the digits may be parted by anything, by the end of a line as well. How many digits belong to a kind says domain law: eleven
of СНИЛС, sixteen of ЕНП, twelve of a person's ИНН and of ЭЛН, four and six of a passport.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.bridge import BRIDGE
from priyom.privacy.detectors.labels import Labels
from priyom.privacy.detectors.reading import Reading
from priyom.privacy.detectors.records import DAY, FORM

BY = r"(?:[ \t.\-_/]{0,3}(?:\r?\n[ \t>.\-]{0,4})?)"
END = r"(?![0-9]|[.,][0-9])"


def _digits(count: int) -> str:
    return rf"[0-9](?:{BY}[0-9]){{{count - 1}}}"


SERIES_AND_NUMBER = rf"[0-9]{BY}[0-9]{BY}[0-9]{BY}[0-9](?:[ \t,;/.\-]{{0,4}}(?:и )?(?:№|номер|ном\.|n|н\.)?[ :.\-]{{0,3}})[0-9](?:[ ]?[0-9]){{5}}"
VALUES = {
    "snils": (Label.SNILS, _digits(11)),
    "oms": (Label.OMS, _digits(16)),
    "inn": (Label.INN, _digits(12)),
    "eln": (Label.SICK_LEAVE, r"9" + rf"(?:{BY}[0-9]){{11}}"),
    "card": (Label.CARD, _digits(16)),
    "passport": (Label.PASSPORT, rf"(?P<value>(?:сери[яию] ?:? ?)?{SERIES_AND_NUMBER})"),
}
TOLD = {kind: (label, re.compile(f"{BRIDGE}(?:{value}){END}" if "<value>" in value else f"{BRIDGE}(?P<value>{value}){END}")) for kind, (label, value) in VALUES.items()}  # fmt: skip
RECORD = re.compile(
    BRIDGE
    + r"(?P<value>(?:(?!(?:с|со|в|во|на|от|до|по|из|за|к|у|и|не) )[а-яёa-z]{1,3}[-/ ]?)?[0-9](?:[0-9]|[-/](?=[0-9а-яёa-z])|[а-яёa-z](?![а-яёa-z])){1,17})(?![0-9а-яёa-z]|[.,:][0-9]|[ -]?(?:%|лет|год|г\.|мес|дн|день|дня|час|мин|сек|руб|раз|шт|экз|стр|лист|пациент|запис|назнач|визит|случа|посещ|услуг|документ))"
)
# The other way round: «… это СНИЛС», «… (ЕНП)».
BEFORE = {kind: re.compile(rf"(?<![0-9])(?<![0-9][.,-])(?P<value>{value if kind != 'passport' else SERIES_AND_NUMBER})(?: ?[-(] ?(?:это )?| это )(?:серия и |номер |№ ?|данные |реквизиты |общегражданский ){{0,2}}$") for kind, (_label, value) in VALUES.items()}  # fmt: skip
FARTHEST = 64
YEAR = re.compile(r"(?:19|20)[0-9]{2}$")
MOST_LINES = 2
LOOSE_DIGITS, DIGITS = 5, 4


def find_told(reading: Reading, labels: Labels) -> Iterator[Span]:
    """Yield the numbers that come right behind the words for them."""
    for end, kind, word in labels.found:
        label, pattern = TOLD.get(kind, (None, None))
        found = pattern.match(reading.low, end) if pattern else None
        if label and found and reading.low.count("\n", end, found.start("value")) <= MOST_LINES:
            yield Span(*found.span("value"), label)
        if label and (found := BEFORE[kind].search(reading.low, max(0, end - FARTHEST), end - len(word))):
            yield Span(*found.span("value"), label)
        elif kind == "mrn" and not word.startswith("направлени"):
            found = RECORD.match(reading.low, end)
            if found and _is_record(reading.low[end : found.start("value")], word, found["value"]):
                yield Span(*found.span("value"), Label.MRN, 0.9)


def _is_record(between: str, word: str, value: str) -> bool:
    """Say whether it is a number of a record, not one of something in it: «карта 3 раза», «история 2026»."""
    digits = sum(char.isdigit() for char in value)
    asked = "№" in between or "номер" in between or not word.startswith(("карт", "истори"))
    shaped = len(value) > digits > 2
    enough = digits >= (DIGITS if asked else LOOSE_DIGITS) or shaped
    in_json = '"' in between.partition(":")[0]  # a field: `fields` knows more of it
    return (
        enough
        and not in_json
        and "\n" not in between
        and not (FORM.match(value) or DAY.match(value))
        and not (YEAR.match(value) and "№" not in between)
    )
