"""The commands of the program `priyom` that are about people; priyom/__main__.py lists them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from django.utils import translation

from priyom.base.cli import django_ready
from priyom.base.errors import DomainError
from priyom.base.wording import Refusal, speaks_russian


def act(deed: Callable[[Namespace], None], options: Namespace) -> int:
    """Do something with people: database up, the terminal's language, a refusal as one sentence."""
    with django_ready(), translation.override("ru" if speaks_russian() else "en"):
        try:
            deed(options)
        except DomainError as error:
            sentences = [str(sentence) for told in error.errors.values() for sentence in told]
            raise Refusal("{reason}", reason=" ".join([str(error.message), *sentences]).strip()) from None
    return 0
