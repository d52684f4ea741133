"""Pictures: what is written on them is read, found and painted over, solidly; then they are read once more.

`mask_picture` is for whoever meets a picture inside another file; `formats` opens and writes files. `masking` leads one
picture through all of it:

    measure · straight · turned     how large its letters are; a photograph is set straight, a page on its side turned
    ink · dashes · pieces           backgrounds, rules and frames go; what is left is cut into lines
    reading · placing               words with their boxes
    repairing · misread             what readers confuse is put right
    layout                          rows and cells

    finding                         asks the rules of texts about the rows, and then those below
    headings · heads · columns      tables: what a heading says of the cells under it
    fields · values                 forms: labels and their values
    shapes · separated              one row by its shape; lines whose fields a sign parts
    beside · parallel · alignment   what stands beside somebody, where others of its kind stand, in one column
    numbered · old_dates · addresses
                                    numbers, births and addresses that no word calls so
    cut                             what a window over it leaves of a value
    elsewhere                       what was surely found, in its other places
    organisations                   lists of hospitals keep their addresses
    barcodes                        bars and squares

    painting                        a solid fill with the kind in it
    proof · proving                 what stays visible is read again, in another way; which boxes prove themselves
"""

from priyom.privacy.files import Masker
from priyom.privacy.pictures.formats import mask_file
from priyom.privacy.pictures.masking import mask_codes, mask_picture
from priyom.privacy.pictures.reading import warm

MASKERS: dict[str, Masker] = dict.fromkeys(
    ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff"), mask_file
)

__all__ = ["MASKERS", "mask_codes", "mask_picture", "warm"]
