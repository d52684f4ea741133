"""Every entrance of a text asks the guard: what was planted in it is in no table afterwards."""

import dataclasses
from datetime import timedelta
from email.message import EmailMessage
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, models
from django.urls import reverse

from priyom.base.clock import now
from priyom.base.errors import Invalid
from priyom.channels.intake.filing import Lane, file_waiting
from priyom.channels.intake.taking import take_in
from priyom.channels.models import IncomingLetter
from priyom.desk.actions.assignment import take_ticket
from priyom.desk.actions.bulk import Listed, newest_number, start_bulk
from priyom.desk.actions.change_requests import request_change
from priyom.desk.actions.consults import ask_for_advice, give_advice, return_advice, say_in_consult
from priyom.desk.actions.critical import confirm_critical
from priyom.desk.actions.drafts import save_draft
from priyom.desk.actions.external import change_request, open_request, wait_outside, write_entry
from priyom.desk.actions.feedback import give_feedback
from priyom.desk.actions.handover import hand_over
from priyom.desk.actions.ladder import pass_on as pass_up
from priyom.desk.actions.ladder import return_with_advice
from priyom.desk.actions.macros import save_reply
from priyom.desk.actions.meetings import begin_meeting, decide, plan_meeting, put_on_agenda
from priyom.desk.actions.merging import merge_ticket
from priyom.desk.actions.messages import AT_ONCE, add_note, comment, reply
from priyom.desk.actions.passing import pass_on
from priyom.desk.actions.priority import override_priority
from priyom.desk.actions.reminders import set_reminder
from priyom.desk.actions.splitting import Part, split_ticket
from priyom.desk.actions.tickets import rename_ticket, reopen_ticket, resolve_ticket
from priyom.desk.actions.views import save_view
from priyom.desk.lists.listing import Filters
from priyom.desk.models import ExternalParty, Message, RungStep, Ticket
from priyom.desk.queries import get_ticket
from priyom.knowledge.actions import draft_from_ticket, write_article
from priyom.people.actions.installations import add_integration, add_peculiarity
from priyom.privacy import guards
from tests.cast import open_ticket

SURNAME, SNILS = "Кощеев", "171-244-889 68"
TEXT = f"У пациента {SURNAME}а Петра Ильича, СНИЛС {SNILS}, не открывается карта"
SHORT = f"Пациент {SURNAME} Пётр Ильич, СНИЛС {SNILS}"

# Text of these columns is no person's prose: codes, digests, addresses of people with accounts, what an administrator
# sets up, and what is sealed.
NO_PROSE = {
    "desk": {
        "FrozenTerms", "Topic", "TopicField", "Clock", "Round", "Pause.whom", "ExternalParty", "Merge", "KnownWord",
        "BulkItem", "AgendaItem.reasons", "Draft", "SealedText", "CannedAnswer.code", "CannedAnswer.visibility", "MessageLetter.address", "MessageLetter.doubts",
        "CriticalCall.words", "CriticalCall.phrase", "CriticalCall.clause", "Ticket.product_name",
        "Ticket.product_version", "ExternalParty.code",
    },
    "knowledge": {"Article.code", "Article.versions"},
    "channels": {"IncomingLetter", "Mailbox", "Notification", "Letter", "Preference", "WebhookTarget", "WebhookDelivery"},
}  # fmt: skip
ASKED = {
    "desk": {
        "Ticket.subject", "Ticket.fields", "Ticket.waiting_whom", "Ticket.cause", "Ticket.remedy", "AgreedDate.reason",
        "AgreedDate.agreed_with", "Breach.note", "Message.body", "Message.effects", "PriorityOverride.reason",
        "CriticalCall.reason", "ExternalRequest.reference", "ExternalRequest.title", "ExternalEntry.body",
        "RungStep.since", "RungStep.tried", "MessageLetter.quoted", "MessageLetter.html", "MessageLetter.quoted_html",
        "Feedback.comment", "AgendaItem.note", "Decision.text", "Passing.reason", "Passing.missing", "Handover.note",
        "SavedView.name", "SavedView.filters", "CannedAnswer.title", "CannedAnswer.body", "CannedAnswer.effects",
        "Reminder.note", "BulkChange.change", "BulkChange.filters",
    },
    "knowledge": {"Article.title", "Article.summary", "Article.body"},
    "channels": set(),
}  # fmt: skip


@pytest.fixture
def guard_on(settings, tmp_path):
    settings.PRIYOM = dataclasses.replace(settings.PRIYOM, guard="on", data_dir=tmp_path)
    settings.FILES_DIR = settings.PRIYOM.files_dir
    yield
    guards.the_guard().close()


def leaks():
    """Return the tables that hold what was planted."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s OR t::text LIKE %s',  # noqa: S608
                [f"%{SURNAME}%", f"%{SNILS}%"],
            )
            found += [table] if cursor.fetchone()[0] else []
    return found


def below(c):
    ticket = open_ticket(c.zoya)
    Ticket.objects.filter(pk=ticket.pk).update(rung="local", team=None)
    RungStep.objects.create(ticket=ticket, region_id=ticket.region_id, kind="local", arrived_at=now())
    return ticket.number


def solved(c):
    number = open_ticket(c.zoya).number
    resolve_ticket(number, by=c.anna, cause="Драйвер", remedy="Обновили")
    return number


def taken(c):
    number = open_ticket(c.zoya).number
    take_ticket(number, by=c.anna)
    return number


def in_consult(c):
    number = open_ticket(c.zoya).number
    consult = ask_for_advice(number, by=c.anna, question=TEXT, person=c.boris)
    say_in_consult(consult.pk, by=c.anna, body=TEXT)
    give_advice(consult.pk, by=c.boris, body=TEXT)
    return_advice(consult.pk, by=c.anna, body=TEXT)


def with_outside(c):
    party = ExternalParty.objects.create(code="egisz", name="ЕГИСЗ")
    request = open_request(by=c.anna, party=party, title=TEXT, reference=SHORT[:50], body=TEXT)
    write_entry(request.pk, by=c.anna, kind="sent", body=TEXT)
    change_request(request.pk, by=c.anna, title=SHORT, reference="", follow_up_at=None)
    wait_outside(open_ticket(c.zoya).number, by=c.anna, on="new-egisz", reference=SHORT[:50])


def at_meeting(c):
    ticket = open_ticket(c.zoya)
    put_on_agenda(ticket.number, by=c.anna, note=TEXT)
    meeting = begin_meeting(plan_meeting(by=c.pavel, held_at=now() + timedelta(hours=1)).pk, by=c.pavel)
    item = meeting.items.filter(ticket=ticket).first()
    decide(item.pk, by=c.pavel, text=TEXT, owner=c.anna, due_on=(now() + timedelta(days=3)).date())


def by_letter(c):
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "zoya@clinic.example", "support@priyom.invalid", SHORT
    letter["Message-ID"] = "<planted@clinic.example>"
    letter.set_content(f"{TEXT}\n\n> {TEXT}\n")
    letter.add_alternative(
        f"<p>У пациента <b>{SURNAME[:3]}</b>{SURNAME[3:]}а Петра Ильича</p><table><tr><td>СНИЛС</td><td>{SNILS}</td></tr>"
        f'</table><a href="https://x.example/?fio={SURNAME}" title="{SHORT}">карта</a>', subtype="html",
    )  # fmt: skip
    letter.add_attachment(TEXT.encode(), maintype="text", subtype="plain", filename=f"{SURNAME} Пётр Ильич.txt")
    row = take_in(
        letter.as_bytes(), way="smtp", return_path="zoya@clinic.example", recipients=["support@priyom.invalid"]
    )
    assert leaks() == []
    file_waiting(most=1, lane=Lane.OLDEST)
    row = IncomingLetter.objects.get(pk=row.pk)
    assert row.outcome in {"ticket", "held"}, row.reason
    assert row.ticket_id is not None


def listed(c):
    for filters in ({"text": SNILS}, {"text": SHORT}):
        with pytest.raises(Invalid):
            save_view(by=c.anna, name="Мой", filters=filters)
        with pytest.raises(Invalid):
            start_bulk([], {"kind": "question"}, by=c.pavel, listed=Listed(Filters.read(filters), newest_number()))
    save_view(by=c.anna, name=SHORT[:60], filters={})
    start_bulk(
        [open_ticket(c.zoya).number],
        {"status": "waiting", "waiting_for": "requester", "waiting_whom": SHORT},
        by=c.pavel,
    )


def solved_and_written_up(c):
    number = open_ticket(c.zoya).number
    resolve_ticket(number, by=c.anna, cause=TEXT, remedy=TEXT)
    article = draft_from_ticket(number, by=c.anna)
    write_article(
        article.code, by=c.anna, title=SHORT, summary=TEXT, body=TEXT, audience="staff", state="draft", topics=[]
    )


def split(c):
    ticket = open_ticket(c.zoya)
    split_ticket(
        ticket.number, by=c.anna, message_id=Message.objects.get(ticket=ticket).pk, tell=TEXT, token=ticket.messages.get().token,
        parts=[Part(body=TEXT, subject=SHORT), Part(body=TEXT)],
    )  # fmt: skip


ENTRANCES = {
    "a form": lambda c: open_ticket(c.zoya, subject=SHORT, body=TEXT, topic=c.topic, fields={"error_text": TEXT}),
    "the portal": lambda c: c.as_(c.zoya).post(reverse("portal:new"), {"body": TEXT, "subject": SHORT}, follow=True),
    "a program": lambda c: c.api(c.anna)(
        "POST", "/tickets", {"subject": SHORT, "body": TEXT, "organisation": c.clinic.code, "requester": "zoya@clinic.example"}
    ),
    "a comment": lambda c: comment(open_ticket(c.zoya).number, by=c.zoya, body=TEXT),
    "an answer with effects": lambda c: reply(
        open_ticket(c.zoya).number, by=c.anna, body=TEXT,
        effects={"status": "waiting", "waiting_for": "requester", "waiting_whom": SHORT},
    ),
    "an answer at once that solves": lambda c: reply(
        open_ticket(c.zoya).number, by=c.anna, body=TEXT, undo=AT_ONCE,
        effects={"status": "resolved", "cause": TEXT, "remedy": TEXT},
    ),
    "a note": lambda c: add_note(open_ticket(c.zoya).number, by=c.anna, body=TEXT),
    "another subject": lambda c: rename_ticket(open_ticket(c.zoya).number, by=c.anna, subject=SHORT),
    "a solution and an article": solved_and_written_up,
    "opened again": lambda c: reopen_ticket(solved(c), by=c.zoya, reason=TEXT),
    "passed on": lambda c: pass_on(open_ticket(c.zoya).number, by=c.anna, team=c.line2, reason=TEXT),
    "handed over": lambda c: hand_over(taken(c), by=c.anna, to=c.kira, reason="leave", note=TEXT),
    "a meeting": at_meeting,
    "critical": lambda c: confirm_critical(open_ticket(c.zoya).number, by=c.anna, reason=TEXT),
    "another priority": lambda c: override_priority(open_ticket(c.zoya).number, by=c.anna, priority=2, reason=TEXT),
    "a rating": lambda c: give_feedback(solved(c), by=c.zoya, rating=5, comment=TEXT),
    "a reminder": lambda c: set_reminder(
        open_ticket(c.zoya).number, by=c.anna, due_at=now() + timedelta(days=1), note=SHORT
    ),
    "advice of colleagues": in_consult,
    "an outside party": with_outside,
    "advice on a rung": lambda c: return_with_advice(below(c), by=c.igor, advice=TEXT),
    "passed up": lambda c: pass_up(below(c), by=c.igor, scope="one", since=SHORT, tried=TEXT),
    "a change request": lambda c: request_change(
        open_ticket(c.zoya).number, by=c.anna, verdict="agreed", subject=SHORT, body=TEXT, answer=TEXT, cause=TEXT,
        remedy=TEXT, solve=True, token=uuid4(),
    ),
    "a merge": lambda c: merge_ticket(
        open_ticket(c.zoya).number, by=c.anna, into=open_ticket(c.zoya, subject="Другая").number, note=TEXT
    ),
    "a split": split,
    "a draft": lambda c: save_draft(by=c.zoya, place="new", text=TEXT, fields={"subject": [SHORT]}),
    "a canned answer": lambda c: save_reply(
        "", by=c.pavel, title=SHORT, body=TEXT, effects={"cause": TEXT, "remedy": TEXT, "status": "resolved"},
        visibility="public", topics=[], team=None,
    ),
    "a list": listed,
    "a letter": by_letter,
    "about a hospital": lambda c: (
        add_peculiarity(c.clinic.pk, by=c.adam, text=TEXT, since=None),
        add_integration(c.clinic.pk, by=c.adam, name="ЛИС", details=TEXT),
    ),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("entrance", ENTRANCES)
def test_what_was_planted_in_an_entrance_is_in_no_table(guard_on, cast, as_, api, entrance):
    cast.as_, cast.api = as_, api

    answered = ENTRANCES[entrance](cast)

    assert getattr(answered, "status_code", 200) < 400
    assert leaks() == []


@pytest.mark.parametrize("room", ASKED)
def test_every_column_of_text_is_known_to_ask_the_guard_or_to_hold_no_prose(room):
    unknown = []
    for model in apps.get_app_config(room).get_models():
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, (models.CharField, models.TextField, models.JSONField)) and not field.choices
            name = f"{model.__name__}.{field.name}"
            if is_text and name not in ASKED[room] and not {name, model.__name__} & NO_PROSE[room]:
                unknown.append(name)
    assert unknown == []


@pytest.mark.django_db
def test_one_person_keeps_the_number_until_the_ticket_is_closed_and_nobody_can_tell_whose_it_was(guard_on, cast):
    from priyom.base.jobs import run_reactions
    from priyom.desk.actions.tickets import confirm_solution
    from priyom.privacy.models import TicketPeople

    ticket = open_ticket(cast.zoya, subject=SHORT, body=TEXT)
    said = comment(ticket.number, by=cast.zoya, body=f"{SURNAME}у П.И. нужен рецепт")
    resolve_ticket(ticket.number, by=cast.anna, cause=f"У {SURNAME}а нет полиса", remedy="Завели полис")
    ticket = get_ticket(cast.anna, ticket.number)
    row = TicketPeople.objects.get(pk=ticket.pk)
    assert " 1" in ticket.subject
    assert " 1" in said.body
    assert " 1" in ticket.cause
    assert " 2" not in ticket.subject + said.body + ticket.cause
    assert row.highest == 1
    assert row.sealed_key

    confirm_solution(ticket.number, by=cast.zoya)
    run_reactions()

    row.refresh_from_db()
    assert (row.sealed_key, row.numbers, row.highest) == (None, {}, 1)

    add_note(ticket.number, by=cast.anna, body="Звонил Кузнецов Олег Павлович")
    row.refresh_from_db()
    assert row.sealed_key
    run_reactions()
    row.refresh_from_db()
    assert (row.sealed_key, row.numbers, row.highest) == (None, {}, 2)
    reopen_ticket(ticket.number, by=cast.zoya, reason="Звонила Петрова Анна Сергеевна")
    assert " 3" in get_ticket(cast.anna, ticket.number).messages.order_by("-pk")[0].body


@pytest.mark.django_db
def test_a_part_that_is_split_off_gives_nobody_the_number_of_somebody_it_brought_along(guard_on, cast):
    ticket = open_ticket(cast.zoya, subject=SHORT, body=TEXT)

    other = open_ticket(cast.zoya, subject="Другая", body=f"{ticket.subject}. Звонила Петрова Анна Сергеевна")

    assert " 1]" in other.messages.get().body
    assert " 2]" in other.messages.get().body


@pytest.mark.django_db
def test_who_asks_may_be_addressed_by_name_and_a_patient_of_that_name_is_hidden(guard_on, cast):
    cast.zoya.middle_name = "Рашитовна"
    cast.zoya.save()
    ticket = open_ticket(cast.zoya, body="Это Ветрова Зоя Рашитовна. Пациентка Ветрова Зоя Рашитовна ждёт справку")

    said = reply(ticket.number, by=cast.anna, body="Зоя Рашитовна, отчёт готов. Гульнара Рашитовна его видела")

    assert ticket.messages.order_by("pk")[0].body.startswith("Это Ветрова Зоя Рашитовна. Пациентка [")
    assert said.body.startswith("Зоя Рашитовна, отчёт готов. [")
