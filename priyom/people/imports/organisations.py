"""Organisations from a table: 1,529 hospitals in one go, parents and children in any order."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from priyom.base.events import record
from priyom.people.imports.columns import value_of
from priyom.people.imports.plan import Outcome, Plan, Row, need, note_changes, take_texts, take_zone
from priyom.people.models import MailDomain, Organisation, Region, User
from priyom.people.names import folded
from priyom.people.tree import hang, lock_tree, objection_to_place, write_missing_paths

CODE = re.compile(r"[a-z0-9][a-z0-9._/-]{0,59}")
DOMAIN = re.compile(
    r"(?=.{4,120}$)([a-z0-9\u0430-\u044f]([a-z0-9\u0430-\u044f-]*[a-z0-9\u0430-\u044f])?\.)+[a-z\u0430-\u044f]{2,}"
)
QUOTED = re.compile(r"[«\"]([^«»\"]+)[»\"]")
TEXTS = ("name", "short_name", "oid", "phone", "address")
AT_ONCE = 500


class _Known:
    """What the table is compared with."""

    def __init__(self) -> None:
        self.organisations = {each.code.lower(): each for each in Organisation.objects.select_related("parent")}
        regions = list(Region.objects.all())
        self.regions = {region.code: region for region in regions} | {folded(r.name): r for r in regions}
        self.domains = dict(MailDomain.objects.values_list("domain", "organisation__code"))
        self.rows: dict[str, Row] = {}


def plan_organisations(rows: list[Row], by: User) -> Plan:  # noqa: ARG001 - every kind is planned the same way
    """Say what each row would do to the organisations."""
    known = _Known()
    for row in rows:
        code = row.cells.get("code", "").lower()
        row.title, row.thing = (
            row.cells.get("short_name") or row.cells.get("name") or code,
            known.organisations.get(code),
        )
        known.rows.setdefault(code, row)
        _read(row, code, known)
    for row in rows:
        _take_parent(row, known)
    _refuse_circles(rows, known)
    for row in rows:
        if row.thing is None:
            need(row, "organisations")
        note_changes_of(row)
        row.settle()
    _refuse_children_of_wrong_rows(rows)
    return Plan("organisations", rows)


def note_changes_of(row: Row) -> None:
    """Note what differs; mail domains and the parent live beside the other columns."""
    domains, draft, parent = (
        row.facts.pop("domains", []),
        row.facts.pop("draft"),
        row.facts.pop("parent", _NO_WORD),
    )
    note_changes(row, Organisation)
    row.facts |= {"domains": domains, "draft": draft, "parent": parent}
    if row.thing is not None:
        for domain in domains:
            row.note(_("mail domain"), "", domain)
        if parent is not _NO_WORD and (parent.code if parent else "") != _code_above(row.thing):
            row.note(_("belongs to"), _code_above(row.thing), parent.code if parent else "")


def apply_organisations(plan: Plan, *, by: User, tell: Callable[[int], None]) -> None:
    """Do what the plan says: new rows level by level, so that a parent exists before its children."""
    lock_tree()
    new, done = plan.of(Outcome.NEW), 0
    for level in _levels(new):
        for start in range(0, len(level), AT_ONCE):
            _create(level[start : start + AT_ONCE])
            done += len(level[start : start + AT_ONCE])
            tell(done)
    write_missing_paths()
    for row in new:
        record("organisation.created", row.facts["draft"], by=by)
    for row in plan.of(Outcome.CHANGED):
        _change(row, by=by)
        done += 1
        tell(done)


_NO_WORD: Any = object()  # the table says nothing about the parent


def _read(row: Row, code: str, known: _Known) -> None:
    row.facts["code"] = row.thing.code if row.thing else code
    if not CODE.fullmatch(code):
        row.refuse("code", _("A code has up to 60 Latin letters, digits, dots, dashes and slashes."))
    take_texts(row, Organisation, TEXTS)
    take_zone(row)
    _take_kind(row)
    _take_region(row, known)
    _take_headcount(row)
    _take_domains(row, known)
    if row.thing is None:
        row.facts.setdefault("short_name", _short(row.facts.get("name", "")))
    plain = {name: value for name, value in row.facts.items() if name != "domains"}
    # What the organisation will be: children in the same table hang themselves under it before it is saved.
    row.facts["draft"] = row.thing or Organisation(**plain)


def _take_kind(row: Row) -> None:
    cell = row.cells.get("kind", "")
    if not cell:
        return
    kind = value_of("kind", cell, dict(Organisation.Kind.choices))
    if kind is None:
        row.refuse("kind", _("Write one of: %(kinds)s.") % {"kinds": ", ".join(map(str, Organisation.Kind.labels))})
    else:
        row.facts["kind"] = kind


def _take_region(row: Row, known: _Known) -> None:
    cell = row.cells.get("region", "")
    if not cell:
        return
    region = known.regions.get(folded(cell))
    if region is None:
        row.refuse("region", _("There is no such region. Import or add the regions first."))
    elif row.thing is not None and row.thing.region_id != region.pk:
        row.refuse("region", _("An organisation does not change its region: its tickets stay where they were."))
    else:
        row.facts["region"] = region


def _take_headcount(row: Row) -> None:
    cell = row.cells.get("headcount", "").replace(" ", "").replace("\u00a0", "")
    if not cell:
        return
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 6):  # noqa: PLR2004 - nobody employs a million
        row.refuse("headcount", _("Write a number."))
    else:
        row.facts["headcount"] = int(cell)


def _take_domains(row: Row, known: _Known) -> None:
    fresh = []
    for word in re.split(r"[\s,;]+", row.cells.get("domains", "").lower()):
        domain = word.removeprefix("@")
        if not domain:
            continue
        if not DOMAIN.fullmatch(domain):
            row.refuse("domains", _("“%(domain)s” is not a mail domain.") % {"domain": domain[:60]})
        elif domain not in known.domains:
            known.domains[domain] = row.facts["code"]
            fresh.append(domain)
        elif known.domains[domain] != row.facts["code"]:
            row.refuse("domains", _("“%(domain)s” belongs to another organisation.") % {"domain": domain})
    row.facts["domains"] = fresh


def _take_parent(row: Row, known: _Known) -> None:
    draft: Organisation = row.facts["draft"]
    cell = row.cells.get("parent", "").lower()
    kind = row.facts.get("kind", draft.kind)
    if not cell:
        if row.thing is None and "kind" in row.facts:
            _object(row, objection_to_place(kind, draft.region_id, None))
        return
    above = known.rows[cell].facts["draft"] if cell in known.rows else known.organisations.get(cell)
    if above is None:
        row.refuse("parent", _("There is no organisation with this code, neither here nor in this table."))
        return
    _object(row, objection_to_place(kind, draft.region_id, above))
    row.facts["parent"] = above
    if row.thing is None:
        draft.parent = above


def _object(row: Row, objection: str) -> None:
    if objection:
        row.refuse("parent", objection)


def _refuse_circles(rows: Iterable[Row], known: _Known) -> None:
    """Refuse rows that would stand below themselves when the whole table is in."""
    by_key: dict[int | None, str] = {each.pk: code for code, each in known.organisations.items()}
    above = {code: by_key.get(each.parent_id, "") for code, each in known.organisations.items()}
    for row in rows:
        if row.facts.get("parent") is not None:
            above[row.facts["code"].lower()] = row.facts["parent"].code.lower()
    for row in rows:
        start = row.facts["code"].lower()
        at, steps = above.get(start, ""), 0
        while at and at != start and steps < 100:  # noqa: PLR2004 - deeper than any tree of hospitals
            at, steps = above.get(at, ""), steps + 1
        if at:
            row.refuse("parent", _("An organisation cannot stand below itself."))


def _refuse_children_of_wrong_rows(rows: list[Row]) -> None:
    """A new row whose parent is wrong cannot come in without it."""
    wrong = {id(row.facts["draft"]) for row in rows if row.errors and row.thing is None}
    while True:
        fallen = [row for row in rows if not row.errors and id(row.facts["parent"]) in wrong]
        if not fallen:
            return
        for row in fallen:
            row.refuse("parent", _("The row of the organisation above is wrong."))
            if row.thing is None:
                wrong.add(id(row.facts["draft"]))


def _levels(rows: list[Row]) -> list[list[Row]]:
    """Sort new rows so that every parent comes in a level before its children."""
    waiting = {id(row.facts["draft"]): row for row in rows}
    levels = []
    while waiting:
        level = [row for row in waiting.values() if id(row.facts["draft"].parent) not in waiting]
        levels.append(level)
        for row in level:
            del waiting[id(row.facts["draft"])]
    return levels


def _create(rows: list[Row]) -> None:
    Organisation.objects.bulk_create([row.facts["draft"] for row in rows])
    MailDomain.objects.bulk_create(
        MailDomain(organisation=row.facts["draft"], domain=domain) for row in rows for domain in row.facts["domains"]
    )


def _change(row: Row, *, by: User) -> None:
    organisation: Organisation = row.thing
    columns = [name for name in row.facts if name not in {"domains", "draft", "parent"}]
    for name in columns:
        setattr(organisation, name, row.facts[name])
    if columns:
        Organisation.objects.filter(pk=organisation.pk).update(**{name: row.facts[name] for name in columns})
    MailDomain.objects.bulk_create(MailDomain(organisation=organisation, domain=each) for each in row.facts["domains"])
    parent = row.facts["parent"]
    if parent is not _NO_WORD and parent.pk != organisation.parent_id:
        organisation.refresh_from_db(fields=["path", "parent"])
        parent.refresh_from_db(fields=["path"])
        before = organisation.parent_id
        hang(organisation, parent)
        record("organisation.moved", organisation, by=by, before=before, after=parent.pk)
    if columns or row.facts["domains"]:
        record(
            "organisation.changed",
            organisation,
            by=by,
            changed=columns + ["mail_domains"] * bool(row.facts["domains"]),
        )


def _code_above(organisation: Organisation) -> str:
    return organisation.parent.code if organisation.parent else ""


def _short(name: str) -> str:
    """Return what stands in the quotation marks, else the name itself, cut to what a list has room for."""
    quoted = QUOTED.search(name)
    return (quoted[1] if quoted else name)[:80]
