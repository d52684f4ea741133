"""The ticket and everything around it."""

from priyom.desk.models.clock import AgreedDate, Breach, Clock, ClockStand, Pause, PauseReason, Reckoning, Round
from priyom.desk.models.consult import Consult
from priyom.desk.models.conversation import Attachment, Draft, Message
from priyom.desk.models.critical import CriticalCall, PriorityOverride
from priyom.desk.models.expectation import Expectation
from priyom.desk.models.external import ExternalEntry, ExternalParty, ExternalRequest, ExternalWait
from priyom.desk.models.frozen import FrozenTerms
from priyom.desk.models.ladder import RungStep
from priyom.desk.models.lettered import MessageLetter
from priyom.desk.models.links import Feedback, Merge, TicketLink
from priyom.desk.models.meeting import AgendaItem, AgendaReason, AgendaRule, Decision, Meeting
from priyom.desk.models.passing import Handover, Passing, Solving
from priyom.desk.models.sealed import SealedText
from priyom.desk.models.search import FreshWords, KnownWord, TicketWords
from priyom.desk.models.ticket import Ticket
from priyom.desk.models.topic import Topic, TopicField
from priyom.desk.models.watch import Watch
from priyom.desk.models.work import BulkChange, BulkItem, CannedAnswer, Look, Presence, Reminder, SavedView

__all__ = [
    "AgendaItem",
    "AgendaReason",
    "AgendaRule",
    "AgreedDate",
    "Attachment",
    "Breach",
    "BulkChange",
    "BulkItem",
    "CannedAnswer",
    "Clock",
    "ClockStand",
    "Consult",
    "CriticalCall",
    "Decision",
    "Draft",
    "Expectation",
    "ExternalEntry",
    "ExternalParty",
    "ExternalRequest",
    "ExternalWait",
    "Feedback",
    "FreshWords",
    "FrozenTerms",
    "Handover",
    "KnownWord",
    "Look",
    "Meeting",
    "Merge",
    "Message",
    "MessageLetter",
    "Passing",
    "Pause",
    "PauseReason",
    "Presence",
    "PriorityOverride",
    "Reckoning",
    "Reminder",
    "Round",
    "RungStep",
    "SavedView",
    "SealedText",
    "Solving",
    "Ticket",
    "TicketLink",
    "TicketWords",
    "Topic",
    "TopicField",
    "Watch",
]
