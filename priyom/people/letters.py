"""Which letters accounts need, and what stands in them. Channels asks here when an event of ``KINDS`` was recorded.

Events hold ids only, and no token is kept anywhere: the link is derived from its row when the letter is written.
Addresses in letters come from the configuration, never from a request.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from priyom.base.models import Event
from priyom.people.actions.invitations import PURPOSE
from priyom.people.links import token_of
from priyom.people.models import AccountLink, Invitation, Membership, User


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter about an account: to whom, by which template, with which facts."""

    to: str
    user: User | None
    template: str
    url: str = ""
    expires_at: datetime | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def letter_for(event: Event) -> Letter | None:
    """Return the letter that the event asks for, or nothing when there is no one to write to any more."""
    return KINDS[event.kind](event)


def _sign_in_link(event: Event) -> Letter | None:
    return _with_link(event, template="sign_in_link", page="people:use_link")


def _new_password(event: Event) -> Letter | None:
    return _with_link(event, template="new_password", page="people:new_password")


def _with_link(event: Event, *, template: str, page: str) -> Letter | None:
    link = AccountLink.objects.select_related("user").filter(pk=event.details["link"], used_at__isnull=True).first()
    if link is None or not link.user.is_active or not link.user.email:
        return None
    return Letter(
        to=link.user.email, user=link.user, template=template, expires_at=link.expires_at,
        url=_address(page, token_of(link.seed, link.purpose)),
    )  # fmt: skip


def _invitation(event: Event) -> Letter | None:
    invitations = Invitation.objects.select_related("organisation", "invited_by")
    invitation = invitations.filter(pk=event.subject_id, used_at__isnull=True, withdrawn_at__isnull=True).first()
    if invitation is None:
        return None
    return Letter(
        to=invitation.email, user=None, expires_at=invitation.expires_at,
        template="invitation" if invitation.invited_by else "registration",
        url=_address("people:accept_invitation", token_of(invitation.seed, PURPOSE)),
        facts={"organisation": invitation.organisation, "invited_by": invitation.invited_by},
    )  # fmt: skip


def _decision(template: str) -> Callable[[Event], Letter | None]:
    def letter(event: Event) -> Letter | None:
        person = User.objects.filter(pk=event.subject_id).first()
        membership = Membership.objects.select_related("organisation").filter(pk=event.details["membership"]).first()
        if person is None or membership is None or not person.email:
            return None
        facts = {"organisation": membership.organisation}
        return Letter(to=person.email, user=person, template=template, url=_address("home"), facts=facts)

    return letter


def _notice(template: str) -> Callable[[Event], Letter | None]:
    """Tell the person of a change that somebody else might have made."""

    def letter(event: Event) -> Letter | None:
        person = User.objects.filter(pk=event.subject_id, is_active=True, email__isnull=False).first()
        if person is None:
            return None
        return Letter(to=str(person.email), user=person, template=template, url=_address("people:profile"))

    return letter


KINDS: dict[str, Callable[[Event], Letter | None]] = {
    "signin.link_asked": _sign_in_link,
    "password.reset_asked": _new_password,
    "user.invited": _invitation,
    "user.approved": _decision("approved"),
    "user.refused": _decision("refused"),
    "user.password_changed": _notice("password_changed"),
    "user.factor_added": _notice("factor_added"),
    "user.factor_removed": _notice("factor_removed"),
}


def _address(page: str, *args: str) -> str:
    return f"{settings.PRIYOM.site_url}{reverse(page, args=args or None)}"
