"""`priyom demo`: fills an empty desk with invented people and a week of their tickets, in demo mode only."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace

from priyom.base.cli import django_ready
from priyom.base.wording import Refusal, say, speaks_russian


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--if-empty", action="store_true", help=say("do nothing when somebody is here already"))


def run(options: Namespace) -> int:
    with django_ready() as config:
        if not config.demo:
            raise Refusal("demo accounts have passwords that everybody knows: they exist only where demo = true")
        from django.db import transaction
        from django.utils import translation

        from priyom.desk.demo import fill
        from priyom.people.models import User

        if User.objects.filter(is_system=False).exists():
            if options.if_empty:
                return 0
            raise Refusal("this desk is not empty: choose a new folder with --data")
        sys.stdout.write(say("Telling a week of invented tickets …") + "\n")
        sys.stdout.flush()
        # In one transaction: a demo that was interrupted is begun anew, not left half told.
        with translation.override("ru" if speaks_russian() else "en"), transaction.atomic():
            accounts = fill(progress=sys.stderr.isatty())
        told = json.dumps([list(account) for account in accounts], ensure_ascii=False, indent=1)
        config.demo_accounts_file.write_text(told, encoding="utf-8")
    return 0
