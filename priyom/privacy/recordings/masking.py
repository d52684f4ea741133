"""A recording from its frames to the masked one: watch it whole, prove it, draw it anew with the masks burnt in.

What the proof (`proof.py`) finds is hidden before anything is drawn. What it still finds in the drawing is painted over
in another one; what it finds in the third refuses the recording.

Same size, same times, same kind of file; no metadata, no other tracks, and sound only where that was decided. VP9 for
WebM, Matroska and MP4, MPEG-4 for AVI and for frames larger than usual screens: neither needs an encoder under the GPL.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, cast

import av
import numpy as np
from PIL import Image

from priyom.privacy.files import FileReport, Finding, Refused, TextGuard
from priyom.privacy.pictures.ink import ink_of
from priyom.privacy.pictures.layout import Spot
from priyom.privacy.pictures.painting import paint
from priyom.privacy.pictures.reading import read
from priyom.privacy.pictures.turned import DARK, FEWEST_WORDS, GOOD, MUCH_INK, quarter_turns, readable, surely_read
from priyom.privacy.recordings.agreeing import hide_near, judge
from priyom.privacy.recordings.covering import Findings, covers, is_as_before, masks_of
from priyom.privacy.recordings.pieces import Content
from priyom.privacy.recordings.proof import Known, Samples, drawn, returned
from priyom.privacy.recordings.seen import Seen
from priyom.privacy.recordings.spreading import Stood
from priyom.privacy.recordings.watching import Watcher

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer, OutputContainer
    from av.video.stream import VideoStream

KINDS = {
    "webm": ("video/webm", "webm"),
    "matroska": ("video/x-matroska", "matroska"),
    "avi": ("video/x-msvideo", "avi"),
}
LONGEST_SECONDS, MOST_FRAMES, MOST_PIXELS = 330, 20_000, 4096 * 2304
VP9 = {
    "deadline": "realtime", "cpu-used": "8", "crf": "34", "b": "0", "row-mt": "0",
    "tune-content": "screen", "lag-in-frames": "0",
}  # fmt: skip
MPEG4_BITS, FULL_HD = 4_000_000, 1920 * 1080  # a second, of so many pixels a frame
MOST_OF_VP9 = 1920 * 1200
FINEST_OF_MPEG4 = 60_000  # parts of a second that it can count
TRIED_EVERY, TRIED_UNTIL = 1.0, 20.0  # seconds: what is looked at to tell how the recording lies
TRIED_ROWS = 120
WATCHING, PROVING = 0.6, 0.65  # of the whole way
ROUNDS = ((PROVING, 0.8), (0.82, 0.9), (0.92, 1.0))  # the drawings: the first, and others where the proof asks for them
# Sound that a kind of file may hold as it is; any other is left out, too: Vorbis has titles and names in its own head.
SOUNDS = {
    "webm": frozenset({"opus"}), "mp4": frozenset({"aac", "mp3", "opus", "ac3"}),
    "matroska": frozenset({"opus", "aac", "mp3", "ac3", "flac", "pcm_s16le"}),
    "avi": frozenset({"mp3", "pcm_s16le", "ac3"}),
}  # fmt: skip


def mask_file(source: Path, target: Path, *, name: str, guard: TextGuard) -> FileReport:  # noqa: ARG001 - the seam's
    """Mask the recording."""
    media_type, _form = _kind(source)
    watcher, samples = Watcher(guard), Samples()
    seen, size = Seen(), (0, 0)
    quarters = _quarters(source)
    for picture, at, share in frames(source, quarters):
        seen.append(watcher.see(picture, at))
        samples.offer(len(seen) - 1, at, watcher.ink)
        size = picture.size
        guard.progress(share * WATCHING)
    if not seen:
        raise Refused("unreadable")
    samples.offer(len(seen) - 1, inf, watcher.ink)
    watcher.settle()
    _hide(returned(samples.kept, _known_of(samples, seen, size), guard, (WATCHING, PROVING)), seen)
    watcher.settle()
    findings = _draw(source, target, seen, size, quarters, guard, ROUNDS[0])
    for shares in ROUNDS[1:]:
        if not _hide(drawn(target, samples.kept, _known_of(samples, seen, size), guard), seen):
            break
        watcher.settle()
        findings = _draw(source, target, seen, size, quarters, guard, shares)
    else:
        if _hide(drawn(target, samples.kept, _known_of(samples, seen, size), guard), seen):
            raise Refused("leak")
    guard.progress(1.0)
    return FileReport("masked" if findings else "clean", media_type, findings=tuple(findings))


def _hide(found: Iterable[tuple[int, Spot]], seen: Seen) -> bool:
    """Hide for good what was found; say whether anything was."""
    spots: defaultdict[int, list[Spot]] = defaultdict(list)
    for number, spot in found:
        spots[number].append(spot)
    for number, here in spots.items():
        for spot in judge(seen[number], here, is_final=True):
            if hide_near(seen[number], spot):
                continue
            # What an edge of the page leaves of a line, or a row of dots, is no writing: hidden where it was found.
            left, top, right, bottom = (int(edge) for edge in spot.box)
            size = right + 1 - left, bottom + 1 - top
            content = Content(np.ones(size[::-1], bool), hidden={(0, 0, *size): spot.label.value})
            seen.add(number, Stood(content, (left, top, right + 1, bottom + 1)))
    return bool(spots)


def _known_of(samples: Samples, seen: Seen, size: tuple[int, int]) -> list[Known]:
    return [Known(masks_of(seen, number, size), seen.latin(number)) for number in samples.kept]


def _kind(source: Path) -> tuple[str, str]:
    with av.open(str(source)) as opened:
        names = opened.format.name.split(",")
        if "webm" in names:
            with source.open("rb") as given:
                names = ["webm"] if b"webm" in given.read(64) else ["matroska"]
        if not opened.streams.video:
            raise Refused("no_picture")
        stream = opened.streams.video[0]
        if stream.codec_context.width * stream.codec_context.height > MOST_PIXELS:
            raise Refused("too_large")
        if opened.duration and opened.duration / av.time_base > LONGEST_SECONDS:
            raise Refused("recording_too_long")
    return next((KINDS[found] for found in names if found in KINDS), ("video/mp4", "mp4"))


def _quarters(source: Path) -> int:
    """Return how many quarters to the left frames must be turned to be read: players may show them on their side."""
    tried_at = -TRIED_EVERY
    for picture, at, _share in frames(source, 0):
        if at - tried_at < TRIED_EVERY:
            continue
        tried_at, ink = at, ink_of(picture).pixels
        if at > TRIED_UNTIL or int((ink < DARK).sum()) >= MUCH_INK:
            return 0 if _is_upright(ink) else quarter_turns(read(ink), ink)
    return 0


def _is_upright(ink: np.ndarray) -> bool:
    """Say whether the rows with most ink read as words already: most recordings lie as they are read."""
    sums = np.cumsum(np.concatenate(([0], (ink < DARK).sum(axis=1))))
    high = min(TRIED_ROWS, len(ink))
    top = int((sums[high:] - sums[:-high]).argmax())
    words = read(np.ascontiguousarray(ink[top : top + high]))
    return surely_read(words) >= FEWEST_WORDS and readable(words) >= GOOD


def frames(source: Path, quarters: int) -> Iterator[tuple[Image.Image, float, float]]:
    with av.open(str(source)) as opened:
        stream = opened.streams.video[0]
        stream.thread_type = "NONE"
        whole = float(opened.duration / av.time_base) if opened.duration else 0.0
        size, share, number, pictures = source.stat().st_size, 0.0, 0, _Pictures(quarters)
        for packet in opened.demux(stream):
            if not whole and packet.pos is not None:  # browsers write no duration: what was read of the file tells
                share = max(share, min(1.0, packet.pos / size))
            for frame in cast("list[av.VideoFrame]", packet.decode()):
                at, number = frame.time or 0.0, number + 1
                if number > MOST_FRAMES or at > LONGEST_SECONDS:
                    raise Refused("recording_too_long")
                share = max(share, min(1.0, at / whole)) if whole else share
                yield pictures.of(frame), at, share


def _draw(
    source: Path,
    target: Path,
    seen: Seen,
    size: tuple[int, int],
    quarters: int,
    guard: TextGuard,
    shares: tuple[float, float],
) -> list[Finding]:
    form = _kind(source)[1]
    findings = Findings()
    with av.open(str(source)) as opened, av.open(str(target), "w", format=form) as made:
        stream = opened.streams.video[0]
        stream.thread_type = "NONE"
        drawn = _drawing(made, stream, form, size)
        heard = _sound(opened, made, form) if guard.rules.sound else None
        number, written, pictures, painting = -1, 0, _Pictures(quarters), _Painting(form != "avi")
        masks: list[Finding] = []
        for packet in opened.demux(*(one for one in (stream, heard and heard[0]) if one)):
            if heard and packet.stream is heard[0]:
                _pass_on(packet, heard[1], made)
                continue
            for frame in cast("list[av.VideoFrame]", packet.decode()):
                number += 1
                picture = pictures.of(frame)
                if number >= len(seen):
                    raise Refused("leak")  # nobody has watched it
                if not is_as_before(seen, number):
                    covered = covers(seen, number, picture.size)
                    masks = [Finding(kind, box=box) for box, (kind, _part) in covered.items()]
                    findings.note(covered, number)
                written += _write(made, drawn, painting.of(picture, masks, frame))
                guard.progress(shares[0] + (shares[1] - shares[0]) * (number + 1) / len(seen))
        written += _write(made, drawn)
    if written != len(seen):
        raise Refused("leak")  # what is not there cannot be proved
    return findings.told


def _write(made: OutputContainer, drawn: VideoStream, frame: av.VideoFrame | None = None) -> int:
    """Write the frame, or without one what the encoder still holds back; return how many frames have gone out."""
    packets = drawn.encode(frame)
    made.mux(packets)
    return len(packets)


def _drawing(made: OutputContainer, stream: VideoStream, form: str, size: tuple[int, int]) -> VideoStream:
    codec, rate = _codec(form, size), stream.average_rate or 10
    drawn = cast("VideoStream", made.add_stream(codec, rate=rate))
    drawn.width, drawn.height, drawn.pix_fmt = *size, "yuv420p"
    drawn.codec_context.thread_count = 1
    if codec == "mpeg4":
        drawn.bit_rate = MPEG4_BITS * max(1, size[0] * size[1] // FULL_HD)
    else:
        drawn.options = {**VP9}
    if form != "avi":
        drawn.time_base = stream.time_base
        if stream.time_base:  # recorders leave frames out where nothing moves: times are no multiples of a rate
            too_fine = codec == "mpeg4" and stream.time_base.denominator > FINEST_OF_MPEG4
            drawn.codec_context.time_base = Fraction(1, FINEST_OF_MPEG4) if too_fine else stream.time_base
    return drawn


def _codec(form: str, size: tuple[int, int]) -> str:
    """Return what draws it: of frames larger than a usual screen VP9 keeps more in memory than is allowed here."""
    if form == "webm":  # it may hold nothing older; VP8 keeps half as much
        return "libvpx" if size[0] * size[1] > MOST_OF_VP9 else "libvpx-vp9"
    return "mpeg4" if form == "avi" or size[0] * size[1] > MOST_OF_VP9 else "libvpx-vp9"


class _Pictures:
    """The frames as pictures; one with the very same pixels as the one before is the very same picture."""

    def __init__(self, quarters: int) -> None:
        self._quarters = quarters
        self._known: object = None
        self._picture = Image.new("RGB", (1, 1))

    def of(self, frame: av.VideoFrame) -> Image.Image:
        """Return the frame as it is read, and its pixels alone: a telephone writes beside them how it was held."""
        turns = (round(frame.rotation / 90) + self._quarters) % 4
        known = (turns, frame.width, frame.height, *map(bytes, frame.planes))
        if known != self._known:
            picture = frame.to_image(threads=1)
            self._known, self._picture = known, picture.rotate(90 * turns, expand=True) if turns else picture
        return self._picture


class _Painting:
    """The frames as they are drawn; where neither pixels nor masks change, nothing is painted anew."""

    def __init__(self, keeps_times: bool) -> None:
        self._keeps_times = keeps_times
        self._known: tuple[object, object] = (None, None)
        self._painted = av.VideoFrame(2, 2)

    def of(self, picture: Image.Image, masks: list[Finding], frame: av.VideoFrame) -> av.VideoFrame:
        """Return the picture with its masks, at the time of the frame."""
        if self._known[0] is not picture or self._known[1] is not masks:
            self._known = picture, masks
            made = av.VideoFrame.from_image(paint(picture, masks) if masks else picture)
            self._painted = made.reformat(format="yuv420p", threads=1)
        self._painted.pts = frame.pts if self._keeps_times else None
        if self._keeps_times and frame.time_base is not None:
            self._painted.time_base = frame.time_base
        return self._painted


def _sound(opened: InputContainer, made: OutputContainer, form: str) -> tuple[AudioStream, AudioStream] | None:
    """Return the first track of sound with its place in the result; None where the kind of file cannot hold it."""
    given = next(iter(opened.streams.audio), None)
    if given is None or given.codec_context.name not in SOUNDS[form]:
        return None
    return given, made.add_stream_from_template(given)


def _pass_on(packet: av.Packet, place: AudioStream, made: OutputContainer) -> None:
    if packet.dts is not None:  # the last packet is empty
        packet.stream = place
        made.mux(packet)
