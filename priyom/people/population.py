"""Who plays in a desk that is loaded: plain facts about people, which travel to other processes. Pure."""

from dataclasses import dataclass, field

MONTH = 30 * 86_400
FIRST_MAJOR, MONTHS_OF_A_MAJOR = 4, 24


@dataclass(frozen=True, slots=True)
class Asker:
    """A person who asks."""

    id: int
    organisation_id: int
    hospital_id: int
    region_id: int
    offset: int  # seconds from UTC
    addressed: str
    months_behind: int  # how long the hospital waits with new versions


@dataclass
class Population:
    """Everybody, and the teams that answer."""

    askers: list[Asker] = field(default_factory=list)
    staff: dict[str, list[int]] = field(default_factory=dict)  # code of the team → its people
    teams: dict[str, int] = field(default_factory=dict)
    product: str = ""
    accounts: list[tuple[str, str, str]] = field(default_factory=list)  # login, password, who; in demo mode only


def version_at(months: int) -> str:
    """Return the product's version so many months after the first release that is remembered."""
    major, rest = divmod(max(months, 0), MONTHS_OF_A_MAJOR)
    return f"{FIRST_MAJOR + major}.{rest // 2}.{rest % 2 + 1}"
