"""The guard's own process: killed, late or asked too much, it never lets a text through unmasked."""

import os
import signal
import time
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


def test_who_has_little_patience_is_told_soon_and_the_late_answer_goes_to_nobody():
    engine = Engine(seconds=60)
    engine.start()
    child = engine.pid
    os.kill(child, signal.SIGSTOP)
    for _form in range(2):
        with pytest.raises(GuardFailed, match="late"):
            engine.mask(["Пациент Кощеев Пётр Ильич"], people(), patience=0.05)
    os.kill(child, signal.SIGCONT)

    assert engine.mask([TEXT], people()).texts == [HIDDEN]
    assert engine.pid == child, "it was slow, not dead"
    engine.close()


def test_a_child_that_answers_nobody_for_long_is_replaced_beside_the_work():
    engine = Engine(seconds=0.2)
    engine.start()
    frozen = engine.pid
    os.kill(frozen, signal.SIGSTOP)
    with pytest.raises(GuardFailed, match="late"):
        engine.mask([TEXT], people(), patience=0.05)
    time.sleep(0.3)

    with pytest.raises(GuardFailed, match="started"):
        engine.mask([TEXT], people(), patience=0.05)
    engine._waking.join()  # noqa: SLF001 - until the dictionaries are loaded
    assert engine.pid not in {0, frozen}
    engine.close()


def test_a_child_that_is_late_to_start_is_ended_and_never_asked(monkeypatch):
    monkeypatch.setattr("priyom.privacy.engine.START_SECONDS", 0)
    engine = Engine()

    with pytest.raises(GuardFailed, match="late"):
        engine.start()
    assert engine.pid == 0, "it would answer the first question with «ready»"


def test_a_child_that_is_out_of_step_is_replaced(engine):
    engine.start()
    engine._rest = b'{"id": 0, "status": "ok"}\n'  # noqa: SLF001 - an answer that somebody has left behind

    with pytest.raises(GuardFailed, match="another question"):
        engine.mask([TEXT], people(), patience=60)
    assert engine.pid == 0
    assert engine.mask([TEXT], people()).texts == [HIDDEN]


def test_a_form_never_waits_for_the_dictionaries(monkeypatch):
    engine = Engine()
    woken = []
    monkeypatch.setattr(engine, "wake", lambda: woken.append(True))

    with pytest.raises(GuardFailed, match="started"):
        engine.mask([TEXT], people(), patience=0.05)
    assert woken


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
