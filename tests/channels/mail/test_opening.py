"""The child that reads: it says what the reader says, and takes only itself along."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, fields
from pathlib import Path

import pytest

from priyom.base.children import TOO_LARGE, TOO_SLOW, killed_by, run_child
from priyom.channels.mail import opening
from priyom.channels.mail.letter import MOST_BYTES, Unreadable
from priyom.channels.mail.opening import open_letter
from priyom.channels.mail.reading import read
from tests.channels.mail.letters import html, letter, mixed, part, text
from tests.channels.mail.test_kinds import report


@pytest.mark.parametrize(
    "raw",
    [
        text("Спасибо, помогло", charset="koi8-r", Reply_To="Зоя <z@x.example>", Sender="a@b.example", Delivered_To="s@p.example"), html("<p>слово</p>"),
        mixed(part("слова"), part(bytes(range(256)) * 5000, "image/png", name="a.png", way="base64"), part(b"", "text/plain", name="b.txt")),
        report("message/delivery-status", "Reporting-MTA: x\r\n\r\nAction: failed\r\nFinal-Recipient: rfc822; a@b.example\r\n"), b"", b"\0" * 100, letter(Date="no date"),
        letter("слово".encode("iso-8859-5"), Content_Type="text/plain; charset=iso-8859-5"), letter("ž".encode("cp1257"), Content_Type="text/plain; charset=windows-1257"),
        letter("한국어".encode("iso2022_kr"), Content_Type="text/plain; charset=iso-2022-kr"), letter("登记".encode("hz"), Content_Type="text/plain; charset=hz-gb-2312"),
        letter("αβγ".encode("iso8859-7"), Content_Type="text/plain; charset=iso-8859-7"), letter("ไทย".encode("cp874"), Content_Type="text/plain; charset=windows-874"),
    ],
)  # fmt: skip
def test_the_child_says_what_the_reader_says(raw):
    assert open_letter(raw) == read(raw)


def test_what_is_too_large_is_not_even_given_to_it():
    with pytest.raises(Unreadable) as refusal:
        open_letter(b"a" * (MOST_BYTES + 1))
    assert refusal.value.code == "too_large"


@pytest.fixture
def child(tmp_path, monkeypatch):
    def write(program):
        path = tmp_path / "child.py"
        path.write_text(program)
        monkeypatch.setattr(opening, "CHILD", path)

    return write


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("while True: pass", "too_slow"),
        ("import time; time.sleep(60)", "too_slow"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "too_slow"),
        ("import sys; sys.exit(4)", "too_much_memory"),
        ("import sys; sys.exit(3)", "no_walls"),
        ("raise ValueError", "reader_failed"),
        ("import os; os._exit(0)", "reader_failed"),
        ("print('5\\n[1,2]')", "reader_failed"),
        ("print('100\\n{}')", "reader_failed"),
        ("print('2\\n{}' + 'x' * 100)", "reader_failed"),
        ("import sys\nwhile True: sys.stdout.write('x' * 1000000)", "too_large"),
    ],
)
def test_a_child_that_fails_is_told_by_a_code(child, monkeypatch, program, code):
    child(program)
    monkeypatch.setattr(opening, "SECONDS", 2)
    monkeypatch.setattr(opening, "MOST_ANSWER", 5_000_000)
    with pytest.raises(Unreadable) as refusal:
        open_letter(text("x"))
    assert refusal.value.code == code


def test_a_child_that_was_taken_over_brings_no_markup_past_the_sanitiser(child, monkeypatch):
    honest = open_letter(text("x"))
    told = {each.name: getattr(honest, each.name) for each in fields(honest)} | {
        "files": [],
        "outline": [],
        "date": None,
    }
    for bad in (
        '<p onclick="x()">Да<script>x()</script><img src="http://bad.example/"></p>',
        "<div>" * 100_000,
        "x" * 20_000_000,
    ):
        said = json.dumps(told | {"html": bad, "quoted_html": bad}, default=asdict)
        child(f"print({len(said)}); print({said!r}, end='')")
        letter = open_letter(text("x"))
        assert letter.html in ("", "<p>Да<img></p>")
        assert letter.quoted_html == letter.html


WALLED = """
import os, resource, socket, sys
sys.path.insert(0, {root!r})
from priyom.base.walls import stand_behind_walls
from priyom.channels.mail import opening_child
assert stand_behind_walls(opening_child.LIMITS)
def refused(what):
    try:
        what()
    except (OSError, MemoryError) as fault:
        return True
    return False
print(refused(lambda: socket.socket()), refused(lambda: os.execv("/bin/true", ["true"])),
      refused(lambda: os.write(os.open({file!r}, os.O_CREAT | os.O_WRONLY), b"x")), refused(lambda: bytearray(2 * 1024**3)), os.geteuid() != 0)
"""


def test_behind_the_walls_there_is_no_network_no_program_and_no_file(tmp_path):
    probe = tmp_path / "probe.py"
    probe.write_text(WALLED.format(root=str(Path.cwd()), file=str(tmp_path / "written")))
    done = subprocess.run([sys.executable, str(probe)], capture_output=True, text=True, check=False)  # noqa: S603 - our own probe
    assert done.stdout.split() == ["True"] * 5, done.stderr


def test_the_child_brings_no_django_along():
    told = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-X", "importtime", str(opening.CHILD), "walled", "full"],
        input=text("x"),
        capture_output=True,
        check=True,
    ).stderr
    assert b"django" not in told
    assert b"sqlite3" not in told


def test_a_signal_is_told_from_an_exit(tmp_path):
    program = tmp_path / "child.py"
    program.write_text("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    with Path(os.devnull).open("rb") as nothing:
        assert killed_by(run_child(program, given=nothing, seconds=10, most_bytes=10).status) == 9
        program.write_text("print('x' * 100)")
        assert run_child(program, given=nothing, seconds=10, most_bytes=10).status == TOO_LARGE
        program.write_text("import time; time.sleep(9)")
        assert run_child(program, given=nothing, seconds=0.2, most_bytes=10).status == TOO_SLOW
        program.write_text("print('good')")
        assert run_child(program, given=nothing, seconds=10, most_bytes=10).output == b"good\n"
