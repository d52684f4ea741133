"""Invented screenshots for the demo: a window with a table, a refusal, and blocks where names would be."""

import io
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from priyom.desk.actions.files import add_file
from priyom.desk.models import Message, Ticket
from priyom.people.models import User
from priyom.privacy.screening import screen_waiting

WIDTH, HEIGHT, ROW = 720, 432, 44


def attach_picture(name: str, *, ticket: Ticket, by: User) -> None:
    """Attach a drawn screenshot to the person's last message of the ticket."""
    message = Message.objects.filter(ticket=ticket, author=by).order_by("-pk").first()
    if message is None:
        return
    upload = SimpleUploadedFile(name.rsplit(".", 1)[0] + ".png", _draw(seed=len(name)))
    attachment = add_file(upload, by=by, token=uuid.uuid4())
    attachment.ticket, attachment.message, attachment.draft_token = ticket, message, None
    attachment.region_id = ticket.region_id
    attachment.save()
    screen_waiting(most=1)  # no worker looks after a desk that is being filled


def _draw(*, seed: int) -> bytes:
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#eef0f2")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, ROW), fill="#ccd3da")
    pen.rectangle((16, ROW + 16, WIDTH - 16, HEIGHT - 16), fill="#ffffff")
    for line in range(3):
        top = 2 * ROW + 30 + line * ROW
        pen.line((16, top + ROW - 6, WIDTH - 16, top + ROW - 6), fill="#c9ced4")
        pen.rounded_rectangle((28, top, 200 + (seed * 7 + line * 31) % 60, top + 28), 4, fill="#14171c")
        pen.rounded_rectangle((280, top, 430, top + 28), 4, fill="#14171c")
        pen.rounded_rectangle((470, top + 6, 500, top + 22), 3, fill="#6b737d")
        pen.rounded_rectangle((530, top + 6, 660, top + 22), 3, fill="#3a424c")
    pen.rectangle((32, HEIGHT - 140, WIDTH - 32, HEIGHT - 36), fill="#fbe3e0")
    pen.rectangle((32, HEIGHT - 140, 38, HEIGHT - 36), fill="#c3261f")
    for line in range(3):
        width = 380 + (seed * 13 + line * 57) % 200
        pen.rounded_rectangle((54, HEIGHT - 124 + line * 28, 54 + width, HEIGHT - 110 + line * 28), 4, fill="#7d1410")
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
