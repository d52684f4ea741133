"""Contracts for their pages: the door to one, the list in its order, the parties, what an organisation falls under."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import NotVisible
from priyom.people.contracts import contracts_at
from priyom.people.models import Contract, ContractParty, Organisation, User
from priyom.people.models.contract import ContractQuerySet
from priyom.people.reach import reach_of

PARTIES_SHOWN = 3


@dataclass
class ContractRow:
    """A contract as a line of the list."""

    contract: Contract
    parties: list[str] = field(default_factory=list)
    more: int = 0
    levels: int = 0
    state: str = ""  # "" in force; "later" "ended" "off" "nobody" (no party) "empty" (no row)


@dataclass(frozen=True)
class Held:
    """A contract under which an organisation falls today."""

    contract: Contract
    decides: bool


def contracts_in_reach(user: User) -> ContractQuerySet:
    """Return the contracts that the person may read: a coordinator those of the own region."""
    if not user.may("contracts.read"):
        return Contract.objects.none()
    reach = reach_of(user)
    if reach.everything:
        return Contract.objects.all()
    own = Q(region_id__in=reach.region_ids) | Q(organisation__region_id__in=reach.region_ids)
    return Contract.objects.real().filter(pk__in=ContractParty.objects.filter(own).values("contract_id"))


def get_contract(user: User, pk: int, *, lock: bool = False) -> Contract:
    """Return the contract; hidden and missing look the same."""
    contracts = contracts_in_reach(user).select_related("calendar", "duty_calendar")
    if lock:
        contracts = contracts_in_reach(user).select_for_update(of=("self",))
    found = contracts.filter(pk=pk).first()
    if found is None:
        raise NotVisible(_("There is no such contract, or it is not open to you."))
    return found


def contract_rows(user: User) -> list[ContractRow]:
    """Return the contracts and the templates within reach, each in the order in which it decides."""
    if not user.may("contracts.read"):
        raise NotVisible
    found = list(contracts_in_reach(user).annotate(rows=Count("levels")).order_by("position", "id"))
    names = party_names(user, [each.pk for each in found])
    today = today_at_home()
    rows = []
    for each in found:
        parties = names[each.pk]
        rows.append(
            ContractRow(
                contract=each,
                parties=parties[:PARTIES_SHOWN],
                more=max(len(parties) - PARTIES_SHOWN, 0),
                levels=each.rows,
                state=_state(each, today, has_parties=bool(parties)),
            )
        )
    return rows


def _state(contract: Contract, today: date, *, has_parties: bool) -> str:
    if contract.is_template:
        return "" if contract.is_active else "off"
    states = {
        "off": not contract.is_active,
        "ended": contract.ends_on is not None and contract.ends_on < today,
        "later": contract.starts_on is not None and contract.starts_on > today,
        "nobody": not has_parties,
        "empty": not getattr(contract, "rows", 1),
    }
    return next((name for name, holds in states.items() if holds), "")


def state_of(contract: Contract) -> str:
    """Return why the contract does not decide today, or nothing."""
    return _state(contract, today_at_home(), has_parties=contract.parties.exists())


def today_at_home() -> date:
    """Return the day where the installation stands; a ticket goes by the day of its customer."""
    return now().astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def party_names(user: User, contract_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the parties of each contract by name, regions first; those out of the person's reach are left out."""
    reach = reach_of(user)
    parties = ContractParty.objects.filter(contract_id__in=list(contract_ids))
    if not reach.everything:
        own = Q(region_id__in=reach.region_ids) | Q(organisation__region_id__in=reach.region_ids)
        parties = parties.filter(own)
    order = ("region__name", "organisation__short_name")
    names: dict[int, list[str]] = defaultdict(list)
    for contract_id, region, organisation in parties.order_by(*order).values_list("contract_id", *order):
        names[contract_id].append(region or organisation)
    return names


def zones_of(contract: Contract) -> list[str]:
    """Return the zones in which the contract's customers live; without any, that of the installation."""
    zones: dict[str, None] = {}
    parties = contract.parties.select_related("region", "organisation__region")
    for party in parties.order_by("region__name", "organisation__short_name"):
        place = party.region or party.organisation
        if place is not None:
            zones[place.timezone if party.region_id else place.timezone_name] = None  # type: ignore[union-attr]
    return list(zones) or [settings.TIME_ZONE]


def contracts_of_organisation(organisation: Organisation) -> list[Held]:
    """Return the contracts under which the organisation falls today, the one that decides first."""
    keys = [each.terms.id for each in contracts_at(organisation, at=now())]
    found = Contract.objects.in_bulk(keys)
    return [Held(found[key], decides=key == keys[0]) for key in keys if key in found]
