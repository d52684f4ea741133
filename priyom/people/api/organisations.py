"""Organisations for programs: the tree, a card by its code, and an administrator's changes."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja import Status as Answered

from priyom.base.api import REFUSALS, decode_cursor, once, page_of, refuse_unknown_filters
from priyom.base.errors import NotAllowed, NotVisible
from priyom.people.actions import organisations as actions
from priyom.people.api.checked import as_it_is, said, submitted, unknown
from priyom.people.api.shapes import (
    NewOrganisation,
    OrganisationChange,
    OrganisationFilter,
    OrganisationOut,
    OrganisationPage,
)
from priyom.people.directory.changes import organisations_changed_since
from priyom.people.directory.organisations import (
    OrganisationFilters,
    filtered,
    get_organisation,
    organisations_in_reach,
)
from priyom.people.directory.paging import in_order, keys_after
from priyom.people.forms.organisations import OrganisationForm, PlaceForm
from priyom.people.keys import Key
from priyom.people.models import Organisation, Region, User
from priyom.people.requests import SignedIn

router = Router(tags=["organisations"])
READ, WRITE = Key("people:read"), Key("people:write")


@router.get("/organisations", auth=READ, response={200: OrganisationPage, **REFUSALS},
            operation_id="listOrganisations", summary="List organisations within reach, by name")  # fmt: skip
def index(request: SignedIn, filters: Query[OrganisationFilter]) -> Any:
    refuse_unknown_filters(request, OrganisationFilter)
    _refuse_strangers(request.user)
    parent = _in_reach(request.user, filters.parent, "parent") if filters.parent else None
    asked = OrganisationFilters(
        text=filters.q.strip(), region=filters.region, kind=filters.kind or "", parent=str(parent.pk) if parent else "",
        state="" if filters.state == "active" else filters.state, departments=True,
    )  # fmt: skip
    found = filtered(request.user, asked)
    if filters.within:
        found = found.filter(path__startswith=_in_reach(request.user, filters.within, "within").path)
    if filters.since:
        found = found.filter(organisations_changed_since(filters.since))
    keys = keys_after(found, decode_cursor(filters.cursor), limit=filters.limit + 1)
    shown, following = page_of(keys, filters.limit)
    return {"items": _organisations(shown), "next": following}


@router.get("/organisations/{path:code}", auth=READ, response={200: OrganisationOut, **REFUSALS},
            operation_id="getOrganisation", url_name="show_organisation", summary="Read a card")  # fmt: skip
def show(request: SignedIn, code: str) -> Any:
    return _organisations([_open_card(request.user, code).pk])[0]


@router.post("/organisations", auth=WRITE, response={201: OrganisationOut, **REFUSALS},
             operation_id="createOrganisation", summary="Add an organisation to the tree")  # fmt: skip
def create(request: SignedIn, payload: NewOrganisation, response: HttpResponse) -> Any:
    made = once(request, lambda: _add(payload, by=request.user).pk)
    told = _organisations([made])[0]
    response["Location"] = reverse("api:show_organisation", args=[told["code"]])
    return Answered(201, told)


@router.patch("/organisations/{path:code}", auth=WRITE, response={200: OrganisationOut, **REFUSALS},
              operation_id="changeOrganisation", summary="Correct, move, close or reopen an organisation")  # fmt: skip
def update(request: SignedIn, code: str, payload: OrganisationChange) -> Any:
    with transaction.atomic():
        organisation = _open_card(request.user, code)
        _refuse_readers(request.user)
        _change(organisation, said(payload), by=request.user)
    return _organisations([organisation.pk])[0]


def _add(payload: NewOrganisation, *, by: User) -> Organisation:
    _refuse_readers(by)
    facts = said(payload) | {"kind": payload.kind}
    region = Region.objects.filter(code=facts["region"]).first()
    if region is None:
        raise unknown("region", _("No region has this code."))
    parent = _in_reach(by, facts["parent"], "parent").pk if facts.get("parent") else None
    form = OrganisationForm(facts | {"region": region.pk, "parent": parent})
    return submitted(form, actions.create_organisation, by=by)


def _change(organisation: Organisation, facts: dict[str, Any], *, by: User) -> None:
    is_active = facts.pop("is_active", organisation.is_active)
    if is_active and not organisation.is_active:
        actions.reopen_organisation(organisation.pk, by=by)
    if "parent" in facts:
        code = facts.pop("parent")
        parent = _in_reach(by, code, "parent").pk if code else None
        submitted(PlaceForm({"parent": parent}), actions.move_organisation, organisation.pk, by=by)
    if facts:
        form = OrganisationForm(organisation=organisation)
        form = OrganisationForm(as_it_is(organisation, form) | facts, organisation=organisation)
        submitted(form, actions.change_organisation, organisation.pk, by=by)
    if organisation.is_active and not is_active:
        actions.close_organisation(organisation.pk, by=by)


def _open_card(user: User, code: str) -> Organisation:
    pk = Organisation.objects.filter(code=code).values_list("pk", flat=True).first()
    if pk is None:
        raise NotVisible(_("There is no such organisation, or it is not open to you."))
    return get_organisation(user, pk)


def _in_reach(user: User, code: str, field: str) -> Organisation:
    found = organisations_in_reach(user).filter(code=code).first()
    if found is None:
        raise unknown(field, _("No organisation has this code."))
    return found


def _refuse_strangers(user: User) -> None:
    if not (user.may("organisations.read") or user.may("organisation.tickets")):
        raise NotAllowed(_("Only local specialists and support staff look in here."))


def _refuse_readers(user: User) -> None:
    if not user.may("organisations.manage"):
        raise NotAllowed(_("Only an administrator changes organisations."))


def _organisations(keys: list[int]) -> list[dict[str, Any]]:
    """Return the answers in the order of the keys: two queries, one of them for what stands above."""
    related = ("region", "parent", "merged_into")
    rows = in_order(keys, Organisation.objects.filter(pk__in=keys).order_by().select_related(*related))
    above = {int(pk) for row in rows for pk in row.path.rstrip("/").split("/")[:-1]}
    codes = dict(Organisation.objects.filter(pk__in=above).values_list("pk", "code"))
    return [_organisation(row, codes) for row in rows]


def _organisation(row: Organisation, codes: dict[int, str]) -> dict[str, Any]:
    return {
        "code": row.code,
        "kind": row.kind,
        "name": row.name,
        "short_name": row.short_name,
        "region": row.region.code,
        "parent": row.parent.code if row.parent else None,
        "ancestors": [codes[int(pk)] for pk in row.path.rstrip("/").split("/")[:-1]],
        "timezone": row.timezone_name,
        "phone": row.phone,
        "address": row.address,
        "oid": row.oid,
        "headcount": row.headcount,
        "is_active": row.is_active,
        "merged_into": row.merged_into.code if row.merged_into else None,
    }
