"""Killed at every step of a file's way: nothing accepted is lost, and nothing unmasked is left anywhere."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from priyom.base.postgres import EmbeddedPostgres, embedded_url
from tests.base.program import ROOT
from tests.disasters.stage import Stage

pytestmark = pytest.mark.slow

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
SURNAME, SNILS = "Кощеева", "171-244-889 68"
# In the picture's own metadata, so that its bytes can be looked for wherever they might have stayed.
PLANTED = f"planted {SNILS}"
NAME = f"{SURNAME} Мария Петровна.png"
STEPS = (
    "while being read", "while the guard reads", "masked but not stored", "stored but not committed",
    "committed but not destroyed",
)  # fmt: skip


@pytest.fixture(scope="module")
def desk():
    stage = Stage()
    (stage.data / "priyom.toml").write_text('demo = true\nintake = "off"\n')
    assert priyom(stage, "upgrade").returncode == 0
    with EmbeddedPostgres(stage.data):
        done(stage, "enter")
        yield stage
    stage.clean()


@pytest.fixture(autouse=True)
def _empty(desk):
    """Each step begins with an empty quarantine, whatever the one before has left."""
    for table in (
        "desk_sealedtext",
        "desk_attachment",
        "privacy_picturebox",
        "privacy_maskedpicture",
        "privacy_screenedfile",
    ):
        desk.sql(f"DELETE FROM {table}")  # noqa: S608 - our own tables
    shutil.rmtree(desk.data / "quarantine", ignore_errors=True)


@pytest.fixture
def picture(tmp_path):
    picture = Image.new("RGB", (900, 260), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 22)
    for line, text in enumerate(("Карта пациента", f"ФИО: {SURNAME} Мария Петровна", f"СНИЛС: {SNILS}")):
        pen.text((30, 30 + 60 * line), text, font=font, fill="black")
    about = PngImagePlugin.PngInfo()
    about.add_text("Description", PLANTED)
    out = io.BytesIO()
    picture.save(out, "PNG", pnginfo=about)
    path = tmp_path / "picture"
    path.write_bytes(out.getvalue())
    return path


def program(stage, *arguments):
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True,
        env=stage.environment(
            DJANGO_SETTINGS_MODULE="priyom.settings", TMPDIR=str(temporary(stage)), PRIYOM_GUARD="on"
        ),
        timeout=300, check=False,
    )  # fmt: skip


def priyom(stage, *arguments):
    return program(stage, "priyom", *arguments)


def play(stage, *arguments):
    return program(stage, "tests.disasters.dying", *arguments)


def done(stage, *arguments):
    played = play(stage, *arguments)
    assert played.returncode == 0, played.stderr
    return json.loads(played.stdout)


def dies(stage, *arguments):
    assert play(stage, *arguments).returncode == -signal.SIGKILL


def leaks(stage, *, sealed):
    """Return where planted values lie: in tables, on the disk (write-ahead log and all), in a backup."""
    found = [str(path) for folder in (temporary(stage), stage.data) for path in files_in(folder) if holds(path)]
    with psycopg.connect(embedded_url(stage.data)) as connection:
        tables = connection.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        for (table,) in tables:
            for (row,) in connection.execute(f"SELECT t::text FROM {table} t"):  # noqa: S608 - our own tables
                if any(word in row.lower() for word in (SURNAME.lower(), SNILS, PLANTED.encode().hex())):
                    found.append(f"table: {table}")
    backup = stage.data / "backup.tar"
    assert priyom(stage, "backup", str(backup), "--with-secrets").returncode == 0
    found += ["backup"] if holds(backup) else []
    backup.unlink()
    lying = list((stage.data / "quarantine").glob("*")) if (stage.data / "quarantine").exists() else []
    assert bool(lying) == sealed, lying
    return found


def temporary(stage):
    """Where the desk's programs put what is temporary: a place of this play's own."""
    folder = stage.data / "tmp"
    folder.mkdir(exist_ok=True)
    return folder


def files_in(folder):
    for place, _folders, names in os.walk(folder):
        yield from (Path(place) / name for name in names)


def holds(path):
    try:
        content = path.read_bytes()
    except OSError:
        return False
    return any(word.encode() in content for word in (SURNAME, SNILS, PLANTED))


def children_of_guard():
    alive = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if b"guard_child" in command and parent == "1":
            alive.append(int(folder.name))
    return alive


def test_a_process_killed_while_it_takes_a_file_in_leaves_only_a_sealed_file_that_is_swept_up(desk, picture):
    dies(desk, "send", "sealed but not committed", str(picture), NAME)

    assert desk.sql("SELECT count(*) FROM privacy_screenedfile") == [(0,)]
    assert leaks(desk, sealed=True) == []
    for path in (desk.data / "quarantine").iterdir():
        os.utime(path, (time.time() - 7200, time.time() - 7200))
    assert done(desk, "recover") == []
    assert leaks(desk, sealed=False) == []


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_killed_at_a_step_loses_nothing_and_leaves_nothing_unmasked(desk, picture, step):
    done(desk, "send", "", str(picture), NAME)
    assert leaks(desk, sealed=True) == []

    dies(desk, "screen", step)

    assert leaks(desk, sealed=True) == []
    ((state, reason, hidden),) = done(desk, "recover")
    assert (state, reason) == ("screened", "")
    assert hidden >= 2
    assert leaks(desk, sealed=False) == []
    assert children_of_guard() == []


def test_what_is_held_for_its_author_survives_a_death_sealed_and_goes_with_the_sending(desk, picture):
    done(desk, "draft", "", str(picture), NAME)
    ((state, _reason, _hidden),) = done(desk, "recover")
    assert state == "screened"
    assert leaks(desk, sealed=True) == [], "it lies sealed until the author is done with the boxes"

    done(desk, "uncover")
    for step in ("uncovered but not stored", "uncovered but not committed"):
        dies(desk, "screen", step)
        assert leaks(desk, sealed=True) == []
    done(desk, "recover")
    assert desk.sql("SELECT kind FROM privacy_picturebox WHERE state = 'readable'") == [("PERSON",)]

    dies(desk, "answer", "sent but not destroyed")
    done(desk, "recover")
    assert leaks(desk, sealed=False) == []


def test_a_file_that_kills_everybody_who_takes_it_is_refused_at_last(desk, picture):
    done(desk, "send", "", str(picture), NAME)
    for _time in range(5):
        dies(desk, "screen", "while being read")

    ((state, reason, _hidden),) = done(desk, "recover")

    assert (state, reason) == ("refused", "guard_failed")
    assert leaks(desk, sealed=False) == []


def test_a_text_that_was_accepted_sealed_survives_every_death_and_is_never_left_unmasked(desk):
    text = f"Не открывается карта пациента {SURNAME}ой Марии Петровны, СНИЛС {SNILS}"
    assert done(desk, "write", "", text) == ["Текст проверяется", 1]
    assert leaks(desk, sealed=False) == []

    for step in (
        "while the guard reads the text", "masked but not in its place", "in its place but not committed",
    ):  # fmt: skip
        desk.sql("UPDATE desk_sealedtext SET try_at = received_at")
        dies(desk, "read", step)
        assert desk.sql("SELECT state, body FROM desk_message ORDER BY id DESC LIMIT 1") == [
            ("sealed", "Текст проверяется")
        ]
    assert leaks(desk, sealed=False) == []

    done(desk, "recover")
    ((body,),) = desk.sql("SELECT body FROM desk_message ORDER BY id DESC LIMIT 1")
    assert body.startswith("Не открывается карта пациента")
    assert desk.sql("SELECT count(*) FROM desk_sealedtext") == [(0,)]
    assert leaks(desk, sealed=False) == []
