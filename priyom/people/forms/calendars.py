"""Forms of calendars: the week, what differs on single days, a due time to try."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from priyom.base.clock import now
from priyom.base.meanwhile import MeanwhileForm
from priyom.people.calendar_facts import Spans, spans_of
from priyom.people.calendar_words import NotHours, hours_in_words, read_hours, weekday_names
from priyom.people.forms import DirectoryForm
from priyom.people.models import CalendarDay, WorkCalendar
from priyom.people.terms import TargetTerms
from priyom.people.zones import zone_choices

WEEKDAYS = tuple(f"hours_{weekday}" for weekday in range(7))
USUAL_WEEK = {weekday: spans_of([("09:00", "13:00"), ("14:00", "18:00")]) for weekday in range(5)}
UNITS = [
    ("work_min", pgettext_lazy("unit", "working hours")),
    ("work_day", pgettext_lazy("unit", "working days")),
    ("end_of_day", pgettext_lazy("unit", "working days, to the end of the day")),
]
MOST = 5_000


class HoursField(forms.CharField):
    """The hours of a day as they are typed: «9–13, 14–18»; nothing is a free day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=120, **options)

    def to_python(self, value: Any) -> Any:
        """Return the spans that were typed."""
        try:
            return read_hours(super().to_python(value) or "")
        except NotHours as refused:
            raise forms.ValidationError(str(refused)) from refused

    def prepare_value(self, value: Any) -> str:
        """Return what the field shows: what was typed, or the hours in words."""
        return value if isinstance(value, str) else hours_in_words(value or ())


class CalendarForm(MeanwhileForm, DirectoryForm):
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Latin letters, digits and dashes. Stays as it is.")
    )
    name = forms.CharField(label=_("Name"), max_length=80)
    timezone = forms.ChoiceField(label=_("Time zone"), required=False)
    follows_production = forms.BooleanField(
        label=_("Follows the Russian production calendar"), required=False,
        help_text=_("Holidays, transfers, working Saturdays, days an hour shorter before a holiday."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, *given: Any, calendar: WorkCalendar | None = None, **options: Any) -> None:
        super().__init__(*given, **options)
        self.calendar = calendar
        del self.fields["code" if calendar else "is_active"]
        self.fields["timezone"].choices = [("", _("the customer's own")), *zone_choices()]  # type: ignore[attr-defined]
        for name, weekday in zip(WEEKDAYS, weekday_names("wide"), strict=True):
            self.fields[name] = HoursField(label=weekday)

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].lower()
        if WorkCalendar.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Another calendar has this code."))
        return str(code)

    def clean(self) -> dict[str, Any]:
        """Hand the week over as one fact; a calendar in which nobody ever works is refused."""
        given = super().clean() or self.cleaned_data
        weekly = {weekday: given.pop(name, ()) for weekday, name in enumerate(WEEKDAYS)}
        if not any(weekly.values()) and not set(WEEKDAYS) & set(self.errors):
            self.add_error(WEEKDAYS[0], _("Somebody must work on some day."))
        return given | {"weekly": weekly}

    @staticmethod
    def week(weekly: Mapping[int, Spans]) -> dict[str, Spans]:
        """Return the week as the fields take it."""
        return {name: weekly.get(weekday, ()) for weekday, name in enumerate(WEEKDAYS)}


class DaysForm(DirectoryForm):
    wide = ("name",)
    first = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(
        label=_("Until, if several"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    kind = forms.ChoiceField(label=_("What differs"), choices=CalendarDay.Kind.choices, initial=CalendarDay.Kind.OFF)
    hours = HoursField(label=_("Hours"), help_text=_("Only for other hours and for a break: 9–13, 14–18."))
    name = forms.CharField(label=_("Why"), max_length=120, required=False, help_text=_("As the ticket will say it."))


class TryForm(DirectoryForm):
    """What would be due when: every field has a value to begin with, so the page opens with an answer."""

    at = forms.DateTimeField(
        label=_("Begun at"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    amount = forms.IntegerField(label=_("How much"), min_value=0, max_value=MOST)
    unit = forms.ChoiceField(label=_("Counted in"), choices=UNITS)
    zone = forms.ChoiceField(label=_("The customer's time"))

    def __init__(self, given: Any, *, calendar: WorkCalendar, zone: str, **options: Any) -> None:
        local = now().astimezone(ZoneInfo(calendar.timezone or zone)) + timedelta(minutes=1)
        start = {
            "at": f"{local.replace(minute=0):%Y-%m-%dT%H:%M}", "amount": 8, "unit": "work_min",
            "zone": calendar.timezone or zone,
        }  # fmt: skip
        known = {name: given[name] for name in start if given.get(name)}
        super().__init__(start | known, **options)
        self.fields["zone"].choices = zone_choices()  # type: ignore[attr-defined]
        if calendar.timezone:
            self.fields["zone"].disabled = True
            self.fields["zone"].initial = calendar.timezone

    @property
    def zone_name(self) -> str:
        """Return the zone in which the time was typed."""
        return str(self.cleaned_data["zone"])

    @property
    def begins_at(self) -> datetime:
        """Return the moment in that zone."""
        naive: datetime = self.cleaned_data["at"].replace(tzinfo=None)
        return naive.replace(tzinfo=ZoneInfo(self.zone_name))

    @property
    def target(self) -> TargetTerms:
        """Return what is tried as a promise of a contract would say it."""
        amount, unit = self.cleaned_data["amount"], self.cleaned_data["unit"]
        if unit == "work_min":
            return TargetTerms("resolution", unit, amount * 60)
        return TargetTerms("resolution", "work_day", amount, end_of_day=unit == "end_of_day")
