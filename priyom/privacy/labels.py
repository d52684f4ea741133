"""Who is who in one ticket: «patient 1» stays patient 1 in every message, field and file of it.

The key with which names become digests is the ticket's own, sealed with a secret outside the database, and destroyed
when the ticket closes (rulings). A ticket in which nobody was named has no row.
"""

import re
import secrets
from collections.abc import Callable, Iterable
from functools import cache

from django.db import transaction

from priyom.base.prepared import THAT, Kept
from priyom.base.sealing import SealBroken, seal, unseal
from priyom.privacy.masking import People
from priyom.privacy.models import ScreenedFile, TicketPeople
from priyom.privacy.wording import pattern_of_people

KEY_BYTES = 32
HIGHEST = ""  # no digest is empty: it stands for the highest number, so that this is not given again
TicketOf = Callable[[ScreenedFile], int | None]
_asked: list[TicketOf] = []
_OF_TICKET: Kept[TicketPeople] = Kept(lambda: TicketPeople.objects.filter(pk=THAT))
_NUMBER = re.compile(r"\d+")


def tells_ticket(function: TicketOf) -> TicketOf:
    """Register who knows in which ticket a file is: the rooms above."""
    _asked.append(function)
    return function


def ticket_of(screened: ScreenedFile) -> int | None:
    """Return the ticket that the file is in by now."""
    return next((found for ask in _asked if (found := ask(screened)) is not None), None)


def nobody_yet() -> People:
    """Return what is known of people where nobody was named before."""
    return People(secrets.token_bytes(KEY_BYTES))


def people_of(ticket_id: int | None) -> People:
    """Return who is who in the ticket so far."""
    rows = _OF_TICKET.ask(that=ticket_id) if ticket_id is not None else []
    return _people(rows[0]) if rows else nobody_yet()


def beyond_those_in(texts: Iterable[str], people: People) -> People:
    """Let nobody new be given a number that stands in these texts already: they may come from another ticket."""
    numbers = [int(number) for text in texts for mark in _marks().findall(text) for number in _NUMBER.findall(mark)]
    if numbers:
        people.numbers[HIGHEST] = max([*numbers, *people.numbers.values()])
    return people


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(pattern_of_people())


def remember(ticket_id: int, people: People) -> None:
    """Keep who is who in the ticket by now. Whoever was numbered meanwhile keeps the number."""
    if people.numbers:
        _remember(ticket_id, people)


@transaction.atomic
def _remember(ticket_id: int, people: People) -> None:
    fresh = TicketPeople(ticket_id=ticket_id, sealed_key=_sealed(ticket_id, people.key))
    TicketPeople.objects.bulk_create([fresh], ignore_conflicts=True)
    row = TicketPeople.objects.select_for_update().get(pk=ticket_id)
    if row.sealed_key is None:
        row.sealed_key = fresh.sealed_key
    # RACE: two texts of a new ticket may have been read under two keys; the digests of the second say nothing then.
    row.numbers = {**people.numbers, **row.numbers}
    row.numbers.pop(HIGHEST, None)
    row.patients = sorted({*row.patients, *people.patients})
    row.highest = max([row.highest, *people.numbers.values(), *row.numbers.values()])
    row.save()


def forget_names(ticket_id: int) -> None:
    """Destroy the key and the digests of a closed ticket; how many people there are stays, so that numbers go on."""
    TicketPeople.objects.filter(pk=ticket_id).update(sealed_key=None, numbers={})


def _people(row: TicketPeople) -> People:
    try:
        key = unseal(row.sealed_key, purpose=_purpose(row.ticket_id)) if row.sealed_key else b""
    except SealBroken:
        key = b""
    numbers = dict(row.numbers) if key else {}
    if row.highest and row.highest not in numbers.values():
        numbers[HIGHEST] = row.highest
    return People(key or secrets.token_bytes(KEY_BYTES), numbers, set(row.patients))


def _sealed(ticket_id: int, key: bytes) -> bytes:
    return seal(key, purpose=_purpose(ticket_id))


def _purpose(ticket_id: int) -> str:
    return f"people of ticket {ticket_id}"
