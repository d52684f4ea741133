"""`priyom doctor`: says in sentences what is wrong with this installation; exits with 1 when anything is."""

from __future__ import annotations

import os
import socket
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from priyom import __version__
from priyom.base import preparation
from priyom.base.cli import django_ready
from priyom.base.config import Config, load_config, settings_declared, unknown_variables
from priyom.base.modes import too_open
from priyom.base.wording import Refusal, say


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--settings", action="store_true", help=say("list every setting, its value and its meaning"))


def run(options: Namespace) -> int:
    config = load_config()
    if options.settings:
        _list_settings(config)
        return 0
    _line("·", f"Priyom {__version__}, Python {sys.version.split()[0]}, {config.data_dir}")
    _line("·", say("configuration: {source}", source=config.source or say("no file, defaults and environment")))
    bad = 0
    for ok, sentence in _findings(config):
        _line("✓" if ok else "✗", sentence)
        bad += not ok
    _line("·", say("{count} problems found", count=bad) if bad else say("Everything is in order."))
    return 1 if bad else 0


def _findings(config: Config) -> Iterator[tuple[bool, str]]:
    for name in unknown_variables(os.environ):
        yield False, say("the variable {name} means nothing to Priyom; is it misspelt?", name=name)
    try:
        preparation.refuse_careless_production(config)
    except Refusal as refusal:
        yield False, str(refusal)
    for path, mode in too_open(config):
        yield False, say("others can read {path}: chmod {mode} {path}", path=path, mode=f"{mode:o}")
    if not config.demo and os.geteuid() == 0:
        yield False, say("Priyom runs as root: give it a user of its own (docs/admin/install.md)")
    if not config.demo and not config.smtp_host:
        yield False, say("smtp_host is not set: nobody gets a letter")
    running = preparation.is_claimed(config)
    yield True, say("Priyom is running") if running else say("Priyom is not running")
    if running and config.intake != "off":
        yield _receiver_answers(config)
    try:
        with django_ready():
            yield from _asked_of_django(config, running=running)
    except Refusal as refusal:
        yield False, str(refusal)


def _receiver_answers(config: Config) -> tuple[bool, str]:
    """Ask the receiver of letters for its greeting, as a mail server would."""
    address = f"{config.intake_listen}:{config.intake_port}"
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(config.intake_listen, config.intake_listen)  # noqa: S104
    try:
        with socket.create_connection((host, config.intake_port), timeout=5) as line:
            if line.recv(4) == b"220 ":
                return True, say("the receiver of letters answers at {address}", address=address)
    except OSError:
        pass
    return False, say("the receiver of letters does not answer at {address}", address=address)


def _asked_of_django(config: Config, *, running: bool) -> Iterator[tuple[bool, str]]:
    from django.core.checks import WARNING, run_checks

    from priyom.base.health import checks
    from priyom.base.queue import given_up

    for check in checks():
        # Where nothing runs, a silent worker is no news.
        yield check.ok or (check.name in ("worker", "queue") and not running), check.said
    if lost := given_up():
        yield False, say("{count} background jobs were given up: bin/priyom jobs", count=len(lost))
    # A demo speaks plain http on purpose; Django's deployment checks are about real work.
    found = run_checks(include_deployment_checks=not config.demo, databases=["default"])
    told = [one for one in found if not one.is_silenced()]
    for one in told:
        yield one.level < WARNING, f"{one.id}: {one.msg}"
    if not told:
        yield True, say("Django's own checks found nothing")


def _list_settings(config: Config) -> None:
    for name, text in settings_declared().items():
        value = getattr(config, name)
        shown = "•••" if name in ("smtp_password", "database_url") and value else value
        sys.stdout.write(f"{name} = {shown!r}\n    {say(text)}\n    PRIYOM_{name.upper()}\n")


def _line(mark: str, sentence: str) -> None:
    sys.stdout.write(f"{mark} {sentence}\n")
