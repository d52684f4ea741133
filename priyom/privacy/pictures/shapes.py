"""What the text of one row shows by its shape alone: births, streets, quoted names, tagged values, referrals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from priyom.privacy.detectors import Label
from priyom.privacy.detectors.usualness import USUAL
from priyom.privacy.detectors.vocabulary import Facts, Vocabulary

YEAR = re.compile("(?<![0-9])(?:18|19|20)[0-9]{2}")
NEWEST_YEAR = 2022  # a later date beside somebody is rather the day of a visit
# A date with an age behind it.
AGED = re.compile(
    "\\d{1,2}[./-]\\d{1,2}[./-]\\d{4}(?= ?[({\\[]? ?\\d{1,3} ?"
    "(?:\u043b\u0435\u0442|\u0433\u043e\u0434|\u043b\\.|\u043c\u0435\u0441))"
)
# Two initials read as one word before a surname.
GLUED = re.compile("(?<![\\w.])[\u0410-\u042fA-Z]{2}[.,] ?(?P<surname>[\u0410-\u042f\u0401][\u0430-\u044f\u0451]{2,})")
REFERRED = re.compile(  # a referral, an epicrisis
    "(?:\u043d\u0430\u043f\u0440\u0430\u0432\u043b\u0435\u043d\u0438[\u0435\u044f\u044e]"
    "|\u044d\u043f\u0438\u043a\u0440\u0438\u0437[\u0430-\u044f]?) ?"
    "(?:\u2116|N[eo]?) ?(?P<value>\\d[\\d/-]{3,})",
    re.IGNORECASE,
)
# A date with any digits, as readers misread them, that is called a birth right behind.
CALLED_BIRTH = re.compile(
    "\\d[\\d ]?[./-] ?\\d[\\d ]?[./-] ?\\d(?: ?\\d){3}(?=,? ?\u0433\\.? ?\u0440(?![\u0430-\u044f]))"
)
BRACKETED = re.compile("(?<=[{(\\[])\\d{1,2}[ ./-][0-9\u0430-\u044f]{2,9}[ ./-](?:18|19|20)\\d{2}(?=[)}\\]])")
# «Town, Street 40-200» where nothing else says that it is an address.
STREET = re.compile(
    "(?P<town>[\u0410-\u042f][\u0430-\u044f-]{2,}), (?:[0-9]-\u044f )?(?:[0-9]{1,2} )?"
    "[\u0410-\u042f][\u0430-\u044f\u0451]+"
    "(?: [\u0410-\u042f][\u0430-\u044f\u0451]+)?,? [0-9]{1,3}[\u0430-\u044f]?[-/][0-9]{1,3}(?![0-9])"
)
# A name in quotes behind a field's sign, or in the brackets of a refusal.
QUOTED = re.compile(
    "(?:[=:] ?['\"\u2018\u2019\u201c\u00ab`]{1,2}|[\\[{])"
    "(?P<value>[\u0410-\u042f\u0401][\u0410-\u044f\u0451\u0401-]{2,})"
    "['\"\u2018\u2019\u201d\u00bb`\\]})]"
)
# A name behind its key, whatever became of the key: «FAM=Ivanov; IM=Ivan».
KEYED = re.compile(
    "(?<![\\w=])[A-Z\u0410-\u042f_]{2,12}= ?"
    "(?P<value>[\u0410-\u042f\u0401][\u0430-\u044f\u0451]{2,}(?:-[\u0410-\u042f\u0401][\u0430-\u044f\u0451]+)?)"
    "(?=[;,.|&)]|$)"
)
POLICY = re.compile(r"P[O0]L[I1l][S5]\w{0,3} ?[=:] ?(?P<value>\d[\d ]{13,20}\d)(?!\w)")
TAGGED = re.compile(
    r"<(?:[^\W\d]\S{0,11} ?: ?)?(?:(?:last|first|middle|patient)_?)?"
    r"(?P<tag>family|given|fullname|(?<=[a-z_])name|surname|patronymic|birth_?(?:date|day|time)|snils|address|streetaddressline|phone|email)"
    r"[^<>]{0,40}>(?P<value>[^<>]{2,90})[<(]",
    re.IGNORECASE,
)
# A patient's own number in a document: its root is the program's, and ends as the guides to СЭМД end those of patients.
EXTENSION = re.compile(r"\d\.100(?:\.\d{1,3}){2}\.10\W{1,4}extension\W{1,4}(?P<value>[\w/-]{3,20})")
# Who writes, and when, on a line of its own: «Name Surname 10:15» over a message.
WRITES = re.compile(
    "(?P<first>[\u0410-\u042f\u0401][\u0430-\u044f\u0451]+) "
    "(?P<family>[\u0410-\u042f\u0401][\u0430-\u044f\u0451]{2,}(?:-[\u0410-\u042f][\u0430-\u044f\u0451]+)?)"
    ",? \\d{1,2}[:.]\\d{2}\\W*"
)
# The segment of HL7 that says who the patient is, however its strokes were read: «PTO|1| 201695 |».
SEGMENT = re.compile(
    "(?<!\\w)[P\u0420][I1l|T\u0422][DO0\u041e][^\\w]{1,3}1?[^\\w]{1,6}(?P<value>(?=\\S{0,8}\\d)[\\w/-]{4,20})\\W{0,3}[|\\]!^*]"
)
# A name as HL7 writes it; a certificate of birth, whatever became of the letters of its series.
CARETS = re.compile(
    "[\u0410-\u042f\u0401][\u0410-\u044f\u0451\u0401-]+(?:\\^[\u0410-\u042f\u0401][\u0410-\u044f\u0451\u0401-]+){1,2}"
)
CERTIFICATE = re.compile(
    "(?<!\\w)(?P<value>[IVX1l\u0423\u0425]{1,5}-[A-Z\u0410-\u042f0-9]{2,4} ?(?:\u2116|N.?) ?\\d{6})(?!\\d)"
)
MAILBOX = re.compile(r"<(?P<value>[\w.+-]{2,40}@[\w-]{5,40})>")  # its point was read as a letter
SIGNED = (
    (Label.OMS, POLICY),
    (Label.MRN, EXTENSION),
    (Label.MRN, SEGMENT),
    (Label.MRN, REFERRED),
    (Label.BIRTH_CERT, CERTIFICATE),
    (Label.EMAIL, MAILBOX),
)
TAGS = {
    "bir": Label.DOB, "sni": Label.SNILS, "add": Label.ADDRESS, "str": Label.ADDRESS, "pho": Label.PHONE,
    "ema": Label.EMAIL,
}  # fmt: skip


def find_written(text: str, vocabulary: Vocabulary) -> Iterator[tuple[Label, int, int]]:
    """Yield what needs no neighbours."""
    for pattern in (CALLED_BIRTH, AGED):
        for found in pattern.finditer(text):
            yield Label.DOB, *found.span()
    for label, pattern in SIGNED:
        for found in pattern.finditer(text):
            yield label, *found.span("value")
    for found in STREET.finditer(text):
        if about([found["town"]], vocabulary).is_place:
            yield Label.ADDRESS, *found.span()
    for found in TAGGED.finditer(text):
        if any(char.isalnum() for char in found["value"]):
            yield TAGS.get(found["tag"][:3].lower(), Label.PERSON), *found.span("value")
    yield from _names(text, vocabulary)


def _names(text: str, vocabulary: Vocabulary) -> Iterator[tuple[Label, int, int]]:
    """Yield births in brackets behind a name, surnames behind initials read as one word, names in quotes."""
    for found in BRACKETED.finditer(text):
        year = YEAR.search(found.group())
        before = about(text[: found.start() - 1].split()[-1:], vocabulary)
        if year and int(year.group()) < NEWEST_YEAR and before.is_name:
            yield Label.DOB, *found.span()
    writes = WRITES.fullmatch(text)
    if writes and about([writes["first"]], vocabulary).first >= USUAL and _may_be_family(writes["family"], vocabulary):
        yield Label.PERSON, writes.start(), writes.end("family")
    for found in CARETS.finditer(text):
        if any(about([part], vocabulary).is_name for part in found.group().split("^")):
            yield Label.PERSON, *found.span()
    for found in GLUED.finditer(text):
        if about([found["surname"]], vocabulary).surname >= USUAL:
            yield Label.PERSON, *found.span()
    for found in (*QUOTED.finditer(text), *KEYED.finditer(text)):
        facts = about([found["value"]], vocabulary)
        if (facts.is_name or facts.shaped or facts.first >= USUAL) and not (
            facts.is_common and max(facts.first, facts.surname) < USUAL
        ):
            yield Label.PERSON, *found.span("value")


def _may_be_family(word: str, vocabulary: Vocabulary) -> bool:
    facts = about([word], vocabulary)
    return facts.is_name or facts.shaped or not facts.is_common


def about(words: Sequence[str], vocabulary: Vocabulary) -> Facts:
    """Return what is known of the first of the words, without the signs around it."""
    word = words[0].strip(",.;:") if words else ""
    return vocabulary.about(word.split("-")[0].lower().replace("\u0451", "\u0435"))
