"""Which rows of a contract's matrix can ever decide, and for which tickets nothing is promised. Pure.

The first row that fits decides, so a row may stand where nothing reaches it. Every ticket that the rows can tell
apart is tried: every kind and priority, every topic and product that a row names, and one that none names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from priyom.people.terms import LevelTerms

ELSE = "\0"  # a topic that no row names


@dataclass(frozen=True)
class Coverage:
    """What a matrix reaches. ``hidden``: rows nothing reaches, each with the names of the rows that stand before it."""

    hidden: Mapping[int, tuple[str, ...]]
    gaps: Mapping[str, tuple[int, ...]]  # kind → priorities for which nothing is promised whatever the topic


def place_for(row: LevelTerms, rows: Sequence[LevelTerms]) -> int:
    """Return the place of a new row: above the first one that would take all its tickets, otherwise at the end."""
    return next((place for place, each in enumerate(rows) if _takes_all(each, row)), len(rows))


def _takes_all(wide: LevelTerms, narrow: LevelTerms) -> bool:
    same = (wide.kind, wide.priority, wide.topic, wide.product_id) == (
        narrow.kind, narrow.priority, narrow.topic, narrow.product_id,
    )  # fmt: skip
    return (
        not same
        and wide.kind in {"", narrow.kind}
        and wide.priority in {None, narrow.priority}
        and (not wide.topic or f"{narrow.topic}.".startswith(f"{wide.topic}."))
        and wide.product_id in {None, narrow.product_id}
    )


def coverage_of(levels: Sequence[LevelTerms], *, kinds: Sequence[str], priorities: Sequence[int]) -> Coverage:
    """Try every ticket that the rows can tell apart."""
    topics = [*dict.fromkeys(level.topic for level in levels if level.topic), ELSE]
    products = [*dict.fromkeys(level.product_id for level in levels if level.product_id), None]
    takers: dict[int, dict[str, None]] = {level.id: {} for level in levels}
    reached: set[int] = set()
    gaps: dict[str, dict[int, None]] = {}
    for kind, priority, topic, system in product(kinds, priorities, topics, products):
        runs = () if system is None else (system,)
        fitting = [each for each in levels if each.is_about(kind=kind, priority=priority, topic=topic, products=runs)]
        if fitting:
            reached.add(fitting[0].id)
            for behind in fitting[1:]:
                takers[behind.id][fitting[0].name] = None
        elif topic == ELSE and system is None:
            gaps.setdefault(kind, {})[priority] = None
    hidden = {pk: tuple(names) for pk, names in takers.items() if pk not in reached}
    return Coverage(hidden, {kind: tuple(found) for kind, found in gaps.items()})
