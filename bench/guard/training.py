"""Trains the network of names (`likelihood.py`): `python -m bench.guard.training`. Twenty minutes of one core; numpy only.

It learns from the tuned texts of this folder, each many times with other people in it, from `data/training.toml` and from the product's own
Russian sentences, in which nobody occurs. The part that is held apart is never read. Names of a tenth of the people are hidden from the
lists while it learns, so that a name in no list is read by what stands around it.
"""

import argparse
import random
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.guard.making import DATA, Sample, unmarked
from bench.guard.many_people import People, rewritten
from priyom.privacy.detectors.likelihood import (
    FURTHER,
    HASHES,
    MEANING,
    NEAR,
    WEIGHTS,
    beside,
    of_place,
    of_text,
    of_word,
    place_of,
)
from priyom.privacy.detectors.ner import meanings
from priyom.privacy.detectors.reading import Reading
from priyom.privacy.detectors.units import units_of
from priyom.privacy.detectors.vocabulary import Vocabulary

PRODUCT = Path(__file__).parents[2] / "priyom"
SENTENCES = ("knowledge/data/articles.toml", "desk/data/topics.toml", "desk/data/guides.toml", "desk/data/replies.toml")
PROJECTED, OWN, NARROW, FIRST, SECOND = 32, 12, 56, 96, 56
CHUNK, GAP = 4096, NEAR + FURTHER


class Rows:
    """Texts as rows of numbers, one a word, with nothing between two texts."""

    def __init__(self, vocabulary: Vocabulary, seed: int) -> None:
        self.vocabulary, self.random = vocabulary, random.Random(seed)
        self.meanings, self.numbers = [np.zeros(MEANING, dtype=np.float32)], {}
        self.rows, self.words, self.own, self.wanted, self.weight = [], [], [], [], []

    def add(self, sample: Sample, weight: float = 1.0) -> None:
        units = units_of(Reading(sample.text), self.vocabulary)
        people = [(start, end) for start, end, label in sample.gold if label == "PERSON"]
        others = [(start, end) for start, end, label in sample.gold if label != "PERSON"]
        named = [any(start <= unit.start and unit.end <= end for start, end in people) for unit in units]
        for unit, is_name in zip(units, named, strict=True):
            if is_name and self.random.random() < 0.12:
                unit.facts = replace(unit.facts, first=0, surname=0, only_names=False, is_known=unit.facts.is_common)
        whole, rows = of_text(units), []
        for place, (unit, is_name) in enumerate(zip(units, named, strict=True)):
            number = self._number(unit.low)
            rows.append([*of_word(unit, self.vocabulary), float(not number), *of_place(units, place), *whole])
            hidden = self.random.random() < (0.3 if is_name else 0.06)
            self.words.append(0 if hidden else number)
            self.own.append(HASHES if hidden or self.random.random() < 0.05 else place_of(unit.low))
            self.wanted.append(float(is_name))
            inside = any(start < unit.end and unit.start < end for start, end in others)
            self.weight.append(0.0 if inside else weight)
        if units:
            self.rows += [np.array(rows, dtype=np.float16), np.zeros((GAP, len(rows[0])), dtype=np.float16)]
        for _ in range(GAP if units else 0):
            self.words.append(0)
            self.own.append(HASHES)
            self.wanted.append(0.0)
            self.weight.append(0.0)

    def _number(self, low: str) -> int:
        if low not in self.numbers:
            met = meanings()(low)
            self.numbers[low] = len(self.meanings) if met is not None else 0
            if met is not None:
                self.meanings.append(met.astype(np.float32))
        return self.numbers[low]


class Network:
    """Two layers that see neighbours, and one answer; trained by Adam."""

    def __init__(self, width: int, seed: int) -> None:
        draw = np.random.default_rng(seed)
        seen = width + PROJECTED + OWN
        normal = lambda *shape, scale: (draw.normal(size=shape) * scale).astype(np.float32)  # noqa: E731
        self.weights = {
            "wp": normal(MEANING, PROJECTED, scale=0.05),
            "wh": normal(HASHES + 1, OWN, scale=0.02),
            "w0": normal(seen, NARROW, scale=0.1),
            "b0": np.zeros(NARROW, dtype=np.float32),
            "w1": normal(NARROW * (2 * NEAR + 1), FIRST, scale=0.05),
            "b1": np.zeros(FIRST, dtype=np.float32),
            "w2": normal(FIRST * (2 * FURTHER + 1), SECOND, scale=0.04),
            "b2": np.zeros(SECOND, dtype=np.float32),
            "w3": normal(SECOND, 1, scale=0.1),
            "b3": np.zeros(1, dtype=np.float32),
        }
        self.weights["wh"][HASHES] = 0
        self.moments = {name: (np.zeros_like(value), np.zeros_like(value)) for name, value in self.weights.items()}
        self.steps, self.draw = 0, draw

    def step(self, rows, meaning, own, wanted, weight, rate: float) -> float:
        """Correct the weights by one stretch of text; return how far the answers were off."""
        w = self.weights
        width = rows.shape[1]
        seen = np.concatenate([rows, meaning @ w["wp"], w["wh"][own]], axis=1)
        narrow = np.maximum(seen @ w["w0"] + w["b0"], 0)
        inside = rows.any(axis=1, keepdims=True)  # beyond the ends of a text is nothing, as when it is asked
        narrow_kept = self._kept(narrow.shape, 0.1) * inside
        around = beside(np, narrow * narrow_kept, NEAR)
        first = np.maximum(around @ w["w1"] + w["b1"], 0)
        first_kept = self._kept(first.shape, 0.2) * inside
        wide = beside(np, first * first_kept, FURTHER)
        second = np.maximum(wide @ w["w2"] + w["b2"], 0)
        second_kept = self._kept(second.shape, 0.2)
        dropped = second * second_kept
        answer = 1 / (1 + np.exp(-np.clip((dropped @ w["w3"] + w["b3"])[:, 0], -30, 30)))
        total = max(1.0, float(weight.sum()))
        wrong = ((answer - wanted) * weight / total)[:, None].astype(np.float32)
        back = {"w3": dropped.T @ wrong, "b3": wrong.sum(0)}
        at_second = (wrong @ w["w3"].T) * second_kept * (second > 0)
        back |= {"w2": wide.T @ at_second, "b2": at_second.sum(0)}
        at_first = apart(at_second @ w["w2"].T, FIRST, FURTHER) * first_kept * (first > 0)
        back |= {"w1": around.T @ at_first, "b1": at_first.sum(0)}
        at_narrow = apart(at_first @ w["w1"].T, NARROW, NEAR) * narrow_kept * (narrow > 0)
        back |= {"w0": seen.T @ at_narrow, "b0": at_narrow.sum(0)}
        at_seen = at_narrow @ w["w0"].T
        back["wp"] = meaning.T @ at_seen[:, width : width + PROJECTED]
        back["wh"] = np.zeros_like(w["wh"])
        np.add.at(back["wh"], own, at_seen[:, width + PROJECTED :])
        back["wh"][HASHES] = 0
        self._adam(back, rate)
        lost = -(wanted * np.log(answer + 1e-7) + (1 - wanted) * np.log(1 - answer + 1e-7)) * weight
        return float(lost.sum() / total)

    def _kept(self, shape, share: float):
        return ((self.draw.random(shape, dtype=np.float32) >= share) / np.float32(1 - share)).astype(np.float32)

    def _adam(self, back, rate: float) -> None:
        self.steps += 1
        for name, found in back.items():
            slope = found + (1e-6 if name == "wh" else 2e-6) * self.weights[name]
            mean, square = self.moments[name]
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope * slope - square)
            ready = mean / (1 - 0.9**self.steps)
            spread = np.sqrt(square / (1 - 0.999**self.steps)) + 1e-8
            self.weights[name] -= rate * ready / spread


def apart(wide, width: int, reach: int):
    """Return what `beside` joined, added up at the rows it came from."""
    count = len(wide)
    rows = np.zeros((count + 2 * reach, width), dtype=np.float32)
    for shift in range(2 * reach + 1):
        rows[shift : shift + count] += wide[:, shift * width : (shift + 1) * width]
    return rows[reach : reach + count]


def sentences() -> list[str]:
    """Return the product's own Russian sentences."""
    found = set()
    for path in sorted(PRODUCT.glob("*/locale/ru/LC_MESSAGES/django.po")):
        found |= set(
            re.findall(r'^msgstr(?:\[\d\])? "(.*[А-Яа-я].*)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
        )
    for name in SENTENCES:
        found |= set(_texts(tomllib.loads((PRODUCT / name).read_text(encoding="utf-8"))))
    return sorted(text for text in found if re.search("[А-Яа-я]", text))


def _texts(value):
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(inner)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=16, help="how often each text, with other people")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without", default="", help="leave these files out, to see how far what is learned carries")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    rows = gathered(options.rounds, options.seed, options.without.split(","))
    network = trained(rows, options.epochs, options.seed)
    kept = {name: value.astype(np.float16) for name, value in network.weights.items()}
    kept["wh"] = kept["wh"][:HASHES]
    np.savez_compressed(options.out, **kept)
    print(f"{options.out}: {options.out.stat().st_size // 1024} KB")


def gathered(rounds: int, seed: int, without: list[str]) -> Rows:
    vocabulary = Vocabulary()
    people, draw = People(seed, vocabulary), random.Random(seed)
    rows = Rows(vocabulary, seed)
    texts, traps = [], []
    for path in sorted(DATA.glob("written_tuned*.toml")):
        if path.stem not in without:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
            texts += [unmarked(text) for text in content["texts"]]
            traps += content["traps"]
    own = sentences()
    for number in range(rounds):
        for text in texts:
            rows.add(rewritten(people.others(text) if number else text, draw))
        for template in (*people.texts, *people.traps):
            rows.add(rewritten(people.fill(template), draw))
        for template in (*people.also, *people.clean_also):
            rows.add(rewritten(people.long(template), draw))
        for _ in range(len(people.also) // 2):
            rows.add(rewritten(people.roster(), draw))
        for text in traps:
            rows.add(rewritten(Sample(text), draw))
        for text in own if number % 4 == 0 else ():
            rows.add(rewritten(Sample(text), draw), 0.5)
    print(f"{len(rows.words):,} words, {len(rows.meanings):,} of them met in newspapers")
    return rows


def trained(gathered_rows: Rows, epochs: int, seed: int) -> Network:
    rows = np.concatenate(gathered_rows.rows)
    meanings_of = np.array(gathered_rows.meanings)
    words, own = np.array(gathered_rows.words), np.array(gathered_rows.own)
    wanted, weight = (np.array(values, dtype=np.float32) for values in (gathered_rows.wanted, gathered_rows.weight))
    network = Network(rows.shape[1], seed)
    draw = random.Random(seed)
    starts = list(range(0, len(rows), CHUNK))
    for epoch in range(epochs):
        draw.shuffle(starts)
        rate, lost = 0.002 * (1 - epoch / epochs) + 0.0001, 0.0
        for start in starts:
            part = slice(start, start + CHUNK)
            lost += network.step(
                rows[part].astype(np.float32), meanings_of[words[part]], own[part], wanted[part], weight[part], rate
            )
        print(f"round {epoch + 1}: {lost / len(starts):.4f}", flush=True)
    return network


if __name__ == "__main__":
    main()
