"""Addresses of knowledge."""

from django.urls import path

from priyom.knowledge import views

urlpatterns = [
    path("", views.articles, name="articles"),
    path("suggestions", views.suggestions, name="suggestions"),
    path("expansions", views.expand, name="article_options"),
    path("articles", views.start, name="start"),
    path("articles/<slug:code>", views.article, name="article"),
    path("articles/<slug:code>/text", views.edit, name="edit"),
    path("articles/<slug:code>/verdicts", views.verdict, name="verdict"),
    path("tickets/<int:number>/panel", views.ticket_panel, name="ticket_panel"),
    path("tickets/<int:number>/articles", views.draft, name="draft"),
]
