"""Pages by key: a list goes on after the row that was last seen, however long it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet

from priyom.people.names import folded

PAGE = 50
COUNTED = 10_000  # beyond this a list says «more than»
WORDS = 6
DIGITS_OF_A_KEY = 18
T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a list in the order of names; ``before`` and ``after`` are the keys of its neighbours."""

    rows: list[T]
    before: int | None
    after: int | None
    total: int

    @property
    def is_cut(self) -> bool:
        """Say whether there are more rows than were counted."""
        return self.total > COUNTED


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: after one row or before one, by the row's id."""

    after: int | None = None
    before: int | None = None

    @classmethod
    def read(cls, given: Any) -> "Cursor":
        """Read the cursor from an address; what is no number begins at the beginning."""
        return cls(after=_number(given.get("after")), before=_number(given.get("before")))


def with_words(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Keep the rows whose search column holds every word of the text, each anywhere."""
    for word in folded(text).split()[:WORDS]:
        rows = rows.filter(search__contains=word)
    return rows


def keys_of_page(rows: QuerySet[Any], cursor: Cursor, *, size: int = PAGE) -> Page[int]:
    """Return one page of ids in the order of names; the queryset says what may be seen."""
    backwards = cursor.before is not None
    anchor = cursor.before if backwards else cursor.after
    found = rows.order_by("-search", "-pk") if backwards else rows.order_by("search", "pk")
    if anchor is not None:
        found = _beyond(found, rows, anchor, backwards=backwards)
    keys = list(found.values_list("pk", flat=True)[: size + 1])
    is_more, keys = len(keys) > size, keys[:size]
    if backwards:
        keys.reverse()
    has_before = is_more if backwards else anchor is not None
    has_after = is_more or backwards
    return Page(
        rows=keys,
        before=keys[0] if keys and has_before else None,
        after=keys[-1] if keys and has_after else None,
        total=rows.order_by()[: COUNTED + 1].count(),
    )


def keys_after(rows: QuerySet[Any], after: int | None, *, limit: int) -> list[int]:
    """Return the next ids in the order of names, for a program that reads on and counts nothing.

    The row it stopped at may have left the list meanwhile, so its name is looked up in the whole table.
    """
    found = rows.order_by("search", "pk")
    if after is not None:
        found = _beyond(found, rows.model.objects.all(), after, backwards=False)
    return list(found.values_list("pk", flat=True)[:limit])


def in_order(keys: list[int], rows: Iterable[T], key: str = "pk") -> list[T]:
    """Bring the rows into the order of the keys."""
    by_key = {getattr(row, key): row for row in rows}
    return [by_key[each] for each in keys if each in by_key]


def _beyond(found: QuerySet[Any], rows: QuerySet[Any], anchor: int, *, backwards: bool) -> QuerySet[Any]:
    name = rows.filter(pk=anchor).values_list("search", flat=True).first()
    if name is None:
        return found
    if backwards:
        return found.filter(Q(search__lt=name) | Q(search=name, pk__lt=anchor), search__lte=name)
    return found.filter(Q(search__gt=name) | Q(search=name, pk__gt=anchor), search__gte=name)


def _number(text: str | None) -> int | None:
    return int(text) if text and is_key(text) else None


def is_key(text: str) -> bool:
    """Say whether the text can be the id of a row."""
    return text.isascii() and text.isdigit() and len(text) <= DIGITS_OF_A_KEY
