"""The ticket and everything around it."""

from priyom.desk.models.clock import AgreedDate, Breach, Clock, Pause
from priyom.desk.models.conversation import Attachment, Draft, Message
from priyom.desk.models.lettered import MessageLetter
from priyom.desk.models.links import Feedback, Merge, TicketLink
from priyom.desk.models.search import FreshWords, KnownWord, TicketWords
from priyom.desk.models.ticket import Ticket
from priyom.desk.models.topic import Topic, TopicField
from priyom.desk.models.watch import Watch
from priyom.desk.models.work import BulkChange, CannedAnswer, Look, Presence, Reminder, SavedView

__all__ = [
    "AgreedDate",
    "Attachment",
    "Breach",
    "BulkChange",
    "CannedAnswer",
    "Clock",
    "Draft",
    "Feedback",
    "FreshWords",
    "KnownWord",
    "Look",
    "Merge",
    "Message",
    "MessageLetter",
    "Pause",
    "Presence",
    "Reminder",
    "SavedView",
    "Ticket",
    "TicketLink",
    "TicketWords",
    "Topic",
    "TopicField",
    "Watch",
]
