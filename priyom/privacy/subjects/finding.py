"""Where somebody's words stand in clear, and their destruction. What is looked for lives in memory only."""

import re
from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid
from priyom.people.models import User
from priyom.privacy.rescreening.stocks import Stock, Texts, stocks

SHORTEST, LONGEST, MOST = 4, 120, 20
ACCOUNTS = "accounts"
CHUNK = 500
GONE = "[\u2026]"  # what stands where somebody's data were: the same in every language


def words_in(typed: str) -> list[str]:
    """Return what to look for, one thing a line, or refuse it with a sentence."""
    words = [" ".join(line.split()) for line in typed.splitlines() if line.strip()]
    wrong = ""
    if not words:
        wrong = _("Write what to look for: name, number, telephone, each on a line of its own.")
    elif any(not SHORTEST <= len(word) <= LONGEST for word in words):
        wrong = _("Each line has from %(few)s to %(most)s characters.") % {"few": SHORTEST, "most": LONGEST}
    elif len(words) > MOST:
        wrong = _("At most %(most)s lines.") % {"most": MOST}
    if wrong:
        raise Invalid(wrong, errors={"words": [wrong]})
    return words


def found_in(words: list[str]) -> dict[str, int]:
    """Return how many things of each stock hold any of the words; stocks without any are left out."""
    found = {stock.name: _holding(texts, words).count() for stock, texts in _searched()}
    found[ACCOUNTS] = _accounts(words).count()
    return {name: count for name, count in found.items() if count}


def destroy(words: list[str]) -> dict[str, int]:
    """Put a mark in the place of the words wherever they stand; return in how many things of each stock.

    Accounts stay: their owner or an administrator closes them, since tickets hang on them.
    """
    pattern = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE)
    destroyed = {stock.name: sum(_erased(texts, row, pattern) for row in _rows(texts, words))
                 for stock, texts in _searched()}  # fmt: skip
    return {name: count for name, count in destroyed.items() if count}


def label_of(name: str) -> str:
    """Return what a stock is called."""
    if name == ACCOUNTS:
        return _("accounts")
    return next((str(stock.label) for stock, _texts in _searched() if stock.name == name), name)


def _searched() -> Iterator[tuple[Stock, Texts]]:
    autodiscover_modules("kept_before")  # each room names what it keeps
    return ((stock, stock.texts) for stock in stocks() if stock.texts is not None)


def _rows(texts: Texts, words: list[str]) -> Iterator[Any]:
    return _holding(texts, words).order_by("pk").iterator(chunk_size=CHUNK)


def _holding(texts: Texts, words: list[str]) -> QuerySet[Any]:
    rows = texts.model._default_manager.all()  # noqa: SLF001
    columns = [*texts.fields, *texts.markup]
    if texts.mapped:
        rows = rows.alias(mapped_text=Cast(texts.mapped, TextField()))
        columns.append("mapped_text")
    return rows.filter(reduce(or_, (Q(**{f"{column}__icontains": word}) for column in columns for word in words)))


def _erased(texts: Texts, row: Any, pattern: re.Pattern[str]) -> int:
    columns = {}
    for field in (*texts.fields, *texts.markup):
        before = getattr(row, field) or ""
        if (text := pattern.sub(GONE, before)) != before:
            columns[field] = text
    if texts.mapped:
        given = getattr(row, texts.mapped) or {}
        kept = {code: pattern.sub(GONE, text) if isinstance(text, str) else text for code, text in given.items()}
        columns |= {texts.mapped: kept} if kept != given else {}
    if columns:
        texts.model._default_manager.filter(pk=row.pk).update(**columns)  # noqa: SLF001 - triggers keep the search true
    return bool(columns)


def _accounts(words: list[str]) -> QuerySet[User]:
    asked = (Q(search__contains=word.lower().replace("\u0451", "\u0435")) | Q(phone__icontains=word) for word in words)
    return User.objects.filter(reduce(or_, asked))
