"""What a requester's search finds among the tickets they may know of.

SECURITY: whole tickets are found by their public words; a colleague's card only by what the card itself shows, which is
why cards are matched here, as they are written, and never in the table of words.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Func, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.db.models.lookups import Contains, IContains

from priyom.base.prepared import ask
from priyom.desk.models import Ticket, Topic
from priyom.desk.models.choices import TicketStatus
from priyom.desk.models.ticket import TicketQuerySet
from priyom.desk.portal.cards import card_of
from priyom.desk.search.finding import Found, find
from priyom.desk.search.ground import Ground, listed
from priyom.desk.search.queries import PUBLIC
from priyom.desk.search.snippets import Snippet, meant_by, snippets_of
from priyom.desk.search.words import fold, parse
from priyom.people.models import User

LOOKED_AT = 1_000  # the newest colleagues' tickets that are compared
MOST_CARDS, FIRST_READ = 10, 30
LONGEST_NUMBER = 18  # digits of a bigint
_READ = ("id", "number", "topic_id", "fields", "subject", "status", "opened_at")
_OF_CODES = re.compile(r"[a-z0-9_-]+")  # what error codes are made of
_STATES = "SELECT status, waiting_for, requester_id FROM desk_ticket WHERE id = ANY(%s::bigint[])"
# As ``fold`` writes it: without capitals, accents with their letters, one letter E.
_PLAIN = "translate(lower(normalize(%(expressions)s)), U&'\\0451', U&'\\0435')"


class Own(NamedTuple):
    """A ticket that the person sees whole, as far as the tabs above a search ask."""

    status: str
    waiting_for: str
    requester_id: int


@dataclass(frozen=True)
class Search:
    """What was found, before it is read and told: whole tickets best first, then cards."""

    found: Found
    ids: tuple[int, ...]
    snippets: Mapping[int, Snippet]
    cards: tuple[int, ...]
    meant: str


def search(
    user: User, text: str, ground: Ground, *, whole: TicketQuerySet, cards: TicketQuerySet | None, after: str = "",
    size: int,
) -> Search:  # fmt: skip
    """Search among the tickets of the ground, which are ``whole``; the others, if there can be any, are ``cards``."""
    found = find(user, text, ground=ground, after=after, size=size, weights=PUBLIC)
    ids = [hit.ticket_id for hit in found.hits.hits]
    shown: list[int] = []
    if not after:
        number = number_in(text)
        if number is not None:
            ids += [pk for pk in numbered(number, whole) if pk not in ids]
        if cards is not None:
            shown = _cards(cards, text, number)
    snippets = snippets_of(ids, found.hits.read, notes=False)
    return Search(found, tuple(ids), snippets, tuple(shown), meant_by(found, snippets.values()))


def numbered(number: int, tickets: TicketQuerySet) -> list[int]:
    """Return the one of the tickets that has this number."""
    return list(tickets.filter(number=number).values_list("pk", flat=True))


def states_of(ids: Iterable[int]) -> list[Own]:
    """Return of tickets that the person sees whole what tells under which tabs they stand."""
    return list(map(Own._make, ask(_STATES, [listed(ids)])))


def number_in(text: str) -> int | None:
    """Return the ticket's number when the text is nothing else."""
    digits = "".join(char for char in text if char.isdecimal())
    is_number = digits and not any(char.isalpha() for char in text) and len(digits) <= LONGEST_NUMBER
    return int(digits) if is_number else None


def _cards(cards: QuerySet[Ticket], text: str, number: int | None) -> list[int]:
    if number is not None:
        return list(cards.filter(number=number).values_list("pk", flat=True))
    wanted = [word for term in parse(text).wanted for word in term.words]
    if not wanted:
        return []
    topics = dict(Topic.objects.order_by().values_list("pk", "name"))
    newest = cards.order_by("-pk").values("pk")[:LOOKED_AT]
    likely = _may_show(wanted, Ticket.objects.filter(pk__in=newest), topics).order_by("-pk").values(*_READ)
    first = list(likely[:FIRST_READ])
    found = [row["id"] for row in first if _shows(row, wanted, topics)]
    if len(found) < MOST_CARDS and len(first) == FIRST_READ:
        found += [row["id"] for row in likely[FIRST_READ:LOOKED_AT] if _shows(row, wanted, topics)]
    return found[:MOST_CARDS]


def _may_show(wanted: Sequence[str], cards: QuerySet[Ticket], topics: Mapping[int, str]) -> QuerySet[Ticket]:
    """Leave out the cards that cannot show these words. What is left is told and compared as it is written."""
    named = {pk: fold(name) for pk, name in topics.items()}
    states = {value: fold(str(label)) for value, label in TicketStatus.choices}
    module = Func(KT("fields__module"), template=_PLAIN, output_field=TextField())
    for word in dict.fromkeys(wanted):
        shown = Q(topic__in=[pk for pk, name in named.items() if word in name])
        shown |= Q(status__in=[value for value, label in states.items() if word in label])
        shown |= Q(Contains(module, Value(word)))
        if _OF_CODES.fullmatch(word):
            answers = Cast("fields", TextField())
            shown |= Q(subject__icontains=word) | Q(IContains(answers, Value(word)))
        cards = cards.filter(shown)
    return cards


def _shows(row: dict[str, Any], wanted: Sequence[str], topics: Mapping[int, str]) -> bool:
    card = card_of(row | {"topic__name": topics.get(row["topic_id"], "")})
    shown = fold(f"{card.topic} {card.module} {card.code} {card.status}")
    return all(word in shown for word in wanted)
