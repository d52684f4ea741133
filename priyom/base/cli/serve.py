"""`priyom serve`: everything in one command, from an empty folder to an address that answers."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

from priyom.__main__ import main
from priyom.base import preparation
from priyom.base.config import Config, load_config
from priyom.base.loading import be_frugal, load
from priyom.base.modes import tighten
from priyom.base.postgres import EmbeddedPostgres
from priyom.base.signs import folder_of
from priyom.base.supervisor import Child, Supervisor
from priyom.base.watch import Watch
from priyom.base.wording import Refusal, say

WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 — names what an administrator may choose


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=int, help=say("the port of the web server"))
    parser.add_argument("--empty", action="store_true", help=say("do not fill the new desk with a demo"))
    parser.add_argument("--try-out", action="store_true", help=say("make a new data folder one to try things out in"))


def run(options: Namespace) -> int:
    """Prepare, start, watch, end."""
    began = time.monotonic()
    config = load_config()
    if options.try_out and not os.environ.get("PRIYOM_CONFIG"):
        preparation.write_first_configuration(config.data_dir)
        config = load_config()
    preparation.refuse_careless_production(config)
    os.environ["PRIYOM_STARTED_BY"] = "serve"
    be_frugal()
    with ExitStack() as stack:
        # Entered first, so that a signal during the preparation ends things in order, too.
        supervisor = stack.enter_context(Supervisor([]))
        stack.enter_context(preparation.claim(config))
        tighten(config)
        preparation.check_port(config)
        server = stack.enter_context(EmbeddedPostgres(config.data_dir)) if config.embedded else None
        if options.empty and config.demo and not config.demo_accounts_file.exists():
            config.demo_accounts_file.write_text("[]", encoding="utf-8")  # later starts leave it empty, too
        _prepare(config, fill=config.demo)
        letters_port = preparation.port_for_letters(config) if config.intake != "off" else 0
        supervisor.children = list(_children(config, letters_port))
        supervisor.tend = _tending(config, supervisor, server)
        load()
        if supervisor.stopping:
            return 0
        supervisor.start()
        if supervisor.wait_until(lambda: _answers(config)):
            _greet(config, time.monotonic() - began, letters_port)
            supervisor.run()
        _say(say("Stopping …"))
    _say(say("Everything has ended."))
    return 0


def _tending(config: Config, supervisor: Supervisor, server: EmbeddedPostgres | None) -> Callable[[], None]:
    """What the supervisor does about once a second: end what is frozen, start a database that died."""
    watch = Watch(folder_of(config.run_dir), supervisor.children, answers=lambda: _is_live(config))

    def tend() -> None:
        watch.look()
        if server is not None:
            server.keep_alive()

    return tend


def _children(config: Config, letters_port: int) -> Iterator[Child]:
    yield Child("the web server", "web", partial(_serve_web, config))
    yield Child("the worker", "worker", partial(main, ["worker"]))
    if letters_port:
        asked = ["receiver", "--intake-port", str(letters_port)]
        yield Child("the receiver of letters", "receiver", partial(main, asked))


def _serve_web(config: Config) -> int:
    from priyom.base.granian import serve_web  # with what `load` has loaded

    return serve_web(config)


def _prepare(config: Config, *, fill: bool) -> None:
    """Bring the database up and fill a new desk; skipped when the last start did it for this very state."""
    state = preparation.database_state(config)
    if preparation.is_prepared(config, state):
        return
    _must(_priyom("upgrade"))
    if fill and not config.demo_accounts_file.exists():
        _must(_priyom("demo", "--if-empty"))
    preparation.remember_prepared(config, preparation.database_state(config))


def _must(command: list[str]) -> None:
    done = subprocess.run(command, check=False, stdin=subprocess.DEVNULL)  # noqa: S603
    if done.returncode in (130, -signal.SIGINT):  # Ctrl-C reached it, too
        raise KeyboardInterrupt
    if done.returncode != 0:
        raise Refusal("the start was broken off: “priyom {command}” did not succeed", command=command[3])


def _priyom(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "priyom", *arguments]


def _answers(config: Config) -> bool:
    """Whether the web server serves the product."""
    status = _status_of_live(config, timeout=5)
    if status not in (None, http.HTTPStatus.OK):
        raise Refusal("the web server answers, but with error {status}; its messages stand above", status=status)
    return status is not None


def _is_live(config: Config) -> bool:
    """Whether the web server says anything at all; asked while it works."""
    return _status_of_live(config, timeout=3) is not None


def _status_of_live(config: Config, *, timeout: float) -> int | None:
    address = WILDCARDS.get(config.listen, config.listen)
    connection = http.client.HTTPConnection(address, config.port, timeout=timeout)
    try:
        connection.request("GET", "/live", headers={"Host": config.allowed_hosts[0]})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _greet(config: Config, seconds: float, letters_port: int) -> None:
    rows = [
        (say("Address"), config.site_url),
        (say("Support mailbox"), config.support_mailbox),
        (say("Receiver of letters"), _receiver(config, letters_port)),
        (say("Letters"), _letters(config)),
        (say("Data"), str(config.data_dir)),
    ]
    width = max(len(name) for name, _ in rows) + 2
    _say(say("Priyom is ready ({seconds} s). Ctrl-C ends it.", seconds=f"{seconds:.1f}"))
    _say("")
    for name, value in rows:
        _say(f"  {name:<{width}}{value}")
    accounts = _demo_accounts(config)
    if accounts:
        _say("")
        _say(say("  Demo accounts (login, password, who):"))
        widths = [max(len(row[column]) for row in accounts) for column in (0, 1)]
        for login, password, who in accounts:
            _say(f"    {login:<{widths[0]}}  {password:<{widths[1]}}  {who}")
    elif config.demo:
        _say("")
        _say(say("  The first administrator: bin/priyom user create LOGIN --role administrator"))
    _say("")


def _receiver(config: Config, port: int) -> str:
    return f"{config.intake.upper()} {config.intake_listen}:{port}" if port else say("switched off")


def _letters(config: Config) -> str:
    if config.smtp_host and not config.demo:
        return f"{config.smtp_host}:{config.smtp_port}"
    return say("kept in {folder}, none is sent", folder=config.outbox_dir)


def _demo_accounts(config: Config) -> list[list[str]]:
    """What `priyom demo` wrote down: login, password, who it is."""
    if not config.demo:
        return []
    try:
        return json.loads(config.demo_accounts_file.read_text(encoding="utf-8"))
    except OSError:
        return []


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
