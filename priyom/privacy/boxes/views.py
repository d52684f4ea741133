"""The doors of what authors ask about numbers on their pictures: the page, the masked picture, the answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from priyom.base.errors import NotVisible
from priyom.base.storage import open_file
from priyom.people.account_pages import refuse_without
from priyom.people.requests import SignedIn
from priyom.people.sections import sections_for
from priyom.privacy.boxes.actions import decide_permission
from priyom.privacy.boxes.queries import decided_permissions, get_open_permission, open_permissions, shown_box
from priyom.privacy.decided.words import name_of
from priyom.privacy.found.looking import SHOWN, note_look
from priyom.privacy.handing import refuse_unscreened, sandboxed
from priyom.privacy.previews import preview_of

YES = "yes"


@login_required
@require_safe
def permissions(request: SignedIn) -> HttpResponse:
    refuse_without(request.user, "guard.read")
    waiting = open_permissions(request.user)
    context = {
        "asked": [(each, shown_box(each.box)) for each in waiting],
        "decided": [(each, name_of(each.box.kind)) for each in decided_permissions(request.user)],
        "may_answer": request.user.may("guard.permit"), "sections": sections_for(request),
    }  # fmt: skip
    return render(request, "privacy/permissions.html", context)


@login_required
@require_safe
def picture(request: SignedIn, pk: int) -> FileResponse:
    """Show the masked picture to whoever is asked about a box on it; the look is written down."""
    box = get_open_permission(request.user, pk).box
    screened = box.picture.screened
    refuse_unscreened(screened)  # SECURITY: it may be painted anew to cover what can still be read on it
    drawn = preview_of(screened, page=box.page)
    if drawn is None:
        raise NotVisible(_("This file cannot be shown as a picture. Download it to look at it."))
    note_look(screened, by=request.user, how=SHOWN)
    answer = FileResponse(open_file(drawn), content_type="image/webp")
    answer["Cache-Control"] = "private, no-cache"
    return sandboxed(answer)


@login_required
@require_POST
def permission(request: SignedIn, pk: int) -> HttpResponse:
    answered = decide_permission(pk, by=request.user, grant=request.POST.get("answer") == YES)
    said = _("The number will be readable.") if answered.is_granted else _("The number stays covered.")
    messages.success(request, said)
    return redirect("guard:permissions")
