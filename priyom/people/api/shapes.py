"""The shapes of the directory's answers and requests: what a program may say, and every field that it is told."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema

from priyom.base.api import OneOf, Paged, Strict
from priyom.people.models import ApiKey, Membership, Organisation
from priyom.people.roles import Role

RoleName = Annotated[str, OneOf(Role.values)]
RoleState = Annotated[str, OneOf(Membership.State.values)]
OrganisationKind = Annotated[str, OneOf(Organisation.Kind.values)]
Scope = Annotated[str, OneOf(ApiKey.Scope.values)]
Code = Annotated[str, Field(min_length=1, max_length=60)]
Login = Annotated[str, Field(min_length=1, max_length=60)]
Words = Annotated[str, Field(max_length=200)]
Name = Annotated[str, Field(max_length=80)]
Short = Annotated[str, Field(max_length=60)]
Since = Annotated[datetime, Field(description="only what has changed since")]
Zone = Annotated[str, Field(max_length=40, description="an IANA zone; empty: that of the organisation")]


class RoleOut(Schema):
    """What a person is to an organisation."""

    organisation: str
    role: RoleName
    state: RoleState


class PersonOut(Schema):
    """A person as the card shows them: never a password, a key, a session or a link."""

    login: str
    email: str | None
    last_name: str
    first_name: str
    middle_name: str
    full_name: str
    position: str
    phone: str
    timezone: str
    organisation: str | None
    is_active: bool
    is_machine: bool
    roles: list[RoleOut]
    teams: list[str]


class PeoplePage(Schema):
    items: list[PersonOut]
    next: str | None


class PeopleFilter(Paged):
    """People by words of their names, login or address; without ``state`` those who may sign in."""

    q: Words = ""
    email: Annotated[str, Field(max_length=254)] | None = None
    organisation: Code | None = None
    region: Annotated[str, Field(max_length=20)] = ""
    role: RoleName | None = None
    state: Literal["active", "closed", "waiting", "all"] = "active"
    since: Since | None = None


class NewPerson(Strict):
    """An account without a password: a link by mail signs in. Without a login one is made of the address."""

    login: Login | None = None
    email: Annotated[str, Field(max_length=254)] | None = None
    last_name: Annotated[str, Field(min_length=1, max_length=80)]
    first_name: Name = ""
    middle_name: Name = ""
    position: Annotated[str, Field(max_length=120)] = ""
    phone: Short = ""
    timezone: Zone = ""
    organisation: Code
    role: RoleName = Role.REQUESTER


class PersonChange(Strict):
    """What is left out stays as it is. ``is_active`` closes or opens the account; roles have no place here."""

    email: Annotated[str, Field(max_length=254)] | None = None
    last_name: Annotated[str, Field(min_length=1, max_length=80)] = ""
    first_name: Name = ""
    middle_name: Name = ""
    position: Annotated[str, Field(max_length=120)] = ""
    phone: Short = ""
    timezone: Zone = ""
    organisation: Code = ""
    is_active: bool = True


class OrganisationOut(Schema):
    """An organisation as its card shows it; ``ancestors`` are the codes from the root down to its parent."""

    code: str
    kind: OrganisationKind
    name: str
    short_name: str
    region: str
    parent: str | None
    ancestors: list[str]
    timezone: str
    phone: str
    address: str
    oid: str
    headcount: int | None
    is_active: bool
    merged_into: str | None


class OrganisationPage(Schema):
    items: list[OrganisationOut]
    next: str | None


class OrganisationFilter(Paged):
    """``parent`` gives the children of one, ``within`` it and everything below it."""

    q: Words = ""
    region: Annotated[str, Field(max_length=20)] = ""
    kind: OrganisationKind | None = None
    parent: Code | None = None
    within: Code | None = None
    state: Literal["active", "closed", "all"] = "active"
    since: Since | None = None


class OrganisationFacts(Strict):
    timezone: Zone = ""
    phone: Short = ""
    address: Annotated[str, Field(max_length=300)] = ""
    oid: Annotated[str, Field(max_length=64)] = ""
    headcount: Annotated[int, Field(ge=0, le=999_999)] | None = None


class NewOrganisation(OrganisationFacts):
    code: Code
    kind: OrganisationKind = Organisation.Kind.HOSPITAL
    name: Annotated[str, Field(min_length=1, max_length=300)]
    short_name: Annotated[str, Field(min_length=1, max_length=80)]
    region: Annotated[str, Field(min_length=1, max_length=20)]
    parent: Code | None = None


class OrganisationChange(OrganisationFacts):
    """What is left out stays as it is. ``parent`` moves it with all below; ``is_active`` closes or reopens it."""

    code: Code = ""
    kind: OrganisationKind = Organisation.Kind.HOSPITAL
    name: Annotated[str, Field(min_length=1, max_length=300)] = ""
    short_name: Annotated[str, Field(min_length=1, max_length=80)] = ""
    parent: Code | None = None
    is_active: bool = True


class RegionOut(Schema):
    code: str
    name: str
    timezone: str
    is_active: bool


class RegionPage(Schema):
    items: list[RegionOut]
    next: str | None


class NewRegion(Strict):
    code: Annotated[str, Field(min_length=1, max_length=20)]
    name: Annotated[str, Field(min_length=1, max_length=120)]
    timezone: Annotated[str, Field(min_length=1, max_length=40)] = "Europe/Moscow"


class RegionChange(Strict):
    name: Annotated[str, Field(min_length=1, max_length=120)] = ""
    timezone: Annotated[str, Field(min_length=1, max_length=40)] = ""
    is_active: bool = True


class TeamOut(Schema):
    code: str
    name: str
    about: str
    level: int | None
    regions: list[str]
    is_active: bool


class TeamPage(Schema):
    items: list[TeamOut]
    next: str | None


class ComponentOut(Schema):
    code: str
    name: str


class ProductOut(Schema):
    code: str
    name: str
    vendor: str
    about: str
    components: list[ComponentOut]
    is_active: bool


class ProductPage(Schema):
    items: list[ProductOut]
    next: str | None


class InstallationOut(Schema):
    """A product as it stands at an organisation."""

    organisation: str
    product: str
    version: str
    components: list[str]
    installed_at: datetime | None
    note: str


class InstallationPage(Schema):
    items: list[InstallationOut]
    next: str | None


class InstallationFilter(Paged):
    organisation: Code | None = None
    product: Annotated[str, Field(max_length=40)] | None = None


class PlaceOut(Schema):
    code: str
    short_name: str


class Me(Schema):
    """The key, its person, what both may do, and for which organisations the person may ask."""

    login: str
    full_name: str
    email: str | None
    roles: list[RoleOut]
    organisations: list[PlaceOut]
    key: str
    scopes: list[Scope]
    expires_at: datetime
