"""What was hidden where, for the pages that show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from priyom.privacy.decided.words import kept_of, name_of
from priyom.privacy.found.models import Screening


@dataclass(frozen=True)
class Hidden:
    """What was hidden in one message: each kind with how often, and what is left of it."""

    kinds: tuple[tuple[str, str, int], ...]  # name, what is kept, how often

    @property
    def names(self) -> list[str]:
        """Return the kinds as words."""
        return [name for name, _kept, _count in self.kinds]

    @property
    def count(self) -> int:
        """Return how many places were hidden."""
        return sum(count for _name, _kept, count in self.kinds)


def hidden_in_file(file_id: UUID) -> Hidden | None:
    """Return what was hidden in a file, kind by kind; nothing for one that was clean or never read."""
    return hidden_in_files([file_id]).get(file_id)


def hidden_in_files(file_ids: Iterable[UUID]) -> dict[UUID, Hidden]:
    """Return the same of many files, by file: what their last reading found; one question."""
    ids = list(file_ids)
    if not ids:
        return {}
    rows = Screening.objects.filter(file_id__in=ids, hidden__gt=0).order_by("pk").values_list("file_id", "places")
    return {file_id: _told(places) for file_id, places in rows if file_id and places}


def hidden_in(ticket_ids: Iterable[int]) -> dict[int, Hidden]:
    """Return what was hidden in the messages of the tickets, by message; one question."""
    if settings.PRIYOM.guard == "off":
        return {}
    rows = Screening.objects.filter(ticket_id__in=list(ticket_ids), hidden__gt=0, message_id__isnull=False)
    found: dict[int | None, list[list[Any]]] = {}
    for message_id, places in rows.order_by("pk").values_list("message_id", "places"):
        found.setdefault(message_id, []).extend(places)  # what was read once more adds to what was hidden before
    return {message_id: _told(places) for message_id, places in found.items()}


def _told(places: list[list[Any]]) -> Hidden:
    kinds = [place[1] for place in places if place[-1] != "released"]
    return Hidden(tuple((name_of(kind), kept_of(kind), kinds.count(kind)) for kind in dict.fromkeys(kinds)))
