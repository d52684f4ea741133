"""The ticket itself, and the one way to say which tickets somebody may see."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from priyom.base.functions import NextValue, NumberField
from priyom.desk.models.choices import (
    Channel,
    CriticalState,
    TicketImpact,
    TicketKind,
    TicketPriority,
    TicketStatus,
    TicketUrgency,
    TicketWaitingFor,
)
from priyom.desk.models.consult import Consult
from priyom.desk.models.frozen import FrozenTerms
from priyom.desk.models.topic import Topic
from priyom.desk.models.watch import Watch
from priyom.desk.rules.lifecycle import DONE_STATUSES, OPEN_STATUSES
from priyom.people.models import Contract, Organisation, Region, Rung, Team, User
from priyom.people.reach import reach_of

if TYPE_CHECKING:
    from priyom.desk.models.critical import CriticalCall

FEW_ORGANISATIONS = 50
# Where a ticket of a contract with a ladder is not ours yet: no list of ours shows it as work, no promise runs.
OUTSIDE_RUNGS = [str(Rung.Kind.LOCAL), str(Rung.Kind.OPERATOR)]
IS_OPEN = Q(status__in=[str(status) for status in OPEN_STATUSES])
# With which its requester may still have something to do: few, of whoever has asked thousands.
IS_LIVING = Q(status__in=[*map(str, OPEN_STATUSES), str(TicketStatus.RESOLVED)])
# What presses first: who waits for us, whatever the status says; then what is worked on; then what waits for others. In
# each part by priority, and by how long it has waited. Lists ask with the very words of the indexes below.
OURS, WORKED_ON, OTHERS = range(3)
GROUP = Case(
    When(awaiting_us_since__isnull=False, then=Value(OURS)),
    When(status="waiting", then=Value(OTHERS)),
    default=Value(WORKED_ON),
    output_field=IntegerField(),
)
SINCE = Coalesce("awaiting_us_since", "changed_at")
# What nobody has promised a time for stands last.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
DUE = Coalesce("due_at", Value(NEVER), output_field=models.DateTimeField())
# When it was over: solved, or closed without a solution.
ENDED = Coalesce("resolved_at", "closed_at")


def own_affairs(user: User) -> tuple[Q, ...]:
    """Return what the person asked and what the person follows: each is found in an index of its own."""
    return Q(requester_id=user.pk), Q(pk__in=Watch.objects.filter(user_id=user.pk, ended_at=None).values("ticket_id"))


def reached_as_own(user: User) -> Iterator[Q]:
    """Return by what somebody sees tickets wherever they are: each is found in an index of its own."""
    yield from own_affairs(user)
    if user.works_at_desk:
        yield Q(assignee_id=user.pk)
        yield Q(pk__in=Consult.objects.letting_in(user).order_by().values("ticket_id"))


def _reached_by(user: User) -> Iterator[Q]:
    yield from reached_as_own(user)
    if reach_of(user).organisation_ids:
        yield Q(organisation_id__in=reach_of(user).organisation_ids)


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Questions that are asked of tickets; every list begins with ``visible_to``."""

    def visible_to(self, user: User) -> Self:
        """Return the tickets that the person may see whole."""
        # RACE: Exists, never join + distinct: Postgres refuses FOR UPDATE with DISTINCT.
        reach = reach_of(user)
        if reach.everything:
            return self
        watched = Exists(Watch.objects.filter(ticket=OuterRef("pk"), user_id=user.pk, ended_at=None))
        # The dearest last: PostgreSQL looks for somebody's watch only where nothing before it fits.
        seen: Any = Q(requester_id=user.pk)
        if reach.region_ids:
            seen |= Q(region_id__in=reach.region_ids)
        if reach.organisation_ids:
            seen |= Q(organisation_id__in=reach.organisation_ids)
        seen |= watched
        if user.works_at_desk:
            seen |= Q(assignee_id=user.pk)
            seen |= Exists(Consult.objects.letting_in(user).filter(ticket=OuterRef("pk")))
        return self.filter(seen)

    def listed_for(self, user: User) -> Self:
        """Return the same tickets as ``visible_to``, in the form that a list of few among a million needs.

        An «or» over watches cannot use an index: whoever sees few tickets would wait for all of them to be read.
        """
        reach = reach_of(user)
        if reach.everything or reach.region_ids or len(reach.organisation_ids) > FEW_ORGANISATIONS:
            return self.visible_to(user)
        tickets = Ticket.objects.order_by()
        first, *others = [tickets.filter(part).values("pk") for part in _reached_by(user)]
        return self.filter(pk__in=first.union(*others, all=True))

    def open(self) -> Self:
        """Return the tickets with which somebody still has work."""
        return self.filter(IS_OPEN)

    def done(self) -> Self:
        """Return the solved and closed tickets."""
        return self.filter(status__in=[str(status) for status in DONE_STATUSES])

    def silent_since(self, moment: datetime) -> Self:
        """Return the solved tickets whose requester has not objected since the moment."""
        return self.filter(status=TicketStatus.RESOLVED, resolved_at__lte=moment)


class Ticket(models.Model):
    """A request for help (обращение): what is asked, by whom, who has it and how it ended."""

    number = NumberField(unique=True, db_default=NextValue("desk_ticket_number"), editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, db_index=False, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, db_index=False, related_name="tickets")
    requester = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="requested")
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.PORTAL)

    subject = models.CharField(_("subject"), max_length=200)
    topic = models.ForeignKey(Topic, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(_("kind"), max_length=16, choices=TicketKind.choices, default=TicketKind.INCIDENT)
    fields = models.JSONField(default=dict)  # answers to the topic's questions: code → text
    product_name = models.CharField(max_length=120, blank=True)  # as it was installed when the ticket came
    product_version = models.CharField(max_length=40, blank=True)
    contract = models.ForeignKey(Contract, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    terms = models.ForeignKey(FrozenTerms, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    due_at = models.DateTimeField(null=True)  # the nearest promise whose clock runs; kept by the clocks

    status = models.CharField(max_length=8, choices=TicketStatus.choices, default=TicketStatus.NEW)
    waiting_for = models.CharField(max_length=10, choices=TicketWaitingFor.choices, blank=True)
    waiting_whom = models.CharField(max_length=120, blank=True)  # «поддержка ЕГИСЗ»: who it is, in words
    waiting_until = models.DateTimeField(null=True)
    impact = models.CharField(max_length=10, choices=TicketImpact.choices, default=TicketImpact.PERSON)
    urgency = models.CharField(max_length=10, choices=TicketUrgency.choices, default=TicketUrgency.NORMAL)
    priority = models.PositiveSmallIntegerField(choices=TicketPriority.choices, default=TicketPriority.NORMAL)
    priority_override = models.PositiveSmallIntegerField(choices=TicketPriority.choices, null=True)  # by a person
    critical = models.CharField(max_length=9, choices=CriticalState.choices, blank=True, default="", db_default="")
    rung = models.CharField(
        max_length=10, choices=Rung.Kind.choices, blank=True, default="", db_default=""
    )  # of the ladder outside the vendor; empty: there is no ladder
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    assignee = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False, related_name="assigned")

    cause = models.TextField(_("cause"), blank=True)
    remedy = models.TextField(_("remedy"), blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, db_index=False, related_name="merged"
    )  # indexed below, where it is set

    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    awaiting_us_since = models.DateTimeField(null=True)  # the requester has the last word since then
    first_replied_at = models.DateTimeField(null=True)
    workaround_at = models.DateTimeField(null=True)  # since then one can work, though it is not solved
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    clarifications = models.PositiveSmallIntegerField(default=0)  # how often we had to ask back
    reopenings = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)  # grows with every change: «changed since you opened it»

    objects = TicketQuerySet.as_manager()

    class Meta:
        # The order of each index is the order of the list it serves; the partial ones cover the open few among
        # the closed million.
        indexes = [
            # With the day, so that a requester's tickets of a year are counted without reading them.
            models.Index(fields=["requester", "-id"], include=["opened_at"], name="ticket_asked_by"),
            models.Index(fields=["requester"], name="ticket_living_of_requester", condition=IS_LIVING),
            models.Index(fields=["assignee", "-id"], name="ticket_of_agent", condition=Q(assignee__isnull=False)),
            models.Index(fields=["organisation", "-id"], name="ticket_of_organisation"),
            models.Index(fields=["region", "-id"], name="ticket_of_region"),
            models.Index(
                "assignee", GROUP, "priority", SINCE, "id", name="ticket_pressing_of_agent", condition=IS_OPEN
            ),
            models.Index("team", GROUP, "priority", SINCE, "id", name="ticket_pressing_of_team", condition=IS_OPEN),
            models.Index(GROUP, "priority", SINCE, "id", name="ticket_pressing", condition=IS_OPEN),
            models.Index(fields=["team", "priority", "id"], name="ticket_open_of_team", condition=IS_OPEN),
            models.Index(fields=["priority", "id"], name="ticket_open", condition=IS_OPEN),
            models.Index(fields=["topic", "id"], name="ticket_open_of_topic", condition=IS_OPEN),
            models.Index(
                fields=["contract", "opened_at"], name="ticket_of_contract", condition=Q(contract__isnull=False)
            ),
            models.Index("contract", ENDED, name="ticket_ended", condition=Q(contract__isnull=False)),
            models.Index(
                fields=["contract", "first_replied_at"],
                name="ticket_answered",
                condition=Q(contract__isnull=False, first_replied_at__isnull=False),
            ),
            models.Index(DUE, "id", name="ticket_by_due", condition=IS_OPEN),
            models.Index(fields=["region", "id"], name="ticket_pinned", condition=IS_OPEN & Q(critical="confirmed")),
            models.Index(
                fields=["region", "organisation", "id"],
                name="ticket_below_us",
                condition=IS_OPEN & Q(rung__in=OUTSIDE_RUNGS),
            ),
            models.Index(
                fields=["region", "rung", "resolved_at"],
                name="ticket_solved_on_rung",
                condition=~Q(rung="") & Q(resolved_at__isnull=False),
            ),
            models.Index(fields=["resolved_at"], name="ticket_resolved", condition=Q(status="resolved")),
            models.Index(fields=["merged_into"], name="ticket_merged", condition=Q(merged_into__isnull=False)),
            models.Index(fields=["status", "-id"], name="ticket_status"),
            models.Index(fields=["topic", "-id"], name="ticket_topic"),
            models.Index(
                fields=["waiting_until"],
                name="ticket_waits_for_date",
                condition=Q(status="waiting", waiting_for="date"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(waiting_for="") | Q(status="waiting"), name="ticket_waits_only_when_waiting"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(status="closed"), name="merged_ticket_is_closed"
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"

    @cached_property
    def standing_call(self) -> "CriticalCall | None":
        """Return what a sign proposed or a person confirmed, for the pages that show it; no query where nothing was."""
        if self.critical not in {CriticalState.PROPOSED, CriticalState.CONFIRMED}:
            return None
        standing = self.critical_calls.filter(state=self.critical)
        found: CriticalCall | None = standing.select_related("decided_by").first()
        return found
