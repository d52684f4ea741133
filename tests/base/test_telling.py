"""Words around times, as one says them."""

from datetime import timedelta

import pytest
from django.utils import translation

from priyom.base.clock import now
from priyom.base.telling import since


@pytest.mark.parametrize(
    ("ago", "told"),
    [
        (timedelta(hours=1), "с 12:00"),
        (timedelta(days=1), "с пн 13:00"),
        (timedelta(days=6), "со ср 13:00"),
        (timedelta(days=5), "с чт 13:00"),
        (timedelta(days=15), "со 2 мар"),
        (timedelta(days=16), "с 1 мар"),
        (timedelta(days=365), "с 17.03.2025"),
    ],
)
def test_since_takes_its_longer_form_before_two_letters_that_stumble(at, ago, told):
    at("2026-03-17 13:00")
    with translation.override("ru"):
        assert since(now() - ago) == told
