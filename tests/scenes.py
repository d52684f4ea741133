"""A scene that many tests begin with: built once in a process, and put back as rows for every test after the first."""

import pickle

from django.db import connection, transaction
from psycopg import sql

from tests.database import AS_USUAL, WITHOUT_TRIGGERS, may_write_without_triggers


class Scene:
    """What a maker writes and returns, kept: ``enter()`` gives the same people and rows as calling the maker would.

    What triggers did the first time is among the rows kept. Identifiers are those of the first time: sequences do not
    go back when a test is undone, so nobody else gets them.
    """

    def __init__(self, make):
        self._make, self._kept = make, None

    def enter(self):
        """Return what the maker returned, fresh for the test, with its rows in the database."""
        if self._kept is None:
            if not may_write_without_triggers():
                return self._make()
            before = _rows()
            made = self._make()
            self._kept = _as_statement(before, _rows()), pickle.dumps(made)
            return made
        statement, made = self._kept
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        return pickle.loads(made)  # noqa: S301 - our own, of a moment ago


def _rows():
    """Return every row of every table, as JSON, by table."""
    with connection.cursor() as cursor:
        rows = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(sql.SQL("SELECT to_json(one)::text FROM {} one").format(sql.Identifier(table)))
            rows[table] = [row for (row,) in cursor]
        return rows


def _as_statement(before, after):
    """Return one statement that writes the rows that came in between."""
    parts = []
    for table, rows in after.items():
        known, written = set(before[table]), set(rows)
        if known == written:
            continue
        if not known <= written:  # some were changed: such a table is written anew
            parts.append(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)).as_string(None))
            known = set()
        parts.append(_insert(table, [row for row in rows if row not in known]))
    return f"{WITHOUT_TRIGGERS}; {'; '.join(parts)}; {AS_USUAL}"


def _insert(table, rows):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema AND table_name = %s AND is_generated = 'NEVER'",
            [table],
        )
        columns = sql.SQL(", ").join(sql.Identifier(name) for (name,) in cursor)
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{table}, {rows})"
    )
    named = {"table": sql.Identifier(table), "columns": columns, "rows": sql.Literal(f"[{','.join(rows)}]")}
    return statement.format(**named).as_string(None)
