"""The guards of this process, one for texts and one for files: children of their own that start when first asked."""

import atexit
import threading
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings

from priyom.privacy.engine import Engine, GuardFailed
from priyom.privacy.file_engine import FileEngine

WAKE_EVERY = 60.0  # seconds; a child that nobody asks ends after a quarter of an hour
_woken = [0.0]


@lru_cache(maxsize=1)
def the_guard() -> Engine:
    """Return the guard of texts."""
    engine = Engine(unwalled_is_fine=settings.PRIYOM.preview_without_walls)
    atexit.register(engine.close)
    return engine


@lru_cache(maxsize=1)
def the_masker() -> FileEngine:
    """Return the guard of files: a long recording never keeps a text waiting."""
    engine = FileEngine(unwalled_is_fine=settings.PRIYOM.preview_without_walls)
    atexit.register(engine.close)
    return engine


def wake_for(environ: Mapping[str, Any] | None = None, **_signal: Any) -> None:
    """Start the guard of texts beside the work at hand: whoever opens a form will soon send it."""
    moment, given = time.monotonic(), environ or {}
    if settings.PRIYOM.guard == "off" or moment - _woken[0] < WAKE_EVERY:
        return
    is_somebody = "HTTP_COOKIE" in given or "HTTP_AUTHORIZATION" in given
    if not is_somebody or str(given.get("PATH_INFO", "")).endswith("/pulse"):
        return  # a monitor, or a page that somebody left open
    _woken[0] = moment
    threading.Thread(target=_start, name="guard-wakes", daemon=True).start()


def _start() -> None:
    try:
        the_guard().start()
    except (GuardFailed, OSError):
        _woken[0] = 0.0  # the next request tries again
