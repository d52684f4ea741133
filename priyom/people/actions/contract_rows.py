"""What a contract consists of: rows of its matrix with their promises, signs of a critical incident, the ladder."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid, NotVisible
from priyom.people.actions.changing import apply_facts
from priyom.people.actions.contracts import contract_to_change, mark_changed, number_anew, swap
from priyom.people.contracts import level_terms
from priyom.people.coverage import place_for
from priyom.people.models import Contract, CriticalSign, Rung, ServiceLevel, Target, Team, User
from priyom.people.terms import TargetTerms

STOPS = ("requester", "external", "release")


@dataclass(frozen=True)
class RungFacts:
    """A step of the ladder as it should be."""

    kind: str
    team: Team | None = None
    minutes: int | None = None
    skipped_when_critical: bool = True
    skipped_by_doctors: bool = False


@transaction.atomic
def add_level(pk: int, *, by: User, revision: int | None, targets: Sequence[TargetTerms], **facts: Any) -> ServiceLevel:
    """Add a row to the matrix: above the more general ones, which would leave nothing to it."""
    contract = contract_to_change(pk, by=by, revision=revision)
    _refuse_no_promise(targets)
    rows = list(contract.levels.all())
    level = ServiceLevel.objects.create(contract=contract, position=len(rows) + 1, **facts)
    _set_targets(level, targets)
    rows.insert(place_for(level_terms(level, ()), [level_terms(each, ()) for each in rows]), level)
    number_anew(rows)
    mark_changed(contract, ["levels"], by=by)
    return level


@transaction.atomic
def change_level(
    pk: int, level_id: int, *, by: User, revision: int | None, targets: Sequence[TargetTerms], **facts: Any
) -> ServiceLevel:
    """Change which tickets a row is about and what it promises."""
    contract = contract_to_change(pk, by=by, revision=revision)
    level = get_level(contract, level_id)
    _refuse_no_promise(targets)
    changed = bool(apply_facts(level, **facts))
    if _set_targets(level, targets) or changed:
        mark_changed(contract, ["levels"], by=by)
    return level


@transaction.atomic
def remove_level(pk: int, level_id: int, *, by: User, revision: int | None = None) -> Contract:
    """Take a row out; tickets that were opened under it keep what was frozen."""
    contract = contract_to_change(pk, by=by, revision=revision)
    get_level(contract, level_id).delete()
    mark_changed(contract, ["levels"], by=by)
    return contract


@transaction.atomic
def move_level(pk: int, level_id: int, *, by: User, to: str, revision: int | None = None) -> Contract:
    """Move a row up or down; the first that fits decides."""
    contract = contract_to_change(pk, by=by, revision=revision)
    if swap(list(contract.levels.all()), get_level(contract, level_id), to):
        mark_changed(contract, ["levels"], by=by)
    return contract


@transaction.atomic
def add_sign(pk: int, *, by: User, revision: int | None, **facts: Any) -> CriticalSign:
    """Add a sign of a critical incident."""
    contract = contract_to_change(pk, by=by, revision=revision)
    sign = CriticalSign.objects.create(contract=contract, position=_behind(contract.signs), **facts)
    mark_changed(contract, ["signs"], by=by)
    return sign


@transaction.atomic
def change_sign(pk: int, sign_id: int, *, by: User, revision: int | None, **facts: Any) -> CriticalSign:
    """Change how a sign is called and recognised."""
    contract = contract_to_change(pk, by=by, revision=revision)
    sign = get_sign(contract, sign_id)
    if apply_facts(sign, **facts):
        mark_changed(contract, ["signs"], by=by)
    return sign


@transaction.atomic
def remove_sign(pk: int, sign_id: int, *, by: User, revision: int | None = None) -> Contract:
    """Strike a sign out."""
    contract = contract_to_change(pk, by=by, revision=revision)
    get_sign(contract, sign_id).delete()
    mark_changed(contract, ["signs"], by=by)
    return contract


@transaction.atomic
def set_ladder(pk: int, *, by: User, revision: int | None, rungs: Sequence[RungFacts]) -> Contract:
    """Say which rungs there are outside the vendor; none of them: everybody writes to the vendor at once."""
    contract = contract_to_change(pk, by=by, revision=revision)
    known = {rung.kind: rung for rung in contract.rungs.all()}
    wanted = {rung.kind: rung for rung in rungs}
    gone = contract.rungs.exclude(kind__in=wanted).delete()[0]
    changed = False
    for place, kind in enumerate(Rung.Kind.values):
        if kind in wanted:
            changed = _set_rung(contract, known.get(kind), wanted[kind], place) or changed
    if gone or changed:
        mark_changed(contract, ["rungs"], by=by)
    return contract


def get_level(contract: Contract, level_id: int) -> ServiceLevel:
    """Return a row of the contract's matrix."""
    found = contract.levels.filter(pk=level_id).first()
    if found is None:
        raise NotVisible(_("There is no such row any more."))
    return found


def get_sign(contract: Contract, sign_id: int) -> CriticalSign:
    """Return a sign of the contract."""
    found = contract.signs.filter(pk=sign_id).first()
    if found is None:
        raise NotVisible(_("There is no such sign any more."))
    return found


def _set_rung(contract: Contract, rung: Rung | None, facts: RungFacts, place: int) -> bool:
    values = {
        "position": place,
        "team": facts.team,
        "minutes": facts.minutes,
        "skipped_when_critical": facts.skipped_when_critical,
        "skipped_by_doctors": facts.skipped_by_doctors,
    }
    if rung is None:
        Rung.objects.create(contract=contract, kind=facts.kind, **values)
        return True
    return bool(apply_facts(rung, **values))


def _set_targets(level: ServiceLevel, targets: Sequence[TargetTerms]) -> bool:
    """Bring the promises of a row to the given ones and say whether anything changed."""
    known = {target.promise: target for target in level.targets.all()}
    wanted = {target.promise: target for target in targets}
    gone = level.targets.exclude(promise__in=wanted).delete()[0]
    changed = False
    for promise, target in wanted.items():
        facts = target_facts(target)
        if promise in known:
            changed = bool(apply_facts(known[promise], **facts)) or changed
        else:
            Target.objects.create(level=level, promise=promise, **facts)
            changed = True
    return bool(gone) or changed


def target_facts(target: TargetTerms) -> dict[str, Any]:
    """Return a promise as the columns of its row."""
    return {
        "unit": target.unit,
        "amount": target.amount,
        "end_of_day": target.end_of_day,
        "clause": target.clause,
        **{f"stops_for_{whom}": whom in target.stops_for for whom in STOPS},
    }


def _refuse_no_promise(targets: Sequence[TargetTerms]) -> None:
    if not targets:
        raise Invalid(_("A row without a promise says nothing. Promise something by a time, or remove the row."))


def _behind(rows: Any) -> int:
    return int(rows.aggregate(last=Max("position"))["last"] or 0) + 1
