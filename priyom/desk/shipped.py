"""The topics, canned answers and macros that come with Priyom."""

from priyom.desk.actions.macros import load_shipped_replies
from priyom.desk.actions.topics import load_shipped_topics


def load(*, demo: bool) -> None:  # noqa: ARG001 - the same in the demo
    """Load what is missing."""
    load_shipped_topics()
    load_shipped_replies()
