"""Finds what is said in a row: after «СНИЛС:» three of them, after «карты» two, «вместо» a number its slip.

Whoever writes a word once and several values behind it means it of all of them. So each value that was found is walked on from,
as long as values of the same shape follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.reading import Reading

CLOSE = r"[\"'»)\]>]{0,2}"
REMARK = r"(?: ?\([^()\n0-9]{1,40}\)| (?:в|на|у|по) [а-яё]{2,14}(?=,))?"  # «… (мама), …»
JOIN = (
    r"(?:,? (?:закры|удал|убра|аннулир|отмен|погас|снять)[а-яё]{0,8},? (?:а |и )?(?=откры|созда|завес|остав|верн|нов|выда)|[,.…!;]{0,3} ?-?\s{1,2}(?:(?:ой|нет|тьфу|точнее|вернее|исправля\w{1,4}|поправ\w{1,4}|подожди(?:те)?|погоди(?:те)?|стоп|то есть|не т[оау]|не так|там|ошиб\w{2,4}|прости(?:те)?|извини(?:те)?|сорри|а)[,.:… ]{1,4}){1,4}|\s{0,2}[,;/|+&](?: ?и)?|(?= (?:задво|объедин|слит|слив|дубл|совпад|перепут|конфликт|закры))|\s{1,2}(?:или|либо|и|and|or)(?![а-яёa-z])(?: ещё| еще| также)?|,? (?:а не|вместо|заменить на|надо|исправить на|на|а надо|надо|должно быть)|\s{0,2}(?:->|=>|→|≠|<>|-)|\s{0,2}\n\s{0,4}(?:[-*•]|[0-9]{1,2}[.)])?)"
    r"(?: ?(?:выдать|открыть|создать|завести|(?:остав|стал|тепер|продолжени|правильн|верн|нужн|стар|нов|втор|друг|перв|дубл|ещё|еще|также|так|и|задво|объедин|слит|слив|совпад|перепут|конфликт|замен|перенос|перенес|закры|след)[а-яё]{0,8}[:,]?)(?: (?:с|со|на|в|из|и)(?![а-яё-]))?){0,2}"
)
OPEN = r"\s{0,3}(?:(?:а |и )?(?:в|на|у|по) [а-яё]{2,14}(?: [а-яё]{4,14})?:? )?(?:№ ?|номер |#|id |ид )?[\"'«(\[<]{0,2}"
BRIDGE = re.compile(CLOSE + REMARK + JOIN + OPEN, re.IGNORECASE)
ENDS = r"(?![0-9A-Za-zА-Яа-яЁё]|[.:/-][0-9]|,[0-9]{1,3}(?![0-9]))"
PATTERNS = {
    Label.SNILS: r"[0-9]{3}(?P<a>[ .\-]{0,3})[0-9]{3}[ .\-]{0,3}[0-9]{3}[ .\-]{0,3}[0-9]{2}",
    Label.OMS: r"[0-9]{8} [0-9]{8}|[0-9]{6} [0-9]{10}|[0-9]{4}(?P<b>[ -]{0,2})[0-9]{4}(?P=b)[0-9]{4}(?P=b)[0-9]{4}",
    Label.CARD: r"[0-9]{4}(?P<c>[ -]{0,2})[0-9]{4}(?P=c)[0-9]{4}(?P=c)[0-9]{4}",
    Label.INN: r"[0-9]{12}",
    Label.SICK_LEAVE: r"[0-9]{3}(?P<d> ?)[0-9]{3}(?P=d)[0-9]{3}(?P=d)[0-9]{3}",
    Label.PASSPORT: r"[0-9]{2} ?[0-9]{2} ?(?:№ ?)?[0-9]{3} ?[0-9]{3}",
    Label.BIRTH_CERT: r"[IVXLC]{1,5}-[А-Я]{2} ?(?:№ ?)?[0-9]{6}",
    Label.DOCUMENT: r"[0-9]{2} ?[0-9]{2} ?(?:№ ?)?[0-9]{6}|[0-9]{2} ?(?:№ ?)?[0-9]{6,7}|[а-яё]{2} ?(?:№ ?)?[0-9]{6,7}",
    Label.PHONE: r"(?:\+?[78][ (.\-]{0,2})?\(?[0-9]{3,5}\)?[ .\-]{0,2}[0-9]{1,3}(?:[ .\-]?[0-9]{2}){2}|[0-9]{1,3}(?:-[0-9]{2}){2}|[0-9]{6,7}",
    Label.MRN: r"(?:[а-яёa-z]{1,3}-?)?[0-9]{2,9}(?:[-/][0-9а-яёa-z]{1,6}){0,2}",
}  # fmt: skip
FURTHER = {label: re.compile(f"(?:{pattern}){ENDS}", re.IGNORECASE) for label, pattern in PATTERNS.items()}
PAGES = re.compile(r" ?(?:лист|стр|шт|мес|дн|дня|дней|раз|год|лет|час|мин|руб|экз|каб|отд|пациент|человек)")
SHORT = frozenset({Label.PHONE, Label.MRN})  # shapes too plain to be looked for in the next line
MOST = 40
BARE_MRN = 3  # digits that a further record number has at least


def find_further(reading: Reading, spans: Sequence[Span]) -> Iterator[Span]:
    """Yield the values that follow a found one in a row."""
    people = {span.start: span.end for span in spans if span.label == Label.PERSON}
    for span in spans:
        pattern = FURTHER.get(span.label)
        if pattern is None or not pattern.match(reading.text, span.start):
            continue
        end = span.end
        for _ in range(MOST):
            bridge = _over_a_name(reading, people, end) or BRIDGE.match(reading.text, end)
            found = pattern.match(reading.text, bridge.end()) if bridge else None
            if found is None or not bridge or (span.label in SHORT and "\n" in bridge.group()):
                break
            if span.label == Label.MRN and not _is_record(reading, found):
                break
            yield Span(*found.span(), span.label, 0.9)
            end = found.end()


# «Дата рождения | 12.03.1980 | 24.12.2013»: what two systems hold of one, or what was and what came.
CALLED_BIRTH = re.compile(r"(?:рожд[а-яё]{0,5}|р\.?|birth[a-z]{0,4}|dob|dr)[\"'»:|;\t =]{1,5}(?:<[a-z]{2,12}>)?$")
BESIDE = re.compile(
    r"[ \t]{0,3}(?:[|;\t/]|->|=>|→|, а не |вместо|</[a-z]{2,12}>[ \t]{0,3}<[a-z]{2,12}>)[ \t]{0,3}"
    r"|[ \t]{1,3}(?=[0-9./-]{8,10}[ \t]{0,3}$)",
    re.MULTILINE,
)
# In one cell with a passport, on a line of its own: when its owner was born or it was issued, and neither is to be read.
BELOW_A_PASSPORT = re.compile(
    r"(?:[ \t]*\r?\n[ \t]*|[ \t]+(?=[0-9.]{10}</))(?P<date>[0-3][0-9]\.[01][0-9]\.(?:19|20)[0-9]{2})(?![0-9])"
)
# «В ЕРЗ одна дата рождения (05.05.2012), у нас другая (26.08.2020)».
OTHER_BIRTH = re.compile(
    r"[)\]»\"]{0,2}(?:,| и|,? а)(?: (?:у|в|на|по) [а-яё]{2,16}){0,2}(?: (?:стоит|указан[ао]?|значится|друг(?:ая|ой|ое)|иная))"
    r"[ :—-]{1,3}[(\[«\"]?(?=[0-9])",
    re.IGNORECASE,
)
OF_BIRTH = re.compile(r"(?:дат[аыеу]|день|число) рожд|(?<![а-яё])д\.? ?р(?![а-яё])")
BEFORE_A_BIRTH = 60  # characters in which it is called so
A_DATE = re.compile(r"(?:[0-3][0-9]\.[01][0-9]\.(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9])(?![0-9])")


def find_births_beside(reading: Reading, spans: Sequence[Span]) -> Iterator[Span]:
    """Yield the date in a cell of its own behind a birth that is called so in its line, and what another system holds."""
    for span in spans:
        if span.label == Label.PASSPORT and (found := BELOW_A_PASSPORT.match(reading.text, span.end)):
            yield Span(*found.span("date"), Label.DOB, 0.7)
        if span.label != Label.DOB:
            continue
        other = OTHER_BIRTH.match(reading.text, span.end)
        said = reading.before(span.start, BEFORE_A_BIRTH) if other else ""
        if other and OF_BIRTH.search(said) and (found := A_DATE.match(reading.text, other.end())):
            yield Span(*found.span(), Label.DOB, 0.8)
        if not CALLED_BIRTH.search(reading.before(span.start, 24)):
            continue
        beside = BESIDE.match(reading.text, span.end)
        found = beside and A_DATE.match(reading.text, beside.end())
        if found:
            yield Span(*found.span(), Label.DOB, 0.9)


# The next one's value: «паспорта Титова (4510 123456) и Панина О. И. (4511 654321)».
NEXT_ONE = re.compile(r"[)\"»]?(?:[,;] | и | и у |[,;] у )")
OF_THE_NEXT = re.compile(r"(?: ?\(|: ?| - |, | )(?:№ ?)?(?=[0-9IVXLCА-Яа-я])")


def _over_a_name(reading: Reading, people: dict[int, int], end: int) -> re.Match[str] | None:
    """Return what leads over somebody's name to a value of the same kind."""
    joined = NEXT_ONE.match(reading.text, end) if people else None
    named = people.get(joined.end()) if joined else None
    return OF_THE_NEXT.match(reading.text, named) if named else None


def find_alike(reading: Reading, spans: Sequence[Span]) -> Iterator[Span]:
    """Yield numbers as long as a record number found, of which nothing else is said: «создали карту 300118, а надо старую 211873».

    Where records are merged, any such numbers are theirs: «объединить 118201 и 118202 (карты)».
    """
    lengths = {
        span.end - span.start
        for span in spans
        if span.label == Label.MRN and reading.text[span.start : span.end].isdigit()
    }
    lengths = {length for length in lengths if length >= LONG_RECORD}
    named = any(span.label == Label.PERSON for span in spans)
    if not lengths and (MERGED.search(reading.low) or (named and PAIRED.search(reading.low))):
        lengths = set(range(LONG_RECORD, LONGEST_RECORD + 1))
    if not lengths:
        return
    taken = {place for span in spans for place in range(span.start, span.end)}
    for found in ALONE.finditer(reading.low):
        if (
            len(found["value"]) in lengths
            and found.start("value") not in taken
            and not SAID.search(reading.before(found.start("value"), 16))
        ):
            yield Span(*found.span("value"), Label.MRN, 0.7)


PAIRED = re.compile(
    r"(?:объедин|слить|слей|дубл|задво)[^0-9#№\n]{0,40}(?<![#№])[0-9]{5,9}(?: ?(?:→|->|=>|,|\+) ?| (?:и|с|в) )[0-9]{5,9}(?![0-9])"
)
MERGED = re.compile(
    r"(?:объедин|слить|слей|дубл|задво)[^\n]{0,80}(?<![а-яё])карт(?:а|ы|у|ой|)(?![а-яё])|(?<![а-яё])карт(?:а|ы|у|ой|)(?![а-яё])[^\n]{0,80}(?:объедин|слить|слей|дубл|задво)"
)
LONG_RECORD, LONGEST_RECORD = 5, 9
ALONE = re.compile(r"(?:(?<=[\s(\[«\"/])|^)(?P<value>[0-9]{5,9})(?=[\s,;)\]»\"/?!]|\.(?![0-9])|$)", re.MULTILINE)
# What a number is said to be, if not a record: everything but a word that says which one of two.
SAID = re.compile(
    r"(?:(?<![а-яё])(?!стар|нов|втор|друг|перв|правильн|верн|нужн|на |в |с |из |и |а |или |вместо |это |есть |не |пожалуйста|прошу|объедин|слить|слей|дубл)[а-яёa-z]{1,14}[ :=]{0,2}|(?<!пожалуйста)(?<!дубль)(?<!дубли)[№#=:] ?)$"
)


def _is_record(reading: Reading, found: re.Match[str]) -> bool:
    digits = sum(char.isdigit() for char in found.group())
    return digits >= BARE_MRN and not PAGES.match(reading.low, found.end())
