"""The page on which one message is split into several tickets."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from priyom.base.errors import WrongState
from priyom.base.http import page_or_fragment
from priyom.base.telling import ticket_number
from priyom.desk.actions.splitting import split_ticket, splittable
from priyom.desk.forms.splitting import SplitForm
from priyom.desk.models import Message, Ticket, Topic
from priyom.desk.models.choices import TicketImpact, TicketKind, TicketUrgency
from priyom.desk.rules.pieces import MOST_PARTS
from priyom.desk.views.doors import ticket_for_work
from priyom.people.requests import SignedIn


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: SignedIn, number: int) -> HttpResponse:
    ticket = ticket_for_work(request, number)
    said = splittable(request.user, ticket)
    message = _chosen(request, said)
    topics = list(Topic.objects.filter(is_active=True).select_related("parent"))
    form = SplitForm(message, topics, request.POST or None)
    if request.method == "POST" and request.POST.get("step") != "preview":
        made = form.attempt(
            lambda _said: split_ticket(
                number, by=request.user, message_id=message.pk, parts=form.made(),
                token=form.cleaned_data["token"],
                solve=form.cleaned_data["solve"], tell=form.cleaned_data["tell"],
                revision=form.cleaned_data["revision"],
            )
        )  # fmt: skip
        if made is not None:
            return _done(request, ticket, made)
    context = {
        "ticket": ticket, "form": form, "said": said, "most": MOST_PARTS, "kinds": TicketKind.choices,
        "impacts": TicketImpact.choices, "urgencies": TicketUrgency.choices,
    }  # fmt: skip
    status = 422 if form.errors and request.POST.get("step") != "preview" else 200
    return page_or_fragment(request, "desk/split.html", "desk/_split_parts.html", context, status=status)


def _chosen(request: HttpRequest, said: list[Message]) -> Message:
    asked = request.POST.get("message") or request.GET.get("message") or ""
    # Without a choice: the longest thing that the requester has said, most likely the first letter.
    found = next((each for each in said if str(each.pk) == asked), None) or max(
        said, key=lambda m: len(m.body), default=None
    )
    if found is None:
        raise WrongState(_("Only what the requester has said can be split."))
    return found


def _done(request: HttpRequest, ticket: Ticket, made: list[Ticket]) -> HttpResponse:
    numbers = ", ".join(ticket_number(each.number) for each in made)
    messages.success(request, _("Split off: %(numbers)s.") % {"numbers": numbers})
    return redirect("desk:ticket", number=ticket.number)
