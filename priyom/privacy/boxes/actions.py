"""What the author of a masked picture says about its boxes, and what an administrator answers. All are events.

Every change makes the picture wait for the worker; until it is painted, only its author sees it.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.events import record
from priyom.people.models import User
from priyom.privacy.boxes.holding import MOST_BOXES, release
from priyom.privacy.boxes.models import BoxPermission, MaskedPicture, PictureBox
from priyom.privacy.boxes.queries import get_permission, get_picture, page_in
from priyom.privacy.by_hand import BY_HAND, cut
from priyom.privacy.decided.rules import authors_release_checked
from priyom.privacy.models import ScreenedFile

State = PictureBox.State
SMALLEST = 3  # pixels: nothing can be read in a box below that


@transaction.atomic
def take_box_away(file_id: object, number: int, *, by: User) -> PictureBox:
    """Say that a box hides nobody's data. A number that proves itself needs a permission: then it is asked for."""
    picture = get_picture(by, file_id, lock=True)
    box = _box(picture, number)
    if box.state in {State.LEAVING, State.READABLE}:
        return box
    if box.state == State.COMING:
        return _undrawn(picture, box, by)
    if not picture.is_sealed:
        raise WrongState(_("What you sent is destroyed by now, so this box cannot be taken away any more."))
    if box.is_proved and not _may_uncover(box, by):
        return _ask(picture, box, by)
    _uncover(picture, box, by)
    return box


@transaction.atomic
def draw_box(file_id: object, place: tuple[int, int, int, int], *, by: User, page: int = 1) -> PictureBox:
    """Cover a place that the guard overlooked. It is always possible: the masked picture is painted over."""
    picture = get_picture(by, file_id, lock=True)
    page = page_in(picture, page)
    x, y, width, height = cut(place, picture.size_of(page))
    if min(width, height) < SMALLEST:
        raise Invalid(_("The box was not drawn."), errors={"box": [_("Draw it larger, and on the picture.")]})
    if picture.boxes.count() >= MOST_BOXES:
        raise Invalid(_("The box was not drawn."), errors={"box": [_("There are too many boxes on this picture.")]})
    last = picture.boxes.order_by("-number").first()
    box = PictureBox.objects.create(
        picture=picture, number=last.number + 1 if last else 1, page=page, kind=BY_HAND, x=x, y=y, width=width,
        height=height, percent=100, by_hand=True, state=State.COMING,
    )  # fmt: skip
    _to_be_painted(picture)
    _record("guard.box_drawn", picture, by, box)
    return box


@transaction.atomic
def confirm_boxes(file_id: object, *, by: User) -> MaskedPicture:
    """Say that the boxes are right: what was sent is destroyed at once. A second time nothing happens."""
    picture = get_picture(by, file_id, lock=True)
    if picture.is_pending:
        raise WrongState(_("The picture is being painted. Confirm it when you have seen it."))
    if picture.confirmed_at is None:
        picture.confirmed_at = now()
        picture.save(update_fields=["confirmed_at"])
        _record("guard.boxes_confirmed", picture, by)
    release(MaskedPicture.objects.filter(pk=picture.pk))
    return picture


@transaction.atomic
def decide_permission(pk: int, *, by: User, grant: bool) -> BoxPermission:
    """Let the author uncover a number that proves itself, or not; the first answer counts."""
    asked = get_permission(by, pk)
    if not by.may("guard.permit"):
        raise NotAllowed(_("Administrators and security officers answer this."))
    # RACE: the picture is locked first, as by whoever paints it: a box that is gone takes its question along.
    picture = get_picture(asked.asked_by, asked.box.picture_id, lock=True)
    permission = get_permission(by, pk, lock=True)
    if permission.decided_at is not None:
        return permission
    if grant and not picture.is_sealed:
        raise WrongState(_("What was sent is destroyed by now: the box stays."))
    permission.decided_by, permission.decided_at, permission.is_granted = by, now(), grant
    permission.save(update_fields=["decided_by", "decided_at", "is_granted"])
    kind = "guard.box_permitted" if grant else "guard.box_kept"
    _record(kind, picture, by, permission.box, permission=permission.pk)
    if grant:
        _uncover(picture, permission.box, permission.asked_by)
    return permission


def _box(picture: MaskedPicture, number: int) -> PictureBox:
    box = picture.boxes.filter(number=number).first()
    if box is None:
        raise NotVisible(_("There is no such box."))
    box.picture = picture
    return box


def _may_uncover(box: PictureBox, by: User) -> bool:
    granted = BoxPermission.objects.filter(box=box, is_granted=True).exists()
    return granted or by.may("guard.manage") or authors_release_checked()


def _ask(picture: MaskedPicture, box: PictureBox, by: User) -> PictureBox:
    permission, is_new = BoxPermission.objects.get_or_create(box=box, defaults={"asked_by": by, "asked_at": now()})
    if is_new:
        _record("guard.box_asked", picture, by, box, permission=permission.pk)
    return box


def _uncover(picture: MaskedPicture, box: PictureBox, by: User) -> None:
    box.state = State.LEAVING
    box.save(update_fields=["state"])
    _to_be_painted(picture)
    if not box.by_hand:
        _record("guard.box_released", picture, by, box)


def _undrawn(picture: MaskedPicture, box: PictureBox, by: User) -> PictureBox:
    """Take back what was drawn and is not painted yet."""
    _record("guard.box_undrawn", picture, by, box)
    box.delete()
    _to_be_painted(picture)
    return box


def _to_be_painted(picture: MaskedPicture) -> None:
    picture.revision += 1
    picture.has_failed, picture.confirmed_at = False, None
    picture.save(update_fields=["revision", "has_failed", "confirmed_at"])
    ScreenedFile.objects.filter(pk=picture.pk).update(state=ScreenedFile.State.WAITING, attempts=0)


def _record(kind: str, picture: MaskedPicture, by: User, box: PictureBox | None = None, **details: object) -> None:
    """Write the fact down about who sent the picture: kinds and numbers of boxes, never what is under them."""
    screened = picture.screened
    facts = details | ({"list": [box.kind], "box": box.number} if box else {})
    record(kind, screened.received_by, by=by, region_id=screened.region_id, file=str(picture.pk), **facts)
