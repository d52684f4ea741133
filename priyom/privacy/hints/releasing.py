"""«This is nobody's data»: words that their author lets stay readable, for one request.

They come with the form that holds the text, live as long as the action they are said for, and are kept nowhere: what
is kept is the kind, the place and who said so. A number whose check digit is right is not the author's to release
unless an administrator has allowed it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from priyom.people.models import User
from priyom.privacy.decided.rules import authors_release_checked
from priyom.privacy.detectors import Label
from priyom.privacy.detectors.checks import is_luhn, is_personal_inn, is_snils
from priyom.privacy.hints.released import released
from priyom.privacy.left_alone import released_key

MOST = 50
LONGEST = 300
_CHECKS = {Label.SNILS: is_snils, Label.OMS: is_luhn, Label.CARD: is_luhn, Label.INN: is_personal_inn}


@contextmanager
def releasing(said: Iterable[str], *, by: User) -> Iterator[None]:
    """Let what the author named stay readable in everything that is screened inside, as far as it is theirs to say."""
    words = frozenset(key for each in list(said)[:MOST] if (key := _allowed(each[:LONGEST], by)))
    token = released.set(words)
    try:
        yield
    finally:
        released.reset(token)


def may_release(kind: str, written: str, by: User) -> bool:
    """Say whether the author may say that it is nobody's data; a right check digit says that it is somebody's."""
    return not proves_itself(kind, written) or by.may("guard.manage") or authors_release_checked()


def proves_itself(kind: str, written: str) -> bool:
    """Say whether the number has a check digit and it is right."""
    check = _CHECKS.get(kind)  # type: ignore[call-overload]
    return bool(check and check("".join(char for char in written if char.isdigit())))


def _allowed(said: str, by: User) -> str:
    kind, colon, written = said.partition(":")
    if not colon or kind not in set(Label) or not written.strip() or not may_release(kind, written, by):
        return ""
    return released_key(kind, written)
