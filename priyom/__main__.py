"""The program `priyom`: finds the command and turns every refusal into one sentence and an exit code."""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import resource
import sys
from pathlib import Path

from priyom import __version__
from priyom.base.exit_codes import FAILED, INTERRUPTED
from priyom.base.wording import Refusal, say

# A command is a module with `add_arguments(parser)` and `run(options) -> exit code`. Only the one that is
# asked for is imported: `serve` must not wait for what `user` needs.
COMMANDS = {
    "serve": ("priyom.base.cli.serve", "run everything: database, web server and worker"),
    "worker": ("priyom.base.cli.worker", "run one more worker for background jobs"),
    "receiver": ("priyom.channels.cli.receiver", "run one more receiver of letters"),
    "upgrade": ("priyom.base.cli.upgrade", "bring the database to this version, after a dump"),
    "doctor": ("priyom.base.cli.doctor", "say what is wrong with this installation"),
    "jobs": ("priyom.base.cli.jobs", "show background jobs that were given up; try them again"),
    "demo": ("priyom.desk.cli.demo", "fill an empty desk with invented people and tickets"),
    "load": ("priyom.desk.cli.load", "fill an empty database with five invented years of a large support"),
    "user": ("priyom.people.cli.user", "create, list and block people; set passwords"),
    "apikey": ("priyom.people.cli.apikey", "create, list and revoke API keys"),
    "mailbox": ("priyom.channels.cli.mailbox", "add, list, test and remove mailboxes that letters are fetched from"),
    "mask": ("priyom.privacy.cli.mask", "hide personal data in a text or a file; needs no database"),
    "rescreen": ("priyom.desk.cli.rescreen", "hide personal data in what was kept before the guard stood"),
    "backup": ("priyom.base.cli.backup", "write database and files into one archive"),
    "restore": ("priyom.base.cli.restore", "read such an archive into an empty place"),
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        return _run(arguments)
    except Refusal as refusal:
        return _complain(str(refusal))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has left, as `priyom user list | head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return _complain(say("the disk is full: make room and start again"))
        raise


def _run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="priyom", description=say("Priyom, the service desk"))
    parser.add_argument("--version", action="version", version=__version__)
    # Commands read their own arguments, so that only the chosen one has to be imported.
    commands = parser.add_subparsers(dest="command", metavar=say("COMMAND"), required=True)
    for name, (module, sentence) in COMMANDS.items():
        command = commands.add_parser(name, help=say(sentence), description=say(sentence))
        command.add_argument("--data", type=Path, metavar=say("FOLDER"), help=say("the data folder"))
        if name in arguments[:1]:
            importlib.import_module(module).add_arguments(command)
    _leave_no_dumps()
    options = parser.parse_args(arguments)
    if options.data:
        os.environ["PRIYOM_DATA_DIR"] = str(options.data.expanduser().resolve())
    if getattr(options, "port", None):
        os.environ["PRIYOM_PORT"] = str(options.port)
    command_module = importlib.import_module(COMMANDS[options.command][0])
    return command_module.run(options)


def _leave_no_dumps() -> None:
    """Let the kernel write no memory of this process, or of those it starts, to a disk when it crashes.

    What people wrote is in it as they wrote it, until the guard has seen it.
    """
    _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))


def _complain(sentence: str) -> int:
    sys.stderr.write(f"priyom: {sentence}\n")
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
