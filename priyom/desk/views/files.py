"""The doors of files. Every request goes through the rights of the ticket that the file hangs on.

SECURITY: what people sent is only ever an attachment in a sandbox (``privacy.handing``); what is shown inside a page is
our own re-encoded picture of it.
"""

import uuid
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from priyom.base.errors import Invalid, NotVisible
from priyom.base.http import wants_fragment
from priyom.base.models import StoredFile
from priyom.base.storage import open_file
from priyom.base.uploads import TooLarge, too_large_of
from priyom.desk.actions.files import add_file, remove_file
from priyom.desk.queries import get_attachment
from priyom.people.requests import SignedIn
from priyom.privacy.found.looking import SHOWN, TAKEN, note_look
from priyom.privacy.found.queries import hidden_in_file
from priyom.privacy.handing import handed_over, refuse_unscreened, sandboxed
from priyom.privacy.models import ScreenedFile
from priyom.privacy.previews import MOST_PAGES, is_painted_for, may_have_preview, preview_of

# Where a file is shown, and as what.
SHAPES = {"form": "portal/_file_item.html", "portal": "portal/_file_said.html", "desk": "desk/_file.html"}


@login_required
@require_POST
def upload(request: SignedIn) -> HttpResponse:
    token = token_of(request.GET.get("token") or request.POST.get("token"))
    given = request.FILES.get("file")
    if given is None:
        if too_large_of(request):
            raise TooLarge(_("A file may have at most %(most)d MB.") % {"most": settings.PRIYOM.max_file_mb})
        raise Invalid(_("No file came with the request."), errors={"file": [_("Choose a file.")]})
    attachment = add_file(given, by=request.user, token=token)
    return render(request, "portal/_file_item.html", {"file": attachment}, status=201)


@login_required
@require_POST
def remove(request: SignedIn, attachment: uuid.UUID) -> HttpResponse:
    remove_file(attachment, by=request.user)
    return HttpResponse("" if wants_fragment(request) else _("The file is gone."))


@login_required
@require_safe
def state(request: SignedIn, attachment: uuid.UUID) -> HttpResponse:
    """Show the file as it stands now; a page that waits for the guard asks again and again."""
    shape = SHAPES.get(request.GET.get("as", ""), SHAPES["form"])
    return render(request, shape, {"file": get_attachment(request.user, attachment)})


@login_required
@require_safe
def show(request: SignedIn, attachment: uuid.UUID) -> FileResponse:
    screened = get_attachment(request.user, attachment).screened
    answer = handed_over(screened)
    note_look(screened, by=request.user, how=TAKEN)
    return answer


@login_required
@require_safe
def preview(request: SignedIn, attachment: uuid.UUID, page: int = 1) -> HttpResponseBase:
    screened = get_attachment(request.user, attachment).screened
    if not is_painted_for(screened, request.user):
        refuse_unscreened(screened)
    picture = preview_of(screened, page=page)
    if picture is None:
        raise NotVisible(_("This file cannot be shown as a picture. Download it to look at it."))
    etag = quote_etag(picture.sha256)
    shown: Any = FileResponse(open_file(picture), content_type="image/webp")
    answer: HttpResponseBase = get_conditional_response(request, etag=etag, response=shown) or shown
    answer["ETag"] = etag
    note_look(screened, by=request.user, how=SHOWN)
    answer["Cache-Control"] = "private, no-cache"  # kept by the browser, but the rights are asked every time
    return sandboxed(answer)


@login_required
@require_safe
def pages(request: SignedIn, attachment: uuid.UUID) -> HttpResponse:
    screened = _screened(request, attachment)
    if not may_have_preview(screened) or preview_of(screened) is None:
        raise NotVisible(_("This file cannot be shown as a picture. Download it to look at it."))
    count = cast(StoredFile, screened.file).previews.get(page=1).pages
    context = {
        "file": attachment,
        "screened": screened,
        "count": count,
        "hidden": hidden_in_file(screened.pk),
        "may_cover": screened.has_boxes and screened.received_by_id == request.user.pk,
        "shown": range(1, min(count, MOST_PAGES) + 1),
    }
    return render(request, "portal/file_pages.html", context)


def token_of(given: str | None) -> uuid.UUID:
    """Return the token of the form that the file belongs to."""
    try:
        return uuid.UUID(given or "")
    except ValueError:
        raise Invalid(_("The form is damaged. Open the page again."), errors={"token": [_("No form token.")]}) from None


def _screened(request: SignedIn, attachment: uuid.UUID) -> ScreenedFile:
    screened = get_attachment(request.user, attachment).screened
    refuse_unscreened(screened)
    return screened
