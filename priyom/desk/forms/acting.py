"""Forms on a page that others may change meanwhile: a refusal lands on the form, and what was typed stays."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms

from priyom.base.errors import WrongState
from priyom.desk.forms.operations import CheckedForm

Result = TypeVar("Result")


class ActingForm(CheckedForm):
    """A form that calls an action on the ticket as it was seen (``revision``)."""

    outdated = False
    revision = forms.IntegerField(required=False, min_value=0)

    def carry_out(self, act: Callable[..., Result], *args: Any, **facts: Any) -> Result | None:
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
