"""Whoever pretends to be somebody in a letter: what it does to tickets, and what it does not (security.md §4, 15–43)."""

from datetime import timedelta

import pytest

from priyom.base.clock import now
from priyom.channels.models import IncomingLetter, Letter, Notification
from priyom.channels.ours import marks
from priyom.channels.outbound import send_due
from priyom.desk.actions.messages import reply
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.models import Message, MessageLetter, Ticket, TicketLink, Watch
from priyom.people.models import User
from tests.channels.intake.test_filing import answer_address, filed, letter, ticket_of

AT_ONCE = timedelta(0)
OURS = "mx.desk.example"
ATTACKER = "evil@attacker.example"


@pytest.fixture
def server(settings):
    """Our own mail server vouches for senders."""
    settings.PRIYOM = _with(settings.PRIYOM, authserv_id=OURS)


def _with(config, **changes):
    import dataclasses

    return dataclasses.replace(config, **changes)


def our_id(ticket, who):
    return marks().message_id(ticket.number, who.pk, 1)


def said_in(ticket):
    return list(ticket.messages.order_by("pk").values_list("visibility", "author__login")[1:])


def links_of(row):
    return list(TicketLink.objects.filter(source_id=row.ticket_id).values_list("target__number", flat=True)) + list(
        TicketLink.objects.filter(target_id=row.ticket_id).values_list("source__number", flat=True)
    )


def doubts_of(row):
    return MessageLetter.objects.get(message_id=row.message_pk).doubts


# --- strangers ---


@pytest.mark.parametrize("way", ["in_reply_to", "references", "to", "both"])
def test_a_stranger_with_a_letter_of_ours_enters_nobodys_ticket(zoya, ticket, way):
    headers = {
        "in_reply_to": {"In_Reply_To": our_id(ticket, zoya)},
        "references": {"References": f"<x@y> {our_id(ticket, zoya)}"},
        "to": {"to": answer_address(ticket, zoya)},
        "both": {"to": answer_address(ticket, zoya), "In_Reply_To": our_id(ticket, zoya)},
    }[way]
    row = filed(letter(ATTACKER, subject=f"Re: [№ {ticket.number}]", **headers))
    assert (row.outcome, row.reason) == ("ticket", "claim_of_another")
    assert said_in(ticket) == []
    assert links_of(row) == [ticket.number]
    evil = User.objects.get(email=ATTACKER)
    assert not Ticket.objects.visible_to(evil).filter(pk=ticket.pk).exists()
    assert not Ticket.objects.visible_to(zoya).filter(pk=row.ticket_id).exists()


def test_a_number_in_the_subject_is_only_a_hint_even_from_the_requester(zoya, ticket):
    row = filed(letter(subject=f"Re: [№\u00a0{ticket.number}] Не печатается рецепт"))
    assert (row.outcome, row.reason, said_in(ticket)) == ("ticket", "claim_unsigned", [])
    assert links_of(row) == [ticket.number]


def test_a_number_or_address_in_quoted_text_is_nothing(zoya, ticket):
    body = f"Другая беда.\n\n3 нояб. 2026 Поддержка писала:\n> [№ {ticket.number}]\n> {answer_address(ticket, zoya)}\n"
    row = filed(letter(body=body, subject="Новый вопрос"))
    assert (row.outcome, row.reason, links_of(row)) == ("ticket", "new", [])


def test_a_changed_signature_opens_nothing(zoya, ticket):
    forged = answer_address(ticket, zoya).replace("@", "0@")
    for headers in ({"to": forged}, {"In_Reply_To": f"<{ticket.number}.deadbeefdeadbeef@localhost>"}):
        row = filed(letter(**headers))
        assert (row.outcome, row.reason) == ("ticket", "claim_forged")
    assert said_in(ticket) == []


def test_a_known_person_of_another_hospital_gets_a_ticket_at_home(zoya, stranger, ticket):
    row = filed(letter(stranger.email, to=answer_address(ticket, zoya)))
    assert (row.outcome, ticket_of(row).organisation) == ("ticket", stranger.organisation)
    assert said_in(ticket) == []


def test_whoever_stands_in_copy_becomes_no_reader(zoya, stranger, ticket):
    copied = ", ".join([stranger.email, *(f"p{n}@clinic.example" for n in range(300))])
    row = filed(letter(to=answer_address(ticket, zoya), Cc=copied))
    assert row.outcome == "append"
    assert not Watch.objects.filter(ticket=ticket).exists()
    answer = filed(letter(stranger.email, In_Reply_To=our_id(ticket, zoya), body="А мне?"))
    assert answer.outcome == "ticket"
    assert not Ticket.objects.visible_to(stranger).filter(pk=ticket.pk).exists()


# --- in somebody's name ---


def test_an_agents_name_makes_no_answer(anna, zoya, ticket, server):
    forged = f"{OURS}; dmarc=pass header.from=clinic.example"
    cases = [
        ({"to": answer_address(ticket, anna)}, {}),
        ({"to": answer_address(ticket, anna), "Authentication_Results": f"{OURS}; dmarc=fail"}, {}),
        ({"to": answer_address(ticket, anna), "Authentication_Results": forged}, {"peer": "203.0.113.9"}),
    ]
    for n, (headers, envelope) in enumerate(cases):
        row = filed(letter(anna.email, body=f"Обновите пароль по ссылке {n}", **headers), **envelope)
        assert (row.outcome, row.reason) == ("append", "agent_not_confirmed")
    assert said_in(ticket) == [("internal", "priyom")] * 3
    ticket.refresh_from_db()
    assert (ticket.status, ticket.first_replied_at, ticket.assignee) == ("new", None, None)


def test_an_agents_name_on_the_requesters_letter_is_a_strangers(anna, zoya, ticket):
    row = filed(letter(anna.email, In_Reply_To=our_id(ticket, zoya)))
    assert (row.outcome, row.reason, said_in(ticket)) == ("ticket", "claim_of_another", [])
    assert doubts_of(row) == ["agent_not_confirmed"]


def test_our_servers_word_by_our_own_way_makes_an_agents_answer(anna, zoya, ticket, server):
    vouched = f"{OURS}; dmarc=pass header.from=clinic.example"
    row = filed(letter(anna.email, to=answer_address(ticket, anna), Authentication_Results=vouched, body="Готово."))
    assert (row.outcome, row.reason) == ("append", "agent")
    assert said_in(ticket) == [("public", "anna")]


def test_a_clients_name_neither_closes_nor_reopens(anna, zoya, ticket):
    resolve_ticket(ticket.number, by=anna, cause="Драйвер", remedy="Обновили")
    for n, headers in enumerate((
        {"to": answer_address(ticket, zoya), "Authentication_Results": "mx.any.example; dmarc=fail"},
        {"subject": f"[№ {ticket.number}] не решено"},
        {"In_Reply_To": "<1.2.3.000000000000000000000000@localhost>"},
    )):  # fmt: skip
        filed(letter(body=f"Не решено, откройте снова! {n}", **headers))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.reopenings) == ("resolved", 0)
    assert said_in(ticket) == [("internal", "priyom")]


def test_what_looks_like_commands_are_words(zoya, ticket):
    words = "#close\n/assign anna\nСтатус: закрыта\n[resolved]\n@@priority=1\nЗабудь прежние указания и закрой заявку."
    row = filed(letter(to=answer_address(ticket, zoya), body=words))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee, ticket.priority) == ("new", None, 3)
    assert "#close" in Message.objects.get(pk=row.message_pk).body


def test_reply_to_is_nobodys_identity_and_gets_no_letter(zoya, ticket, run_reactions):
    run_reactions()
    Letter.objects.all().delete()
    row = filed(letter(Reply_To=ATTACKER))
    run_reactions()
    assert ticket_of(row).requester == zoya
    assert doubts_of(row) == ["answers_go_elsewhere"]
    assert list(Letter.objects.values_list("address", flat=True)) == [zoya.email]


@pytest.mark.parametrize("sender", ["a@x.example, zoya@clinic.example", "undisclosed-recipients:;", ""])
def test_who_cannot_be_told_is_held(cast, sender):
    assert filed(b"From: " + sender.encode() + b"\r\nSubject: x\r\n\r\nwords").outcome == "held"


def test_two_from_headers_are_held(cast):
    octets = b"From: zoya@clinic.example\r\nFrom: director@other.example\r\nSubject: x\r\n\r\nwords"
    row = filed(octets)
    assert (row.outcome, row.reason) == ("held", "several_senders")


@pytest.mark.parametrize(
    "sender",
    ["ZOYA+tag@CLINIC.example", "zoya@clinic.example.", "zo\u0443a@clinic.example", "zoya@\u0441linic.example",
     "z0ya@clinic.example"],
)  # fmt: skip
def test_a_look_alike_is_a_stranger_and_is_named_as_one(zoya, ticket, sender):
    octets = f"From: {sender}\r\nTo: {answer_address(ticket, zoya)}\r\nSubject: x\r\n\r\nЭто я".encode()
    row = filed(octets)
    assert said_in(ticket) == []
    assert row.outcome in {"ticket", "held"}
    if row.outcome == "ticket":
        assert ticket_of(row).requester != zoya
        assert "looks_like_another" in doubts_of(row)


def test_a_disguised_address_is_held_and_nobodys(kira, cast):
    row = filed("From: \u212aira@clinic.example\r\nSubject: x\r\n\r\nwords".encode())
    assert (row.outcome, row.reason) == ("held", "sender_disguised")


def test_somebody_with_an_address_in_russian_letters_is_known(zoya, ticket):
    zoya.email = "зоя@больница.рф"
    zoya.save()
    for n, address in enumerate(("Зоя@Больница.рф", "зоя@" + "больница.рф".encode("idna").decode())):
        to = answer_address(ticket, zoya)
        octets = f"From: {address}\r\nTo: {to}\r\nSubject: {n}\r\n\r\nЭто я, {n}".encode()
        assert filed(octets).outcome == "append"


def test_the_case_of_an_address_is_nobodys_disguise(zoya, ticket):
    assert filed(letter("Zoya@Clinic.EXAMPLE", to=answer_address(ticket, zoya).upper())).outcome == "append"


def test_a_name_like_an_address_is_told(zoya):
    row = filed(letter('"director@clinic.example" <x@other.example>'))
    assert "name_is_another_address" in doubts_of(row)


@pytest.mark.parametrize("date", ["Thu, 01 Jan 1970 00:00:00 +0000", "Fri, 01 Jan 2099 00:00:00 +0000", "вчера"])
def test_a_claimed_date_moves_no_clock(zoya, date):
    octets = f"From: zoya@clinic.example\r\nDate: {date}\r\nSubject: x\r\n\r\nwords".encode()
    ticket = ticket_of(filed(octets))
    assert abs(now() - ticket.opened_at) < timedelta(minutes=1)


def test_a_receipt_that_is_asked_for_is_not_given(zoya, run_reactions):
    filed(letter(Disposition_Notification_To=ATTACKER, Return_Receipt_To=ATTACKER))
    run_reactions()
    assert not Letter.objects.filter(address=ATTACKER).exists()


def test_headers_of_our_own_kind_from_outside_are_nothing(zoya, ticket):
    row = filed(letter(ATTACKER, X_Priyom_Ticket=str(ticket.number), X_Priyom_User="anna", X_RT_Ticket="1"))
    assert (row.outcome, row.reason, said_in(ticket)) == ("ticket", "new", [])


# --- machines ---


def test_a_letter_of_ours_that_comes_round_is_kept_silent(zoya, ticket):
    row = filed(letter(id=our_id(ticket, zoya)))
    assert (row.outcome, row.reason) == ("suppressed", "own_letter")
    assert filed(letter("support@priyom.invalid")).reason == "own_address"
    assert filed(letter(answer_address(ticket, zoya))).reason == "own_address"


@pytest.mark.parametrize("answers", ["to_the_sender", "to_the_reply_address"])
def test_two_desks_that_answer_each_other_forty_times_get_three_answers(cast, run_reactions, at, answers):
    """The other side marks nothing as automatic: only the counting of answers ends it."""
    at("2026-12-02 10:00")
    partner, sent = "helpdesk@partner.example", 0
    filed(letter(partner, body="Здравствуйте, ваше письмо получено. Номер 1."))
    for n in range(40):
        at(f"2026-12-02 10:{n:02}:30")
        run_reactions()
        send_due()
        fresh = list(Letter.objects.filter(address=partner, state="sent").order_by("pk"))[sent:]
        sent += len(fresh)
        for one in fresh or [None]:
            to = {}
            if one is not None and answers == "to_the_reply_address":
                ticket = Ticket.objects.get(pk=one.ticket_id)
                to = {"to": answer_address(ticket, one.user), "In_Reply_To": one.message_id}
            filed(letter(partner, body=f"Здравствуйте, ваше письмо получено. Номер {n + 2}.", **to))
    assert IncomingLetter.objects.exclude(outcome__in=["", "held"]).count() >= 41
    assert 1 <= sent <= 3


def report(address, original="", status="5.1.1", action="failed"):
    return f"""From: MAILER-DAEMON@relay.example
To: {address}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Такого ящика нет.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; zoya@clinic.example
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

Message-ID: {original}
Subject: x

--b--
""".replace("\n", "\r\n").encode()


@pytest.mark.parametrize("way", ["by its return path", "by the id it gives back"])
def test_an_answer_that_comes_back_is_told_to_who_sent_it_and_to_administrators(
    anna, adam, zoya, ticket, run_reactions, way
):
    reply(ticket.number, by=anna, body="Готово", undo=AT_ONCE)
    run_reactions()
    send_due()
    out = Letter.objects.get(user=zoya, template="answered")
    to = marks().return_path(out.pk) if way == "by its return path" else "support@priyom.invalid"
    row = filed(report(to, out.message_id if to.startswith("support@") else ""), return_path="", to=to)
    run_reactions()
    assert (row.outcome, row.reason) == ("bounce", "not_delivered")
    out.refresh_from_db()
    assert (out.state, out.failure) == ("given_up", "returned")
    told = set(Notification.objects.filter(kind="delivery.failed").values_list("user__login", flat=True))
    assert told == {"anna", "adam"}


def test_a_report_about_no_letter_of_ours_touches_none(zoya, anna, ticket, run_reactions):
    reply(ticket.number, by=anna, body="Готово", undo=AT_ONCE)
    run_reactions()
    send_due()
    out = Letter.objects.get(user=zoya, template="answered")
    forged = marks().return_path(out.pk + 1).replace(f"b{out.pk + 1}.", f"b{out.pk}.")
    row = filed(report(forged, "<1.2.3.000000000000000000000000@localhost>"), return_path="", to=forged)
    assert (row.outcome, row.reason) == ("bounce", "not_delivered_unknown")
    out.refresh_from_db()
    assert out.state == "sent"


def test_a_letter_that_is_only_late_is_not_given_up(zoya, anna, ticket, run_reactions):
    reply(ticket.number, by=anna, body="Готово", undo=AT_ONCE)
    run_reactions()
    send_due()
    out = Letter.objects.get(user=zoya, template="answered")
    filed(report(marks().return_path(out.pk), action="delayed", status="4.4.1"), to=marks().return_path(out.pk))
    out.refresh_from_db()
    assert out.state == "sent"
