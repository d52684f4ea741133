"""What may come in over the wire: too much is refused by its announced length, and a file over the limit is not kept.

The two walls stand before anything reads the body: a middleware looks at Content-Length, and an upload handler drops
the rest of a file once it is over the limit, so neither memory nor disk grows with what a sender likes to send.

How many fields and files one form may have is counted here and not by Django, whose answer is a bare 400: a person who
added a file too many gets the form back, with everything that was typed and a sentence about what was left out.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from priyom.base.errors import DomainError, Invalid
from priyom.base.http import kept_page, refusal, wants_fragment

FORM_ROOM = 1024 * 1024  # for the fields and boundaries around a file
MOST_FIELDS, MOST_FILES = 500, 50  # of one form; Django's own limits in the settings are the walls behind these
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


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


class FormSizeMiddleware:
    """Give a form with too many fields back to the person who filled it in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        if request.method != "POST" or request.content_type not in FORMS or request.path.startswith("/api/"):
            return None
        if sum(len(values) for _name, values in request.POST.lists()) <= MOST_FIELDS:
            return None
        error = too_many_fields()
        return refusal(request, error) if wants_fragment(request) else kept_page(request, error)


def too_many_fields() -> Invalid:
    """Return the refusal of a form with more fields than any page of ours has."""
    return Invalid(
        _("A form may have at most %(most)s fields; this one had more. What fits is kept below.")
        % {"most": MOST_FIELDS}
    )


class LimitedUploadHandler(FileUploadHandler):
    """Stand before the handlers that keep files: drop what is too large or too much, and remember it for the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.files = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count another file."""
        super().new_file(*args, **kwargs)
        self.received = 0
        self.files += 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django's signature
        """Pass the chunk on, or give the file up."""
        if self.files > MOST_FILES:
            request: Any = self.request
            request.left_out_uploads = left_out_of(request) + 1
            raise SkipFile
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


def left_out_of(request: Any) -> int:
    """Return how many files of this request were beyond the number that is taken at once."""
    return getattr(request, "left_out_uploads", 0)


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
