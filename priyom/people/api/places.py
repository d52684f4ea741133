"""Regions, teams, products and what is installed where, for programs."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja import Status as Answered

from priyom.base.api import REFUSALS, Paged, decode_cursor, once, page_of, refuse_unknown_filters
from priyom.base.errors import NotAllowed
from priyom.people.actions.regions import change_region, create_region
from priyom.people.api.checked import as_it_is, said, submitted
from priyom.people.api.shapes import (
    InstallationFilter,
    InstallationPage,
    NewRegion,
    ProductPage,
    RegionChange,
    RegionOut,
    RegionPage,
    TeamPage,
)
from priyom.people.directory.organisations import organisations_in_reach
from priyom.people.directory.places import get_region
from priyom.people.forms.places import RegionForm
from priyom.people.keys import Key
from priyom.people.models import Installation, Product, Region, Team, User
from priyom.people.reach import reach_of
from priyom.people.requests import SignedIn

router = Router(tags=["directory"])
READ, WRITE = Key("people:read"), Key("people:write")


@router.get("/regions", auth=READ, response={200: RegionPage, **REFUSALS}, operation_id="listRegions",
            summary="List regions within reach")  # fmt: skip
def regions(request: SignedIn, filters: Query[Paged]) -> Any:
    reach = reach_of(_reader(request, Paged))
    rows = Region.objects.filter(Q() if reach.everything else Q(pk__in=reach.region_ids))
    return _page(rows, filters, _region)


@router.get("/regions/{code}", auth=READ, response={200: RegionOut, **REFUSALS}, operation_id="getRegion",
            url_name="show_region", summary="Read a region")  # fmt: skip
def region(request: SignedIn, code: str) -> Any:
    return _region(get_region(request.user, code))


@router.post("/regions", auth=WRITE, response={201: RegionOut, **REFUSALS}, operation_id="createRegion",
             summary="Add a region")  # fmt: skip
def add_region(request: SignedIn, payload: NewRegion, response: HttpResponse) -> Any:
    form = RegionForm(said(payload) | {"timezone": payload.timezone})
    made = once(request, lambda: _added(form, by=request.user).pk)
    told = _region(Region.objects.get(pk=made))
    response["Location"] = reverse("api:show_region", args=[told["code"]])
    return Answered(201, told)


@router.patch("/regions/{code}", auth=WRITE, response={200: RegionOut, **REFUSALS}, operation_id="changeRegion",
              summary="Correct a region, take it out of use")  # fmt: skip
def update_region(request: SignedIn, code: str, payload: RegionChange) -> Any:
    found = get_region(request.user, code)
    _refuse_readers(request.user)
    form = RegionForm(as_it_is(found, RegionForm(region=found)) | said(payload), region=found)
    return _region(submitted(form, change_region, code, by=request.user))


@router.get("/teams", auth=READ, response={200: TeamPage, **REFUSALS}, operation_id="listTeams",
            summary="List teams")  # fmt: skip
def teams(request: SignedIn, filters: Query[Paged]) -> Any:
    refuse_unknown_filters(request, Paged)
    if not request.user.may("desk.read"):
        raise NotAllowed(_("Only support staff look in here."))
    return _page(Team.objects.prefetch_related("regions"), filters, _team)


@router.get("/products", auth=READ, response={200: ProductPage, **REFUSALS}, operation_id="listProducts",
            summary="List products and their modules")  # fmt: skip
def products(request: SignedIn, filters: Query[Paged]) -> Any:
    _reader(request, Paged)
    return _page(Product.objects.prefetch_related("components"), filters, _product)


@router.get("/installations", auth=READ, response={200: InstallationPage, **REFUSALS},
            operation_id="listInstallations", summary="List what runs where, within reach")  # fmt: skip
def installations(request: SignedIn, filters: Query[InstallationFilter]) -> Any:
    refuse_unknown_filters(request, InstallationFilter)
    user = request.user
    if not (user.may("organisations.read") or user.may("organisation.tickets")):
        raise NotAllowed(_("Only local specialists and support staff look in here."))
    rows = Installation.objects.filter(organisation__in=organisations_in_reach(user).order_by().values("pk"))
    if filters.organisation:
        rows = rows.filter(organisation__code=filters.organisation)
    if filters.product:
        rows = rows.filter(product__code=filters.product)
    return _page(rows.select_related("organisation", "product").prefetch_related("components"), filters, _installation)


def _reader(request: SignedIn, filters: type[Paged]) -> User:
    refuse_unknown_filters(request, filters)
    if not request.user.may("organisations.read"):
        raise NotAllowed(_("Only local specialists and support staff look in here."))
    return request.user


def _refuse_readers(user: User) -> None:
    if not user.may("organisations.manage"):
        raise NotAllowed(_("Only an administrator changes regions."))


def _added(form: RegionForm, *, by: User) -> Region:
    _refuse_readers(by)
    return submitted(form, create_region, by=by)


def _page(rows: QuerySet[Any], filters: Paged, told: Any) -> dict[str, Any]:
    """Return a page in the order in which the rows were made."""
    after = decode_cursor(filters.cursor)
    found = list(rows.filter(pk__gt=after or 0).order_by("pk")[: filters.limit + 1])
    shown, following = page_of([row.pk for row in found], filters.limit)
    return {"items": [told(row) for row in found[: len(shown)]], "next": following}


def _region(row: Region) -> dict[str, Any]:
    return {"code": row.code, "name": row.name, "timezone": row.timezone, "is_active": row.is_active}


def _team(row: Team) -> dict[str, Any]:
    return {
        "code": row.code, "name": row.name, "about": row.about, "level": row.level, "is_active": row.is_active,
        "regions": [each.code for each in row.regions.all()],
    }  # fmt: skip


def _product(row: Product) -> dict[str, Any]:
    return {
        "code": row.code, "name": row.name, "vendor": row.vendor, "about": row.about, "is_active": row.is_active,
        "components": [{"code": each.code, "name": each.name} for each in row.components.all()],
    }  # fmt: skip


def _installation(row: Installation) -> dict[str, Any]:
    return {
        "organisation": row.organisation.code, "product": row.product.code, "version": row.version,
        "components": [each.code for each in row.components.all()], "installed_at": row.installed_at, "note": row.note,
    }  # fmt: skip
