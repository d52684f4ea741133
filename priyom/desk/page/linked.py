"""What hangs together with a ticket, told from its side: links both ways, who follows it, what was merged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from priyom.base.prepared import ask
from priyom.desk.models import Merge, Ticket, TicketLink, Watch
from priyom.desk.models.choices import TicketStatus
from priyom.people.models import User

Kind = TicketLink.Kind
_LINKS = """
    SELECT id, kind, source_id, target_id FROM desk_ticketlink WHERE source_id = %(that)s OR target_id = %(that)s
    ORDER BY kind, id
"""


@dataclass(frozen=True)
class LinkLine:
    """One link as it reads from this ticket: «part of № 48 193»."""

    id: int
    words: str
    number: int
    subject: str
    status: str
    status_word: str
    removable: bool


def links_of(user: User, ticket: Ticket) -> list[LinkLine]:
    """Return the ticket's links to tickets that the person may see."""
    columns = ("id", "kind", "source_id", "target_id")
    rows = [dict(zip(columns, row, strict=True)) for row in ask(_LINKS, {"that": ticket.pk})]
    if not rows:
        return []
    others = {row["target_id"] if row["source_id"] == ticket.pk else row["source_id"] for row in rows}
    seen = {
        other["id"]: other
        for other in Ticket.objects.visible_to(user).filter(pk__in=others).values("id", "number", "subject", "status")
    }
    lines = []
    for row in rows:
        outward = row["source_id"] == ticket.pk
        other = seen.get(row["target_id"] if outward else row["source_id"])
        if other is not None:
            lines.append(_line(row, other, outward=outward))
    return lines


def _line(row: Mapping[str, Any], other: Mapping[str, Any], *, outward: bool) -> LinkLine:
    return LinkLine(
        id=row["id"],
        words=words_of(row["kind"], outward=outward),
        number=other["number"],
        subject=other["subject"],
        status=other["status"],
        status_word=str(TicketStatus(other["status"]).label),
        removable=row["kind"] not in {Kind.SPLIT, Kind.CHANGE},
    )


def words_of(kind: str, *, outward: bool) -> str:
    """Return how a link reads from the source (outward) or from the target."""
    return {
        (Kind.PARENT, True): _("part of"),
        (Kind.PARENT, False): pgettext("link", "its part"),
        (Kind.DUPLICATE, True): _("duplicate of"),
        (Kind.DUPLICATE, False): pgettext("link", "its duplicate"),
        (Kind.RELATED, True): _("related to"),
        (Kind.RELATED, False): _("related to"),
        (Kind.CAUSED_BY, True): _("caused by"),
        (Kind.CAUSED_BY, False): pgettext("link", "cause of"),
        (Kind.CHANGE, True): _("led to the change request"),
        (Kind.CHANGE, False): pgettext("link", "change request made from"),
        (Kind.SPLIT, True): _("split off from"),
        (Kind.SPLIT, False): pgettext("link", "split off"),
    }[Kind(kind), outward]


def sayings() -> list[tuple[str, str]]:
    """Return what may be said by hand, for a select; «!» says it the other way round."""
    return [
        ("parent", _("is part of")), ("parent!", _("has as a part")), ("duplicate", _("is a duplicate of")),
        ("related", _("is related to")), ("caused_by", _("is caused by")), ("caused_by!",
        _("is the cause of")),
    ]  # fmt: skip


def watchers_of(ticket: Ticket) -> list[Watch]:
    """Return who follows the ticket, in the order in which they came."""
    return list(Watch.objects.filter(ticket=ticket, ended_at=None).select_related("user").order_by("pk"))


def merge_of(ticket: Ticket) -> Merge | None:
    """Return the merge by which the ticket lives on in another one."""
    return Merge.objects.filter(source=ticket, undone_at=None).select_related("target", "by").first()
