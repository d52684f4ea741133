"""Where somebody's words stand in clear, and their destruction. What is looked for lives in memory only."""

import re
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid
from priyom.people.models import User
from priyom.privacy.rescreening.stocks import Texts, stocks
from priyom.privacy.subjects.places import Asked, columns, places

SHORTEST, LONGEST, MOST = 4, 120, 20
LONGEST_NUMBER = 12
ACCOUNTS = "accounts"
CHUNK = 500
GONE = "[\u2026]"  # what stands where somebody's data were: the same in every language


def asked_in(typed: str, tickets: str = "") -> Asked:
    """Return what to look for, one thing a line, and the numbers of tickets; or refuse it with a sentence."""
    words = [" ".join(line.split()) for line in typed.splitlines() if line.strip()]
    numbers = re.findall(r"[0-9]+", tickets)
    errors = {}
    if not words and not numbers:
        errors["words"] = [_("Write what to look for: name, number, telephone, each on a line of its own.")]
    elif any(not SHORTEST <= len(word) <= LONGEST for word in words):
        sentence = _("Each line has from %(few)s to %(most)s characters.") % {"few": SHORTEST, "most": LONGEST}
        errors["words"] = [sentence]
    elif len(words) > MOST:
        errors["words"] = [_("At most %(most)s lines.") % {"most": MOST}]
    if len(numbers) > MOST or any(len(number) > LONGEST_NUMBER for number in numbers):
        errors["tickets"] = [_("At most %(most)s numbers of tickets.") % {"most": MOST}]
    if errors:
        raise Invalid(next(iter(errors.values()))[0], errors=errors)
    return Asked(tuple(words), tuple(dict.fromkeys(map(int, numbers))))


def found_in(asked: Asked) -> dict[str, int]:
    """Return how many things of each place hold what is asked for; places without any are left out."""
    found = {place.name: place.find(asked) for place in places()}
    if asked.words:
        found |= {name: _holding(texts, asked.words).count() for name, _label, texts in _searched()}
        found[ACCOUNTS] = _accounts(asked.words).count()
    return {name: count for name, count in found.items() if count}


def destroy(asked: Asked) -> dict[str, int]:
    """Put a mark in the place of the words wherever they stand; return in how many things of each place.

    Accounts stay: their owner or an administrator closes them, since tickets hang on them.
    """
    destroyed = {place.name: place.destroy(asked) for place in places() if place.destroy is not None}
    if asked.words:
        destroyed |= {name: sum(_erased(texts, row, asked.pattern) for row in _rows(texts, asked.words))
                      for name, _label, texts in _searched()}  # fmt: skip
    return {name: count for name, count in destroyed.items() if count}


def label_of(name: str) -> str:
    """Return what a place is called."""
    if name == ACCOUNTS:
        return _("accounts")
    labels = {each: label for each, label, _texts in _searched()} | {place.name: place.label for place in places()}
    return str(labels.get(name, name))


def _searched() -> Iterator[tuple[str, Any, Texts]]:
    autodiscover_modules("kept_before")  # each room names what it keeps
    yield from ((stock.name, stock.label, stock.texts) for stock in stocks() if stock.texts is not None)
    yield from ((name, label, texts) for name, (label, texts) in columns().items())


def _rows(texts: Texts, words: Sequence[str]) -> Iterator[Any]:
    return _holding(texts, words).order_by("pk").iterator(chunk_size=CHUNK)


def _holding(texts: Texts, words: Sequence[str]) -> QuerySet[Any]:
    rows = texts.model._default_manager.all()  # noqa: SLF001
    columns = [*texts.fields, *texts.markup]
    if texts.mapped:
        rows = rows.alias(mapped_text=Cast(texts.mapped, TextField()))
        columns.append("mapped_text")
    return rows.filter(reduce(or_, (Q(**{f"{column}__icontains": word}) for column in columns for word in words)))


def _erased(texts: Texts, row: Any, pattern: re.Pattern[str]) -> int:
    columns: dict[str, Any] = {}
    for field in (*texts.fields, *texts.markup):
        before = getattr(row, field) or ""
        if (text := _cut(texts.model, field, pattern.sub(GONE, before))) != before:
            columns[field] = text
    if texts.mapped:
        given = getattr(row, texts.mapped) or {}
        kept = {code: pattern.sub(GONE, text) if isinstance(text, str) else text for code, text in given.items()}
        columns |= {texts.mapped: kept} if kept != given else {}
    if columns:
        texts.model._default_manager.filter(pk=row.pk).update(**columns)  # noqa: SLF001 - triggers keep the search true
    return bool(columns)


def _cut(model: type[Model], field: str, text: str) -> str:
    return text[: getattr(model._meta.get_field(field), "max_length", None) or len(text)]


def _accounts(words: Sequence[str]) -> QuerySet[User]:
    asked = (Q(search__contains=word.lower().replace("\u0451", "\u0435")) | Q(phone__icontains=word) for word in words)
    return User.objects.filter(reduce(or_, asked))
