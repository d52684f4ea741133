"""How long what was sent lies sealed behind a masked picture: until its author is done, and never past its time.

PRIVACY: the row says that the bytes go before they go. A death in between leaves bytes that no row holds any more, and
those are swept up (`screening.destroy_what_is_over`).
"""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from priyom.base.clock import now
from priyom.privacy import quarantine
from priyom.privacy.boxes.models import MaskedPicture, PictureBox
from priyom.privacy.files import FileReport, Finding
from priyom.privacy.labels import ticket_of
from priyom.privacy.models import ScreenedFile

MOST_BOXES = 500
PAPER = "application/pdf"
State = PictureBox.State


def begin(screened: ScreenedFile, report: FileReport) -> bool:
    """Write down the boxes of a picture or paper that was just masked; say whether what was sent stays sealed.

    Called in the transaction that settles the file. RACE: whoever sends the message locks the file's row as well
    (`let_originals_go`), so one of the two sees what the other did.
    """
    found = [each for each in report.findings if each.box is not None]
    if not report.pages or len(found) > MOST_BOXES:
        return False
    is_held = bool(found) and ticket_of(screened) is None
    until = screened.received_at + timedelta(hours=settings.PRIYOM.quarantine_hours) if is_held else None
    (width, height), sizes = report.pages[0], report.pages if is_paper(report) else ()
    picture = MaskedPicture.objects.create(
        screened=screened, width=width, height=height, sizes=list(sizes), sealed_until=until
    )
    PictureBox.objects.bulk_create([box_of(picture, number, each) for number, each in enumerate(found, 1)])
    return is_held


def is_paper(report: FileReport) -> bool:
    """Say whether the boxes lie on pages rather than on a picture."""
    return report.media_type == PAPER


def box_of(picture: MaskedPicture, number: int, found: Finding) -> PictureBox:
    """Return the row of what was found."""
    x, y, width, height = found.box or (0, 0, 0, 0)
    return PictureBox(
        picture=picture, number=number, page=found.place.page or 1, kind=found.kind, x=x, y=y, width=width,
        height=height, percent=round(found.confidence * 100), is_proved=found.proved,
    )  # fmt: skip


@transaction.atomic
def let_originals_go(files: Collection[UUID]) -> None:
    """Destroy what was sent behind these pictures: their message is sent, and the boxes stand as they are.

    A change that was asked for before is painted first; whoever paints it destroys the bytes then.
    """
    if not files or settings.PRIYOM.guard == "off":
        return
    list(ScreenedFile.objects.select_for_update().filter(pk__in=files).order_by("pk").values_list("pk"))
    release(MaskedPicture.objects.filter(pk__in=files, painted=F("revision")))


def release(pictures: QuerySet[MaskedPicture]) -> int:
    """Say that nothing lies sealed behind these pictures any more, then destroy it; return how many there were."""
    held = list(pictures.filter(sealed_until__isnull=False).values_list("pk", flat=True))
    if held:
        MaskedPicture.objects.filter(pk__in=held).update(sealed_until=None)
        transaction.on_commit(lambda: quarantine.destroy_all(held))
    return len(held)


@transaction.atomic
def release_what_is_over() -> int:
    """Destroy what has lain its time, and what a sending has left behind."""
    held = MaskedPicture.objects.filter(sealed_until__isnull=False).select_related("screened")
    over = [each.pk for each in held if (each.sealed_until or now()) <= now() or _is_sent(each)]
    return release(MaskedPicture.objects.filter(pk__in=over))


def _is_sent(picture: MaskedPicture) -> bool:
    return not picture.is_pending and ticket_of(picture.screened) is not None
