"""Setting terms, and carrying them out: step by step, each with its act in the same transaction. All are events."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from priyom.base import locks
from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed
from priyom.base.events import record
from priyom.people.models import User
from priyom.privacy.retention.models import DestructionAct, RetentionTerm
from priyom.privacy.retention.perishable import Gone, Perishable, perishable, perishables
from priyom.privacy.subjects.models import SubjectRequest

log = structlog.get_logger("privacy")
LONGEST = 36_500
GRACE = timedelta(days=1)  # a slip of the keyboard can be taken back so long
EVERY = timedelta(hours=20)
STEP, MOST_STEPS = 200, 50
ON_REQUEST = "subject"


@transaction.atomic
def set_terms(*, by: User, days: dict[str, int | None]) -> list[RetentionTerm]:
    """Decide for how long things are kept; what did not change stays as it was decided."""
    if not by.may("guard.manage"):
        raise NotAllowed(_("Only administrators decide about the guard."))
    errors = {code: wrong for code, term in days.items() if (wrong := _wrong(code, term))}
    if errors:
        raise Invalid(_("The terms were not kept."), errors=errors)
    locks.wait_for("retention terms")  # RACE: a term that nobody has decided yet has no row to lock
    before = {term.stock: term for term in RetentionTerm.objects.select_for_update()}
    return [_set(code, term, before.get(code), by) for code, term in days.items() if _differs(term, before.get(code))]


def carry_out() -> int:
    """Destroy what is over by the terms; return how many things. Runs again soon when there is more than its share.

    A stock that fails holds up no other: its term goes on being kept, or not, by itself.
    """
    count = 0
    for stock in perishables():
        try:
            count += _carry_out(stock)
        except Exception:
            log.exception("term not kept", stock=stock.code)
    return count


def write_act_of_request(asked: SubjectRequest, destroyed: dict[str, int], *, by: User) -> None:
    """Add what was destroyed on a person's request to its act."""
    if destroyed:
        write_act(ON_REQUEST, Gone(sum(destroyed.values())), by=by, asked=asked, parts=destroyed)


@transaction.atomic
def write_act(
    stock: str, gone: Gone, *, by: User, days: int | None = None, older_than: datetime | None = None,
    asked: SubjectRequest | None = None, parts: dict[str, int] | None = None,
) -> DestructionAct:  # fmt: skip
    """Write what was destroyed into the act of the day and its ground."""
    moment = now()
    act, is_new = DestructionAct.objects.select_for_update().get_or_create(
        stock=stock, day=timezone.localdate(moment), request=asked, by=by,
        defaults={"ground": "request" if asked else "term", "first_at": moment, "last_at": moment},
    )  # fmt: skip
    act.count += gone.count
    act.kinds = _added(act.kinds, gone.kinds)
    act.parts = _added(act.parts, parts or {})
    act.last_at, act.days, act.older_than = moment, days, older_than
    act.save()
    if is_new:
        # The system's own doing by the term; whoever answers a request does it with their own hand.
        record("guard.destroyed", act, by=by if asked else None, stock=stock, request=asked.pk if asked else None)
    return act


def begins_at(term: RetentionTerm) -> datetime:
    """Return from when on the term is carried out."""
    return term.decided_at + GRACE


def _wrong(code: str, days: int | None) -> list[str]:
    stock = perishable(code)
    if stock is None:
        return [_("Choose from the list.")]
    if days is not None and not stock.fewest <= days <= LONGEST:
        return [_("At least %(fewest)s days, or nothing.") % {"fewest": stock.fewest}]
    return []


def _differs(days: int | None, term: RetentionTerm | None) -> bool:
    return days != (term.days if term else None)


def _set(code: str, days: int | None, term: RetentionTerm | None, by: User) -> RetentionTerm:
    before = term.days if term else None
    term = term or RetentionTerm(stock=code)
    term.days, term.decided_by, term.decided_at = days, by, now()
    term.done_until, term.done_key, term.looked_at = None, 0, None  # a longer term may leave older things for later
    term.save()
    record("guard.term_decided", term, by=by, stock=code, before=before, after=days)
    return term


def _carry_out(stock: Perishable) -> int:
    count = 0
    for _step in range(MOST_STEPS):
        gone = _step_of(stock)
        if gone is None:
            break
        count += gone.count
        if gone.reached is None:
            break
    return count


@transaction.atomic
def _step_of(stock: Perishable) -> Gone | None:
    """Destroy a few things and add them to the act of the day; nothing when it is not time."""
    term = RetentionTerm.objects.select_for_update().select_related("decided_by").filter(stock=stock.code).first()
    moment = now()
    if term is None or term.days is None or begins_at(term) > moment:
        return None
    if term.looked_at is not None and moment - term.looked_at < EVERY:
        return None
    than = moment - timedelta(days=term.days)
    gone = stock.destroy(than, (term.done_until, term.done_key), STEP)
    if gone.reached is None:
        term.looked_at = moment
    else:
        term.done_until, term.done_key = gone.reached
    term.save(update_fields=["done_until", "done_key", "looked_at"])
    if gone.count:
        write_act(stock.code, gone, by=term.decided_by, days=term.days, older_than=than)
    return gone


def _added(before: dict[str, int], more: dict[str, int]) -> dict[str, int]:
    return {code: before.get(code, 0) + more.get(code, 0) for code in {**before, **more}}
