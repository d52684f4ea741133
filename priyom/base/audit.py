"""The audit trail: what happened, who did it, to what. Events are its first source; rooms above register theirs.

Only what an index answers can be asked for: a person, a kind, a thing, a period. Pages go by the row's id, newest
first, and nothing is counted.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from priyom.base import events
from priyom.base.events import kind, kind_of
from priyom.base.forms import key_in
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
    needs: str = ""  # what one must be allowed to do to open that address
    subject: str = ""
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
    noun: Any = ""  # what it is called by its number, when it is not there any more
    model: type[Any] | None = None  # whose fields the facts «changed» and «fields» name
    needs: str = ""  # the capability without which its page is closed


_sources: dict[str, Source] = {}
_subjects: dict[str, Subject] = {}
_values: dict[str, dict[str, Any]] = {}


def register_source(source: Source) -> None:
    """Let a room's own records appear in the audit trail."""
    _sources[source.name] = source


def register_subject(subject: Subject) -> None:
    """Let events about this kind of thing be told by name and asked for."""
    _subjects[subject.name] = subject


def register_model(
    model: type[Any], noun: Any, label: Any, *, page: str, by: str = "pk", named: bool = True, needs: str = ""
) -> None:
    """Let events about a model's rows be told: by their own name or by noun and number, with the way to their page.

    ``by`` is what a person types to find one, and what its page is addressed by; a page without one is a list.
    ``needs`` is the capability without which the page is closed: no link leads where one may not go.
    """

    def told(row: Any) -> tuple[str, str]:
        return str(row) if named else numbered(noun, row.pk), _page(page, getattr(row, by))

    def tell(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
        rows = model.objects.filter(pk__in=ids)
        return {row.pk: told(row) for row in (rows if named else rows.only(by))}  # nothing sealed is read for a number

    def find(typed: str) -> int | None:
        words = typed.strip()
        if by == "pk" and key_in(words) is None:
            return None
        return model.objects.filter(**{by: words}).values_list("pk", flat=True).first()

    register_subject(Subject(str(model._meta.model_name), label, tell, find, noun, model, needs))


def register_values(fact: str, words: Mapping[str, Any]) -> None:
    """Let the codes that a fact of an event holds be told in words."""
    _values.setdefault(fact, {}).update(words)


def numbered(noun: Any, pk: int) -> str:
    """Return how a thing without a name is called: «letter № 7»."""
    return _("%(noun)s no. %(number)d") % {"noun": noun, "number": pk}


def _page(name: str, key: Any) -> str:
    for args in ([key], []):
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return ""


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
    subject = _subjects.get(event.subject_kind)
    noun = (subject.noun if subject else "") or event.subject_kind
    about, url = told.get((event.subject_kind, event.subject_id)) or (numbered(noun, event.subject_id), "")
    known = events.kinds().get(event.kind)
    return Entry(
        id=event.pk, at=event.happened_at, kind=event.kind, person=event.actor, about=about, about_url=url,
        needs=subject.needs if subject else "", subject=event.subject_kind,
        did=str(kind_of(event.kind).sentence) if known else event.kind, facts=event.details,
    )  # fmt: skip


# The facts of an event that are worth a line on the page; the rest is in the exported table.
FACT_WORDS = {
    "address": gettext_lazy("from the address"),
    "role": gettext_lazy("role"),
    "methods": gettext_lazy("by"),
    "scopes": gettext_lazy("may"),
    "fields": gettext_lazy("changed"),
    "changed": gettext_lazy("changed"),
    "number": gettext_lazy("number"),
    "type": gettext_lazy("kind"),
    "status": gettext_lazy("status"),
    "count": gettext_lazy("count"),
    "days": gettext_lazy("days"),
}
FIELD_FACTS = frozenset({"fields", "changed"})
VALUE_WORDS = {
    "password": gettext_lazy("password"),
    "mfa": gettext_lazy("second factor"),
    "link": gettext_lazy("link by mail"),
    "invitation": gettext_lazy("invitation"),
    "mail_domains": gettext_lazy("mail domains"),
}


def field_words(subject: str) -> dict[str, Any]:
    """Return what the fields of a thing are called, as its forms call them."""
    known = _subjects.get(subject)
    fields = known.model._meta.get_fields() if known and known.model else ()
    named = {each.name: each.verbose_name for each in fields if hasattr(each, "verbose_name")}
    return VALUE_WORDS | _values.get("fields", {}) | named


def facts_in_words(entry: Entry) -> str:
    """Return the facts of an entry in a line."""
    parts = []
    for name, label in FACT_WORDS.items():
        value = entry.facts.get(name)
        if value not in (None, "", []):
            values = value if isinstance(value, list) else [value]
            words = field_words(entry.subject) if name in FIELD_FACTS else _values.get(name, VALUE_WORDS)
            parts.append(f"{label}: {', '.join(str(words.get(one, one)) for one in values)}")
    return "; ".join(parts)


register_source(Source("events", gettext_lazy("What was done"), _event_entries))


def nobody() -> str:
    """Return how the trail names an act that nobody signed in did."""
    return _("nobody signed in")
