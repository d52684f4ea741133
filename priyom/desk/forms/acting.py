"""Forms on a page that others may change meanwhile: a refusal lands on the form, and what was typed stays."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from priyom.base.errors import WrongState
from priyom.base.forms import key_in
from priyom.desk.actions.seen import Seen
from priyom.desk.forms.operations import CheckedForm

Result = TypeVar("Result")


class SeenField(forms.CharField):
    """What the page showed: the ticket's revision, and after a dot the newest fact it knew of."""

    def to_python(self, value: Any) -> Seen | None:  # type: ignore[override]
        """Return what was seen; who says nothing has seen nothing."""
        text = super().to_python(value) or ""
        revision, dot, fact = text.partition(".")
        numbers = key_in(revision), key_in(fact)
        if text and (numbers[0] is None or (dot and numbers[1] is None)):
            raise forms.ValidationError(_("Open the page again: what it knew of the ticket cannot be read."))
        return Seen.at(numbers[0], numbers[1]) if numbers[0] is not None else None


class ActingForm(CheckedForm):
    """A form that calls an action on the ticket as it was seen (``revision``)."""

    outdated = False
    revision = SeenField(required=False)

    def carry_out(self, act: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        """Run the action; None when it refused, with its sentences beside the fields."""
        try:
            return self.result if self.submit(act, *args, **facts) else None
        except WrongState as refusal:
            self.outdated = True
            self.add_error(None, str(refusal))
            return None

    @property
    def status(self) -> int:
        """Return the HTTP status of the page that shows the form."""
        return 409 if self.outdated else super().status
