"""Working time as data: a week of hours, the days that differ from it, and whose zone its walls hang in."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WorkCalendar(models.Model):
    """When work is done, for clocks to count by: «5×8», «every day from 8 to 20», round the clock.

    ``weekly`` is ``{"0": [["09:00", "13:00"], ["14:00", "18:00"]], …}``: Monday is 0, a day that is missing is free,
    an end of ``"00:00"`` is the midnight that ends the day. ``people.calendars`` counts with it.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    timezone = models.CharField(_("time zone (none: the customer's own)"), max_length=40, blank=True)
    weekly = models.JSONField(_("hours of the week"), default=dict)
    follows_production = models.BooleanField(_("follows the Russian production calendar"), default=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A date on which a calendar differs from its week and from the production calendar."""

    class Kind(models.TextChoices):
        OFF = "off", pgettext_lazy("day", "day off")
        HOURS = "hours", pgettext_lazy("day", "other hours")
        USUAL = "usual", pgettext_lazy("day", "works as usual, whatever the production calendar says")
        BREAK = "break", pgettext_lazy("day", "a break in the day")

    calendar = models.ForeignKey(WorkCalendar, on_delete=models.CASCADE, related_name="days")
    date = models.DateField(_("date"))
    kind = models.CharField(_("what differs"), max_length=8, choices=Kind.choices, default=Kind.OFF)
    hours = models.JSONField(_("hours"), default=list, blank=True)  # [["09:00", "17:00"]]; of a break: what is removed
    name = models.CharField(_("why"), max_length=120, blank=True)

    class Meta:
        ordering = ["date", "kind"]
        constraints = [models.UniqueConstraint(fields=["calendar", "date", "kind"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.calendar} · {self.date}"
