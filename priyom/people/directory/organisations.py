"""Organisations for their pages: the door to one, the list, the card, the tree around it."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When
from django.utils.translation import gettext as _

from priyom.base.errors import NotAllowed, NotVisible
from priyom.people.directory.paging import Cursor, Page, in_order, is_key, keys_of_page, with_words
from priyom.people.models import Installation, Membership, Organisation, User
from priyom.people.permissions import may_open_card, may_see_organisation
from priyom.people.reach import reach_of

CHILDREN_SHOWN = 50
PEOPLE_SHOWN = 100
OPTIONS_SHOWN = 20
PRINTED = 3_000
QUERY_LIMIT = 200


@dataclass(frozen=True)
class OrganisationFilters:
    """What a list of organisations is narrowed to."""

    text: str = ""
    region: str = ""
    kind: str = ""
    state: str = ""  # nothing: in use; "closed"; "all"
    parent: str = ""
    departments: bool = False  # also when nobody searches for one: programs read the whole tree

    @classmethod
    def read(cls, given: Any) -> "OrganisationFilters":
        """Read the filters from an address; unknown values narrow nothing."""
        kind, state = given.get("kind", ""), given.get("state", "")
        parent = given.get("parent", "")
        return cls(
            text=given.get("q", "")[:QUERY_LIMIT].strip(),
            region=given.get("region", "")[:20],
            kind=kind if kind in Organisation.Kind.values else "",
            state=state if state in {"closed", "all"} else "",
            parent=parent if is_key(parent) else "",
        )

    @property
    def as_query(self) -> dict[str, str]:
        """Return the filters as they stand in an address."""
        named = {
            "q": self.text,
            "region": self.region,
            "kind": self.kind,
            "state": self.state,
            "parent": self.parent,
        }
        return {name: value for name, value in named.items() if value}


@dataclass
class OrganisationRow:
    """An organisation as a line of the list."""

    pk: int
    code: str
    short_name: str
    name: str
    kind: str
    region: str
    parent_pk: int | None
    parent: str
    is_active: bool
    people: int = 0
    products: list[str] = field(default_factory=list)

    @property
    def kind_name(self) -> str:
        """Return the kind in words."""
        return str(Organisation.Kind(self.kind).label)


@dataclass
class Member:
    """A person of the organisation with the roles there."""

    user: User
    roles: list[Membership]


@dataclass
class OrganisationCard:
    """Everything the card of an organisation shows."""

    organisation: Organisation
    above: list[Organisation]
    below: list[OrganisationRow]
    below_total: int
    members: list[Member]
    members_total: int
    installations: list[Installation]
    open_above: frozenset[int] = frozenset()  # those of the line above whose cards the person may open


def organisations_in_reach(user: User) -> QuerySet[Organisation]:
    """Return the organisations whose cards the person may open."""
    reach = reach_of(user)
    if reach.everything:
        return Organisation.objects.all()
    return Organisation.objects.filter(Q(region_id__in=reach.region_ids) | Q(pk__in=reach.organisation_ids))


def get_organisation(user: User, pk: int, *, lock: bool = False) -> Organisation:
    """Return the organisation whose card the person may open; hidden and missing look the same."""
    organisations = Organisation.objects.select_related("region", "parent", "merged_into")
    if lock:
        organisations = Organisation.objects.select_for_update(of=("self",))
    found = organisations.filter(pk=pk).first()
    if found is None or not may_see_organisation(user, found):
        raise NotVisible(_("There is no such organisation, or it is not open to you."))
    if not may_open_card(user, found):
        raise NotAllowed(_("Only local specialists and support staff look in here."))
    return found


def organisation_page(user: User, filters: OrganisationFilters, cursor: Cursor) -> Page[OrganisationRow]:
    """Return a page of the organisations within the person's reach, by name, with people and products."""
    page = keys_of_page(filtered(user, filters), cursor)
    return Page(_rows(page.rows), page.before, page.after, page.total)


def filtered(user: User, filters: OrganisationFilters) -> QuerySet[Organisation]:
    """Return the organisations within reach that pass the filters."""
    found = with_words(organisations_in_reach(user), filters.text)
    if filters.state != "all":
        found = found.filter(is_active=filters.state != "closed")
    if filters.region:
        found = found.filter(region__code=filters.region)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    elif not (filters.text or filters.parent or filters.departments):
        # Departments are found by search and on the card; among the hospitals they would only be noise.
        found = found.exclude(kind=Organisation.Kind.DEPARTMENT)
    if filters.parent:
        found = found.filter(parent_id=int(filters.parent))
    return found


def rows_to_print(user: User, filters: OrganisationFilters) -> list[OrganisationRow]:
    """Return the whole list on paper, up to what somebody would print."""
    keys = filtered(user, filters).order_by("search", "pk").values_list("pk", flat=True)
    return _rows(list(keys[:PRINTED]))


def organisation_card(user: User, pk: int) -> OrganisationCard:
    """Return the card of an organisation that the person may open."""
    organisation = get_organisation(user, pk)
    children = Organisation.objects.filter(parent=organisation, is_active=True)
    below = children.order_by("search", "pk").values_list("pk", flat=True)
    members, members_total = _members(organisation)
    above = ancestors_of(organisation)
    return OrganisationCard(
        organisation=organisation,
        above=above,
        open_above=frozenset(each.pk for each in above if may_see_organisation(user, each)),
        below=_rows(list(below[:CHILDREN_SHOWN])),
        below_total=children.count(),
        members=members,
        members_total=members_total,
        installations=installations_of(organisation),
    )


def ancestors_of(organisation: Organisation) -> list[Organisation]:
    """Return what stands above the organisation, the root first."""
    above = [int(pk) for pk in organisation.path.rstrip("/").split("/")[:-1]]
    return in_order(above, Organisation.objects.filter(pk__in=above))


def installations_of(organisation: Organisation) -> list[Installation]:
    """Return what runs at the organisation, with its modules."""
    found = organisation.installations.select_related("product").prefetch_related("components")
    return list(found.order_by("product__name"))


def organisation_options(user: User, text: str, *, without: int | None = None) -> list[tuple[int, str, str]]:
    """Return a few organisations whose name begins or goes on so: id, name, and what tells them apart."""
    found = with_words(organisations_in_reach(user).filter(is_active=True), text[:QUERY_LIMIT])
    if without is not None:
        found = found.exclude(pk=without)
    columns = found.order_by("search", "pk").values_list("pk", "short_name", "code", "region__name")
    return [(pk, name, f"{code} · {region}") for pk, name, code, region in columns[:OPTIONS_SHOWN]]


def _rows(keys: list[int]) -> list[OrganisationRow]:
    columns = (
        "pk", "code", "short_name", "name", "kind", "region__name", "parent_id",
        "parent__short_name", "is_active",
    )  # fmt: skip
    found = Organisation.objects.filter(pk__in=keys).order_by().values_list(*columns)
    rows = in_order(keys, [OrganisationRow(*row) for row in found])
    people = _people_of(keys)
    products: dict[int, list[str]] = defaultdict(list)
    running = Installation.objects.filter(organisation_id__in=keys).order_by("product__name")
    for pk, name, version in running.values_list("organisation_id", "product__name", "version"):
        products[pk].append(f"{name} {version}".strip())
    for row in rows:
        row.people, row.products = people.get(row.pk, 0), products.get(row.pk, [])
    return rows


def _members(organisation: Organisation) -> tuple[list[Member], int]:
    """Return the people of the organisation and its departments, and how many they are."""
    places = Membership.objects.filter(
        organisation__path__startswith=organisation.path, organisation__kind=Organisation.Kind.DEPARTMENT
    ) | Membership.objects.filter(organisation=organisation)
    active = places.exclude(state=Membership.State.ENDED).filter(user__is_active=True)
    total = active.aggregate(people=Count("user_id", distinct=True))["people"]
    shown = active.select_related("user", "organisation").order_by("user__search", "user_id", "id")
    members: dict[int, Member] = {}
    for membership in shown[: PEOPLE_SHOWN * 2]:
        members.setdefault(membership.user_id, Member(membership.user, [])).roles.append(membership)
    return list(members.values())[:PEOPLE_SHOWN], total


def _people_of(keys: list[int]) -> dict[int, int]:
    """Return how many people each organisation has, those of its departments with it."""
    department = Q(organisation__kind=Organisation.Kind.DEPARTMENT, organisation__parent_id__in=keys)
    active = Membership.objects.filter(state=Membership.State.ACTIVE, user__is_active=True)
    home = Case(When(organisation_id__in=keys, then="organisation_id"), default="organisation__parent_id")
    counted = active.filter(Q(organisation_id__in=keys) | department).values_list(home)
    return dict(counted.annotate(people=Count("user_id", distinct=True)))
