"""Priority as in medicine: what endangers many goes first. Impact × urgency → priority, never typed. Pure.

Everybody can see the rule: this table is what the portal and the desk show. ITIL's matrix; a critical incident is one
by definition (nobody can sign in, the system is down), not by the wish of the person who writes.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Impact(StrEnum):
    """Who is affected."""

    PERSON = "person"
    DEPARTMENT = "department"
    HOSPITAL = "hospital"
    REGION = "region"
    ALL = "all"


class Urgency(StrEnum):
    """What it does to the work: can wait, hinders, stands still, endangers the reception of patients."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"


class Priority(IntEnum):
    """What goes first; a smaller number is more pressing, so that lists sort by it."""

    CRITICAL = 1
    HIGH = 2
    NORMAL = 3
    LOW = 4


MATRIX: dict[Impact, tuple[int, int, int, int]] = {
    # urgency:          critical, high, normal, low
    Impact.ALL: (1, 1, 2, 3),
    Impact.REGION: (1, 1, 2, 3),
    Impact.HOSPITAL: (1, 1, 2, 3),
    Impact.DEPARTMENT: (1, 2, 3, 4),
    Impact.PERSON: (2, 3, 3, 4),
}
COLUMNS = (Urgency.CRITICAL, Urgency.HIGH, Urgency.NORMAL, Urgency.LOW)


@dataclass(frozen=True)
class Question:
    """One question of a topic: its weight in completeness and whether its answer is expected."""

    code: str
    label: str
    weight: int
    expected: bool


@dataclass(frozen=True)
class Completeness:
    """How much of what is needed is there: per cent, and the labels of what is missing."""

    percent: int
    missing: tuple[str, ...]


def priority_of(impact: str, urgency: str) -> Priority:
    """Return the priority; raise ValueError for an unknown impact or urgency."""
    return Priority(MATRIX[Impact(impact)][COLUMNS.index(Urgency(urgency))])


def completeness(questions: list[Question], answers: dict[str, str], *, body: str) -> Completeness:
    """Weigh what was said against what the topic needs; the description itself counts as two questions."""
    expected = [question for question in questions if question.expected]
    total = 2 + sum(question.weight for question in expected)
    said = 2 * min(1.0, len(body.strip()) / 40)
    said += sum(question.weight for question in expected if str(answers.get(question.code, "")).strip())
    missing = tuple(q.label for q in expected if not str(answers.get(q.code, "")).strip())
    return Completeness(percent=round(100 * said / total), missing=missing)
