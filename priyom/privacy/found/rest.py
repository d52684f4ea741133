"""Small texts count, too: what no message and no file took by the time it is kept gets a row of its own.

A solution, a note to a reminder, the name of a file. Written when the transaction that kept the text is kept, so that
a text which was refused leaves nothing. Whose it is and where it stands is told by the fact recorded with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from priyom.base.clock import now
from priyom.base.requests import remembered_for_request
from priyom.privacy.found.models import Screening

if TYPE_CHECKING:
    from priyom.privacy.found.keeping import Noted

DESK, PORTAL, KEPT_BEFORE = "desk", "portal", "kept"
SOMEWHERE = "text"
LONGEST_PLACE = 60
MOST_PLACES = 2_000  # of one row; what is beyond is counted only


class Rest:
    """The texts that were screened in one transaction, or in one part of it that may be undone by itself."""

    def __init__(self) -> None:
        self.noted: list[Noted] = []

    def write(self) -> None:
        """Write one row for whatever nobody else has counted."""
        left: dict[str, Noted] = {}
        for each in self.noted:
            if not each.is_counted:
                left[each.known_by] = each
                each.is_counted = True
        left.pop("", None)
        if left:
            _keep(list(left.values()))


def count_when_kept(noted: Noted) -> None:
    """Let the text be counted once it is kept; one that is screened outside of a transaction is only looked at."""
    if not connection.in_atomic_block:
        return
    here = set(connection.savepoint_ids)
    for part, write, _robust in connection.run_on_commit:
        rest = getattr(write, "__self__", None)
        if isinstance(rest, Rest) and part == here:
            rest.noted.append(noted)
            return
    rest = Rest()
    rest.noted.append(noted)
    # Robust: the text is kept by then; a count that fails is logged and holds up nothing else that follows.
    transaction.on_commit(rest.write, robust=True)


def count_none_of(noted: list[Noted]) -> None:
    """Let these texts not be counted: they were only read once more."""
    for each in noted:
        each.is_counted = True


def keep_found_before(part: str, texts: Iterable[Iterable[Mapping[str, Any]]], ticket: Any = None) -> None:
    """Count what was found in small texts that had been kept before the guard stood."""
    found = [finding for text in texts for finding in text]
    Screening.objects.create(
        at=now(), channel=KEPT_BEFORE, part=part[:LONGEST_PLACE], kinds=sorted({str(each["kind"]) for each in found}),
        hidden=len(found), organisation_id=getattr(ticket, "organisation_id", None),
        ticket_id=getattr(ticket, "pk", None),
        region_id=getattr(ticket, "region_id", None),
        places=[[part, each["kind"], each["start"], each["end"], round(each["confidence"] * 100)]
                for each in found][:MOST_PLACES],
    )  # fmt: skip


def _keep(left: list[Noted]) -> None:
    fact, subject, by = remembered_for_request("fact") or (None, None, None)
    field = (fact.kind if fact is not None else SOMEWHERE)[:LONGEST_PLACE]
    places = [
        [field, found.kind, found.start, found.end, round(found.confidence * 100)]
        for each in left
        for found in each.findings
    ]
    freed = [[field, *each, 0, "released"] for noted in left for each in noted.released]
    Screening.objects.create(
        at=now(), author=by, channel=_channel(by), by_staff=by is None or by.works_at_desk, part=field,
        organisation_id=_organisation(subject, by), region_id=fact.region_id if fact is not None else None,
        ticket_id=_ticket(fact), kinds=sorted({place[1] for place in places}), hidden=len(places),
        places=[*freed, *places][:MOST_PLACES], released=len(freed),
    )  # fmt: skip


def _channel(by: Any) -> str:
    return PORTAL if by is not None and not by.works_at_desk else DESK


def _organisation(subject: Any, by: Any) -> int | None:
    """Return whose it is: the ticket's organisation, an organisation itself, else that of the person."""
    of_ticket = getattr(subject, "organisation_id", None) or getattr(
        getattr(subject, "ticket", None), "organisation_id", 0
    )
    if subject is not None and subject._meta.model_name == "organisation":
        return int(subject.pk)
    return of_ticket or getattr(by, "organisation_id", None)


def _ticket(fact: Any) -> int | None:
    if fact is None:
        return None
    found = fact.subject_id if fact.subject_kind == "ticket" else fact.details.get("ticket")
    return found if isinstance(found, int) else None
