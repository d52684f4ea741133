"""The web server: granian, serving WSGI by processes for the cores, forked from ours, and threads for waiting."""

from __future__ import annotations

import multiprocessing

from granian.constants import HTTPModes, Interfaces, Loops
from granian.errors import FatalError
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from priyom.base.config import Config
from priyom.base.exit_codes import FAILED
from priyom.base.forked import tie_forks_to_us


def serve_web(config: Config) -> int:
    """Serve until SIGTERM."""
    multiprocessing.set_start_method("fork", force=True)  # newer Pythons would begin each with nothing loaded
    tie_forks_to_us()  # or they would hold the port when we are killed
    server = Server(
        "priyom.wsgi:application",
        address=config.listen,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=config.workers,
        blocking_threads=config.threads,
        blocking_threads_idle_timeout=600,
        # Beyond these a request waits in the kernel's queue instead of in our memory.
        backpressure=config.threads * 4,
        backlog=1024,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=15000),
        websockets=False,
        loop=Loops.asyncio,
        log_level=LogLevels.warning,
        workers_kill_timeout=10,
        respawn_failed_workers=True,
        respawn_interval=1.0,
    )
    try:
        server.serve()
    except FatalError:
        return FAILED
    return 0
