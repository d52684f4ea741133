"""The audit trail: what happened, who did it, to what. Events are its first source; rooms above register theirs.

Only what an index answers can be asked for: a person, a kind, a thing, a period. Pages go by the row's id, newest
first, and nothing is counted.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from priyom.base import events
from priyom.base.events import kind, kind_of
from priyom.base.models import Event

PAGE = 50
EXPORT = 100_000
CHUNK = 1_000
# Ids are given before a transaction ends, so a neighbour may be a little out of the order of time.
SLACK = 1_000
WINDOWS = (timedelta(days=1), timedelta(days=7), timedelta(days=60))

kind("audit.exported", gettext_lazy("took a part of the audit trail away"), icon="download")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is looked for; what is None does not matter."""

    person_id: int | None = None
    kind: str | None = None
    subject: tuple[str, int] | None = None
    since: datetime | None = None
    until: datetime | None = None
    before_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the trail."""

    id: int
    at: datetime
    kind: str
    did: str
    person: Any = None
    about: str = ""
    about_url: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """Where entries come from: newest first, at most so many."""

    name: str
    label: Any
    entries: Callable[[Question, int], list[Entry]]


@dataclass(frozen=True)
class Subject:
    """How things of a kind are told and found: ids → {id: (words, address)}; what a person types → id."""

    name: str
    label: Any
    tell: Callable[[Iterable[int]], dict[int, tuple[str, str]]]
    find: Callable[[str], int | None]


_sources: dict[str, Source] = {}
_subjects: dict[str, Subject] = {}


def register_source(source: Source) -> None:
    """Let a room's own records appear in the audit trail."""
    _sources[source.name] = source


def register_subject(subject: Subject) -> None:
    """Let events about this kind of thing be told by name and asked for."""
    _subjects[subject.name] = subject


def sources() -> list[Source]:
    """Return every source, events first."""
    return list(_sources.values())


def source_of(name: str) -> Source:
    """Return the source with this name, or events."""
    return _sources.get(name) or _sources["events"]


def subjects() -> list[Subject]:
    """Return the kinds of things one may ask for."""
    return list(_subjects.values())


def find_subject(name: str, typed: str) -> tuple[str, int] | None:
    """Return the thing that the person means, or None when there is none."""
    subject = _subjects.get(name)
    found = subject.find(typed) if subject else None
    return (name, found) if found is not None else None


def tell_subjects(things: Iterable[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, str]]:
    """Return the words and the address of each thing: one query per kind of thing."""
    wanted: dict[str, set[int]] = {}
    for name, pk in things:
        wanted.setdefault(name, set()).add(pk)
    told: dict[tuple[str, int], tuple[str, str]] = {}
    for name, ids in wanted.items():
        if name in _subjects:
            told |= {(name, pk): words for pk, words in _subjects[name].tell(ids).items()}
    return told


def kind_choices() -> list[tuple[str, str]]:
    """Return every kind of event with its sentence, in the order of their names."""
    return [(name, f"{found.sentence} · {name}") for name, found in sorted(events.kinds().items())]


def every_entry(source: Source, question: Question, limit: int = EXPORT) -> Iterator[Entry]:
    """Return entry after entry, up to the limit, reading in chunks so that no query and no memory grows."""
    left = limit
    while left > 0:
        chunk = source.entries(question, min(CHUNK, left))
        yield from chunk
        if len(chunk) < min(CHUNK, left):
            return
        left -= len(chunk)
        question = replace(question, before_id=chunk[-1].id)


def within_period(rows: QuerySet[Any], question: Question, column: str) -> QuerySet[Any]:
    """Narrow rows to the period by time, and by the ids around it: the walk along the ids begins at the right end."""
    if question.since:
        rows = rows.filter(**{f"{column}__gte": question.since})
        first = _first_id(rows.model, column, question.since)
        rows = rows.filter(pk__gte=first - SLACK) if first else rows
    if question.until:
        rows = rows.filter(**{f"{column}__lt": question.until})
        first = _first_id(rows.model, column, question.until)
        rows = rows.filter(pk__lt=first + SLACK) if first else rows
    return rows.filter(pk__lt=question.before_id) if question.before_id else rows


def _first_id(model: Any, column: str, moment: datetime) -> int | None:
    for window in WINDOWS:
        found = model.objects.filter(**{f"{column}__gte": moment, f"{column}__lt": moment + window}).aggregate(
            first=Min("pk")
        )
        if found["first"] is not None:
            return int(found["first"])
    return None


def _event_entries(question: Question, limit: int) -> list[Entry]:
    rows = within_period(Event.objects.select_related("actor").order_by("-pk"), question, "happened_at")
    if question.person_id is not None:
        rows = rows.filter(actor_id=question.person_id)
    if question.kind:
        rows = rows.filter(kind=question.kind)
    if question.subject:
        rows = rows.filter(subject_kind=question.subject[0], subject_id=question.subject[1])
    found = list(rows[:limit])
    told = tell_subjects((event.subject_kind, event.subject_id) for event in found)
    return [_entry(event, told) for event in found]


def _entry(event: Event, told: dict[tuple[str, int], tuple[str, str]]) -> Entry:
    fallback = (f"{event.subject_kind} {event.subject_id}", "")
    about, url = told.get((event.subject_kind, event.subject_id), fallback)
    known = events.kinds().get(event.kind)
    return Entry(
        id=event.pk, at=event.happened_at, kind=event.kind, person=event.actor, about=about, about_url=url,
        did=str(kind_of(event.kind).sentence) if known else event.kind, facts=event.details,
    )  # fmt: skip


# The facts of an event that are worth a line on the page; the rest is in the exported table.
FACT_WORDS = {
    "address": gettext_lazy("from the address"),
    "role": gettext_lazy("role"),
    "methods": gettext_lazy("by"),
    "scopes": gettext_lazy("may"),
    "fields": gettext_lazy("changed"),
    "number": gettext_lazy("number"),
    "type": gettext_lazy("kind"),
    "status": gettext_lazy("status"),
    "count": gettext_lazy("count"),
}
VALUE_WORDS = {
    "password": gettext_lazy("password"),
    "mfa": gettext_lazy("second factor"),
    "link": gettext_lazy("link by mail"),
    "invitation": gettext_lazy("invitation"),
}


def facts_in_words(entry: Entry) -> str:
    """Return the facts of an entry in a line."""
    parts = []
    for name, label in FACT_WORDS.items():
        value = entry.facts.get(name)
        if value not in (None, "", []):
            values = value if isinstance(value, list) else [value]
            parts.append(f"{label}: {', '.join(str(VALUE_WORDS.get(one, one)) for one in values)}")
    return "; ".join(parts)


register_source(Source("events", gettext_lazy("What was done"), _event_entries))


def nobody() -> str:
    """Return how the trail names an act that nobody signed in did."""
    return _("nobody signed in")
