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
    """The model, and answers as places in the text.

    The arithmetic is done here, a line at a time: slovnet's own is made for batches and takes twice as long for a line.
    """

    def __init__(self) -> None:
        import numpy as np
        from slovnet import NER
        from slovnet.markup import BIOMarkup
        from slovnet.token import tokenize

        infer = NER.load(str(_data() / "model" / "slovnet_ner_news_v1.tar")).navec(_words()).infer
        self._np, self._tokens, self._markup = np, tokenize, BIOMarkup
        self._encoder, self._tags, self._meanings = infer.encoder, infer.decoder.tags_vocab, infer.model.emb
        self._layers = [_layer(layer) for layer in infer.model.encoder.layers]
        head = infer.model.head
        self._last = (head.proj.weight.array, head.proj.bias.array)
        self._following = head.crf.transitions.array

    def people(self, text: str) -> list[tuple[int, int]]:
        """Return where people's names stand."""
        found = []
        for start, piece in _pieces(text):
            words = [token.text for token in self._tokens(piece)]
            tags = [self._tags.decode(tag) for tag in self._best(self._likely(words))]
            spans = self._markup.from_tuples(zip(words, tags, strict=True)).to_span(piece).spans
            found += [(start + span.start, start + span.stop) for span in spans if span.type == "PER"]
        return found

    def _likely(self, words: list[str]) -> Any:
        """Return how likely each tag is for each word, by itself."""
        np = self._np
        meaning, shape = (np.array(numbers) for numbers in self._encoder.item(words))
        rows = self._meanings(meaning, shape)
        for weight, bias, scale, shift in self._layers:
            wide = np.zeros((len(rows) + 2, rows.shape[1]), dtype=np.float32)
            wide[1:-1] = rows
            rows = np.concatenate([wide[:-2], wide[1:-1], wide[2:]], axis=1) @ weight
            rows += bias
            np.maximum(rows, 0, out=rows)
            rows *= scale
            rows += shift
        weight, bias = self._last
        return rows @ weight + bias

    def _best(self, likely: Any) -> list[int]:
        """Return the likeliest row of tags, each following the one before as tags do."""
        np = self._np
        every = np.arange(likely.shape[1])
        score, history = likely[0], []
        for row in likely[1:]:
            sums = score[:, None] + self._following + row
            before = sums.argmax(0)
            score = sums[before, every]
            history.append(before)
        tags = [int(score.argmax())]
        for before in reversed(history):
            tags.append(int(before[tags[-1]]))
        return tags[::-1]


def _layer(layer: Any) -> tuple[Any, Any, Any, Any]:
    """Return a layer's weights as rows of three neighbours are multiplied with, and what scales and shifts the sums."""
    weight, norm = layer.conv.weight.array, layer.norm
    filters, width, reach = weight.shape
    scale = norm.weight.array / norm.std.array
    flat = weight.transpose(2, 1, 0).reshape(reach * width, filters).copy()
    return flat, layer.conv.bias.array, scale, norm.bias.array - norm.mean.array * scale


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
