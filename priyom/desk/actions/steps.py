"""The steps of a ticket's life: which columns a step changes and which fact it leaves.

Each works on a locked ticket; right and state were settled by the caller. An action takes its step at once, the
effects of an answer take the same step when the ten seconds are over, so both leave the same ticket behind.
"""

from datetime import datetime
from types import MappingProxyType

from priyom.base.clock import now
from priyom.base.events import record
from priyom.desk.actions.changing import change
from priyom.desk.models import ExternalWait, Passing, Solving, Ticket, Topic
from priyom.desk.rules.lifecycle import Status, WaitingFor
from priyom.desk.rules.passing import team_that_solved, way
from priyom.desk.rules.routing import team_for
from priyom.desk.rules.triage import priority_of
from priyom.people.models import Team, User

NOT_WAITING = MappingProxyType({"waiting_for": "", "waiting_whom": "", "waiting_until": None})


def classify(ticket: Ticket, topic: Topic, *, by: User) -> None:
    """Say what it is about; a ticket that nobody has yet goes to the topic's team."""
    if ticket.topic_id == topic.pk:
        return
    before = ticket.topic.code if ticket.topic else None
    change(ticket, topic=topic, **({"team": team_for(topic)} if ticket.assignee_id is None else {}))
    record("ticket.classified", ticket, by=by, before=before, after=topic.code)


def name_kind(ticket: Ticket, kind: str, *, by: User) -> None:
    """Say whether it is an incident, a service request, a question …"""
    if ticket.kind == kind:
        return
    before = ticket.kind
    change(ticket, kind=kind)
    record("ticket.kind_changed", ticket, by=by, before=before, after=kind)


def prioritise(ticket: Ticket, *, impact: str, urgency: str, by: User) -> None:
    """Say whom it affects and how much it hinders; the priority follows, unless a person has set another."""
    if (impact, urgency) == (ticket.impact, ticket.urgency):
        return
    _put(ticket, by=by, how="rule", override=ticket.priority_override, impact=impact, urgency=urgency)


def override_priority(ticket: Ticket, priority: int, *, by: User) -> None:
    """Let a person's word stand against the rule; the caller keeps the reason."""
    _put(ticket, by=by, how="override", override=priority)


def follow_the_rule(ticket: Ticket, *, by: User) -> None:
    """Let the rule decide the priority again."""
    _put(ticket, by=by, how="rule_again", override=None)


def _put(ticket: Ticket, *, by: User, how: str, override: int | None, **facts: str) -> None:
    """Change what the priority rests on. Every change of a priority goes through here, and is one kind of fact."""
    before = ticket.priority
    impact, urgency = facts.get("impact", ticket.impact), facts.get("urgency", ticket.urgency)
    after = int(override or priority_of(impact, urgency))
    change(ticket, priority=after, priority_override=override, **facts)
    record("ticket.prioritised", ticket, by=by, before=before, after=after, how=how, impact=impact, urgency=urgency)


def give(ticket: Ticket, to: User) -> None:
    """Let the person have the ticket; the caller records whether it was taken or given."""
    change(ticket, assignee=to, **({"status": Status.OPEN} if ticket.status == Status.NEW else {}))


def transfer(ticket: Ticket, team: Team, *, by: User, reason: str = "") -> None:
    """Pass it to a team; nobody has it there until somebody takes it. Who had it before is kept, with how long."""
    if ticket.team_id == team.pk and ticket.assignee_id is None:
        return
    before, holder = ticket.team, ticket.assignee
    change(ticket, team=team, assignee=None)
    if before != team:
        since = Passing.objects.filter(ticket=ticket).order_by("-pk").values_list("at", flat=True).first()
        Passing.objects.create(
            ticket=ticket, region_id=ticket.region_id, from_team=before, to_team=team, holder=holder, by=by,
            way=way(before.level if before else None, team.level), reason=reason, since=since or ticket.opened_at,
            at=now(),
        )  # fmt: skip
    record("ticket.transferred", ticket, by=by, before=before and before.pk, after=team.pk)


def let_wait(ticket: Ticket, *, waiting_for: str, whom: str, until: datetime | None, by: User) -> None:
    """Let it wait for somebody or something; a question to the requester is counted."""
    asks_back = waiting_for == WaitingFor.REQUESTER
    _leave_outside_request(ticket)
    change(
        ticket, status=Status.WAITING, waiting_for=waiting_for, waiting_whom=whom, waiting_until=until,
        clarifications=ticket.clarifications + (1 if asks_back else 0),
    )  # fmt: skip
    record("ticket.waiting", ticket, by=by, waiting_for=ticket.waiting_for)


def resume(ticket: Ticket, *, by: User) -> None:
    """Go on with what has waited."""
    _leave_outside_request(ticket)
    change(ticket, status=Status.OPEN, **NOT_WAITING)
    record("ticket.resumed", ticket, by=by)


def solve(ticket: Ticket, *, cause: str, remedy: str, by: User) -> None:
    """Keep cause and remedy, both masked already; who solves a ticket that nobody has is its owner."""
    moment = now()
    _leave_outside_request(ticket)
    change(
        ticket, status=Status.RESOLVED, **NOT_WAITING, awaiting_us_since=None, cause=cause, remedy=remedy,
        resolved_at=moment, first_replied_at=ticket.first_replied_at or moment, assignee=ticket.assignee or by,
    )  # fmt: skip
    _count_as_solved(ticket, by=by, at=moment)
    record("ticket.resolved", ticket, by=by)


def _leave_outside_request(ticket: Ticket) -> None:
    """Let the ticket wait no more on a request to an outside party."""
    if ticket.waiting_for == WaitingFor.EXTERNAL:
        ExternalWait.objects.filter(ticket=ticket, ended_at=None).update(ended_at=now())


def _count_as_solved(ticket: Ticket, *, by: User, at: datetime) -> None:
    """Keep as whose work the solution counts: of the team that has it, or of the solver's own."""
    Solving.objects.filter(ticket=ticket, current=True).update(current=False)
    teams = {team.pk: team for team in Team.objects.filter(places__user=by, is_active=True)}
    team_id, is_own = team_that_solved(ticket.team_id, [(team.pk, team.level) for team in teams.values()])
    team = teams[team_id] if is_own and team_id else ticket.team
    Solving.objects.create(
        ticket=ticket, region_id=ticket.region_id, organisation_id=ticket.organisation_id, team=team,
        level=team.level if team else None, by=by, at=at,
    )  # fmt: skip
