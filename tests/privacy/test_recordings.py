"""Recordings: a value is hidden wherever it scrolls to, the sound is gone, and what cannot be watched is refused."""

import struct
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from priyom.privacy.detectors import Label
from priyom.privacy.files import Refused, TextGuard, mask_with
from priyom.privacy.masking import People
from priyom.privacy.pictures.ink import ink_of
from priyom.privacy.pictures.layout import Spot
from priyom.privacy.pictures.painting import paint
from priyom.privacy.pictures.pieces import pieces_of
from priyom.privacy.pictures.reading import Read
from priyom.privacy.recordings import masking, proof, watching
from priyom.privacy.recordings.agreeing import is_unlikely, lessen
from priyom.privacy.recordings.carrying import look
from priyom.privacy.recordings.pieces import Content, Memory
from priyom.privacy.recordings.spreading import spread
from priyom.privacy.rules import Rules

FONT = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 15)
MONO = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", 15)
NAME, OTHER = "Пациент: Иванова Мария Петровна", "Код ошибки 504"
SIZE = (480, 200)
STEPS = (0, 0, 16, 32, 48, 48)


@pytest.fixture
def texts(guard):
    return TextGuard(guard, People(b"k" * 32))


def record(path, *, codec="libvpx-vp9", sound=""):
    """Record a page that scrolls up, step by step."""
    with av.open(str(path), "w") as made:
        picture = made.add_stream(codec, rate=4)
        picture.width, picture.height, picture.pix_fmt = *SIZE, "yuv420p"
        if codec == "libvpx-vp9":
            picture.options = {"deadline": "realtime", "cpu-used": "8", "crf": "20", "b": "0"}
        else:
            picture.bit_rate = 4_000_000
        voice = made.add_stream(sound, rate=48000, options={"strict": "-2"}) if sound else None
        for step in STEPS:
            frame = Image.new("RGB", SIZE, "white")
            pen = ImageDraw.Draw(frame)
            pen.text((20, 120 - step), NAME, font=FONT, fill="black")
            pen.text((20, 170 - step), OTHER, font=FONT, fill="black")
            made.mux(picture.encode(av.VideoFrame.from_image(frame)))
        made.mux(picture.encode())
        if voice is not None:
            silence = av.AudioFrame.from_ndarray(np.zeros((1, 960 * 2), np.int16), format="s16", layout="stereo")
            silence.sample_rate = 48000
            made.mux(voice.encode(silence))
            made.mux(voice.encode())
    return path


def frames(path):
    with av.open(str(path)) as opened:
        return [frame.to_image() for frame in opened.decode(video=0)]


@pytest.mark.parametrize(("name", "codec"), [("in.webm", "libvpx-vp9"), ("in.mkv", "libvpx-vp9"), ("in.avi", "mpeg4")])
def test_a_name_is_hidden_in_every_frame_it_scrolls_through(texts, tmp_path, name, codec):
    source, target = record(tmp_path / name, codec=codec), tmp_path / "out"

    report = mask_with(source, target, name=name, guard=texts)

    assert report.status == "masked"
    assert {finding.kind for finding in report.findings} == {"PERSON"}
    assert [picture.size for picture in frames(target)] == [SIZE] * len(STEPS)
    for step, picture in zip(STEPS, frames(target), strict=True):
        left, top, right, bottom = ImageDraw.Draw(picture).textbbox((20, 120 - step), NAME, font=FONT)
        begin = left + int(FONT.getlength("Пациент: "))
        covered = np.asarray(picture.convert("L"), dtype=int)[top:bottom, begin:right]
        assert covered.max() < 130
        other = ImageDraw.Draw(picture).textbbox((20, 170 - step), OTHER, font=FONT)
        assert np.asarray(picture.convert("L").crop(other)).max() > 230


@pytest.mark.parametrize(
    ("name", "codec", "drawn"),
    [("in.mkv", "libvpx-vp9", "mpeg4"), ("in.mp4", "mpeg4", "mpeg4"), ("in.webm", "libvpx-vp9", "vp8")],
)
def test_frames_larger_than_a_usual_screen_are_drawn_by_what_needs_less_memory(
    texts, tmp_path, monkeypatch, name, codec, drawn
):
    monkeypatch.setattr(masking, "MOST_OF_VP9", 1)
    source, target = record(tmp_path / name, codec=codec), tmp_path / "out"

    assert mask_with(source, target, name=name, guard=texts).status == "masked"
    with av.open(str(target)) as made:
        assert made.streams.video[0].codec_context.name == drawn
    for step, picture in zip(STEPS, frames(target), strict=True):
        left, top, right, bottom = ImageDraw.Draw(picture).textbbox((20, 120 - step), NAME, font=FONT)
        begin = left + int(FONT.getlength("Пациент: "))
        assert np.asarray(picture.convert("L"), dtype=int)[top:bottom, begin:right].max() < 130


def test_the_sound_and_the_title_do_not_come_along(texts, tmp_path):
    source, target = record(tmp_path / "in.webm", sound="libopus"), tmp_path / "out.webm"

    mask_with(source, target, name="in.webm", guard=texts)

    with av.open(str(target)) as made:
        assert [stream.type for stream in made.streams] == ["video"]
        assert made.format.name.startswith("matroska")


def test_the_sound_stays_where_that_is_decided_and_the_title_still_goes(guard, tmp_path):
    source, target = record(tmp_path / "in.webm", sound="libopus"), tmp_path / "out.webm"
    texts = TextGuard(guard, People(b"k" * 32), Rules(sound=True))

    mask_with(source, target, name="in.webm", guard=texts)

    with av.open(str(target)) as made:
        assert [stream.type for stream in made.streams] == ["video", "audio"]
        assert not set(made.metadata) - {"ENCODER", "encoder"}
        assert not set(made.streams.audio[0].metadata) & {"title", "TITLE", "language"}
        assert sum(frame.samples for frame in made.decode(audio=0)) > 0
    assert len(frames(target)) == len(STEPS)


def test_sound_that_carries_names_in_its_own_head_goes_whatever_is_decided(guard, tmp_path):
    source, target = record(tmp_path / "in.webm", sound="vorbis"), tmp_path / "out.webm"

    mask_with(source, target, name="in.webm", guard=TextGuard(guard, People(b"k" * 32), Rules(sound=True)))

    with av.open(str(target)) as made:
        assert [stream.type for stream in made.streams] == ["video"]


def test_a_name_is_hidden_from_its_first_letters_on(texts, tmp_path):
    name = "Пациент: Водопьянова Ксения"
    begin = len("Пациент: ")
    typed = [name[:length] for length in range(begin, len(name) + 1, 2)]
    source, target = draw(tmp_path / "in.webm", [[(20, 120, text)] for text in typed]), tmp_path / "out.webm"

    mask_with(source, target, name="in.webm", guard=texts)

    left = 20 + int(FONT.getlength(name[:begin]))
    for text, picture in list(zip(typed, frames(target), strict=True))[2:]:
        covered = np.asarray(picture.convert("L"), dtype=int)[124:134, left : 20 + int(FONT.getlength(text))]
        assert covered.max() < 130, text


def test_what_a_dialog_leaves_of_a_name_is_hidden_as_the_whole_name_was(texts, tmp_path):
    line = (20, 120, NAME)
    plain, covered = [line], [line, (150, 60, None), (160, 120, "Код 504"), (160, 90, "Сохранить изменения?")]
    source, target = draw(tmp_path / "in.webm", [plain, plain, covered, covered]), tmp_path / "out.webm"

    mask_with(source, target, name="in.webm", guard=texts)

    left = 20 + int(FONT.getlength("Пациент: "))
    rest = np.asarray(frames(target)[3].convert("L"), dtype=int)[124:134, left:146]
    assert rest.max() < 130


def test_a_window_of_odd_width_and_height_is_recorded_as_it_is(texts, tmp_path):
    pages, size = [[(20, 120, OTHER)], [(20, 120, NAME)]], (481, 201)
    source, target = draw(tmp_path / "in.webm", pages, size), tmp_path / "out.webm"

    report = mask_with(source, target, name="in.webm", guard=texts)

    assert report.status == "masked"
    assert [picture.size for picture in frames(target)] == [size] * 2


def test_a_recording_of_a_telephone_held_upright_is_read_as_it_is_shown(texts, tmp_path):
    source, target = tmp_path / "in.mp4", tmp_path / "out.mp4"
    upright = [Image.new("RGB", SIZE, "white") for _ in range(2)]
    for picture in upright:
        ImageDraw.Draw(picture).text((20, 120), NAME, font=FONT, fill="black")
    with av.open(str(source), "w") as made:
        stream = made.add_stream("mpeg4", rate=4)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = *SIZE[::-1], "yuv420p", 4_000_000
        for picture in upright:
            made.mux(stream.encode(av.VideoFrame.from_image(picture.rotate(90, expand=True))))
        made.mux(stream.encode())
    stored, plain = source.read_bytes(), struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
    at = stored.index(plain, stored.index(b"tkhd"))
    turned = struct.pack(">9i", 0, 1 << 16, 0, -1 << 16, 0, 0, SIZE[1] << 16, 0, 1 << 30)
    source.write_bytes(stored[:at] + turned + stored[at + len(plain) :])

    report = mask_with(source, target, name="in.mp4", guard=texts)

    assert {finding.kind for finding in report.findings} == {"PERSON"}
    assert [picture.size for picture in frames(target)] == [SIZE] * 2


def test_frames_keep_their_times_where_a_recorder_left_some_out(texts, tmp_path):
    source, target, times = tmp_path / "in.mkv", tmp_path / "out.mkv", [0, 40, 900, 950, 3000]
    with av.open(str(source), "w") as made:
        stream = made.add_stream("libvpx-vp9", rate=25)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for place, at in enumerate(times):
            picture = Image.new("RGB", SIZE, "white")
            ImageDraw.Draw(picture).text((20, 50 + 10 * place), NAME, font=FONT, fill="black")
            frame = av.VideoFrame.from_image(picture)
            frame.pts, frame.time_base = at, Fraction(1, 1000)
            made.mux(stream.encode(frame))
        made.mux(stream.encode())

    mask_with(source, target, name="in.mkv", guard=texts)

    with av.open(str(target)) as made:
        assert [round(1000 * frame.time) for frame in made.decode(video=0)] == times


def draw(path, pages, size=SIZE):
    """Record pages of lines; one without words is a window that hides what is below it."""
    with av.open(str(path), "w") as made:
        picture = made.add_stream("libvpx-vp9", rate=4)
        picture.width, picture.height, picture.pix_fmt = *size, "yuv420p"
        picture.options = {"deadline": "realtime", "cpu-used": "8", "crf": "20", "b": "0"}
        for lines in pages:
            frame = Image.new("RGB", size, "white")
            pen = ImageDraw.Draw(frame)
            for x, y, text in lines:
                if text is None:
                    pen.rectangle((x, y, x + 250, y + 90), fill="white", outline="black")
                else:
                    pen.text((x, y), text, font=FONT, fill="black")
            made.mux(picture.encode(av.VideoFrame.from_image(frame)))
        made.mux(picture.encode())
    return path


def test_what_watching_overlooked_the_proof_finds_and_hides_wherever_it_scrolls(texts, tmp_path, monkeypatch):
    monkeypatch.setattr(watching, "find", lambda _rows, _guard: [])
    source, target = record(tmp_path / "in.webm"), tmp_path / "out.webm"

    report = mask_with(source, target, name="in.webm", guard=texts)

    assert {finding.kind for finding in report.findings} == {"PERSON"}
    for step, picture in zip(STEPS, frames(target), strict=True):
        left, top, right, bottom = ImageDraw.Draw(picture).textbbox((20, 120 - step), NAME, font=FONT)
        begin = left + int(FONT.getlength("Пациент: "))
        assert np.asarray(picture.convert("L"), dtype=int)[top:bottom, begin:right].max() < 130


def test_a_recording_in_which_something_returns_again_and_again_is_refused(texts, tmp_path, monkeypatch):
    monkeypatch.setattr(masking, "paint", lambda picture, _masks: picture)
    target = tmp_path / "out.webm"

    with pytest.raises(Refused, match="leak"):
        mask_with(record(tmp_path / "in.webm"), target, name="in.webm", guard=texts)
    assert not target.exists()


@pytest.mark.parametrize(("top", "bottom"), [(196, 199), (150, 164)])
def test_what_is_no_piece_of_writing_is_hidden_where_it_was_found_and_refuses_no_recording(
    texts, tmp_path, monkeypatch, top, bottom
):
    spot = Spot(Label.PERSON, (300, top, 360, bottom), 0.9)
    monkeypatch.setattr(proof, "find", lambda _rows, _guard: [spot])
    source, target = draw(tmp_path / "in.webm", [[(20, 120, OTHER)]] * 2), tmp_path / "out.webm"

    assert mask_with(source, target, name="in.webm", guard=texts).status == "masked"
    assert np.asarray(frames(target)[1].convert("L"), dtype=int)[top:bottom, 300:360].max() < 140


def test_writing_that_lies_half_in_what_was_found_is_hidden_wherever_it_goes(texts, tmp_path, monkeypatch):
    spots = iter([[Spot(Label.PERSON, (20, 100, 90, 127), 0.9)]])
    monkeypatch.setattr(proof, "find", lambda _rows, _guard: next(spots, []))
    pages = [[(20, 120, OTHER)], [(20, 60, OTHER)]]
    target = tmp_path / "out.webm"

    assert mask_with(draw(tmp_path / "in.webm", pages), target, name="in.webm", guard=texts).status == "masked"
    for picture, top in zip(frames(target), (124, 64), strict=True):
        assert np.asarray(picture.convert("L"), dtype=int)[top : top + 10, 21:85].max() < 140


def test_a_recording_that_lies_on_its_side_is_turned_and_read(texts, tmp_path):
    source, target = tmp_path / "in.webm", tmp_path / "out.webm"
    upright = Image.new("RGB", (640, 480), "white")
    for row in range(14):
        ImageDraw.Draw(upright).text((20, 20 + 30 * row), f"{NAME}, поступила сегодня утром", font=FONT, fill="black")
    with av.open(str(source), "w") as made:
        stream = made.add_stream("libvpx-vp9", rate=4)
        stream.width, stream.height, stream.pix_fmt, stream.options = 480, 640, "yuv420p", {"deadline": "realtime"}
        made.mux(stream.encode(av.VideoFrame.from_image(upright.rotate(90, expand=True))))
        made.mux(stream.encode())

    report = mask_with(source, target, name="in.webm", guard=texts)

    assert "PERSON" in {finding.kind for finding in report.findings}
    assert [picture.size for picture in frames(target)] == [(640, 480)]


def test_what_only_the_drawing_shows_is_hidden_in_another_one(texts, tmp_path, monkeypatch):
    drawings = []

    def forgetting(picture, masks):
        drawings.append(bool(masks))
        return picture if len(drawings) <= len(STEPS) else paint(picture, masks)

    monkeypatch.setattr(masking, "paint", forgetting)

    mask_with(record(tmp_path / "in.webm"), tmp_path / "out.webm", name="in.webm", guard=texts)

    assert len(drawings) == 2 * len(STEPS)


def test_a_masked_recording_of_another_kind_stays_of_its_kind(texts, tmp_path):
    source, target = record(tmp_path / "in.mp4"), tmp_path / "out.mp4"

    report = mask_with(source, target, name="in.mp4", guard=texts)

    assert report.media_type == "video/mp4"
    assert target.read_bytes()[4:8] == b"ftyp"


def test_progress_runs_to_the_end(guard, tmp_path):
    shares = []
    texts = TextGuard(guard, People(b"k" * 32), progress=shares.append)

    mask_with(record(tmp_path / "in.webm"), tmp_path / "out.webm", name="in.webm", guard=texts)

    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)


def test_half_a_recording_is_refused_and_leaves_nothing(texts, tmp_path):
    source = tmp_path / "in.webm"
    source.write_bytes(record(tmp_path / "whole.webm").read_bytes()[:200])

    with pytest.raises(Refused):
        mask_with(source, tmp_path / "out.webm", name="in.webm", guard=texts)
    assert not (tmp_path / "out.webm").exists()


def test_a_piece_of_writing_is_known_again_when_a_codec_wavers():
    rows = np.full((60, 200), 255, np.uint8)
    rows[10:20, 10:60:3], rows[40:50, 10:90:4] = 0, 0
    first, second = pieces_of(rows)
    memory = Memory()
    looks = rows[first[1] : first[3], first[0] : first[2]] < 100
    memory.keep(Content(looks))
    wavering = looks.copy()
    wavering[0, 0] ^= True

    assert memory.recall(wavering) is not None
    assert memory.recall(rows[second[1] : second[3], second[0] : second[2]] < 100) is None


def page(step, *, last=OTHER, shade=0):
    picture = Image.new("RGB", (640, 480), "white")
    pen = ImageDraw.Draw(picture)
    pen.text((20, 20), "Список", font=FONT, fill="black")
    for row in range(12):
        pen.text((20, 400 + 30 * row - step), f"{row} {last if row == 11 else NAME}", font=FONT, fill=(shade,) * 3)
    return picture


def test_the_ink_of_a_page_that_scrolled_is_what_it_would_be_at_first_sight():
    seen = look(page(0), None)
    for step in (20, 60, 110):
        seen = look(page(step), seen)
        assert np.count_nonzero((seen.ink.pixels < 150) != (ink_of(page(step)).pixels < 150)) == 0
    changed = look(page(110, last="Другие слова"), seen)
    assert (changed.ink.pixels < 150).sum() == (ink_of(page(110, last="Другие слова")).pixels < 150).sum()


def test_a_page_that_stands_still_is_looked_at_once_and_a_slow_fade_is_noticed():
    seen = first = look(page(300, shade=250), None)
    assert look(page(300, shade=250), first) is first
    for shade in range(248, 180, -4):  # never more than a codec wavers from one frame to the next
        seen = look(page(300, shade=shade), seen)
    assert seen is not first
    assert (seen.ink.pixels[200:300] < 150).any()


def test_what_is_new_waits_to_be_judged_while_it_stays_and_is_judged_before_it_goes(texts):
    def hidden(pages):
        watcher = watching.Watcher(texts)
        seen = [watcher.see(picture, number / 25) for number, picture in enumerate(pages)]
        watcher.settle()
        return [any(one.content.hidden for one in stood) for stood in seen]

    other = Image.new("RGB", (640, 480), "white")
    ImageDraw.Draw(other).text((20, 300), OTHER, font=FONT, fill="black")
    assert hidden([other, page(300), other, other]) == [False, True, False, False], "one frame is enough to be read"
    assert all(hidden([page(step) for step in range(100, 200, 7)]))

    def typed(text):
        picture = other.copy()
        ImageDraw.Draw(picture).text((20, 100), text, font=FONT, fill="black")
        return picture

    flash = [other, typed(NAME[:-1]), typed(NAME[:-1]), typed(NAME), typed(NAME), other]
    assert hidden(flash) == [False, True, True, True, True, False], "what goes unjudged vouches for nothing"


def test_faint_writing_that_appears_beside_dark_writing_is_noticed():
    before = Image.new("RGB", (640, 60), "white")
    ImageDraw.Draw(before).rectangle((132, 16, 140, 44), fill="black")
    after = before.copy()
    ImageDraw.Draw(after).text((158, 20), "Янг", font=FONT, fill=(160, 160, 160))

    seen = look(after, look(before, None))

    assert np.array_equal(seen.ink.pixels < 150, ink_of(after).pixels < 150)


def test_a_long_line_in_which_two_words_are_others_is_another_piece_of_writing():
    def looks(text):
        picture = Image.new("L", (900, 30), 255)
        ImageDraw.Draw(picture).text((5, 5), text, font=MONO, fill=0)
        return np.asarray(picture) < 100

    line = "12:00:07 INFO  обмен с сервером печати завершён за 4 с, ошибок нет, запустил {}, узел 4"
    memory = Memory()
    memory.keep(Content(looks(line.format("планировщик"))))

    assert memory.recall(looks(line.format("планировщик"))) is not None
    assert memory.recall(looks(line.format("Водопьянова"))) is None


def piece(text, *, judged, hits):
    word = Read(text, 0, 0, 80, 12, 95)
    box = (0, 0, 80, 12)
    content = Content(np.ones((12, 80), bool), [word], judged=judged, hidden={box: "PERSON"})
    content.hits[box] = hits
    return content


def test_a_word_that_everybody_knows_is_uncovered_where_few_frames_asked_for_it(guard):
    seldom, often, name = (
        piece("Хирургия", judged=9, hits=1),
        piece("Хирургия", judged=9, hits=6),
        piece("Водопьянова", judged=9, hits=1),
    )
    for content in (seldom, often, name):
        lessen(content, guard.vocabulary)

    assert not seldom.hidden
    assert set(often.hidden.values()) == set(name.hidden.values()) == {"PERSON"}


def test_short_numbers_side_by_side_stay_hidden_and_one_alone_is_uncovered(guard):
    def hidden(*texts):
        words = [Read(text, 40 * place, 0, 30, 12, 95) for place, text in enumerate(texts)]
        content = Content(np.ones((12, 160), bool), words, judged=9, hidden={(0, 0, 160, 12): "SNILS"})
        content.hits[0, 0, 160, 12] = 1
        lessen(content, guard.vocabulary)
        return bool(content.hidden)

    assert hidden("112", "233", "445", "95")
    assert not hidden("504")


def test_what_one_half_covered_frame_asked_for_is_not_hidden_in_a_word_that_often_stood_alone(guard):
    def hidden(text, judged):
        read = [Read(text, 0, 0, 80, 12, 95)]
        content, merged = (
            Content(np.ones((12, 80), bool), read, judged=judged),
            piece("702251Хирургия", judged=1, hits=1),
        )
        merged.links.append((content, 0, 0))
        spread([content, merged], lambda one, box, asked: is_unlikely(one, box, asked, guard.vocabulary))
        return bool(content.hidden)

    assert not hidden("Хирургия", 9)
    assert hidden("Хирургия", 2), "twice tells nothing"
    assert hidden("Водопьянова", 9)
