"""What is known: articles one may read, and what resembles a ticket."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramSimilarity
from django.db.models import F, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from priyom.base.errors import NotVisible
from priyom.desk.actions.sealing import is_placeholder
from priyom.desk.models import Ticket
from priyom.desk.queries import get_ticket
from priyom.desk.search.queries import read
from priyom.desk.search.sharing import sharing_code
from priyom.desk.search.words import parse, switched
from priyom.knowledge.models import Article
from priyom.people.models import User

SUGGESTED = 3
LISTED = 50
COMPARED = 300  # the newest tickets of a topic among which the alike are looked for
LEAST_RANK, LEAST_ALIKE = 0.02, 0.18
MOST_WORDS = 24


@dataclass(frozen=True)
class Alike:
    """A ticket that resembles another."""

    number: int
    subject: str
    status: str
    is_done: bool


@dataclass(frozen=True)
class Shelf:
    """Articles under one heading."""

    title: str
    articles: "list[Article]"


def readable_by(user: User) -> "QuerySet[Article]":
    """Return the articles that the person may read."""
    if user.may("desk.read"):
        # SECURITY: until somebody publishes it, a draft made of a ticket is that ticket's words.
        open_to_all = ~Q(state=Article.State.DRAFT) | Q(from_ticket=None) | Q(author=user)
        return Article.objects.filter(open_to_all | Q(from_ticket__in=Ticket.objects.visible_to(user)))
    return Article.objects.filter(state=Article.State.PUBLISHED, audience=Article.Audience.EVERYONE)


def get_article(user: User, code: str) -> Article:
    """Return the article the person may read."""
    article = readable_by(user).prefetch_related("topics").select_related("author").filter(code=code).first()
    if article is None:
        raise NotVisible(_("There is no such article."))
    return article


def article_list(user: User, *, text: str = "", topic: str = "") -> "list[Article]":
    """Return articles by title, or those about the words, best first."""
    articles = readable_by(user).exclude(state=Article.State.RETIRED)
    if topic:
        articles = articles.filter(Q(topics__code=topic) | Q(topics__parent__code=topic)).distinct()
    if any_of(text) is None:
        return list(articles.order_by("title")[:LISTED])
    for query in _asked(text):
        ranked = articles.filter(words=query).annotate(rank=SearchRank(F("words"), query))
        found: list[Article] = list(ranked.order_by("-rank", "title")[:LISTED])
        if found:
            return found
    return []


def shelves_of(articles: "list[Article]") -> list[Shelf]:
    """Put articles under the topics of the first level, in their order; what is about no topic comes first."""
    shelves: dict[tuple[int, str], list[Article]] = {}
    prefetch_related_objects(articles, "topics__parent")
    for article in articles:
        topic = min(article.topics.all(), key=lambda each: each.position, default=None)
        root = (topic.parent or topic) if topic else None
        shelves.setdefault((root.position, root.name) if root else (-1, _("For everybody")), []).append(article)
    return [Shelf(title, found) for (_place, title), found in sorted(shelves.items(), key=lambda item: item[0])]


def suggested(user: User, *, text: str, topics: tuple[str, ...] = ()) -> "list[Article]":
    """Return the few published articles that most likely answer the text; the topic's own come first."""
    query = any_of(text)
    found = readable_by(user).filter(state=Article.State.PUBLISHED)
    if query is not None:
        ranked = found.filter(words=query).annotate(rank=SearchRank(F("words"), query)).filter(rank__gte=LEAST_RANK)
        best = list(ranked.order_by("-rank")[: SUGGESTED * 3].prefetch_related("topics"))
        best.sort(key=lambda article: (not _is_about(article, topics), -article.rank))
        return [*best[:SUGGESTED]]
    return list(found.filter(topics__code__in=topics).distinct().order_by("-helped")[:SUGGESTED]) if topics else []


def alike_to(user: User, number: int) -> tuple[Ticket, list[Alike], list[Article]]:
    """Return the ticket with tickets that resemble it and articles that may answer it.

    While its words are not there yet only its topic tells something.
    """
    ticket = get_ticket(user, number)
    first = ticket.messages.order_by("pk").values_list("body", flat=True).first() or ""
    subject, first = ("" if is_placeholder(said) else said for said in (ticket.subject, first))
    text = f"{subject} {first[:1000]}"
    twins = sharing_code(user, f"{subject}\n{first}", besides=ticket.pk, size=SUGGESTED)
    rows = sorted(
        _resembling(user, ticket, twins), key=lambda row: twins.index(row.pk) if row.pk in twins else SUGGESTED
    )
    alike = [
        Alike(row.number, row.subject, row.get_status_display(), row.status in {"resolved", "closed"})
        for row in rows[:SUGGESTED]
    ]
    topics = tuple(topic.code for topic in (ticket.topic, ticket.topic.parent if ticket.topic else None) if topic)
    return ticket, alike, suggested(user, text=text, topics=topics)


def _resembling(user: User, ticket: Ticket, twins: list[int]) -> list[Ticket]:
    """Return the twins and, after them, the newest of the topic whose subjects are alike, the likest first."""
    visible = Ticket.objects.visible_to(user).exclude(pk=ticket.pk)
    recent = visible.filter(topic_id=ticket.topic_id).order_by("-pk").values_list("pk", flat=True)[:COMPARED]
    near = Ticket.objects.filter(pk__in=list(recent)).annotate(alike=TrigramSimilarity("subject", ticket.subject))
    near = near.none() if is_placeholder(ticket.subject) else near
    columns = ("number", "subject", "status")
    found = near.filter(alike__gte=LEAST_ALIKE).exclude(pk__in=twins).order_by("-alike", "-pk").only(*columns)
    return [*visible.filter(pk__in=twins).only(*columns), *found[:SUGGESTED]]


def _asked(text: str) -> Iterator[SearchQuery]:
    """Return what is tried in turn: every word, also as a beginning and in the other layout; at last any of the words.

    The same language as among tickets (quotes, minus); an article has no whole codes, so that they go by their parts.
    """
    query = parse(text).loosened()
    for variant in (query, query.begun(), *(parse(other).loosened() for other in switched(text))):
        asked = read(variant, weights="")
        if not asked.is_empty:
            yield SearchQuery(asked.text, config="simple", search_type="raw")
    anything = any_of(text)
    if anything is not None and not query.unwanted:
        yield anything


def any_of(text: str) -> SearchQuery | None:
    """Return a query for any of the text's words, or None when it has none. Operators in the text mean nothing."""
    words = list(dict.fromkeys(re.findall(r"[\w.\-]{3,60}", text.lower())))[:MOST_WORDS]
    query: Any = None
    for word in words:
        one = SearchQuery(word, config="russian", search_type="plain")
        query = one if query is None else query | one
    return query


def _is_about(article: Article, topics: tuple[str, ...]) -> bool:
    return any(topic.code in topics for topic in article.topics.all())
