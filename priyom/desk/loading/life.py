"""A ticket that is loaded: every step changes it as the action of the same name does, and leaves the same event.

What has not happened by the end of the years does not happen, so each ticket stands where its timeline leaves it.
Rows are lines of COPY. Ids of messages and events are given out afterwards, in the order of time over all tickets.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from priyom.desk.loading.phrases import Story, Telling
from priyom.desk.rules.lifecycle import Status, WaitingFor, is_open
from priyom.desk.rules.triage import priority_of
from priyom.people.population import Asker

TICKET = (
    "id", "number", "region_id", "organisation_id", "requester_id", "opened_by_id", "channel", "subject", "topic_id",
    "kind", "fields", "product_name", "product_version", "status", "waiting_for", "waiting_whom", "waiting_until",
    "impact", "urgency", "priority", "team_id", "assignee_id", "cause", "remedy", "merged_into_id", "opened_at",
    "changed_at", "awaiting_us_since", "first_replied_at", "resolved_at", "closed_at", "clarifications", "reopenings",
    "revision",
)  # fmt: skip
MESSAGE = (
    "id", "ticket_id", "region_id", "author_id", "visibility", "channel", "by_staff", "body", "state", "sent_at",
    "written_at", "token", "effects",
)  # fmt: skip
EVENT = ("id", "kind", "subject_kind", "subject_id", "region_id", "actor_id", "happened_at", "details")
WATCH = ("id", "ticket_id", "user_id", "reason", "added_by_id", "since_at", "ended_at")
LINK = ("id", "source_id", "target_id", "kind", "added_by_id", "added_at")
MERGE = ("id", "source_id", "target_id", "by_id", "merged_at", "before", "watch_ids")
FEEDBACK = ("id", "ticket_id", "by_id", "rating", "comment", "given_at")

MESSAGE_ID = "<message>"  # stands in an event until its message has an id
MOST_ASIDE = 8  # watches or links of one ticket: their ids follow from the ticket's, no counter is shared
NULL = r"\N"

# When it happened, the message's line without its id (or nothing), the event's line without its id.
Item = tuple[int, str, str]


class NotYet(Exception):
    """The years are over: the step lies in the future."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a topic gives to a ticket."""

    id: int
    code: str
    team: int
    kind: str
    impact: str
    urgency: str


@dataclass(slots=True)
class Life:
    """One ticket while its life is told."""

    id: int
    number: int
    asker: Asker
    topic: Kept
    story: Story
    words: Telling
    chance: Random
    until: int
    opened_at: int
    channel: str
    opened_by: int
    subject: str
    fields: dict[str, str]
    product: str
    version: str
    kind: str = ""
    impact: str = ""
    urgency: str = ""
    status: str = Status.NEW
    waiting_for: str = ""
    waiting_whom: str = ""
    waiting_until: int | None = None
    team: int = 0
    assignee: int | None = None
    cause: str = ""
    remedy: str = ""
    merged_into: int | None = None
    changed_at: int = 0
    awaiting: int | None = None
    first_replied_at: int | None = None
    resolved_at: int | None = None
    closed_at: int | None = None
    clarifications: int = 0
    reopenings: int = 0
    revision: int = 0
    done_at: int | None = None  # when it was solved or closed for the first time: no duplicate is merged into it later
    followers: set[int] = field(default_factory=set)
    items: list[Item] = field(default_factory=list)
    aside: dict[str, list[str]] = field(default_factory=dict)

    # -- what people do ------------------------------------------------------

    def open(self, body: str) -> None:
        self.kind = self.story.kind or self.topic.kind
        self.impact = self.story.impact or self.topic.impact
        self.urgency = self.story.urgency or self.topic.urgency
        self.team = self.topic.team
        self.changed_at = self.awaiting = self.opened_at
        details = f'{{"topic": "{self.topic.code}", "channel": "{self.channel}"}}'
        self._said(
            self.opened_at, body, self.asker.id, "ticket.opened", details, by=self.opened_by, channel=self.channel
        )

    def take(self, at: int, by: int) -> None:
        self._change(at)
        self.assignee = by
        if self.status == Status.NEW:
            self.status = Status.OPEN
        self.happened(at, "ticket.taken", by)

    def transfer(self, at: int, by: int, team: int) -> None:
        if team == self.team:
            return
        self._change(at)
        self.happened(at, "ticket.transferred", by, f'{{"before": {self.team}, "after": {team}}}')
        self.team, self.assignee = team, None

    def classify(self, at: int, by: int, topic: Kept) -> None:
        self._change(at)
        self.happened(at, "ticket.classified", by, f'{{"before": "{self.topic.code}", "after": "{topic.code}"}}')
        self.topic = topic

    def prioritise(self, at: int, by: int, impact: str, urgency: str) -> None:
        if (impact, urgency) == (self.impact, self.urgency):
            return
        self._change(at)
        before = int(priority_of(self.impact, self.urgency))
        self.impact, self.urgency = impact, urgency
        after = int(priority_of(impact, urgency))
        told = f'{{"before": {before}, "after": {after}, "impact": "{impact}", "urgency": "{urgency}"}}'
        self.happened(at, "ticket.prioritised", by, told)

    def reply(self, at: int, by: int, body: str) -> None:
        self._change(at)
        self.awaiting = None
        self.first_replied_at = self.first_replied_at or at
        if self.status == Status.NEW:
            self.status = Status.OPEN
        self.assignee = self.assignee or by
        self._said(at, body, by, "ticket.replied", staff=True)

    def note(self, at: int, by: int, body: str) -> None:
        self._change(at)
        self._said(at, body, by, "ticket.noted", staff=True, internal=True)

    def comment(self, at: int, by: int, body: str) -> None:
        self._change(at)
        self.awaiting = self.awaiting or at
        answers = self.status == Status.WAITING and self.waiting_for == WaitingFor.REQUESTER
        self._said(at, body, by, "ticket.commented")
        if answers:
            self._stop_waiting()
            self.status = Status.OPEN
            self.happened(at, "ticket.resumed", by)

    def wait(self, at: int, by: int, waiting_for: str, whom: str = "", until: int | None = None) -> None:
        self._change(at)
        self.status, self.waiting_for, self.waiting_whom, self.waiting_until = Status.WAITING, waiting_for, whom, until
        self.clarifications += waiting_for == WaitingFor.REQUESTER
        self.happened(at, "ticket.waiting", by, f'{{"waiting_for": "{waiting_for}"}}')

    def resume(self, at: int, by: int) -> None:
        self._change(at)
        self._stop_waiting()
        self.status = Status.OPEN
        self.happened(at, "ticket.resumed", by)

    def resolve(self, at: int, by: int, cause: str, remedy: str) -> None:
        self._change(at)
        self._stop_waiting()
        self.status, self.awaiting, self.cause, self.remedy = Status.RESOLVED, None, cause, remedy
        self.resolved_at = at
        self.done_at = self.done_at or at
        self.first_replied_at = self.first_replied_at or at
        self.assignee = self.assignee or by
        self.happened(at, "ticket.resolved", by)

    def reopen(self, at: int, by: int, reason: str) -> None:
        self._change(at)
        self.status, self.resolved_at, self.closed_at, self.awaiting = Status.OPEN, None, None, at
        self.reopenings += 1
        self._said(at, reason, by, "ticket.reopened", "{}")

    def close(self, at: int, by: int, *, confirmed: bool = False) -> None:
        self._change(at)
        self._stop_waiting()
        self.status, self.awaiting, self.closed_at = Status.CLOSED, None, at
        self.resolved_at = self.resolved_at or at
        self.done_at = self.done_at or at
        self.happened(at, "ticket.confirmed" if confirmed else "ticket.closed", by)

    def rate(self, at: int, rating: int, comment: str) -> None:
        self._reached(at)
        self.keep("feedback", self.id, self.asker.id, rating, comment, _moment(at))
        self.happened(at, "feedback.given", self.asker.id, f'{{"rating": {rating}}}')

    def join(self, at: int, user: int) -> None:
        """Let a colleague say «I have the same»."""
        self._reached(at)
        self.follow(at, user, "joined", user)
        self.happened(at, "ticket.joined", user)

    def follow(self, at: int, user: int, reason: str, by: int) -> int:
        """Write down that somebody follows it; return the row's id."""
        self.followers.add(user)
        return self.keep("watch", self.id, user, reason, by, _moment(at), NULL)

    def link(self, at: int, by: int, other: "Life", kind: str) -> None:
        self._reached(at)
        self.keep("link", self.id, other.id, kind, by, _moment(at))
        self.happened(at, "ticket.linked", by, f'{{"kind": "{kind}", "other": {other.number}}}')
        other.happened(at, "ticket.linked", by, f'{{"kind": "{kind}", "other": {self.number}}}')

    def merge(self, at: int, by: int, target: "Life") -> None:
        """Let the ticket live on in an older one of the same hospital; who asked follows it there."""
        self._reached(at)
        before = {
            "status": str(self.status), "waiting_for": "", "waiting_whom": "", "waiting_until": None,
            "awaiting_us_since": self.awaiting and _moment(self.awaiting),
            "first_replied_at": self.first_replied_at and _moment(self.first_replied_at), "closed_at": None,
            "assignee_id": self.assignee, "team_id": self.team,
        }  # fmt: skip
        watches = [] if self.asker.id in target.followers else [target.follow(at, self.asker.id, "merged", by)]
        self._change(at)
        self.status, self.awaiting, self.closed_at, self.merged_into = Status.CLOSED, None, at, target.id
        target.revision += 1
        target.changed_at = max(target.changed_at, at)
        # One merge at most, so the ticket's own id serves.
        line = (self.id, self.id, target.id, by, _moment(at), json.dumps(before), json.dumps(watches))
        self.aside.setdefault("merge", []).append("\t".join(map(str, line)))
        self.happened(at, "ticket.merged", by, f'{{"into": {target.number}, "merge": {self.id}}}')
        target.happened(at, "ticket.took_in", by, f'{{"other": {self.number}, "merge": {self.id}}}')

    # -- what it leaves ------------------------------------------------------

    def line(self) -> str:
        """Return the ticket's own row."""
        return "\t".join(map(_cell, (
            self.id, self.number, self.asker.region_id, self.asker.organisation_id, self.asker.id, self.opened_by,
            self.channel, self.subject, self.topic.id, self.kind, json.dumps(self.fields, ensure_ascii=False),
            self.product, self.version, str(self.status), str(self.waiting_for), self.waiting_whom,
            _moment(self.waiting_until), self.impact, self.urgency, int(priority_of(self.impact, self.urgency)),
            self.team, self.assignee, self.cause, self.remedy, self.merged_into, _moment(self.opened_at),
            _moment(self.changed_at), _moment(self.awaiting), _moment(self.first_replied_at),
            _moment(self.resolved_at), _moment(self.closed_at), self.clarifications, self.reopenings, self.revision,
        )))  # fmt: skip

    def is_open_at(self, at: int) -> bool:
        """Say whether work went on at this moment, as far as is known by now."""
        return (self.done_at is None and is_open(self.status)) or (self.done_at or 0) > at

    def _change(self, at: int) -> None:
        self._reached(at)
        self.changed_at = at
        self.revision += 1

    def _reached(self, at: int) -> None:
        if at >= self.until:
            raise NotYet

    def _stop_waiting(self) -> None:
        self.waiting_for, self.waiting_whom, self.waiting_until = "", "", None

    def _said(
        self, at: int, body: str, author: int, kind: str, details: str = f'{{"message": {MESSAGE_ID}}}', *,
        by: int | None = None, staff: bool = False, internal: bool = False, channel: str = "",
    ) -> None:  # fmt: skip
        moment = _moment(at)
        channel = channel or ("desk" if staff else "letter" if self.channel == "letter" else "portal")
        line = "\t".join((
            str(self.id), str(self.asker.region_id), str(author), "internal" if internal else "public", channel,
            "t" if staff else "f", _escaped(body), "sent", moment, moment,
            f"{self.chance.getrandbits(128):032x}", "{}",
        ))  # fmt: skip
        self.items.append((at, line, self._told(moment, kind, by or author, details)))

    def happened(self, at: int, kind: str, by: int, details: str = "{}") -> None:
        """Leave an event."""
        self.items.append((at, "", self._told(_moment(at), kind, by, details)))

    def _told(self, moment: str, kind: str, by: int, details: str) -> str:
        return f"{kind}\tticket\t{self.id}\t{self.asker.region_id}\t{by}\t{moment}\t{details}"

    def keep(self, table: str, *cells: object) -> int:
        """Leave a row beside the ticket; return its id."""
        rows = self.aside.setdefault(table, [])
        pk = self.id * MOST_ASIDE + len(rows) if table != "feedback" else self.id
        rows.append("\t".join(map(_cell, (pk, *cells))))
        return pk


def _cell(value: object) -> str:
    if value is None:
        return NULL
    if isinstance(value, str):
        return value if value == NULL else _escaped(value)
    return str(value)


def _moment(at: int | None) -> str:
    return NULL if at is None else datetime.fromtimestamp(at, UTC).isoformat()


def _escaped(text: str) -> str:
    # Three searches that find nothing are ten times as quick as str.translate over a Russian text.
    return text.replace("\\", r"\\").replace("\n", r"\n").replace("\t", r"\t")
