"""What makes a password weak here: words that everybody in a hospital or at this desk would try first."""

from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = Path(__file__).with_name("data") / "weak_words.txt"
# What must be left of a password when the well-known words and the digits are taken out of it.
OWN_LETTERS = 4


class ContextWordsValidator:
    """Refuses passwords made of the product's and the hospital's words with a few digits around them."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = password.lower()
        names = [user.organisation.short_name.lower()] if getattr(user, "organisation", None) else []
        for word in (*names, *_words()):
            rest = rest.replace(word, "")
        if len({letter for letter in rest if not letter.isdigit()}) < OWN_LETTERS:
            raise ValidationError(self.get_help_text(), code="context_words")

    def get_help_text(self) -> str:
        return _("The password is made of words that are guessed first.")


@cache
def _words() -> tuple[str, ...]:
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return tuple(sorted((line.strip() for line in lines if line.strip()), key=len, reverse=True))
