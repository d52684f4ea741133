"""What has become of a list while somebody looks at it.

Nothing moves under the eye, and nothing new stays unsaid: the page learns how many tickets have come and whether the
order is another, and takes in, where they stand, the rows that belong elsewhere by now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from priyom.desk.lists.board import ListState
from priyom.desk.lists.listing import PAGE
from priyom.desk.lists.rows import Row, list_page, rows_of
from priyom.desk.models import Ticket
from priyom.people.models import User

Place = tuple[int, int]  # a ticket's number, and the part of the list it stands in


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """What a page does not show yet of the list it has open."""

    came: int
    is_reordered: bool
    rows: list[Row]  # of what has left the list or its place, as it is now


def renewal_of(user: User, state: ListState, shown: Sequence[Place]) -> Renewal:
    """Compare the first page of the list with what somebody has before their eyes."""
    page = list_page(user, state)
    rows, known = {row.number: row for row in page.rows}, dict(shown)
    there = [(row.number, row.group if page.grouped else 0) for row in page.rows if row.number in known]
    moved = _moved([place for place in shown if place[0] in rows], there)
    gone = Ticket.objects.visible_to(user).filter(number__in=known.keys() - rows.keys()).values_list("pk", flat=True)
    return Renewal(
        came=_came(list(known), list(rows)),
        is_reordered=bool(moved),
        rows=[*(rows[number] for number, _part in moved), *rows_of(user, list(gone)).values()],
    )


def _came(shown: Sequence[int], there: Sequence[int]) -> int:
    """Count what is new. What moves up onto a full page because something above it has left is not."""
    known = set(shown)
    new = [number not in known for number in there]
    last = max((at for at, is_new in enumerate(new) if not is_new), default=len(new) - 1)
    return sum(new[: last + 1] if len(shown) >= PAGE else new)


def _moved(before: Sequence[Place], after: Sequence[Place]) -> list[Place]:
    """Return the fewest that had to move for the one order to become the other."""
    blocks = SequenceMatcher(a=before, b=after, autojunk=False).get_matching_blocks()
    stayed = {place for block in blocks for place in after[block.b : block.b + block.size]}
    return [place for place in after if place not in stayed]
