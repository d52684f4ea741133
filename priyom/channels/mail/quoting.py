"""Fresh words and old ones: which lines of a letter answer, and which repeat what was answered.

Line by line, each looked at a fixed number of times. Nothing is ever deleted: a line is either fresh or folded, and
when nothing would be left to read, nothing is folded.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from priyom.channels.mail.html_lines import BELOW_IS_OLD, SAYS_WHO
from priyom.channels.mail.words import WORDS

BETWEEN = "[…]"  # stands where old lines were folded between fresh ones
LONGEST_LINE = 600  # of a line that says who wrote
MOST_JOINED = 4
BLOCK_LINES = 14
FROM = "from"
FEW_DASHES = 2
MANY_DASHES = 8

_QUOTED = re.compile(
    r"[ \t]{0,3}(?:>|[|│]\s{0,2}(?=[|│>]))|\s{0,2}[A-Z\u0410-\u042f\u0401][A-Za-z\u0400-\u045f]{0,3}>+(?:\s|\Z)"
)
_LABEL = re.compile(r"[\s*_>|]{0,8}([^\W\d][\w\- ]{1,30}?)[*_\s]{0,4}:")
_TIME = re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}(?::\d{2})?(?!\d)")
_DATE = re.compile(r"(?<!\d)(?:\d{1,2}[./\-]\d{1,2}[./\-](?:\d{4}|\d{2})|\d{4}[./\-]\d{1,2}[./\-]\d{1,2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:\(-?[^\W\d_]\))?")
_ADDRESS = re.compile(r"[<\[(]?(?:mailto:)?[^\s<>@]{1,64}@[^\s<>@]{1,100}")
_DASHES = re.compile(r"[\s\-—–_=*>#]+")
_PREFIX = re.compile(r"\s{0,5}([^\W\d_]{1,12})(?:\[\d{1,3}\]|\(\d{1,3}\))?\s{0,2}:")


@dataclass(slots=True)
class Split:
    """Which lines are old, and what the letter looks like because of it."""

    old: list[bool]
    notes: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Sight:
    """The letter as it is looked at."""

    lines: Sequence[str]
    hints: Mapping[int, str]
    forwarding: bool
    old: list[bool]
    notes: set[str] = field(default_factory=set)
    labels: dict[int, str] = field(default_factory=dict)

    def label(self, place: int) -> str:
        """Return «from» or the label that the line begins with, "" when it is none of a block; looked up once."""
        known = self.labels.get(place)
        if known is None:
            known = self.labels[place] = _label(self.lines[place])
        return known

    def is_blank(self, place: int) -> bool:
        return not self.lines[place].strip()

    def is_quoted(self, place: int) -> bool:
        return bool(_QUOTED.match(self.lines[place]))

    def next_words(self, place: int) -> int:
        while place < len(self.lines) and self.is_blank(place):
            place += 1
        return place


def split(lines: Sequence[str], *, subject: str = "", hints: Mapping[int, str] | None = None) -> Split:
    """Say of each line whether it is old. `hints` come from the markup, by line."""
    sight = _Sight(lines, hints or {}, is_forward(subject), [False] * len(lines))
    end = _fold_below(sight)
    _fold_marked(sight, end)
    if not any(sight.old) or has_words(lines, sight.old):
        return Split(sight.old, sight.notes)
    sight.notes.discard("reply_marker")
    return Split([False] * len(lines), sight.notes | {"only_quoted"})


def parted(lines: Sequence[str], old: Sequence[bool]) -> tuple[str, str]:
    """Return the fresh text and the old one; between fresh lines a mark stands where old ones were."""
    fresh: list[str] = []
    folded: list[str] = []
    pending = begun = False
    for line, is_old in zip(lines, old, strict=True):
        if is_old:
            folded.append(line)
            pending = pending or bool(line.strip() and begun)
            continue
        if pending and line.strip():
            _mark(fresh) if not is_signature(line) else None
            pending = False
        fresh.append(line)
        begun = begun or bool(line.strip())
    return "\n".join(_stripped(fresh)), "\n".join(_stripped(folded))


def _mark(fresh: list[str]) -> None:
    while fresh and not fresh[-1].strip():
        fresh.pop()
    fresh += ["", BETWEEN, ""] if fresh[-1] != BETWEEN else [""]


def _stripped(lines: list[str]) -> list[str]:
    first, last = 0, len(lines)
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return lines[first:last]


def is_forward(subject: str) -> bool:
    """Say whether the subject calls the letter forwarded, before any «Re»."""
    match = _PREFIX.match(subject)
    return match is not None and match[1].lower() in WORDS["quoting"]["forward_subjects"]


# Everything below ------------------------------------------------------------------------------------------------


def _fold_below(sight: _Sight) -> int:
    """Fold everything below the first line that says so; return where that is."""
    place, size = 0, len(sight.lines)
    while place < size:
        found, after = _turn(sight, place)
        if found == "forward":
            # What was passed on is the content itself, quoted or not.
            sight.notes.add("forwarded")
            return place
        if found and (found == "marker" or not _is_answered_below(sight, after)):
            for each in range(place, size):
                sight.old[each] = True
            if found == "marker":
                # Our own line stands at the top of our letter: above it may stand who wrote that letter, and when.
                sight.notes.add("reply_marker")
                _fold_attribution(sight, place)
            _take_rule_above(sight, place)
            return place
        for each in range(place, after if found else place):
            sight.old[each] = True
        place = max(place + 1, after if found else 0)
    return size


def _turn(sight: _Sight, place: int) -> tuple[str, int]:
    """Return what begins at this line ("", "old", "forward", "marker") and where its own lines end."""
    line = sight.lines[place]
    if not line.strip() or sight.is_quoted(place):
        return "", place
    if sight.hints.get(place) == BELOW_IS_OLD:
        return _kind(sight), _after_block(sight, place)
    if found := _separator(line):
        return found, _after_block(sight, place + 1)
    block = _block(sight, place)
    if block > place:
        return _kind(sight), block
    if _is_bare_attribution(sight, place):
        return "old", place + 1
    return "", place


def _kind(sight: _Sight) -> str:
    return "forward" if sight.forwarding else "old"


def _after_block(sight: _Sight, place: int) -> int:
    following = sight.next_words(place)
    return max(place, _block(sight, following)) if following < len(sight.lines) else place


def _separator(line: str) -> str:
    """Return what a line of words between dashes announces."""
    if len(line) > LONGEST_LINE:
        return ""
    bare = _DASHES.sub(" ", line).strip().rstrip(":").strip().lower().replace("\u0451", "\u0435")
    if not bare or bare not in _announcements():
        return ""
    kind = _announcements()[bare]
    dashes = sum(line.count(each) for each in "-—–_=*")
    return kind if dashes >= FEW_DASHES or line.rstrip().endswith(":") or kind == "marker" else ""


@cache
def _announcements() -> dict[str, str]:
    words = WORDS["quoting"]
    return {
        each.replace("\u0451", "\u0435"): kind
        for kind, name in (("old", "old_below"), ("forward", "forwarded_below"), ("marker", "markers"))
        for each in words[name]
    }


@cache
def _labels() -> dict[str, str]:
    words = WORDS["quoting"]
    return {each: each for each in words["other_labels"]} | dict.fromkeys(words["from_labels"], FROM)


def _label(line: str) -> str:
    match = _LABEL.match(line[:60]) if ":" in line[:60] else None
    return _labels().get(match[1].strip().lower(), "") if match else ""


def _block(sight: _Sight, place: int) -> int:
    """Return where a block of From, Sent, To, Subject that begins here ends; `place` when none does."""
    first = sight.label(place)
    if not first:
        return place
    seen: set[str] = set()
    at = place
    for at in range(place, min(place + BLOCK_LINES, len(sight.lines))):
        if label := sight.label(at):
            seen.add(label)
        elif sight.is_blank(at) and (len(seen) > 2 or not _label_follows(sight, at)):  # noqa: PLR2004
            break
    else:
        at += 1
    enough = FROM in seen and len(seen) >= (3 if first == FROM else 4)
    return at if enough else place


def _label_follows(sight: _Sight, place: int) -> bool:
    """Outlook's HTML becomes lines with an empty one between."""
    return place + 1 < len(sight.lines) and bool(sight.label(place + 1))


def _is_answered_below(sight: _Sight, place: int) -> bool:
    """Say whether the old letter below is marked line by line, so that answers may stand between."""
    following = sight.next_words(place)
    return following < len(sight.lines) and sight.is_quoted(following)


def _is_bare_attribution(sight: _Sight, place: int) -> bool:
    """Say whether the line tells who wrote when, with no marks on what follows. Only what nobody types by hand."""
    joined, after = _joined(sight, place)
    hinted = sight.hints.get(place) == SAYS_WHO
    if not (hinted or (_TIME.search(joined) and _has_full_date(joined) and _ADDRESS.search(joined))):
        return False
    if not hinted and not joined.rstrip().endswith(":"):
        return False
    following = sight.next_words(after)
    return following < len(sight.lines) and not sight.is_quoted(following)


def _joined(sight: _Sight, place: int) -> tuple[str, int]:
    """Return this line and those it runs on into, up to the colon, and where they end."""
    parts: list[str] = []
    for at in range(place, min(place + MOST_JOINED, len(sight.lines))):
        line = sight.lines[at]
        if not line.strip() or sight.is_quoted(at):
            break
        parts.append(line.strip()[:LONGEST_LINE])
        if line.rstrip().endswith(":"):
            return " ".join(parts), at + 1
    return (parts[0] if parts else ""), place + 1


def _take_rule_above(sight: _Sight, place: int) -> None:
    """Fold the line of dashes and the empty lines above what was folded."""
    at = place - 1
    while at >= 0 and (sight.is_blank(at) or _is_rule(sight.lines[at])):
        sight.old[at] = True
        at -= 1


def _is_rule(line: str) -> bool:
    bare = line.strip()
    return len(bare) >= MANY_DASHES and not bare.strip("-_—–=*")


# Marked lines ----------------------------------------------------------------------------------------------------


def _fold_marked(sight: _Sight, end: int) -> None:
    """Fold runs of lines marked as quoted, with the line above that says who wrote them."""
    place = 0
    while place < end:
        if sight.old[place] or not sight.is_quoted(place) or not _is_run(sight, place):
            place += 1
            continue
        _fold_attribution(sight, place)
        last = place
        at = place
        while at < end and (sight.is_quoted(at) or sight.is_blank(at)):
            last = at if sight.is_quoted(at) else last
            at += 1
        for each in range(place, last + 1):
            sight.old[each] = True
        place = max(at, last + 1)


def _is_run(sight: _Sight, place: int) -> bool:
    """A single line with initials may be fresh («АД> 140»); with a plain mark it is quoted."""
    if sight.lines[place].lstrip()[:1] in {">", "|", "│"}:
        return True
    following = place + 1
    return following < len(sight.lines) and sight.is_quoted(following)


def _fold_attribution(sight: _Sight, place: int) -> None:
    at = place - 1
    while at >= 0 and sight.is_blank(at):
        at -= 1
    first = _attribution(sight, at)
    if first < 0:
        return
    for each in range(first, place):
        sight.old[each] = True
    _take_rule_above(sight, first)


def _attribution(sight: _Sight, at: int) -> int:
    """Return where the lines that say who wrote, and that end here, begin; −1 when these say something else."""
    joined = ""
    for first in range(at, max(-1, at - MOST_JOINED), -1):
        if sight.is_blank(first) or sight.old[first]:
            break
        joined = f"{sight.lines[first].strip()[:LONGEST_LINE]} {joined}".strip()
        # A verb alone on the last line is the end of a longer one; with a name before it, it may stand for itself.
        stands_alone = first == at and len(joined.split()) > 1
        if sight.hints.get(first) == SAYS_WHO or says_who(joined, whole=stands_alone):
            return first
    return at if at >= 0 and not sight.old[at] and says_who(sight.lines[at]) else -1


def says_who(line: str, *, whole: bool = True) -> bool:
    """Say whether a line above quoted ones tells who wrote them."""
    bare = line.rstrip("> \t\"'»”")
    if len(bare) > LONGEST_LINE * 2 or not bare.endswith((":", "：")):
        return False
    words = {word.lower() for word in _WORD.findall(bare)}
    verb = bool(words & _verbs())
    date = bool(_DATE.search(bare) or (words & _months() and re.search(r"\d", bare)) or _TIME.search(bare))
    address = bool(_ADDRESS.search(bare))
    return (verb and (date or address or whole)) or (date and (address or bool(_TIME.search(bare))))


def _has_full_date(line: str) -> bool:
    words = {word.lower() for word in _WORD.findall(line)}
    return bool(_DATE.search(line) or (words & _months() and _YEAR.search(line)))


@cache
def _verbs() -> frozenset[str]:
    return frozenset(WORDS["quoting"]["verbs"])


@cache
def _months() -> frozenset[str]:
    return frozenset(WORDS["quoting"]["months"])


# Words ------------------------------------------------------------------------------------------------------------


def has_words(lines: Sequence[str], old: Sequence[bool]) -> bool:
    """Say whether the fresh lines say anything before the signature begins."""
    for line, is_old in zip(lines, old, strict=True):
        bare = line.strip().lower()
        if is_old or not bare:
            continue
        if is_signature(line):
            return False
        if is_typed_on(bare) or is_greeting(bare) or not re.search(r"\w", bare):
            continue
        return True
    return False


def is_typed_on(line: str) -> bool:
    """Say whether the line only tells on what device it was typed."""
    return line.strip(" -—_*").lower().startswith(_typed_on())


@cache
def _typed_on() -> tuple[str, ...]:
    return tuple(WORDS["quoting"]["typed_on"])


def is_greeting(line: str) -> bool:
    """Say whether the line only greets."""
    return line.strip(" -—_*,.!").lower() in _greetings()


@cache
def _greetings() -> frozenset[str]:
    return frozenset(WORDS["quoting"]["greetings"])


def is_signature(line: str) -> bool:
    """Say whether a signature begins with this line."""
    return line.strip() == "--" or is_farewell(line)


def is_farewell(line: str) -> bool:
    """Say whether the line takes leave."""
    bare = line.strip(" -—_*,.!").lower()
    return len(bare) < 60 and bare.startswith(_farewells())  # noqa: PLR2004 - longer ones say something


@cache
def _farewells() -> tuple[str, ...]:
    return tuple(WORDS["quoting"]["farewells"])
