"""`priyom worker`: background jobs and sweeps, beside or instead of the one that `serve` starts."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from priyom.base.cli import django_ready
from priyom.base.wording import say


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--jobs", type=int, default=4, help=say("how many jobs may run at the same time"))


def run(options: Namespace) -> int:
    with django_ready():
        from priyom.base.worker import run_worker

        run_worker(concurrency=options.jobs)
    return 0
