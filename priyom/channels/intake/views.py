"""Doors of the journal of letters."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from priyom.channels.intake.holding import (
    may_be_taken,
    process_again,
    reject_letter,
    reject_sender,
    release_sender,
    take_letter,
)
from priyom.channels.intake.journal import WAITING, journal_page, letter_line
from priyom.channels.intake.reasons import sentence_of
from priyom.channels.models import Outcome
from priyom.people.requests import SignedIn
from priyom.people.sections import sections_for
from priyom.privacy.handing import OCTETS, sandboxed


class JournalForm(forms.Form):
    """Which letters to list."""

    outcome = forms.ChoiceField(choices=[("", ""), (WAITING, ""), *Outcome.choices], required=False)
    q = forms.CharField(max_length=320, required=False, strip=True)
    before = forms.IntegerField(min_value=1, required=False)


@login_required
@require_safe
def journal(request: SignedIn) -> HttpResponse:
    form = JournalForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    outcome, text = asked.get("outcome", ""), asked.get("q", "")
    page = journal_page(request.user, outcome=outcome, text=text, before=asked.get("before"))
    context = {
        "page": page, "outcome": outcome, "text": text, "outcomes": Outcome.choices, "waiting": WAITING,
        "sections": sections_for(request),
    }  # fmt: skip
    return render(request, "channels/intake/journal.html", context)


@login_required
@require_safe
def letter(request: SignedIn, pk: int) -> HttpResponse:
    line = letter_line(request.user, pk)
    context = {"line": line, "sections": sections_for(request), "may_be_taken": may_be_taken()}
    return render(request, "channels/intake/letter.html", context)


@login_required
@require_POST
def original(request: SignedIn, pk: int) -> HttpResponse:
    answer = HttpResponse(take_letter(pk, by=request.user), content_type=OCTETS)
    answer["Content-Disposition"] = f'attachment; filename="letter-{pk}.eml"'
    answer["Cache-Control"] = "no-store"
    return sandboxed(answer)


@login_required
@require_POST
def attempts(request: SignedIn, pk: int) -> HttpResponse:
    row = process_again(pk, by=request.user)
    if row.outcome == Outcome.HELD:
        messages.warning(request, _("Still held: %(reason)s.") % {"reason": sentence_of(row.reason)})
    else:
        messages.success(request, _("Processed: %(outcome)s.") % {"outcome": row.get_outcome_display()})
    return redirect("letters:letter", pk)


@login_required
@require_POST
def rejection(request: SignedIn, pk: int) -> HttpResponse:
    reject_letter(pk, by=request.user)
    messages.success(request, _("Rejected. The letter itself is destroyed."))
    return redirect("letters:journal")


@login_required
@require_POST
def flood_attempts(request: SignedIn, pk: int) -> HttpResponse:
    count = release_sender(pk, by=request.user)
    messages.success(
        request, ngettext("%(n)d letter is being filed.", "%(n)d letters are being filed.", count) % {"n": count}
    )
    return redirect("letters:journal")


@login_required
@require_POST
def flood_rejection(request: SignedIn, pk: int) -> HttpResponse:
    count = reject_sender(pk, by=request.user)
    messages.success(request, ngettext("%(n)d letter rejected.", "%(n)d letters rejected.", count) % {"n": count})
    return redirect("letters:journal")
