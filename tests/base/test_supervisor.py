"""The supervisor: a start that fails is given up aloud, what has worked once never is."""

import time

import pytest

from priyom.base import supervisor as house
from priyom.base.supervisor import Child, Supervisor
from priyom.base.wording import Refusal


def dying():
    return 3


@pytest.fixture
def in_a_hurry(monkeypatch):
    """No pauses between deaths: what counts is what happens after the fifth."""
    monkeypatch.setattr(house, "FIRST_PAUSE", 0.0)


def look_until(supervisor, question):
    deadline = time.monotonic() + 20
    while not question() and time.monotonic() < deadline:
        supervisor.look()
        time.sleep(0.02)
    return question()


def test_a_start_that_dies_five_times_is_given_up(in_a_hurry):
    supervisor = Supervisor([Child("the worker", "worker", dying)])
    with pytest.raises(Refusal):
        look_until(supervisor, lambda: False)


def test_what_has_worked_is_started_again_and_again(in_a_hurry):
    child = Child("the worker", "worker", dying)
    supervisor = Supervisor([child])
    supervisor.settled = True
    assert look_until(supervisor, lambda: len(child.deaths) == house.DEATHS_ALLOWED)
    first = child.deaths[0]
    assert look_until(supervisor, lambda: child.deaths[0] > first)  # it died once more, and nobody has given up
    supervisor.stop()


def test_a_database_that_cannot_be_started_now_is_tried_again_and_said_once(capsys, monkeypatch):
    monkeypatch.setattr(house, "TELL_AFTER_SECONDS", 0.0)
    tries = []

    def tend():
        tries.append(1)
        raise Refusal("the disk is full: make room and start again")

    supervisor = Supervisor([], tend=tend)
    for _ in range(5):
        supervisor.tend_once()
    assert len(tries) == 5
    assert capsys.readouterr().err.count("priyom: ") == 1
