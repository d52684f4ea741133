"""Finds numbers of medical records: whatever stands behind «карта №», «история болезни», «ИБ», and what stands beside people in lists.

Hospitals number as they like, so the word decides, and how much of a sign stands between it and the number.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.births import is_beside
from priyom.privacy.detectors.checks import digits_of
from priyom.privacy.detectors.labels import CLEARING, Labels
from priyom.privacy.detectors.reading import Reading

LIKELY = 0.8
ENOUGH_DIGITS, BESIDE = 3, 160
MRN_VALUE = re.compile(
    r"^(?:,? [а-яё ]{3,40}(?=:))?[\s:=\"'`<>\[(_]{0,4}(?:(?:пациент\w{0,3}|больного|стационарного|амбулаторного|беременной|роженицы|реб[её]нка|(?:диспансерного|динамического) наблюдения|выбывшего(?: из стационара)?|формы [0-9]{3}(?:/у)?|стац\.|амб\.) ?){0,2}[\s:=\"'<>\[(-]{0,4}(?:[а-яё]{3,16} (?=[а-яё ]{0,17}(?:№|\())){0,2}(?:\([^()]{1,12}\) ?)?(?:,? ?(?:получающ|лечащ)[а-яё ]{4,60}(?=№))?(?P<sign>№{1,2}|номер\w{0,2}|n|no|#|ном\.)?[\s.:=\"'<>\[(-]{0,4}"
    r"(?:(?:был[ао]?|стал[ао]?|есть|вот|это|уже) )?(?P<value>(?:(?!(?:был|стал|есть|уже|вот|это|для|под|при|нет|как|она|его|ее|её)(?![а-яё])|(?:с|со|в|во|на|от|до|по|из|за|к|у|и|не) )[а-яёa-z]{1,4}[-/ ]?)?[0-9](?:[0-9]|[-/](?=[0-9а-яёa-z])|[а-яёa-z](?![а-яёa-z]{2})){1,18})(?![0-9]|\.[0-9]|,[0-9]{1,3}(?![0-9]))"
)
ALL_IN_BRACKETS = re.compile(r"\([а-яё/. -]{2,24} [0-9]{4,8}\).{0,12}", re.DOTALL)  # «Волков (карта 4418) не может»
# What is counted rather than numbered: «случай № 118 случаев», «эпизод № 2026 года».
COUNTED = re.compile(
    r" (?:случаев|пациентов|больных|записей|посещений|услуг|документов|человек|раз|шт|руб(?:л[а-яё]{1,2})?|дн[яе]|дней|час(?:а|ов)?|мин(?:ут[аы]?)?)(?![а-яё])|(?<=[12][0-9]{3}) ?(?:г\.|год[ау]?(?![а-яё]))"
)
PARTED = re.compile(r"[ -][0-9]{3}")
FORM = re.compile(r"[0-9]{2,3}-?[0-9]?/[уy](?![а-яёa-z]|-[0-9]{3})")  # «карта 112/у»: a form's number
DAY = re.compile(r"(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]$")  # «дата рожд. в карте 1982-12-12»
YEAR = re.compile(r"^(?:19|20)[0-9]{2}(?:[-/](?:20)?[0-9]{2})?$")


def find_records(reading: Reading, labels: Labels) -> Iterator[Span]:
    """Yield the numbers behind the words for records."""
    for end, kind, word in labels.found:
        if kind == "mrn":
            yield from _before_its_word(reading, labels, end, word)
            asked = reading.low[max(0, end - 40) : end].endswith((f"номер {word}", f"№ {word}", f"номера {word}"))
            asked = asked or bool(ALL_IN_BRACKETS.fullmatch(reading.low, end - len(word) - 1, end + 12))
            yield from _record_number(end, reading.low[end : end + 96], word, asked=asked)
            yield from _grouped(reading, end, word, asked=asked)
            yield from _changed(reading, end)
            yield from _under(reading, end)
            yield from _merged(reading, end)


# Figures in groups, behind a whole word and a sign: «№ истории 30 119», «медкарту 20 44 18».
GROUPED = re.compile(
    r"(?:[ :]{1,2}(?P<sign>№|номер) ?|[ :]{1,2})(?P<value>[0-9]{2,3}(?: [0-9]{2,3}){1,2})(?![0-9]|[.,:/-][0-9]| (?:руб|р\.|шт|тыс|запис|карт|пациент|больн|человек|дн|раз|из))"
)


def _grouped(reading: Reading, end: int, word: str, *, asked: bool) -> Iterator[Span]:
    found = GROUPED.match(reading.low, end)
    if found and (asked or found["sign"] or word.startswith(("медкарт", "медицинск", "амбулатор"))):
        yield Span(*found.span("value"), Label.MRN, LIKELY)


ANY = r"(?:[а-яёa-z]-?)?[0-9]{3,9}(?:[/-][0-9]{1,4})?"
CHANGED = re.compile(
    rf"(?: [а-яё]{{4,14}})?[ :]{{1,2}}(?:с|со|не|был[аои]?) (?:№ ?)?(?P<a>{ANY})(?: на (?:№ ?)?|, а |,? стал[аои]? )(?:№ ?)?(?P<b>{ANY})(?![0-9а-яёa-z]|[.,:/-][0-9])"
)
LISTED = re.compile(
    rf"[ \t]{{0,3}}(?:(?:[-*•]|[0-9]{{1,2}}[.)])[ \t]{{0,3}}(?:№ ?)?(?P<item>{ANY})(?=[ \t;,.(-]|\r?\n|$)|(?:№ ?)?(?P<value>{ANY})(?=[ \t]{{0,3}}(?:[;,.(]|-|\r?\n|$)))[^\n]{{0,80}}(?:\n|$)"
)
HEADED = re.compile(r"[^\n0-9]{0,40}:[ \t]{0,3}\r?\n")
MOST_LISTED = 60


def _changed(reading: Reading, end: int) -> Iterator[Span]:
    """Yield both numbers of a change: «номер карты с 118204 на 118205», «карта не 118204, а 118205»."""
    found = CHANGED.match(reading.low, end)
    if found is None:
        return
    for group in ("a", "b"):
        if len(digits_of(found[group])) > ENOUGH_DIGITS and not YEAR.match(found[group]):
            yield Span(*found.span(group), Label.MRN, LIKELY)


def _under(reading: Reading, end: int) -> Iterator[Span]:
    """Yield the numbers that stand alone in the lines under «карты:»."""
    headed = HEADED.match(reading.low, end)
    if headed is None:
        return
    start = headed.end()
    for _ in range(MOST_LISTED):
        found = LISTED.match(reading.low, start)
        group = "item" if found and found["item"] else "value"
        if not found or len(digits_of(found[group])) <= ENOUGH_DIGITS:
            return
        start = found.end()
        if not YEAR.match(found[group]):
            yield Span(*found.span(group), Label.MRN, LIKELY)


MERGED = re.compile(
    rf"[^\n]{{0,120}}?(?<![а-яё])(?:скле|слить|слейте|объедин|присоедин)[а-яё]{{0,8}}(?: (?:е[её]|его|их|дубль))? (?:с|со|к) (?:№ ?)?(?P<value>{ANY})(?![0-9а-яёa-z]|[.,:/-][0-9]| ?(?:час|мин|дн|строк|запис|руб))"
)


def _merged(reading: Reading, end: int) -> Iterator[Span]:
    """Yield the number that a record is to be merged with: «карта 118204, Панин О. И., склеить с 118205»."""
    found = MERGED.match(reading.low, end)
    if found and len(digits_of(found["value"])) > ENOUGH_DIGITS and not YEAR.match(found["value"]):
        yield Span(*found.span("value"), Label.MRN, LIKELY)


# The word may stand behind its number: «5079/2026 (мед. карта)», «31233 — карта Панина».
SAID_AFTER = re.compile(
    r"(?<![0-9./,а-яa-z-])(?P<value>(?:(?<![а-яёa-z])[а-яa-z]{1,3}-)?(?:[0-9]{4,9}(?:[-/][0-9а-яa-z]{1,6}){0,2}|[0-9]{2,3}(?:[-/][0-9]{3,6}|/[0-9]{2,4})(?:[-/][0-9]{2,4}|-[а-я](?![а-яё]))?|[0-9]{3}-[а-я](?![а-яё])))(?: ?[-(] ?(?:это )?| это |, (?:это|обе|оба) )(?:номер |№ ?)?(?:[а-яё]{3,14}(?:ая|ой|ую) )?$"
)
RIGHT_BEFORE = re.compile(
    SAID_AFTER.pattern.replace("(?: ?[-(] ?(?:это )?| это |, (?:это|обе|оба) )", " ?(?:[-(] ?)?(?:это )?")
)  # «кто брал 118204 карту?»
# A number that no year and no plain count is may stand right before: «8061/Т карта», «2023-95199 карта».
SHAPED_BEFORE = re.compile(r"(?<![0-9./,-])(?P<value>[0-9]{3,9}/[0-9а-я]{1,4}|[0-9]{4}-[0-9]{4,6}) $")
OF_SOMETHING = re.compile(r"[а-яёa-z0-9)»\"] ?№ ?$")  # «вопрос № 118204 (карта)»: the sign is that word's
YEARS = re.compile(r"(?:19|20)[0-9]{2}[-/](?:19|20)[0-9]{2}$")
ENDED = re.compile(r" ?(?:[),.;?!\n]|$|пациент|больн|реб[её]н|стационарн|амбулаторн|беременн|диспансерн)")


def _before_its_word(reading: Reading, labels: Labels, end: int, word: str) -> Iterator[Span]:
    start = end - len(word)
    pattern = RIGHT_BEFORE if word in {"карту", "медкарту", "амбулаторку"} else SAID_AFTER
    if word.startswith(("карт", "медкарт")) and (
        shaped := SHAPED_BEFORE.search(reading.low, max(0, start - 20), start)
    ):
        pattern = RIGHT_BEFORE if YEARS.match(shaped["value"]) is None else pattern
    found = None if word.startswith("направлени") else pattern.search(reading.low, max(0, start - 30), start)
    if not found or YEAR.match(found["value"]) or DAY.match(found["value"]):
        return
    if OF_SOMETHING.search(reading.low, max(0, found.start("value") - 24), found.start("value")):
        return
    said = labels.nearest(found.start("value"))
    named = reading.text[end : end + 2].strip(" ")[:1].isupper() or "/" in found["value"] or found["value"][0].isalpha()
    if (named or ENDED.match(reading.low, end)) and not (said and said.kind in CLEARING):
        yield Span(*found.span("value"), Label.MRN, LIKELY)


def _record_number(end: int, rest: str, word: str, *, asked: bool) -> Iterator[Span]:
    found = MRN_VALUE.match(rest)
    if not found:
        return
    digits = digits_of(found["value"])
    loose = word.startswith(
        ("карт", "направлени", "случа", "эпизод", "госпит", "обращ", "лист", "талон", "тап")
    ) or word in {"эмк", "иб", "история", "истории", "историю"}
    lettered = any(char.isalpha() for char in found["value"]) or (word in {"иб", "и/б"} and len(digits) > ENOUGH_DIGITS)
    whole = lettered or word.startswith(("истори", "мед", "амб", "стац"))
    few = len(digits) < ENOUGH_DIGITS and not (found["sign"] and whole and len(digits) > 1)
    if few or (
        loose
        and not (found["sign"] or asked or lettered)
        and len(digits) < (4 if word.startswith(("истори", "карт")) else 5)
    ):
        return
    if loose and digits == found["value"] and PARTED.match(rest, found.end("value")):
        return  # «карта 2200 0000 0000 0000»
    if word.startswith("направлени"):
        return  # whose it is decides: `find_referrals`
    if COUNTED.match(rest, found.end("value")) and found["value"].isdigit():
        return
    if (YEAR.match(found["value"]) and not found["sign"]) or FORM.match(found["value"]) or DAY.match(found["value"]):
        return
    if len(digits) == len("89161234567") and digits.startswith(("79", "89")):
        return  # «телефон в карте 8-916-…»
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


HEADING_NUMBER = re.compile(r"^[ \t]{0,3}(?:№ ?)?(?P<value>[0-9]{5,9}(?:[-/][0-9]{1,4})?)[ \t:;|-]{1,4}", re.MULTILINE)
LISTED_NUMBER = re.compile(
    r"[ \t]{0,2}[-:;|\t][ \t]{0,2}(?:№ ?)?(?P<value>(?:[А-ЯA-Z]-)?[0-9]{5,9}(?:[-/][0-9]{1,4})?|[0-9]{3,4}[-/][0-9]{2,4})[ \t]{0,2}(?=[;,.]?\r?\n|[;,.]?$|[;|\t])"
)


def find_records_of_people(reading: Reading, labels: Labels, spans: list[Span]) -> Iterator[Span]:
    """Yield the number that stands behind the person whose record is spoken of: «карту пациента Панина О. И., номер 176512»."""
    for span in spans:
        before = BEFORE_A_PATIENT.search(reading.low, max(0, span.start - 40), span.start)
        if span.label == Label.PERSON and before and not labels.nearest(before.start("value")):
            yield Span(*before.span("value"), Label.MRN, LIKELY)
        numbered = (
            OF_A_PATIENT.search(reading.low, max(0, span.start - 24), span.start)
            if span.label == Label.PERSON
            else None
        )
        if numbered and (found := NUMBERED.match(reading.low, span.end)):
            yield Span(*found.span("value"), Label.MRN, LIKELY)
        aged = OF_THE_AGED.match(reading.low, span.end) if span.label == Label.PERSON else None
        if aged:
            yield Span(*aged.span("value" if aged["value"] else "bare"), Label.MRN, LIKELY)
    yield from _of_one_named(reading, labels, spans)
    every = sorted(end for end, kind, word in labels.found if kind == "mrn" and not word.startswith("направлени"))
    for span in spans if every else ():
        ends = every[bisect_left(every, span.start - FARTHEST) : bisect_right(every, span.start)]
        if ends and span.label == Label.PERSON and "\n" not in reading.low[ends[-1] : span.start]:
            yield from _changed(reading, span.end)
        found = OF_THE_PERSON.match(reading.low, span.end) if span.label in {Label.PERSON, Label.DOB} else None
        right = DASHED.match(reading.low, span.end) if span.label == Label.PERSON else None
        bare = BARE.match(reading.low, span.end) if span.label == Label.PERSON and ends else None
        if bare and not YEAR.match(bare["value"]) and "\n" not in reading.low[ends[-1] : span.start]:
            yield Span(*bare.span("value"), Label.MRN, LIKELY)
        if right and any(BETWEEN.fullmatch(reading.low, end, span.start) for end in ends):
            yield Span(*right.span("value"), Label.MRN, LIKELY)
        elif found and any(span.start - end <= NEAR and "\n" not in reading.low[end : span.start] for end in ends):
            yield Span(*found.span("value"), Label.MRN, LIKELY)


def _of_one_named(reading: Reading, labels: Labels, spans: list[Span]) -> Iterator[Span]:
    """Yield a number that stands alone right behind a whole name: «Панина Ольга Игоревна (608511)», «Панин О. И., 6639/2026»."""
    for span in spans:
        if span.label != Label.PERSON or not WHOLE.search(reading.text, span.start, span.end):
            continue
        found = ALONE_BEHIND.match(reading.low, span.end)
        said = labels.nearest(span.start) if found else None
        group = str(found.lastgroup) if found else ""
        if found and not YEAR.match(found[group]) and not (said and said.kind in CLEARING):
            yield Span(*found.span(group), Label.MRN, 0.7)


WHOLE = re.compile(r"[^\W\d_]{2}[ \t]+[^\W\d_]|\.")
ALONE_BEHIND = re.compile(
    r" ?(?:\((?:№ ?)?(?P<value>[0-9]{5,8}|(?:[а-яa-z]-)[0-9]{3,8}|[0-9]{3,8}[/-][0-9]{2,4})\)"
    r"|(?:,| -|:)? (?P<number>[0-9]{3,8}/(?:20)?[0-9]{2}|[а-яa-z]-[0-9]{4,8})(?=[ \t]*(?:[,;.!?]?(?:\r?\n|$)|[,;] )))"
)
# «проверьте 331216, пациент Панин»
BEFORE_A_PATIENT = re.compile(
    r"(?<![0-9№#./-])(?<![№#] )(?P<value>[0-9]{5,8})[ ,(-]{1,3}(?:пациент|больн)[а-яё]{0,4}:? $"
)
# An age leads on: «Панин О. И., 67 л., № 557050», as wards list their people, or «Панин О. И., 51 год, 31308/22».
OF_THE_AGED = re.compile(
    r"\.?\s?[,;]?\s{0,2}\(?[0-9]{1,3}\s?(?:л|лет|год(?:а|ов)?|г|мес)\.?\)?"
    r"(?:[,;]?\s{0,2}(?:№|#) ?(?P<value>(?:[а-яa-z]-?)?[0-9]{3,9}(?:[/-][0-9]{1,4})?)"
    r"|[,;]\s{1,2}(?P<bare>[0-9]{3,8}[/-][0-9]{2,4}|[0-9]{5,8})(?= ?(?:[;|\n<]|$)| {2}))(?![0-9а-яa-z]|[.,][0-9])"
)
# «больной Панин № 557050», «пациентка Панина О. И. (№ 557050)»
OF_A_PATIENT = re.compile(
    r"(?<![а-яё])(?:пациент|больн|рожениц|беременн|новорожденн|новорождённ|умерш|поступивш)[а-яё]{0,3}:? $"
)
NUMBERED = re.compile(
    r" ?[(,]? ?(?:№|#) ?(?P<value>(?:[а-яa-z]-?)?[0-9]{4,9}(?:[/-][0-9]{1,4})?)(?![0-9а-яa-z]|[.,:/-][0-9])"
)
NEAR, FARTHEST = 64, 80
# The word, whose it is, the number: «карта Панина О. И. — Б-58577».
BETWEEN = re.compile(r"[ :«\"(]{0,3}(?:(?:[а-яё]{4,16}|у|для|на|от) ){0,3}")
DASHED = re.compile(
    r"[)»\"]? ?[:=-]{1,2} ?(?:№ ?)?(?P<value>(?:[а-яa-z]-?)?[0-9]{3,8}(?:[/-][0-9]{1,4})?)(?![0-9а-яa-z]|[.,:][0-9])"
)
# «карта у Панина 118204, у Титова 118205»
BARE = re.compile(
    r"[)»\"]?(?: |, | ?\()(?:№ ?)?(?P<value>(?:[а-яa-z]-)?[0-9]{3,8}/[0-9]{1,4}|(?:[а-яa-z]-)[0-9]{3,8}|[0-9]{4,8}-[0-9]{2}|[0-9]{5,8})(?![0-9а-яa-z]|[.,:/-][0-9]| ?(?:руб|р\.|шт|раз|лет|запис|документ|%))"
)
OF_THE_PERSON = re.compile(
    r"[)»\"]?[ ,;:(—-]{1,4}(?:её |ее |его |за |под )?(?:номер\w{0,2}|ном\.|№|n)[ :№]{0,3}(?P<value>(?:[а-яa-z]-?)?[0-9]{3,8}(?:[/-][0-9]{1,4})?)(?![0-9а-яa-z]|[.,][0-9])"
)


def find_referrals(reading: Reading, labels: Labels, spans: list[Span]) -> Iterator[Span]:
    """Yield numbers of referrals: with their sign always (`domain.md` §6), without one beside somebody who is named."""
    people = sorted(span.start for span in spans if span.label in {Label.PERSON, Label.DOB, Label.SNILS, Label.OMS})
    for end, kind, word in labels.found:
        if kind != "mrn" or not word.startswith("направлени"):
            continue
        found = REFERRAL.match(reading.low, end)
        signed = found and (SIGNED.match(reading.low, end) or ASKED.search(reading.low, max(0, end - 40), end))
        if found and (signed or is_beside(people, end, BESIDE)):
            yield Span(*found.span("value"), Label.MRN)
    for found in TICKET_OF_A_VISIT.finditer(reading.low) if people else ():
        line = reading.low.rfind("\n", max(0, found.end() - CLOSE), found.start()) + 1
        nearest = bisect_left(people, max(line, found.end() - CLOSE))
        if nearest < len(people) and people[nearest] <= found.end() + CLOSE:
            yield Span(*found.span("value"), Label.MRN, LIKELY)


# Words that mean much else as well: a visit's paper or a place in a queue, an entry of a patient or of a log. Only beside somebody.
TICKET_OF_A_VISIT = re.compile(
    r"(?:(?<![а-яё])(?:талон[а-яё]{0,3}(?: пациента)?|браслет[а-яё]{0,2}|случа[йяеюи](?: лечения| обслуживания| заболевания)?|посещени[еяюи]|госпитализаци[яиюе]|эпизод[ау]?|визит[ау]?)|(?<![a-z])record) ?(?:№|номер|no\.?|#|:)? ?"
    r"(?P<value>(?!(?:19|20)[0-9]{2}(?![0-9/-]))(?:[0-9]{4,12}(?:/[0-9]{2,4}|/[а-я]|-[0-9]{2,6})?))(?![0-9а-яё]|[.,:/-][0-9]| ?(?:руб|р\.|шт|раз|дн|час|мин|пациентов|человек))"
)
CLOSE = 32
SIGNED = re.compile(r"(?: пациента)?[ :]{0,2}(?:№|номер) ?[0-9]{4}")
ASKED = re.compile(r"(?:№|номер\w{0,2}) направлени[а-яё]{1,2}$")


REFERRAL = re.compile(
    r"(?:[^0-9№\n.;]{0,40}(?:№|номер) ?|[ :]{1,3}(?=(?:[0-9]{2,3}-)?[0-9]{4,12}(?:/[а-я]|[-/][0-9]{2,6})?(?![0-9а-яё]|[.,:/-][0-9]))(?!(?:19|20)[0-9]{2}(?![0-9/-])))"
    r"(?P<value>[0-9][0-9/-]{2,15}[0-9](?:[/-][а-яa-z](?![а-яёa-z]))?|[0-9]{3,8}/[а-я])(?![0-9а-яё])"
)
