"""Scanned lists: what narrow columns do to numbers."""

import numpy as np

from priyom.privacy.files import TextGuard
from priyom.privacy.masking import People
from priyom.privacy.pictures.finding import find
from priyom.privacy.pictures.layout import rows_of
from priyom.privacy.pictures.reading import Read


def hidden(guard, *lines):
    """Return the words that are hidden; lines are (text, x, y), each word eleven pixels a letter."""
    words = []
    for text, left, y in lines:
        for number, word in enumerate(text.split()):
            before = sum(11 * len(one) + 8 for one in text.split()[:number])
            words.append(Read(word, left + before, y, 11 * len(word), 20, 90))
    spots = find(rows_of(words, np.zeros((600, 1400), bool)), TextGuard(guard, People(b"k" * 32)))
    return {word.text for word in words for spot in spots if spot.box[0] <= word.x + 2 < spot.box[2] and spot.box[1] <= word.y + 10 < spot.box[3]}  # fmt: skip


def test_an_insurance_number_broken_before_its_check_digits_is_hidden_without_a_heading(guard):
    gone = hidden(
        guard, ("CHUSIC", 500, 10), ("M54.5", 100, 60), ("112-233-445", 500, 60), ("95", 500, 86), ("K29.3", 100, 120), ("376 890 591", 500, 120),
        ("51", 500, 146), ("I11.9", 100, 180), ("887-480-549-", 500, 180), ("78", 500, 206),
    )  # fmt: skip
    assert gone >= {"112-233-445", "95", "376", "890", "591", "887-480-549-"}
    assert gone.isdisjoint({"M54.5", "K29.3", "I11.9"})


def test_nine_digits_over_other_two_are_nobodys(guard):
    gone = hidden(
        guard,
        ("Артикул", 500, 10),
        ("112-233-446", 500, 60),
        ("95", 500, 86),
        ("376-890-592", 500, 120),
        ("11", 500, 146),
    )
    assert not gone
