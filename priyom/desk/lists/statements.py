"""Statements of lists, kept for everybody who sees the same (desk/sight.py) through the same filters."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from priyom.desk.lists.listing import Filters
from priyom.desk.sight import Sight

KEPT = 2048  # statements; each is some kilobytes of text
Written = TypeVar("Written")


def remembered(write: Callable[[Sight, Filters], Written]) -> Callable[[Sight, Filters], Written]:
    """Keep what is written for filters that mean the same tomorrow; write the others each time."""
    remembered = lru_cache(maxsize=KEPT)(write)
    return lambda sight, filters: remembered(sight, filters) if filters.lasts else write(sight, filters)
