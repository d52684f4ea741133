"""Who may come in at the desk at all; what they may do there is asked by the actions."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _

from priyom.base.errors import NotAllowed
from priyom.desk.models import Ticket
from priyom.desk.permissions import may_read_notes, may_work_on
from priyom.desk.queries import get_ticket
from priyom.people.requests import SignedIn

View = Callable[..., HttpResponse]


def needs(capability: str) -> Callable[[View], View]:
    """Let in who is signed in and has the capability."""

    def guard(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.may(capability):
                raise NotAllowed(_("This is not open to you."))
            return view(request, *args, **kwargs)

        return guarded

    return guard


def ticket_for_work(request: SignedIn, number: int) -> Ticket:
    """Return the ticket for a page of staff: unseen is not there, seen without the right is refused."""
    ticket = get_ticket(request.user, number)
    if not may_work_on(request.user, ticket):
        raise NotAllowed(_("Only support staff can do this."))
    return ticket


def ticket_to_read(request: SignedIn, number: int) -> Ticket:
    """Return the ticket for a page that whoever looks at the desk may read, too."""
    ticket = get_ticket(request.user, number)
    if not may_read_notes(request.user):
        raise NotAllowed(_("Only support staff can do this."))
    return ticket
