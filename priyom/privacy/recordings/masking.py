"""A recording from its frames to the masked one: watch it whole, draw it anew with the masks burnt in, and prove it.

What the proof (`proof.py`) still finds is painted over in a second drawing; what it finds then refuses the recording.

Same size, same times, same kind of file; no sound, no metadata, no other tracks. VP9 for WebM, Matroska and MP4, MPEG-4
for AVI: neither needs an encoder under the GPL.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
from PIL import Image

from priyom.privacy.files import FileReport, Finding, Place, Refused, TextGuard
from priyom.privacy.pictures.painting import padded, paint
from priyom.privacy.recordings.proof import returned, samples
from priyom.privacy.recordings.watching import Stood, Watcher, remember

KINDS = {
    "webm": ("video/webm", "webm"),
    "matroska": ("video/x-matroska", "matroska"),
    "avi": ("video/x-msvideo", "avi"),
}
LONGEST_SECONDS, MOST_FRAMES, MOST_PIXELS = 330, 20_000, 4096 * 2304
VP9 = {"deadline": "realtime", "cpu-used": "8", "crf": "34", "b": "0", "row-mt": "0"}
AVI_BITS = 4_000_000
FIRST, SECOND = (0.6, 0.8), (0.85, 1.0)  # of the whole way: the first drawing, and another where the proof asks
BESIDE = 1  # frames before and after whose masks hold as well: half-drawn frames are read by people only


def mask_file(source: Path, target: Path, *, name: str, guard: TextGuard) -> FileReport:  # noqa: ARG001 - the seam's
    """Mask the recording; watching is three fifths of the way, drawing the rest."""
    media_type, _form = _kind(source)
    watcher = Watcher(guard)
    seen: list[list[Stood]] = []
    for picture, share in _frames(source):
        seen.append(watcher.see(picture))
        guard.progress(share * FIRST[0])
    if not seen:
        raise Refused("unreadable")
    findings = _draw(source, target, seen, guard, FIRST)
    if _returns(target, seen, guard):
        findings = _draw(source, target, seen, guard, SECOND)
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


def _frames(source: Path) -> Iterator[tuple[Image.Image, float]]:
    with av.open(str(source)) as opened:
        stream = opened.streams.video[0]
        stream.thread_type = "NONE"
        whole = float(opened.duration / av.time_base) if opened.duration else 0.0
        for number, frame in enumerate(opened.decode(stream)):
            if number >= MOST_FRAMES or (frame.time or 0.0) > LONGEST_SECONDS:
                raise Refused("too_long")
            yield frame.to_image(), min(1.0, (frame.time or 0.0) / whole) if whole else 0.0


def _draw(
    source: Path, target: Path, seen: list[list[Stood]], guard: TextGuard, shares: tuple[float, float]
) -> list[Finding]:
    form = _kind(source)[1]
    findings: list[Finding] = []
    told: set[object] = set()
    with av.open(str(source)) as opened, av.open(str(target), "w", format=form) as made:
        stream = opened.streams.video[0]
        stream.thread_type = "NONE"
        drawn = made.add_stream("mpeg4" if form == "avi" else "libvpx-vp9", rate=stream.average_rate or 10)
        drawn.width, drawn.height, drawn.pix_fmt = stream.codec_context.width, stream.codec_context.height, "yuv420p"
        drawn.codec_context.thread_count = 1
        if form == "avi":
            drawn.bit_rate = AVI_BITS
        else:
            drawn.options, drawn.time_base = {**VP9}, stream.time_base
        for number, frame in enumerate(opened.decode(stream)):
            masks = _masks(seen, number, (frame.width, frame.height))
            for mask in masks:
                key = (mask.kind, mask.box)
                if key not in told:
                    told.add(key)
                    findings.append(Finding(mask.kind, Place(frame=number), mask.box, 0.9))
            painted = av.VideoFrame.from_image(paint(frame.to_image(), masks))
            if form != "avi":
                painted.pts, painted.time_base = frame.pts, frame.time_base
            made.mux(drawn.encode(painted))
            guard.progress(shares[0] + (shares[1] - shares[0]) * (number + 1) / len(seen))
        made.mux(drawn.encode())
    return findings


def _masks(seen: list[list[Stood]], number: int, size: tuple[int, int]) -> list[Finding]:
    """Return the masks of the frame and of its neighbours."""
    boxes: dict[tuple[int, int, int, int], str] = {}
    for beside in range(max(0, number - BESIDE), min(len(seen), number + BESIDE + 1)):
        for one in seen[beside]:
            left, top = one.box[:2]
            for (x, y, right, bottom), kind in one.content.hidden.items():
                boxes[padded(left + x, top + y, left + right, top + bottom, size)] = kind
    return [Finding(kind, box=box) for box, kind in boxes.items()]
