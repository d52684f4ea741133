"""Questions that every page asks: written in SQL once, planned once by each connection.

The ORM writes a statement anew whenever it is asked, which costs five to ten times what asking does, and PostgreSQL
then plans it anew. What stands before every view, and what the busiest pages read, is asked here instead. Everything
else stays with the ORM: a statement belongs here only when measuring (bench/) says so.

A statement is written by hand, or by the ORM once (``written``): then the walls of the data layer stand in it as they
stand in every other query.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import psycopg
from django.db import connection, models
from psycopg import sql
from psycopg.types.datetime import TimestamptzLoader

M = TypeVar("M", bound=models.Model)

# Numbers that no row has. A queryset about «the person STAND_IN» becomes a statement for whoever asks, one about «the
# row THAT» a statement for any row.
STAND_IN, THAT = -(2**61) - 1, -(2**61) - 3
ME = "%(me)s"
_NAMES = {STAND_IN: ME, THAT: "%(that)s"}
_PLACE = re.compile(r"%%|%s")


class _Prepared(psycopg.Cursor[Any]):
    """A cursor whose statements stay planned, and whose values travel beside them."""

    often = True

    def execute(self, query: Any, params: Any = None, **_options: Any) -> "_Prepared":
        return super().execute(query, params, prepare=self.often)


def ask(statement: str, values: Sequence[Any] | Mapping[str, Any] = (), *, often: bool = True) -> list[tuple[Any, ...]]:
    """Return the rows of a statement whose text stays the same; ``often=False`` for one that will not come again."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        plain = _Prepared(connection.connection)
    plain.often = often
    plain.adapters.register_loader("timestamptz", TimestamptzLoader)  # Django's is written in Python
    with connection._prepare_cursor(plain) as cursor:  # noqa: SLF001 - so that tests count it as any other query
        cursor.execute(statement, values or None)
        return cursor.fetchall()


def written(queryset: models.QuerySet[Any]) -> str:
    """Return a queryset as a statement for ``ask``: ``%(me)s`` and ``%(that)s`` are asked for, the rest is in the text.

    Constants stay constants, so that PostgreSQL's one plan for the statement may use the indexes made for them.
    """
    text, values = queryset.query.sql_with_params()
    left = iter(values)
    return _PLACE.sub(lambda found: "%%" if found.group() == "%%" else _literal(next(left)), text)


def _literal(value: Any) -> str:
    if type(value) is int and value in _NAMES:
        return _NAMES[value]
    connection.ensure_connection()
    return sql.Literal(value).as_string(connection.connection).replace("%", "%%")


def columns_of(model: type[models.Model], alias: str) -> str:
    """Return the model's columns for a SELECT, in the order in which ``made_from`` takes them."""
    return ", ".join(f'{alias}."{field.column}"' for field in model._meta.concrete_fields)


def width_of(model: type[models.Model]) -> int:
    """Return how many columns ``columns_of`` names."""
    return len(model._meta.concrete_fields)


def made_from(model: type[M], values: Sequence[Any]) -> M:
    """Return the object that the columns of a row are. For models whose values need no conversion."""
    return model.from_db("default", [field.attname for field in model._meta.concrete_fields], list(values))
