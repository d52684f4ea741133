"""Measures the guard on documents: `python -m bench.guard.documents`. Prints what leaked, by corner, and what else was hidden.

A value counts as leaked when another reader than the guard's finds it in any octet of the result: for names, the surname alone.
"""

import argparse
import email
import email.policy
import gzip
import html
import io
import os
import re
import secrets
import tarfile
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bench.guard.coded import said_in_codes
from bench.guard.papers import Paper, Printer

KINDS = ("docx", "xlsx", "odt", "ods", "csv", "txt", "json", "html", "rtf")
MOST_LEAKED, FEWEST_KEPT = 0.003, 0.95
WORD = re.compile(r"[^\W_]+")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", choices=("tuned", "apart"))
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--show", type=int, default=0, help="this many leaks and hidden words of the tuned part")
    parser.add_argument("--corners", action="store_true", help="the documents of corners.py and coded.py")
    options = parser.parse_args()
    if options.corners:
        corners(options)
        return
    from priyom.privacy.engine import load_guard

    guard = load_guard()
    for part in [options.part] if options.part else ["tuned", "apart"]:
        tell(part, Printer(part, options.seed), options.kinds.split(","), guard, options)


def corners(options) -> None:
    """Measure the documents whose corners `papers` lacks."""
    from bench.guard.coded import KINDS as ALL
    from bench.guard.coded import Coded
    from priyom.privacy.engine import load_guard

    kinds = ALL if options.kinds == ",".join(KINDS) else options.kinds.split(",")
    tell("corners", Coded("fourth", options.seed), kinds, load_guard(), options)


def tell(title, printer, kinds, guard, options) -> None:
    """Measure documents of these kinds as the printer makes them, and print their table."""
    total = Tally()
    print(f"\n## {title}\n| kind | files | refused | values | leaked | other text kept | CPU s a file |")
    for kind in kinds:
        tally = Tally()
        for _ in range(options.rounds):
            measure(guard, getattr(printer, kind)(), tally, show=options.show)
        tally.line(kind)
        total += tally
    total.line("all")
    print("  leaked by corner:", dict(total.corners) or "none")


class Tally(Counter):
    """Counts of one kind of file."""

    def __init__(self) -> None:
        super().__init__()
        self.corners: Counter = Counter()

    def __iadd__(self, other):
        self.update(other)
        self.corners.update(other.corners)
        return self

    def line(self, kind: str) -> None:
        files, values = max(1, self["files"]), max(1, self["values"])
        leak, kept = self["leaked"] / values, self["kept"] / max(1, self["words"])
        said = "" if leak <= MOST_LEAKED and kept >= FEWEST_KEPT else " BELOW"
        print(
            f"| {kind} | {self['files']} | {self['refused']} | {values} | {leak:.4f} | {kept:.4f} | {self['ms'] / files / 1000:.2f} |{said}"
        )


def measure(guard, paper: Paper, tally: Tally, *, show: int) -> None:
    from priyom.privacy.files import Refused, TextGuard, mask_with
    from priyom.privacy.masking import People

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "given", Path(folder) / "made"
        source.write_bytes(paper.content)
        began = time.process_time()
        try:
            mask_with(source, target, name=paper.name, guard=TextGuard(guard, People(secrets.token_bytes(32))))
        except Refused as refused:
            print(f"  {paper.name} refused: {refused.reason} {refused.__cause__!r}"[:300])
            tally["refused"] += 1
            return
        tally["ms"] += int(1000 * (time.process_time() - began))
        made = target.read_bytes()
    tally["files"] += 1
    texts = read_again(made)
    said = " ".join(texts)
    before = " ".join(read_again(paper.content)) if made.startswith(b"%PDF") else None
    score(paper, said, tally, show, before)


def score(paper: Paper, said: str, tally: Tally, show: int, before: str | None) -> None:
    """Count. What the reader could not read in the given paper either is no word that was hidden."""
    readable = None if before is None else {word.lower().replace("ё", "е") for word in WORD.findall(before)}
    solid, words = {flat(said)}, Counter(word.lower().replace("ё", "е") for word in WORD.findall(said))
    innocent = {word.lower().replace("ё", "е") for text in paper.clean for word in WORD.findall(text)}
    for value, label, corner in paper.gold:
        tally["values"] += 1
        surname = value.split()[0].lower().replace("ё", "е") if label == "PERSON" else ""
        seen = words[surname] > 0 and surname not in innocent if surname else any(flat(value) in text for text in solid)
        if seen:
            tally["leaked"] += 1
            tally.corners[f"{corner} {label}"] += 1
            if show:
                at = said.find(value.split()[0])
                print(f"  LEAK {label} {value!r} in {corner} of {paper.name}: …{said[max(0, at - 50) : at + 40]!r}")
    for text in paper.clean:
        for word in WORD.findall(text):
            if readable is not None and word.lower().replace("ё", "е") not in readable:
                continue
            tally["words"] += 1
            if words[word.lower().replace("ё", "е")]:
                tally["kept"] += 1
            elif show:
                print(f"  HIDDEN {word!r} of {text[:120]!r}")


def flat(text: str) -> str:
    return "".join(char for char in text.lower().replace("ё", "е") if char.isalnum())


def read_again(content: bytes) -> list[str]:
    """Return all that can be read in the octets, by means that share nothing with the guard."""
    if content.startswith(b"\x1f\x8b"):
        return read_again(gzip.decompress(content))
    if content[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(content)) as packed:
            return [t for i in packed if i.isreg() for t in (i.name, *read_again(packed.extractfile(i).read()))]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return [text for info in packed.infolist() for text in (info.filename, *read_again(packed.read(info)))]
    if content.startswith(b"%PDF"):
        return read_paper(content)
    if content.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        return []
    if b"\nMIME-Version: 1.0" in content[:4000] or content.startswith(b"Subject:"):
        letter = email.message_from_bytes(content, policy=email.policy.default)
        return [str(value) for part in letter.walk() for _name, value in part.items()] + [
            text for part in letter.walk() if not part.is_multipart() for text in read_again(part.get_payload(decode=True) or b"")
        ]  # fmt: skip
    if content.startswith(b"{\\rtf"):
        return [unrtf(content.decode("ascii", "replace"))]
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return [content.decode("utf-16", "ignore")]
    text = next((text for coding in ("utf-8-sig",) if (text := decoded(content, coding))), None)
    texts = (
        [text]
        if text is not None
        else [decoded(content, coding, "ignore") for coding in ("cp1251", "koi8-r", "cp866", "utf-16-le")]
    )
    return [one for text in texts for one in (plain(text), *said_in_codes(text))]


def plain(text: str) -> str:
    text = html.unescape(re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), unquote(text)))
    if "<" in text and ">" in text:
        return re.sub(
            r"</?(?:\w+:)?(?:p|tr|td|tc|c|row|div|li|comment|table-cell|PatientLastName|note|v|si|t|h|creator|title|b)\b[^>]*>",
            " ",
            re.sub(r"</(?:w:)?t></w:r><w:r><w:t[^>]*>", "", text),
        ).replace("&quot;", '"')
    return text


def decoded(content: bytes, coding: str, errors: str = "strict") -> str | None:
    try:
        return content.decode(coding, errors)
    except UnicodeDecodeError:
        return None


def unrtf(text: str) -> str:
    text = re.sub(r"(\\[a-z]{2,}-?\d*)(?=[\r\n\\])", r"\1 ", text)
    text = re.sub(r"[\r\n]+", "", text)  # breaks of lines mean nothing there
    text = re.sub(r"\\u(-?\d+) ?\??", lambda found: chr(int(found[1]) % 65536), text)
    return re.sub(r"\\'([0-9a-f]{2})", lambda found: bytes.fromhex(found[1]).decode("cp1251", "replace"), text)


def read_paper(content: bytes) -> list[str]:
    """Return the text layer by pypdf, and what tesseract reads on each page drawn anew."""
    import pypdf
    import pypdfium2
    import tesserocr

    reader = pypdf.PdfReader(io.BytesIO(content))
    texts = [page.extract_text() for page in reader.pages] + [str(reader.metadata), str(reader.outline)]
    paper = pypdfium2.PdfDocument(content)
    with tesserocr.PyTessBaseAPI(
        path="/usr/share/tesseract-ocr/5/tessdata", lang="rus+eng", psm=tesserocr.PSM.SPARSE_TEXT
    ) as reads:
        for page in paper:
            reads.SetImage(page.render(scale=200 / 72).to_pil().convert("RGB"))
            texts.append(reads.GetUTF8Text())
    return texts


if __name__ == "__main__":
    main()
