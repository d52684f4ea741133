"""The stocks: where texts and files were kept before the guard stood. Rooms above name theirs; each has a key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from priyom.privacy.actions import Told, screen_together
from priyom.privacy.found.rest import keep_found_before
from priyom.privacy.markup import screen_markup


@dataclass(frozen=True)
class Stock:
    """Things of one kind: how many are left after a key, the next few, and what screening one of them means."""

    name: str
    label: Any
    left: Callable[[str], int]
    after: Callable[[str, int], Sequence[Any]]
    key: Callable[[Any], str]
    screen: Callable[[Any], bool]  # says whether anything was hidden in it
    texts: "Texts | None" = None  # where its words stand in clear, for whoever must find and destroy somebody's


@dataclass(frozen=True)
class Texts:
    """The columns of a table in which people's words stand: plain ones, HTML, and a JSON object of texts."""

    model: type[Model]
    fields: Sequence[str]
    markup: Sequence[str] = ()
    mapped: str = ""

    @property
    def all(self) -> tuple[str, ...]:
        """Return every column."""
        return (*self.fields, *self.markup, *([self.mapped] if self.mapped else []))


_stocks: dict[str, Stock] = {}


def register(stock: Stock) -> None:
    """Let a stock be read once more; the order of registration is the order of reading."""
    _stocks[stock.name] = stock


def stocks() -> list[Stock]:
    """Return all stocks."""
    return list(_stocks.values())


def register_texts(
    name: str, label: Any, model: type[Model], fields: Sequence[str], *, markup: Sequence[str] = (), mapped: str = "",
    ticket: Callable[[Any], Told | None] | None = None, related: Sequence[str] = (),
) -> None:  # fmt: skip
    """Let the texts of a table be read: plain ``fields``, ``markup``, and a JSON object of texts, ``mapped``."""

    def rows(after: str) -> Any:
        return model._default_manager.filter(pk__gt=int(after or 0)).order_by("pk")  # noqa: SLF001

    def screen(row: Any) -> bool:
        told = ticket(row) if ticket else None
        words = [getattr(row, field) or "" for field in fields]
        given = dict(getattr(row, mapped) or {}) if mapped else {}
        named = [code for code, text in given.items() if isinstance(text, str)]
        story = screen_together([*words, *(given[code] for code in named)], ticket=told)
        masked = [text.masked for text in story.texts]
        columns: dict[str, Any] = {
            field: _cut(model, field, text)
            for field, text, before in zip(fields, masked, words, strict=False)
            if text != before
        }
        if mapped and (kept := given | dict(zip(named, masked[len(words) :], strict=True))) != given:
            columns[mapped] = kept
        for field in markup:
            before = getattr(row, field) or ""
            if before and (text := screen_markup(before, ticket=told)) != before:
                columns[field] = text
        if columns:
            keep_found_before(name, [text.findings for text in story.texts], told)
            model._default_manager.filter(pk=row.pk).update(**columns)  # noqa: SLF001 - triggers keep the search true
        return bool(columns)

    register(Stock(
        name, label, left=lambda after: rows(after).count(),
        after=lambda after, most: list(rows(after).select_related(*related)[:most]),
        key=lambda row: str(row.pk), screen=screen, texts=Texts(model, fields, markup, mapped),
    ))  # fmt: skip


def _cut(model: type[Model], field: str, text: str) -> str:
    longest = getattr(model._meta.get_field(field), "max_length", None)
    return text[:longest] if longest else text
