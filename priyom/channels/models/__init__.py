"""The tables of channels: what people are told, and the letters that came."""

from priyom.channels.models.intake import IncomingLetter, Outcome
from priyom.channels.models.mailboxes import Mailbox
from priyom.channels.models.told import Letter, Notification, Preference
from priyom.channels.models.webhooks import WebhookDelivery, WebhookTarget

__all__ = [
    "IncomingLetter", "Letter", "Mailbox", "Notification", "Outcome", "Preference", "WebhookDelivery", "WebhookTarget",
]  # fmt: skip
