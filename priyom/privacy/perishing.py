"""What the guard itself keeps for a time: its findings, and who looked at which file."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from priyom.privacy.models import FileLook, Screening
from priyom.privacy.retention.perishable import Gone, Perishable, Place, is_perishable, kinds_where

MONTH, YEARS_3 = 30, 1095  # days; a log of looks proves who saw what, and order 179 asks for three years


def _rows(model: type[Model], moment: str) -> tuple[Callable[[datetime], int], Callable[[datetime, Place, int], Gone]]:
    def older(than: datetime) -> int:
        return model._default_manager.filter(**{f"{moment}__lt": than}).count()  # noqa: SLF001

    def destroy(than: datetime, after: Place, most: int) -> Gone:
        found = model._default_manager.filter(**{f"{moment}__lt": than}).order_by(moment, "pk")  # noqa: SLF001
        del after  # what is gone is not met again: the oldest come first
        keys: list[Any] = list(found.values_list("pk", flat=True)[:most])
        if not keys:
            return Gone()
        kinds = kinds_where("id", keys) if model is Screening else Gone().kinds
        model._default_manager.filter(pk__in=keys).delete()  # noqa: SLF001
        return Gone(len(keys), kinds, (None, 0))

    return older, destroy


older_findings, destroy_findings = _rows(Screening, "at")
older_looks, destroy_looks = _rows(FileLook, "looked_at")
is_perishable(Perishable(
    "findings", _("Findings of the guard"),
    _("Kind, place and confidence of what was hidden. The masked text stays; the note “hidden” beside it goes."),
    MONTH, older_findings, destroy_findings,
))  # fmt: skip
is_perishable(Perishable(
    "looks", _("Who looked at which file"), _("The log of looks at files."), YEARS_3, older_looks, destroy_looks,
))  # fmt: skip
