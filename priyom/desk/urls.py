"""Addresses of the agents' desk."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
