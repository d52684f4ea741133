"""Files in the pulse: one that is being checked tells how far that is, and is shown anew once it is over."""

import uuid
from collections.abc import Iterator
from contextlib import suppress

from django.db.models import Q
from django.template.loader import render_to_string

from priyom.base.errors import NotVisible
from priyom.base.pulse import pulse_part
from priyom.desk.models import Attachment
from priyom.desk.queries import get_attachment
from priyom.people.requests import SignedIn
from priyom.privacy.models import ScreenedFile

NAMED = "file."  # a file that waits names itself in a parameter of its own
MOST = 20


@pulse_part
def files_part(request: SignedIn, _since: int) -> Iterator[str]:
    """Show the files of the open page that are settled by now, and how far those are that take long."""
    for file in changed_files(request):
        waits = file.screened.state == ScreenedFile.State.WAITING
        shape = "desk/_file_far.html" if waits else "desk/_file_settled.html"
        yield render_to_string(shape, {"file": file}, request=request)


def changed_files(request: SignedIn) -> Iterator[Attachment]:
    """Yield the files of the open page of which there is something to say."""
    named = [key for name in request.GET if (key := _key(name))][:MOST]
    if not named:
        return
    silent = Q(screened__state=ScreenedFile.State.WAITING, screened__percent=None)
    settled = Attachment.objects.filter(pk__in=named).exclude(silent)
    for pk in settled.values_list("pk", flat=True):
        with suppress(NotVisible):
            yield get_attachment(request.user, pk)


def _key(name: str) -> uuid.UUID | None:
    if not name.startswith(NAMED):
        return None
    try:
        return uuid.UUID(name.removeprefix(NAMED))
    except ValueError:
        return None
