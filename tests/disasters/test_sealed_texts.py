"""A slow or dead guard never makes anybody wait: the text is accepted sealed, and screened as soon as that is possible."""

import dataclasses
import uuid
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from priyom.base.clock import now
from priyom.base.errors import WrongState
from priyom.base.jobs import run_reactions
from priyom.base.models import Event
from priyom.base.sealing import SealBroken
from priyom.channels.models import Letter, Notification
from priyom.desk.actions import unsealing
from priyom.desk.actions.bulk import start_bulk, undo_bulk
from priyom.desk.actions.bulk_doing import go_on
from priyom.desk.actions.messages import add_note, comment, publish_messages, reply, take_back
from priyom.desk.actions.splitting import Part, split_ticket, splittable
from priyom.desk.actions.tickets import open_ticket, rename_ticket
from priyom.desk.actions.unsealing import LIFE, PAUSES, screen_sealed
from priyom.desk.models import CannedAnswer, Message, SealedText, Ticket
from priyom.desk.portal.pages import news_since
from priyom.desk.queries import timeline_of
from priyom.people.models import User
from priyom.privacy import guards, waiting
from priyom.privacy.engine import GuardFailed
from priyom.privacy.found.queries import hidden_in

SURNAME, SNILS = "Кощеев", "171-244-889 68"
SAID = f"У пациента {SURNAME}а Петра Ильича, СНИЛС {SNILS}, не печатается рецепт"
CHECKED = "Текст проверяется"
LOST = "Текст не удалось проверить, и он не сохранён. Его нужно написать ещё раз."


@pytest.fixture(autouse=True)
def _guard_on(settings):
    settings.PRIYOM = dataclasses.replace(settings.PRIYOM, guard="on")
    yield
    waiting.end()


@pytest.fixture
def guard(monkeypatch):
    """The real guard, which does not answer while ``is_dead``."""

    class Guard:
        is_dead = False

    ask = guards.the_guard().mask
    monkeypatch.setattr("priyom.desk.actions.unsealing.patiently", nullcontext)  # the one that is dead is asked again

    def mask(*given, **named):
        if Guard.is_dead:
            raise GuardFailed("the guard is late")
        return ask(*given, **named)

    monkeypatch.setattr(guards.the_guard(), "mask", mask)
    return Guard


@pytest.fixture
def somebody_waits(cast, guard):
    """A form is before somebody, and the guard has just died."""
    waiting.begin()
    guard.is_dead = True


def screened():
    """What the worker does: without anybody who waits for it."""
    waiting.end()
    SealedText.objects.update(try_at=now())
    return screen_sealed(most=10)


def planted():
    """The tables in which the planted values stand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text ILIKE %s OR t::text LIKE %s",  # noqa: S608
                           [f"%{SURNAME}%", f"%{SNILS}%"])  # fmt: skip
            found += [table] * (cursor.fetchone()[0] > 0)
    return found


def opened(zoya, **more):
    return open_ticket(by=zoya, organisation=zoya.organisation, body=SAID, token=uuid.uuid4(), **more)


def test_a_ticket_has_its_number_at_once_and_its_words_when_they_are_screened(guard, somebody_waits, zoya, anna):
    ticket = opened(zoya, fields={"where": f"кабинет, {SURNAME} П. И."})

    assert (ticket.subject, ticket.messages.get().body, ticket.fields) == (CHECKED, CHECKED, {})
    assert Event.objects.filter(kind="ticket.opened", subject_id=ticket.pk).count() == 1
    run_reactions()
    assert not Letter.objects.filter(ticket_id=ticket.pk).exists(), "nobody is told of words that are not there"
    assert planted() == []

    guard.is_dead = False
    assert screened() == 1

    ticket.refresh_from_db()
    said = ticket.messages.get()
    assert said.state == Message.State.SENT
    assert "не печатается рецепт" in said.body
    assert "не печатается рецепт" in ticket.subject
    assert "кабинет" in ticket.fields["where"]
    assert planted() == []
    assert not SealedText.objects.exists()
    run_reactions()
    assert Letter.objects.filter(ticket_id=ticket.pk, user=zoya, template="received").count() == 1
    assert screened() == 0


def test_the_same_form_sent_twice_is_one_ticket_and_one_sealed_text(guard, somebody_waits, zoya):
    token = uuid.uuid4()
    first, second = (open_ticket(by=zoya, organisation=zoya.organisation, body=SAID, token=token) for _time in range(2))

    assert first.number == second.number
    assert SealedText.objects.count() == 1


def test_a_comment_is_accepted_sealed_and_told_of_when_it_can_be_read(ticket, guard, somebody_waits, zoya, anna):
    Ticket.objects.filter(pk=ticket.pk).update(assignee=anna)
    run_reactions()
    message = comment(ticket.number, by=zoya, body=SAID)
    run_reactions()
    assert message.body == CHECKED
    assert not Notification.objects.filter(user=anna, event__kind="ticket.commented").exists()

    guard.is_dead = False
    screened()
    run_reactions()

    message.refresh_from_db()
    assert "не печатается рецепт" in message.body
    assert Notification.objects.filter(user=anna, event__kind="ticket.commented").count() == 1
    assert planted() == []


def test_an_answer_is_sent_ten_seconds_after_its_words_are_there(ticket, guard, somebody_waits, anna, at):
    at("2026-03-02 10:00")
    message = reply(ticket.number, by=anna, body="Переустановите драйвер")
    at("2026-03-02 10:05")
    assert publish_messages([message.pk]) == 0, "an answer without words is not sent"

    guard.is_dead = False
    screened()
    message.refresh_from_db()
    assert (message.state, message.body) == (Message.State.PENDING, "Переустановите драйвер")
    assert message.send_after == now() + timedelta(seconds=10)
    take_back(message.pk, by=anna)


def test_a_note_calls_a_colleague_when_its_words_are_there(ticket, guard, somebody_waits, anna, boris):
    User.objects.filter(pk=boris.pk).update(login="line2-7")
    add_note(ticket.number, by=anna, body=f"@{boris.name}, посмотри: пациент {SURNAME} Пётр Ильич")
    assert not Event.objects.filter(kind="ticket.mentioned").exists()

    guard.is_dead = False
    screened()

    assert Event.objects.get(kind="ticket.mentioned").details["users"] == [boris.pk]
    assert planted() == []


def test_a_name_that_a_colleague_gave_meanwhile_stays(guard, somebody_waits, zoya, anna):
    ticket = opened(zoya)
    guard.is_dead = False
    rename_ticket(ticket.number, by=anna, subject="Рецепты не печатаются")
    screened()

    ticket.refresh_from_db()
    assert ticket.subject == "Рецепты не печатаются"


def test_the_open_pages_of_both_sides_show_the_words_when_they_are_there(guard, somebody_waits, zoya, anna, as_):
    ticket = opened(zoya)
    said = ticket.messages.get()
    portal, desk = reverse("portal:ticket", args=[ticket.number]), reverse("desk:ticket", args=[ticket.number])
    news = reverse("portal:news", args=[ticket.number])
    page = as_(zoya).get(portal).content.decode()
    assert f'data-live="said.{said.pk}=1"' in page
    assert "Он у нас: писать ещё раз не нужно" in page
    assert f"pending={said.pk}" in as_(anna).get(desk).content.decode()
    assert as_(zoya).get(news, {"since": 10**9, f"said.{said.pk}": "1"}).status_code == 204

    guard.is_dead = False
    screened()

    live = as_(zoya).get(news, {"since": 10**9, f"said.{said.pk}": "1"}).content.decode()
    assert f'hx-swap-oob="outerHTML:#m{said.pk}"' in live
    assert "не печатается рецепт" in live.partition('<h1 id="subject" hx-swap-oob="true">')[2], "and the name of it"
    beat = {"ticket": ticket.number, "revision": 1, "message": said.pk, "event": 0, "pending": str(said.pk)}
    live = as_(anna).get(reverse("desk:pulse"), beat).content.decode()
    assert "не печатается рецепт" in live.partition(f"outerHTML:#m-{said.pk}")[2]


def test_a_text_that_comes_while_the_page_is_open_is_shown_twice_once_sealed_and_once_in_words(
    ticket, guard, somebody_waits, zoya, anna, as_
):
    beat = {"ticket": ticket.number, "revision": 1, "message": ticket.messages.get().pk, "event": 0}
    said = comment(ticket.number, by=zoya, body=SAID)
    live = as_(anna).get(reverse("desk:pulse"), beat).content.decode()
    assert f"pending={said.pk}&" in live.replace('"', "&"), "the page asks for its words from now on"

    guard.is_dead = False
    screened()
    live = as_(anna).get(reverse("desk:pulse"), beat | {"message": said.pk, "pending": said.pk}).content.decode()
    assert "не печатается рецепт" in live.partition(f"outerHTML:#m-{said.pk}")[2]


def test_a_program_is_told_that_the_words_are_still_being_checked(guard, somebody_waits, zoya, anna, api):
    call = api(anna)
    question = {"body": SAID, "requester": zoya.email, "organisation": zoya.organisation.code}
    made = call("POST", "/tickets", question)
    assert (made.status_code, made.body["screening"], made.body["subject"]) == (201, "pending", CHECKED)
    (said,) = call("GET", f"/tickets/{made.body['number']}/messages").body["items"]
    assert (said["screening"], said["body"]) == ("pending", CHECKED)

    guard.is_dead = False
    screened()

    assert call("GET", f"/tickets/{made.body['number']}").body["screening"] == "done"
    (said,) = call("GET", f"/tickets/{made.body['number']}/messages").body["items"]
    assert (said["screening"], "не печатается рецепт" in said["body"]) == ("done", True)
    assert planted() == []


def test_what_cannot_be_screened_is_held_and_both_sides_are_told(ticket, guard, somebody_waits, zoya, anna):
    Ticket.objects.filter(pk=ticket.pk).update(assignee=anna)
    comment(ticket.number, by=zoya, body=SAID)
    for _try in PAUSES:
        screened()
    run_reactions()

    row = SealedText.objects.get()
    assert row.held_at is not None
    told = Notification.objects.filter(event__kind="ticket.text_held")
    assert {zoya.login, anna.login} <= set(told.values_list("user__login", flat=True))
    assert planted() == []

    guard.is_dead = False
    screened()
    assert not SealedText.objects.exists(), "the hourly try brings it as soon as the guard is there again"


def broken(*_given, **_named):
    raise SealBroken


def test_what_no_key_opens_is_held_and_destroyed_only_in_the_end(ticket, guard, somebody_waits, zoya, monkeypatch):
    message = comment(ticket.number, by=zoya, body=SAID)
    with monkeypatch.context() as patch:
        patch.setattr("priyom.privacy.actions.unseal", broken)
        screened()
        assert SealedText.objects.get().held_at is not None
    guard.is_dead = False
    SealedText.objects.update(try_at=now())
    screened()
    message.refresh_from_db()
    assert message.state == Message.State.SENT
    assert message.body != LOST, "the right key brings it back"


def test_what_nobody_could_open_in_two_weeks_is_destroyed_and_its_author_asked_for_it(
    ticket, guard, somebody_waits, zoya, monkeypatch
):
    message = comment(ticket.number, by=zoya, body=SAID)
    SealedText.objects.update(received_at=now() - LIFE - timedelta(hours=1))
    monkeypatch.setattr("priyom.privacy.actions.unseal", broken)
    screened()
    run_reactions()

    message.refresh_from_db()
    assert message.body == LOST
    assert Notification.objects.filter(user=zoya, event__kind="ticket.text_lost").exists()


def test_what_the_author_called_nobodys_data_stays_readable(ticket, guard, somebody_waits, zoya):
    from priyom.privacy.hints.releasing import releasing

    with releasing([f"PERSON:{SURNAME} Пётр Ильич"], by=zoya):
        message = comment(ticket.number, by=zoya, body=f"Пациент {SURNAME} Пётр Ильич — учебный")
    guard.is_dead = False
    screened()

    message.refresh_from_db()
    assert message.body == f"Пациент {SURNAME} Пётр Ильич — учебный"


def test_a_ticket_whose_words_are_lost_says_so_in_its_name(guard, somebody_waits, zoya, monkeypatch):
    ticket = opened(zoya)
    SealedText.objects.update(received_at=now() - LIFE - timedelta(hours=1))
    monkeypatch.setattr("priyom.privacy.actions.unseal", broken)
    screened()

    ticket.refresh_from_db()
    assert ticket.subject == LOST


def test_a_requester_hears_nothing_of_a_note_or_an_answer_that_is_checked(ticket, guard, somebody_waits, zoya, anna):
    newest = max(event.pk for event in timeline_of(zoya, ticket))
    add_note(ticket.number, by=anna, body=SAID)
    for _try in PAUSES:
        screened()
    guard.is_dead = False
    screened()
    waiting.begin()
    guard.is_dead = True
    reply(ticket.number, by=anna, body=SAID)
    guard.is_dead = False
    screened()

    told = set(Event.objects.filter(pk__gt=newest).values_list("kind", flat=True))
    assert {"ticket.text_held", "ticket.text_screened"} <= told
    assert timeline_of(zoya, ticket, after=newest) == []
    assert news_since(zoya, ticket.number, since=newest) == 0


def test_the_guard_is_asked_while_nothing_is_held(ticket, guard, somebody_waits, zoya, monkeypatch):
    """Whoever writes in the ticket meanwhile holds it and wants the numbers of its people: nobody may hold these."""
    comment(ticket.number, by=zoya, body=SAID)
    guard.is_dead = False
    depth, ask = [], unsealing.screen_together

    def screen_together(*given, **named):
        depth.append(len(connection.savepoint_ids))
        return ask(*given, **named)

    monkeypatch.setattr(unsealing, "screen_together", screen_together)
    screened()

    assert depth == [len(connection.savepoint_ids)], "in no transaction of its own"


def test_what_was_hidden_in_it_is_marked_as_in_any_text(ticket, guard, somebody_waits, zoya):
    message = comment(ticket.number, by=zoya, body=SAID)
    guard.is_dead = False
    screened()

    assert message.pk in hidden_in({ticket.pk})


def test_words_that_are_not_there_are_not_split(ticket, guard, somebody_waits, zoya, anna):
    said = comment(ticket.number, by=zoya, body=SAID)

    assert said not in splittable(anna, ticket)
    with pytest.raises(WrongState):
        split_ticket(ticket.number, by=anna, message_id=said.pk, parts=[Part(body=CHECKED)], token=uuid.uuid4())


def test_an_answer_to_many_that_is_being_checked_is_left_when_the_change_is_taken_back(
    ticket, guard, somebody_waits, anna
):
    CannedAnswer.objects.create(code="ask", title="Версия?", body="Какая версия?")
    bulk = start_bulk([ticket.number], {"macro": "ask"}, by=anna)
    go_on(bulk.pk)
    assert SealedText.objects.count() == 1

    undo_bulk(bulk.pk, by=anna)
    go_on(bulk.pk)

    assert list(bulk.items.values_list("state", flat=True)) == ["kept"]
