"""Loads the product once, in the process that all others are forked from.

What they never change (code, tables of addresses, words) they share; each holds only what is its own. No connection and
no thread is begun here: neither outlives a fork.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import traceback

from priyom.base.wording import Refusal

# One heap for all threads, and what is not needed goes back to the system: 30 MiB less for web and worker.
# The numbers are those of malloc.h; whoever has set the variables knows better.
FRUGAL = {
    "MALLOC_ARENA_MAX": (-8, 1),
    "MALLOC_TRIM_THRESHOLD_": (-1, 128 * 1024),
    "MALLOC_MMAP_THRESHOLD_": (-3, 128 * 1024),
}


def be_frugal() -> None:
    """Tell the allocator how to keep this process and its forks small; others than glibc's have no such settings."""
    libc = ctypes.CDLL(None)
    with contextlib.suppress(AttributeError):
        for variable, (setting, value) in FRUGAL.items():
            if variable not in os.environ:
                libc.mallopt(setting, value)
                os.environ[variable] = str(value)  # for programs that our processes start


def load() -> None:
    """Load what every process of the desk needs; what cannot be loaded could not be served either."""
    try:
        _load()
    except Refusal:
        raise
    except Exception:  # noqa: BLE001 — whatever a module may raise, and its traceback is written out
        traceback.print_exc()
        raise Refusal("Priyom could not be loaded; the messages about it stand above") from None
    gc.collect()
    gc.freeze()  # the collector would touch every object, and a touched page is no longer shared


def _load() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "priyom.settings")
    import django

    django.setup()
    from django.core.handlers.wsgi import WSGIHandler
    from django.urls import get_resolver

    import priyom.base.granian
    import priyom.base.worker  # noqa: F401

    get_resolver()._populate()  # noqa: SLF001
    WSGIHandler()  # for the middleware that it loads
