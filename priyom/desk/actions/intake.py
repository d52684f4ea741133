"""Tickets that a program reports on somebody's behalf: people and places are named, not chosen."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid, NotAllowed
from priyom.base.prepared import THAT, Kept, ask
from priyom.desk.actions.sent_before import gathered
from priyom.desk.actions.tickets import open_ticket
from priyom.desk.models import Ticket, Topic
from priyom.desk.models.choices import Channel
from priyom.people.actions.accounts import create_user
from priyom.people.models import ApiKey, Organisation, Role, User
from priyom.people.queries import belongs_to, find_by_email
from priyom.people.reach import reach_of

LONGEST_NAME = 80
_BY_CODE = "SELECT id FROM people_organisation WHERE code = %s AND is_active"
_PLACE: Kept[Organisation] = Kept(lambda: Organisation.objects.select_related("region").filter(pk=THAT))


@transaction.atomic
def open_reported_ticket(
    *, by: User, key: ApiKey, requester: str, organisation: str, topic: str | None, create_requester: bool,
    requester_name: str, files: Collection[uuid.UUID] = (), **facts: Any,
) -> Ticket:  # fmt: skip
    """Open a ticket for the requester with this address at the organisation with this code, or refuse unknown ones."""
    place = _organisation(organisation, by=by)
    person = find_by_email(requester)
    if person is None and create_requester:
        if not {ApiKey.Scope.PEOPLE_WRITE, ApiKey.Scope.ADMIN} & set(key.scopes):
            raise NotAllowed(_("This key lacks the scope %(scope)s.") % {"scope": ApiKey.Scope.PEOPLE_WRITE})
        person = _newcomer(requester, requester_name, place, by=by)
    if person is None or not belongs_to(person, place):
        raise Invalid(
            _("The requester is not known at this organisation."),
            errors={"requester": [_("Nobody at this organisation has this address.")]},
        )
    given: dict[str, Any] = {
        name: value or "" if name in {"kind", "impact", "urgency"} else value for name, value in facts.items()
    }
    return open_ticket(
        by=by, requester=person, organisation=place, topic=_topic(topic), channel=Channel.API,
        token=gathered(files, by=by), **given,
    )  # fmt: skip


def _organisation(code: str, *, by: User) -> Organisation:
    found = ask(_BY_CODE, [code])
    place = _PLACE.ask(that=found[0][0])[0] if found else None
    homes = {membership.organisation_id for membership in by.active_memberships}
    # What must not be known to exist is answered like what does not exist.
    if place is None or not (
        place.pk in homes or reach_of(by).covers(region_id=place.region_id, organisation_id=place.pk)
    ):
        raise Invalid(
            _("There is no such organisation."), errors={"organisation": [_("No organisation has this code.")]}
        )
    return place


def _topic(code: str | None) -> Topic | None:
    if code is None:
        return None
    topic = Topic.objects.select_related("team", "parent__team").filter(code=code).first()
    if topic is None:
        raise Invalid(_("There is no such topic."), errors={"topic": [_("No topic has this code.")]})
    return topic


def _newcomer(email: str, name: str, place: Organisation, *, by: User) -> User:
    last_name, _space, rest = name.partition(" ")
    first_name, _space, middle_name = rest.partition(" ")
    if max(len(last_name), len(first_name), len(middle_name)) > LONGEST_NAME:
        raise Invalid(
            _("The name is too long."),
            errors={
                "requester_name": [
                    _("At most %(most)d characters in each of the three names.") % {"most": LONGEST_NAME}
                ]
            },
        )
    try:
        return create_user(
            by=by, login=email, email=email, password=None, role=Role.REQUESTER, organisation=place,
            last_name=last_name, first_name=first_name, middle_name=middle_name,
        )  # fmt: skip
    except Invalid as refused:  # the caller knows one field: the address is the login as well
        texts = [text for each in refused.errors.values() for text in each]
        raise Invalid(refused.message, errors={"requester": texts}) from refused
