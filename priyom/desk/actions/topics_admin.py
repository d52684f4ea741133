"""Topics as an administrator changes them: names, words, questions, order. Every change is an event."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.events import record
from priyom.desk.models import Ticket, Topic, TopicField
from priyom.people.models import User

TOPIC_COLUMNS = (
    "name", "hint", "words", "strong", "explanation", "outside", "quick", "kind", "impact", "urgency",
    "team", "is_active",
)  # fmt: skip
FIELD_COLUMNS = (
    "label", "short", "hint", "example", "why", "never_personal", "kind", "choices", "expected", "weight",
    "prefill",
)  # fmt: skip
MOST_FIELDS = 12
BETWEEN = 100  # between first-level positions; the children stand in between


@transaction.atomic
def add_topic(*, by: User, parent: Topic | None, **columns: Any) -> Topic:
    """Add a topic at the end of its level."""
    _allowed(by)
    _check_topic(columns)
    if parent is not None and parent.parent_id is not None:
        raise Invalid(_("Topics have two levels."), errors={"parent": [_("Choose a topic of the first level.")]})
    siblings = Topic.objects.select_for_update().filter(parent=parent).order_by("-position")
    last = siblings.values_list("position", flat=True).first()
    start = parent.position if parent else -BETWEEN
    step = 1 if parent else BETWEEN
    topic = Topic(
        parent=parent,
        position=(start if last is None else last) + step,
        code=_free_code(columns["name"], parent),
    )
    return _keep(topic, columns, by=by)


@transaction.atomic
def change_topic(code: str, *, by: User, **columns: Any) -> Topic:
    """Change what the topic is called, what belongs to it, who answers, whether it is offered."""
    topic = get_topic(by, code, lock=True)
    _check_topic(columns)
    return _keep(topic, columns, by=by)


@transaction.atomic
def move_topic(code: str, *, by: User, up: bool) -> Topic:
    """Let the topic, with everything below it, change places with its neighbour of the same level."""
    topic = get_topic(by, code, lock=True)
    level = Topic.objects.select_for_update().filter(parent=topic.parent)
    if up:
        neighbour = level.filter(position__lt=topic.position).order_by("-position").first()
    else:
        neighbour = level.filter(position__gt=topic.position).order_by("position").first()
    if neighbour is not None:
        here, there = topic.position, neighbour.position
        _place(topic, there)
        _place(neighbour, here)
        record("topic.changed", topic, by=by, code=topic.code, what="position")
    return topic


@transaction.atomic
def save_field(code: str, *, by: User, field_id: int | None = None, **columns: Any) -> TopicField:
    """Add a question to the topic, or change one of its own."""
    topic = get_topic(by, code, lock=True)
    _check_field(columns)
    if field_id is None:
        if topic.fields.count() >= MOST_FIELDS:
            raise WrongState(_("At most %(most)d questions: nobody fills in more.") % {"most": MOST_FIELDS})
        last = topic.fields.order_by("-position").values_list("position", flat=True).first()
        field = TopicField(
            topic=topic,
            code=_free_field_code(topic, columns["label"]),
            position=0 if last is None else last + 1,
        )
    else:
        field = get_field(topic, field_id)
    for name in FIELD_COLUMNS:
        setattr(field, name, columns[name])
    field.save()
    record("topic.changed", topic, by=by, code=topic.code, what="field", field=field.code)
    return field


@transaction.atomic
def move_field(code: str, field_id: int, *, by: User, up: bool) -> None:
    """Let the question change places with its neighbour."""
    topic = get_topic(by, code, lock=True)
    field = get_field(topic, field_id)
    among = list(topic.fields.order_by("position", "id"))
    at = among.index(field)
    to = at - 1 if up else at + 1
    if 0 <= to < len(among):
        among[at], among[to] = among[to], among[at]
        for position, each in enumerate(among):
            each.position = position
        TopicField.objects.bulk_update(among, ["position"])
        record("topic.changed", topic, by=by, code=topic.code, what="field", field=field.code)


@transaction.atomic
def remove_field(code: str, field_id: int, *, by: User) -> None:
    """Ask this no more; answers that were given stay in their tickets."""
    topic = get_topic(by, code, lock=True)
    field = get_field(topic, field_id)
    field.delete()
    record("topic.changed", topic, by=by, code=topic.code, what="field_removed", field=field.code)


def get_topic(by: User, code: str, *, lock: bool = False) -> Topic:
    """Return the topic for its keeper."""
    _allowed(by)
    topics = Topic.objects.select_for_update(of=("self",)) if lock else Topic.objects.select_related("parent", "team")
    topic = topics.filter(code=code).first()
    if topic is None:
        raise NotVisible(_("There is no such topic."))
    return topic


def get_field(topic: Topic, field_id: int) -> TopicField:
    """Return the topic's own question."""
    field = TopicField.objects.filter(topic=topic, pk=field_id).first()
    if field is None:
        raise NotVisible(_("There is no such question."))
    return field


def used(topic: Topic) -> bool:
    """Say whether any ticket is about the topic."""
    return Ticket.objects.filter(topic=topic).exists()


def _keep(topic: Topic, columns: Mapping[str, Any], *, by: User) -> Topic:
    for name in TOPIC_COLUMNS:
        setattr(topic, name, columns[name])
    topic.asks = columns.get("asks", topic.asks)
    topic.save()
    record("topic.changed", topic, by=by, code=topic.code, what="topic")
    return topic


def _place(topic: Topic, position: int) -> None:
    shift = position - topic.position
    for child in topic.children.all():
        child.position += shift
        child.save(update_fields=["position"])
    topic.position = position
    topic.save(update_fields=["position"])


def _allowed(by: User) -> None:
    if not by.may("topics.manage"):
        raise NotAllowed(_("Topics are kept by administrators."))


def _check_topic(columns: Mapping[str, Any]) -> None:
    if not columns["name"].strip():
        raise Invalid(_("A topic needs a name."), errors={"name": [_("Give it a name that requesters understand.")]})


def _check_field(columns: Mapping[str, Any]) -> None:
    errors: dict[str, list[Any]] = {}
    if not columns["label"].strip():
        errors["label"] = [_("Write the question.")]
    if columns["kind"] == TopicField.Kind.CHOICE and len(columns["choices"]) < 2:  # noqa: PLR2004 - one is no choice
        errors["choices"] = [_("A choice has at least two answers, one on each line.")]
    if errors:
        raise Invalid(_("The question cannot be kept like this."), errors=errors)


def _free_code(name: str, parent: Topic | None) -> str:
    stem = f"{parent.code}." if parent else ""
    # The name is seldom Latin, and a code only has to stay the same: a number does.
    base = stem + (slugify(name)[:30] or "topic")
    taken = set(Topic.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if code not in taken)


def _free_field_code(topic: Topic, label: str) -> str:
    base = slugify(label)[:30] or "question"
    taken = set(topic.fields.values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if code not in taken)
