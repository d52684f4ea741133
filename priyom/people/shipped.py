"""The calendars that come with Priyom."""

from priyom.people.actions.calendars import load_shipped_calendars


def load(*, demo: bool) -> None:  # noqa: ARG001 - the same in the demo
    """Load what is missing."""
    load_shipped_calendars()
