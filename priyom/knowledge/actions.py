"""Writing down what is known, saying whether it helped and whether it is still true."""

import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, WrongState
from priyom.base.events import record
from priyom.desk.models import Topic
from priyom.desk.queries import get_ticket
from priyom.knowledge.models import Article, Verdict
from priyom.knowledge.permissions import may_write
from priyom.knowledge.queries import get_article
from priyom.people.models import User
from priyom.privacy.actions import screen_text

SHIPPED = Path(__file__).parent / "data" / "articles.toml"
GUIDES = Path(__file__).parent.parent / "desk" / "data" / "guides.toml"
MAX_BODY = 50_000


@transaction.atomic
def draft_from_ticket(number: int, *, by: User) -> Article:
    """Make a draft article of a solved ticket; asked twice, it is the same draft."""
    ticket = get_ticket(by, number, lock=True)
    if not may_write(by):
        raise NotAllowed(_("Only support staff write articles."))
    if not ticket.remedy:
        raise WrongState(_("Solve the ticket first: an article needs the cause and the remedy."))
    existing = Article.objects.filter(from_ticket=ticket).first()
    if existing is not None:
        return existing
    body = "\n\n".join(part for part in (ticket.cause, ticket.remedy) if part)
    article = Article.objects.create(
        code=f"ticket-{ticket.number}", title=ticket.subject[:160], body=body, from_ticket=ticket, author=by,
        checked_at=now(), changed_at=now(),
    )  # fmt: skip
    if ticket.topic:
        article.topics.add(ticket.topic)
    record("article.drafted", article, by=by, region_id=ticket.region_id, ticket=ticket.pk)
    return article


@transaction.atomic
def write_article(
    code: str, *, by: User, title: str, summary: str, body: str, audience: str, state: str, topics: list[Topic]
) -> Article:
    """Keep the article's text and say who reads it; publishing and retiring are facts of their own."""
    if not may_write(by):
        raise NotAllowed(_("Only support staff write articles."))
    article = get_article(by, code)
    errors = {
        name: [sentence]
        for name, value, sentence in (
            ("title", title, _("An article needs a title.")),
            ("body", body, _("An article needs a text.")),
        )
        if not value.strip()
    }
    if len(body) > MAX_BODY:
        errors["body"] = [_("At most %(most)s characters.") % {"most": MAX_BODY}]
    if errors:
        raise Invalid(_("Something is missing."), errors=errors)
    before = article.state
    article.title, article.summary = screen_text(title.strip()).masked[:160], screen_text(summary.strip()).masked[:300]
    article.body, article.audience, article.state = screen_text(body.strip()).masked, audience, state
    article.changed_at = article.checked_at = now()
    article.save(update_fields=["title", "summary", "body", "audience", "state", "changed_at", "checked_at"])
    article.topics.set(topics)
    fact = {"published": "article.published", "retired": "article.retired"}.get(
        state if state != before else "", "article.changed"
    )
    record(fact, article, by=by)
    return article


@transaction.atomic
def start_article(*, by: User) -> Article:
    """Begin an empty article."""
    if not may_write(by):
        raise NotAllowed(_("Only support staff write articles."))
    # RACE: a double click begins one article, not two; the unique code makes the second wait for the first.
    article, is_new = Article.objects.get_or_create(
        code=f"new-{now():%Y%m%d%H%M%S}-{by.pk}",
        defaults={"title": _("New article"), "body": "", "author": by, "checked_at": now(), "changed_at": now()},
    )
    if is_new:
        record("article.drafted", article, by=by)
    return article


@transaction.atomic
def judge(code: str, *, by: User, helped: bool) -> Article:
    """Say whether the article helped; said again, the last word counts."""
    article = get_article(by, code)
    verdict = Verdict.objects.select_for_update().filter(article=article, user=by).first()
    if verdict is None:
        Verdict.objects.create(article=article, user=by, helped=helped, given_at=now())
        Article.objects.filter(pk=article.pk).update(asked=F("asked") + 1, helped=F("helped") + int(helped))
    elif verdict.helped != helped:
        verdict.helped, verdict.given_at = helped, now()
        verdict.save(update_fields=["helped", "given_at"])
        Article.objects.filter(pk=article.pk).update(helped=F("helped") + (1 if helped else -1))
    article.refresh_from_db()
    return article


@transaction.atomic
def load_shipped_articles() -> int:
    """Put the articles that Priyom ships into an empty knowledge base; return how many."""
    if Article.objects.exists():
        return 0
    topics = {topic.code: topic for topic in Topic.objects.all()}
    rows = _shipped()
    for row in rows:
        days = int(found[1]) if (found := re.fullmatch(r"-(\d+)d", str(row.get("checked", "")))) else 0
        article = Article.objects.create(
            code=row["code"], title=row["title"], summary=row.get("summary", ""), body=row["body"].strip(),
            audience=row.get("audience", "everyone"), state=Article.State.PUBLISHED, versions=row.get("versions", []),
            checked_at=now() - timedelta(days=days), changed_at=now(),
        )  # fmt: skip
        article.topics.set([topics[code] for code in row.get("topics", ()) if code in topics])
    return len(rows)


@transaction.atomic
def enliven_articles() -> None:
    """Give the shipped articles the authors and readers of the demo world."""
    people = {user.login: user for user in User.objects.filter(is_demo=True)}
    for row in _shipped():
        yes, asked = row.get("helped", (0, 0))
        Article.objects.filter(code=row["code"]).update(
            author=people.get(row.get("author", "")), helped=yes, asked=asked
        )


def _shipped() -> list[dict[str, Any]]:
    """Return the articles, and the guides «how to ask well», which are articles to whoever reads them."""
    guides = tomllib.loads(GUIDES.read_text(encoding="utf-8"))["guide"]
    return [*tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["article"], *guides]
