"""What letters leave behind of a person: the journal's sender, subject and beginning."""

from django.utils.translation import gettext_lazy as _

from priyom.channels.models import IncomingLetter
from priyom.privacy.subjects.places import is_searched

is_searched(
    "journal", _("journal of letters"), IncomingLetter, ("sender", "return_path", "subject", "beginning")
)  # fmt: skip
