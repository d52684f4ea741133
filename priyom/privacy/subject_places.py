"""What privacy and the rooms below keep about a person beside the stocks: names of files, notes about organisations."""

from django.utils.translation import gettext_lazy as _

from priyom.people.models import Installation, Integration, Peculiarity
from priyom.privacy.models import ScreenedFile
from priyom.privacy.subjects.places import is_searched

is_searched("file_names", _("names of files"), ScreenedFile, ("name",))
is_searched("installations", _("notes about what is installed"), Installation, ("note",))
is_searched("integrations", _("systems that are connected"), Integration, ("name", "details"))
is_searched("peculiarities", _("peculiarities of organisations"), Peculiarity, ("text",))
