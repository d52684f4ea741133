"""Words that were accepted sealed are opened for the guard, masked and put in place; then everybody is told.

The order makes a death harmless: a try is counted before it is made, and everything that follows from the words is
one transaction with the end of the seal. What died in between is done once more. What cannot be screened in its tries
is held: who wrote it and who has the ticket are told, and it is tried every hour, for as long as a held letter lives.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import structlog
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from priyom.base import locks
from priyom.base.clock import now
from priyom.base.errors import NotNow
from priyom.base.events import let_react, record
from priyom.base.models import Event
from priyom.base.requests import end_request, start_request
from priyom.base.sealing import SealBroken
from priyom.desk.actions.changing import change
from priyom.desk.actions.critical import propose_critical, sign_shown
from priyom.desk.actions.mentions import mention_colleagues
from priyom.desk.actions.saying import as_subject, keep_found
from priyom.desk.actions.sealing import is_placeholder, purpose_of
from priyom.desk.models import Message, SealedText, Ticket
from priyom.desk.models.choices import Visibility
from priyom.desk.rules.lifecycle import is_open
from priyom.desk.rules.routing import subject_from
from priyom.people.contracts import terms_of
from priyom.privacy.actions import screen_together, unsealed_texts
from priyom.privacy.guards import patiently

log = structlog.get_logger("desk")
PAUSES = (2, 5, 15, 60, 180, 600, 1200, 1800)  # seconds after each try: with the last of them an hour has passed
HELD_AGAIN = timedelta(hours=1)
LIFE = timedelta(days=14)  # as of a held letter
LOOKED_AT = 20  # of which one must be free: more than there are workers


def screen_sealed(*, most: int) -> int:
    """Screen the sealed texts that are due, the oldest first, until the guard fails; return how many were taken."""
    for taken in range(most):
        row = _claim()
        if row is None:
            return taken
        start_request()  # each text by itself: what was hidden in it is remembered until it is kept
        try:
            is_done = _try(row)
        finally:
            end_request()
            locks.let_go(_hand(row))
        if not is_done:  # a guard that does not answer is asked by the next sweep, not by every text of this one
            return taken + 1
    return most


def _claim() -> SealedText | None:
    due = SealedText.objects.filter(try_at__lte=now())
    for row in list(due.order_by("try_at")[:LOOKED_AT]):
        if not locks.seize(_hand(row)):
            continue
        pause = HELD_AGAIN if row.held_at else timedelta(seconds=PAUSES[min(row.attempts, len(PAUSES) - 1)])
        # A try is counted beforehand: a text that kills its takers is not taken for ever.
        if due.filter(pk=row.pk).update(attempts=row.attempts + 1, try_at=now() + pause):
            row.attempts += 1
            return row
        locks.let_go(_hand(row))
    return None


def _hand(row: SealedText) -> str:
    return f"sealed text {row.pk}"


def _try(row: SealedText) -> bool:
    """Screen one text, or say that it could not be; return whether the next one may be tried."""
    is_shut = False
    try:
        if row.attempts <= len(PAUSES) or row.held_at:
            _screen(row)
            return True
    except SealBroken:
        # The key may come back, as after a start with another secret: what was accepted is not thrown away for that.
        log.exception("text sealed with another key")
        is_shut = True
    except OperationalError:
        raise  # the database, not the text
    except NotNow:
        log.warning("text not screened", attempt=row.attempts)
    except Exception:
        log.exception("text not screened", attempt=row.attempts)
    if now() - row.received_at > LIFE:
        _settle(row, _lose)
    elif row.held_at is None and (is_shut or row.attempts >= len(PAUSES)):
        _settle(row, _hold)
    return is_shut


def _screen(row: SealedText) -> None:
    """Mask the words and put them in place. The guard is asked outside of any transaction: it may take its time."""
    message = Message.objects.select_related("ticket__organisation", "ticket__requester").get(pk=row.pk)
    with unsealed_texts(row.sealed, purpose=purpose_of(row.pk)) as texts, patiently():
        story = screen_together(list(texts.values()), ticket=message.ticket)
        masked = dict(zip(texts, (text.masked for text in story.texts), strict=True))
    # RACE: whoever writes in the ticket holds it, and then wants the numbers of its people. Whoever kept these numbers
    # and only then waited for the ticket would wait for somebody who waits for them.
    _settle(row, partial(_put_in_place, masked))


def _put_in_place(texts: dict[str, str], row: SealedText, ticket: Ticket, message: Message) -> None:
    message.body = texts.pop("body")
    _let_go_out(message)
    message.save(update_fields=["body", "state", "send_after"])
    keep_found(message, texts)
    row.delete()
    if "subject" in texts:
        _name(ticket, message, texts)
    else:
        change(ticket)
    if message.visibility == Visibility.INTERNAL:
        mention_colleagues(ticket, message, by=message.author)
    record("ticket.text_screened", ticket, by=None, message=message.pk)
    _tell_of(row)


def _let_go_out(message: Message) -> None:
    """Let the words be said; an answer has its ten seconds from now on, as far as it had any."""
    message.state = Message.State.SENT
    if message.send_after is not None:
        message.state = Message.State.PENDING
        message.send_after = now() + max(message.send_after - message.written_at, timedelta(0))


def _name(ticket: Ticket, message: Message, texts: dict[str, str]) -> None:
    """Give a new ticket its subject and answers, unless a colleague was faster, and look for signs of the contract."""
    subject = as_subject(texts["subject"]) or as_subject(subject_from(message.body))
    answers = {name.removeprefix("f_"): text for name, text in texts.items() if name.startswith("f_")}
    change(
        ticket, subject=subject if is_placeholder(ticket.subject) else ticket.subject,
        fields=answers | ticket.fields,
    )  # fmt: skip
    if not is_open(ticket.status) or ticket.critical:
        return
    terms = terms_of(ticket.contract_id) if ticket.contract_id else None
    topic = ticket.topic.code if ticket.topic else ""
    sign = sign_shown(f"{texts['subject']}\n{message.body}", terms=terms, topic=topic, kind=ticket.kind)
    propose_critical(ticket, sign, contract_id=ticket.contract_id)


def _settle(row: SealedText, how: Callable[[SealedText, Ticket, Message], None]) -> None:
    with transaction.atomic():
        found = _locked(row)
        if found is not None:
            how(row, *found)


def _hold(row: SealedText, ticket: Ticket, message: Message) -> None:
    """Say that the words could not be screened; they stay sealed."""
    SealedText.objects.filter(pk=row.pk).update(held_at=now(), try_at=now() + HELD_AGAIN)
    change(ticket)
    record("ticket.text_held", ticket, by=None, message=message.pk, user=message.author_id)


def _lose(row: SealedText, ticket: Ticket, message: Message) -> None:
    """Destroy what nobody could screen in its time. Who wrote it is asked to write again."""
    with override(message.author.language):
        message.body = _("The text could not be checked and was not kept. It has to be written again.")
    _let_go_out(message)
    if message.state == Message.State.PENDING:
        message.state = Message.State.TAKEN_BACK  # an answer without its words is not sent
    message.save(update_fields=["body", "state", "send_after"])
    row.delete()
    change(ticket, subject=as_subject(message.body) if is_placeholder(ticket.subject) else ticket.subject)
    record("ticket.text_lost", ticket, by=None, message=message.pk, user=message.author_id)
    _tell_of(row)


def _tell_of(row: SealedText) -> None:
    fact = Event.objects.filter(pk=row.fact_id).first() if row.fact_id else None
    if fact is not None:
        let_react(fact)


def _locked(row: SealedText) -> tuple[Ticket, Message] | None:
    """Lock the ticket, as everybody does first, and the message; None where it is no longer being checked."""
    tickets = Ticket.objects.select_for_update(of=("self",)).select_related("organisation", "requester", "topic")
    ticket = tickets.filter(messages=row.pk).first()
    messages = Message.objects.select_for_update(of=("self",)).select_related("author")
    message = messages.filter(pk=row.pk, state=Message.State.SEALED).first()
    if ticket is None or message is None:
        SealedText.objects.filter(pk=row.pk).delete()
        return None
    message.ticket = ticket
    return ticket, message
