"""Regions from a table."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from priyom.base.events import record
from priyom.people.imports.columns import value_of
from priyom.people.imports.plan import Outcome, Plan, Row, need, note_changes, take_texts, take_zone
from priyom.people.models import Organisation, Region, User
from priyom.people.names import folded

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")


def plan_regions(rows: list[Row], by: User) -> Plan:  # noqa: ARG001 - every kind is planned the same way
    """Say what each row would do to the regions."""
    known = {region.code: region for region in Region.objects.all()}
    names = {folded(region.name): region.code for region in known.values()}
    in_use = set(Organisation.objects.active().values_list("region_id", flat=True).distinct().order_by())
    for row in rows:
        code = row.cells.get("code", "").lower()
        row.title, row.thing = row.cells.get("name") or code, known.get(code)
        row.facts["code"] = code
        if not CODE.fullmatch(code):
            row.refuse("code", _("A code has up to 20 Latin letters, digits and dashes."))
        take_texts(row, Region, ("name",))
        take_zone(row)
        _take_use(row, in_use)
        name = folded(row.facts.get("name", ""))
        if name and names.setdefault(name, code) != code:
            row.refuse("name", _("Another region has this name."))
        if row.thing is None:
            need(row, "regions")
        note_changes(row, Region)
        row.settle()
    return Plan("regions", rows)


def apply_regions(plan: Plan, *, by: User, tell: Callable[[int], None]) -> None:
    """Do what the plan says."""
    for done, row in enumerate(plan.of(Outcome.NEW) + plan.of(Outcome.CHANGED), start=1):
        region = row.thing or Region()
        for name, value in row.facts.items():
            setattr(region, name, value)
        region.save()
        kind = "region.changed" if row.thing else "region.created"
        record(kind, region, by=by, region_id=region.pk, **({"changed": list(row.facts)} if row.thing else {}))
        tell(done)


def _take_use(row: Row, in_use: set[int]) -> None:
    cell = row.cells.get("is_active", "")
    if not cell:
        return
    said = value_of("is_active", cell, {"yes": _("yes"), "no": _("no")})
    if said is None:
        row.refuse("is_active", _("Write “yes” or “no”."))
    elif said == "no" and row.thing is not None and row.thing.pk in in_use:
        row.refuse("is_active", _("There are organisations in use in this region. Close or move them first."))
    else:
        row.facts["is_active"] = said == "yes"
