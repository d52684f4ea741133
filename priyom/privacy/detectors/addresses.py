"""Finds where people live: a street with a house, a village with a house, a house with a flat, and all that leads to them.

A town, a region or a street alone is no address. An address of a hospital or an office is nobody's home: it stays, unless a
flat or a word such as «проживает» says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.reading import Reading
from priyom.privacy.detectors.vocabulary import Vocabulary

L = r"(?<![а-яёa-z0-9])"
R = r"(?![а-яёa-z0-9])"
NAME = r"[а-яё0-9][а-яё0-9'.\-]{0,30}"
PROPER = r"(?:[А-ЯЁ][А-Яа-яЁё'\-]{1,30}|[0-9]{1,3}(?:-?(?:я|й|го|ой|ая|ий|лет))?)"
STREET_KIND = (
    r"(?:улиц[аыеу]|ул|проспект[аеу]?|просп|пр-?к?т|пр|переул(?:ок|ка|ке)|пер|бульвар[аеу]?|бул|б-р|набережн(?:ая|ой|ую)|наб|шоссе|ш|"
    r"проезд[аеу]?|пр-д|тупик[ае]?|туп|алле[яией]{1,2}|площад[ьи](?! ?(?:[0-9]|помещ|участ|здан|зал|палат|кабин|отд|пол))|пл|микрорайон[ае]?|мкрн?|м-?н|мкр-н|м/р(?:айон)?|квартал[ае]?|кв-л|"
    r"тракт[ае]?|с/?нт|с/т|днт|дск|тсн|гск|сад(?:овое)? товарищество|взвоз|спуск|городок|в/ч|военный городок|территория|тер|жк)"
)
PLACE_KIND = (
    r"(?:город[аеу]?|гор|г|пос[её]л(?:ок|ка|ке)|пос|пгт|рп|р\.п|п\. ?г\. ?т|п|сел[оае]|с|деревн[яеию]|дер|д|хутор[ае]?|хут|х|станиц[аеыу]|ст-ца|ст|"
    r"аул[ае]?|слобод[аеы]|сл|кишлак|улус|починок|местечк[оа]|разъезд|нп|с/п|с/с|[ск]/х|совхоз[ае]?|п/ст|снп)"
)
REGION_KIND = (
    r"(?:обл(?:асть|асти|астью)?|край|края|крае|кр|респ(?:ублик[аеиуй]{1,2})?|р-о?н[аеу]?|район[аеу]?|округ[аеу]?|ао|автономн(?:ый|ого) округ[а]?|г\.? ?о|"
    r"городской округ|улус[ае]?|наслег[ае]?|кожуун[ае]?|аймак[ае]?|с/о|сельсовет[а]?|сельское поселение)"
)
UNITS = r"(?:один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять)"
IN_WORDS = (
    r"(?:(?:сто |двести |триста )?(?:двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто)(?: "
    + UNITS
    + r")?|"
    r"(?:сто |двести |триста )?(?:десять|(?:один|две|три|четыр|пят|шест|сем|восем|девят)надцать|"
    + UNITS
    + r")|сто|двести|триста)"
)
HOUSE = (
    r"(?:(?:(?:ж/?д |жилой )?дом(?:а(?! ?№? ?[0-9]{1,4}[а-я]?\s?(?:-|,|и) ?[0-9])|[еу])?|д|домовлад[а-я]{0,6}|двлд|домовл|влад(?:ение)?|вл|зд|з/у|стр(?:оение)?|уч(?:аст(?:ок|ка|ке)|-к)?|№)\.?\s{0,2}(?:№\s{0,2})?(?:[0-9]{1,4}(?:\s?(?!к\.|к ?[0-9]|с\.)[а-яёa-z](?![а-яёa-z]))?|"
    + IN_WORDS
    + r"(?![а-яё]))"
    r"(?:\s?[/\\-]\s?[0-9]{1,4}[а-яёa-z]?(?![а-яёa-z]))?)"
)
PART = r"(?:(?:домофон|дмф|код)\.?\s?[0-9][0-9а-яёa-z*#]{0,9}|(?:корпус[а]?|корп|кор|к|строение|стр|с|литер[аы]?|лит|блок|подъезд|подьезд|под|п|этаж|эт|секция|домофон|код|барак|общежитие|общ|линия|ряд|аллея)\.?\s{0,2}(?:№\s?)?(?:[0-9]{1,4}(?:\s?[а-яёa-z](?![а-яёa-z]))?|[а-яё](?![а-яё]))|[0-9]{1,2} ?(?:-?й )?(?:этаж|эт|подъезд)|общежитие|общ\.|барак)"
FLAT = (
    r"(?:(?:квартир[аеуы]|кв-ра|кв(?!\.? ?м(?:етр|\.|[^а-яё]|$))|комнат[аеуы]|комн?|ком|пом(?:ещение)?|офис|оф|каб)\.?\s{0,2}(?:№\s{0,2})?(?:[0-9]{1,4}(?:\s?[а-яё](?![а-яё]))?(?:\s?-\s?[0-9]{1,3})?|"
    + IN_WORDS
    + r"(?![а-яё])))"
)
BARE_HOUSE = r"(?:[0-9]{1,4}(?:\s?(?:к|корп|с|стр)\.?\s?[0-9]{1,3}|\s?[а-яё](?![а-яё]))?(?:\s?[/\\]\s?[0-9]{1,4}[а-яё]?(?![а-яё]))?(?:\s?-\s?[0-9]{1,4}){0,2}(?![0-9%-]|:[0-9]|\.[0-9]|\s?(?:час|мин|год|чел|раз|руб|июн|июл|янв|фев|мар|апр|мая|авг|сен|окт|ноя|дек|мб|кб|гб|шт|дн|лет|тыс|пациент|заяв|ошиб)))"
COMPONENTS = re.compile(
    r"(?P<index>(?<![0-9-])[1-6][0-9]{5}(?![0-9-]))"
    rf"|(?P<flat>{L}{FLAT}{R})"
    rf"|(?P<house>{L}{HOUSE}(?![a-z0-9]|[а-яё]{{2}}))"
    rf"|(?P<street>{L}{STREET_KIND}(?:\.\s{{0,2}}|\s{{1,2}})(?:им\.?\s{{1,2}}|имени\s{{1,2}})?(?P<streetname>[а-яё0-9«\"][а-яё0-9.'»\"-]{{0,30}}(?:\s{{1,2}}[а-яё][а-яё.'»\"-]{{0,30}}){{0,3}}))"
    rf"|(?P<place>(?<!/){L}{PLACE_KIND}(?:\.\s{{0,2}}|\s{{1,2}})(?P<placename>(?:(?:б|м|н|в|ст|нов|верх|ниж|бол|мал|кр)\. ?)?[а-яё][а-яё'-]{{1,30}}(?:\s{{1,2}}(?!{STREET_KIND}{R})[а-яё][а-яё'-]{{1,30}}){{0,2}}))"
    rf"|(?P<part>(?<![а-яёa-z]){PART}{R})",
)
STREET_AFTER = re.compile(
    # A sentence's first word has its capital for that: «Зарегистрирована ул. Лесная, 5».
    rf"(?P<name>(?!(?i:зарегистрир|прожива|пропис|жив[её]т|живу|адрес|переехал|пере(?:вед|вез)|находи|располож|вызов|достав|участ|пациент|больн))(?:им\.? )?{PROPER}(?:\s{PROPER}){{0,2}}(?: [А-ЯЁ]\. ?[А-ЯЁ]\.)?)\s{{1,2}}(?P<kind>(?i:{STREET_KIND}))(?:\.|(?![А-Яа-яё]))(?!\s?[А-ЯЁ][А-Яа-яё-]{{2,20}},?\s(?:д|Д|[0-9]))"
)
NUMBERED_FLAT = re.compile(r"(?<![\w.,:/-])[0-9]{1,3}[а-я]?,? (?i:кв)\.? ?[0-9]{1,3}(?![0-9]|\.[0-9])")
FLAT_FIRST = re.compile(
    r"(?:(?i:дом[ае]? ?(?:№ ?)?)[0-9]{1,4}[а-я]? (?:по|на) (?i:улице|ул\.?|проспекте|проспекту|пр\.?|переулку) [А-ЯЁ][а-яё-]{3,30}(?:, (?i:кв(?:артира|\.)? ?)[0-9]{1,4})?)|(?i:кв(?:артира|\.)?|комн(?:ата|\.)) ?[0-9]{1,4},? (?:в )?дом[ае]? ?(?:№ ?)?[0-9]{1,4}[а-я]?,? (?:по|на) (?:(?i:улице|ул\.?|проспекту|пр\.?|переулку) )?[А-ЯЁ][а-яё-]{3,30}"
)
BLOCK = re.compile(
    r"(?<![0-9А-Яа-яё.-])(?P<name>[0-9]{1,3})(?:-?(?:й|ый|ой|я))? ?(?P<kind>комплекс|линия|квартал|мкрн?|мкр-н|микрорайон|городок)\.?(?=,? ?(?:д|дом|стр|уч|[0-9]))"
)
PLACE_AFTER = re.compile(
    rf"(?P<name>{PROPER}(?:\s{PROPER})?)\s(?P<kind>(?i:г|город|с|п|пос|дер|д|рп|пгт|ст-ца|х))\.?(?=\s?,)"
)
REGION = re.compile(
    rf"(?P<name>[А-ЯЁ][А-Яа-яЁё'-]{{2,30}}(?:\s[А-ЯЁ][А-Яа-яЁё-]{{2,30}})?)\s{{1,2}}(?P<kind>(?i:{REGION_KIND}))(?:\.|(?![А-Яа-яё]))(?:\s?[-(]\s?(?i:кузбасс|югра|алания|якутия|чувашия)\)?)?"
)
REGION_BEFORE = re.compile(
    r"(?P<kind>(?i:респ(?:ублика)?\.?|обл\.?|р-н|ао))\s{1,2}(?P<name>[А-ЯЁ][А-Яа-яЁё'-]{2,30}(?:\s\([А-Яа-я]{2,20}\))?)"
)
CALLED = re.compile(
    r"(?<![а-яё])(?:адрес[ауе]?(?:\s(?:пациент\w{0,2}|прожив\w{1,6}|регистрац\w{1,3}|места жительства|фактическ\w{1,3}|прописки|больного|по прописке|доставки|дома))?|"
    r"прожива\w{1,6}|прописан\w?|зарегистрирован\w{0,2}(?:\s(?:по адресу|в|на))?|место(?:м)? жительства|жив(?:[её]т|у|[её]м|ут|ете)(?:\s(?:в|на|по))?|живущ\w{1,3}|address|addr|прожив|переехал\w{0,2} (?:на|в)|улица, дом(?:, кв(?:артира|\.)?)?(?=:)|вызов|вызов на дом|на дому|на дом по адресу|по адресу|по факту|фактически)"
    r"(?![а-яё])"
)
HOME = re.compile(
    r"прожива|прописан|зарегистрир|жив[её]т|живущ|жительств|пациент|больн(?!иц|ичн)|домашн|на дом|прикрепл|адрес регистрации|не (?:видит|находит|принимает|знает) адрес|родил|г\. ?р|снилс|полис|паспорт"
)
OFFICE = re.compile(
    r"больниц|поликлиник|клиник|(?<![а-яё])(?:гбуз|гауз|огбуз|мбуз|црб|гкб|цгб|фап|мо|ооо|ао|пао|зао|ип|лпу|миац)(?![а-яё])|госпитал|диспансер|апте[кч]|офис|юридическ|"
    r"филиал|(?<![а-яё])цод(?![а-яё])|стойк|роутер|подразделени|лицензи|при[её]м граждан|часы работы|график работы|каб(?:инет)?\.? ?[0-9]|министерств|департамент|комитет|управлени|подстанц|при[её]мная|школ|детск\w{2} сад|(?<![а-яё])(?:фонд|суд|мфц|сфр|фсс|тфомс)(?![а-яё])|учреждени|организаци|отделени|медцентр|(?<!кон)центр|компани|склад|здани|серверн|амбулатори|роддом|юр\. ?адрес|корпус больниц|регистратур|стационар|(?<![а-яё])овп(?![а-яё])|вед[её]т при[её]м|при[её]мн|контакт-центр"
)
STREETLESS = frozenset(
    "работает нет не в и на с у по от для из к о ошибка пациент заявка ошибки тоже также уже".split()
)
# «ст. медсестра», «с. врач»: an abbreviation before somebody's office, not a village.
OF_PEOPLE = re.compile(
    r"мед(?:сест|брат|регистр|работ)|сестр|врач|лаборант|инспектор|специалист|акушер|инженер|оператор|научн|преподават|фельдшер|менеджер|статистик"
)
ADDRESS_END = " \t\r\n,;.|^-([\"'/"


@dataclass(slots=True)
class Part:
    """One piece of an address: its kind and place."""

    kind: str
    start: int
    end: int


def find_addresses(reading: Reading, vocabulary: Vocabulary) -> Iterator[Span]:
    """Yield whole addresses, from the index or the region to the flat."""
    for chain in _chains(reading, _parts(reading)):
        start, end = chain[0].start, chain[-1].end
        kinds = {part.kind for part in chain}
        called = bool(CALLED.search(reading.before(start, 48)))
        if _is_home(reading, chain, kinds, called=called) and not QUARTER.match(reading.low, start):
            start = _from_the_left(reading, _with_name(reading, start), vocabulary)
            yield Span(start, _trimmed(reading.text, start, end), Label.ADDRESS, 0.9)
    yield from _called(reading, vocabulary)
    yield from _flatted(reading, vocabulary)


QUARTER = re.compile(
    r"(?:за )?[1-4](?:-?й)? квартал[ае]? [0-9]{1,3} [0-9]{3}(?![0-9])"
)  # of a year, and what was counted in it
UNNAMED = re.compile(
    r"(?:прожива\w{1,6}|жив[её]т|живу|адрес\w{0,3}|прописан\w?)(?: (?:в|на|по|у|нас|него|не[её]))?[ :,-]{1,3}(?P<name>(?!адрес)[а-яё-]{3,20}(?: [а-яё-]{3,20}){0,2})[ ,]{1,2}$"
)


def _with_name(reading: Reading, start: int) -> int:
    """Return where the address begins when nothing but «живёт» calls the words before the house its name: «живёт новый городок дом 7»."""
    before = reading.before(start, 80)
    found = UNNAMED.search(before)
    return start - len(before) + found.start("name") if found else start


LEFT = re.compile(
    r"(?:(?<![0-9-])[1-6][0-9]{5}|(?<![0-9])[0-9]{1,2}-?(?:й|я|ый|ая|ой)(?=\s)"
    r"|(?<![А-Яа-яё])(?:(?:РОССИЯ|Россия|РФ|РТ|РБ|РД|РК|РХ|РМ|РМЭ|РСО|РСО-Алания|ЯО|МО|ЛО|ТО|НО|НСО|ЯНАО|ХМАО|НАО|УР|ЧР|КБР|КЧР|СПб|СПБ|ЕАО|АО|СО|ВО|КО|ЧО|ПК|АК|КК|УР)(?=,)|Россия)"
    r"|(?<![А-Яа-яё.-])(?i:г|гор|город[ае]?|пос|пос[её]л(?:ок|ке)|п|с|село|дер|деревня|д|пгт|рп|ст|ст-ца|х|аул|[ск]/х|совхоз)\.? ?(?:[А-ЯЁ]\. ?)?[А-ЯЁ][А-Яа-яё-]{2,24}(?: [А-ЯЁ][а-яё-]{2,24})?"
    rf"|(?<![А-Яа-яё-])[А-ЯЁ][а-яё-]{{3,30}} (?i:{REGION_KIND})\.?(?:\s?[-(]\s?(?i:кузбасс|югра|алания|якутия|чувашия)\)?)?"
    rf"|(?<![А-Яа-яё-])(?i:{REGION_KIND})\.? [А-ЯЁ][а-яё-]{{3,30}}"
    r"|(?<![А-Яа-яё-])(?P<two>[А-ЯЁ][А-Яа-яё-]{2,24} (?P<last>[А-ЯЁ][А-Яа-яё]{2,24}))"
    r"|(?<![А-Яа-яё])(?P<town>[А-ЯЁ][А-Яа-яё-]{2,24}))[ ,;.]{1,3}$"
)
MOST_LEFT = 6


def _from_the_left(reading: Reading, start: int, vocabulary: Vocabulary) -> int:
    """Return where the address begins: index, region and town before the street belong to it, a bare town as well."""
    for _ in range(MOST_LEFT):
        base = max(0, start - 60)
        found = LEFT.search(reading.text[base:start])
        if not found:
            return start
        at = base + found.start()
        if found["two"] and not (_is_place(found["two"], vocabulary) or _is_place(found["last"], vocabulary)):
            at = base + found.start("last")
            if not _is_place(found["last"], vocabulary):
                return start
        elif found["town"] and not _is_place(found["town"], vocabulary):
            return start
        start = at
    return start


def _is_place(name: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.about(name.lower().replace("ё", "е")).is_place


PLOT = re.compile(r"уч")
GARDENS = re.compile(r"с/?нт|днт|днп|тсн|тер|сад|дач|поселок|линия|(?<![а-яё])кп")


def _parts(reading: Reading) -> list[Part]:
    parts: list[Part] = []
    text, low = reading.text, reading.low
    place = 0
    while found := COMPONENTS.search(low, place):
        kind = next(name for name in ("index", "flat", "house", "street", "place", "part") if found[name] is not None)
        part: Part | None = Part(kind, found.start(), found.end())
        if kind in {"street", "place"}:
            part = _named(text, found, kind)
        if (
            part
            and kind == "house"
            and PLOT.match(low, part.start)
            and not GARDENS.search(reading.before(part.start, 60))
        ):
            part = None  # a doctor's district, not a plot of land
        place = part.end if part else found.start() + 1
        if part:
            parts.append(part)
    for pattern, kind in (
        (STREET_AFTER, "street"),
        (BLOCK, "street"),
        (PLACE_AFTER, "place"),
        (REGION, "region"),
        (REGION_BEFORE, "region"),
    ):
        parts += [Part(kind, found.start(), found.end()) for found in pattern.finditer(text)]
    return _without_overlaps(parts)


def _named(text: str, found: re.Match[str], kind: str) -> Part | None:
    """Cut the name of a street or a place to the words that can belong to it; None when there are none."""
    name_at = found.start(f"{kind}name")
    written = text[name_at : found.end()]
    marked = "." in text[found.start() : name_at]
    capitals = re.match(
        r"(?:им\.?\s|имени\s)?[«\"]?(?:[0-9]{1,3}(?:-?[а-яё]{1,3})?\s{1,2}(?:лет\s|летия\s)?)?(?:[А-ЯЁ]\.\s?){0,2}[А-ЯЁ][А-Яа-яЁё'\-]*(?:\s{1,2}(?:[А-ЯЁ][А-Яа-яЁё'\-]+|лет|и|на|года|октября|мая|марта|съезда|армии|дивизии|партизан))*(?:\s[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?)?[»\"]?",
        written,
    )
    if capitals:
        return Part(kind, found.start(), name_at + capitals.end())
    small = re.match(
        r"(?:[0-9]{1,3}[А-ЯЁ](?![А-Яа-яё])|[а-яё0-9-]{1,30}(?:\s(?!"
        + STREET_KIND
        + R
        + r")[а-яё-]{2,30}){0,2}?(?=[\s,]{1,3}(?:д\.?|дом|[0-9])))|[а-яё0-9][а-яё0-9-]{2,30}",
        text[name_at : name_at + 80],
    )
    said = text[found.start() : name_at].strip(" .").lower()
    long_kind = len(said) > (1 if kind == "street" else 2) or said == "г"
    streetless = small and (small.group().split()[0] in STREETLESS or OF_PEOPLE.match(small.group()))
    if small and not streetless and (marked or long_kind):
        return Part(kind, found.start(), name_at + small.end())
    return None


def _without_overlaps(parts: list[Part]) -> list[Part]:
    parts.sort(key=lambda part: (part.start, -part.end))
    kept: list[Part] = []
    for part in parts:
        if kept and part.start < kept[-1].end:
            if part.end > kept[-1].end and part.kind == "street":
                kept[-1] = Part("street", kept[-1].start, part.end)
            continue
        kept.append(part)
    return kept


VILLAGE_HOUSE = re.compile(
    r", ?(?P<house>[0-9]{1,3}[а-я]?)(?![0-9а-яё]|[.:/-] ?[0-9а-яё]| (?:мкр|микр|кварт|комплекс|лини|этаж))"
)
BARE = re.compile(rf"[\s,.^|]{{0,4}}(?:д\.?\s?)?(?P<house>{BARE_HOUSE}|{IN_WORDS})(?![а-яё0-9])")
REST_OF_NAME = re.compile(
    r"^(?:\s[а-яё-]{3,15}(?:\s[а-яё-]{3,15})?|\s[0-9]{1,4}),?\s?$"
)  # «пос. Кирпичного завода, барак 3»
BETWEEN = re.compile(
    r"^[\s,;.|^/\"'()-]{0,6}(?:(?:г|город|россия|рф|р\.?ф|м|с\.? ?п|г\.? ?п|м\.? ?о|г\.? ?о|вн\.? ?тер\.? ?г|тер|микрорайон|мкр|центр|сельское поселение|городское поселение|муниципальный)\.?[\s,]{0,3})?$"
)
PLAIN_TOWN = re.compile(
    r"^[\s,;.|^]{1,4}(?P<name>[А-ЯЁ][а-яё]{2,20}(?:-[А-ЯЁа-яё]{2,20})*(?:\s[А-ЯЁ][а-яё]{2,20})?|[А-ЯЁ]{2,5}(?:-[А-ЯЁ]{2,8})?)[\s,;.|^]{1,4}$"
)
PLAIN_STREET = re.compile(
    r"^(?P<between>[\s,;^|]{1,4})(?P<street>[А-ЯЁ][А-Яа-яё.-]{2,30}(?:\s[А-ЯЁ][а-яё-]{2,30})?|[0-9]{1,3} (?:лет|летия) [А-ЯЁ][А-Яа-яё]{2,20}(?: [А-ЯЁ][а-яё]{2,20})?|[0-9]{1,2} [А-ЯЁ][а-яё]{2,8}[ая]|[а-яё-]{3,20}(?:ая|ой|ого|ева|ова|ёва|ина))[\s,]{1,3}(?P<house>[0-9]{1,4}[а-яё]?(?:\s?[/\\-]\s?[0-9]{1,4})?)(?![0-9.])"
)


FLAT_AFTER = re.compile(
    r"(?:\s?[-/]\s?|\s?,{1,3}\s?)[0-9]{1,4}(?![0-9]|\.[0-9]|-?й? ?(?:этаж|эт|подъезд)|\s?(?:час|мин|чел|руб|шт|июн|июл|янв|фев|мар|апр|мая|авг|сен|окт|ноя|дек))"
)


def _chains(reading: Reading, parts: list[Part]) -> Iterator[list[Part]]:
    """Join neighbouring parts; a number right after a street is its house."""
    text, low = reading.text, reading.low
    chain: list[Part] = []
    for part in parts:
        if chain and not _is_next(text, chain[-1], part):
            yield chain
            chain = []
        if chain and part.start < chain[-1].end:
            continue
        chain.append(part)
        if part.kind == "street" and (bare := BARE.match(low, part.end)):
            chain.append(Part("house", bare.start("house"), bare.end("house")))
            flat = FLAT_AFTER.match(low, bare.end())
            if flat:
                chain[-1].end = flat.end()
        elif part.kind in {"place", "region"} and (plain := PLAIN_STREET.match(text[part.end : part.end + 80])):
            street = Part("street", part.end + plain.start("street"), part.end + plain.end("street"))
            chain += [street, Part("house", part.end + plain.start("house"), part.end + plain.end("house"))]
        elif part.kind == "place" and (house := VILLAGE_HOUSE.match(low, part.end)):
            chain.append(Part("house", house.start("house"), house.end("house")))
    if chain:
        yield chain


def _is_next(text: str, before: Part, part: Part) -> bool:
    between = text[before.end : part.start]
    if len(between) > 40 or "\n\n" in between:
        return False
    if BETWEEN.match(between.lower()):
        return True
    if before.kind in {"street", "place"} and part.kind in {"house", "part", "street"} and REST_OF_NAME.match(between):
        return True
    return before.kind in {"index", "region", "place"} and bool(PLAIN_TOWN.match(between))


def _is_home(reading: Reading, chain: list[Part], kinds: set[str], *, called: bool) -> bool:
    start, end = chain[0].start, chain[-1].end
    if kinds <= {"flat", "part"} and not called:
        return False
    if "flat" in kinds and kinds & {"street", "house", "place", "part"}:
        flat = any(re.match("кв", reading.low[part.start : part.end]) for part in chain if part.kind == "flat")
        return flat or not OFFICE.search(_around(reading, start, end))
    housed = "house" in kinds and kinds & {"street", "place"}
    if not housed:
        return called and "street" in kinds and not OFFICE.search(_around(reading, start, end))
    if (
        kinds <= {"place", "house"}
        and not called
        and not any(part.kind == "place" and part.end - part.start > 4 for part in chain)
    ):
        return False
    around = _around(reading, start, end)
    if not called and _is_under_an_office(reading, start):
        return False
    return not OFFICE.search(around) or bool(HOME.search(around))


def _is_under_an_office(reading: Reading, start: int) -> bool:
    """Say whether the line above is an institution's, as in signatures: «КГБУЗ „Районная больница“⏎658200, …»."""
    begins = reading.low.rfind("\n", 0, start) + 1
    above = reading.low[max(0, begins - 100) : max(0, begins - 1)].rpartition("\n")[2]
    return not reading.low[begins:start].strip() and bool(HOUSE_OF_HEALING.search(above)) and not HOME.search(above)


HOUSE_OF_HEALING = re.compile(
    r"(?<![а-яё])(?:г|к|об|о|м|фг|чу)?(?:буз|ауз|бу|кгбуз)(?![а-яё])|больниц|поликлиник|диспансер|госпитал|медицинск\w{2} центр"
)


def _around(reading: Reading, start: int, end: int) -> str:
    before = re.split(r"(?<!юр)(?<!факт)(?<!им)(?<!ул)(?<!пр)(?<! г)[.!?]\s|;", reading.before(start, 70))[-1]
    return f"{before} {re.split('[.!?;]', reading.after(end, 40))[0]}"


MOVED = re.compile(
    r"(?<![а-яё])(?:переезд\w{0,2}|переехал\w{0,2}|переселил\w{1,3}|вызов\w{0,2}|адрес\w{0,3}|прожива\w{1,6}|прописан\w?|жив[её]т|живу|выезд\w{0,2}|бригад\w{1,2})[^.;\n]{0,40}$"
)
# A street that nothing calls so, with a house and a flat: «Луговая, 9, кв. 12»; without the word for the flat where somebody lives.
FLATTED = re.compile(
    rf"(?<![А-Яа-яЁё.])(?P<name>(?:[0-9]{{1,3}}(?:-?[а-яё]{{1,3}})? )?(?:[А-ЯЁ][а-яё-]{{2,30}}(?: [А-ЯЁ]?[а-яё-]{{2,30}})?|[А-ЯЁ]{{3,30}})),? {{0,2}}(?:д\. ?|дом )?"
    rf"[0-9]{{1,4}}[а-яё]?(?:[/\\][0-9]{{1,3}})?(?:(?:[ ,]{{1,3}}{PART}){{0,3}}[ ,]{{1,3}}(?P<flat>(?i:кв(?:артир[ауы]|\.|-ра)?|комн(?:ат[ауы]|\.)|ком\.) ?[0-9]{{1,4}})|-[0-9]-(?P<part>[0-9]{{2,4}})(?![0-9.-])|-(?P<bare>[0-9]{{1,4}})(?![0-9.-]))"
)
WRITTEN = (  # names with a house behind them, and what may follow: «Тверь, Ленина 5-12», «Барнаул Ленина 61 - 230»
    r"(?:(?:[0-9]{1,2}(?:-?[а-яё]{1,2})?\s)?[А-ЯЁ][А-Яа-яЁё.\-]{1,30}[ ,]{1,3}){1,5}(?:д\.?\s?|дом\s|а/я\s?)?(?!(?:19|20)[0-9]{2}\s?г)[0-9]{1,4}\s?[а-яё]?(?![а-яё])"
    r"(?:\s?[/\\,-]\s?(?:кв\.?\s?)?[0-9]{1,4}){0,2}(?:[ ,]{1,3}(?:кв\.?|квартир[ауы]|корп\.?|к\.?|подъезд|под\.|этаж|эт\.)\s?[0-9]{1,4})*(?!\.?[0-9])"
)
VALUE = re.compile(
    rf"^(?: [а-яё]{{2,12}}){{0,2}}\s{{0,3}}[:=\-]?\s{{0,3}}[\"'<\[«]?\s{{0,2}}(?P<value>(?:[1-6][0-9]{{5}}[ ,]{{1,2}})?{WRITTEN})"
)
# A town and a street without a word for either: «Новоалтайск, Анатолия 12-44».
TOWNED = re.compile(
    r"(?<![А-Яа-яё-])(?P<town>[А-ЯЁ][А-Яа-яё-]{3,30}), (?P<street>[А-ЯЁ][а-яё-]{2,30}(?: [А-ЯЁ][а-яё-]{2,30})?),? [0-9]{1,3}[а-яё]?(?:[/][0-9]{1,3})?(?:[-,] ?[0-9]{1,4})?(?![0-9]|[.:][0-9]| ?(?:час|мин|чел|руб|шт|мест|коек))"
)
# The same without a comma: then the street must end as streets do and a flat must follow («Самара Ташкентская 95 - 3»).
TOWN_AND_FLAT = re.compile(
    r"(?<![А-Яа-яё-])(?P<town>[А-ЯЁ][А-Яа-яё-]{3,30}),? (?P<street>(?:[0-9]{1,2}-?я )?[А-ЯЁ][а-яё-]{2,30}(?:ая|[ое]ва|[иы]на|ого|ской|ий|ей)),? [0-9]{1,3}[а-яё]?(?:/[0-9]{1,3})? ?[-,] ?[0-9]{1,3}(?![0-9]|[.:,-][0-9])"
)
# All in small letters behind its word: «живёт калуга энтузиастов 50-129».
SMALL_ONE = re.compile(
    r"(?: (?:по адресу|в городе|в г\.?|в|на))?[ :]{1,3}(?P<value>(?P<town>[а-яё-]{3,24}),? (?:[а-яё-]{3,20},? ){1,2}[0-9]{1,4}[а-я]?(?:/[0-9]{1,3})? ?[-,] ?(?:кв\.? ?)?[0-9]{1,4})(?![0-9]|[.:/-][0-9])"
)
SMALL_TOWN = re.compile(
    r"(?<![а-яёА-ЯЁ-])(?P<town>[а-яё-]{4,24}),? [а-яё-]{3,20}(?:ая|[ое]ва|[иы]на|ого|ской|ский),? [0-9]{1,3}[а-я]?(?:/[0-9]{1,3})?-[0-9]{1,4}(?![0-9]|[.:/-][0-9])"
)
INDEXED = re.compile(rf"(?<![0-9.,-])[1-6][0-9]{{5}}[ ,]{{1,2}}(?=(?P<town>[А-ЯЁ][А-Яа-яё-]{{2,30}})){WRITTEN}")


def _called(reading: Reading, vocabulary: Vocabulary) -> Iterator[Span]:
    """Yield what a word announces as an address although nothing in it says street: «проживает: Тверь, Ленина 5-12»."""
    for found in CALLED.finditer(reading.low):
        value = VALUE.match(reading.text[found.end() : found.end() + 160])
        if value and not re.search(r"(?i)адрес|(?<![а-яё])не(?![а-яё])", value["value"]):
            yield Span(found.end() + value.start("value"), found.end() + value.end("value"), Label.ADDRESS, 0.8)
        small = SMALL_ONE.match(reading.low, found.end())
        if small and _is_place(small["town"], vocabulary):
            yield Span(*small.span("value"), Label.ADDRESS, 0.8)
    for found in SMALL_TOWN.finditer(reading.text):
        if _is_place(found["town"], vocabulary) and not OFFICE.search(_around(reading, *found.span())):
            yield Span(*found.span(), Label.ADDRESS, 0.8)
    for found in NUMBERED_FLAT.finditer(reading.text):
        yield Span(*found.span(), Label.ADDRESS, 0.6)
    for found in FLAT_FIRST.finditer(reading.text):
        yield Span(*found.span(), Label.ADDRESS, 0.95)
    for found in (
        *INDEXED.finditer(reading.text),
        *TOWNED.finditer(reading.text),
        *TOWN_AND_FLAT.finditer(reading.text),
    ):
        if _is_place(found["town"], vocabulary) and not OFFICE.search(_around(reading, *found.span())):
            yield Span(*found.span(), Label.ADDRESS, 0.8)


PARTED = re.compile(r"(?:тел|верси|прибор|модел|сери|№)[а-я.]{0,6} ?$")  # «Победы 14-3-88»: house, building, flat
STREET_CELL = re.compile(r"(?:[,;|\t] ?|^|\n)$")  # «…, Силикатная 31а-52»


def _flatted(reading: Reading, vocabulary: Vocabulary) -> Iterator[Span]:
    """Yield a name with a house and a flat behind it, whatever the name is."""
    for found in FLATTED.finditer(reading.text):
        cell = STREET_CELL.search(reading.text[max(0, found.start() - 3) : found.start()]) and found["name"].endswith(
            ("ая", "ова", "ева", "ина", "ого")
        )
        parted = found["part"] and not PARTED.search(reading.before(found.start(), 16))
        if (
            found["flat"]
            or cell
            or (parted and _is_street(found["name"], vocabulary))
            or (MOVED.search(reading.before(found.start(), 60)) and _is_street(found["name"], vocabulary))
        ):
            yield Span(_from_the_left(reading, found.start(), vocabulary), found.end(), Label.ADDRESS, 0.8)


def _is_street(name: str, vocabulary: Vocabulary) -> bool:
    facts = vocabulary.about(name.rsplit(maxsplit=1)[-1].lower().replace("ё", "е"))
    return facts.is_noun or facts.is_name or not facts.is_known


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in ADDRESS_END:
        end -= 1
    return end
