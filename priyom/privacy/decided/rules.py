"""Which rules hold for a text: the decision of the nearest organisation above it, and all lists on the way up.

Read once and kept in memory as of a stamp that every change moves, whoever writes.
"""

from dataclasses import dataclass

from priyom.base.stamps import kept
from priyom.people.models import Membership, Organisation
from priyom.people.roles import STAFF_ROLES
from priyom.privacy.decided.models import GuardDecision, GuardEntry
from priyom.privacy.detectors import Label
from priyom.privacy.hints.released import released_now
from priyom.privacy.rules import Rules

Kind = GuardEntry.Kind
STAMP = "guard"


@dataclass(frozen=True)
class Decided:
    """Everything that was decided, by organisation; None is everybody."""

    readable: dict[int | None, frozenset[str]]
    sound: dict[int | None, bool]  # whether recordings keep it; of the same rows
    entries: dict[int | None, list[tuple[str, str]]]  # (kind, key)
    staff: frozenset[str]
    logins: frozenset[str]
    releases_checked: bool = False


def rules_for(organisation: Organisation | None = None) -> Rules:
    """Return the rules for what is written at the organisation; without one, those for everybody."""
    decided = kept(STAMP, _read)
    above: list[int | None] = [None]
    if organisation is not None:
        above += [int(pk) for pk in organisation.path.rstrip("/").split("/") if pk]
    nearest = next((pk for pk in reversed(above) if pk in decided.readable), None)
    readable = decided.readable.get(nearest, frozenset())
    lines = [line for pk in above for line in decided.entries.get(pk, ())]

    def listed(kind: str) -> frozenset[str]:
        return frozenset(key for given, key in lines if given == kind)

    return Rules(
        kinds=frozenset(label for label in Label if label.value not in readable),
        telephones=listed(Kind.TELEPHONE), mailboxes=listed(Kind.MAILBOX), institutions=listed(Kind.INSTITUTION),
        people=listed(Kind.PERSON) | decided.staff, logins=decided.logins, names=listed(Kind.SURNAME),
        released=released_now(), sound=decided.sound.get(nearest, False),
    )  # fmt: skip


def staff_names() -> frozenset[str]:
    """Return the names of one's own agents, as the guard leaves them alone."""
    return kept(STAMP, _read).staff


def authors_release_checked() -> bool:
    """Say whether an author may release a number whose check digit is right."""
    return kept(STAMP, _read).releases_checked


def _read() -> Decided:
    readable: dict[int | None, frozenset[str]] = {}
    sound: dict[int | None, bool] = {}
    for place, kinds, keeps in GuardDecision.objects.values_list("organisation_id", "readable", "keeps_sound"):
        readable[place], sound[place] = frozenset(kinds), keeps
    entries: dict[int | None, list[tuple[str, str]]] = {}
    for organisation, kind, key in GuardEntry.objects.order_by("pk").values_list("organisation_id", "kind", "key"):
        entries.setdefault(organisation, []).append((kind, key))
    releases = GuardDecision.objects.filter(organisation=None, releases_checked=True).exists()
    staff = _staff()
    return Decided(readable, sound, entries, frozenset(staff.values()) - {""}, frozenset(staff), releases)


def _staff() -> dict[str, str]:
    """Return the full names of those who work at the desk, by login: they sign and are called so."""
    working = Membership.objects.filter(
        role__in=STAFF_ROLES, state=Membership.State.ACTIVE, user__is_active=True, user__is_machine=False
    )
    rows = working.values_list("user__login", "user__last_name", "user__first_name", "user__middle_name").distinct()
    return {
        login.lower(): " ".join(part for part in name if part) if name[0] and name[1] else "" for login, *name in rows
    }
