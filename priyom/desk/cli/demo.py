"""`priyom demo`: fills an empty desk with invented people and a week of their tickets, in demo mode only."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace

from priyom.base.cli import django_ready
from priyom.base.wording import Refusal, say


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--if-empty", action="store_true", help=say("do nothing when somebody is here already")
    )


def run(options: Namespace) -> int:
    with django_ready() as config:
        if not config.demo:
            raise Refusal(
                "demo accounts have passwords that everybody knows: they exist only where demo = true"
            )
        from priyom.desk.demo import fill  # noqa: PLC0415 — needs Django
        from priyom.people.models import User  # noqa: PLC0415

        if User.objects.filter(is_system=False).exists():
            if options.if_empty:
                return 0
            raise Refusal("this desk is not empty: choose a new folder with --data")
        accounts = fill(progress=sys.stderr.isatty() or bool(os.environ.get("PRIYOM_STARTED_BY")))
        config.demo_accounts_file.write_text(
            json.dumps([list(account) for account in accounts], ensure_ascii=False, indent=1),
            encoding="utf-8",
        )
    return 0
