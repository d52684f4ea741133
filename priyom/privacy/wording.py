"""What stands around a value: whether the text says already what it is, so that a mask does not say it twice.

«Patient» before a name leaves the number alone as the mark; a number that nothing names brings its kind along.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from priyom.privacy.detectors import Label, Span

LOOKED_BACK, LOOKED_ON = 40, 14
NEXT_TO = 6  # characters between two values of one kind that share what was said before the first
COLUMNS = ("\t", ";", "|")
ROLE_BEFORE = 32
LONGEST_TABLE, LONGEST_HEADING, NEAR = 200_000, 1_000, 500  # characters above a row where its headings are looked for
MOST_SHORT = 999  # a higher number in brackets is more likely somebody's own: the short mark is not used for it
Before = tuple[Span, bool] | None  # the value before this one, and whether it was named
_IN_A_ROW = re.compile("\\s*(?:,|/|\u0438|\u0438\u043b\u0438)\\s*$")  # comma, slash, «and», «or»
NOTHING_BETWEEN = r"[\s:\u2014\u2013\-,(\[\u00ab\"]{0,4}"


def follows_patient_word(text: str, place: int) -> bool:
    """Say whether a word shortly before the place says that a patient is meant, or somebody of theirs."""
    return any(word.startswith(_starts("patient_words")) for word in _words_before(text, place))


def means_patient(text: str, place: int) -> bool:
    """Say whether the person themselves is the patient: «the patient's mother» is not."""
    for word in reversed(_words_before(text, place)):
        if word.startswith(_starts("relative_words")):
            return False
        if word.startswith(_starts("patient_words")):
            return True
    return False


def has_role(text: str, span: Span, before: Before) -> bool:
    """Say whether the word right before the name says who it is, or stands before a row of names."""
    if before is not None and before[1] and before[0].label == Label.PERSON and is_listed(text, before[0], span):
        return True
    return bool(_role().search(text[max(0, span.start - ROLE_BEFORE) : span.start].lower()))


def is_listed(text: str, one: Span, other: Span) -> bool:
    """Say whether two names stand in one row: «patients A, B and C»."""
    between = text[one.end : other.start]
    return len(between) <= NEXT_TO and bool(_IN_A_ROW.match(between.lower()))


def is_said(text: str, span: Span, before: Before) -> bool:
    """Say whether the text around the value names its kind; ``before``: the last value, and whether it was named."""
    pattern = _said(span.label)
    if pattern is None:
        return True
    low = text[max(0, span.start - LOOKED_BACK) : span.start].lower()
    if pattern.search(low) or pattern.search(text[span.end : span.end + LOOKED_ON].lower()):
        return True
    if before is not None and before[0].label == span.label and span.start - before[0].end <= NEXT_TO:
        return before[1]
    return _heads_column(text, span, pattern)


def is_said_right_before(text: str, span: Span) -> bool:
    """Say whether the very word before the value names it: an address after «address»."""
    pattern = _said(span.label)
    low = text[max(0, span.start - ROLE_BEFORE) : span.start].lower()
    return bool(pattern and re.search(rf"(?:{pattern.pattern}){NOTHING_BETWEEN}$", low))


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """Return the words of the masks."""
    return tomllib.loads((Path(__file__).with_name("data") / "masks.ru.toml").read_text(encoding="utf-8"))


def pattern_of_marks() -> str:
    """Return what finds the marks that stand in texts: each begins and ends with a bracket."""
    plain = (re.escape(words()[name]) for name in ("ADDRESS", "MRN", "DATE", "BIRTH", "SAID"))
    kinds = "|".join(re.escape(name) for name in words()["names"].values())
    return "|".join([pattern_of_people(), *plain, rf"\[(?:{kinds}) [^\[\]\n]{{2,60}}\]"])


def pattern_of_people() -> str:
    """Return what finds the marks of people; their numbers are the digits in it."""
    short = re.escape(words()["NUMBER"]).replace(r"\{n\}", r"\d{1,3}")
    return "|".join(
        [*(re.escape(words()[name]).replace(r"\{n\}", r"\d{1,4}") for name in ("PATIENT", "PERSON")), short]
    )


def _words_before(text: str, place: int) -> list[str]:
    before = text[max(0, place - LOOKED_BACK) : place].lower().rpartition("\n")[2]
    return re.findall(r"\w+", before)[-3:]


def _heads_column(text: str, span: Span, pattern: re.Pattern[str]) -> bool:
    """Say whether a line above, of the same columns, has the kind in its heading."""
    begins = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.start)
    line = text[begins : end if end >= 0 else None]
    shared = [column for column in COLUMNS if column in line]
    if not shared:
        return False
    top = text.rfind("\n\n", max(0, begins - LONGEST_TABLE), begins) + 1
    headings = [
        *text[top : min(top + LONGEST_HEADING, begins)].splitlines(),
        *text[max(0, begins - NEAR) : begins].splitlines(),
    ]
    return any(column in each and pattern.search(each.lower()) for each in headings for column in shared)


@cache
def _starts(name: str) -> tuple[str, ...]:
    return tuple(words()[name].split())


@cache
def _role() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{''.join(words()['role_words'].split())}){NOTHING_BETWEEN}$")


@cache
def _said(label: Label) -> re.Pattern[str] | None:
    pattern = words()["said"].get(label.value)
    return re.compile(pattern) if pattern else None
