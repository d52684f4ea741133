"""May this person do this to that: the questions that need more than a capability."""

from priyom.people.models import Membership, Organisation, User
from priyom.people.queries import reach_of
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
