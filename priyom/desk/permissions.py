"""May this person do this to this ticket. Seeing it at all was settled at the door."""

from priyom.desk.models import Consult, Solving, Ticket, Watch
from priyom.desk.rules.ladder import LOCAL, OPERATOR
from priyom.desk.rules.lifecycle import Status
from priyom.people.models import Organisation, User
from priyom.people.reach import hospital_of, places_of, reach_of


def may_work_on(user: User, ticket: Ticket) -> bool:
    """Say whether the person may answer, assign and change the ticket from our side of the desk."""
    if not user.may("desk.work"):
        return False
    reach = reach_of(user)
    within = reach.covers(region_id=ticket.region_id, organisation_id=ticket.organisation_id)
    return within or ticket.assignee_id == user.pk


def may_be_called_in(user: User, ticket: Ticket) -> bool:
    """Say whether the person may be made a follower: a colleague, or somebody of the ticket's own hospital."""
    if user.works_at_desk:
        return True
    home = {hospital_of(membership.organisation).pk for membership in user.active_memberships}
    return hospital_of(ticket.organisation).pk in home or reach_of(user).covers(
        region_id=ticket.region_id, organisation_id=ticket.organisation_id
    )


def may_note(user: User, ticket: Ticket) -> bool:
    """Say whether the person may leave a note: who works on it or was called in. Who was only asked writes there."""
    if may_work_on(user, ticket):
        return True
    return user.may("desk.work") and Watch.objects.filter(ticket=ticket, user=user, ended_at=None).exists()


def may_advise(user: User, consult: Consult) -> bool:
    """Say whether the question is put to the person, or to a department in which the person works."""
    if not user.may("desk.work"):
        return False
    return consult.person_id == user.pk or any(place.team_id == consult.team_id for place in places_of(user))


def may_settle(user: User, consult: Consult) -> bool:
    """Say whether the person decides if the answer is enough: the side that asked, never who answered."""
    if not may_work_on(user, consult.ticket):
        return False
    owns = user.pk in {consult.asked_by_id, consult.ticket.assignee_id}
    return owns or user.pk not in {consult.answered_by_id, consult.person_id}


def may_hand_over(user: User, ticket: Ticket) -> bool:
    """Say whether the person may give the ticket to another owner: the owner, or a lead for who is away."""
    return may_work_on(user, ticket) and (ticket.assignee_id == user.pk or user.may("people.hand_over"))


def may_judge_passings(user: User, ticket: Ticket) -> bool:
    """Say whether the person says if the line below could have solved it: who solved it, or who works in that team."""
    if not may_work_on(user, ticket):
        return False
    solving = Solving.objects.filter(ticket=ticket, current=True).first()
    if solving is None or user.pk in {solving.by_id, ticket.assignee_id}:
        return True
    return any(place.team_id == solving.team_id for place in places_of(user))


def may_lead_meetings(user: User) -> bool:
    """Say whether the person plans, begins and ends planning meetings and says what gathers for them."""
    return user.may("meeting.lead")


def may_stand_for(user: User, ticket: Ticket) -> bool:
    """Say whether the person stands on the rung of the ladder on which the ticket is."""
    reach = reach_of(user)
    if ticket.rung == LOCAL:
        return user.may("organisation.tickets") and ticket.organisation_id in reach.organisation_ids
    return ticket.rung == OPERATOR and user.may("region.tickets") and ticket.region_id in reach.region_ids


def may_take_up(user: User, ticket: Ticket) -> bool:
    """Say whether the person stands above that rung and may take the ticket from there."""
    above = ticket.rung == LOCAL and user.may("region.tickets") and ticket.region_id in reach_of(user).region_ids
    return above or may_work_on(user, ticket)


def may_read_notes(user: User) -> bool:
    """Say whether the person sees what colleagues write among themselves."""
    return user.may("desk.read")


def may_write_as_requester(user: User, ticket: Ticket) -> bool:
    """Say whether the person's words count as the requester's side: own, watched, or the organisation's specialist."""
    return not user.may("desk.read") or ticket.requester_id == user.pk


def may_confirm(user: User, ticket: Ticket) -> bool:
    """Say whether the person may say «solved: yes / no»: the requester, or who looks after the organisation."""
    if ticket.requester_id == user.pk:
        return True
    return (user.may("organisation.tickets") or user.may("region.tickets")) and reach_of(user).covers(
        region_id=ticket.region_id, organisation_id=ticket.organisation_id
    )


def may_rate(user: User, ticket: Ticket) -> bool:
    """Say whether the person may rate the solution: only who asked, and only when it is solved."""
    return ticket.requester_id == user.pk and ticket.status in {Status.RESOLVED, Status.CLOSED}


def may_open_for(user: User, organisation: Organisation) -> bool:
    """Say whether the person may open a ticket on the organisation's behalf."""
    if not organisation.is_active or not user.may("ticket.open"):
        return False
    homes = {membership.organisation_id for membership in user.active_memberships}
    return organisation.pk in homes or reach_of(user).covers(
        region_id=organisation.region_id, organisation_id=organisation.pk
    )


def may_open_on_behalf(user: User, organisation: Organisation) -> bool:
    """Say whether the person may name somebody else of the organisation as the requester."""
    return reach_of(user).covers(region_id=organisation.region_id, organisation_id=organisation.pk)
