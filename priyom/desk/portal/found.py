"""What a requester's search finds among the tickets they may know of.

SECURITY: whole tickets are found by their public words; a colleague's card only by what the card itself shows, which is
why cards are matched here, as they are written, and never in the table of words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from priyom.desk.models import Ticket
from priyom.desk.portal.cards import card_of
from priyom.desk.search.finding import Found, find
from priyom.desk.search.queries import PUBLIC, condition, few_of, matching_of
from priyom.desk.search.snippets import Snippet, meant_by, snippets_of
from priyom.desk.search.words import fold, parse
from priyom.people.models import User

LOOKED_AT = 200  # the newest cards that are compared
MOST_CARDS = 10
LONGEST_NUMBER = 18  # digits of a bigint


@dataclass(frozen=True)
class Search:
    """What was found, before it is told: whole tickets best first, then cards."""

    found: Found
    ids: tuple[int, ...]
    snippets: Mapping[int, Snippet]
    cards: tuple[dict[str, Any], ...]
    meant: str


def search(
    user: User, text: str, tickets: QuerySet[Ticket], whole: Q, *, after: str = "", size: int, columns: Sequence[str]
) -> Search:
    """Search among the tickets; ``whole`` says which of them the person sees whole, the others are cards."""
    found = find(user, text, among=tickets.filter(whole), after=after, size=size, weights=PUBLIC)
    ids = [hit.ticket_id for hit in found.hits.hits]
    cards: list[dict[str, Any]] = []
    if not after:
        number = number_in(text)
        if number is not None:
            ids += tickets.filter(whole, number=number).exclude(pk__in=ids).values_list("pk", flat=True)
        if whole:
            cards = _cards(tickets.exclude(pk__in=tickets.filter(whole).values("pk")), text, number, columns)
    snippets = snippets_of(ids, found.hits.read, notes=False)
    return Search(found, tuple(ids), snippets, tuple(cards), meant_by(found, snippets.values()))


def matches(user: User, found: Found, text: str, among: QuerySet[Ticket]) -> Q:
    """Return the condition by which whole tickets were found among these: for counting them."""
    number = number_in(text)
    few = few_of(user, among)
    words = condition(found.hits.read) if few is None else Q(pk__in=matching_of(found.hits.read, few))
    return words | (Q(number=number) if number is not None else Q())


def number_in(text: str) -> int | None:
    """Return the ticket's number when the text is nothing else."""
    digits = "".join(char for char in text if char.isdecimal())
    is_number = digits and not any(char.isalpha() for char in text) and len(digits) <= LONGEST_NUMBER
    return int(digits) if is_number else None


def _cards(cards: QuerySet[Ticket], text: str, number: int | None, columns: Sequence[str]) -> list[dict[str, Any]]:
    if number is not None:
        return list(cards.filter(number=number).values(*columns))
    wanted = [word for term in parse(text).wanted for word in term.words]
    if not wanted:
        return []
    found = []
    for row in cards.order_by("-pk").values(*columns)[:LOOKED_AT]:
        card = card_of(row)
        shown = fold(f"{card.topic} {card.module} {card.code} {card.status}")
        if all(word in shown for word in wanted):
            found.append(row)
    return found[:MOST_CARDS]
