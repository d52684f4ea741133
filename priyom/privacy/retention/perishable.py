"""What can be kept for a time: rooms name their stocks; each says what is old and destroys a few things at a time."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.module_loading import autodiscover_modules

Place = tuple[datetime | None, int]  # how far one is: the moment by which things are ordered, and the key


@dataclass
class Gone:
    """What one step has destroyed, and how far it came; nowhere further when nothing was left."""

    count: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    reached: Place | None = None


@dataclass(frozen=True)
class Perishable:
    """Things of one kind that are destroyed when their time is over."""

    code: str
    label: Any
    said: Any  # what exactly is destroyed, and what stays
    fewest: int  # days; the law or the pages need them for so long
    older: Callable[[datetime], int]
    destroy: Callable[[datetime, Place, int], Gone]


_stocks: dict[str, Perishable] = {}
_KINDS = """
    SELECT place ->> 1, count(*) FROM privacy_screening, jsonb_array_elements(places) AS place
    WHERE {where} AND hidden > 0 AND coalesce(place ->> -1, '') <> 'released' GROUP BY 1
"""


def is_perishable(stock: Perishable) -> None:
    """Register things of one kind."""
    _stocks[stock.code] = stock


def perishables() -> list[Perishable]:
    """Return everything that can be given a term, in the order of registration."""
    autodiscover_modules("perishing")
    return list(_stocks.values())


def perishable(code: str) -> Perishable | None:
    """Return the stock of this code."""
    return next((stock for stock in perishables() if stock.code == code), None)


def kinds_where(column: str, keys: list[Any]) -> Counter[str]:
    """Count the kinds of personal data that were hidden in these tickets, files or rows, by places."""
    where = {"id": "id = ANY(%s)", "ticket_id": "ticket_id = ANY(%s)", "file_id": "file_id = ANY(%s)"}[column]
    with connection.cursor() as cursor:
        cursor.execute(_KINDS.format(where=where), [keys])
        return Counter(dict(cursor.fetchall()))
