"""The promises of a ticket on a page of their own: every sum, and what people do about them."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from priyom.desk.actions.promises import agree_date, choose_contract, explain_breach, give_workaround
from priyom.desk.forms.clocks import AgreedDateForm, BreachForm, ContractForm
from priyom.desk.forms.operations import CheckedForm
from priyom.desk.models import AgreedDate, Ticket
from priyom.desk.page.due import dues_of
from priyom.desk.page.due_changes import changes_of
from priyom.desk.page.due_lines import zone_told
from priyom.desk.permissions import may_work_on
from priyom.desk.views.doors import ticket_for_work
from priyom.desk.views.ticket import ticket_to_read
from priyom.people.contracts import contracts_at
from priyom.people.requests import SignedIn


@login_required
@require_safe
def clocks(request: SignedIn, number: int) -> HttpResponse:
    return _page(request, ticket_to_read(request, number))


@login_required
@require_POST
def cause(request: SignedIn, number: int) -> HttpResponse:
    return _done(request, number, BreachForm(request.POST), explain_breach, _("The cause is kept."))


@login_required
@require_POST
def date(request: SignedIn, number: int) -> HttpResponse:
    return _done(request, number, AgreedDateForm(request.POST), agree_date, _("The date is kept."))


@login_required
@require_POST
def contract(request: SignedIn, number: int) -> HttpResponse:
    return _done(request, number, ContractForm(request.POST), choose_contract, _("Counted anew under this contract."))


@login_required
@require_POST
def workaround(request: SignedIn, number: int) -> HttpResponse:
    give_workaround(number, by=request.user)
    messages.success(request, _("The way around is kept with its time."))
    return redirect("desk:ticket", number=number)


def _done(request: SignedIn, number: int, form: CheckedForm, act: Callable[..., Any], thanks: str) -> HttpResponse:
    ticket = ticket_for_work(request, number)
    if form.attempt(lambda said: act(number, by=request.user, **said)) is None:
        return _page(request, ticket, form)
    messages.success(request, thanks)
    return redirect("desk:clocks", number=number)


def _page(request: SignedIn, ticket: Ticket, form: CheckedForm | None = None) -> HttpResponse:
    works = may_work_on(request.user, ticket) and ticket.merged_into_id is None
    context = {
        "ticket": ticket,
        "dues": dues_of(ticket),
        "changes": changes_of(ticket),
        "works": works,
        "form": form,
        "causes": BreachForm.causes(),
        "agreed": dict(AgreedDate.objects.filter(ticket=ticket).order_by("made_at", "id").values_list("promise", "pk")),
        "zone": zone_told(settings.TIME_ZONE),
        "contracts": contracts_at(ticket.organisation, at=ticket.opened_at) if works else [],
    }
    return render(request, "desk/clocks.html", context, status=form.status if form else 200)
