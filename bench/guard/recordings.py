"""Makes short recordings of a scrolling list with invented people, masks them and counts what was ever visible.

`.venv/bin/python -m bench.guard.recordings --part apart`. A value is visible in a frame when more than a fifth of its width
is not covered by a mask.
"""

import argparse
import io
import os
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_THREAD_LIMIT", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import av
import numpy as np
from PIL import Image

from bench.guard.screen_pages import Screens
from bench.guard.screens import CSS, FONTS, THEMES, WORDS

HEIGHT, BAR, FPS = 720, 60, 8
FILLS = ((52, 58, 70), (74, 82, 97))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("tuned", "apart"), default="tuned")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "recordings")
    options = parser.parse_args()
    options.keep.mkdir(parents=True, exist_ok=True)
    from priyom.privacy.engine import load_guard
    from priyom.privacy.files import TextGuard
    from priyom.privacy.masking import People
    from priyom.privacy.recordings import MASKERS

    guard = load_guard()
    for number in range(options.count):
        source, shown = record(options, number)
        target = source.with_name(f"masked-{source.name}")
        began = time.process_time()
        report = MASKERS["video/webm"](source, target, name="x", guard=TextGuard(guard, People(b"k" * 32)))
        spent = time.process_time() - began
        values, ever, frames, visible = judge(target, shown)
        print(
            f"{source.name}: {report.status}, values {values}, ever visible {ever} ({100 * ever / max(1, values):.1f} %), "
            f"value x frame {100 * visible / max(1, frames):.1f} %, CPU s per second {spent / options.seconds:.1f}, "
            f"{target.stat().st_size // 1024} kB from {source.stat().st_size // 1024} kB"
        )


def record(options, number: int):
    """Return the file and, for each frame, the values with their boxes."""
    from playwright.sync_api import sync_playwright

    screens = Screens(options.part, options.seed * 100 + number)
    r = screens.random
    theme, size = r.choice(list(THEMES)), r.choice((12, 13, 14))
    style = f":root{{{THEMES[theme]};--pad:{r.choice((2, 4))}px;--thw:600}}body{{font-family:'{r.choice(FONTS[options.part])}';font-size:{size}px}}.status{{display:none}}"
    inside = "".join(
        getattr(screens, r.choice(("patients", "remd") if options.part == "tuned" else ("calls", "users", "lab")))()
        for _ in range(3)
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 2400})
        page.set_content(f"<!doctype html><meta charset=utf-8><style>{CSS}{style}.body{{height:auto}}</style>{inside}")
        words = page.evaluate(WORDS)
        whole = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        browser.close()
    path = options.keep / f"{options.part}-{number}.{'webm' if number % 2 == 0 else 'avi'}"
    offset, shown = 0, []
    with av.open(str(path), "w") as made:
        stream = made.add_stream("libvpx-vp9" if path.suffix == ".webm" else "mpeg4", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = 1280, HEIGHT, "yuv420p"
        if path.suffix == ".webm":
            stream.options = {"deadline": "realtime", "cpu-used": "8", "crf": "30", "b": "0"}
        else:
            stream.bit_rate = 6_000_000
        for _ in range(options.seconds * FPS):
            frame = Image.new("RGB", (1280, HEIGHT))
            frame.paste(whole.crop((0, 0, 1280, BAR)), (0, 0))
            frame.paste(whole.crop((0, BAR + offset, 1280, HEIGHT + offset)), (0, BAR))
            made.mux(stream.encode(av.VideoFrame.from_image(frame)))
            here = {}
            for word in words:
                x, y, w, h = word["box"]
                top = y if y + h <= BAR else y - offset
                if word["item"] and (y + h <= BAR or (top >= BAR and top + h <= HEIGHT)):
                    here.setdefault(word["item"], []).append((x, top, w, h))
            shown.append(here)
            offset = min(2400 - HEIGHT, offset + r.choice((0, 0, 0, 8, 24, 24, 40, 90)))
        made.mux(stream.encode())
    return path, shown


def judge(path: Path, shown) -> tuple[int, int, int, int]:
    values, ever, frames, visible = set(), set(), 0, 0
    with av.open(str(path)) as opened:
        for frame, here in zip(opened.decode(video=0), shown, strict=True):
            pixels = frame.to_ndarray(format="rgb24").astype(int)
            masked = np.minimum(*(np.abs(pixels - fill).max(axis=2) for fill in FILLS)) < 40
            for item, boxes in here.items():
                values.add(item)
                frames += 1
                seen = 0.0
                for x, y, w, h in boxes:
                    piece = masked[int(y + h / 4) : int(y + h * 3 / 4), int(x) : int(x + w)]
                    seen += w * (1 - (piece.mean(axis=0) > 0.5).mean())
                if seen > 0.2 * sum(w for _x, _y, w, _h in boxes):
                    visible += 1
                    ever.add(item)
    return len(values), len(ever), frames, visible


if __name__ == "__main__":
    main()
