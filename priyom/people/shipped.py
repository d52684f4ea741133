"""The calendars and the templates of contracts that come with Priyom."""

from priyom.people.actions.calendars import load_shipped_calendars
from priyom.people.contract_templates import load_shipped_templates


def load(*, demo: bool) -> None:  # noqa: ARG001 - the same in the demo
    """Load what is missing."""
    load_shipped_calendars()
    load_shipped_templates()
