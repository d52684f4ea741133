"""Where somebody was born, behind the words that say so: passports, cards of patients and certificates have it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.reading import Reading

CALLED = re.compile(r"(?<![а-яё])(?:место рожд(?:ения|ен\.?|\.)?|м(?:есто)?\.? ?рожд\.|м\. ?р\.(?=:)|урожен(?:ец|ка))")
# A place with its sign, or a republic that is no more, and what stands with it up to the end of the line or another label.
PLACE = re.compile(
    r"[\s:=|\u00a6\t\"«-]{1,6}(?P<value>(?:(?:г|гор|с|д|п|пос|дер|пгт|ст|ст-ца|х|аул|кишл)\.? ?|город |село |деревня |пос[её]лок )?"
    r"[А-ЯЁ][А-Яа-яЁё0-9.,()/ -]{2,100}?)"
    r"(?=\s{0,2}$|\s{0,2}[\n;|\u00a6\t\"»<]|(?<![ .,(][гсдпх])(?<![ .,](?:пос|дер|пгт|гор|обл|рес))(?<! респ)\.\s+[А-ЯЁ]|,? (?:18|19|20)[0-9]{2}|,? (?i:(?:[а-яё]{2,12} )?(?:дата|паспорт|снилс|пол|гражданств|тел|инн|полис|документ|адрес|прожива|зарегистр|рожд)[а-яё]{0,12})|, [0-9]{2}\.[0-9]{2}\.|\s[А-Яа-яЁё ]{2,24}:)",
    re.MULTILINE,
)
NOT_TOLD = re.compile(r"не (?:указан|заполнен|совпада|соответ)|указано?\b|отсутству|обязательн|заполн", re.IGNORECASE)


def find_birthplaces(reading: Reading) -> Iterator[Span]:
    """Yield the places of birth."""
    for called in CALLED.finditer(reading.low):
        found = PLACE.match(reading.text, called.end())
        if found and not NOT_TOLD.search(found["value"]):
            yield Span(*found.span("value"), Label.ADDRESS, 0.85)
