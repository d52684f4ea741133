"""Accepting words that the guard has not seen yet: the message is there, its words lie sealed beside it.

A slow or dead guard makes nobody wait: the form is accepted in the same transaction as ever, with a number, clocks and
rights; what hangs on the words — notifications, search, signs of a critical incident — follows when they are there.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from priyom.base.clock import now
from priyom.base.events import quietly, record
from priyom.base.models import Event
from priyom.desk.models import Message, SealedText
from priyom.people.models import User
from priyom.privacy.actions import seal_texts


def placeholder() -> str:
    """Return what stands where the words will be."""
    return _("The text is being checked")


def is_placeholder(text: str) -> bool:
    """Say whether these are no words of anybody yet, in whichever language they were put there."""
    return text in {_in(language) for language, _name in settings.LANGUAGES}


def keep_sealed(message: Message, texts: Mapping[str, str]) -> None:
    """Seal what was written with its message, by the names of its fields."""
    sealed, moment = seal_texts(texts, purpose=purpose_of(message.pk)), now()
    SealedText.objects.create(message=message, sealed=sealed, received_at=moment, try_at=moment)


def record_said(kind: str, said: Message, *, by: User, **details: Any) -> Event:
    """Record what the message did. While its words are not there nobody is told of it; afterwards everybody is."""
    if not said.is_being_checked:
        return record(kind, said.ticket, by=by, **details)
    with quietly():
        fact = record(kind, said.ticket, by=by, **details)
    SealedText.objects.filter(pk=said.pk).update(fact_id=fact.pk)
    return fact


def purpose_of(message_id: int) -> str:
    """Return what the seal is for: the words of this message."""
    return f"text of message {message_id}"


def _in(language: str) -> str:
    with override(language):
        return placeholder()
