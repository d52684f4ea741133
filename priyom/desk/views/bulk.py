"""One change to the tickets that were marked: what it will do, how far it is, and taking it back."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from priyom.base.addresses import address
from priyom.base.errors import Invalid
from priyom.base.forms import key_in
from priyom.base.http import page_or_fragment
from priyom.desk.actions.bulk import (
    IN_ONE_REQUEST,
    MOST,
    Listed,
    Reason,
    get_bulk,
    newest_number,
    plan,
    start_bulk,
    undo_bulk,
)
from priyom.desk.actions.bulk_doing import go_on
from priyom.desk.forms.operations import BulkForm
from priyom.desk.lists.board import ListState
from priyom.desk.models import BulkChange, BulkItem, Topic
from priyom.desk.models.choices import TicketImpact, TicketKind, TicketUrgency, TicketWaitingFor
from priyom.desk.page.answers import answers_for, in_words
from priyom.desk.page.choosing import number_in
from priyom.desk.views.doors import needs
from priyom.people.models import Team, User
from priyom.people.queries import agents
from priyom.people.requests import SignedIn

MOST_NAMED = 50
State = BulkItem.State


@needs("ticket.bulk")
@require_POST
def bulk(request: SignedIn) -> HttpResponse:
    form = BulkForm(request.POST)
    valid, step = form.is_valid(), request.POST.get("step")
    listed = _listed(request)
    numbers = _numbers(request) if listed is None else listed.numbers(request.user)
    if valid and step == "do":
        started = form.attempt(lambda _said: start_bulk(numbers, form.wanted(), by=request.user, listed=listed))
        if started is not None:
            if len(numbers) <= IN_ONE_REQUEST:
                _finish(started)
            return redirect("desk:bulk_change", bulk_id=started.pk)
    wanted = form.wanted() if valid else {}
    planned = plan(numbers, wanted, by=request.user) if wanted else None
    context = {
        "numbers": numbers, "listed": listed, "among": request.POST.get("among", ""), "form": form, "plan": planned,
        "left_out": _left_out(planned.left_out) if planned else [],
        "changes": changes_in_words(wanted, request.user), "back": _back(request), **_choices(request.user),
    }  # fmt: skip
    status = 422 if form.errors and step == "do" else 200
    return page_or_fragment(request, "desk/bulk.html", "desk/_bulk_plan.html", context, status=status)


@needs("ticket.bulk")
@require_safe
def progress(request: SignedIn, bulk_id: int) -> HttpResponse:
    change = get_bulk(request.user, bulk_id)
    count = dict(change.items.order_by().values_list("state").annotate(Count("pk")))
    kept = change.items.filter(state=State.KEPT).order_by("number").values_list("number", flat=True)
    left_out = change.items.filter(state=State.LEFT_OUT).values_list("number", "reason")
    total = sum(count.values())
    waiting = count.get(State.MADE if change.undo_asked_at else State.WAITING, 0)
    context = {
        "bulk": change, "total": total, "waiting": waiting, "passed": total - waiting,
        "made": total - count.get(State.WAITING, 0) - count.get(State.LEFT_OUT, 0),
        "undone": count.get(State.UNDONE, 0), "kept": list(kept[:MOST_NAMED]), "kept_count": count.get(State.KEPT, 0),
        "untouched": count.get(State.WAITING, 0),
        "left_out": _left_out({number: Reason(why) for number, why in left_out}),
        "changes": changes_in_words(change.change, request.user),
    }  # fmt: skip
    return page_or_fragment(request, "desk/bulk_change.html", "desk/_bulk_progress.html", context)


@needs("ticket.bulk")
@require_POST
def undo(request: SignedIn, bulk_id: int) -> HttpResponse:
    change = undo_bulk(bulk_id, by=request.user)
    if change.items.filter(state=State.MADE).count() <= IN_ONE_REQUEST:
        _finish(change)
    return redirect("desk:bulk_change", bulk_id=bulk_id)


def changes_in_words(wanted: dict[str, Any], user: User) -> list[tuple[str, str]]:
    """Return what a bulk change does, as lines to read beforehand."""
    lines = in_words({name: value for name, value in wanted.items() if name not in {"assignee", "watch", "macro"}})
    if wanted.get("assignee"):
        found = User.objects.filter(login=wanted["assignee"]).first()
        lines.append((_("Owner"), found.name if found else wanted["assignee"]))
    if wanted.get("watch"):
        lines.append((_("Followed by"), user.name))
    if wanted.get("macro"):
        titles = {answer.code: answer.title for answer in answers_for(user, None)}
        lines.append((_("Macro"), titles.get(wanted["macro"], wanted["macro"])))
    return lines


def _listed(request: SignedIn) -> Listed | None:
    """Return the list whose tickets are all meant, up to the newest that stood in it when that was said first."""
    if not request.POST.get("all"):
        return None
    filters = _among(request).filters
    upto = key_in(request.POST.get("upto")) or newest_number()
    return Listed(filters, upto)


def _among(request: SignedIn) -> ListState:
    """Return the list in which the tickets were marked."""
    return ListState.at(request.user, request.POST.get("among", "")[:2000])


def _back(request: SignedIn) -> str:
    return _among(request).address() if request.POST.get("among") else address("desk:work")


def _numbers(request: HttpRequest) -> list[int]:
    given = ",".join(request.POST.getlist("numbers")).split(",")
    numbers = [number_in(text) for text in given if text.strip()]
    if None in numbers or len(numbers) > MOST:
        raise Invalid(_("The marked tickets could not be read. Mark them again."))
    return list(dict.fromkeys(number for number in numbers if number is not None))


def _finish(started: BulkChange) -> None:
    while go_on(started.pk):
        pass


def _left_out(reasons: dict[int, Reason]) -> list[tuple[str, list[int]]]:
    """Return the tickets that are left out, grouped by the sentence that says why."""
    sentences = {
        Reason.GONE: _("not there, or not open to you"),
        Reason.NOT_YOURS: _("you do not work with this region"),
        Reason.MERGED: _("merged into another ticket"),
        Reason.DONE: _("solved already"),
        Reason.SAME: _("nothing would change"),
        Reason.ASSIGNEE: _("the new owner does not work with this region"),
        Reason.KEPT_BY_OWNER: _("by the contract its owner keeps it to the end"),
        Reason.MOVE: _("the status cannot follow the present one"),
        Reason.GAPS: _("the macro's text would have a gap"),
        Reason.CHANGED: _("changed meanwhile"),
        Reason.LEFT_LIST: _("no longer in this list"),
    }
    grouped: dict[str, list[int]] = {}
    for number, reason in sorted(reasons.items()):
        grouped.setdefault(sentences[Reason(reason)], []).append(number)
    return list(grouped.items())


def _choices(user: User) -> dict[str, Any]:
    return {
        "topics": list(Topic.objects.filter(is_active=True)),
        "kinds": TicketKind.choices,
        "impacts": TicketImpact.choices,
        "urgencies": TicketUrgency.choices,
        "waits": TicketWaitingFor.choices,
        "teams": [(team.code, team.name) for team in Team.objects.filter(is_active=True)],
        "agents": [(person.login, person.name) for person in agents()],
        "macros": [(answer.code, answer.title) for answer in answers_for(user, None)],
    }
