"""What agents work with: views, canned answers and macros, reminders, presence, looks, bulk changes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from priyom.desk.models.ticket import Ticket
from priyom.desk.models.topic import Topic
from priyom.people.models import Team, User


class SavedView(models.Model):
    """A list that somebody wants again: filters under a name, for oneself or for a team."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=60)
    filters = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class CannedAnswer(models.Model):
    """A ready text; with ``effects`` it is a macro: text plus changes, shown before anything is sent."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=80)
    body = models.TextField(_("text"), blank=True)
    effects = models.JSONField(_("changes"), default=dict, blank=True)
    visibility = models.CharField(max_length=8, default="public")
    topics = models.ManyToManyField(Topic, blank=True, verbose_name=_("topics (none: all)"))
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, verbose_name=_("team (none: all)"))
    is_active = models.BooleanField(_("in use"), default=True)
    used = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Reminder(models.Model):
    """«Remind me of this ticket»: at a moment, to one person."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="reminders")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reminders")
    due_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_at"]
        indexes = [
            models.Index(
                fields=["due_at"], name="reminder_due", condition=Q(reminded_at__isnull=True, done_at__isnull=True)
            ),
            models.Index(fields=["user", "due_at"], name="reminder_of_user", condition=Q(done_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.ticket}"


class Presence(models.Model):
    """Who has a ticket open right now, and who is writing."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    typing_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "user"], name="present_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.ticket}"


class Look(models.Model):
    """Somebody looked at a ticket; at most one row per person, ticket and ten minutes. No change of state."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False, related_name="looks")
    user = models.ForeignKey(User, on_delete=models.CASCADE, db_index=False, related_name="+")
    region_id = models.IntegerField()
    slot = models.BigIntegerField()  # the ten minutes: seconds since 1970 divided by 600
    looked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "user", "slot"], name="look_once_in_ten_minutes")]
        indexes = [models.Index(fields=["user", "-id"], name="look_of_user")]

    def __str__(self) -> str:
        return f"{self.user} · {self.ticket}"


class BulkChange(models.Model):
    """One change to many tickets, which are its items; ``filters`` when they are all of a list."""

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    change = models.JSONField()
    filters = models.JSONField(null=True)
    finished_at = models.DateTimeField(null=True)
    undo_asked_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.by} · {self.made_at}"


class BulkItem(models.Model):
    """One ticket of a bulk change: what became of it, and what it was before, so that it can be undone."""

    class State(models.TextChoices):
        WAITING = "waiting"
        MADE = "made"
        LEFT_OUT = "left_out"
        UNDONE = "undone"
        KEPT = "kept"  # an undo left it alone: changed since

    bulk = models.ForeignKey(BulkChange, on_delete=models.CASCADE, db_index=False, related_name="items")
    number = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=12, blank=True)  # why it was left out
    before = models.JSONField(null=True)  # the columns as they were, with the revision after the change

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulk", "number"], name="ticket_once_in_a_bulk_change")]
        indexes = [models.Index(fields=["bulk", "state", "number"], name="items_of_bulk_by_state")]

    def __str__(self) -> str:
        return f"{self.bulk_id} · {self.number}"
