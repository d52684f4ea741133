"""What the guard does when nobody is looking: screening what lies in quarantine, and emptying it in time."""

import threading

import structlog
from django.db import close_old_connections, connection

from priyom.base.jobs import every
from priyom.base.requests import start_request
from priyom.privacy.models import ScreenedFile
from priyom.privacy.retention.actions import carry_out
from priyom.privacy.screening import destroy_what_is_over, screen_waiting

log = structlog.get_logger("privacy")
AT_ONCE = 100
_running: list[threading.Thread] = []


@every(seconds=1)
def screen_files() -> None:
    """Have the files in quarantine looked at, in a thread of its own: a recording may take minutes."""
    if any(thread.is_alive() for thread in _running):
        return
    if ScreenedFile.objects.filter(state=ScreenedFile.State.WAITING).exists():
        # A daemon: the worker may end at once, and what was in hand is free with its connection.
        _running[:] = [threading.Thread(target=_screen, name="quarantine", daemon=True)]
        _running[0].start()


@every(seconds=300)
def empty_quarantine() -> None:
    """Destroy what nobody could check in its time, and what lies there without need."""
    destroy_what_is_over()


@every(seconds=600)
def keep_to_terms() -> None:
    """Destroy what has been kept for as long as the administrator said, and write the act of it."""
    carry_out()


def _screen() -> None:
    close_old_connections()
    start_request()
    try:
        screen_waiting(most=AT_ONCE)
    except Exception:  # the database may be away; the next look starts again
        log.exception("files were not screened")
    finally:
        connection.close()
