"""The ladder outside the vendor: on which rung a ticket stands first, where it goes from there, what each solved. Pure.

User → colleagues → local specialist → regional operator → vendor. Colleagues are asked before there is a ticket, so a
ticket stands on the later ones only. The vendor is always the last, written in the contract or not.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from priyom.people.terms import RungTerms

COLLEAGUES, LOCAL, OPERATOR, VENDOR = "colleague", "local", "operator", "vendor"
OUTSIDE = (LOCAL, OPERATOR)
CRITICAL, DOCTORS, NOBODY, OWN, TAKEN = "critical", "doctors", "nobody", "own", "taken"


@dataclass(frozen=True)
class Climb:
    """Where a ticket stands, and the rungs it went past on the way, each with the cause."""

    stands: str
    skipped: tuple[tuple[str, str], ...] = ()


def has_ladder(rungs: Sequence[RungTerms]) -> bool:
    """Say whether there is a rung before the vendor's on which a ticket may stand."""
    return any(rung.kind in OUTSIDE for rung in rungs)


def climb(
    rungs: Sequence[RungTerms],
    *,
    peopled: Collection[str],
    above: str = "",
    own: Collection[str] = (),
    critical: bool = False,
    by_desk: bool = False,
) -> Climb:
    """Return where the ticket stands next, ``above`` the rung it leaves, or from below all of them.

    ``peopled``: rungs on which somebody is; ``own``: those on which whoever asks stands, or beneath; ``by_desk``: the
    vendor wrote the ticket down, so it is there already.
    """
    skipped: list[tuple[str, str]] = []
    is_passed = bool(above)
    for rung in rungs:
        if rung.kind not in OUTSIDE:
            continue
        if is_passed:
            is_passed = rung.kind != above
            continue
        cause = _why_past(rung, peopled, own, critical=critical, by_desk=by_desk, at_first=not above)
        if not cause:
            return Climb(rung.kind, tuple(skipped))
        skipped.append((rung.kind, cause))
    return Climb(VENDOR, tuple(skipped))


def _why_past(
    rung: RungTerms, peopled: Collection[str], own: Collection[str], *, critical: bool, by_desk: bool, at_first: bool
) -> str:
    """Return why the ticket does not stand on the rung, or nothing. Doctors write past it only when they write."""
    causes = (
        (TAKEN, by_desk),
        (CRITICAL, critical and rung.skipped_when_critical),
        (OWN, rung.kind in own),
        (DOCTORS, at_first and rung.skipped_by_doctors),
        (NOBODY, rung.kind not in peopled),
    )
    return next((cause for cause, holds in causes if holds), "")


def shares(solved: Mapping[str, int]) -> dict[str, int]:
    """Return of how many hundred solved tickets each rung solved how many; the parts make a hundred.

    What is left by rounding down goes to those with the largest remainder, as seats in a parliament do.
    """
    total = sum(solved.values())
    if not total:
        return {}
    whole = {kind: count * 100 // total for kind, count in solved.items()}
    by_remainder = sorted(solved, key=lambda kind: (solved[kind] * 100 % total, solved[kind]), reverse=True)
    for kind in by_remainder[: 100 - sum(whole.values())]:
        whole[kind] += 1
    return whole
