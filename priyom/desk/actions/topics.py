"""The topics that Priyom ships: loaded at the first start, renewed by an upgrade, never over a person's edit."""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from priyom.desk.models import Topic, TopicField
from priyom.people.models import Team

FILE = Path(__file__).parents[1] / "data" / "topics.toml"
COLUMNS = (
    "name", "hint", "words", "strong", "explanation", "outside", "quick", "asks", "kind", "impact", "urgency",
    "team_id", "position", "is_active",
)  # fmt: skip
INHERITED = ("kind", "impact", "urgency", "team", "outside", "quick")
QUESTION = (
    "label", "short", "hint", "example", "why", "never_personal", "kind", "choices", "expected", "weight", "sets",
    "prefill", "position",
)  # fmt: skip


@transaction.atomic
def load_shipped_topics() -> int:
    """Bring the topics to their shipped state where nobody has edited them; return how many were written."""
    shipped = tomllib.loads(FILE.read_text(encoding="utf-8"))
    common = {question["code"]: question for question in shipped["field"]}
    known = {topic.code: topic for topic in Topic.objects.select_for_update(of=("self",)).prefetch_related("fields")}
    teams = dict(Team.objects.values_list("code", "pk"))
    written = 0
    for position, given in enumerate(shipped["topic"]):
        parent, changed = _load(given, known, position=position * 100, parent=None, teams=teams, common=common)
        written += changed
        for place, child in enumerate(given.get("child", ()), start=1):
            inherited = {name: given[name] for name in INHERITED if name in given and name not in child}
            whole = child | inherited
            _topic, changed = _load(
                whole, known, position=position * 100 + place, parent=parent, teams=teams, common=common
            )
            written += changed
    return written


def digest_of(topic: Topic) -> str:
    """Return a fingerprint of everything an administrator can edit; equal to ``shipped_digest`` while nobody has."""
    state = {name: getattr(topic, name) for name in COLUMNS}
    questions = topic.fields.all()
    state["fields"] = [[field.code, *(getattr(field, name) for name in QUESTION)] for field in questions]
    return hashlib.sha256(json.dumps(state, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _load(
    given: dict[str, Any], known: dict[str, Topic], *, position: int, parent: Topic | None, teams: dict[str, int],
    common: dict[str, Any],
) -> tuple[Topic, int]:  # fmt: skip
    topic = known.get(given["code"]) or Topic(code=given["code"])
    if topic.pk and topic.shipped_digest != digest_of(topic):
        return topic, 0  # somebody made it their own
    columns = _columns(given) | {
        "position": position,
        "team_id": teams.get(given.get("team", "")),
        "is_active": True,
    }
    for name, value in columns.items():
        setattr(topic, name, value)
    topic.parent = parent
    topic.save()
    questions = [_question(each, place, common) for place, each in enumerate(given.get("field", ()))]
    if questions != [{name: getattr(field, name) for name in ("code", *QUESTION)} for field in topic.fields.all()]:
        topic.fields.all().delete()
        TopicField.objects.bulk_create([TopicField(topic=topic, **question) for question in questions])
    fresh = Topic.objects.prefetch_related("fields").get(pk=topic.pk)
    before, fresh.shipped_digest = topic.shipped_digest, digest_of(fresh)
    fresh.save(update_fields=["shipped_digest"])
    return fresh, int(before != fresh.shipped_digest)


def _columns(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": given["name"],
        "hint": given.get("hint", ""),
        "words": given.get("words", []),
        "strong": given.get("strong", []),
        "explanation": given.get("why", ""),
        "outside": given.get("outside", ""),
        "quick": given.get("quick", False),
        "asks": given.get("ask"),
        "kind": given["kind"],
        "impact": given["impact"],
        "urgency": given["urgency"],
    }


def _question(given: dict[str, Any], position: int, common: dict[str, Any]) -> dict[str, Any]:
    whole = {**common.get(given.get("use", ""), {}), **given}
    return {
        "code": whole["code"],
        "label": whole["label"],
        "short": whole.get("short", ""),
        "hint": whole.get("hint", ""),
        "example": whole.get("example", ""),
        "why": whole.get("why", ""),
        "never_personal": whole.get("never_personal", ""),
        "kind": whole["kind"],
        "choices": whole.get("choices", []),
        "expected": whole.get("required_for_completeness", False),
        "weight": whole.get("weight", 1),
        "sets": whole.get("sets", ""),
        "prefill": whole.get("prefill", ""),
        "position": position,
    }
