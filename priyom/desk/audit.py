"""What desk adds to the audit trail: tickets by number, and who looked at which."""

from collections.abc import Iterable

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from priyom.base.audit import (
    Entry,
    Question,
    Source,
    Subject,
    register_model,
    register_source,
    register_subject,
    within_period,
)
from priyom.base.telling import ticket_number
from priyom.desk.models import BulkChange, CannedAnswer, ExternalParty, ExternalRequest, Look, Ticket, Topic


def _tell_tickets(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    return {
        pk: (ticket_number(number), _page_of(number))
        for pk, number in Ticket.objects.filter(pk__in=ids).values_list("pk", "number")
    }


def _find_ticket(typed: str) -> int | None:
    digits = "".join(letter for letter in typed if letter.isdecimal())[:18]
    return Ticket.objects.filter(number=int(digits)).values_list("pk", flat=True).first() if digits else None


def _looks(question: Question, limit: int) -> list[Entry]:
    """Return who looked at which ticket; the kind of an event narrows nothing here."""
    rows = within_period(Look.objects.select_related("user", "ticket").order_by("-pk"), question, "looked_at")
    if question.person_id is not None:
        rows = rows.filter(user_id=question.person_id)
    if question.subject:
        rows = rows.filter(ticket_id=question.subject[1]) if question.subject[0] == "ticket" else rows.none()
    return [
        Entry(
            id=look.pk, at=look.looked_at, kind="ticket.looked_at", did=_("looked at the ticket"), person=look.user,
            about=ticket_number(look.ticket.number), about_url=_page_of(look.ticket.number),
        )
        for look in rows[:limit]
    ]  # fmt: skip


def _page_of(number: int) -> str:
    try:
        return reverse("desk:ticket", args=[number])
    except NoReverseMatch:
        return ""


register_subject(
    Subject("ticket", gettext_lazy("ticket (number)"), _tell_tickets, _find_ticket, gettext_lazy("ticket"))
)
register_source(Source("looks", gettext_lazy("What was looked at"), _looks))
register_model(
    Topic, gettext_lazy("topic"), gettext_lazy("topic (code)"), page="settings:topic", by="code", needs="topics.manage"
)
register_model(
    CannedAnswer,
    gettext_lazy("canned answer"),
    gettext_lazy("canned answer (code)"),
    page="settings:reply",
    by="code",
    needs="reply.manage",
)
register_model(BulkChange, gettext_lazy("bulk change"), gettext_lazy("bulk change (number)"), page="", named=False)
register_model(
    ExternalParty, gettext_lazy("outside party"), gettext_lazy("outside party (code)"), page="settings:party", by="code"
)
register_model(
    ExternalRequest, gettext_lazy("outside request"), gettext_lazy("outside request (number)"),
    page="desk:outside_request", named=False,
)  # fmt: skip
