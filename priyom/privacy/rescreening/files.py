"""Files that were kept unread go into quarantine, as if they had just come: unseen until they have been looked at.

What they were is destroyed with its previews, unless another file holds the very same bytes and waits for its own turn.
"""

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.translation import gettext_lazy as _

from priyom.base.models import StoredFile
from priyom.base.storage import forget_unless_kept, open_file
from priyom.privacy import quarantine
from priyom.privacy.models import Preview, ScreenedFile
from priyom.privacy.rescreening.stocks import Stock, register

CHUNK = 256 * 1024
NOBODY = "00000000-0000-0000-0000-000000000000"


def _unread(after: str) -> QuerySet[ScreenedFile]:
    """Return the files that were accepted without having been looked at."""
    return ScreenedFile.objects.filter(
        state=ScreenedFile.State.SCREENED, settled_at=None, file__isnull=False, pk__gt=after or NOBODY
    ).order_by("pk")


def _screen(screened: ScreenedFile) -> bool:
    stored = screened.file
    if stored is None:
        return False
    with open_file(stored) as given:
        quarantine.put(screened.pk, iter(lambda: given.read(CHUNK), b""))
    ScreenedFile.objects.filter(pk=screened.pk).update(state=ScreenedFile.State.WAITING, file=None, attempts=0)
    forget_bytes(stored)
    return True


def forget_bytes(stored: StoredFile) -> None:
    """Destroy stored bytes and their previews, when nobody holds them any more."""
    pictures = [preview.picture for preview in Preview.objects.filter(file=stored).select_related("picture")]
    if _is_held(stored, besides={"previews"}):
        return
    Preview.objects.filter(file=stored).delete()
    for gone in (stored, *(picture for picture in pictures if picture is not None)):
        if not _is_held(gone):
            name = gone.sha256
            gone.delete()
            # A death before this leaves bytes without a row, which are swept up.
            transaction.on_commit(lambda name=name: forget_unless_kept(name))


def _is_held(stored: StoredFile, besides: frozenset[str] | set[str] = frozenset()) -> bool:
    """Return whether any row refers to the bytes; a relation named «+» has no name back and holds as well."""
    every = [each for each in StoredFile._meta.get_fields(include_hidden=True) if isinstance(each, ForeignObjectRel)]
    held = (each.remote_field for each in every if each.related_name not in besides)
    return any(each.model._default_manager.filter(**{each.name: stored}).exists() for each in held)  # noqa: SLF001


register(Stock(
    "files", _("files"), left=lambda after: _unread(after).count(),
    after=lambda after, most: list(_unread(after).select_related("file")[:most]),
    key=lambda screened: str(screened.pk), screen=_screen,
))  # fmt: skip
