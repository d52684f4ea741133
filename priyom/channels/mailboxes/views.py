"""The doors to mailboxes: their list, one of them, and the buttons beside."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from priyom.base.errors import NotAllowed
from priyom.channels.mailboxes import actions
from priyom.channels.mailboxes.forms import MailboxForm
from priyom.channels.mailboxes.words import beside_fields, sentence
from priyom.channels.models import Mailbox
from priyom.people.requests import SignedIn
from priyom.people.sections import sections_for

AS_USUAL = {"port": 993, "security": Mailbox.Security.TLS, "folder": "INBOX", "is_active": True}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mailboxes(request: SignedIn) -> HttpResponse:
    if not request.user.may("settings.manage"):
        raise NotAllowed(_("Only administrators can do this."))
    form = MailboxForm.of(request, initial=AS_USUAL)
    if form.is_valid() and form.submit(actions.add_mailbox, by=request.user, **form.cleaned_data):
        return _tried(request, form.result.pk)
    context = {
        "form": form, "trouble": {}, "rows": Mailbox.objects.select_related("region"), "words": sentence,
        "sections": sections_for(request),
    }  # fmt: skip
    return render(request, "channels/mailboxes.html", context, status=form.status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox(request: SignedIn, pk: int) -> HttpResponse:
    found = actions.get_mailbox(request.user, pk)
    form = MailboxForm.of(request, initial=_shown(found))
    if form.is_valid() and form.submit(actions.change_mailbox, pk, by=request.user, **form.cleaned_data):
        return _tried(request, pk)
    trouble = beside_fields(found.failure) if found.is_active and not form.is_bound else {}
    context = {"mailbox": found, "form": form, "trouble": trouble, "words": sentence, "sections": sections_for(request)}
    return render(request, "channels/mailbox.html", context, status=form.status)


@login_required
@require_POST
def test(request: SignedIn, pk: int) -> HttpResponse:
    return _tried(request, pk)


@login_required
@require_POST
def remove(request: SignedIn, pk: int) -> HttpResponse:
    actions.remove_mailbox(pk, by=request.user)
    messages.success(request, _("No letters are fetched from this mailbox any more."))
    return redirect("mailboxes:index")


def _tried(request: SignedIn, pk: int) -> HttpResponse:
    """Visit the mailbox and say how it went: nobody should have to wait for the first letter to learn that."""
    finding = actions.try_mailbox(pk, by=request.user)
    (messages.success if finding.is_good else messages.error)(request, finding.told)
    return redirect("mailboxes:one", pk)


def _shown(mailbox: Mailbox) -> dict[str, Any]:
    names = ("address", "host", "port", "security", "certificate", "login", "folder", "move_to", "is_active")
    shown = {name: getattr(mailbox, name) for name in names}
    return shown | {"region": mailbox.region.code if mailbox.region else ""}
