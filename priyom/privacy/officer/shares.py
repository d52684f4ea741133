"""A share as the officer's page tells it, and the way its figures are asked for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

WHOLE = 100


@dataclass(frozen=True)
class Share:
    """A line of a table: of so many so many, in percent of the whole or of the largest."""

    what: str
    all: int
    found: int
    more: str = ""
    url: str = ""
    at: datetime | None = None

    @property
    def percent(self) -> int:
        """Return the share in percent; all of it only when it is all."""
        percent = round(WHOLE * self.found / self.all) if self.all else 0
        return min(percent, WHOLE - 1) if self.found < self.all else percent

    @property
    def told(self) -> str:
        """Return the share in words: one of seven hundred is not «0 %»."""
        if self.found and not self.percent:
            return _("less than 1 %%") % {}
        return _("%(percent)s %%") % {"percent": self.percent}

    @property
    def aside(self) -> str:
        """Return the share as it stands beside the number; none needs no share."""
        return self.told if self.found else ""


def rows_of(statement: str, asked: dict[str, Any]) -> list[tuple]:
    """Return what the statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return cursor.fetchall()
