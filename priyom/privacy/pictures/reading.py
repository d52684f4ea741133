"""Reads the words of a picture with their boxes. Tesseract, in sparse mode, on ink without backgrounds (`ink.py`)."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import numpy as np
import tesserocr
from PIL import Image

from priyom.privacy.files import Refused
from priyom.privacy.pictures.placing import Placed, placed

DATA = (os.environ.get("TESSDATA_PREFIX", ""), "/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tessdata")
LANGUAGES, SECOND = "rus+eng", "rus"
LARGE_ENOUGH = 1.5  # times larger than on a screen
MOST_ENLARGED = 19_000_000  # pixels after enlarging: a screen of 3840×2160 by half
VARIABLES = {
    "user_defined_dpi": "160",
    "tessedit_do_invert": "0",  # `ink` has made everything dark on light already
    "invert_threshold": "0",
    "debug_file": "",  # the reader's own /dev/null cannot be opened behind walls, and its first remark would end it
}
WORD_LEVEL = "5"
ONLY_LATIN = frozenset("DFGIJLQRSVWZdfghijlqstvwz")
FEWEST_LATIN, SURELY = 3, 60.0


@dataclass(frozen=True, slots=True)
class Read:
    """A word that was read; the box in pixels of the picture."""

    text: str
    x: float
    y: float
    width: float
    height: float
    confidence: float

    def __repr__(self) -> str:
        return f"<word at {self.x:.0f},{self.y:.0f}>"  # never the word itself

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def is_latin(word: Read) -> bool:
    """Say whether the word surely is in Latin letters: some of them look like no Russian one."""
    letters = [char for char in word.text if char.isalpha()]
    latin = sum(char.isascii() for char in letters)
    own = sum(char in ONLY_LATIN for char in letters)
    return len(letters) >= FEWEST_LATIN and latin == len(letters) and own > 0 and word.confidence >= SURELY


def data_folder() -> str:
    """Return where the languages lie; without them no picture is kept."""
    for folder in DATA:
        if folder and all((Path(folder) / f"{name}.traineddata").exists() for name in LANGUAGES.split("+")):
            return folder
    raise Refused("no_reading_data")


@lru_cache(maxsize=4)
def engine(languages: str, mode: int = tesserocr.PSM.SPARSE_TEXT) -> tesserocr.PyTessBaseAPI:
    """Return the reader with its languages loaded, once a process."""
    return tesserocr.PyTessBaseAPI(
        path=data_folder(), lang=languages, psm=mode, oem=tesserocr.OEM.LSTM_ONLY, variables=VARIABLES
    )


def warm() -> None:
    """Load the languages before the walls stand; where they are missing, each picture is refused later."""
    try:
        engine(LANGUAGES)
        engine(SECOND)
    except (Refused, RuntimeError):
        engine.cache_clear()


def scale_of(width: int, height: int, times: float = 1.0) -> float:
    """Return how much to enlarge: letters of screens are too small for the reader, those of papers are not."""
    if times >= LARGE_ENOUGH:
        return 1.0
    return next((scale for scale in (2.0, 1.5) if width * height * scale * scale <= MOST_ENLARGED), 1.0)


def read(
    ink: np.ndarray, scale: float | None = None, *, languages: str = LANGUAGES, mode: int = tesserocr.PSM.SPARSE_TEXT
) -> list[Read]:
    """Return the words of the ink (dark on white, one octet a pixel)."""
    height, width = ink.shape
    scale = scale or scale_of(width, height)
    large = Image.fromarray(ink).resize((round(width * scale), round(height * scale)), Image.Resampling.BICUBIC)
    reader = engine(languages)
    reader.SetPageSegMode(mode)
    reader.SetImageBytes(large.tobytes(), large.width, large.height, 1, large.width)
    if not reader.Recognize():
        raise Refused("unreadable")
    table = reader.GetTSVText(0)
    reader.Clear()
    return list(_words(table, np.asarray(large), scale))


def _words(table: str, ink: np.ndarray, scale: float) -> Iterator[Read]:
    for _line, words in groupby(_rows(table), key=itemgetter(0)):
        for word in placed([word for _line, word in words], ink):
            x, y, width, height = (number / scale for number in (word.x, word.y, word.width, word.height))
            yield Read(word.text, x, y, width, height, word.confidence)


def _rows(table: str) -> Iterator[tuple[tuple[str, ...], Placed]]:
    """Yield the words that the reader's table tells of, each with the numbers of its line."""
    for row in csv.reader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row and row[0] == WORD_LEVEL and len(row) > 11 and (text := row[11].strip()):  # noqa: PLR2004
            x, y, width, height = map(int, row[6:10])
            yield tuple(row[1:5]), Placed(_without_rules(text), x, y, width, height, float(row[10]))


def _without_rules(text: str) -> str:
    """Return the word without the rule of a table that was read as its first or last letter."""
    bare = text.strip("|")
    return bare if bare and "|" not in bare else text
