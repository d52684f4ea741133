"""Whether a box on a picture hides a number that proves itself: such a box is not its author's to take away.

A reader mistakes digits. Where it was not sure of a number of a kind that has a check digit, the number counts as
proved: the doubt is the administrator's to settle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from priyom.privacy.detectors import Label
from priyom.privacy.detectors.checks import is_luhn, is_personal_inn, is_snils
from priyom.privacy.pictures.layout import Row, Spot
from priyom.privacy.pictures.reading import Read
from priyom.privacy.pictures.repairing import repaired

NUMBER = re.compile(r"\d(?:[\W_]{0,3}\d){9,}")
CHECKS = {11: is_snils, 12: is_personal_inn, 16: is_luhn}
WITH_CHECK = frozenset({Label.SNILS, Label.OMS, Label.INN, Label.CARD})
SURE = 88.0


def is_proved(spot: Spot, rows: Sequence[Row]) -> bool:
    """Say whether what the spot hides is, or may be, a number with a right check digit."""
    if spot.label == Label.PHONE:
        return False  # as long as a pension number, and never one
    words = [word for row in rows for cell in row.cells for word in cell.words if _lies_in(word, spot)]
    numbers = [_digits(found) for found in NUMBER.findall(repaired(" ".join(word.text for word in words)))]
    if any(_proves(number) for number in numbers):
        return True
    if spot.label not in WITH_CHECK:
        return False
    surely_wrong = len(numbers) == 1 and len(numbers[0]) in CHECKS
    return not surely_wrong or min(word.confidence for word in words) < SURE


def is_proved_text(text: str, label: Label) -> bool:
    """Say the same of what stands in letters, which nobody can misread."""
    return label != Label.PHONE and any(_proves(_digits(found)) for found in NUMBER.findall(text))


def _lies_in(word: Read, spot: Spot) -> bool:
    left, top, right, bottom = spot.box
    x, y = word.x + word.width / 2, word.y + word.height / 2
    return left <= x <= right and top <= y <= bottom


def _proves(number: str) -> bool:
    """Try every stretch as long as an identifier: neighbours in a row are read as one number."""
    return any(
        check(number[start : start + length])
        for length, check in CHECKS.items()
        for start in range(len(number) - length + 1)
    )


def _digits(written: str) -> str:
    return "".join(char for char in written if char.isdigit())
