"""`/ready` is asked every second by whoever starts us: what it says of itself must stay readable."""

import logging

import pytest

from priyom.base import health
from priyom.base.health import Check
from priyom.base.logs import _not_asking_for_readiness


@pytest.fixture
def said(monkeypatch):
    lines = []
    monkeypatch.setattr(health.log, "warning", lambda event, **fields: lines.append((event, fields.get("place"))))
    monkeypatch.setattr(health.log, "info", lambda event, **_fields: lines.append((event, None)))
    return lines


def test_what_fails_is_told_once_and_what_works_again_too(said, monkeypatch):
    monkeypatch.setattr(health, "REMEMBER_SECONDS", 0.0)
    works = {"database": False, "worker": False}
    asked = health.Readiness(lambda: [Check(name, ok, "") for name, ok in works.items()])
    assert [asked.get() for _ in range(3)] == [False] * 3
    works["database"] = True
    assert [asked.get() for _ in range(3)] == [False] * 3
    works["worker"] = True
    assert [asked.get() for _ in range(3)] == [True] * 3
    assert said == [("not ready", "database, worker"), ("not ready", "worker"), ("ready again", None)]


def test_an_answer_is_remembered_for_some_seconds(said):
    questions = []
    asked = health.Readiness(lambda: questions.append(1) or [Check("disk", ok=True, said="")])
    assert [asked.get() for _ in range(5)] == [True] * 5
    assert len(questions) == 1
    assert said == []


@pytest.mark.parametrize(("path", "is_written"), [("/ready", False), ("/portal/", True), ("/readyx", True)])
def test_only_questions_for_readiness_leave_no_line_of_error(rf, path, is_written):
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Service Unavailable: %s", (path,), None)
    record.request = rf.get(path)
    assert _not_asking_for_readiness(record) is is_written
