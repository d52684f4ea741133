"""Measures the guard on screens: `python -m bench.guard.pictures FOLDER` (see `screens.py`). Recall and over-masking together.

A value leaks when more than a fifth of its width stays visible. Another word is hidden when over a third of it is covered.
With `--reread` another setting of the reader (blocks, twice as large, no ink taken out) looks at the masked picture: a value
that it still reads where it stood is counted as read.
"""

import argparse
import json
import os
import re
import resource
import time
from collections import defaultdict
from difflib import SequenceMatcher
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_THREAD_LIMIT", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import tesserocr
from PIL import Image

from priyom.privacy.pictures.reading import data_folder

LEAKS, HIDDEN, ALIKE = 0.2, 0.34, 0.6
MUSTS = "must: leaked ≤ 1.0 %, others hidden ≤ 4 %, clean touched ≤ 28 %, ≤ 2.0 s per 1920×1080, ≤ 600 MB"


def main() -> None:  # noqa: PLR0915 - one table from top to bottom
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0, help="this many leaks and needless masks")
    parser.add_argument("--keep", type=Path, help="write the masked pictures here")
    parser.add_argument("--only", default="", help="part of the name")
    parser.add_argument("--reread", action="store_true", help="read the masked pictures with another reader")
    options = parser.parse_args()
    from priyom.privacy.engine import load_guard
    from priyom.privacy.files import TextGuard
    from priyom.privacy.masking import People
    from priyom.privacy.pictures import mask_picture, warm

    guard = load_guard()
    warm()
    total, leaked = defaultdict(int), defaultdict(int)
    others = hidden = clean = touched = 0
    spent = pixels = 0.0
    by_screen = []
    leaks, alarms, reads = [], [], []
    for path in sorted(options.folder.glob("*.json")):
        if options.only not in path.stem:
            continue
        words = json.loads(path.read_text(encoding="utf-8"))
        file = next(other for other in (path.with_suffix(".png"), path.with_suffix(".jpg")) if other.exists())
        picture = Image.open(file).convert("RGB")
        began = time.process_time()
        masked, findings = mask_picture(picture, TextGuard(guard, People(b"k" * 32)))
        took = time.process_time() - began
        spent, pixels = spent + took, pixels + picture.width * picture.height
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            masked.save(options.keep / f"{path.stem}.png")
        cover = np.zeros((picture.height, picture.width), bool)
        for finding in findings:
            x, y, w, h = finding.box
            cover[y : y + h, x : x + w] = True
        items = defaultdict(list)
        here = [0, 0, 0, 0]
        for word in words:
            if word["item"]:
                items[word["item"]].append(word)
            elif any(char.isalnum() for char in word["text"]):
                others, here[2] = others + 1, here[2] + 1
                if covered(cover, word["box"]) > HIDDEN:
                    hidden, here[3] = hidden + 1, here[3] + 1
                    alarms.append((path.stem, word["text"], kind_at(findings, word["box"])))
        for parts in items.values():
            kind = parts[0]["kind"]
            total[kind], here[0] = total[kind] + 1, here[0] + 1
            width = sum(word["box"][2] for word in parts)
            seen = sum(word["box"][2] * (1 - covered(cover, word["box"])) for word in parts)
            if seen > LEAKS * width:
                leaked[kind], here[1] = leaked[kind] + 1, here[1] + 1
                leaks.append((path.stem, kind, " ".join(word["text"] for word in parts)))
        if options.reread and items:
            reads += [(path.stem, *one) for one in read_anew(masked, items.values())]
        if not items:
            clean += 1
            touched += bool(findings)
        by_screen.append((path.stem, took, here, len(findings)))
    everything = sum(total.values())
    for name, took, here, found in by_screen if options.show else []:
        print(
            f"  {name:40} {took:5.2f} s  values {here[0]:4} leaked {here[1]:3}  others {here[2]:4} hidden {here[3]:3}  masks {found}"
        )
    for leak in leaks[: options.show]:
        print("  LEAK ", *leak)
    for read in reads[: options.show]:
        print("  READ ", *read)
    for alarm in alarms[: options.show]:
        print("  ALARM", *alarm)
    print(MUSTS)
    print(
        f"screens {len(by_screen)}, values {everything}, leaked {100 * sum(leaked.values()) / max(1, everything):.2f} %  ({', '.join(f'{kind} {leaked[kind]}/{count}' for kind, count in sorted(total.items()))})"
    )
    if options.reread:
        print(f"still read by another reader {100 * len(reads) / max(1, everything):.2f} %")
    print(
        f"other words hidden {100 * hidden / max(1, others):.2f} % of {others}, clean screens touched {touched} of {clean}"
    )
    print(
        f"CPU s per 1920x1080: {spent / (pixels / 2073600):.2f}, memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
    )


def read_anew(masked, items):
    """Yield the values that another reader still finds where they stood: kind, value, what was read."""
    large = masked.convert("L").resize((masked.width * 2, masked.height * 2), Image.Resampling.LANCZOS)
    words = []
    for mode in (tesserocr.PSM.SINGLE_BLOCK, tesserocr.PSM.SPARSE_TEXT):
        with tesserocr.PyTessBaseAPI(path=data_folder(), lang="rus+eng", psm=mode) as reader:
            reader.SetImage(large)
            reader.Recognize()
            for row in reader.GetTSVText(0).splitlines():
                cells = row.split("\t")
                if cells[0] == "5" and cells[11].strip():
                    words.append((cells[11], *(int(number) / 2 for number in cells[6:10])))
    for parts in items:
        value = bare(" ".join(word["text"] for word in parts))
        near = [word for word in words if any(lies_in(word, part["box"]) for part in parts)]
        said = bare(" ".join(word[0] for word in near))
        if len(value) > 2 and len(said) > 2 and SequenceMatcher(None, value, said, autojunk=False).ratio() > ALIKE:
            yield parts[0]["kind"], value, said


def bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text.lower().replace("ё", "е"))


def lies_in(word, box) -> bool:
    _text, x, y, w, h = word
    return box[0] - 2 <= x + w / 2 <= box[0] + box[2] + 2 and box[1] - 2 <= y + h / 2 <= box[1] + box[3] + 2


def kind_at(findings, box) -> str:
    """Return as what the word was hidden."""
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    boxes = ((finding.kind, finding.box) for finding in findings)
    return next((kind for kind, (left, top, w, h) in boxes if left <= x <= left + w and top <= y <= top + h), "")


def covered(cover, box) -> float:
    x, y, w, h = (round(place) for place in box)
    # Letters stand in the middle of a line's box.
    piece = cover[y + h // 4 : y + h - h // 4, x : x + max(w, 1)]
    return float(piece.mean()) if piece.size else 0.0


if __name__ == "__main__":
    main()
