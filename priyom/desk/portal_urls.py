"""Addresses of the requesters' portal."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
