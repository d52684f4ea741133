"""A masked picture with its boxes. Kinds, places and percents; never what is under a box."""

from django.db import models
from django.db.models import F, Q, Value

from priyom.base.clock import now
from priyom.people.models import User


class MaskedPicture(models.Model):
    """A picture or a paper as it was painted, and until when what was sent lies sealed, so that a box can go.

    Every change that its author asks for moves ``revision``; whoever paints moves ``painted`` up to it.
    """

    screened = models.OneToOneField(
        "privacy.ScreenedFile", primary_key=True, on_delete=models.CASCADE, related_name="masked_picture"
    )
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sizes = models.JSONField(
        default=list, db_default=Value([], models.JSONField())
    )  # of every page of a paper; of a picture none
    sealed_until = models.DateTimeField(null=True)  # empty: what was sent is destroyed
    revision = models.PositiveIntegerField(default=0)
    painted = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    has_failed = models.BooleanField(default=False)  # the last change could not be painted, and the boxes are as before

    class Meta:
        indexes = [
            models.Index(fields=["sealed_until"], name="picture_sealed_until", condition=Q(sealed_until__isnull=False))
        ]
        constraints = [models.CheckConstraint(condition=Q(painted__lte=F("revision")), name="painted_what_was_asked")]

    def __str__(self) -> str:
        return f"{self.screened_id} {self.width}×{self.height}"

    @property
    def is_sealed(self) -> bool:
        """Say whether what was sent can still be shown again: its time ends that, not the sweep that comes later."""
        return self.sealed_until is not None and self.sealed_until > now()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, len(self.sizes))

    def size_of(self, page: int) -> tuple[int, int]:
        """Width and height of one page, in pixels of the guard's drawing of it."""
        return tuple(self.sizes[page - 1]) if self.sizes else (self.width, self.height)

    @property
    def is_pending(self) -> bool:
        """Say whether a change waits to be painted."""
        return self.revision > self.painted


class PictureBox(models.Model):
    """One box: found by the guard, or drawn by hand."""

    class State(models.TextChoices):
        COMING = "coming", "coming"  # drawn, and not painted yet
        HIDDEN = "hidden", "hidden"
        LEAVING = "leaving", "leaving"  # taken away, and still painted
        READABLE = "readable", "readable"  # taken away: nobody's data

    picture = models.ForeignKey(MaskedPicture, on_delete=models.CASCADE, related_name="boxes")
    number = models.PositiveIntegerField()
    page = models.PositiveSmallIntegerField(default=1, db_default=1)
    kind = models.CharField(max_length=12)
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    percent = models.PositiveSmallIntegerField()  # how sure the guard was
    is_proved = models.BooleanField(default=False)  # a right check digit: taking it away needs a permission
    by_hand = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.HIDDEN)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["picture", "number"], name="box_number_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def place(self) -> tuple[int, int, int, int]:
        """Left, top, width and height in pixels of the file."""
        return self.x, self.y, self.width, self.height

    @property
    def is_painted(self) -> bool:
        """Say whether the place is hidden now, or is about to be."""
        return self.state in {self.State.COMING, self.State.HIDDEN}


class BoxPermission(models.Model):
    """Its author asked to uncover a box that hides a proved number; somebody who may decide says yes or no."""

    box = models.OneToOneField(PictureBox, on_delete=models.CASCADE, related_name="permission")
    asked_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_granted = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="box_permission_asked", condition=Q(decided_at__isnull=True))]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, is_granted=False)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="decided_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.box_id)
