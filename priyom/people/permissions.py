"""May this person do this to that: the questions that need more than a capability."""

from priyom.people.models import Membership, Organisation, Team, User
from priyom.people.reach import reach_of
from priyom.people.roles import MAY_GRANT, STAFF_ROLES


def may_see_organisation(user: User, organisation: Organisation) -> bool:
    """Say whether the organisation's card is within the person's reach, or is the person's own."""
    reach = reach_of(user)
    return (
        reach.covers(region_id=organisation.region_id, organisation_id=organisation.pk)
        or organisation.pk in reach.card_organisation_ids
    )


def may_manage_people_of(user: User, organisation: Organisation) -> bool:
    """Say whether the person may invite and approve people of the organisation."""
    if user.may("people.manage"):
        return True
    reach = reach_of(user)
    return user.may("people.approve") and reach.covers(
        region_id=organisation.region_id, organisation_id=organisation.pk
    )


def grantable_roles(user: User) -> frozenset[str]:
    """Return the roles the person may give to somebody, wherever the person's reach goes."""
    return frozenset().union(*(MAY_GRANT.get(role, frozenset()) for role in user.roles))


def may_grant(user: User, role: str, organisation: Organisation) -> bool:
    """Say whether the person may make somebody this at this organisation. Staff work for a vendor or an operator."""
    if role in STAFF_ROLES and organisation.kind not in {Organisation.Kind.VENDOR, Organisation.Kind.OPERATOR}:
        return False
    if user.is_system:
        return True
    covered = reach_of(user).covers(region_id=organisation.region_id, organisation_id=organisation.pk)
    return role in grantable_roles(user) and covered


def may_manage_account(user: User, other: User) -> bool:
    """Say whether the person may close, open and change the other's account: administrators everybody's,
    a local specialist or a coordinator only of people whose every role they could have given."""
    if user.is_system or user.may("people.manage"):
        return True
    living = other.memberships.exclude(state=Membership.State.ENDED).select_related("organisation")
    return user.may("people.approve") and all(may_grant(user, one.role, one.organisation) for one in living)


def may_manage_keys(user: User) -> bool:
    """Say whether the person may give programs their keys."""
    return user.is_system or user.may("keys.manage")


def may_open_card(user: User, organisation: Organisation) -> bool:
    """Say whether the person may read the card of an organisation that is visible: people, versions, peculiarities."""
    return user.may("organisations.read") or organisation.pk in reach_of(user).organisation_ids


def may_read_people(user: User) -> bool:
    """Say whether the person may read the cards of people within reach."""
    return user.may("organisations.read") or user.may("people.approve")


def may_manage_installations(user: User, organisation: Organisation) -> bool:
    """Say whether the person may write down what runs at the organisation."""
    covered = reach_of(user).covers(region_id=organisation.region_id, organisation_id=organisation.pk)
    return user.may("installations.manage") and covered


def may_manage_team(user: User, team: Team) -> bool:
    """Say whether the person may change the team: a lead the own ones, managers and administrators all."""
    if user.may("teams.create"):
        return True
    return user.may("teams.manage") and team.places.filter(user=user, is_lead=True).exists()


def may_hand_over(user: User, other: User) -> bool:
    """Say whether the person may hand the other's work over: a lead that of the own teams, a manager everybody's."""
    if not user.may("people.hand_over"):
        return False
    if user.may("teams.create"):
        return True
    led = user.places.filter(is_lead=True).values("team_id")
    return other.places.filter(team_id__in=led).exists()
