"""What people typed about people, checked. A refusal of an action comes back to the fields it names."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django import forms

from priyom.base.forms import Form, key_in
from priyom.people.models import Organisation

Done = TypeVar("Done")


class DirectoryForm(Form):
    """A form of the directory; fields in ``combos`` are found by typing, at the address of this URL name."""

    use_required_attribute = False
    combos: dict[str, str] = {}
    wide: tuple[str, ...] = ()  # fields that take the whole width of the page

    def carry_out(self, action: Callable[..., Any], *given: Any, **more: Any) -> Any:
        """Run the action with what was typed; None when something is wrong, which the form then says."""
        return self.result if self.submit(partial(action, *given, **more)) else None

    @property
    def sentences(self) -> dict[str, list[str]]:
        """Return what is wrong: field → sentences; an empty name is the whole form."""
        named = self.errors.items()
        return {("" if name == "__all__" else name): [str(text) for text in texts] for name, texts in named}

    @property
    def labels(self) -> dict[str, str]:
        """Return what each field is called, for the list of what is wrong."""
        return {name: str(field.label) for name, field in self.fields.items()}

    def choices_of(self, name: str) -> list[tuple[Any, Any]]:
        """Return the choices of a select as pairs of plain values and words."""
        return [(getattr(key, "value", key), words) for key, words in self.fields[name].choices]  # type: ignore[attr-defined]

    def shown(self, name: str) -> str:
        """Return the words for the value of a field that is found by typing."""
        value = self[name].value()
        if key_in(value) is None:
            return str(value or "")
        return Organisation.objects.filter(pk=value).values_list("short_name", flat=True).first() or ""


class OrganisationField(forms.ModelChoiceField):
    """An organisation found by typing, among those in use; the page never lists them all."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Organisation.objects.active().select_related("region"), **options)
