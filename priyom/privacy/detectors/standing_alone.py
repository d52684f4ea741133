"""Decides on a surname or a first name that stands alone, by its neighbours, its capital and how usual it is."""

from __future__ import annotations

import re
from enum import IntEnum

from priyom.privacy.detectors.honour import is_in_honour, is_never, is_nobody
from priyom.privacy.detectors.units import CAPS, OTHER, SMALL, STAYS, TITLE, Unit, is_person_word, starts_with
from priyom.privacy.detectors.usualness import EVERYDAY, FREQUENT, RARE, USUAL, WELL_KNOWN
from priyom.privacy.detectors.vocabulary import lists

LOOKED_BACK = 4
SHORT_CAPS, LONG = 4, 6


class Verdict(IntEnum):
    NO = 0
    PERHAPS = 1  # the model of names is asked
    YES = 2


def verdict(units: list[Unit], place: int) -> Verdict:
    """Say whether the unit by itself is somebody's name."""
    unit = units[place]
    facts = unit.facts
    if unit.shape == OTHER or len(unit.low) < 2 or unit.after.startswith(("=", '":')):
        return Verdict.NO
    if unit.shape == SMALL and not facts.is_name and facts.is_known:
        return Verdict.NO  # nearly every word of a text leaves here
    if is_person_word(unit) and not facts.only_names:
        return Verdict.NO
    called = is_called(units, place) or _has_identifier(units, place)
    if is_in_honour(units, place):
        return Verdict.NO
    if is_never(unit.low, facts.lemma):
        if unit.shape == CAPS and len(unit.low) <= SHORT_CAPS:
            return Verdict.NO
        return Verdict.YES if called and facts.surname >= USUAL and unit.is_capitalised else Verdict.NO
    if not called and (is_nobody(units, place) or _is_plant(units, place)):
        return Verdict.NO
    if unit.shape == SMALL:
        return _small(units, place, called=called)
    if unit.shape == CAPS and len(unit.low) <= SHORT_CAPS and not (called and max(facts.surname, facts.first) >= USUAL):
        return Verdict.NO
    surname = _surname(units, place, called=called)
    return surname if surname == Verdict.YES else max(surname, _first_name(units, place, called=called))


def _is_plant(units: list[Unit], place: int) -> bool:
    """Say whether the name is the beginning of a thing's: «Иван-чай», «Марьин корень», «Алиса в стране чудес» in quotes."""
    after = units[place + 1] if place + 1 < len(units) else None
    if after and after.gap == "-" and after.shape == SMALL:
        return True
    unit = units[place]
    if re.match(r"-[0-9]", unit.after):
        return True
    if unit.facts.is_whose and after and after.follows and _is_thing(after):
        return True
    return (
        bool(re.search('[«"“]$', unit.gap))
        and not (unit.facts.shaped and unit.facts.surname >= USUAL and not unit.facts.is_common)
        and not unit.after.startswith(("»", "”", '"'))
        and bool(after and after.shape == SMALL)
    )


def is_called(units: list[Unit], place: int) -> bool:
    """Say whether a word before says that a person's name follows: «пациент», «врач-терапевт», «фамилия:»."""
    if place and _is_spoken_of(units, place):
        return True
    for number in range(place - 1, max(-1, place - 1 - LOOKED_BACK), -1):
        if not STAYS.match(units[number + 1].gap) and not _is_title_dot(units, number):
            return False
        low = units[number].low
        if starts_with(low, "person_before"):
            return True
        if not (
            starts_with(low, "titles")
            or (
                units[number].shape == SMALL
                and low.endswith(("ый", "ий", "ая", "ого", "ой", "ому"))
                and number != place - 1
            )
        ):
            return False
    return False


WARDS = frozenset("палата палате палату палаты койка койке бокс боксе участок".split())
WARD = re.compile(r" ?№? ?[0-9]{1,4}[а-я]? ?[:(-] ?$")


def _is_spoken_of(units: list[Unit], place: int) -> bool:
    """Say whether the word before tells what happened to somebody («умерла»), or what they did, with a colon («сдал:»)."""
    before, gap = units[place - 1].low, units[place].gap
    if before in WARDS and WARD.match(gap):
        return units[place].shape == TITLE
    if units[place].shape == SMALL:
        return False
    return (before in lists()["happened_to"] and units[place].follows) or (
        before in lists()["did"] and gap.strip() == ":"
    )


def _has_identifier(units: list[Unit], place: int) -> bool:
    """Say whether an identifier follows: «у жука снилс …»."""
    after = units[place + 1] if place + 1 < len(units) else None
    return bool(
        after
        and after.follows
        and after.low.startswith(("снилс", "полис", "паспорт", "енп"))
        and place
        and units[place - 1].low in BEFORE_PERSON
    )


BEFORE_PERSON = frozenset("у для на по от с пациент пациента пациентка пациентки больной больного".split())


def _is_title_dot(units: list[Unit], number: int) -> bool:
    return units[number].low in {
        "гр",
        "тов",
        "д-р",
        "зав",
        "проф",
        "акад",
        "исп",
        "отв",
        "анест",
        "асс",
        "доц",
        "преп",
    } and units[number + 1].gap.strip() in {".", ".:"}


def _is_right_behind_a_person(units: list[Unit], place: int) -> bool:
    """Say whether a noun with a capital stands right behind «врач» in small letters: «от доктора Серпа»."""
    unit, before = units[place], units[place - 1]
    plain = (
        unit.shape == TITLE and unit.facts.is_noun and not unit.facts.is_verb and not starts_with(unit.low, "titles")
    )
    begun = before.shape == TITLE and before.begins_sentence and not unit.low.endswith(("ый", "ий", "ая", "ой", "ое"))
    direct = (
        (unit.follows or unit.gap == " - ")
        and "\n" not in unit.gap
        and (before.shape == SMALL or begun)
        and before.low in PEOPLE
    )
    following = units[place + 1] if place + 1 < len(units) else None
    titled = following is not None and following.follows and following.shape == TITLE and following.facts.is_common
    return plain and direct and not titled


PEOPLE = frozenset(
    "зам зав главврач заведующий заведующая врач врача врачу врачом доктор доктора доктору доктором пациент пациента пациенту пациентом пациентка пациентки пациентке пациентку "
    "больной больного больному больная больную медсестра медсестры медсестре медсестру фельдшер фельдшера фельдшеру хирург хирурга терапевт "
    "терапевта терапевту педиатр педиатра уролог кардиолог невролог гинеколог онколог окулист стоматолог лаборант санитарка санитар водитель водителя "
    "акушерка акушерки медбрат медсестрой врачи больные пациенты регистратор регистраторша провизор кассир бухгалтер ординатор интерн логопед "
    "эндокринолог рентгенолог травматолог психиатр нарколог ревматолог инженер".split()
)
WHOSE = frozenset(
    "у к от для вместо за по про".split()
)  # a capital in the middle of a sentence, after these, is a person's


def _surname(units: list[Unit], place: int, *, called: bool) -> Verdict:
    unit, facts = units[place], units[place].facts
    strange = not facts.is_known and (facts.shaped or facts.surname >= RARE)
    if called:
        if facts.is_common:
            if _is_right_behind_a_person(units, place):
                return Verdict.YES
            enough = facts.surname >= (USUAL if unit.begins_sentence or unit.shape != TITLE else RARE)
            return Verdict.YES if enough else Verdict.PERHAPS if facts.surname else Verdict.NO
        return (
            Verdict.YES
            if facts.surname or facts.first >= USUAL or (not facts.is_known and len(unit.low) > 2)
            else Verdict.PERHAPS
        )
    if facts.is_common or facts.is_place:
        belongs = place > 0 and unit.follows and units[place - 1].low in WHOSE and not facts.is_place
        if belongs and unit.shape == TITLE and (facts.surname > USUAL or _is_no_attribute(units, place)):
            return Verdict.YES
        return Verdict.PERHAPS if facts.surname >= USUAL else Verdict.NO
    if facts.surname >= USUAL and (facts.shaped or facts.surname >= EVERYDAY or facts.only_names):
        return Verdict.YES
    if strange and facts.shaped and (facts.surname >= RARE or _is_like_a_surname(unit)):
        return Verdict.YES
    return Verdict.PERHAPS if strange or facts.surname or not facts.is_known else Verdict.NO


OWN_END = re.compile(r"[а-я]{3}[ое]в(?:а|у|ой|ым|е|ы|ых|ыми)?$")


def _is_like_a_surname(unit: Unit) -> bool:
    """Say whether a word that nobody knows ends as surnames do, and has its capital for that alone: «на Сагдуллаева»."""
    return unit.shape == TITLE and not unit.begins_sentence and len(unit.low) > LONG and bool(OWN_END.search(unit.low))


def _is_no_attribute(units: list[Unit], place: int) -> bool:
    """Say whether an adjective with a capital has no noun behind it: «запись к Лабинскому», not «у Лабинского района»."""
    unit, facts = units[place], units[place].facts
    after = units[place + 1] if place + 1 < len(units) else None
    parted = after is None or not after.follows or (not after.facts.is_noun and not after.is_capitalised)
    return facts.shaped and facts.surname >= RARE and not unit.begins_sentence and parted


def _first_name(units: list[Unit], place: int, *, called: bool) -> Verdict:
    unit, facts = units[place], units[place].facts
    if facts.first < USUAL:
        return Verdict.NO
    if unit.shape == TITLE and facts.first >= FREQUENT and _is_spoken_to(units, place):
        return Verdict.YES
    if (
        unit.low in lists()["first_or_word"]
        or facts.first_lemma in lists()["first_or_word"]
        or facts.is_common
        or facts.is_place
    ):
        return Verdict.YES if called and unit.shape == TITLE else Verdict.PERHAPS
    return Verdict.YES if facts.only_names and facts.first >= FREQUENT else Verdict.PERHAPS


GREETINGS = frozenset(
    "здравствуйте здравствуй привет день утро вечер спасибо благодарю уважаемая уважаемый дорогая это зовут пишет вам".split()
)


def _is_spoken_to(units: list[Unit], place: int) -> bool:
    """Say whether somebody is greeted or names themselves: «Здравствуйте, Нина», «Варвара, посмотрите», «меня зовут Роман»."""
    before = units[place - 1].low if place else ""
    after = units[place + 1] if place + 1 < len(units) else None
    if _is_presented(units, place):
        return True
    called_out = units[place].after.startswith((",", "!")) and not (after and after.is_capitalised and "," in after.gap)
    return (before in GREETINGS and "\n\n" not in units[place].gap) or (units[place].begins_sentence and called_out)


def _is_presented(units: list[Unit], place: int) -> bool:
    """Say whether it is said who somebody is or what they said: «Марк из интеграции сказал», «Злата (фармацевт)»."""
    if place + 1 >= len(units) or not units[place].begins_sentence:
        return False
    after = units[place + 1]
    if after.gap == " (" and starts_with(after.low, "person_before"):
        return True
    said = [unit.low for unit in units[place + 1 : place + 5]]
    return after.follows and after.low in {"из", "с"} and any(starts_with(low, "person_after") for low in said[1:])


TELL = frozenset(
    "передайте передай скажите скажи спросите спроси напишите напиши позвоните позвони попросите попроси".split()
)
HELLO = frozenset("здравствуйте здравствуй привет добрый доброе день подскажи подскажите помоги помогите".split())
STRONG_END = re.compile(r"(?:енко|швили|[аяи]дзе|ейчук|анчук|енчук|янц|ояну?|ук[ауо]м?)$")


def _is_thing(unit: Unit) -> bool:
    return (
        unit.shape == SMALL
        and unit.facts.is_noun
        and unit.facts.is_common
        and not unit.facts.is_verb
        and not is_person_word(unit)
    )


def _small(units: list[Unit], place: int, *, called: bool) -> Verdict:
    """Decide on a word in small letters; `called`: something before it says that somebody is named."""
    unit = units[place]
    facts = unit.facts
    after = units[place + 1] if place + 1 < len(units) else None
    if _is_greeted_or_told(units, place):
        return Verdict.YES
    if facts.is_place or (facts.is_whose and not called and after and after.follows and _is_thing(after)):
        return Verdict.NO
    if called:
        return Verdict.YES if _bears_announced_name(unit) else Verdict.NO
    is_asked_for = place and units[place - 1].low in {"зовут", "имя"}
    if is_asked_for and facts.first >= RARE and (facts.is_oblique or not facts.is_common):
        return Verdict.YES
    if facts.first >= FREQUENT and facts.only_names and len(unit.low) > 3 and not facts.patronymic:
        words = lists()["first_or_word"]
        return Verdict.NO if unit.low in words or facts.first_lemma in words else Verdict.YES
    if facts.is_common or not facts.shaped:
        return Verdict.NO
    if not facts.is_known and STRONG_END.search(unit.low) and len(unit.low) > 6:
        return Verdict.YES
    return Verdict.YES if facts.surname >= WELL_KNOWN else Verdict.NO


def _is_greeted_or_told(units: list[Unit], place: int) -> bool:
    """Say whether a usual first name is greeted, or is whom somebody tells something."""
    unit = units[place]
    if unit.facts.first < FREQUENT:
        return False
    after = units[place + 1] if place + 1 < len(units) else None
    if unit.begins_sentence and after and after.low in HELLO and after.gap == ", ":
        return True
    return bool(place) and units[place - 1].low in TELL and unit.follows


def _bears_announced_name(unit: Unit) -> bool:
    """Say whether the word may be the name that the words before it announce."""
    facts = unit.facts
    sure = facts.surname >= USUAL and (
        not facts.is_common or ((facts.shaped or facts.is_oblique) and facts.surname >= EVERYDAY)
    )
    strange = not facts.is_known and facts.shaped and (facts.surname >= RARE or len(unit.low) > LONG)
    named = max(facts.first, facts.surname) > RARE and facts.only_names
    return sure or strange or named
