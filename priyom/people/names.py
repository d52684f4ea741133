"""How names are compared: in any case, and with the two letters that people type for one another made one."""

from django.db.models import Expression, F, TextField, Value
from django.db.models.functions import Cast, Concat, Lower, Replace

YO, YE = "\u0451", "\u0435"


def searchable(*columns: str) -> Expression:
    """Return the expression of a search column: the columns in one line, folded: also a order by name."""
    first, *others = (Cast(F(column), TextField()) for column in columns)
    parts = [part for other in others for part in (_text(" "), other)]
    return Replace(Lower(Concat(first, *parts, output_field=TextField())), _text(YO), _text(YE))


def folded(text: str) -> str:
    """Return the words as the search column holds them."""
    return " ".join(text.lower().replace(YO, YE).split())


def _text(value: str) -> Value:
    return Value(value, output_field=TextField())
