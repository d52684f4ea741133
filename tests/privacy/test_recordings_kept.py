"""Recordings: what is found stays hidden, nothing is lost on the way, and minutes of it neither swell nor hide how far."""

from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from priyom.privacy.detectors import Label
from priyom.privacy.files import Finding, Refused, TextGuard, mask_with
from priyom.privacy.masking import People
from priyom.privacy.pictures.ink import ink_of
from priyom.privacy.pictures.layout import Spot
from priyom.privacy.pictures.pieces import MOST_PIECES, pieces_of
from priyom.privacy.pictures.reading import Read
from priyom.privacy.recordings import covering, masking, proof, watching
from priyom.privacy.recordings.agreeing import judge, lessen
from priyom.privacy.recordings.covering import Findings, masks_of
from priyom.privacy.recordings.pieces import Content, Memory, writing_in
from priyom.privacy.recordings.seen import PLACE, Seen
from priyom.privacy.recordings.spreading import Stood, is_part

FONT = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 15)
NAME = "Пациент: Раевская Дина Олеговна"
SIZE, FRAMES = (480, 200), 6
LINE = (0, 0, 400, 12)


@pytest.fixture
def texts(guard):
    return TextGuard(guard, People(b"k" * 32))


def record(path, *, frames=FRAMES, options=None):
    with av.open(str(path), "w", options=options or {}) as made:
        stream = made.add_stream("libvpx-vp9", rate=4)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        stream.options = {"deadline": "realtime", "cpu-used": "8", "crf": "20", "b": "0", "lag-in-frames": "0"}
        for number in range(frames):
            picture = Image.new("RGB", SIZE, "white")
            ImageDraw.Draw(picture).text((20, 150 - 8 * number), NAME, font=FONT, fill="black")
            made.mux(stream.encode(av.VideoFrame.from_image(picture)))
        made.mux(stream.encode())
    return path


def line(*said, judged=9):
    """A piece of writing: each word where it stands."""
    words = [Read(text, x, 0, 9 * len(text), 12, 95) for x, text in said]
    return Content(np.ones((12, 400), bool), words, judged=judged)


def asked_once(content, box=LINE, kind="ADDRESS"):
    content.hidden[box] = kind
    content.hits[box] = 1
    return content


def hidden_words(content):
    return [word.text for word in content.words if any(b[0] <= word.x + 2 < b[2] for b in content.hidden)]


def test_a_masked_recording_that_lacks_a_frame_to_be_proved_is_refused(texts, tmp_path):
    sample = proof.Sample.of(ink_of(Image.new("RGB", SIZE, "white")))
    short, nothing = record(tmp_path / "short.webm", frames=3), proof.Known([], [])

    assert list(proof.drawn(short, {2: sample}, [nothing], texts))
    with pytest.raises(Refused, match="leak"):
        list(proof.drawn(short, {5: sample}, [nothing], texts))


@pytest.mark.parametrize("more", [1, -1])
def test_a_recording_is_refused_where_other_frames_were_watched_than_drawn(texts, tmp_path, monkeypatch, more):
    frames = masking.frames

    def other(source, quarters):
        given = list(frames(source, quarters))
        yield from (*given, given[-1]) if more > 0 else given[:-1]

    monkeypatch.setattr(masking, "frames", other)

    with pytest.raises(Refused, match="leak"):
        mask_with(record(tmp_path / "in.webm"), tmp_path / "out.webm", name="in.webm", guard=texts)


def test_what_the_proof_found_stays_hidden_however_seldom_it_was_found(guard):
    def hidden(*, is_final):
        content = line((0, "Хирургия"))
        judge([Stood(content, LINE)], [Spot(Label.PERSON, (0, 0, 71, 11), 0.9)], is_final=is_final)
        lessen(content, guard.vocabulary)
        return bool(content.hidden)

    assert not hidden(is_final=False)
    assert hidden(is_final=True)


def test_a_latin_word_of_a_log_is_no_name_when_it_is_read_as_russian(texts):
    picture = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(picture)
    for row in range(4):
        pen.text((20, 20 + 30 * row), f"[http-{30 + row}] ERROR Сервер ответил, пациент {NAME[9:]}", font=FONT, fill="black")  # fmt: skip
    kept = {0: proof.Sample.of(ink_of(picture))}

    def found(*latin):
        covered = [Finding("PERSON", box=(310, 0, 170, 200))]
        spots = proof.returned(kept, [proof.Known(covered, latin)], texts, (0.6, 0.7))
        return [spot for _number, spot in spots if spot.box[0] < 140]

    def word(text, row, x, width):
        return Read(text, x, 20 + 30 * row, width, 18, 90)

    levels = [word("ERROR", row, 93, 58) for row in range(4)]
    workers = [word(f"[http-{30 + row}]", row, 20, 66) for row in range(4)]
    assert not found(*levels, *workers)


def test_the_number_of_a_house_stays_hidden_with_its_street_and_one_that_stands_alone_does_not(guard):
    street = asked_once(line((0, "Заозёрная"), (90, "12"), (120, "кв."), (150, "5")))
    lessen(street, guard.vocabulary)
    beside = asked_once(line((0, "Заозёрная"), (90, "12")), (85, 0, 120, 12))
    beside.hidden[0, 0, 82, 12] = "ADDRESS"
    beside.hits[0, 0, 82, 12] = 9
    lessen(beside, guard.vocabulary)
    alone = asked_once(line((0, "Ошибка"), (200, "12")))
    lessen(alone, guard.vocabulary)

    assert {"Заозёрная", "12", "5"} <= set(hidden_words(street))
    assert hidden_words(beside) == ["Заозёрная", "12"]
    assert hidden_words(alone) == []


def test_digits_are_counted_over_all_pieces_that_one_value_stands_on(guard):
    parts = [line((0, text)) for text in ("112", "233", "445", "95")]
    stood = [Stood(part, (50 * place, 0, 50 * place + 40, 12)) for place, part in enumerate(parts)]

    judge(stood, [Spot(Label.SNILS, (0, 0, 189, 11), 0.9)])
    for _again in range(2):
        for part in parts:
            lessen(part, guard.vocabulary)

    assert all(part.hidden for part in parts)


def test_a_page_of_more_writing_than_one_look_holds_is_seen_whole_and_noise_is_refused():
    page = np.full((1600, 1300), 255, np.uint8)
    for top in range(0, 1600, 20):
        for left in range(0, 1300, 40):
            page[top : top + 9, left : left + 12] = 0
    page[3::20] = 255  # lines of letters are not solid

    assert len(writing_in(page)) >= 80 * 33 > MOST_PIECES
    assert writing_in(page[:300]) == pieces_of(page[:300])
    page[:, 600] = 0
    with pytest.raises(Refused, match="too_large"):
        writing_in(page)


def test_what_stood_in_five_minutes_of_scrolling_takes_little_memory():
    contents = [line((0, str(number))) for number in range(600)]
    seen = Seen()
    for frame in range(40):
        stood = [Stood(one, (10, 2 * place + frame, 410, 2 * place + frame + 12)) for place, one in enumerate(contents)]
        seen.append(stood)
        seen.append(stood)

    assert len(seen) == 80
    assert seen[3][7].content is contents[7]
    assert seen[3][7].box == (10, 15, 410, 27)
    assert seen.is_as(2, 3)
    assert not seen.is_as(1, 2)
    assert PLACE.itemsize * 600 * 7500 < 60_000_000
    seen.add(2, Stood(line((0, "ещё")), (0, 0, 5, 5)))
    assert [len(seen[number]) for number in (1, 2, 3, 4)] == [600, 601, 601, 600]


def test_frames_without_end_are_refused(monkeypatch):
    monkeypatch.setattr("priyom.privacy.recordings.seen.MOST_PLACES", 5)
    seen, stood = Seen(), [Stood(line((0, "а")), (number, 0, number + 9, 9)) for number in range(3)]
    seen.append(stood)
    with pytest.raises(Refused, match="too_large"):
        seen.append(list(stood))


def test_a_recording_that_tells_no_duration_tells_how_far_it_is(guard, tmp_path):
    shares = []
    source = record(tmp_path / "in.webm", frames=30, options={"live": "1"})
    with av.open(str(source)) as opened:
        assert not opened.duration

    texts = TextGuard(guard, People(b"k" * 32), progress=shares.append)
    mask_with(source, tmp_path / "out.webm", name="in.webm", guard=texts)

    watching = [share for share in shares if share < masking.WATCHING]
    assert shares == sorted(shares)
    assert len(set(watching)) > 5
    assert max(watching) > masking.WATCHING / 2


def test_a_name_of_two_letters_is_no_part_of_another_one():
    def looks(text):
        picture = Image.new("L", (24, 16), 255)
        ImageDraw.Draw(picture).text((1, -1), text, font=FONT, fill=0)
        return Content(np.asarray(picture) < 100)

    assert not is_part(looks("Ли"), looks("Ля"), 0, 0)
    assert not is_part(looks("Ян"), looks("Ин"), 0, 0)
    assert is_part(looks("Ли"), looks("Лид"), 0, 0)


def test_a_piece_that_goes_while_its_like_stays_elsewhere_is_hidden_where_it_was_for_one_frame_more():
    name, seen = line((0, "Раевская")), Seen()
    name.hidden[0, 0, 70, 12] = "PERSON"
    seen.append([Stood(name, (10, 40, 410, 52)), Stood(name, (10, 90, 410, 102))])
    seen.append([Stood(name, (10, 40, 410, 52))])
    moved = Seen()
    moved.append([Stood(name, (10, 90, 410, 102))])
    moved.append([Stood(name, (10, 80, 410, 92))])

    assert len(masks_of(seen, 1, SIZE)) == 2
    assert len(masks_of(moved, 1, SIZE)) == 1


def test_the_report_of_a_long_recording_has_an_end_and_every_kind(texts, tmp_path, monkeypatch):
    findings = Findings()
    monkeypatch.setattr(covering, "MOST_TOLD", 4)
    for number in range(9):
        findings.note({(number, 0, 9, 9): ("PERSON", number), (number, 20, 9, 9): ("PERSON", "the same")}, number)
    findings.note({(0, 40, 9, 9): ("PHONE", "other")}, 9)

    assert len(findings.told) == 5
    assert {found.kind for found in findings.told} == {"PERSON", "PHONE"}
    monkeypatch.undo()
    report = mask_with(record(tmp_path / "in.webm"), tmp_path / "out.webm", name="in.webm", guard=texts)
    assert 0 < len(report.findings) < FRAMES, "a name that scrolls is told once"


def test_a_name_that_comes_out_from_behind_a_window_letter_by_letter_is_hidden_as_it_was_before(texts, monkeypatch):
    def page(shown):
        picture = Image.new("RGB", SIZE, "white")
        pen = ImageDraw.Draw(picture)
        pen.text((20, 100), NAME, font=FONT, fill="black")
        if shown is not None:
            pen.rectangle((shown, 80, 479, 199), fill="white")
            pen.text((shown + 5, 100), "Сохранить?", font=FONT, fill="black")
        return picture

    pages = [page(None), page(120), page(190), page(240), page(290)]
    found = iter([1])
    find = watching.find
    monkeypatch.setattr(watching, "find", lambda rows, guard: find(rows, guard) if next(found, 0) else [])
    watcher = watching.Watcher(texts)
    stood = [watcher.see(picture, float(number)) for number, picture in enumerate(pages)]
    watcher.settle()

    begin = 20 + FONT.getlength("Пациент: ")
    for shown, here in zip((120, 190, 240, 290), stood[1:], strict=True):
        ends = [one.box[0] + box[2] for one in here for box in one.content.hidden]
        assert max(ends, default=0) >= shown - 12 or shown < begin + 20, shown


def test_a_piece_is_known_again_among_thousands_as_it_is_among_a_few():
    chance = np.random.default_rng(7)
    memory, kept = Memory(), []
    for _ in range(300):
        looks = chance.random((12, 60)) < 0.3
        kept.append(Content(looks))
        memory.keep(kept[-1])

    for content in kept[::29]:
        wavering = content.looks.copy()
        wavering[chance.integers(12, size=6), chance.integers(60, size=6)] ^= True
        assert memory.recall(wavering) is content
    assert memory.recall(chance.random((12, 60)) < 0.3) is None
    assert set(memory) == set(kept)
    narrow = Content(np.ones((4, 4), bool))
    memory.keep(narrow)
    assert memory.recall(np.ones((4, 4), bool)) is narrow


def test_a_large_frame_is_turned_into_a_picture_and_back_without_threads():
    """Each thread needs memory of its own: a recording of a whole screen was refused as too large behind the walls."""
    frame = av.VideoFrame(1920, 1080, "yuv420p")
    before = len(list(Path("/proc/self/task").iterdir()))

    picture = masking._Pictures(0).of(frame)  # noqa: SLF001 - where frames are turned into pictures
    painted = masking._Painting(keeps_times=False).of(picture, [], frame)  # noqa: SLF001

    assert (painted.width, painted.height) == (1920, 1080)
    assert len(list(Path("/proc/self/task").iterdir())) == before
