"""Runs of a paragraph: words that a format keeps in pieces are read as one, and written back into the pieces."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate

from priyom.privacy.detectors.codes import coded_in
from priyom.privacy.documents.passages import Write
from priyom.privacy.files import Refused


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph; without `write` it is a tab or a break."""

    text: str
    write: Write | None
    state: str = ""


def is_code_torn(runs: list[Run]) -> bool:
    """Say whether writing in a code runs over several runs: no piece of it means anything."""
    if len(runs) < 2:  # noqa: PLR2004
        return False
    borders = list(accumulate(len(run.text) for run in runs))
    codes = coded_in("".join(run.text for run in runs))
    return any(bisect_right(borders, code.start) < bisect_left(borders, code.end) for code in codes)


def says(runs: list[Run]) -> bool:
    return any(run.write and run.text.strip() for run in runs)


def spread(runs: list[Run]) -> Write:
    """Return what writes a changed paragraph back: what stayed at both ends keeps its runs, the rest goes into one."""

    def write(changed: str) -> None:
        whole = "".join(run.text for run in runs)
        start = _common(whole, changed)
        end = _common(whole[start:][::-1], changed[start:][::-1])
        stop, middle = len(whole) - end, changed[start : len(changed) - end]
        if stop <= start and middle:  # it grew and lost nothing: some run must take it
            start, stop, middle = 0, len(whole), changed
        place = 0
        for run in runs:
            begins, place, text = place, place + len(run.text), run.text
            if run.write is None or place <= start or begins >= stop:
                continue
            run.write(text[: max(0, start - begins)] + middle + (text[stop - begins :] if stop < place else ""))
            middle = ""
        if middle:
            raise Refused("unwritten")

    return write


def _common(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
