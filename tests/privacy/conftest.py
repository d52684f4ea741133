"""The guard with all its dictionaries, loaded once for all tests of this folder."""

import numpy as np
import pytest

from priyom.privacy.engine import load_guard
from priyom.privacy.files import TextGuard
from priyom.privacy.masking import People


@pytest.fixture(scope="session")
def guard():
    return load_guard()


@pytest.fixture
def found(guard):
    """What is found in a text, as (label, words) pairs."""

    def find(text, **how):
        return [(span.label.value, text[span.start : span.end]) for span in guard.find([text], **how)[0]]

    return find


@pytest.fixture
def hidden_on_a_screen(guard):
    """Say which words are hidden on a screen of such lines."""

    from priyom.privacy.pictures.finding import find
    from priyom.privacy.pictures.layout import rows_of
    from tests.privacy.test_pictures_tables import read

    def of(lines):
        words = read(lines)
        spots = find(rows_of(words, np.zeros((900, 1400), bool)), TextGuard(guard, People(b"k" * 32)))
        middles = [(word.text, word.x + word.width / 2, word.middle) for word in words]
        boxes = [spot.box for spot in spots]
        return {text for text, x, y in middles if any(a <= x <= c and b <= y <= d for a, b, c, d in boxes)}

    return of
