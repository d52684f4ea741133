"""Contracts for programs: what was promised to whom, row by row, in the order in which they decide."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from priyom.base.api import REFUSALS, Paged, decode_cursor, page_of, refuse_unknown_filters
from priyom.base.clock import now
from priyom.base.errors import NotVisible
from priyom.people.contracts import contracts_at, contracts_kept
from priyom.people.directory.contracts import contracts_in_reach, get_contract
from priyom.people.directory.organisations import organisations_in_reach
from priyom.people.keys import Key
from priyom.people.models import Contract, ContractParty, Product, User, WorkCalendar
from priyom.people.reach import reach_of
from priyom.people.requests import SignedIn
from priyom.people.terms import LevelTerms

router = Router(tags=["directory"])
READ = Key("people:read")


class PromiseOut(Schema):
    """A promise of a row: ``amount`` counts minutes or days by ``unit``; an agreed date has none."""

    promise: Annotated[str, Field(description="response, update, workaround, resolution or consult")]
    unit: Annotated[str, Field(description="work_min, cal_min, work_day, cal_day or agreed")]
    amount: int
    end_of_day: bool
    stops_for: list[str]
    clause: str


class LevelOut(Schema):
    """A row of the matrix: the first that fits decides; an empty or null criterion means any."""

    name: str
    kind: str
    priority: int | None
    topic: str
    product: str | None
    calendar: str
    clause: str
    customer_words: str
    promises: list[PromiseOut]


class SignOut(Schema):
    text: str
    phrases: list[str]
    topics: list[str]
    clause: str


class RungOut(Schema):
    kind: str
    minutes: int | None
    skipped_when_critical: bool
    skipped_by_doctors: bool


class ContractOut(Schema):
    """A contract with everything it says; ``place`` is its place in the order, from 1."""

    id: int
    place: int
    number: str
    title: str
    customer: str
    starts_on: date | None
    ends_on: date | None
    support_model: Annotated[str, Field(description="owner or lines")]
    calendar: str
    goal_percent: Decimal | None
    is_active: bool
    changed_at: datetime | None
    regions: list[str]
    organisations: list[str]
    products: list[str]
    levels: list[LevelOut]
    signs: list[SignOut]
    ladder: list[RungOut]


class ContractPage(Schema):
    items: list[ContractOut]
    next: str | None


class ContractFilter(Paged):
    """Contracts in their order; with ``organisation`` those under which it falls now, the one that decides first."""

    organisation: Annotated[str, Field(min_length=1, max_length=60)] | None = None


@router.get("/contracts", auth=READ, response={200: ContractPage, **REFUSALS}, operation_id="listContracts",
            summary="List contracts within reach")  # fmt: skip
def contracts(request: SignedIn, filters: Query[ContractFilter]) -> Any:
    refuse_unknown_filters(request, ContractFilter)
    user = request.user
    if not user.may("contracts.read"):
        raise NotVisible(_("There is no such contract, or it is not open to you."))
    rows = {row.pk: row for row in _readable(user)}
    order = [key for key in _order(user, filters.organisation) if key in rows]
    after = decode_cursor(filters.cursor)
    rest = order[order.index(after) + 1 :] if after in order else order
    shown, following = page_of(rest[: filters.limit + 1], filters.limit)
    told = _telling(user)
    return {"items": [told(rows[key]) for key in shown], "next": following}


@router.get("/contracts/{contract_id}", auth=READ, response={200: ContractOut, **REFUSALS},
            operation_id="getContract", summary="Read a contract")  # fmt: skip
def contract(request: SignedIn, contract_id: int) -> Any:
    found = get_contract(request.user, contract_id)
    if found.is_template:
        raise NotVisible(_("There is no such contract, or it is not open to you."))
    return _telling(request.user)(found)


def _readable(user: User) -> list[Contract]:
    parties = ContractParty.objects.select_related("region", "organisation")
    found = contracts_in_reach(user).real()
    return list(found.prefetch_related(Prefetch("parties", parties), "products").order_by("position", "id"))


def _order(user: User, organisation: str | None) -> list[int]:
    """Return the ids in the order in which they decide, of all contracts or of those of one organisation."""
    if organisation is None:
        return [each.terms.id for each in contracts_kept().ordered]
    place = organisations_in_reach(user).select_related("region").filter(code=organisation).first()
    return [each.terms.id for each in contracts_at(place, at=now())] if place else []


def _telling(user: User) -> Any:
    """Return what tells a contract; the names it needs are read once, parties out of the person's reach left out."""
    products, calendars = Product.objects.in_bulk(), WorkCalendar.objects.in_bulk()
    kept, reach = contracts_kept(), reach_of(user)
    places = {each.terms.id: place for place, each in enumerate(_real(kept.ordered), start=1)}

    def level(row: LevelTerms, own: int) -> dict[str, Any]:
        return {
            "name": row.name, "kind": row.kind, "priority": row.priority, "topic": row.topic,
            "product": products[row.product_id].code if row.product_id in products else None,
            "calendar": calendars[row.calendar_id or own].code, "clause": row.clause,
            "customer_words": row.customer_words,
            "promises": [vars(target) | {"stops_for": list(target.stops_for)} for target in row.targets],
        }  # fmt: skip

    def told(found: Contract) -> dict[str, Any]:
        terms = kept.by_id[found.pk].terms
        parties = [each for each in found.parties.all() if reach.everything or _region_of(each) in reach.region_ids]
        return {
            "id": found.pk, "place": places[found.pk], "number": found.number, "title": found.title,
            "customer": found.customer, "starts_on": found.starts_on, "ends_on": found.ends_on,
            "support_model": found.support_model, "calendar": calendars[found.calendar_id].code,
            "goal_percent": found.goal_percent, "is_active": found.is_active, "changed_at": found.changed_at,
            "regions": sorted(each.region.code for each in parties if each.region),
            "organisations": sorted(each.organisation.code for each in parties if each.organisation),
            "products": sorted(each.code for each in found.products.all()),
            "levels": [level(row, found.calendar_id) for row in terms.levels],
            "signs": [
                {"text": each.text, "phrases": list(each.phrases), "topics": list(each.topics), "clause": each.clause}
                for each in terms.signs
            ],
            "ladder": [vars(each) for each in terms.rungs],
        }  # fmt: skip

    return told


def _region_of(party: ContractParty) -> int | None:
    return party.region_id or (party.organisation.region_id if party.organisation else None)


def _real(ordered: Any) -> list[Any]:
    shown = set(Contract.objects.real().values_list("pk", flat=True))
    return [each for each in ordered if each.terms.id in shown]
