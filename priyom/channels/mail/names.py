"""Names of files as strangers give them, made into names that are safe to show and to save."""

import re

from priyom.channels.mail.headers import encoded_words
from priyom.channels.mail.letter import MOST_NAME
from priyom.channels.mail.signs import one_line

_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
LONGEST_ENDING = 20


def safe_name(given: str) -> tuple[str, bool]:
    """Return the name without a folder, a device, a control or a direction override, and whether it was shortened."""
    name = one_line(encoded_words(given)[0])[0]
    if _DRIVE.match(name) or "/" in name or name.startswith(("\\", "..")):
        name = re.split(r"[\\/]", name)[-1] or name
    name = _FORBIDDEN.sub("_", name).strip(" .\u3000")
    if _DEVICE.match(name):
        name = "_" + name
    if len(name) <= MOST_NAME:
        return name, False
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        return name[:MOST_NAME].rstrip(" ."), True
    return f"{stem[: MOST_NAME - len(ending) - 1].rstrip(' .')}.{ending}", True


def name_for(content_type: str, place: int) -> str:
    """Return a name for a part that has none."""
    ending = ENDINGS.get(content_type) or "bin"
    return f"part-{place}.{ending}"


ENDINGS = {
    "text/plain": "txt", "text/html": "html", "text/calendar": "ics", "text/csv": "csv", "text/rtf": "rtf",
    "application/rtf": "rtf", "image/png": "png", "image/jpeg": "jpg", "image/jpg": "jpg", "image/gif": "gif",
    "image/webp": "webp", "image/bmp": "bmp", "image/tiff": "tiff", "image/svg+xml": "svg", "application/pdf": "pdf",
    "application/zip": "zip", "application/xml": "xml", "text/xml": "xml", "application/json": "json",
    "message/rfc822": "eml", "message/partial": "eml", "message/delivery-status": "txt",
    "message/disposition-notification": "txt", "message/feedback-report": "txt", "text/rfc822-headers": "txt",
    "application/pkcs7-mime": "p7m", "application/x-pkcs7-mime": "p7m", "application/pkcs7-signature": "p7s",
    "application/x-pkcs7-signature": "p7s", "application/pgp-signature": "asc", "application/pgp-encrypted": "asc",
    "application/ms-tnef": "dat", "audio/mpeg": "mp3", "video/mp4": "mp4", "text/vcard": "vcf", "text/x-vcard": "vcf",
}  # fmt: skip
