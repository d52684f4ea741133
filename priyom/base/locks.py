"""Locks on what is no row: a name, and whoever holds it is alone with what it stands for, in all processes.

They are PostgreSQL's advisory locks: let go with the transaction, or with the connection of whoever died.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection

_KEY = "hashtextextended(%s, 0)"


def wait_for(name: str) -> None:
    """Be the only one with this name until the transaction ends; wait for whoever is."""
    _ask(f"SELECT pg_advisory_xact_lock({_KEY})", name)


def share(name: str) -> None:
    """Be one of those with this name until the transaction ends; wait for whoever is the only one."""
    _ask(f"SELECT pg_advisory_xact_lock_shared({_KEY})", name)


def take(name: str) -> bool:
    """Be the only one with this name until the transaction ends; say False, at once, if somebody else is."""
    return _ask(f"SELECT pg_try_advisory_xact_lock({_KEY})", name)


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Hold the name over several transactions; yields False, at once, if somebody else does."""
    is_ours = seize(name)
    try:
        yield is_ours
    finally:
        if is_ours:
            let_go(name)


def seize(name: str) -> bool:
    """Hold the name until ``let_go``, or until this connection ends; say False if somebody else does."""
    return _ask(f"SELECT pg_try_advisory_lock({_KEY})", name)


def let_go(name: str) -> None:
    """End ``seize``. A connection that is gone has let go by itself."""
    with suppress(DatabaseError):
        _ask(f"SELECT pg_advisory_unlock({_KEY})", name)


def _ask(question: str, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [name])
        return bool(cursor.fetchone()[0])
