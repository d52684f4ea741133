"""The boxes of a masked picture are its author's; what administrators are asked is theirs and the security officer's."""

import uuid
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from priyom.base.clock import now
from priyom.desk.actions.files import add_file
from priyom.privacy.models import BoxPermission, MaskedPicture, PictureBox
from tests.access import row
from tests.access.portal import PICTURE


def _boxed(stage):
    """A picture of Zoya's that is not sent yet, with a box on it."""
    return _box(stage)[0].pk


def _box(stage):
    file = add_file(SimpleUploadedFile("c.png", PICTURE), by=stage.zoya, token=uuid.uuid4())
    picture = MaskedPicture.objects.create(
        screened=file.screened, width=100, height=100, sealed_until=now() + timedelta(hours=1)
    )
    place = {"x": 1, "y": 1, "width": 9, "height": 9}
    return file, PictureBox.objects.create(picture=picture, number=1, kind="SNILS", percent=90, **place)


def _asked(stage):
    return BoxPermission.objects.create(box=_box(stage)[1], asked_by=stage.zoya, asked_at=now()).pk


THINGS = {"boxed_file": _boxed, "box_permission": _asked}
FILE = {"attachment": "boxed_file"}
PLACE = {"left": "10", "top": "10", "width": "20", "height": "20"}
ROWS = [
    row("GET", "files:boxes", FILE, zoya=200, others=404),
    row("POST", "files:boxes", FILE, PLACE, zoya=302, others=404),
    row("POST", "files:box_removal", FILE | {"number": 1}, zoya=302, others=404),
    row("POST", "files:boxes_confirmed", FILE, zoya=302, others=404),
    row("GET", "guard:permissions", adam=200, oleg=200, others=403),
    row("GET", "guard:permission_picture", {"pk": "box_permission"}, adam=200, oleg=200, others=404),
    row("POST", "guard:permission", {"pk": "box_permission"}, {"answer": "no"}, adam=302, oleg=302, others=404),
]
