"""A process that dies at one step of a file's way: `python -m tests.disasters.dying WHAT [STEP]`, killed as by kill -9.

`enter` lets the cast in; `send` takes a file in for Zoya's ticket; `draft` takes one in that is not sent yet; `uncover`
takes the box off its name; `answer` sends it; `screen` looks at what lies in quarantine; `recover` does what a fresh
worker does. A step is the place where the process dies; without one it lives.
"""

import json
import os
import signal
import sys
import uuid
from pathlib import Path

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import transaction  # noqa: E402

from priyom.base.jobs import run_reactions  # noqa: E402
from priyom.desk.actions.files import add_file  # noqa: E402
from priyom.desk.actions.messages import comment  # noqa: E402
from priyom.desk.models import Attachment, Ticket  # noqa: E402
from priyom.people.models import User  # noqa: E402
from priyom.privacy import quarantine, screening  # noqa: E402
from priyom.privacy.boxes import painting  # noqa: E402
from priyom.privacy.boxes.actions import take_box_away  # noqa: E402
from tests import cast as people_of_the_play  # noqa: E402
from tests.disasters.enter import enter  # noqa: E402


def die(*_given, **_named):
    os.kill(os.getpid(), signal.SIGKILL)


def after(function):
    """Return the function with death right behind it."""

    def done(*given, **named):
        function(*given, **named)
        die()

    return done


def prepare(step):
    """Put death where the step says."""
    if step == "sealed but not committed":
        quarantine.put = after(quarantine.put)
    elif step == "while being read":
        screening._masked = die  # noqa: SLF001
    elif step == "while the guard reads":
        masker = screening.the_masker()
        masker._final = die  # noqa: SLF001 - the question is on its way, the answer never comes
    elif step == "masked but not stored":
        screening.store_file = die
    elif step == "stored but not committed":
        screening._record = die  # noqa: SLF001
    elif step == "committed but not destroyed":
        quarantine.destroy = die
    elif step == "uncovered but not stored":
        painting.store_file = die
    elif step == "uncovered but not committed":
        painting.record = die
    elif step == "sent but not destroyed":
        quarantine.destroy_all = die


def send(path, name):
    zoya = User.objects.get(login="zoya")
    token = uuid.uuid4()
    with transaction.atomic():
        add_file(SimpleUploadedFile(name, Path(path).read_bytes()), by=zoya, token=token)
        ticket = Ticket.objects.filter(requester=zoya).first() or people_of_the_play.open_ticket(zoya)
        comment(ticket.number, by=zoya, body="Смотрите файл", token=token)


def draft(path, name):
    add_file(SimpleUploadedFile(name, Path(path).read_bytes()), by=User.objects.get(login="zoya"), token=uuid.uuid4())


def uncover():
    file = Attachment.objects.select_related("screened__masked_picture").get()
    box = file.screened.masked_picture.boxes.filter(kind="PERSON").first()
    take_box_away(file.screened_id, box.number, by=file.added_by)


def answer():
    file = Attachment.objects.get()
    ticket = Ticket.objects.filter(requester=file.added_by).first() or people_of_the_play.open_ticket(file.added_by)
    comment(ticket.number, by=file.added_by, body="Смотрите файл", token=file.draft_token)


def recover():
    run_reactions()
    screening.screen_waiting(most=20)
    screening.destroy_what_is_over()
    run_reactions()
    rows = Attachment.objects.select_related("screened").order_by("added_at")
    return [[row.screened.state, row.screened.reason, row.screened.hidden] for row in rows]


def main(what, step="", *more):
    prepare(step)
    if what == "enter":
        return enter()
    if what in {"send", "draft"}:
        return {"send": send, "draft": draft}[what](*more)
    if what in {"uncover", "answer"}:
        return {"uncover": uncover, "answer": answer}[what]()
    if what == "screen":
        return screening.screen_waiting(most=20)
    return recover()


if __name__ == "__main__":
    json.dump(main(*sys.argv[1:]), sys.stdout)
