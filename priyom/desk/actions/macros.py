"""Canned answers and macros as things of their own: shipped, written, changed, taken out of use, counted."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid, NotAllowed, NotVisible
from priyom.base.events import record
from priyom.desk.actions.effects import WORDS
from priyom.desk.models import CannedAnswer, Topic
from priyom.desk.rules.lifecycle import Status
from priyom.desk.rules.placeholders import NAMES, unknown_in
from priyom.people.models import Team, User
from priyom.people.queries import team_ids_of
from priyom.people.roles import SEES_ALL
from priyom.privacy.actions import screen_text

SHIPPED = Path(__file__).parents[1] / "data" / "replies.toml"


@transaction.atomic
def load_shipped_replies(path: Path = SHIPPED) -> int:
    """Bring in the answers that Priyom ships and that are not there yet; what somebody has edited stays."""
    if not path.is_file():
        return 0
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    known = set(CannedAnswer.objects.values_list("code", flat=True))
    topics = dict(Topic.objects.values_list("code", "pk"))
    fresh = [entry for entry in [*data.get("reply", ()), *data.get("macro", ())] if entry["code"] not in known]
    for entry in fresh:
        answer = CannedAnswer.objects.create(
            code=entry["code"],
            title=entry["name"],
            body=entry.get("text", "").strip(),
            visibility=entry.get("visibility", "public"),
            effects=_shipped_effects(entry.get("set", {})),
        )
        answer.topics.set([topics[code] for code in entry.get("topics", ()) if code in topics])
    return len(fresh)


@transaction.atomic
def save_reply(
    code: str,
    *,
    by: User,
    title: str,
    body: str,
    effects: dict[str, Any],
    visibility: str,
    topics: list[Topic],
    team: Team | None,
) -> CannedAnswer:
    """Write a canned answer, or change the one with this code."""
    answer = get_own_reply(by, code, lock=True) if code else CannedAnswer()
    _check(by, title=title, body=body, effects=effects, team=team)
    if not code:
        answer.code = _free_code(screen_text(title.strip()).masked)
    answer.title, answer.body = screen_text(title.strip()).masked, screen_text(body.strip()).masked
    answer.effects = {
        name: screen_text(value).masked if name in WORDS and isinstance(value, str) else value
        for name, value in effects.items()
    }
    answer.visibility, answer.team = visibility, team
    answer.save()
    answer.topics.set(topics)
    record("reply.changed", answer, by=by, code=answer.code)
    return answer


@transaction.atomic
def set_reply_in_use(code: str, *, by: User, in_use: bool) -> CannedAnswer:
    """Offer the answer, or no longer; nothing is ever deleted, since tickets were answered with it."""
    answer = get_own_reply(by, code, lock=True)
    if answer.is_active != in_use:
        answer.is_active = in_use
        answer.save(update_fields=["is_active"])
        record("reply.changed", answer, by=by, code=answer.code, in_use=in_use)
    return answer


def count_use(codes: list[str]) -> None:
    """Count that answers were sent; a code that is unknown counts nothing."""
    CannedAnswer.objects.filter(code__in=codes[:10]).update(used=F("used") + 1)


def get_own_reply(by: User, code: str, *, lock: bool = False) -> CannedAnswer:
    """Return the answer if the person may change it: everybody's, or one of their own teams."""
    if not by.may("reply.manage"):
        raise NotAllowed(_("Canned answers are kept by team leads."))
    answers = (
        CannedAnswer.objects.select_for_update(of=("self",)) if lock else CannedAnswer.objects.select_related("team")
    )
    answer = answers.filter(code=code).first()
    if answer is None or not _may_keep_for(by, answer.team_id):
        raise NotVisible(_("There is no such answer, or it is another team's."))
    return answer


def _may_keep_for(by: User, team_id: int | None) -> bool:
    return team_id is None or bool(SEES_ALL & by.roles) or team_id in team_ids_of(by)


def _check(by: User, *, title: str, body: str, effects: dict[str, Any], team: Team | None) -> None:
    if not by.may("reply.manage"):
        raise NotAllowed(_("Canned answers are kept by team leads."))
    errors: dict[str, list[Any]] = {}
    if not title.strip():
        errors["title"] = [_("Give it a name by which it is found.")]
    if not body.strip() and not effects:
        errors["body"] = [_("An answer needs words, or at least a change.")]
    for name, text in (
        ("body", body),
        ("cause", effects.get("cause", "")),
        ("remedy", effects.get("remedy", "")),
    ):
        unknown = unknown_in(text)
        if unknown:
            errors[name] = [
                _("Unknown: %(unknown)s. There are only %(known)s.")
                % {"unknown": _braced(unknown), "known": _braced(NAMES)}
            ]
    if effects.get("status") == Status.WAITING and not effects.get("waiting_for"):
        errors["waiting_for"] = [_("Say on whom it waits.")]
    if effects.get("status") == Status.RESOLVED and not (effects.get("cause") and effects.get("remedy")):
        errors["cause"] = [_("A solution says the cause and the remedy.")]
    if team is not None and not _may_keep_for(by, team.pk):
        errors["team"] = [_("Choose one of your own teams.")]
    if errors:
        raise Invalid(_("The answer cannot be kept like this."), errors=errors)


def _free_code(title: str) -> str:
    stem = slugify(title)[:50] or "answer"
    taken = set(CannedAnswer.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if code not in taken)


def _braced(names: Any) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


def _shipped_effects(given: dict[str, Any]) -> dict[str, Any]:
    effects = dict(given)
    if effects.pop("assignee", None) == "me":
        effects["take"] = True
    return effects
