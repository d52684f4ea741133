"""`priyom rescreen`: hides personal data in what was kept before the guard stood; an interrupted run goes on."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from priyom.base.cli import django_ready
from priyom.base.wording import Refusal, say, speaks_russian

if TYPE_CHECKING:
    from priyom.privacy.rescreening.running import Progress

UNREAD = 4
MINUTE = 60


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--again", action="store_true", help=say("read everything anew, also what was read already"))


def run(options: Namespace) -> int:
    with django_ready() as config:
        if config.guard != "on":
            raise Refusal('the guard is off: set guard = "on" first, so that nothing new comes in unread')
        from django.utils import translation
        from django.utils.module_loading import autodiscover_modules

        from priyom.base.errors import WrongState
        from priyom.privacy.rescreening.running import rescreen

        autodiscover_modules("kept_before")  # each room names what it keeps
        with translation.override("ru" if speaks_russian() else "en"):
            try:
                marks = rescreen(_tell, again=options.again)
            except KeyboardInterrupt:
                sys.stderr.write("\n" + say("Interrupted. The next run goes on from here.") + "\n")
                return 130
            except WrongState as refused:
                raise Refusal("what was kept is being read already, by another run") from refused
    sys.stderr.write("\n" if sys.stderr.isatty() else "")
    seen, changed = sum(mark.seen for mark in marks), sum(mark.changed for mark in marks)
    sys.stdout.write(say("Read: {seen}. Hidden in: {changed}.", seen=seen, changed=changed) + "\n")
    unread = [f"{mark.stock} {key}" for mark in marks for key in mark.unread]
    if unread:
        sys.stdout.write(say("Could not be read, look at them yourself: {list}", list=", ".join(unread)) + "\n")
    return UNREAD if unread else 0


def _tell(progress: Progress) -> None:
    ends = "\r" if sys.stderr.isatty() else "\n"
    minutes = -(-(progress.seconds_left or 0) // MINUTE)
    sys.stderr.write(
        say(
            "{what}: {seen} read, {changed} changed, {left} left, about {minutes} min", what=progress.label,
            seen=progress.seen, changed=progress.changed, left=progress.left, minutes=minutes,
        ) + ends
    )  # fmt: skip
    sys.stderr.flush()
