"""Addresses of people: accounts, regions, organisations, teams."""

from django.urls import URLPattern

app_name = "people"
urlpatterns: list[URLPattern] = []
