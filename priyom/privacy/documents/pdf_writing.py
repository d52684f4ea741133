"""A new PDF: each page one picture, and over it the words that stayed, invisible, to be searched and copied."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

QUALITY = 82
GRAYS = 16
MOST_COLOURS, FEW_ODD = 64, 3
# Where words run on a page as it is seen -> what sets it upright, and by how much it is then to be turned to be seen.
TURNS = {
    "right": (None, 0), "down": (Image.Transpose.ROTATE_90, 90), "left": (Image.Transpose.ROTATE_180, 180),
    "up": (Image.Transpose.ROTATE_270, 270),
}  # fmt: skip
FEW = 30_000  # colours: drawn, not photographed


@dataclass(frozen=True, slots=True)
class Shown:
    """A word of the text layer: its box in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    width: float
    height: float


class Writer:
    """Builds one file."""

    def __init__(self) -> None:
        self._pdf = pikepdf.new()
        self._codes: dict[str, int] = {}
        self._font = self._pdf.make_indirect(Dictionary(Type=Name.Font))

    def page(self, width: float, height: float, picture: Image.Image, words: Iterable[Shown], way: str) -> None:
        """Add a page of that size as it is seen, turned so that its words, which run that way, run to the right."""
        back, turn = TURNS[way]
        picture = picture if back is None else picture.transpose(back)
        width, height = (height, width) if turn % 180 else (width, height)
        content = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /P Do Q\n" + "".join(self._word(word) for word in words)
        resources = Dictionary(XObject=Dictionary(P=self._picture(picture)), Font=Dictionary(F=self._font))
        self._pdf.pages.append(
            pikepdf.Page(
                Dictionary(
                    Type=Name.Page, MediaBox=Array([0, 0, round(width, 2), round(height, 2)]), Resources=resources,
                    Contents=self._pdf.make_stream(content.encode("ascii")), Rotate=turn,
                )
            )
        )  # fmt: skip

    def finish(self) -> bytes:
        """Return the file: without properties, names, forms, scripts and history."""
        self._finish_font()
        made = io.BytesIO()
        self._pdf.save(made, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return made.getvalue()

    def _word(self, word: Shown) -> str:
        text = word.text + " "
        codes = "".join(f"{self._codes.setdefault(char, len(self._codes) + 1):04X}" for char in text)
        size = max(1.0, word.height)
        stretch = max(1.0, min(1000.0, 100 * word.width / (0.5 * size * max(1, len(word.text)))))
        return (
            f"BT 3 Tr /F {size:.1f} Tf {stretch:.0f} Tz 1 0 0 1 {word.left:.1f} {word.bottom:.1f} Tm <{codes}> Tj ET\n"
        )

    def _picture(self, picture: Image.Image) -> pikepdf.Object:
        colours: Any = picture.getcolors(FEW)
        stream: pikepdf.Stream
        if colours is None:
            made = io.BytesIO()
            picture.save(made, "JPEG", quality=QUALITY)
            stream = pikepdf.Stream(self._pdf, made.getvalue())
            stream.Filter, stream.ColorSpace, stream.BitsPerComponent = Name.DCTDecode, Name.DeviceRGB, 8
        elif not (odd := [colour for _count, colour in colours if max(colour) - min(colour) >= GRAYS]):
            stream = self._packed(picture.convert("L"), Name.DeviceGray)
        elif len(odd) <= FEW_ODD:
            few, palette = _in_greys(picture, odd)
            space = Array([Name.Indexed, Name.DeviceRGB, len(palette) // 3 - 1, pikepdf.String(palette)])
            stream = self._packed(few, space)
        else:
            few = picture.quantize(MOST_COLOURS, dither=Image.Dither.NONE)
            palette = bytes(few.getpalette() or b"")[: 3 * MOST_COLOURS].ljust(3 * MOST_COLOURS, b"\0")
            space = Array([Name.Indexed, Name.DeviceRGB, MOST_COLOURS - 1, pikepdf.String(palette)])
            stream = self._packed(few, space)
        stream.Type, stream.Subtype = Name.XObject, Name.Image
        stream.Width, stream.Height = picture.size
        return self._pdf.make_indirect(stream)

    def _packed(self, picture: Image.Image, space: pikepdf.Object) -> pikepdf.Stream:
        octets = picture.tobytes()
        if picture.mode == "L":  # sixteen greys do for letters and take a fraction of the room
            octets = octets.translate(bytes(round(grey / 17) * 17 for grey in range(256)))
        stream = pikepdf.Stream(self._pdf, zlib.compress(octets, 6))
        stream.Filter, stream.ColorSpace, stream.BitsPerComponent = Name.FlateDecode, space, 8
        return stream

    def _finish_font(self) -> None:
        lines = [f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for char, code in self._codes.items()]
        blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
        mapped = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
        cmap = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Said def /CMapType 2 def\n"
            f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{mapped}endcmap end end"
        )
        system = Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0)
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=Name.Said, Flags=4, FontBBox=Array([0, 0, 500, 1000]), ItalicAngle=0,
            Ascent=800, Descent=-200, CapHeight=700, StemV=80,
        )  # fmt: skip
        below = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Said, CIDSystemInfo=system, DW=500,
            CIDToGIDMap=Name.Identity, FontDescriptor=self._pdf.make_indirect(descriptor),
        )  # fmt: skip
        self._font.Subtype, self._font.BaseFont, self._font.Encoding = Name.Type0, Name.Said, Name("/Identity-H")
        self._font.DescendantFonts = Array([self._pdf.make_indirect(below)])
        self._font.ToUnicode = self._pdf.make_stream(cmap.encode("ascii"))


def _in_greys(picture: Image.Image, odd: list[tuple[int, int, int]]) -> tuple[Image.Image, bytes]:
    """Return the picture in sixteen greys and a few colours of its own, as paint over a value is, and its palette."""
    numbers = np.array(picture.convert("L").point([(grey + 8) // 17 for grey in range(256)]))
    pixels = np.asarray(picture)
    for number, (red, green, blue) in enumerate(odd, 16):
        numbers[(pixels[..., 0] == red) & (pixels[..., 1] == green) & (pixels[..., 2] == blue)] = number
    palette = bytes(17 * grey for grey in range(16) for _channel in range(3)) + bytes(
        part for one in odd for part in one
    )
    return Image.fromarray(numbers, "P"), palette
