"""Following a ticket, calling a colleague in, and the names that «@@» offers."""

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from priyom.base.http import page_or_fragment, wants_fragment
from priyom.desk.actions.mentions import called_as
from priyom.desk.actions.watching import call_in, unwatch_ticket, watch_ticket
from priyom.desk.forms.operations import WhoForm
from priyom.desk.models import Ticket
from priyom.desk.page.choosing import number_in
from priyom.desk.page.linked import watchers_of
from priyom.desk.queries import get_ticket
from priyom.desk.views.doors import needs, ticket_for_work
from priyom.people.models import Role, User
from priyom.people.queries import agents, colleagues
from priyom.people.reach import hospital_of
from priyom.people.requests import SignedIn
from priyom.people.roles import STAFF_ROLES

AT_ONCE = 8


@login_required
@require_POST
def watch(request: SignedIn, number: int) -> HttpResponse:
    act = unwatch_ticket if request.POST.get("stop") else watch_ticket
    ticket = act(number, by=request.user)
    return _panel(request, ticket, WhoForm()) if wants_fragment(request) else redirect("desk:ticket", number=number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def watchers(request: SignedIn, number: int) -> HttpResponse:
    ticket = ticket_for_work(request, number)
    form = WhoForm(request.POST or None)
    if request.method == "POST" and form.submit(lambda who: call_in(number, by=request.user, login=who)):
        form = WhoForm()
    return _panel(request, ticket, form)


@login_required
@require_POST
def dismiss(request: SignedIn, number: int, user_id: int) -> HttpResponse:
    ticket = unwatch_ticket(number, by=request.user, user_id=user_id)
    return _panel(request, ticket, WhoForm())


@needs("desk.read")
@require_safe
def people_options(request: SignedIn) -> HttpResponse:
    number = number_in(request.GET.get("ticket", ""))
    ticket = get_ticket(request.user, number) if number is not None else None
    people = _named(request.GET.get("q", ""), _reachable(ticket))
    return render(request, "desk/_people_options.html", {"people": people, "called": None})


@needs("desk.read")
@require_safe
def mention_options(request: HttpRequest) -> HttpResponse:
    # A requester does not know our colleagues, and nobody is told by an answer: only a note calls somebody.
    is_note = request.GET.get("visibility", "internal") == "internal"
    people = _named(request.GET.get("q", ""), Q(pk__in=colleagues().values("pk"))) if is_note else []
    return render(request, "desk/_people_options.html", {"people": people, "called": called_as(people)})


def _panel(request: HttpRequest, ticket: Ticket, form: WhoForm) -> HttpResponse:
    following = watchers_of(ticket)
    context = {
        "ticket": ticket, "form": form, "watchers": following,
        "following": any(each.user_id == request.user.pk for each in following),
        # Without a script the field is a plain list of colleagues; with one it asks while one types.
        "colleagues": [] if wants_fragment(request) else [(person.login, person.name) for person in agents()],
    }  # fmt: skip
    return page_or_fragment(request, "desk/watchers.html", "desk/_watchers.html", context, status=form.status)


def _reachable(ticket: Ticket | None) -> Q:
    """Colleagues, and the people of the ticket's own hospital: nobody else may be called in."""
    colleagues = Q(memberships__role__in=STAFF_ROLES, memberships__state="active")
    if ticket is None:
        return colleagues
    hospital = hospital_of(ticket.organisation)
    return colleagues | Q(
        memberships__organisation__path__startswith=hospital.path, memberships__state="active",
        memberships__role__in=[Role.REQUESTER, Role.LOCAL_SPECIALIST],
    )  # fmt: skip


def _named(text: str, who: Q) -> list[User]:
    people = User.objects.filter(who, is_active=True, is_system=False)
    for word in text.strip().lstrip("@").split()[:3]:
        people = people.filter(
            Q(last_name__istartswith=word) | Q(first_name__istartswith=word) | Q(login__istartswith=word)
        )
    return list(people.distinct().select_related("organisation").order_by("last_name", "first_name")[:AT_ONCE])
