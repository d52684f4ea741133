"""Facts: what happened, written once.

An event is the timeline on the ticket's page, the audit trail and the outbox. It is recorded in the transaction
of the change, and its reactions are queued in the same transaction: either all of it exists or none.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import Model

from priyom.base.clock import now
from priyom.base.models import Event
from priyom.base.prepared import ask
from priyom.base.requests import current_request_id, remember_for_request

AGENTS = "agents"
EVERYONE = "everyone"


@dataclass(frozen=True)
class Kind:
    """How a kind of event is told, to whom, and which of its details must be erased with a person."""

    name: str
    sentence: Any
    icon: str
    seen_by: str
    personal: tuple[str, ...]


class Reaction(Protocol):
    """A queued task that takes ``event_id``."""

    def defer(self, **kwargs: Any) -> Any: ...


Follower = Callable[[Event, Any], Any]


@dataclass
class _Registry:
    kinds: dict[str, Kind] = field(default_factory=dict)
    reactions: dict[str, list[Reaction]] = field(default_factory=lambda: defaultdict(list))
    together: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    followers: dict[str, list[Follower]] = field(default_factory=lambda: defaultdict(list))


# The fact and the rows of the reactions that run together, in one go: nothing is written more often than this.
_WRITE = """
WITH fact AS (
    INSERT INTO base_event (kind, subject_kind, subject_id, region_id, actor_id, happened_at, request_id, details)
    VALUES (%(kind)s, %(subject_kind)s, %(subject_id)s, %(region_id)s, %(actor_id)s, %(happened_at)s, %(request_id)s,
        %(details)s)
    RETURNING id
), due AS (
    INSERT INTO base_duereaction (event_id, name, tries) SELECT id, unnest(%(due)s::text[]), 0 FROM fact
)
SELECT id FROM fact
"""
_WRITE_DUE = "INSERT INTO base_duereaction (event_id, name, tries) VALUES (%(event)s, %(name)s, 0) RETURNING id"
_WRITE_MANY = """
WITH fact AS (
    INSERT INTO base_event (kind, subject_kind, subject_id, region_id, actor_id, happened_at, request_id, details)
    SELECT %(kind)s, %(subject_kind)s, given.subject_id, given.region_id, %(actor_id)s, %(happened_at)s,
        %(request_id)s, given.details
    FROM unnest(%(ids)s::bigint[], %(regions)s::integer[], %(details)s::jsonb[])
        AS given (subject_id, region_id, details)
    RETURNING id
), due AS (
    INSERT INTO base_duereaction (event_id, name, tries) SELECT id, name, 0 FROM fact, unnest(%(due)s::text[]) AS name
)
SELECT id FROM fact ORDER BY id
"""
# The same for facts that a statement finds, of several kinds: they never leave the database.
_WRITE_FOUND = """
%s, fact AS (
    INSERT INTO base_event (kind, subject_kind, subject_id, region_id, happened_at, request_id, details)
    SELECT kind, %%(subject_kind)s, subject_id, region_id, %%(now)s, %%(request_id)s, details FROM given
    RETURNING id, kind
), due AS (
    INSERT INTO base_duereaction (event_id, name, tries)
    SELECT fact.id, reaction.name, 0
    FROM fact JOIN unnest(%%(due_kinds)s::text[], %%(due_names)s::text[]) AS reaction (kind, name) USING (kind)
)
SELECT kind, count(*), array_agg(id) FILTER (WHERE kind = ANY(%%(queued)s::text[])) FROM fact GROUP BY kind
"""
_registry = _Registry()
_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


def kind(name: str, sentence: Any, *, icon: str, seen_by: str = AGENTS, personal: tuple[str, ...] = ()) -> Kind:
    """Register a kind of event; a kind that is not registered cannot be recorded."""
    if name in _registry.kinds:
        raise ValueError(f"event kind {name} is registered twice")
    _registry.kinds[name] = Kind(name, sentence, icon, seen_by, personal)
    return _registry.kinds[name]


def kind_of(name: str) -> Kind:
    """Return the registered kind."""
    return _registry.kinds[name]


def kinds() -> dict[str, Kind]:
    """Return the catalogue: name → kind."""
    return dict(_registry.kinds)


def add_reaction(name: str, reaction: Reaction) -> None:
    """Let a task run after every event of this kind. Rooms use ``base.jobs.on`` instead."""
    _registry.reactions[name].append(reaction)


def add_together(name: str, reaction: str) -> None:
    """Let a reaction that runs together with others follow every event of this kind. See ``base.jobs.together``."""
    _registry.together[name].append(reaction)


def follows(*names: str) -> Callable[[Follower], Follower]:
    """Run the function with every event of these kinds, in the transaction of the fact, given the fact and its subject.

    For what must be true together with the fact and in the same room: a ticket that waits has a clock that stands.
    """

    def register(follow: Follower) -> Follower:
        for name in names:
            _registry.followers[name].append(follow)
        return follow

    return register


def record(name: str, subject: Model, *, by: Model | None, region_id: int | None = None, **details: Any) -> Event:
    """Write down what happened and queue every reaction to it. Details hold ids, codes and numbers only."""
    if name not in _registry.kinds:
        raise ValueError(f"event kind {name} is not registered")
    is_quiet = _quiet.get()
    facts: dict[str, Any] = {
        "kind": name,
        "subject_kind": subject._meta.model_name,
        "subject_id": subject.pk,
        "region_id": region_id if region_id is not None else getattr(subject, "region_id", None),
        "actor_id": by.pk if by is not None else None,
        "happened_at": now(),
        "request_id": current_request_id(),
    }
    due = [] if is_quiet else _registry.together.get(name, [])
    ((pk,),) = ask(_WRITE, facts | {"details": json.dumps(details), "due": due})
    event = Event.from_db("default", ["id", *facts, "details"], [pk, *facts.values(), details])
    remember_for_request("fact", (event, subject, by))
    for follow in _registry.followers.get(name, ()):
        follow(event, subject)
    for reaction in () if is_quiet else _registry.reactions.get(name, ()):
        reaction.defer(event_id=pk)
    return event


def record_many(name: str, subject_kind: str, facts: Sequence[tuple[int, int | None, dict[str, Any]]]) -> None:
    """Write down what happened to many subjects at once, by nobody: id, region and details of each.

    For sweeps. Nothing follows such facts in their transaction.
    """
    if name not in _registry.kinds or _registry.followers.get(name):
        raise ValueError(f"event kind {name} is not registered, or has to be recorded one by one")
    if not facts:
        return
    is_quiet = _quiet.get()
    ids, regions, details = zip(*facts, strict=True)
    values = {
        "kind": name, "subject_kind": subject_kind, "actor_id": None, "happened_at": now(),
        "request_id": current_request_id(), "ids": list(ids), "regions": list(regions),
        "details": [json.dumps(each) for each in details], "due": [] if is_quiet else _registry.together.get(name, []),
    }  # fmt: skip
    written = ask(_WRITE_MANY, values)
    for reaction in () if is_quiet else _registry.reactions.get(name, ()):
        for (pk,) in written:
            reaction.defer(event_id=pk)


def record_found(found: str, subject_kind: str, names: Sequence[str], values: dict[str, Any]) -> int:
    """Write down what a statement finds, and return how many facts it were: for sweeps over very many rows.

    ``found`` is the beginning of a statement, ``WITH …, given AS (…)``, and may change rows; ``given`` has the columns
    kind (one of ``names``), subject_id, region_id and details (jsonb). Nothing follows such facts in their transaction.
    """
    if any(name not in _registry.kinds or _registry.followers.get(name) for name in names):
        raise ValueError(f"event kinds {names} are not registered, or have to be recorded one by one")
    is_quiet = _quiet.get()
    due = [] if is_quiet else [(name, each) for name in names for each in _registry.together.get(name, [])]
    queued = [] if is_quiet else [name for name in names if _registry.reactions.get(name)]
    facts = {
        "subject_kind": subject_kind, "now": now(), "request_id": current_request_id(), "queued": queued,
        "due_kinds": [name for name, _each in due], "due_names": [each for _name, each in due],
    }  # fmt: skip
    count = 0
    for name, written, ids in ask(_WRITE_FOUND % found, values | facts):
        count += written
        for pk in sorted(ids or ()):
            for reaction in _registry.reactions[name]:
                reaction.defer(event_id=pk)
    return count


def let_react(fact: Event) -> None:
    """Queue the reactions of a fact that was recorded quietly, now that it may be told of."""
    for name in _registry.together.get(fact.kind, []):
        ask(_WRITE_DUE, {"event": fact.pk, "name": name})
    for reaction in _registry.reactions.get(fact.kind, ()):
        reaction.defer(event_id=fact.pk)


@contextmanager
def quietly() -> Iterator[None]:
    """Record facts without reactions: for history that is brought in, and for what is told of later (``let_react``)."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def matching(test: Callable[[Kind], bool]) -> list[str]:
    """Return the names of the kinds that pass the test, for queries."""
    return [name for name, found in _registry.kinds.items() if test(found)]
