"""The terms as an administrator types them: one number for each kind of things, or nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from priyom.base.forms import Form
from priyom.privacy.retention.actions import LONGEST
from priyom.privacy.retention.perishable import perishables

ASK = _("Give a number of days, or nothing.")


class TermsForm(Form):
    """A field for everything that can be given a term."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for stock in perishables():
            self.fields[stock.code] = forms.IntegerField(
                label=stock.label, required=False, max_value=LONGEST, error_messages={"invalid": ASK, "max_value": ASK}
            )
