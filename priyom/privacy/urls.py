"""Addresses of the guard: its settings, what it says while one types, and the security officer's page."""

from django.urls import path
from django.views.generic import RedirectView

from priyom.privacy.boxes import views as boxes
from priyom.privacy.decided import views as decided
from priyom.privacy.hints import views as hints
from priyom.privacy.officer import views as officer
from priyom.privacy.retention import views as retention
from priyom.privacy.subjects import views as subjects

app_name = "guard"
urlpatterns = [
    path("settings/guard/", decided.everybody, name="settings"),
    path("settings/guard", RedirectView.as_view(pattern_name="guard:settings")),
    path("settings/guard/kinds", decided.kinds, name="kinds"),
    path("settings/guard/organisations", decided.exception, name="exception"),
    path("settings/guard/organisations/<int:pk>", decided.organisation, name="organisation"),
    path("settings/guard/organisations/<int:pk>/removal", decided.withdraw, name="withdraw"),
    path("settings/guard/entries", decided.entries, name="entries"),
    path("settings/guard/entries/<int:pk>/removal", decided.remove, name="entry_removal"),
    path("guard/", officer.page, name="officer"),
    path("guard", RedirectView.as_view(pattern_name="guard:officer")),
    path("guard/log", officer.export, name="log"),
    path("guard/terms", retention.terms, name="terms"),
    path("guard/acts/<int:pk>", retention.act, name="destruction"),
    path("guard/permissions", boxes.permissions, name="permissions"),
    path("guard/permissions/<int:pk>", boxes.permission, name="permission"),
    path("guard/permissions/<int:pk>/picture", boxes.picture, name="permission_picture"),
    path("subjects/requests", subjects.requests, name="requests"),
    path("subjects/requests/<int:pk>", subjects.one, name="request"),
    path("subjects/requests/<int:pk>/search", subjects.search, name="search"),
    path("subjects/requests/<int:pk>/destruction", subjects.erase, name="erase"),
    path("subjects/requests/<int:pk>/prolongation", subjects.prolong, name="prolong"),
    path("subjects/requests/<int:pk>/answer", subjects.close, name="close"),
    path("subjects/requests/<int:pk>/act", subjects.act, name="act"),
    path("guard/hints", hints.hints, name="hints"),
    path("settings/guard/trial", decided.attempt, name="try"),
]
