"""A message taken apart into sentences, dealt out to several tickets, and put together again. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from priyom.desk.rules import intake

MOST_PIECES = 60
MOST_PARTS = 5
STAYS, EVERYWHERE = "0", "all"
_SENTENCE_END = re.compile(r"(?<=[.!?…])[ \t]+")


@dataclass(frozen=True)
class Piece:
    """One sentence, and how many line ends stood before it (0: it follows in the same line)."""

    text: str
    breaks: int


def pieces_of(body: str) -> list[Piece]:
    """Return the sentences in order; a text of very many sentences is taken apart by lines only."""
    lines = _lines(body)
    pieces = [Piece(sentence, breaks if first else 0) for breaks, line in lines for first, sentence in _sentences(line)]
    if len(pieces) > MOST_PIECES:
        pieces = [Piece(line, breaks) for breaks, line in lines]
    if len(pieces) > MOST_PIECES:
        rest = pieces[MOST_PIECES - 1 :]
        pieces = [*pieces[: MOST_PIECES - 1], Piece("\n".join(piece.text for piece in rest), rest[0].breaks)]
    return pieces


def put_together(pieces: Sequence[Piece], chosen: Sequence[int]) -> str:
    """Return the chosen pieces as a text with their paragraphs."""
    text, last = "", -1
    for index in sorted(chosen):
        breaks = max((pieces[between].breaks for between in range(last + 1, index + 1)), default=0)
        text += ("" if not text else "\n" * breaks or " ") + pieces[index].text
        last = index
    return text


def deal(pieces: Sequence[Piece], places: Mapping[int, str], part: str) -> str:
    """Return the text of one part (``"1"`` … ``"5"``, or ``"0"`` for what stays)."""
    return put_together(pieces, [n for n in range(len(pieces)) if places.get(n, STAYS) in (part, EVERYWHERE)])


def first_guess(pieces: Sequence[Piece]) -> dict[int, str]:
    """Guess which sentence belongs to which question: by paragraphs, or by question marks within one.

    The first question stays where it is; a line before the first question mark or full thought goes with it.
    """
    paragraphs = [n for n, piece in enumerate(pieces) if piece.breaks or n == 0]
    if len(paragraphs) > 1:
        starts = [n for n in paragraphs if _is_matter(pieces, n, paragraphs)]
    else:
        asked = [n for n, piece in enumerate(pieces) if piece.text.rstrip().endswith("?")]
        starts = [0, *[n + 1 for n in asked if n + 1 < len(pieces)]]
    places, part = {}, -1
    for n in range(len(pieces)):
        if n in starts and part < MOST_PARTS:
            part += 1
        places[n] = str(max(part, 0))
    return places


def guess(body: str) -> dict[int, str]:
    """Guess as the portal's form does which sentence is which question; else by paragraphs."""
    pieces, stretches = pieces_of(body), intake.pieces_of(body)
    if len({stretch.question for stretch in stretches}) < 2:  # noqa: PLR2004 - one question is no guess
        return first_guess(pieces)
    places, at = {}, 0
    for n, piece in enumerate(pieces):
        at = max(body.find(piece.text[:40], at), at)
        end, question = 0, 0
        for stretch in stretches:
            end, question = end + len(stretch.text), stretch.question
            if at < end:
                break
        places[n] = str(min(question, MOST_PARTS))
    return places


def _is_matter(pieces: Sequence[Piece], start: int, paragraphs: Sequence[int]) -> bool:
    """Say whether a paragraph is long enough to be a question of its own, not a greeting or a signature."""
    end = next((n for n in paragraphs if n > start), len(pieces))
    return sum(len(piece.text.split()) for piece in pieces[start:end]) >= 4  # noqa: PLR2004 - a greeting has fewer words


def _lines(body: str) -> list[tuple[int, str]]:
    found, breaks = [], 0
    for line in body.strip().splitlines():
        if line.strip():
            found.append((breaks, line.strip()))
            breaks = 1
        else:
            breaks = 2
    return found


def _sentences(line: str) -> list[tuple[bool, str]]:
    sentences: list[str] = []
    for part in _SENTENCE_END.split(line):
        # An abbreviation: a small letter after a full stop goes on with the sentence.
        if sentences and part[:1].islower():
            sentences[-1] += " " + part
        elif part:
            sentences.append(part)
    return [(n == 0, sentence) for n, sentence in enumerate(sentences)]
