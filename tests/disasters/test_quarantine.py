"""Files with the guard on: nothing is seen before it was looked at, and nothing of what was hidden is left anywhere."""

import dataclasses
import io
import uuid
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from priyom.base import clock
from priyom.base.jobs import run_reactions
from priyom.base.storage import path_of
from priyom.channels.models import Notification
from priyom.desk.actions.files import add_file
from priyom.desk.actions.messages import comment
from priyom.desk.models import Attachment
from priyom.people.models import User
from priyom.privacy import guards, quarantine
from priyom.privacy.actions import receive_file
from priyom.privacy.models import ScreenedFile
from priyom.privacy.screening import destroy_what_is_over, screen_waiting

SNILS = "112-233-445 95"
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


@pytest.fixture
def guard_on(settings, tmp_path):
    settings.PRIYOM = dataclasses.replace(settings.PRIYOM, guard="on", data_dir=tmp_path)
    settings.FILES_DIR = settings.PRIYOM.files_dir
    yield tmp_path
    guards.the_guard().close()
    guards.the_masker().close()


def screenshot():
    """A picture of a card, as a doctor would paste it."""
    picture = Image.new("RGB", (900, 300), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 22)
    for line, text in enumerate(
        ("Карта пациента", "ФИО: Иванова Мария Петровна", f"СНИЛС: {SNILS}", "Ошибка сохранения 0x80070005")
    ):
        pen.text((30, 30 + 50 * line), text, font=font, fill="black")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def send(ticket, by, name, content):
    token = uuid.uuid4()
    add_file(SimpleUploadedFile(name, content), by=by, token=token)
    return comment(ticket.number, by=by, body="Смотрите файл", token=token).attachments.get()


def lies_in(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def seen_by(person, file, as_):
    return [as_(person).get(f"/files/{file.pk}{tail}").status_code for tail in ("", "/preview", "/pages")]


@pytest.mark.django_db
def test_a_picture_waits_sealed_is_masked_and_then_seen(guard_on, ticket, zoya, anna, adam, as_):
    raw = screenshot()

    file = send(ticket, zoya, "Иванова Мария Петровна.png", raw)

    assert file.screened.state == "waiting"
    assert "Иванова" not in file.screened.name
    assert file.screened.name.endswith(".png")
    assert all(seen_by(person, file, as_) == [404, 404, 404] for person in (zoya, anna))
    assert [path.parent.name for path in lies_in(guard_on)] == ["quarantine"]
    assert raw[:200] not in lies_in(guard_on)[0].read_bytes()
    assert (
        "being checked" in as_(zoya).get(f"/files/{file.pk}/state?as=portal").content.decode()
        or "проверяется" in as_(zoya).get(f"/files/{file.pk}/state?as=portal").content.decode()
    )

    assert screen_waiting(most=5) == 1

    file.refresh_from_db()
    assert file.screened.state == "screened", file.screened.reason
    assert file.screened.hidden >= 2
    assert as_(anna).get(f"/files/{file.pk}").status_code == 200
    assert path_of(file.screened.file.sha256).read_bytes() != raw
    assert not lies_in(guard_on / "quarantine")


@pytest.mark.django_db
def test_the_ticket_hears_of_it_and_who_sent_a_file_that_cannot_be_checked_is_asked_for_another(
    guard_on, ticket, zoya, anna, as_
):
    file = send(ticket, zoya, "запись.bin", bytes(range(256)) * 40)
    page = as_(zoya).get(f"/files/{file.pk}/state?as=portal").content.decode()
    assert f"file.{file.pk}=1" in page

    screen_waiting(most=5)
    run_reactions()

    file.refresh_from_db()
    assert (file.screened.state, file.screened.reason) == ("refused", "unknown_type")
    assert file.screened.file is None
    page = as_(zoya).get(f"/files/{file.pk}/state?as=portal").content.decode()
    assert "data-live" not in page
    assert file.screened.why in page
    assert Notification.objects.filter(user=zoya, event__kind="ticket.file_refused").count() == 1
    assert Notification.objects.exclude(user=zoya).filter(event__kind="ticket.file_refused").exists()
    assert not lies_in(guard_on)


@pytest.mark.django_db
def test_what_nobody_checked_in_its_time_is_destroyed_unseen(guard_on, ticket, zoya):
    file = send(ticket, zoya, "снимок.png", screenshot())
    clock.set_now(clock.now() + timedelta(hours=24, minutes=1))

    assert destroy_what_is_over() == 1

    clock.set_now(None)
    file.refresh_from_db()
    assert (file.screened.state, file.screened.reason) == ("refused", "expired")
    assert not lies_in(guard_on)


@pytest.mark.django_db(transaction=True)
def test_a_file_that_was_taken_back_is_gone_from_quarantine(guard_on, zoya, as_, _jobs_are_gone_afterwards):
    file = add_file(SimpleUploadedFile("снимок.png", screenshot()), by=zoya, token=uuid.uuid4())
    assert lies_in(guard_on)

    assert as_(zoya).post(f"/files/{file.pk}/gone").status_code == 200

    assert not lies_in(guard_on)
    assert not ScreenedFile.objects.exists()


@pytest.mark.django_db
def test_a_form_with_a_large_file_leaves_nothing_readable_behind(guard_on, zoya, as_):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("карта.txt", f"Иванова Мария Петровна {SNILS}\n" * 60_000)
    raw = archive.getvalue()
    assert len(raw) > 1024 * 1024

    answer = as_(zoya).post(f"/files/?token={uuid.uuid4()}", {"file": SimpleUploadedFile("карта.zip", raw)})

    assert answer.status_code == 201
    assert Attachment.objects.get().screened.size == len(raw)
    assert all(SNILS.encode() not in path.read_bytes() for path in lies_in(guard_on))
    assert [path.parent.name for path in lies_in(guard_on)] == ["quarantine"]


@pytest.mark.django_db
def test_one_person_has_one_number_in_message_file_name_and_solution(guard_on, ticket, zoya):
    first = comment(ticket.number, by=zoya, body="У пациента Иванова Ивана Ильича не открывается карта")
    second = comment(ticket.number, by=zoya, body="Звонила Петрова Анна Сергеевна. Иванову И.И. нужен рецепт")

    assert "пациента [№ 1]" in first.body
    assert "[Пациент 1]" in second.body
    assert "2]" in second.body
    assert User.objects.exists()


@pytest.mark.django_db
def test_a_file_is_renamed_once_what_is_in_it_tells_that_its_name_is_somebody_s(guard_on, ticket, zoya):
    file = send(ticket, zoya, "Стриж.txt", "Пациент Стриж Олег Иванович не виден в журнале".encode())
    screen_waiting(most=1)
    file.screened.refresh_from_db()

    assert file.screened.state == ScreenedFile.State.SCREENED
    assert file.screened.name == "[Пациент 1].txt"


@pytest.mark.django_db
def test_a_file_kept_before_the_guard_is_not_swept_up_on_its_way_into_quarantine(guard_on, zoya, settings):
    settings.PRIYOM = dataclasses.replace(settings.PRIYOM, guard="off")
    kept = receive_file(SimpleUploadedFile("a.png", screenshot()), by=zoya)
    settings.PRIYOM = dataclasses.replace(settings.PRIYOM, guard="on")
    quarantine.put(kept.pk, [screenshot()])  # the row says so when the transaction of the rescreening is kept

    assert destroy_what_is_over() == 0
    assert [name for name, _is_old in quarantine.lying_here()] == [kept.pk]
