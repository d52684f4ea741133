"""Files through the guard's child: it masks or refuses, and a refusal leaves nothing behind."""

import os
import signal
import threading
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from priyom.privacy.engine import GuardFailed
from priyom.privacy.file_engine import FileEngine
from priyom.privacy.masking import People

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


@pytest.fixture(scope="module")
def engine():
    engine = FileEngine(unwalled_is_fine=False)
    yield engine
    engine.close()


@pytest.fixture
def screenshot(tmp_path):
    def draw(*lines, name="screen.png", **how):
        picture = Image.new("RGB", (900, 40 + 40 * len(lines)), "white")
        pen = ImageDraw.Draw(picture)
        for number, line in enumerate(lines):
            pen.text((20, 20 + 40 * number), line, font=ImageFont.truetype(FONT, 15), fill="black")
        path = tmp_path / name
        picture.save(path, **how)
        return path

    return draw


def test_a_screenshot_is_painted_over_in_the_same_type_and_size(engine, screenshot, tmp_path):
    source, target = screenshot("Пациент: Иванова Мария Петровна", "Код ошибки 504"), tmp_path / "out.png"

    report = engine.mask_file(source, target, name="screen.png")

    assert (report.status, report.media_type) == ("masked", "image/png")
    with Image.open(target) as masked, Image.open(source) as before:
        assert (masked.size, masked.format) == (before.size, "PNG")
        for finding in report.findings:
            x, y, width, height = finding.box
            assert len(masked.convert("RGB").crop((x, y, x + width, y + height)).getcolors()) <= 2
    assert [finding.kind for finding in report.findings] == ["PERSON"]
    assert list(tmp_path.glob(".*")) == []


def test_what_has_nothing_personal_is_clean_and_written_all_the_same(engine, screenshot, tmp_path):
    report = engine.mask_file(screenshot("Код ошибки 504"), tmp_path / "out.png", name="screen.png")

    assert (report.status, report.findings) == ("clean", ())
    assert (tmp_path / "out.png").exists()


def test_a_file_that_is_gone_is_no_late_one_whatever_its_path_is_called(engine, tmp_path):
    report = engine.mask_file(tmp_path / "templates" / "screen.png", tmp_path / "out.png", name="screen.png")

    assert (report.status, report.reason) == ("refused", "guard_failed")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\0\1\2\3 whatever", "unknown_type"),
        (b"", "unknown_type"),
        (b"7z\xbc\xaf\x27\x1c and so on", "other_archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on", "old_office"),
        (b"\x89PNG\r\n\x1a\n broken", "unreadable"),
    ],
)
def test_what_cannot_be_read_is_refused_and_leaves_no_target(engine, tmp_path, content, reason):
    source, target = tmp_path / "in.png", tmp_path / "out.png"
    source.write_bytes(content)

    report = engine.mask_file(source, target, name="in.png")

    assert (report.status, report.reason) == ("refused", reason)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.png"]


def test_a_late_guard_is_a_refusal_and_the_next_file_is_served(engine, screenshot, tmp_path):
    source = screenshot("Пациент: Иванова Мария Петровна")
    engine.start()

    late = engine.mask_file(source, tmp_path / "late.png", name="screen.png", seconds=0.01)

    assert (late.status, late.reason) == ("refused", "late")
    assert not (tmp_path / "late.png").exists()
    assert engine.mask_file(source, tmp_path / "next.png", name="screen.png").status == "masked"


def test_a_killed_guard_is_a_refusal(engine, screenshot, tmp_path):
    engine.start()
    source = screenshot(*["Пациент: Иванова Мария Петровна, телефон 8 916 123-45-67"] * 60)
    killer = threading.Timer(0.2, os.kill, (engine.pid, signal.SIGKILL))
    killer.start()

    report = engine.mask_file(source, tmp_path / "out.png", name="screen.png")

    killer.join()
    assert report.status == "refused"
    assert not (tmp_path / "out.png").exists()


def test_the_child_of_files_stands_behind_walls(engine):
    engine.start()
    lines = Path(f"/proc/{engine.pid}/status").read_text(encoding="ascii").splitlines()
    told = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    assert told["NoNewPrivs"].strip() == "1"
    assert told["Seccomp"].strip() == "2"


def test_a_text_may_be_asked_of_the_same_child(engine):
    assert engine.mask(["СНИЛС 112-233-445 95"], People(b"k" * 32)).texts == ["СНИЛС ***-***-*** 95"]


def test_a_text_that_nobody_waited_for_does_not_answer_for_the_next_file(engine, screenshot, tmp_path):
    engine.start()
    with pytest.raises(GuardFailed):
        engine.mask(["Пациент Иванова Мария Петровна. " * 9_000], People(b"k" * 32), patience=0.05)

    report = engine.mask_file(screenshot("СНИЛС 112-233-445 95"), tmp_path / "out.png", name="a.png")

    assert (report.status, {finding.kind for finding in report.findings}) == ("masked", {"SNILS"})


@pytest.mark.parametrize(
    ("name", "said", "expected"),
    [
        ("Стриж.txt", "Пациент Стриж Олег Иванович не виден в журнале", "[Пациент 1].txt"),
        ("стрижа выписка.txt", "Пациент Стриж Олег Иванович не виден в журнале", "[Пациент 1] выписка.txt"),
        ("отчёт.txt", "Пациент Стриж Олег Иванович не виден в журнале", ""),
        ("Стриж.txt", "Птица сидит на проводе", ""),
    ],
)
def test_a_name_that_only_the_file_tells_to_be_one_goes_out_of_the_files_own(engine, tmp_path, name, said, expected):
    source = tmp_path / "given"
    source.write_text(said, encoding="utf-8")

    report = engine.mask_file(source, tmp_path / "made", name=name)

    assert report.name == expected
