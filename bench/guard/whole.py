"""Who fills the papers of the whole sets: people and messages of their own."""

import tomllib

from bench.guard.making import DATA
from bench.guard.papers import Printer


class Whole(Printer):
    """Fills documents with the people and the messages of this set."""

    DATA_NAME = "whole_set.toml"

    def __init__(self, seed: int) -> None:
        super().__init__("apart", seed)
        self.part = "tuned"
        given = tomllib.loads((DATA / self.DATA_NAME).read_text(encoding="utf-8"))
        self.texts, self.sentences = given.pop("texts"), given.pop("clean")
        self.maker.names = {key: value.split("|") if "|" in value else value.split() for key, value in given.items()}
        self.random.seed(f"whole set {seed}")

    def text(self, corner: str) -> str:
        sample = self.maker.fill(self.random.choice(self.texts))
        for start, end, label in sample.gold:
            self.gold(sample.text[start:end], label, corner)
        return sample.text

    def plain(self) -> str:
        said = self.random.choice(self.sentences)
        self.paper.clean.append(said)
        return said

    def born(self, corner: str) -> str:
        year, month, day = self.maker._born()
        return self.gold(f"{day:02d}.{month:02d}.{year}", "DOB", corner)

    def whose(self, corner: str) -> str:
        shape = self.random.choice(("Пациент {}", "ФИО: {}", "Больной(ая) {}", "Карта: {}"))
        return shape.format(self.fio(corner))

    def gold(self, value: str, label: str, corner: str) -> str:
        self.paper.gold.append((known_by(value) if label == "PERSON" else value, label, corner))
        return value


def known_by(name: str) -> str:
    """Return the name with its surname in front, which is what the count looks for."""
    words = name.split()
    full = [word for word in words if "." not in word]
    return " ".join(full) if full and "." in words[0] else name
