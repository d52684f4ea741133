"""Where a box is drawn on a picture: four numbers, in percent of the picture, typed or taken from the mouse."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from priyom.base.forms import Form

WHOLE = 100.0
Size = tuple[int, int]


def _share(label: Any) -> forms.FloatField:
    said = _("Give four numbers from 0 to 100.")
    errors = {"required": said, "invalid": said, "min_value": said, "max_value": said}
    return forms.FloatField(label=label, min_value=-WHOLE, max_value=2 * WHOLE, error_messages=errors)


class BoxForm(Form):
    """A place on a picture; what lies beyond its edge is cut off by the action."""

    left = _share(_("From the left"))
    top = _share(_("From above"))
    width = _share(_("Width"))
    height = _share(_("Height"))

    def place(self, size: Size) -> tuple[int, int, int, int]:
        """Return the place in pixels of a picture of this size."""
        given = self.cleaned_data
        across, down = size[0] / WHOLE, size[1] / WHOLE
        return (
            round(given["left"] * across), round(given["top"] * down),
            round(given["width"] * across), round(given["height"] * down),
        )  # fmt: skip

    def said(self) -> list[str]:
        """Return what is wrong with the place, each sentence once."""
        return list(dict.fromkeys(str(text) for texts in self.errors.values() for text in texts))
