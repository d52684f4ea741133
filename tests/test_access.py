"""Runs the access table, and fails when an address is missing from it."""

import importlib
import pkgutil
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests.access
from priyom.people import limits
from tests.access import PEOPLE
from tests.cast import open_ticket

AREAS = [importlib.import_module(f"tests.access.{found.name}") for found in pkgutil.iter_modules(tests.access.__path__)]
ROWS = [row for area in AREAS for row in area.ROWS]
# Pages of other people's packages are tested where they come from; the API asks for keys, tests/desk/test_api.py.
FOREIGN = ("account_", "mfa_", "usersessions_", "openapi-", "api:")


class Undo(Exception):
    """Raised to take back what a request has changed."""


@pytest.fixture
def things(cast):
    """The objects that rows name, each called by what its address needs."""
    stage = SimpleNamespace(**vars(cast))
    stage.ticket = open_ticket(cast.zoya).number
    for area in AREAS:
        for name, make in getattr(area, "THINGS", {}).items():
            setattr(stage, name, make(stage))
    return stage


@pytest.mark.slow
def test_every_address_answers_everybody_as_the_table_says(things, as_, subtests, monkeypatch):
    """One stage for all rows: each request is taken back, so the next finds the world as it was."""
    monkeypatch.setattr(limits, "FLOOR_SECONDS", 0)
    clients = {name: as_(getattr(things, name, None)) for name in (*PEOPLE, "nobody")}
    for client in clients.values():
        client.get("/accounts/none")  # the session is noted now; taken back, it would be noted with each request
    for row in ROWS:
        with subtests.test(f"{row.method} {row.name} {sorted(row.of)} {sorted(row.data)}"):
            assert not set(row.expected) - {*PEOPLE, "nobody", "others"}, "somebody unknown is named"
            asked = (reverse(row.name, kwargs=_filled(row.of, things)), _posted(row.data, things))
            wrong = {}
            for name, client in clients.items():
                expected = row.expected.get(name, 302 if name == "nobody" else row.expected.get("others"))
                if expected is not None and (got := _status(client, row.method, *asked)) != expected:
                    wrong[name] = f"{got}, expected {expected}"
            assert not wrong


def _filled(named, things):
    return {key: getattr(things, value, value) if isinstance(value, str) else value for key, value in named.items()}


def _posted(named, things):
    return {
        key: getattr(things, value[1:]) if isinstance(value, str) and value.startswith("=") else value
        for key, value in named.items()
    }


def _status(client, method, address, data):
    try:
        with transaction.atomic():
            answer = getattr(client, method.lower())(address, data)
            raise Undo
    except Undo:
        return answer.status_code


def test_every_address_is_in_the_table():
    listed = {row.name for row in ROWS}
    missing = {name for name in _names(get_resolver()) if not name.startswith(FOREIGN)} - listed
    assert not missing


def _names(resolver, prefix=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern) and entry.name:
            yield prefix + entry.name
