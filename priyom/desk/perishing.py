"""What the desk keeps for a time after a ticket is closed: its files, and the words of its conversation.

Number, topic, times and people of the ticket stay, so that reports stay true. Words with outside parties and articles
belong to no one ticket and are not touched.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from priyom.desk import kept_before  # noqa: F401 - names where words stand
from priyom.desk.models import Attachment, Message, Ticket
from priyom.privacy.models import ScreenedFile, TicketPeople
from priyom.privacy.rescreening.stocks import Texts, stocks
from priyom.privacy.retention.files import destroy_files
from priyom.privacy.retention.perishable import Gone, Perishable, Place, is_perishable, kinds_where
from priyom.privacy.subjects.finding import GONE

MONTHS_3 = 90  # days; so long a closed ticket is still asked about
OVER = "term"


def _closed(than: datetime, after: Place) -> QuerySet[Ticket]:
    """Return tickets closed before the moment, beyond the place, in the order in which they were closed."""
    moment, key = after
    found = Ticket.objects.filter(status="closed", closed_at__lt=than)
    if moment is not None:
        found = found.filter(Q(closed_at__gt=moment) | Q(closed_at=moment, pk__gt=key))
    return found.order_by("closed_at", "pk")


def _stepwise(
    destroy: Callable[[list[int]], tuple[int, str, list[Any]]],
) -> Callable[[datetime, Place, int], Gone]:
    """Make a step of what is done to a few tickets: it says how many things, and by which column kinds are counted."""

    def step(than: datetime, after: Place, most: int) -> Gone:
        tickets = list(_closed(than, after).values_list("pk", "closed_at")[:most])
        if not tickets:
            return Gone()
        count, column, keys = destroy([pk for pk, _closed_at in tickets])
        last, closed_at = tickets[-1]
        return Gone(count, kinds_where(column, keys) if count else Gone().kinds, (closed_at, last))

    return step


def files_of(tickets: list[int]) -> QuerySet[ScreenedFile]:
    """Return the files of these tickets."""
    return ScreenedFile.objects.filter(pk__in=Attachment.objects.filter(ticket_id__in=tickets).values("screened"))


def _files(tickets: list[int]) -> tuple[int, str, list[Any]]:
    keys = destroy_files(files_of(tickets), reason=OVER)
    return len(keys), "file_id", keys


def _words(tickets: list[int]) -> tuple[int, str, list[Any]]:
    told = list(_with_words_left(Ticket.objects.filter(pk__in=tickets)).values_list("pk", flat=True))
    if told:
        for stock in stocks():
            if stock.texts is not None and (path := _path(stock.texts.model)):
                _empty(stock.texts, path, told)
        TicketPeople.objects.filter(pk__in=told).delete()
    return len(told), "ticket_id", told


def _path(model: type[Model]) -> str:
    """Return how a row leads to its ticket; nothing for one that belongs to none."""
    if model is Ticket:
        return "pk"
    names = {field.name: field.related_model for field in model._meta.get_fields() if field.many_to_one}
    return "ticket" if names.get("ticket") is Ticket else "message__ticket" if "message" in names else ""


def _empty(texts: Texts, path: str, tickets: list[int]) -> None:
    rows = texts.model._default_manager.filter(**{f"{path}__in": tickets})  # noqa: SLF001
    for column in texts.fields:
        rows.exclude(**{column: ""}).update(**{column: GONE})  # triggers keep the search true
    for column in texts.markup:
        rows.exclude(**{column: ""}).update(**{column: ""})
    if texts.mapped:
        rows.update(**{texts.mapped: {}})


def _with_files(than: datetime) -> int:
    return Attachment.objects.filter(
        ticket__status="closed", ticket__closed_at__lt=than, screened__file__isnull=False
    ).count()


def _with_words(than: datetime) -> int:
    return _with_words_left(_closed(than, (None, 0))).count()


def _with_words_left(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Leave out what was emptied; a subject alone may also have been somebody's name, destroyed on their request."""
    said = Message.objects.filter(ticket=OuterRef("pk")).exclude(body__in=("", GONE))
    return tickets.exclude(~Exists(said), subject=GONE)


is_perishable(Perishable(
    "files", _("Files of closed tickets"),
    _("The masked files, with their pictures. Name and size stay, and why the file is not there any more."),
    MONTHS_3, _with_files, _stepwise(_files),
))  # fmt: skip
is_perishable(Perishable(
    "words", _("Words of closed tickets"),
    _("Subject, messages, letters, solution and notes. Number, topic, times and people of the ticket stay."),
    MONTHS_3, _with_words, _stepwise(_words),
))  # fmt: skip
