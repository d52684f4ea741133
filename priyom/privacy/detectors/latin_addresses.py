"""Finds where people live when it is written in Latin letters: «12 Lenina str., apt. 45, Perm», «ul. Mira, d. 5, kv. 12»."""

from __future__ import annotations

import re
from collections.abc import Iterator

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.reading import Reading

PROPER = r"[A-Z][A-Za-z'-]{1,24}"
NUMBER = r"[0-9]{1,4}(?: ?[A-Za-z](?![A-Za-z]))?(?:[/-][0-9]{1,4}[A-Za-z]?){0,2}"
KIND = (
    r"(?i:st(?:r|reet)?|ave(?:nue)?|road|rd|lane|ln|blvd|boulevard|drive|sq(?:uare)?|embankment|highway|ul(?:itsa|itca)?|prospekt|prosp|"
    r"pr-t|pr-kt|pr|pereulok|per|bulvar|b-r|naberezhnaya|nab|shosse|sh|proezd|mkr(?:n)?|mikrorayon|microdistrict)"
)
HOUSE = rf"(?:(?i:d|dom|bld|bldg|building|house|h|korp|k|str)\.? ?)?{NUMBER}"
FLAT = (
    rf"(?:[ ,]{{1,3}}(?!kV)(?:(?i:apt|apartment|flat|app|kv|kvartira|room|korp|k|bld|entrance|floor|#)\.? ?{NUMBER}))"
)
TOWN = rf"(?:[ ,]{{1,3}}(?:(?i:g|gor|s|pos|der|obl|d|r-n)\. ?)?{PROPER}(?: (?i:obl(?:ast)?|kray|krai|region|district|r-n|rayon)\.?)?)"
LINE = re.compile(
    rf"(?<![A-Za-z0-9])(?:(?P<index>[1-6][0-9]{{5}}),? )?(?P<towns>(?:(?:(?i:g|gor|s|pos|der|obl)\. ?)?{PROPER}(?: (?i:obl(?:ast)?|kray|krai|region|r-n|rayon)\.?)?, ){{0,3}})"
    rf"(?P<street>{KIND}\.? {PROPER}(?: {PROPER})?|{PROPER}(?: {PROPER})? {KIND}(?![A-Za-z])\.?),? ?{HOUSE}{FLAT}{{0,3}}{TOWN}{{0,3}}(?:,? [1-6][0-9]{{5}})?"
    rf"|(?<![A-Za-z0-9-]){NUMBER},? {PROPER}(?: {PROPER})? {KIND}(?![A-Za-z])\.?{FLAT}{{0,3}}{TOWN}{{0,3}}(?:,? [1-6][0-9]{{5}})?"
    rf"|(?<![A-Za-z0-9]){PROPER},? {NUMBER}{FLAT}{{1,3}}{TOWN}{{0,3}}"
)
CALLED = re.compile(
    rf"(?i:address|addr|lives? (?:at|in)|residen\w{{1,4}})\W{{1,4}}(?P<value>(?:{PROPER}(?: {PROPER})?,? ){{1,4}}{NUMBER}(?:-[0-9]{{1,4}})?)(?![0-9.:])"
)
OFFICE = re.compile(
    r"(?i)hospital|clinic|polyclinic|office|pharmacy|institute|center|centre|больниц|клиник|офис|поликлиник|компани|ооо"
)
CAPITALISED = re.compile(r"[A-Z][A-Za-z'-]")
NEAR = 60
FLATS = re.compile(r"(?i)(?:apt|apartment|flat|kv|kvartira)[. ]")


def find_latin_addresses(reading: Reading) -> Iterator[Span]:
    """Yield streets with a house; that of an office only when a flat is named."""
    if not (reading.has_figures and CAPITALISED.search(reading.text)):
        return
    for found in LINE.finditer(reading.text):
        around = reading.text[max(0, found.start() - NEAR) : found.start()].rpartition("\n")[2]
        if FLATS.search(found.group()) or not OFFICE.search(around):
            yield Span(*found.span(), Label.ADDRESS, 0.85)
    for found in CALLED.finditer(reading.text):
        yield Span(*found.span("value"), Label.ADDRESS, 0.85)
