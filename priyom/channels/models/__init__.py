"""The tables of channels: what people are told, and the letters that came."""

from priyom.channels.models.intake import IncomingLetter, Outcome
from priyom.channels.models.told import Letter, Notification, Preference

__all__ = ["IncomingLetter", "Letter", "Notification", "Outcome", "Preference"]
