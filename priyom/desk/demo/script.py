"""The script of the demo: the data files read and turned into steps in the order of time."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from priyom.desk.demo.times import orderly, resolve
from priyom.people.models import Organisation, User

FOLDER = Path(__file__).parent.parent / "data" / "demo"


@dataclass(order=True)
class Step:
    """Something that happens at a moment; ``order`` keeps the order of the script among equals."""

    at: datetime
    order: int
    act: Callable[[], Any] = field(compare=False)


@dataclass
class Role:
    """A ticket's part in the play: what the file says of it, and who and where it is about."""

    said: dict[str, Any]
    requester: User
    organisation: Organisation
    zone: str

    @property
    def key(self) -> str:
        return self.said["key"]


def roles(people: dict[str, User], places: dict[str, Organisation]) -> list[Role]:
    """Return every ticket of the demo files with its people looked up."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        for said in tomllib.loads(path.read_text(encoding="utf-8")).get("ticket", ()):
            requester = people[said["by"]]
            place = places[said["organisation"]] if "organisation" in said else requester.organisation
            if place is None:
                raise ValueError(f"{said['key']}: {said['by']} has no organisation")
            found.append(Role(said, requester, place, place.timezone_name))
    return found


def moments(role: Role, now: datetime) -> Iterator[tuple[datetime, dict[str, Any]]]:
    """Yield each message of the ticket with its moment; the first is the opening."""
    before = None
    for index, message in enumerate(role.said["messages"]):
        text = role.said["opened"] if index == 0 else message["at"]
        # A staff member's own clock is Moscow's; a message of the hospital is told in the hospital's zone.
        moment = orderly(resolve(text, now=now, zone=role.zone, before=before), before=before, now=now)
        before = moment
        yield moment, message


def outside() -> list[dict[str, Any]]:
    """Return the requests to outside parties, each with the tickets that wait on it."""
    return tomllib.loads((FOLDER / "outside.toml").read_text(encoding="utf-8"))["request"]


def views() -> list[dict[str, Any]]:
    """Return the saved views of the demo."""
    path = FOLDER / "views.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))["view"] if path.exists() else []
