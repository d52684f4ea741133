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


def chosen(options) -> list[tuple]:
    """Return who makes the papers of the set that was asked for, and their names."""
    if options.second:
        from bench.guard.whole_second import SECOND, WholeSecond

        return [(WholeSecond(options.seed), SECOND)]
    if options.third:
        from bench.guard.whole_third import PDFS as THIRD
        from bench.guard.whole_third import WholeThird
        from bench.guard.whole_third_office import OFFICE as THIRD_OFFICE
        from bench.guard.whole_third_office import TEXTS, OfficeThird

        return [(WholeThird(options.seed), THIRD), (OfficeThird(options.seed), THIRD_OFFICE + TEXTS)]
    if options.fourth:
        from bench.guard.whole_fourth import OTHERS, FourthOffice, FourthPapers
        from bench.guard.whole_fourth import PDFS as FOURTH

        return [(FourthPapers(options.seed), FOURTH), (FourthOffice(options.seed), OTHERS)]
    if options.fifth:
        from bench.guard.whole_fifth import PDFS as FIFTH
        from bench.guard.whole_fifth import FifthPapers
        from bench.guard.whole_fifth_office import OFFICE as FIFTH_OFFICE
        from bench.guard.whole_fifth_office import TEXTS as FIFTH_TEXTS
        from bench.guard.whole_fifth_office import FifthOffice

        return [(FifthPapers(options.seed), FIFTH), (FifthOffice(options.seed), FIFTH_OFFICE + FIFTH_TEXTS)]
    if options.sixth:
        from bench.guard.whole_sixth import PDFS as SIXTH
        from bench.guard.whole_sixth import SixthPapers
        from bench.guard.whole_sixth_office import OFFICE as SIXTH_OFFICE
        from bench.guard.whole_sixth_texts import TEXTS as SIXTH_TEXTS
        from bench.guard.whole_sixth_texts import SixthTexts

        return [(SixthPapers(options.seed), SIXTH), (SixthTexts(options.seed), SIXTH_OFFICE + SIXTH_TEXTS)]
    if options.seventh:
        from bench.guard.whole_seventh import PDFS as SEVENTH
        from bench.guard.whole_seventh import SeventhPapers
        from bench.guard.whole_seventh_office import OFFICE as SEVENTH_OFFICE
        from bench.guard.whole_seventh_texts import TEXTS as SEVENTH_TEXTS
        from bench.guard.whole_seventh_texts import SeventhTexts

        return [(SeventhPapers(options.seed), SEVENTH), (SeventhTexts(options.seed), SEVENTH_OFFICE + SEVENTH_TEXTS)]
    if options.eighth:
        from bench.guard.whole_eighth import OTHERS as EIGHTH_OTHERS
        from bench.guard.whole_eighth import PDFS as EIGHTH
        from bench.guard.whole_eighth import EighthOthers, EighthPapers

        return [(EighthPapers(options.seed), EIGHTH), (EighthOthers(options.seed), EIGHTH_OTHERS)]
    if options.ninth:
        from bench.guard.whole_ninth import OTHERS as NINTH_OTHERS
        from bench.guard.whole_ninth import PDFS as NINTH
        from bench.guard.whole_ninth import NinthOthers, NinthPapers

        return [(NinthPapers(options.seed), NINTH), (NinthOthers(options.seed), NINTH_OTHERS)]
    if options.tenth:
        from bench.guard.whole_tenth import OTHERS as TENTH_OTHERS
        from bench.guard.whole_tenth import PDFS as TENTH
        from bench.guard.whole_tenth import TenthOthers, TenthPapers

        return [(TenthPapers(options.seed), TENTH), (TenthOthers(options.seed), TENTH_OTHERS)]
    if options.eleventh:
        from bench.guard.whole_eleventh import OTHERS as ELEVENTH_OTHERS
        from bench.guard.whole_eleventh import PDFS as ELEVENTH
        from bench.guard.whole_eleventh import EleventhOthers, EleventhPapers

        return [(EleventhPapers(options.seed), ELEVENTH), (EleventhOthers(options.seed), ELEVENTH_OTHERS)]
    from bench.guard.whole_office import OFFICE, WholeOffice
    from bench.guard.whole_pdf import PDFS, WholePapers

    return [(WholePapers(options.seed), PDFS), (WholeOffice(options.seed), OFFICE)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="names of papers, parted by commas")
    parser.add_argument("--second", action="store_true", help="papers of whole_second.py instead")
    parser.add_argument("--third", action="store_true", help="papers of whole_third.py instead")
    parser.add_argument("--fourth", action="store_true", help="papers of whole_fourth.py instead")
    parser.add_argument("--fifth", action="store_true", help="papers of whole_fifth.py instead")
    parser.add_argument("--sixth", action="store_true", help="papers of whole_sixth.py instead")
    parser.add_argument("--seventh", action="store_true", help="papers of whole_seventh.py instead")
    parser.add_argument("--eighth", action="store_true", help="papers of whole_eighth.py instead")
    parser.add_argument("--ninth", action="store_true", help="papers of whole_ninth.py instead")
    parser.add_argument("--tenth", action="store_true", help="papers of whole_tenth.py instead")
    parser.add_argument("--eleventh", action="store_true", help="papers of whole_eleventh.py instead")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="write the papers here as they were given")
    options = parser.parse_args()
    from priyom.privacy.engine import load_guard

    sets = chosen(options)
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
