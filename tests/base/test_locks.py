"""A name that one holds nobody else has, until it is let go or its holder is gone."""

import psycopg
import pytest
from django.db import connection, transaction

from priyom.base import locks
from tests.disasters.stage import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def elsewhere():
    """Another process's connection to the same database."""
    database = connection.settings_dict
    with psycopg.connect(
        host=database["HOST"], port=database["PORT"] or None, user=database["USER"], dbname=database["NAME"],
        password=database["PASSWORD"] or None, autocommit=True,
    ) as other:  # fmt: skip
        yield other


def is_free(other, name):
    taken = other.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name]).fetchone()[0]
    if taken:
        other.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])
    return taken


def test_a_name_is_held_over_transactions_and_then_let_go(elsewhere):
    with locks.alone("meeting") as is_ours:
        assert is_ours
        assert not is_free(elsewhere, "meeting")
        assert is_free(elsewhere, "another meeting")
    assert is_free(elsewhere, "meeting")


def test_who_comes_second_is_told_at_once_and_takes_nothing_away(elsewhere):
    elsewhere.execute("SELECT pg_advisory_lock(hashtextextended('meeting', 0))")
    with locks.alone("meeting") as is_ours:
        assert not is_ours
    assert not locks.seize("meeting")
    with transaction.atomic():
        assert not locks.take("meeting")


def test_a_lock_of_a_transaction_ends_with_it(elsewhere):
    with transaction.atomic():
        locks.wait_for("tree")
        assert locks.take("tree")  # whoever holds it may ask again
        assert not is_free(elsewhere, "tree")
    assert is_free(elsewhere, "tree")


def test_who_is_gone_has_let_go(elsewhere):
    assert locks.seize("letter 1")
    connection.close()
    assert until(lambda: is_free(elsewhere, "letter 1"))
    locks.let_go("letter 1")  # what was let go already costs nothing
