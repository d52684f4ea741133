"""Which pages there are, and who shall look at each: taken from the access table, one look per thing to be seen."""

import importlib
import pkgutil
import re
from dataclasses import dataclass
from types import SimpleNamespace

from django.conf import settings
from django.test import Client
from django.urls import reverse

import tests.access
from priyom.base.jobs import run_reactions
from priyom.channels.models import Letter, Notification
from priyom.desk import shipped
from tests import cast as people_of_the_play
from tests.journeys.secret import keep

# One of each kind of person, in the order in which they are asked to look.
LOOKERS = ("nobody", "zoya", "igor", "galina", "anna", "pavel", "adam", "oleg")
# Pages of packages that are dressed by us; what needs a password again first is not among them.
DRESSED = (
    ("nobody", "account_login"), ("nobody", "account_reset_password"), ("anna", "account_logout"),
    ("anna", "account_change_password"), ("anna", "mfa_index"),
)  # fmt: skip
REFUSALS = (("anna", "/desk/tickets/999999"), ("zoya", "/desk/"), ("zoya", "/nothing/here"))


@dataclass(frozen=True)
class Page:
    """A page and who looks at it."""

    who: str
    path: str


def furnish():
    """Fill the house so that every page has something to show; return everybody and everything by name."""
    cast = people_of_the_play.enter()
    stage = SimpleNamespace(**vars(keep(cast)))
    stage.ticket = stage.open
    # The table brings news and letters of its own about the same facts, and nobody is told of a fact twice.
    Notification.objects.all().delete()
    Letter.objects.all().delete()
    for area in _areas():
        for name, make in getattr(area, "THINGS", {}).items():
            setattr(stage, name, make(stage))
    shipped.load(demo=False)
    run_reactions()
    return stage


def pages(stage):
    """Return every page that somebody may open, for as many people as see something of their own there."""
    clients, seen, found = {}, {}, []
    for name, address in _addresses(stage):
        for who in LOOKERS:
            client = clients.setdefault(who, _signed_in(getattr(stage, who, None)))
            answer = client.get(address)
            text = "" if answer.streaming else answer.content.decode("utf-8", "replace")
            if answer.status_code != 200 or not text.lstrip().lower().startswith("<!doctype html"):
                continue
            parts = set(re.findall(r"<([a-z][\w-]*)(?=[\s>])(?:[^>]*?\sclass=\"([^\"]*)\")?", text))
            if parts - seen.setdefault(name, set()):
                seen[name] |= parts
                found.append(Page(who, address))
    found += [Page(who, reverse(name)) for who, name in DRESSED]
    return found + [Page(who, path) for who, path in REFUSALS]


def _addresses(stage):
    for area in _areas():
        for row in area.ROWS:
            if row.method == "GET" and "POST" not in row.data:
                of = {
                    key: getattr(stage, value, value) if isinstance(value, str) else value
                    for key, value in row.of.items()
                }
                yield row.name, reverse(row.name, kwargs=of)


def _areas():
    return [
        importlib.import_module(f"tests.access.{found.name}") for found in pkgutil.iter_modules(tests.access.__path__)
    ]


def _signed_in(user):
    client = Client()
    if user is not None:
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
