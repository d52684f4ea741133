"""`priyom mask` as a stranger would use it: no database, no settings, exit status and report."""

import json
import os
import subprocess
import sys
import time

import av
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
TEXT = "Пациент Иванов Иван Иванович, тел. 8 (916) 123-45-67\n"


def mask(*arguments, given=b""):
    command = [sys.executable, "-m", "priyom", "mask", *arguments]
    return subprocess.run(command, input=given, capture_output=True, timeout=120, check=False)  # noqa: S603


def test_a_text_is_masked_and_the_report_holds_no_values(tmp_path):
    report = tmp_path / "report.json"

    text = "\U0001f600 стоит\0 ли\r\n" + TEXT  # places are counted in characters, whatever stands before
    done = mask("--text", "--report", str(report), given=text.encode())

    assert done.returncode == 3
    assert done.stdout.decode() == "\U0001f600 стоит\0 ли\r\nПациент [№ 1], тел. * (***) ***-**-67\n"
    told = json.loads(report.read_text(encoding="utf-8"))
    assert [(found["kind"], text[found["start"] : found["end"]]) for found in told["findings"]] == [
        ("PERSON", "Иванов Иван Иванович"), ("PHONE", "8 (916) 123-45-67"),
    ]  # fmt: skip
    assert "ванов" not in report.read_text(encoding="utf-8")


def test_a_clean_text_leaves_as_it_came():
    done = mask("--text", given="Ошибка 0x800B010A\r\nв отчёте".encode())

    assert (done.returncode, done.stdout.decode()) == (0, "Ошибка 0x800B010A\r\nв отчёте")


@pytest.mark.parametrize("start", [b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\x00\x00\x00\x18ftypisom", b"\x7fELF\x00"])
def test_what_cannot_be_masked_is_refused_and_nothing_is_written(tmp_path, start):
    source, target, report = tmp_path / "файл.bin", tmp_path / "out", tmp_path / "report.json"
    source.write_bytes(start + TEXT.encode())

    assert mask(str(source), str(target), "--report", str(report)).returncode == 4
    assert not target.exists()
    assert json.loads(report.read_text(encoding="utf-8"))["status"] == "refused"


def test_a_file_of_windows_is_masked_in_its_own_encoding(tmp_path):
    source, target = tmp_path / "журнал.log", tmp_path / "чистый.log"
    source.write_bytes(TEXT.encode("cp1251"))

    assert mask(str(source), str(target)).returncode == 3
    assert target.read_bytes().decode("cp1251") == "Пациент [№ 1], тел. * (***) ***-**-67\n"


@pytest.mark.parametrize(("coding", "number"), [("cp1251", "№"), ("koi8-r", "N"), ("cp866", "№")])
def test_a_text_is_read_in_its_own_coding_and_leaves_in_it(coding, number):
    done = mask("--text", given=(TEXT * 2).encode(coding))

    masked = f"Пациент [{number} 1], тел. * (***) ***-**-67\n"
    assert (done.returncode, done.stdout.decode(coding)) == (3, masked * 2)


def test_binary_input_is_refused():
    assert mask("--text", given=b"\0\xff\xfe").returncode == 4
    assert mask("--text", given="Error: Ivanov".encode("utf-16-le")).returncode == 4
    assert mask("--text", given=TEXT.encode("utf-16-le")).returncode == 4  # which is UTF-8 as well, as signs go


def test_a_screenshot_is_masked_and_the_report_tells_boxes(tmp_path):
    source, target, report = screenshot(tmp_path), tmp_path / "out.png", tmp_path / "report.json"

    assert mask(str(source), str(target), "--report", str(report)).returncode == 3

    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["media_type"] == "image/png"
    assert [found["kind"] for found in told["findings"]] == ["PERSON"]
    with Image.open(source) as before, Image.open(target) as after:
        assert before.size == after.size
        x, y, width, height = told["findings"][0]["box"]
        assert after.convert("RGB").crop((x, y, x + width, y + height)).getcolors(2) is not None


def test_a_screen_four_times_as_large_as_usual_fits_into_the_guards_memory(tmp_path):
    picture, font = Image.new("RGB", (3840, 2160), "white"), ImageFont.truetype(FONT, 15)
    for row in range(40):
        for column in range(6):
            ImageDraw.Draw(picture).text((20 + 630 * column, 20 + 50 * row), "Пациент: Иванова Мария", "black", font)
    picture.save(tmp_path / "large.png")

    assert (
        mask(str(tmp_path / "large.png"), str(tmp_path / "out.png"), "--report", str(tmp_path / "r.json")).returncode
        == 3
    )
    assert len(json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["findings"]) >= 235


def test_a_recording_keeps_its_sound_where_that_is_said_and_nothing_is_counted_into_a_log(tmp_path):
    source = spoken(tmp_path / "запись.webm")
    for said, sounds in ((("--sound", "keep"), 1), ((), 0)):
        target = tmp_path / f"{sounds}.webm"
        done = mask(str(source), str(target), *said)
        assert (done.returncode, done.stderr) == (0, b"")
        with av.open(str(target)) as made:
            assert len(made.streams.audio) == sounds


def spoken(path):
    with av.open(str(path), "w") as made:
        picture, voice = made.add_stream("libvpx-vp9", rate=4), made.add_stream("libopus", rate=48000)
        picture.width, picture.height, picture.pix_fmt = 160, 90, "yuv420p"
        made.mux(picture.encode(av.VideoFrame.from_image(Image.new("RGB", (160, 90), "white"))))
        made.mux(picture.encode())
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 960 * 2), np.int16), format="s16", layout="stereo")
        silence.sample_rate = 48000
        made.mux(voice.encode(silence))
        made.mux(voice.encode())
    return path


def test_a_stream_masks_pictures_too(tmp_path):
    source, target = screenshot(tmp_path), tmp_path / "out.png"
    line = {"id": 7, "op": "image", "src": str(source), "dst": str(target)}

    answer = json.loads(mask("--stream", given=json.dumps(line).encode()).stdout)

    assert (answer["id"], answer["status"]) == (7, "masked")
    assert [set(box) for box in answer["boxes"]] == [{"x", "y", "w", "h", "label"}]
    assert target.exists()


def test_what_cannot_be_read_or_written_is_said_as_such(tmp_path):
    source, gone = screenshot(tmp_path), tmp_path / "нет"
    asked = [
        (gone, tmp_path / "a.png", "no_source"), (tmp_path, tmp_path / "a.png", "no_source"),
        ("a\0b", tmp_path / "a.png", "no_source"), ("", tmp_path / "a.png", "no_source"),
        (source, tmp_path, "cannot_write"), (source, gone / "a.png", "cannot_write"), (source, "", "cannot_write"),
        (source, "a\0b", "cannot_write"), (source, "я" * 300, "cannot_write"), ("я" * 300, tmp_path / "a.png", "no_source"),
    ]  # fmt: skip
    lines = [{"id": n, "op": "image", "src": str(one), "dst": str(two)} for n, (one, two, _) in enumerate(asked)]
    odd = [b'{"id": %b, "op": "text", "text": "a"}' % number for number in (b"NaN", b"1e999")]
    given = b"\n".join([*(json.dumps(line).encode() for line in lines), *odd])

    answers = [json.loads(line) for line in mask("--stream", given=given).stdout.splitlines()]

    assert [answer["reason"] for answer in answers] == [*(reason for *_, reason in asked), *2 * ["not_an_object"]]
    for report in (gone / "report.json", "я" * 300):
        done = mask(str(source), str(tmp_path / "a.png"), "--report", str(report))
        assert (done.returncode, (tmp_path / "a.png").exists()) == (4, False)
        assert (mask("--text", "--report", str(report), given=TEXT.encode()).stdout) == b""


def test_nothing_is_written_over_what_was_given_or_is_no_file(tmp_path):
    source, target, pipe = tmp_path / "письмо.txt", tmp_path / "чистое.txt", tmp_path / "труба"
    source.write_text(TEXT, encoding="utf-8")
    os.mkfifo(pipe)

    for out, report in ((target, source), (target, target), (target, tmp_path / "." / "чистое.txt"), (pipe, None)):
        asked = [str(source), str(out), *(["--report", str(report)] if report else [])]
        assert mask(*asked).returncode == 4
    assert source.read_text(encoding="utf-8") == TEXT
    assert pipe.is_fifo()
    assert not target.exists()


def test_a_masking_told_to_end_leaves_nothing_behind(tmp_path):
    source = tmp_path / "письмо.txt"
    source.write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-m", "priyom", "mask", str(source), str(tmp_path / "чистое.txt")]
    with subprocess.Popen(command) as begun:  # noqa: S603
        while not list(tmp_path.glob(".*.part")):
            assert begun.poll() is None
            time.sleep(0.01)
        begun.terminate()

    assert begun.returncode == 143
    assert list(tmp_path.iterdir()) == [source]


def screenshot(folder):
    picture = Image.new("RGB", (700, 80), "white")
    font = ImageFont.truetype(FONT, 15)
    ImageDraw.Draw(picture).text((20, 30), "Пациент: Иванова Мария Петровна", font=font, fill="black")
    picture.save(folder / "снимок.png")
    return folder / "снимок.png"


def test_a_stream_answers_every_line_whatever_it_holds():
    lines = [
        {"id": 1, "op": "text", "text": "Врач Петрова О. Н. не видит карту"}, {"id": "два", "op": "text", "text": "чисто"},
        {"id": 3, "op": "video", "src": "a.mp4", "dst": "b.mp4"}, {"id": 4, "op": "text"},
    ]  # fmt: skip
    odd = [b"not json", b"[1]", b"[" * 100_000, b'{"id": 5, "op": ["text"], "text": "a"}', b'{"id": 6, "op": {}}']
    given = b"\n".join([*(json.dumps(line).encode() for line in lines), *odd])

    answers = [json.loads(line) for line in mask("--stream", given=given).stdout.splitlines()]

    assert answers[0] == {"id": 1, "status": "masked", "spans": [{"start": 5, "end": 18, "label": "PERSON"}]}
    assert answers[1] == {"id": "два", "status": "clean", "spans": []}
    assert [(answer["id"], answer["status"]) for answer in answers[2:]] == [
        (3, "refused"), (4, "refused"), (None, "refused"), (None, "refused"), (None, "refused"), (5, "refused"),
        (6, "refused"),
    ]  # fmt: skip
