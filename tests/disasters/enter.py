"""Let the cast enter the desk of a data folder: `python -m tests.disasters.enter` prints what its programs need."""

import json
import sys

import django

django.setup()

from datetime import timedelta  # noqa: E402

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from priyom.base.clock import now  # noqa: E402
from priyom.people.actions.keys import create_api_key  # noqa: E402
from tests import cast as people_of_the_play  # noqa: E402
from tests.live import session_of  # noqa: E402


def enter():
    """Empty what the start has shipped, and build the small world of the tests."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE base_event DISABLE TRIGGER base_event_no_truncate")
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=False)
    cast = people_of_the_play.enter()
    scopes, until = ["tickets:read", "tickets:write"], now() + timedelta(days=1)
    _key, clear = create_api_key(user=cast.anna, name="работа", scopes=scopes, expires_at=until, by=cast.adam)
    return {"key": clear, "session": session_of(cast.zoya)}


if __name__ == "__main__":
    json.dump(enter(), sys.stdout)
