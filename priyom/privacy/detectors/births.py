"""Finds dates of birth: dates that a word beside them calls so. Other dates are what a ticket lives on, and stay."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from priyom.base.years import this_year
from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.bridge import BRIDGE
from priyom.privacy.detectors.labels import Labels
from priyom.privacy.detectors.reading import Reading

MONTHS = r"(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-яё]{0,7}"
ENGLISH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
DATE = re.compile(
    r"(?<![0-9])(?<![0-9][.,/-])(?:"
    r"[0-3]?[0-9](?: ?(?P<by>[./\-,]) ?[01]?[0-9] ?(?P=by) ?|[./\-,][01]?[0-9][./\-,])(?:(?:18|19|20)[0-9]{2}|[0-9]{2})(?![0-9])"
    r"|[0-3][0-9] [01][0-9] (?:19|20)[0-9]{2}(?![0-9])"
    r"|(?:18|19|20)[0-9]{2}[./\-][01][0-9][./\-][0-3][0-9](?![0-9])"
    r"|[0-3]?[0-9] ?[.\-/ ] ?(?:viii|vii|iii|xii|vi|iv|ix|xi|ii|i|v|x) ?[.\-/ ] ?(?:(?:18|19|20)[0-9]{2}|[0-9]{2})(?![0-9])"
    r"|[0-3]?[0-9]-" + MONTHS + r"-(?:(?:18|19|20)[0-9]{2}|[0-9]{2})(?![0-9])"
    r"|[0-3]?[0-9](?:st|nd|rd|th)? " + ENGLISH + r",? (?:18|19|20)[0-9]{2}(?![0-9])"
    r"|(?<![a-z])" + ENGLISH + r" [0-3]?[0-9](?:st|nd|rd|th)?,? (?:18|19|20)[0-9]{2}(?![0-9])"
    r"|[«\"]?[0-3]?[0-9][»\"]?(?:-го)? " + MONTHS + r"\.?,? (?:18|19|20)[0-9]{2}(?![0-9])"
    r")"
)
SHORT_IN_WORDS = re.compile(r"(?<![0-9.,/-])[0-3]?[0-9](?:-?го)? " + MONTHS + r"\.? [0-9]{2}(?:-?го)?(?![0-9])")
YEAR = re.compile(
    r"(?<![0-9.,\-/])(?:(?:[01]?[0-9][./]|(?<![а-яё])"
    + MONTHS
    + r" )?(?:18|19|20)[0-9]{2}(?![0-9])|[0-9]{2}(?=-?(?:го|й)? ?г[./] ?р(?![а-яё])))"
)
SOLID = re.compile(r"(?<![0-9])(?:(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]|[0-3][0-9][01][0-9](?:19|20)[0-9]{2})(?![0-9])")
BORN_AFTER = re.compile(
    r"^\s{0,2}[,(-]?\s{0,2}(?:это )?(?:г\.?|год\w?)?\s{0,2}[,(-]?\s{0,2}(?:г[./]? ?р(?![а-яё])|р(?:\.|ожд)|д[./]? ?р(?![а-яё])|рожд|родил|род\.|дат[аы] рожд[а-яё]{0,4}\.?(?![а-яё]|[ :=]{0,3}[0-9]))"
)
BORN_AFTER_YEAR = re.compile(
    r"^\s{0,2}-?(?:(?:й|го|м|ый)? ?(?:год\w?|г\.?) ?рожд|(?:\s?г(?:\.|ода?)?)?\s?[(-]\s?(?:это )?(?:год |дата |д\. ?|г\. ?)?(?:р\.|рожд|родил)|г[./]? ?р(?![а-яё])|г(?:\.|ода?)?\s{0,2}рожд|года рождения|рожд)"
)
NEVER_BIRTH = re.compile(
    r"(?:при[её]м|обращени|выдач|выдан|посещени|визит|создан|изменен|поступ\w{0,4}|выпис|госпит|операци|осмотр|смерти)\w{0,4}[\s:=.-]{0,3}$"
)
INSTEAD = re.compile(
    r"[ ,\])>\"»]{0,3}(?:г\.?)?[ ,(]{0,3}(?:вместо|на|,? ?а(?: не)?|,? стал[аои]?|и|или|не совпадает с|не соответствует|отличается от|не равна?|<>|≠|(?:и |а )?(?:в|по|из) [а-яё]{3,10}|должн[оа] быть|правильн\w{1,3}:?|верн\w{1,3}:?|нов\w{1,3}:?|реб[её]нка|мамы|матери|отца|сына|дочери|мужа|жены|надо|нужно|->|=>|→) {1,2}[\[(<\"«]?(?=[0-9])"
)
YEAR_WORD = re.compile(r" ?(?:года?|г\.)(?! ?р(?:ожд|[ ./]|$))(?![а-яё])")
IN_THE_YEAR = re.compile(r" году(?![а-яё])")
COHORT = re.compile(
    r"(?:(?<![а-яё])(?:дет(?:и|ей)|всех|все|лица?|граждан|пациентов|пациенты|мужчин|женщин|население|взрослы[ехй]|подростк\w{1,2}|призывник\w{1,2}) |(?:19|20)[0-9]{2} ?(?:-|по|до|,|и) ?| (?:по|до|с|старше|младше|моложе) )$"
)  # «с 2003 по 2008 г. р.»: nobody in particular
OF_MANY = re.compile(
    r"\s?(?:г\. ?р\.?|года рождения) и (?:старше|младше|моложе)|\s?-?(?:х )?(?:годы|годов|гг\.?|г\.г\.?)(?![а-яё])|\s?-\s?(?:19|20)[0-9]{2}"
)
OTHER_YEAR = re.compile(
    r"(?: ?г\.?(?:од)?)?,? (?:вместо|а не|а правильно|а надо|правильно|надо|должен быть|должно быть|исправ\w{1,4} на|(?:а |но )?(?:в|во|по|на|у) [а-яё]{3,14}(?: (?:стоит|указан|записан))?) (?P<value>(?:19|20)[0-9]{2})(?![0-9]|\.[0-9])"
)
SHOWN = re.compile(r"пример|образец|образц|формат|шаблон")
SHORT_BORN = re.compile(r"г\.|\s{0,2}-?(?:г\.? ?р(?![а-яё])\.?|г(?:\.|ода?)?(?= ?рожд))")
DAY_AND_MONTH = re.compile(
    r"(?<![0-9./-])(?:[0-3]?[0-9][./][01][0-9](?![0-9]|[./-][0-9])|[0-3]?[0-9] " + MONTHS + r"(?![а-яё]| [0-9]{2}))"
)
LONG_BORN = re.compile(r"\s{0,2}-?(?:г\.? ?р(?![а-яё])\.?|года рождения)")
NEAR, FAR = 30, 64
OLDEST_SHORT_YEAR = 30  # «1.6.88» right after a name; «12.03.26» is a visit
NEWEST_YEAR_IN_BRACKETS = 2100
YEARS_OF_VISITS = 4  # a date of the last years right after a name is rather the day of a visit


def find_births(reading: Reading, labels: Labels) -> Iterator[Span]:
    """Yield dates and years that are said to be a birth."""
    low = reading.low
    if not reading.has_figures:
        return
    corrected = -1
    for found in DATE.finditer(low):
        if found.group() == "01.01.1900" or (
            found.group().startswith("01.01") and SHOWN.search(reading.before(found.start(), 40))
        ):
            continue
        if (
            found.start() <= corrected
            or BORN_AFTER.match(low[found.end() : found.end() + 28])
            or _is_called_birth(reading, labels, found)
        ):
            corrected = _corrected(low, found.end())
            yield Span(found.start(), _with_born(low, _with_year_word(low, found.end()), SHORT_BORN), Label.DOB)
    for found in SOLID.finditer(low):
        if BORN_AFTER.match(low[found.end() : found.end() + 28]) or _is_called_birth(reading, labels, found):
            yield Span(*found.span(), Label.DOB)
    for found in SHORT_IN_WORDS.finditer(low):
        if BORN_AFTER.match(low[found.end() : found.end() + 28]):
            yield Span(found.start(), _with_born(low, found.end(), SHORT_BORN), Label.DOB)
    yield from _years(low, labels)


def _years(low: str, labels: Labels) -> Iterator[Span]:
    dated = {place for found in DATE.finditer(low) for place in range(found.start(), found.end())}
    for found in YEAR.finditer(low):
        if found.start() in dated:
            continue
        said = labels.nearest(found.start(), far=FAR, besides=PAPERS)
        led = said and (len(said.between) <= SHORT_WAY or WAY.fullmatch(said.between))
        called = led and said and said.kind == "dob" and not COUNTED.search(said.between)
        if found.group() == "1900":  # what programs put where nobody knows
            continue
        after = BORN_AFTER_YEAR.match(low[found.end() : found.end() + 16])
        if COHORT.search(low[max(0, found.start() - 16) : found.start()]) or OF_MANY.match(low, found.end()):
            continue
        if after or (called and not low[found.end() : found.end() + 1].isalnum()):
            end = _with_born(low, found.end(), LONG_BORN)
            told = IN_THE_YEAR.match(low, end) if end == found.end() else None
            yield Span(found.start(), told.end() if told else end, Label.DOB)
            if other := OTHER_YEAR.match(low, found.end()):
                yield Span(*other.span("value"), Label.DOB, 0.9)


SHORT_WAY = 14
COUNTED = re.compile(r"[0-9]|(?<![а-яё])(?:от|до|с)(?![а-яё])")
WAY = re.compile(BRIDGE + "(?: ?в )?")


def find_short_births(reading: Reading, labels: Labels) -> Iterator[Span]:
    """Yield births in shapes that mean something else anywhere but right behind their word: «ДР 120958», «год рождения 56»."""
    for end, kind, _word in labels.found:
        if kind != "dob":
            continue
        for pattern in SHORT:
            if found := pattern.match(reading.low, end):
                yield Span(*found.span("value"), Label.DOB, 0.9)


TOLD = rf"[\s.]{{0,2}}{BRIDGE}"
SHORT = (
    re.compile(
        TOLD
        + r"(?=[0-9.,/-]{1,6}\s)(?P<value>[0-3]?[0-9][ ]?[.,/-]\s{0,3}[01]?[0-9][ ]?[.,/-]\s{0,3}(?:19|20)[0-9]{2})(?![0-9])"
    ),
    re.compile(TOLD + r"(?P<value>[0-9]{2}[./-](?:0[1-9]|1[0-2])[./-][0-3][0-9])(?![0-9]|[.,:/-][0-9])"),
    re.compile(TOLD + r"(?P<value>(?:0[1-9]|[12][0-9]|3[01])[ ]?(?:0[1-9]|1[0-2])[ ]?[0-9]{2})(?![0-9]|[.,:/-][0-9])"),
    re.compile(
        TOLD
        + r"(?P<value>[0-3]?[0-9](?:-?го)? "
        + MONTHS
        + r"\.? [0-9]{2}(?:-?(?:го|й|м))?(?: года?| г\.)?)(?![0-9а-яё]|[:.,-][0-9]| ?(?:час|мин|лет))"
    ),
    re.compile(
        r"(?:(?<=год рождения)|(?<=года рождения)|(?<=г\.р\.))[ :=-]{1,4}(?P<value>[0-9]{2}(?:-?(?:й|го))?)(?![0-9а-яё]|[.,:/-][0-9]|,? ?(?:лет|мес))"
    ),
    re.compile(r" в (?P<value>[0-9]{2}-?м)(?: году)?(?![0-9а-яё])"),
)


def find_birthdays(reading: Reading, labels: Labels) -> Iterator[Span]:
    """Yield a day and a month without a year right behind «д. р.»."""
    for found in DAY_AND_MONTH.finditer(reading.low) if "dob" in labels.kinds else ():
        said = labels.nearest(found.start(), far=NEAR)
        if said and said.kind == "dob" and not said.between.strip(" :.-="):
            yield Span(*found.span(), Label.DOB, 0.9)


def _corrected(low: str, end: int) -> int:
    """Return how far a second date may begin that corrects this one: «22.02.1984 вместо 22.02.1948»."""
    found = INSTEAD.match(low, end)
    return found.end() if found else -1


def _with_year_word(low: str, end: int) -> int:
    """Take «года» after a date in words along."""
    found = YEAR_WORD.match(low, end) if low[end - 5 : end - 4] == " " else None
    return found.end() if found else end


def _with_born(low: str, end: int, born: re.Pattern[str]) -> int:
    """Take «г. р.» along: it belongs to the date."""
    found = born.match(low, end)
    return found.end() if found else end


OLD = re.compile(r"(?:18|19|20)[0-9]{2}|(?<=[./-])[0-9]{2}$")
NO_EVENT = 1985  # what happened to patients before, nobody reports
OF_A_PATIENT = re.compile(r"пациент|больн(?!иц)|возраст|реб[её]н|полис|снилс|рожд|мужчин|женщин")
OLDEST_YEAR, YOUNGEST_YEAR = 1915, 2008  # between them a date is hardly ever that of an event which somebody reports
NOBODYS_DATES = ("01.01.1970", "1970-01-01", "01.01.1900", "1900-01-01", "01.01.2000", "01.01.2001", "1999-12-31")
OF_AN_EVENT = re.compile(
    r"(?:(?<![а-яё])(?:от|с|со|до|по|после|на|за|к|приказ\w{0,3}|закон\w{0,3}|привив\w{0,4}|вакцин\w{0,5}|верси\w{1,2}|сборк\w{1,2}|диплом\w{0,3}|стаж\w{0,3}|"
    r"основан\w{0,2}|принят\w{0,2}|издан\w{0,2}|архив\w{0,2}|снимок|инфаркт|перелом|травм\w|действует|регистрац\w{1,3}|выдач\w|выдан\w{0,2}|при[её]м\w{0,2}|"
    r"операци\w|осмотр\w{0,2}|выписк\w|поступлени\w|смерт\w|умер\w{0,2}|созда\w{1,6}|по умолчанию)|№)[ :=«\"(]{0,3}$|(?:выдан|привит|оперирован|принят|издан)[^;\n]{0,60}$"
)
PERSONAL = frozenset({Label.PERSON, Label.DOB, Label.SNILS, Label.OMS, Label.PASSPORT, Label.MRN})
BESIDE = 120


CHILD = re.compile(
    r"(?<![а-яё])(?:(?:реб[её]н(?:ок|ка|ку|ком)|мальчик\w?|девочк\w|младен\w{2,4}|новорожд\w{3,6}|внук\w?|внучк\w),(?: [мжМЖ],)? |(?:новорожд\w{3,6}|реб[её]н(?:ок|ка|ку)|мальчик\w?|девочк\w|младен\w{2,4}|двойн\w) (?:от|за) |(?:реб[её]н(?:ок|ка|ку|ком)|мальчик\w?|девочк\w|младен\w{2,4}|новорожд\w{3,6}|сын\w?|доч(?:ь|ери)|внук\w?|внучк\w|пациент(?:ка|ки|у|а|ке|ом|кой)?)(?:,? [0-9]{1,2} (?:года?|лет|мес[а-яё]{0,5}\.?))?[ ,]{1,2}\()(?:д\. ?р\. ?)?(?P<date>[0-3]?[0-9]\.[01]?[0-9]\.(?:19|20)?[0-9]{2}|(?<=\()[01]?[0-9]\.20[0-9]{2})(?=[);,])"
)


def find_births_in_brackets(reading: Reading) -> Iterator[Span]:
    """Yield the date in brackets behind somebody without a name: «ребёнок (19.02.2022)»."""
    for found in CHILD.finditer(reading.low):
        yield Span(*found.span("date"), Label.DOB, 0.8)


def is_beside(places: list[int], place: int, far: int) -> bool:
    """Say whether one of the places, which are in order, is no farther from this one."""
    number = bisect_left(places, place - far)
    return number < len(places) and places[number] <= place + far


def find_old_dates(reading: Reading, spans: list[Span]) -> Iterator[Span]:
    """Yield dates too old for anything but a birth, where a person stands beside: «25.02.81, полис …»."""
    if not reading.has_figures:
        return
    places = sorted(span.start for span in spans if span.label in PERSONAL)
    for found in DATE.finditer(reading.low):
        year = OLD.search(found.group())
        before = reading.before(found.start(), 72)
        shown = found.group().startswith("01.01") and SHOWN.search(before)
        if not year or shown or found.group() in NOBODYS_DATES or not _is_day(found.group()):
            continue
        number = int(year.group())
        number += 1900 if number < 100 else 0
        spoken_of = number <= NO_EVENT and OF_A_PATIENT.search(before)
        near = spoken_of or is_beside(places, found.start(), BESIDE)
        of_a_row = OWN_CELL.search(before) and BEFORE_ITS_NUMBER.match(reading.low, found.end())
        likely = OLDEST_YEAR <= number <= YOUNGEST_YEAR or (of_a_row and number >= OLDEST_YEAR)
        if near and likely and (of_a_row or not OF_AN_EVENT.search(before)):
            yield Span(found.start(), _with_born(reading.low, found.end(), SHORT_BORN), Label.DOB, 0.8)
    yield from _of_six(reading, places)
    for found in IN_CODE.finditer(reading.low) if places else ():
        if OLDEST_YEAR <= int(found["year"]) < this_year() - YEARS_OF_VISITS and is_beside(places, found.start(), NEAR):
            yield Span(*found.span("date"), Label.DOB, 0.8)
    yield from _set_right(reading, spans)


IN_CODE = re.compile(r"date(?:time)?\((?P<date>(?P<year>(?:19|20)[0-9]{2}), ?[01]?[0-9], ?[0-3]?[0-9])\)")


def _of_six(reading: Reading, places: list[int]) -> Iterator[Span]:
    """Yield six figures behind «дата» beside a person: «снилс … дата 160568»."""
    for found in DATE_OF_SIX.finditer(reading.low) if places else ():
        day, month, year = (int(found["date"][place : place + 2]) for place in (0, 2, 4))
        old = this_year() % 100 < year
        if old and 0 < day <= 31 and 0 < month <= 12 and is_beside(places, found.start(), NEAR):
            yield Span(*found.span("date"), Label.DOB, 0.8)


DATE_OF_SIX = re.compile(r"(?<![а-яё])дата[ :]{1,2}(?P<date>[0-3][0-9][01][0-9]{3})(?![0-9]|[.,:/-][0-9])")
# A day in a cell of its own right before its bearer's number: «…, участковый педиатр, 28.07.2020, СНИЛС …».
OWN_CELL = re.compile(r"[,;|] ?$")
BEFORE_ITS_NUMBER = re.compile(r"[,;|] ?(?:снилс|полис|енп|паспорт)(?![а-яё])[ :№]{1,3}[0-9]")
# What a register or a paper says instead: «Родился 25 мая 2021, зовут …, а в системе 14 октября 2024».
ELSEWHERE = re.compile(
    r"(?:[,;(\])-] ?| )(?:а|но|хотя|зато) (?:в|во|по|у|на) (?:нас|вас|них|[а-яё]{0,6}систем\w|баз\w|карт\w|мед\. ?карт\w|медкарт\w|паспорт\w|полис\w|документ\w{1,3}|програм\w{1,2}|свидетельств\w|р?мис|егисз|т?фомс|енп|снилс|регистр\w|рэмд|гип|справк\w|выписк\w|фсс|сфр|епгу|госуслугах)(?: [а-яё]{4,12})?:? (?:- )?(?:(?:стоит|указан\w?|значится|записан\w?|числится|введен\w?) )?[\[(<]?(?=[0-9«\"])"
)


def _set_right(reading: Reading, spans: list[Span]) -> Iterator[Span]:
    """Yield the second date of a birth that is given twice."""
    births = sorted(span.end for span in spans if span.label == Label.DOB)
    for found in ELSEWHERE.finditer(reading.low) if births else ():
        number = bisect_right(births, found.start())
        earlier = births[number - 1] if number else -1 - ABOUT
        near = found.start() - earlier <= ABOUT and "\n" not in reading.low[earlier : found.start()]
        date = DATE.match(reading.low, found.end()) if near and not OF_AN_EVENT.search(found.group()) else None
        if date:
            yield Span(date.start(), _with_year_word(reading.low, date.end()), Label.DOB, 0.8)


def _is_day(date: str) -> bool:
    """Say whether day and month can be: «3.18.81» is a version. With a two-figure year the year must be an old one."""
    numbers = [int(part) for part in re.findall("[0-9]+", date)]
    if len(numbers) != len(("day", "month", "year")):
        return len(numbers) > 1
    day, month, year = numbers if numbers[0] < 100 else numbers[::-1]
    return 0 < day <= 31 and 0 < month <= 12 and (year >= OLDEST_SHORT_YEAR)


def find_births_after_names(reading: Reading, spans: list[Span]) -> Iterator[Span]:
    """Yield dates and years that follow somebody's name: «Иванова М. П., 12.05.1980», «Ерохин 1949», «… | ж | 05.05.2005»."""
    ends = {span.start: span.end for span in spans}
    certificates = sorted(span.end for span in spans if span.label == Label.BIRTH_CERT)  # a child's, mostly
    now = this_year()
    for name in spans:
        if name.label == Label.PERSON:
            whole = " " in reading.text[name.start : name.end]
            certified = is_beside(certificates, name.start - NEAR // 2, NEAR // 2) or CERTIFIED.match(
                reading.low, name.end
            )
            newest = now - YEARS_OF_VISITS
            if certified or _is_a_child(reading, name):
                newest = NEWEST_OF_A_CHILD
            elif OF_CHILDREN.search(_line_of(reading.low, name)):
                newest = now
            yield from _behind(reading, name.end, ends, whole=whole, newest=newest)


# What is given and asked for children only; the day right behind a name there is a birth, but for this year's visits.
OF_CHILDREN = re.compile(
    r"(?<![а-яё])(?:вакцин|привив|двойняш|близнец|тройняш|двойн[яи](?![а-яё])|бцж|акдс|манту|диаскин|педиатру|патронаж|неонат|новорожд|роддом|грудн|молочн\w{2} кухн|детск\w{2} (?:сад|поликлин|карт)|законн\w{2,3} представител|садик|ясл[ия])"
)
CERTIFIED = re.compile(r"[ ,(]{1,3}[0-9][0-9.]{5,9}[), ]{1,3}(?:свид[а-яё]{0,12}|с-во|св-во)\.? о рожд")


def _line_of(low: str, name: Span) -> str:
    """Return what stands around the name in its line, a hundred characters to either side at most."""
    before = low[max(0, name.start - ABOUT) : name.start].rpartition("\n")[2]
    return before + low[name.start : name.end + ABOUT].partition("\n")[0]


ABOUT = 100


def _is_a_child(reading: Reading, name: Span) -> bool:
    """Say whether a word for children stands before the name or in brackets behind it."""
    said = OF_A_CHILD.search(reading.before(name.start, 24)) or re.match(
        r" \((?:реб|новор|сын|доч)", reading.after(name.end, 8)
    )
    return bool(said)


def _behind(reading: Reading, end: int, ends: dict[int, int], *, whole: bool, newest: int) -> Iterator[Span]:
    """Walk over sex and other numbers of the same person to the first date."""
    low = reading.low
    for _ in range(MOST_CELLS):
        place = end + len(found.group()) if (found := CELL_END.match(low, end)) else end
        if place in ends and ends[place] > place:
            end, whole = ends[place], True  # a name in several cells
        elif sex := SEX.match(low, place):
            end = sex.end()
        else:
            yield from _born_here(low, end, place, whole=whole, newest=newest)
            return


def _born_here(low: str, end: int, place: int, *, whole: bool, newest: int) -> Iterator[Span]:
    date = DATE.match(low, place) or SOLID.match(low, place)
    if date:
        year = re.search("(?:18|19|20)[0-9]{2}|(?<=[./-])[0-9]{2}$", date.group())
        newest = NEWEST_YEAR_IN_BRACKETS if "(" in low[end:place] else newest
        if year and _may_be_of_birth(int(year.group()), newest, whole=whole):
            yield Span(date.start(), _with_year_word(low, date.end()), Label.DOB, 0.9)
        elif whole and (BEFORE_A_POLICY.match(low, date.end()) or BEFORE_ONES_OWN.match(low, date.end())):
            yield Span(*date.span(), Label.DOB, 0.8)
    elif (year := (OF_A_WHOLE_NAME if whole else YEAR_ALONE).match(low, place)) and "\n" not in low[end:place]:
        yield Span(*year.span(), Label.DOB, 0.8)


OF_A_CHILD = re.compile(
    r"(?<![а-яё])(?:реб[её]н|подопечн|школьни|дошколь|воспитан|учени[кц]|подрост|внук|внуч|мальчик|девочк|младен|новорожд|близнец|двойн|сын|доч)[а-яё]{0,6}[ :,—-]{1,3}$"
)
NEWEST_OF_A_CHILD = 2101
YEARS_OF_SHORT_VISITS = 5  # «…, 28.10.21» right behind a whole name; a later one is a visit


def _may_be_of_birth(year: int, newest: int, *, whole: bool) -> bool:
    if newest == NEWEST_OF_A_CHILD and year <= this_year() % 100:
        return True
    return OLDEST_SHORT_YEAR <= year < newest or (whole and year <= (this_year() - YEARS_OF_SHORT_VISITS) % 100)


# In a row of somebody's cells the number of a policy or of the pension fund stands behind the birth, however late its year is.
BEFORE_A_POLICY = re.compile(
    r"[\"']?[ \t]{0,2}[,;|\t][ \t]{0,2}[\"']?(?:[0-9]{4}[ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{4}[ -]?[0-9]{4}|[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{2})(?![0-9])"
)
# The same where a word says what the next cell holds: «…, 17.02.2022, муж., СНИЛС …», «…, 15.05.2024, проживает с бабушкой».
BEFORE_ONES_OWN = re.compile(
    r"[,;|] ?(?:(?:снилс|полис|енп|паспорт)(?: омс)?[ :№]{1,3}[0-9]|св(?:-во|ид[а-яё]{0,10})\.? о рожд|(?:муж|жен)(?:\.|ской|ский|чина|щина)(?![а-яё])|пол[ :]|[мж](?=[,;|])|адрес(?::| (?:г\.|[а-яё-]{3,20},|[а-яё-]{3,20} обл))|тел(?:ефон)?\.?:? [0-9+]|группа крови|(?:рост|вес) [0-9]|прожива|прописан|зарегистрирован|реб[её]нок|школ|детск\w{2} сад|инвалид|сирот|опек)"
)
PAPERS = frozenset({"passport", "oms", "snils", "mrn"})
MOST_CELLS = 5
CELL_END = re.compile(
    r"(?:</[a-z][a-z0-9]{0,9}>){0,3}(?: \([а-яё ]{3,20}\))?(?:[ \t]?[,;:|(\"'_/\])>-]){0,3}[ \t]{0,2}\n?[|(\[\"']?[ \t]{0,2}"
)
SEX = re.compile(
    r"(?:(?:инн|снилс|полис|енп|пол|омс|ж\.|м\.)(?=[ :])|муж(?:ской|чина|\.)?|жен(?:ский|щина|\.)?|[мжmf])\.?(?![а-яёa-z])"
)
YEAR_ALONE = re.compile(r"19[2-9][0-9](?![0-9]|[.,:/-][0-9])(?: ?г(?:\.|од\w?)?)?(?![а-яё])")
# Behind a surname and a first name a year of this century is a birth as well, where nothing else comes: «Рябова Алина 2005».
OF_A_WHOLE_NAME = re.compile(
    YEAR_ALONE.pattern + r"|20(?:0[0-9]|1[0-9])(?=[ \t]*(?:[\r\n,;:)|\t]|года?(?![а-яё])|$))", re.MULTILINE
)


def _is_called_birth(reading: Reading, labels: Labels, found: re.Match[str]) -> bool:
    said = labels.nearest(found.start(), far=FAR)
    if said and said.kind in PAPERS:  # «дата рожд. в паспорте 03.10.53»
        earlier = labels.nearest(found.start(), far=FAR, besides=PAPERS)
        said = earlier if earlier and not re.search("[0-9]", earlier.between) else said
    if (
        said is None
        or said.kind != "dob"
        or re.search("[0-9]{4}" if len(said.between) < NEAR else "[0-9]", said.between)
    ):
        return False
    return not NEVER_BIRTH.search(reading.before(found.start(), 24))
