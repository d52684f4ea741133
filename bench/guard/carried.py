"""Puts invented people into texts that somebody else wrote: the carriers are read from a file and never kept here.

A carrier has nobody in it, so that everything hidden outside the fragments is a false alarm.
"""

import json
import random
import tomllib
from pathlib import Path

from bench.guard.making import DATA, Maker, Sample

CARRIERS = Path(__file__).parents[3] / "shared" / "data" / "questions.jsonl"
BOTH_ENDS = 0.3  # of the texts have somebody before and behind


class Carried(Maker):
    """Makes a text of a carrier and fragments with people whose names are rare."""

    def __init__(self, seed: int, carriers: Path = CARRIERS) -> None:
        self.part = "carried"
        self.random = random.Random(f"carried {seed}")
        names = tomllib.loads((DATA / "names_carried.toml").read_text(encoding="utf-8"))
        self.names = {key: (value.split("|") if "|" in value else value.split()) for key, value in names.items()}
        self.fragments = tomllib.loads((DATA / "fragments.toml").read_text(encoding="utf-8"))
        lines = carriers.read_text(encoding="utf-8").splitlines() if carriers.exists() else []
        self.carriers = [json.loads(line)["text"] for line in lines]
        self.traps = []

    def samples(self, rounds: int) -> list[Sample]:
        return [self.fill(self._around(carrier)) for _ in range(rounds) for carrier in self.carriers]

    def clean(self) -> list[Sample]:
        return [Sample(carrier) for carrier in self.carriers]

    def _around(self, carrier: str) -> str:
        """Return the carrier as a template, with fragments before, behind or both."""
        safe = carrier.replace("{", "{{").replace("}", "}}")
        draw = self.random.random()
        gap = self.random.choice((" ", "\n", "\n\n"))
        before = self.random.choice(self.fragments["before"]) + gap if draw < 0.5 + BOTH_ENDS / 2 else ""
        behind = gap + self.random.choice(self.fragments["behind"]) if draw > 0.5 - BOTH_ENDS / 2 else ""
        return f"{before}{safe}{behind}"
