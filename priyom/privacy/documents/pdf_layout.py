"""The letters of a page in two orders: as the file draws them, and in lines with cells under their headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from priyom.privacy.documents.grids import LETTERS_APART, field_of, fields_of, gap_of
from priyom.privacy.documents.passages import CELL_BREAKS, GAP, Passage
from priyom.privacy.documents.pdf_reading import Letter

WIDE_GAP = 0.85  # of the letters' height: another cell begins
NARROW_GAP = 0.45  # the same where no space is written
WORD_GAP = 0.18
SAME_LINE = 0.5  # of the smaller height
FAR_APART, ODD = 6.0, 50  # in letters; one letter of so many may run another way
INDENT, ALIGNED = 3.0, 1.5
APART = ";\n\n"  # nothing is read on over that
TIGHT = 1.2  # between the lines of one cell
WIDEST_SPACE, LEADING = 3.0, 2.2  # a wider gap parts cells, a wider leading parts paragraphs
FEWEST_GAPS, EQUAL = 5, 0.25  # of a line that reaches both margins; in letters
HYPHENS = frozenset("-\u00ad\u2010")
FEWEST_LINES, FEWEST_WORDS, MOST_COLUMNS = 6, 3, 3  # of a column of prose, of most of its lines, of a page
MOST_LONGER = 3.0  # than the line above, within one cell
SURE, TALLEST, FAR_BELOW = 2, 2, 3.0
WIDEST_BOX, UNEVEN = 3.0, 0.3  # of the height, of boxes for one letter each


@dataclass
class Word:
    """Letters without a space between them."""

    numbers: list[int]
    left: float
    top: float
    right: float
    bottom: float
    spaced: bool = False  # a space of the text itself stands before it
    boxed: bool = False  # made of letters that stand in a box each

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass
class Cell:
    """Words that stand close together: in one line, or in lines that go on below."""

    words: list[Word] = field(default_factory=list)

    @property
    def left(self) -> float:
        return min(word.left for word in self.words)

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    def text(self, letters: Sequence[Letter]) -> str:
        return " ".join("".join(letters[number].char for number in word.numbers) for word in self.words)


class Reading:
    """A passage whose characters know which letter of the page they are."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.numbers: list[int] = []

    def say(self, words: str) -> None:
        self.passage.say(words)
        self.numbers += [-1] * len(words)

    def take(self, letters: Sequence[Letter], numbers: Sequence[int]) -> None:
        for number in numbers:
            char = letters[number].char.translate(CELL_BREAKS)
            self.passage.say(char)
            self.numbers += [number] * len(char)

    def add(self, letters: Sequence[Letter], number: int) -> None:
        """Take one letter as it is."""
        self.passage.say(letters[number].char)
        self.numbers += [number] * len(letters[number].char)

    def letters_of(self, start: int, end: int) -> list[int]:
        """Return the letters of a place in the passage."""
        return [number for number in self.numbers[start:end] if number >= 0]


def upright(letters: Sequence[Letter], pixels: tuple[int, int]) -> tuple[list[Letter], bool, str]:
    """Return the letters as if the page were held so that most run to the right, whether all do, and where they run."""
    votes: Counter[str] = Counter()
    for one, other in pairwise(letters):
        if one.has_box and other.has_box and not one.char.isspace() and not other.char.isspace():
            x, y = other.left + other.right - one.left - one.right, other.top + other.bottom - one.top - one.bottom
            if max(abs(x), abs(y)) < FAR_APART * max(one.height, one.right - one.left):
                votes[("right" if x > 0 else "left") if abs(x) >= abs(y) else ("down" if y > 0 else "up")] += 1
    way = votes.most_common(1)[0][0] if votes else "right"
    return [_turned(letter, way, pixels) for letter in letters], votes[way] * ODD >= votes.total() * (ODD - 1), way


def _turned(letter: Letter, way: str, pixels: tuple[int, int]) -> Letter:
    width, height = pixels
    left, top, right, bottom = letter.left, letter.top, letter.right, letter.bottom
    box = {
        "right": (left, top, right, bottom), "left": (width - right, height - bottom, width - left, height - top),
        "down": (top, width - right, bottom, width - left), "up": (height - bottom, left, height - top, right),
    }[way]  # fmt: skip
    return Letter(letter.char, *box, hidden=letter.hidden, guessed=letter.guessed)


def as_told(letters: Sequence[Letter], reading: Reading) -> None:
    """Read letters and breaks just as the file's reader tells them: for pages with writing in several directions."""
    for number, letter in enumerate(letters):
        if letter.char in "\r\n":
            reading.say("\n" if letter.char == "\n" else "")
        else:
            reading.add(letters, number)


def as_drawn(letters: Sequence[Letter], reading: Reading, *, wrapped: str = "\n") -> None:
    """Read the letters in the order of the file; `wrapped` stands where a line goes on below.

    Where that is a space, a word that was broken at the end of its line is put together again.
    """
    last, begins, spaced, broken = None, 0.0, False, -1
    for number, letter in enumerate(letters):
        if letter.char.isspace() and (letter.char in "\r\n" or not letter.has_box):
            spaced = True
            continue
        if last is not None and not letter.char.isspace():
            between = _between(last, letter, begins, spaced=spaced)
            begins = begins if between in {"", " "} else letter.left
            goes_on = broken >= 0 and between == "\n"
            if broken >= 0 and not (goes_on and letter.char.islower()):
                reading.add(letters, broken)
            reading.say("" if goes_on else wrapped if between == "\n" else between)
            broken = -1
        begins = letter.left if last is None else begins
        if wrapped == " " and number and letters[number - 1].char.isalpha() and letter.char in HYPHENS:
            broken = number
        else:
            reading.add(letters, number)
        last, spaced = (last if letter.char.isspace() else letter), False
    if broken >= 0:
        reading.add(letters, broken)


def _between(last: Letter, letter: Letter, begins: float, *, spaced: bool) -> str:
    """Return what lies between two letters that follow each other in the file; their line began at `begins`."""
    height = max(1.0, min(last.height, letter.height))
    if min(last.bottom, letter.bottom) - max(last.top, letter.top) > SAME_LINE * height:
        gap = letter.left - last.right
        if abs(gap) > WIDEST_SPACE * height:
            return APART
        return " " if spaced else ""
    goes_on = 0 <= letter.top - last.top < LEADING * height and abs(letter.left - begins) < INDENT * height
    return "\n" if goes_on else APART


def as_seen(letters: Sequence[Letter], reading: Reading) -> None:
    """Read the letters row by row, each cell as the field that its heading names."""
    lines = [cells_of(line) for line in lines_of(words_of(letters))]
    rows = _in_columns(_with_tall_headings(_rows(_whole(lines, letters)), letters), letters)
    texts = [{column: _text(cells, letters) for column, cells in row.items()} for row in rows]
    fields, gaps = fields_of(texts), [gap_of(row.values()) for row in texts]
    for number, row in enumerate(rows):
        gap = gaps[number]
        if gap == GAP and number + 1 < len(rows) and gaps[number + 1] != GAP:
            gap = gaps[number + 1]  # what stands over headings is no part of them
        for column, cells in row.items():
            name = fields.get((number, column), "")
            reading.say(f"<{name}>" if name else "")
            for at, word in enumerate(word for cell in cells for word in cell.words):
                if at:
                    reading.say(" ")
                reading.take(letters, word.numbers)
            reading.say(f"</{name}>{gap}" if name else gap)
        reading.say("\n")


def columns_of(letters: Sequence[Letter]) -> list[list[Cell]]:
    """Return the columns of a page of prose, each line by line; none where the page has but one, or a table."""
    lines = [cells for line in lines_of(words_of(letters)) if len(cells := cells_of(line)) > 1]
    columns: list[list[Cell]] = []
    for cell in (cell for line in lines for cell in line):
        near = SAME_LINE * cell.words[0].height
        column = next((one for one in columns if abs(one[0].left - cell.left) < near), None)
        if column is None:
            columns.append([cell])
        else:
            column.append(cell)
    columns = [column for column in columns if len(column) >= FEWEST_LINES]
    long = [cell for column in columns for cell in column if len(cell.words) >= FEWEST_WORDS]
    is_prose = 1 < len(columns) <= MOST_COLUMNS and 2 * len(long) > sum(map(len, columns))
    return columns if is_prose else []


def by_columns(letters: Sequence[Letter], reading: Reading) -> None:
    """Read columns of prose one after the other: a file may draw their lines in turns."""
    for column in columns_of(letters):
        for cell in column:
            for word in cell.words:
                reading.take(letters, word.numbers)
                reading.say(" ")
        reading.say(APART)


def _text(cells: list[Cell], letters: Sequence[Letter]) -> str:
    return " ".join(cell.text(letters) for cell in cells)


def words_of(letters: Sequence[Letter]) -> list[Word]:
    """Return the words: letters that follow each other in the file and on the page."""
    words: list[Word] = []
    joins = spaced = False
    for number, letter in enumerate(letters):
        if letter.char.isspace() or not letter.has_box:
            joins, spaced = False, not letter.guessed
            continue
        last = words[-1] if words and joins else None
        if last and _follows(last, letter):
            last.numbers.append(number)
            last.right, last.left = max(last.right, letter.right), min(last.left, letter.left)
            last.top, last.bottom = min(last.top, letter.top), max(last.bottom, letter.bottom)
        else:
            words.append(Word([number], letter.left, letter.top, letter.right, letter.bottom, spaced))
        joins = True
    return words


def _follows(word: Word, letter: Letter) -> bool:
    gap = max(2.0, WORD_GAP * letter.height)
    overlap = min(word.bottom, letter.bottom) - max(word.top, letter.top)
    level = overlap > SAME_LINE * min(word.height, letter.height)
    return level and word.right - letter.height <= letter.left <= word.right + gap


def lines_of(words: list[Word]) -> list[list[Word]]:
    """Return the words in lines from above, each from the left."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: ((word.top + word.bottom) / 2, word.left)):
        line = lines[-1] if lines else None
        if line and _is_level(line[-1], word):
            line.append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]


def _is_level(one: Word, other: Word) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap > SAME_LINE * min(one.height, other.height)


def cells_of(line: list[Word]) -> list[Cell]:
    """Cut a line where the gap is wider than between words."""
    line = _boxed(line)
    if _is_justified(line):
        return [Cell(list(line))]
    cells: list[Cell] = []
    for word in line:
        gap = WIDE_GAP if word.spaced else NARROW_GAP
        if cells and word.boxed and cells[-1].words[-1].boxed:
            gap = WIDEST_BOX
        if cells and word.left - cells[-1].right <= max(3.0, gap * word.height):
            cells[-1].words.append(word)
        else:
            cells.append(Cell([word]))
    return cells


def _boxed(line: list[Word]) -> list[Word]:
    """Join letters that stand in boxes, one in each and all equally far from the next, into words."""
    made: list[Word] = []
    run: list[Word] = []
    for word in line:
        if run and not (len(word.numbers) == 1 and _is_next(run, word)):
            made += _joined(run)
            run = []
        run.append(word)
    return [*made, *_joined(run)]


def _is_next(run: list[Word], word: Word) -> bool:
    """Say whether the word is a letter as far from the last as that from the one before."""
    if len(run[-1].numbers) != 1:
        return False
    height, pitch = word.height, _middle(word) - _middle(run[-1])
    if len(run) == 1:
        return pitch < WIDEST_BOX * height
    return abs(pitch - _middle(run[-1]) + _middle(run[-2])) < UNEVEN * height


def _middle(word: Word) -> float:
    return (word.left + word.right) / 2


def _joined(run: list[Word]) -> list[Word]:
    if len(run) < LETTERS_APART:
        return run
    return [Word(
        [number for word in run for number in word.numbers], run[0].left, min(word.top for word in run), run[-1].right,
        max(word.bottom for word in run), run[0].spaced, boxed=True,
    )]  # fmt: skip


def _is_justified(line: list[Word]) -> bool:
    """Say whether a line of a sentence was drawn out to both margins: all its spaces are equally wide."""
    gaps = [word.left - last.right for last, word in pairwise(line)]
    if len(gaps) < FEWEST_GAPS:
        return False
    return max(gaps) - min(gaps) < EQUAL * line[0].height and max(gaps) < WIDEST_SPACE * line[0].height


def _whole(lines: list[list[Cell]], letters: Sequence[Letter]) -> list[Cell]:
    """Join the lines of one cell: the next begins in the file where the last ended, and stands right below.

    A line alone goes on in no line of several cells: there a paragraph ends and a table begins.
    """
    whole: list[Cell] = []
    ends: dict[int, tuple[Cell, bool, float]] = {}  # the last letter -> its cell, whether alone, where its line began
    for line in lines:
        alone = len(line) == 1
        for cell in line:
            begun, was_alone, left = ends.get(_before(cell, letters), (None, False, 0.0))
            last = cell.words[-1].numbers[-1]
            if begun is None or (was_alone and not alone) or not _goes_on(begun, cell, left, letters):
                beside = begun is not None and _is_level(begun.words[-1], cell.words[0])
                beside = beside and cell.left - begun.right < cell.words[0].height  # type: ignore[union-attr]
                whole.append(cell)
                ends[last] = cell, alone, left if beside else cell.left
            else:
                begun.words += cell.words
                ends[last] = begun, alone, left
    return whole


def _is_field(cell: Cell, letters: Sequence[Letter]) -> bool:
    return bool(field_of(cell.text(letters)))


def _before(cell: Cell, letters: Sequence[Letter]) -> int:
    """Return the number of the letter that stands before the cell in the file."""
    number = cell.words[0].numbers[0] - 1
    while number >= 0 and letters[number].char.isspace():
        number -= 1
    return number


def _goes_on(begun: Cell, line: Cell, left: float, letters: Sequence[Letter]) -> bool:
    heading = line.text(letters)[:1].islower() and _is_field(Cell([*begun.words, *line.words]), letters)
    if not heading and (_is_field(begun, letters) or _is_field(line, letters)):
        return False
    height = line.words[0].height
    if left < begun.words[0].left - height and _has_ended(begun, line.words[0]):
        return False
    near = line.top - begun.bottom < TIGHT * height and line.top > begun.words[-1].top + SAME_LINE * height
    edges = [line.left - left, line.right - begun.right]
    if line.right - line.left < MOST_LONGER * (begun.right - begun.left):  # a line may stand in the middle of its cell
        edges.append((line.left + line.right - begun.left - begun.right) / 2)
    return near and min(map(abs, edges)) < ALIGNED * height


def _has_ended(begun: Cell, word: Word) -> bool:
    """Say whether a sentence that begins with a label ended above: the word would have stood in its last line."""
    return begun.words[-1].right + SAME_LINE * word.height + word.right - word.left < begun.right


def _rows(cells: list[Cell]) -> list[list[Cell]]:
    """Return the cells that stand beside each other, from above, each row from the left."""
    rows: list[list[Cell]] = []
    for cell in sorted(cells, key=lambda cell: (cell.top, cell.left)):
        row = rows[-1] if rows else []
        top, bottom = min((one.top for one in row), default=0), max((one.bottom for one in row), default=0)
        shorter = min(bottom - top, cell.bottom - cell.top)
        if row and min(bottom, cell.bottom) - max(top, cell.top) > SAME_LINE * shorter:
            row.append(cell)
        else:
            rows.append([cell])
    return [sorted(row, key=lambda cell: (cell.left, cell.top)) for row in rows]


def _with_tall_headings(rows: list[list[Cell]], letters: Sequence[Letter]) -> list[list[Cell]]:
    """Move headings two rows tall down to those that stand under a common one: «Patient» over «Name» and «Phone»."""
    for number, row in enumerate(rows):
        if number == 0 or sum(_is_field(cell, letters) for cell in row) < SURE:
            continue
        below = [cell for one in rows[number + 1 : number + 4] for cell in one if not _met(cell, row)]
        above = [one for one in rows[max(0, number - TALLEST) : number] if _is_near(one, row)]
        tall = [cell for one in above for cell in one if not _met(cell, row) and _met(cell, below)]
        for one in above if tall else ():
            one[:] = [cell for cell in one if cell not in tall]
        row[:] = sorted([*row, *tall], key=lambda cell: (cell.left, cell.top))
    return [row for row in rows if row]


def _is_near(row: list[Cell], below: list[Cell]) -> bool:
    if not row:
        return False
    height = min(cell.words[0].height for cell in below)
    return min(cell.top for cell in below) - max(cell.bottom for cell in row) < FAR_BELOW * height


def _in_columns(rows: list[list[Cell]], letters: Sequence[Letter]) -> list[dict[int, list[Cell]]]:
    """Give every cell the column of the heading that it stands under."""
    made: list[dict[int, list[Cell]]] = []
    ruler: list[Cell] = []
    for row in rows:
        if sum(bool(field_of(cell.text(letters))) for cell in row) >= SURE:
            ruler = row
        elif ruler and _ends_table(row, ruler, letters):
            ruler = []
        columns: dict[int, list[Cell]] = {}
        for place, cell in enumerate(row):
            for column, part in _parts(cell, ruler) if ruler else [(place, cell)]:
                columns.setdefault(column, []).append(part)
        made.append(columns)
    return made


def _ends_table(row: list[Cell], ruler: list[Cell], letters: Sequence[Letter]) -> bool:
    """Say whether the row is a paragraph, or a label with more values behind it than there are columns."""
    if len(row) == 1:
        return len(_met(row[0], ruler)) > SURE
    return len(row) > len(ruler) and _is_field(row[0], letters)


def _met(cell: Cell, ruler: list[Cell]) -> list[int]:
    """Return the columns whose headings the cell reaches under."""
    return [column for column, head in enumerate(ruler) if min(cell.right, head.right) > max(cell.left, head.left)]


def _parts(cell: Cell, ruler: list[Cell]) -> list[tuple[int, Cell]]:
    """Cut a cell that reaches under several headings where no space is written: there another cell begins."""
    pieces: list[Cell] = []
    for word in cell.words:
        if pieces and (word.spaced or _is_level(pieces[-1].words[-1], word) is False):
            pieces[-1].words.append(word)
        else:
            pieces.append(Cell([word]))
    if len(_met(cell, ruler)) < SURE or len(pieces) < SURE:
        return [(_column(cell, ruler), cell)]
    return [(_column(piece, ruler), piece) for piece in pieces]


def _column(cell: Cell, ruler: list[Cell]) -> int:
    # Of what both take together: a title that reaches down into the headings lies over all columns and is none.
    overlaps = [
        (min(cell.right, head.right) - max(cell.left, head.left))
        / (max(cell.right, head.right) - min(cell.left, head.left))
        for head in ruler
    ]
    best = max(range(len(ruler)), key=overlaps.__getitem__)
    if overlaps[best] > 0:
        return best
    left_of = [column for column, head in enumerate(ruler) if head.left <= cell.left + 3]
    return left_of[-1] if left_of else 0
