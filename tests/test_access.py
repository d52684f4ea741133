"""Runs the access table, and fails when an address is missing from it."""

import importlib
import pkgutil
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests.access
from tests.access import PEOPLE
from tests.cast import open_ticket

AREAS = [importlib.import_module(f"tests.access.{found.name}") for found in pkgutil.iter_modules(tests.access.__path__)]
ROWS = [row for area in AREAS for row in area.ROWS]
# Pages of other people's packages, tested where they come from; ours around them have rows.
FOREIGN = ("account_", "mfa_", "usersessions_", "openapi-", "api-")


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


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.name} {sorted(row.of)}")
def test_address_answers_everybody_as_the_table_says(row, things, as_):
    address = reverse(row.name, kwargs={key: getattr(things, value, value) if isinstance(value, str) else value for key, value in row.of.items()})
    data = {key: getattr(things, value[1:]) if isinstance(value, str) and value.startswith("=") else value for key, value in row.data.items()}
    unknown = set(row.expected) - {*PEOPLE, "nobody", "others"}
    assert not unknown, f"nobody is called {unknown}"
    wrong = {}
    for name in (*PEOPLE, "nobody"):
        expected = row.expected.get(name, row.expected.get("others"))
        if name == "nobody":
            expected = row.expected.get("nobody", 302)
        if expected is None:
            continue
        client = as_(getattr(things, name, None))
        try:
            with transaction.atomic():
                answer = getattr(client, row.method.lower())(address, data)
                raise Undo
        except Undo:
            pass
        if answer.status_code != expected:
            wrong[name] = (answer.status_code, f"expected {expected}")
    assert not wrong, address


def test_every_address_is_in_the_table():
    listed = {row.name for row in ROWS}
    missing = sorted(name for name in _names(get_resolver()) if name not in listed and not name.split(":")[-1].startswith(FOREIGN))
    assert not missing


def _names(resolver, prefix=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern) and entry.name:
            yield prefix + entry.name
