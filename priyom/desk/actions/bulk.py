"""One change to many tickets: said beforehand, done one by one with own events, taken back where possible.

A ticket that somebody has changed since is never forced back: it is left as it is and named.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.events import record
from priyom.desk.actions.assignment import assign_ticket
from priyom.desk.actions.changing import change
from priyom.desk.actions.effects import apply_effects, wrong_moment
from priyom.desk.actions.macros import count_use
from priyom.desk.actions.messages import add_note, reply, take_back
from priyom.desk.actions.snapshots import columns_from, columns_of
from priyom.desk.actions.watching import add_watch
from priyom.desk.models import BulkChange, Message, Ticket, Topic, Watch
from priyom.desk.models.choices import TicketImpact, TicketKind, TicketUrgency
from priyom.desk.page.answers import choose, get_answer
from priyom.desk.permissions import may_work_on
from priyom.desk.rules.lifecycle import Status, WaitingFor, is_open, may_move
from priyom.people.models import Team, User
from priyom.privacy.actions import screen_text

MOST = 1000
IN_ONE_REQUEST = 50  # more than this is done in the background, with its progress on the page
CHUNK = 20
KEPT = (
    "topic_id", "kind", "impact", "urgency", "priority", "team_id", "assignee_id", "status", "waiting_for",
    "waiting_whom",
    "waiting_until", "awaiting_us_since", "clarifications", "cause", "remedy", "resolved_at",
    "first_replied_at",
)  # fmt: skip
EFFECTS = (
    "topic",
    "kind",
    "impact",
    "urgency",
    "team",
    "status",
    "waiting_for",
    "waiting_whom",
    "waiting_until",
)
KNOWN = frozenset({*EFFECTS, "assignee", "watch", "macro"})


class Reason(StrEnum):
    """Why a ticket is left out."""

    GONE = "gone"
    NOT_YOURS = "not_yours"
    MERGED = "merged"
    DONE = "done"
    SAME = "same"
    ASSIGNEE = "assignee"
    MOVE = "move"
    GAPS = "gaps"
    CHANGED = "changed"


@dataclass
class Plan:
    """What a bulk change would do: the tickets it can change, and why not the others."""

    possible: list[Ticket] = field(default_factory=list)
    left_out: dict[int, Reason] = field(default_factory=dict)


def plan(numbers: Iterable[int], wanted: dict[str, Any], *, by: User) -> Plan:
    """Say beforehand what the change will do; nothing is changed by that."""
    _allowed(by)
    asked = list(dict.fromkeys(numbers))[:MOST]
    related = ("topic", "team", "assignee", "requester", "organisation")
    found = {
        each.number: each for each in Ticket.objects.visible_to(by).filter(number__in=asked).select_related(*related)
    }
    scope = _Scope(wanted, by)
    planned = Plan()
    for number in asked:
        ticket = found.get(number)
        reason = scope.why_not(ticket) if ticket is not None else Reason.GONE
        if reason is None and ticket is not None:
            planned.possible.append(ticket)
        elif reason is not None:
            planned.left_out[number] = reason
    return planned


@transaction.atomic
def start_bulk(numbers: Iterable[int], wanted: dict[str, Any], *, by: User) -> BulkChange:
    """Begin a bulk change; ``go_on`` does it, at once or in the background."""
    _allowed(by)
    asked = list(dict.fromkeys(numbers))
    if not asked:
        raise Invalid(_("No ticket is marked."), errors={"numbers": [_("Mark at least one ticket in the list.")]})
    if len(asked) > MOST:
        raise Invalid(
            _("Too many tickets at once."),
            errors={"numbers": [_("At most %(most)d tickets at once.") % {"most": MOST}]},
        )
    wanted = check_change(wanted, by=by)
    bulk = BulkChange.objects.create(by=by, made_at=now(), change=wanted, before={}, numbers=asked)
    record("bulk.started", bulk, by=by, tickets=len(asked))
    return bulk


def check_change(wanted: dict[str, Any], *, by: User) -> dict[str, Any]:
    """Return the change as it may be kept, or refuse with a sentence beside each field."""
    wanted = {name: value for name, value in wanted.items() if value not in ("", None, False)}
    choose_one = [_("Choose one of the list.")]
    valid = {
        "topic": lambda code: Topic.objects.filter(code=code).exists(),
        "team": lambda code: Team.objects.filter(code=code, is_active=True).exists(),
        "assignee": lambda login: User.objects.filter(login=login, is_active=True).exists(),
        "kind": lambda value: value in TicketKind.values,
        "impact": lambda value: value in TicketImpact.values,
        "urgency": lambda value: value in TicketUrgency.values,
        "status": lambda value: value in (Status.OPEN, Status.WAITING),
        "waiting_for": lambda value: value in set(WaitingFor),
    }
    errors: dict[str, list[Any]] = {name: choose_one for name in wanted if name not in KNOWN}
    errors |= {name: choose_one for name, test in valid.items() if name in wanted and not test(wanted[name])}
    if wanted.get("status") == Status.WAITING and not wanted.get("waiting_for"):
        errors["waiting_for"] = [_("Say on whom it waits.")]
    errors |= wrong_moment(wanted)
    if wanted.get("macro"):
        get_answer(by, wanted["macro"])
    if not wanted:
        errors["change"] = [_("Say what should change.")]
    if errors:
        raise Invalid(_("Something about the changes is not right."), errors=errors)
    if wanted.get("waiting_whom"):
        wanted["waiting_whom"] = screen_text(wanted["waiting_whom"]).masked[:120]
    return wanted


def go_on(bulk_id: int) -> bool:
    """Change the next few tickets; return whether some are left. Safe to call twice and at once."""
    with transaction.atomic():
        # RACE: the page and the worker may go on with the same change; each waits for the other's few.
        bulk = BulkChange.objects.select_for_update(of=("self",)).select_related("by").get(pk=bulk_id)
        if bulk.finished_at is not None or bulk.undone_at is not None:
            return False
        left = [
            number for number in bulk.numbers if str(number) not in bulk.before and str(number) not in bulk.left_out
        ]
        scope = _Scope(bulk.change, bulk.by)
        for number in sorted(left)[:CHUNK]:
            _change_one(bulk, scope, number)
        more = len(left) > CHUNK
        bulk.finished_at = None if more else now()
        bulk.save(update_fields=["before", "left_out", "finished_at"])
        if not more and bulk.change.get("macro") and bulk.before:
            count_use([bulk.change["macro"]])
    return more


@transaction.atomic
def undo_bulk(bulk_id: int, *, by: User) -> BulkChange:
    """Take the change back, ticket by ticket; what has moved on since stays and is named in ``kept``."""
    bulk = get_bulk(by, bulk_id, lock=True)
    _allowed(by)
    if bulk.undone_at is not None:
        raise WrongState(_("This change was taken back already."))
    kept = []
    locked = (
        Ticket.objects.visible_to(by).select_for_update(of=("self",)).filter(number__in=[int(n) for n in bulk.before])
    )
    found = {ticket.number: ticket for ticket in locked.order_by("id")}
    for text, then in sorted(bulk.before.items(), key=lambda pair: int(pair[0])):
        ticket = found.get(int(text))
        as_we_left_it = ticket is not None and ticket.revision == then["revision"] and may_work_on(by, ticket)
        if not as_we_left_it or not _give_back(ticket, then, by=by):
            kept.append(int(text))
    bulk.undone_at, bulk.finished_at, bulk.kept = now(), bulk.finished_at or now(), kept
    bulk.save(update_fields=["undone_at", "finished_at", "kept"])
    return bulk


def get_bulk(by: User, bulk_id: int, *, lock: bool = False) -> BulkChange:
    """Return one's own bulk change; nobody else's exists."""
    changes = BulkChange.objects.select_for_update(of=("self",)) if lock else BulkChange.objects.all()
    bulk = changes.filter(pk=bulk_id, by=by).first()
    if bulk is None:
        raise NotVisible(_("There is no such change, or it is not yours."))
    return bulk


class _Scope:
    """What one bulk change wants, looked up once, and the question whether a ticket can take it."""

    def __init__(self, wanted: dict[str, Any], by: User) -> None:
        self.wanted, self.by = wanted, by
        login = wanted.get("assignee")
        self.assignee = User.objects.filter(login=login).first() if login else None
        self.answer = get_answer(by, wanted["macro"]) if wanted.get("macro") else None

    def why_not(self, ticket: Ticket) -> Reason | None:
        """Return why the ticket is left out, or None when it can be changed."""
        tests = (
            (Reason.NOT_YOURS, lambda: not may_work_on(self.by, ticket)),
            (Reason.MERGED, lambda: ticket.merged_into_id is not None),
            (Reason.DONE, lambda: not is_open(ticket.status) and self._needs_open()),
            (
                Reason.ASSIGNEE,
                lambda: self.assignee is not None and not self._may_have(self.assignee, ticket),
            ),
            (Reason.MOVE, lambda: not self._may_move(ticket)),
            (Reason.GAPS, lambda: self.answer is not None and choose(self.answer, ticket, by=self.by).gaps),
            (Reason.SAME, lambda: not self._differs(ticket)),
        )
        return next((reason for reason, stands_in_the_way in tests if stands_in_the_way()), None)

    def _may_have(self, person: User, ticket: Ticket) -> bool:
        return person.is_active and may_work_on(person, ticket)

    @cached_property
    def followed(self) -> set[int]:
        """Return what the person follows already, read once."""
        return set(Watch.objects.filter(user=self.by, ended_at=None).values_list("ticket_id", flat=True))

    def _needs_open(self) -> bool:
        return bool({"team", "status", "assignee", "macro"} & set(self.wanted))

    def _may_move(self, ticket: Ticket) -> bool:
        status = self.wanted.get("status")
        if status == Status.OPEN:
            return ticket.status in {Status.OPEN, Status.WAITING}
        return not status or may_move(ticket.status, status)

    def _differs(self, ticket: Ticket) -> bool:
        if self.answer:
            return True
        now_is = {
            "topic": ticket.topic.code if ticket.topic else "", "kind": ticket.kind, "impact": ticket.impact,
            "urgency": ticket.urgency, "team": ticket.team.code if ticket.team else "",
            "status": ticket.status,
            "assignee": ticket.assignee.login if ticket.assignee else "", "waiting_for": ticket.waiting_for,
        }  # fmt: skip
        if any(now_is[name] != self.wanted[name] for name in now_is if name in self.wanted):
            return True
        if self.wanted.get("waiting_until") or self.wanted.get("waiting_whom"):
            return True
        return bool(self.wanted.get("watch")) and ticket.pk not in self.followed


def _change_one(bulk: BulkChange, scope: _Scope, number: int) -> None:
    locked = Ticket.objects.visible_to(bulk.by).select_for_update(of=("self",))
    ticket = locked.filter(number=number).first()
    reason = scope.why_not(ticket) if ticket is not None else Reason.GONE
    if ticket is None or reason is not None:
        bulk.left_out[str(number)] = reason
        return
    kept: dict[str, Any] = {"columns": columns_of(ticket, KEPT)}
    apply_effects(ticket, {name: bulk.change[name] for name in EFFECTS if name in bulk.change}, by=bulk.by)
    if scope.assignee and ticket.assignee_id != scope.assignee.pk:
        assign_ticket(number, by=bulk.by, to=scope.assignee)
    if bulk.change.get("watch"):
        watch = add_watch(ticket, bulk.by, by=bulk.by)
        if watch is not None:
            record("ticket.watched", ticket, by=bulk.by, user=bulk.by.pk)
            kept["watch"] = watch.pk
    if scope.answer is not None:
        kept |= _say(scope, ticket)
    ticket.refresh_from_db()
    bulk.before[str(number)] = kept | {"revision": ticket.revision}


def _say(scope: _Scope, ticket: Ticket) -> dict[str, Any]:
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
    """Restore the locked ticket; False when the answer has gone out and nothing can bring it back."""
    if then.get("note"):
        return False
    if then.get("message"):
        message = Message.objects.filter(pk=then["message"]).first()
        if message is None or message.state == Message.State.SENT:
            return False
        take_back(message.pk, by=by)
    if then.get("watch"):
        Watch.objects.filter(pk=then["watch"], ended_at=None).update(ended_at=now())
    change(ticket, **columns_from(then["columns"]))
    record("ticket.bulk_undone", ticket, by=by)
    return True


def _allowed(by: User) -> None:
    if not by.may("ticket.bulk"):
        raise NotAllowed(_("Only support staff can do this."))
