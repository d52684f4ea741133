"""Regions, teams and products for their pages, and the history of any of them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Model, Q
from django.utils.translation import gettext as _

from priyom.base.audit import field_words
from priyom.base.clock import now
from priyom.base.errors import NotAllowed, NotVisible
from priyom.base.events import kind_of
from priyom.base.models import Event
from priyom.people.models import (
    Component,
    Installation,
    Membership,
    Organisation,
    Product,
    Region,
    Team,
    User,
)
from priyom.people.models import TeamMembership as Place
from priyom.people.reach import reach_of

HISTORY_SHOWN = 30


@dataclass
class RegionRow:
    """A region as a line of the list."""

    pk: int
    code: str
    name: str
    timezone: str
    is_active: bool
    hospitals: int = 0
    people: int = 0

    @property
    def offset(self) -> str:
        """Return the zone's distance from UTC at this moment: «UTC+5»."""
        return offset_of(self.timezone)


@dataclass
class TeamRow:
    """A team as a line of the list."""

    pk: int
    code: str
    name: str
    about: str
    level: int | None
    is_active: bool
    leads: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    members: int = 0


@dataclass
class HistoryLine:
    """Something that happened to an organisation, a person, a team or a region."""

    at: datetime
    who: str
    what: str
    icon: str
    details: str = ""


def offset_of(zone: str) -> str:
    """Return the zone's distance from UTC at this moment: «UTC+5», «UTC+3:30»."""
    distance = now().astimezone(ZoneInfo(zone)).utcoffset()
    minutes = int(distance.total_seconds() // 60) if distance is not None else 0
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def region_rows(user: User) -> list[RegionRow]:
    """Return the regions within the person's reach, with how many hospitals and people they have."""
    regions = Region.objects.order_by("-is_active", "name")
    reach = reach_of(user)
    if not user.may("organisations.read"):
        raise NotAllowed(_("Only local specialists and support staff look in here."))
    if not reach.everything:
        regions = regions.filter(pk__in=reach.region_ids)
    rows = [RegionRow(*row) for row in regions.values_list("pk", "code", "name", "timezone", "is_active")]
    hospitals = Organisation.objects.filter(is_active=True, kind=Organisation.Kind.HOSPITAL)
    by_region = dict(hospitals.order_by().values_list("region_id").annotate(n=Count("pk")))
    active = Membership.objects.filter(state=Membership.State.ACTIVE, user__is_active=True)
    people = dict(active.values_list("organisation__region_id").annotate(n=Count("user_id", distinct=True)))
    for row in rows:
        row.hospitals, row.people = by_region.get(row.pk, 0), people.get(row.pk, 0)
    return rows


def get_region(user: User, code: str, *, lock: bool = False) -> Region:
    """Return the region, if it is within the person's reach."""
    regions = Region.objects.select_for_update() if lock else Region.objects.all()
    found = regions.filter(code=code).first()
    reach = reach_of(user)
    if found is None or not (reach.everything or found.pk in reach.region_ids):
        raise NotVisible(_("There is no such region, or it is not open to you."))
    return found


def team_rows(user: User) -> list[TeamRow]:
    """Return all teams with their leads, regions and size."""
    if not user.may("desk.read"):
        raise NotAllowed(_("Only support staff look in here."))
    columns = Team.objects.order_by("-is_active", "level", "name").values_list(
        "pk", "code", "name", "about", "level", "is_active"
    )
    rows = [TeamRow(*row) for row in columns]
    by_key = {row.pk: row for row in rows}
    for place in Place.objects.filter(user__is_active=True).select_related("user").order_by("user__search"):
        by_key[place.team_id].members += 1
        if place.is_lead:
            by_key[place.team_id].leads.append(place.user.name)
    for pk, name in Team.regions.through.objects.order_by("region__name").values_list("team_id", "region__name"):
        by_key[pk].regions.append(name)
    return rows


def get_team(user: User, code: str, *, lock: bool = False) -> Team:
    """Return the team; whoever works at the desk sees all teams."""
    teams = Team.objects.select_for_update() if lock else Team.objects.prefetch_related("regions")
    found = teams.filter(code=code).first() if user.may("desk.read") else None
    if found is None:
        raise NotVisible(_("There is no such team, or it is not open to you."))
    return found


def places_in(team: Team) -> list[Place]:
    """Return who works in the team, leads first."""
    return list(team.places.select_related("user").order_by("-is_lead", "user__search"))


@dataclass
class ProductRow:
    """A product as a line of the list."""

    product: Product
    modules: list[str]
    places: int


def product_rows(user: User) -> list[ProductRow]:
    """Return the catalogue: every product with its modules and at how many organisations it runs."""
    if not user.may("organisations.read"):
        raise NotAllowed(_("Only support staff look in here."))
    modules: dict[int, list[str]] = defaultdict(list)
    for pk, name in Component.objects.order_by("name").values_list("product_id", "name"):
        modules[pk].append(name)
    places = dict(Installation.objects.order_by().values_list("product_id").annotate(n=Count("pk")))
    products = Product.objects.order_by("-is_active", "name")
    return [ProductRow(each, modules.get(each.pk, []), places.get(each.pk, 0)) for each in products]


def get_product(user: User, code: str, *, lock: bool = False) -> Product:
    """Return a product of the catalogue."""
    products = Product.objects.select_for_update() if lock else Product.objects.all()
    found = products.filter(code=code).first() if user.may("organisations.read") else None
    if found is None:
        raise NotVisible(_("There is no such product, or it is not open to you."))
    return found


def history_of(subject: Model) -> list[HistoryLine]:
    """Return what happened to the thing, the newest first."""
    events = Event.objects.filter(subject_kind=subject._meta.model_name, subject_id=subject.pk)
    newest = events.select_related("actor").order_by("-id")[:HISTORY_SHOWN]
    return [_line(event, type(subject)) for event in newest]


def _line(event: Event, model: type[Model]) -> HistoryLine:
    known = kind_of(event.kind)
    return HistoryLine(
        at=event.happened_at,
        who=event.actor.name if event.actor and not event.actor.is_system else _("Priyom"),
        what=str(known.sentence),
        icon=known.icon,
        details=", ".join(_words_of(event.details, model)),
    )


def _words_of(details: dict[str, Any], model: type[Model]) -> list[str]:
    """Return the names of the fields that an event says were changed."""
    columns = {each.name: each for each in model._meta.get_fields() if hasattr(each, "verbose_name")}
    words = field_words(str(model._meta.model_name)) | {name: each.verbose_name for name, each in columns.items()}
    return [str(words[name]) for name in details.get("changed", []) if name in words]


def regions_to_choose(user: User) -> list[tuple[str, str]]:
    """Return the regions in use within the person's reach, for a select: code and name."""
    reach = reach_of(user)
    within = Q() if reach.everything else Q(pk__in=reach.region_ids)
    return list(Region.objects.filter(within, is_active=True).values_list("code", "name"))
