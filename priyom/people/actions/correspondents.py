"""People who only wrote a letter: nobody has let them in, so they are known by their address and see nothing."""

import re

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from priyom.base.clock import now
from priyom.base.events import record
from priyom.base.locks import wait_for
from priyom.people.actions.accounts import LOGIN, login_for
from priyom.people.models import MailDomain, Membership, Organisation, Region, Role, User

LONGEST_NAME, LONGEST_ADDRESS = 80, 254
NOWHERE = "unknown"  # the code of the place for letters of people whom no organisation's mail domain claims
_ADDRESS_IN_NAME = re.compile(r"\S*@\S*|[\"<>]")


@transaction.atomic
def meet_correspondent(address: str, name: str, *, by: User, region: Region | None = None) -> tuple[User, Organisation]:
    """Return the account of who wrote from an address that no account has, and the place it is counted to.

    ``region``: of the mailbox that the letter came to; it counts where no organisation's mail domain is known.

    SECURITY: an address in a letter proves nothing. The account has no password and no active role; whoever can read
    the mailbox may sign in by link and then waits to be let in, as after asking to register.
    """
    address = address.strip().lower()
    wait_for(f"correspondent {address}")  # RACE: two letters of somebody new are read at once
    place = _place_of(address)
    person = User.objects.filter(email=address).first() or User.objects.create_user(
        _free_login(address),
        address if len(address) <= LONGEST_ADDRESS else None,
        last_name=_shown(name),
        organisation=place,
        language=settings.LANGUAGE_CODE[:5],
    )
    if place is not None and not person.memberships.exclude(state=Membership.State.ENDED).exists():
        membership = Membership.objects.create(
            user=person, organisation=place, role=Role.REQUESTER, state=Membership.State.PENDING
        )
        record("user.created", person, by=by, region_id=place.region_id, membership=membership.pk, role=Role.REQUESTER)
    return person, place or nowhere(region)


def await_admission(person: User, place: Organisation, *, by: User) -> Membership | None:
    """Let somebody who has no role yet wait to be let in there; None when they have one, or wait somewhere already."""
    if person.memberships.exclude(state=Membership.State.ENDED).exists():
        return None
    waits = Membership.objects.create(
        user=person, organisation=place, role=Role.REQUESTER, state=Membership.State.PENDING
    )
    person.organisation = place
    person.save(update_fields=["organisation"])
    record("user.registered", person, by=by, region_id=place.region_id, membership=waits.pk, organisation=place.pk)
    return waits


def give_up_waiting(membership_id: int, *, by: User) -> None:
    """Let the person wait there no longer, if nobody has decided meanwhile."""
    waits = Membership.objects.select_related("user", "organisation").filter(
        pk=membership_id, state=Membership.State.PENDING
    )
    for each in waits:
        each.state, each.ended_at = Membership.State.ENDED, now()
        each.save(update_fields=["state", "ended_at"])
        if each.user.organisation_id == each.organisation_id:
            each.user.organisation = None
            each.user.save(update_fields=["organisation"])
        record("user.waits_no_more", each.user, by=by, region_id=each.organisation.region_id, membership=each.pk)


def nowhere(region: Region | None = None) -> Organisation:
    """Return the place to which tickets of strangers are counted until somebody says where they belong."""
    code = f"{NOWHERE}-{region.code}" if region else NOWHERE
    found = Organisation.objects.select_related("region").filter(code=code).first()
    if found is not None:
        return found
    with override(settings.LANGUAGE_CODE):
        within = region or Region.objects.get_or_create(
            code=NOWHERE, defaults={"name": _("Region not known"), "timezone": settings.TIME_ZONE}
        )[0]  # fmt: skip
        return Organisation.objects.get_or_create(
            code=code,
            defaults={
                "kind": Organisation.Kind.HOSPITAL, "region": within, "short_name": _("Sender not known"),
                "name": _("Sender not known"),
            },
        )[0]  # fmt: skip


def is_nowhere(place: Organisation) -> bool:
    """Say whether it is such a place and no organisation."""
    return place.code in {NOWHERE, f"{NOWHERE}-{place.region.code}"}


def nowhere_codes() -> list[str]:
    """Return the codes of all such places."""
    return [NOWHERE, *(f"{NOWHERE}-{code}" for code in Region.objects.values_list("code", flat=True))]


def _place_of(address: str) -> Organisation | None:
    domain = address.rpartition("@")[2].rstrip(".")
    found = MailDomain.objects.select_related("organisation__region").filter(domain=domain).first()
    return found.organisation if found and found.organisation.is_active else None


def _free_login(address: str) -> str:
    if LOGIN.fullmatch(address) and not User.objects.filter(login=address).exists():
        return address
    return login_for(address)


def _shown(name: str) -> str:
    """Return the name as a letter gives it, without what could be taken for somebody's address."""
    plain = "".join(sign if sign.isprintable() else " " for sign in _ADDRESS_IN_NAME.sub(" ", name))
    return " ".join(plain.split())[:LONGEST_NAME]
