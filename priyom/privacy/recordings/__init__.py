"""Recordings of screens: every piece of writing is read once, and hidden wherever it goes; the sound is left out.

`masking` leads a recording from its frames to the masked one; `length` says how long it is, whatever its header claims.

    watching    frame by frame: what is new is read and decided on
    pieces      recognises writing that was seen before, wherever it has moved; `carrying`: what stood still or scrolled
    seen        where every piece stood in each frame, packed
    spreading   what is hidden stays so while it stays: half typed, half covered, fading
    agreeing    uncovers what few frames hid, and everybody knows
    covering    what is painted over in each frame, and what the report tells of it
    proof       frames are read once more, whole, in another way
"""

from priyom.privacy.files import Masker
from priyom.privacy.recordings.masking import mask_file

MASKERS: dict[str, Masker] = dict.fromkeys(
    ("video/mp4", "video/webm", "video/x-matroska", "video/x-msvideo", "video/quicktime"), mask_file
)

__all__ = ["MASKERS"]
