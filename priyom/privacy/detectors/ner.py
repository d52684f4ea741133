"""Asks the model of names (slovnet, weights from natasha's wheel) about running text. One processor, loaded when first needed."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

# More threads than one make small matrices ten times slower on a busy machine; must stand before numpy is loaded.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

LONGEST = 1200  # characters asked about at once


class NameModel:
    """The model, and answers as places in the text."""

    def __init__(self) -> None:
        from slovnet import NER

        self._model = NER.load(str(_data() / "model" / "slovnet_ner_news_v1.tar"))
        self._model.navec(_words())

    def people(self, text: str) -> list[tuple[int, int]]:
        """Return where people's names stand."""
        pieces = list(_pieces(text))
        found = []
        for (start, _piece), markup in zip(pieces, self._model.map([piece for _start, piece in pieces]), strict=True):
            found += [(start + span.start, start + span.stop) for span in markup.spans if span.type == "PER"]
        return found


@lru_cache(maxsize=1)
def _words() -> Any:
    """Return where each word lies among the words of newspapers, for the model and for `likelihood.py`."""
    from navec import Navec

    return Navec.load(str(_data() / "emb" / "navec_news_v1_1B_250K_300d_100q.tar"))


def meanings() -> Callable[[str], Any]:
    """Return what gives a word's place (300 numbers), or None for a word in no newspaper."""
    return cast("Callable[[str], Any]", _words().get)


def newspaper_words() -> list[str]:
    """Return the words of newspapers, the most frequent first."""
    return list(_words().vocab.words)


@lru_cache(maxsize=1)
def model() -> NameModel:
    """Return the model, loaded once a process."""
    return NameModel()


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut the text at line ends or spaces, so that no piece is too long."""
    place = 0
    while place < len(text):
        end = min(place + LONGEST, len(text))
        if end < len(text):
            cut = max(text.rfind("\n", place, end), text.rfind(". ", place, end))
            end = cut + 1 if cut > place else (text.rfind(" ", place, end) + 1 or end)
            end = end if end > place else min(place + LONGEST, len(text))
        if text[place:end].strip():
            yield place, text[place:end]
        place = end


def _data() -> Path:
    found = importlib.util.find_spec("natasha")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("natasha")
    return Path(found.submodule_search_locations[0]) / "data"
