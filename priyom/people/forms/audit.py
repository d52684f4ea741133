"""What the audit trail is asked."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from priyom.base import audit
from priyom.base.forms import Form
from priyom.people.models import User


class AuditForm(Form):
    """A person, a kind, a thing, a period; everything may be left out."""

    source = forms.CharField(required=False, max_length=20)
    person = forms.CharField(label=gettext_lazy("Who (login)"), required=False, max_length=254)
    kind = forms.CharField(label=gettext_lazy("What was done"), required=False, max_length=60)
    about = forms.CharField(label=gettext_lazy("About what"), required=False, max_length=20)
    which = forms.CharField(label=gettext_lazy("Which"), required=False, max_length=60)
    since = forms.DateField(label=gettext_lazy("From the day"), required=False)
    until = forms.DateField(label=gettext_lazy("To the day"), required=False)
    before = forms.IntegerField(required=False, min_value=1)

    def clean_person(self) -> int | None:
        login = self.cleaned_data["person"].strip().lower()
        if not login:
            return None
        found = User.objects.filter(login=login).first()
        if found is None:
            raise forms.ValidationError(_("There is no such person."))
        return found.pk

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["subject"] = None
        if data.get("which"):
            data["subject"] = audit.find_subject(data.get("about") or "ticket", data["which"])
            if data["subject"] is None:
                self.add_error("which", _("There is nothing with this name or number."))
        return data

    def question(self) -> audit.Question:
        """Return the question in the words of the trail; both days belong to the period."""
        data = self.cleaned_data
        until = data.get("until")
        return audit.Question(
            person_id=data.get("person"), kind=data.get("kind") or None, subject=data.get("subject"),
            since=_midnight(data.get("since")), until=_midnight(until + timedelta(days=1) if until else None),
            before_id=data.get("before"),
        )  # fmt: skip


def _midnight(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
