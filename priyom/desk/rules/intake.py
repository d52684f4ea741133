"""What a form makes of a text before it is sent: how many questions, thanks, error codes, what is missing. Pure."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from priyom.desk.rules import words
from priyom.desk.rules.routing import fold, tokens_of

MOST_PARTS = 6
LEAST_WORDS = 3  # shorter than this nothing is a question of its own
LOOKED_AT = 20_000
LONGEST_ABBREVIATION = 12
LONGEST_THANKS = 60  # words; a longer text has more to say
_ITEM = re.compile(r"(?<![\w.])(\d{1,2})[.)]\s++(?=\S)")
_END = re.compile(r"(?<![.!?…])[.!?…]++[)\]»\"']*+(?=\s++[«\"(]?\w)|\n++")
_LAST_WORD = re.compile(r"([\w-]+)$")
_CODE = re.compile(
    r"\b(?:[A-Z][A-Z0-9]{1,}(?:_[A-Z0-9]+)+|0x[0-9A-Fa-f]{6,8}|(?:HTTP|http)[ -]?[45]\d\d|[A-Z]{2,5}-\d{2,6})\b"
)


@dataclass(frozen=True)
class Piece:
    """A stretch of the text and the question (0, 1 …) it belongs to; the pieces together are the text."""

    text: str
    question: int


def split_questions(text: str) -> tuple[str, ...]:
    """Return the text of each question; one question comes back as it is. An introduction goes with all of them."""
    pieces = pieces_of(text)
    count = pieces[-1].question + 1 if pieces else 1
    if count == 1:
        return (text.strip(),)
    lead = _lead(text)
    told = ["".join(piece.text for piece in pieces if piece.question == n).strip() for n in range(count)]
    said = [_without_number(part) for part in told]
    return tuple(f"{lead}\n\n{part}" if lead and n else part for n, part in enumerate(said))


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Return the text cut where another question begins; the last piece holds what is too far down to be looked at."""
    looked_at, rest = text[:LOOKED_AT], text[LOOKED_AT:]
    starts = _numbered(looked_at) or _told_apart(looked_at)
    edges = [0, *starts[: MOST_PARTS - 1], len(looked_at)]
    pieces = [Piece(looked_at[edges[n] : edges[n + 1]], n) for n in range(len(edges) - 1)]
    return (*pieces[:-1], Piece(pieces[-1].text + rest, pieces[-1].question))


def is_gratitude(text: str) -> bool:
    """Say whether the text only thanks."""
    tokens = tokens_of(text)
    if not tokens or len(tokens) > LONGEST_THANKS or "?" in text:
        return False
    folded = fold(text)
    for phrase in _words("kind_words"):
        folded = folded.replace(fold(phrase), " ")
    left = tokens_of(folded)
    thanked = any(token.startswith(stem) for token in tokens for stem in _words("thanks"))
    return thanked and not any(
        token == stem if len(stem) <= LEAST_WORDS else token.startswith(stem)
        for token in left
        for stem in _words("trouble")
    )


def error_codes(text: str) -> tuple[str, ...]:
    """Return the error codes in the text, each once: names of systems' refusals, never words of a person."""
    return tuple(dict.fromkeys(found.group() for found in _CODE.finditer(text[:LOOKED_AT])))


def facts_in(text: str) -> dict[str, str]:
    """Return what the text itself answers: the error code, the time, the kind of document. Nobody is asked twice."""
    codes = error_codes(text)
    found = {"error_text": ", ".join(codes[:3])} if codes else {}
    for name, pattern in _facts().items():
        told = pattern.search(text[:LOOKED_AT])
        if told:
            found[name] = " ".join(told.group().split())
    return found


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Return where each sentence begins and ends; abbreviations and numbers end none."""
    found, start = [], 0
    for end in _END.finditer(text):
        before = _LAST_WORD.search(text[max(start, end.start() - LONGEST_ABBREVIATION) : end.start()])
        if end.group().startswith(".") and before and before.group().lower() in _words("abbreviations"):
            continue
        found.append((start, end.end()))
        start = end.end()
    found.append((start, len(text)))
    return [(first, last) for first, last in found if text[first:last].strip()]


def _numbered(text: str) -> list[int]:
    """Return where the items of a numbered list begin, from the second on; a list counts 1, 2, 3 …"""
    items: list[re.Match[str]] = []
    for item in _ITEM.finditer(text):
        if int(item.group(1)) == len(items) + 1:
            items.append(item)
    ends = [item.start(1) for item in items[1:]] + [len(text)]
    told = all(_says_something(text[item.end() : end], least=2) for item, end in zip(items, ends, strict=False))
    return [item.start(1) for item in items[1:]] if len(items) > 1 and told else []


def _told_apart(text: str) -> list[int]:
    """Return where another question begins: «and also …», or a second sentence that asks."""
    starts, asked = [], False
    previous_end = 0
    for first, last in sentences_of(text):
        sentence = text[first:last]
        begins = first + len(sentence) - len(sentence.lstrip())
        asks = "?" in sentence and _says_something(sentence)
        if begins > 0 and _begins_another(sentence):
            starts.append(begins)
            asked = asks
        elif asks and asked:
            starts.append(previous_end if previous_end > (starts[-1] if starts else 0) else begins)
        else:
            starts += _inside(text, first, last)
            asked = asked or asks
        if asks:
            previous_end = last
    return [start for start in dict.fromkeys(starts) if text[:start].strip()]


def _begins_another(sentence: str) -> bool:
    return (
        bool(_another().match(sentence.strip())) and _says_something(sentence) and not _same_matter().search(sentence)
    )


def _inside(text: str, first: int, last: int) -> list[int]:
    """Return where «…, and also …» begins inside a sentence."""
    return [
        first + found.start(1)
        for found in _joined().finditer(text[first:last])
        if _says_something(text[first + found.end() : last])
        and not _same_matter().search(text[first + found.start(1) : last])
    ]


def _lead(text: str) -> str:
    """Return what stands before the first item of a list: it belongs to every item."""
    first = next((item for item in _ITEM.finditer(text[:LOOKED_AT]) if item.group(1) == "1"), None)
    return text[: first.start(1)].strip() if first and _numbered(text[:LOOKED_AT]) else ""


def without_marker(text: str) -> str:
    """Return the text without the «and also» it begins with: what the question is about comes first."""
    begun = _another().match(text.strip())
    rest = text.strip()[begun.end() if begun else 0 :].lstrip(" ,.:;—-")
    return rest[:1].upper() + rest[1:] if _says_something(rest) else text


def _without_number(part: str) -> str:
    return re.sub(r"^\d{1,2}[.)]\s+", "", part)


def _says_something(text: str, least: int = LEAST_WORDS) -> bool:
    return sum(not token.isdigit() for token in tokens_of(text)) >= least


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(words.load()[name])


@lru_cache(maxsize=1)
def _another() -> re.Pattern[str]:
    return re.compile(rf"[«\"(—-]*\s*(?:{'|'.join(_words('another'))})\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _joined() -> re.Pattern[str]:
    return re.compile(rf"[,;]\s+((?:{'|'.join(_words('joins'))})\s)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _same_matter() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(_words('same_matter'))})", re.IGNORECASE)


@lru_cache(maxsize=1)
def _facts() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)
        for name, patterns in words.load()["facts"].items()
    }
