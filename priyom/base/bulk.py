"""Bringing in rows by the million: COPY into tables that stand bare meanwhile, and everything right afterwards.

Indexes, foreign keys and triggers are laid aside and built anew over the finished table, which costs a tenth of keeping
them row by row. All of it happens in the caller's transaction: whoever interrupts it finds the database as it was.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb

BUILDING_MEMORY = "256MB"
_ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", "\t": r"\t", "\r": r"\r"})

# What is laid aside, read from PostgreSQL itself, so that tomorrow's index is not forgotten. Primary keys stay.
_FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND conrelid = ANY(%s::regclass[]) ORDER BY oid
"""
_UNIQUES = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint own
    WHERE contype = 'u' AND conrelid = ANY(%s::regclass[])
      AND NOT EXISTS (SELECT FROM pg_constraint other WHERE other.contype = 'f' AND other.conindid = own.conindid)
    ORDER BY oid
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
    ORDER BY indexrelid
"""

_TRIGGERS = """
    SELECT tgrelid::regclass::text, tgname FROM pg_trigger
    WHERE tgrelid = ANY(%s::regclass[]) AND NOT tgisinternal AND tgenabled <> 'D'
"""


@dataclass(frozen=True)
class Sheet:
    """The columns of a table that the caller gives, and the defaults of all others, ready for COPY."""

    model: type[models.Model]
    columns: tuple[str, ...]
    tail: str
    command: str

    @classmethod
    def of(cls, model: type[models.Model], *columns: str) -> "Sheet":
        """Make the sheet; columns that the caller does not name get what Django would have put there."""
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        unknown = set(columns) - {field.column for field in fields}
        if unknown:
            raise ValueError(f"{model._meta.label} has no column {', '.join(sorted(unknown))}")
        others = [field for field in fields if field.column not in columns and field.has_default()]
        empty = [
            field for field in fields
            if field.column not in columns and not field.has_default() and not field.primary_key
            and field.blank and not field.null and field.empty_strings_allowed
        ]  # fmt: skip
        tail = "".join("\t" + text_of(field.get_db_prep_save(field.get_default(), connection)) for field in others)
        names = ", ".join(f'"{name}"' for name in (*columns, *(field.column for field in (*others, *empty))))
        command = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
        return cls(model, columns, tail + "\t" * len(empty), command)

    def copy(self, lines: Sequence[str]) -> None:
        """Write the lines, each the text of this sheet's columns with tabs between."""
        if not lines:
            return
        end = self.tail + "\n"
        with connection.cursor() as cursor, cursor.copy(self.command) as copy:
            copy.write((end.join(lines) + end).encode())


def text_of(value: Any) -> str:  # noqa: PLR0911 - one line for each kind of value
    """Return a value as COPY's text format wants it."""
    match value:
        case None:
            return r"\N"
        case bool():
            return "t" if value else "f"
        case str():
            return escaped(value)
        case datetime():
            return value.isoformat()
        case Jsonb():
            return escaped(json.dumps(value.obj, ensure_ascii=False))
        case []:
            return "{}"
        case _:
            return escaped(str(value))


def escaped(text: str) -> str:
    """Return a text in which COPY sees no end of a column or of a line."""
    return text.translate(_ESCAPES)


@contextmanager
def bare(*tables: type[models.Model], tell: Callable[[Sequence[str]], Iterator[str]] = iter) -> Iterator[None]:
    """Let the tables stand without indexes, foreign keys and triggers; build all of them anew at the end.

    ``tell`` walks the statements of the building, so that somebody may watch. Must run inside a transaction.
    """
    names = [table._meta.db_table for table in tables]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT set_config('maintenance_work_mem', %s, true)", [BUILDING_MEMORY])
        again = _lay_aside(cursor, names)
    yield
    with connection.cursor() as cursor:
        for statement in tell(again):
            cursor.execute(statement)


def _lay_aside(cursor: Any, names: list[str]) -> list[str]:
    """Drop what slows a COPY down; return the statements that bring it back."""
    cursor.execute(_UNIQUES, [names])
    uniques = cursor.fetchall()
    cursor.execute(_FOREIGN_KEYS, [names])
    foreign = cursor.fetchall()
    again = []
    for table, name, _definition in foreign + uniques:
        cursor.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.SQL(table), sql.Identifier(name)))
    cursor.execute(_INDEXES, [names])
    indexes = cursor.fetchall()
    for name, definition in indexes:
        cursor.execute(sql.SQL("DROP INDEX {}").format(sql.SQL(name)))
        again.append(definition)
    again += [f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}' for table, name, definition in uniques]
    again += [f"ANALYZE {name}" for name in names]  # so that checking the foreign keys is planned well
    again += [f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}' for table, name, definition in foreign]
    cursor.execute(_TRIGGERS, [names])
    for table, name in cursor.fetchall():
        cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER {}").format(sql.SQL(table), sql.Identifier(name)))
        again.append(f'ALTER TABLE {table} ENABLE TRIGGER "{name}"')
    return again


def continue_counting(*tables: type[models.Model]) -> None:
    """Let each table's own counter go on after the highest id that is there."""
    with connection.cursor() as cursor:
        for table in tables:
            name = connection.ops.quote_name(table._meta.db_table)
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM {name}))"  # noqa: S608 - our table
                f" WHERE EXISTS (SELECT FROM {name})",
                [name],
            )
