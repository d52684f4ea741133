"""Recordings of screens: every piece of writing is read once, and hidden wherever it goes; the sound is left out."""

from priyom.privacy.files import Masker
from priyom.privacy.recordings.masking import mask_file

MASKERS: dict[str, Masker] = dict.fromkeys(
    ("video/mp4", "video/webm", "video/x-matroska", "video/x-msvideo", "video/quicktime"), mask_file
)

__all__ = ["MASKERS"]
