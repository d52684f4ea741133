"""Topics: what tickets are about, and the few questions that each topic asks at once."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from priyom.desk.models.choices import TicketImpact, TicketKind, TicketUrgency
from priyom.people.models import Team


class Topic(models.Model):
    """A node of the taxonomy, at most two levels deep; classification, forms, routing and reports share it."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("part of")
    )
    name = models.CharField(_("name"), max_length=120)
    hint = models.CharField(_("what belongs here"), max_length=300, blank=True)
    words = ArrayField(
        models.CharField(max_length=80), default=list, blank=True, verbose_name=_("words by which it is recognised")
    )
    strong = ArrayField(
        models.CharField(max_length=80), default=list, blank=True, verbose_name=_("words that decide at once")
    )
    explanation = models.TextField(_("why we ask"), blank=True)
    outside = models.CharField(_("who outside may have to answer"), max_length=120, blank=True)
    quick = models.BooleanField(_("short form, nothing is missing"), default=False)
    # Which of the parent's questions this topic asks, in this order; None: all of them. Own questions come before.
    asks = ArrayField(
        models.SlugField(max_length=40), null=True, blank=True, verbose_name=_("asks of the questions above")
    )
    kind = models.CharField(_("usual kind"), max_length=16, choices=TicketKind.choices, default=TicketKind.INCIDENT)
    impact = models.CharField(_("usual impact"), max_length=10, choices=TicketImpact.choices, default="person")
    urgency = models.CharField(_("usual urgency"), max_length=10, choices=TicketUrgency.choices, default="normal")
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="topics", verbose_name=_("who answers")
    )
    position = models.PositiveIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("offered to requesters"), default=True)
    shipped_digest = models.CharField(
        max_length=64, blank=True, editable=False
    )  # as it was shipped; differs once edited

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class TopicField(models.Model):
    """One question of a topic. The same code in several topics is the same question."""

    class Kind(models.TextChoices):
        TEXT = "text", _("a line")
        LONGTEXT = "longtext", _("a text")
        CHOICE = "choice", _("one of a list")
        DATE = "date", _("a date")
        DATETIME = "datetime", _("a date and time")
        NUMBER = "number", _("a number")
        CHECKBOX = "checkbox", _("yes or no")

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="fields")
    code = models.SlugField(_("code"), max_length=40)
    label = models.CharField(_("question"), max_length=120)
    short = models.CharField(_("in a list of what is missing"), max_length=60, blank=True)
    hint = models.CharField(_("hint under the field"), max_length=300, blank=True)
    example = models.CharField(_("example"), max_length=300, blank=True)
    why = models.CharField(_("why we ask"), max_length=300, blank=True)
    never_personal = models.CharField(_("what must not be written here"), max_length=300, blank=True)
    kind = models.CharField(_("kind of answer"), max_length=10, choices=Kind.choices, default=Kind.TEXT)
    choices = models.JSONField(_("choices"), default=list, blank=True)  # [[value, label], …]
    expected = models.BooleanField(_("counts as needed"), default=False)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    sets = models.CharField(_("fills in"), max_length=20, blank=True)  # "impact": the answer is the ticket's impact
    prefill = models.CharField(_("known from"), max_length=20, blank=True)  # version, module …
    position = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["topic", "code"], name="question_once_per_topic")]

    def __str__(self) -> str:
        return self.label
