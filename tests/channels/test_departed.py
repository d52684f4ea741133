"""What has left and is not marked yet, on disk: read after a process, a disk or both failed in the middle of a line."""

import errno
from datetime import UTC, datetime

import pytest
from django.db import connection

from priyom.channels import departed

MOMENT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def place(settings):
    """The file, in a folder that is there."""
    settings.PRIYOM.run_dir.mkdir(parents=True, exist_ok=True)
    departed.forget()
    yield settings.PRIYOM.run_dir / f"departed-{connection.settings_dict['NAME']}"
    departed.forget()


def test_what_was_noted_is_known_until_it_is_forgotten(place):
    departed.note([(12, MOMENT), (13, MOMENT.replace(microsecond=5))])
    departed.note([(14, MOMENT)])
    assert departed.noted() == [(12, MOMENT), (13, MOMENT.replace(microsecond=5)), (14, MOMENT)]
    departed.forget()
    assert departed.noted() == []


@pytest.mark.parametrize(
    "torn",
    [
        b"1",
        b"12",
        b"12 2026-03-02T10:0",
        b"12 2026-03-02T10:00:00+00:0",
        b"\0\0\0",
        b"\xff",
        b"12 2026-13-02T10:00:00+00:00\n",
        b"12 2026-03-02T10:00:00+99:00\n",
    ],
)
def test_a_line_that_was_cut_off_neither_stops_the_post_nor_becomes_another_letters(place, torn):
    place.write_bytes(torn)
    assert departed.noted() == []
    departed.note([(345, MOMENT)])
    assert departed.noted() == [(345, MOMENT)]


def test_a_disk_that_takes_nothing_keeps_no_letter_from_leaving(place, monkeypatch):
    def full(*_given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(departed.os, "open", full)
    departed.note([(12, MOMENT)])
    monkeypatch.undo()
    assert departed.noted() == []
