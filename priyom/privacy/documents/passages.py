"""The pieces of a document as one graph: texts are handed in with the way back, found together, and written masked.

A passage is what is read in one breath — a body with its tables, a sheet, the properties. What stands between the
pieces (`say`) gives the detectors their context and goes nowhere. A name certain in one piece is hidden in all of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.codes import Coded, coded_in
from priyom.privacy.documents.lists import completed
from priyom.privacy.documents.proof import Values
from priyom.privacy.files import Finding, Place, Refused, TextGuard
from priyom.privacy.graph import SURE_NAME, TooLong
from priyom.privacy.masking import HIDDEN, mask

LOOKED_BACK = 48  # characters before a span that may say whose it is
MOST_CHARACTERS = 2_000_000
SHORTEST_INITIAL = 2
MOST_FOLDED = 3  # codes within codes
GAP = "  "  # between cells: no sign of a table of text, so that only our own reading of headings holds
BREAKS = str.maketrans("\t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029", " " * 11)
CELL_BREAKS = BREAKS | str.maketrans("<>", "\u2039\u203a")
LINE = re.compile(r"_{2,}(?=[^\W_])|(?<=[^\W_])_{2,}")  # a line to write on, where a value touches it
END_OF_ENTITY = re.compile(r"(?<=&amp);|(?<=&quot);|(?<=aquo);|(?<=&[lg]t);")  # it parts no cells
Write = Callable[[str], None]

# How a labelled cell is told to the detectors: as a field of this name, which they know from XML.
FIELD_OF = {
    Label.PERSON: "fio", Label.DOB: "birthdate", Label.ADDRESS: "address", Label.SNILS: "snils", Label.OMS: "enp",
    Label.PHONE: "phone", Label.PASSPORT: "passport", Label.MRN: "mrn", Label.INN: "patient_inn", Label.EMAIL: "email",
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Segment:
    """A text that came from one place of the file; a `whole` one is replaced when anything in it is found."""

    start: int
    text: str
    write: Write
    group: int
    whole: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Folded:
    """A text of which parts stand in codes; once its pieces have been masked it is written as it was, but for them."""

    def __init__(self, write: Write) -> None:
        self._write, self._pieces, self._is_changed = write, list[str](), False

    def add(self, written: str, encode: Callable[[str], str] = str) -> Write:
        """Add a piece as it is written; return what replaces it."""
        self._pieces.append(written)
        number = len(self._pieces) - 1

        def write(words: str) -> None:
            self._pieces[number], self._is_changed = encode(words), True

        return write

    def finish(self) -> None:
        """Write the text, if any of it has changed."""
        if self._is_changed:
            self._write("".join(self._pieces))


class Passage:
    """Texts that are read together."""

    def __init__(self, part: str, page: int | None = None) -> None:
        self.place = Place(page=page, part=part)
        self.segments: list[Segment] = []
        self._texts: list[str] = []
        self._length = self._group = 0
        self.spans: list[Span] = []
        self.folded: list[Folded] = []
        self.lists: list[list[Segment]] = []  # choices, columns: what one of them is the others are as well
        self.files = 0  # that stood in codes; nobody has read them

    @property
    def text(self) -> str:
        return "".join(self._texts)

    @property
    def length(self) -> int:
        return self._length

    def say(self, words: str) -> None:
        """Let the detectors read something that is nobody's to change."""
        self._texts.append(words)
        self._length += len(words)

    def take(self, text: str, write: Write, *, shown: str | None = None, whole: bool = False) -> None:
        """Add a piece; `shown` is what the detectors read instead, of the same length."""
        if not whole and (runs := list(coded_in(text))):
            self._unfold(text, write, shown, runs, MOST_FOLDED)
        elif text:
            self._add(text, write, shown, whole=whole)

    def _add(self, text: str, write: Write, shown: str | None, *, whole: bool = False) -> None:
        self.segments.append(Segment(self._length, text, write, self._group, whole))
        self.say(text if shown is None else shown)

    def _unfold(self, text: str, write: Write, shown: str | None, runs: Sequence[Coded], left: int) -> None:
        """Add a text in pieces: what stands in codes as the words it means, which may hold codes as well."""
        folded, place = Folded(write), 0
        self.folded.append(folded)
        for run in [*runs, Coded(len(text), len(text), "", str)]:
            before = text[place : run.start]
            back = folded.add(before)
            if before:
                self._add(before, back, None if shown is None else shown[place : run.start])
            back, place = folded.add(text[run.start : run.end], run.encode), run.end
            if run.is_file:
                self.files += 1
                back("")
            elif run.text:
                inner = list(coded_in(run.text)) if left else []
                as_cell = None if shown is None else run.text.translate(CELL_BREAKS).replace('"', "'")
                if inner:
                    self._unfold(run.text, back, as_cell, inner, left - 1)
                else:
                    self._add(run.text, back, as_cell)

    def next_group(self) -> None:
        """Begin another paragraph or cell: a mask never runs from one into the next."""
        self._group += 1

    def cell(
        self, pieces: Sequence[tuple[str, Write]], *, field_name: str = "", whole: bool = False, between: str = " "
    ) -> None:
        """Add a cell's pieces on one line; a cell under a heading is shown as a field of that name."""
        self.next_group()
        if field_name:
            self.say(f"<{field_name}>")
        for number, (text, write) in enumerate(pieces):
            if number:
                self.say(between)
            shown = END_OF_ENTITY.sub(",", text.translate(CELL_BREAKS))
            self.take(text, write, shown=shown, whole=whole)
        if field_name:
            self.say(f"</{field_name}>")
        self.next_group()


class Graph:
    """All passages of one document, asked about in one question."""

    def __init__(self, guard: TextGuard) -> None:
        self.guard = guard
        self.passages: list[Passage] = []
        self.values = Values()
        self.findings: list[Finding] = []
        self.surnames: set[str] = set()

    def passage(self, part: str, page: int | None = None) -> Passage:
        """Begin a passage."""
        passage = Passage(part, page)
        self.passages.append(passage)
        return passage

    def note(self, kind: str, part: str) -> None:
        """Put into the report what was taken out or replaced without reading it as text."""
        self.findings.append(Finding(kind, Place(part=part)))

    def find(self) -> None:
        """Find in all passages together, and once more what was found in one of them wherever else it stands."""
        refuse_long(sum(passage.length for passage in self.passages))
        texts = [LINE.sub(lambda line: " " * len(line[0]), passage.text) for passage in self.passages]
        try:
            found = self.guard.find(texts)
        except TooLong as error:
            raise Refused("too_long") from error
        for passage, text, spans in zip(self.passages, texts, found, strict=True):
            passage.spans = list(spans)
            passage.spans = completed(passage.spans, passage.lists, self.guard)
            for span in passage.spans:
                self._remember(text, span)
        for passage, text in zip(self.passages, texts, strict=True):
            passage.spans = _with_more(passage.spans, self.values.places(text))

    def settle(self) -> None:
        """Find, hide, and hand every changed piece back."""
        self.find()
        for passage in self.passages:
            self.hide(passage)

    def hide(self, passage: Passage) -> None:
        """Write the changed pieces of a passage."""
        for _ in range(passage.files):
            self.note("REMOVED", "embedded")
        for span in _hide(passage, self.guard):
            self.findings.append(Finding(span.label.value, passage.place, None, round(span.confidence, 2)))

    @property
    def knowing(self) -> TextGuard:
        """The guard with the surnames of this document: for the pictures in it."""
        rules = replace(self.guard.rules, names=self.guard.rules.names | self.surnames)
        return TextGuard(self.guard.guard, self.guard.people, rules, self.guard.progress)

    def _remember(self, text: str, span: Span) -> None:
        self.values.add(text[span.start : span.end], span.label)
        surname = span.key.partition(" ")[0]
        if span.label == Label.PERSON and span.confidence >= SURE_NAME and len(surname) > SHORTEST_INITIAL:
            self.surnames.add(surname)


def refuse_long(length: int) -> None:
    """Refuse what is longer than the detectors read; texts of which every cell is kept apart ask before they do so."""
    if length > MOST_CHARACTERS:
        raise Refused("too_long")


def _with_more(spans: list[Span], places: Sequence[tuple[int, int, Label]]) -> list[Span]:
    """Add places that no span covers yet."""
    kept = sorted(spans)
    starts = [span.start for span in kept]
    more = []
    for start, end, label in places:
        number = bisect_right(starts, start) - 1
        before = kept[number].end if number >= 0 else 0
        after = kept[number + 1].start if number + 1 < len(kept) else end
        if max(start, before) < min(end, after):
            more.append(Span(max(start, before), min(end, after), label, 0.8))
    return sorted(_apart(sorted(kept + more)))


def _apart(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        start = max(span.start, kept[-1].end) if kept else span.start
        if start < span.end:
            kept.append(replace(span, start=start))
    return kept


def _hide(passage: Passage, guard: TextGuard) -> list[Span]:
    """Write the passage's pieces masked; return the spans that lie in any of them."""
    text = passage.text
    starts = [segment.start for segment in passage.segments]
    edits: dict[Segment, list[tuple[int, int, str]]] = {}
    met = []
    for span in passage.spans:
        touched = list(_touched(passage.segments, starts, span))
        met += [span] if touched else []
        for _group, members in groupby(touched, key=lambda segment: segment.group):
            pieces = list(members)
            first, last = pieces[0], pieces[-1]
            start, end = max(span.start, first.start), min(span.end, last.end)
            if first.whole:
                start, end = first.start, last.end
            words = words_instead(text, span, start, end, guard)
            for segment in pieces:
                inside = max(start, segment.start) - segment.start, min(end, segment.end) - segment.start
                edits.setdefault(segment, []).append((*inside, words))
                words = ""
    for segment, changes in edits.items():
        segment.write(_edited(segment, changes))
    for folded in reversed(passage.folded):  # what lies within another first
        folded.finish()
    return met


def _touched(segments: list[Segment], starts: list[int], span: Span) -> Iterator[Segment]:
    """Yield the pieces that the span lies in."""
    number = max(0, bisect_right(starts, span.start) - 1)
    while number < len(starts) and starts[number] < span.end:
        if segments[number].end > span.start:
            yield segments[number]
        number += 1


def words_instead(text: str, span: Span, start: int, end: int, guard: TextGuard) -> str:
    """Return what stands in the place of a part of a span."""
    back = max(0, start - LOOKED_BACK)
    here = replace(span, start=start - back, end=end - back)
    written = mask(text[back:end], [here], guard.people)[start - back :]
    return re.sub(r"[\r\n\t]+", " ", written) or HIDDEN * 3


def _edited(segment: Segment, changes: list[tuple[int, int, str]]) -> str:
    if segment.whole:
        return changes[0][2]
    pieces, place = [], 0
    for start, end, words in sorted(changes):
        pieces += [segment.text[place:start], words]
        place = end
    return "".join([*pieces, segment.text[place:]])
