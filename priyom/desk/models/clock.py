"""The promises of a ticket as clocks: frozen when it opened, stopped while others have it, remembered when broken."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from priyom.desk.models.choices import TicketWaitingFor
from priyom.desk.models.ticket import Ticket
from priyom.people.models import Contract, Promise, TargetUnit, User, WorkCalendar


class Reckoning(models.Model):
    """A promise as it is counted, of a clock or of one of its rounds.

    Frozen: what is promised, its clause, in what it is counted, which calendar. Live: the days of that calendar.
    """

    class Began(models.TextChoices):
        OPENED = "opened", pgettext_lazy("clock began", "the ticket came")
        ASKED = "asked", pgettext_lazy("clock began", "the question was written")
        ANSWERED = "answered", pgettext_lazy("clock began", "we answered")
        REOPENED = "reopened", pgettext_lazy("clock began", "it was opened again")
        PASSED = "passed", pgettext_lazy("clock began", "it was passed on to us")

    class Outcome(models.TextChoices):
        RUNS = "", pgettext_lazy("promise", "not due yet")
        KEPT = "kept", pgettext_lazy("promise", "kept")
        LATE = "late", pgettext_lazy("promise", "kept too late")
        DROPPED = "dropped", pgettext_lazy("promise", "no longer needed")

    region_id = models.IntegerField()
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, db_index=False, related_name="+")
    promise = models.CharField(max_length=12, choices=Promise.choices)
    unit = models.CharField(max_length=8, choices=TargetUnit.choices)
    amount = models.PositiveIntegerField(default=0)  # minutes or days, by ``unit``
    end_of_day = models.BooleanField(default=False)
    stops_for = ArrayField(models.CharField(max_length=10, choices=TicketWaitingFor.choices), default=list)
    clause = models.CharField(max_length=60, blank=True)
    level_name = models.CharField(max_length=80, blank=True)
    calendar = models.ForeignKey(
        WorkCalendar, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )  # none: round the clock
    timezone = models.CharField(max_length=40)  # in which the calendar's walls hang: its own, or the customer's

    began = models.CharField(max_length=8, choices=Began.choices, default=Began.OPENED)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default=Outcome.RUNS)

    class Meta:
        abstract = True


class Clock(Reckoning):
    """One promise of one ticket (``rulings.md``: one row per target).

    ``due_at`` is empty while the clock stands and for a date that has still to be agreed. The clock of the next update
    starts again with every answer and leaves a ``Round`` behind; the others run once.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False, related_name="clocks")
    ladder = ArrayField(models.DateTimeField(), default=list)  # when each step is reached, the last is ``due_at``

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "promise"], name="clock_once_per_promise")]
        indexes = [
            models.Index(fields=["calendar", "id"], name="clock_by_calendar", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["contract", "ended_at"], name="clock_kept", condition=Q(outcome="kept")),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.promise}"

    @property
    def stand(self) -> "ClockStand":
        """Return how far up its ladder the clock is; one of which nothing was kept stands at its foot."""
        found: ClockStand | None = getattr(self, "kept_stand", None)  # select_related where there are many
        return found if found is not None else ClockStand(clock=self)  # which the clock remembers from here on


class ClockStand(models.Model):
    """How far up its ladder a clock is: what of it was said aloud, and when the next step comes.

    Apart from the clock, because sweeps write it, thousands at once: sixty bytes in two indexes instead of four hundred
    in five. Without foreign key: it comes and goes with its clock, and a check for each row would cost half the sweep.
    """

    clock = models.OneToOneField(
        Clock, primary_key=True, on_delete=models.CASCADE, db_constraint=False, related_name="kept_stand"
    )
    next_at = models.DateTimeField(null=True)  # none: it has ended, stands, or has no step before it
    breached_at = models.DateTimeField(null=True)
    warned = models.PositiveSmallIntegerField(default=0)  # the highest step of the ladder said aloud: 50, 75, 90, 100
    told = models.PositiveSmallIntegerField(default=0)  # the highest step that somebody was told of

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="clock_to_warn", condition=Q(next_at__isnull=False)),
            models.Index(fields=["clock"], name="clock_to_tell", condition=Q(warned__gt=models.F("told"))),
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} · {self.warned} %"


class Round(Reckoning):
    """A round of a promise that is given again and again, once the next has begun; how it ended never changes.

    The round that runs, or ran last, is the clock's own.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False, related_name="rounds")

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "due_at"], name="round_of_ticket"),
            models.Index(fields=["contract", "ended_at"], name="round_kept", condition=Q(outcome="kept")),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.promise} · {self.ended_at}"


_WAITS: Any = TicketWaitingFor  # without stubs for Django its members look like tuples


class PauseReason(models.TextChoices):
    """On whom it waited; that it was solved meanwhile stops every clock."""

    REQUESTER = _WAITS.REQUESTER.value, _WAITS.REQUESTER.label
    CONSULT = _WAITS.CONSULT.value, _WAITS.CONSULT.label
    EXTERNAL = _WAITS.EXTERNAL.value, _WAITS.EXTERNAL.label
    RELEASE = _WAITS.RELEASE.value, _WAITS.RELEASE.label
    DATE = _WAITS.DATE.value, _WAITS.DATE.label
    SOLVED = "solved", _("it was solved")


class Pause(models.Model):
    """A span in which the ticket waited for somebody; each clock counts the pauses that stop it.

    The reason, whom it waited for and what shows it are the evidence that a contract's report rests on.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False, related_name="pauses")
    region_id = models.IntegerField()
    reason = models.CharField(max_length=10, choices=PauseReason.choices)
    whom = models.CharField(max_length=120, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    message = models.ForeignKey(
        "desk.Message", null=True, on_delete=models.SET_NULL, db_index=False, related_name="+"
    )  # what was asked
    answer = models.ForeignKey(
        "desk.Message", null=True, on_delete=models.SET_NULL, db_index=False, related_name="+"
    )  # what ended it

    class Meta:
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="pause_goes_forward"
            ),
            models.UniqueConstraint(fields=["ticket"], condition=Q(until=None), name="one_pause_at_a_time"),
        ]
        indexes = [models.Index(fields=["ticket", "since"], name="pause_of_ticket")]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.reason}"


class AgreedDate(models.Model):
    """A date that was negotiated for a promise without a formula: reason, consent of the customer; moves are kept."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="agreed_dates")
    promise = models.CharField(max_length=12, choices=Promise.choices, default=Promise.RESOLUTION)
    due_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    agreed_with = models.CharField(max_length=120)  # who on the customer's side said yes, and how
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.due_at}"


class Breach(models.Model):
    """A promise was not kept: a fact that stays, with the cause that a person chose for it."""

    class Cause(models.TextChoices):
        UNKNOWN = "", pgettext_lazy("cause of a breach", "not said yet")
        LATE_START = "late_start", pgettext_lazy("cause of a breach", "taken up late")
        LONG_CONSULT = "consult", pgettext_lazy("cause of a breach", "a colleague's advice took long")
        LOAD = "load", pgettext_lazy("cause of a breach", "more came than could be done")
        DEVELOPMENT = "develop", pgettext_lazy("cause of a breach", "waited for development")
        OUTSIDE = "outside", pgettext_lazy("cause of a breach", "an outside party, though its clock ran on")
        REQUESTER = "requester", pgettext_lazy("cause of a breach", "the requester, though the clock ran on")
        MASS = "mass", pgettext_lazy("cause of a breach", "a mass incident")
        WRONG = "wrong", pgettext_lazy("cause of a breach", "registered or classified wrongly")
        OTHER = "other", pgettext_lazy("cause of a breach", "something else")

    # Both are the clock's, whose foreign keys hold: checked once more they would be a third of what a sweep writes.
    ticket = models.ForeignKey(
        Ticket, on_delete=models.CASCADE, db_index=False, db_constraint=False, related_name="breaches"
    )
    region_id = models.IntegerField()
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    promise = models.CharField(max_length=12, choices=Promise.choices)
    due_at = models.DateTimeField()
    noticed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)  # other terms came to hold from the beginning, and they are not broken
    cause = models.CharField(max_length=10, choices=Cause.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)
    explained_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    explained_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "promise", "due_at"], name="breach_once")]
        indexes = [models.Index(fields=["contract", "due_at"], name="breach_of_contract")]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.promise}"
