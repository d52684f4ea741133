"""PDF: nothing of the given file is kept. Pages are drawn, masked as pictures, and put into a new file.

The words that stayed lie over the pictures invisibly, so that the paper can still be searched. Notes, forms and layers
are kept as far as they are seen; outlines, properties, attachments, scripts, hidden letters and earlier states are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from priyom.privacy.by_hand import ByHand
from priyom.privacy.detectors import Span
from priyom.privacy.documents.passages import Graph, words_instead
from priyom.privacy.documents.pdf_forms import read_fields
from priyom.privacy.documents.pdf_layout import (
    Reading,
    as_drawn,
    as_seen,
    as_told,
    by_columns,
    columns_of,
    upright,
    words_of,
)
from priyom.privacy.documents.pdf_reading import Letter, Page, Paper, scale_of
from priyom.privacy.documents.pdf_writing import Shown, Writer
from priyom.privacy.documents.proof import prove_texts
from priyom.privacy.files import Box, FileReport, Finding, Place, Refused, TextGuard

if TYPE_CHECKING:
    from PIL import Image

LARGEST = 128 * 1024 * 1024
MOST_READ_FROM_PICTURE = 40  # pages
PDF = "application/pdf"
MOST_WITH_BOXES = 20  # pages: as many as are shown
POINT_OF_SCREEN = 96 / 72  # pixels
LYING = frozenset({"up", "down"})
WIDEST_GAP = 1.5  # of the letters' height, within one box


def mask_pdf(source: Path, target: Path, *, name: str, guard: TextGuard) -> FileReport:
    """Mask a PDF."""
    content = source.read_bytes()
    if len(content) > LARGEST:
        raise Refused("too_large")
    graph = Graph(guard)
    said = guard.by_hand or ByHand()
    with Paper(content) as paper:
        read_fields(content, graph.passage("form"))
        masking = _Masking(paper, graph, name, said)
        written = masking.covered() if said.covers_only else masking.written()
    prove_texts(graph.values, _read_again(written))
    target.write_bytes(written)
    sizes = tuple(page.pixels for page in masking.pages)
    return FileReport(
        "masked" if graph.findings else "clean", PDF, findings=tuple(graph.findings),
        pages=sizes if len(sizes) <= MOST_WITH_BOXES else (),
    )  # fmt: skip


class _Masking:
    """The pages of one file while they are masked."""

    def __init__(self, paper: Paper, graph: Graph, name: str, said: ByHand) -> None:
        self.paper, self.graph, self.said = paper, graph, said
        self.pages = [paper.read(number) for number in range(paper.pages)]
        self.readings: list[tuple[Reading, ...]] = []
        if said.covers_only:
            return  # it is masked already, and nothing is looked for
        if sum(page.is_read_from_picture for page in self.pages) > MOST_READ_FROM_PICTURE:
            raise Refused("too_many_pages")
        for page in self.pages:
            self.readings.append(tuple(self._read(page)))
        graph.passage("properties").say(paper.said_about_itself())
        graph.passage("file name").say(name)
        for _ in range(paper.attachments()):
            graph.note("REMOVED", "attachment")

    def _read(self, page: Page) -> Iterator[Reading]:
        """Yield the page read in several ways: what one of them tears apart another keeps together."""
        letters, same_way, _way = upright(page.letters, page.pixels)
        ways: list[Callable[[Sequence[Letter], Reading], None]] = [as_seen, as_drawn, partial(as_drawn, wrapped=" ")]
        if columns_of(letters):
            ways.append(by_columns)
        for way in ways if same_way else [*ways, as_told]:
            reading = Reading(self.graph.passage("text", page.number + 1))
            way(letters, reading)
            yield reading

    def written(self) -> bytes:
        """Return the new file."""
        self.graph.find()
        writer = Writer()
        for page, readings in zip(self.pages, self.readings, strict=True):
            hidden = Hidden(page, readings, self.graph.guard, self.said)
            for value in hidden.released:
                self.graph.values.forget(value)
            picture, seen = self._picture(page, hidden)
            drawn = self._drawn(page)
            self.graph.findings += [*hidden.findings, *seen, *drawn]
            picture = self._painted(picture, drawn)
            boxes = [box for one in (*seen, *drawn) if (box := one.box)]
            words = hidden.layer(boxes) if page.keeps_layer else []
            writer.page(page.width, page.height, picture, words, hidden.way)
            self.graph.guard.progress((page.number + 1) / len(self.pages))
        return writer.finish()

    def covered(self) -> bytes:
        """Return a file that is masked already with what its author covered besides."""
        writer = Writer()
        for page in self.pages:
            drawn = self._drawn(page)
            self.graph.findings += drawn
            picture = self._painted(cast("Image.Image", self.paper.draw(page)), drawn)
            hidden = Hidden(page, (), self.graph.guard, self.said)
            layer = hidden.layer([box for one in drawn if (box := one.box)], all_of=True)
            writer.page(page.width, page.height, picture, layer, hidden.way)
        return writer.finish()

    def _drawn(self, page: Page) -> list[Finding]:
        place = Place(page=page.number + 1, part="picture")
        return [replace(one, place=place) for one in self.said.on(page.number + 1).drawn(page.pixels)]

    def _painted(self, picture: Image.Image, drawn: Sequence[Finding]) -> Image.Image:
        from priyom.privacy.pictures.painting import paint

        return paint(picture, drawn) if drawn else picture

    def _picture(self, page: Page, hidden: Hidden) -> tuple[Image.Image, list[Finding]]:
        """Return the page drawn and masked, and what was found in its picture beyond the text."""
        from priyom.privacy.pictures import mask_codes, mask_picture  # here: they bring the reader of letters along
        from priyom.privacy.pictures.painting import paint

        picture = paint(cast("Image.Image", self.paper.draw(page)), hidden.findings)
        knowing = self.graph.knowing
        knowing.by_hand = replace(self.said.on(page.number + 1), added=())
        if page.is_read_from_picture:
            times = scale_of(page.width, page.height) / POINT_OF_SCREEN
            masked, seen = mask_picture(picture, knowing, times=times)
        else:
            masked, seen = mask_codes(picture, knowing)
        place = Place(page=page.number + 1, part="picture")
        return masked, [replace(one, place=place) for one in seen]


class Hidden:
    """What is hidden on one page: which letters, where, and by which words."""

    def __init__(self, page: Page, readings: Sequence[Reading], guard: TextGuard, said: ByHand) -> None:
        self.page, self.said = page, said
        self.findings: list[Finding] = []
        self.held, _same, self.way = upright(page.letters, page.pixels)
        self._left: list[tuple[str, Sequence[int]]] = []  # what its author called nobody's data, and its letters
        self._left_as: dict[int, set[str]] = {}  # a letter -> the kinds that it was called nobody's data of
        self.instead: dict[int, str] = {}  # the first letter of each place -> what the text layer says there
        self.letters: set[int] = set()
        for reading in readings:
            text = reading.passage.text
            for span in reading.passage.spans:
                numbers = [one for one in reading.letters_of(span.start, span.end) if not self._is_settled(one, span)]
                if any(page.letters[number].char.isalnum() for number in numbers):
                    hidden = self._find(span, numbers, text[span.start : span.end])
                    self.letters.update(hidden)
                    if hidden:
                        self.instead[hidden[0]] = words_instead(text, span, span.start, span.end, guard)

    @property
    def released(self) -> list[str]:
        """Return what its author called nobody's data and no other reading hides as something else."""
        return [text for text, numbers in self._left if self.letters.isdisjoint(numbers)]

    def _is_settled(self, number: int, span: Span) -> bool:
        """Say whether another reading was believed already: it hid the letter, or it is released as just that kind."""
        return number in self.letters or span.label.value in self._left_as.get(number, ())

    def _find(self, span: Span, numbers: Sequence[int], text: str) -> list[int]:
        """Tell of what is hidden, line by line; return the letters of it that its author did not call nobody's data."""
        from priyom.privacy.pictures.proving import is_proved_text

        place, proved = Place(page=self.page.number + 1, part="text"), is_proved_text(text, span.label)
        lines = list(_lines(numbers, self.page.letters))
        gone: set[int] = set()
        for line in lines:
            box = _box([self.page.letters[number] for number in line], self.page.pixels)
            found = Finding(span.label.value, place, box, round(span.confidence, 2), proved)
            if self.said.leaves(found):
                gone.update(line)
                for number in line:
                    self._left_as.setdefault(number, set()).add(found.kind)
            else:
                self.findings.append(found)
        if lines and len(gone) == sum(map(len, lines)):
            self._left.append((text, numbers))
            return []
        return [number for number in numbers if number not in gone]

    def layer(self, painted: Sequence[Box], *, all_of: bool = False) -> list[Shown]:
        """Return the words that stay, in the order of the file; none that the reader of pictures painted over.

        ``all_of``: also what is not seen, as in a file of our own, whose words are never painted. Its letters lie
        evenly over their word, so a word goes as a whole.
        """
        shown: list[Shown] = []
        letters = self.page.letters
        for word in words_of(self.held):
            if all_of and any(_lies_in(letters[number], painted) for number in word.numbers):
                continue
            kept: list[int] = []
            for number in word.numbers:
                if number in self.instead:
                    shown += self._shown("".join(letters[one].char for one in kept), kept)
                    shown += self._shown(self.instead[number], [number])
                    kept = []
                elif (
                    number not in self.letters
                    and (all_of or not letters[number].hidden)
                    and not _lies_in(letters[number], painted)
                ):
                    kept.append(number)
            shown += self._shown("".join(letters[one].char for one in kept), kept)
        return shown

    def _shown(self, text: str, numbers: Sequence[int]) -> list[Shown]:
        if not numbers or not text:
            return []
        letters = [self.held[number] for number in numbers]
        left, right = min(letter.left for letter in letters), max(letter.right for letter in letters)
        top, bottom = min(letter.top for letter in letters), max(letter.bottom for letter in letters)
        width, height = self.page.pixels
        x, y = self.page.width / width, self.page.height / height
        if self.way in LYING:
            width, height, x, y = height, width, y, x
        if right <= 0 or bottom <= 0 or left >= width or top >= height:
            return []
        return [Shown(text, left * x, (height - bottom) * y, (right - left) * x, (bottom - top) * y)]


def _lines(numbers: Sequence[int], letters: Sequence[Letter]) -> Iterator[list[int]]:
    """Yield the letters that have a place, by the lines that they stand in."""
    line: list[int] = []
    for number in numbers:
        if not letters[number].has_box:
            continue
        if line and not _continues(letters[line[-1]], letters[number]):
            yield line
            line = []
        line.append(number)
    yield from [line] if line else []


def _box(line: Sequence[Letter], pixels: tuple[int, int]) -> Box:
    from priyom.privacy.pictures.painting import padded

    left, right = min(one.left for one in line), max(one.right for one in line)
    return padded(left, min(one.top for one in line), right, max(one.bottom for one in line), pixels)


def _continues(before: Letter, letter: Letter) -> bool:
    level = min(before.bottom, letter.bottom) - max(before.top, letter.top) > 0.3 * min(before.height, letter.height)
    return level and abs(letter.left - before.right) < WIDEST_GAP * max(before.height, letter.height)


def _lies_in(letter: Letter, painted: Sequence[Box]) -> bool:
    x, y = (letter.left + letter.right) / 2, (letter.top + letter.bottom) / 2
    return any(left <= x <= left + width and top <= y <= top + height for left, top, width, height in painted)


def _read_again(content: bytes) -> Iterator[str]:
    """Yield what another opening of the result finds to read."""
    with Paper(content) as paper:
        yield paper.said_about_itself()
        for number in range(paper.pages):
            yield "".join(letter.char for letter in paper.read(number).letters)
