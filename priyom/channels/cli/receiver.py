"""`priyom receiver`: takes letters in over SMTP or LMTP, beside or instead of the one that `serve` starts."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from priyom.base.config import Config, load_config
from priyom.base.wording import Refusal, say


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--intake-port", type=int, help=say("the port of the receiver of letters"))


def run(options: Namespace) -> int:
    from priyom.channels.receiver.running import run_receiver

    config = _settings()
    if config.intake == "off":
        raise Refusal("the receiver of letters is switched off: set intake to smtp or lmtp")
    run_receiver(config, port=options.intake_port or config.intake_port)
    return 0


def _settings() -> Config:
    """Return what the loaded product was started with; a program of its own reads the settings.

    Forked again, the receiver must not be the only part that lives by a file that was changed since the start.
    """
    loaded = sys.modules.get("priyom.settings")
    return loaded.PRIYOM if loaded else load_config()
