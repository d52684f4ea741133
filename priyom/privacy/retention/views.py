"""The doors to the terms: the page with its acts, saving, and one act on paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from priyom.base.errors import NotAllowed
from priyom.people.account_pages import refuse_without
from priyom.people.requests import SignedIn
from priyom.people.sections import sections_for
from priyom.privacy.retention.actions import set_terms
from priyom.privacy.retention.forms import TermsForm
from priyom.privacy.retention.queries import acts, get_act, kinds_of, parts_of, stock_name, term_lines


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: SignedIn) -> HttpResponse:
    refuse_without(request.user, "guard.read")
    if request.method == "POST" and not request.user.may("guard.manage"):
        raise NotAllowed(_("Only administrators decide about the guard."))
    lines = term_lines()
    form = TermsForm.of(request, initial={line.stock.code: line.days for line in lines})
    if form.is_valid() and form.submit(set_terms, by=request.user, days=form.cleaned_data):
        messages.success(request, _("Saved. What is over is destroyed from tomorrow on."))
        return redirect("guard:terms")
    context = {
        "form": form, "lines": lines, "acts": [(act, stock_name(act.stock)) for act in acts()],
        "may_manage": request.user.may("guard.manage"), "sections": sections_for(request),
    }  # fmt: skip
    return render(request, "privacy/terms.html", context, status=form.status)


@login_required
@require_safe
def act(request: SignedIn, pk: int) -> HttpResponse:
    found = get_act(request.user, pk)
    context = {"act": found, "what": stock_name(found.stock), "kinds": kinds_of(found), "parts": parts_of(found)}
    return render(request, "privacy/destruction.html", context)
