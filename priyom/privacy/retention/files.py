"""Destroying files that people sent: what is kept of them with its pictures, and what may still lie sealed."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from priyom.privacy import quarantine
from priyom.privacy.boxes.models import MaskedPicture
from priyom.privacy.models import ScreenedFile
from priyom.privacy.rescreening.files import forget_bytes

State = ScreenedFile.State
# A file that waits for the guard, or for being painted again, is held as well: the raw bytes lie sealed.
HELD = Q(file__isnull=False) | Q(state=State.WAITING)


@transaction.atomic
def destroy_files(files: QuerySet[ScreenedFile], *, reason: str) -> list[UUID]:
    """Destroy these files and say beside each why; return their keys.

    The rows say so first. A death before the sealed bytes are gone leaves bytes that no row holds, which are swept up.
    """
    keys = []
    held = files.filter(HELD).select_related("file").order_by("pk")
    for screened in held.select_for_update(of=("self",)):
        stored = screened.file
        screened.file, screened.state, screened.reason = None, State.REFUSED, reason
        screened.save(update_fields=["file", "state", "reason"])
        if stored is not None:
            forget_bytes(stored)
        keys.append(screened.pk)
    MaskedPicture.objects.filter(pk__in=keys).update(sealed_until=None)
    transaction.on_commit(lambda: quarantine.destroy_all(keys))
    return keys
