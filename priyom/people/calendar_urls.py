"""Addresses of calendars."""

from django.urls import path

from priyom.people.views import calendars

ONE = "settings/calendars/<int:pk>"
urlpatterns = [
    path("settings/calendars/", calendars.calendars, name="calendars"),
    path("settings/calendars/new/", calendars.calendar_new, name="calendar_new"),
    path(f"{ONE}/", calendars.calendar, name="calendar"),
    path(f"{ONE}/facts/", calendars.calendar_edit, name="calendar_edit"),
    path(f"{ONE}/days/", calendars.calendar_days, name="calendar_days"),
    path(f"{ONE}/days/removal/", calendars.calendar_days_removal, name="calendar_days_removal"),
    path(f"{ONE}/days/table/", calendars.calendar_csv, name="calendar_csv"),
    path(f"{ONE}/due/", calendars.calendar_try, name="calendar_try"),
]
