import pytest
from django.db import IntegrityError, connection, transaction

from priyom.base.events import quietly, record
from priyom.base.models import DueReaction, Event


def sql(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", [
    "UPDATE base_event SET kind = 'ticket.closed'",
    "UPDATE base_event SET details = '{}'",
    "DELETE FROM base_event",
    "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE base_event ENABLE TRIGGER base_event_no_truncate; TRUNCATE base_event CASCADE",
])  # fmt: skip
def test_the_database_refuses_to_change_history(ticket, statement):
    with pytest.raises(IntegrityError, match="append-only"):
        sql(statement)


def test_only_personal_details_can_be_emptied_and_only_on_purpose(ticket):
    sql("SET LOCAL priyom.erasing = 'on'; UPDATE base_event SET details = '{}'")
    assert Event.objects.exclude(details={}).count() == 0
    with pytest.raises(IntegrityError):
        sql("SET LOCAL priyom.erasing = 'on'; UPDATE base_event SET kind = 'ticket.closed'")


def test_a_fact_and_its_reaction_exist_together_or_not_at_all(ticket, anna):
    before = DueReaction.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012 - the raise is what rolls back
        record("ticket.commented", ticket, by=anna)
        assert DueReaction.objects.count() > before
        raise RuntimeError
    assert DueReaction.objects.count() == before


def test_history_that_is_brought_in_tells_nobody(ticket, anna):
    before = DueReaction.objects.count()
    with quietly():
        record("ticket.commented", ticket, by=anna)
    assert DueReaction.objects.count() == before
