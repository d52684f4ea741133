"""The database's clock counts: a wrong clock on the application's machine changes nothing (security.md, R11)."""

import time

import pytest
from django.db import connection
from django.test import Client

from priyom.base.clock import now, running
from tests.cast import PASSWORD

HOUR, DAY = 3600, 86_400


@pytest.mark.parametrize("jump", [HOUR, -HOUR, DAY, -DAY])
def test_a_clock_that_jumps_on_this_machine_moves_nothing(cast, ticket, monkeypatch, jump):
    client = Client()
    client.post("/accounts/login/", {"login": "anna", "password": PASSWORD})
    assert client.get("/desk/").status_code in {200, 302}
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + jump)

    assert client.get(f"/desk/tickets/{ticket.number}").status_code == 200  # nobody is signed out by it
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs = cursor.fetchone()[0]
    assert abs((now() - theirs).total_seconds()) < 5


def test_a_clock_that_a_test_has_stopped_runs_on_for_sessions(db, at):
    stopped = at("2026-03-02 10:00")
    assert now() == stopped
    assert running() > stopped
