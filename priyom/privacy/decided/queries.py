"""What the page of the guard's settings shows."""

from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from priyom.base.errors import NotVisible
from priyom.people.models import Organisation, User
from priyom.privacy.decided.models import GuardDecision, GuardEntry
from priyom.privacy.decided.rules import rules_for, staff_names
from priyom.privacy.decided.words import CHECKED, kept_of, name_of
from priyom.privacy.detectors import Label

SHOWN_EXCEPTIONS = 200


@dataclass(frozen=True)
class KindLine:
    """One kind as a tick: what it is called, what is left of it, whether it is hidden here."""

    code: str
    name: str
    title: str
    kept: str
    is_hidden: bool
    is_checked: bool


@dataclass(frozen=True)
class GuardPage:
    """The settings for everybody, or for one organisation."""

    organisation: Organisation | None
    is_on: bool
    kinds: list[KindLine]
    decision: GuardDecision | None
    lists: list[tuple[str, str, list[GuardEntry]]]  # code and name of the list, its lines
    inherited: int  # lines of those above that hold here too
    staff: int
    exceptions: list[tuple[GuardDecision | None, Organisation, int]]


def guard_page(organisation: Organisation | None = None) -> GuardPage:
    """Return the settings with everything the page says of them."""
    rules = rules_for(organisation)
    entries = list(GuardEntry.objects.filter(organisation=organisation).order_by("kind", "key"))
    by_list = {kind: list(lines) for kind, lines in groupby(entries, key=lambda entry: entry.kind)}
    return GuardPage(
        organisation=organisation,
        is_on=settings.PRIYOM.guard == "on",
        kinds=[
            KindLine(
                label.value,
                name_of(label),
                capfirst(name_of(label)),
                kept_of(label),
                label in rules.kinds,
                label in CHECKED,
            )
            for label in Label
        ],
        decision=GuardDecision.objects.select_related("decided_by").filter(organisation=organisation).first(),
        lists=[(code, capfirst(str(name)), by_list.get(code, [])) for code, name in GuardEntry.Kind.choices],
        inherited=_inherited(organisation),
        staff=len(staff_names()),
        exceptions=_exceptions() if organisation is None else [],
    )


def get_entry(user: User, pk: int, *, lock: bool = False) -> GuardEntry:
    """Return a line of the lists, for whoever may read them."""
    entries = GuardEntry.objects.select_for_update() if lock else GuardEntry.objects.all()
    entry = entries.filter(pk=pk).first() if user.may("guard.read") else None
    if entry is None:
        raise NotVisible(_("There is no such line."))
    return entry


def get_organisation(user: User, pk: int) -> Organisation:
    """Return an organisation for which something may be decided otherwise."""
    found = Organisation.objects.select_related("region").filter(pk=pk).first() if user.may("guard.read") else None
    if found is None:
        raise NotVisible(_("There is no such organisation."))
    return found


def _inherited(organisation: Organisation | None) -> int:
    if organisation is None:
        return 0
    above = [int(pk) for pk in organisation.path.rstrip("/").split("/") if int(pk) != organisation.pk]
    everybody = GuardEntry.objects.filter(organisation=None).count()
    return everybody + GuardEntry.objects.filter(organisation__in=above).count()


def _exceptions() -> list[tuple[GuardDecision | None, Organisation, int]]:
    decisions = {each.organisation_id: each for each in GuardDecision.objects.exclude(organisation=None)}
    counts: dict[int, int] = {}
    for pk in GuardEntry.objects.exclude(organisation=None).values_list("organisation_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    found = Organisation.objects.filter(pk__in={*decisions, *counts}).order_by("short_name")[:SHOWN_EXCEPTIONS]
    return [(decisions.get(each.pk), each, counts.get(each.pk, 0)) for each in found]
