"""Cuts words out of screens: `python -m bench.guard.recognizer.words OUT.npz --pages 400` draws them to learn from.

With `--screens FOLDER` the words are those of a set drawn by `fresh_screens`, each with what the product's own reader made
of it, to be measured on. Every word is cut from the ink (`priyom.privacy.pictures.ink`), as a reader in the product would
see it, and made HEIGHT pixels high.
"""

import argparse
import html
import io
import json
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from bench.guard.clinic_pages import THEMES as CLINIC
from bench.guard.fresh_screens import CHROMIUM
from bench.guard.screens import CSS, WORDS
from bench.guard.usual_pages import THEMES as USUAL
from bench.guard.workday_pages import WorkdayScreens
from priyom.privacy.pictures.ink import ink_of
from priyom.privacy.pictures.measure import times_of
from priyom.privacy.pictures.reading import read, scale_of

HEIGHT, AROUND = 24, 2  # pixels
ROOT = Path(__file__).parents[3]
FONTS = (
    "Liberation Sans", "Liberation Sans", "DejaVu Sans", "Roboto", "Noto Sans", "Open Sans", "PT Sans", "Carlito", "Liberation Serif",
    "DejaVu Sans Mono", "Liberation Mono", "Liberation Sans Narrow", "DejaVu Sans Condensed", "Noto Serif", "PT Sans Caption",
)  # fmt: skip
KINDS = ("fio", "FIO", "sini", "fi", "dob", "snils", "oms", "phone", "passport", "addr", "email", "mrn", "inn")
A_PAGE = 620


def said() -> list[str]:
    """Return the Russian words of the product's own screens."""
    texts = (path.read_text(encoding="utf-8") for path in ROOT.glob("priyom/*/locale/ru/LC_MESSAGES/django.po"))
    return sorted({word for text in texts for line in re.findall(r'msgstr(?:\[\d\])? "(.*)"', text) for word in line.split() if len(word) < 22 and "%" not in word})  # fmt: skip


def line(screens: WorkdayScreens, words: list[str]) -> str:
    r = screens.random
    match r.randrange(9):
        case 0 | 1 | 2 | 3:
            return re.sub("<[^>]*>", "", screens.v(r.choice(KINDS)))
        case 4:
            return " ".join((screens.day(), screens.time(), screens.n(1, 10 ** r.randrange(1, 7))))
        case 5:
            return " ".join((f"{screens.n(1, 999)},{screens.n(0, 99)}", f"№ {screens.n(1, 99999)}", f"{screens.n(1, 99)}/{screens.n(1, 99)}", f"1.2.643.{screens.n(1, 99)}"))  # fmt: skip
    return " ".join(r.choice(words) for _ in range(3))


def page(screens: WorkdayScreens, words: list[str]) -> str:
    """Return a page of words, each line in a font, a size and a colour of its own."""
    r = screens.random
    themes = {**CLINIC, **USUAL}
    lines = []
    for _ in range(A_PAGE // 3):
        ink, weight = r.choice(("ink", "ink", "ink", "soft", "accent")), r.choice((400, 400, 400, 700))
        lines.append(
            f"<span style=\"display:inline-block;margin:2px 7px;font-family:'{r.choice(FONTS)}';font-size:{r.choice((10, 11, 11, 12, 12, 13, 14, 15, 16))}px;"
            f'font-weight:{weight};color:var(--{ink});background:var(--{r.choice(("bg", "panel", "head"))})">{html.escape(line(screens, words))}</span>'
        )
    return f"<!doctype html><meta charset=utf-8><style>{CSS}:root{{{r.choice(list(themes.values()))};--pad:2px;--thw:400}}</style>{''.join(lines)}"


def drawn(pages: int, seed: int) -> Iterator[tuple[Image.Image, list[dict]]]:
    from playwright.sync_api import sync_playwright

    screens, words, r = WorkdayScreens("twentysixth", seed), said(), random.Random(seed)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for _number in range(pages):
            scale = r.choice((1, 1, 1, 1.25))
            window = browser.new_page(viewport={"width": 1500, "height": 1100}, device_scale_factor=scale)
            window.set_content(page(screens, words))
            boxes = [one | {"box": [at * scale for at in one["box"]]} for one in window.evaluate(WORDS)]
            picture = Image.open(io.BytesIO(window.screenshot())).convert("RGB")
            window.close()
            if r.random() < 0.2:
                kept = io.BytesIO()
                picture.save(kept, "JPEG", quality=r.randrange(70, 92))
                picture = Image.open(kept).convert("RGB")
            yield picture, boxes
        browser.close()


def cut(ink: np.ndarray, box: list[float], shift: tuple[int, int] = (0, 0)) -> np.ndarray | None:
    """Return the word HEIGHT pixels high, dark on white; its box may be a pixel or two beside it."""
    x, y, width, height = box
    left, right = max(0, round(x) - AROUND + shift[0]), round(x + width) + AROUND + shift[0]
    top, bottom = max(0, round(y) - 1 + shift[1]), round(y + height) + 1 + shift[1]
    piece = ink[top:bottom, left:right]
    if min(piece.shape, default=0) < 4:
        return None
    wide = max(8, round(piece.shape[1] * HEIGHT / piece.shape[0]))
    return np.asarray(Image.fromarray(piece).resize((wide, HEIGHT), Image.Resampling.BICUBIC))


def kept(out: Path, pieces: list[np.ndarray], texts: list[str], **more: object) -> None:
    np.savez_compressed(
        out, pixels=np.concatenate(pieces, axis=1), widths=[piece.shape[1] for piece in pieces], texts=texts, **more
    )


def to_learn(out: Path, pages: int, seed: int) -> None:
    r, pieces, texts = random.Random(seed), [], []
    for picture, boxes in drawn(pages, seed):
        ink = ink_of(picture).pixels
        for word in boxes:
            piece = cut(ink, word["box"], (r.randrange(-1, 2), r.randrange(-1, 2)))
            if piece is not None and piece.shape[1] < 400:
                pieces.append(piece)
                texts.append(word["text"])
    kept(out, pieces, texts)
    print(f"{len(texts)} words of {pages} pages")


def to_measure(out: Path, folder: Path) -> None:
    pieces, texts, kinds, theirs = [], [], [], []
    spent = count = 0.0
    for path in sorted(folder.glob("*.json")):
        file = next(other for other in (path.with_suffix(".png"), path.with_suffix(".jpg")) if other.exists())
        picture = Image.open(file).convert("RGB")
        times = times_of(picture)
        ink = ink_of(picture, times).pixels
        began = time.process_time()
        words = read(ink, scale_of(*picture.size, times))
        spent, count = spent + time.process_time() - began, count + len(words)
        for word in json.loads(path.read_text(encoding="utf-8")):
            x, y, width, height = word["box"]
            piece = cut(ink, word["box"])
            if piece is None:
                continue
            over = [one for one in words if x - 3 <= (one.x + one.right) / 2 <= x + width + 3 and y - 2 <= one.middle <= y + height + 2]  # fmt: skip
            pieces.append(piece)
            texts.append(word["text"])
            kinds.append(word["kind"])
            theirs.append("".join(one.text for one in sorted(over, key=lambda one: one.x)))
    kept(out, pieces, texts, kinds=kinds, theirs=theirs, milliseconds=1000 * spent / max(1, count))
    print(f"{len(texts)} words, the product's reader took {1000 * spent / max(1, count):.1f} CPU ms a word")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--screens", type=Path)
    options = parser.parse_args()
    if options.screens:
        to_measure(options.out, options.screens)
    else:
        to_learn(options.out, options.pages, options.seed)


if __name__ == "__main__":
    main()
