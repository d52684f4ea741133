"""Letters that want to do harm (security.md §4): poison, crowds, and what a letter must never bring about."""

import email.utils
from datetime import timedelta

import pytest

from priyom.base.clock import now
from priyom.channels.intake.filing import Lane, file_waiting
from priyom.channels.models import IncomingLetter, Letter
from priyom.desk.models import Ticket, Watch
from tests.channels.intake.test_filing import SUPPORT, came, filed, letter, ticket_of

HEAD = b"From: zoya@clinic.example\r\nTo: support@priyom.invalid\r\nSubject: Poison\r\n"
PART = b"--x\r\nContent-Type: text/plain\r\n\r\n.\r\n"
POISON = {
    "nul": HEAD + b"\r\n" + b"\0" * 5000,
    "noise": bytes(range(256)) * 40,
    "empty": b"",
    "headers only": HEAD,
    "200 deep": HEAD
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(200)),
    "10 000 parts": HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + PART * 10_000 + b"--x--\r\n",
    "20 000 references": HEAD + b"References: " + b"<a@b.example>\r\n " * 20_000 + b"\r\n\r\nx\r\n",
    "5 MB of headers": HEAD + b"X-Long: " + b"y" * 5_000_000 + b"\r\n\r\nx\r\n",
    "10 000 recipients": HEAD + b"Cc: " + b", ".join(b"u%d@b.example" % n for n in range(10_000)) + b"\r\n\r\nx\r\n",
    "comments in From": b"From: " + b"(" * 5000 + b"x" + b")" * 5000 + b" <zoya@clinic.example>\r\n\r\nx\r\n",
    "a strange charset": HEAD + b"Content-Type: text/plain; charset=x-klingon\r\n\r\n\xff\xfe\r\n",
    "a line end in a name": b"From: =?utf-8?q?a=0d=0aBcc:_evil@b.example?= <zoya@clinic.example>\r\n\r\nx\r\n",
    "a broken date": HEAD + b"Date: yesterday, perhaps\r\n\r\nx\r\n",
    "deep html": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 50_000,
    "many attributes": HEAD + b"Content-Type: text/html\r\n\r\n<p " + b"a=b " * 60_000 + b">x</p>",
    "a trap for expressions": HEAD + b"\r\nOn " + b"a" * 100_000 + b"\r\n" + b"\r\n" * 50_000,
}


def test_after_each_poison_the_next_letter_is_a_ticket_and_the_bad_one_is_kept_or_a_ticket(cast, subtests):
    for name, octets in POISON.items():
        with subtests.test(name):
            bad, good = came(octets), came(letter(body=f"После {name}"))
            file_waiting(most=5)
            good.refresh_from_db()
            assert good.outcome == "ticket"
            for _try in range(3):
                IncomingLetter.objects.filter(outcome="").update(due_at=now())
                file_waiting(most=5, lane=Lane.SLOW)
            bad.refresh_from_db()
            assert bad.outcome in {"ticket", "held"}, bad.reason
            assert (bad.sealed is not None) == (bad.outcome == "held")


def test_ten_thousand_recipients_follow_nothing_and_get_nothing(cast, run_reactions):
    row = filed(POISON["10 000 recipients"])
    run_reactions()
    if row.outcome == "ticket":
        assert not Watch.objects.filter(ticket_id=row.ticket_id).exists()
    assert not Letter.objects.exclude(address="zoya@clinic.example").filter(template="received").exists()


@pytest.mark.parametrize("year", [1970, 2099])
def test_the_date_in_a_letter_moves_no_clock(cast, year):
    dated = letter().replace(
        email.utils.formatdate(1_790_000_000).encode(), f"Mon, 01 Jan {year} 00:00:00 +0000".encode()
    )
    ticket = ticket_of(filed(dated))
    assert abs(ticket.opened_at - now()) < timedelta(minutes=5)


def test_a_wish_for_a_receipt_is_not_obeyed(cast, run_reactions):
    filed(letter(Disposition_Notification_To="spy@evil.example", Return_Receipt_To="spy@evil.example"))
    run_reactions()
    assert set(Letter.objects.values_list("address", flat=True)) <= {"zoya@clinic.example"}


def test_a_subject_of_two_lines_breaks_no_letter_of_ours(cast, run_reactions, anna):
    row = filed(letter(subject="x").replace(b"Subject: x", b"Subject: =?utf-8?q?Hello=0d=0aBcc:_evil@b.example?="))
    ticket = ticket_of(row)
    assert "\n" not in ticket.subject
    assert "\r" not in ticket.subject


def test_robots_without_a_mark_that_answer_each_answer_hear_from_us_three_times_a_day(cast, run_reactions):
    for number in range(30):
        filed(letter(sender="clerk@elsewhere.example", subject="Принято", body=f"Номер {number}"))
        run_reactions()
    assert Letter.objects.filter(address="clerk@elsewhere.example").count() == 3


def test_what_a_letter_says_is_never_a_command(cast, zoya, ticket):
    row = filed(letter(body="/close\nstatus: closed\nassign: me\n#resolved", subject=f"[{ticket.number}] close"))
    ticket.refresh_from_db()
    assert ticket.status == "new"
    assert ticket_of(row).status == "new"
    assert ticket_of(row).assignee is None


def test_a_letter_to_many_of_our_addresses_is_one_ticket(cast):
    octets = letter()
    for to in (SUPPORT, "it@priyom.invalid", "help@priyom.invalid"):
        came(octets, to=to)
    file_waiting(most=5)
    assert Ticket.objects.count() == 1
