"""How long a recording is, by its pictures' own times: browsers write no duration, and what is written may lie."""

from __future__ import annotations

from pathlib import Path

import av


def length_of(source: Path) -> float:
    """Return the seconds until the last picture begins; none where that cannot be told."""
    try:
        with av.open(str(source)) as opened:
            times = [packet.pts * packet.time_base for packet in opened.demux(video=0) if packet.pts is not None]
    except (av.FFmpegError, ValueError, IndexError):
        return 0.0
    return float(max(times, default=0))
