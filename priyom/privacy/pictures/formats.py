"""Opens and writes files of pictures: the same type and size, drawn anew, so that nothing hides behind the last pixel.

Metadata, profiles, thumbnails, what lies under transparent pixels: none of it is copied. Moving pictures are refused.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps, ImageSequence

from priyom.privacy.files import FileReport, Finding, Place, Refused, TextGuard
from priyom.privacy.pictures.masking import mask_picture

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
MOST_PIXELS = 40_000_000
MOST_PAGES = 30
BYTE = 255
HOW: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90},
    "WEBP": {"quality": 90, "method": 3},
    "PNG": {"compress_level": 6},
    "TIFF": {"compression": "tiff_deflate"},
}


def mask_file(source: Path, target: Path, *, name: str, guard: TextGuard) -> FileReport:  # noqa: ARG001 - the seam's
    """Mask every page of the picture."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(source, formats=FORMATS) as opened:
            kind, pages = str(opened.format), getattr(opened, "n_frames", 1)
            if kind == "MPO":
                kind, pages = "JPEG", 1  # the further ones are previews of the first
            if kind != "TIFF" and pages > 1:
                raise Refused("moving_picture")
            if pages > MOST_PAGES:
                raise Refused("too_large")
            drawn, findings = _pages(opened, pages, guard)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("too_large") from error
    rest: dict[str, Any] = {"save_all": True, "append_images": drawn[1:]} if len(drawn) > 1 else {}
    with target.open("w+b") as made:
        drawn[0].save(made, kind, **HOW.get(kind, {}), **rest)
    sizes = (drawn[0].size,) if len(drawn) == 1 else ()
    return FileReport("masked" if findings else "clean", Image.MIME[kind], findings=tuple(findings), pages=sizes)


def _pages(opened: Image.Image, pages: int, guard: TextGuard) -> tuple[list[Image.Image], list[Finding]]:
    drawn: list[Image.Image] = []
    findings: list[Finding] = []
    for number, page in enumerate(ImageSequence.Iterator(opened), 1):
        masked, found = mask_picture(flat(page), guard)
        drawn.append(masked)
        place = Place(page=number) if pages > 1 else Place()
        findings += [replace(finding, place=place) for finding in found]
        guard.progress(number / pages)
        if number == pages:
            break
    return drawn, findings


def flat(picture: Image.Image) -> Image.Image:
    """Return the picture as a person sees it: turned by its mark, opaque, in three colours, with nothing attached."""
    turned = ImageOps.exif_transpose(picture)
    if turned.width * turned.height > MOST_PIXELS:
        raise Refused("too_large")
    if turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info:
        whole = Image.new("RGBA", turned.size, "white")
        whole.alpha_composite(turned.convert("RGBA"))
        turned = whole
    elif turned.mode.startswith("I"):  # sixteen bits
        deep = np.asarray(turned, dtype=np.int64)
        turned = Image.fromarray((deep // 257 if deep.max(initial=0) > BYTE else deep).clip(0, BYTE).astype(np.uint8))
    bare = Image.new("RGB", turned.size)
    bare.paste(turned.convert("RGB"))
    return bare
