"""Where two contracts meet: which organisations fall under both, which one decides there, who is left with nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from django.db.models import Count, Q

from priyom.people.contracts import KeptContract, contracts_kept
from priyom.people.directory.contracts import today_at_home
from priyom.people.models import Organisation, Region, User
from priyom.people.reach import reach_of


@dataclass(frozen=True)
class Place:
    """A region, or an organisation with everything below it, as a party."""

    name: str
    region_id: int
    path: str = ""  # of a region: nothing

    def holds(self, other: "Place") -> bool:
        """Say whether the other place lies within this one."""
        if self.path:
            return other.path.startswith(self.path)
        return self.region_id == other.region_id


@dataclass
class Overlap:
    """Two contracts with places in common; the first one decides there."""

    decides_id: int
    decides: str
    behind_id: int
    behind: str
    places: list[Place] = field(default_factory=list)
    hospitals: int = 0
    is_whole: bool = False  # nothing is left for the one behind

    def is_about(self, contract_id: int) -> bool:
        """Say whether the contract is one of the two."""
        return contract_id in {self.decides_id, self.behind_id}


def overlaps_for(user: User, within: Iterable[int] | None = None) -> list[Overlap]:
    """Return where contracts meet for whoever sees all of them: others would be told of strangers' contracts."""
    return overlaps_today(within) if user.may("contracts.read") and reach_of(user).everything else []


def overlaps_today(within: Iterable[int] | None = None) -> list[Overlap]:
    """Return the contracts in force that meet, in their order; ``within``: only those with one of these contracts."""
    day = today_at_home()
    current = [each for each in contracts_kept().ordered if each.in_force(day)]
    wanted = None if within is None else set(within)
    places = _places(current)
    found = []
    for first, second in combinations(current, 2):
        if wanted is not None and not wanted & {first.terms.id, second.terms.id}:
            continue
        if first.product_ids and second.product_ids and not first.product_ids & second.product_ids:
            continue
        common = _common(places[first.terms.id], places[second.terms.id])
        if common:
            found.append(_overlap(first, second, common, places))
    _count_hospitals(found)
    return found


def _overlap(first: KeptContract, second: KeptContract, common: list[Place], places: dict[int, list[Place]]) -> Overlap:
    covers = not first.product_ids or (second.product_ids and second.product_ids <= first.product_ids)
    own = places[second.terms.id]
    is_whole = bool(covers) and all(any(theirs.holds(mine) for theirs in places[first.terms.id]) for mine in own)
    return Overlap(
        decides_id=first.terms.id,
        decides=first.terms.title,
        behind_id=second.terms.id,
        behind=second.terms.title,
        places=common,
        is_whole=is_whole,
    )


def _count_hospitals(overlaps: list[Overlap]) -> None:
    """Say of each how many medical organisations lie there: one statement, however many they are."""
    counts = {f"n{number}": Count("pk", filter=_within(each.places)) for number, each in enumerate(overlaps)}
    if counts:
        hospitals = Organisation.objects.active().filter(kind=Organisation.Kind.HOSPITAL)
        found = hospitals.aggregate(**counts)
        for number, each in enumerate(overlaps):
            each.hospitals = found[f"n{number}"]


def _common(ours: Sequence[Place], theirs: Sequence[Place]) -> list[Place]:
    """Return the places that lie within both: of two that hold each other, the smaller one."""
    found: dict[Place, None] = {}
    for mine in ours:
        for other in theirs:
            if mine.holds(other):
                found[other] = None
            elif other.holds(mine):
                found[mine] = None
    return [each for each in found if not any(other is not each and other.holds(each) for other in found)]


def _within(places: Iterable[Place]) -> Q:
    found = Q(pk__in=[])
    for place in places:
        found |= Q(path__startswith=place.path) if place.path else Q(region_id=place.region_id)
    return found


def _places(contracts: Iterable[KeptContract]) -> dict[int, list[Place]]:
    """Return the parties of each contract as places, in two statements."""
    contracts = list(contracts)
    regions = Region.objects.in_bulk({pk for each in contracts for pk in each.region_ids})
    columns = ("pk", "short_name", "region_id", "path")
    wanted = {pk for each in contracts for pk in each.organisation_ids}
    below = {
        pk: Place(name, region_id, path)
        for pk, name, region_id, path in Organisation.objects.filter(pk__in=wanted).values_list(*columns)
    }
    return {
        each.terms.id: [
            *(Place(regions[pk].name, pk) for pk in sorted(each.region_ids)),
            *(below[pk] for pk in sorted(each.organisation_ids) if pk in below),
        ]
        for each in contracts
    }
