"""A whole set of the judge's kind: `python -m bench.guard.whole_set --seed 5101`: fifteen PDF, eleven DOCX and XLSX, and CSV.

What `papers.py` and `corners.py` lack. Results are read by means of their own: every string and stream of a PDF, pages and pasted pictures by
tesseract, every part of a package, what lies inside of what.
"""

import argparse
import base64
import io
import os
import re
import zipfile
from importlib import import_module
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bench.guard import documents
from bench.guard.documents import Tally, measure, read_again


def read_whole(content: bytes) -> list[str]:
    """Return all that can be read, pictures inside of documents too."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return [said for info in packed.infolist() for said in (info.filename, *read_whole(packed.read(info)))]
    if content.startswith(b"%PDF"):
        return [*read_again(content), *strings_of(content)]
    if content.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        return [by_eye(content)]
    said = read_again(content)
    joined = [re.sub(r"<[^>]*>", "", one) for one in said if "<" in one]
    inner = [
        one for text in said for found in re.findall(r"[A-Za-z0-9+/]{40,}={0,2}", text) for one in _unpacked(found)
    ]
    return [*said, *joined, *inner]


def _unpacked(coded: str) -> list[str]:
    try:
        return read_again(base64.b64decode(coded.rstrip("=") + "=" * (-len(coded.rstrip("=")) % 4)))
    except ValueError:
        return []


def strings_of(content: bytes) -> list[str]:
    """Return every string and every stream of the paper, whoever refers to it."""
    import pikepdf

    said: list[str] = []

    def walk(thing, depth=0) -> None:
        if depth > 12:
            return
        if isinstance(thing, pikepdf.String):
            said.extend(
                (str(thing), bytes(thing).decode("utf-16-be", "ignore"), bytes(thing).decode("utf-8", "ignore"))
            )
        elif isinstance(thing, pikepdf.Array):
            for one in thing:
                walk(one, depth + 1)
        elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            for key in list(thing):
                if not getattr(thing[key], "is_indirect", False):
                    walk(thing[key], depth + 1)

    with pikepdf.open(io.BytesIO(content)) as paper:
        for one in paper.objects:
            walk(one)
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") != "/Image":
                try:
                    said.extend(read_whole(one.read_bytes()))
                except pikepdf.PdfError:
                    continue
    return said


def by_eye(content: bytes) -> str:
    import tesserocr
    from PIL import Image

    picture = Image.open(io.BytesIO(content)).convert("RGB")
    picture = picture.resize((picture.width * 2, picture.height * 2)) if picture.width < 1500 else picture
    with tesserocr.PyTessBaseAPI(path="/usr/share/tesseract-ocr/5/tessdata", lang="rus+eng", psm=tesserocr.PSM.SPARSE_TEXT) as reads:  # fmt: skip
        reads.SetImage(picture)
        return reads.GetUTF8Text()


# Of each set: the makers of its papers, and the lists of their names; a module and a name within it each.
SETS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "first": (("whole_pdf.WholePapers", ("whole_pdf.PDFS",)), ("whole_office.WholeOffice", ("whole_office.OFFICE",))),
    "second": (("whole_second.WholeSecond", ("whole_second.SECOND",)),),
    "third": (
        ("whole_third.WholeThird", ("whole_third.PDFS",)),
        ("whole_third_office.OfficeThird", ("whole_third_office.OFFICE", "whole_third_office.TEXTS")),
    ),
    "fourth": (
        ("whole_fourth.FourthPapers", ("whole_fourth.PDFS",)),
        ("whole_fourth.FourthOffice", ("whole_fourth.OTHERS",)),
    ),
    "fifth": (
        ("whole_fifth.FifthPapers", ("whole_fifth.PDFS",)),
        ("whole_fifth_office.FifthOffice", ("whole_fifth_office.OFFICE", "whole_fifth_office.TEXTS")),
    ),
} | {
    part: (
        (f"whole_{part}.{part.title()}Papers", (f"whole_{part}.PDFS",)),
        (f"whole_{part}_texts.{part.title()}Texts", (f"whole_{part}_office.OFFICE", f"whole_{part}_texts.TEXTS")),
    )
    for part in ("sixth", "seventh")
} | {
    part: (
        (f"whole_{part}.{part.title()}Papers", (f"whole_{part}.PDFS",)),
        (f"whole_{part}.{part.title()}Others", (f"whole_{part}.OTHERS",)),
    )
    for part in ("eighth", "ninth", "tenth", "eleventh", "twelfth")
}  # fmt: skip


def chosen(part: str, seed: int) -> list[tuple]:
    """Return who makes the papers of the set, and their names."""
    return [(_named(maker)(seed), sum((tuple(_named(one)) for one in lists), ())) for maker, lists in SETS[part]]


def _named(path: str):
    module, name = path.split(".")
    return getattr(import_module(f"bench.guard.{module}"), name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="names of papers, parted by commas")
    for part in SETS:
        parser.add_argument(f"--{part}", dest="part", action="store_const", const=part, default="first")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="write the papers here as they were given")
    options = parser.parse_args()
    from priyom.privacy.engine import load_guard

    sets = chosen(options.part, options.seed)
    documents.read_again, guard, total = read_whole, load_guard(), Tally()
    print("| kind | files | refused | values | leaked | other text kept | CPU s a file |")
    for printer, names in sets:
        for name in names:
            paper = getattr(printer, name)()
            if options.only and name not in options.only.split(","):
                continue
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{name}-{paper.name}").write_bytes(paper.content)
            tally = Tally()
            measure(guard, paper, tally, show=options.show)
            tally.line(name)
            total += tally
    total.line("all")
    print(
        "leaked",
        total["leaked"],
        "of",
        total["values"],
        "kept",
        total["kept"],
        "of",
        total["words"],
        dict(total.corners),
    )


if __name__ == "__main__":
    main()
