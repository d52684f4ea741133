"""Forms that hand their checked values to an action, and take its refusal back to the fields it names."""

from collections.abc import Callable
from typing import Any, Self

from django import forms
from django.http import HttpRequest

from priyom.base.errors import Invalid

LONGEST_KEY = 18  # digits that surely fit into a row's id


def key_in(text: object) -> int | None:
    """Return the id of a row that was typed or posted, or None: «²» and five thousand nines are digits, too."""
    given = str(text or "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= LONGEST_KEY else None


class Form(forms.Form):
    """A form whose page shows again what was typed, with a sentence beside the field that must change."""

    result: Any = None

    @classmethod
    def of(cls, request: HttpRequest, **options: Any) -> Self:
        """Return the form filled by a POST, or the form to be filled in."""
        return cls(request.POST if request.method == "POST" else None, **options)

    def submit(self, action: Callable[..., Any], *args: Any, **facts: Any) -> bool:
        """Check, then call the action, with the checked values unless others are given; say whether it went through."""
        if not self.is_bound or not self.is_valid():
            return False
        try:
            self.result = action(*args, **(facts if args or facts else self.cleaned_data))
        except Invalid as refused:
            self._take_back(refused)
        return not self.errors

    @property
    def status(self) -> int:
        """Return the HTTP status of the page that shows the form."""
        return 422 if self.is_bound and self.errors else 200

    def _take_back(self, refused: Invalid) -> None:
        if refused.message:
            self.add_error(None, str(refused.message))
        for name, texts in refused.errors.items():
            for text in texts:
                self.add_error(name if name in self.fields else None, str(text))
