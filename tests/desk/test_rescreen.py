"""`priyom rescreen`: what was kept before the guard stood is masked in place, step by step, and a run may end at any moment."""

import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from priyom.base.models import StoredFile
from priyom.base.storage import path_of
from priyom.desk import kept_before  # noqa: F401 - names the stocks
from priyom.desk.actions.drafts import read_draft, save_draft
from priyom.desk.actions.files import add_file
from priyom.desk.actions.messages import add_note, comment
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.models import Message, Ticket
from priyom.privacy.models import RescreenMark, ScreenedFile, Screening
from priyom.privacy.rescreening.files import forget_bytes
from priyom.privacy.rescreening.running import rescreen
from tests.cast import open_ticket

SAID = "Пациент Кондрашевич Пётр Сергеевич, СНИЛС 112-233-445 95, не открывается карта."
VALUES = ("Кондрашевич", "112-233-445")


@pytest.fixture
def kept(cast):
    """Write what nobody has read: a ticket with an answer, a note, a solution and somebody's draft."""
    ticket = open_ticket(cast.zoya, subject=SAID[:60], body=SAID)
    comment(ticket.number, by=cast.zoya, body="Кондрашевичу П. С. нужен приём.")
    add_note(ticket.number, by=cast.anna, body=SAID)
    save_draft(by=cast.zoya, place=f"reply:{ticket.number}", text=SAID)
    resolve_ticket(ticket.number, by=cast.anna, cause=SAID, remedy="Обновить карту.")
    return ticket


@pytest.fixture
def guarded(settings):
    def turn_on():
        settings.PRIYOM = replace(settings.PRIYOM, guard="on")

    return turn_on


def lying():
    """Return the tables in which a value lies, in any column."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        found = set()
        for table in tables:
            for value in VALUES:
                cursor.execute(f'SELECT EXISTS(SELECT FROM "{table}" t WHERE t::text ILIKE %s)', [f"%{value}%"])  # noqa: S608
                found |= {table} if cursor.fetchone()[0] else set()
    return found


def test_nothing_is_left_in_any_table_or_draft_and_search_finds_no_value(cast, kept, guarded, as_):
    assert lying() >= {"desk_message", "desk_ticket", "desk_ticketwords"}
    guarded()
    rescreen()
    assert not lying()
    body = Message.objects.filter(ticket=kept).order_by("pk").first().body
    assert body.startswith("Пациент [№ 1], СНИЛС ***-***-*** 95")
    assert " 1]" in Ticket.objects.get(pk=kept.pk).cause
    assert "Кондрашевич" not in read_draft(cast.zoya, f"reply:{kept.number}").text
    assert Screening.objects.filter(ticket_id=kept.pk, hidden__gt=0).count() == 4, "three messages, and the solution"
    assert kept.number not in [row.number for row in Ticket.objects.filter(subject__contains="Кондрашевич")]


def test_one_person_keeps_one_number_through_the_ticket(kept, guarded):
    guarded()
    rescreen()
    bodies = Message.objects.filter(ticket=kept).values_list("body", flat=True)
    assert all(re.search(r"\[(№|Человек|Пациент) 1\]", body) for body in bodies)


def test_an_interrupted_run_goes_on_where_it_was(cast, kept, guarded, monkeypatch):
    from priyom.privacy.rescreening import running

    monkeypatch.setattr(running, "STEP", 1)
    guarded()

    def interrupt(progress):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rescreen(interrupt)
    mark = RescreenMark.objects.get(stock="messages")
    assert (mark.seen, mark.finished_at) == (1, None)
    told = []
    rescreen(told.append)
    mark.refresh_from_db()
    assert mark.seen == Message.objects.count()
    assert mark.finished_at
    assert told[0].left == mark.seen - 2
    assert not lying()
    told.clear()
    rescreen(told.append)
    assert told == []


def test_a_second_reading_changes_nothing(kept, guarded):
    guarded()
    rescreen()
    before = list(Message.objects.order_by("pk").values_list("body", flat=True))
    marks = rescreen(again=True)
    assert sum(mark.changed for mark in marks) == 0
    assert list(Message.objects.order_by("pk").values_list("body", flat=True)) == before


def test_a_file_goes_into_quarantine_and_its_bytes_are_destroyed(
    cast, guarded, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.PRIYOM = replace(settings.PRIYOM, data_dir=tmp_path)
    settings.FILES_DIR = tmp_path / "files"
    token = "6f6d1e0c-6a38-4a5c-8f54-3d1f0f2f4f10"
    add_file(SimpleUploadedFile("выписка.txt", SAID.encode()), by=cast.zoya, token=token)
    screened = ScreenedFile.objects.get()
    path = path_of(screened.file.sha256)
    assert path.exists()
    guarded()
    with django_capture_on_commit_callbacks(execute=True):
        rescreen()
    screened.refresh_from_db()
    assert (screened.state, screened.file) == (ScreenedFile.State.WAITING, None)
    assert not any("Кондрашевич".encode() in lies.read_bytes() for lies in tmp_path.rglob("*") if lies.is_file())


def test_the_very_same_bytes_stay_for_who_else_holds_them_and_go_with_the_last(
    cast, guarded, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.PRIYOM = replace(settings.PRIYOM, data_dir=tmp_path)
    settings.FILES_DIR = tmp_path / "files"
    for name in ("выписка.txt", "копия.txt"):
        token = "6f6d1e0c-6a38-4a5c-8f54-3d1f0f2f4f10"
        add_file(SimpleUploadedFile(name, SAID.encode()), by=cast.zoya, token=token)
    first, second = ScreenedFile.objects.order_by("pk").select_related("file")
    assert first.file == second.file
    forget_bytes(first.file)
    assert StoredFile.objects.filter(pk=second.file_id).exists()
    guarded()
    with django_capture_on_commit_callbacks(execute=True):
        rescreen()
    assert not StoredFile.objects.exists()
    assert set(ScreenedFile.objects.values_list("state", "file")) == {(ScreenedFile.State.WAITING, None)}
