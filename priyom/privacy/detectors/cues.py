"""Finds names by what stands around them, though no list has them: in a letter's head, where somebody is greeted, beside other names.

These are asked last, about words that nothing else has taken.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from difflib import SequenceMatcher

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.honour import is_never, is_nobody
from priyom.privacy.detectors.reading import Reading
from priyom.privacy.detectors.units import CAPS, OTHER, SMALL, TITLE, Unit, is_person_word
from priyom.privacy.detectors.usualness import EVERYDAY, RARE, USUAL
from priyom.privacy.detectors.vocabulary import lists

NAME = r"[А-ЯЁA-Z][А-Яа-яЁёA-Za-z'`-]{1,30}"
NAMES = rf"(?P<name>{NAME}(?:[ ,]{{1,2}}(?:{NAME}|[А-ЯЁA-Z]\.)){{0,3}})"
MAIL = r"[^<>\s@]{1,64}@[^<>\s]{3,80}"
CUES = (  # each with what a text must hold for it
    ("@", re.compile(rf"{NAMES}\"? {{0,2}}(?:<(?:mailto:)?{MAIL}>|\[mailto:|\({MAIL}\))")),
    (":", re.compile(
        rf"^[> \t]{{0,6}}(?:От кого|От|Кому|Копия|From|To|Cc|Отправитель|Получатель|Sender):[ \t]{{1,3}}\"?{NAMES}\"?[ \t]*(?=[;<\r\n]|$)",
        re.MULTILINE,
    )),
    ("", re.compile(rf"(?<![А-Яа-яЁё])(?:[Мм]еня зовут|[Мм]о[её] имя|[Мм]оя фамилия|[Зз]овут) {NAMES}")),
    ("", re.compile(rf"(?<![А-Яа-яЁё])С (?:уважением|ув\.|наилучшими пожеланиями),?\s{{1,3}}{NAMES}(?=\s*(?:$|\n|[,.(]|тел))")),
    (",", re.compile(
        rf"(?:^|(?<=[.!?\n>] )|(?<=\n)){NAMES}, (?=(?:добр|здравств|привет|подскаж|посмотр|спасибо|проверьте|проверь|пожалуйста|вы |ты |помогите|скажите))",
        re.MULTILINE,
    )),
    ("", re.compile(
        rf"(?:(?<![А-Яа-яЁё])(?:[Зз]дравствуйте|[Дд]обр(?:ый день|ое утро|ый вечер|ого дня)|[Пп]ривет|[Сс]пасибо(?: вам)?|[Бб]лагодарю),? ){NAMES}(?=\s*[!,.]|\s*$)",
        re.MULTILINE,
    )),
    ("", re.compile(
        rf"(?<![А-Яа-яЁё])(?:[Вв](?:ход|ыход|ош[её]л|ошла|ышел|ышла)|[Сс]еанс|[Ll]og(?:in|out)|[Ss]ession)[:=]? {NAMES}(?=[ ,;|(-]{{1,3}}(?:роль|role|АРМ|арм|IP|ip|с адреса|с компьютера|в систему|должность|успешн|выполнен|заверш|host))"
    )),
    ("@", re.compile(r"(?<![\w.@])@(?P<name>[А-ЯЁ][а-яё]{1,24}(?: [А-ЯЁ][а-яё]{1,24})?)(?![\w.])")),
)  # fmt: skip
LIKELY, SURE = 0.85, 0.95
PAPERS = re.compile(
    r"(?:протокол|справк|направлени|рецепт|больничн|эпикриз|свидетельств|элн|карт[аыу]|полис|выписк|заключени|анализ|результат|согласи|сэмд|документ|случа[йия]|тап|талон)"
)
SHORTEST_LATIN_NAME = 2
MOST_BESIDE = 3
PATIENTS = frozenset(
    "пациент пациента пациенту пациентом пациентка пациентки пациентку пациентке больной больная больного больную patient mr mrs ms dr".split()
)
LATIN = re.compile(r"[A-Z][a-z]{1,20}$")
PARTICLES = frozenset("дос дас да де эль аль бен ибн ван тер фон сан ди дель ла ле".split())
SYSTEMS = frozenset(
    "google chrome windows internet explorer active directory microsoft office word excel outlook mozilla firefox opera edge id name data portal service server api web".split()
)
FILES = frozenset("pdf png jpg jpeg doc docx xls xlsx rtf odt zip rar dcm tif tiff bmp txt csv mp avi".split())


def find_cued_names(reading: Reading, units: list[Unit], taken: set[int]) -> Iterator[tuple[int, int, Span]]:
    """Yield (first unit, unit behind the last, span) of names that only their surroundings give away."""
    for needed, pattern in CUES:
        for found in pattern.finditer(reading.text) if needed in reading.text else ():
            yield from _written(units, found.start("name"), found.end("name"))
    for place in range(1, len(units)):
        if place not in taken and _is_behind_somebody(units, place):
            following = place + 1 < len(units) and _is_strange(units[place + 1]) and units[place + 1].follows
            yield place, place + 1 + following, _span(units, place, place + 1 + following)
    for place in range(1, len(units)):
        unit = units[place]
        numbered = NUMBERED.match(reading.text, unit.end)  # a street rather than a surname
        if not numbered and (
            _is_in_a_paper(units, place)
            or _is_behind_a_number(unit, units[place - 1].low)
            or _is_in_charge(units, place)
            or _has_done_it(units, place)
        ):
            yield place, place + 1, Span(unit.start, unit.end, Label.PERSON, SURE, unit.facts.lemma or unit.low)
    yield from _placed(reading, units)
    for place in range(len(units)):
        if _is_foreign_patient(units, place) or (place not in taken and _is_file(units, place)):
            behind = place + 1
            while behind < len(units) and units[behind].follows and LATIN.match(_text(reading, units[behind])):
                behind += 1
            yield place, behind, _span(units, place, behind)


def find_beside(units: list[Unit], taken: set[int]) -> Iterator[tuple[int, int, Span]]:
    """Yield the strange capitalised words right beside a name: they are its other parts, or the next names of a list."""
    for place in range(1, len(units) - 1):
        if place not in taken and {place - 1, place + 1} <= taken and _is_between(units, place):
            yield place, place + 1, _span(units, place, place + 1)
    for place in sorted(taken):
        yield from _behind(units, place, taken)
        before = place - 1
        if before < 0 or before in taken:
            continue
        if LISTED.match(units[place].gap) and _may_head_a_list(units, before):
            yield before, place, _span(units, before, before + 1)
        elif units[place].follows and _may_be_given(units[before]):
            yield before, place, _span(units, before, place)


def find_in_columns(units: list[Unit], taken: set[int]) -> Iterator[tuple[int, int, Span]]:
    """Yield the first words of lines that look like a line with a name: «1. Краснощёков — нет снимка», «2. Белоногов — …»."""
    columns: dict[str, list[int]] = {}
    for place, unit in enumerate(units):
        if (not place or "\n" in unit.gap) and (bullet := BULLET.search(unit.gap)):
            columns.setdefault(f"{bullet['bullet'][-1:]}{unit.after.strip()}", []).append(place)
    for places in columns.values():
        named = [place for place in places if place in taken]
        for place in places if len(named) * 2 >= len(places) else ():
            facts = units[place].facts
            likely = facts.surname >= USUAL or not facts.is_known or facts.only_names
            if place not in taken and units[place].is_capitalised and likely and not is_never(units[place].low):
                yield place, place + 1, _span(units, place, place + 1)


BULLET = re.compile(r"(?:^|\n)[ \t]{0,4}(?P<bullet>[0-9]{1,3}[.)]|[-*•]|)[ \t]{0,3}$")


def find_slips(units: list[Unit], taken: set[int]) -> Iterator[tuple[int, int, Span]]:
    """Yield strange capitalised words that are nearly a name found: «Лаврентеьва вместо Лаврентьева»."""
    known = {units[place].low for place in taken if len(units[place].low) >= SHORTEST_SLIP}
    strange = [place for place, unit in enumerate(units) if place not in taken and _is_strange(unit)]
    if not known or len(known) * len(strange) > MOST_COMPARED:
        return
    for place in strange:
        low = units[place].low
        if len(low) >= SHORTEST_SLIP and any(_is_nearly(low, other) for other in known):
            yield place, place + 1, _span(units, place, place + 1)


def _is_a_surname(unit: Unit, usual: int) -> bool:
    facts = unit.facts
    plain = not (facts.is_common or facts.is_place or is_never(unit.low, facts.lemma))
    named = (facts.shaped and facts.surname >= usual) or (facts.only_names and facts.first >= EVERYDAY)
    return unit.shape == TITLE and named and plain


def _is_in_a_paper(units: list[Unit], place: int) -> bool:
    """Say whether a paper is made out to somebody: «протокол № 96 на Сагдуллаева», not «поликлиника на Вавилова»."""
    unit = units[place]
    if units[place - 1].low != "на" or not unit.follows or not _is_a_surname(unit, RARE):
        return False
    return any(PAPERS.match(before.low) for before in units[max(0, place - 4) : place - 1])


def _is_behind_a_number(unit: Unit, before: str) -> bool:
    """Say whether a usual name stands behind a number of a house or a telephone: «…, 14-1-203, Мясникова»."""
    of_a_record = before in RECORDS and bool(BEHIND_A_RECORD.search(unit.gap))
    if of_a_record:
        return _is_a_surname(unit, USUAL)
    return bool(BEHIND_A_NUMBER.search(unit.gap)) and _is_a_surname(unit, EVERYDAY)


def _is_in_charge(units: list[Unit], place: int) -> bool:
    """Say whether somebody's office and its house stand before: «зав. аптекой Фокиной», «фельдшер ФАП Дорофеева».

    A house in the genitive may bear the name itself: «главврач больницы Боткина».
    """
    house = units[place - 1]
    if place < 2 or not units[place].follows or not _is_a_surname(units[place], USUAL):
        return False
    led = house.shape == CAPS or house.low.endswith(("ой", "ей", "ем", "ом", "ью"))
    return led and (house.facts.is_noun or house.shape == CAPS) and is_person_word(units[place - 2])


DONE = re.compile(r"[а-я]{3}(?:[аеяё]н|[аеия]т|ыт)[аоы]?$")
BY_WHOM = re.compile(r"(?:[ое]вой|[ои]ной|ской|[оеё]вым|иным|ским)$")


def _has_done_it(units: list[Unit], place: int) -> bool:
    """Say whether it was done by somebody: «услуга оказана Пестовой», «принято Дорониным»."""
    unit = units[place]
    done = units[place - 1].shape == SMALL and units[place - 1].facts.is_verb and DONE.search(units[place - 1].low)
    return bool(done) and unit.follows and bool(BY_WHOM.search(unit.low)) and _is_a_surname(unit, USUAL)


def _placed(reading: Reading, units: list[Unit]) -> Iterator[tuple[int, int, Span]]:
    """Yield who lies where, at the beginning of a line: «Титова — палата 4»."""
    for found in PLACED.finditer(reading.text):
        place = bisect_left(units, found.start("name"), key=lambda unit: unit.start)
        unit = units[place] if place < len(units) else None
        if unit and unit.end == found.end("name") and _is_a_surname(unit, USUAL):
            yield place, place + 1, Span(unit.start, unit.end, Label.PERSON, SURE, unit.facts.lemma or unit.low)


PLACED = re.compile(
    rf"^[ \t>*•]{{0,4}}(?P<name>{NAME}) ?[-,] ?(?:отделение|отд\.|палата|пал\.|койка|бокс|участок|кабинет|каб\.|корпус) ?№? ?[0-9]",
    re.MULTILINE,
)
BEHIND_A_NUMBER = re.compile(r"[0-9][)]?, $")
BEHIND_A_RECORD = re.compile(r"[0-9][ :,]{1,2}$")
RECORDS = frozenset("иб карта карты болезни эмк палата койка".split())
NUMBERED = re.compile(r",? ?(?:д\.? ?)?[0-9]")


def _is_nearly(low: str, other: str) -> bool:
    return abs(len(low) - len(other)) <= 1 and SequenceMatcher(None, low, other, autojunk=False).ratio() >= ALIKE


SHORTEST_SLIP, MOST_COMPARED, ALIKE = 5, 2500, 0.82


def _behind(units: list[Unit], place: int, taken: set[int]) -> Iterator[tuple[int, int, Span]]:
    behind = place + 1
    while behind < len(units) and behind not in taken and behind - place <= MOST_BESIDE and _belongs(units, behind):
        behind += 1
    if behind < len(units) and behind not in taken and units[behind].follows and _is_a_rest(units[behind]):
        behind += 1
    if behind > place + 1:
        yield place + 1, behind, _span(units, place + 1, behind)
    if behind < len(units) and behind not in taken and _is_listed(units, behind, beside=behind + 1 in taken):
        yield behind, behind + 1, _span(units, behind, behind + 1)


def _is_a_rest(unit: Unit) -> bool:
    """Say whether it is a word of respect or a letter with its dot: «Миннегуль апа», «анны николаевны п.»."""
    return unit.low in RESPECT or (len(unit.low) == 1 and unit.after.startswith("."))


def _written(units: list[Unit], start: int, end: int) -> Iterator[tuple[int, int, Span]]:
    """Yield the words of the stretch up to the first that is certainly no name."""
    number = bisect_left(units, start, key=lambda unit: unit.start)
    good: list[int] = []
    while number < len(units) and units[number].end <= end and _may_be_name(units[number]):
        good.append(number)
        number += 1
    if any(_is_likely(units[place]) for place in good):
        yield good[0], good[-1] + 1, _span(units, good[0], good[-1] + 1)


def _may_be_name(unit: Unit) -> bool:
    facts = unit.facts
    if is_never(unit.low, facts.lemma) or is_person_word(unit) or unit.shape == OTHER or unit.low in NOT_CALLED:
        return False
    return facts.patronymic or max(facts.first, facts.surname) >= USUAL or not facts.is_common


NOT_CALLED = (
    frozenset(
        "коллеги все вам день утро вечер уважаемые друзья поддержка служба отдел техподдержка администрация".split()
    )
    | SYSTEMS
)


def _is_likely(unit: Unit) -> bool:
    facts = unit.facts
    return bool(facts.first or facts.surname or facts.patronymic or not facts.is_known) and len(unit.low) > 1


def _is_foreign_patient(units: list[Unit], place: int) -> bool:
    """Say whether a row of Latin words follows «пациент»: «пациент Nguyen Van Hung»."""
    if not place or units[place - 1].low not in PATIENTS or not units[place].follows or units[place].shape != TITLE:
        return False
    low = units[place].low
    return low.isascii() and low not in SYSTEMS and len(low) >= SHORTEST_LATIN_NAME


def _is_behind_somebody(units: list[Unit], place: int) -> bool:
    """Say whether a strange word with a capital stands behind a word for people: «сенатора Косихина», «джазмен Уинтон Марсалис»."""
    before, unit = units[place - 1], units[place]
    said = (
        before.facts.is_somebody and max(before.facts.first, before.facts.surname) < USUAL and before.low not in NOBODY
    )
    written = before.shape == SMALL or (before.shape == TITLE and before.begins_sentence)
    return said and written and unit.follows and _is_strange(unit) and not is_nobody(units, place)


def _is_strange(unit: Unit) -> bool:
    """Say whether no dictionary has the word, or only as a name."""
    facts = unit.facts
    if unit.shape != TITLE or len(unit.low) < 3 or unit.low.isascii() or is_never(unit.low, facts.lemma):
        return False
    return not facts.is_known or facts.only_names


NOBODY = frozenset(
    "клиент клиента клиенты бот бота робот робота пользователь вендор разработчик поставщик агент интегратор".split()
)


def _is_file(units: list[Unit], place: int) -> bool:
    """Say whether it is a surname at the end of a file's name: «экран Хромых.png»."""
    unit, facts = units[place], units[place].facts
    following = units[place + 1] if place + 1 < len(units) else None
    likely = facts.surname >= USUAL or not facts.is_known  # as rare as they are, files are called by them
    named = likely and facts.shaped and unit.shape == TITLE and not is_never(unit.low, facts.lemma)
    return named and following is not None and following.gap == "." and following.low in FILES


def _belongs(units: list[Unit], place: int) -> bool:
    unit, facts = units[place], units[place].facts
    if not unit.follows or "\n" in unit.gap or is_nobody(units, place):
        return False
    if unit.shape == SMALL == units[place - 1].shape:
        strange = not facts.is_known and (facts.first > 1 or facts.surname > 1)
        given = facts.first > USUAL and (facts.only_names or facts.is_oblique)
        called = place > 1 and is_person_word(units[place - 2]) and facts.first > USUAL  # «пациентка аверина дина»
        return strange or given or called or (facts.only_names and facts.surname > USUAL)
    if unit.shape != TITLE:
        return False
    if is_never(unit.low, facts.lemma) or is_person_word(unit) or unit.low.isascii():
        return False
    return not facts.is_known or facts.only_names


CELLS = re.compile(r"^[ ]?[;|/\t,^][ ]?$")


def _is_between(units: list[Unit], place: int) -> bool:
    """Say whether it is the middle cell of a name in three cells: «РЫЛОВ;ОСИП;ТАРАСОВИЧ»."""
    unit = units[place]
    return (
        unit.is_capitalised
        and unit.gap == units[place + 1].gap
        and bool(CELLS.match(unit.gap))
        and bool(unit.facts.first)
    )


RESPECT = frozenset("апа абый эби бабай ака опа хазрат эфенди бей ханум байке эне жан джан кызы оглы".split())
LISTED = re.compile(r"^(?:, | ?/ ?|; )$")


def _is_listed(units: list[Unit], place: int, *, beside: bool) -> bool:
    """Say whether it is the next in a row of surnames: «Агеев, Волк, Заяц»."""
    unit = units[place]
    facts = unit.facts
    named = facts.surname >= USUAL or (facts.shaped and facts.surname > 1)
    likely = named and unit.shape == TITLE and not facts.is_place and not is_person_word(unit)
    ended = beside or LISTED.match(unit.after) or not unit.after.strip() or unit.after[:1] in ".\n)"
    alone = bool(LISTED.match(unit.gap)) and ended and not is_never(unit.low, facts.lemma)
    return likely and alone and not is_nobody(units, place)


def _may_head_a_list(units: list[Unit], place: int) -> bool:
    unit, facts = units[place], units[place].facts
    opens = unit.gap.rstrip().endswith(":") and facts.surname >= USUAL  # «на отключение: Грач, Синица»
    named = (opens or (facts.shaped and facts.surname > USUAL)) and unit.shape == TITLE and not facts.is_place
    return named and not is_person_word(unit) and not is_nobody(units, place)


def _may_be_given(unit: Unit) -> bool:
    """Say whether the word before a surname is a first name, or nothing that the dictionary knows."""
    facts = unit.facts
    if unit.shape != TITLE or is_never(unit.low, facts.lemma) or is_person_word(unit) or unit.low.isascii():
        return False
    if unit.low in PARTICLES:
        return True
    return (facts.first >= USUAL and facts.only_names) or (not facts.is_known and not unit.begins_sentence)


def _text(reading: Reading, unit: Unit) -> str:
    return reading.text[unit.start : unit.end]


def _span(units: list[Unit], first: int, behind: int) -> Span:
    last = units[behind - 1]
    return Span(units[first].start, last.end, Label.PERSON, LIKELY, last.facts.lemma or last.low)


def is_called_at_home(unit: Unit) -> bool:
    """Say whether it is a short name such as «люда», which nothing else is called."""
    return unit.shape in {SMALL, TITLE} and unit.low in lists()["called_at_home"]
