"""What the requester's open page is told of: texts and files that were checked meanwhile take their place on it."""

from collections.abc import Iterator

from django.template.loader import render_to_string

from priyom.desk.models import Message
from priyom.desk.page.files_live import changed_files
from priyom.desk.portal.pages import entries_of
from priyom.desk.queries import get_ticket, messages_of
from priyom.people.requests import SignedIn

NAMED = "said."  # a text that waits names itself in a parameter of its own
MOST = 20
LONGEST = 18  # digits


def texts_part(request: SignedIn, number: int) -> Iterator[str]:
    """Show the texts of the open page that are checked by now."""
    named = {key for name in request.GET if (key := _key(name))}
    if not named or len(named) > MOST or not Message.objects.said().filter(pk__in=named).exists():
        return
    ticket = get_ticket(request.user, number)
    settled = [each for each in messages_of(request.user, ticket) if each.pk in named and not each.is_being_checked]
    for entry in entries_of(request.user, ticket, settled):
        context = {"entry": entry, "ticket": ticket, "names_ticket": entry.message == ticket.messages.first()}
        yield render_to_string("portal/_said_settled.html", context, request=request)


def files_part(request: SignedIn) -> Iterator[str]:
    """Show the files of the open page that are checked by now, and how far those are that take long."""
    for file in changed_files(request):
        yield render_to_string("portal/_file_settled.html", {"file": file}, request=request)


def _key(name: str) -> int:
    digits = name.removeprefix(NAMED) if name.startswith(NAMED) else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST else 0
