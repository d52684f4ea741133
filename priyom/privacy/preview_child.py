"""Draws one page of an untrusted file. Run as a program of its own, never imported: a bomb takes only itself along.

Reads the file from standard input's descriptor and writes one line of JSON, then the picture. Before a single byte of
the file is looked at: memory, processor and file limits, no privileges, no network, no other program.
"""

import ctypes
import json
import os
import platform
import resource
import struct
import sys
import warnings

import pypdfium2
from PIL import Image, ImageOps

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 20
MOST_PIXELS = 40_000_000
MOST_PDF_PAGES = 500
LONG_SIDE = 1600
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
NOBODY = 65534
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
NO_WALLS = 3
# By architecture: its audit number, then socket, connect, execve, execveat, ptrace.
FORBIDDEN_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 101)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 117)),
}


def main() -> int:
    """Draw the page and return the exit status."""
    page, unwalled_is_fine = int(sys.argv[1]), sys.argv[2] == "unwalled"
    Image.init()
    libc = ctypes.CDLL(None, use_errno=True)
    _limit()
    _drop_privileges()
    apart = libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0
    filtered = _forbid_calls(libc)
    if not (apart or filtered or unwalled_is_fine):
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


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_DATA, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_NOFILE, 32), (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))


def _drop_privileges() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)


def _forbid_calls(libc: ctypes.CDLL) -> bool:
    """Let the kernel refuse sockets and other programs; return whether it agreed."""
    known = FORBIDDEN_CALLS.get(platform.machine())
    if known is None:
        return False
    architecture, calls = known
    rules = [(0x20, 0, 0, 4), (0x15, 1, 0, architecture), (0x06, 0, 0, 0x00050001), (0x20, 0, 0, 0)]
    for place, call in enumerate(calls):
        rules.append((0x15, len(calls) - place, 0, call))  # equal: jump to the refusal behind the permission
    rules += [(0x06, 0, 0, 0x7FFF0000), (0x06, 0, 0, 0x00050001)]  # allow; or answer «not permitted»
    code = b"".join(struct.pack("HBBI", *rule) for rule in rules)
    held = ctypes.create_string_buffer(code, len(code))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("rules", ctypes.c_void_p))

    program = Program(len(rules), ctypes.cast(held, ctypes.c_void_p))
    no_new_privileges, seccomp, filtered = 38, 22, 2
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) != 0:
        return False
    return libc.prctl(seccomp, filtered, ctypes.byref(program), 0, 0) == 0


if __name__ == "__main__":
    sys.exit(main())
