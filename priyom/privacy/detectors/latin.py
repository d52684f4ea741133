"""Finds Russian names in Latin letters: «Petrov Ivan», «Ivanova_AS.pdf», «login ivanova.mp», `Elena Smirnova <…@…>`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.honour import is_never
from priyom.privacy.detectors.reading import Reading
from priyom.privacy.detectors.usualness import EVERYDAY, FREQUENT, RARE, USUAL, WELL_KNOWN
from priyom.privacy.detectors.vocabulary import Facts, Vocabulary

WORD = r"[A-Z][a-z]{1,24}(?:-[A-Z]?[a-z]{2,24})?"
PAIR = re.compile(
    rf"(?<![A-Za-z0-9.@/-])(?P<one>{WORD})(?P<gap>[ _]|, )(?=(?P<two>{WORD})(?:[ _](?P<three>{WORD}))?(?![A-Za-z0-9@]))"
)
INITIALS = re.compile(
    r"(?<![A-Za-z0-9.@/-])(?P<one>[A-Z][a-z]{2,24})[ _](?P<initials>[A-Z]\. ?[A-Z]\.?|[A-Z]{2}|(?<=_)[A-Z])(?![A-Za-z0-9@])"
)
# As forms of passports have them: «Dadasheva MARIAM».
MIXED = re.compile(r"(?<![A-Za-z0-9.@/-])(?:(?P<one>[A-Z][a-z]{2,24})[ _](?P<two>[A-Z]{3,24}))(?![A-Za-z0-9@_])")
# Names that are not Russian at all, behind a word for people: «турист John Whitfield», not «Service Name: Print Spooler».
CALLED = re.compile(
    rf"(?<![А-Яа-яёA-Za-z])(?:(?i:пациент(?:ка|у|а|ке|ки|ом)?|турист(?:ка|у|а)?|граждан(?:ин|ка|ина|ку)|гр\.|иностранец|иностранка|больн(?:ой|ая)|на имя|patient(?: name)?|pacient(?:ka|a|u|ki|ke|ku)?|(?<![A-Za-z] )name|mrs?\.|ms\.)|M(?:rs?|s))[ :]{{1,2}}(?P<name>{WORD}(?: {WORD}){{1,3}})(?![A-Za-z0-9@])"
)
LOGIN = re.compile(
    r"(?:логин\w{0,3}|исполнител\w{1,3}|автор|владелец|сотрудник|пользовател\w{1,4}|учетк\w{1,2}|уч[её]тн\w{2,3} запис\w{1,2}|login|user(?:name)?)(?: |: ?|=|\s?\[|\s?\")(?P<login>[a-z]{1,20}[._]?[a-z]{2,20}(?:[._]?[0-9]{1,4}|[._](?!(?:ru|com|рф)(?![a-z]))[a-z]{1,3}[0-9]{0,4}){0,2})(?![\w@.])",
    re.IGNORECASE,
)
FILE = re.compile(r"(?<![A-Za-z0-9.@-])(?P<one>[a-z]{5,24})_[a-z](?:\.?[a-z])?(?=[_./\\]|$)")
DICOM = re.compile(
    r"(?<![A-Za-z0-9])(?P<one>[A-Z][A-Za-z]{1,24})\^(?P<two>[A-Z][A-Za-z]{0,24})(?:\^[A-Za-z]{1,24}){0,2}(?![A-Za-z0-9])"
)
LETTERS = (
    ("iya", "ия"), ("aya", "ая"), ("eya", "ея"), ("oya", "оя"), ("uya", "уя"), ("shch", "щ"), ("sch", "щ"), ("yo", "е"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"), ("iu", "ю"),
    ("ya", "я"), ("ia", "я"), ("ye", "е"), ("ey", "ей"), ("ay", "ай"), ("iy", "ий"), ("ij", "ий"), ("ii", "ий"), ("yy", "ый"),
    ("a", "а"), ("b", "б"), ("c", "к"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х"), ("i", "и"), ("j", "й"), ("k", "к"),
    ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("v", "в"),
    ("w", "в"), ("x", "кс"), ("y", "ы"), ("z", "з"), ("'", "ь"),
)  # fmt: skip
SOUNDS = re.compile("|".join(latin for latin, _russian in LETTERS))
RUSSIAN = dict(LETTERS)
LATIN = re.compile("[A-Za-z]")
MOST_LETTERS = 24
SHORTEST_BY_ITS_END = 5


def find_latin_names(reading: Reading, vocabulary: Vocabulary) -> Iterator[Span]:
    """Yield pairs of a first name and a surname, surnames with initials, and logins made of a surname."""
    if not LATIN.search(reading.text):
        return
    for found in PAIR.finditer(reading.text):
        one, two = (best(found[part].partition("-")[0], vocabulary) for part in ("one", "two"))
        whole = found["three"] and best(found["three"], vocabulary).patronymic
        if whole or _is_pair(one, two, found["two"]) or _is_pair(two, one, found["one"]):
            end = (
                found.end("three")
                if found["three"] and _is_third(best(found["three"], vocabulary))
                else found.end("two")
            )
            yield Span(found.start(), end, Label.PERSON, 0.85, f"{found['one']} {found['two']}".lower())
    for found in MIXED.finditer(reading.text):
        one, two = best(found["one"], vocabulary), best(found["two"], vocabulary)
        either = one.surname >= WELL_KNOWN and one.shaped and two.first >= RARE
        if either or _is_pair(one, two, found["two"]) or _is_pair(two, one, found["one"]):
            yield Span(*found.span(), Label.PERSON, 0.85, found.group().lower())
    for found in CALLED.finditer(reading.text):
        parts = found["name"].split()
        if not any(is_never(part.lower()) for part in parts) and not best(parts[0], vocabulary).is_common:
            yield Span(*found.span("name"), Label.PERSON, 0.85, found["name"].lower())
    yield from _with_initials(reading, vocabulary)
    yield from _logins(reading, vocabulary)


def _with_initials(reading: Reading, vocabulary: Vocabulary) -> Iterator[Span]:
    for found in INITIALS.finditer(reading.text):
        if best(found["one"], vocabulary).surname >= WELL_KNOWN and not MODEL.search(reading.before(found.start(), 24)):
            yield Span(*found.span(), Label.PERSON, 0.85, found["one"].lower())
    for found in CAPS.finditer(reading.text):
        one, two = best(found["one"], vocabulary), best(found["two"], vocabulary)
        # What stands before a birth is a name.
        sure, met = (1, 4) if BORN_BEHIND.match(reading.text, found.end()) else (7, 6)
        if any(a.first > sure and b.surname > met and b.shaped for a, b in ((one, two), (two, one))):
            yield Span(*found.span(), Label.PERSON, 0.85, found.group().lower())
    for found in DICOM.finditer(reading.text):
        facts = best(found["one"], vocabulary), best(found["two"], vocabulary)
        if max(max(known.surname, known.first) for known in facts) >= 5:
            yield Span(*found.span(), Label.PERSON, 0.9, found["one"].lower())


# A name of a device before its model: «Aquilion Prime SP».
MODEL = re.compile(r"(?<!\w)(?!(?:dear|patient|doctor|user|name|from|login|client)\s)[a-z]{4,}\s$")
GLUED = re.compile(r"(?<![A-Za-z0-9.@_/-])(?P<one>[A-Z][a-z]{4,24})[A-Z]{2}(?![A-Za-z0-9@])")  # «SafinaRR»
NAMED_LOGIN = re.compile(r"(?<![\w.@/-])(?P<one>[a-z])[._](?P<two>[a-z]{5,20})(?![\w@]|\.[a-z])")
# The other way round, where neither a site nor a file can stand: «zaharova.ov».
LOGIN_WITH_INITIALS = re.compile(
    r"(?<![\w.@/-])(?P<two>[a-z]{5,20})[._](?!(?:ru|su|js|py|md|db|cs|go|sh|so|io|me|uz|kz|by|ua|de|eu|tv|ws|7z|gz|rb|ps|ts|vb|ai)(?![a-z]))[a-z]{1,2}(?![\w@.-])"
)
BORN_BEHIND = re.compile(r",? (?:[0-3][0-9][./][01][0-9][./]|(?:19|20)[0-9]{2}-)[0-9]{2}")
CAPS = re.compile(r"(?<![A-Za-z0-9.@_/-])(?P<one>[A-Z]{3,20}) (?P<two>[A-Z]{4,24})(?![A-Za-z0-9@_])")
HANDLE = re.compile(
    r"(?<![а-яёa-z])(?:тг|телега|телеграм\w{0,2}|telegram|tg|вк|vk|ник)[ :-]{1,3}(?P<handle>@[A-Za-z]\w{3,31})",
    re.IGNORECASE,
)


def _logins(reading: Reading, vocabulary: Vocabulary) -> Iterator[Span]:
    for found in FILE.finditer(reading.text):
        facts = best(found["one"], vocabulary)
        if facts.surname > WELL_KNOWN and facts.shaped:
            yield Span(*found.span(), Label.PERSON, 0.8, found["one"])
    for found in (*NAMED_LOGIN.finditer(reading.text), *LOGIN_WITH_INITIALS.finditer(reading.text)):
        facts = best(found["two"], vocabulary)
        if facts.surname >= USUAL and facts.shaped:
            yield Span(*found.span(), Label.PERSON, 0.8, found.group())
    for found in GLUED.finditer(reading.text):
        facts = best(found["one"], vocabulary)
        if facts.surname >= USUAL and facts.shaped:
            yield Span(*found.span(), Label.PERSON, 0.8, found["one"].lower())
    for found in HANDLE.finditer(reading.text):
        yield Span(*found.span("handle"), Label.PERSON, 0.9, found["handle"].lower())
    for found in LOGIN.finditer(reading.text):
        if any(best(part, vocabulary).surname >= USUAL for part in re.split("[._]", found["login"]) if len(part) > 4):
            yield Span(*found.span("login"), Label.PERSON, 0.8, found["login"].lower())


def best(latin: str, vocabulary: Vocabulary) -> Facts:
    """Return what is known of the likeliest Russian spelling."""
    low = latin.lower()[:MOST_LETTERS]
    written = SOUNDS.sub(lambda found: RUSSIAN[found.group()], low)
    spellings = {written}
    if low.endswith("y"):
        spellings |= {written[:-1] + ending for ending in ("ий", "ый", "й", "и")}
    spellings |= {spelling.replace("ы", "й") for spelling in tuple(spellings)} | {
        spelling.replace("ия", "ья").replace("ие", "ье") for spelling in tuple(spellings)
    }
    if "l" in low:  # nothing in Latin letters tells «л» from «ль»
        spellings |= {re.sub("л(?=[бвгджзкмнпрстфхцчшщ])", "ль", spelling) for spelling in tuple(spellings)}
        spellings |= {spelling.replace("лу", "лю") for spelling in tuple(spellings)}
    if "ya" in low or "yu" in low or "ey" in low:  # «Emelyanova», «Tatyana»: the soft sign is left out
        spellings |= {re.sub("(?<=[лнтдвсрзбмп])(?=[яю])", "ь", spelling) for spelling in tuple(spellings)}
    if "ev" in low:  # «Muravev»: the soft sign is left out
        spellings |= {re.sub("(?<=[бвдзлмнпрстф])ев", "ьев", spelling) for spelling in tuple(spellings)}
    if "x" in low or "j" in low:  # as Uzbek is written
        spellings |= {spelling.replace("кс", "х").replace("й", "ж") for spelling in tuple(spellings)}
        spellings |= {spelling.replace("ж", "дж") for spelling in tuple(spellings)}
    if "e" in low:
        spellings |= {"э" + spelling[1:] for spelling in tuple(spellings) if spelling.startswith("е")}
    return max(
        (vocabulary.about(spelling) for spelling in sorted(spellings)),
        key=lambda facts: max(facts.surname, facts.first),
    )


def _is_third(facts: Facts) -> bool:
    return facts.patronymic or facts.surname >= USUAL or facts.first >= FREQUENT


# Nothing but a surname from here ends so, whether a list has it or not: «Zulfiya Beshtoeva».
ENDS_AS_SURNAMES_DO = re.compile(
    r"(?:[oe]v(?:a|y?ch|ich)?|[sc]k(?:iy|ii|y|aya|aia)|enko|[ei]chuk|shvili|adze|[ia]dze|[aoi]yan|[ul]lin(?:a)?|zoda|bekov(?:a)?)$"
)


def _is_pair(first: Facts, surname: Facts, latin: str) -> bool:
    by_its_end = len(latin) > SHORTEST_BY_ITS_END and ENDS_AS_SURNAMES_DO.search(latin.lower())
    if first.first >= USUAL and by_its_end and (surname.shaped or not surname.is_common):
        return True
    return (
        first.first >= FREQUENT and surname.surname >= USUAL and not (surname.is_common and surname.surname < EVERYDAY)
    )
