"""What every page knows about the person who looks at it."""

from typing import Any

from django.http import HttpRequest


def person(request: HttpRequest) -> dict[str, Any]:
    """Give templates the person, and whether the desk is open to them."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    return {"me": user if known else None, "at_desk": known and user.works_at_desk}
