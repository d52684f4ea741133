"""The doors of the planning meeting: the agenda, the meeting's screen, its minutes, the rules."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from priyom.base.clock import now
from priyom.base.errors import Invalid
from priyom.desk.actions import meetings as actions
from priyom.desk.forms.meetings import AgendaForm, DecisionForm, MeetingForm, RuleForm
from priyom.desk.lists.agenda import gather, rules_now, to_do_of
from priyom.desk.models import AgendaItem, Meeting
from priyom.desk.page.meetings import meeting_page, meetings_before, next_meeting
from priyom.desk.permissions import may_lead_meetings
from priyom.desk.rules.agenda import LIMITS
from priyom.desk.views.doors import needs, ticket_for_work
from priyom.people.models import User
from priyom.people.queries import agents
from priyom.people.requests import SignedIn

SOON = timedelta(days=7)


@needs("desk.read")
@require_http_methods(["GET", "HEAD", "POST"])
def meetings(request: SignedIn) -> HttpResponse:
    request.desk_view = "meetings"  # type: ignore[attr-defined] # the rail marks it
    form = MeetingForm.of(request, initial={"held_at": _usual_moment()})
    if form.submit(lambda held_at: actions.plan_meeting(by=request.user, held_at=held_at)):
        return redirect("desk:meetings")
    context = {
        "form": form, "next": next_meeting(), "agenda": gather(request.user), "mine": to_do_of(request.user),
        "before": meetings_before(), "leads": may_lead_meetings(request.user),
    }  # fmt: skip
    return render(request, "desk/meetings.html", context, status=form.status)


@needs("desk.read")
@require_safe
def meeting(request: SignedIn, meeting_id: int) -> HttpResponse:
    return _meeting(request, meeting_id, DecisionForm(initial={"due_on": timezone.localdate() + SOON}))


@needs("desk.work")
@require_POST
def begin(request: SignedIn, meeting_id: int) -> HttpResponse:
    actions.begin_meeting(meeting_id, by=request.user)
    return redirect("desk:meeting", meeting_id=meeting_id)


@needs("desk.work")
@require_POST
def end(request: SignedIn, meeting_id: int) -> HttpResponse:
    actions.end_meeting(meeting_id, by=request.user)
    messages.success(request, _("The meeting is over. Here are its minutes."))
    return redirect("desk:meeting", meeting_id=meeting_id)


@needs("desk.work")
@require_POST
def discuss(request: SignedIn, item_id: int) -> HttpResponse:
    item = actions.discuss(item_id, by=request.user)
    return _onwards(item)


@needs("desk.work")
@require_POST
def decide(request: SignedIn, item_id: int) -> HttpResponse:
    form = DecisionForm(request.POST)
    if form.submit(lambda **said: _decide(request.user, item_id, said)):
        messages.success(request, _("Written into the ticket."))
        return redirect(_at(form.result.meeting_id, item_id))
    item = AgendaItem.objects.filter(pk=item_id).first()
    if item is None or item.meeting_id is None:
        return redirect("desk:meetings")
    return _meeting(request, item.meeting_id, form, item_id=item_id)


@needs("desk.work")
@require_POST
def done(request: SignedIn, decision_id: int) -> HttpResponse:
    decision = actions.finish_decision(decision_id, by=request.user)
    messages.success(request, _("Done. It comes to no further meeting."))
    if decision.meeting.state == Meeting.State.RUNNING:
        return redirect("desk:meeting", meeting_id=decision.meeting_id)
    return redirect("desk:meetings")


@needs("desk.work")
@require_http_methods(["GET", "HEAD", "POST"])
def put_on_agenda(request: SignedIn, number: int) -> HttpResponse:
    ticket = ticket_for_work(request, number)
    form = AgendaForm.of(request)
    if request.POST.get("take_off"):
        actions.take_off_agenda(number, by=request.user)
        messages.success(request, _("Taken off the agenda."))
        return redirect("desk:ticket", number=number)
    if form.submit(lambda note: actions.put_on_agenda(number, by=request.user, note=note)):
        messages.success(request, _("It comes to the next planning meeting."))
        return redirect("desk:ticket", number=number)
    there = AgendaItem.objects.filter(meeting=None, ticket=ticket).first()
    return render(request, "desk/agenda_add.html", {"ticket": ticket, "form": form, "there": there}, status=form.status)


@needs("desk.work")
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: SignedIn) -> HttpResponse:
    known = {
        str(rule.reason): RuleForm(initial={"limit": rule.limit, "is_active": rule.is_active}) for rule in rules_now()
    }
    reason = request.POST.get("reason", "")
    form = RuleForm.of(request, initial=known[reason].initial if reason in known else None)
    if form.submit(lambda **said: actions.set_rule(reason, by=request.user, **said)):
        messages.success(request, _("The rule holds from now on."))
        return redirect("desk:agenda_rules")
    context = {
        "form": form, "wrong_rule": reason, "rules": rules_now(), "limits": LIMITS,
        "seen": {each: known[each].seen for each in known}, "leads": may_lead_meetings(request.user),
    }  # fmt: skip
    return render(request, "desk/agenda_rules.html", context, status=form.status)


def _meeting(request: SignedIn, meeting_id: int, form: DecisionForm, *, item_id: int | None = None) -> HttpResponse:
    request.desk_view = "meetings"  # type: ignore[attr-defined] # the rail marks it
    page = meeting_page(request.user, meeting_id, at=item_id or request.GET.get("item", ""))
    context = {
        "m": page, "form": form, "leads": may_lead_meetings(request.user),
        "colleagues": [(person.login, person.name) for person in agents()],
    }  # fmt: skip
    return render(request, "desk/meeting.html", context, status=form.status)


def _decide(by: User, item_id: int, said: dict[str, Any]) -> Any:
    owner = User.objects.filter(login=said.pop("owner").strip().lower(), is_active=True).first()
    if owner is None:
        raise Invalid(errors={"owner": [_("There is nobody of this name.")]})
    return actions.decide(item_id, by=by, owner=owner, **said)


def _onwards(item: AgendaItem) -> HttpResponse:
    """Go to the next ticket that nobody has talked about yet, else stay."""
    assert item.meeting is not None  # noqa: S101 - the action has asked
    left = item.meeting.items.filter(discussed_at=None)
    following = left.filter(position__gt=item.position).first() or left.first() or item
    return redirect(_at(item.meeting.pk, following.pk))


def _at(meeting_id: int, item_id: int) -> str:
    from django.urls import reverse

    return f"{reverse('desk:meeting', kwargs={'meeting_id': meeting_id})}?item={item_id}"


def _usual_moment() -> str:
    """Return tomorrow morning, as the field of a form wants it."""
    tomorrow = timezone.localtime(now()) + timedelta(days=1)
    return datetime.combine(tomorrow.date(), actions.MORNING).strftime("%Y-%m-%dT%H:%M")
