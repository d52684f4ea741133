"""The guards of this process, one for texts and one for files: children of their own that start when first asked."""

import atexit
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.conf import settings

from priyom.privacy.engine import SECONDS, Engine
from priyom.privacy.file_engine import FileEngine

WAKE_EVERY = 60.0  # seconds; a child that nobody asks ends after a quarter of an hour
PATIENT_SECONDS = 240.0  # for a text of a million characters, on a busy machine
_woken = [0.0]
_is_patient: ContextVar[bool] = ContextVar("long_texts", default=False)


def the_guard() -> Engine:
    """Return the guard of texts; inside `patiently` another one, so that no short text waits for a long one."""
    return _guard_with(PATIENT_SECONDS if _is_patient.get() else SECONDS)


@lru_cache(maxsize=2)
def _guard_with(seconds: float) -> Engine:
    engine = Engine(seconds=seconds, unwalled_is_fine=settings.PRIYOM.preview_without_walls)
    atexit.register(engine.close)
    return engine


@contextmanager
def patiently() -> Iterator[None]:
    """Inside, texts may be long, and nobody waits for them."""
    token = _is_patient.set(True)
    try:
        yield
    finally:
        _is_patient.reset(token)


def wake(**_signal: Any) -> None:
    """Start the guard of texts beside the work at hand: it will be asked soon.

    A worker does so when it begins: the first letter comes within seconds, and the dictionaries take as many.
    """
    if settings.PRIYOM.guard == "on":
        the_guard().wake()


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
    the_guard().wake()
