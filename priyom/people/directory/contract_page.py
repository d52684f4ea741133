"""The page of one contract: its matrix in words, what can never be reached, for what nothing is promised."""

from collections.abc import Iterable
from dataclasses import dataclass

from priyom.people.amounts import PAUSE_WORDS, amount_words
from priyom.people.coverage import coverage_of
from priyom.people.models import Contract, Product, Promise, Rung, WorkCalendar
from priyom.people.terms import ContractTerms, LevelTerms, TargetTerms
from priyom.people.ticket_words import TicketWords, ticket_words


@dataclass(frozen=True)
class Cell:
    """One promise of a row, as the matrix shows it."""

    promise: str
    words: str
    stops: tuple[str, ...]
    clause: str = ""


@dataclass(frozen=True)
class LevelRow:
    """A row of the matrix in words. ``hidden_by`` names the rows because of which nothing reaches it."""

    level: LevelTerms
    about: tuple[str, ...]
    priority: str
    cells: dict[str, Cell]
    calendar: str = ""
    is_hidden: bool = False
    hidden_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gap:
    """Tickets for which nothing is promised: a kind with all its priorities, or some."""

    kind: str
    priorities: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """The rows, the promises that any of them makes, and the gaps."""

    rows: list[LevelRow]
    promises: list[tuple[str, str]]
    gaps: list[Gap]

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Return the columns of the promises, as a table takes them."""
        return [(label, "") for _code, label in self.promises]


def matrix_of(terms: ContractTerms) -> Matrix:
    """Return the matrix in words; a column that no row uses is left out."""
    words = ticket_words()
    kinds, priorities = dict(words.kinds), dict(words.priorities)
    coverage = coverage_of(terms.levels, kinds=list(kinds), priorities=list(priorities))
    products = Product.objects.in_bulk({level.product_id for level in terms.levels if level.product_id})
    calendars = WorkCalendar.objects.in_bulk({level.calendar_id for level in terms.levels if level.calendar_id})
    rows = [
        LevelRow(
            level=level,
            about=_about(level, words, products),
            priority=words.priority(level.priority),
            cells={target.promise: cell_of(target) for target in level.targets},
            calendar=str(calendars.get(level.calendar_id or 0, "")),
            is_hidden=level.id in coverage.hidden,
            hidden_by=coverage.hidden.get(level.id, ()),
        )
        for level in terms.levels
    ]
    used = {promise for row in rows for promise in row.cells}
    gaps = [
        Gap(words.kind(kind), () if len(found) == len(priorities) else tuple(words.priority(each) for each in found))
        for kind, found in coverage.gaps.items()
    ]
    return Matrix(rows, [(code, str(label)) for code, label in Promise.choices if code in used], gaps)


def cell_of(target: TargetTerms) -> Cell:
    """Return a promise in words: how much, and what its clock stands for."""
    return Cell(
        promise=target.promise,
        words=amount_words(target.unit, target.amount, end_of_day=target.end_of_day),
        stops=tuple(str(PAUSE_WORDS[whom]) for whom in target.stops_for if whom in PAUSE_WORDS),
        clause=target.clause,
    )


def _about(level: LevelTerms, words: TicketWords, products: dict[int, Product]) -> tuple[str, ...]:
    parts = (
        words.kind(level.kind) if level.kind else "",
        words.topic(level.topic) if level.topic else "",
        str(products[level.product_id]) if level.product_id in products else "",
    )
    return tuple(part for part in parts if part)


def products_named(terms: ContractTerms | None) -> list[int]:
    """Return the products that rows of the matrix name."""
    return [level.product_id for level in terms.levels if level.product_id] if terms else []


def topics_in_words(codes: Iterable[str]) -> str:
    """Return the topics of a sign in words."""
    words = ticket_words()
    return ", ".join(words.topic(code) for code in codes)


def ladder_of(contract: Contract) -> list[Rung]:
    """Return the rungs from the user upwards."""
    return list(contract.rungs.select_related("team"))
