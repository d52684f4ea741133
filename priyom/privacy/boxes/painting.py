"""Painting a masked picture again, as its author says. While that waits, nobody but the author sees the picture.

A box is taken away from what was sent, which is masked anew as a whole: every other finding is looked for once more. A
box is added on the masked picture, which needs nothing sealed and is possible for as long as the picture is there.
"""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import transaction

from priyom.base.clock import now
from priyom.base.events import record
from priyom.base.sealing import SealBroken
from priyom.base.storage import path_of, store_file
from priyom.privacy import quarantine
from priyom.privacy.boxes.holding import box_of, release
from priyom.privacy.boxes.models import MaskedPicture, PictureBox
from priyom.privacy.by_hand import BY_HAND, ByHand, Drawn, Released, shared
from priyom.privacy.decided.rules import rules_for
from priyom.privacy.files import FileReport, Finding
from priyom.privacy.found.keeping import change_file_findings
from priyom.privacy.guards import the_masker
from priyom.privacy.labels import people_of, ticket_of
from priyom.privacy.models import ScreenedFile
from priyom.privacy.rescreening.files import forget_bytes

State = PictureBox.State
CHUNK = 256 * 1024
SECONDS = 120
SAME = 0.9  # of the area: the same place, found once more


@dataclass(frozen=True)
class Asked:
    """What is to be painted: the picture at this revision, with these boxes."""

    picture: MaskedPicture
    boxes: tuple[PictureBox, ...]

    @property
    def needs_original(self) -> bool:
        """Say whether something is to be uncovered."""
        return any(box.state == State.LEAVING for box in self.boxes)

    @property
    def said(self) -> ByHand:
        """What the author said, as the guard's child is told it."""
        added = tuple(Drawn(box.place, box.page) for box in self.boxes if box.by_hand and box.is_painted)
        if not self.needs_original:
            return ByHand(added=added, covers_only=True)
        gone = (box for box in self.boxes if not box.by_hand and box.state in {State.LEAVING, State.READABLE})
        return ByHand(
            tuple(Released(box.kind, box.place, permitted=box.is_proved, page=box.page) for box in gone), added
        )


def asked_of(screened: ScreenedFile) -> Asked | None:
    """Return what is to be painted on the picture; nothing when nobody asked."""
    picture = MaskedPicture.objects.filter(pk=screened.pk).first()
    if picture is None or not picture.is_pending:
        return None
    return Asked(picture, tuple(picture.boxes.order_by("number")))


def paint_again(screened: ScreenedFile, asked: Asked) -> str:
    """Paint what was asked for; return a reason when it could not be done this time."""
    if asked.needs_original and not asked.picture.is_sealed:
        give_up(screened)
        return ""
    try:
        with quarantine.room_for_masked(screened.pk) as target:
            report = _painted(screened, asked, target)
            if report.status == "refused":
                return report.reason
            _keep(screened, asked, target, report)
    except (quarantine.Gone, SealBroken):
        give_up(screened)
    return ""


@transaction.atomic
def give_up(screened: ScreenedFile) -> None:
    """Let what could not be uncovered stay hidden, and say so. What is to be covered still waits for it."""
    picture = _locked(screened.pk)
    if picture is None:
        return
    picture.boxes.filter(state=State.LEAVING).update(state=State.HIDDEN)
    release(MaskedPicture.objects.filter(pk=picture.pk))
    picture.has_failed = True
    if not picture.boxes.filter(state=State.COMING).exists():
        picture.painted = picture.revision
        ScreenedFile.objects.filter(pk=screened.pk).update(state=ScreenedFile.State.SCREENED)
    picture.save(update_fields=["has_failed", "painted"])


def _painted(screened: ScreenedFile, asked: Asked, target: Path) -> FileReport:
    people, rules = people_of(ticket_of(screened)), rules_for(screened.received_by.organisation)

    def mask(source: Path) -> FileReport:
        return the_masker().mask_file(
            source, target, name=screened.name, people=people, rules=rules, by_hand=asked.said, seconds=SECONDS
        )

    if not asked.needs_original:
        return mask(path_of(screened.file.sha256))  # type: ignore[union-attr] # it was painted once
    with quarantine.opened(screened.pk) as source:
        return mask(source)


@transaction.atomic
def _keep(screened: ScreenedFile, asked: Asked, masked: Path, report: FileReport) -> None:
    """Let the new picture take the place of the old one, which is destroyed: what was added may be readable in it."""
    picture = _locked(screened.pk)
    if picture is None:
        return
    if picture.revision != asked.picture.revision:
        ScreenedFile.objects.filter(pk=screened.pk).update(attempts=0)
        return  # more was asked for meanwhile: it is painted at once
    with masked.open("rb") as made:
        stored = store_file(iter(lambda: made.read(CHUNK), b""))
    old = screened.file
    _settle_boxes(asked, report)
    boxes = list(picture.boxes.order_by("number"))
    ScreenedFile.objects.filter(pk=screened.pk).update(
        file=stored, size=stored.size, state=ScreenedFile.State.SCREENED, settled_at=now(),
        hidden=sum(box.is_painted for box in boxes), attempts=0,
    )  # fmt: skip
    picture.painted, picture.has_failed = picture.revision, False
    picture.save(update_fields=["painted", "has_failed"])
    change_file_findings(screened.pk, boxes)
    record("file.repainted", screened.received_by, by=None, region_id=screened.region_id, file=str(screened.pk))
    if ticket_of(screened) is not None:
        release(MaskedPicture.objects.filter(pk=picture.pk))
    if old is not None and old.pk != stored.pk:
        forget_bytes(old)


def _settle_boxes(asked: Asked, report: FileReport) -> None:
    """Let the rows say what is painted now. What the guard finds once more keeps its number."""
    boxes = PictureBox.objects.filter(picture=asked.picture)
    boxes.filter(state=State.LEAVING, by_hand=True).delete()
    boxes.filter(state=State.LEAVING).update(state=State.READABLE)
    boxes.filter(state=State.COMING).update(state=State.HIDDEN)
    if not asked.needs_original:
        return
    known = list(boxes.filter(state=State.HIDDEN, by_hand=False))
    number = max((box.number for box in boxes), default=0)
    for found in report.findings:
        if found.kind == BY_HAND or found.box is None:
            continue
        same = next((box for box in known if _is_same(box, found)), None)
        if same is not None:
            known.remove(same)
            continue
        number += 1
        box_of(asked.picture, number, found).save()
    boxes.filter(pk__in=[box.pk for box in known]).delete()  # the rules have changed meanwhile


def _is_same(box: PictureBox, found: Finding) -> bool:
    one, other = box.place, found.box or (0, 0, 0, 0)
    same = box.kind == found.kind and box.page == (found.place.page or 1)
    return same and shared(one, other) >= SAME * max(one[2] * one[3], other[2] * other[3])


def _locked(pk: UUID) -> MaskedPicture | None:
    """Return the picture, locked; its file is locked first, as everywhere.

    RACE: nothing when the file was taken back or destroyed while it was painted: it must not come back.
    """
    waiting = ScreenedFile.objects.select_for_update().filter(pk=pk, state=ScreenedFile.State.WAITING)
    if waiting.values_list("pk").first() is None:
        return None
    return MaskedPicture.objects.select_for_update().get(pk=pk)
