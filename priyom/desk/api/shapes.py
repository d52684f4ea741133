"""The shapes of the desk's requests and answers: what a program may say, and every field that it is told."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema

from priyom.base.api import OneOf, Paged, Strict
from priyom.base.uploads import MOST_FILES
from priyom.desk.models import Breach
from priyom.desk.models.choices import (
    Channel,
    TicketImpact,
    TicketKind,
    TicketStatus,
    TicketUrgency,
    TicketWaitingFor,
)
from priyom.desk.models.topic import TopicField

Kind = Annotated[str, OneOf(TicketKind.values)]
Status = Annotated[str, OneOf(TicketStatus.values)]
WaitingFor = Annotated[str, OneOf(TicketWaitingFor.values)]
Impact = Annotated[str, OneOf(TicketImpact.values)]
Urgency = Annotated[str, OneOf(TicketUrgency.values)]
ChannelName = Annotated[str, OneOf(Channel.values)]
LateCause = Annotated[str, OneOf(Breach.Cause.values)]
AnswerKind = Annotated[str, OneOf(TopicField.Kind.values)]
Visibility = Literal["public", "internal"]
Code = Annotated[str, Field(min_length=1, max_length=60)]
Login = Annotated[str, Field(max_length=60)]
Body = Annotated[str, Field(min_length=1, max_length=100_000)]
Answers = Annotated[
    dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=5000)]], Field(max_length=50)
]
FileIds = Annotated[list[UUID], Field(max_length=MOST_FILES, description="files sent before with POST /files")]


class NewTicket(Strict):
    """A request for help. The requester is given by e-mail, the organisation and the topic by code."""

    subject: Annotated[str, Field(max_length=200)] = ""
    body: Body
    requester: Annotated[str, Field(min_length=3, max_length=254)]
    organisation: Code
    topic: Code | None = None
    fields: Answers = {}
    kind: Kind | None = None
    impact: Impact | None = None
    urgency: Urgency | None = None
    files: FileIds = []
    create_requester: bool = False
    requester_name: Annotated[str, Field(max_length=160)] = ""


class TicketChange(Strict):
    """What may be changed; what is left out stays as it is. ``assignee`` null gives the ticket back to its team."""

    subject: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    topic: Code | None = None
    kind: Kind | None = None
    team: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    assignee: Login | None = None
    impact: Impact | None = None
    urgency: Urgency | None = None


class Wait(Strict):
    """For whom the ticket waits, who that is in words, and until when."""

    waiting_for: WaitingFor
    whom: Annotated[str, Field(max_length=120)] = ""
    until: datetime | None = None


class Reopening(Strict):
    reason: Annotated[str, Field(max_length=20_000)] = ""


class Solution(Strict):
    cause: Annotated[str, Field(min_length=1, max_length=20_000)]
    remedy: Annotated[str, Field(min_length=1, max_length=20_000)]
    late_cause: LateCause = ""  # why a promise was not kept, if one was not; may be said later


class NewMessage(Strict):
    body: Body
    visibility: Visibility = "public"
    files: FileIds = []


class TicketRow(Schema):
    """A ticket as a list shows it. What only support works with is null for everybody else."""

    number: int
    url: str
    subject: str
    status: Status
    waiting_for: str | None
    kind: Kind
    topic: str | None
    organisation: str
    region: str
    requester: str
    assignee: str | None
    team: str | None
    impact: Impact | None
    urgency: Urgency | None
    priority: int | None
    is_critical: bool
    rung: Annotated[str | None, Field(description="where it stands on the ladder outside the vendor")]
    channel: ChannelName
    due_at: datetime | None
    opened_at: datetime
    changed_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None


class DuePromiseOut(Schema):
    """A promise of the contract. Without ``due_at`` its clock stands, or its date is not agreed on yet."""

    promise: Literal["response", "update", "workaround", "resolution"]
    state: Literal["running", "overdue", "stands", "not_agreed", "kept", "late", "dropped"]
    clause: str
    started_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    paused_minutes: int


class DueOut(Schema):
    """What was promised by a time, and by which contract; ``number`` is the contract's."""

    contract: str
    number: str
    promises: list[DuePromiseOut]


class FullTicket(TicketRow):
    """A ticket with what was answered and how it ended; ``due`` is null where no contract promises anything.

    ``screening``: ``pending`` while its words are still being checked for personal data; read it again a moment later.
    """

    screening: Literal["done", "pending"]
    fields: dict[str, Any]
    cause: str | None
    remedy: str | None
    merged_into: int | None
    product: str | None
    version: str | None
    workaround_at: datetime | None
    due: DueOut | None


class TicketPage(Schema):
    items: list[TicketRow]
    next: str | None


class TicketFilter(Paged):
    """Which tickets: every filter that is given narrows the list."""

    status: Status | None = None
    open: (
        Annotated[bool, Field(description="true: somebody still has work with it; false: solved or closed")] | None
    ) = None
    waiting_for: WaitingFor | None = None
    organisation: Annotated[Code, Field(description="a code; with everything below it")] | None = None
    region: Annotated[str, Field(max_length=20)] | None = None
    topic: Annotated[Code, Field(description="a code; with everything below it")] | None = None
    kind: Kind | None = None
    requester: Annotated[str, Field(max_length=254, description="an e-mail address")] | None = None
    assignee: Annotated[str, Field(max_length=60, description="a login, “me” or “none”")] | None = None
    team: Annotated[str, Field(max_length=40)] | None = None
    q: Annotated[str, Field(max_length=200, description="words of subject, messages and solution, or a number")] = ""
    since: Annotated[datetime, Field(description="changed since then")] | None = None
    updated_since: Annotated[datetime, Field(description="the same as since")] | None = None
    overdue: Annotated[bool, Field(description="true: a promised time has passed; false: none has")] | None = None
    opened_since: datetime | None = None
    opened_before: datetime | None = None


class FileOut(Schema):
    """A file; its type is what its bytes show, whatever the sender said.

    ``state``: may it be had yet. ``hidden``: how many places were masked. ``reason``: why a file was refused.
    """

    id: UUID
    name: str
    size: int
    content_type: str
    state: Literal["waiting", "screened", "refused"]
    hidden: int
    reason: str
    message: int | None
    url: str
    added_at: datetime


class FilePage(Schema):
    items: list[FileOut]
    next: str | None


class MessageOut(Schema):
    """A message; while ``screening`` is ``pending`` a placeholder stands in ``body``: read it again a moment later."""

    id: int
    screening: Literal["done", "pending"]
    author: str
    visibility: Visibility
    channel: ChannelName
    body: str
    files: list[FileOut]
    sent_at: datetime | None


class MessagePage(Schema):
    items: list[MessageOut]
    next: str | None


class QuestionOut(Schema):
    """What a topic asks; the answer goes into ``fields`` of a new ticket under this code."""

    code: str
    label: str
    hint: str
    kind: AnswerKind
    choices: list[list[str]]
    expected: bool


class TopicOut(Schema):
    code: str
    parent: str | None
    name: str
    hint: str
    kind: Kind
    is_active: bool
    questions: list[QuestionOut]


class TopicPage(Schema):
    items: list[TopicOut]
    next: str | None


class EventOut(Schema):
    """A fact: what happened to which ticket, when, and who did it."""

    id: int
    kind: str
    ticket: int
    by: str | None
    message: int | None
    happened_at: datetime


class EventPage(Schema):
    items: list[EventOut]
    next: str | None


class EventFilter(Paged):
    """Oldest first, so that a program reads on from where it stopped: keep the last ``next`` and come back with it."""

    since: Annotated[datetime, Field(description="where to begin without a cursor")] | None = None
    kind: Annotated[str, Field(max_length=60, description="a kind as the webhook ticket lists them")] | None = None
