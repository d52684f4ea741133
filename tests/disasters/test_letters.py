"""Letters while everything is killed: what was acknowledged is filed, once, and nobody is told twice."""

import smtplib
import threading
import time

import pytest

from tests.disasters.stage import Stage, until

SUPPORT = "support@priyom.invalid"
SECONDS = 24
BLOWS = (("worker",), ("receiver",), ("database",), ("worker", "receiver", "database"))


class LetterStage(Stage):
    """A desk whose receiver listens."""

    def __init__(self):
        super().__init__()
        (self.data / "priyom.toml").write_text('demo = true\nworkers = 1\nlog_format = "json"\n')

    def pids(self, part):
        if part != "receiver":
            return super().pids(part)
        return [pid for pid, command in self.processes().items() if "priyom receiver" in command]


@pytest.fixture(scope="module")
def stage():
    stage = LetterStage()
    stage.serve("--empty")
    assert "Priyom is ready" in stage.told(), stage.told()
    yield stage
    stage.clean()


class Sender(threading.Thread):
    """A mail server: offers each letter until it is told 250, as often as that takes."""

    def __init__(self, name, port):
        super().__init__(daemon=True)
        self.name, self.port, self.acknowledged, self.stop = name, port, [], threading.Event()

    def run(self):
        number = 0
        while not self.stop.is_set():
            number += 1
            message_id = f"<{self.name}.{number}@clinic.example>"
            letter = (
                f"Message-ID: {message_id}\r\nFrom: {self.name}{number}@clinic{number % 7}.example\r\nTo: {SUPPORT}\r\n"
                f"Subject: Disaster {message_id}\r\nDate: Sun, 22 Nov 2026 10:00:00 +0300\r\n\r\nNothing prints.\r\n"
            )
            while not self.stop.is_set():
                if self.offer(letter.encode()):
                    self.acknowledged.append(message_id)
                    break
                time.sleep(0.2)
            time.sleep(0.4)

    def offer(self, letter):
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=10) as client:
                client.ehlo()
                client.mail("mx@clinic.example")
                client.rcpt(SUPPORT)
                return client.data(letter)[0] == 250
        except (OSError, smtplib.SMTPException):
            return False


@pytest.mark.slow
def test_whatever_is_killed_every_acknowledged_letter_becomes_one_ticket(stage):
    senders = [Sender(f"s{number}", stage.letters_port) for number in range(3)]
    for sender in senders:
        sender.start()
    for blow in BLOWS:
        time.sleep(SECONDS / (len(BLOWS) + 1))
        assert stage.strike(*blow)
    time.sleep(SECONDS / (len(BLOWS) + 1))
    for sender in senders:
        sender.stop.set()
    for sender in senders:
        sender.join(20)
    acknowledged = [message_id for sender in senders for message_id in sender.acknowledged]
    assert len(acknowledged) > 10

    waiting = "SELECT count(*) FROM channels_incomingletter WHERE outcome = ''"
    assert until(lambda: stage.sql(waiting)[0][0] == 0, seconds=240), stage.told()[-3000:]
    filed = dict(
        stage.sql("SELECT message_id, count(*) FROM channels_incomingletter WHERE outcome = 'ticket' GROUP BY 1")
    )
    assert set(acknowledged) <= set(filed), set(acknowledged) - set(filed)
    assert set(filed.values()) == {1}
    outcomes = dict(stage.sql("SELECT outcome, count(*) FROM channels_incomingletter GROUP BY 1"))
    assert set(outcomes) <= {"ticket", "duplicate"}, outcomes
    subjects = stage.sql("SELECT subject, count(*) FROM desk_ticket WHERE channel = 'letter' GROUP BY 1")
    assert len(subjects) == len(filed)
    assert {count for _subject, count in subjects} == {1}
    told = stage.sql("SELECT user_id, event_id FROM channels_letter GROUP BY 1, 2 HAVING count(*) > 1")
    assert told == []


@pytest.mark.slow
def test_the_next_letter_is_a_ticket_although_the_one_before_is_poison(stage):
    poison = Sender("poison", stage.letters_port)
    assert until(lambda: poison.offer(b"\0\xff" * 5000 + b"\r\n"))
    assert poison.offer(
        b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\n" * 10_000
    )
    began = time.monotonic()
    good = (
        b"Message-ID: <after@clinic.example>\r\nFrom: after@clinic.example\r\nSubject: After\r\n\r\nNothing prints.\r\n"
    )
    assert poison.offer(good)
    query = "SELECT outcome FROM channels_incomingletter WHERE message_id = '<after@clinic.example>' AND outcome <> ''"
    assert until(lambda: stage.sql(query), seconds=60) == [("ticket",)]
    assert time.monotonic() - began < 20
    noise = (
        "SELECT count(*) FROM channels_incomingletter WHERE outcome IN ('', 'ticket') AND subject = '' AND size > 9000"
    )
    assert until(lambda: stage.sql(noise)[0][0] == 0, seconds=60)
