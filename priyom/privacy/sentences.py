"""Why a file could not be shown: the codes that maskers and quarantine give, as sentences that say what to do."""

import math
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE = 60

SENTENCES: dict[str, Callable[[], str]] = {
    "unknown_type": lambda: _("Files of this kind cannot be checked. Send a picture, a PDF or an Office document."),
    "old_office": lambda: _(
        "DOC, XLS, PPT, XLSB and MSG are not kept. Save it as DOCX, XLSX, PPTX or PDF and send that."
    ),
    "other_archive": lambda: _("7z and RAR are not kept. Pack the files as ZIP, or send them one by one."),
    "other_picture": lambda: _("HEIC and AVIF are not kept. Save the picture as JPEG or PNG and send that."),
    "document_type": lambda: _(
        "XML with a document type of its own is not kept. Remove the DOCTYPE line, or send text."
    ),
    "unreadable": lambda: _("The file is damaged or protected. Send it once more, or as a picture."),
    "encrypted": lambda: _("The file is locked with a password. Send it without one."),
    "too_large": lambda: _("There is too much in this file. Send the part that matters, or a picture of it."),
    "too_many_members": lambda: _("There is too much in this file. Send the part that matters, or a picture of it."),
    "too_many_pages": lambda: _("There is too much in this file. Send the part that matters, or a picture of it."),
    "too_long": lambda: _("There is too much in this file. Send the part that matters, or a picture of it."),
    "recording_too_long": lambda: _("The recording is longer than five minutes. Send the part that matters."),
    "too_deep": lambda: _("Too much is packed within one another. Send the file itself."),
    "nothing_left": lambda: _("Nothing in this archive could be checked. Send the files one by one."),
    "moving_picture": lambda: _("Moving pictures are not kept. Send a recording in MP4, or one picture."),
    "no_picture": lambda: _("There is no picture in this recording. Send one that shows something."),
    "too_slow": lambda: _("Checking took too long. Send a smaller part of it, or a picture."),
    "late": lambda: _("Checking took too long. Send a smaller part of it, or a picture."),
    "expired": lambda: _("It could not be checked in time and was destroyed unseen. Send it once more."),
    "term": lambda: _("Its time was over, and it was destroyed."),
    "asked": lambda: _("It was destroyed on a person's request."),
    "lost": lambda: _("It is no longer there. Send it once more."),
}


def sentence_of(reason: str) -> str:
    """Return why the file is not shown."""
    if reason in SENTENCES:
        return SENTENCES[reason]()
    return _("It could not be checked. Send it in another form, for example as a picture.")


def how_far(percent: int, seconds: float) -> str:
    """Return how far the guard has come, and how long it may still take."""
    if seconds < MINUTE:
        return _("%(percent)s %%, less than a minute left") % {"percent": percent}
    minutes = math.ceil(seconds / MINUTE)
    said = ngettext(
        "%(percent)s %%, about %(minutes)s minute left", "%(percent)s %%, about %(minutes)s minutes left", minutes
    )
    return said % {"percent": percent, "minutes": minutes}
