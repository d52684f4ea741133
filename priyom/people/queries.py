"""What is asked of people and their accounts."""

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from priyom.base.errors import NotVisible
from priyom.base.prepared import ask
from priyom.people.models import Invitation, Membership, Organisation, TeamMembership, User
from priyom.people.reach import reach_of
from priyom.people.roles import CAPABILITIES, STAFF_ROLES, Role
from priyom.people.signed_in import read_person

# Asked by every program that opens a ticket, and for every letter; in the words of the index.
_BY_EMAIL = "SELECT id FROM people_user WHERE upper(email) = upper(%s) AND is_active ORDER BY id LIMIT 1"


def organisations_for(user: User) -> list[Organisation]:
    """Return the organisations on whose behalf the person may open a ticket, the main one first."""
    homes = {m.organisation_id: m.organisation for m in user.active_memberships}
    return sorted(homes.values(), key=lambda each: (each.pk != user.organisation_id, each.short_name))


def read_memberships(people: Collection[User]) -> None:
    """Read what these people are to which organisation: once, instead of once for each of them."""
    active = Membership.objects.filter(user__in={each.pk for each in people}, state=Membership.State.ACTIVE)
    theirs: dict[int, list[Membership]] = {}
    for membership in active.select_related("organisation__region") if people else ():
        theirs.setdefault(membership.user_id, []).append(membership)
    for each in people:
        each.active_memberships = theirs.get(each.pk, []) if each.is_active else []


def find_by_email(email: str) -> User | None:
    """Return the active person with this address."""
    found = ask(_BY_EMAIL, [email.strip()])
    return read_person(found[0][0]) if found else None


def team_ids_of(user: User) -> list[int]:
    """Return the teams in which the person works."""
    return list(TeamMembership.objects.filter(user=user, team__is_active=True).values_list("team_id", flat=True))


def agents() -> "list[User]":
    """Return everybody who may hold a ticket, by name."""
    working = Q(memberships__role__in=[Role.AGENT, Role.TEAM_LEAD, Role.MANAGER])
    return list(
        User.objects.filter(working, memberships__state=Membership.State.ACTIVE, is_active=True)
        .distinct()
        .order_by("last_name", "first_name")
    )


def colleagues() -> QuerySet[User]:
    """Return everybody who works at the desk today, whatever the role."""
    staff = Membership.objects.filter(role__in=STAFF_ROLES, state=Membership.State.ACTIVE)
    return User.objects.filter(pk__in=staff.values("user_id"), is_active=True, is_system=False)


def advisers() -> QuerySet[User]:
    """Return everybody who may be asked for advice: who works with tickets."""
    working = Membership.objects.filter(role__in=CAPABILITIES["desk.work"], state=Membership.State.ACTIVE)
    return User.objects.filter(pk__in=working.values("user_id"), is_active=True, is_system=False)


def belongs_to(user: User, organisation: Organisation) -> bool:
    """Say whether the person is of the organisation: a member of it, of a part of it, or of what it is part of."""
    return any(
        membership.organisation.path.startswith(organisation.path)
        or organisation.path.startswith(membership.organisation.path)
        for membership in user.active_memberships
    )


def get_account(user: User, login: str, *, lock: bool = False) -> User:
    """Return somebody's account for who looks after accounts; hidden and missing look the same."""
    accounts = User.objects.filter(login=login.strip().lower(), is_system=False)
    if lock:
        accounts = accounts.select_for_update(of=("self",))
    if not (user.is_system or user.may("people.manage")):
        accounts = accounts.filter(pk__in=Membership.objects.filter(_of_reach(user)).values("user_id"))
    found = accounts.first() if user.is_system or user.may("people.approve") else None
    if found is None:
        raise NotVisible(_("There is no such person, or not within your reach."))
    return found


def pending_memberships(user: User) -> QuerySet[Membership]:
    """Return who waits to be let in within the person's reach, the longest waiting first."""
    waiting = Membership.objects.filter(state=Membership.State.PENDING, user__is_active=True)
    waiting = waiting.select_related("user", "organisation__region").order_by("pk")
    if user.may("people.manage"):
        return waiting
    return waiting.filter(_of_reach(user)) if user.may("people.approve") else waiting.none()


def get_pending(user: User, membership_id: int, *, lock: bool = False) -> Membership:
    """Return a membership on which the person may decide, decided or not."""
    memberships = Membership.objects.select_related("user", "organisation__region")
    if lock:
        memberships = memberships.select_for_update(of=("self",))
    if not user.may("people.manage"):
        memberships = memberships.filter(_of_reach(user)) if user.may("people.approve") else memberships.none()
    found = memberships.filter(pk=membership_id).first()
    if found is None:
        raise NotVisible(_("There is no such request, or not within your reach."))
    return found


def open_invitations(user: User) -> QuerySet[Invitation]:
    """Return the invitations within the person's reach that nobody has used yet, the newest first."""
    invitations = Invitation.objects.filter(used_at__isnull=True, withdrawn_at__isnull=True, invited_by__isnull=False)
    return _within_reach(user, invitations).select_related("organisation", "invited_by").order_by("-pk")


def get_invitation(user: User, invitation_id: int, *, lock: bool = False) -> Invitation:
    """Return an invitation of an organisation within the person's reach."""
    invitations = _within_reach(user, Invitation.objects.filter(invited_by__isnull=False))
    if lock:
        invitations = invitations.select_for_update(of=("self",))
    found = invitations.select_related("organisation__region").filter(pk=invitation_id).first()
    if found is None:
        raise NotVisible(_("There is no such invitation, or not within your reach."))
    return found


def _within_reach(user: User, invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    if not user.may("people.invite"):
        return invitations.none()
    return invitations if reach_of(user).everything else invitations.filter(_of_reach(user))


def _of_reach(user: User) -> Q:
    reach = reach_of(user)
    return Q(organisation__region_id__in=reach.region_ids) | Q(organisation_id__in=reach.organisation_ids)
