"""Questions that every page asks: written in SQL once, planned once by each connection.

The ORM writes a statement anew whenever it is asked, which costs five to ten times what asking does, and PostgreSQL
then plans it anew. What stands before every view, and what the busiest pages read, is asked here instead. Everything
else stays with the ORM: a statement belongs here only when measuring (bench/) says so.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

import psycopg
from django.db import connection, models

M = TypeVar("M", bound=models.Model)


class _Prepared(psycopg.Cursor[Any]):
    """A cursor whose statements stay planned, and whose values travel beside them."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> "_Prepared":
        return super().execute(query, params, prepare=True)


def ask(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return the rows of a statement that is always the same text; what differs are its values (``%s``)."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        plain = _Prepared(connection.connection)
    with connection._prepare_cursor(plain) as cursor:  # noqa: SLF001 - so that tests count it as any other query
        cursor.execute(statement, values or None)
        return cursor.fetchall()


def columns_of(model: type[models.Model], alias: str) -> str:
    """Return the model's columns for a SELECT, in the order in which ``made_from`` takes them."""
    return ", ".join(f'{alias}."{field.column}"' for field in model._meta.concrete_fields)


def width_of(model: type[models.Model]) -> int:
    """Return how many columns ``columns_of`` names."""
    return len(model._meta.concrete_fields)


def made_from(model: type[M], values: Sequence[Any]) -> M:
    """Return the object that the columns of a row are. For models whose values need no conversion."""
    return model.from_db("default", [field.attname for field in model._meta.concrete_fields], list(values))
