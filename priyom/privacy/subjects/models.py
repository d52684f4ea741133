"""A data subject's request as a row. Whom it is about is not kept: what to look for is typed anew each time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from priyom.people.models import User


class SubjectRequest(models.Model):
    """One request: what is asked, under which number it came, until when it must be answered, and what was done."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("what is held about the person")
        ERASURE = "erasure", _("to erase the data")
        CORRECTION = "correct", _("to correct the data")
        STOP = "stop", _("to stop processing")

    class State(models.TextChoices):
        OPEN = "open", _("to be answered")
        DONE = "done", _("answer given")
        REFUSED = "refused", _("refused with reasons")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    reference = models.CharField(max_length=80)  # the number under which the letter was taken in; no name
    received_on = models.DateField()
    due_on = models.DateField()
    is_prolonged = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    searches = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=dict)  # stock → how many things held what was looked for, at the last search
    destroyed = models.JSONField(default=dict)  # stock → in how many things it was destroyed
    answer = models.CharField(max_length=500, blank=True)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_on"], name="subject_request_due")]

    def __str__(self) -> str:
        return self.reference
