"""Names that are nobody here: of institutions, streets, diseases, tests, towns and programs."""

from __future__ import annotations

import re
from functools import lru_cache

from priyom.privacy.detectors.units import CAPITAL, CAPS, SMALL, STAYS, TITLE, Unit, is_person_word, starts_with
from priyom.privacy.detectors.usualness import USUAL
from priyom.privacy.detectors.vocabulary import lists

IN_HONOUR = frozenset(
    {
        "им",
        "имени",
        "ул",
        "улица",
        "улице",
        "улицы",
        "улицу",
        "пр",
        "пр-т",
        "пр-кт",
        "проспект",
        "проспекте",
        "пер",
        "переулок",
        "пл",
        "площадь",
        "площади",
        "наб",
        "бульвар",
        "б-р",
    }
)
FAR = 4
OWN_FORM = re.compile(r"(?:[ое]в|[иы]н|[сц]кий|[ое]ву|[иы]ну|[ое]вым|[иы]ным|[ое]вой|[иы]ной|ской|скому|ским)$")
SAINT = frozenset(
    {
        "св",
        "святого",
        "святой",
        "святых",
        "святителя",
        "преподобного",
        "великомученика",
        "праведного",
        "княгини",
        "академика",
        "профессора",
        "генерала",
        "маршала",
        "доктора",
        "героя",
        "братьев",
        "князя",
    }
)
QUOTES_OPEN, QUOTES_SHUT = re.compile(r"[«\"“„'`]\s?$"), re.compile(r"^\s?[»\"”'`]")
PLACE_AFTER = re.compile(
    r"^(?:район|р-н|обл|край|округ|улиц|ул|проспект|переул|площад|болезн|синдром|больниц|клиник|госпитал|поликлиник|"
    r"метро|им$|имени$|станци|сельск|городск|муниципальн|межрайонн|"
    # Whole words: «у Смирновой артериальная гипертензия», «врач Кузнецова протокол не видит».
    r"(?:пазух|труб|проток|желез|связк|канал|ямк|мышц|нерв|артери|сплетени|лоскут|сухожили)(?:[аыуиеяюй]|ов|[оеё]м|[ео]й|[ая]ми?|[ая]х)?$)"
)


def is_in_honour(units: list[Unit], place: int) -> bool:
    """Say whether «им.», «имени» or a word for a street stands shortly before, in the same breath."""
    for number in range(place - 1, max(-1, place - 1 - FAR), -1):
        gap = units[number + 1].gap
        if gap != " " and ANOTHER_BREATH.search(gap) and not _is_abbreviated(units, number):
            return False
        if units[number].low in IN_HONOUR:
            before = units[number - 1].low if number else ""
            return before not in ANOTHER_SENSE.get(units[number].low, frozenset())
    return False


ANOTHER_BREATH = re.compile(r"[!?;\n,:]|\.\s+$")
# «От имени врача Фомичёва», «справки и пр. Смирнова ждёт».
ANOTHER_SENSE = {"имени": frozenset({"от", "по", "под", "без", "из"}), "пр": frozenset({"и"})}


def is_nobody(units: list[Unit], place: int) -> bool:
    """Say whether the word before or after makes the name the name of a thing."""
    unit = units[place]
    if (
        _is_on_a_street(units, place)
        or is_in_honour(units, place)
        or _is_town(units, place)
        or is_in_a_firm(units, place)
    ):
        return True
    if FIRM_END.search(unit.low) or is_an_eponym(units, place):
        return True
    if not _is_somebodys_form(unit):
        if place > 1 and units[place - 1].low == "по" and starts_with(units[place - 2].low, "by_somebody"):
            return True
        bears = place and units[place - 1].gap != "-" and starts_with(units[place - 1].low, "honour_before")
        if bears and STAYS.match(unit.gap):  # not «оператор колл-центра Юлия»
            return True
        if _is_after_eponym(units, place) or _is_of_a_device(units, place):
            return True
    if place > 1 and units[place - 1].low in SAINT and starts_with(units[place - 2].low, "honour_before"):
        return True
    if place + 1 < len(units) and units[place + 1].follows and PLACE_AFTER.match(units[place + 1].low):
        return True
    before = units[place - 1].low if place else ""
    trade = starts_with(before, "person_before") and not before.endswith(("ия", "ии", "ию"))  # «стоматология „Вера“»
    return is_quoted(units, place) and not trade and not _is_looked_for(units, place)


def _is_looked_for(units: list[Unit], place: int) -> bool:
    """Say whether a surname in quotes was searched for: «„Вакулин“ не находится», «ищу „Вакулин“»."""
    facts = units[place].facts
    if facts.surname < USUAL or facts.is_common or facts.is_place or not (facts.shaped or facts.only_names):
        return False
    if place and LOOKING.match(units[place - 1].low):
        return True
    after = [unit.low for unit in units[place + 1 : place + 3]]
    return len(after) > 1 and after[0] == "не" and bool(FOUND.match(after[1]))


LOOKING = re.compile(r"(?:ищ(?:у|ем|ет|ут|ете)|искал|наход|нашл|найт|наб(?:рал|ираю|ираем)|ввожу|вводим|ввел)")
FOUND = re.compile(r"(?:наход|найд|найти|ищ|вид|отобра|определ|выходит|появля)")


FIRM_END = re.compile(r"-(?:мед|фарм|дент|сервис|клиник[аи]|плюс|тест|софт|лаб|центр|групп|м)$")  # «Орлов-Мед»


def is_never(low: str, lemma: str = "") -> bool:
    """Say whether the word is known to be no name here, or ends as substances do."""
    never = lists()["never"]
    return low in never or lemma in never or any(ends.search(low) for ends in ENDS_BY_LAST.get(low[-1:], ()))


# The ends of international names of medicines; whole words of seven letters or more.
SUBSTANCE = re.compile(
    r"^[а-я]{2,}(?:циллин|мицин|сартан|статин|[аи]прил|[ао]назол|оксацин|олол|дипин|терол|сетрон|глиптин|глифлозин|формин|профен|фенак|коксиб|зепам|золам|кортизон|"
    r"фарин|амберин|флавин|трексат|платин|рубицин|ксабан|гатран|тиазид|семид|тадин|тиризин|вудин|цикловир|лукаст|солон|оглобулин|интерферон|гепарин|инсулин)$"
)


# The ends of what is done or felt: «Сидоров Н.Г. Валидация не пройдена».
ABSTRACT = re.compile(r"^[а-я]{4,}(?:аци(?:я|и|ю|ей)|ост(?:ь|и|ью)|[ае]ни(?:е|ем))$")


# The ends of examinations and operations: «Флюорография Паниной Зои».
PROCEDURE = re.compile(
    r"^[а-я]{4,}(?:(?:граф|скоп|метр|терап|том|эктом|лог|изац)(?:ия|ии|ию|ией)|пластик(?:а|и|у|е|ой))$"
)


# Which of these patterns a word can end as, by its last letter: nearly every word is asked, and few end so.
ENDS_BY_LAST = {
    **dict.fromkeys("нлмкбтр", (SUBSTANCE,)),
    **dict.fromkeys("яиюье", (PROCEDURE, ABSTRACT)),
    **dict.fromkeys("аум", (PROCEDURE, ABSTRACT, SUBSTANCE)),
    "д": (SUBSTANCE,),
    "й": (PROCEDURE, ABSTRACT),
}


def _is_somebodys_form(unit: Unit) -> bool:
    """Say whether the surname stands in a case in which no thing bears it: a clinic is Pirogov's, never «Пирогову»."""
    facts = unit.facts
    return facts.surname >= USUAL and not facts.is_common and not facts.is_place and bool(OWN_FORM.search(unit.low))


def _is_on_a_street(units: list[Unit], place: int) -> bool:
    """Say whether it is the street that an institution stands on: «поликлиника на Стасова»."""
    if place < 2 or units[place - 1].low != "на" or not units[place].follows:
        return False
    genitive = units[place].low.endswith(("а", "ого", "ой", "я", "его"))
    return genitive and starts_with(units[place - 2].low, "stands_on")


def _is_town(units: list[Unit], place: int) -> bool:
    """Say whether «г.» or «пос.» stands before: «г. Пушкин»."""
    return place > 0 and units[place - 1].low in TOWNS and units[place].gap.strip(" ") == "."


TOWNS = frozenset("г гор пос дер пгт ст".split())


def _is_after_eponym(units: list[Unit], place: int) -> bool:
    """Say whether it ends a row such as «синдром Рейно», «болезнь Вильсона — Коновалова», «шкала Ватерлоу и Бартел»."""
    for number in range(place - 1, max(-1, place - 5), -1):
        if not IN_A_ROW.match(units[number + 1].gap):
            return False
        if units[number].low.startswith("вакцинаци"):
            return False  # whom, not with what: «вакцинация Титова Артёма»
        if starts_with(units[number].low, "eponym_before"):
            return True
        if not (units[number].is_capitalised or units[number].low in {"и", "или", "по"}):
            return False
    return False


DEVICE = re.compile(r"[а-я]{4}(?:метр|скоп|граф)(?:а|у|ом|е|ы|ов|ам|ами|ах)?$")


# Who draws, writes or measures by trade, a bishop, and what is measured: «хореограф Панина», «параметр Панина».
NO_DEVICE = re.compile(
    r"(?:фото|видео|кино|гео|топо|карто|хорео|стено|библио|этно|гидро|био|лексико|историо|океано|моно|авто|пара)граф|геометр|"
    r"(?:[а-я]{0,5}епи|горо)скоп|(?:кило|санти|милли|деци|микро|нано|пара|диа|пери)метр"
)


def is_device(low: str) -> bool:
    """Say whether the word ends as devices do."""
    return bool(DEVICE.search(low)) and not NO_DEVICE.match(low)


def _is_of_a_device(units: list[Unit], place: int) -> bool:
    """Say whether the word before ends as devices do: «пульсоксиметр Армед», «томограф Филипс»."""
    before = units[place - 1] if place else None
    return before is not None and units[place].follows and is_device(before.low)


def is_an_eponym(units: list[Unit], place: int) -> bool:
    """Say whether a sign or a test is called so: «по Нечипоренко, по Зимницкому», «Щёткина — Блюмберга»."""
    known = lists()["eponyms"]
    if units[place].low not in known and units[place].facts.lemma not in known:
        return False
    if place and units[place - 1].low == "по" and units[place].follows:
        return True
    beside = [units[place - 1]] if place and JOINED.match(units[place].gap) else []
    beside += [units[place + 1]] if place + 1 < len(units) and JOINED.match(units[place + 1].gap) else []
    return any(not {other.low, other.facts.lemma}.isdisjoint(known) for other in beside)


JOINED = re.compile(r"^ ?- ?$")
IN_A_ROW = re.compile(r"^ ?[-,/]? ?$")


def is_quoted(units: list[Unit], place: int) -> bool:
    return bool(QUOTES_OPEN.search(units[place].gap) and QUOTES_SHUT.search(units[place].after))


def is_a_sign(units: list[Unit], place: int) -> bool:
    """Say whether it is a first name in quotes that a thing before bears: «медцентр „Елена“»."""
    facts, before = units[place].facts, units[place - 1] if place else None
    if before is None or facts.first < USUAL or (facts.shaped and facts.surname >= USUAL):
        return False
    if not NAMED_SO.match(units[place].gap) or not is_quoted(units, place):
        return False
    if before.shape == CAPS or before.low.isascii() or before.facts.is_somebody:
        return False
    thing = before.facts.is_noun or not before.facts.is_known
    return thing and (not is_person_word(before) or before.low.endswith(("ия", "ии", "ию")))


def is_shortened(units: list[Unit], place: int) -> bool:
    """Say whether it is the beginning of a word: «Эд. изм.», «Амб.к.», «Хол-н», unlike «Эд. Гайсин»."""
    unit, after = units[place], units[place + 1] if place + 1 < len(units) else None
    if after is None or unit.shape != TITLE or len(unit.low) > SHORTEST_NAME or after.low.isascii():
        return False
    if after.shape not in {SMALL, CAPITAL}:
        return False
    return after.gap in {".", ". "} or (after.gap == "-" and len(after.low) < SHORTEST_NAME)


SHORTEST_NAME = 3
NAMED_SO = re.compile(r"^ [«\"„“]$")


def is_in_a_firm(units: list[Unit], place: int) -> bool:
    """Say whether it stands inside quotation marks behind a word for a firm: «компания „Джонсон и Джонсон“», or is one of two words of one."""
    if _is_one_of_two(units, place):
        return True
    for number in range(place, max(0, place - FAR), -1):
        gap = units[number].gap
        if gap == " ":
            continue
        if QUOTES_OPEN.search(gap):
            firm = number - 1
            if number > 1 and units[firm].shape == CAPS and len(units[firm].low) < FAR and units[firm].follows:
                firm -= not starts_with(units[firm].low, "honour_before")  # «БУЗ ВО „Лискинская РБ“»
            return starts_with(units[firm].low, "honour_before")
        if gap.strip():
            return False
    return False


def _is_one_of_two(units: list[Unit], place: int) -> bool:
    """Say whether the word and one beside it are a firm: «Гедеон Рихтер»."""
    firms = _firms()
    return any(
        units[first].low in firms and units[first + 1].low in firms[units[first].low]
        for first in range(max(0, place - 1), min(place + 1, len(units) - 1))
    )


@lru_cache(maxsize=1)
def _firms() -> dict[str, set[str]]:
    firms: dict[str, set[str]] = {}
    for pair in lists()["firms"]:
        first, _, second = pair.partition("_")
        firms.setdefault(first, set()).add(second)
    return firms


def _is_abbreviated(units: list[Unit], number: int) -> bool:
    """Say whether the dot behind the word is that of «им.», «ул.», «акад.» or an initial."""
    gap = units[number + 1].gap
    short = len(units[number].low) <= 4
    return short and gap.lstrip().startswith(".") and not re.search(r"[\n,;]", gap)
