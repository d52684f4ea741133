"""A person's request about the own data: taken in, looked for, destroyed, prolonged once, answered. All are events."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.events import record
from priyom.people.models import User
from priyom.privacy.actions import screen_text
from priyom.privacy.models import SubjectRequest
from priyom.privacy.retention.actions import write_act_of_request
from priyom.privacy.subjects.finding import asked_in, destroy, found_in
from priyom.privacy.subjects.terms import MORE_DAYS, due_after

State = SubjectRequest.State
LONGEST_ANSWER = 500


@transaction.atomic
def register_request(*, by: User, kind: str, reference: str, received_on: date) -> SubjectRequest:
    """Take a request in under the number of its letter; the due date follows from the day on which it came."""
    _refuse_others(by)
    today = timezone.localdate(now())
    if kind not in SubjectRequest.Kind.values:
        raise Invalid(_("The request was not kept."), errors={"kind": [_("Choose from the list.")]})
    if received_on > today:
        raise Invalid(_("The request was not kept."), errors={"received_on": [_("This day is still to come.")]})
    request = SubjectRequest.objects.create(
        kind=kind, reference=screen_text(" ".join(reference.split())).masked[:80], received_on=received_on,
        due_on=due_after(received_on), registered_by=by, registered_at=now(),
    )  # fmt: skip
    record("subject.registered", request, by=by, type=kind)
    return request


@transaction.atomic
def prolong(pk: int, *, by: User) -> SubjectRequest:
    """Give it five working days more, once; the person must be told why."""
    request = _open(pk, by)
    if request.is_prolonged:
        raise WrongState(_("It was prolonged already."))
    request.due_on, request.is_prolonged = due_after(request.due_on, MORE_DAYS), True
    request.save(update_fields=["due_on", "is_prolonged"])
    record("subject.prolonged", request, by=by)
    return request


@transaction.atomic
def search(pk: int, *, by: User, typed: str, tickets: str = "") -> SubjectRequest:
    """Look for what was typed; how many things hold it is kept, what was typed is not."""
    request = _open(pk, by)
    request.found, request.searches = found_in(asked_in(typed, tickets)), request.searches + 1
    request.save(update_fields=["found", "searches"])
    record("subject.searched", request, by=by, count=sum(request.found.values()))
    return request


@transaction.atomic
def erase(pk: int, *, by: User, typed: str, tickets: str = "") -> SubjectRequest:
    """Destroy what was typed wherever it stands; the act grows by what was destroyed."""
    request = _open(pk, by)
    asked = asked_in(typed, tickets)
    destroyed = destroy(asked)
    write_act_of_request(request, destroyed, by=by)
    request.destroyed = {
        name: request.destroyed.get(name, 0) + destroyed.get(name, 0) for name in {*request.destroyed, *destroyed}
    }
    request.found = found_in(asked)
    request.save(update_fields=["destroyed", "found"])
    record("subject.erased", request, by=by, count=sum(destroyed.values()))
    return request


@transaction.atomic
def close(pk: int, *, by: User, answer: str, refused: bool = False) -> SubjectRequest:
    """Say what was answered; from then on only the act is left."""
    request = _open(pk, by)
    words = screen_text(answer.strip()).masked
    if not words or len(words) > LONGEST_ANSWER:
        sentence = _("At most %(most)s characters.") % {"most": LONGEST_ANSWER}
        raise Invalid(
            _("The answer was not kept."), errors={"answer": [sentence if words else _("Say what was answered.")]}
        )
    request.state, request.answer = (State.REFUSED if refused else State.DONE), words
    request.closed_by, request.closed_at = by, now()
    request.save(update_fields=["state", "answer", "closed_by", "closed_at"])
    record("subject.closed", request, by=by, status=request.state)
    return request


def get_request(user: User, pk: int, *, lock: bool = False) -> SubjectRequest:
    """Return a request, for whoever answers them."""
    rows = SubjectRequest.objects.select_for_update(of=("self",)) if lock else SubjectRequest.objects.all()
    rows = rows.select_related("registered_by", "closed_by")
    found = rows.filter(pk=pk).first() if user.may("subjects.manage") else None
    if found is None:
        raise NotVisible(_("There is no such request."))
    return found


def _open(pk: int, by: User) -> SubjectRequest:
    request = get_request(by, pk, lock=True)
    if request.state != State.OPEN:
        raise WrongState(_("This request is answered already."))
    return request


def _refuse_others(by: User) -> None:
    if not by.may("subjects.manage"):
        raise NotAllowed(_("Only security officers and administrators answer such requests."))
