"""The form that brings a table."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from priyom.people.forms import DirectoryForm
from priyom.people.models import Import
from priyom.people.sheets import MAX_BYTES


class BringForm(DirectoryForm):
    kind = forms.ChoiceField(label=_("What the table holds"), choices=Import.Kind.choices)
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("CSV, up to 10 MB: any usual encoding and delimiter.")
    )
    text = forms.CharField(
        label=_("Or paste the rows here"), required=False, strip=False, max_length=900_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("With the heading; as copied from a spreadsheet."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        file, text = given.pop("file", None), given.pop("text", "")
        if file and file.size > MAX_BYTES:
            self.add_error("file", _("The table is too large: up to 60,000 rows and 10 MB at once."))
        elif not file and not text.strip() and not self.errors:
            self.add_error("file", _("Choose a file or paste the rows."))
        else:
            given["content"] = file.read() if file else text
        return given
