"""Pictures of files: drawn by a child process with limits, kept beside the file, made once and also failed once."""

import json
import threading
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from priyom.base.children import run_child
from priyom.base.clock import now
from priyom.base.models import StoredFile
from priyom.base.storage import open_file, store_file
from priyom.people.models import User
from priyom.privacy.models import Preview, ScreenedFile

State = ScreenedFile.State
CHILD = Path(__file__).with_name("preview_child.py")
KINDS = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff", "application/pdf"})
MOST_PAGES = 20
SECONDS = 30
MOST_BYTES = 16 * 1024 * 1024
AT_ONCE = 2
_places = threading.BoundedSemaphore(AT_ONCE)  # per web process: drawing must never use up the threads that answer


def may_have_preview(screened: ScreenedFile) -> bool:
    """Say whether the file's bytes show a kind that can be drawn, and have been looked at."""
    return screened.content_type in KINDS and screened.file_id is not None and screened.state != State.REFUSED


def is_painted_for(screened: ScreenedFile, user: User) -> bool:
    """Say whether the picture is being painted again, as this very person asked: until then it shows what it was."""
    return screened.state == State.WAITING and screened.file_id is not None and screened.received_by_id == user.pk


def preview_of(screened: ScreenedFile, *, page: int = 1) -> StoredFile | None:
    """Return the picture of the page, drawing it the first time; None when it cannot be drawn."""
    if not may_have_preview(screened) or not 1 <= page <= MOST_PAGES:
        return None
    kept = Preview.objects.select_related("picture").filter(file_id=screened.file_id, page=page).first()
    if kept is None:
        kept = _draw(screened, page)
    return kept.picture if kept else None


def _draw(screened: ScreenedFile, page: int) -> Preview | None:
    if not _places.acquire(timeout=SECONDS):
        return None  # too many at once; the next look tries again
    try:
        drawn = _run_child(screened, page)
    finally:
        _places.release()
    header, picture = drawn or ({"width": 0, "height": 0, "pages": 0}, None)
    facts = {"picture": store_file([picture]) if picture else None, "made_at": now(), **header}
    try:
        with transaction.atomic():
            return Preview.objects.create(file_id=screened.file_id, page=page, **facts)
    except IntegrityError:
        # RACE: two people looked at once; both drew the same picture.
        return Preview.objects.select_related("picture").get(file_id=screened.file_id, page=page)


def _run_child(screened: ScreenedFile, page: int) -> tuple[dict[str, int], bytes] | None:
    """Return the header and the picture, or None when the child refused, failed or ran over a limit."""
    walls = "unwalled" if settings.PRIYOM.preview_without_walls else "walled"
    with open_file(screened.file) as given:  # type: ignore[arg-type] # screened: asked for before
        answer = run_child(CHILD, str(page), walls, given=given, seconds=SECONDS, most_bytes=MOST_BYTES)
    head, _line, picture = answer.output.partition(b"\n")
    return (json.loads(head), picture) if answer.status == 0 and picture else None
