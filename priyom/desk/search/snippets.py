"""What of a found ticket is shown: its subject and the stretch of its words that fits best, with the hits marked.

Marked is what the database takes for the same word: what begins like it, then one question about stems.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from priyom.base.telling import ticket_number
from priyom.desk.models.choices import TicketStatus
from priyom.desk.page.mentions import names_in
from priyom.desk.rules.lifecycle import DONE_STATUSES
from priyom.desk.rules.mentions import with_names
from priyom.desk.search.finding import Found
from priyom.desk.search.queries import Read
from priyom.desk.search.words import fold, letter_by_letter, seen

LOOKED_AT = 8_000  # characters of one message
MOST_MESSAGES = 30  # of one ticket
LENGTH, LEAD = 180, 50  # characters shown, and how many of them before the first hit
_SPACE = re.compile(r"\s+")
_TEXTS = """
SELECT ticket.id, ticket.status, target.number, ticket.subject, ticket.cause, ticket.remedy, said.open, said.inside
FROM desk_ticket AS ticket LEFT JOIN desk_ticket AS target ON target.id = ticket.merged_into_id
CROSS JOIN LATERAL (
    SELECT array_agg(left(body, %(length)s)) FILTER (WHERE visibility = 'public') AS open,
           array_agg(left(body, %(length)s)) FILTER (WHERE visibility <> 'public') AS inside
    FROM (SELECT body, visibility FROM desk_message
          WHERE ticket_id = ticket.id AND state = 'sent' AND (%(notes)s OR visibility = 'public')
          ORDER BY id LIMIT %(most)s) AS message
) AS said WHERE ticket.id = ANY(%(ids)s)
"""
_SAME = "SELECT word FROM unnest(%s::text[]) AS word WHERE tsvector_to_array(to_tsvector('priyom', word)) && %s"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, marked or not."""

    text: str
    is_hit: bool = False


@dataclass(frozen=True, slots=True)
class Snippet:
    """How a found ticket is shown."""

    subject: tuple[Piece, ...]
    said: tuple[Piece, ...]
    is_note: bool = False
    ended: str = ""  # what has become of the ticket, when nobody works on it any more


def snippets_of(ticket_ids: Sequence[int], asked: Read, *, notes: bool) -> dict[int, Snippet]:
    """Return the snippets of tickets that the reader may see whole; two queries however many they are."""
    if not ticket_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS, {"ids": list(ticket_ids), "notes": notes, "length": LOOKED_AT, "most": MOST_MESSAGES})
        rows = cursor.fetchall()
    likely, names = _likely(asked), names_in(note for row in rows for note in row[7] or ())
    tickets = {row[0]: _texts(row[3:], likely, names) for row in rows}
    same = _same({word for texts in tickets.values() for text in texts for _at, word in text.likely}, asked)
    return {row[0]: _snippet(tickets[row[0]], same, ended=_ended(row[1], row[2])) for row in rows}


def _ended(status: str, merged_into: int | None) -> str:
    if merged_into is not None:
        return _("merged into %(number)s") % {"number": ticket_number(merged_into)}
    return str(TicketStatus(status).label) if status in DONE_STATUSES else ""


def meant_by(found: Found, snippets: Iterable[Snippet]) -> str:
    """Return what was searched for as a person writes it: for a stem the whole word that stands in what was found."""
    meant = found.meant
    hits = (
        [fold(p.text) for each in snippets for p in (*each.subject, *each.said) if p.is_hit] if found.corrected else []
    )
    for typed, stem in found.corrected:
        meant = meant.replace(typed, next((word for word in hits if word.startswith(stem)), stem))
    return meant


@dataclass(frozen=True, slots=True)
class _Text:
    """A text and where in it words stand that begin like one that was asked for."""

    text: str
    likely: list[tuple[tuple[int, int], str]]
    is_note: bool = False

    def hits(self, same: frozenset[str]) -> list[tuple[int, int]]:
        """Return where the words stand that really are the same."""
        return [span for span, word in self.likely if word in same]


def _texts(row: Sequence[Any], likely: re.Pattern[str] | None, names: Mapping[str, str]) -> list[_Text]:
    subject, cause, remedy, said, inside = row
    public = [subject, *(said or ()), cause, remedy]
    return [_text(text, likely) for text in public] + [
        _text(with_names(text, names), likely, is_note=True) for text in inside or ()
    ]


def _text(text: str, likely: re.Pattern[str] | None, *, is_note: bool = False) -> _Text:
    shown = seen(text)
    if likely is None:
        return _Text(shown, [], is_note)
    return _Text(shown, [(found.span(), found.group()) for found in likely.finditer(letter_by_letter(shown))], is_note)


def _likely(asked: Read) -> re.Pattern[str] | None:
    """Return what finds words that begin like a stem, and codes as they stand; stems are verified later."""
    codes = [mark for mark in asked.marks if not mark.isalnum()]
    # «queries» has the stem «queri», and «query», too.
    stems = [mark.removesuffix("i") for mark in asked.marks if mark.isalnum()]
    parts = [rf"{re.escape(code)}(?![^\W_])" for code in sorted(codes, key=len, reverse=True)]
    parts += [rf"{re.escape(begun)}(?:[._/\\:@+-]*[^\W_])*" for begun in asked.begun if not begun.isalnum()]
    parts += [rf"{re.escape(stem)}[^\W_]*" for stem in (*stems, *filter(str.isalnum, asked.begun))]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})") if parts else None


def _same(words: set[str], asked: Read) -> frozenset[str]:
    """Return those of the words that are what was asked for."""
    sure = {word for word in words if word in asked.marks or (asked.begun and word.startswith(asked.begun))}
    doubtful = [word for word in words - sure if word.isalnum()]
    if doubtful:
        with connection.cursor() as cursor:
            cursor.execute(_SAME, [doubtful, list(asked.marks)])
            sure |= {row[0] for row in cursor.fetchall()}
    return frozenset(sure)


def _snippet(texts: Sequence[_Text], same: frozenset[str], *, ended: str) -> Snippet:
    subject, *others = texts
    best = max(others, key=lambda text: len({word for _at, word in text.likely if word in same}), default=subject)
    hits = best.hits(same)
    return Snippet(
        cut(subject.text, subject.hits(same), whole=True), cut(best.text, hits), best.is_note and bool(hits), ended
    )


def cut(text: str, spans: Sequence[tuple[int, int]], *, whole: bool = False) -> tuple[Piece, ...]:
    """Return the stretch of the text with its hits, in pieces; cut at words, with «…» where something is left out."""
    start, end = (0, len(text)) if whole else _window(text, spans)
    pieces, at = [], start
    for first, last in spans:
        if first < at or last > end:
            continue
        pieces += [Piece(text[at:first]), Piece(text[first:last], is_hit=True)]
        at = last
    pieces.append(Piece(text[at:end]))
    before, after = ("…" if start else ""), ("…" if end < len(text) else "")
    told = [Piece(before), *pieces, Piece(after)] if before or after else pieces
    return tuple(Piece(_SPACE.sub(" ", piece.text), piece.is_hit) for piece in told if piece.text)


def _window(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    if not spans:
        return 0, _at_space(text, LENGTH)
    # The stretch that holds most hits begins a little before one of them.
    first = max(spans, key=lambda span: sum(span[0] <= other[0] < span[0] + LENGTH - LEAD for other in spans))[0]
    start = 0 if first <= LEAD else text.rfind(" ", 0, first - LEAD + 1) + 1 or first - LEAD
    start = start if first - start <= 2 * LEAD else first - LEAD
    return start, _at_space(text, start + LENGTH)


def _at_space(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = text.find(" ", end, end + LEAD)
    return space if space >= 0 else end
