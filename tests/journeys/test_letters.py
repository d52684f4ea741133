"""Every question comes as a letter over real sockets, half to the receiver, half to a mailbox on a real Dovecot, while
workers are killed: each becomes exactly one ticket, each answer joins its own, and nothing else happens.
"""

import base64
import email
import http.client
import json
import re
import smtplib
import time
from email import policy

import pytest

from tests.channels.mailboxes.dovecot import PASSWORD, Dovecot
from tests.disasters.stage import until
from tests.disasters.test_letters import SUPPORT, LetterStage
from tests.journeys.envelopes import ANSWERS, SHAPES, heads
from tests.journeys.questions import all_questions

ANSWERED = 12  # tickets that are answered, and answered back
TWICE = 7  # every so manieth letter is delivered twice, to the receiver and into the mailbox


@pytest.fixture
def stage():
    stage = LetterStage()
    stage.serve("--empty")
    assert "Priyom is ready" in stage.told(), stage.told()
    yield stage
    stage.clean()


@pytest.fixture
def post_office(stage):
    """The mailbox of the desk, set up as an administrator does."""
    dovecot = Dovecot()
    account = dovecot.account()
    key = stage.enter()["key"]
    added = stage.run(
        "mailbox", "add", SUPPORT, "--host", "127.0.0.1", "--port", str(dovecot.plain), "--security", "none",
        "--login", account.name, "--password-stdin", text=f"{PASSWORD}\n",
    )  # fmt: skip
    assert added.returncode == 0, added.stderr
    yield account, key
    dovecot.stop()


@pytest.mark.slow
def test_every_question_as_a_letter_becomes_one_ticket_while_workers_are_killed(stage, post_office):
    account, key = post_office
    questions = all_questions()
    sent = {}
    for n, question in enumerate(questions):
        message_id = f"<{question.id}@hospital.example>"
        head = heads(f"doctor{n}@hospital{n % 5}.example", SUPPORT, f"Вопрос {question.id}", message_id)
        octets = SHAPES[n % len(SHAPES)](head, question.text)
        sent[message_id] = question
        for way in {n % 2, *({0, 1} if n % TWICE == 0 else ())}:
            deliver(stage, account, octets, by_receiver=way == 0)
        if n % (len(questions) // 4) == 5:
            assert until(lambda: stage.strike("worker"))

    waiting = "SELECT count(*) FROM channels_incomingletter WHERE outcome = ''"
    twice = sum(1 for n in range(len(questions)) if n % TWICE == 0)
    came = "SELECT count(*) FROM channels_incomingletter"
    assert until(lambda: stage.sql(came)[0][0] >= len(questions) + twice, seconds=300), stage.told()[-3000:]
    assert until(lambda: stage.sql(waiting)[0][0] == 0, seconds=300), stage.told()[-3000:]

    outcomes = dict(stage.sql("SELECT outcome, count(*) FROM channels_incomingletter GROUP BY 1"))
    assert outcomes == {"ticket": len(questions), "duplicate": twice}
    assert dict(stage.sql("SELECT way, count(*) > 40 FROM channels_incomingletter GROUP BY 1")) == {
        "smtp": True, "imap": True,
    }  # fmt: skip
    read_as_written(stage, sent)
    assert until(lambda: account.flags() == [{b"\\Seen"}] * len(account.flags()))
    answer_and_be_answered(stage, account, key)
    assert stage.is_whole()


def read_as_written(stage, sent):
    """Every word of every question is in its ticket, whatever it was wrapped in."""
    rows = stage.sql(
        "SELECT i.message_id, m.body FROM channels_incomingletter i JOIN desk_message m ON m.id = i.message_pk"
        " WHERE i.outcome = 'ticket'"
    )
    assert {message_id for message_id, _body in rows} == set(sent)
    for message_id, body in rows:
        assert words(sent[message_id].text) <= words(body), (message_id, body)


def answer_and_be_answered(stage, account, key):
    """Support answers by the API; the requester answers the letter that leaves; it joins the ticket, and only that."""
    rows = stage.sql(
        "SELECT t.number, u.email FROM desk_ticket t JOIN people_user u ON u.id = t.requester_id"
        " WHERE t.channel = 'letter' ORDER BY t.id LIMIT %s", ANSWERED,
    )  # fmt: skip
    tickets = stage.sql("SELECT count(*) FROM desk_ticket")
    for number, _address in rows:
        say(stage, key, number, "Какой у вас принтер?")
    letters = until(lambda: outgoing(stage, {address for _number, address in rows}), seconds=120)
    assert letters, stage.told()[-3000:]
    for n, (number, address) in enumerate(rows):
        ours = letters[address]
        head = heads(
            address, ours["Reply-To"] if n % 2 else SUPPORT, f"Re: {number}", f"<answer-{number}@hospital.example>",
            In_Reply_To=ours["Message-ID"], References=ours["Message-ID"],
        )  # fmt: skip
        octets = ANSWERS[n % len(ANSWERS)](head, f"Лазерный принтер, заявка {number}")
        deliver(stage, account, octets, by_receiver=n % 4 < 2)
        if n == ANSWERED // 2:
            assert until(lambda: stage.strike("worker"))
    query = "SELECT count(*) FROM channels_incomingletter WHERE outcome = 'append'"
    assert until(lambda: stage.sql(query)[0][0] >= len(rows), seconds=240), stage.sql(
        "SELECT outcome, reason, count(*) FROM channels_incomingletter GROUP BY 1, 2"
    )
    joined = stage.sql(
        "SELECT t.number, m.body FROM desk_message m JOIN desk_ticket t ON t.id = m.ticket_id"
        " WHERE m.channel = 'letter' AND m.body LIKE 'Лазерный%%' AND m.visibility = 'public'"
    )
    assert sorted(number for number, _body in joined) == sorted(number for number, _address in rows)
    for number, body in joined:
        assert body.strip() == f"Лазерный принтер, заявка {number}"
    assert stage.sql("SELECT count(*) FROM desk_ticket") == tickets


def deliver(stage, account, octets, *, by_receiver):
    """Hand the letter over until it is taken, as a mail server does."""
    if not by_receiver:
        account.put(octets)
        return
    deadline = time.monotonic() + 60
    while True:
        try:
            with smtplib.SMTP("127.0.0.1", stage.letters_port, timeout=30) as client:
                client.sendmail("mx@hospital.example", [SUPPORT], octets)
                return
        except (OSError, smtplib.SMTPException):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def say(stage, key, number, text):
    web = http.client.HTTPConnection("127.0.0.1", stage.port, timeout=30)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    web.request("POST", f"/api/v1/tickets/{number}/messages", json.dumps({"body": text}), headers)
    answer = web.getresponse()
    assert answer.status in {200, 201}, answer.read()


def outgoing(stage, addresses):
    """Return the answers that left, by receiver, when all have; a demo keeps what leaves in a folder."""
    found = {}
    for path in sorted((stage.data / "outbox").glob("*")):
        for text in re.split(rb"^-{79}\r?\n", path.read_bytes(), flags=re.MULTILINE):
            letter = email.message_from_bytes(text, policy=policy.default)
            if letter["To"] in addresses and not letter["Auto-Submitted"]:
                found[letter["To"]] = letter
    return found if set(found) == addresses else None


def words(text):
    return set(re.findall(r"\w+", text.lower()))


def test_the_shapes_say_what_they_should():
    octets = SHAPES[1](heads("a@b.example", "c@d.example", "Тема", "<1@b>"), "Не печатает")
    assert "Не печатает".encode("koi8-r") in octets
    assert base64.b64encode("Не".encode())[:3] in SHAPES[0](b"", "Не печатает")
