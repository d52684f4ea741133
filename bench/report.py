"""The table: costs beside the floor and beside the peers, as Markdown for docs/performance.md."""

import os
import platform
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.asking import Asked, Question
from bench.peers import AIM, MUST, PEERS, best

PAPER = Path(__file__).resolve().parents[1] / "docs/performance.md"
START, END = "<!-- bench: begin -->", "<!-- bench: end -->"


@dataclass(frozen=True)
class Row:
    """One kind of request at one size, by so many clients."""

    question: Question
    clients: int
    own: float  # CPU ms of the product's processes
    database: float  # CPU ms of PostgreSQL's
    asked: Asked

    @property
    def cpu(self):
        return self.own + self.database


@dataclass
class Table:
    """Everything that was measured at one size."""

    tickets: int
    filled: float | None
    ready_after: float
    load: float
    bare: float = 0.0
    memory: tuple[float, float] = (0.0, 0.0)
    rows: list[Row] = field(default_factory=list)

    def floor(self, clients):
        """Return what the floor's list costs for so many clients."""
        return next(
            r.cpu for r in self.rows if r.question.floor and r.clients == clients and "fifty" in r.question.name
        )

    def cost(self, name):
        """Return what the question costs for one client, if it was asked."""
        found = [row.cpu for row in self.rows if row.question.name == name]
        return found[0] if found else None


HEAD = """### {tickets} tickets

Load of the machine before: {load:.1f}. {filled}From the process's start to `/ready`: {ready:.1f} s. Memory (PSS): web,
worker and receiver {own:.0f} MiB, PostgreSQL {database:.0f} MiB. Bare SQL of the floor's fifty rows: {bare:.2f} CPU ms.

| request | clients | CPU ms | PostgreSQL | × floor | p50 | p95 | a second | KiB | cheaper than best peer | must · aim |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---|---|"""


def whole(tables, options):
    """Return the chapter about this run, or nothing when nothing was measured."""
    if not tables:
        return ""
    head = (
        f"## {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n\n{os.cpu_count()} cores, Python {platform.python_version()};"
        f" beside it: {options.beside}. {options.rounds} requests of each kind."
    )
    return "\n\n".join([head, *(_table(table) for table in tables), *_growth(tables), _peers()])


def line(row):
    """Return a row in one line, for the terminal."""
    return (
        f"{row.question.name} · {row.clients}: {row.cpu:.1f} CPU ms ({row.database:.1f} PostgreSQL),"
        f" p50 {row.asked.median:.0f} ms, {row.asked.per_second:.0f} a second"
    )


def _table(table):
    filled = f"Filled in {table.filled / 60:.1f} minutes. " if table.filled else ""
    own, database = table.memory
    head = HEAD.format(
        tickets=f"{table.tickets:,}".replace(",", " "), load=table.load, filled=filled, ready=table.ready_after,
        own=own, database=database, bare=table.bare,
    )  # fmt: skip
    throughput = _throughput(table)
    return "\n".join([head, *(_cells(row, table) for row in table.rows), *throughput])


def _cells(row, table):
    column = row.question.column
    peer, must = "", ""
    if column:
        name, cost = best(column)
        peer = f"{cost / row.cpu:.1f} × ({name})"
        must = f"{MUST[column]} × · {AIM[column]} ×"
    cells = (
        row.question.name, row.clients, f"{row.cpu:.1f}", f"{row.database:.1f}",
        f"{row.cpu / table.floor(row.clients):.1f}", f"{row.asked.median:.0f}", f"{row.asked.p95:.0f}",
        f"{row.asked.per_second:.0f}", f"{row.asked.size / 1024:.0f}", peer, must,
    )  # fmt: skip
    return "| " + " | ".join(map(str, cells)) + " |"


def _peers():
    """Return what others cost, for the eye; «cheaper» in the tables is over the cheapest of them."""
    lines = ["### What others cost at 100 000 tickets, CPU ms", "", f"| | {' | '.join(MUST)} |", "|---" * 6 + "|"]
    for name, costs in PEERS.items():
        told = ("–".join(dict.fromkeys(f"{cost:,}".replace(",", " ") for cost in costs[column])) for column in MUST)
        lines.append(f"| {name} | {' | '.join(told)} |")
    return "\n".join(lines)


def _throughput(table):
    """Say how much more eight clients get done than one."""
    found = {(row.question.name, row.clients): row.asked.per_second for row in table.rows}
    most = max(row.clients for row in table.rows)
    pairs = [(name, found[name, most] / one) for (name, clients), one in found.items() if clients == 1 and most > 1]
    if not pairs:
        return []
    told = "; ".join(f"{name} {times:.1f} ×" for name, times in pairs)
    return ["", f"{most} clients over one, requests a second (must 1.7 ×, aim 1.9 ×): {told}."]


def _growth(tables):
    """Say what the same request costs at the largest size over the smallest."""
    if len(tables) == 1:
        return []
    small, large = tables[0], tables[-1]
    lines = [f"### {large.tickets:,} tickets over {small.tickets:,}".replace(",", " "), ""]
    for row in small.rows:
        cost = large.cost(row.question.name)
        if row.clients == 1 and cost and not row.question.name.startswith("search"):
            lines.append(f"- {row.question.name}: {cost / row.cpu:.2f} ×")
    searched = [
        (small_cost.cpu, large_cost.cpu)
        for small_cost, large_cost in zip(_searches(small), _searches(large), strict=False)
    ]
    names = [row.question.name.split(", ")[0] for row in _searches(large)]
    lines += [f"- {name}: {after / before:.2f} ×" for name, (before, after) in zip(names, searched, strict=False)]
    return ["\n".join([*lines, "", "Must: pages 1.5 ×, search 3 ×; aim: 1.1 × and 2 ×."])]


def _searches(table):
    return [row for row in table.rows if row.question.name.startswith("search") and row.clients == 1]


def keep(text):
    """Put the chapter in the place of the last one."""
    paper = PAPER.read_text(encoding="utf-8")
    chapter = f"{START}\n{text}\n{END}"
    if START in paper:
        paper = re.sub(f"{START}.*?{END}", lambda _found: chapter, paper, flags=re.DOTALL)
    else:
        paper = f"{paper.rstrip()}\n\n{chapter}\n"
    PAPER.write_text(paper, encoding="utf-8")
