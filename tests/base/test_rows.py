"""Rows that are written without the ORM's writing are the rows that it would have written."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from priyom.base.clock import now
from priyom.base.rows import insert, update
from priyom.desk.models import Message, Ticket
from priyom.desk.models.choices import TicketPriority, TicketStatus


def copy_of(ticket, **other):
    left_out = {"id", "number", *other}
    facts = {f.attname: getattr(ticket, f.attname) for f in Ticket._meta.concrete_fields if f.attname not in left_out}
    return Ticket(**facts, **other)


def told(row):
    row.refresh_from_db()
    own = {"id", "number"}
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in own}


def test_what_is_inserted_is_what_the_orm_would_have_saved(ticket):
    facts = {"fields": {"код": "«0x800»", "пусто": None}, "due_at": now(), "priority": TicketPriority.CRITICAL}
    ours, theirs = insert(copy_of(ticket, **facts)), copy_of(ticket, **facts)
    theirs.save(force_insert=True)
    assert ours.pk < theirs.pk
    assert ours.number < theirs.number, "the database gives the number, and says so"
    assert told(ours) == told(theirs)


def test_what_is_updated_is_written_and_nothing_else(ticket, anna):
    stale = Ticket.objects.get(pk=ticket.pk)
    Ticket.objects.filter(pk=ticket.pk).update(subject="Новая тема")
    stale.status, stale.assignee, stale.first_replied_at = TicketStatus.OPEN, anna, None
    update(stale, ["status", "assignee", "first_replied_at"])
    kept = Ticket.objects.get(pk=ticket.pk)
    assert (kept.status, kept.assignee, kept.first_replied_at) == ("open", anna, None)
    assert kept.subject == "Новая тема"


def test_a_row_that_is_gone_is_not_updated_silently(ticket):
    ticket.pk = 0
    with pytest.raises(DatabaseError, match="gone"):
        update(ticket, ["subject"])


def test_the_walls_of_the_database_hold(ticket, zoya):
    said = ticket.messages.get()
    double = Message(
        ticket=ticket, region_id=ticket.region_id, author=zoya, body="Ещё раз", written_at=now(), token=said.token
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(double)


def test_one_statement_is_prepared_whatever_the_values_are(ticket, anna):
    with CaptureQueriesContext(connection), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        insert(copy_of(ticket))
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        (before,) = cursor.fetchone()
        insert(copy_of(ticket, assignee=anna, due_at=now(), clarifications=7, revision=40_000))
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (before,)
