"""`priyom load`: fills an empty database with five invented years of a large support, to try it at its full size."""

from __future__ import annotations

import json
import os
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import datetime

from priyom.base.cli import django_ready
from priyom.base.wording import say

TICKETS, SEED = 1_100_000, 7


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--tickets", type=_count, default=TICKETS, metavar="N", help=say("how many tickets (1100000)"))
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help=say("the same seed, the same desk (7)"))
    parser.add_argument(
        "--until", type=_moment, metavar="DATE", help=say("when the five years end, such as 2026-11-20 (now)")
    )
    parser.add_argument(
        "--processes", type=_count, default=min(os.cpu_count() or 1, 4), metavar="N",
        help=say("how many processes invent tickets"),
    )  # fmt: skip


def run(options: Namespace) -> int:
    with django_ready() as config:
        from django.db import connection
        from django.utils import translation

        from priyom.base.clock import now
        from priyom.desk.loading.filling import finish, load_desk, refuse_unless_empty

        refuse_unless_empty()
        until = options.until or now()
        _say(say("Inventing {tickets} tickets of five years until {until}.",
                 tickets=options.tickets, until=f"{until:%Y-%m-%d %H:%M}"))  # fmt: skip
        began = time.monotonic()
        with connection.cursor() as cursor:  # minutes are right here, unlike in a request
            cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
        with translation.override("ru"):
            how = {"processes": options.processes, "progress": sys.stderr.isatty()}
            loaded = load_desk(options.tickets, seed=options.seed, until=until, **how)
            finish(**how)
        if config.demo:
            told = json.dumps([list(account) for account in loaded.accounts], ensure_ascii=False, indent=1)
            config.demo_accounts_file.write_text(told, encoding="utf-8")
        _greet(loaded.accounts, loaded.tickets, time.monotonic() - began)
    return 0


def _greet(accounts: list[tuple[str, str, str]], tickets: int, seconds: float) -> None:
    _say(say("{tickets} tickets are in ({seconds} s).", tickets=tickets, seconds=f"{seconds:.0f}"))
    if not accounts:
        _say(say("Nobody of the invented people can sign in: accounts to try exist only where demo = true."))
        return
    _say(say("  Demo accounts (login, password, who):"))
    for login, password, who in accounts:
        _say(f"    {login:<20} {password}  {who}")


def _count(text: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise ArgumentTypeError(say("{value} is not a number above zero", value=text))
    return int(text)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError as error:
        raise ArgumentTypeError(say("{value} is not a date such as 2026-11-20", value=text)) from error


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()
