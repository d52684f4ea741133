"""Letters in the shapes that real programs send, over a real socket: each becomes exactly one right thing."""

import json
import smtplib
from pathlib import Path

import pytest

from priyom.channels.intake.filing import Lane, file_waiting
from priyom.channels.models import IncomingLetter, Letter
from priyom.desk.actions.messages import AT_ONCE, reply
from priyom.desk.models import Ticket
from tests.cast import open_ticket
from tests.channels.intake.conftest import Receiver
from tests.channels.intake.test_filing import _with, letter

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "mails"
OURS = "support@priyom.example"
OUTCOMES = {
    "ticket": {"ticket"},
    "append": {"append"},
    "not_append": {"ticket", "held", "rejected", "note"},
    "not_append_or_flag": {"ticket", "held", "rejected", "note"},
    "recorded": {"suppressed", "bounce"},
    "hold": {"held"},
    "ticket_or_hold": {"ticket", "held"},
    "hold_or_reject": {"held", "rejected"},
    "append_or_ticket": {"append", "ticket"},
}


@pytest.fixture
def desk(committed, cast, settings, run_reactions):
    """A desk with one ticket that was answered by letter, and a receiver for its address."""
    settings.PRIYOM = _with(settings.PRIYOM, mail_from=OURS, authserv_id="mx.priyom.example")
    ticket = open_ticket(cast.zoya)
    reply(ticket.number, by=cast.anna, body="Какой у вас принтер?", undo=AT_ONCE)
    run_reactions()
    ours = Letter.objects.filter(user=cast.zoya, ticket_id=ticket.pk).latest("pk")
    words = {
        b"{{USER_A}}": b"zoya@clinic.example", b"{{AGENT}}": b"anna@clinic.example",
        b"{{TICKET_A}}": str(ticket.number).encode(), b"{{OUR_MESSAGE_ID}}": ours.message_id.encode(),
    }  # fmt: skip
    with Receiver(mail_from=OURS) as receiver:
        yield receiver, ticket, words


def sent(receiver, octets, words):
    for word, value in words.items():
        octets = octets.replace(word, value)
    with smtplib.SMTP("127.0.0.1", receiver.port, timeout=30) as client:
        client.ehlo()
        client.mail("sender@lpu-01.example")
        client.rcpt(OURS)
        code, answer = client.data(octets)
    assert code == 250, answer
    return int(answer.decode().rsplit(" ", 1)[1])


def filed(number):
    file_waiting(most=5)
    file_waiting(most=5, lane=Lane.SLOW)
    return IncomingLetter.objects.get(pk=number)


@pytest.mark.skipif(not FOLDER.exists(), reason="the letters stand beside the project")
def test_each_becomes_what_it_must_and_the_next_one_is_a_ticket(desk, anna, as_, run_reactions, subtests):
    receiver, ticket, words = desk
    browser = as_(anna)
    for number, about in enumerate(json.loads((FOLDER / "manifest.json").read_text())["mail"]):
        with subtests.test(about["id"]):
            said, tickets = ticket.messages.filter(visibility="public").count(), Ticket.objects.count()
            octets = (FOLDER / about["file"]).read_bytes()
            rows = [filed(sent(receiver, octets, words)) for _time in range(about.get("send_times", 1))]
            ordinary = filed(sent(receiver, letter(id=f"<ordinary-{number}@clinic.example>", body="Обычное"), {}))
            assert ordinary.outcome == "ticket"
            new = Ticket.objects.count() - tickets - 1
            assert new <= about.get("max_new_tickets", 1)
            row = rows[0]
            is_note = row.outcome == "append" and ticket.messages.filter(visibility="public").count() == said
            assert ("note" if is_note else row.outcome) in OUTCOMES[about["outcome"]], row.reason
            check_words(about, row, browser)
            run_reactions()
            if about.get("no_autoreply"):
                assert not Letter.objects.filter(template="received", ticket_id=row.ticket_id or 0).exists()


def check_words(about, row, browser):
    """Look at what a person at the desk sees of it."""
    if row.outcome not in {"ticket", "append"}:
        return
    found = Ticket.objects.get(pk=row.ticket_id)
    said = found.messages.get(pk=row.message_pk)
    page = browser.get(f"/desk/tickets/{found.number}").content.decode()
    form = browser.get(f"/desk/messages/{said.pk}/letter").content.decode()
    told = (
        page.partition(f'id="m-{said.pk}"')[2].partition("</article>")[0]
        + form.partition("<main")[2].partition("</main>")[0]
    )
    soft = about.get("soft", ())
    assert [word for word in about.get("body_has", ()) if word not in page and "body_has" not in soft] == []
    assert [word for word in about.get("html_lacks", ()) if word in told] == []
    assert "attachments_count" not in about or said.attachments.count() == about["attachments_count"]
    assert "subject_any" not in about or found.subject in about["subject_any"]
    assert [word for word in about.get("subject_lacks", ()) if word in found.subject] == []
    assert about.get("from_addr", said.letter.address) == said.letter.address
    assert found.requester.email != about.get("from_not", "")
    check_reply(about, said)


def check_reply(about, said):
    """What was answered is folded, never thrown away."""
    for word in about.get("reply_has", ()):
        assert word in said.body
    for word in about.get("reply_lacks", ()):
        assert word not in said.body
        assert word in said.letter.quoted + said.letter.quoted_html
