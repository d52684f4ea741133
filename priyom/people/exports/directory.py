"""People and organisations as tables to take away: what their lists show, narrowed as they are."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from priyom.people.directory import organisations as places
from priyom.people.directory import people
from priyom.people.directory.tables import organisation_table, people_table
from priyom.people.exports.tables import Column, Table, register_table
from priyom.people.imports.columns import COLUMNS
from priyom.people.models import Organisation, User
from priyom.people.roles import Role


def _people(user: User, filters: dict[str, Any]) -> Iterator[Sequence[Any]]:
    return people_table(people.filtered(user, people.PeopleFilters.read(filters)), codes=True)


def _organisations(user: User, filters: dict[str, Any]) -> Iterator[Sequence[Any]]:
    return organisation_table(places.filtered(user, places.OrganisationFilters.read(filters)), codes=True)


def _kept_people(given: Mapping[str, Any]) -> dict[str, Any]:
    return people.PeopleFilters.read(_texts(given)).as_query


def _kept_organisations(given: Mapping[str, Any]) -> dict[str, Any]:
    return places.OrganisationFilters.read(_texts(given)).as_query


def _texts(given: Mapping[str, Any]) -> dict[str, str]:
    """Return the filters as an address has them: one text each."""
    return {name: str(value) for name, value in given.items() if isinstance(value, (str, int))}


def _columns(table: str, **choices: Any) -> tuple[Column, ...]:
    """Return the columns in which a table can be brought back in, with the words of those that hold codes."""
    shown = [each for each in COLUMNS[table] if each.code != "full_name"]
    return tuple(
        Column(each.code, each.label, partial(dict, choices[each.code].choices) if each.code in choices else None)
        for each in shown
    )


register_table(Table(
    kind="people", label=_("People"), scope="people:read", may=lambda user: user.may("people.manage"),
    read=_kept_people, rows=_people,
    columns=_columns("people", role=Role),
))  # fmt: skip
register_table(Table(
    kind="organisations", label=_("Organisations"), scope="people:read",
    may=lambda user: user.may("organisations.read") or user.may("organisation.tickets"),
    read=_kept_organisations, rows=_organisations,
    columns=_columns("organisations", kind=Organisation.Kind),
))  # fmt: skip
