"""`priyom jobs`: the jobs that were given up; have one tried again, or let it go."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from priyom.base.cli import django_ready
from priyom.base.wording import Refusal, say

if TYPE_CHECKING:
    from priyom.base.queue import GivenUp

ALL = "all"


def add_arguments(parser: ArgumentParser) -> None:
    parser.set_defaults(deed=_list)
    deeds = parser.add_subparsers(metavar=say("DEED"))
    deeds.add_parser("list", help=say("show the jobs that were given up")).set_defaults(deed=_list)
    for name, sentence, deed in (
        ("retry", say("have it tried again, or “all” of them"), _retry),
        ("forget", say("let it go for good"), _forget),
    ):
        one = deeds.add_parser(name, help=sentence)
        one.set_defaults(deed=deed)
        one.add_argument("job", metavar=say("NUMBER"), help=say("as the list shows it"))


def run(options: Namespace) -> int:
    with django_ready():
        options.deed(options)
    return 0


def _list(_options: Namespace) -> None:
    from priyom.base.queue import given_up

    jobs = given_up()
    for job in jobs:
        sys.stdout.write(_line(job) + "\n")
    if not jobs:
        sys.stdout.write(say("No job was given up.") + "\n")


def _line(job: GivenUp) -> str:
    reason = say("it killed its worker each time") if job.killed_its_worker else say("it failed each time")
    when = f"{job.since:%Y-%m-%d %H:%M}" if job.since else "?"
    return f"{job.id}  {when}  {job.task}  {say('{count} attempts', count=job.attempts)}, {reason}"


def _retry(options: Namespace) -> None:
    from priyom.base.queue import try_again

    if not try_again(None if options.job == ALL else _number(options.job)):
        raise Refusal("there is no given-up job {number}", number=options.job)


def _forget(options: Namespace) -> None:
    from priyom.base.queue import let_go

    if not let_go(_number(options.job)):
        raise Refusal("there is no given-up job {number}", number=options.job)


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) >= 2**63:
        raise Refusal("there is no given-up job {number}", number=text)
    return int(text)
