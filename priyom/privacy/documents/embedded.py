"""Pictures inside documents: masked by the guard of pictures, stored anew; what cannot be read is blank."""

from __future__ import annotations

import hashlib
import io
import warnings

from PIL import Image, UnidentifiedImageError

from priyom.privacy.documents.passages import Graph
from priyom.privacy.files import Finding, Place

FORMATS = {"PNG": "PNG", "JPEG": "JPEG", "GIF": "PNG", "BMP": "PNG", "TIFF": "PNG", "WEBP": "PNG"}
MOST_PIXELS = 40_000_000
MOST_PICTURES = 120
TOO_SMALL = 14  # no letter fits into fewer pixels
QUALITY = 88


class Pictures:
    """Masks the pictures of one document; the same picture twice is read once."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._done: dict[bytes, tuple[bytes, str]] = {}

    def masked(self, content: bytes, part: str) -> tuple[bytes, str]:
        """Return the picture as it may be kept, and its ending («png», «jpg»)."""
        digest = hashlib.sha256(content).digest()
        if digest not in self._done:
            self._done[digest] = self._masked(content, part)
        return self._done[digest]

    def _masked(self, content: bytes, part: str) -> tuple[bytes, str]:
        try:
            if len(self._done) < MOST_PICTURES:
                with warnings.catch_warnings():
                    warnings.simplefilter("error", Image.DecompressionBombWarning)
                    return self._read(content, part)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
            pass
        self.graph.note("PICTURE_REMOVED", part)
        return blank(), "png"

    def _read(self, content: bytes, part: str) -> tuple[bytes, str]:
        with Image.open(io.BytesIO(content), formats=list(FORMATS)) as opened:
            written = FORMATS[opened.format or ""]
            if opened.width * opened.height > MOST_PIXELS:
                raise ValueError("too large")
            picture = _plain(opened)
        if min(picture.size) >= TOO_SMALL:
            picture = self._hidden(picture, part)
        made = io.BytesIO()
        if written == "JPEG":
            picture.convert("RGB").save(made, "JPEG", quality=QUALITY)
        else:
            picture.save(made, written)
        return made.getvalue(), "jpg" if written == "JPEG" else "png"

    def _hidden(self, picture: Image.Image, part: str) -> Image.Image:
        from priyom.privacy.pictures import mask_picture  # here: it brings the reader of letters along

        masked, findings = mask_picture(picture.convert("RGB"), self.graph.knowing)
        for found in findings:
            self.graph.findings.append(Finding(found.kind, Place(part=part), found.box, found.confidence))
        return masked if findings else picture


def _plain(opened: Image.Image) -> Image.Image:
    """Return the pixels alone, on white: what lies beneath full transparency would be kept unseen."""
    opened.load()
    if opened.mode in {"RGBA", "LA", "PA"} or "transparency" in opened.info:
        pixels = opened.convert("RGBA")
        plain = Image.new("RGB", pixels.size, "white")
        plain.paste(pixels, mask=pixels.getchannel("A"))
        return plain
    pixels = opened.convert("L" if opened.mode in {"1", "L"} else "RGB")
    plain = Image.new(pixels.mode, pixels.size)
    plain.paste(pixels)
    return plain


def blank() -> bytes:
    """Return a white picture of one pixel."""
    made = io.BytesIO()
    Image.new("L", (1, 1), 255).save(made, "PNG")
    return made.getvalue()
