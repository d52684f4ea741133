"""Addresses of the agents' desk."""

from django.urls import URLPattern, URLResolver, include, path

from priyom.desk import operations_urls
from priyom.desk.forms.agent import FACTS
from priyom.desk.views import agent, beside, letters, overview, palette, pulse, ticket

urlpatterns: list[URLPattern | URLResolver] = [
    path("", agent.work, name="work"),
    path("overview", overview.overview, name="overview"),
    path("lists/<slug:view>", agent.listed, name="list"),
    path("tickets", agent.found, name="tickets"),
    path("filters", agent.filters, name="filters"),
    path("tickets/<int:number>", ticket.ticket, name="ticket"),
    path("tickets/<int:number>/history", ticket.history, name="history"),
    path("tickets/<int:number>/messages", ticket.messages, name="messages"),
    path("messages/<int:message>/withdrawal", ticket.withdraw, name="withdrawal"),
    path("messages/<int:message>/letter", letters.letter, name="letter"),
    *[path(f"tickets/<int:number>/{name}", ticket.fact, {"name": name}, name=name) for name in FACTS],
    path("organisations/<int:pk>/tickets", beside.organisation_tickets, name="organisation_tickets"),
    path("people/<str:login>/tickets", beside.person_tickets, name="person_tickets"),
    path("pulse", pulse.pulse, name="pulse"),
    path("palette", palette.palette, name="palette"),
    path("options/topics", palette.topics, name="topic_options"),
    path("options/organisations", palette.organisations, name="organisation_options"),
    path("", include(operations_urls.urlpatterns)),
]
