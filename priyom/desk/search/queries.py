"""Finding: from what was typed to the best of the newest thousand tickets that the person may see.

The database reads the words once (stems, stop words) and says them back; everything after that works with constants.
SECURITY: a requester's query asks for the public weights only, in what must occur and in what must not, and is ranked
by them alone; so neither a row, nor its place, nor a count tells anything of a note.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import Q

from priyom.base.prepared import ask
from priyom.desk.models import TicketWords
from priyom.desk.permissions import may_read_notes
from priyom.desk.search.ground import Ground, listed
from priyom.desk.search.words import Query, Term, parse
from priyom.people.models import User

MOST_RANKED = 1_000  # the newest matches that are ranked; when there are more, the page says so
PUBLIC = "ABC"
_LEXEME = re.compile(r"'((?:[^']|'')+)'(:\*?[A-D]*)?")
_PLACE = re.compile(r"([0-9]{1,4})~([0-9]{1,18})")
# What a match is worth, from a note to the subject. What a reader may not see is worth nothing.
_WEIGHTS = {"": "{0.1, 0.4, 0.6, 1.0}", PUBLIC: "{0.0, 0.4, 0.6, 1.0}"}
FIRST_WINDOW = 8_192  # tickets, newest first, in which the first matches are looked for
WIDER = 16  # how much wider than the window before it another may at most be
_RANKED = """
SELECT ticket_id, floor(ts_rank(%s, words, %s::tsquery) * 100)::int FROM ({newest}) AS newest
"""
# By the tickets, not by the words: of one that stands in every hundredth ticket the index would give ten thousand.
_OF_FEW = """
SELECT ticket_id, floor(ts_rank(%(weights)s::real[], words, %(asked)s::tsquery) * 100)::int FROM desk_ticketwords
WHERE ticket_id = ANY(%(ids)s::bigint[]) AND words @@ %(asked)s::tsquery ORDER BY ticket_id DESC LIMIT %(most)s
"""
_ANY = """
SELECT EXISTS (SELECT FROM desk_ticketwords
    WHERE ticket_id = ANY(%(ids)s::bigint[]) AND words @@ %(asked)s::tsquery)
"""
_OF_PART = """
(SELECT ticket_id, words FROM desk_ticketwords
WHERE words @@ %s::tsquery AND ticket_id >= %s AND ticket_id < %s AND {part} ORDER BY {order} DESC LIMIT %s)
"""
_SOME = "(SELECT ticket_id FROM desk_ticketwords WHERE words @@ %s::tsquery AND {part} LIMIT %s)"
# Where the first window held few matches, PostgreSQL still hopes to meet many on its way back through
# the table, and reads the words of every ticket. Ordered by a sum it has no such way and asks the index of words.
_BACKWARDS, _SORTED = "ticket_id", "ticket_id + 0"


@dataclass(frozen=True, slots=True)
class Read:
    """A query as the database understands it: stems in place of words, nothing that means nothing."""

    text: str  # a tsquery, written out
    marks: frozenset[str]  # the stems and codes that are highlighted
    begun: tuple[str, ...]  # beginnings that are enough
    is_empty: bool
    weights: str = ""  # what of a ticket the reader may know: empty means all


@dataclass(frozen=True, slots=True)
class Hit:
    """A ticket that was found, and how well it fits."""

    ticket_id: int
    rank: int


@dataclass(frozen=True, slots=True)
class Hits:
    """The best of what was found, from one place on."""

    hits: tuple[Hit, ...]
    read: Read
    count: int  # of all matches, as far as they are ranked
    older: str = ""  # where the next page begins
    all: tuple[int, ...] = ()  # the ids of all matches, as far as they are ranked

    @property
    def is_more(self) -> bool:
        """Say whether there are more matches than are ranked."""
        return self.count >= MOST_RANKED


def weights_of(user: User) -> str:
    """Return the weights the person may read; empty means all."""
    return "" if may_read_notes(user) else PUBLIC


def read(query: Query, *, weights: str) -> Read:
    """Let the database understand the query: one short statement, no table."""
    return read_all([query], weights=weights)[0]


def read_all(queries: Sequence[Query], *, weights: str) -> list[Read]:
    """Let the database understand several queries by one statement."""
    asked = [_said(query, weights) for query in queries if query.wanted]
    understood = iter(_understood(asked, weights))
    nothing = Read("", frozenset(), (), is_empty=True, weights=weights)
    return [next(understood) if query.wanted else nothing for query in queries]


def read_any(texts: Sequence[str], *, weights: str) -> Read:
    """Let the database understand texts of which any one is enough."""
    joined = [_joined(parse(text).wanted, weights) for text in texts]
    params = [value for _sql, values in joined for value in values]
    wanted = "(" + " || ".join(f"({sql})" for sql, _values in joined) + ")"
    return _understood([_Said(wanted, wanted, [*params, *params])], weights)[0]


@dataclass(frozen=True, slots=True)
class _Said:
    """A query in SQL: what is wanted, the same without what is not, and the values of both."""

    wanted: str
    whole: str
    params: list[Any]


def _said(query: Query, weights: str) -> _Said:
    wanted, params = _joined(query.wanted, weights)
    unwanted, more = _joined(query.unwanted, weights, negated=True)
    return _Said(wanted, f"{wanted} && {unwanted}" if unwanted else wanted, [*params, *params, *more])


def _understood(asked: Sequence[_Said], weights: str) -> list[Read]:
    if not asked:
        return []
    parts = " UNION ALL ".join(f"SELECT {n}, {each.wanted}, {each.whole}" for n, each in enumerate(asked))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT w::text, CASE WHEN numnode(w) > 0 THEN numnode(q) ELSE 0 END, q::text "  # noqa: S608 - no input
            f"FROM ({parts}) AS asked (n, w, q) ORDER BY n",
            [value for each in asked for value in each.params],
        )
        return [_read_of(*row, weights=weights) for row in cursor.fetchall()]


def _read_of(said: str, nodes: int, text: str, *, weights: str) -> Read:
    found = [(lexeme[1].replace("''", "'"), "*" in (lexeme[2] or "")) for lexeme in _LEXEME.finditer(said)]
    return Read(
        text,
        frozenset(word for word, is_begun in found if not is_begun),
        tuple(word for word, is_begun in found if is_begun),
        is_empty=not nodes,
        weights=weights,
    )


def _joined(terms: Sequence[Term], weights: str, *, negated: bool = False) -> tuple[str, list[Any]]:
    parts: list[str] = []
    params: list[Any] = []
    for term in terms:
        sql, values = _leaf(term, weights)
        parts.append(f"!!({sql})" if negated else sql)
        params += values
    return " && ".join(parts), params


def _leaf(term: Term, weights: str) -> tuple[str, list[Any]]:
    """Return one term in SQL: words go through the language, codes and beginnings stay as they are."""
    said = "'" + " ".join(term.words).replace("\\", "\\\\").replace("'", "''") + "'"
    if term.is_code:
        return "%s::tsquery", [f"{said}:{'*' if term.is_begun else ''}{weights}"]
    stems, asked = "desk_words_asked(%s, %s)", [list(term.words), weights]
    return (f"({stems} || %s::tsquery)", [*asked, f"{said}:*{weights}"]) if term.is_begun else (stems, asked)


# --- matching --------------------------------------------------------------------------------------------


def matching(text: str, *, weights: str = "") -> Q:
    """Return the condition «this ticket has these words» for a list with an order of its own.

    Whoever asks filters by what the person may see; the weights keep to what the person may read (``weights_of``).
    """
    return condition(read(parse(text), weights=weights))


def condition(asked: Read) -> Q:
    """Return «this ticket has these words» for tickets that the person may see anyway."""
    if asked.is_empty:
        return Q(pk__in=[])
    return Q(pk__in=TicketWords.objects.filter(words__matches=asked.text).values("ticket_id"))


def newest(ground: Ground, asked: Read, *, before: int | None, limit: int) -> list[int]:
    """Return the ids of the newest tickets of the ground that have these words, for a list that goes on ``before``."""
    if asked.is_empty:
        return []
    found = _newest(ground, asked, before=before, enough=limit)
    return sorted((pk for pk, _rank in found), reverse=True)[:limit]


def newest_of(ground: Ground, most: int) -> list[int]:
    """Return the ids of the newest tickets of the ground, whatever they say."""
    parts = " UNION ".join(
        f"(SELECT ticket_id FROM desk_ticketwords WHERE {part.sql} ORDER BY ticket_id DESC LIMIT %s)"  # noqa: S608
        for part in ground.parts
    )
    found = set(ground.ids)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(parts, [value for part in ground.parts for value in (*part.params, most)])
            found |= {pk for (pk,) in cursor.fetchall()}
    return sorted(found, reverse=True)[:most]


def best(ground: Ground, asked: Read, *, after: str = "", size: int = 20) -> Hits:
    """Return the tickets of the ground that fit best among the newest matches."""
    if asked.is_empty:
        return Hits((), asked, 0)
    found = _newest(ground, asked)
    place = _PLACE.fullmatch(after)
    ranked = sorted(((rank, pk) for pk, rank in found), reverse=True)
    if place:
        ranked = [each for each in ranked if each < (int(place[1]), int(place[2]))]
    hits = tuple(Hit(pk, rank) for rank, pk in ranked[:size])
    older = f"{hits[-1].rank}~{hits[-1].ticket_id}" if len(ranked) > size else ""
    return Hits(hits, asked, len(found), older, tuple(pk for pk, _rank in found))


def count_of(ground: Ground, asked: Read, *, most: int) -> int:
    """Return how many tickets match, counted no further than ``most``.

    In no order and in no window, so that the database may begin with the tickets where those are fewer than matches.
    """
    if asked.is_empty:
        return 0
    found = {pk for pk, _rank in _among_few(asked, ground.ids, most)}
    if ground.parts and len(found) < most:
        sql = " UNION ".join(_SOME.format(part=part.sql) for part in ground.parts)
        with connection.cursor() as cursor:
            cursor.execute(sql, [value for part in ground.parts for value in (asked.text, *part.params, most)])
            found |= {pk for (pk,) in cursor.fetchall()}
    return min(len(found), most)


def any_of(ground: Ground, asked: Sequence[Read]) -> bool:
    """Say whether anything of all this stands in any of the tickets: one question in place of one for each."""
    texts = [f"({each.text})" for each in asked if not each.is_empty]
    if not texts:
        return False
    together = replace(next(each for each in asked if not each.is_empty), text=" | ".join(texts))
    if ground.ids and ask(_ANY, {"asked": together.text, "ids": listed(ground.ids)})[0][0]:
        return True
    return bool(_in_parts(ground, together, None, enough=1))


def _newest(
    ground: Ground, asked: Read, *, before: int | None = None, enough: int | None = None
) -> list[tuple[int, int]]:  # fmt: skip
    """Return the newest matches, each with its rank."""
    enough = MOST_RANKED if enough is None else enough
    ids = [pk for pk in ground.ids if before is None or pk < before]
    found = _among_few(asked, ids, enough)
    if ground.parts:
        # What stands in several parts is found several times, with another rank where somebody wrote in it meanwhile.
        parts = _in_parts(ground, asked, before, enough=enough)
        found = sorted((dict(found) | dict(parts)).items(), reverse=True)
    return found[:MOST_RANKED]


def _among_few(asked: Read, few: Sequence[int], most: int) -> list[tuple[int, int]]:
    values = {"weights": _WEIGHTS[asked.weights], "asked": asked.text, "ids": listed(few), "most": most}
    return ask(_OF_FEW, values) if few else []


def _in_parts(ground: Ground, asked: Read, before: int | None, *, enough: int) -> list[tuple[int, int]]:
    """Look for the newest matches in windows of the table, from the newest on.

    Nobody knows beforehand how rare the words are. The first window is small and tells; the next is as wide as is
    probably needed. So a word that stands in every hundredth ticket costs the same among a million as among many more.
    """
    if not ground.parts:
        return []
    end = (ask("SELECT max(id) FROM desk_ticket")[0][0] or 0) + 1
    end = end if before is None else min(end, before)
    found: set[tuple[int, int]] = set()
    looked_at, width = 0, FIRST_WINDOW if ground.in_windows else end
    while end > 0 and len(found) < enough:
        start = max(0, end - width)
        if start < width // 2:  # what would be left is not worth a question of its own
            start = 0
        order = _BACKWARDS if ground.is_everything and not looked_at else _SORTED
        found |= set(_within(ground, asked, start, end, most=enough - len(found), order=order))
        looked_at, end = looked_at + end - start, start
        needed = (enough - len(found)) * looked_at / (len(found) or 1)
        width = int(min(width * WIDER, max(needed * 1.2, FIRST_WINDOW)))
    return list(found)


def _within(ground: Ground, asked: Read, start: int, end: int, *, most: int, order: str) -> list[tuple[int, int]]:
    # The bounds and the query are constants: the planner leaves out all other parts, and knows how rare the words are.
    newest = " UNION ALL ".join(_OF_PART.format(part=part.sql, order=order) for part in ground.parts)
    params = [value for part in ground.parts for value in (asked.text, start, end, *part.params, most)]
    with connection.cursor() as cursor:
        cursor.execute(_RANKED.format(newest=newest), [_WEIGHTS[asked.weights], asked.text, *params])
        return cursor.fetchall()
