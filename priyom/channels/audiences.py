"""Who has to know of a fact about a ticket. Each audience returns the ids of people, the actor included.

Many facts are told together: what belongs to the ticket comes with it (``with_audiences``), what many of them have in
common is read once.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch, Q

from priyom.base.models import Event
from priyom.base.requests import once_per_request
from priyom.desk.holders import holders_of
from priyom.desk.models import Attachment, Consult, Passing, Ticket, Watch
from priyom.desk.models.choices import TicketPriority
from priyom.desk.rules.ladder import OUTSIDE
from priyom.people.models import Membership, Organisation, Role, Team, TeamMembership, User
from priyom.people.roles import CAPABILITIES

Audience = Callable[[Event, Any], set[int]]


def with_audiences(ids: set[int]) -> dict[int, Ticket]:
    """Return these tickets with everybody who follows them."""
    following = Prefetch("watches", Watch.objects.filter(ended_at=None), to_attr="followed_by")
    return dict(Ticket.objects.prefetch_related(following).in_bulk(ids))


def requester(_event: Event, ticket: Ticket) -> set[int]:
    """Who asked."""
    return {ticket.requester_id}


def requester_and_watchers(event: Event, ticket: Ticket) -> set[int]:
    """Who asked, and everybody who follows the ticket."""
    return requester(event, ticket) | watchers(event, ticket)


def watchers(_event: Event, ticket: Ticket) -> set[int]:
    """Everybody who follows the ticket."""
    return {watch.user_id for watch in ticket.followed_by}  # type: ignore[attr-defined]


def owner_or_team(_event: Event, ticket: Ticket) -> set[int]:
    """Who has the ticket; while nobody has it, its team."""
    if ticket.assignee_id is not None:
        return {ticket.assignee_id}
    return team(_event, ticket)


def owner_and_desk_watchers(event: Event, ticket: Ticket) -> set[int]:
    """Who has the ticket, and the colleagues at the desk who follow it."""
    owner = {ticket.assignee_id} if ticket.assignee_id else set()
    return owner | _at_desk(watchers(event, ticket))


def team(_event: Event, ticket: Ticket) -> set[int]:
    """The people of the ticket's team."""
    places = TeamMembership.objects.filter(team_id=ticket.team_id, user__is_active=True)
    found = once_per_request(f"team {ticket.team_id}", lambda: frozenset(places.values_list("user_id", flat=True)))
    return set(found)


def team_in_alarm(event: Event, ticket: Ticket) -> set[int]:
    """The people of the ticket's team, when it endangers many."""
    return team(event, ticket) if ticket.priority == TicketPriority.CRITICAL else set()


def on_duty(event: Event, ticket: Ticket) -> set[int]:
    """Who answers for the ticket's region now: its team, and the teams of the region; where it has none, all teams."""
    # Until there are shifts, whoever is in a team is on duty.
    teams = Team.objects.filter(is_active=True)
    regional = teams.filter(regions=ticket.region_id)
    some = regional if regional.exists() else teams.filter(regions=None)
    places = TeamMembership.objects.filter(team__in=some, user__is_active=True)
    return team(event, ticket) | set(places.values_list("user_id", flat=True)) | owner_or_team(event, ticket)


def keepers_of_ticket(_event: Event, ticket: Ticket) -> set[int]:
    """Who looks after the ticket's hospital outside the desk: its local specialists, and the region's coordinators."""
    return keepers_of(ticket.organisation)


def rung_holders(_event: Event, ticket: Ticket) -> set[int]:
    """Who stands on the rung of the ladder on which the ticket is now."""
    if ticket.rung not in OUTSIDE:
        return set()
    return set(holders_of(ticket.rung, ticket.organisation).values_list("user_id", flat=True))


def requester_below_us(event: Event, ticket: Ticket) -> set[int]:
    """Who asked, while the ticket has not come up to us: what is written there is the local specialist's answer."""
    return requester(event, ticket) if ticket.rung in OUTSIDE else set()


def new_owner(event: Event, _ticket: Ticket) -> set[int]:
    """To whom the ticket was given."""
    return {event.details["after"]} if event.details.get("after") else set()


def mentioned(event: Event, _ticket: Ticket) -> set[int]:
    """Whom a note calls by name."""
    return set(event.details.get("users", ()))


def earlier_hands(_event: Event, ticket: Ticket) -> set[int]:
    """Who had the ticket and passed it on: a line that hears how it ended solves the next one itself."""
    hands = Passing.objects.filter(ticket=ticket).values_list("holder_id", "by_id")
    return {person for pair in hands for person in pair if person}


def advisers(event: Event, _ticket: Ticket) -> set[int]:
    """Whom a question is put to: the colleague, or the people of the department; once answered, who answered."""
    consult = _consult_of(event)
    if consult is None:
        return set()
    if person := consult.answered_by_id or consult.person_id:
        return {person}
    places = TeamMembership.objects.filter(team_id=consult.team_id, user__is_active=True)
    return set(places.values_list("user_id", flat=True))


def seekers(event: Event, ticket: Ticket) -> set[int]:
    """Who wants the advice: the person who asked, and who has the ticket."""
    consult = _consult_of(event)
    return {user for user in (ticket.assignee_id, consult and consult.asked_by_id) if user}


def both_of_consult(event: Event, ticket: Ticket) -> set[int]:
    """Everybody who takes part in the thread of advice."""
    return advisers(event, ticket) | seekers(event, ticket)


def _consult_of(event: Event) -> Consult | None:
    return Consult.objects.filter(pk=event.details.get("consult")).first()


def actor(event: Event, _ticket: Ticket) -> set[int]:
    """Who did it: for reminders that people set themselves."""
    found = event.details.get("user") or event.actor_id
    return {found} if found else set()


def sender_of_file(event: Event, _ticket: Ticket) -> set[int]:
    """Who sent the file: only they can send it in another form."""
    return {event.details["user"]}


def sender_of_unsent_file(event: Event, _subject: object) -> set[int]:
    """Who sent a file with a message that is still being written: the form may not be open any more."""
    unsent = Attachment.objects.filter(screened_id=event.details["file"], ticket=None)
    return set(unsent.values_list("added_by_id", flat=True))


def permitters(_event: Event, _subject: object) -> set[int]:
    """Who may let a number on a picture be uncovered."""
    roles = CAPABILITIES["guard.permit"]
    found = Membership.objects.filter(role__in=roles, state=Membership.State.ACTIVE, user__is_active=True)
    return set(found.values_list("user_id", flat=True))


def keepers(event: Event, _ticket: object) -> set[int]:
    """Who may let a newcomer in: the specialists of the organisation and of what it is part of, and the region's."""
    place = Organisation.objects.filter(pk=event.details.get("organisation")).first()
    if place is None:
        return set()
    return keepers_of(place)


def keepers_of(place: Organisation) -> set[int]:
    """The local specialists of an organisation and of what it is part of, and the coordinators of its region."""
    above = [int(pk) for pk in place.path.rstrip("/").split("/")]
    local = Q(role=Role.LOCAL_SPECIALIST, organisation_id__in=above)
    regional = Q(role=Role.COORDINATOR, organisation__region_id=place.region_id)
    active = Membership.objects.filter(local | regional, state=Membership.State.ACTIVE)
    return set(active.values_list("user_id", flat=True))


def subject_person(event: Event, _subject: object) -> set[int]:
    """Whom the fact is about: for what is gathered for one person."""
    return {event.subject_id} if event.subject_kind == "user" else set()


def administrators(_event: Event, _subject: object) -> set[int]:
    """Who sets the desk up: what breaks outside of any ticket is theirs to mend."""
    found = Membership.objects.filter(role=Role.ADMINISTRATOR, state=Membership.State.ACTIVE, user__is_active=True)
    return set(found.values_list("user_id", flat=True))


# A relay that is down gives up thousands of letters, and is told of elsewhere; an address that is dead is one person's.
DEAD_ADDRESS = frozenset({"returned", "SMTPRecipientsRefused"})


def administrators_of_dead_address(event: Event, subject: object) -> set[int]:
    """Administrators, when a letter came back because nobody takes it there."""
    return administrators(event, subject) if event.details.get("failure") in DEAD_ADDRESS else set()


def owner_of_undelivered(event: Event, _subject: object) -> set[int]:
    """Who has the ticket whose letter did not arrive: the requester will not answer, and somebody should know why."""
    if event.details.get("failure") not in DEAD_ADDRESS:
        return set()
    owner = Ticket.objects.filter(pk=event.details.get("ticket")).values_list("assignee_id", flat=True).first()
    return {owner} if owner else set()


def _at_desk(ids: set[int]) -> set[int]:
    staff = Q(memberships__role__in=[Role.AGENT, Role.TEAM_LEAD, Role.MANAGER], memberships__state="active")
    return set(User.objects.filter(staff, pk__in=ids).values_list("pk", flat=True))
