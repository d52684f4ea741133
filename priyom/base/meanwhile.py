"""A form of something that others may change while its page is open: what a person did not touch is not overwritten.

The page carries along what its fields showed. When it comes back, each field is one of three: untouched, then what
stands there today is kept; touched by this person alone, then it is saved; changed by both, then nothing is saved, the
page shows what was typed and says what the other one wrote, and a second save decides. Fields whose meaning depends on
each other («4» and «working hours») are compared as one.
"""

import json
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import Model, QuerySet
from django.forms.utils import pretty_name
from django.http import QueryDict
from django.utils.translation import gettext as _

from priyom.base.forms import Form

Raw = list[str]


class MeanwhileForm(Form):
    """A form with ``initial`` as things stand today, whose page has a hidden field ``seen``."""

    together: tuple[tuple[str, ...], ...] = ()  # fields that are one fact
    contested = False

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.joined: list[str] = []  # fields in which somebody else's change was kept

    @property
    def seen(self) -> str:
        """Return what the fields show, for the page to carry along."""
        return json.dumps({name: self._today(name) for name in self.fields}, ensure_ascii=False)

    def kept(self, sentence: str) -> str:
        """Return what is said after a save, with the fields in which somebody else's change was kept."""
        if not self.joined:
            return sentence
        names = ", ".join(str(self.fields[name].label or pretty_name(name)) for name in self.joined)
        joined = _("What somebody else has changed meanwhile stays: %(fields)s.") % {"fields": names}
        return f"{sentence} {joined}"

    @property
    def status(self) -> int:
        """Return 409 when somebody was faster, otherwise as any form."""
        return 409 if self.contested else super().status

    def full_clean(self) -> None:
        """Check what was typed, together with what changed meanwhile."""
        seen = self._seen() if self.is_bound and self.initial else {}  # a preview has nothing to compare with
        contested = [fact for fact in self._facts() if self._joins(fact, seen)] if seen else []
        super().full_clean()
        for name in (name for fact in contested for name in fact if self._today(name) != seen.get(name)):
            self.contested = True
            self.add_error(name, self._said_by_the_other(name))

    def _seen(self) -> dict[str, Raw]:
        """Return what the page showed; a page that says nothing sensible showed nothing."""
        try:
            seen = json.loads(self.data.get("seen") or "{}")
        except (ValueError, RecursionError):
            return {}
        if not isinstance(seen, dict):
            return {}
        return {name: raw for name, raw in seen.items() if isinstance(raw, list) and name in self.fields}

    def _facts(self) -> Iterable[tuple[str, ...]]:
        of_many = {name for fact in self.together for name in fact}
        return (*self.together, *((name,) for name in self.fields if name not in of_many))

    def _joins(self, fact: tuple[str, ...], seen: dict[str, Raw]) -> bool:
        """Bring a fact up to today when this person left it alone; say whether both changed it, and differently."""
        fact = tuple(name for name in fact if name in seen)
        was, today = [seen[name] for name in fact], [self._today(name) for name in fact]
        typed = [self._typed(name) for name in fact]
        if today in (was, typed):
            return False
        if typed != was:
            return True
        data = cast(QueryDict, self.data).copy()
        for name, raw in zip(fact, today, strict=True):
            data.setlist(self.add_prefix(name), raw)
            if raw != seen[name] and not self.fields[name].widget.is_hidden:
                self.joined.append(name)
        self.data = data
        return False

    def _today(self, name: str) -> Raw:
        """Return what an unchanged page would send for the field."""
        field = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        if isinstance(field.widget, forms.CheckboxInput):
            return ["on"] if value else []
        if isinstance(field.widget, forms.Select | forms.MultipleHiddenInput):
            return _raw(value)
        return _raw(field.widget.format_value(value) if value is not None else None)

    def _typed(self, name: str) -> Raw:
        widget = self.fields[name].widget
        value = widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        return (["on"] if value else []) if isinstance(widget, forms.CheckboxInput) else _raw(value)

    def _said_by_the_other(self, name: str) -> str:
        field, raw = self.fields[name], self._today(name)
        if isinstance(field.widget, forms.CheckboxInput):
            raw = [_("ticked") if raw else _("not ticked")]
        words = ", ".join(_words_of(field, raw))
        if not words:
            return _("Somebody else has emptied this meanwhile. To keep yours, save again.")
        return _("Somebody else has changed this meanwhile: “%(words)s”. To keep yours, save again.") % {"words": words}


def _words_of(field: forms.Field, raw: Raw) -> Raw:
    """Return what the reader calls the values; rows are looked up, the table may be long."""
    if isinstance(field, forms.ModelChoiceField):
        rows = cast(QuerySet[Model], field.queryset).model._default_manager  # noqa: SLF001 - as the field itself does
        return [str(each) for each in rows.filter(**{f"{field.to_field_name or 'pk'}__in": raw})]
    choices = {str(getattr(key, "value", key)): str(words) for key, words in getattr(field, "choices", ())}
    return [choices.get(each, each) for each in raw]


def _raw(value: Any) -> Raw:
    """Return a value as a browser sends it, so that two of them can be compared."""
    if isinstance(value, list | tuple | set | frozenset):
        return sorted(raw for each in value for raw in _raw(each))
    text = "" if value is None else str(getattr(value, "pk", getattr(value, "value", value)))
    text = text.replace("\r\n", "\n").strip()
    return [text] if text else []
