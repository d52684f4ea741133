"""The topics, canned answers, macros and outside parties that come with Priyom."""

from priyom.desk.actions.macros import load_shipped_replies
from priyom.desk.actions.parties import load_shipped_parties
from priyom.desk.actions.topics import load_shipped_topics


def load(*, demo: bool) -> None:  # noqa: ARG001 - the same in the demo
    """Load what is missing."""
    load_shipped_topics()
    load_shipped_replies()
    load_shipped_parties()
