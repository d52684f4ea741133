"""The rule that puts one ticket before another, for everybody to read: the table with its cell, and a person's word."""

from dataclasses import dataclass
from typing import Any

from priyom.desk.models import PriorityOverride, Ticket
from priyom.desk.models.choices import TicketImpact, TicketPriority, TicketUrgency
from priyom.desk.rules.triage import COLUMNS, priority_of


@dataclass(frozen=True, slots=True)
class Cell:
    """What one impact and one urgency make of a ticket."""

    urgency: str
    urgency_word: Any
    priority: int
    word: Any
    here: bool


@dataclass(frozen=True, slots=True)
class Precedence:
    """Why the ticket has its priority."""

    priority: int
    word: Any
    impact: Any
    urgency: Any
    by_rule: int
    by_rule_word: Any
    override: PriorityOverride | None  # a person's word against the rule
    columns: tuple[Any, ...]
    rows: tuple[tuple[str, Any, tuple[Cell, ...]], ...]


def precedence_of(ticket: Ticket) -> Precedence:
    """Return the rule and the place of the ticket in it; one query when a person has overruled it, none otherwise."""
    by_rule = priority_of(ticket.impact, ticket.urgency)
    return Precedence(
        priority=ticket.priority,
        word=TicketPriority(ticket.priority).label,
        impact=TicketImpact(ticket.impact).label,
        urgency=TicketUrgency(ticket.urgency).label,
        by_rule=int(by_rule),
        by_rule_word=TicketPriority(by_rule).label,
        override=_standing(ticket),
        columns=tuple(TicketUrgency(str(column)).label for column in COLUMNS),
        rows=tuple((impact, word, _cells(ticket, impact)) for impact, word in reversed(TicketImpact.choices)),
    )


def _cells(ticket: Ticket, impact: str) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            urgency=str(urgency), urgency_word=TicketUrgency(str(urgency)).label, priority=int(level),
            word=TicketPriority(level).label, here=(impact, str(urgency)) == (ticket.impact, ticket.urgency),
        )
        for urgency in COLUMNS
        for level in (priority_of(impact, urgency),)
    )  # fmt: skip


def _standing(ticket: Ticket) -> PriorityOverride | None:
    if ticket.priority_override is None:
        return None
    return PriorityOverride.objects.filter(ticket=ticket, taken_back_at=None).select_related("by").first()
