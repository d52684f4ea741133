"""Who may write what is known."""

from priyom.people.models import User


def may_write(user: User) -> bool:
    """Say whether the person drafts and publishes articles: everybody who answers does."""
    return user.may("desk.work")
