"""Measures the guard on scanned papers in PDF: `python -m bench.guard.scans --part tuned --pages 16`.

Papers are drawn in a browser with the place of every word, and then pass through a scanner: 150 to 300 dots an inch, noise,
grey paper, turned by up to three degrees, some by a right angle, stamps over the words, JPEG. A value leaks when more than a
fifth of its width stays visible on the page that was kept.
"""

import argparse
import io
import math
import random
import shutil
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from bench.guard.pictures import HIDDEN, LEAKS, covered
from bench.guard.screens import CSS, WORDS

A4 = (794, 1123)  # pixels of a browser
FONTS = {
    "tuned": ["Liberation Serif", "DejaVu Sans", "Liberation Sans"],
    "apart": ["Noto Serif", "DejaVu Serif", "Roboto"],
}
NAMES = {"tuned": "fifth", "apart": "seventh"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=tuple(FONTS), default="tuned")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    from priyom.privacy.engine import load_guard

    guard, tally, spent = load_guard(), defaultdict(int), 0.0
    for number, (name, picture, words) in enumerate(papers(options.part, options.seed, options.pages)):
        began = time.process_time()
        cover = masked(guard, picture)
        spent += time.process_time() - began
        if options.keep:
            keep(options.keep / f"{options.part}{number:02d}-{name}", picture, cover)
        score(name, words, cover, tally, show=options.show)
    values, others = max(1, tally["values"]), max(1, tally["others"])
    print(f"{options.part}, seed {options.seed}: pages {options.pages}, values {values}")
    print(
        f"leaked {100 * tally['leaked'] / values:.2f} % (must 0.3), hidden {100 * tally['hidden'] / others:.2f} % of {others} others"
    )
    print(f"CPU s a page {spent / options.pages:.2f}")  # fmt: skip


def score(name: str, words: list[dict], cover: np.ndarray, tally: dict, *, show: bool) -> None:
    items = defaultdict(list)
    for word in words:
        if word["item"]:
            items[word["item"]].append(word)
        elif any(char.isalnum() for char in word["text"]):
            tally["others"] += 1
            if covered(cover, word["box"]) > HIDDEN:
                tally["hidden"] += 1
                print(f"  HIDDEN {name} {word['text']}") if show else None
    for parts in items.values():
        tally["values"] += 1
        width = sum(word["box"][2] for word in parts)
        if sum(word["box"][2] * (1 - covered(cover, word["box"])) for word in parts) > LEAKS * width:
            tally["leaked"] += 1
            print(f"  LEAK {name} {parts[0]['kind']} {' '.join(word['text'] for word in parts)}") if show else None


def masked(guard, picture: Image.Image) -> np.ndarray:
    """Return what is covered of the picture after it went through the guard as the page of a PDF."""
    from priyom.privacy.documents.pdf_reading import Paper
    from priyom.privacy.files import TextGuard, mask_with
    from priyom.privacy.masking import People

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "given.pdf", Path(folder) / "made.pdf"
        wide = A4[0] if picture.width < picture.height else A4[1]
        picture.save(source, "PDF", resolution=picture.width * 96 / wide, quality=80)
        report = mask_with(source, target, name="scan.pdf", guard=TextGuard(guard, People(b"k" * 32)))
        with Paper(source.read_bytes()) as paper:
            width, height = paper.read(0).pixels
    cover = np.zeros((height, width), bool)
    for finding in report.findings:
        if finding.box:
            x, y, w, h = finding.box
            cover[y : y + h, x : x + w] = True
    return np.asarray(Image.fromarray(cover).resize(picture.size, Image.Resampling.NEAREST))


def keep(path: Path, picture: Image.Image, cover: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    seen = np.asarray(picture.convert("RGB")).copy()
    seen[cover] = (52, 58, 70)
    Image.fromarray(seen).save(path.with_suffix(".png"))


def papers(part: str, seed: int, pages: int):
    """Yield papers as they come from a scanner: name, picture, words with their places."""
    from playwright.sync_api import sync_playwright

    from bench.guard.scan_pages import ScanPages

    made, r = ScanPages(NAMES[part], seed), random.Random(f"scans {part} {seed}")
    kinds = made.kinds(part)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_at(), args=["--no-sandbox"])
        for number in range(pages):
            kind, scale = kinds[number % len(kinds)], r.choice((1.6, 2, 2, 2.5, 3.1))
            page = browser.new_page(viewport={"width": A4[0], "height": A4[1]}, device_scale_factor=scale)
            style = f"body{{background:#fff;color:#111;padding:50px 60px;font:{r.choice((14, 15, 16))}px/1.4 '{r.choice(FONTS[part])}'}}td,th{{border:1px solid #333}}table{{background:#fff}}"
            page.set_content(f"<!doctype html><meta charset=utf-8><style>{CSS}{style}</style>{getattr(made, kind)()}")
            words = [word | {"box": [place * scale for place in word["box"]]} for word in page.evaluate(WORDS)]
            picture = Image.open(io.BytesIO(page.screenshot())).convert("L")
            page.close()
            quarter = r.choice((1, 2, 3)) if number % 5 == 4 else 0
            picture, words = scanned(picture, words, r, quarter)
            yield f"{kind}-{round(scale * 96)}dpi{f'-turned{quarter * 90}' if quarter else ''}", picture, words
        browser.close()


def browser_at() -> str:
    """Return where the browser is, by whichever name it was installed."""
    return next(
        found for name in ("chromium", "chromium-headless-shell", "google-chrome") if (found := shutil.which(name))
    )


def scanned(picture: Image.Image, words: list[dict], r: random.Random, quarter: int):
    """Return the picture as scanned, and where its words went."""
    size = picture.size
    if r.random() < 0.6:
        stamp(picture, r)
    degrees = r.uniform(-3, 3)
    picture = picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=250)
    words = [word | {"box": turned(word["box"], size, degrees)} for word in words]
    for _ in range(quarter):
        words = [word | {"box": [word["box"][1], picture.width - word["box"][0] - word["box"][2], word["box"][3], word["box"][2]]} for word in words]  # fmt: skip
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    picture = picture.filter(ImageFilter.GaussianBlur(r.uniform(0.2, 0.8)))
    grey = np.asarray(picture, dtype=np.float32) * r.uniform(0.85, 1.0)
    noise = np.random.default_rng(r.randrange(10**6)).normal(0, r.uniform(2, 12), grey.shape)
    drawn = Image.fromarray(np.clip(grey + noise, 0, 255).astype(np.uint8))
    packed = io.BytesIO()
    drawn.save(packed, "JPEG", quality=r.randrange(45, 85))
    return Image.open(packed).convert("RGB"), words


def turned(box, size, degrees: float) -> list[float]:
    x, y, w, h = box
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    dx, dy = x + w / 2 - size[0] / 2, y + h / 2 - size[1] / 2
    return [size[0] / 2 + dx * cosine + dy * sine - w / 2, size[1] / 2 - dx * sine + dy * cosine - h / 2, w, h]


def stamp(picture: Image.Image, r: random.Random) -> None:
    """Put a round stamp and a signature somewhere on the paper."""
    pen = ImageDraw.Draw(picture)
    x, y, wide = (
        r.randrange(picture.width // 2),
        r.randrange(picture.height // 2, picture.height - 200),
        picture.width // 7,
    )
    for ring in (0, 8, 30):
        pen.ellipse((x + ring, y + ring, x + wide - ring, y + wide - ring), outline=120, width=3)
    points = [(x + wide + 10 * step, y + r.randrange(60)) for step in range(14)]
    pen.line(points, fill=90, width=3)


if __name__ == "__main__":
    main()
