"""What people typed about being told."""

from collections.abc import Mapping

from django import forms

from priyom.channels.models import Letter
from priyom.channels.queries import Choice


class DeliveryFilter(forms.Form):
    """Which letters to list."""

    state = forms.ChoiceField(choices=[("", ""), *Letter.State.choices], required=False)
    before = forms.IntegerField(min_value=1, required=False)


def wishes_in(posted: Mapping[str, str], choices: list[Choice]) -> dict[str, tuple[bool, str]]:
    """Return what was ticked and chosen for each group that was on the page."""
    return {
        choice.group: (f"{choice.group}-bell" in posted, posted.get(f"{choice.group}-letters", choice.letters))
        for choice in choices
    }
