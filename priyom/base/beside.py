"""Work of a sweep that may take long: in a thread of its own, so that the other sweeps go on meanwhile."""

import threading
from collections.abc import Callable

import structlog
from django.db import close_old_connections, connection

from priyom.base.requests import end_request, start_request

log = structlog.get_logger(__name__)


class Beside:
    """One thread for one kind of work; while it runs, nothing more is begun."""

    def __init__(self, name: str, work: Callable[[], object]) -> None:
        self.name, self._work = name, work
        self._thread: threading.Thread | None = None

    @property
    def is_busy(self) -> bool:
        """Say whether the work is going on."""
        return self._thread is not None and self._thread.is_alive()

    def begin(self) -> None:
        """Begin the work. A daemon: the worker may end at once, and what was in hand is free with its connection."""
        if not self.is_busy:
            self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Wait until the work has ended, if it was begun."""
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        close_old_connections()
        start_request()
        try:
            self._work()
        except Exception:  # the database may be away; the next look starts again
            log.exception("work beside the sweeps failed", work=self.name)
        finally:
            end_request()
            connection.close()
