"""Records pages that move, masks the recordings and counts what was ever visible: `python -m bench.guard.fresh_recordings`.

Typing letter by letter, dialogs that fade in, windows that are dragged, tabs, a pointer over the values, zoom, a smooth scroll, a dense
list in full HD, whole pages that fade; 5 to 25 frames a second, H.264 in MP4 and Matroska, VP9 in WebM, MPEG-4 in AVI. A value is
visible in a frame when more than a fifth of what can be seen of it is not masked, and enough of it stands there to say something.
"""

import argparse
import io
import json
import os
import resource
import time
from collections import Counter
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_THREAD_LIMIT", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import av
import numpy as np
from PIL import Image

from bench.guard.moving_pages import CSS, MOUSE, SCRIPT, SEEN, THEMES, Stage
from bench.guard.played_pages import MORE_CSS, MORE_SCRIPT, Play

MOST_JUDGED = 500  # frames: of a longer recording only every so manieth is judged
CHANGED = 14  # grey levels between what was given and what was made: less is no mask
PLAYS = {  # width, height, frames a second, theme, letters, font, how it is kept
    "typing": (1280, 720, 8, "light", 14, "DejaVu Sans", "mp4"),
    "search": (1366, 768, 6, "grey", 12, "Liberation Sans", "webm"),
    "dialogs": (1280, 720, 10, "light", 13, "Roboto", "mkv"),
    "windows": (1280, 720, 12, "grey", 13, "Liberation Sans", "mp4"),
    "tabs": (1366, 768, 5, "light", 13, "Noto Sans", "avi"),
    "pointer": (1280, 720, 15, "light", 12, "Roboto", "mp4"),
    "zoom": (1366, 768, 10, "light", 13, "DejaVu Sans", "webm"),
    "scroll": (1280, 720, 25, "dark", 13, "Liberation Sans", "mp4"),
    "dense": (1920, 1080, 12, "dark", 13, "Noto Sans", "mkv"),
    "fades": (1280, 720, 12, "light", 14, "Liberation Sans", "mp4"),
}
PLAYED = {  # like those a guard is judged by, and a call of five minutes
    "wheel": (1280, 720, 8, "light", 13, "Liberation Sans", "webm"),
    "seek": (1366, 768, 6, "grey", 13, "Noto Sans", "mp4"),
    "logcard": (1920, 1080, 5, "dark", 14, "DejaVu Sans", "mkv"),
    "call": (1280, 720, 25, "light", 13, "Roboto", "mp4"),
}
ALL = PLAYS | PLAYED
SHORTEST = {
    "PERSON": 4,
    "DOB": 8,
    "PHONE": 7,
    "SNILS": 7,
    "OMS": 9,
}  # letters and digits from which a half-typed value tells something
TYPES = {"mp4": "video/mp4", "webm": "video/webm", "mkv": "video/x-matroska", "avi": "video/x-msvideo"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, default=Path("recordings"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--plays", default=",".join(PLAYS))
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    options.keep.mkdir(parents=True, exist_ok=True)
    for play in options.plays.split(","):
        if not (options.keep / f"{play}.json").exists():
            record(play, options)
    from priyom.privacy.engine import load_guard
    from priyom.privacy.files import Refused, TextGuard
    from priyom.privacy.masking import People
    from priyom.privacy.recordings import MASKERS

    guard = load_guard()
    total = Counter()
    print(
        "| play | values | ever visible | value × frame | other words hidden | CPU s a second | |\n|---|---|---|---|---|---|---|"
    )
    for play in options.plays.split(","):
        ending, fps = ALL[play][-1], ALL[play][2]
        source, target = options.keep / f"{play}.{ending}", options.keep / f"{play}-masked.{ending}"
        shown = json.loads((options.keep / f"{play}.json").read_text())
        began = time.process_time()
        try:
            report = MASKERS[TYPES[ending]](source, target, name="x", guard=TextGuard(guard, People(b"k" * 32)))
        except Refused as refused:
            print(f"| {play} | refused: {refused.reason} |", flush=True)
            continue
        spent = (time.process_time() - began) / (len(shown) / fps)
        counts, ever, needless = judge(source, target, shown)
        total += counts
        line(play, counts, spent, report.status)
        if options.show:
            for one in sorted(ever, key=str):
                print("   ", ever[one], one)
            print("    hidden needlessly:", needless.most_common(12))
    line("all", total, 0.0, f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def line(name: str, counts: Counter, spent: float, said: str) -> None:
    share = [
        100 * counts[a] / max(1, counts[b]) for a, b in (("ever", "values"), ("seen", "frames"), ("hidden", "words"))
    ]
    print(
        f"| {name} | {counts['values']} | {counts['ever']} ({share[0]:.1f} %) | {share[1]:.2f} % | {share[2]:.1f} % | {spent:.1f} | {said} |",
        flush=True,
    )


def record(play: str, options) -> None:
    from playwright.sync_api import sync_playwright

    width, height, fps, theme, letters, font, ending = ALL[play]
    stage = (Play if play in PLAYED else Stage)(options.seed * 100 + list(ALL).index(play))
    page_html, steps = getattr(stage, play)(int(fps * options.seconds))
    style = f":root{{{THEMES[theme]}}}body{{font-family:'{font}';font-size:{letters}px}}"
    shown = []
    with sync_playwright() as playwright, av.open(str(options.keep / f"{play}.{ending}"), "w") as made:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_content(
            f"<!doctype html><meta charset=utf-8><style>{CSS}{MORE_CSS}{style}</style>{page_html}{MOUSE if play in ('pointer', 'tabs') else ''}"
        )
        page.add_script_tag(content=SCRIPT + MORE_SCRIPT)
        codec = {"avi": "mpeg4", "webm": "libvpx-vp9"}.get(ending, "h264")
        stream = made.add_stream("libx264" if codec == "h264" else codec, rate=fps)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        if codec == "mpeg4":
            stream.bit_rate = 6_000_000
        else:
            stream.options = (
                {"deadline": "realtime", "cpu-used": "8", "crf": "28", "b": "0"}
                if codec == "libvpx-vp9"
                else {"crf": "24", "preset": "veryfast"}
            )
        frame, every = None, max(1, len(steps) // MOST_JUDGED)
        for number, step in enumerate(steps):
            if step != "0" or frame is None:
                page.evaluate(step)
                frame = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            shown.append(page.evaluate(SEEN) if number % every == 0 else None)
            made.mux(stream.encode(av.VideoFrame.from_image(frame)))
        made.mux(stream.encode())
        browser.close()
    (options.keep / f"{play}.json").write_text(json.dumps(shown))


def judge(source: Path, target: Path, shown) -> tuple[Counter, dict, Counter]:
    counts, values, ever, needless = Counter(), set(), {}, Counter()
    with av.open(str(source)) as before, av.open(str(target)) as after:
        for number, (given, frame, here) in enumerate(
            zip(before.decode(video=0), after.decode(video=0), shown, strict=True)
        ):
            if here is None:
                continue
            pixels = [one.to_ndarray(format="rgb24").astype(np.int16) for one in (given, frame)]
            masked = np.abs(pixels[0] - pixels[1]).max(axis=2)
            width: Counter = Counter()
            open_width: Counter = Counter()
            told = {}
            for word in here:
                seen = sum(w for _x, w in word["parts"])
                bare = sum(w for x, w in word["parts"] if _is_bare(masked, x, w, word["y"], word["h"]))
                if word["v"] is None:
                    if len(word["text"]) > 3:
                        counts["words"] += 1
                        counts["hidden"] += bare < seen * 2 / 3
                        needless[word["text"]] += bare < seen * 2 / 3
                    continue
                width[word["v"]] += seen
                open_width[word["v"]] += bare
                told[word["v"]] = word
            for one, word in told.items():
                letters = sum(char.isalnum() for char in word["said"]) * min(1, width[one] / max(1, _whole(here, one)))
                if letters < SHORTEST.get(word["k"], 5):
                    continue
                values.add(one)
                counts["frames"] += 1
                if open_width[one] > 0.2 * width[one]:
                    counts["seen"] += 1
                    ever.setdefault((one, word["k"], word["said"]), []).append(number)
    return counts + Counter(values=len(values), ever=len(ever)), ever, +needless


def _whole(here, one: str) -> float:
    return sum(word["w"] for word in here if word["v"] == one)


def _is_bare(masked, x: float, width: float, y: float, height: float) -> bool:
    piece = masked[
        max(0, int(y + height / 4)) : max(1, int(y + height * 3 / 4)), max(0, int(x)) : max(1, int(x + width))
    ]
    return piece.size > 0 and piece.mean() < CHANGED


if __name__ == "__main__":
    main()
