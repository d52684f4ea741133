"""Searching as a person understands it: what was typed; failing that, what may have been meant.

Tried in turn, each only when all before it found nothing: the query as it stands; codes by their parts and the last
word as a beginning; the same keys in the other layout; words with a slip corrected. Nobody is offered a word that
stands only in what they may not read, so that a suggestion tells nothing of others.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.contrib.postgres.search import TrigramSimilarity
from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from priyom.base.prepared import ask
from priyom.desk.models import KnownWord
from priyom.desk.models.ticket import TicketQuerySet
from priyom.desk.search.ground import Ground, ground_of, listed
from priyom.desk.search.queries import Hits, Read, any_of, best, newest_of, read, read_all, weights_of
from priyom.desk.search.words import LEAST_TYPO, Query, Term, fold, lengths_near, nearest, parse, switched, words_of
from priyom.people.models import User
from priyom.people.reach import reach_of

PATIENCE_MS = 1_500
LITTLE = 3  # tickets: with fewer found, something else may have been meant
LEAST_ALIKE = 0.2  # trigrams in common: a word of five letters with two swapped has no more
MOST_ALIKE = 60
OWN_TICKETS = 300  # the newest whose words are compared where somebody does not see every ticket
# Each word once before it is compared, and only those of about the same length: that is most of what it costs.
_ALIKE = """
SELECT word, tickets FROM (
    SELECT word, count(*) AS tickets FROM desk_ticketwords,
        unnest(tsvector_to_array(ts_filter(words, %(letters)s::"char"[]))) AS word
    WHERE ticket_id = ANY(%(ids)s::bigint[]) AND length(word) BETWEEN %(shortest)s AND %(longest)s
    GROUP BY word OFFSET 0
) AS own WHERE word %% %(word)s AND word ~ '^[[:alpha:]]{4,40}$'
ORDER BY similarity(word, %(word)s) DESC, word LIMIT %(most)s
"""
NOTHING = Hits((), Read("", frozenset(), (), is_empty=True), 0)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to."""

    asked: str
    hits: Hits = NOTHING
    meant: str = ""  # what was searched for instead, when what was asked found nothing
    corrected: tuple[tuple[str, str], ...] = ()  # words that are still misspelt in ``meant``, each with its right stem
    also: str = ""  # what the same keys say in the other layout, when little was found and that finds something
    is_too_long: bool = False  # it took the database longer than anybody would wait
    only_minus: bool = False


def find(
    user: User, text: str, *, among: TicketQuerySet | None = None, ground: Ground | None = None, after: str = "",
    size: int = 20, typing: bool = False, weights: str | None = None,
) -> Found:  # fmt: skip
    """Return the best tickets for what was typed, or for what may have been meant by it.

    ``among`` narrows to a list's own tickets, ``ground`` is what is searched where that is known already; ``weights``
    narrows to less of them than the person might read.
    """
    weights = weights_of(user) if weights is None else weights
    query = parse(text, typing=typing)
    if not query.wanted:
        return Found(query.text, only_minus=bool(query.unwanted))
    try:
        with transaction.atomic():
            _be_patient()
            ground = ground_of(user, among) if ground is None else ground  # however many things may have been meant
            return _find(_Search(user, weights, ground), query, after=after, size=size)
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        return Found(query.text, is_too_long=True)


@dataclass(frozen=True, slots=True)
class _Search:
    """Who searches, what they may read of a ticket, and among which tickets."""

    user: User
    weights: str
    ground: Ground


def _find(search: _Search, query: Query, *, after: str, size: int) -> Found:
    first, *others = _variants(query)
    weights, ground = search.weights, search.ground
    asked = read(first[0], weights=weights)
    hits = best(ground, asked, after=after, size=size)
    if hits.hits:
        also = "" if after or hits.count >= LITTLE else _also(search, query)
        return Found(query.text, hits, also=also)
    if ground.is_few and not ground.ids:
        return Found(query.text, replace(NOTHING, read=asked))
    reads = read_all([variant for variant, _meant in others], weights=weights)
    if any_of(ground, reads):
        for other, (_variant, meant) in zip(reads, others, strict=True):
            hits = best(ground, other, after=after, size=size)
            if hits.hits:
                also = "" if meant or after or hits.count >= LITTLE else _also(search, query)
                return Found(query.text, hits, meant, also=also)
    changes = _corrections(search, query)
    if changes:
        variant = _corrected(query, changes)
        hits = best(ground, read(variant, weights=weights), after=after, size=size)
        if hits.hits:
            return Found(query.text, hits, fold(query.text), tuple(changes.items()))
    return Found(query.text, replace(NOTHING, read=asked))


def _also(search: _Search, query: Query) -> str:
    """Return what the same keys say in the other layout, if that finds something, too."""
    for text in switched(query.text):
        if best(search.ground, read(parse(text), weights=search.weights), size=1).hits:
            return text
    return ""


def _variants(query: Query) -> Iterator[tuple[Query, str]]:
    """Return the queries to be tried in turn, each with what it says when it is not what was typed."""
    tried = set()
    for text in ("", *switched(query.text)):
        typed = parse(text) if text else query
        for variant in (typed, typed.begun(), typed.loosened()):
            if variant.terms not in tried:
                tried.add(variant.terms)
                yield variant, text


def _be_patient() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, true), set_config('pg_trgm.similarity_threshold', %s, true)",
            [str(PATIENCE_MS), str(LEAST_ALIKE)],
        )


# --- slips of the finger ---------------------------------------------------------------------------------


def _corrections(search: _Search, query: Query) -> dict[str, str]:
    """Return for each word that is misspelt the stem it was probably meant to have."""
    typed = {
        word for term in query.wanted if not term.is_code or term.is_begun for word in words_of(" ".join(term.words))
    }
    typed |= {word for term in query.wanted if term.is_code for word in words_of(term.words[0])}
    changes = {}
    for word in sorted(typed):
        if len(word) < LEAST_TYPO or not word.isalpha():
            continue
        stems = read(Query(word, (Term((word,)),)), weights="").marks
        if not stems:
            continue
        stem = min(stems, key=lambda each: (len(each), each))  # the same in every process
        known = _alike(search, stem, lengths_near(stem, word))
        meant = None if stems & {each for each, _tickets in known} else nearest(stem, word, known)
        if meant:
            changes[word] = meant
    return changes


def _alike(search: _Search, word: str, lengths: tuple[int, int]) -> list[tuple[str, int]]:
    """Return words that resemble this one, among those the person may read, with how often they occur."""
    if reach_of(search.user).everything and not search.weights:
        known = KnownWord.objects.filter(word__trigram_similar=word).annotate(alike=TrigramSimilarity("word", word))
        return list(known.order_by("-alike", "word").values_list("word", "tickets")[:MOST_ALIKE])
    own = newest_of(search.ground, OWN_TICKETS)
    if not own:
        return []
    values = {
        "ids": listed(own), "letters": list((search.weights or "ABCD").lower()), "word": word,
        "shortest": lengths[0], "longest": lengths[1], "most": MOST_ALIKE,
    }  # fmt: skip
    return ask(_ALIKE, values)


def _corrected(query: Query, changes: dict[str, str]) -> Query:
    """Return the query with the stems in place of the misspelt words; a phrase becomes its words."""
    terms: list[Term] = []
    for term in query.terms:
        words = words_of(" ".join(term.words))
        if term.minus or not set(words) & set(changes):
            terms.append(term)
            continue
        terms += [Term((changes[word],), is_code=True) if word in changes else Term((word,)) for word in words]
    return Query(query.text, tuple(terms))
