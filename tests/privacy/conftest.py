"""The guard with all its dictionaries, loaded once for all tests of this folder."""

import pytest

from priyom.privacy.engine import load_guard


@pytest.fixture(scope="session")
def guard():
    return load_guard()


@pytest.fixture
def found(guard):
    """What is found in a text, as (label, words) pairs."""

    def find(text, **how):
        return [(span.label.value, text[span.start : span.end]) for span in guard.find([text], **how)[0]]

    return find
