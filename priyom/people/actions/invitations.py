"""Invitations: sent, sent again, withdrawn, accepted."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.events import record
from priyom.people.actions.accounts import create_user, login_for
from priyom.people.links import hash_of, new_token
from priyom.people.models import Invitation, Membership, Organisation, User
from priyom.people.permissions import may_grant
from priyom.people.queries import get_invitation

PURPOSE = "invitation"
LIFETIME = timedelta(hours=24)


@transaction.atomic
def invite_person(*, by: User, email: str, organisation: Organisation, role: str) -> Invitation:
    """Invite an address to the organisation in a role. Asked twice, the letter goes out again."""
    if not may_grant(by, role, organisation):
        raise NotAllowed(_("You cannot invite to this role at this organisation."))
    if not organisation.is_active:
        raise WrongState(_("This organisation is closed."))
    return issue_invitation(by=by, email=email, organisation=organisation, role=role)


@transaction.atomic
def send_invitation_again(invitation_id: int, *, by: User) -> Invitation:
    """Send the letter again with a new link; the old one is dead from now on."""
    invitation = get_invitation(by, invitation_id, lock=True)
    if invitation.used_at or invitation.withdrawn_at:
        raise WrongState(_("This invitation is no longer open."))
    if not may_grant(by, invitation.role, invitation.organisation):
        raise NotAllowed(_("You cannot invite to this role at this organisation."))
    invitation.invited_by = by
    return _send(invitation, by=by)


@transaction.atomic
def withdraw_invitation(invitation_id: int, *, by: User) -> Invitation:
    """Take the invitation back: its link opens nothing any more."""
    invitation = get_invitation(by, invitation_id, lock=True)
    if invitation.used_at or invitation.withdrawn_at:
        raise WrongState(_("This invitation is no longer open."))
    if not may_grant(by, invitation.role, invitation.organisation):
        raise NotAllowed(_("This invitation is not yours to withdraw."))
    invitation.withdrawn_at = now()
    invitation.save(update_fields=["withdrawn_at"])
    record("invitation.withdrawn", invitation, by=by, region_id=invitation.organisation.region_id)
    return invitation


def find_invitation(token: str) -> Invitation:
    """Return the open invitation that this link belongs to."""
    open_ones = Invitation.objects.select_related("organisation__region", "invited_by")
    invitation = open_ones.filter(_open(), token_hash=hash_of(token)).first()
    if invitation is None or not _still_stands(invitation):
        raise _no_longer_good()
    return invitation


def invited_user(invitation: Invitation) -> User | None:
    """Return the person who has the invited address already."""
    return User.objects.filter(email__iexact=invitation.email).first()


@transaction.atomic
def accept_invitation(token: str, *, password: str | None = None, **facts: Any) -> User:
    """Use the invitation up: a new account, or one more role for the account with this address."""
    invitation = find_invitation(token)
    # RACE: the same link opened twice at once: one of the two updates finds used_at still empty.
    if not Invitation.objects.filter(_open(), pk=invitation.pk).update(used_at=now()):
        raise _no_longer_good()
    asked_oneself = invitation.invited_by is None
    by = invitation.invited_by or User.objects.system()
    state = Membership.State.PENDING if asked_oneself else Membership.State.ACTIVE
    person = invited_user(invitation)
    if person is None:
        person = create_user(
            by=by, login=login_for(invitation.email), email=invitation.email, password=password or None,
            role=invitation.role, organisation=invitation.organisation, state=state, **facts,
        )  # fmt: skip
    else:
        _add_role(person, invitation, by=by)
    if asked_oneself:
        record("user.registered", person, by=person, region_id=invitation.organisation.region_id,
               organisation=invitation.organisation_id)  # fmt: skip
    return person


def issue_invitation(*, by: User | None, email: str, organisation: Organisation, role: str) -> Invitation:
    """Write the invitation and its event; the rights were settled by the caller."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise Invalid(errors={"email": [_("This is not an e-mail address.")]}) from wrong
    known = {"email": email, "organisation": organisation, "role": role}
    again = Invitation.objects.select_for_update(of=("self",)).filter(_open(), **known) if by else None
    invitation = (again.first() if again else None) or Invitation(**known, created_at=now())
    invitation.invited_by = by
    return _send(invitation, by=by)


def _send(invitation: Invitation, *, by: User | None) -> Invitation:
    invitation.seed, invitation.token_hash = new_token(PURPOSE)
    invitation.expires_at = now() + LIFETIME
    invitation.save()
    record("user.invited", invitation, by=by, region_id=invitation.organisation.region_id, role=invitation.role)
    return invitation


def _open() -> Q:
    return Q(used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now())


def _still_stands(invitation: Invitation) -> bool:
    """SECURITY: an invitation is worth what its author may give today, not what it was on the day of writing."""
    if not invitation.organisation.is_active:
        return False
    author = invitation.invited_by
    if author is not None and not (author.is_active and may_grant(author, invitation.role, invitation.organisation)):
        return False
    person = invited_user(invitation)
    return person is None or person.is_active


def _add_role(person: User, invitation: Invitation, *, by: User) -> None:
    living = Membership.objects.exclude(state=Membership.State.ENDED)
    membership, _added = living.get_or_create(user=person, organisation=invitation.organisation, role=invitation.role)
    if membership.state != Membership.State.ACTIVE:
        membership.state = Membership.State.ACTIVE
        membership.save(update_fields=["state"])
    record("membership.changed", person, by=by, region_id=invitation.organisation.region_id,
           membership=membership.pk, role=invitation.role)  # fmt: skip


def _no_longer_good() -> NotVisible:
    return NotVisible(
        _("This invitation is no longer good: it was used or withdrawn, or its time is over. Ask for a new one.")
    )
