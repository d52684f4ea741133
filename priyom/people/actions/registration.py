"""Asking to be let in: by the mail domain of one's organisation, and then a local specialist's yes or no."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import NotAllowed, WrongState
from priyom.base.events import record
from priyom.people.actions.accounts import end_sessions
from priyom.people.actions.invitations import issue_invitation
from priyom.people.actions.signin import ask_sign_in_link
from priyom.people.models import Invitation, MailDomain, Membership, Role, User
from priyom.people.permissions import may_grant
from priyom.people.queries import get_pending

# Letters to an address that nobody has confirmed yet.
LETTERS_A_DAY = 3


@transaction.atomic
def ask_to_register(email: str) -> Invitation | None:
    """Send a link to the address if its domain is an organisation's; whoever is known already gets a sign-in link.

    SECURITY: the page says the same whatever happened here, and nothing is kept of addresses that fit nowhere.
    """
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        ask_sign_in_link(email)
        return None
    place = MailDomain.objects.select_related("organisation").filter(domain=email.rpartition("@")[2]).first()
    if place is None or not place.organisation.is_active or _has_enough_letters(email):
        return None
    return issue_invitation(by=None, email=email, organisation=place.organisation, role=Role.REQUESTER)


@transaction.atomic
def approve_person(membership_id: int, *, by: User) -> Membership:
    """Let the person in who asked to join."""
    membership = _pending(membership_id, by=by)
    membership.state = Membership.State.ACTIVE
    membership.save(update_fields=["state"])
    record("user.approved", membership.user, by=by, region_id=membership.organisation.region_id,
           membership=membership.pk)  # fmt: skip
    return membership


@transaction.atomic
def refuse_person(membership_id: int, *, by: User) -> Membership:
    """Do not let the person in; an account that has no other role is closed with it."""
    membership = _pending(membership_id, by=by)
    membership.state, membership.ended_at = Membership.State.ENDED, now()
    membership.save(update_fields=["state", "ended_at"])
    person = membership.user
    if not person.memberships.exclude(state=Membership.State.ENDED).exists():
        person.is_active = False
        person.save(update_fields=["is_active"])
        end_sessions(person)
    record("user.refused", person, by=by, region_id=membership.organisation.region_id, membership=membership.pk)
    return membership


def _pending(membership_id: int, *, by: User) -> Membership:
    membership = get_pending(by, membership_id, lock=True)
    if not may_grant(by, membership.role, membership.organisation):
        raise NotAllowed(_("Letting people in here is not yours to decide."))
    if membership.state != Membership.State.PENDING:
        raise WrongState(_("This has been decided already."))
    return membership


def _has_enough_letters(email: str) -> bool:
    asked = Invitation.objects.filter(email=email, invited_by=None, created_at__gt=now() - timedelta(days=1))
    return asked.count() >= LETTERS_A_DAY
