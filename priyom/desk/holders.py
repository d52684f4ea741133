"""Who takes a ticket: on the rungs outside the vendor specialists and coordinators, with us a first line."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from django.db.models import F, Q, QuerySet

from priyom.base.prepared import THAT, Kept
from priyom.desk.rules.ladder import LOCAL, OPERATOR
from priyom.people.models import Membership, Organisation, Role, Team, User

LADDER_ROLES = {LOCAL: Role.LOCAL_SPECIALIST, OPERATOR: Role.COORDINATOR}


def holders_of(rung: str, organisation: Organisation) -> QuerySet[Membership]:
    """Return who stands on the rung for the organisation: its specialists, or those of the region."""
    standing = Membership.objects.filter(state=Membership.State.ACTIVE, user__is_active=True)
    return standing.filter(_of(rung, organisation))


@dataclass(frozen=True)
class Holders:
    """Who stands on the rungs of all organisations, read once for whoever goes through many of them."""

    specialists: Mapping[int, Collection[int]]  # by organisation
    coordinators: Mapping[int, Collection[int]]  # by region

    @classmethod
    def everywhere(cls) -> Self:
        """Read them."""
        specialists: dict[int, set[int]] = defaultdict(set)
        coordinators: dict[int, set[int]] = defaultdict(set)
        standing = Membership.objects.filter(
            role__in=LADDER_ROLES.values(), state=Membership.State.ACTIVE, user__is_active=True
        ).values_list("role", "organisation_id", "organisation__region_id", "user_id")
        for role, organisation_id, region_id, user_id in standing:
            if role == Role.LOCAL_SPECIALIST:
                specialists[organisation_id].add(user_id)
            else:
                coordinators[region_id].add(user_id)
        return cls(specialists, coordinators)

    def of(self, rung: str, organisation: Organisation) -> set[int]:
        """Return who stands on the rung for the organisation, as ``holders_of`` does."""
        if rung == LOCAL:
            return {person for pk in ids_above(organisation) for person in self.specialists.get(pk, ())}
        return set(self.coordinators.get(organisation.region_id, ()))


def peopled_rungs(organisation: Organisation) -> frozenset[str]:
    """Return the rungs on which somebody stands for the organisation, in one query."""
    some = Q()
    for rung in LADDER_ROLES:
        some |= _of(rung, organisation)
    standing = Membership.objects.filter(some, state=Membership.State.ACTIVE, user__is_active=True)
    roles = set(standing.values_list("role", flat=True).distinct())
    return frozenset(rung for rung, role in LADDER_ROLES.items() if role in roles)


def own_rungs(people: Iterable[User], organisation: Organisation) -> frozenset[str]:
    """Return the rungs on which one of the people stands for the organisation, with those beneath."""
    above = ids_above(organisation)
    found: set[str] = set()
    for person in people:
        for membership in person.active_memberships:
            if membership.role == Role.COORDINATOR and membership.organisation.region_id == organisation.region_id:
                found |= {LOCAL, OPERATOR}
            elif membership.role == Role.LOCAL_SPECIALIST and membership.organisation_id in above:
                found.add(LOCAL)
    return frozenset(found)


def first_line(region_id: int) -> Team | None:
    """Return who takes what no topic claims: the first line of the region, else the one for all regions."""
    return next(iter(_FIRST_LINES.ask(that=region_id)), None)


def _first_lines() -> QuerySet[Team]:
    lines = Team.objects.filter(Q(regions=THAT) | Q(regions=None), is_active=True, level=1)
    return lines.order_by(F("regions").asc(nulls_last=True), "pk")[:1]


_FIRST_LINES: Kept[Team] = Kept(_first_lines)


def ids_above(organisation: Organisation) -> list[int]:
    """Return the organisation's id with those of everything above it."""
    return [int(pk) for pk in organisation.path.rstrip("/").split("/")]


def _of(rung: str, organisation: Organisation) -> Q:
    if rung == LOCAL:
        return Q(role=Role.LOCAL_SPECIALIST, organisation_id__in=ids_above(organisation))
    return Q(role=Role.COORDINATOR, organisation__region_id=organisation.region_id)
