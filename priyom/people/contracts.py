"""Which contract a ticket falls under, and what it says: all contracts stand in memory, as of a stamp.

A party is a region, or an organisation with everything below it. Where several contracts fit, the one that stands
first in the explicit order decides, and names the others, so that nobody has to guess why.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from priyom.base.prepared import ask
from priyom.base.stamps import kept
from priyom.people.models import (
    Contract,
    ContractParty,
    CriticalSign,
    Organisation,
    Promise,
    Rung,
    ServiceLevel,
    Target,
)
from priyom.people.terms import ContractTerms, LevelTerms, RungTerms, SignTerms, TargetTerms

STAMP = "contracts"
Row = TypeVar("Row", ContractParty, CriticalSign, Rung)
_INSTALLED = "SELECT DISTINCT product_id FROM people_installation WHERE organisation_id = ANY(%s)"
_ORDER = {promise: place for place, promise in enumerate(Promise.values)}


@dataclass(frozen=True)
class KeptContract:
    """A contract with what decides whether it is about an organisation on a day."""

    terms: ContractTerms
    starts_on: date | None
    ends_on: date | None
    is_offered: bool  # in use, and no template
    region_ids: frozenset[int]
    organisation_ids: frozenset[int]
    product_ids: frozenset[int]  # none: all

    def in_force(self, day: date) -> bool:
        """Say whether the contract promises something on that day of its customer."""
        begun = self.starts_on is None or self.starts_on <= day
        return self.is_offered and begun and (self.ends_on is None or day <= self.ends_on)

    def serves(self, region_id: int, path: Collection[int]) -> bool:
        """Say whether an organisation of the region, with what stands above it, is a party or below one."""
        return region_id in self.region_ids or not self.organisation_ids.isdisjoint(path)


@dataclass(frozen=True)
class KeptContracts:
    """All contracts, in the order in which they decide."""

    ordered: tuple[KeptContract, ...] = ()
    by_id: Mapping[int, KeptContract] = field(default_factory=dict)


def contracts_kept() -> KeptContracts:
    """Return all contracts as they stand; they are shared between requests and never changed in place."""
    return kept(STAMP, _read)


def terms_for(organisation: Organisation, *, at: datetime) -> ContractTerms | None:
    """Return the contract that decides for a ticket opened at the organisation at that moment, or None.

    The day is the customer's own. ``also`` names the contracts that fit as well and stand behind it in the order.
    """
    fitting = contracts_at(organisation, at=at)
    if not fitting:
        return None
    return replace(fitting[0].terms, also=tuple(each.terms.title for each in fitting[1:]))


def contracts_at(organisation: Organisation, *, at: datetime) -> list[KeptContract]:
    """Return the contracts in force that are about the organisation, the one that decides first."""
    path = ids_of_path(organisation)
    day = at.astimezone(ZoneInfo(organisation.timezone_name)).date()
    found = [
        each for each in contracts_kept().ordered if each.in_force(day) and each.serves(organisation.region_id, path)
    ]
    if any(each.product_ids for each in found):
        installed = products_at(organisation)
        found = [each for each in found if not each.product_ids or each.product_ids & installed]
    return found


def products_at(organisation: Organisation) -> frozenset[int]:
    """Return what runs at the organisation or above it: a department works with what its hospital has."""
    return frozenset(product for (product,) in ask(_INSTALLED, [list(ids_of_path(organisation))]))


def terms_of(contract_id: int) -> ContractTerms | None:
    """Return what the contract says, in force or not, or None when there is none of that id."""
    found = contracts_kept().by_id.get(contract_id)
    return found.terms if found else None


def ids_of_path(organisation: Organisation) -> frozenset[int]:
    """Return the organisation's id with those of everything above it."""
    return frozenset({organisation.pk, *(int(pk) for pk in organisation.path.split("/") if pk)})


def _read() -> KeptContracts:
    parties: dict[int, list[ContractParty]] = _by_contract(ContractParty.objects.all())
    products: dict[int, set[int]] = defaultdict(set)
    for contract_id, product_id in Contract.products.through.objects.values_list("contract_id", "product_id"):
        products[contract_id].add(product_id)
    levels, signs, rungs = _levels(), _by_contract(CriticalSign.objects.all()), _by_contract(Rung.objects.all())
    ordered = [
        KeptContract(
            terms=_terms(contract, levels.get(contract.pk, ()), signs.get(contract.pk, ()), rungs.get(contract.pk, ())),
            starts_on=contract.starts_on,
            ends_on=contract.ends_on,
            is_offered=contract.is_active and not contract.is_template,
            region_ids=frozenset(party.region_id for party in parties.get(contract.pk, ()) if party.region_id),
            organisation_ids=frozenset(
                party.organisation_id for party in parties.get(contract.pk, ()) if party.organisation_id
            ),
            product_ids=frozenset(products[contract.pk]),
        )
        for contract in Contract.objects.all()
    ]
    return KeptContracts(tuple(ordered), {each.terms.id: each for each in ordered})


def _by_contract(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.contract_id].append(row)
    return found


def _levels() -> dict[int, list[LevelTerms]]:
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.all():
        targets[target.level_id].append(target)
    found: dict[int, list[LevelTerms]] = defaultdict(list)
    for level in ServiceLevel.objects.all():
        found[level.contract_id].append(level_terms(level, targets[level.pk]))
    return found


def level_terms(level: ServiceLevel, targets: Iterable[Target]) -> LevelTerms:
    """Return a row of the matrix as terms; its promises stand in the order in which they fall due."""
    in_order = sorted(targets, key=lambda target: _ORDER[target.promise])
    return LevelTerms(
        id=level.pk,
        name=level.name,
        kind=level.kind,
        priority=level.priority,
        topic=level.topic,
        product_id=level.product_id,
        calendar_id=level.calendar_id,
        clause=level.clause,
        customer_words=level.customer_words,
        targets=tuple(_target(target) for target in in_order),
    )


def _target(target: Target) -> TargetTerms:
    stops = {
        "requester": target.stops_for_requester,
        "external": target.stops_for_external,
        "release": target.stops_for_release,
    }
    return TargetTerms(
        promise=target.promise,
        unit=target.unit,
        amount=target.amount,
        end_of_day=target.end_of_day,
        stops_for=tuple(whom for whom, does in stops.items() if does),
        clause=target.clause,
    )


def _terms(
    contract: Contract, levels: Iterable[LevelTerms], signs: Iterable[CriticalSign], rungs: Iterable[Rung]
) -> ContractTerms:
    return ContractTerms(
        id=contract.pk,
        number=contract.number,
        title=contract.title,
        customer=contract.customer,
        support_model=contract.support_model,
        calendar_id=contract.calendar_id,
        duty_calendar_id=contract.duty_calendar_id,
        tells_by_itself=contract.tells_by_itself,
        levels=tuple(levels),
        signs=tuple(_sign(sign) for sign in signs),
        rungs=tuple(_rung(rung) for rung in rungs),
    )


def _sign(sign: CriticalSign) -> SignTerms:
    phrases = (line.strip() for line in sign.phrases.splitlines())
    topics = (code.strip() for code in sign.topics.split(","))
    return SignTerms(
        id=sign.pk,
        text=sign.text,
        phrases=tuple(phrase for phrase in phrases if phrase),
        topics=tuple(code for code in topics if code),
        clause=sign.clause,
    )


def _rung(rung: Rung) -> RungTerms:
    return RungTerms(rung.kind, rung.team_id, rung.minutes, rung.skipped_when_critical, rung.skipped_by_doctors)
