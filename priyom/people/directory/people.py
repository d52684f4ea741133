"""People for their pages: the door to one, the list, the card."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from priyom.base.errors import NotAllowed, NotVisible
from priyom.people.directory.paging import Cursor, Page, in_order, is_key, keys_of_page, with_words
from priyom.people.models import Membership, Organisation, TeamMembership, User
from priyom.people.permissions import may_read_people
from priyom.people.reach import reach_of
from priyom.people.roles import Role

QUERY_LIMIT = 200
PRINTED = 3_000


@dataclass(frozen=True)
class PeopleFilters:
    """What a list of people is narrowed to."""

    text: str = ""
    organisation: str = ""
    region: str = ""
    role: str = ""
    state: str = ""  # nothing: may sign in; "closed"; "waiting"; "all"

    @classmethod
    def read(cls, given: Any) -> "PeopleFilters":
        """Read the filters from an address; unknown values narrow nothing."""
        role, state, organisation = (
            given.get("role", ""),
            given.get("state", ""),
            given.get("organisation", ""),
        )
        return cls(
            text=given.get("q", "")[:QUERY_LIMIT].strip(),
            organisation=organisation if is_key(organisation) else "",
            region=given.get("region", "")[:20],
            role=role if role in Role.values else "",
            state=state if state in {"closed", "waiting", "all"} else "",
        )

    @property
    def as_query(self) -> dict[str, str]:
        """Return the filters as they stand in an address."""
        named = {
            "q": self.text, "organisation": self.organisation, "region": self.region,
            "role": self.role, "state": self.state,
        }  # fmt: skip
        return {name: value for name, value in named.items() if value}


@dataclass
class PersonRow:
    """A person as a line of the list."""

    pk: int
    login: str
    last_name: str
    first_name: str
    middle_name: str
    email: str | None
    position: str
    organisation_pk: int | None
    organisation: str | None
    is_active: bool
    last_login: datetime | None
    roles: list[str] = field(default_factory=list)
    teams: list[str] = field(default_factory=list)

    @property
    def full_name(self) -> str:
        """Return the name with the patronymic, family name first."""
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part) or self.login


@dataclass
class PersonCard:
    """Everything the card of a person shows."""

    person: User
    memberships: list[Membership]
    places: list[TeamMembership]


def people_in_reach(user: User) -> QuerySet[User]:
    """Return the people whose cards the person may open: of the organisations within reach, and oneself."""
    people = User.objects.filter(is_system=False)
    reach = reach_of(user)
    if reach.everything:
        return people
    within = Membership.objects.filter(
        Q(organisation__region_id__in=reach.region_ids) | Q(organisation_id__in=reach.organisation_ids),
        user_id=OuterRef("pk"),
    )
    return people.filter(Exists(within) | Q(pk=user.pk))


def get_person(user: User, login: str, *, lock: bool = False) -> User:
    """Return the person whose card the user may open; hidden and missing look the same."""
    people = people_in_reach(user)
    people = people.select_for_update(of=("self",)) if lock else people.select_related("organisation__region")
    found = people.filter(login=login.lower()).first()
    if found is None:
        raise NotVisible(_("There is no such person, or not within your reach."))
    if not may_read_people(user):
        raise NotAllowed(_("Only local specialists and support staff look in here."))
    return found


def people_page(user: User, filters: PeopleFilters, cursor: Cursor) -> Page[PersonRow]:
    """Return a page of the people within the person's reach, by name, with roles and teams."""
    if not may_read_people(user):
        raise NotAllowed(_("Only local specialists and support staff look in here."))
    page = keys_of_page(filtered(user, filters), cursor)
    return Page(_rows(page.rows), page.before, page.after, page.total)


def filtered(user: User, filters: PeopleFilters) -> QuerySet[User]:
    """Return the people within reach that pass the filters."""
    found = with_words(people_in_reach(user), filters.text)
    if filters.state in {"", "closed"}:
        found = found.filter(is_active=filters.state == "")
    membership = Membership.objects.filter(user_id=OuterRef("pk")).exclude(state=Membership.State.ENDED)
    if filters.state == "waiting":
        membership = membership.filter(state=Membership.State.PENDING)
    if filters.role:
        membership = membership.filter(role=filters.role)
    if filters.organisation:
        # A hospital's people are those of its departments too; ids, because a path in the subquery would be read
        # once for every person.
        roots = Organisation.objects.filter(pk=int(filters.organisation))
        within = Organisation.objects.within(*roots).values_list("pk", flat=True) if roots else []
        membership = membership.filter(organisation_id__in=list(within))
    if filters.region:
        membership = membership.filter(organisation__region__code=filters.region)
    if filters.role or filters.organisation or filters.region or filters.state == "waiting":
        found = found.filter(Exists(membership))
    return found


def rows_to_print(user: User, filters: PeopleFilters) -> list[PersonRow]:
    """Return the whole list on paper, up to what somebody would print."""
    if not may_read_people(user):
        raise NotAllowed(_("Only local specialists and support staff look in here."))
    keys = filtered(user, filters).order_by("search", "pk").values_list("pk", flat=True)
    return _rows(list(keys[:PRINTED]))


def person_card(user: User, login: str) -> PersonCard:
    """Return the card of a person within the user's reach."""
    person = get_person(user, login)
    memberships = person.memberships.select_related("organisation__region").order_by("state", "organisation__search")
    places = person.places.select_related("team").order_by("team__level", "team__name")
    return PersonCard(person, list(memberships), list(places))


def person_options(user: User, text: str, *, role: str = "", without: str = "") -> list[tuple[str, str, str]]:
    """Return a few people with these words in their names: login, name, and what tells them apart."""
    found = with_words(people_in_reach(user).filter(is_active=True), text[:QUERY_LIMIT]).exclude(login=without)
    if role:
        roles = Membership.objects.filter(user_id=OuterRef("pk"), state=Membership.State.ACTIVE)
        found = found.filter(Exists(roles.filter(role__in=role.split(","))))
    rows = found.order_by("search", "pk").select_related("organisation")[:20]
    return [
        (each.login, each.full_name, each.organisation.short_name if each.organisation else each.login) for each in rows
    ]


def _rows(keys: list[int]) -> list[PersonRow]:
    columns = (
        "pk", "login", "last_name", "first_name", "middle_name", "email", "position",
        "organisation_id", "organisation__short_name", "is_active", "last_login",
    )  # fmt: skip
    found = User.objects.filter(pk__in=keys).order_by().values_list(*columns)
    rows = in_order(keys, [PersonRow(*row) for row in found])
    roles: dict[int, list[str]] = defaultdict(list)
    held = Membership.objects.filter(user_id__in=keys).exclude(state=Membership.State.ENDED)
    for pk, role in held.order_by("id").values_list("user_id", "role"):
        if role not in roles[pk]:
            roles[pk].append(role)
    teams: dict[int, list[str]] = defaultdict(list)
    for pk, name in TeamMembership.objects.filter(user_id__in=keys).order_by("id").values_list("user_id", "team__name"):
        teams[pk].append(name)
    for row in rows:
        row.roles = [str(Role(role).label) for role in roles.get(row.pk, [])]
        row.teams = teams.get(row.pk, [])
    return rows
