"""What may come in over the wire: too much is refused by its announced length, and a file over the limit is not kept.

The two walls stand before anything reads the body: a middleware looks at Content-Length, and an upload handler drops
the rest of a file once it is over the limit, so neither memory nor disk grows with what a sender likes to send.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from priyom.base.errors import DomainError
from priyom.base.http import refusal

FORM_ROOM = 1024 * 1024  # for the fields and boundaries around a file


class TooLarge(DomainError):
    """More than may be sent at once."""

    status = 413
    code = "too_large"


class RequestSizeMiddleware:
    """Refuse a request that announces more than is taken, before its body is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        most = _most_for(request)
        if _announced(request) > most:
            answer = refusal(
                request,
                TooLarge(_("At most %(most)d MB can be sent at once.") % {"most": max(1, most // 1024 // 1024)}),
            )
            answer["Connection"] = "close"  # nobody will read the rest
            return answer
        return self.get_response(request)


class LimitedUploadHandler(FileUploadHandler):
    """Stand before the handlers that keep files: drop one that is too large and remember its name for the form."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count another file."""
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django's signature
        """Pass the chunk on, or give the file up."""
        self.received += len(raw_data)
        if self.received > settings.PRIYOM.max_file_bytes:
            too_large_of(self.request).append((self.field_name or "", self.file_name or ""))
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the keeping to the handlers behind."""


def too_large_of(request: Any) -> list[tuple[str, str]]:
    """Return the (field, file name) pairs of this request that were over the limit and are gone."""
    if not hasattr(request, "too_large_uploads"):
        request.too_large_uploads = []
    return request.too_large_uploads


def _announced(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _most_for(request: HttpRequest) -> int:
    if request.content_type != "multipart/form-data":
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if request.path == "/files/":
        return settings.PRIYOM.max_file_bytes + FORM_ROOM
    return settings.PRIYOM.max_request_bytes
