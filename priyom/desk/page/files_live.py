"""Files in the pulse: one that was being checked when the page was drawn is shown anew once that is over."""

import uuid
from collections.abc import Iterator

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
    """Show the files of the open page that are settled by now."""
    named = [key for name in request.GET if (key := _key(name))][:MOST]
    if not named:
        return
    settled = Attachment.objects.filter(pk__in=named).exclude(screened__state=ScreenedFile.State.WAITING)
    for pk in settled.values_list("pk", flat=True):
        try:
            file = get_attachment(request.user, pk)
        except NotVisible:
            continue
        yield render_to_string("desk/_file_settled.html", {"file": file}, request=request)


def _key(name: str) -> uuid.UUID | None:
    if not name.startswith(NAMED):
        return None
    try:
        return uuid.UUID(name.removeprefix(NAMED))
    except ValueError:
        return None
