"""The way of a ticket from team to team, and whose work a solution is. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DEVELOPERS = 3  # the line that changes code: what is solved before it is what a contract of lines is measured by


def way(from_level: int | None, to_level: int | None) -> str:
    """Say whether a passing goes up, back down or across; a department without a line stands beside all of them."""
    if from_level is None or to_level is None or from_level == to_level:
        return "across"
    return "up" if to_level > from_level else "down"


def returns(teams: Iterable[int | None]) -> int:
    """Return how often a ticket came back to a team that had it before: ping-pong."""
    seen: set[int | None] = set()
    count = 0
    for team in teams:
        count += team in seen
        seen.add(team)
    return count


def team_that_solved(held_by: int | None, teams_of_solver: Sequence[tuple[int, int | None]]) -> tuple[int | None, bool]:
    """Return the team as whose work a solution counts, and whether it is the solver's own.

    ``teams_of_solver``: id and line of each. It is the team that has the ticket when the solver works in it; else the
    solver's own, the lowest line first; and where the solver works in none, still the one that has it.
    """
    own = [pk for pk, _level in teams_of_solver]
    if held_by in own or not own:
        return held_by, held_by in own
    return min(teams_of_solver, key=lambda each: (each[1] is None, each[1] or 0, each[0]))[0], True


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the solved tickets were solved before development."""

    by_line: dict[int, int]
    elsewhere: int  # solved by departments that are no line

    @property
    def solved(self) -> int:
        """Return how many were solved at all."""
        return sum(self.by_line.values()) + self.elsewhere

    @property
    def before_development(self) -> int:
        """Return how many the lines below development solved."""
        return sum(count for level, count in self.by_line.items() if level < DEVELOPERS)

    @property
    def percent(self) -> float | None:
        """Return the share in per cent to one decimal, or None where nothing was solved."""
        return round(100 * self.before_development / self.solved, 1) if self.solved else None
