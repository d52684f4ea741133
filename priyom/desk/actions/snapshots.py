"""Columns of a ticket kept as plain values, so that a merge or a bulk change can be taken back exactly."""

from datetime import datetime
from typing import Any

from priyom.desk.models import Ticket


def columns_of(ticket: Ticket, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the columns' values in a form that JSON can hold."""
    values = {name: getattr(ticket, name) for name in names}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def columns_from(kept: dict[str, Any]) -> dict[str, Any]:
    """Return the values as the model wants them again."""
    fields = {name: field for field in Ticket._meta.concrete_fields for name in (field.attname, field.name)}
    return {name: fields[name].to_python(value) for name, value in kept.items()}
