"""Somebody leaves: the work goes to a colleague or back to the teams, and the account is closed."""

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid, NotAllowed
from priyom.base.events import record
from priyom.people.actions.accounts import disable_user
from priyom.people.directory.people import get_person
from priyom.people.models import Membership, Role, TeamMembership, User
from priyom.people.permissions import may_hand_over

HOLDERS = [Role.AGENT, Role.TEAM_LEAD, Role.MANAGER]


@transaction.atomic
def hand_over(login: str, *, by: User, to: str = "", close: bool = False) -> User:
    """Hand a person's work over to a colleague, or back to the teams when nobody is named.

    What rooms above hold follows by the event; closing the account also takes the person out of the teams.
    """
    person = get_person(by, login, lock=True)
    if not may_hand_over(by, person):
        raise NotAllowed(_("Only the team's lead, a manager or an administrator hands work over."))
    successor = _successor(person, to)
    left: list[int] = []
    if close:
        places = TeamMembership.objects.filter(user=person)
        left = list(places.values_list("team_id", flat=True))
        if successor is not None:
            _keep_led(person, successor)
        places.delete()
    region_id = person.organisation.region_id if person.organisation else None
    to_id = successor.pk if successor else None
    record("user.handed_over", person, by=by, region_id=region_id, to=to_id, teams=left)
    if close:
        disable_user(login, by=by)
    return person


def _successor(person: User, login: str) -> User | None:
    if not login:
        return None
    colleagues = User.objects.filter(is_active=True, memberships__state=Membership.State.ACTIVE)
    found = colleagues.filter(login=login, memberships__role__in=HOLDERS).distinct().first()
    if found is None:
        raise Invalid(errors={"to": [_("There is no such colleague who could take the work.")]})
    if found.pk == person.pk:
        raise Invalid(errors={"to": [_("Choose somebody else: this is the same person.")]})
    return found


def _keep_led(person: User, successor: User) -> None:
    """Let the successor lead the teams that would otherwise be left without a lead."""
    led = TeamMembership.objects.filter(user=person, is_lead=True).values_list("team_id", flat=True)
    for place in TeamMembership.objects.filter(user=successor, team_id__in=list(led), is_lead=False):
        if not place.team.places.filter(is_lead=True, user__is_active=True).exclude(user=person).exists():
            place.is_lead = True
            place.save(update_fields=["is_lead"])
