"""The web server: the product is loaded once, and the processes that serve are forked from it.

What they never change (code, templates' sources, tables of addresses) they share; each holds only what is its own.
"""

import gc
import multiprocessing
import os

import django
from granian.cli import entrypoint


def load() -> None:
    """Load what every request needs. No connection and no thread is begun here: neither outlives a fork."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "priyom.settings")
    django.setup()
    from django.urls import get_resolver

    get_resolver()._populate()  # noqa: SLF001
    gc.collect()
    gc.freeze()  # the collector would touch every object, and a touched page is no longer shared


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")  # newer Pythons would begin each of them with nothing loaded
    load()
    entrypoint()
