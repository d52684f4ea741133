"""The calendars and the templates of contracts that come with Priyom."""

from priyom.people.actions.calendars import follow_production, load_shipped_calendars
from priyom.people.contract_templates import load_shipped_templates


def load(*, demo: bool) -> None:  # noqa: ARG001 - the same in the demo
    """Load what is missing; where the update knows other holidays, open clocks are counted again."""
    load_shipped_calendars()
    follow_production()
    load_shipped_templates()
