"""What a person wrote, made fit to be kept: masked, not empty, not endless."""

from django.utils.translation import gettext as _

from priyom.base.errors import Invalid
from priyom.privacy.actions import screen_text

MAX_BODY = 100_000


def fit_to_keep(body: str, *, if_empty: str) -> str:
    """Return the masked text, or refuse it with a sentence beside ``body``; ``if_empty`` asks for words."""
    text = screen_text(body.strip()).masked
    if not text:
        raise Invalid(_("Nothing was written."), errors={"body": [if_empty]})
    if len(text) > MAX_BODY:
        raise Invalid(
            _("The text is too long."),
            errors={"body": [_("At most %(most)s characters; put the rest into a file.") % {"most": MAX_BODY}]},
        )
    return text
