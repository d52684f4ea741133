"""The list of outside parties: shipped once, kept by leads and administrators."""

import tomllib
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid, NotAllowed, NotVisible
from priyom.base.events import record
from priyom.desk.models import ExternalParty
from priyom.people.models import User

FILE = Path(__file__).parents[1] / "data" / "parties.toml"
COLUMNS = ("name", "about", "contacts", "answers_in_days", "is_active")


@transaction.atomic
def load_shipped_parties() -> int:
    """Add the parties that are missing; what is there stays as somebody wants it. Return how many were added."""
    shipped = tomllib.loads(FILE.read_text(encoding="utf-8"))["party"]
    known = set(ExternalParty.objects.values_list("code", flat=True))
    missing = [ExternalParty(**party) for party in shipped if party["code"] not in known]
    return len(ExternalParty.objects.bulk_create(missing, ignore_conflicts=True))


@transaction.atomic
def save_party(
    code: str, *, by: User, name: str, about: str = "", contacts: str = "", answers_in_days: int = 3,
    is_active: bool = True, is_new: bool = False,
) -> ExternalParty:  # fmt: skip
    """Add an outside party or change what is said of it."""
    if not by.may("outside.manage"):
        raise NotAllowed(_("Only a team lead, a manager or an administrator changes outside parties."))
    facts = {
        "name": name.strip(), "about": about.strip(), "contacts": contacts.strip(), "answers_in_days": answers_in_days,
        "is_active": is_active,
    }  # fmt: skip
    if is_new:
        if ExternalParty.objects.filter(code=code).exists():
            raise Invalid(_("The party was not kept."), errors={"code": [_("Another party has this code.")]})
        party = ExternalParty.objects.create(code=code, **facts)
        record("party.changed", party, by=by, changed=["code"])
        return party
    party = get_party(code, lock=True)
    changed = [name for name in COLUMNS if getattr(party, name) != facts[name]]
    if changed:
        for column in changed:
            setattr(party, column, facts[column])
        party.save(update_fields=changed)
        record("party.changed", party, by=by, changed=changed)
    return party


def get_party(code: str, *, lock: bool = False) -> ExternalParty:
    """Return the party of this code."""
    parties = ExternalParty.objects.select_for_update(of=("self",)) if lock else ExternalParty.objects.all()
    found = parties.filter(code=code).first()
    if found is None:
        raise NotVisible(_("There is no such outside party."))
    return found
