"""Critical incidents: proposed by a sign of the contract, settled by a person in one key, ended with the ticket.

What a confirmed one sets going (bell, letter, the bar on every screen) follows from its fact; what it owes is a column
and a sweep: the requester hears from us again and again until it is solved.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, WrongState
from priyom.base.events import follows, record
from priyom.base.jobs import one_by_one
from priyom.base.models import Event
from priyom.desk.actions.changing import change, ticket_to_work_on
from priyom.desk.actions.priority import LONGEST, let_the_rule_decide, put_against_the_rule
from priyom.desk.models import CriticalCall, Ticket
from priyom.desk.models.choices import CriticalState, TicketKind, TicketPriority
from priyom.desk.rules.critical import Found, critical_sign
from priyom.desk.rules.lifecycle import OPEN_STATUSES, is_open
from priyom.people.models import User
from priyom.people.terms import ContractTerms, SignTerms
from priyom.privacy.actions import screen_text

NEWS_EVERY = timedelta(hours=1)  # where the contract promises no updates of its own
BATCH = 100


def sign_shown(text: str, *, terms: ContractTerms | None, topic: str, kind: str = "") -> Found[SignTerms] | None:
    """Return the sign of the contract that the words show, or None; thanks show none."""
    if terms is None or not terms.signs or kind == TicketKind.GRATITUDE:
        return None
    return critical_sign(text, terms.signs, topic=topic)


def propose_critical(ticket: Ticket, found: Found[SignTerms] | None, *, contract_id: int | None) -> None:
    """Keep beside a new ticket what its words show, as it read then; somebody has to say yes or no."""
    if found is None:
        return
    CriticalCall.objects.create(
        ticket=ticket, region_id=ticket.region_id, contract_id=contract_id, sign_id=found.sign.id,
        words=found.sign.text, phrase=found.phrase[:200], clause=found.sign.clause, state=CriticalState.PROPOSED,
        proposed_at=now(),
    )  # fmt: skip
    ticket.critical = CriticalState.PROPOSED
    ticket.save(update_fields=["critical"])
    record("ticket.critical_proposed", ticket, by=None, sign=found.sign.id)  # the words say so, no person


@transaction.atomic
def confirm_critical(number: int, *, by: User, reason: str = "", revision: int | None = None) -> Ticket:
    """Say that it is a critical incident: everybody on duty is called. Without a sign it needs a reason."""
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    if ticket.critical == CriticalState.CONFIRMED:
        return ticket
    if not is_open(ticket.status):
        raise WrongState(_("This ticket is already solved."))
    call = standing_call(ticket)
    words = _reason(reason, ticket, needed=call is None)
    call = call or CriticalCall(ticket=ticket, region_id=ticket.region_id, proposed_at=now(), contract=ticket.contract)
    call.state, call.decided_by, call.decided_at, call.reason = CriticalState.CONFIRMED, by, now(), words
    call.update_due_at, call.reminded_at = now() + NEWS_EVERY, None
    call.save()
    change(ticket, critical=CriticalState.CONFIRMED)
    put_against_the_rule(ticket, TicketPriority.CRITICAL, reason=call.words or words, by=by)
    record("ticket.critical_confirmed", ticket, by=by, sign=call.sign_id)
    return ticket


@transaction.atomic
def decline_critical(number: int, *, by: User, reason: str = "", revision: int | None = None) -> Ticket:
    """Say that it is not critical: of what was only proposed at once, of what has called everybody with a reason."""
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    call = standing_call(ticket)
    if call is None:
        return ticket
    was_called = call.state == CriticalState.CONFIRMED
    call.reason = _reason(reason, ticket, needed=was_called) or call.reason
    call.state, call.decided_by, call.decided_at = CriticalState.DECLINED, by, now()
    call.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    change(ticket, critical=CriticalState.DECLINED)
    if was_called:
        let_the_rule_decide(ticket, by=by)
    record("ticket.critical_withdrawn" if was_called else "ticket.critical_declined", ticket, by=by)
    return ticket


def standing_call(ticket: Ticket) -> CriticalCall | None:
    """Return what was proposed or confirmed of the ticket and not settled otherwise."""
    standing = (CriticalState.PROPOSED, CriticalState.CONFIRMED)
    return CriticalCall.objects.filter(ticket=ticket, state__in=standing).select_related("decided_by").first()


def _reason(text: str, ticket: Ticket, *, needed: bool) -> str:
    words = " ".join(text.split())
    if needed and not words:
        raise Invalid(_("Say why."), errors={"reason": [_("Say why: everybody who is called will read it.")]})
    if len(words) > LONGEST:
        raise Invalid(_("Say why."), errors={"reason": [_("At most %(most)s characters.") % {"most": LONGEST}]})
    return screen_text(words, ticket=ticket).masked[:LONGEST]


@follows("ticket.replied")
def owe_the_next_news(_event: Event, ticket: Ticket) -> None:
    """Count from the answer when the requester is to hear from us again."""
    if ticket.critical == CriticalState.CONFIRMED:
        CriticalCall.objects.filter(ticket=ticket, state=CriticalState.CONFIRMED).update(
            update_due_at=now() + NEWS_EVERY, reminded_at=None
        )


def remind_of_owed_news() -> int:
    """Say once that news of a critical incident are owed; where the contract promises them, by its own clock."""
    return one_by_one("owed", _owed().order_by("update_due_at").values_list("pk", flat=True)[:BATCH], _remind_of)


def _remind_of(call_id: int) -> bool:
    locked = _owed().select_for_update(skip_locked=True, of=("self",)).select_related("ticket")
    call = locked.filter(pk=call_id).first()
    if call is None:
        return False
    is_promised_later = call.news_by is not None and call.news_by > now()
    if is_promised_later:
        call.update_due_at = call.news_by
    else:
        call.reminded_at = now()
        record("ticket.news_owed", call.ticket, by=User.objects.system())
    call.save(update_fields=["update_due_at", "reminded_at"])
    return not is_promised_later


def _owed() -> QuerySet[CriticalCall]:
    return CriticalCall.objects.filter(
        state=CriticalState.CONFIRMED, reminded_at=None, update_due_at__lte=now(), ticket__status__in=OPEN_STATUSES
    )
