"""The fixtures everybody uses: a real PostgreSQL, the cast, a client signed in, a stopped clock."""

import gc
import math
import os
import re
import tempfile
import threading
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

# The settings are read once, at import: point them at a place of their own before Django wakes up.
_place = Path(tempfile.mkdtemp(prefix="priyom-tests-"))
os.environ.setdefault("PRIYOM_DATA_DIR", str(_place))
os.environ.setdefault("PRIYOM_DEMO", "true")
os.environ.setdefault("PRIYOM_GUARD", "off")  # the plays that are about it switch it on
os.environ.setdefault(
    "PRIYOM_GUARD_PATIENCE_MS", "60000"
)  # a busy machine is slow, and what is checked later is a play
os.environ.pop("PRIYOM_CONFIG", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "priyom.settings"

from priyom.base.catalogues import compile_catalogues  # noqa: E402
from tests.database import KEPT, TEMPLATE, empty_by_deleting, may_write_without_triggers, start_server  # noqa: E402

compile_catalogues()
_server = None
if os.environ.get("PRIYOM_TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["PRIYOM_TEST_DATABASE_URL"]
else:
    _server = start_server(_place / "postgres")
    os.environ["DATABASE_URL"] = _server.url

import django  # noqa: E402

django.setup()

import pytest  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.template import engines  # noqa: E402
from django.test import Client  # noqa: E402
from jinja2 import FileSystemBytecodeCache  # noqa: E402
from playwright.sync_api import expect  # noqa: E402
from psycopg._preparing import PrepareManager  # noqa: E402
from whitenoise.middleware import WhiteNoiseMiddleware  # noqa: E402

from priyom.base import clock, jobs  # noqa: E402
from priyom.desk import timing  # noqa: E402
from priyom.desk.lists import counts  # noqa: E402
from priyom.desk.page import expected  # noqa: E402
from tests import cast as people_of_the_play  # noqa: E402


def pytest_configure(config):
    expect.set_options(timeout=20_000)  # a machine that also does something else is slow, not wrong
    database = settings.DATABASES["default"]
    name = os.environ.get("PRIYOM_TEST_DB_NAME")
    if name:
        database.setdefault("TEST", {})["NAME"] = name
    if _server:
        database.setdefault("TEST", {})["TEMPLATE"] = TEMPLATE
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # What a process asks once a minute would be counted to whatever page is open in that moment.
    _list_static_files_once()
    _stay_prepared()
    _keep_templates()
    clock.RESYNC_SECONDS = counts.REMEMBERED_SECONDS = expected.STALE_SECONDS = math.inf


def _list_static_files_once():
    """Every client makes the middlewares anew; what files there are stays the same."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def remembered(middleware):
        if not found:
            look(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = remembered


def _stay_prepared():
    """Every test ends with a rollback, after which psycopg would have all statements planned anew; PostgreSQL keeps them."""
    PrepareManager._should_discard.__defaults__ = (re.compile(rb"^(?:DROP|ALTER|DISCARD ALL|DEALLOCATE ALL)\b").match,)  # noqa: SLF001


def _keep_templates():
    """Let one process compile a template for all of them, and for the next run: a template that changes is another one."""
    place = KEPT.parent / "templates"
    place.mkdir(parents=True, exist_ok=True)
    engines.all()[0].env.bytecode_cache = FileSystemBytecodeCache(str(place))


def pytest_collection_finish():
    """Thousands of tests live until the end: nobody needs to see each time anew that none of them is garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def pytest_collection_modifyitems(items):
    """Keep together what shares something expensive (a running program, a browser) when several processes test.

    What takes long goes first: begun as the last, it would leave the other processes with nothing to do.
    """
    if os.environ.get("PYTEST_XDIST_WORKER"):
        items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    for item in items:
        made = (each for name in item.fixturenames for each in item._fixtureinfo.name2fixturedefs.get(name, ()))  # noqa: SLF001
        places = [each.baseid for each in made if each.scope in {"module", "package", "class"}]
        if places:
            item.add_marker(pytest.mark.xdist_group(min(places, key=len)))


def pytest_unconfigure(config):
    if _server:
        _server.stop()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let tests with real transactions empty the tables: the trigger that forbids it has a test of its own."""
    with django_db_blocker.unblock():
        if may_write_without_triggers():
            empty_by_deleting()
        else:
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE base_event DISABLE TRIGGER base_event_no_truncate")
    connection.close()


@pytest.fixture
def cast(db):
    """Everybody, by name."""
    return people_of_the_play.enter()


def _player(name):
    @pytest.fixture(name=name)
    def player(cast):
        return getattr(cast, name)

    return player


for _name in people_of_the_play.NAMES:
    globals()[_name] = _player(_name)


@pytest.fixture(autouse=True)
def _counts_are_forgotten():
    """What a process remembers of the last test's desk is not true of the next one's."""
    counts.forget()
    timing.forget()
    expected.forget()


@pytest.fixture
def ticket(cast):
    """Zoya's ticket: the prescription does not print."""
    return people_of_the_play.open_ticket(cast.zoya)


@pytest.fixture
def as_():
    """Return a client signed in as the person: ``as_(anna).get(…)``."""

    def sign_in(user, **headers):
        client = Client(headers=headers or None)
        if user is not None:
            client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return sign_in


@pytest.fixture
def at():
    """Stop the clock: ``at("2026-03-02 10:00")`` in Moscow time. It runs again after the test."""

    def stop(text, zone="Europe/Moscow"):
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
        clock.set_now(moment)
        return moment

    yield stop
    clock.set_now(None)


@pytest.fixture
def api(adam):
    """``api(anna)("POST", "/tickets", {...})`` → the answer, with the body already read."""
    return partial(people_of_the_play.program, by=adam)


@pytest.fixture
def run_reactions():
    return jobs.run_reactions


@pytest.fixture
def _jobs_are_gone_afterwards(django_db_setup, django_db_blocker):
    """The job queue's tables are not Django's, so the flush after a test with real commits leaves them full."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture
def at_once(_jobs_are_gone_afterwards, transactional_db):
    """Run the functions in threads that start together, with real commits; return what each returned or raised."""

    def run(*functions):
        gate, outcome = threading.Barrier(len(functions)), [None] * len(functions)

        def one(index, function):
            gate.wait()
            try:
                outcome[index] = function()
            except Exception as error:  # noqa: BLE001 - the test looks at it
                outcome[index] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=one, args=pair) for pair in enumerate(functions)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return outcome

    return run
