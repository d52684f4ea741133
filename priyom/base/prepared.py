"""Questions that every page asks: written in SQL once, planned once by each connection.

The ORM writes a statement anew whenever it is asked, which costs five to ten times what asking does, and PostgreSQL
then plans it anew. What stands before every view, and what the busiest pages read, is asked here instead. Everything
else stays with the ORM: a statement belongs here only when measuring (bench/) says so.

A statement is written by hand, or by the ORM once (``written``): then the walls of the data layer stand in it as they
stand in every other query.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.expressions import RawSQL
from django.db.models.query import get_related_populators
from django.utils.functional import cached_property
from psycopg import sql
from psycopg.types.datetime import TimestamptzLoader

M = TypeVar("M", bound=models.Model)

# Numbers that no row has. A queryset about «the person STAND_IN» becomes a statement for whoever asks, one about «the
# row THAT» a statement for any row, one about «some of THOSE» a statement for any list of ids.
STAND_IN, THAT = -(2**61) - 1, -(2**61) - 3
ME = "%(me)s"
# A moment that never is: a queryset about what is due by MOMENT becomes a statement that is told the time.
MOMENT, AT = datetime(9876, 5, 4, 3, 2, 1, tzinfo=UTC), "%(at)s"
_LIST = -(2**61) - 5
_NAMES = {STAND_IN: ME, THAT: "%(that)s", _LIST: "%(those)s"}
THOSE = RawSQL("SELECT unnest(%s::bigint[])", [_LIST])
_PLACE = re.compile(r"%%|%s")


class _Prepared(psycopg.Cursor[Any]):
    """A cursor whose statements stay planned, and whose values travel beside them."""

    often = True

    def execute(self, query: Any, params: Any = None, **_options: Any) -> "_Prepared":
        return super().execute(query, params, prepare=self.often)


def ask(statement: str, values: Sequence[Any] | Mapping[str, Any] = (), *, often: bool = True) -> list[tuple[Any, ...]]:
    """Return the rows of a statement whose text stays the same; ``often=False`` for one that will not come again."""
    wrapper: Any = connections[DEFAULT_DB_ALIAS]
    wrapper.close_if_health_check_failed()
    wrapper.ensure_connection()
    plain = _cursor_of(wrapper)
    plain.often = often
    cursor = wrapper._prepare_cursor(plain)  # noqa: SLF001 - so that tests count it as any other query
    cursor.execute(statement, values or None)
    return cursor.fetchall()


def _cursor_of(wrapper: Any) -> _Prepared:
    """Return the one cursor of this connection: all of an answer is read before the next question is asked.

    It has learnt already how values are written; a new one would learn it again with every question.
    """
    kept: _Prepared | None = getattr(wrapper, "prepared_cursor", None)
    if kept is None or kept.connection is not wrapper.connection:
        with wrapper.wrap_database_errors:
            kept = wrapper.prepared_cursor = _Prepared(wrapper.connection)
        kept.adapters.register_loader("timestamptz", TimestamptzLoader)  # Django's is written in Python
    return kept


def written(queryset: models.QuerySet[Any]) -> str:
    """Return a queryset as a statement for ``ask``: ``%(me)s`` and ``%(that)s`` are asked for, the rest is in the text.

    Constants stay constants, so that PostgreSQL's one plan for the statement may use the indexes made for them.
    """
    text, values = queryset.query.sql_with_params()
    left = iter(values)
    return _PLACE.sub(lambda found: "%%" if found.group() == "%%" else _literal(next(left)), text)


def _literal(value: Any) -> str:
    if isinstance(value, int) and value in _NAMES:
        return _NAMES[value]
    if isinstance(value, datetime) and value == MOMENT:
        return f"{AT}::timestamptz"
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


class Kept(Generic[M]):
    """A queryset that is written once and asked often. It answers with the same objects, related ones included."""

    def __init__(self, make: Callable[[], models.QuerySet[M]]) -> None:
        self._make = make

    def ask(self, **values: Any) -> list[M]:
        """Return the objects; the values are those of ``written``: ``me``, ``that`` and ``those``."""
        found = []
        for row in ask(self._written.statement, values):
            cells = list(row)
            for place, convert, expression in self._written.conversions:
                cells[place] = convert(cells[place], expression, connection)
            start, end = self._written.own
            made = self._written.model.from_db("default", self._written.names, cells[start:end])
            for related in self._written.related:
                related.populate(cells, made)
            found.append(made)
        return found

    @cached_property
    def _written(self) -> "_Written":
        # What Django's own ModelIterable works out for every query, worked out once.
        queryset = self._make()
        statement = written(queryset)
        compiler: Any = queryset.query.get_compiler("default")
        compiler.pre_sql_setup()
        chosen, about = compiler.select, compiler.klass_info
        start, end = about["select_fields"][0], about["select_fields"][-1] + 1
        conversions = compiler.get_converters([each[0] for each in chosen])
        return _Written(
            statement=statement,
            model=about["model"],
            own=(start, end),
            names=[each[0].target.attname for each in chosen[start:end]],
            related=get_related_populators(about, chosen, "default"),  # type: ignore[call-arg]
            conversions=[(place, each, said) for place, (many, said) in conversions.items() for each in many],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    statement: str
    model: Any
    own: tuple[int, int]
    names: list[str]
    related: list[Any]
    conversions: list[tuple[int, Any, Any]]
