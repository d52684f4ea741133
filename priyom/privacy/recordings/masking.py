"""A recording from its frames to the masked one: watch it whole, draw it anew with the masks burnt in, and prove it.

What the proof (`proof.py`) still finds is painted over in another drawing; what it finds in the third refuses the
recording.

Same size, same times, same kind of file; no metadata, no other tracks, and sound only where that was decided. VP9 for
WebM, Matroska and MP4, MPEG-4 for AVI: neither needs an encoder under the GPL.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import av
from PIL import Image

from priyom.privacy.files import FileReport, Finding, Place, Refused, TextGuard
from priyom.privacy.pictures.painting import padded, paint
from priyom.privacy.recordings.proof import returned, samples
from priyom.privacy.recordings.spreading import Stood
from priyom.privacy.recordings.watching import Watcher, remember

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
VP9 = {"deadline": "realtime", "cpu-used": "8", "crf": "34", "b": "0", "row-mt": "0"}
AVI_BITS = 4_000_000
WATCHING = 0.6  # of the whole way
ROUNDS = ((0.6, 0.8), (0.82, 0.9), (0.92, 1.0))  # the drawings: the first, and others where the proof asks for them
# Sound that a kind of file may hold as it is; any other is left out, too: Vorbis has titles and names in its own head.
SOUNDS = {
    "webm": frozenset({"opus"}), "mp4": frozenset({"aac", "mp3", "opus", "ac3"}),
    "matroska": frozenset({"opus", "aac", "mp3", "ac3", "flac", "pcm_s16le"}),
    "avi": frozenset({"mp3", "pcm_s16le", "ac3"}),
}  # fmt: skip
BESIDE = 1  # frames before and after whose masks hold as well: half-drawn frames are read by people only


def mask_file(source: Path, target: Path, *, name: str, guard: TextGuard) -> FileReport:  # noqa: ARG001 - the seam's
    """Mask the recording."""
    media_type, _form = _kind(source)
    watcher = Watcher(guard)
    seen: list[list[Stood]] = []
    for picture, at, share in _frames(source):
        seen.append(watcher.see(picture, at))
        guard.progress(share * WATCHING)
    if not seen:
        raise Refused("unreadable")
    watcher.settle()
    findings = _draw(source, target, seen, guard, ROUNDS[0])
    for shares in ROUNDS[1:]:
        if not _returns(target, seen, guard):
            break
        watcher.settle()
        findings = _draw(source, target, seen, guard, shares)
    else:
        if _returns(target, seen, guard):
            raise Refused("leak")
    guard.progress(1.0)
    return FileReport("masked" if findings else "clean", media_type, findings=tuple(findings))


def _returns(target: Path, seen: list[list[Stood]], guard: TextGuard) -> bool:
    """Read the result once more; what is found in it is hidden from then on. Say whether anything was."""
    with av.open(str(target)) as opened:
        seconds = opened.duration / av.time_base if opened.duration else 0.0
        size = opened.streams.video[0].codec_context.width, opened.streams.video[0].codec_context.height
    numbers = samples(seen, seconds)
    found = list(returned(target, numbers, [_masks(seen, number, size) for number in numbers], guard))
    for number, spot in found:
        if not sum(remember(one, spot) for one in seen[number]):  # each piece must know: `any` would stop at one
            raise Refused("leak")  # nothing that could be followed: it cannot be hidden elsewhere
    return bool(found)


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
            raise Refused("too_long")
    return next((KINDS[found] for found in names if found in KINDS), ("video/mp4", "mp4"))


def _frames(source: Path) -> Iterator[tuple[Image.Image, float, float]]:
    with av.open(str(source)) as opened:
        stream = opened.streams.video[0]
        stream.thread_type = "NONE"
        whole = float(opened.duration / av.time_base) if opened.duration else 0.0
        for number, frame in enumerate(opened.decode(stream)):
            if number >= MOST_FRAMES or (frame.time or 0.0) > LONGEST_SECONDS:
                raise Refused("too_long")
            at = frame.time or 0.0
            yield frame.to_image(), at, min(1.0, at / whole) if whole else 0.0


def _draw(
    source: Path, target: Path, seen: list[list[Stood]], guard: TextGuard, shares: tuple[float, float]
) -> list[Finding]:
    form = _kind(source)[1]
    findings: list[Finding] = []
    told: set[object] = set()
    with av.open(str(source)) as opened, av.open(str(target), "w", format=form) as made:
        stream = opened.streams.video[0]
        stream.thread_type = "NONE"
        drawn = _drawing(made, stream, form)
        heard = _sound(opened, made, form) if guard.rules.sound else None
        number = -1
        for packet in opened.demux(*(one for one in (stream, heard and heard[0]) if one)):
            if heard and packet.stream is heard[0]:
                _pass_on(packet, heard[1], made)
                continue
            for frame in cast("list[av.VideoFrame]", packet.decode()):
                number += 1
                masks = _masks(seen, number, (frame.width, frame.height))
                for mask in masks:
                    key = (mask.kind, mask.box)
                    if key not in told:
                        told.add(key)
                        findings.append(Finding(mask.kind, Place(frame=number), mask.box, 0.9))
                painted = av.VideoFrame.from_image(paint(frame.to_image(), masks)) if masks else _bare(frame)
                if form != "avi":
                    painted.pts, painted.time_base = frame.pts, frame.time_base
                made.mux(drawn.encode(painted))
                guard.progress(shares[0] + (shares[1] - shares[0]) * (number + 1) / len(seen))
        made.mux(drawn.encode())
    return findings


def _drawing(made: OutputContainer, stream: VideoStream, form: str) -> VideoStream:
    drawn = made.add_stream("mpeg4" if form == "avi" else "libvpx-vp9", rate=stream.average_rate or 10)
    drawn.width, drawn.height, drawn.pix_fmt = stream.codec_context.width, stream.codec_context.height, "yuv420p"
    drawn.codec_context.thread_count = 1
    if form == "avi":
        drawn.bit_rate = AVI_BITS
    else:
        drawn.options, drawn.time_base = {**VP9}, stream.time_base
    return drawn


def _bare(frame: av.VideoFrame) -> av.VideoFrame:
    """Return the pixels alone: a frame carries what its maker put beside them."""
    if frame.width % 2 or frame.height % 2:  # half a colour more than an array of this form can hold
        return av.VideoFrame.from_image(frame.to_image())
    plain = frame.reformat(format="yuv420p")
    return av.VideoFrame.from_ndarray(plain.to_ndarray(), format="yuv420p")


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


def _masks(seen: list[list[Stood]], number: int, size: tuple[int, int]) -> list[Finding]:
    """Return the masks of the frame, and those of its neighbours whose piece of writing is not to be seen in it."""
    boxes: dict[tuple[int, int, int, int], str] = {}
    here = {id(one.content) for one in seen[number]}
    for beside in range(max(0, number - BESIDE), min(len(seen), number + BESIDE + 1)):
        for one in seen[beside]:
            if beside != number and id(one.content) in here:
                continue
            left, top = one.box[:2]
            for (x, y, right, bottom), kind in one.content.hidden.items():
                boxes[padded(left + x, top + y, left + right, top + bottom, size)] = kind
    return [Finding(kind, box=box) for box, kind in boxes.items()]
