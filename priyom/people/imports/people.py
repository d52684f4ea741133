"""People from a table: accounts without a password, with one role each; a link by mail signs them in."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from priyom.base.events import record
from priyom.people.imports.columns import value_of
from priyom.people.imports.plan import Outcome, Plan, Row, need, note_changes, take_texts, take_zone
from priyom.people.models import Membership, Organisation, Role, User
from priyom.people.permissions import may_grant

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
TEXTS = ("last_name", "first_name", "middle_name", "position", "phone")
NAMES = ("last_name", "first_name", "middle_name")
AT_ONCE = 500


class _Known:
    """What the table is compared with."""

    def __init__(self) -> None:
        people = list(User.objects.filter(is_system=False))
        self.by_login = {each.login: each for each in people}
        self.by_email = {each.email.lower(): each for each in people if each.email}
        self.logins = set(User.objects.values_list("login", flat=True))
        self.organisations = {each.code.lower(): each for each in Organisation.objects.active()}
        living = Membership.objects.exclude(state=Membership.State.ENDED)
        self.roles = set(living.values_list("user_id", "organisation_id", "role"))


def plan_people(rows: list[Row], by: User) -> Plan:
    """Say what each row would do to the people."""
    known = _Known()
    for row in rows:
        login, email = row.cells.get("login", "").lower(), row.cells.get("email", "").lower()
        row.thing = known.by_login.get(login) or (known.by_email.get(email) if not login else None)
        _take_address(row, login, email, known)
        _take_name(row)
        take_texts(row, User, TEXTS)
        take_zone(row)
        row.title = " ".join(row.facts.get(name, "") for name in NAMES).strip() or login or email
        _take_role(row, known, by)
        if row.thing is None:
            need(row, "people")
            _take_login(row, login, known)
        _note(row, known)
        row.settle()
    return Plan("people", rows)


def apply_people(plan: Plan, *, by: User, tell: Callable[[int], None]) -> None:
    """Do what the plan says."""
    new, done = plan.of(Outcome.NEW), 0
    for start in range(0, len(new), AT_ONCE):
        part = new[start : start + AT_ONCE]
        _create(part, by=by)
        done += len(part)
        tell(done)
    for row in plan.of(Outcome.CHANGED):
        _change(row, by=by)
        done += 1
        tell(done)


def _take_address(row: Row, login: str, email: str, known: _Known) -> None:
    if not login and not email:
        row.refuse("email", _("A row needs a login or an e-mail address."))
    if login and not LOGIN.fullmatch(login):
        row.refuse("login", _("A login has 2 to 60 Latin letters, digits, dots or dashes."))
    if not email:
        return
    try:
        validate_email(email)
    except ValidationError:
        row.refuse("email", _("This is not an e-mail address."))
        return
    owner = known.by_email.get(email)
    if owner is not None and (row.thing is None or owner.pk != row.thing.pk):
        row.refuse("email", _("Somebody has this address already."))
    else:
        row.facts["email"] = email


def _take_name(row: Row) -> None:
    """Take a full name, family name first, apart; columns of their own win."""
    parts = row.cells.get("full_name", "").split(maxsplit=2)
    for name, part in zip(NAMES, parts, strict=False):
        if not row.cells.get(name):
            row.cells[name] = part
    if row.thing is None and not row.cells.get("last_name"):
        row.refuse("last_name" if "last_name" in row.cells else "full_name", _("A new person needs a name."))


def _take_role(row: Row, known: _Known, by: User) -> None:
    code, cell = row.cells.get("organisation", "").lower(), row.cells.get("role", "")
    organisation = known.organisations.get(code) if code else None
    if code and organisation is None:
        row.refuse("organisation", _("There is no organisation in use with this code."))
    if cell and not code:
        row.refuse("organisation", _("A role is held at an organisation. Write its code."))
    role = value_of("role", cell, dict(Role.choices)) if cell else str(Role.REQUESTER)
    if role is None:
        row.refuse("role", _("Write one of: %(roles)s.") % {"roles": ", ".join(map(str, Role.labels))})
    elif organisation is not None and (cell or row.thing is None):
        if may_grant(by, role, organisation):
            row.facts["role"], row.facts["at"] = role, organisation
        else:
            row.refuse("role", _("You cannot give this role at this organisation."))
    if row.thing is None and organisation is not None:
        row.facts["organisation"] = organisation


def _take_login(row: Row, login: str, known: _Known) -> None:
    """Give a new person the wanted login, or a free one made of the address."""
    if row.errors:
        return
    stem = login or re.sub(r"[^a-z0-9._-]", "", row.facts["email"].partition("@")[0])[:50].strip("._-") or "user"
    stem = stem if len(stem) > 1 else f"{stem}.user"
    chosen, n = stem, 1
    while chosen in known.logins:
        n += 1
        chosen = f"{stem}{n}"
    known.logins.add(chosen)
    row.facts["login"] = chosen


def _note(row: Row, known: _Known) -> None:
    role, at = row.facts.pop("role", None), row.facts.pop("at", None)
    note_changes(row, User)
    if role is None or at is None:
        return
    if row.thing is None:
        row.facts |= {"role": role, "at": at}
    elif (row.thing.pk, at.pk, role) not in known.roles:
        row.note(_("role"), "", f"{Role(role).label} · {at.short_name}")
        row.facts |= {"role": role, "at": at}


def _create(rows: list[Row], *, by: User) -> None:
    people = [User(password=make_password(None), **_columns(row)) for row in rows]
    User.objects.bulk_create(people)
    roles = [
        Membership(user=person, organisation=row.facts["at"], role=row.facts["role"])
        for person, row in zip(people, rows, strict=True)
    ]
    Membership.objects.bulk_create(roles)
    for person, membership in zip(people, roles, strict=True):
        record(
            "user.imported", person, by=by, region_id=membership.organisation.region_id,
            membership=membership.pk, role=membership.role,
        )  # fmt: skip


def _change(row: Row, *, by: User) -> None:
    columns = _columns(row)
    if columns:
        User.objects.filter(pk=row.thing.pk).update(**columns)
        record("user.changed", row.thing, by=by, changed=list(columns))
    if "role" in row.facts:
        at: Organisation = row.facts["at"]
        membership = Membership.objects.create(user=row.thing, organisation=at, role=row.facts["role"])
        record(
            "membership.changed", row.thing, by=by, region_id=at.region_id,
            membership=membership.pk, role=membership.role,
        )  # fmt: skip


def _columns(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.facts.items() if name not in {"role", "at"}}
