"""The planning meeting: which tickets it talks about and why, what was decided, by whom it is done and by when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from priyom.desk.models.ticket import Ticket
from priyom.desk.rules.agenda import Reason
from priyom.people.models import User


class AgendaReason(models.TextChoices):
    """The reasons of ``rules.agenda`` in words."""

    DECISION = Reason.DECISION, pgettext_lazy("on the agenda", "a decision is not done yet")
    ADDED = Reason.ADDED, pgettext_lazy("on the agenda", "put there by hand")
    CONSULT_LATE = Reason.CONSULT_LATE, pgettext_lazy("on the agenda", "advice is overdue")
    DATE_MOVED = Reason.DATE_MOVED, pgettext_lazy("on the agenda", "the promised date was moved")
    REOPENED = Reason.REOPENED, pgettext_lazy("on the agenda", "opened again")
    PING_PONG = Reason.PING_PONG, pgettext_lazy("on the agenda", "passed to and fro")
    BUG_OR_FEATURE = Reason.BUG_OR_FEATURE, pgettext_lazy("on the agenda", "error or change?")
    ASKED_BACK = Reason.ASKED_BACK, pgettext_lazy("on the agenda", "many questions back")
    NO_MOVEMENT = Reason.NO_MOVEMENT, pgettext_lazy("on the agenda", "no movement")


class AgendaRule(models.Model):
    """A rule that gathers tickets, as it was edited; a rule without a row holds as ``rules.agenda`` says."""

    reason = models.CharField(max_length=16, choices=AgendaReason.choices, unique=True)
    limit = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.reason


class Meeting(models.Model):
    """A planning meeting. Its agenda gathers by itself until it begins; then it stands."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("meeting", "planned")
        RUNNING = "running", pgettext_lazy("meeting", "going on")
        OVER = "over", pgettext_lazy("meeting", "over")

    held_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    led_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-held_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="running"), name="one_meeting_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.held_at:%Y-%m-%d}"


class AgendaItem(models.Model):
    """A ticket on the agenda of a meeting that has begun, or one that somebody has put there for the next."""

    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.CASCADE, related_name="items")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="agenda_items")
    region_id = models.IntegerField()
    reasons = ArrayField(models.CharField(max_length=16, choices=AgendaReason.choices), default=list)
    position = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    discussed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "ticket"], name="ticket_once_on_agenda"),
            models.UniqueConstraint(fields=["ticket"], condition=Q(meeting=None), name="ticket_once_for_next_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} · {self.ticket}"


class Decision(models.Model):
    """What was decided about a ticket: it has an owner and a date, and comes back until it is done."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="decisions")
    region_id = models.IntegerField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    text = models.CharField(max_length=500)  # masked already
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="decisions")
    due_on = models.DateField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["made_at"]
        indexes = [models.Index(fields=["owner", "due_on"], name="decision_to_do", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.due_on}"
