"""What the guard does when nobody is looking: screening what lies in quarantine, and emptying it in time."""

from priyom.base.beside import Beside
from priyom.base.clock import now
from priyom.base.jobs import every
from priyom.base.storage import SHELVES, sweep_files
from priyom.privacy.models import ScreenedFile
from priyom.privacy.retention.actions import carry_out
from priyom.privacy.screening import destroy_what_is_over, screen_waiting

AT_ONCE = 100
SHELF_SECONDS = 300
_screening = Beside("quarantine", lambda: screen_waiting(most=AT_ONCE))


@every(seconds=1)
def screen_files() -> None:
    """Have the files in quarantine looked at, in a thread of its own: a recording may take minutes."""
    if not _screening.is_busy and ScreenedFile.objects.filter(state=ScreenedFile.State.WAITING).exists():
        _screening.begin()


@every(seconds=300)
def empty_quarantine() -> None:
    """Destroy what nobody could check in its time, and what lies there without need."""
    destroy_what_is_over()


@every(seconds=SHELF_SECONDS)
def sweep_stored_files() -> None:
    """Destroy stored bytes that have lost their row to a death: a shelf at a time, all of them within a day."""
    sweep_files(int(now().timestamp() // SHELF_SECONDS) % SHELVES)


@every(seconds=600)
def keep_to_terms() -> None:
    """Destroy what has been kept for as long as the administrator said, and write the act of it."""
    carry_out()
