"""The words that the author of the present request lets stay readable: in memory, and for no longer than that."""

from contextvars import ContextVar

released: ContextVar[frozenset[str]] = ContextVar("released", default=frozenset())


def released_now() -> frozenset[str]:
    """Return them as the rules hold them: «KIND:words»."""
    return released.get()
