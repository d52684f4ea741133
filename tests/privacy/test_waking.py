"""The guard is there before the first letter is."""

import dataclasses

import pytest

from priyom.base.jobs import worker_begins
from priyom.privacy import guards


@pytest.mark.parametrize(("guard", "woken"), [("on", 1), ("off", 0)])
def test_a_worker_that_begins_wakes_the_guard_where_there_is_one(settings, monkeypatch, guard, woken):
    calls = []
    settings.PRIYOM = dataclasses.replace(settings.PRIYOM, guard=guard)
    monkeypatch.setattr(guards, "the_guard", type("Guard", (), {"wake": lambda _self: calls.append(1)}))
    worker_begins.send(sender=None)
    assert len(calls) == woken
