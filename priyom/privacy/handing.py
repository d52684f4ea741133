"""How a file that people sent leaves: always as an attachment in a sandbox, by the page and by the API alike.

SECURITY: a type that the bytes do not prove, or that a browser would run, leaves as plain octets.
"""

from typing import TypeVar

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from priyom.base.errors import NotVisible
from priyom.base.storage import open_file
from priyom.privacy.models import ScreenedFile

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
OCTETS = "application/octet-stream"
# What a browser only ever draws or saves; everything else is handed over as octets.
PLAIN_TYPES = frozenset({
    "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "application/zip", "text/plain",
    "video/mp4", "video/webm",
})  # fmt: skip

Answer = TypeVar("Answer", bound=HttpResponseBase)


def handed_over(screened: ScreenedFile) -> FileResponse:
    """Return the file as something to save, once it has been checked."""
    refuse_unscreened(screened)
    kind = screened.content_type if screened.content_type in PLAIN_TYPES else OCTETS
    content = open_file(screened.file)  # type: ignore[arg-type] # refused above when there is none
    return sandboxed(FileResponse(content, as_attachment=True, filename=screened.name, content_type=kind))


def refuse_unscreened(screened: ScreenedFile) -> None:
    """Refuse what is still being checked, or was not accepted."""
    if screened.state != ScreenedFile.State.SCREENED or screened.file is None:
        raise NotVisible(_("This file is still being checked, or was not accepted."))


def sandboxed(answer: Answer) -> Answer:
    """Let nothing in the answer run, whatever a browser makes of it."""
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
