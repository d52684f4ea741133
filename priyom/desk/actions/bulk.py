"""One change to many tickets, the marked ones or all of a list: said beforehand, begun here, done in `bulk_doing`.

«All of a list» is what stood in it when it was marked. A ticket that has left the list before its turn is left out, so
that nobody changes what they would no longer see there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.events import record
from priyom.desk.actions.effects import wrong_moment
from priyom.desk.actions.handover import keeps_owner
from priyom.desk.lists.keeping import to_keep
from priyom.desk.lists.listing import Filters, tickets_of
from priyom.desk.models import BulkChange, BulkItem, Ticket, Topic, Watch
from priyom.desk.models.choices import TicketImpact, TicketKind, TicketUrgency
from priyom.desk.page.answers import choose, get_answer
from priyom.desk.permissions import may_work_on
from priyom.desk.rules.lifecycle import Status, WaitingFor, is_open, may_move
from priyom.people.models import Team, User
from priyom.privacy.actions import screen_text

MOST = 1000  # marked by hand
MOST_OF_LIST = 5000
RELATED = ("topic", "team", "assignee", "requester", "organisation")
LOOKED_AT = 200  # of a longer list: so many are looked at beforehand, the others when their turn comes
IN_ONE_REQUEST = 50  # more than this is done in the background, with its progress on the page
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
    LEFT_LIST = "left_list"
    KEPT_BY_OWNER = "kept_by_owner"


@dataclass
class Plan:
    """What a bulk change would do: the tickets it can change, and why not the others."""

    total: int
    possible: list[Ticket] = field(default_factory=list)
    left_out: dict[int, Reason] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Say whether every ticket was looked at."""
        return len(self.possible) + len(self.left_out) == self.total


@dataclass(frozen=True)
class Listed:
    """All tickets of a list, as it stood when it was marked: what has come since has a higher number."""

    filters: Filters
    upto: int

    def numbers(self, by: User) -> list[int]:
        """Return the numbers of those that stand there now; a list that is too long is refused."""
        listed = tickets_of(by, self.filters).filter(number__lte=self.upto).order_by("number")
        numbers = list(listed.values_list("number", flat=True)[: MOST_OF_LIST + 1])
        if len(numbers) > MOST_OF_LIST:
            sentence = _("There are more than %(most)d. Narrow the list with a filter.") % {"most": MOST_OF_LIST}
            raise Invalid(_("Too many tickets at once."), errors={"numbers": [sentence]})
        return numbers


def plan(numbers: Sequence[int], wanted: dict[str, Any], *, by: User) -> Plan:
    """Say beforehand what the change will do; nothing is changed by that."""
    _allowed(by)
    asked = list(dict.fromkeys(numbers))
    planned = Plan(len(asked))
    if len(asked) > MOST:
        asked = asked[:LOOKED_AT]
    seen = Ticket.objects.visible_to(by).filter(number__in=asked)
    found = {each.number: each for each in seen.select_related(*RELATED)}
    scope = Scope(wanted, by)
    for number in asked:
        ticket = found.get(number)
        reason = scope.why_not(ticket) if ticket is not None else Reason.GONE
        if reason is None and ticket is not None:
            planned.possible.append(ticket)
        elif reason is not None:
            planned.left_out[number] = reason
    return planned


@transaction.atomic
def start_bulk(numbers: Iterable[int], wanted: dict[str, Any], *, by: User, listed: Listed | None = None) -> BulkChange:
    """Begin a bulk change of the marked tickets, or of all ``listed``; ``go_on`` does it, at once or afterwards."""
    _allowed(by)
    asked = list(dict.fromkeys(numbers)) if listed is None else listed.numbers(by)
    if not asked:
        raise Invalid(_("No ticket is marked."), errors={"numbers": [_("Mark at least one ticket in the list.")]})
    if listed is None and len(asked) > MOST:
        raise Invalid(
            _("Too many tickets at once."),
            errors={"numbers": [_("At most %(most)d tickets at once.") % {"most": MOST}]},
        )
    wanted = check_change(wanted, by=by)
    kept = to_keep(listed.filters) if listed is not None else None
    bulk = BulkChange.objects.create(by=by, made_at=now(), change=wanted, filters=kept)
    BulkItem.objects.bulk_create([BulkItem(bulk=bulk, number=number) for number in asked], batch_size=1000)
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


@transaction.atomic
def undo_bulk(bulk_id: int, *, by: User) -> BulkChange:
    """Stop the change and have it taken back: ``go_on`` does that, too, ticket by ticket."""
    bulk = get_bulk(by, bulk_id, lock=True)
    _allowed(by)
    if bulk.undo_asked_at is not None:
        raise WrongState(_("This change was taken back already."))
    bulk.undo_asked_at = now()
    bulk.save(update_fields=["undo_asked_at"])
    record("bulk.undo_started", bulk, by=by)
    return bulk


def get_bulk(by: User, bulk_id: int, *, lock: bool = False) -> BulkChange:
    """Return one's own bulk change; nobody else's exists."""
    changes = BulkChange.objects.select_for_update(of=("self",)) if lock else BulkChange.objects.all()
    bulk = changes.filter(pk=bulk_id, by=by).first()
    if bulk is None:
        raise NotVisible(_("There is no such change, or it is not yours."))
    return bulk


class Scope:
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
            (Reason.KEPT_BY_OWNER, lambda: bool({"team", "assignee"} & set(self.wanted)) and keeps_owner(ticket)),
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


def newest_number() -> int:
    """Return the highest number that a ticket has by now."""
    return Ticket.objects.order_by("-number").values_list("number", flat=True).first() or 0


def _allowed(by: User) -> None:
    if not by.may("ticket.bulk"):
        raise NotAllowed(_("Only support staff can do this."))
