"""Topics for programs: what tickets are about, and what each topic asks."""

from typing import Any

from django.utils.translation import gettext as _
from ninja import Query, Router

from priyom.base.api import REFUSALS, Paged, decode_cursor, page_of, refuse_unknown_filters
from priyom.base.errors import NotVisible
from priyom.desk.api.shapes import TopicOut, TopicPage
from priyom.desk.models import Topic
from priyom.desk.taxonomy import questions_of, taxonomy
from priyom.people.keys import Key
from priyom.people.models import User
from priyom.people.requests import SignedIn

router = Router(tags=["topics"])
READ = Key("tickets:read")


@router.get("/topics", auth=READ, response={200: TopicPage, **REFUSALS}, operation_id="listTopics",
            summary="List topics with their questions")  # fmt: skip
def index(request: SignedIn, filters: Query[Paged]) -> Any:
    refuse_unknown_filters(request, Paged)
    after = decode_cursor(filters.cursor) or 0
    offered = {topic.pk: topic for topic in sorted(_offered(request.user), key=lambda each: each.pk)}
    shown, following = page_of([pk for pk in offered if pk > after][: filters.limit + 1], filters.limit)
    return {"items": [_topic(offered[pk]) for pk in shown], "next": following}


@router.get("/topics/{code}", auth=READ, response={200: TopicOut, **REFUSALS}, operation_id="getTopic",
            summary="Read a topic with its questions")  # fmt: skip
def show(request: SignedIn, code: str) -> Any:
    found = next((topic for topic in _offered(request.user) if topic.code == code), None)
    if found is None:
        raise NotVisible(_("There is no such topic."))
    return _topic(found)


def _offered(user: User) -> list[Topic]:
    """Return the topics a person may choose: at the desk also those that requesters are not offered."""
    found = taxonomy()
    return list(found.topics) if user.works_at_desk else found.offered


def _topic(topic: Topic) -> dict[str, Any]:
    return {
        "code": topic.code,
        "parent": topic.parent.code if topic.parent else None,
        "name": topic.name,
        "hint": topic.hint,
        "kind": topic.kind,
        "is_active": topic.is_active,
        "questions": [
            {
                "code": each.code, "label": each.label, "hint": each.hint, "kind": each.kind,
                "choices": [[str(value), str(label)] for value, label in each.choices], "expected": each.expected,
            }
            for each in questions_of(topic)
        ],
    }  # fmt: skip
