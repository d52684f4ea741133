"""PDF: nothing of the given file is kept. Pages are drawn, masked as pictures, and put into a new file.

The words that stayed lie over the pictures invisibly, so that the paper can still be searched. Notes, forms and layers
are kept as far as they are seen; outlines, properties, attachments, scripts, hidden letters and earlier states are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from priyom.privacy.detectors import Span
from priyom.privacy.documents.passages import Graph, words_instead
from priyom.privacy.documents.pdf_forms import read_fields
from priyom.privacy.documents.pdf_layout import Reading, as_drawn, as_seen, as_told, upright, words_of
from priyom.privacy.documents.pdf_reading import Letter, Page, Paper
from priyom.privacy.documents.pdf_writing import Shown, Writer
from priyom.privacy.documents.proof import prove_texts
from priyom.privacy.files import Box, FileReport, Finding, Place, Refused, TextGuard

if TYPE_CHECKING:
    from PIL import Image

LARGEST = 128 * 1024 * 1024
MOST_READ_FROM_PICTURE = 40  # pages
WIDEST_GAP = 1.5  # of the letters' height, within one box


def mask_pdf(source: Path, target: Path, *, name: str, guard: TextGuard) -> FileReport:
    """Mask a PDF."""
    content = source.read_bytes()
    if len(content) > LARGEST:
        raise Refused("too_large")
    graph = Graph(guard)
    with Paper(content) as paper:
        read_fields(content, graph.passage("form"))
        written = _Masking(paper, graph, name).written()
    prove_texts(graph.values, _read_again(written))
    target.write_bytes(written)
    return FileReport("masked" if graph.findings else "clean", findings=tuple(graph.findings))


class _Masking:
    """The pages of one file while they are masked."""

    def __init__(self, paper: Paper, graph: Graph, name: str) -> None:
        self.paper, self.graph = paper, graph
        self.pages = [paper.read(number) for number in range(paper.pages)]
        self.readings: list[tuple[Reading, ...]] = []
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
        letters, same_way = upright(page.letters, page.pixels)
        ways: list[Callable[[Sequence[Letter], Reading], None]] = [as_seen, as_drawn, partial(as_drawn, wrapped=" ")]
        for way in ways if same_way else [*ways, as_told]:
            reading = Reading(self.graph.passage("text", page.number + 1))
            way(letters, reading)
            yield reading

    def written(self) -> bytes:
        """Return the new file."""
        self.graph.find()
        writer = Writer()
        for page, readings in zip(self.pages, self.readings, strict=True):
            hidden = Hidden(page, readings, self.graph.guard)
            picture, seen = self._picture(page, hidden)
            self.graph.findings += [*hidden.findings, *seen]
            words = hidden.layer([box for one in seen if (box := one.box)]) if page.keeps_layer else []
            writer.page(page.width, page.height, picture, words)
            self.graph.guard.progress((page.number + 1) / len(self.pages))
        return writer.finish()

    def _picture(self, page: Page, hidden: Hidden) -> tuple[Image.Image, list[Finding]]:
        """Return the page drawn and masked, and what was found in its picture beyond the text."""
        from priyom.privacy.pictures import mask_picture  # here: it brings the reader of letters along
        from priyom.privacy.pictures.painting import paint

        picture = paint(cast("Image.Image", self.paper.draw(page)), hidden.findings)
        if not page.is_read_from_picture:
            return picture, []
        masked, seen = mask_picture(picture, self.graph.knowing)
        place = Place(page=page.number + 1, part="picture")
        return masked, [Finding(one.kind, place, one.box, one.confidence) for one in seen]


class Hidden:
    """What is hidden on one page: which letters, where, and by which words."""

    def __init__(self, page: Page, readings: Sequence[Reading], guard: TextGuard) -> None:
        self.page = page
        self.findings: list[Finding] = []
        self.instead: dict[int, str] = {}  # the first letter of each place -> what the text layer says there
        self.letters: set[int] = set()
        for reading in readings:
            text = reading.passage.text
            for span in reading.passage.spans:
                numbers = [number for number in reading.letters_of(span.start, span.end) if number not in self.letters]
                if any(page.letters[number].char.isalnum() for number in numbers):
                    self.letters.update(numbers)
                    self.instead[numbers[0]] = words_instead(text, span, span.start, span.end, guard)
                    self._find(span, numbers)

    def _find(self, span: Span, numbers: Sequence[int]) -> None:
        place = Place(page=self.page.number + 1, part="text")
        for box in _boxes([self.page.letters[number] for number in numbers], self.page.pixels):
            self.findings.append(Finding(span.label.value, place, box, round(span.confidence, 2)))

    def layer(self, painted: Sequence[Box]) -> list[Shown]:
        """Return the words that stay, in the order of the file; none that the reader of pictures painted over."""
        shown: list[Shown] = []
        letters = self.page.letters
        for word in words_of(letters):
            kept: list[int] = []
            for number in word.numbers:
                if number in self.instead:
                    shown += self._shown("".join(letters[one].char for one in kept), kept)
                    shown += self._shown(self.instead[number], [number])
                    kept = []
                elif (
                    number not in self.letters and not letters[number].hidden and not _lies_in(letters[number], painted)
                ):
                    kept.append(number)
            shown += self._shown("".join(letters[one].char for one in kept), kept)
        return shown

    def _shown(self, text: str, numbers: Sequence[int]) -> list[Shown]:
        if not numbers or not text:
            return []
        letters = [self.page.letters[number] for number in numbers]
        left, right = min(letter.left for letter in letters), max(letter.right for letter in letters)
        top, bottom = min(letter.top for letter in letters), max(letter.bottom for letter in letters)
        width, height = self.page.pixels
        if right <= 0 or bottom <= 0 or left >= width or top >= height:
            return []
        x, y = self.page.width / width, self.page.height / height
        return [Shown(text, left * x, (height - bottom) * y, (right - left) * x, (bottom - top) * y)]


def _boxes(letters: Sequence[Letter], pixels: tuple[int, int]) -> Iterator[Box]:
    """Yield a box for each line that the letters stand in."""
    from priyom.privacy.pictures.painting import padded

    line: list[Letter] = []
    for letter in [*(letter for letter in letters if letter.has_box), None]:
        if letter is not None and (not line or _continues(line[-1], letter)):
            line.append(letter)
            continue
        if line:
            left, right = min(one.left for one in line), max(one.right for one in line)
            yield padded(left, min(one.top for one in line), right, max(one.bottom for one in line), pixels)
        line = [letter] if letter is not None else []


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
