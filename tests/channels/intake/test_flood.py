"""A flood is counted by any minute, not by the minutes of a clock."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priyom.base.clock import now
from priyom.channels.intake.filing import Lane, file_waiting
from priyom.channels.intake.flood import most_at_once
from priyom.channels.models import IncomingLetter
from tests.channels.intake.test_filing import came, letter

MINUTE = dt.timedelta(minutes=1)
NOON = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("lane", [Lane.OLDEST, Lane.NEWEST])
def test_who_begins_at_the_end_of_a_minute_has_no_second_one_at_once(cast, lane):
    turn = now().replace(second=0, microsecond=0) - MINUTE
    for number in range(70):
        row = came(letter(sender="monitor@elsewhere.example", body=f"disk {number}"))
        moment = turn + dt.timedelta(seconds=number - 35) / 10
        IncomingLetter.objects.filter(pk=row.pk).update(received_at=moment)
    file_waiting(most=100, lane=lane)

    assert IncomingLetter.objects.filter(outcome="ticket").count() == 60
    assert IncomingLetter.objects.filter(outcome="held", reason="too_many").count() == 10


def test_what_came_a_whole_minute_before_counts_no_more():
    assert most_at_once([NOON + dt.timedelta(seconds=each) for each in range(59)], NOON + MINUTE, MINUTE) == 58


@given(st.lists(st.integers(1, 119), max_size=12))
def test_the_fullest_minute_is_found(seconds):
    at = NOON + MINUTE
    moments = sorted(NOON + dt.timedelta(seconds=each) for each in seconds)
    begins = [begin for begin in (*moments, at) if begin <= at < begin + MINUTE]
    fullest = max(sum(begin <= moment < begin + MINUTE for moment in moments) for begin in begins)
    assert most_at_once(moments, at, MINUTE) == fullest
