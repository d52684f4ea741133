"""Filters of a list as they may be kept: what was searched for is a text that a person wrote, too."""

from typing import Any

from django.utils.translation import gettext as _

from priyom.base.errors import Invalid
from priyom.desk.lists.listing import Filters
from priyom.people.models import User
from priyom.privacy.actions import screen_text
from priyom.privacy.detectors import Label


def to_keep(filters: Filters) -> dict[str, Any]:
    """Return the filters for a saved view, a bulk change or a table; refuse a search for somebody's personal data.

    A masked search would find something else, so it is not kept at all. Who has an account here may be searched for.
    """
    found = screen_text(filters.text).findings if filters.text else ()
    if not found or ({each["kind"] for each in found} == {Label.PERSON.value} and _is_somebody_of_us(filters.text)):
        return filters.kept()
    sentence = _("What is searched for here looks like personal data, so the list is not kept. Search by other words.")
    raise Invalid(sentence, errors={"text": [sentence]})


def _is_somebody_of_us(text: str) -> bool:
    words = [word.strip(".,").capitalize() for word in text.split()]
    return User.objects.filter(last_name__in=words).exists()
