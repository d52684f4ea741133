"""The clocks of a ticket follow its facts: they begin, stand, go on and end in the transaction of what happened.

``rules.clocks.ON_FACT`` says which fact does what. Whoever records the fact holds the ticket's lock. A clock is never
moved by a difference: whatever changes, its due time is worked out from the beginning with every pause that is kept.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import cached_property
from itertools import takewhile

from priyom.base.events import follows, record
from priyom.base.models import Event
from priyom.desk.actions.clock_rows import bring_place, clocks_of, pauses_of, write_clocks
from priyom.desk.actions.columns import also_set
from priyom.desk.models import (
    AgreedDate,
    Breach,
    Clock,
    Message,
    Pause,
    PauseReason,
    Reckoning,
    Round,
    Ticket,
)
from priyom.desk.rules.clocks import AGREED, BEGINS_WITH_ANSWER, KEPT_BY, ON_FACT, Does
from priyom.desk.rules.lifecycle import Status, is_open
from priyom.desk.timing import freeze, level_of, promise_on, promised, set_timing, stops_of, timing_of
from priyom.people.contracts import terms_for
from priyom.people.models import Promise
from priyom.people.terms import ContractTerms

_OF_A_ROUND = [field.attname for field in Reckoning._meta.fields]
_ENDS_IT = ("ticket.resolved", "ticket.confirmed", "ticket.closed", "ticket.reopened")


@follows(*ON_FACT)
def keep_clocks(fact: Event, ticket: Ticket) -> None:
    """Let the clocks follow what has just happened to their ticket."""
    _DO[ON_FACT[fact.kind]](Clockwork(ticket, fact.happened_at, actor_id=fact.actor_id), fact)


class Clockwork:
    """The clocks and pauses of one locked ticket, changed together and written at once."""

    def __init__(self, ticket: Ticket, moment: datetime, *, actor_id: int | None = None) -> None:
        self.ticket, self.moment, self.actor_id = ticket, moment, actor_id
        self.answered_at: datetime | None = None  # of the answer that is being sent
        self._touched: dict[str, Clock] = {}
        self._rounds: list[Round] = []

    # --- what there is -----------------------------------------------------------------------------------

    @cached_property
    def clocks(self) -> dict[str, Clock]:
        """Return the clocks by promise; a ticket that nothing is promised for has none."""
        if self.ticket.contract_id is None:
            return {}
        return clocks_of(self.ticket.pk)

    @cached_property
    def pauses(self) -> list[Pause]:
        """Return every pause, the earliest first."""
        return pauses_of(self.ticket.pk)

    @cached_property
    def agreed(self) -> dict[str, datetime]:
        """Return the date that was agreed last, by promise."""
        if not any(clock.unit == AGREED for clock in self.clocks.values()):
            return {}
        made = AgreedDate.objects.filter(ticket=self.ticket).order_by("made_at", "id")
        return dict(made.values_list("promise", "due_at"))

    @property
    def running(self) -> list[Clock]:
        """Return the clocks that have not ended."""
        return [clock for clock in self.clocks.values() if clock.ended_at is None]

    # --- pauses ------------------------------------------------------------------------------------------

    def stop(self, reason: str, whom: str, message_id: int | None) -> None:
        """Begin a pause; one for the same reason and the same people goes on."""
        current = self._open_pause()
        if current is not None and (current.reason, current.whom) == (reason, whom):
            return
        self.go_on(None)
        pause = Pause.objects.create(
            ticket=self.ticket, region_id=self.ticket.region_id, reason=reason, whom=whom, since=self.moment,
            by_id=self.actor_id, message_id=message_id,
        )  # fmt: skip
        self._remember(pause)

    def go_on(self, message_id: int | None) -> bool:
        """End the pause that lasts, if there is one."""
        current = self._open_pause()
        if current is None:
            return False
        current.until = max(self.moment, current.since)
        current.ended_by_id, current.answer_id = self.actor_id, message_id
        current.save(update_fields=["until", "ended_by", "answer"])
        return True

    def was_solved(self) -> None:
        """Keep the time since the solution as a pause: who solved it, who opened it again."""
        facts = Event.objects.filter(subject_kind="ticket", subject_id=self.ticket.pk, kind__in=_ENDS_IT)
        latest = list(facts.order_by("-id")[1:5])  # the first is the reopening itself
        ended = list(takewhile(lambda fact: fact.kind != "ticket.reopened", latest))
        if not ended:
            return
        # Two solutions without an opening between them: the first was taken back with its bulk change.
        solved = next((fact for fact in ended if fact.kind == "ticket.resolved"), ended[-1])
        pause = Pause.objects.create(
            ticket=self.ticket, region_id=self.ticket.region_id, reason=PauseReason.SOLVED,
            since=min(solved.happened_at, self.moment), until=self.moment, by_id=solved.actor_id,
            ended_by_id=self.actor_id,
        )  # fmt: skip
        self._remember(pause)

    def _open_pause(self) -> Pause | None:
        if "pauses" in self.__dict__ or self.ticket.contract_id is not None:
            return next((pause for pause in self.pauses if pause.until is None), None)
        return Pause.objects.filter(ticket=self.ticket, until=None).first()

    def _remember(self, pause: Pause) -> None:
        if "pauses" in self.__dict__:
            self.pauses.append(pause)

    # --- clocks ------------------------------------------------------------------------------------------

    def retarget(self, *, began: str = Clock.Began.OPENED, since: datetime | None = None) -> None:
        """Let the clocks promise what the contract promises for the ticket as it is now.

        What was kept or broken for good stays so; what is no longer promised is dropped, what is newly promised begins
        where the others began.
        """
        bring_place(self.ticket)
        found = level_of(self.ticket)
        wanted = promised(found[0]) if found else {}
        for clock in self.running:
            if clock.promise not in wanted:
                self.end(clock, dropped=True)
        for promise, target in wanted.items():
            before = self.clocks.get(promise)
            if before is None or before.outcome == Clock.Outcome.DROPPED:
                if self._is_done(promise, wanted):
                    continue
                clock = self._begin(promise, before, began, since)
            else:
                clock = before
            if clock.ended_at is None and found:
                promise_on(clock, self.ticket, target, *found)
                self._touched[promise] = clock

    def _begin(self, promise: str, clock: Clock | None, began: str, since: datetime | None) -> Clock:
        other = self.clocks.get(str(Promise.RESOLUTION))
        if since is None:
            began, since = (other.began, other.started_at) if other else (began, self.ticket.opened_at)
        if promise == BEGINS_WITH_ANSWER and self.ticket.first_replied_at is not None:
            # A solution alone is an answer, too; who opens the ticket again after it is not late at once.
            began, since = str(Clock.Began.ANSWERED), self._last_answer() or self.ticket.first_replied_at
        clock = clock or Clock(ticket=self.ticket, promise=promise)
        clock.began, clock.started_at, clock.ended_at, clock.outcome = began, since, None, Clock.Outcome.RUNS
        clock.stand.warned = clock.stand.told = 0
        self.clocks[promise] = clock
        return clock

    def _is_done(self, promise: str, wanted: Iterable[str]) -> bool:
        """Say whether the promise was kept before it was made, or begins only with the first answer."""
        if promise == BEGINS_WITH_ANSWER:
            return str(Promise.RESPONSE) in wanted and self.ticket.first_replied_at is None
        return bool({
            Promise.RESPONSE: self.ticket.first_replied_at, Promise.WORKAROUND: self.ticket.workaround_at,
        }.get(Promise(promise)))  # fmt: skip

    def _last_answer(self) -> datetime | None:
        if self.answered_at is not None:
            return self.answered_at
        said = Message.objects.said().filter(ticket=self.ticket, visibility="public", by_staff=True)
        return said.order_by("-sent_at").values_list("sent_at", flat=True).first()

    def restart(self, clock: Clock, began: str) -> None:
        """Count again from now, as the clock of the next update does; how the round before ended is kept."""
        if clock.ended_at is None:
            self.end(clock)
        if clock.outcome != Clock.Outcome.DROPPED and clock.ended_at and clock.ended_at > clock.started_at:
            self._rounds.append(round_of(clock))
        clock.began, clock.started_at, clock.ended_at, clock.outcome = began, self.moment, None, Clock.Outcome.RUNS
        clock.stand.breached_at = None
        clock.stand.warned = clock.stand.told = 0
        self._touched[clock.promise] = clock

    def end(self, clock: Clock, *, dropped: bool = False) -> None:
        """End a clock: kept, kept too late, or no longer needed."""
        # What a sweep has found broken stays so, were it in the very moment in which it is kept.
        late = clock.due_at is not None and (clock.due_at < self.moment or clock.stand.breached_at is not None)
        outcome = Clock.Outcome
        clock.ended_at, clock.stand.next_at = self.moment, None
        clock.stand.told = clock.stand.warned  # of what is over nobody is told: it leaves the index of those to tell
        clock.outcome = outcome.DROPPED if dropped else outcome.LATE if late else outcome.KEPT
        if late and clock.stand.breached_at is None:
            self._break(clock)
        self._touched[clock.promise] = clock

    def end_all(self, promises: Iterable[str] | None = None, *, dropped: bool = False) -> None:
        """End the running clocks of these promises, or all of them."""
        for clock in self.running:
            if promises is None or clock.promise in promises:
                self.end(clock, dropped=dropped)

    def run_again(self, promises: Iterable[str]) -> None:
        """Let ended clocks go on as if they had never ended."""
        for promise in promises:
            clock = self.clocks.get(promise)
            if clock is not None and clock.ended_at is not None and clock.outcome != Clock.Outcome.DROPPED:
                clock.ended_at, clock.outcome = None, Clock.Outcome.RUNS
                self._touched[promise] = clock

    def _break(self, clock: Clock) -> None:
        clock.stand.breached_at = self.moment
        breach = breach_of(clock, self.ticket, self.moment)
        # One that was lifted and is broken at the same time again, because the terms came back, stands again.
        Breach.objects.bulk_create(
            [breach], update_conflicts=True, unique_fields=["ticket", "promise", "due_at"], update_fields=["lifted_at"]
        )
        record("clock.breached", self.ticket, by=None, promise=clock.promise, due=breach.due_at.isoformat())

    # --- writing -----------------------------------------------------------------------------------------

    def count(self, promises: Collection[str] | None = None) -> None:
        """Work out when the running clocks fall due, from their beginnings and with every pause."""
        for clock in self.running:
            if promises is not None and clock.promise not in promises:
                continue
            before = clock.due_at
            found = timing_of(clock, stops_of(self.pauses), agreed_at=self.agreed.get(clock.promise))
            set_timing(clock, found, self.moment)
            match_breach(clock, before, self.moment)
            self._touched[clock.promise] = clock

    def save(self) -> None:
        """Write the clocks that were touched, and let the ticket know its nearest due time."""
        for clock in self._touched.values():
            clock.ticket_id = self.ticket.pk  # of a ticket that had no number yet when they were set
        write_clocks(self._touched.values(), self._rounds)
        if self.nearest != self.ticket.due_at:
            also_set(self.ticket, due_at=self.nearest)
        self._touched, self._rounds = {}, []

    @property
    def nearest(self) -> datetime | None:
        """Return when the first of the running clocks falls due."""
        return min((clock.due_at for clock in self.running if clock.due_at), default=None)


def round_of(clock: Clock) -> Round:
    """Return the round that a clock has just ended, not written yet."""
    return Round(ticket_id=clock.ticket_id, **{name: getattr(clock, name) for name in _OF_A_ROUND})


def breach_of(clock: Clock, ticket: Ticket, moment: datetime) -> Breach:
    """Return the fact that a promise was not kept, not written yet."""
    assert clock.due_at is not None  # noqa: S101 - what has no due time cannot be late
    return Breach(
        ticket=ticket, region_id=ticket.region_id, contract_id=clock.contract_id, promise=clock.promise,
        due_at=clock.due_at, noticed_at=moment,
    )  # fmt: skip


def match_breach(clock: Clock, before: datetime | None, moment: datetime) -> None:
    """Let the breach of a clock that was counted anew follow its due time: moved with its cause, or lifted.

    Earlier rounds of a promise that is given again and again have breaches of their own, which stay.
    """
    if clock.stand.breached_at is None or clock.due_at == before:
        return
    breaches = Breach.objects.filter(ticket_id=clock.ticket_id, promise=clock.promise)
    if clock.due_at is None or clock.due_at > moment:
        clock.stand.breached_at = None
        breaches.filter(due_at=before).update(lifted_at=moment)
    elif breaches.filter(due_at=clock.due_at).update(lifted_at=None):
        breaches.filter(due_at=before).update(lifted_at=moment)
    else:
        breaches.filter(due_at=before).update(due_at=clock.due_at)


# --- what each fact does ---------------------------------------------------------------------------------


def promise(ticket: Ticket, terms: ContractTerms | None) -> None:
    """Put a ticket that is about to be opened under its contract; its clocks are written once it has a number."""
    work = Clockwork(ticket, ticket.opened_at)
    if terms is not None:
        ticket.contract_id, ticket.terms_id = terms.id, freeze(terms)
        work.clocks, work.pauses, work.agreed = {}, [], {}
        work.retarget()
        work.count()
        ticket.due_at = work.nearest
    ticket._promised = work  # type: ignore[attr-defined] # noqa: SLF001 - until it is opened


def _start(work: Clockwork, _fact: Event) -> None:
    ticket = work.ticket
    promised_to: Clockwork | None = getattr(ticket, "_promised", None)
    if promised_to is not None:
        promised_to.save()
        del ticket._promised  # type: ignore[attr-defined] # noqa: SLF001


def _arrive(work: Clockwork, _fact: Event) -> None:
    work.go_on(None)
    if work.ticket.terms_id is None:
        return
    work.retarget(began=Clock.Began.PASSED, since=work.moment)
    work.count()
    work.save()


def _answer(work: Clockwork, fact: Event) -> None:
    ticket = work.ticket
    ticket._answer_id = fact.details.get("message")  # type: ignore[attr-defined] # noqa: SLF001 - what may begin a pause
    if ticket.terms_id is None:
        return
    work.answered_at = work.moment
    work.end_all(KEPT_BY[Does.ANSWER])
    update = work.clocks.get(BEGINS_WITH_ANSWER)
    if update is not None and update.ended_at is None:
        work.restart(update, Clock.Began.ANSWERED)
        work.count([BEGINS_WITH_ANSWER])
    elif update is None and is_open(ticket.status):
        work.retarget()
        work.count([BEGINS_WITH_ANSWER])
    work.save()


def _tell(work: Clockwork, _fact: Event) -> None:
    update = work.clocks.get(BEGINS_WITH_ANSWER)
    if update is not None and update.ended_at is None:
        work.restart(update, Clock.Began.ANSWERED)
        work.count([BEGINS_WITH_ANSWER])
        work.save()


def _stop(work: Clockwork, _fact: Event) -> None:
    ticket = work.ticket
    work.stop(ticket.waiting_for, ticket.waiting_whom, getattr(ticket, "_answer_id", None))
    work.count()
    work.save()


def _go_on(work: Clockwork, _fact: Event) -> None:
    if work.go_on(getattr(work.ticket, "_heard_id", None)):
        work.count()
        work.save()


def _ease(work: Clockwork, _fact: Event) -> None:
    work.end_all(KEPT_BY[Does.EASE])
    work.save()


def _solve(work: Clockwork, _fact: Event) -> None:
    if work.go_on(None):
        work.count()
    work.end_all(KEPT_BY[Does.SOLVE])
    work.save()


def _reopen(work: Clockwork, _fact: Event) -> None:
    work.was_solved()
    work.run_again({Promise.RESOLUTION})
    update = work.clocks.get(BEGINS_WITH_ANSWER)
    if update is not None:
        work.restart(update, Clock.Began.REOPENED)
    work.retarget()
    work.count()
    work.save()


def _recount(work: Clockwork, _fact: Event) -> None:
    if work.ticket.terms_id is None or not is_open(work.ticket.status):
        return
    work.retarget()
    work.count()
    work.save()


def _place(work: Clockwork, fact: Event) -> None:
    place_anew(work.ticket)
    for rows in (Pause.objects, Breach.objects, Round.objects):
        rows.filter(ticket=work.ticket).update(region_id=work.ticket.region_id)
    _recount(work, fact)


def place_anew(ticket: Ticket) -> None:
    """Let the ticket fall under the contract of its new customer; where there is none, what was promised stays so.

    The same contract keeps the words under which the ticket was opened.
    """
    terms = terms_for(ticket.organisation, at=ticket.opened_at)
    if terms is None or terms.id == ticket.contract_id:
        return
    ticket.contract_id, ticket.terms_id = terms.id, freeze(terms)
    Ticket.objects.filter(pk=ticket.pk).update(contract=ticket.contract_id, terms=ticket.terms_id)


def _part(_work: Clockwork, fact: Event) -> None:
    written = Message.objects.filter(pk=fact.details["source"]).values_list("written_at", flat=True).first()
    for part in Ticket.objects.filter(number__in=fact.details["parts"]).select_related("organisation__region", "topic"):
        work = Clockwork(part, fact.happened_at, actor_id=fact.actor_id)
        for clock in work.running:
            clock.began, clock.started_at = Clock.Began.ASKED, written or clock.started_at
        work.count()
        work.save()


def _drop(work: Clockwork, _fact: Event) -> None:
    work.go_on(None)
    work.end_all(dropped=True)
    work.save()


def _match(work: Clockwork, fact: Event) -> None:
    ticket = work.ticket
    if ticket.merged_into_id is not None:
        return _drop(work, fact)
    if not is_open(ticket.status):
        return _solve(work, fact)
    if ticket.status == Status.WAITING:
        work.stop(ticket.waiting_for, ticket.waiting_whom, None)
    else:
        work.go_on(None)
    work.run_again({Promise.RESOLUTION, BEGINS_WITH_ANSWER})
    if ticket.first_replied_at is None:
        work.run_again({Promise.RESPONSE})
    if ticket.workaround_at is None:
        work.run_again({Promise.WORKAROUND})
    if ticket.terms_id is not None:
        work.retarget()
    work.count()
    work.save()
    return None


_DO: dict[Does, Callable[[Clockwork, Event], None]] = {
    Does.START: _start,
    Does.ARRIVE: _arrive,
    Does.ANSWER: _answer,
    Does.TELL: _tell,
    Does.STOP: _stop,
    Does.GO_ON: _go_on,
    Does.EASE: _ease,
    Does.SOLVE: _solve,
    Does.REOPEN: _reopen,
    Does.RECOUNT: _recount,
    Does.PLACE: _place,
    Does.PART: _part,
    Does.DROP: _drop,
    Does.MATCH: _match,
}


@follows("ticket.commented")
def hear(fact: Event, ticket: Ticket) -> None:
    """Remember what the requester said: if it ends a pause, it is the evidence."""
    ticket._heard_id = fact.details.get("message")  # type: ignore[attr-defined] # noqa: SLF001 - until the transaction ends
