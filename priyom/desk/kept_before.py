"""What the desk kept before the guard stood, and is read once more: every text a person wrote, drafts, and files.

Messages come first: people get their numbers in the order of the conversation. The words of search follow by triggers.
"""

import json

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from priyom.base.sealing import SealBroken, seal, unseal
from priyom.desk.actions.drafts import draft_purpose
from priyom.desk.actions.saying import keep_found
from priyom.desk.models import (
    AgendaItem,
    AgreedDate,
    Breach,
    CannedAnswer,
    CriticalCall,
    Draft,
    ExternalEntry,
    ExternalRequest,
    Feedback,
    Handover,
    Message,
    MessageLetter,
    Passing,
    PriorityOverride,
    Reminder,
    RungStep,
    Ticket,
)
from priyom.privacy.actions import screen_text
from priyom.privacy.rescreening import files  # noqa: F401 - registers itself
from priyom.privacy.rescreening.stocks import Stock, Texts, register, register_texts


def _message(message: Message) -> bool:
    body = screen_text(message.body, ticket=message.ticket).masked
    if body == message.body:
        return False
    message.body = body
    Message.objects.filter(pk=message.pk).update(body=body)
    keep_found(message)
    return True


def _messages(after: str) -> QuerySet[Message]:
    return Message.objects.filter(pk__gt=int(after or 0)).order_by("pk")


def _drafts(after: str) -> QuerySet[Draft]:
    return Draft.objects.filter(pk__gt=int(after or 0)).order_by("pk")


def _draft(draft: Draft) -> bool:
    purpose = draft_purpose(draft.user, draft.place)
    try:
        content = json.loads(unseal(draft.sealed, purpose=purpose))
    except SealBroken:
        draft.delete()  # nobody can open it any more
        return False
    kept = {
        "text": screen_text(content["text"]).masked,
        "fields": {name: [screen_text(text).masked for text in texts] for name, texts in content["fields"].items()},
    }
    if kept == content:
        return False
    Draft.objects.filter(pk=draft.pk).update(sealed=seal(json.dumps(kept).encode(), purpose=purpose))
    return True


register(Stock(
    "messages", _("messages"), left=lambda after: _messages(after).count(),
    after=lambda after, most: list(_messages(after).select_related("ticket__organisation", "author")[:most]),
    key=lambda message: str(message.pk), screen=_message, texts=Texts(Message, ("body",)),
))  # fmt: skip
register_texts(
    "tickets", _("tickets"), Ticket, ("subject", "cause", "remedy", "waiting_whom"), mapped="fields",
    ticket=lambda ticket: ticket, related=("organisation",),
)  # fmt: skip
register_texts(
    "letters", _("letters of messages"), MessageLetter, ("quoted",), markup=("html", "quoted_html"),
    ticket=lambda letter: letter.message.ticket, related=("message__ticket__organisation",),
)  # fmt: skip
for name, label, model, fields in (
    ("feedback", _("ratings"), Feedback, ("comment",)),
    ("reminders", _("reminders"), Reminder, ("note",)),
    ("agreed_dates", _("agreed dates"), AgreedDate, ("reason", "agreed_with")),
    ("breaches", _("broken promises"), Breach, ("note",)),
    ("passings", _("passings to another line"), Passing, ("reason", "missing")),
    ("handovers", _("handovers"), Handover, ("note",)),
    ("rungs", _("rungs of the ladder"), RungStep, ("since", "tried")),
    ("overrides", _("changed priorities"), PriorityOverride, ("reason",)),
    ("calls", _("critical incidents"), CriticalCall, ("reason",)),
    ("agenda", _("agendas of planning meetings"), AgendaItem, ("note",)),
):
    register_texts(name, label, model, fields, ticket=lambda row: row.ticket, related=("ticket__organisation",))
register_texts("outside", _("outside requests"), ExternalRequest, ("title", "reference"))
register_texts("outside_entries", _("words with outside parties"), ExternalEntry, ("body",))
register_texts("replies", _("canned answers"), CannedAnswer, ("title", "body"))
register(Stock(
    "drafts", _("drafts"), left=lambda after: _drafts(after).count(),
    after=lambda after, most: list(_drafts(after).select_related("user")[:most]), key=lambda draft: str(draft.pk),
    screen=_draft,
))  # fmt: skip
