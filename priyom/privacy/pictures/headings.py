"""What a heading or a label says of the values under or behind it, and whether a value looks like that."""

from __future__ import annotations

import re
import tomllib
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from priyom.privacy.detectors import Label
from priyom.privacy.detectors.vocabulary import Vocabulary
from priyom.privacy.pictures.repairing import repaired

AROUND = " \t:.;,*|/\\-–—_()[]<>«»\"'®©°•▲▼▴▾⇅↕↑↓^v=~"
WORD = re.compile("[\u0400-\u04ffA-Za-z]{2,}")
STRANGE = re.compile("[\u0410-\u042f\u0401][\u0410-\u044f\u0451]")  # a word in no dictionary, written as a name is
# The sign of a column that can be sorted or filtered, as readers see it.
COUNTED = re.compile(r"(?P<words>.*[^\W\d]\.?) ?[1-9]")  # «card 1», «card 2»
SORTED = re.compile("(?P<words>.{2,}?)[ .]?[\u0443\u0442\u0445v\u00a5wy7]")
DATE = re.compile(
    r"^\W*\d{1,2}\W{0,2}\d{1,2}\W{0,2}(?:\d{4}|\d{2})\b|^\W*\d{4}\W\d{2}\W\d{2}|^\W*(?:19|20)\d{2}\W*$|^\W*\d{8}\W*$"
    "|^\\W*\\d{1,2}\\W{0,2}[\u0410-\u044f]{3,9}\\W{0,2}(?:18|19|20)\\d{2}"  # the month in words
    "|^\\W*\\d{1,2} (?:\u044f\u043d\u0432|\u0444\u0435\u0432|\u043c\u0430[\u0440\u0439\u044f]|\u0430\u043f\u0440"
    "|\u0438\u044e[\u043d\u043b]|\u0430\u0432\u0433|\u0441\u0435\u043d|\u043e\u043a\u0442|\u043d\u043e\u044f"
    "|\u0434\u0435\u043a)[\u0430-\u044f]{0,6}\\W*$"  # the year stands in the next line
)
AMOUNT = re.compile(r"\d{1,3}(?:[ \u00a0]?\d{3})*,\d\d")  # of money
WHOLE_DATE = re.compile(r"\W*\d\d([./])\d\d\1(?:19|20)\d\d(?:\W+\d\d?:\d\d(?::\d\d)?)?\W*")
TIME = re.compile(r"\W*\d\d?:\d\d\W*")
PRESSURE, DECIMAL = re.compile(r"\W*\d{2,3}/\d{2,3}\W*"), re.compile(r"\W*\d{1,3}[.,]\d{1,2}\W*")
DOSE = re.compile(
    "\\d ?(?:\u043c\u0433|\u043c\u043b|\u043c\u043a\u0433|\u0433|\u0435\u0434|%)(?:[\\W]|$)", re.IGNORECASE
)
BEGINS_WITH_DAY = re.compile(r"\W*\d\d[./-]\d\d[./-](?:19|20)\d\d\b")
VERSION = re.compile(r"\W?\d{1,3}(?:\.\d{1,4}){2,3}(?!\d)")
SERVICE = re.compile(r"\W?\w\d\d[.,]\d{2,3}[.,]\d{3}(?:[.,]\d{3})?\W?")  # its code
DIAGNOSIS = re.compile(r"[^\W_]?\d{1,2}[.,]\d\b")  # its code, before its words
RECIPE = re.compile(
    r"\W?(?:\d\d-\d{8}|\w{0,3} ?(?:19|20)\d\d/\d{3,6})\W?"
)  # its series and number; the papers of a device
# A town, a village or a street, with its sign.
PLACE = re.compile(
    "(?:^|[ ,])(?:\u0433|\u0433\u043e\u0440|\u0441|\u0434|\u043f\u043e\u0441|\u0434\u0435\u0440"
    "|\u043f\u0433\u0442|\u0443\u043b|\u043f\u0435\u0440|\u043f\u0440-\u043a?\u0442|\u043c\u043a\u0440|\u043e\u0431\u043b)"
    "\\.? ?[\u0410-\u042f\u0401][\u0430-\u044f\u0451-]{2,}"
)
ADDRESS_OF_MACHINE = re.compile(r"\W*(\d{1,3})[.,](\d{1,3})[.,](\d{1,3})[.,](\d{1,3})(?::\d+)?\W*")
HIGHEST_OCTET = 255
NO_PASSPORTS = (5, 7)  # digits: recipes and orders have a series and a number, too
ONLY_INITIALS = re.compile("^\\W*[0-9A-Z\u0410-\u042f][.,] ?(?:[0-9A-Z\u0410-\u042f][.,]?)?$")  # on a line of their own
# A surname that was read in small letters, and two initials, whatever became of them.
GLUED = re.compile("[\u0430-\u044f\u0451][\u0410-\u042f\u0401]$")
WITH_INITIALS = re.compile(
    "^\\W?[\u0430-\u044f\u0451]{3,}(?:-[\u0410-\u044f\u0451]+)? [0-9\u0410-\u044f]\\. ?[0-9\u0410-\u044f]\\.$"
)
PARTS = re.compile("\u0434/\u0440|\u0438/\u0431|\u043c/\u0441|[0-9a-z\u0430-\u044f\u2116-]+")
COMMAND = re.compile("[\u0430\u0435\u0438\u044b\u044f]\u0442\u044c(?:\u0441\u044f)?$")  # infinitives
LONG_COMMAND = 8  # letters: of a verb that no dictionary has
BOTH_GENDERS = re.compile("\\([\u0430-\u044f]{1,2}\\)")  # «created (by him or her)»
NO_NUMBERS, SIGNS_OF_NUMBERS = frozenset({Label.PERSON, Label.DOB, Label.ADDRESS}), ("\u2116", "n", "no")
ALIKE, LONG_ENOUGH = 0.84, 5
MOST_WORDS, SURE, SHORT = 6, 5, 4
DIGITS = {
    Label.SNILS: (9, 13), Label.OMS: (6, 18), Label.PHONE: (5, 16), Label.PASSPORT: (4, 11), Label.MRN: (3, 14),
    Label.INN: (11, 13), Label.SICK_LEAVE: (11, 13), Label.BIRTH_CERT: (5, 8),
}  # fmt: skip
MOSTLY = 0.55
FEWEST_SIGNS, DOUBTFUL = 3, 80.0


@lru_cache(maxsize=4096)
def heading(text: str) -> Label | None:
    """Return what stands under a heading of these words."""
    low = plain(text)
    if not low or len(low) > 60 or nobodys().match(low):  # noqa: PLR2004
        return None
    exact = exact_heading(text)
    if exact is not None:
        return exact
    if len(low) >= LONG_ENOUGH:
        for label, word in _known()[1]:
            if label in NO_NUMBERS and low.split()[0] in SIGNS_OF_NUMBERS:
                continue  # the sign belongs to the column before
            both = len(word) + len(low)
            shared = sum(map(word.__contains__, low)) if abs(len(word) - len(low)) <= 2 else 0  # noqa: PLR2004
            if 2 * shared < ALIKE * both:
                continue  # letters that it does not have at all: no need to look for the longest runs
            if SequenceMatcher(None, word, low, autojunk=False).ratio() >= ALIKE:
                return label
    return None


def exact_heading(text: str) -> Label | None:
    """Return the same, where every letter was read right."""
    low = plain(text)
    if _names_somebody(text) or nobodys().match(low):
        return None
    shorter = (found["words"].strip(AROUND) for found in (SORTED.fullmatch(low), COUNTED.fullmatch(low)) if found)
    for words in (low, *shorter):
        label = next((label for label, pattern in _known()[0] if pattern.fullmatch(words)), None)
        if label is not None:
            return label
    return _put_together(low)


def _put_together(low: str) -> Label | None:
    """Return what a heading of a few words says, none of which is strange to headings."""
    words = PARTS.findall(BOTH_GENDERS.sub("", low))
    if not 0 < len(words) <= MOST_WORDS:
        return None
    kinds, others = _words()
    told = [next((kind for kind, pattern in kinds if pattern.fullmatch(word)), None) for word in words]
    if not all(kind or others.fullmatch(word) for kind, word in zip(told, words, strict=True)):
        return None
    kind = next((kind for kind, _pattern in kinds if kind in told), None)
    two_columns = kind != Label.PERSON and any(word in _content()["names"] for word in words)
    two_columns |= kind in NO_NUMBERS and words[0] in SIGNS_OF_NUMBERS  # the sign belongs to the column before
    return None if two_columns else kind


@lru_cache(maxsize=1)
def _words() -> tuple[list[tuple[Label, re.Pattern[str]]], re.Pattern[str]]:
    content = dict(_content()["words"])
    others = re.compile(content.pop("others"))
    return [(Label(kind), re.compile(pattern)) for kind, pattern in content.items()], others


def later_words(text: str) -> list[str]:
    """Return the words behind the first one, which may be letters with points."""
    return WORD.findall(repaired(text).partition(" ")[2])


def _names_somebody(text: str) -> bool:
    """Say whether a later word begins with a capital and belongs to no heading: a label with its value."""
    later = later_words(text)
    small = [word.lower().replace("\u0451", "\u0435") for word in later if word[0].isupper()]
    kinds, others = _words()
    usual = [*(pattern for _kind, pattern in kinds), others]
    allowed = _content()["capitals"]
    return any(word not in allowed and not any(pattern.fullmatch(word) for pattern in usual) for word in small)


def alike(text: str) -> Label | None:
    """Return what a heading says misread letter by letter says: «CHMNC». Only beside others that were read right."""
    shape = _shape(plain(text))
    return _shapes().get(shape) or _shapes().get(shape[:-1])  # the sign of a column that can be sorted


def _shape(low: str) -> str:
    return "".join(low.translate(_groups()).split())


@lru_cache(maxsize=1)
def _groups() -> dict[int, str]:
    return {ord(letter): group[0] for group in _content()["alike"]["groups"] for letter in group}


@lru_cache(maxsize=1)
def _shapes() -> dict[str, Label]:
    return {_shape(word): Label(kind) for kind, words in _content()["alike"]["headings"].items() for word in words}


def is_doubtful(text: str, confidence: float, vocabulary: Vocabulary) -> bool:
    """Say whether something stands there that was not surely read: no word of it is one that everybody knows."""
    words = WORD.findall(repaired(text))
    if sum(char.isalnum() for char in text) < FEWEST_SIGNS or is_empty(text) or VERSION.match(text):
        return False
    known = [vocabulary.about(word.lower().replace("\u0451", "\u0435")) for word in words]
    return confidence < DOUBTFUL and not any(facts.is_known and not facts.is_name for facts in known)


def is_number(text: str) -> bool:
    """Say whether these are mostly digits: a piece of a value that a narrow column wrapped."""
    text = repaired(text)
    digits = 0 if WHOLE_DATE.fullmatch(text) or TIME.fullmatch(text) else sum(char.isdigit() for char in text)
    return digits > 1 and digits >= MOSTLY * sum(char.isalnum() for char in text)


def is_plain(text: str, vocabulary: Vocabulary) -> bool:
    """Say whether these are words of a sentence or of buttons: several, all known, no name and no number among them."""
    words = WORD.findall(repaired(text))
    about = [vocabulary.about(word.lower().replace("\u0451", "\u0435")) for word in words]
    known = all(facts.is_known and (facts.is_common or not facts.is_name) for facts in about)
    return len(words) > 1 and known and not any(char.isdigit() for char in text)


def is_command(text: str, vocabulary: Vocabulary) -> bool:
    """Say whether this is a button: a verb that says what to do, and nobody's name."""
    word = next(iter(WORD.findall(repaired(text))), "").lower().replace("\u0451", "\u0435")
    facts = vocabulary.about(word)
    return COMMAND.search(word) is not None and (facts.is_known or len(word) >= LONG_COMMAND) and not facts.is_name


def is_machine(text: str) -> bool:
    """Say whether this is an address in a network: a telephone's parts are larger than 255 somewhere."""
    found = ADDRESS_OF_MACHINE.fullmatch(text)
    return found is not None and all(int(octet) <= HIGHEST_OCTET for octet in found.groups())


def has_word(text: str) -> bool:
    """Say whether there is a word or an initial: a number by itself is nobody's name, however it was read."""
    text = repaired(text)
    return WORD.search(text) is not None or ONLY_INITIALS.match(text) is not None


def is_other_word(text: str, vocabulary: Vocabulary) -> bool:
    """Say whether this is a number, or one word that everybody knows and nobody is called by."""
    words = WORD.findall(repaired(text))
    if len(words) != 1:
        return text.isdigit()  # of a row, before the name
    if GLUED.search(words[0]):
        return False  # a surname and its initial
    facts = vocabulary.about(words[0].lower().replace("\u0451", "\u0435"))
    named = facts.is_name and not (facts.is_common and words[0].islower())
    return facts.is_known and not named and (facts.is_common or not facts.shaped)


def plain(text: str) -> str:
    """Return the words as headings are written in the list: repaired, small, without what stands around."""
    return " ".join(repaired(text).lower().replace("\u0451", "\u0435").split()).strip(AROUND)


def fits(label: Label, text: str, vocabulary: Vocabulary) -> bool:
    """Say whether the text may be a value of the kind; readers err, so this is generous."""
    text = repaired(text)
    digits, signs = sum(char.isdigit() for char in text), sum(char.isalnum() for char in text)
    if not signs or is_empty(text):
        return False
    match label:
        case Label.PERSON:
            return _is_person(text, vocabulary)
        case Label.DOB:
            is_other = any(pattern.fullmatch(text) for pattern in (TIME, PRESSURE)) or is_machine(text)
            return bool(DATE.search(text)) and not is_other
        case Label.ADDRESS:
            is_other = any(pattern.match(text) for pattern in (BEGINS_WITH_DAY, DIAGNOSIS))
            is_place = digits > 0 or PLACE.search(text) is not None
            return is_place and not is_other and len(re.findall("[\u0400-\u04ff]", text)) >= SHORT
        case Label.EMAIL:
            return bool(re.search(r"@|[A-Za-z0-9_.-]{3,}\W?[A-Za-z0-9-]{2,}\.[a-z]{2,4}\b", text))
    low, high = DIGITS[label]
    is_other = WHOLE_DATE.fullmatch(text) is not None or AMOUNT.fullmatch(text) is not None or is_machine(text)
    is_other |= DECIMAL.fullmatch(text) is not None or SERVICE.fullmatch(text) is not None
    is_other |= label == Label.PASSPORT and (digits in NO_PASSPORTS or RECIPE.fullmatch(text) is not None)
    return not is_other and low <= digits <= high and digits >= MOSTLY * signs


def is_empty(text: str) -> bool:
    """Say whether the words mean that nothing is there."""
    low = plain(text)
    return not low or low in _empty()


def _is_person(text: str, vocabulary: Vocabulary) -> bool:
    words = WORD.findall(text)
    if ONLY_INITIALS.match(text) or WITH_INITIALS.match(text):
        return True
    if not words or len(words) > MOST_WORDS or sum(char.isdigit() for char in text) > SHORT or DOSE.search(text):
        return False
    about = [vocabulary.about(word.lower().replace("\u0451", "\u0435")) for word in words]
    for word, facts in zip(words, about, strict=True):
        named = facts.patronymic or max(facts.surname, facts.first) >= SURE or (facts.is_name and not facts.is_common)
        strange = not facts.is_known and len(word) > SHORT and STRANGE.match(word) is not None
        strange &= not word.isupper() or text.isupper()  # capitals among other words are an abbreviation
        if (named or strange) and word[0].isupper() and not (facts.is_common and facts.surname < SURE):
            return True
    return False


def may_be_name(text: str, vocabulary: Vocabulary) -> bool:
    """Say whether the text may be a name where names stand: a capital first, and no word that is never one."""
    words = WORD.findall(repaired(text))
    if WITH_INITIALS.match(text):
        return True
    if not words or len(words) > MOST_WORDS or not words[0][0].isupper() or DOSE.search(text):
        return False
    about = [vocabulary.about(word.lower().replace("\u0451", "\u0435")) for word in words]
    return all(facts.is_name or not facts.is_known for facts in about)


@lru_cache(maxsize=1)
def _content() -> dict:
    return tomllib.loads((Path(__file__).with_name("data") / "columns.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _known() -> tuple[list[tuple[Label, re.Pattern[str]]], list[tuple[Label, str]]]:
    content = _content()
    patterns = [(Label(kind), re.compile(pattern)) for kind, pattern in content["patterns"].items()]
    usual = [(Label(kind), word) for kind, words in content["usual"].items() for word in words]
    return patterns, usual


@lru_cache(maxsize=1)
def numbers_others() -> re.Pattern[str]:
    """Return what finds the words for things that are numbered and are nobody: requests, rooms, services, money."""
    return re.compile(_content()["numbers"]["others"])


@lru_cache(maxsize=1)
def nobodys() -> re.Pattern[str]:
    """Return what finds heads that sound as those of people and are of things: the papers of a device."""
    return re.compile(_content()["nobodys"])


@lru_cache(maxsize=1)
def dates_of_others() -> re.Pattern[str]:
    """Return what finds the words before dates that are no births: of issue, of a visit, the begin and the end."""
    return re.compile(_content()["dates"]["others"])


@lru_cache(maxsize=1)
def _empty() -> frozenset[str]:
    return frozenset(_content()["empty"])
