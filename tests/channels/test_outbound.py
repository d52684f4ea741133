"""Letters against a real SMTP server on loopback."""

import email
import re
import socket
from datetime import timedelta
from email import policy

import pytest
from aiosmtpd.controller import Controller
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from priyom.base.clock import now
from priyom.base.jobs import run_reactions
from priyom.channels import departed, outbound
from priyom.channels.models import Letter
from priyom.channels.outbound import send_due
from priyom.channels.relay import Departing
from priyom.desk.actions.messages import reply
from priyom.desk.actions.tickets import resolve_ticket
from priyom.people.actions.signin import ask_sign_in_link
from priyom.people.models import Membership, Role, User
from tests.cast import open_ticket

AT_ONCE = timedelta(0)


class Sink:
    """Keeps what arrives, or refuses with an answer of the test's choosing."""

    def __init__(self):
        self.letters, self.paths, self.octets, self.refuse_with, self.takes_only = [], [], [], "", ""

    async def handle_MAIL(self, _server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd's name
        if self.takes_only and address != self.takes_only:
            return "553 5.7.1 Sender address rejected: not owned by the account"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd's name
        if self.refuse_with:
            return self.refuse_with
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        self.paths.append(envelope.mail_from.strip("<>"))
        self.octets.append(envelope.content)
        self.letters.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def sink(settings):
    handler = Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "priyom.channels.relay.RelayBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield handler
    controller.stop()


def body_of(letter, kind="plain"):
    return letter.get_body((kind,)).get_content()


def test_an_answer_arrives_in_russian_as_text_and_html(anna, zoya, ticket, sink):
    reply(ticket.number, by=anna, body="Обновили драйвер <b>принтера</b>, проверьте.", undo=AT_ONCE)
    run_reactions()
    send_due()

    (letter,) = sink.letters
    assert letter["To"] == "zoya@clinic.example"
    assert "Не печатается рецепт" in letter["Subject"]
    assert "Обновили драйвер" in body_of(letter)
    assert f"/portal/tickets/{ticket.number}" in body_of(letter)
    assert "&lt;b&gt;принтера" in body_of(letter, "html")


@pytest.mark.parametrize("process_dies", [False, True])
def test_what_left_before_the_database_died_is_marked_once_it_is_back_and_not_sent_again(
    anna, zoya, ticket, sink, settings, monkeypatch, process_dies
):
    def dies_at_the_mark(execute, query, values, many, context):
        if "SET state = 'sent'" in query:
            raise OperationalError("the database has died")
        return execute(query, values, many, context)

    settings.PRIYOM.run_dir.mkdir(parents=True, exist_ok=True)
    reply(ticket.number, by=anna, body="Обновили драйвер", undo=AT_ONCE)
    run_reactions()
    with connection.execute_wrapper(dies_at_the_mark):
        for _sweep in range(2):  # in the second one nothing leaves before what left is marked
            with pytest.raises(OperationalError):
                send_due()
            if process_dies:
                monkeypatch.setattr(outbound, "_gone", [])  # what a new process knows is what stands on the disk
    assert set(Letter.objects.values_list("state", flat=True)) == {Letter.State.WAITING}
    assert send_due() == 0
    assert len(sink.letters) == 1
    assert set(Letter.objects.values_list("state", "attempts")) == {(Letter.State.SENT, 1)}
    assert departed.noted() == []


def test_what_left_is_marked_though_the_clock_can_no_longer_be_read(anna, zoya, ticket, sink, settings, monkeypatch):
    """The clock asks the database once a minute, and the database may die while the relay takes the letter."""

    def clock():
        if sink.letters:
            raise OperationalError("the database has died")
        return now()

    settings.PRIYOM.run_dir.mkdir(parents=True, exist_ok=True)
    reply(ticket.number, by=anna, body="Обновили драйвер", undo=AT_ONCE)
    run_reactions()
    monkeypatch.setattr(outbound, "now", clock)
    with pytest.raises(OperationalError):  # in the next round
        send_due()
    assert len(sink.letters) == 1
    assert set(Letter.objects.values_list("state", flat=True)) == {Letter.State.SENT}


def test_the_answer_stands_first_and_largest_in_one_narrow_column(anna, zoya, ticket, sink):
    reply(ticket.number, by=anna, body="Обновили драйвер.\n\nПроверьте печать.", undo=AT_ONCE)
    run_reactions()
    send_due()

    html = body_of(sink.letters[0], "html")
    sizes = {words: int(re.findall(r"font-size:(\d+)px", html[: html.index(words)])[-1]) for words in
             ("Есть ответ", "Обновили драйвер", "Состояние")}  # fmt: skip
    assert max(sizes, key=sizes.get) == "Обновили драйвер"
    assert html.index("Проверьте печать") < html.index("Состояние")
    assert "max-width:36em" in html
    assert re.search(r'<a href="[^"]+/preferences"', html)
    assert "<script" not in html
    assert "class=" not in html


def test_a_subject_begins_on_its_first_line_with_a_number_as_one_types_it(zoya, sink, cast):
    subject = "Не уходит выписной эпикриз: «Указанное\u00a0значение не соответствует данным» у трёх пациентов"
    made = open_ticket(zoya, subject=subject)
    run_reactions()
    send_due()

    (octets,) = sink.octets
    raw = re.search(rb"^Subject:.*(?:\r\n[ \t].*)*", octets, re.MULTILINE).group().split(b"\r\n")
    assert raw[0].startswith(b"Subject: =?utf-8?")
    assert all(len(line) <= 78 for line in raw)
    assert sink.letters[0]["Subject"] == f"[№ {made.number}] {subject.replace(chr(160), ' ')}"


def test_news_of_one_ticket_come_as_one_letter_with_the_most_important_headline(anna, zoya, ticket, sink):
    reply(ticket.number, by=anna, body="Готово", undo=AT_ONCE)
    resolve_ticket(ticket.number, by=anna, cause="Драйвер", remedy="Обновили")
    run_reactions()
    assert send_due() == 1
    assert "Драйвер" in body_of(sink.letters[0])
    assert send_due() == 0


def test_many_letters_at_once_become_a_digest(zoya, sink, cast):
    for n in range(6):
        open_ticket(zoya, subject=f"Вопрос {n}")
    run_reactions()
    assert send_due() == 1
    assert all(f"Вопрос {n}" in body_of(sink.letters[0]) for n in range(6))
    sent = Letter.objects.filter(user=zoya, state=Letter.State.SENT).values_list("sent_at", flat=True)
    assert (len(sent), len(set(sent))) == (6, 1)  # a flood is counted by moments: six in one are one letter


def test_a_failing_relay_is_tried_again_later_and_given_up_aloud(zoya, ticket, sink, at):
    run_reactions()
    sink.refuse_with = "451 try later"
    moment = at("2026-12-02 10:00")
    send_due()
    letter = Letter.objects.get(user=zoya)
    assert (letter.state, letter.attempts) == ("waiting", 1)
    assert letter.due_at == moment + timedelta(minutes=1)
    assert send_due() == 0

    for day in range(3, 12):
        at(f"2026-12-{day:02} 10:00")
        send_due()
    letter.refresh_from_db()
    assert letter.state == "given_up"
    sink.refuse_with = ""
    assert send_due() == 0


def test_a_final_refusal_is_not_repeated(zoya, ticket, sink):
    run_reactions()
    sink.refuse_with = "550 no such user"
    send_due()
    assert Letter.objects.get(user=zoya).state == "given_up"


def test_a_relay_that_is_down_is_a_failed_attempt(zoya, ticket, sink, settings):
    run_reactions()
    settings.EMAIL_PORT = _free_port()
    assert send_due() == 0
    letter = Letter.objects.get(user=zoya)
    assert (letter.state, letter.attempts, letter.failure) == ("waiting", 1, "ConnectionRefusedError")


def test_a_letter_that_cannot_be_made_does_not_keep_the_others_waiting(zoya, yakov, ticket, sink):
    open_ticket(yakov)
    run_reactions()
    Letter.objects.filter(user=zoya).update(address="a\nb@clinic.example")
    assert send_due() == 1
    assert Letter.objects.get(user=zoya).state == "given_up"
    assert sink.letters[0]["To"] == yakov.email


def test_a_letter_that_nobody_can_write_is_tried_later_and_holds_nobody_up(zoya, yakov, ticket, sink):
    open_ticket(yakov)
    run_reactions()
    Letter.objects.filter(user=zoya).update(template="of another version")
    assert send_due() == 1
    letter = Letter.objects.get(user=zoya)
    assert (letter.state, letter.attempts, letter.failure) == ("waiting", 1, "KeyError")
    assert letter.due_at > now()
    assert send_due() == 0


def test_the_post_of_thirty_people_costs_as_many_questions_as_that_of_three(cast, sink):
    def cost(people):
        for n in range(people):
            asker = User.objects.create_user(f"asker-{people}-{n}", f"asker-{people}-{n}@clinic.example")
            Membership.objects.create(user=asker, organisation=cast.zoya.organisation, role=Role.REQUESTER)
            asker.organisation = cast.zoya.organisation
            asker.save()
            reply(open_ticket(asker).number, by=cast.anna, body="Смотрим", undo=AT_ONCE)
        run_reactions()
        with CaptureQueriesContext(connection) as queries:
            assert send_due() == people
        return len(queries)

    assert cost(20) == cost(3)


def test_a_letter_sent_again_after_a_crash_has_the_same_message_id(zoya, ticket, sink):
    run_reactions()
    send_due()
    Letter.objects.filter(user=zoya).update(state="waiting")  # as if the process had died before its commit
    send_due()
    first, second = sink.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_a_flood_is_held_and_comes_together(zoya, sink, at, cast):
    for n in range(12):
        at(f"2026-12-02 10:00:{n * 4:02}")
        open_ticket(zoya, subject=f"Вопрос {n}")
        run_reactions()
        send_due()
    assert len(sink.letters) == 10
    at("2026-12-02 10:12")
    send_due()
    assert len(sink.letters) <= 12
    assert not Letter.objects.filter(state="waiting").exists()


def test_an_agents_answer_is_never_held_back_by_a_flood(anna, zoya, sink, at, cast):
    for n in range(12):
        at(f"2026-12-02 10:00:{n * 4:02}")
        last = open_ticket(zoya, subject=f"Вопрос {n}")
        run_reactions()
        send_due()
    assert len(sink.letters) == 10
    reply(last.number, by=anna, body="Уже смотрим", undo=AT_ONCE)
    run_reactions()
    assert send_due() == 1
    assert "Уже смотрим" in body_of(sink.letters[-1])


def test_answers_to_many_tickets_at_once_can_each_be_answered(anna, zoya, sink, cast):
    for n in range(5):
        made = open_ticket(zoya, subject=f"Вопрос {n}")
        reply(made.number, by=anna, body=f"Ответ {n}", undo=AT_ONCE)
    run_reactions()
    assert send_due() == 5
    assert len({letter["Reply-To"] for letter in sink.letters}) == 5


def test_a_hostile_subject_cannot_add_headers(anna, zoya, sink, cast):
    made = open_ticket(zoya, subject="Тема\r\nBcc: victim@clinic.example")
    reply(made.number, by=anna, body="Ответ", undo=AT_ONCE)
    run_reactions()
    send_due()
    assert sink.letters
    assert all(letter["Bcc"] is None for letter in sink.letters)


def test_a_link_to_sign_in_arrives_and_works_once(zoya, sink, client):
    ask_sign_in_link("zoya@clinic.example")
    run_reactions()
    send_due()
    link = re.search(r"https?://[^/\s]+(/\S+)", body_of(sink.letters[0])).group(1)
    assert client.get(link).status_code == 200
    assert client.post(link).status_code == 302
    assert client.session.get("_auth_user_id") == str(zoya.pk)
    assert client.post(link).status_code in {404, 302}


@pytest.mark.parametrize("subject", ["Не печатается рецепт", "Ё" * 40 + " 😀" * 20, "e\u0301" * 60, "Only ASCII"])
@pytest.mark.parametrize("linesep", ["\n", "\r\n"])
def test_a_subject_of_any_letters_arrives_as_it_was_and_no_line_of_it_is_too_long(settings, subject, linesep):
    made = Departing(subject=subject, body="Текст", to=["zoya@clinic.example"], return_path="").message()
    octets = made.as_bytes(linesep=linesep)
    assert email.message_from_bytes(octets, policy=policy.default)["Subject"] == subject
    if not subject.isascii():
        head = octets.split(linesep.encode() * 2)[0]
        assert all(len(line) <= 78 for line in head.split(linesep.encode()))
