"""Reads what programs write: XML, JSON, SQL, HL7, certificates' names, tables with a heading — and pasted refusals with brackets.

There a field's name says whose value stands in it, so that a surname needs no capital and a date no «г. р.».
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.reading import Reading
from priyom.privacy.detectors.usualness import USUAL, WELL_KNOWN
from priyom.privacy.detectors.vocabulary import Vocabulary

# The names of fields by what they hold; the whole name, or a part of it between underscores, dots or capitals.
FIELDS = {
    Label.PERSON: (
        r"(?:patient_?|pat_?|person_?|doctor_?|doc_?|emp_?|user_?|mother_?|father_?|client_?|insured_?|resp_?|author_?|vrach_?|pac_?|p_|ls_?)?"
        r"(?:fio|fullname|full_name|family_?name|family|fam|famil(?:y|iya)|surname|sur_name|last_?name|lname|lastn|second_?name|secname|given_?name|given|firname|"
        r"first_?name|fname|firstn|middle_?name|mname|midname|patronymic|patronym|otch(?:estvo)?|ot|im|ima|imya|patr_?name|fam_?im_?ot|maiden_?name)(?:_?[0-9p]|_?ru|_?rus|_?pat|_?pac|_?vrach|_?doc)?"
        r"|(?:patient|doctor|vrach|pacient|person|employee|author|physician|owner|holder)(?:_?name)?"
        r"|(?:from|actor|sender|reporter|assignee|creator|requester|recipient)(?:_?name)?"
        r"|фио(?:_?\w{1,12})?|фамилия(?:_?\w{1,12})?|имя(?:_?пациента|_?врача)?|отчество(?:_?\w{1,12})?|пациент|врач|сотрудник|cn|sn|gn|g|givenname"
    ),
    Label.DOB: r"(?:\w{1,12}_?)?(?:birth_?(?:date|day|time|dt)|dob|dr|d_r|bdate|bd|dat[ae]?_?r|data_?ro[zg]\w{0,8}|\w{0,5}_?rozhd\w{0,6}|birth|date_?birth|date_?of_?birth)(?:_?p)?|(?:дата_?рожд\w{0,6}|др|д\.?р\.?)",
    Label.ADDRESS: r"(?:\w{1,12}_?)?(?:addr(?:ess)?(?:_?line)?[0-9]?|street_?address_?line|adres(?:s)?|addr_?(?:reg|fact|prop)\w{0,6}|address_?text)|адрес(?:_?\w{1,14})?",
    Label.SNILS: r"(?:\w{1,12}_?)?(?:snils|ss)|снилс|id_?do[kc]t\w{0,3}|code_?md",
    Label.OMS: r"(?:\w{1,12}_?)?(?:enp|npolis|n_polis|policy_?(?:num\w{0,4}|no)?|polis(?:_?num\w{0,4})?|oms_?(?:num\w{0,4})?)|енп|полис(?:_?омс)?",
    Label.PHONE: r"(?:\w{1,12}_?)?(?:phone(?:_?num\w{0,4})?|tel(?:ephone|efon)?|mobile(?:_?phone)?|cell|telecom|contact_?(?:phone|tel)?)|телефон|тел",
    Label.PASSPORT: r"(?:\w{1,12}_?)?(?:passport(?:_?num\w{0,4})?|docnum|doc|doc_?num(?:ber)?|docser|doc_?ser(?:ies)?)|паспорт",
    Label.MRN: r"(?:\w{1,12}_?)?(?:mrn|nhistory|n_?card|card|card_?(?:num\w{0,4}|no)|history_?(?:num\w{0,4}|no)|ib_?num|medcard\w{0,8})|(?:номер|ном)_?(?:(?:мед|амб|стац)\w{0,11}_?)?(?:карты|иб|истории)(?:_?болезни|_?пациента)?",
    Label.INN: r"(?:patient|person|client|\w{1,8}_)inn",
}
KINDS = tuple(FIELDS)
NAMED = "|".join(f"(?P<k{number}>{pattern})" for number, pattern in enumerate(FIELDS.values()))
WHICH = re.compile(f"(?:{NAMED})$")
FIELD = r"[A-Za-zА-Яа-яЁё_][\w.\-]{0,40}"
ELEMENT = re.compile(rf"<(?:[\w.\-]{{1,20}}:)?(?P<name>{FIELD})(?:\s[^<>]{{0,200}})?>(?P<value>[^<>]{{1,160}})</")
ATTRIBUTE = re.compile(rf"(?P<name>{FIELD})\s{{0,2}}=\s{{0,2}}(?P<quote>[\"'])(?P<value>[^\"'<>\n]{{1,120}})(?P=quote)")
FHIR = re.compile(rf"<(?P<name>{FIELD})\s{{1,3}}value=(?P<quote>[\"'])(?P<value>[^\"'<>\n]{{1,120}})(?P=quote)")
JSON = re.compile(
    rf"[\"'](?P<name>{FIELD})[\"']\s{{0,3}}:\s{{0,3}}(?P<quote>[\"'])(?P<value>[^\"'\n]{{1,160}})(?P=quote)"
)
ARRAY = re.compile(rf"[\"']?(?P<name>{FIELD})[\"']?\s{{0,3}}[:=]\s{{0,3}}\[(?P<values>[^\[\]{{}}\n]{{1,200}})\]")
LIKE = re.compile(
    rf"(?P<name>{FIELD})[)\s]{{1,4}}(?:i?like|in|=|<>)\s{{0,2}}(?:upper|lower|to_date|date|cast|convert|str_to_date|trim)?[(\s]{{0,3}}n?(?P<quote>[\"'])(?P<value>[^\"'\n]{{1,80}})(?P=quote)",
    re.IGNORECASE,
)
PLAIN = re.compile(
    rf"(?<![\w.\-])(?P<name>{FIELD})=(?P<value>[^\s,;&|\"'<>()\[\]{{}}][^,;&|\"'<>()\[\]{{}}\n=]{{0,60}})(?=$|[,;&|\"'<>()\[\]{{}}\n]|\s\w{{1,20}}=)"
)
# As settings and dumps of pictures have them: «PatientBirthDate: 19610305».
LINE = re.compile(
    r"^[ \t>#-]{0,12}(?P<name>[A-Za-z_][A-Za-z0-9_.]{1,40}):[ \t]{1,4}(?P<quote>[\"']?)(?P<value>(?![0-9-]{10}T)[^\"'\n{}\[\]]{1,100}?)(?P=quote)[ \t]*\r?$",
    re.MULTILINE,
)
INSERT = re.compile(
    r"insert\s{1,3}into\s{1,3}(?P<table>[\w.\"\[\]]{1,60})\s{0,3}\((?P<columns>[^()]{1,600})\)\s{0,3}values\s{0,3}(?P<rows>(?:\s{0,3},?\s{0,3}\((?:[^()']|'[^'\n]{0,200}'){1,800}\)){1,50})",
    re.IGNORECASE,
)
LITERAL = re.compile(r"(?<=[ (,=])N?'(?P<value>[А-ЯЁ][А-Яа-яЁё`-]{1,40})'(?=\s{0,2}(?:[,);]|$))", re.MULTILINE)
AMONG = re.compile(rf"(?P<name>{FIELD})\s{{1,3}}in\s{{0,2}}\((?P<values>[^()]{{1,400}})\)", re.IGNORECASE)
THREE = re.compile(
    r"(?<![a-z])f\s?=\s?N?'(?P<f>[^'\n]{1,40})'\s?,\s?i\s?=\s?N?'(?P<i>[^'\n]{1,40})'(?:\s?,\s?o\s?=\s?N?'(?P<o>[^'\n]{1,40})')?",
    re.IGNORECASE,
)
ROW = re.compile(r"\(((?:[^()']|'[^'\n]{0,200}'){1,800})\)")
VALUE = re.compile(r"\s*(?:n?'(?P<text>[^']{0,200})'|(?P<bare>[^,']{1,80}))\s*(?:,|$)", re.IGNORECASE)
# How a hospital knows a patient in HL7's documents: the root ends so, the extension is the hospital's own number.
LOCAL_ID = re.compile(
    r"root\s?=\s?[\"']1\.2\.643\.5\.1\.13\.13\.12\.2\.[0-9.]{3,20}\.100\.1\.1\.(?:10|17)[\"']\s{1,3}extension\s?=\s?[\"'](?P<value>[^\"'<>\s]{1,40})[\"']"
)
# Whatever its root: under the role of a patient stand that patient's own numbers.
IDS_OF_A_PATIENT = re.compile(
    r"<(?:\w{1,20}:)?patientRole(?:\s[^<>]{0,200})?>(?:\s{0,80}<(?:\w{1,20}:)?id\s[^<>]{1,200}>(?:</(?:\w{1,20}:)?id>)?){1,6}"
)
EXTENSION = re.compile(r"\sextension\s?=\s?[\"'](?P<value>(?![\d.]{1,60}\.[\d.]{1,60}[\"'])[^\"'<>\s]{3,40})[\"']")
HL7 = re.compile(  # a log writes its own words before a segment, and «\\r» for the end of one
    r"(?:^|(?<![\w|])(?=\w{3}\|\d{0,4}\|)|(?<=\\[rn]))(?P<segment>PID|NK1|PV1|OBR|ORC|GT1|IN1)\|"
    r"(?P<fields>(?:(?!\\[rn]\w{3}\|)[^\r\n]){1,1200})",
    re.MULTILINE,
)
BRACKETS = re.compile(
    r"(?:value_(?:name|surname|patronymic\w{0,4}|family|given)\W{1,3}наименовани\w|указанн\w{2,3} значени\w|значени\w(?: в гип| в рэмд| в егисз)?|получател\w{1,2}|пациент\w{0,2}|сотрудник\w{0,2}|владел\w{2,4}|застрахованн\w{2,4}|имени|фамили\w{1,2}|отчеств\w{1,2}|фио|врач\w{0,2}|автор\w{0,2}|гражданин\w{0,2}|подписант\w{0,2}|медработник\w{0,2})"
    r"[^\[\]<>\n\"']{0,60}(?P<all>(?:[\[<'\"«][^\[\]<>\n\"'»]{2,80}[\]>'\"»][^\[\]<>\n\"'«]{0,70}){1,6})"
)
OPENING = re.compile(r"[\[<'\"«]")
BRACKET = re.compile(r"[\[<'\"«](?P<value>[^\[\]<>\n\"'«»]{2,80})[\]>'\"»]")
DATE = re.compile(
    r"^(?:[0-3]?[0-9][./-][01]?[0-9][./-](?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9](?:t[0-9:.z+]{1,20})?|(?:19|20)[0-9]{6}(?:[0-9]{4,6})?|[0-3][0-9][01][0-9](?:19|20)[0-9]{2})$",
    re.IGNORECASE,
)
# A register asks what was true on a day as well: «… не найден на дату [14.11.2026]».
OF_A_DAY = re.compile(r"(?:(?<![а-яё])(?:на|от|до|с|по|к) (?:дату )?|(?<![а-яё])дат[аыуе] (?!рожд)[а-яё]{4,16} )$")
GENERIC = re.compile(
    r"(?i:patient|doctor|vrach|pacient|person|employee|author|physician|owner|holder|cn|from|actor|sender|reporter|assignee|creator|requester|recipient|пациент|врач|сотрудник)$"
)
WORDED_DATE = re.compile(
    r"^(?:[0-3]?[0-9] [а-я]{3,9}\.? (?:19|20)?[0-9]{2}(?![0-9])|(?:[01]?[0-9][./]|[а-я]{3,9}\.? )?(?:19|20)[0-9]{2}(?: ?г(?:\.|ода?)?)?$|[0-3]?[0-9][. ](?:[01][0-9]|[ivxIVX]{1,4})[. ](?:19|20)[0-9]{2}$)"
)
BRACKETED_NAME = re.compile(r"^[А-ЯЁ][А-Яа-яЁё'`.\-]{1,30}(?: [А-ЯЁ][А-Яа-яЁё'`.\-]{0,30}){0,3}$")
SMALL_NAME = re.compile(r"^[а-яёА-ЯЁ][А-Яа-яЁё'`.\- ]{1,60}%?$")
LATIN_NAME = re.compile(r"^[A-Z][A-Za-z'`.\- ]{1,60}%?$")
EMPTY = frozenset(
    "null none nil undefined string test тест нет не указано пусто empty true false name имя фамилия отчество фио n/a unknown неизвестно xxx asc desc date text varchar".split()
)
BARE_NAMES = frozenset({"name", "имя", "nm"})
# A table of things: «FROM dict.drugs WHERE name LIKE 'Роман%'».
OF_THINGS = re.compile(
    r"(?i)\bfrom\s{1,3}[\w.\"\[\]]{0,30}(?:drug|medicament|prepar|lek_|mnn|tovar|goods|nomen|dict|sprav|nsi|ref_)"
)
ASKED = re.compile(
    r"(?<![А-Яа-яЁё])(?i:фамилия|имя|отчество|ф\.? ?и\.? ?о\.?)(?: (?i:пациента|пациентки|врача|больного|матери|отца|ребенка|ребёнка|сотрудника|заявителя|полностью))?"
    r"[ \t]{0,2}[:=-][ \t]{0,3}[\"«]?(?P<value>[А-ЯЁа-яё][А-ЯЁа-яё'`.-]{1,30}(?: [А-ЯЁа-яё][А-ЯЁа-яё'`.-]{0,30}){0,3})"
)
# What people are looked for by, in an address: «/api/v2/patients?q=Панина&limit=5».
ASKED_FOR = re.compile(
    r"(?i:/(?:patients?|persons?|people|doctors?|employees?|users?|clients?|pacients?|vrachi?))(?i:/(?:find|search|list))?/?\?(?:[a-z_]{1,20}=[^&\s]{0,40}&){0,4}"
    r"(?i:q|query|search|searchtext|term|text|filter|find|fio|name)=(?P<value>[А-ЯЁ][а-яё]{1,30}(?:-[А-ЯЁ][а-яё]{1,30})?(?:(?:%20|[+ ])[А-ЯЁ][а-яё]{0,30}\.?){0,2})(?=[&\s\"')#]|$)"
)
ASKED_WORD = re.compile(
    r"(?i:фамилия|имя|отчество|фио|дата|пол|снилс|полис|адрес|телефон|др|не|нет|обязательн|заполн|пуст|и|или|в|на)\b"
)
NAMES_IN_PID = {
    5: Label.PERSON,
    6: Label.PERSON,
    7: Label.DOB,
    9: Label.PERSON,
    11: Label.ADDRESS,
    13: Label.PHONE,
    14: Label.PHONE,
    19: Label.SNILS,
    3: Label.MRN,
    2: Label.MRN,
    4: Label.MRN,
}
NAMES_ELSEWHERE = {
    "NK1": {2: Label.PERSON, 4: Label.ADDRESS, 5: Label.PHONE},
    "PV1": {7: Label.PERSON, 8: Label.PERSON, 9: Label.PERSON, 17: Label.PERSON},
    "OBR": {16: Label.PERSON, 28: Label.PERSON, 32: Label.PERSON},
    "ORC": {10: Label.PERSON, 11: Label.PERSON, 12: Label.PERSON},
    "GT1": {3: Label.PERSON, 5: Label.ADDRESS, 6: Label.PHONE},
    "IN1": {16: Label.PERSON, 18: Label.DOB, 19: Label.ADDRESS, 36: Label.OMS},
}


def find_fields(reading: Reading, vocabulary: Vocabulary) -> Iterator[Span]:
    """Yield the values of fields that hold personal data."""
    text = reading.text
    yield from _named_values(text, vocabulary)
    for found in INSERT.finditer(text) if "insert" in reading.low else ():
        yield from _inserted(text, found)
    for found in LITERAL.finditer(text) if "'" in text else ():
        if _is_name(found["value"], vocabulary):
            yield Span(*found.span("value"), Label.PERSON, 0.9, found["value"].lower())
    for found in THREE.finditer(text) if "'" in text else ():
        for part in ("f", "i", "o"):
            if found[part]:
                yield from value_of(text, *found.span(part), Label.PERSON)
    for found in ASKED.finditer(text):
        yield from _answered(found, vocabulary)
    for found in HL7.finditer(text) if "|" in text else ():
        yield from _hl7(text, found)
    for found in BRACKETS.finditer(reading.low) if OPENING.search(text) else ():
        yield from _bracketed(text, found, vocabulary)


def element_names(text: str) -> list[tuple[int, int]]:
    """Return where names of elements stand: «<SLUCH>» is nobody where «</SLUCH>» stands as well, unlike «врач <Petrov>»."""
    shut = {found["name"] for found in SHUT.finditer(text)} if "</" in text else None
    return [found.span("name") for found in OPEN.finditer(text) if found["name"] in shut] if shut else []


SHUT = re.compile(rf"</(?P<name>(?:[\w.\-]{{1,20}}:)?{FIELD})>")
OPEN = re.compile(rf"</?(?P<name>(?:[\w.\-]{{1,20}}:)?{FIELD})(?=[\s/>])")


def _own_numbers(text: str) -> Iterator[Span]:
    """Yield the numbers by which hospitals know a patient in HL7's documents."""
    if "extension" not in text:
        return
    for found in LOCAL_ID.finditer(text):
        yield Span(*found.span("value"), Label.MRN, 0.9)
    for role in IDS_OF_A_PATIENT.finditer(text):
        for found in EXTENSION.finditer(text, role.start(), role.end()):
            yield Span(*found.span("value"), Label.MRN, 0.7)


def _asked_for(text: str) -> Iterator[Span]:
    """Yield the names that people are looked for by."""
    for found in ASKED_FOR.finditer(text) if "?" in text else ():
        yield Span(*found.span("value"), Label.PERSON, 0.9, found["value"].lower())


def _named_values(text: str, vocabulary: Vocabulary) -> Iterator[Span]:
    for needed, pattern in PATTERNS:
        for found in pattern.finditer(text) if needed in text else ():
            nested = pattern in (ELEMENT, FHIR, JSON)
            if nested and _is_house(text, found):
                yield Span(*found.span("value"), Label.ADDRESS, 0.9)
            elif label := _said(text, found, vocabulary, nested=nested):
                end = found.end("value") if pattern is not PLAIN else _plain_end(found, label)
                yield from value_of(text, found.start("value"), end, label)
    yield from _own_numbers(text)
    yield from _asked_for(text)
    arrays = ARRAY.finditer(text) if "[" in text else ()
    for found in (*arrays, *(AMONG.finditer(text) if "(" in text else ())):
        if label_of(found["name"]) == Label.PERSON:
            for part in re.finditer(r"[\"'](?P<value>[^\"'\n]{1,80})[\"']", found["values"]):
                start = found.start("values") + part.start("value")
                yield from value_of(text, start, start + len(part["value"]), Label.PERSON)


# Each pattern with what a text must hold for it.
PATTERNS = (
    ("</", ELEMENT), ("=", ATTRIBUTE), ("value=", FHIR), (":", JSON), ("'", LIKE), ('"', LIKE), ("=", PLAIN), (":", LINE),
)  # fmt: skip


def _said(text: str, found: re.Match[str], vocabulary: Vocabulary, *, nested: bool) -> Label | None:
    """Return what the field holds by its name, its value, or the object around it."""
    name = found["name"]
    if nested and name.lower() in INNER and OF_A_PAPER.match(found.group()):
        return Label.PASSPORT
    if name.lower() in BARE_NAMES and OF_THINGS.search(text, max(0, found.start() - 80), found.start()):
        return None
    if name.lower() in {"name", "имя"} and _is_name(found["value"], vocabulary):
        return Label.PERSON
    label = label_of(name)
    if label == Label.PERSON and GENERIC.match(name) and not _are_names(found["value"], vocabulary):
        return None
    if (
        label == Label.PASSPORT
        and name.lower() == "doc"
        and sum(char.isdigit() for char in found["value"]) != WHOLE_PASSPORT
    ):
        return None  # «doc=5039»: any document of the system
    if not label and nested and name.lower() in INNER:
        return _of_parent(text, found.start())
    return label


def _is_house(text: str, found: re.Match[str]) -> bool:
    """Say whether it is the house or the flat of an address given in fields."""
    numbered = found["name"].lower() in OF_A_HOUSE and any(char.isdigit() for char in found["value"])
    return numbered and _of_parent(text, found.start()) == Label.ADDRESS


OF_A_PAPER = re.compile(r"(?i)<(?:identity\w{0,8}|passport|dul|paper):")  # «<identity:Number>»
WHOLE_PASSPORT = 10
# Names that say nothing by themselves: what they hold says the object or the element around them.
INNER = frozenset(
    "number num no series ser value val text extension code_value nomer seria номер серия значение".split()
)
OF_A_HOUSE = frozenset("house flat apartment building korpus corpus dom kvartira kv housenumber flatnumber".split())
PARENT = re.compile(
    rf"[\"'](?P<json>{FIELD})[\"']\s{{0,3}}:\s{{0,3}}[\[{{]|<(?:[\w.\-]{{1,20}}:)?(?P<xml>{FIELD})(?:\s[^<>]{{0,120}})?(?<!/)>|(?P<shut>[}}\]]|</)"
)
PAPERS = re.compile(r"(?:\w{1,20}_)?(?:identity_?doc\w{0,8}|documents?|docs?|passports?|dul|udl?|паспорт|документ)$")
ABOVE = 240


def _of_parent(text: str, start: int) -> Label | None:
    """Return what the object around the place holds: `"document": {"series": …}`."""
    shut = 0
    for found in reversed(list(PARENT.finditer(text, max(0, start - ABOVE), start))):
        if found["shut"]:
            shut += 1
        elif shut:
            shut -= 1
        else:
            name = found["json"] or found["xml"]
            label = label_of(name)
            if label in {Label.PERSON, Label.DOB, None}:
                label = Label.PASSPORT if PAPERS.match(name.lower()) else None
            return label
    return None


def label_of(name: str) -> Label | None:
    """Return what a field of this name holds."""
    low = (
        re.sub(r"(?<=[a-zа-я0-9])(?=[A-ZА-Я])", "_", name)
        .lower()
        .replace("ё", "е")
        .replace("-", "_")
        .replace(" ", "_")
        .rpartition(".")[2]
    )
    found = WHICH.match(low) or WHICH.match(low.replace("_", ""))
    return KINDS[int(str(found.lastgroup)[1:])] if found else None


LATIN_ADDRESS = re.compile(
    r"(?=[^@]{6,}$)(?!.*(?:://|\\))(?:[A-Z][A-Za-z.'-]+[ ,^]+){1,6}[0-9]|[0-9]{1,4}[A-Za-z]?,? (?:[A-Z][A-Za-z.'-]+[ ,^]*){2}"
)
# «мать 916 801-23-48 после шести»: words in small letters around a telephone are none of it.
WITHOUT_WORDS = re.compile(r"(?<![^\W_])[^а-яё\s][^\n]*[^а-яё\s,;(](?=(?:[ ,;(]{1,3}[а-яё]{1,24}\.?){0,12}\)?$)")
INSURER = re.compile(r"(?<=[0-9])[,;( ]{1,3}(?=[А-ЯЁа-яё])[^0-9]{2,80}$")  # «6973 5561 7510 7672, СМО «Здоровье»»
PAPER = re.compile(r"(?:[А-ЯЁA-Z]{1,3}[ -]?)?(?:№ ?)?[0-9][0-9 №-]{2,14}$")


def value_of(text: str, start: int, end: int, label: Label, *, sure: bool = True) -> Iterator[Span]:
    """Yield the value when it looks like what the field is said to hold."""
    if text.startswith(("tel:", "mailto:"), start):
        start = text.index(":", start) + 1
    while start < end and text[start] in " \t%'\"([":
        start += 1
    while end > start and text[end - 1] in " \t%'\")],;":
        end -= 1
    value = text[start:end]
    if not value or value.lower() in EMPTY or set(value) <= set("*xXхХ.-_ #0"):
        return
    if label == Label.OMS and (insurer := INSURER.search(value)):
        end, value = start + insurer.start(), value[: insurer.start()]
    if label == Label.PHONE and (bare := WITHOUT_WORDS.search(value)):
        start, end, value = start + bare.start(), start + bare.end(), bare.group()
    digits = sum(char.isdigit() for char in value)
    fits = {
        Label.PERSON: bool(SMALL_NAME.match(value) or (LATIN_NAME.match(value) and len(value) < 40)) and len(value) > 1,
        Label.DOB: bool(DATE.match(value)) or bool(WORDED_DATE.match(value)),
        Label.ADDRESS: bool(digits) and bool(re.search(r"[А-Яа-яЁё]{3}", value) or LATIN_ADDRESS.match(value)),
        Label.SNILS: 9 <= digits <= 13,
        Label.OMS: 6 <= digits <= 18,
        Label.PHONE: 5 <= digits <= 15,
        Label.PASSPORT: 4 <= digits <= 10 and bool(PAPER.match(value)),
        Label.MRN: digits >= 3,
        Label.INN: digits == 12,
    }[label]
    if fits and sure:
        yield Span(start, end, label, 0.95, value.lower() if label == Label.PERSON else "")


def _inserted(text: str, found: re.Match[str]) -> Iterator[Span]:
    columns = [column.strip(" \t\r\n\"'[]`") for column in found["columns"].split(",")]
    papers = PAPERS.match(found["table"].strip('"[]').rpartition(".")[2].lower().removesuffix("s"))
    named = any(label_of(column) == Label.PERSON for column in columns)
    for row in ROW.finditer(text, found.start("rows"), found.end("rows")):
        for column, value in zip(columns, VALUE.finditer(text, row.start(1), row.end(1)), strict=False):
            label = label_of(column) or (Label.PERSON if column.lower() in BARE_NAMES and named else None)
            if not label and papers and column.lower() in INNER:
                label = Label.PASSPORT
            group = "text" if value["text"] is not None else "bare"
            if label:
                yield from value_of(text, value.start(group), value.end(group), label)


def _answered(found: re.Match[str], vocabulary: Vocabulary) -> Iterator[Span]:
    """Yield what was filled in behind «Фамилия:», word by word until something is no name."""
    start, end, whole = found.start("value"), found.start("value"), False
    for word in re.finditer(r"[А-ЯЁа-яё'`.-]+", found["value"]):
        facts = vocabulary.about(word.group().lower().replace("ё", "е"))
        no_name = facts.is_common or not facts.is_name
        unfit = no_name if word.group().islower() else end > start and facts.is_common and not facts.is_name
        next_label = found.string.startswith(":", start + word.end()) or (whole and no_name)
        if ASKED_WORD.match(word.group()) or unfit or next_label or word.group().lower() in EMPTY:
            break
        end = start + word.end()
        whole = facts.patronymic or bool(INITIALS.fullmatch(word.group()))
    if end > start:
        yield Span(start, end, Label.PERSON, 0.95, found["value"][: end - start].lower())


INITIALS = re.compile(r"[А-ЯЁ]\.[А-ЯЁ]\.?")


def _hl7(text: str, found: re.Match[str]) -> Iterator[Span]:
    wanted = NAMES_IN_PID if found["segment"] == "PID" else NAMES_ELSEWHERE[found["segment"]]
    place = found.start("fields")
    for number, field in enumerate(found["fields"].split("|"), 1):
        label = wanted.get(number)
        if label and field:
            yield from _hl7_field(text, place, field, label)
        place += len(field) + 1


def _hl7_field(text: str, place: int, field: str, label: Label) -> Iterator[Span]:
    if label == Label.ADDRESS:
        yield from value_of(text, place, place + len(field.rstrip("^~ ")), label)
        return
    for found in re.finditer(r"[^\^~&]+", field):
        start, end = place + found.start(), place + found.end()
        if (
            label == Label.PERSON
            and not re.search(r"[А-Яа-яЁё]{2}|^[A-Z][a-zA-Z]{2}", found.group())
            and not re.fullmatch(r"[А-ЯЁ]\.?", found.group())
        ):
            continue
        if label == Label.PERSON and re.fullmatch(r"[А-ЯЁ]\.?", found.group()):
            yield Span(start, end, label, 0.9)
        else:
            yield from value_of(text, start, end, label)


def _bracketed(text: str, found: re.Match[str], vocabulary: Vocabulary) -> Iterator[Span]:
    for part in BRACKET.finditer(text, found.start("all"), found.end("all")):
        value, start, end = part["value"].strip(), part.start("value"), part.end("value")
        digits = re.sub(r"[^0-9]", "", value)
        if DATE.match(value) or WORDED_DATE.match(value):
            if not OF_A_DAY.search(text[max(0, part.start() - 32) : part.start()].lower()):
                yield Span(start, end, Label.DOB, 0.8)
        elif re.fullmatch(r"[0-9 .\-]+", value) and len(digits) in {11, 16, 12}:
            yield Span(start, end, {11: Label.SNILS, 12: Label.INN, 16: Label.OMS}[len(digits)], 0.9)
        elif (
            part.group()[0] == "«"
            and " " not in value
            and not vocabulary.about(value.lower().replace("ё", "е")).is_name
        ):
            continue  # «Ростех» among the people of «Ростех»
        elif BRACKETED_NAME.match(value) and all(
            _may_be_name(word, vocabulary) for word in re.findall(r"[А-Яа-яЁё]+", value)
        ):
            yield Span(start, end, Label.PERSON, 0.95, value.lower())


def _may_be_name(word: str, vocabulary: Vocabulary) -> bool:
    facts = vocabulary.about(word.lower().replace("ё", "е"))
    if facts.first >= WELL_KNOWN or facts.shaped:
        return True
    return (
        len(word) == 1
        or (facts.is_name and not facts.is_place and (not facts.is_common or facts.surname >= USUAL))
        or (not facts.is_known and not word.isupper())
    )


def _are_names(value: str, vocabulary: Vocabulary) -> bool:
    words = re.findall(r"[А-Яа-яЁё]+", value)
    return not words or any(_may_be_name(word, vocabulary) and len(word) > 1 for word in words)


def _is_name(value: str, vocabulary: Vocabulary) -> bool:
    """Say whether every word of the value is a usual first name or surname."""
    words = re.findall(r"[А-Яа-яЁё]+", value)
    known = [vocabulary.about(word.lower().replace("ё", "е")) for word in words]
    return (
        bool(words)
        and len(words) <= 3
        and all(
            facts.first >= WELL_KNOWN or (facts.surname >= WELL_KNOWN and not facts.is_common) or facts.patronymic
            for facts in known
        )
    )


NUMBERS = frozenset({Label.PASSPORT, Label.SNILS, Label.OMS, Label.PHONE, Label.MRN})
NUMBER = re.compile(r"[A-ZА-Я]{1,3}$|[0-9()+№-]{1,20}$")


def _plain_end(found: re.Match[str], label: Label) -> int:
    """Cut a value without quotes to the words that can belong to it."""
    words = list(re.finditer(r"\S+", found["value"]))
    most = (
        20
        if label == Label.ADDRESS
        else 3
        if label == Label.PERSON and re.search("(?i)fio|фио|name|cn|^g$|patient|doctor", found["name"])
        else 1
    )
    if label in NUMBERS:  # «DOCSER=03 14 DOCNUM=…»
        most = max(1, next((place for place, word in enumerate(words) if not NUMBER.match(word.group())), len(words)))
    return found.start("value") + words[min(most, len(words)) - 1].end() if words else found.end("value")
