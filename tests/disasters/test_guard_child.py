"""The guard's own process: killed, late or asked too much, it never lets a text through unmasked."""

import os
import signal
from pathlib import Path

import pytest

from priyom.privacy.engine import Engine, GuardFailed
from priyom.privacy.graph import LONGEST_TEXT
from priyom.privacy.masking import People
from priyom.privacy.rules import Rules

TEXT = "Пациент Иванов Иван Иванович, СНИЛС 112-233-445 95"
HIDDEN = "Пациент [№ 1], СНИЛС ***-***-*** 95"


@pytest.fixture(scope="module")
def engine():
    engine = Engine(seconds=60)
    yield engine
    engine.close()


def people():
    return People(b"k" * 32)


def test_the_child_masks_and_tells_places_but_no_values(engine):
    masked = engine.mask([TEXT, "Иванов.pdf"], people())

    assert masked.texts == [HIDDEN, "[Пациент 1].pdf"]
    assert [(found.kind, TEXT[found.start : found.end]) for found in masked.findings[0]] == [
        ("PERSON", "Иванов Иван Иванович"), ("SNILS", "112-233-445 95"),
    ]  # fmt: skip
    assert "ванов" not in repr(masked.findings)


def test_the_numbers_of_people_come_back_for_the_next_message(engine):
    first = engine.mask([TEXT], people())

    assert engine.mask(["Иванову И.И. звонил Петров П.П."], first.people).texts == ["[Пациент 1] звонил [Человек 2]"]


def test_a_killed_child_is_started_again(engine):
    engine.mask([TEXT], people())
    os.kill(engine.pid, signal.SIGKILL)

    assert engine.mask([TEXT], people()).texts == [HIDDEN]


def test_a_frozen_child_is_a_failure_and_the_next_question_gets_a_fresh_one():
    engine = Engine(seconds=5)
    engine.start()
    os.kill(engine.pid, signal.SIGSTOP)

    with pytest.raises(GuardFailed):
        engine.mask([TEXT], people())

    assert engine.mask([TEXT], people()).texts == [HIDDEN]
    engine.close()


def test_whoever_stands_behind_a_slow_question_does_not_wait_for_ever(monkeypatch):
    monkeypatch.setattr("priyom.privacy.engine.START_SECONDS", 0)
    engine = Engine(seconds=0.2)
    with engine._lock, pytest.raises(GuardFailed, match="busy"):  # noqa: SLF001 - another thread's question
        engine.mask([TEXT], people())


def test_too_much_text_is_refused_aloud(engine):
    with pytest.raises(GuardFailed, match="too long"):
        engine.mask(["а" * (LONGEST_TEXT + 1)], people())


def test_what_an_organisation_leaves_alone_is_told_to_the_child(engine):
    rules = Rules(people=frozenset({"Иванов Иван Иванович"}))

    told = engine.mask([TEXT.replace("Пациент", "Отвечал")], people(), rules).texts
    assert told == ["Отвечал Иванов Иван Иванович, СНИЛС ***-***-*** 95"]
    # Whoever is called a patient is one, whatever the agents are called.
    assert engine.mask([TEXT], people(), rules).texts == ["Пациент [№ 1], СНИЛС ***-***-*** 95"]


def test_the_child_has_no_network_and_starts_nothing(engine):
    engine.start()
    status = Path(f"/proc/{engine.pid}/status").read_text(encoding="utf-8")
    told = dict(line.split(":", 1) for line in status.splitlines())

    assert told["Seccomp"].strip() == "2"
    assert told["NoNewPrivs"].strip() == "1"
