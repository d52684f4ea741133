"""`priyom upgrade`: dump, migrate, compile, check. `serve` runs it by itself when something is pending."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace

from priyom.base.catalogues import compile_catalogues
from priyom.base.cli import django_ready
from priyom.base.config import load_config
from priyom.base.preparation import is_claimed
from priyom.base.wording import Refusal, say


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--no-dump", action="store_true", help=say("do not dump the database first"))


def run(options: Namespace) -> int:
    by_serve = os.environ.get("PRIYOM_STARTED_BY") == "serve"
    if not by_serve and is_claimed(load_config()):
        raise Refusal("Priyom is running: stop it first, its next start upgrades by itself")
    compile_catalogues()
    with django_ready(tables=False) as config:
        from priyom.base.upgrade import check_installation, upgrade_database

        upgrade_database(config, tell=_tell, dump=not options.no_dump)
        check_installation(config)
    return 0


def _tell(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()
