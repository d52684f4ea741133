"""Contracts as agreements: added, copied, changed, put in order, ended. Their rows are in ``contract_rows``.

Tickets that are open keep what was frozen when they opened; everything here concerns tickets opened afterwards.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, WrongState
from priyom.base.events import record
from priyom.people.actions.changing import apply_facts
from priyom.people.directory.contracts import get_contract
from priyom.people.models import Contract, ContractParty, Organisation, Product, Region, Target, User

COPIED = ("signs", "rungs")
STEP = {"up": -1, "down": 1}


@transaction.atomic
def create_contract(
    *,
    by: User,
    source: Contract | None = None,
    regions: Sequence[Region] = (),
    organisations: Sequence[Organisation] = (),
    products: Sequence[Product] = (),
    is_template: bool = False,
    **facts: Any,
) -> Contract:
    """Add a contract, last in the order; with a source it begins with the source's rows, signs and ladder."""
    refuse_writers(by)
    _refuse_wrong_term(facts.get("starts_on"), facts.get("ends_on"))
    last = Contract.objects.aggregate(last=Max("position"))["last"] or 0
    contract = Contract.objects.create(**facts, is_template=is_template, position=last + 1, changed_at=now())
    contract.products.set(products)
    _set_parties(contract, regions, organisations)
    if source is not None:
        copy_rows(source, contract)
    record("contract.created", contract, by=by, source=source.pk if source else None)
    return contract


@transaction.atomic
def change_contract(
    pk: int,
    *,
    by: User,
    revision: int | None,
    regions: Sequence[Region],
    organisations: Sequence[Organisation],
    products: Sequence[Product],
    **facts: Any,
) -> Contract:
    """Change what is said of a contract and who its parties are; the event names what differs."""
    contract = contract_to_change(pk, by=by, revision=revision)
    _refuse_wrong_term(facts.get("starts_on"), facts.get("ends_on"))
    changed = apply_facts(contract, **facts)
    if {each.pk for each in products} != set(contract.products.values_list("pk", flat=True)):
        contract.products.set(products)
        changed.append("products")
    if _set_parties(contract, regions, organisations):
        changed.append("parties")
    if changed:
        mark_changed(contract, changed, by=by)
    return contract


@transaction.atomic
def end_contract(pk: int, *, by: User, revision: int | None, ends_on: date) -> Contract:
    """Say on which day the contract is in force for the last time; what is open keeps its terms."""
    contract = contract_to_change(pk, by=by, revision=revision)
    if contract.is_template:
        raise WrongState(_("A template is never in force: there is nothing to end."))
    _refuse_wrong_term(contract.starts_on, ends_on)
    if contract.ends_on != ends_on:
        apply_facts(contract, ends_on=ends_on)
        mark_changed(contract, ["ends_on"], by=by, kind="contract.ended")
    return contract


@transaction.atomic
def move_contract(pk: int, *, by: User, to: str) -> Contract:
    """Let the contract decide before the one above it, or after the one below it; at the end nothing happens."""
    contract = get_contract(by, pk)
    refuse_writers(by)
    # RACE: two moves at once would give two contracts one place; all rows are locked, in the order of their ids.
    rows = list(Contract.objects.select_for_update().order_by("id"))
    beside = sorted(
        (each for each in rows if each.is_template == contract.is_template), key=lambda each: (each.position, each.pk)
    )
    if swap(beside, contract, to):
        record("contract.moved", contract, by=by, to=to)
    return contract


def hand_parties_over(source: Organisation, target: Organisation, *, by: User) -> None:
    """Let the organisation that another one lives on in take its place in every contract: it is the successor."""
    parties = ContractParty.objects.filter(organisation=source).select_related("contract")
    for party in parties.order_by("contract_id"):
        if party.contract.parties.filter(organisation=target).exists():
            party.delete()
        else:
            apply_facts(party, organisation=target)
        mark_changed(party.contract, ["parties"], by=by)


def contract_to_change(pk: int, *, by: User, revision: int | None = None) -> Contract:
    """Return the contract locked, if the person may change it and has seen it as it stands."""
    contract = get_contract(by, pk, lock=True)
    refuse_writers(by)
    if revision is not None and revision != contract.revision:
        raise WrongState(
            _("Somebody else has changed this contract meanwhile. What you typed is still here: look, then save again.")
        )
    return contract


def mark_changed(contract: Contract, fields: Iterable[str], *, by: User, kind: str = "contract.changed") -> None:
    """Count the change, so that whoever edits at the same time notices, and record what it was about."""
    apply_facts(contract, revision=contract.revision + 1, changed_at=now())
    record(kind, contract, by=by, changed=sorted(fields))


def refuse_writers(by: User) -> None:
    """Refuse everybody who only reads contracts."""
    if not by.may("contracts.manage"):
        raise NotAllowed(_("Only an administrator changes contracts."))


def swap(rows: list[Any], one: Model, to: str) -> bool:
    """Let a row change places with its neighbour and number all of them anew; say whether it moved."""
    at = next(place for place, each in enumerate(rows) if each.pk == one.pk)
    there = at + STEP[to] if to in STEP else at
    moved = there != at and 0 <= there < len(rows)
    if moved:
        rows[at], rows[there] = rows[there], rows[at]
        number_anew(rows)
    return moved


def number_anew(rows: Sequence[Any]) -> None:
    """Give the rows their places in the order in which they come."""
    for place, each in enumerate(rows, start=1):
        apply_facts(each, position=place)


def copy_rows(source: Contract, contract: Contract) -> None:
    """Give the contract the rows, signs and ladder of another one."""
    for level in list(source.levels.all()):
        targets = list(level.targets.all())
        _copy(level, contract=contract)
        Target.objects.bulk_create(_unsaved(target, level=level) for target in targets)
    for name in COPIED:
        for row in list(getattr(source, name).all()):
            _copy(row, contract=contract)


def _copy(row: Any, **facts: Any) -> None:
    _unsaved(row, **facts).save()


def _unsaved(row: Any, **facts: Any) -> Any:
    row.pk = None
    row._state.adding = True  # noqa: SLF001 - the documented way to copy a row
    for name, value in facts.items():
        setattr(row, name, value)
    return row


def _set_parties(contract: Contract, regions: Sequence[Region], organisations: Sequence[Organisation]) -> bool:
    """Bring the parties to the given ones and say whether anything changed."""
    wanted = {("region", each.pk) for each in regions} | {("organisation", each.pk) for each in organisations}
    known: dict[tuple[str, int | None], ContractParty] = {
        ("region", each.region_id) if each.region_id else ("organisation", each.organisation_id): each
        for each in contract.parties.all()
    }
    gone = [party.pk for key, party in known.items() if key not in wanted]
    ContractParty.objects.filter(pk__in=gone).delete()
    fresh = [ContractParty(contract=contract, **{f"{kind}_id": pk}) for kind, pk in sorted(wanted - set(known))]
    ContractParty.objects.bulk_create(fresh)
    return bool(gone or fresh)


def _refuse_wrong_term(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise Invalid(errors={"ends_on": [_("The contract would end before it begins.")]})
