"""What every page knows about the person who looks at it."""

from typing import Any

from django.http import HttpRequest


def person(request: HttpRequest) -> dict[str, Any]:
    """Give templates the person, and whether the desk is open to them."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"me": None, "at_desk": False}
    return {"me": user, "at_desk": user.works_at_desk}
