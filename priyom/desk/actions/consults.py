"""Asking colleagues for advice inside a ticket: question, answer, enough or not. Meanwhile the owner keeps it."""

import uuid
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
from priyom.desk.actions.answering import draft_place
from priyom.desk.actions.changing import change, ticket_to_work_on
from priyom.desk.actions.drafts import discard_draft, read_draft, save_draft
from priyom.desk.actions.saying import fit_to_keep, keep_found
from priyom.desk.models import Consult, Message, Ticket
from priyom.desk.models.choices import Channel, Visibility
from priyom.desk.permissions import may_advise, may_settle, may_work_on
from priyom.desk.queries import get_ticket
from priyom.desk.rules.lifecycle import Status, WaitingFor, is_open
from priyom.desk.timing import level_of
from priyom.people.calendars import CalendarError
from priyom.people.calendars_at import calendar_of
from priyom.people.models import Promise, Team, User
from priyom.people.queries import advisers
from priyom.people.terms import due_of

FARTHEST = timedelta(days=366)
USUAL = timedelta(hours=4)  # where no contract promises advice in a time of its own
AT_ONCE = 100
MOST_NAMED = 120
# What the composer keeps of an answer besides its text.
COMPOSED = ("becomes", "status", "waiting_for", "waiting_whom", "waiting_until", "cause", "remedy")


@transaction.atomic
def ask_for_advice(
    number: int,
    *,
    by: User,
    question: str,
    team: Team | None = None,
    person: User | None = None,
    needed_by: datetime | None = None,
    waits: bool = False,
    token: uuid.UUID | None = None,
) -> Consult:
    """Ask a department or a colleague, several at once if need be; with ``waits`` the ticket waits for nothing else."""
    ticket = ticket_to_work_on(number, by=by)
    twin = Message.objects.filter(author=by, token=token, consult__isnull=False).first() if token else None
    if twin is not None and twin.consult is not None:
        return twin.consult
    if not is_open(ticket.status):
        raise WrongState(_("This ticket is solved. Open it again first."))
    _check_asked(ticket, team, person, by=by)
    promised = advice_promised(ticket) if needed_by is None else None
    moment = now()
    needed_by = needed_by or promised or moment + USUAL
    _check_moment(needed_by)
    consult = Consult.objects.create(
        ticket=ticket, region_id=ticket.region_id, team=team, person=person, asked_by=by, asked_at=moment,
        since=moment, needed_by=needed_by, by_contract=promised is not None,
    )  # fmt: skip
    said = _say(consult, by=by, body=question, token=token, if_empty=_("Say what you want to know."))
    change(ticket)
    record("consult.asked", ticket, by=by, consult=consult.pk, message=said.pk)
    discard_draft(by=by, place=f"consult:{number}")
    if waits and ticket.waiting_for != WaitingFor.CONSULT:
        whom, until = _awaited(ticket)
        steps.let_wait(ticket, waiting_for=str(WaitingFor.CONSULT), whom=whom, until=until, by=by)
    else:
        _keep_waiting(ticket, by=by)
    return consult


@transaction.atomic
def say_in_consult(consult_id: int, *, by: User, body: str, token: uuid.UUID | None = None) -> Consult:
    """Say something in the thread that is not yet the answer: one side adds to the question, the other asks back."""
    consult = get_consult(by, consult_id, lock=True)
    if not (may_advise(by, consult) or may_work_on(by, consult.ticket)):
        raise NotAllowed(_("Here only those write who asked and who were asked."))
    if _is_twin(consult, by, token):
        return consult
    _check_open(consult)
    said = _say(consult, by=by, body=body, token=token)
    change(consult.ticket)
    record("consult.said", consult.ticket, by=by, consult=consult.pk, message=said.pk)
    return consult


@transaction.atomic
def give_advice(consult_id: int, *, by: User, body: str, token: uuid.UUID | None = None) -> Consult:
    """Answer. Nobody but colleagues sees it; what the requester is told of it the owner decides."""
    consult = get_consult(by, consult_id, lock=True)
    if not may_advise(by, consult):
        raise NotAllowed(_("Only who was asked answers."))
    if _is_twin(consult, by, token):
        return consult
    if consult.state != Consult.State.ASKED:
        raise WrongState(_("This question is answered already."))
    said = _say(consult, by=by, body=body, token=token)
    moment = now()
    _save(consult, state=Consult.State.ANSWERED, answered_by=by, answered_at=moment, answer=said)
    change(consult.ticket)
    late = moment > consult.needed_by
    record("consult.answered", consult.ticket, by=by, consult=consult.pk, message=said.pk, late=late)
    _keep_waiting(consult.ticket, by=by)
    return consult


@transaction.atomic
def accept_advice(consult_id: int, *, by: User) -> Consult:
    """Say that the answer is enough; a second time changes nothing."""
    consult = _to_settle(consult_id, by=by)
    if consult.state == Consult.State.ACCEPTED:
        return consult
    if consult.state != Consult.State.ANSWERED:
        raise WrongState(_("There is no answer yet."))
    _save(consult, state=Consult.State.ACCEPTED, ended_at=now(), ended_by=by)
    change(consult.ticket)
    record("consult.accepted", consult.ticket, by=by, consult=consult.pk)
    return consult


@transaction.atomic
def return_advice(
    consult_id: int, *, by: User, body: str, needed_by: datetime | None = None, token: uuid.UUID | None = None
) -> Consult:
    """Return the answer and say what is missing; it is asked again and has as long as before, unless a time is said."""
    consult = _to_settle(consult_id, by=by)
    if _is_twin(consult, by, token):
        return consult
    if consult.state != Consult.State.ANSWERED:
        raise WrongState(_("There is no answer that could be returned."))
    moment = now()
    needed_by = needed_by or moment + max(consult.needed_by - consult.since, timedelta(minutes=15))
    _check_moment(needed_by)
    said = _say(consult, by=by, body=body, token=token, if_empty=_("Say what is missing."))
    _save(
        consult, state=Consult.State.ASKED, since=moment, needed_by=needed_by, by_contract=False, overdue_at=None,
        returned=consult.returned + 1,
    )  # fmt: skip
    change(consult.ticket)
    record("consult.returned", consult.ticket, by=by, consult=consult.pk, message=said.pk)
    return consult


@transaction.atomic
def take_question_back(consult_id: int, *, by: User) -> Consult:
    """Say that the advice is no longer needed."""
    consult = _to_settle(consult_id, by=by)
    if consult.state == Consult.State.TAKEN_BACK:
        return consult
    if consult.state != Consult.State.ASKED:
        raise WrongState(_("This question is answered already."))
    _end(consult, Consult.State.TAKEN_BACK, by=by)
    change(consult.ticket)
    _keep_waiting(consult.ticket, by=by)
    return consult


@transaction.atomic
def take_up_advice(consult_id: int, *, by: User, writing: Any = None) -> Consult:
    """Put the advice into the answer that the person is writing: from here on it is the owner's own word.

    ``writing`` is the composer as it stands on the screen; without it the kept draft goes on.
    """
    consult = get_consult(by, consult_id)
    if not may_work_on(by, consult.ticket):
        raise NotAllowed(_("Only support staff can do this."))
    if consult.answer is None:
        raise WrongState(_("There is no answer yet."))
    answered = consult.ticket.merged_into or consult.ticket
    place = draft_place(answered.number)
    draft = read_draft(by, place)
    fields = draft.fields if draft else {}
    text = draft.text if draft else ""
    if writing is not None:
        text = writing.get("body", "")
        fields = {name: writing.getlist(name) for name in COMPOSED if writing.getlist(name)}
    joined = f"{text.rstrip()}\n\n{consult.answer.body}" if text.strip() else consult.answer.body
    save_draft(by=by, place=place, text=joined, token=draft.token if draft else None, fields=fields)
    return consult


@transaction.atomic
def end_consults(ticket: Ticket, *, by: User | None) -> int:
    """Let go of what is still asked in a ticket that is solved: nobody has to answer it any more."""
    still_open = list(Consult.objects.select_for_update(of=("self",)).filter(ticket=ticket).open().order_by("pk"))
    for consult in still_open:
        asked = consult.state == Consult.State.ASKED
        _end(consult, Consult.State.TAKEN_BACK if asked else Consult.State.ACCEPTED, by=by, solved=True)
    return len(still_open)


@follows("ticket.bulk_undone")
def ask_again(_fact: Event, ticket: Ticket) -> None:
    """Let the questions stand again that were let go of with a solution that is taken back now."""
    if not is_open(ticket.status):
        return
    of_it = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk)
    solved = of_it.filter(kind="ticket.resolved").order_by("-id").values_list("id", flat=True).first()
    let_go = of_it.filter(kind__in=("consult.taken_back", "consult.accepted"), details__solved=True, id__gt=solved or 0)
    ids = let_go.values_list("details__consult", flat=True)
    for consult in Consult.objects.select_for_update(of=("self",)).filter(pk__in=list(ids)).order_by("pk"):
        answered = consult.state == Consult.State.ACCEPTED
        _save(consult, state=Consult.State.ANSWERED if answered else Consult.State.ASKED, ended_at=None, ended_by=None)


def say_what_is_late() -> int:
    """Write down of each question that its time has passed without an answer; return of how many."""
    return one_by_one("advice", _late().order_by("needed_by").values_list("pk", flat=True)[:AT_ONCE], _say_late)


def _say_late(consult_id: int) -> bool:
    locked = _late().select_for_update(skip_locked=True, of=("self",)).select_related("ticket")
    consult = locked.filter(pk=consult_id).first()
    if consult is not None:
        _save(consult, overdue_at=now())
        record("consult.overdue", consult.ticket, by=User.objects.system(), consult=consult.pk)
    return consult is not None


def _late() -> QuerySet[Consult]:
    return Consult.objects.unanswered().filter(overdue_at=None, needed_by__lte=now())


@transaction.atomic
def hand_consults_over(holder: User, *, by: User | None, to: User | None) -> int:
    """Put the questions that wait for somebody who leaves to a colleague; without one they are taken back."""
    asked = Consult.objects.unanswered().filter(person=holder)
    # RACE: tickets before their questions, as everywhere: whoever answers just now holds the ticket already.
    locked = Ticket.objects.select_for_update(of=("self",)).filter(pk__in=asked.values("ticket_id"))
    tickets = {ticket.pk: ticket for ticket in locked.order_by("pk")}
    waiting = list(asked.select_for_update(of=("self",)).filter(ticket_id__in=tickets).order_by("pk"))
    for consult in waiting:
        consult.ticket = tickets[consult.ticket_id]
        there = Consult.objects.open().filter(ticket=consult.ticket, person=to).exists()
        if to is None or there or to.pk == consult.asked_by_id:
            _end(consult, Consult.State.TAKEN_BACK, by=by)
        else:
            _save(consult, person=to)
            record("consult.handed_over", consult.ticket, by=by, consult=consult.pk, before=holder.pk, after=to.pk)
        _keep_waiting(consult.ticket, by=by or User.objects.system())
    return len(waiting)


def get_consult(user: User, consult_id: int, *, lock: bool = False) -> Consult:
    """Return a consult of a ticket that the person sees; with its ticket locked first, as everywhere."""
    number = Consult.objects.filter(pk=consult_id).values_list("ticket__number", flat=True).first()
    if number is None or not user.may("desk.read"):
        raise NotVisible(_("There is no such question, or it is not open to you."))
    ticket = get_ticket(user, number, lock=lock)
    consults = Consult.objects.select_for_update(of=("self",)) if lock else Consult.objects.all()
    consult = consults.select_related("team", "person").get(pk=consult_id)
    consult.ticket = ticket
    return consult


def advice_promised(ticket: Ticket) -> datetime | None:
    """Return by when the ticket's contract wants advice to be given that is asked for now, or None."""
    found = level_of(ticket)
    if found is None:
        return None
    level, calendar_id = found
    target = next((each for each in level.targets if each.promise == Promise.CONSULT), None)
    if target is None:
        return None
    try:
        return due_of(target, now(), calendar=calendar_of(calendar_id, ticket.organisation.timezone_name))
    except CalendarError:
        return None  # nobody works by this calendar any more; then the habit decides


def _to_settle(consult_id: int, *, by: User) -> Consult:
    consult = get_consult(by, consult_id, lock=True)
    if not may_settle(by, consult):
        raise NotAllowed(_("Who asked decides whether the answer is enough."))
    return consult


def _check_asked(ticket: Ticket, team: Team | None, person: User | None, *, by: User) -> None:
    """Refuse a question to nobody, to oneself, to who cannot answer, and the same question to the same people twice."""
    wrong = ""
    if (team is None) == (person is None):
        wrong = _("Choose a department or a colleague.")
    elif team is not None and not team.is_active:
        wrong = _("This team no longer answers.")
    elif person is not None and person.pk == by.pk:
        wrong = _("Choose somebody besides yourself.")
    elif person is not None and not advisers().filter(pk=person.pk).exists():
        wrong = _("%(who)s does not work at the desk.") % {"who": person.name}
    elif Consult.objects.open().filter(ticket=ticket, team=team, person=person).exists():
        wrong = _("They are asked already. Write in that thread.")
    if wrong:
        raise Invalid(_("Nobody can be asked so."), errors={"whom": [wrong]})


def _check_moment(needed_by: datetime) -> None:
    if needed_by <= now():
        raise Invalid(_("That moment has passed."), errors={"needed_by": [_("Choose a moment that is still to come.")]})
    if needed_by > now() + FARTHEST:
        raise Invalid(_("That is too far away."), errors={"needed_by": [_("At most a year ahead.")]})


def _check_open(consult: Consult) -> None:
    if consult.ended_at is not None:
        raise WrongState(_("This question is settled. Ask a new one."))


def _say(consult: Consult, *, by: User, body: str, token: uuid.UUID | None, if_empty: str = "") -> Message:
    # SECURITY: what is said here is internal, and the database refuses anything else (advice_is_never_public).
    text = fit_to_keep(body, ticket=consult.ticket, if_empty=if_empty or _("Write something first."))
    moment = now()
    said = Message.objects.create(
        ticket=consult.ticket, consult=consult, region_id=consult.region_id, author=by, body=text, by_staff=True,
        visibility=Visibility.INTERNAL, channel=Channel.DESK, written_at=moment, sent_at=moment,
        token=token or uuid.uuid4(),
    )  # fmt: skip
    keep_found(said)
    return said


def _is_twin(consult: Consult, by: User, token: uuid.UUID | None) -> bool:
    """Say whether the same form was sent before. RACE: the second waits for the ticket's lock, then finds the first."""
    return token is not None and Message.objects.filter(author=by, token=token, consult=consult).exists()


def _save(consult: Consult, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(consult, name, value)
    consult.save(update_fields=list(columns))


def _end(consult: Consult, state: str, *, by: User | None, solved: bool = False) -> None:
    """End it; ``solved``: nobody has said so, its ticket was solved."""
    _save(consult, state=state, ended_at=now(), ended_by=by)
    kind = "consult.accepted" if state == Consult.State.ACCEPTED else "consult.taken_back"
    record(kind, consult.ticket, by=by, consult=consult.pk, **({"solved": True} if solved else {}))


def _awaited(ticket: Ticket) -> tuple[str, datetime | None]:
    """Return whose advice is still to come, in words, and until when at the latest."""
    asked = list(Consult.objects.unanswered().filter(ticket=ticket).select_related("team", "person").order_by("pk"))
    return ", ".join(consult.whom for consult in asked)[:MOST_NAMED], max(
        (consult.needed_by for consult in asked), default=None
    )


def _keep_waiting(ticket: Ticket, *, by: User) -> None:
    """Let a ticket that waits for advice go on when all of it has come, and else say whose is still to come."""
    if ticket.status != Status.WAITING or ticket.waiting_for != WaitingFor.CONSULT:
        return
    whom, until = _awaited(ticket)
    if not whom:
        steps.resume(ticket, by=by)
    elif (whom, until) != (ticket.waiting_whom, ticket.waiting_until):
        change(ticket, waiting_whom=whom, waiting_until=until)
