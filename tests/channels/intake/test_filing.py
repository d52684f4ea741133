"""What becomes of letters: taken in, filed by the worker's sweep, seen in the journal and at the desk."""

import dataclasses
import email.message
import email.utils
from contextlib import suppress
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.db.models import F

from priyom.base.clock import now, set_now
from priyom.channels.intake import filing
from priyom.channels.intake.filing import file_waiting
from priyom.channels.intake.taking import take_in
from priyom.channels.models import IncomingLetter, Letter
from priyom.channels.ours import marks
from priyom.desk.actions.messages import AT_ONCE, reply
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.actions.topics import load_shipped_topics
from priyom.desk.models import Message, Ticket, TicketLink
from priyom.people.actions.accounts import grant_role
from priyom.people.models import MailDomain, Membership, User
from priyom.privacy import actions as privacy
from priyom.privacy import guards
from priyom.privacy.found.queries import hidden_in
from tests.channels.intake.conftest import database_url
from tests.disasters.stage import until

SUPPORT = "support@priyom.invalid"
counter = iter(range(1, 10_000))


def letter(sender="zoya@clinic.example", body="С утра не печатается рецепт.", subject="Рецепт", files=(), **headers):
    message = email.message.EmailMessage()
    message["Message-ID"] = headers.pop("id", f"<{next(counter)}@clinic.example>")
    message["From"], message["To"], message["Subject"] = sender, headers.pop("to", SUPPORT), subject
    message["Date"] = email.utils.formatdate(1_790_000_000)
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def came(octets, *, return_path="x@clinic.example", to=SUPPORT, way="smtp", peer="127.0.0.1"):
    return take_in(octets, way=way, return_path=return_path, recipients=[to], peer=peer)


def filed(octets, **envelope):
    row = came(octets, **envelope)
    file_waiting(most=10)
    row.refresh_from_db()
    return row


def ticket_of(row):
    return Ticket.objects.get(pk=row.ticket_id)


def answer_address(ticket, who):
    return marks().reply_address(ticket.number, who.pk)


# --- tickets ---------------------------------------------------------------------------------------------


def test_a_letter_of_a_known_person_is_their_ticket_with_its_files(zoya):
    row = filed(letter(files=[("снимок.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64), ("пусто.txt", b"")]))

    ticket = ticket_of(row)
    assert (row.outcome, row.reason, row.sender) == ("ticket", "new", "zoya@clinic.example")
    assert (ticket.requester, ticket.channel, ticket.subject) == (zoya, "letter", "Рецепт")
    assert (ticket.topic.code, ticket.organisation) == ("report", zoya.organisation)
    message = ticket.messages.get()
    assert message.body == "С утра не печатается рецепт."
    assert message.pk == row.message_pk
    assert [file.screened.name for file in message.attachments.all()] == ["снимок.png", "пусто.txt"]
    assert row.region_id == ticket.region_id == message.letter.region_id


def test_the_subject_of_a_letter_has_a_say_in_its_topic(zoya):
    load_shipped_topics()
    row = filed(letter(body="Эпикриз выписной, отделение терапии. Что делать?", subject="PATIENT_MPI_MISMATCH"))
    assert ticket_of(row).topic.code == "emd.patient"


def test_a_filed_letter_is_nowhere_in_the_journal_but_its_envelope(zoya):
    row = filed(letter())
    assert (row.sealed, row.beginning, row.outline) == (None, "", [])
    assert row.decided_at is not None


def test_somebody_of_a_hospitals_domain_waits_to_be_let_in_and_is_heard_meanwhile(cast, clinic):
    MailDomain.objects.create(organisation=clinic, domain="clinic-one.example")
    row = filed(letter(sender='"Новикова О. П." <novikova@clinic-one.example>'))

    ticket = ticket_of(row)
    assert ticket.organisation == clinic
    assert ticket.requester.name == "Новикова О. П."
    membership = Membership.objects.get(user=ticket.requester)
    assert (membership.state, membership.role, membership.organisation) == ("pending", "requester", clinic)
    assert not ticket.requester.has_usable_password()


def test_a_stranger_is_heard_too_and_seen_by_nobodys_colleagues(cast, anna, as_, igor):
    row = filed(letter(sender="somebody@elsewhere.example"))

    ticket = ticket_of(row)
    assert ticket.organisation.code == "unknown"
    assert not ticket.requester.active_memberships
    assert as_(anna).get(f"/desk/tickets/{ticket.number}").status_code == 200
    assert as_(igor).get(f"/portal/tickets/{ticket.number}").status_code == 404
    again = filed(letter(sender="Somebody@Elsewhere.example", body="Ещё вопрос"))
    assert ticket_of(again).requester == ticket.requester
    assert User.objects.filter(email__iexact="somebody@elsewhere.example").count() == 1


def test_a_strangers_tickets_follow_when_a_hospital_lets_the_stranger_in(cast, adam, clinic, run_reactions):
    row = filed(letter(sender="somebody@elsewhere.example"))
    person = ticket_of(row).requester
    grant_role(person.login, "requester", clinic, by=adam)
    run_reactions()
    ticket = ticket_of(row)
    assert (ticket.organisation, ticket.region) == (clinic, clinic.region)
    assert {ticket.messages.get().region_id, ticket.messages.get().letter.region_id} == {clinic.region_id}


def test_strangers_are_held_where_the_desk_wants_it_so(cast, settings):
    settings.PRIYOM = _with(settings.PRIYOM, unknown_senders="hold")
    row = filed(letter(sender="somebody@elsewhere.example"))
    assert (row.outcome, row.reason) == ("held", "unknown_sender")
    assert not Ticket.objects.exists()


def test_a_name_made_like_an_address_names_nobody(cast):
    row = filed(letter(sender='"zoya@clinic.example" <evil@elsewhere.example>'))
    assert "zoya" not in ticket_of(row).requester.name
    assert "name_is_another_address" in ticket_of(row).messages.get().letter.doubts


def test_what_was_odd_about_a_letter_is_told_beside_its_words(zoya, anna, as_):
    lying = '<p>Обновите ключ: <a href="https://evil.example/login">https://rosminzdrav.example/login</a></p>'
    octets = letter(body=lying).replace(b"text/plain", b"text/html")
    message = ticket_of(filed(octets)).messages.get()
    assert "html_link_lies" in message.letter.doubts
    for address in (f"/desk/tickets/{message.ticket.number}", f"/desk/messages/{message.pk}/letter"):
        page = as_(anna).get(address).content.decode()
        assert "Ссылка ведёт не туда, куда написано" in page
    assert "[evil.example]" in page


def test_thanks_alone_are_gratitude(zoya):
    assert ticket_of(filed(letter(body="Большое спасибо, всё работает!", subject="Спасибо"))).subject == "Спасибо"


# --- once ------------------------------------------------------------------------------------------------


def test_a_letter_that_is_delivered_a_hundred_times_is_one_ticket(zoya):
    octets = letter()
    for number in range(100):
        came(b"Received: from mx%d.example\r\n" % number + octets, to=(SUPPORT, "it@priyom.invalid")[number % 2])
    file_waiting(most=200)

    assert Ticket.objects.count() == Message.objects.count() == 1
    outcomes = list(IncomingLetter.objects.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == ["ticket"] + ["duplicate"] * 99
    assert IncomingLetter.objects.filter(twin=IncomingLetter.objects.first()).count() == 99


def test_an_id_that_somebody_used_before_swallows_nothing(zoya):
    filed(letter(sender="evil@elsewhere.example", id="<order-17@clinic.example>", body="x"))
    row = filed(letter(id="<order-17@clinic.example>", body="Настоящее письмо"))
    assert row.outcome == "ticket"
    assert Ticket.objects.count() == 2


def test_letters_without_an_id_are_told_apart_by_their_words(zoya):
    def bare(body):
        return b"From: zoya@clinic.example\r\nSubject: x\r\n\r\n" + body

    assert [filed(bare(b"one")).outcome, filed(bare(b"two")).outcome, filed(bare(b"one")).outcome] == [
        "ticket", "ticket", "duplicate",
    ]  # fmt: skip


def test_the_same_letter_filed_by_two_workers_at_once_is_one_ticket(committed, at_once, cast):
    octets = letter()
    for _delivery in range(6):
        came(octets)
    at_once(*[lambda: file_waiting(most=6)] * 3)
    assert Ticket.objects.count() == 1
    assert IncomingLetter.objects.filter(outcome="duplicate").count() == 5


# --- joining a ticket ------------------------------------------------------------------------------------


def test_an_answer_to_our_letter_joins_its_ticket(zoya, anna, ticket):
    row = filed(letter(body="Принтер HP", to=answer_address(ticket, zoya)), to=answer_address(ticket, zoya))
    assert (row.outcome, row.ticket_id) == ("append", ticket.pk)
    said = Message.objects.get(pk=row.message_pk)
    assert (said.author, said.channel, said.visibility, said.by_staff) == (zoya, "letter", "public", False)


def test_a_strangers_answer_is_a_ticket_of_its_own_beside_the_one_it_claims(zoya, ticket):
    row = filed(letter(sender="evil@elsewhere.example"), to=answer_address(ticket, zoya))
    assert (row.outcome, row.reason) == ("ticket", "claim_of_another")
    assert row.ticket_id != ticket.pk
    link = TicketLink.objects.get()
    assert {link.source_id, link.target_id} == {row.ticket_id, ticket.pk}
    assert ticket.messages.count() == 1


def test_thanks_do_not_open_a_solved_ticket_again_but_trouble_does(zoya, anna, ticket):
    resolve_ticket(ticket.number, by=anna, cause="Драйвер", remedy="Обновили")
    filed(letter(body="Спасибо, помогло!"), to=answer_address(ticket, zoya))
    ticket.refresh_from_db()
    assert ticket.status == "resolved"
    filed(letter(body="Сегодня опять не печатает, ошибка та же."), to=answer_address(ticket, zoya))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.messages.count()) == ("open", 3)


def test_an_agents_answer_counts_only_with_our_servers_word(zoya, anna, ticket, settings):
    settings.PRIYOM = _with(settings.PRIYOM, authserv_id="mx.priyom.invalid")
    confirmed = "mx.priyom.invalid; dmarc=pass header.from=clinic.example"
    reply(ticket.number, by=anna, body="Какой принтер?", undo=AT_ONCE)
    to = answer_address(ticket, anna)

    doubtful = filed(letter(sender="anna@clinic.example", body="Сбросьте пароль"), to=to)
    note = Message.objects.get(pk=doubtful.message_pk)
    assert (doubtful.reason, note.visibility, note.author.is_system) == ("agent_not_confirmed", "internal", True)
    sure = filed(letter(sender="anna@clinic.example", body="Готово", Authentication_Results=confirmed), to=to)
    said = Message.objects.get(pk=sure.message_pk)
    assert (sure.reason, said.visibility, said.author, said.by_staff) == ("agent", "public", anna, True)


# --- silence ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ({"Auto_Submitted": "auto-replied"}, "suppressed"),
        ({"List_Id": "<all.clinic.example>"}, "suppressed"),
        ({"sender": SUPPORT}, "suppressed"),
    ],
)
def test_what_machines_write_opens_nothing_and_is_not_answered(cast, settings, run_reactions, headers, outcome):
    settings.PRIYOM = _with(settings.PRIYOM, mail_from=SUPPORT)
    assert filed(letter(**headers)).outcome == outcome
    run_reactions()
    assert not Ticket.objects.exists()
    assert not Letter.objects.exists()


def test_a_stranger_gets_three_acknowledgements_a_day_and_none_of_their_own_words(cast, run_reactions):
    for number in range(6):
        filed(letter(sender="victim@elsewhere.example", subject="Buy pills", body=f"pills {number}"))
    run_reactions()
    assert Letter.objects.filter(address="victim@elsewhere.example", template="received").count() == 3


# --- held ------------------------------------------------------------------------------------------------


def test_a_letter_that_cannot_be_read_is_tried_three_times_then_held_and_delays_nobody(zoya, monkeypatch):
    read = filing.open_letter

    def reader(octets, **options):
        if b"POISON" in octets:
            raise filing.Unreadable("too_slow")
        return read(octets, **options)

    monkeypatch.setattr(filing, "open_letter", reader)
    poison, good = came(letter(body="POISON")), came(letter(body="Обычное письмо"))
    file_waiting(most=10)
    good.refresh_from_db()
    assert good.outcome == "ticket"
    try:
        for _try in range(5):
            set_now(now() + timedelta(minutes=2))
            file_waiting(most=10, lane=filing.Lane.SLOW)
    finally:
        set_now(None)
    poison.refresh_from_db()
    assert (poison.outcome, poison.reason, poison.failures, poison.attempts) == ("held", "too_slow", 3, 3)
    assert poison.sealed is not None


def test_a_worker_that_dies_in_the_middle_leaves_nothing_and_another_files_the_letter(zoya, monkeypatch):
    row = came(letter())
    real = filing.file_as

    def dies(*given):
        real(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(filing, "file_as", dies)
    with pytest.raises(KeyboardInterrupt):
        file_waiting(most=1)
    monkeypatch.setattr(filing, "file_as", real)
    assert not Ticket.objects.exists()
    assert file_waiting(most=1) == 1
    row.refresh_from_db()
    assert (row.outcome, Ticket.objects.count(), Message.objects.count()) == ("ticket", 1, 1)


def test_whatever_call_to_the_database_fails_everything_or_nothing_is_filed(zoya):
    """Fails at the first, the second … statement of filing, until none is left to fail at."""
    octets = letter(files=[("a.txt", b"x")])
    for k in range(1, 200):
        row = came(octets.replace(b"@clinic.example>", b".%d@clinic.example>" % k, 1))
        fault = _Fault(k)
        with connection.execute_wrapper(fault), suppress(filing.OperationalError):
            file_waiting(most=1)
        row.refresh_from_db()
        if not fault.happened:
            break
        tickets = Ticket.objects.filter(messages__pk=row.message_pk).count()
        assert (row.outcome == "ticket") == (tickets == 1)
        IncomingLetter.objects.filter(outcome="").update(due_at=now(), failures=0)
        file_waiting(most=5)
        row.refresh_from_db()
        assert row.outcome == "ticket", k
        assert Ticket.objects.count() == k
    assert k > 15


class _Fault:
    def __init__(self, at):
        self.left, self.happened = at, False

    def __call__(self, execute, sql, params, many, context):
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.left -= 1
            if self.left == 0:
                self.happened = True
                raise filing.OperationalError("pulled out")
        return execute(sql, params, many, context)


def test_what_is_slow_to_read_is_set_aside_for_a_lane_of_its_own(cast, monkeypatch):
    read = filing.open_letter

    def reader(octets, *, quickly, **options):
        if b"LARGE" in octets and quickly:
            raise filing.Unreadable("too_slow")
        return read(octets, quickly=quickly, **options)

    monkeypatch.setattr(filing, "open_letter", reader)
    large, good = came(letter(body="LARGE")), came(letter(body="Обычное письмо"))
    file_waiting(most=10)
    assert outcomes_of(large, good) == ["", "ticket"]
    file_waiting(most=10, lane=filing.Lane.SLOW)
    assert outcomes_of(large, good) == ["ticket", "ticket"]


def test_a_long_text_is_screened_apart_by_a_guard_that_takes_its_time(cast, settings, monkeypatch):
    settings.PRIYOM = dataclasses.replace(settings.PRIYOM, guard="on")
    asked = []

    def of_filing(decision, letter, row):
        asked.append(guards.the_guard())
        filing.decide_row(row, "rejected", "by_hand")

    monkeypatch.setattr(filing, "file_as", of_filing)
    rows = [came(letter(body="слово " * count)) for count in (10_000, 10)]
    file_waiting(most=10)
    assert outcomes_of(*rows) == ["", "rejected"]
    file_waiting(most=10, lane=filing.Lane.SLOW)
    assert outcomes_of(*rows) == ["rejected", "rejected"]
    assert asked[0] is not asked[1]


def test_what_was_hidden_is_marked_in_each_letter_of_a_long_round(cast, settings, monkeypatch):
    settings.PRIYOM = dataclasses.replace(settings.PRIYOM, guard="on")
    monkeypatch.setattr("priyom.privacy.found.keeping.MOST_NOTED", 3)  # texts that one piece of work remembers
    for surname in ("Кощеев", "Кондрашевич"):
        came(letter(body=f"Пациент {surname} Пётр Ильич не находится"))
    assert file_waiting(most=10) == 2

    told = list(Message.objects.filter(channel="letter").values_list("pk", "ticket_id"))
    hidden = hidden_in({ticket for _pk, ticket in told})
    assert [hidden[pk].count for pk, _ticket in told] == [1, 1]


def outcomes_of(*rows):
    found = dict(IncomingLetter.objects.values_list("pk", "outcome"))
    return [found[row.pk] for row in rows]


def test_a_flood_of_one_sender_is_held_said_once_and_delays_nobody(cast, adam, run_reactions):
    for number in range(70):
        came(letter(sender="monitor@elsewhere.example", body=f"disk {number}"))
    quiet = came(letter())
    IncomingLetter.objects.update(received_at=now().replace(second=10))
    file_waiting(most=40)
    file_waiting(most=200, lane=filing.Lane.NEWEST)
    run_reactions()

    quiet.refresh_from_db()
    assert quiet.outcome == "ticket"
    assert IncomingLetter.objects.filter(sender="monitor@elsewhere.example", outcome="ticket").count() == 60
    held = IncomingLetter.objects.filter(outcome="held", reason="too_many")
    assert held.count() == 10
    assert all(row.sealed for row in held)
    assert adam.notifications.filter(kind="letters.flood").count() == 1


def _with(config, **changes):
    return dataclasses.replace(config, **changes)


def test_a_letter_that_is_in_somebodys_hands_is_left_alone_and_taken_when_they_let_go(committed, cast):
    row = came(letter())
    with psycopg.connect(database_url(), autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"letter {row.pk}"])
        assert file_waiting(most=1) == 0
    assert until(lambda: file_waiting(most=1)) == 1  # the other's connection is gone


@pytest.fixture
def deadly(cast, at):
    """A letter whose takers died as often as is borne; it has rested since."""
    row = came(letter())
    IncomingLetter.objects.filter(pk=row.pk).update(attempts=filing.MOST_CLAIMS)
    file_waiting(most=1)
    row.refresh_from_db()
    assert (row.outcome, file_waiting(most=1)) == ("", 0)
    set_now(now() + filing.REST)
    return row


def test_a_letter_in_hand_while_workers_and_databases_died_is_filed_when_that_is_over(deadly):
    file_waiting(most=1)
    deadly.refresh_from_db()
    assert deadly.outcome == "ticket"


def test_a_letter_that_kills_whoever_takes_it_is_held_in_the_end(deadly):
    IncomingLetter.objects.filter(pk=deadly.pk).update(attempts=F("attempts") + 1)  # by one who died of it
    file_waiting(most=1)
    deadly.refresh_from_db()
    assert (deadly.outcome, deadly.reason) == ("held", "takers_died")


def test_a_letter_full_of_names_has_room_for_the_masks_and_is_kept_whole(cast, monkeypatch):
    """A mask may be longer than what it hides: a text at the limit would not fit any more."""
    monkeypatch.setattr(privacy, "_plain", lambda text: text.replace("Ли Ян", "[Пациент 1]"))
    row = filed(letter(body="Ли Ян. " * 14_000))
    assert row.outcome == "ticket"
    message = ticket_of(row).messages.get()
    assert message.body.startswith("[Пациент 1]. [Пациент 1]. ")
    assert message.attachments.get().screened.size > 14_000 * len("Ли Ян. ")
