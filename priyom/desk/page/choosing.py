"""Which ticket is meant: found by number or words among what one may see, the likely ones suggested first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from priyom.desk.actions.sealing import is_placeholder
from priyom.desk.models import Ticket
from priyom.desk.models.choices import TicketStatus
from priyom.desk.models.ticket import TicketQuerySet
from priyom.desk.rules.lifecycle import is_open
from priyom.desk.rules.routing import fold
from priyom.desk.search.finding import find
from priyom.desk.search.sharing import sharing_code
from priyom.people.models import User
from priyom.people.reach import hospital_of

NEWEST = 200  # how far back a hospital's tickets are compared
AT_ONCE = 8
ENOUGH = 2
SAME_CODE = 20.0  # more than any number of words in common
_COLUMNS = (
    "id", "number", "subject", "status", "opened_at", "organisation__short_name", "requester__last_name",
    "requester__first_name", "requester_id", "topic_id", "topic__name", "organisation__kind",
    "organisation__parent__short_name",
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """A ticket to choose: what tells it from the others, and why it is suggested."""

    number: int
    subject: str
    status: str
    status_word: str
    opened_at: datetime
    organisation: str
    requester: str
    topic: str
    why: str = ""


def likely_same(user: User, ticket: Ticket) -> list[Choice]:
    """Return tickets of the same hospital that look like the same question, the likeliest first."""
    if is_placeholder(ticket.subject):  # nobody knows yet what is asked
        return []
    near = _of_hospital(user, ticket)
    twins = sharing_code(user, _told(ticket), besides=ticket.pk, size=AT_ONCE, among=near)
    rows = _rows(near.order_by("-id")[:NEWEST])
    missing = set(twins) - {row["id"] for row in rows}
    if missing:
        rows += _rows(near.filter(pk__in=missing))
    words = _words(ticket.subject)
    weighed = []
    for row in rows:
        signs = _signs(ticket, row, words, twins)
        weight = sum(weight for weight, _why in signs) + is_open(row["status"])
        if weight > ENOUGH:
            weighed.append((weight, row["number"], _choice(row, ", ".join(why for _weight, why in signs))))
    return [choice for _weight, _number, choice in sorted(weighed, key=lambda each: (-each[0], -each[1]))[:AT_ONCE]]


def _of_hospital(user: User, ticket: Ticket) -> TicketQuerySet:
    place = hospital_of(ticket.organisation).path
    near = Ticket.objects.visible_to(user).filter(organisation__path__startswith=place, merged_into=None)
    return near.exclude(pk=ticket.pk)


def _told(ticket: Ticket) -> str:
    """Return what the ticket was opened with."""
    first = ticket.messages.order_by("pk").values_list("body", flat=True).first() or ""
    return "\n".join([ticket.subject, "" if is_placeholder(first) else first])


def find_tickets(user: User, text: str, *, besides: int | None = None) -> list[Choice]:
    """Return the tickets with this number, else those that fit best while the last word is still being typed."""
    visible = Ticket.objects.visible_to(user).exclude(number=besides)
    number = number_in(text)
    if number is not None:
        return [_choice(row) for row in _rows(visible.filter(number=number))]
    if len(text.strip()) < 2:  # noqa: PLR2004 - one letter finds everything and nothing
        return []
    ids = [hit.ticket_id for hit in find(user, text, size=AT_ONCE, typing=True).hits.hits]
    rows = {row["id"]: row for row in _rows(visible.filter(pk__in=ids))} if ids else {}
    return [_choice(rows[pk]) for pk in ids if pk in rows]


def get_choice(user: User, number: int) -> Choice | None:
    """Return the ticket as a choice, or None when the person may not see it."""
    return next(iter(_choice(row) for row in _rows(Ticket.objects.visible_to(user).filter(number=number))), None)


def number_in(text: str) -> int | None:
    """Return the number that was typed or pasted: «48 193», «№ 48193», an address that ends with it."""
    bare = (
        text.strip()
        .rstrip("/")
        .rsplit("/", 1)[-1]
        .lstrip("№#")
        .replace("\u00a0", "")
        .replace("\u202f", "")
        .replace(" ", "")
    )
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 19 else None  # noqa: PLR2004 - bigint


def _rows(tickets: QuerySet[Ticket]) -> list[dict[str, Any]]:
    return list(tickets.values(*_COLUMNS))


def _choice(row: dict[str, Any], why: str = "") -> Choice:
    return Choice(
        number=row["number"], subject=row["subject"], status=row["status"],
        status_word=str(TicketStatus(row["status"]).label), opened_at=row["opened_at"],
        organisation=_place(row), why=why, topic=row["topic__name"] or "",
        requester=f"{row['requester__first_name']} {row['requester__last_name']}".strip(),
    )  # fmt: skip


def _place(row: dict[str, Any]) -> str:
    """Return the hospital, with the department if it is one."""
    above = row["organisation__parent__short_name"] if row["organisation__kind"] == "department" else ""
    return f"{above} · {row['organisation__short_name']}" if above else row["organisation__short_name"]


def _signs(ticket: Ticket, row: dict[str, Any], words: set[str], twins: list[int]) -> list[tuple[float, str]]:
    signs: list[tuple[float, str]] = []
    if row["id"] in twins:
        signs.append((SAME_CODE, _("same error code")))
    if row["requester_id"] == ticket.requester_id:
        signs.append((2, _("same requester")))
    if ticket.topic_id and row["topic_id"] == ticket.topic_id:
        signs.append((1.5, _("same topic")))
    common = words & _words(row["subject"])
    if common:
        signs.append((2 * len(common), _("similar words")))
    return signs


def _words(subject: str) -> set[str]:
    """Return the beginnings of the longer words, so that endings do not matter."""
    return {word.strip('.,:;!?«»"()')[:6] for word in fold(subject).split() if len(word) > 3}  # noqa: PLR2004
