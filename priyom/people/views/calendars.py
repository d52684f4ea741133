"""Doors of calendars: the list, one calendar year by year, its week, its single days, a due time to try."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from priyom.base.clock import now
from priyom.base.forms import key_in
from priyom.people.actions import calendars as actions
from priyom.people.calendar_facts import spans_of
from priyom.people.calendar_words import hours_in_words, weekday_names, weekly_in_words
from priyom.people.calendars_at import calendar_of, calendars_kept
from priyom.people.directory.calendars import calendar_rows, get_calendar, year_of, years_to_show, zone_in_words
from priyom.people.directory.places import history_of
from priyom.people.directory.tried import tried
from priyom.people.forms.calendars import USUAL_WEEK, CalendarForm, DaysForm, TryForm
from priyom.people.imports.days import HEADER
from priyom.people.models import CalendarDay, WorkCalendar
from priyom.people.production import published_until
from priyom.people.requests import SignedIn
from priyom.people.views.directory import given, show, table

FACTS = ("name", "timezone", "follows_production", "is_active")


@login_required
def calendars(request: SignedIn) -> HttpResponse:
    context = {
        "rows": calendar_rows(request.user),
        "published_until": published_until(),
        "may_manage": request.user.may("calendars.manage"),
    }
    return show(request, "people/calendars.html", context)


@login_required
def calendar_new(request: SignedIn) -> HttpResponse:
    """Add a calendar, from nothing or like another one."""
    actions.refuse_readers(request.user)
    like = key_in(request.POST.get("like") or request.GET.get("like"))
    source = get_calendar(request.user, like) if like else None
    form = CalendarForm(given(request), initial=_begun(source))
    if request.method == "POST" and form.carry_out(actions.create_calendar, by=request.user, like=like):
        messages.success(request, _("The calendar is added. Look through its year."))
        return redirect("people:calendar", form.result.pk)
    return show(request, "people/calendar_form.html", {"calendar": None, "source": source}, form=form)


@login_required
def calendar(request: SignedIn, pk: int) -> HttpResponse:
    return _calendar_page(request, get_calendar(request.user, pk), DaysForm())


@login_required
def calendar_edit(request: SignedIn, pk: int) -> HttpResponse:
    found = get_calendar(request.user, pk)
    actions.refuse_readers(request.user)
    said = {name: getattr(found, name) for name in FACTS} | CalendarForm.week(_week(found))
    form = CalendarForm(given(request), calendar=found, initial=said)
    if request.method == "POST" and form.carry_out(actions.change_calendar, pk, by=request.user):
        messages.success(request, form.kept(_("Saved. Open tickets are counted again.")))
        return redirect("people:calendar", pk)
    return show(request, "people/calendar_form.html", {"calendar": found, "source": None}, form=form)


@login_required
@require_POST
def calendar_days(request: SignedIn, pk: int) -> HttpResponse:
    """Write down how dates differ."""
    found = get_calendar(request.user, pk)
    actions.refuse_readers(request.user)
    form = DaysForm(request.POST)
    if form.carry_out(actions.write_days, pk, by=request.user):
        days = form.result
        words = ngettext("%(n)d day is written down.", "%(n)d days are written down.", len(days))
        messages.success(request, words % {"n": len(days)})
        return _to_year(pk, days[0].year)
    return _calendar_page(request, found, form)


@login_required
@require_POST
def calendar_days_removal(request: SignedIn, pk: int) -> HttpResponse:
    """Forget what was written down about a run of dates."""
    found = get_calendar(request.user, pk)
    actions.refuse_readers(request.user)
    first, last = (_day_in(request.POST.get(name)) for name in ("first", "last"))
    if first is None or last is None:
        return _calendar_page(request, found, DaysForm(request.POST))
    actions.remove_days(pk, by=request.user, first=first, last=last)
    messages.success(request, _("Removed: the week and the production calendar hold again."))
    return _to_year(pk, first.year)


@login_required
def calendar_csv(request: SignedIn, pk: int) -> StreamingHttpResponse:
    """Give the written days away as a table that can be brought back."""
    found = get_calendar(request.user, pk)
    return table(f"calendar-{found.code}", [str(name) for name in HEADER], _rows(found))


@login_required
def calendar_try(request: SignedIn, pk: int) -> HttpResponse:
    """Answer when something would be due."""
    found = get_calendar(request.user, pk)
    return render(request, "people/_calendar_try.html", _tried(request, found))


def _calendar_page(request: SignedIn, found: WorkCalendar, form: DaysForm) -> HttpResponse:
    today = now().astimezone(ZoneInfo(found.timezone or settings.TIME_ZONE)).date()
    first, last = years_to_show()
    asked = key_in(request.GET.get("year"))
    year = min(max(asked or today.year, first), last)
    context = {
        "calendar": found,
        "week": weekly_in_words(found.weekly),
        "weekdays": list(zip(weekday_names(), weekday_names("wide"), strict=True)),
        "zone": zone_in_words(found),
        "year": year_of(found.pk, year, today=today),
        "earlier": year - 1 if year > first else None,
        "later": year + 1 if year < last else None,
        "published_until": published_until(),
        "next_is_known": calendars_kept().facts(found.pk).is_published(today.year + 1),
        "contracts": found.contracts.filter(is_template=False).order_by("position"),
        "history": history_of(found),
        "may_manage": request.user.may("calendars.manage"),
        **_tried(request, found),
    }
    return show(request, "people/calendar.html", context, form=form)


def _tried(request: HttpRequest, found: WorkCalendar) -> dict[str, Any]:
    asked = TryForm(request.GET, calendar=found, zone=settings.TIME_ZONE)
    answer = None
    if asked.is_valid():
        answer = tried(found.pk, asked.target, asked.begins_at, calendar_of(found.pk, asked.zone_name))
    return {"calendar": found, "asked": asked, "answer": answer}


def _begun(source: WorkCalendar | None) -> dict[str, Any]:
    """Begin with another calendar's week, or with that of an office."""
    if source is None:
        return {"follows_production": True, **CalendarForm.week(USUAL_WEEK)}
    return {
        "timezone": source.timezone,
        "follows_production": source.follows_production,
        **CalendarForm.week(_week(source)),
    }


def _week(found: WorkCalendar) -> dict[int, Any]:
    return {int(weekday): spans_of(spans) for weekday, spans in found.weekly.items()}


def _rows(found: WorkCalendar) -> Iterator[list[object]]:
    kinds = dict(CalendarDay.Kind.choices)
    for day in found.days.all():
        yield [found.code, f"{day.date:%d.%m.%Y}", kinds[day.kind], hours_in_words(spans_of(day.hours)), day.name]


def _day_in(text: str | None) -> date | None:
    try:
        return parse_date(text or "")
    except ValueError:
        return None


def _to_year(pk: int, year: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('people:calendar', args=[pk])}?year={year}#days")
