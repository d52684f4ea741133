"""Values whose kind stands in a field of its own: «"type": "MRN", "value": "588006"», «<doc ser="65 12" num="368061"/>»."""

from __future__ import annotations

import re
from collections.abc import Iterator

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.reading import Reading

KINDS = {
    "mrn": Label.MRN, "mr": Label.MRN, "карта": Label.MRN, "snils": Label.SNILS, "снилс": Label.SNILS, "enp": Label.OMS,
    "oms": Label.OMS, "polis": Label.OMS, "polisnum": Label.OMS, "енп": Label.OMS, "омс": Label.OMS, "полис": Label.OMS,
    "passport": Label.PASSPORT, "паспорт": Label.PASSPORT, "inn": Label.INN, "инн": Label.INN, "phone": Label.PHONE,
    "mobile": Label.PHONE, "телефон": Label.PHONE, "email": Label.EMAIL, "e-mail": Label.EMAIL,
}  # fmt: skip
KIND = "|".join(map(re.escape, sorted(KINDS, key=len, reverse=True)))
QUOTE = r"[\"']"
PAIRS = (  # the kind before its value, and behind it
    re.compile(
        rf"{QUOTE}(?:type|system|code|use|kind|тип|вид)\w{{0,8}}{QUOTE}\s?:\s?{QUOTE}[^\"'\n]{{0,60}}?(?<![a-zа-яё])(?P<kind>{KIND}){QUOTE}"
        rf"\s?,\s{{0,40}}{QUOTE}(?:value|number|num|значение|номер){QUOTE}\s?:\s?{QUOTE}?(?P<value>[^\"'\n,}}]{{3,40}})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{QUOTE}(?:value|number|num|значение|номер){QUOTE}\s?:\s?{QUOTE}?(?P<value>[^\"'\n,}}]{{3,40}}){QUOTE}?"
        rf"\s?,\s{{0,40}}{QUOTE}(?:type|system|code|use|kind|тип|вид)\w{{0,8}}{QUOTE}\s?:\s?{QUOTE}(?P<kind>{KIND}){QUOTE}",
        re.IGNORECASE,
    ),
)
DOCUMENT = re.compile(
    r"<(?:\w{1,20}:)?(?:doc|dul|udl|passport|identity|document)\w{0,16}\s[^<>]{0,120}?\bser\w{0,5}\s?=\s?[\"'](?P<series>[^\"'<>\n]{2,8})[\"']"
    r"[^<>]{0,60}?\bnum\w{0,4}\s?=\s?[\"'](?P<number>[0-9]{5,8})[\"']",
    re.IGNORECASE,
)


def find_typed(reading: Reading) -> Iterator[Span]:
    """Yield the values; of a document its series and its number."""
    if "value" in reading.low or "num" in reading.low or "номер" in reading.low or "значение" in reading.low:
        for pattern in PAIRS:
            for found in pattern.finditer(reading.text):
                if any(char.isalnum() for char in found["value"]):
                    yield Span(*found.span("value"), KINDS[found["kind"].lower()], 0.95)
    for found in DOCUMENT.finditer(reading.text):
        yield Span(*found.span("series"), Label.PASSPORT, 0.95)
        yield Span(*found.span("number"), Label.PASSPORT, 0.95)
