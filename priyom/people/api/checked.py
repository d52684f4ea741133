"""What a program sent, checked by the very form that checks what a person typed."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid
from priyom.people.forms import DirectoryForm


def submitted(form: DirectoryForm, action: Callable[..., Any], *given: Any, **more: Any) -> Any:
    """Check the form and act; a refusal names the fields as the program knows them."""
    done = form.carry_out(action, *given, **more)
    if form.errors:
        raise Invalid(_("The request could not be understood."), errors=form.sentences)
    return done


def as_it_is(thing: Model, form: DirectoryForm) -> dict[str, Any]:
    """Return what the form would show of the thing, so that a program sends only what it changes."""
    return {name: thing.serializable_value(name) for name in form.fields}


def said(payload: Any) -> dict[str, Any]:
    """Return what was sent, without what was left out."""
    return dict(payload.dict(exclude_unset=True))


def unknown(field: str, sentence: str) -> Invalid:
    """Return the refusal of a code that names nothing, or nothing within reach."""
    return Invalid(sentence, errors={field: [sentence]})
