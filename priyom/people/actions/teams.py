"""Teams: adding, changing, and who works in them."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid, NotAllowed, WrongState
from priyom.base.events import record
from priyom.people.actions.changing import apply_facts
from priyom.people.directory.places import get_team
from priyom.people.models import Membership, Region, Role, Team, TeamMembership, User
from priyom.people.permissions import may_manage_team

# The roles with which one can work in a team; an auditor or a requester cannot.
MAY_WORK = frozenset({Role.AGENT, Role.TEAM_LEAD, Role.MANAGER, Role.ADMINISTRATOR})


@transaction.atomic
def create_team(*, by: User, code: str, regions: Sequence[Region] = (), **facts: Any) -> Team:
    """Add a team; without regions it answers for all of them."""
    if not by.may("teams.create"):
        raise NotAllowed(_("Only a manager or an administrator adds teams."))
    team = Team.objects.create(code=code, **facts)
    team.regions.set(regions)
    record("team.created", team, by=by)
    return team


@transaction.atomic
def change_team(
    code: str,
    *,
    by: User,
    name: str,
    about: str,
    level: int | None,
    regions: Sequence[Region],
    is_active: bool,
    exit_criteria: str = "",
    only_asked: bool = False,
) -> Team:
    """Change what is said of a team, for which regions it answers, and whether it is in use."""
    team = _team(code, by=by)
    if only_asked != team.only_asked and not by.may("teams.create"):
        # SECURITY: this, too, decides whose tickets its people see.
        raise NotAllowed(_("Only a manager or an administrator changes what a team sees."))
    changed = apply_facts(
        team, name=name, about=about, level=level, is_active=is_active, exit_criteria=exit_criteria,
        only_asked=only_asked,
    )  # fmt: skip
    if {each.pk for each in regions} != set(team.regions.values_list("pk", flat=True)):
        if not by.may("teams.create"):
            # SECURITY: the regions of a team decide whose tickets its people see; a lead does not widen that.
            raise NotAllowed(_("Only a manager or an administrator changes a team's regions."))
        team.regions.set(regions)
        changed.append("regions")
    if changed:
        record("team.changed", team, by=by, changed=changed)
    return team


@transaction.atomic
def add_to_team(code: str, login: str, *, by: User) -> TeamMembership:
    """Let a colleague work in the team."""
    team = _team(code, by=by)
    person = User.objects.filter(login=login, is_active=True, is_system=False).first()
    if person is None:
        raise Invalid(errors={"login": [_("There is no such colleague, or the account is closed.")]})
    roles = Membership.objects.filter(user=person, state=Membership.State.ACTIVE, role__in=[str(r) for r in MAY_WORK])
    if not roles.exists():
        raise Invalid(errors={"login": [_("This person does not work at the desk. Give the role of an agent first.")]})
    place, is_new = TeamMembership.objects.get_or_create(team=team, user=person)
    if not is_new:
        raise WrongState(_("The colleague works in this team already."))
    record("team.joined", team, by=by, user=person.pk)
    return place


@transaction.atomic
def remove_from_team(code: str, login: str, *, by: User) -> Team:
    """Take a colleague out of the team."""
    team = _team(code, by=by)
    place = _place(team, login)
    place.delete()
    record("team.left", team, by=by, user=place.user_id)
    return team


@transaction.atomic
def set_lead(code: str, login: str, *, by: User, is_lead: bool) -> TeamMembership:
    """Let a colleague lead the team, or no longer."""
    team = _team(code, by=by)
    place = _place(team, login)
    if apply_facts(place, is_lead=is_lead):
        record("team.lead_changed", team, by=by, user=place.user_id, is_lead=is_lead)
    return place


def _team(code: str, *, by: User) -> Team:
    team = get_team(by, code, lock=True)
    if not may_manage_team(by, team):
        raise NotAllowed(_("Only the team's lead, a manager or an administrator changes the team."))
    return team


def _place(team: Team, login: str) -> TeamMembership:
    place = team.places.filter(user__login=login).first()
    if place is None:
        raise WrongState(_("The colleague no longer works in this team."))
    return place
