"""Addresses of drafts, under /drafts/."""

from django.urls import path

from priyom.desk.views import drafts

urlpatterns = [
    path("", drafts.save, name="save"),
    path("gone", drafts.discard, name="discard"),
]
