import itertools
from datetime import UTC, datetime, timedelta

import pytest

from priyom.desk.rules.lifeline import LETTER, Ball, Change, Note, draw, waits

START = datetime(2026, 3, 2, 10, tzinfo=UTC)


def hours(n):
    return START + timedelta(hours=n)


LIFE = [Change(START, Ball.US), Change(hours(2), Ball.THEM), Change(hours(3), Ball.US), Change(hours(8), Ball.OTHERS)]


def test_the_line_shows_who_had_the_ball_and_how_long():
    line = draw(LIFE, [], until=hours(10), is_over=True, width=1000)

    assert [(each.x, each.width, each.ball) for each in line.stretches] == [
        (0, 200, Ball.US), (200, 100, Ball.THEM), (300, 500, Ball.US), (800, 200, Ball.OTHERS),
    ]  # fmt: skip
    assert line.now_x is None


def test_an_open_ticket_has_a_future():
    line = draw(LIFE, [], until=hours(10), is_over=False, width=1000)

    assert line.now_x == 940
    assert sum(each.width for each in line.stretches) == pytest.approx(940)


def test_what_happened_is_seen_however_short_it_was():
    life = [Change(START, Ball.US), Change(hours(5), Ball.THEM), Change(hours(5) + timedelta(seconds=1), Ball.US)]

    assert min(each.width for each in draw(life, [], until=hours(1000), is_over=True, width=300).stretches) >= 1.5


def test_labels_never_collide_and_the_weightiest_stay():
    notes = [Note(hours(n / 10), f"{n} ответ", weight=1) for n in range(60)] + [
        Note(hours(6), "сейчас", weight=4, strong=True)
    ]
    line = draw(LIFE, notes, until=hours(10), is_over=True, width=1000)

    for row in (0, 1):
        edges = sorted(
            (
                label.x - {"start": 0, "middle": 0.5, "end": 1}[label.anchor] * len(label.text) * LETTER,
                len(label.text) * LETTER,
            )
            for label in line.labels
            if label.row == row
        )
        assert all(x + wide <= after for (x, wide), (after, _w) in itertools.pairwise(edges))
    assert "сейчас" in [label.text for label in line.labels]


@pytest.mark.parametrize("until", [START, START + timedelta(microseconds=1), hours(-1)])
def test_a_ticket_of_this_moment_can_be_drawn(until):
    line = draw(
        [Change(START, Ball.US)],
        [Note(START, "написали"), Note(until, "сейчас", strong=True)],
        until=until,
        is_over=False,
        width=326,
    )

    assert all(0 <= label.x <= 326 for label in line.labels)


def test_waits_add_up():
    found = waits(LIFE, until=hours(10))

    assert (found.us, found.them, found.others) == (timedelta(hours=7), timedelta(hours=1), timedelta(hours=2))
