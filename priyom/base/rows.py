"""Rows that are written often: the INSERT or UPDATE of a model is written in SQL once, and planned once.

The ORM writes a statement anew for every row, with the values in its text, and PostgreSQL reads and plans all of it
again: for a ticket of forty columns that takes several times what writing it takes. As with ``base.prepared``, only
what measuring says belongs here; the rest is saved as usual. No signals are sent.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import DatabaseError, connection, models

from priyom.base.prepared import ask

M = TypeVar("M", bound=models.Model)


def insert(made: M) -> M:
    """Write a new row; what the database chose for it, such as its number, stands in the object afterwards."""
    statement, given, chosen = _insert_of(type(made))
    values = [_plain(field.get_db_prep_save(field.pre_save(made, add=True), connection)) for field in given]
    for field, value in zip(chosen, ask(statement, values)[0], strict=True):
        setattr(made, field.attname, value)
    made._state.adding, made._state.db = False, "default"  # noqa: SLF001 - as Model.save leaves it
    return made


def update(row: models.Model, names: Iterable[str]) -> None:
    """Write these fields of a row that is there."""
    statement, fields = _update_of(type(row), tuple(names))
    values = [_plain(field.get_db_prep_save(getattr(row, field.attname), connection)) for field in fields]
    if not ask(statement, [*values, str(row.pk)]):
        raise DatabaseError(f"{row._meta.label} {row.pk} is gone")


@lru_cache
def _insert_of(model: type[models.Model]) -> tuple[str, list[Any], list[Any]]:
    """Return the statement, the fields whose values we give, and those for which the database has its own."""
    fields = model._meta.concrete_fields
    # A default of ours stands in the object already, also where the database has one for rows that others write.
    chosen = [
        field
        for field in fields
        if isinstance(field, models.AutoField) or (field.has_db_default() and not field.has_default())
    ]
    given = [field for field in fields if field not in chosen]
    columns, returned = (", ".join(f'"{each.column}"' for each in some) for some in (given, chosen))
    places = ", ".join(["%s"] * len(given))
    text = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places}) RETURNING {returned}'  # noqa: S608
    return text, given, chosen


@lru_cache(maxsize=1024)
def _update_of(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[Any]]:
    by_name = {name: field for field in model._meta.concrete_fields for name in (field.attname, field.name)}
    fields = [by_name[name] for name in names]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    key = model._meta.pk.column
    text = f'UPDATE "{model._meta.db_table}" SET {columns} WHERE "{key}" = %s RETURNING "{key}"'  # noqa: S608
    return text, fields


def _plain(value: Any) -> Any:
    """Return the value as text, whose type the column decides: one statement is then prepared, not one for each mixture
    of numbers small and large and of nothing at all."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value
