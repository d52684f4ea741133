"""What one person may see: worked out once per request, asked by every list and every door."""

from dataclasses import dataclass

from priyom.base.prepared import THOSE, Kept, ask
from priyom.people.models import Organisation, User
from priyom.people.roles import SEES_ALL, Role

_PLACES = """
    SELECT team.id, team.code, team.name,
        array(SELECT answers.region_id FROM people_team_regions answers WHERE answers.team_id = team.id),
        team.only_asked
    FROM people_teammembership place JOIN people_team team ON team.id = place.team_id AND team.is_active
    WHERE place.user_id = %s ORDER BY team.level NULLS LAST, team.name
"""
_HOSPITALS: Kept[Organisation] = Kept(
    lambda: Organisation.objects.filter(pk__in=THOSE, kind=Organisation.Kind.HOSPITAL).order_by("-path")
)


@dataclass(frozen=True, slots=True)
class TeamPlace:
    """A team in which a person works, and the regions it answers for (none: all)."""

    team_id: int
    code: str
    name: str
    region_ids: tuple[int, ...]
    only_asked: bool = False  # a department that answers questions: it sees the tickets they are about, no others


@dataclass(frozen=True)
class Reach:
    """What one person may see, worked out once per request.

    ``everything`` wins; otherwise the regions, the organisations (subtrees already unfolded) and always one's own.
    """

    user_id: int
    everything: bool
    region_ids: frozenset[int]
    organisation_ids: frozenset[int]
    card_organisation_ids: frozenset[int]

    def covers(self, *, region_id: int, organisation_id: int) -> bool:
        """Say whether an organisation's tickets are within reach whole."""
        return self.everything or region_id in self.region_ids or organisation_id in self.organisation_ids


def reach_of(user: User) -> Reach:
    """Return what the person may see; remembered on the person object for the request."""
    if not hasattr(user, "_reach"):
        user._reach = _work_out_reach(user)  # type: ignore[attr-defined] # noqa: SLF001 - the cache lives with its person
    return user._reach  # type: ignore[attr-defined] # noqa: SLF001


def _work_out_reach(user: User) -> Reach:
    memberships = user.active_memberships
    roles = {membership.role for membership in memberships}
    everything = not SEES_ALL.isdisjoint(roles)
    regions = {m.organisation.region_id for m in memberships if m.role == Role.COORDINATOR}
    if not everything and roles & {Role.AGENT, Role.TEAM_LEAD}:
        team_regions = _regions_of_teams(user)
        everything = team_regions is None
        regions |= team_regions or set()
    local = [m.organisation for m in memberships if m.role == Role.LOCAL_SPECIALIST]
    homes = [m.organisation for m in memberships if m.role in {Role.REQUESTER, Role.LOCAL_SPECIALIST}]
    return Reach(
        user_id=user.pk,
        everything=everything,
        region_ids=frozenset(regions),
        organisation_ids=_unfold(local),
        card_organisation_ids=_unfold([hospital_of(home) for home in homes]),
    )


def places_of(user: User) -> tuple[TeamPlace, ...]:
    """Return the teams in which the person works, in their order; remembered on the person object for the request."""
    if not hasattr(user, "_places"):
        user._places = tuple(  # type: ignore[attr-defined] # noqa: SLF001 - as the reach below
            TeamPlace(pk, code, name, tuple(regions), only_asked)
            for pk, code, name, regions, only_asked in ask(_PLACES, [user.pk])
        )
    return user._places  # type: ignore[attr-defined] # noqa: SLF001


def _regions_of_teams(user: User) -> set[int] | None:
    """Return the regions of the person's teams, or None when one of them answers for all regions."""
    places = places_of(user)
    if not places:
        return None
    places = tuple(place for place in places if not place.only_asked)
    if any(not place.region_ids for place in places):
        return None
    return {region for place in places for region in place.region_ids}


def _unfold(roots: list[Organisation]) -> frozenset[int]:
    return frozenset(Organisation.objects.within(*roots).values_list("pk", flat=True)) if roots else frozenset()


def hospital_of(organisation: Organisation) -> Organisation:
    """Return the hospital that a department belongs to; colleagues are the people of the hospital."""
    if organisation.kind != Organisation.Kind.DEPARTMENT:
        return organisation
    if not hasattr(organisation, "_hospital"):
        above = [int(pk) for pk in organisation.path.rstrip("/").split("/")]
        found = _HOSPITALS.ask(those=above)
        organisation._hospital = found[0] if found else organisation  # type: ignore[attr-defined] # noqa: SLF001
    return organisation._hospital  # type: ignore[attr-defined,no-any-return] # noqa: SLF001
