"""What people do about promises: give a way around, agree on a date, choose the contract, say why it became late."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotVisible, WrongState
from priyom.base.events import record
from priyom.desk.actions.changing import change, ticket_to_work_on
from priyom.desk.models import AgreedDate, Breach, Clock, Ticket
from priyom.desk.rules.clocks import AGREED
from priyom.desk.rules.lifecycle import is_open
from priyom.desk.timing import freeze
from priyom.people.contracts import contracts_at, terms_of
from priyom.people.models import Promise, User
from priyom.privacy.actions import screen_text

LONGEST_REASON = 300
LONGEST_NAME = 120


@transaction.atomic
def give_workaround(number: int, *, by: User, revision: int | None = None) -> Ticket:
    """Say that one can work meanwhile; a second time changes nothing."""
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    if ticket.workaround_at is not None:
        return ticket
    if not is_open(ticket.status):
        raise WrongState(_("The ticket is solved: there is nothing to go around."))
    change(ticket, workaround_at=now())
    record("ticket.workaround_given", ticket, by=by)
    return ticket


@transaction.atomic
def agree_date(
    number: int, *, by: User, promise: str, due_at: datetime | None, reason: str, agreed_with: str,
    seen: int | None = None,
) -> AgreedDate:  # fmt: skip
    """Keep the date that was negotiated with the customer: why then, and who said yes. Earlier dates stay on record.

    ``seen`` is the date that the page showed as the last one, 0 for none: the same said twice is one date, and who did
    not see the last one is told of it.
    """
    ticket = ticket_to_work_on(number, by=by)
    clock = Clock.objects.filter(ticket=ticket, promise=promise, unit=AGREED, ended_at=None).first()
    if clock is None:
        raise WrongState(_("The contract promises this by its own reckoning: there is no date to agree on."))
    errors = {}
    if due_at is None or due_at <= now():
        errors["due_at"] = [_("Choose a moment that is still to come.")]
    for name, text, longest in (("reason", reason, LONGEST_REASON), ("agreed_with", agreed_with, LONGEST_NAME)):
        if not text.strip():
            errors[name] = [_("Say why then.") if name == "reason" else _("Say who of the customer agreed, and how.")]
        elif len(text) > longest:
            errors[name] = [_("At most %(most)s characters.") % {"most": longest}]
    if errors or due_at is None:
        raise Invalid(_("The date could not be kept."), errors=errors)
    said = {
        "due_at": due_at,
        "reason": screen_text(reason.strip(), ticket=ticket).masked[:LONGEST_REASON],
        "agreed_with": screen_text(agreed_with.strip(), ticket=ticket).masked[:LONGEST_NAME],
    }
    last = AgreedDate.objects.filter(ticket=ticket, promise=promise).order_by("made_at", "id").last()
    if last is not None and all(getattr(last, name) == value for name, value in said.items()):
        return last
    if seen is not None and last is not None and last.pk != seen:
        raise Invalid(errors={"due_at": [_("Meanwhile another date was agreed on: look above, then save again.")]})
    agreed = AgreedDate.objects.create(ticket=ticket, promise=promise, by=by, made_at=now(), **said)
    change(ticket)
    record("ticket.date_agreed", ticket, by=by, promise=promise, due=due_at.isoformat(), agreed=agreed.pk)
    return agreed


@transaction.atomic
def choose_contract(number: int, *, by: User, contract_id: int) -> Ticket:
    """Put the ticket under another contract that fits its customer: it is counted from the beginning."""
    ticket = ticket_to_work_on(number, by=by)
    if contract_id == ticket.contract_id:
        return ticket
    fitting = {each.terms.id for each in contracts_at(ticket.organisation, at=ticket.opened_at)}
    terms = terms_of(contract_id) if contract_id in fitting else None
    if terms is None:
        raise Invalid(
            _("This contract is not about the customer."), errors={"contract": [_("Choose one of the list.")]}
        )
    before = ticket.contract_id
    change(ticket, contract_id=terms.id, terms_id=freeze(terms))
    record("ticket.contract_chosen", ticket, by=by, before=before, after=terms.id)
    return ticket


@transaction.atomic
def explain_breach(number: int, *, by: User, promise: str, cause: str, note: str = "") -> Breach:
    """Say why a promise was not kept, by a cause of the closed list; the last word stands."""
    ticket = ticket_to_work_on(number, by=by)
    breach = Breach.objects.filter(ticket=ticket, promise=promise, lifted_at=None).order_by("-due_at").first()
    if breach is None or promise not in Promise.values:
        raise NotVisible(_("This promise was not broken."))
    if cause not in Breach.Cause.values or not cause:
        raise Invalid(_("The cause could not be kept."), errors={"cause": [_("Choose one of the list.")]})
    breach.note = screen_text(note.strip(), ticket=ticket).masked[:LONGEST_REASON]
    _explain(ticket, breach, cause, by=by)
    return breach


def explain_what_is_late(ticket: Ticket, cause: str, *, by: User) -> None:
    """Let the cause that was chosen beside a solution stand for every broken promise that has none yet."""
    if not cause or cause not in Breach.Cause.values:
        return
    for breach in Breach.objects.filter(ticket=ticket, lifted_at=None, cause="").order_by("due_at"):
        _explain(ticket, breach, cause, by=by)


def _explain(ticket: Ticket, breach: Breach, cause: str, *, by: User) -> None:
    breach.cause, breach.explained_by, breach.explained_at = cause, by, now()
    breach.save(update_fields=["cause", "note", "explained_by", "explained_at"])
    record("clock.explained", ticket, by=by, promise=breach.promise, cause=cause, breach=breach.pk)
