"""Who wrote a letter and what it answers, as far as our keys and our tables can tell: the facts for ``matching``."""

import re
from collections.abc import Iterable

from django.conf import settings

from priyom.channels.addresses import Claim
from priyom.channels.likeness import is_disguised, resembles, spellings
from priyom.channels.mail.letter import Kind, Letter
from priyom.channels.matching import Decision, Envelope, Facts, Person, Thread, decide, is_machine, sender_of
from priyom.channels.models import IncomingLetter
from priyom.channels.models import Letter as Outgoing
from priyom.channels.ours import is_our_relay, is_ours, marks
from priyom.channels.trust import Verdict, verdict_on
from priyom.desk.models import Ticket, Watch
from priyom.desk.permissions import may_work_on
from priyom.people.models import User

MOST_CLAIMS = 20  # of one letter are looked at
MOST_MERGERS = 10
# «[№ 1 042]» as our letters write it, «[1042]» and «[#1042]» as people do.
_NUMBER = re.compile(r"\[\s*(?:\u2116|#|N)?\s*([0-9](?:[\s\u00a0\u202f]?[0-9]){0,11})\s*\]")


def judge(letter: Letter, row: IncomingLetter) -> Decision:
    """Return what becomes of a letter that was taken in; that it came before, or too often, the journal knows."""
    envelope = envelope_of(row)
    return decide(letter, envelope, facts_about(letter, row, envelope))


def envelope_of(row: IncomingLetter) -> Envelope:
    """Return how the letter came; a mailbox tells no MAIL FROM."""
    is_told = row.way != IncomingLetter.Way.IMAP
    path = row.return_path.strip("<> ")  # aiosmtpd writes the null path as «<>»
    return Envelope(row.peer or "", path if is_told else None, tuple(row.recipients))


def facts_about(letter: Letter, row: IncomingLetter, envelope: Envelope) -> Facts:
    """Return what is known about the letter besides what it says."""
    address = sender_of(letter)
    sender = account_of(address)
    claims = tuple(claims_of(letter, envelope))
    in_subject = number_in(letter.subject)
    named = {claim.number for claim in claims} | ({in_subject} if in_subject else set())
    own = marks().read_message_id(letter.message_id)
    return Facts(
        is_own_address=bool(address) and (is_ours(address) or address.lower() in _lowered(envelope.recipients)),
        is_own_letter=own is not None and own.signed,
        verdict=verdict_of(letter, row, address),
        sender=_person(sender),
        is_disguised=is_disguised(address),
        looks_like=_resembled(address) if sender is None else None,
        claims=claims,
        number_in_subject=in_subject,
        threads={number: thread for number in named if (thread := _thread(number, sender))},
        undelivered=undelivered_by(letter, envelope),
    )


def account_of(address: str) -> User | None:
    """Return the account with exactly this address, in any case; no tag, dot or look-alike is overlooked."""
    same = spellings(address)
    if not same:
        return None
    people = User.objects.filter(is_system=False, is_machine=False)
    if address.isascii():
        found = people.filter(email__iexact=address).first()
        if found is not None or len(same) == 1:
            return found
    return people.filter(email__in=same).first()


def verdict_of(letter: Letter, row: IncomingLetter, address: str) -> Verdict:
    """Return what our own mail server says of the sender."""
    is_trusted = row.way == IncomingLetter.Way.IMAP or is_our_relay(row.peer)
    domain = address.rpartition("@")[2]
    server = settings.PRIYOM.authserv_id
    return verdict_on(letter.authentication_results, server=server, is_trusted_way=is_trusted, domain=domain)


def claims_of(letter: Letter, envelope: Envelope) -> list[Claim]:
    """Return the tickets that the letter names in our form: by the address it was sent to, then by what it answers."""
    ours = marks()
    to = [*envelope.recipients, *letter.delivered_to, *(one.address for one in (*letter.to, *letter.cc))]
    ids = [*letter.in_reply_to.split(), *reversed(letter.references)]
    found = [*map(ours.read_reply_address, to), *map(ours.read_message_id, ids)]
    return list(dict.fromkeys(claim for claim in found if claim is not None))[:MOST_CLAIMS]


def number_in(subject: str) -> int | None:
    """Return the number in square brackets; it proves nothing."""
    found = _NUMBER.search(subject)
    return int(re.sub(r"\D", "", found[1])) if found else None


def undelivered_by(letter: Letter, envelope: Envelope) -> int | None:
    """Return the outgoing letter that a report is about: by its return path, else by the Message-ID it gives back."""
    if not is_machine(letter, envelope) and letter.kind != Kind.BOUNCE:
        return None
    ours = marks()
    for address in (*envelope.recipients, *letter.delivered_to, *(one.address for one in letter.to)):
        pk = ours.read_return_path(address)
        if pk is not None:
            return Outgoing.objects.filter(pk=pk).values_list("pk", flat=True).first()
    if letter.report is None or letter.kind != Kind.BOUNCE:
        return None
    claim = ours.read_message_id(letter.report.original_message_id)
    if claim is None or not claim.signed:
        return None
    rows = Outgoing.objects.filter(message_id=letter.report.original_message_id.strip().lower())
    return rows.values_list("pk", flat=True).first()


def _person(user: User | None) -> Person | None:
    return Person(user.pk, is_active=user.is_active, is_agent=user.works_at_desk) if user else None


def _resembled(address: str) -> int | None:
    shapes = resembles(address)
    return User.objects.filter(email__in=shapes).values_list("pk", flat=True).first() if shapes else None


def _thread(number: int, sender: User | None) -> Thread | None:
    """Return where a conversation goes on after mergers, and what the sender is to it."""
    ticket = Ticket.objects.filter(number=number).select_related("organisation").first()
    for _step in range(MOST_MERGERS):
        if ticket is None or ticket.merged_into_id is None:
            break
        ticket = Ticket.objects.select_related("organisation").get(pk=ticket.merged_into_id)
    if ticket is None:
        return None
    if sender is None:
        return Thread(ticket.number)
    follows = Watch.objects.filter(ticket=ticket, user=sender, ended_at=None).exists()
    return Thread(
        number=ticket.number,
        is_open_to_sender=Ticket.objects.visible_to(sender).filter(pk=ticket.pk).exists(),
        is_of_sender=ticket.requester_id == sender.pk or (follows and not sender.works_at_desk),
        sender_works_on_it=may_work_on(sender, ticket),
    )


def _lowered(addresses: Iterable[str]) -> set[str]:
    return {address.lower() for address in addresses}
