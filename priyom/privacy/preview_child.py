"""Draws one page of an untrusted file. Run as a program of its own, never imported: a bomb takes only itself along.

Reads the file from standard input's descriptor and writes one line of JSON, then the picture. Before a single byte of
the file is looked at: memory, processor and file limits, no privileges, no network, no other program.
"""

import json
import os
import sys
import warnings
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

sys.path.append(str(Path(__file__).parents[2]))  # a program of its own does not know where the product lies

from priyom.base.walls import NO_WALLS, Limits, stand_behind_walls

LIMITS = Limits(memory=512 * 1024 * 1024, cpu_seconds=20)
MOST_PIXELS = 40_000_000
MOST_PDF_PAGES = 500
LONG_SIDE = 1600
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")


def main() -> int:
    """Draw the page and return the exit status."""
    page, unwalled_is_fine = int(sys.argv[1]), sys.argv[2] == "unwalled"
    Image.init()
    if not stand_behind_walls(LIMITS, unwalled_is_fine=unwalled_is_fine):
        return NO_WALLS
    with os.fdopen(0, "rb") as given:
        is_pdf = given.peek(5)[:5] == b"%PDF-"
        picture, pages = _page_of_pdf(given, page) if is_pdf else (_picture(given), 1)
    picture.thumbnail((LONG_SIDE, LONG_SIDE))
    header = {"width": picture.width, "height": picture.height, "pages": pages}
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n")
    # A picture drawn anew: no metadata, no colour profile, nothing behind the last pixel.
    picture.save(sys.stdout.buffer, "WEBP", quality=82, method=3)
    return 0


def _picture(given: object) -> Image.Image:
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    opened = Image.open(given, formats=FORMATS)  # type: ignore[arg-type]
    opened.draft("RGB", (LONG_SIDE, LONG_SIDE))
    picture = ImageOps.exif_transpose(opened)
    return picture.convert("RGBA" if "transparency" in picture.info or picture.mode in {"RGBA", "LA"} else "RGB")


def _page_of_pdf(given: object, page: int) -> tuple[Image.Image, int]:
    document = pypdfium2.PdfDocument(given.read())  # type: ignore[attr-defined]
    if len(document) > MOST_PDF_PAGES:
        raise ValueError("too many pages")
    drawn = document[page - 1]
    scale = LONG_SIDE / max(drawn.get_width(), drawn.get_height(), 1.0)
    return drawn.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB"), len(document)


if __name__ == "__main__":
    sys.exit(main())
