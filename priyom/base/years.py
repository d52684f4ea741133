"""The year by the machine's own clock, for what has neither Django nor a database: the guard's child, `priyom mask`."""

from datetime import UTC, datetime


def this_year() -> int:
    """Return the year in UTC. Everything that may ask the database asks `base.clock` instead."""
    return datetime.now(UTC).year
