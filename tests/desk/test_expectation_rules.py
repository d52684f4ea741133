"""How long such tickets take, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from priyom.desk.rules.expectation import ANY, Span, expected, like, season_of

DAY = timedelta(days=1)
MONDAY = datetime(2026, 3, 2, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("month", "season"), [(12, 1), (1, 1), (2, 1), (3, 2), (5, 2), (6, 3), (8, 3), (9, 4), (11, 4)]
)
def test_the_seasons_are_those_of_the_year(month, season):
    assert season_of(date(2026, month, 1)) == season


def span(solved=20, days=1):
    return Span(solved, days * DAY, 3 * days * DAY)


def test_the_likest_tickets_of_which_there_are_enough_speak():
    spans = {(7, 2, 1): span(days=1), (7, 2, ANY): span(days=2), (3, 2, 1): span(days=3), (3, 2, ANY): span(days=4)}
    asked = {"topics": (7, 3), "priority": 2, "season": 1}
    for key in ((7, 2, 1), (7, 2, ANY), (3, 2, 1), (3, 2, ANY)):
        assert like(spans, **asked) == spans.pop(key)
    assert like(spans, **asked) is None


def test_few_say_nothing():
    spans = {(7, 2, 1): span(solved=14), (7, 2, ANY): span(solved=15, days=2)}
    assert like(spans, topics=(7, 3), priority=2, season=1) == spans[7, 2, ANY]
    assert like({(7, 2, 1): span(solved=14)}, topics=(7, 3), priority=2, season=1) is None


def test_another_priority_says_nothing():
    assert like({(7, 3, ANY): span()}, topics=(7,), priority=2, season=1) is None


def test_what_has_passed_is_not_told_as_still_to_come():
    early = expected(span(), MONDAY, MONDAY)
    assert (early.half, early.most) == (MONDAY + DAY, MONDAY + 3 * DAY)
    later = expected(span(), MONDAY, MONDAY + 2 * DAY)
    assert (later.half, later.most, later.is_over(MONDAY + 2 * DAY)) == (None, MONDAY + 3 * DAY, False)
    assert expected(span(), MONDAY, MONDAY + 3 * DAY).is_over(MONDAY + 3 * DAY)
