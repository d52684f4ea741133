"""What is said of a person: name, address, position. Rights and sessions are the matter of ``accounts``."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid, NotAllowed
from priyom.base.events import record
from priyom.people.actions.changing import apply_facts
from priyom.people.models import User
from priyom.people.permissions import may_manage_account
from priyom.people.queries import get_account

FACTS = frozenset({
    "email", "last_name", "first_name", "middle_name", "position", "phone", "timezone", "organisation",
})  # fmt: skip


@transaction.atomic
def change_person(login: str, *, by: User, **facts: Any) -> User:
    """Change what is said of a person; another address counts from the next sign-in on."""
    person = get_account(by, login, lock=True)
    if not may_manage_account(by, person):
        raise NotAllowed(_("This account is not yours to change."))
    if unknown := set(facts) - FACTS:
        raise TypeError(f"not a fact about a person: {', '.join(sorted(unknown))}")
    if "email" in facts and facts["email"] != person.email and not by.may("people.manage"):
        # SECURITY: who changes an address can sign in as its owner, by a link: an administrator's matter.
        raise NotAllowed(_("Only an administrator changes somebody's address."))
    try:
        with transaction.atomic():
            changed = apply_facts(person, **facts)
    except IntegrityError as clash:
        # RACE: somebody else took the address since the form was checked.
        raise Invalid(errors={"email": [_("Somebody has this address already.")]}) from clash
    if changed:
        region_id = person.organisation.region_id if person.organisation else None
        record("user.changed", person, by=by, region_id=region_id, changed=changed)
    return person
