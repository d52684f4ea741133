"""Finds names written with initials: «Иванов И. И.», «И.И. Иванов», «Иванов ИИ», «ИвановИИ», «иванов и.и.», «Иванова_АС»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.honour import is_in_honour, is_never
from priyom.privacy.detectors.reading import Reading
from priyom.privacy.detectors.units import Unit, is_person_word, starts_with
from priyom.privacy.detectors.usualness import EVERYDAY, FREQUENT, HEARD, RARE, SELDOM, USUAL, WELL_KNOWN
from priyom.privacy.detectors.vocabulary import Facts, Vocabulary, lists

NAME = r"(?:[А-ЯЁ][а-яё'`]{1,30}(?:-[А-ЯЁ]?[а-яё]{1,30})?|[А-ЯЁ]{2,30}(?:-[А-ЯЁ]{2,30})?)"
ONE = r"(?:[А-ЯЁ]|Дж|Ю|Я)"
BEHIND = re.compile(
    rf"(?<![А-Яа-яЁёA-Za-z])(?P<name>{NAME})(?P<gap>[ \t]{{1,3}}|[ \t]{{0,3}}\r?\n[ \t]{{0,3}}|_)(?P<initials>{ONE}[ ]?\.[ ]?(?:{ONE}(?:[ ]?\.|(?![А-Яа-яЁё])))?)(?![А-Яа-яЁё])"
)
AHEAD = re.compile(
    rf"(?<![А-Яа-яЁёA-Za-z])(?<![Фф]\.)(?<![Фф]\. )(?P<initials>{ONE}[ ]?\.[ ]?(?:{ONE}[ ]?\.)?)(?P<gap>[ \t]{{0,2}}[\r\n]?[ \t]{{0,2}})(?P<name>{NAME})(?![А-Яа-яЁё])"
)
BARE = re.compile(
    rf"(?<![А-Яа-яЁёA-Za-z])(?P<name>{NAME})(?P<gap>[ \t]{{1,2}}|_)(?P<initials>[А-ЯЁ][ _]?[А-ЯЁ])(?![А-Яа-яЁё])"
)
ONE_BARE = re.compile(rf"(?<![А-Яа-яЁёA-Za-z])(?P<name>{NAME})(?P<gap> )(?P<initials>[А-ЯЁ])(?![А-Яа-яЁё.])")
GLUED = re.compile(
    r"(?<![А-Яа-яЁёA-Za-z])(?P<name>[А-ЯЁ][а-яё]{2,30}(?:-[А-ЯЁ][а-яё]{2,30})?)(?P<gap>\.?)(?P<initials>[А-ЯЁ]\.?[А-ЯЁ]\.?)(?![А-Яа-яЁё])"
)
JOINED = re.compile(
    r"(?<![А-Яа-яЁё])(?P<name>[А-ЯЁ][а-яё]{3,24})(?P<gap>)(?P<initials>[А-ЯЁ][а-яё]{2,20})(?![А-Яа-яЁё])"
)
AT_HOME = re.compile(r"(?<![А-Яа-яЁё])(?P<name>[А-ЯЁа-яё]{3,12})(?P<gap> )(?P<initials>[А-ЯЁа-яё]\.)(?=[ ,;:)]|$)")
SMALL = re.compile(
    r"(?<![А-Яа-яЁёA-Za-z])(?P<name>[а-яё]{3,30}(?:-[а-яё]{3,30})?)(?P<gap>[ \t]{1,2}|_)(?P<initials>[а-яё]\.[ ]?[а-яё](?:\.|(?![А-Яа-яЁё]))|[а-яё]\.(?=[ ,;)-]|$)|[а-яё][ _][а-яё](?![А-Яа-яЁё.])|[а-яё]{2}(?![А-Яа-яЁё]))"
)
SMALL_AHEAD = re.compile(
    r"(?<![А-Яа-яЁёA-Za-z.])(?P<initials>[а-яё]\.[ ]?[а-яё]\.)(?P<gap>[ ]?)(?P<name>[а-яё]{3,30})(?![А-Яа-яЁё])"
)
SMALL_TITLE = re.compile(
    r"(?<![А-Яа-яЁёA-Za-z])(?P<name>[А-ЯЁ][а-яё]{2,30})(?P<gap>[ ])(?P<initials>[а-яё]\.[ ]?[а-яё]\.)(?![А-Яа-яЁё])"
)
SURNAME_BEFORE = re.compile(rf"(?<![А-Яа-яЁёA-Za-z])(?P<name>{NAME})[ \t]{{1,3}}$")
FATHERS = re.compile(r"-(?:о|к|оглы|кызы)(?![а-яё])\.?")
NOT_INITIALS = frozenset(
    "на не по из за до от во со ко об же бы ли ни но да то и а в с к о у ее ей ее её их им мы вы он ты я эп ип мо бд рф".split()
)
NOT_INITIALS_IN_CAPITALS = frozenset("ип мо бд рф эп ис по пк ос ид".split())
HOSPITALS = frozenset("рб гб кб уб дб мб об цб гп дп рп тб фб".split())
PARTICLE = re.compile(r"(?<![А-Яа-яЁёA-Za-z.])(?:Де|Ди|Дос|Дель|Ван|Фон|Аль|Эль|Бен|Ибн) $")
QUOTED = re.compile(r"^[«\"„“].*[»\"“”]$")
BORN = re.compile(r"[ ,(]{1,2}[0-3]?[0-9]\.[01]?[0-9]\.(?:19[2-9]|20[01])[0-9](?![0-9])")
SHORTENED = frozenset(
    "те тк тд тп ио вр гр др пп нэ уе сш мо зп рф эп км нп гп сп".split()
)  # «и.о. главврача», «т.к. карта»
RARELY_INITIALS = frozenset(  # behind a word like any other they are an office, a device or a form rather than somebody's letters
    "мз ит иб лс лв тз кт мр рт ро со св ст см сч ук уз фз фо фр фс хл эк эо вк вн вм гб дм до дс дк ду ек жк зп зн ив кд кл км кр кс кф лк лн "
    "лп мб мс мп мк мм нд нр нс оз ок ом он оп от пб пд пл пм пн пр пс пу рб рв рк рн рп рс сб сд сз си ск сл сп су тв тк тм тн то тп тс ту тф уф "
    "эд эл эс бп бк ап ам ад вс вт гк гп дп дт".split()
)


BESIDE = re.compile(
    r"(?P<gap>[ _]|\. ?)(?P<initials>[А-ЯЁа-яё]\. ?(?:[А-ЯЁа-яё](?:\.|(?![А-Яа-яё])))?|[А-ЯЁ] ?[А-ЯЁ]|[а-яё]{2}|(?<=_)[а-яё])(?![А-Яа-яЁёA-Za-z])"
)


def with_initials(reading: Reading, spans: list[Span], vocabulary: Vocabulary) -> Iterator[Span]:
    """Take the initials behind a name of one word along, however they are written: «КАЛИНА ША», «борщ м. ф.», «клепиков_фб»."""
    starts = {span.start for span in spans}
    for span in spans:
        found = BESIDE.match(reading.text, span.end)
        name = reading.text[span.start : span.end]
        if not found or not name.replace("-", "").isalpha() or found.start("initials") in starts:
            yield span
            continue
        letters = "".join(char for char in found["initials"] if char.isalpha())
        dotted, small = "." in found["initials"], letters.islower()
        if not dotted and found["gap"] != "_":
            words = NOT_INITIALS | NOT_INITIALS_IN_CAPITALS
            if vocabulary.about(name.lower().replace("ё", "е")).is_common:
                words |= RARELY_INITIALS
            if (small and not name.islower()) or letters.lower() in words or len(letters) < len("ИИ"):
                yield span
                continue
        alone = len(letters) == 1 and (letters in "гдстрвксиоу" or found["gap"][0] == ".")
        if (dotted and alone) or letters.lower() in SHORTENED or (found["gap"][0] == "." and not dotted):
            yield span
        else:
            yield replace(span, end=found.end())


# «Ал-др Вершинин»: first names as hands shorten them.
SHORT_FIRST = re.compile(
    r"(?<![А-Яа-яЁё-])(?:Ал-др[ауы]?|Ал-р[ауы]?|Ал-[йяею]|Вл-д?р[ау]?|Вл-в[ау]?|Ек-н[аыуе]|Ел-т[аыуе]|Евг-[йяию]|Конст-н[ау]?|Ан-лий|Вяч-в[ау]?|Св-н[аыуе]|Нат-[яиью]|Тат-н[аыуе]) $"
)


def with_short_names(reading: Reading, spans: list[Span]) -> Iterator[Span]:
    """Take a shortened first name before a surname along."""
    for span in spans:
        found = SHORT_FIRST.search(reading.text, max(0, span.start - 12), span.start)
        yield replace(span, start=found.start()) if found else span


class Initials:
    """Finds names with initials in one text."""

    def __init__(self, reading: Reading, units: list[Unit], vocabulary: Vocabulary) -> None:
        self._reading, self._units, self._vocabulary = reading, units, vocabulary
        self._by_start = {unit.start: number for number, unit in enumerate(units)}

    def __iter__(self) -> Iterator[Span]:
        text = self._reading.text
        for pattern, is_enough in (
            (AHEAD, self._with_dots_ahead), (BEHIND, self._with_dots), (BARE, self._bare), (ONE_BARE, self._one_bare), (GLUED, self._glued),
            (JOINED, self._joined), (AT_HOME, self._at_home), (SMALL, self._small), (SMALL_AHEAD, self._small_ahead), (SMALL_TITLE, self._with_dots),
        ):  # fmt: skip
            for found in pattern.finditer(text):
                if not self._is_in_honour(found) and is_enough(found):
                    yield self._span(found)

    def _span(self, found: re.Match[str]) -> Span:
        facts = self._facts(found)
        letters = "".join(char for char in found["initials"].lower() if char.isalpha())
        key = f"{facts.lemma or found['name'].lower()} {letters}"
        particle = PARTICLE.search(self._reading.text, max(0, found.start() - 6), found.start())
        return Span(
            particle.start() if particle else found.start(),
            self._with_father(found.end() - (len(found.group()) - len(found.group().rstrip()))),
            Label.PERSON,
            0.95,
            key,
        )

    def _with_father(self, end: int) -> int:
        """Take «-о.», short for «оглы», along."""
        found = FATHERS.match(self._reading.text, end)
        return found.end() if found else end

    def _facts(self, found: re.Match[str]) -> Facts:
        number = self._by_start.get(found.start("name"))
        if number is not None and self._units[number].end == found.end("name"):
            return self._units[number].facts
        return self._vocabulary.about(found["name"].lower().replace("ё", "е"))

    def _is_in_honour(self, found: re.Match[str]) -> bool:
        number = self._by_start.get(found.start())
        return number is not None and is_in_honour(self._units, number)

    def _name_follows(self, found: re.Match[str]) -> bool:
        """Say whether the initials belong to the word behind them: «Отчёт И. И. Иванова»."""
        return bool(re.compile(r"\s{0,2}[А-ЯЁ]").match(self._reading.text, found.end()))

    @staticmethod
    def _is_person_word(low: str, facts: Facts) -> bool:
        return starts_with(low, "person_before") and (facts.is_common or facts.surname < USUAL)

    def _with_dots(self, found: re.Match[str]) -> bool:
        facts, low = self._facts(found), found["name"].lower().replace("ё", "е")
        two = len(re.findall("[А-ЯЁа-яё]", found["initials"])) >= 2
        if found["initials"].islower() and found["initials"].replace(".", "") in SHORTENED and not facts.shaped:
            return False  # «Исправьте д.р.»
        if "\n" in found["gap"] and not two:
            return False
        if self._is_person_word(low, facts) and not (
            two and self._is_called_so(found) and not self._name_follows(found)
        ):
            return False
        if starts_with(low, "honour_before") and facts.surname < USUAL:
            return False
        if len(low) < 3 and not two:
            return False
        if facts.is_common:
            likely = facts.surname >= 1 or facts.shaped or low.endswith(("ий", "ый", "ой", "ая", "яя"))
            alone = facts.surname >= WELL_KNOWN or facts.first >= FREQUENT or self._is_in_a_row(found)
            return alone if not two else likely or not self._name_follows(found)
        if found["name"].isupper() and len(low) <= 4:
            return facts.surname >= RARE
        if facts.is_place:
            return two or facts.surname >= FREQUENT
        return two or bool(
            facts.surname >= RARE or facts.first >= USUAL or facts.shaped or (not facts.is_known and len(low) > 3)
        )

    def _is_in_a_row(self, found: re.Match[str]) -> bool:
        """Say whether another name of the same shape stands beside: «Хвесько Я., Притыка Р., Нечипорук С.»."""
        text = self._reading.text
        return bool(
            re.search(r"[А-ЯЁ][а-яё]+ [А-ЯЁ]\., $", text[max(0, found.start() - 30) : found.start()])
            or re.match(r", [А-ЯЁ][а-яё]{2,30} [А-ЯЁ]\.", text[found.end() : found.end() + 40])
        )

    def _is_called_so(self, found: re.Match[str]) -> bool:
        """Say whether another such word stands right before: «заведующий Мальчик А. С.»."""
        number = self._by_start.get(found.start())
        return (
            number is not None
            and number > 0
            and is_person_word(self._units[number - 1])
            and self._units[number].follows
        )

    def _with_dots_ahead(self, found: re.Match[str]) -> bool:
        facts, low = self._facts(found), found["name"].lower().replace("ё", "е")
        two = len(re.findall("[А-ЯЁ]", found["initials"])) >= 2
        if "\n" in found["gap"] and not two:
            return False
        never = (found["name"].isupper() or "\n" in found["gap"]) and is_never(low, facts.lemma)
        if self._is_person_word(low, facts) or never:
            return False  # «… Г.Р. ПОЛИС 3676…»
        if (facts.is_common or not facts.surname) and self._is_anothers(found):
            return False  # «Сидоров Н.Г. Валидация не пройдена»
        if two:
            return not facts.is_common or facts.surname >= 1 or facts.shaped
        return (
            (facts.surname >= HEARD or (facts.shaped and not facts.is_known))
            and not facts.is_common
            and not facts.is_place
        ) or (facts.surname >= FREQUENT and not facts.is_place and len(low) > 3)

    def _is_anothers(self, found: re.Match[str]) -> bool:
        """Say whether the initials belong to a surname right before them."""
        before = SURNAME_BEFORE.search(self._reading.text, max(0, found.start() - 40), found.start())
        last = before["name"].lower().replace("ё", "е").rpartition("-")[2] if before else ""
        facts = self._vocabulary.about(last) if last else None
        return facts is not None and facts.surname >= HEARD and not facts.is_common

    def _bare(self, found: re.Match[str]) -> bool:
        facts, name = self._facts(found), found["name"]
        if is_never(name.lower().replace("ё", "е")):
            return False
        letters = found["initials"].replace(" ", "").replace("_", "").lower()
        surely = (
            facts.shaped
            and facts.surname >= WELL_KNOWN
            and not (facts.is_common or facts.is_place)
            and not name.isupper()
        )
        if letters in NOT_INITIALS_IN_CAPITALS and len(found["initials"]) == 2 and found["gap"] != "_" and not surely:
            return False
        if name.isupper() and len(name) <= 4 and len(found["initials"]) == 2:
            return False
        if letters in HOSPITALS and QUOTED.search(self._reading.text[max(0, found.start() - 1) : found.end() + 1]):
            return False  # «Лискинская РБ»
        joined = found["gap"] == "_" or len(found["initials"]) > 2
        if facts.is_common and facts.surname >= HEARD and BORN.match(self._reading.text, found.end()):
            return True  # «Дуб ЛС 19.03.1965»
        if facts.is_common and not joined and letters in RARELY_INITIALS:
            return facts.surname >= FREQUENT
        enough = 4 if not facts.is_common or joined else 6
        return facts.surname >= enough or (facts.shaped and not facts.is_known)

    def _one_bare(self, found: re.Match[str]) -> bool:
        facts = self._facts(found)
        plain = not facts.is_common or facts.is_oblique or self._is_called_so(found)
        if is_never(found["name"].lower().replace("ё", "е")):
            return False
        return facts.surname >= USUAL and (facts.shaped or self._is_called_so(found)) and plain and not facts.is_place

    def _glued(self, found: re.Match[str]) -> bool:
        facts = self._facts(found)
        if self._is_called_so(found) and facts.surname >= SELDOM:
            return True  # «пациент ВолжанинАН»
        letters = found["initials"].lower().replace(".", "")
        office = letters in RARELY_INITIALS or letters in NOT_INITIALS_IN_CAPITALS
        if facts.is_common:
            return facts.surname >= (7 if office else 4)  # «КленАА», not «СписокМО»
        return facts.surname >= SELDOM or (facts.shaped and not facts.is_known)

    def _joined(self, found: re.Match[str]) -> bool:
        """Take «ПетроваАнна»: a surname and a first name without a space."""
        facts, given = self._facts(found), self._vocabulary.about(found["initials"].lower().replace("ё", "е"))
        return facts.surname >= USUAL and given.first >= FREQUENT and (facts.shaped or not facts.is_common)

    @staticmethod
    def _at_home(found: re.Match[str]) -> bool:
        low = found["name"].lower().replace("ё", "е")
        return low in lists()["called_at_home"] and found["initials"].lower() not in {"г.", "д.", "с."}

    def _small_ahead(self, found: re.Match[str]) -> bool:
        letters = "".join(char for char in found["initials"] if char.isalpha())
        facts = self._facts(found)
        listed = facts.surname >= (3 if facts.shaped else 4) or (not facts.is_known and facts.shaped)
        return letters not in SHORTENED and (listed or self._small(found)) and not is_never(found["name"])

    def _small(self, found: re.Match[str]) -> bool:
        facts, initials = self._facts(found), found["initials"]
        name = found["name"].replace("ё", "е")
        if is_never(name):
            return False
        if "." not in initials:
            letters = initials.replace(" ", "").replace("_", "")
            if letters in NOT_INITIALS:
                return False
            if len(initials) == 2:
                return facts.surname >= EVERYDAY and not facts.is_common
            return facts.surname >= WELL_KNOWN and not facts.is_common
        if len(initials) == 2:
            named = facts.shaped or facts.only_names
            return facts.surname >= WELL_KNOWN and named and not facts.is_place and initials not in {"г.", "т.", "р."}
        return facts.surname >= SELDOM and (
            not facts.is_common or facts.is_oblique or facts.surname >= (7 if facts.shaped else 9)
        )
