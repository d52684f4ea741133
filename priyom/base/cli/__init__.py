"""The commands of the program `priyom` that belong to no room above; __main__ lists them all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from priyom.base.config import Config, load_config
from priyom.base.postgres import EmbeddedPostgres
from priyom.base.preparation import NEW, database_state
from priyom.base.wording import Refusal


@contextmanager
def database(config: Config) -> Iterator[None]:
    """Keep the own PostgreSQL running for the length of a command; a given server needs nothing."""
    if not config.embedded:
        yield
        return
    with EmbeddedPostgres(config.data_dir):
        yield


@contextmanager
def django_ready(*, tables: bool = True) -> Iterator[Config]:
    """Give a command everything the product has: configuration, database, Django."""
    config = load_config()
    with database(config):
        if tables and database_state(config) == NEW:
            raise Refusal("the database is new and empty: start Priyom once (bin/up), or run bin/priyom upgrade")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "priyom.settings")
        import django

        django.setup()
        yield config
