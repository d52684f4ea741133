"""The topics with their questions, as every form and list needs them: read once, kept while nobody changes them."""

from collections.abc import Mapping
from dataclasses import dataclass

from priyom.base.stamps import kept
from priyom.desk.models import Topic, TopicField


@dataclass(frozen=True)
class Taxonomy:
    """All topics in their order, each with its parent and team at hand, and the questions of each."""

    topics: tuple[Topic, ...]
    fields: Mapping[int, tuple[TopicField, ...]]  # by the topic's key

    @property
    def offered(self) -> list[Topic]:
        """Return the topics that a requester may choose."""
        return [topic for topic in self.topics if topic.is_active]


def taxonomy() -> Taxonomy:
    """Return the taxonomy as it stands; it is shared between requests and never changed in place."""
    return kept("taxonomy", _read)


def questions_of(topic: Topic | None) -> list[TopicField]:
    """Return what the topic asks: its own questions, then those of the topic above it that it picks."""
    if topic is None:
        return []
    fields = taxonomy().fields
    own = list(fields.get(topic.pk, ()))
    above = {field.code: field for field in fields.get(topic.parent_id or 0, ())}
    taken = {field.code for field in own}
    picked = list(above) if topic.asks is None else topic.asks
    return own + [above[code] for code in picked if code in above and code not in taken]


def _read() -> Taxonomy:
    fields: dict[int, list[TopicField]] = {}
    for field in TopicField.objects.all():
        fields.setdefault(field.topic_id, []).append(field)
    topics = Topic.objects.select_related("team", "parent__team")
    return Taxonomy(tuple(topics), {pk: tuple(asked) for pk, asked in fields.items()})
