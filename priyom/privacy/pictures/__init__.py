"""Pictures: what is written on them is read, found and painted over, solidly; then they are read once more.

`mask_picture` is for whoever meets a picture inside another file; `formats` opens and writes files.
"""

from priyom.privacy.files import Masker
from priyom.privacy.pictures.formats import mask_file
from priyom.privacy.pictures.masking import mask_codes, mask_picture
from priyom.privacy.pictures.reading import warm

MASKERS: dict[str, Masker] = dict.fromkeys(
    ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff"), mask_file
)

__all__ = ["MASKERS", "mask_codes", "mask_picture", "warm"]
