"""The boxes of a picture as its author sees them, and what administrators are asked."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import NotVisible
from priyom.people.models import User
from priyom.privacy.boxes.models import BoxPermission, MaskedPicture, PictureBox
from priyom.privacy.decided.words import name_of
from priyom.privacy.models import ScreenedFile

State = PictureBox.State
LABEL_OF_HEIGHT, LETTER_OF_LABEL, LARGEST_LABEL, SMALLEST_LABEL = 0.66, 0.62, 26.0, 5.0
SHOWN = 100


@dataclass(frozen=True)
class ShownBox:
    """A box with its words: what it hides, and what one may still say about it."""

    box: PictureBox
    name: str
    label_size: float  # in pixels of the picture; nothing when no word fits in
    is_asked: bool
    is_kept: bool  # the permission was refused

    @property
    def number(self) -> int:
        """The number that tells it from the others of the picture."""
        return self.box.number


@dataclass(frozen=True)
class BoxesPage:
    """A masked picture and everything its author can do with it."""

    picture: MaskedPicture
    screened: ScreenedFile
    boxes: tuple[ShownBox, ...]  # of the page that is shown
    readable: int  # boxes that were taken away
    page: int = 1
    on_pages: tuple[int, ...] = ()  # how many boxes each page has

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the page that is shown."""
        return self.picture.size_of(self.page)

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """Each kind in words, and in how many places."""
        names = [each.name for each in self.boxes]
        return [(name, names.count(name)) for name in dict.fromkeys(names)]

    @property
    def may_uncover(self) -> bool:
        """Say whether a box can still be taken away."""
        return self.picture.is_sealed

    @property
    def is_pending(self) -> bool:
        """Say whether the picture waits to be painted."""
        return self.picture.is_pending

    @property
    def is_lost(self) -> bool:
        """Say whether the picture could not be painted at all and is not shown to anybody."""
        return self.screened.state == ScreenedFile.State.REFUSED


def get_picture(user: User, file_id: object, *, lock: bool = False) -> MaskedPicture:
    """Return a masked picture for whoever sent it: nobody else says anything about its boxes.

    One that was destroyed has no boxes any more: it is as if it had never been there.
    """
    own = ScreenedFile.objects.filter(received_by=user, masked_picture__isnull=False, file__isnull=False)
    try:
        screened = (own.select_for_update() if lock else own).filter(pk=file_id).first()
    except (ValidationError, ValueError):
        screened = None
    if screened is None:
        raise NotVisible(_("There is no such picture, or it is not yours."))
    rows = MaskedPicture.objects.select_for_update() if lock else MaskedPicture.objects.all()
    picture = rows.get(pk=screened.pk)
    picture.screened = screened
    return picture


def boxes_page(user: User, file_id: object, page: int = 1) -> BoxesPage:
    """Return the picture with its boxes, as its author sees it."""
    return page_of(get_picture(user, file_id), page)


def page_of(picture: MaskedPicture, page: int = 1) -> BoxesPage:
    """Return a page with its boxes, from top to bottom as one reads."""
    page = page_in(picture, page)
    boxes = list(picture.boxes.order_by("y", "x").select_related("permission"))
    there = [box for box in boxes if box.state != State.READABLE]
    shown = tuple(shown_box(box) for box in there if box.page == page)
    counts = tuple(sum(box.page == number for box in there) for number in range(1, picture.pages + 1))
    return BoxesPage(picture, picture.screened, shown, len(boxes) - len(there), page, counts)


def page_in(picture: MaskedPicture, page: int) -> int:
    """Return the page; one that is not there is nowhere else: a box meant for it would cover a wrong place."""
    if not 1 <= page <= picture.pages:
        raise NotVisible(_("This paper has no such page."))
    return page


def shown_box(box: PictureBox) -> ShownBox:
    """Return the box with its words."""
    permission = getattr(box, "permission", None)
    name = name_of(box.kind)
    size = min(box.height * LABEL_OF_HEIGHT, box.width / (len(name) * LETTER_OF_LABEL), LARGEST_LABEL)
    return ShownBox(
        box=box, name=name, label_size=round(size, 1) if size >= SMALLEST_LABEL else 0.0,
        is_asked=permission is not None and permission.decided_at is None,
        is_kept=permission is not None and permission.decided_at is not None and not permission.is_granted,
    )  # fmt: skip


def get_permission(user: User, pk: int, *, lock: bool = False) -> BoxPermission:
    """Return what was asked, for whoever reads about the guard."""
    rows = BoxPermission.objects.select_for_update(of=("self",)) if lock else BoxPermission.objects.all()
    found = rows.select_related("box__picture__screened", "asked_by").filter(pk=pk).first()
    if found is None or not user.may("guard.read"):
        raise NotVisible(_("There is no such question."))
    return found


def get_open_permission(user: User, pk: int) -> BoxPermission:
    """Return what was asked and can still be answered: the picture is shown for the answer, and no longer than that."""
    found = get_permission(user, pk)
    if found.decided_at is not None or not found.box.picture.is_sealed:
        raise NotVisible(_("There is no such question."))
    return found


def open_permissions(user: User) -> list[BoxPermission]:
    """Return what waits for an answer and can still be answered, the oldest first."""
    waiting = BoxPermission.objects.filter(decided_at=None, box__picture__sealed_until__gt=now())
    if not user.may("guard.read"):
        waiting = waiting.none()
    return list(
        waiting.select_related("box__picture__screened", "asked_by__organisation").order_by("asked_at", "pk")[:SHOWN]
    )


def decided_permissions(user: User) -> list[BoxPermission]:
    """Return the last answers."""
    if not user.may("guard.read"):
        return []
    decided = BoxPermission.objects.filter(decided_at__isnull=False).select_related("box", "asked_by", "decided_by")
    return list(decided.order_by("-decided_at", "-pk")[:SHOWN])
