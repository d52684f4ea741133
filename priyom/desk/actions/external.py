"""Requests to outside parties: written once, kept by one of us, and every ticket that waits on one hears the answer."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.events import follows, record
from priyom.base.jobs import one_by_one
from priyom.base.models import Event
from priyom.desk.actions import steps
from priyom.desk.actions.changing import ticket_to_work_on
from priyom.desk.actions.saying import fit_to_keep
from priyom.desk.models import ExternalEntry, ExternalParty, ExternalRequest, ExternalWait, Ticket
from priyom.desk.permissions import may_work_on
from priyom.desk.rules.lifecycle import Status, WaitingFor, may_move
from priyom.people.models import User
from priyom.privacy.actions import screen_text

FARTHEST = timedelta(days=366)
AT_ONCE = 100
MOST_NAMED = 120
OPEN, ANSWERED = ExternalRequest.State.OPEN, ExternalRequest.State.ANSWERED


@transaction.atomic
def open_request(
    *,
    by: User,
    party: ExternalParty | None,
    title: str,
    reference: str = "",
    follow_up_at: datetime | None = None,
    body: str = "",
) -> ExternalRequest:
    """Write down that we have asked an outside party; without a date we remind them after their usual days."""
    _allowed(by)
    facts = _facts(title=title, reference=reference, follow_up_at=follow_up_at)
    if party is None or not party.is_active:
        raise Invalid(_("The request was not kept."), errors={"party": [_("Choose whom we ask.")]})
    _check_reference(party, facts["reference"])
    moment = now()
    facts["follow_up_at"] = follow_up_at or moment + timedelta(days=party.answers_in_days)
    request = ExternalRequest.objects.create(party=party, opened_by=by, opened_at=moment, kept_by=by, **facts)
    record("external.opened", request, by=by)
    if body.strip():
        _write(request, by=by, kind=ExternalEntry.Kind.SENT, body=body)
    return request


@transaction.atomic
def change_request(
    request_id: int,
    *,
    by: User,
    title: str,
    reference: str,
    follow_up_at: datetime | None,
    kept_by: User | None = None,
    revision: int | None = None,
) -> ExternalRequest:
    """Change what is known of a request: their number, when we ask again, who of us keeps it."""
    request = get_request(by, request_id, lock=True)
    _allowed(by)
    if revision is not None and request.revision != revision:
        raise WrongState(_("The request has changed since you opened it. Look at what is new and repeat."))
    facts = _facts(title=title, reference=reference, follow_up_at=follow_up_at)
    _check_reference(request.party, facts["reference"], besides=request.pk)
    if kept_by is not None and not kept_by.may("desk.work"):
        raise Invalid(_("The request was not kept."), errors={"kept_by": [_("Choose a colleague.")]})
    facts |= {"kept_by": kept_by or request.kept_by, "follow_up_at": follow_up_at}
    if follow_up_at != request.follow_up_at:
        facts["reminded_at"] = None
    changed = sorted(name for name, value in facts.items() if getattr(request, name) != value)
    if changed:
        _save(request, **facts)
        record("external.changed", request, by=by, changed=changed)
    return request


@transaction.atomic
def write_entry(request_id: int, *, by: User, kind: str, body: str, token: uuid.UUID | None = None) -> ExternalEntry:
    """Keep what was written to them, what they wrote, or a note; the same form sent twice keeps it once."""
    request = get_request(by, request_id, lock=True)
    _allowed(by)
    if kind not in ExternalEntry.Kind.values:
        raise Invalid(_("The entry was not kept."), errors={"kind": [_("Choose one of the list.")]})
    return _write(request, by=by, kind=kind, body=body, token=token)


@transaction.atomic
def wait_on_request(number: int, *, by: User, request_id: int, revision: int | None = None) -> Ticket:
    """Let a ticket wait on a request that is open: it hears the answer with all the others."""
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    request = get_request(by, request_id, lock=True)
    if request.state != OPEN:
        raise WrongState(_("They have answered already. Open a new request."))
    if not may_move(ticket.status, Status.WAITING):
        raise WrongState(_("This ticket is solved. Open it again first."))
    if ExternalWait.objects.filter(request=request, ticket=ticket, ended_at=None).exists() and _waits(ticket):
        return ticket
    _wait(ticket, request, by=by)
    record("external.joined", ticket, by=by, request=request.pk)
    return ticket


@transaction.atomic
def wait_outside(
    number: int,
    *,
    by: User,
    on: str,
    reference: str = "",
    follow_up_at: datetime | None = None,
    revision: int | None = None,
) -> Ticket:
    """Let a ticket wait on a request that is open (its id), or on a new one to a party («new-egisz»)."""
    if on.isascii() and on.isdigit():
        return wait_on_request(number, by=by, request_id=int(on), revision=revision)
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    party = ExternalParty.objects.filter(code=on.removeprefix("new-"), is_active=True).first()
    if party is None:
        raise Invalid(_("The request was not kept."), errors={"outside": [_("Choose whom we ask.")]})
    request = open_request(by=by, party=party, title=ticket.subject, reference=reference, follow_up_at=follow_up_at)
    return wait_on_request(number, by=by, request_id=request.pk)


@transaction.atomic
def answer_request(
    request_id: int, *, by: User, body: str, seen: Sequence[int] | None = None, token: uuid.UUID | None = None
) -> ExternalRequest:
    """Keep their answer and return every ticket that waits on it to work; ``seen`` is what the preview showed."""
    # RACE: tickets before the request, as everywhere; what joins meanwhile is found by the second look.
    waiting = list(_waiting(request_id).values_list("ticket_id", flat=True))
    tickets = {
        each.pk: each for each in Ticket.objects.select_for_update(of=("self",)).filter(pk__in=waiting).order_by("pk")
    }
    request = get_request(by, request_id, lock=True)
    _allowed(by)
    _concerned(request, tickets.values(), by=by)
    if token is not None and ExternalEntry.objects.filter(request=request, token=token).exists():
        return request
    if request.state != OPEN:
        raise WrongState(_("Their answer is kept already."))
    waits = list(_waiting(request_id).order_by("pk"))
    ids = {wait.ticket_id for wait in waits}
    if ids - set(tickets) or (seen is not None and set(seen) != ids):
        raise WrongState(_("Other tickets wait on it by now. Look again at what the answer will do."))
    _write(request, by=by, kind=ExternalEntry.Kind.RECEIVED, body=body, token=token)
    moment = now()
    _save(request, state=ANSWERED, answered_at=moment, answered_by=by)
    record("external.answered", request, by=by, tickets=len(waits))
    for wait in waits:
        ticket = tickets[wait.ticket_id]
        steps.resume(ticket, by=by)
        record("external.ticket_answered", ticket, by=by, request=request.pk)
        wait.ended_at, wait.returned_revision = moment, ticket.revision
        wait.save(update_fields=["ended_at", "returned_revision"])
    return request


@transaction.atomic
def take_answer_back(request_id: int, *, by: User) -> tuple[ExternalRequest, int]:
    """It was no answer yet: tickets that nobody has touched since wait again; return how many stay in work."""
    found = ExternalWait.objects.filter(request_id=request_id, returned_revision__isnull=False)
    ids = list(found.values_list("ticket_id", flat=True))
    locked = Ticket.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    tickets = {each.pk: each for each in locked}
    request = get_request(by, request_id, lock=True)
    _allowed(by)
    _concerned(request, tickets.values(), by=by)
    if request.state != ANSWERED:
        raise WrongState(_("There is no answer that could be taken back."))
    _save(request, state=OPEN, answered_at=None, answered_by=None, reminded_at=None)
    record("external.answer_taken_back", request, by=by)
    kept = 0
    for wait in found.filter(ticket_id__in=tickets).order_by("pk"):
        ticket = tickets[wait.ticket_id]
        wait.returned_revision, untouched = None, ticket.revision == wait.returned_revision
        wait.save(update_fields=["returned_revision"])
        if untouched:
            _wait(ticket, request, by=by)
        kept += not untouched
    return request, kept


def remind_of_requests() -> int:
    """Remind whoever keeps a request that it is time to ask again; return of how many."""
    due = _to_ask_again().order_by("follow_up_at").values_list("pk", flat=True)
    return one_by_one("outside", due[:AT_ONCE], _remind_of)


def _remind_of(request_id: int) -> bool:
    locked = _to_ask_again().select_for_update(skip_locked=True, of=("self",)).select_related("kept_by")
    request = locked.filter(pk=request_id).first()
    if request is None:
        return False
    _save(request, reminded_at=now())
    # The bell leads to a ticket; the request is beside it there.
    wait = _waiting(request.pk).select_related("ticket").order_by("pk").first()
    subject: Any = wait.ticket if wait else request
    record("external.follow_up", subject, by=User.objects.system(), request=request.pk, user=request.kept_by_id)
    return True


def _to_ask_again() -> QuerySet[ExternalRequest]:
    return ExternalRequest.objects.filter(state=OPEN, reminded_at=None, follow_up_at__lte=now())


@transaction.atomic
def hand_requests_over(holder: User, *, by: User | None, to: User | None) -> int:
    """Let a colleague keep the requests of somebody who leaves; without one, whoever closed the account."""
    keeper = to or by
    kept = ExternalRequest.objects.select_for_update(of=("self",)).filter(kept_by=holder, state=OPEN)
    requests = list(kept.order_by("pk")) if keeper is not None else []
    for request in requests:
        _save(request, kept_by=keeper)
        record("external.changed", request, by=by, changed=["kept_by"])
    return len(requests)


def get_request(user: User, request_id: int, *, lock: bool = False) -> ExternalRequest:
    """Return a request; they are open to everybody at the desk, whatever tickets wait on them."""
    if not user.may("desk.read"):
        raise NotVisible(_("There is no such request, or it is not open to you."))
    requests = ExternalRequest.objects.select_related("party", "kept_by", "opened_by", "answered_by")
    if lock:
        requests = requests.select_for_update(of=("self",))
    found = requests.filter(pk=request_id).first()
    if found is None:
        raise NotVisible(_("There is no such request, or it is not open to you."))
    return found


def _waiting(request_id: int) -> Any:
    """Return the waits on a request whose tickets wait indeed: one that went on by itself waits no more."""
    return ExternalWait.objects.filter(
        request_id=request_id, ended_at=None, ticket__status=Status.WAITING, ticket__waiting_for=WaitingFor.EXTERNAL
    )


def _waits(ticket: Ticket) -> bool:
    return ticket.status == Status.WAITING and ticket.waiting_for == WaitingFor.EXTERNAL


def _wait(ticket: Ticket, request: ExternalRequest, *, by: User) -> None:
    whom = f"{request.party.name}, {request.reference}" if request.reference else request.party.name
    steps.let_wait(
        ticket, waiting_for=str(WaitingFor.EXTERNAL), whom=whom[:MOST_NAMED], until=request.follow_up_at, by=by
    )
    # One that was closed while it waited has left no request; opened again it may wait on another.
    ExternalWait.objects.filter(ticket=ticket, ended_at=None).update(ended_at=now())
    ExternalWait.objects.create(request=request, ticket=ticket, added_by=by, added_at=now())


@follows("ticket.resolved", "ticket.confirmed", "ticket.closed", "ticket.merged")
def wait_no_more(_fact: Event, ticket: Ticket) -> None:
    """Let a ticket that is over wait on nobody outside."""
    ExternalWait.objects.filter(ticket=ticket, ended_at=None).update(ended_at=now())


@follows("ticket.unmerged", "ticket.bulk_undone")
def wait_again(_fact: Event, ticket: Ticket) -> None:
    """Let a ticket that waits on an outside party once more hear the answer, unless it has come meanwhile."""
    if not _waits(ticket):
        return
    left = ExternalWait.objects.filter(ticket=ticket).select_related("request").order_by("-pk")
    last = left.select_for_update(of=("self", "request")).first()
    if last is not None and last.request.state == OPEN:
        last.ended_at = None
        last.save(update_fields=["ended_at"])


def _write(
    request: ExternalRequest, *, by: User, kind: str, body: str, token: uuid.UUID | None = None
) -> ExternalEntry:
    twin = ExternalEntry.objects.filter(request=request, token=token).first() if token else None
    if twin is not None:
        return twin
    entry = ExternalEntry.objects.create(
        request=request, kind=kind, body=fit_to_keep(body, if_empty=_("Write something first.")), by=by, at=now(),
        token=token or uuid.uuid4(),
    )  # fmt: skip
    _save(request)
    record("external.written", request, by=by, entry=entry.pk, entry_kind=str(kind))
    return entry


def _facts(*, title: str, reference: str, follow_up_at: datetime | None) -> dict[str, Any]:
    title, reference = (screen_text(" ".join(text.split())).masked for text in (title, reference))
    errors = {}
    if not title:
        errors["title"] = [_("Say in a few words what it is about.")]
    for name, text, most in (("title", title, 200), ("reference", reference, 60)):
        if len(text) > most:
            errors[name] = [_("At most %(most)s characters.") % {"most": most}]
    if follow_up_at is not None and follow_up_at > now() + FARTHEST:
        errors["follow_up_at"] = [_("At most a year ahead.")]
    if errors:
        raise Invalid(_("The request was not kept."), errors=errors)
    return {"title": title, "reference": reference}


def _check_reference(party: ExternalParty, reference: str, *, besides: int | None = None) -> None:
    twin = ExternalRequest.objects.filter(party=party, reference=reference).exclude(pk=besides).first()
    if reference and twin is not None:
        raise Invalid(
            _("The request was not kept."),
            errors={"reference": [_("This number is kept already: «%(title)s».") % {"title": twin.title}]},
        )


def _save(request: ExternalRequest, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(request, name, value)
    request.revision += 1
    request.save(update_fields=[*columns, "revision"])


def _concerned(request: ExternalRequest, tickets: Collection[Ticket], *, by: User) -> None:
    """Let tickets be moved by who keeps the request, or works on one of them: never by a stranger to all."""
    if by.pk in {request.kept_by_id, request.opened_by_id} or not tickets:
        return
    if not any(may_work_on(by, ticket) for ticket in tickets):
        raise NotAllowed(_("None of the tickets that wait on it is yours. Ask whoever keeps the request."))


def _allowed(by: User) -> None:
    if not by.may("desk.work"):
        raise NotAllowed(_("Only support staff can do this."))
