"""What a letter of ours carries so that an answer finds its way back, against a real SMTP server."""

import re
from datetime import timedelta

import pytest

from priyom.base.clock import now
from priyom.base.jobs import run_reactions
from priyom.channels.addresses import Claim
from priyom.channels.models import IncomingLetter, Letter
from priyom.channels.ours import is_ours, marks
from priyom.channels.outbound import send_due
from priyom.desk.actions.messages import reply
from priyom.desk.models.choices import Channel
from priyom.people.models import User
from tests.cast import open_ticket
from tests.channels.test_outbound import body_of, sink  # noqa: F401 - a fixture

AT_ONCE = timedelta(0)


def came_by_letter(ticket, sender, *, message_id="<hers@clinic.example>", may_answer=True):
    return IncomingLetter.objects.create(
        way="smtp", received_at=now(), due_at=now(), size=1, octets_mac="", outcome="ticket", ticket_id=ticket.pk,
        sender=sender, message_id=message_id, may_answer=may_answer,
    )  # fmt: skip


def test_an_agents_answer_can_be_answered_and_is_no_machines_word(anna, zoya, ticket, sink):  # noqa: F811
    reply(ticket.number, by=anna, body="Обновили драйвер.", undo=AT_ONCE)
    run_reactions()
    Letter.objects.filter(template="received").delete()
    send_due()

    (letter,), (path,) = sink.letters, sink.paths
    row = Letter.objects.get(user=zoya)
    claim = Claim(ticket.number, zoya.pk, signed=True)
    assert marks().read_reply_address(letter["Reply-To"]) == claim
    assert marks().read_message_id(letter["Message-ID"]) == claim
    assert letter["Message-ID"] == row.message_id
    assert marks().read_return_path(path) == row.pk
    assert letter["Auto-Submitted"] is None
    assert letter["X-Auto-Response-Suppress"] == "All"
    assert body_of(letter).startswith("— отвечайте выше этой строки —")
    assert "отвечайте выше этой строки" in body_of(letter, "html")


def test_what_a_machine_says_leaves_no_path_for_another_machine(ticket, sink):  # noqa: F811
    run_reactions()
    send_due()
    (letter,), (path,) = sink.letters, sink.paths
    assert path == ""
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Reply-To"]


def test_a_relay_that_takes_only_its_accounts_address_gets_it(anna, zoya, yakov, ticket, sink):  # noqa: F811
    sink.takes_only = "support@priyom.invalid"
    reply(ticket.number, by=anna, body="Обновили драйвер.", undo=AT_ONCE)
    open_ticket(yakov)
    run_reactions()
    assert send_due() == 2
    assert set(sink.paths) == {"support@priyom.invalid"}
    assert not Letter.objects.exclude(state="sent").filter(user__in=[zoya, yakov]).exists()


def test_letters_about_one_ticket_are_one_thread_in_the_requesters_program(anna, zoya, ticket, sink):  # noqa: F811
    came_by_letter(ticket, zoya.email)
    reply(ticket.number, by=anna, body="Обновили драйвер.", undo=AT_ONCE)
    run_reactions()
    send_due()
    (letter,) = sink.letters
    assert letter["In-Reply-To"] == "<hers@clinic.example>"
    assert letter["References"].split() == [f"<ticket.{ticket.number}@localhost>", "<hers@clinic.example>"]


@pytest.mark.parametrize("hostile", ["<a@b>\r\nBcc: victim@clinic.example", "<a b@c>", "<" + "a" * 290 + "@b>", "x"])
def test_a_hostile_id_of_an_earlier_letter_becomes_no_header(zoya, ticket, sink, hostile):  # noqa: F811
    came_by_letter(ticket, zoya.email, message_id=hostile)
    run_reactions()
    send_due()
    (letter,) = sink.letters
    assert letter["Bcc"] is None
    assert letter["In-Reply-To"] == f"<ticket.{ticket.number}@localhost>"


def test_a_digest_of_several_tickets_names_none_to_answer(zoya, sink, cast):  # noqa: F811
    for n in range(6):
        open_ticket(zoya, subject=f"Вопрос {n}")
    run_reactions()
    send_due()
    assert sink.letters[0]["Reply-To"] is None
    assert marks().read_message_id(sink.letters[0]["Message-ID"]) == Claim(0, zoya.pk, signed=True)
    assert "отвечайте выше" not in body_of(sink.letters[0])


def test_an_unconfirmed_address_learns_nothing_of_what_was_written_in_its_name(cast, sink):  # noqa: F811
    victim = User.objects.create_user("victim", "victim@bank.example", organisation=cast.clinic)
    made = open_ticket(cast.zoya, subject="Купите у нас", body="Дёшево: https://spam.example")
    made.requester, made.channel = victim, Channel.LETTER
    made.save()
    run_reactions()
    send_due()
    (letter,) = sink.letters
    assert letter["To"] == "victim@bank.example"
    whole = letter["Subject"] + body_of(letter) + body_of(letter, "html")
    assert "Купите" not in whole
    assert "spam.example" not in whole
    assert re.search(r"№.{1,3}\d", letter["Subject"])
    # No page opens for them, so there is nothing to follow; and what the subject says is said once.
    for kind in ("plain", "html"):
        assert "http" not in body_of(letter, kind)
        assert "просто ответьте на это письмо" in body_of(letter, kind)
        assert body_of(letter, kind).count("Ваша заявка у нас") == body_of(letter, kind).count("[№")


def test_who_is_not_let_in_is_never_sent_to_a_page(anna, zoya, ticket, sink, cast):  # noqa: F811
    run_reactions()
    send_due()
    assert "/portal/tickets/" in body_of(sink.letters[-1])
    zoya.memberships.update(state="pending")
    reply(ticket.number, by=anna, body="Проверили принтер.", undo=timedelta(0))
    run_reactions()
    send_due()
    told = body_of(sink.letters[-1])
    assert "Проверили принтер." in told
    assert "http" not in told
    assert "Просто ответьте на это письмо." in told


def test_three_acknowledgements_a_day_and_not_one_more(zoya, sink, at, cast):  # noqa: F811
    at("2026-12-02 10:00")
    for _n in range(40):
        open_ticket(zoya, channel=Channel.LETTER)
        run_reactions()
    assert Letter.objects.filter(user=zoya, template="received").count() == 3
    at("2026-12-02 10:01")
    send_due()
    open_ticket(zoya, channel=Channel.LETTER)
    run_reactions()
    assert Letter.objects.filter(user=zoya, template="received").count() == 3
    at("2026-12-03 10:02")
    open_ticket(zoya, channel=Channel.LETTER)
    run_reactions()
    assert Letter.objects.filter(user=zoya, template="received").count() == 4


def test_the_cap_is_for_letters_only(anna, zoya, cast):
    for _n in range(5):
        open_ticket(zoya)
    run_reactions()
    assert Letter.objects.filter(user=zoya, template="received").count() == 5


def test_a_letter_that_must_not_be_answered_is_not(zoya, cast):
    made = open_ticket(zoya, channel=Channel.LETTER)
    came_by_letter(made, zoya.email, may_answer=False)
    run_reactions()
    assert not Letter.objects.filter(user=zoya, template="received").exists()


def test_which_addresses_are_ours(db, settings):
    assert is_ours("Support@priyom.invalid")
    assert is_ours(marks().reply_address(1, 2))
    assert is_ours(marks().return_path(1))
    assert not is_ours("support@priyom.invalid.attacker.example")
    assert not is_ours("zoya@clinic.example")
