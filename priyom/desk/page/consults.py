"""Threads of advice on a ticket's page: what was asked and said, whose turn it is, and by when."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from priyom.base.clock import now
from priyom.base.prepared import THOSE, Kept
from priyom.desk.models import Consult, Message, Ticket
from priyom.desk.page.mentions import names_in_notes
from priyom.desk.permissions import may_advise, may_settle
from priyom.desk.rules.bodies import Block, blocks_of
from priyom.people.models import User

_CONSULTS: Kept[Consult] = Kept(
    lambda: (
        Consult.objects.filter(pk__in=THOSE)
        .select_related("team", "person", "asked_by", "answered_by", "ended_by")
        .order_by("id")
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """Something said in a thread."""

    message: Message
    blocks: list[Block]
    names: Mapping[str, str]
    is_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A question to colleagues with everything said in it, as one reader may act on it."""

    consult: Consult
    said: Sequence[Said]
    may_advise: bool
    may_settle: bool
    may_write: bool
    mine: int  # how much of it the reader wrote: the field where one writes is new after each
    token: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def is_open(self) -> bool:
        """Say whether it is still to be settled."""
        return self.consult.ended_at is None

    @property
    def is_asked(self) -> bool:
        """Say whether the answer is still to come: whose step it is."""
        return self.consult.state == Consult.State.ASKED

    @property
    def is_late(self) -> bool:
        """Say whether the time has passed: without an answer, or before the answer came."""
        answered_at = self.consult.answered_at if not self.is_asked else None
        return (answered_at or now()) > self.consult.needed_by and self.consult.state != Consult.State.TAKEN_BACK

    @property
    def at(self) -> datetime:
        """Return where a settled thread stands in the conversation."""
        return self.consult.ended_at or now()

    @property
    def advice(self) -> str:
        """Return the first words of the answer, or of the question."""
        shown = next((each for each in reversed(self.said) if each.is_answer), self.said[0] if self.said else None)
        return " ".join(shown.message.body.split())[:90] if shown else ""


def threads_of(user: User, ticket: Ticket, messages: Sequence[Message], *, works: bool) -> list[Thread]:
    """Return the threads for the person, the oldest first. ``messages``: all that the person may read.

    So a thread of a ticket that was merged into this one stands here, too. None is without a message: who asks writes.
    """
    said: dict[int, list[Message]] = {}
    for message in messages:
        if message.consult_id is not None:
            said.setdefault(message.consult_id, []).append(message)
    consults = _CONSULTS.ask(those=list(said)) if said else []
    names = names_in_notes([message for thread in said.values() for message in thread])
    return [_thread(user, ticket, consult, said[consult.pk], names, works=works) for consult in consults]


def _thread(
    user: User, ticket: Ticket, consult: Consult, said: list[Message], names: Mapping[str, str], *, works: bool
) -> Thread:
    consult.ticket = ticket
    advises = may_advise(user, consult)
    return Thread(
        consult=consult,
        said=[Said(each, blocks_of(each.body), names, each.pk == consult.answer_id) for each in said],
        may_advise=advises,
        may_settle=works and may_settle(user, consult),
        may_write=advises or works,
        mine=sum(each.author_id == user.pk for each in said),
    )
