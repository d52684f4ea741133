"""The work of a bulk change, a few tickets in one transaction: changed one by one with own events, and taken back.

A ticket that somebody has changed since is never forced back: it is left as it is and named.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from priyom.base.clock import now
from priyom.base.errors import DomainError
from priyom.base.events import record
from priyom.desk.actions.assignment import assign_ticket
from priyom.desk.actions.bulk import EFFECTS, RELATED, Reason, Scope
from priyom.desk.actions.changing import change
from priyom.desk.actions.effects import apply_effects
from priyom.desk.actions.macros import count_use
from priyom.desk.actions.messages import add_note, reply, take_back
from priyom.desk.actions.snapshots import columns_from, columns_of
from priyom.desk.actions.watching import add_watch
from priyom.desk.lists.listing import Filters, tickets_of
from priyom.desk.models import BulkChange, BulkItem, Message, Ticket, Watch
from priyom.desk.page.answers import choose
from priyom.desk.permissions import may_work_on
from priyom.people.models import User

CHUNK = 20
KEPT = (
    "topic_id", "kind", "impact", "urgency", "priority", "team_id", "assignee_id", "status", "waiting_for",
    "waiting_whom",
    "waiting_until", "awaiting_us_since", "clarifications", "cause", "remedy", "resolved_at",
    "first_replied_at",
)  # fmt: skip
State = BulkItem.State


@transaction.atomic
def go_on(bulk_id: int) -> bool:
    """Do or undo the next few tickets; return whether some are left. Safe to call twice and at once."""
    # RACE: the page and the worker may go on with the same change; each waits for the other's few.
    bulk = BulkChange.objects.select_for_update(of=("self",)).select_related("by").get(pk=bulk_id)
    if bulk.undone_at is not None or (bulk.finished_at is not None and bulk.undo_asked_at is None):
        return False
    return _undo_some(bulk) if bulk.undo_asked_at is not None else _change_some(bulk)


def _change_some(bulk: BulkChange) -> bool:
    waiting = list(bulk.items.filter(state=State.WAITING).order_by("number")[: CHUNK + 1])
    tickets = _locked(bulk, waiting[:CHUNK])
    listed = _still_listed(bulk, tickets)
    scope = Scope(bulk.change, bulk.by)
    for item in waiting[:CHUNK]:
        ticket = tickets.get(item.number)
        reason = Reason.GONE if ticket is None else Reason.LEFT_LIST if item.number not in listed else None
        reason = reason or (scope.why_not(ticket) if ticket else None)
        if reason is None and ticket is not None:
            reason = _try(bulk, scope, ticket, item)
        item.state, item.reason = (State.LEFT_OUT, str(reason)) if reason else (State.MADE, "")
    BulkItem.objects.bulk_update(waiting[:CHUNK], ["state", "reason", "before"])
    more = len(waiting) > CHUNK
    if not more:
        bulk.finished_at = now()
        bulk.save(update_fields=["finished_at"])
        if bulk.change.get("macro") and bulk.items.filter(state=State.MADE).exists():
            count_use([bulk.change["macro"]])
    return more


def _undo_some(bulk: BulkChange) -> bool:
    made = list(bulk.items.filter(state=State.MADE).order_by("number")[: CHUNK + 1])
    tickets = _locked(bulk, made[:CHUNK])
    for item in made[:CHUNK]:
        ticket, then = tickets.get(item.number), item.before or {}
        as_we_left_it = ticket is not None and ticket.revision == then["revision"] and may_work_on(bulk.by, ticket)
        given_back = as_we_left_it and ticket is not None and _give_back(ticket, then, by=bulk.by)
        item.state = State.UNDONE if given_back else State.KEPT
    BulkItem.objects.bulk_update(made[:CHUNK], ["state"])
    more = len(made) > CHUNK
    if not more:
        bulk.undone_at = now()
        bulk.finished_at = bulk.finished_at or bulk.undone_at
        bulk.save(update_fields=["undone_at", "finished_at"])
    return more


def _locked(bulk: BulkChange, items: Iterable[BulkItem]) -> dict[int, Ticket]:
    """Return the tickets of the items, locked in one order; what the person no longer sees is not among them."""
    locked = Ticket.objects.visible_to(bulk.by).select_for_update(of=("self",)).select_related(*RELATED)
    return {each.number: each for each in locked.filter(number__in=[item.number for item in items]).order_by("id")}


def _still_listed(bulk: BulkChange, tickets: Iterable[int]) -> set[int]:
    """Return those that stand in the list still, when all of a list are changed."""
    if bulk.filters is None:
        return set(tickets)
    listed = tickets_of(bulk.by, Filters.read(bulk.filters)).filter(number__in=list(tickets))
    return set(listed.values_list("number", flat=True))


def _try(bulk: BulkChange, scope: Scope, ticket: Ticket, item: BulkItem) -> Reason | None:
    """Change the ticket; one that refuses after all is left out and does not hold up the others."""
    try:
        with transaction.atomic():
            item.before = _change_one(bulk, scope, ticket)
    except DomainError:
        return Reason.CHANGED
    return None


def _change_one(bulk: BulkChange, scope: Scope, ticket: Ticket) -> dict[str, Any]:
    """Change the locked ticket; return what it was before, with the revision that the change has left."""
    kept: dict[str, Any] = {"columns": columns_of(ticket, KEPT)}
    apply_effects(ticket, {name: bulk.change[name] for name in EFFECTS if name in bulk.change}, by=bulk.by)
    if scope.assignee and ticket.assignee_id != scope.assignee.pk:
        assign_ticket(ticket.number, by=bulk.by, to=scope.assignee)
    if bulk.change.get("watch"):
        watch = add_watch(ticket, bulk.by, by=bulk.by)
        if watch is not None:
            record("ticket.watched", ticket, by=bulk.by, user=bulk.by.pk)
            kept["watch"] = watch.pk
    if scope.answer is not None:
        kept |= _say(scope, ticket)
    ticket.refresh_from_db()
    return kept | {"revision": ticket.revision}


def _say(scope: Scope, ticket: Ticket) -> dict[str, Any]:
    """Send the macro's text with its changes; without a text only the changes happen."""
    assert scope.answer is not None  # noqa: S101 - asked by the only caller
    ticket.refresh_from_db()
    chosen = choose(scope.answer, ticket, by=scope.by)
    if not chosen.text:
        apply_effects(ticket, chosen.effects, by=scope.by)
        return {}
    if scope.answer.visibility == "internal":
        message = add_note(ticket.number, by=scope.by, body=chosen.text)
        ticket.refresh_from_db()
        apply_effects(ticket, chosen.effects, by=scope.by)
        return {"note": message.pk}
    return {"message": reply(ticket.number, by=scope.by, body=chosen.text, effects=chosen.effects).pk}


def _give_back(ticket: Ticket, then: dict[str, Any], *, by: User) -> bool:
    """Restore the locked ticket; False when the answer has gone out, or cannot be taken back just now."""
    if then.get("note"):
        return False
    if then.get("message"):
        message = Message.objects.filter(pk=then["message"]).first()
        if message is None or message.state in {Message.State.SENT, Message.State.SEALED}:
            return False
        take_back(message.pk, by=by)
    if then.get("watch"):
        Watch.objects.filter(pk=then["watch"], ended_at=None).update(ended_at=now())
    change(ticket, **columns_from(then["columns"]))
    record("ticket.bulk_undone", ticket, by=by)
    return True
