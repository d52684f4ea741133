"""The doors of the boxes on a masked picture: look at them, draw one, take one away, confirm. For who sent it only.

SECURITY: what leaves are boxes, kinds and our own picture of what is masked; the raw picture has no door at all.
"""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from priyom.base.forms import key_in
from priyom.base.http import wants_fragment
from priyom.desk.forms.boxes import BoxForm
from priyom.desk.models import Attachment
from priyom.desk.queries import get_attachment
from priyom.people.requests import SignedIn
from priyom.privacy.boxes.actions import confirm_boxes, draw_box, take_box_away
from priyom.privacy.boxes.queries import BoxesPage, boxes_page, get_picture


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def boxes(request: SignedIn, attachment: uuid.UUID) -> HttpResponse:
    file, page = _page(request, attachment)
    if request.method != "POST":
        return _shown(request, file, page)
    form = BoxForm(request.POST)
    if form.is_valid() and form.submit(
        draw_box, file.screened_id, form.place(page.size), by=request.user, page=page.page
    ):
        return _again(request, attachment)
    return _shown(request, file, page, form)


@login_required
@require_POST
def removal(request: SignedIn, attachment: uuid.UUID, number: int) -> HttpResponse:
    file = _own(request, attachment)
    take_box_away(file.screened_id, number, by=request.user)
    return _again(request, attachment)


@login_required
@require_POST
def confirmation(request: SignedIn, attachment: uuid.UUID) -> HttpResponse:
    file = _own(request, attachment)
    confirm_boxes(file.screened_id, by=request.user)
    return _again(request, attachment)


def _own(request: SignedIn, attachment: uuid.UUID) -> Attachment:
    """Return the file, through the ticket's rights and only for who sent it."""
    file = get_attachment(request.user, attachment)
    get_picture(request.user, file.screened_id)
    return file


def _page(request: SignedIn, attachment: uuid.UUID) -> tuple[Attachment, BoxesPage]:
    file = get_attachment(request.user, attachment)
    return file, boxes_page(request.user, file.screened_id, _number(request))


def _number(request: SignedIn) -> int:
    """Return the page that was asked for: the first, where none was; none at all, where it is no number."""
    return (key_in(request.GET["page"]) or 0) if request.GET.get("page") else 1


def _again(request: SignedIn, attachment: uuid.UUID) -> HttpResponse:
    if not wants_fragment(request):
        number = _number(request)
        return redirect(reverse("files:boxes", args=[attachment]) + (f"?page={number}" if number > 1 else ""))
    return _shown(request, *_page(request, attachment))


def _shown(request: HttpRequest, file: Attachment, page: BoxesPage, form: BoxForm | None = None) -> HttpResponse:
    form = form or BoxForm()
    context = {"file": file, "page": page, "form": form, "inline": request.GET.get("as") == "form"}
    template = "portal/_boxes.html" if wants_fragment(request) else "portal/boxes.html"
    answer = render(request, template, context, status=form.status)
    answer["Cache-Control"] = "no-store"
    return answer
