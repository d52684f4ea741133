"""Database functions that Django does not bring."""

from typing import Any

from django.db import models


class NextValue(models.Func):
    """The next value of a sequence, as a column's default."""

    function = "nextval"
    template = "%(function)s('%(sequence)s'::regclass)"
    output_field = models.BigIntegerField()

    def __init__(self, sequence: str, **extra: Any) -> None:
        super().__init__(sequence=sequence, **extra)

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        return "priyom.base.functions.NextValue", (self.extra["sequence"],), {}


class NumberField(models.BigIntegerField):
    """A whole number that the database gives: the INSERT itself brings it back, as it does a primary key."""

    @property
    def db_returning(self) -> bool:
        return True
