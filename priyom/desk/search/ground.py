"""Among which tickets somebody searches: few, looked through one by one, or many, in parts that have an index each.

What a person sees is an «or» of unlike things (regions, hospitals, one's own), which no one index can answer. Asked
part by part, each costs what it holds: a region stands in the index of words itself, hospitals are looked for only in
their regions' words, and one's own tickets are mostly few enough to be known by their ids.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Q

from priyom.base.prepared import ask
from priyom.desk.models import Ticket
from priyom.desk.models.ticket import TicketQuerySet, own_affairs, reached_as_own
from priyom.people.models import User
from priyom.people.reach import reach_of

FEW = 5_000  # tickets: whoever sees no more has them looked through one by one, whatever the words
_REGIONS_OF = "SELECT DISTINCT region_id FROM people_organisation WHERE id = ANY(%s::bigint[])"


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the tickets, as a condition on a row of the table of words."""

    sql: str
    params: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """The tickets among which somebody searches: those with these ids, the newest first, and all of the parts."""

    ids: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()
    is_everything: bool = False  # whoever searches here sees every ticket
    in_windows: bool = False  # the parts are wide: their newest tickets are looked at first

    @property
    def is_few(self) -> bool:
        """Say whether all tickets are known by their ids."""
        return not self.parts


def ground_of(user: User, among: TicketQuerySet | None = None) -> Ground:
    """Return the ground of everything the person sees; ``among`` narrows it to a list's own tickets."""
    reach = reach_of(user)
    if reach.everything:
        return Ground(parts=_all_of(_narrowed("TRUE", (), among)), is_everything=True, in_windows=True)
    own, places = list(reached_as_own(user)), list(_places(user))
    return _ground(user, own, places, among)


def own_ground(user: User, among: TicketQuerySet | None = None) -> Ground:
    """Return the ground of what the person asked or follows."""
    return _ground(user, list(own_affairs(user)), [], among)


def ground_of_places(user: User, among: TicketQuerySet | None = None) -> Ground:
    """Return the ground of the regions and hospitals whose tickets the person sees whole."""
    return _ground(user, [], list(_places(user)), among)


def _ground(user: User, own: list[Q], places: list[str], among: TicketQuerySet | None) -> Ground:
    if "regions" not in places:
        hospitals = [Q(organisation_id__in=reach_of(user).organisation_ids)] if places else []
        few = _ids_of([*own, *hospitals], among)
        if few is not None:
            return Ground(tuple(sorted(few, reverse=True)))
    parts, ids = [_place(place, user, among) for place in places], set[int]()
    for each in own:
        few = _ids_of([each], among)
        ids |= few or set()
        # Each by itself: of a union PostgreSQL expects two hundred rows, whatever it holds.
        parts += [_own_part(each, among)] if few is None else []
    return Ground(tuple(sorted(ids, reverse=True)), _all_of(*parts), in_windows=bool(places))


def _places(user: User) -> Iterator[str]:
    reach = reach_of(user)
    if reach.region_ids:
        yield "regions"
    if reach.organisation_ids:
        yield "hospitals"


def _place(place: str, user: User, among: TicketQuerySet | None) -> Part | None:
    reach = reach_of(user)
    # RACE: when a hospital moves, its tickets follow to the new region within minutes, and are found there then.
    if place == "regions":
        return _narrowed("region_id = ANY(%s::int[])", (listed(reach.region_ids),), among)
    hospitals = listed(reach.organisation_ids)
    regions = listed(region for (region,) in ask(_REGIONS_OF, [hospitals]))
    condition = (
        "region_id = ANY(%s::int[])"
        " AND ticket_id IN (SELECT id FROM desk_ticket WHERE organisation_id = ANY(%s::bigint[]))"
    )
    return _narrowed(condition, (regions, hospitals), among)


def _narrowed(condition: str, params: tuple[Any, ...], among: TicketQuerySet | None) -> Part | None:
    if among is None:
        return Part(condition, params)
    try:
        sql, more = among.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return None
    return Part(f"{condition} AND ticket_id IN ({sql})", (*params, *more))


def _all_of(*parts: Part | None) -> tuple[Part, ...]:
    return tuple(part for part in parts if part is not None)


# --- what is the person's own ----------------------------------------------------------------------------


def _ids_of(own: list[Q], among: TicketQuerySet | None) -> set[int] | None:
    """Return the ids, or None when they are many; no more are read than tell that."""
    if not own:
        return set()
    tickets = Ticket.objects if among is None else among
    first, *others = [tickets.filter(part).order_by().values_list("pk", flat=True)[: FEW + 1] for part in own]
    found = set(first.union(*others, all=True) if others else first)
    return found if len(found) <= FEW else None


def _own_part(own: Q, among: TicketQuerySet | None) -> Part | None:
    tickets = Ticket.objects.all() if among is None else among
    try:
        sql, params = tickets.filter(own).order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return None
    return Part(f"ticket_id IN ({sql})", params)


def listed(ids: Iterable[int]) -> str:
    """Return ids as PostgreSQL reads a list of them: written at once, not one by one."""
    return "{" + ",".join(map(str, ids)) + "}"
