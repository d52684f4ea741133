"""Doors of what the desk shows on the pages of the directory."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from priyom.desk.beside import tickets_of_organisation, tickets_of_person
from priyom.people.requests import SignedIn


@login_required
def organisation_tickets(request: SignedIn, pk: int) -> HttpResponse:
    return render(request, "desk/_beside.html", {"beside": tickets_of_organisation(request.user, pk)})


@login_required
def person_tickets(request: SignedIn, login: str) -> HttpResponse:
    return render(request, "desk/_beside.html", {"beside": tickets_of_person(request.user, login)})
