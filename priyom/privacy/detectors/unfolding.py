"""A text with the words that its codes stand for, and the way back: a pasted log says «%D0%9A…» and means a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.codes import Coded, coded_in

DEEPEST = 4  # codes within codes: a string of JSON in a string of JSON in an address
UNREAD = 0.5  # nobody has read a file in base64, so nobody knows


class Unfolded:
    """The text as the detectors read it; places in it lead back to what was written."""

    def __init__(self, written: str, deepest: int = DEEPEST) -> None:
        self.written = written
        self.text = written
        self._runs: list[tuple[int, Coded, Unfolded]] = []  # where each begins in the text that is read
        pieces, place, length = [], 0, 0
        for run in coded_in(written) if deepest else ():
            pieces.append(written[place : run.start])
            length += run.start - place
            self._runs.append((length, run, Unfolded(run.text, deepest - 1)))
            pieces.append(self._runs[-1][2].text)
            length += len(pieces[-1])
            place = run.end
        if self._runs:
            self.text = "".join([*pieces, written[place:]])

    def back(self, spans: Sequence[Span]) -> list[Span]:
        """Return the spans where they stand in what was written, in order and apart; files in base64 among them."""
        if not self._runs:
            return list(spans)
        found = [
            replace(span, start=at[0], end=at[1]) for span in spans for at in [self.place_of(span.start, span.end)]
        ]
        return list(_apart(sorted([*found, *self.files()])))

    def files(self) -> Iterator[Span]:
        """Yield the runs that hold a file, or a code with one in it."""
        for _start, run, inner in self._runs:
            if run.is_file or next(inner.files(), None):
                yield Span(run.start, run.end, Label.DOCUMENT, UNREAD)

    def place_of(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the text that is read stands in what was written."""
        return self._edge(start, end, is_end=False), self._edge(start, end, is_end=True)

    def _edge(self, start: int, end: int, *, is_end: bool) -> int:
        place, grown = end if is_end else start, 0
        for begins, run, inner in self._runs:
            ends = begins + len(inner.text)
            if place < begins or (is_end and place == begins):
                break
            if place < ends or (is_end and place == ends):
                stretch = max(start, begins) - begins, min(end, ends) - begins
                return run.start + _within(run, inner, *stretch, self.written)[is_end]
            grown = run.end - ends
        return place + grown


def _within(run: Coded, inner: Unfolded, start: int, end: int, written: str) -> tuple[int, int]:
    """Return which part of the run says the stretch, the whole of it where its code does not part so."""
    start, end = inner.place_of(start, end)
    before, said, after = (run.encode(part) for part in (run.text[:start], run.text[start:end], run.text[end:]))
    if f"{before}{said}{after}" == written[run.start : run.end]:
        return len(before), len(before) + len(said)
    return 0, run.end - run.start


def _apart(spans: list[Span]) -> Iterator[Span]:
    """Make one span of those that a code does not part; the first and surest says what it is."""
    before: Span | None = None
    for span in spans:
        if before and span.start < before.end:
            surer = max(before, span, key=lambda one: one.confidence)
            before = replace(surer, start=before.start, end=max(before.end, span.end))
            continue
        if before:
            yield before
        before = span
    if before:
        yield before
