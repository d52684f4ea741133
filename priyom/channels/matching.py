"""What must become of a letter: which ticket it joins, in whose name, and what must never happen because of it.

Arithmetic on three things: the letter as read, its envelope, and what the database and our keys know about both
(``identity`` collects that). Nothing that the sender wrote is believed by itself:

- A letter joins a ticket only by a signature of ours, made for the very person in whose name it came.
- In the name of support it counts only if our own mail server vouches for the sender as well.
- Whatever else claims to answer a ticket becomes a ticket of its own, with the claim beside it for an agent to judge.
- What machines write opens nothing and is never answered.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from priyom.channels.addresses import Claim
from priyom.channels.mail.letter import Kind, Letter
from priyom.channels.trust import Verdict


class Becomes(StrEnum):
    """The outcomes of the journal."""

    TICKET = "ticket"
    APPEND = "append"
    HELD = "held"
    SUPPRESSED = "suppressed"
    DUPLICATE = "duplicate"
    BOUNCE = "bounce"
    REJECTED = "rejected"


class Reason(StrEnum):
    """Why; each has its sentence in ``reasons``. A held letter may also carry one of ``mail.letter.HOLDS``."""

    # a ticket
    NEW = "new"
    CLAIM_FORGED = "claim_forged"  # our form without our signature
    CLAIM_UNSIGNED = "claim_unsigned"  # a number in the subject and nothing else
    CLAIM_OF_ANOTHER = "claim_of_another"  # a letter that we wrote to somebody else
    NO_LONGER_OPEN = "no_longer_open"  # the signature is right, but the person no longer sees the ticket
    # joins a ticket
    REQUESTER = "requester"
    AGENT = "agent"
    AGENT_NOT_CONFIRMED = "agent_not_confirmed"  # a note
    SENDER_NOT_CONFIRMED = "sender_not_confirmed"  # a note
    # held
    NO_SENDER = "no_sender"
    SEVERAL_SENDERS = "several_senders"
    SENDER_DISGUISED = "sender_disguised"  # signs in the address that become others when case is folded
    SENDER_CLOSED = "sender_closed"  # the account of this address may not sign in any more
    TOO_MANY = "too_many"  # from one sender in one minute or hour
    # kept silent
    OWN_ADDRESS = "own_address"
    OWN_LETTER = "own_letter"  # a letter of ours came round
    NULL_SENDER = "null_sender"
    AUTOREPLY = "autoreply"
    MAILING_LIST = "mailing_list"
    RECEIPT = "receipt"
    # the rest
    CAME_BEFORE = "came_before"
    NOT_DELIVERED = "not_delivered"
    NOT_DELIVERED_UNKNOWN = "not_delivered_unknown"  # a report about no letter of ours


class Doubt(StrEnum):
    """What an agent is told beside the words, because the sender's name may not be the sender's."""

    SENDER_NOT_CONFIRMED = "sender_not_confirmed"
    AGENT_NOT_CONFIRMED = "agent_not_confirmed"
    LOOKS_LIKE_ANOTHER = "looks_like_another"
    NAME_IS_ANOTHER_ADDRESS = "name_is_another_address"
    ANSWERS_GO_ELSEWHERE = "answers_go_elsewhere"
    SUBJECT_TWICE = "subject_twice"


@dataclass(frozen=True, slots=True)
class Envelope:
    """How the letter was handed over."""

    peer: str = ""  # the address of who handed it over; empty from a mailbox
    return_path: str | None = None  # MAIL FROM; "" is the null path, None: nobody said
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """The account whose address stands in From, whoever wrote it there."""

    pk: int
    is_active: bool = True
    is_agent: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """A ticket that the letter names, seen from the person in From."""

    number: int  # after mergers: where the conversation goes on
    is_open_to_sender: bool = False  # may read it whole
    is_of_sender: bool = False  # asked it or follows it
    sender_works_on_it: bool = False  # from our side of the desk


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about the letter besides what it says."""

    is_own_address: bool = False
    is_own_letter: bool = False  # its Message-ID is one of ours, signed
    verdict: Verdict = Verdict.UNKNOWN
    sender: Person | None = None
    is_disguised: bool = False  # of the address in From
    looks_like: int | None = None  # the account whose address the one in From resembles
    claims: tuple[Claim, ...] = ()  # of reply addresses and Message-IDs, in the order of their weight
    number_in_subject: int | None = None
    threads: Mapping[int, Thread] = field(default_factory=dict)  # by the number that was named
    undelivered: int | None = None  # the outgoing letter that a report is about


@dataclass(frozen=True, slots=True)
class Decision:
    """What must become of the letter. A letter by itself closes and reopens nothing, whatever it says."""

    outcome: Becomes
    reason: str
    number: int | None = None  # the ticket it joins
    claims: int | None = None  # the ticket it claims to answer and does not join
    by: int | None = None  # the account in whose name it counts; None: a stranger's
    is_note: bool = False  # for colleagues only
    is_agent: bool = False  # said from our side of the desk
    is_confirmed: bool = False  # our own mail server vouches for the sender
    may_answer: bool = False  # an automatic acknowledgement may go back
    doubts: tuple[Doubt, ...] = ()
    undelivered: int | None = None


def decide(letter: Letter, envelope: Envelope, facts: Facts) -> Decision:
    """Return what becomes of the letter."""
    return _without_a_ticket(letter, envelope, facts) or _by_claims(letter, facts)


def sender_of(letter: Letter) -> str:
    """Return the one address in From, as written; empty when there is none or more than one. Never from elsewhere."""
    addresses = _addresses(letter)
    return addresses[0] if len({address.lower() for address in addresses}) == 1 else ""


def _addresses(letter: Letter) -> list[str]:
    return [one.address for one in letter.senders if "@" in one.address]


def is_machine(letter: Letter, envelope: Envelope) -> bool:
    """Say whether nobody would read an answer."""
    return envelope.return_path == "" or letter.return_path == "" or letter.kind in _SILENT


_SILENT = {
    Kind.AUTOREPLY: Reason.AUTOREPLY,
    Kind.MAILING_LIST: Reason.MAILING_LIST,
    Kind.REPORT: Reason.RECEIPT,
}


def _without_a_ticket(letter: Letter, envelope: Envelope, facts: Facts) -> Decision | None:
    """Return the decision for what never comes near a ticket, or None."""
    if letter.kind == Kind.BOUNCE or facts.undelivered is not None:
        reason = Reason.NOT_DELIVERED if facts.undelivered is not None else Reason.NOT_DELIVERED_UNKNOWN
        return Decision(Becomes.BOUNCE, reason, undelivered=facts.undelivered)
    if facts.is_own_letter or facts.is_own_address:
        return Decision(Becomes.SUPPRESSED, Reason.OWN_LETTER if facts.is_own_letter else Reason.OWN_ADDRESS)
    if letter.kind in _SILENT:
        return Decision(Becomes.SUPPRESSED, _SILENT[letter.kind])
    if is_machine(letter, envelope):
        return Decision(Becomes.SUPPRESSED, Reason.NULL_SENDER)
    held = _why_held(letter, facts)
    return Decision(Becomes.HELD, held) if held else None


def _why_held(letter: Letter, facts: Facts) -> str:
    if letter.hold:
        return letter.hold
    if not sender_of(letter):
        return Reason.SEVERAL_SENDERS if _addresses(letter) else Reason.NO_SENDER
    if facts.is_disguised:
        return Reason.SENDER_DISGUISED
    if facts.sender is not None and not facts.sender.is_active:
        return Reason.SENDER_CLOSED
    return ""


def _by_claims(letter: Letter, facts: Facts) -> Decision:
    """Let the letter join the ticket that a signature of ours names, or become its own."""
    reason: str = Reason.NEW
    named: int | None = None
    for claim in facts.claims:
        thread = facts.threads.get(claim.number)
        if thread is None:
            continue
        why = _why_apart(claim, thread, facts)
        if not why:
            return _join(letter, facts, thread)
        if named is None:
            reason, named = why, thread.number
    in_subject = facts.threads.get(facts.number_in_subject or 0)
    if named is None and in_subject is not None:
        reason, named = Reason.CLAIM_UNSIGNED, in_subject.number
    return Decision(Becomes.TICKET, reason, claims=named, doubts=_doubts(letter, facts), **_standing(letter, facts))


def _why_apart(claim: Claim, thread: Thread, facts: Facts) -> str:
    """Return why the letter may not join the ticket; empty when it may."""
    if not claim.signed:
        return Reason.CLAIM_FORGED
    if facts.sender is None or claim.who != facts.sender.pk:
        # SECURITY: whoever was forwarded a letter of ours has the signature, but is not whom we wrote to. Somebody of
        # the conversation may answer another's copy, if our own server says that it is they.
        answers_a_copy = thread.is_of_sender and facts.verdict == Verdict.PASS
        if not answers_a_copy:
            return Reason.CLAIM_OF_ANOTHER
    if not (thread.is_of_sender or thread.sender_works_on_it or thread.is_open_to_sender):
        return Reason.NO_LONGER_OPEN
    return ""


def _join(letter: Letter, facts: Facts, thread: Thread) -> Decision:
    as_agent = thread.sender_works_on_it and not thread.is_of_sender
    is_note, reason = False, Reason.REQUESTER
    if facts.sender is not None and facts.sender.is_agent:
        # SECURITY: our mail server must say that it is the agent; else the words wait for a colleague to judge.
        is_confirmed = facts.verdict == Verdict.PASS
        reason = Reason.AGENT if is_confirmed else Reason.AGENT_NOT_CONFIRMED
        # A colleague who may only look on writes for colleagues, too.
        is_note = not is_confirmed or not (as_agent or thread.is_of_sender)
    elif facts.verdict == Verdict.FAIL:
        is_note, reason = True, Reason.SENDER_NOT_CONFIRMED
    return Decision(
        Becomes.APPEND, reason, number=thread.number, is_note=is_note, is_agent=as_agent and not is_note,
        doubts=_doubts(letter, facts), **_standing(letter, facts),
    )  # fmt: skip


def _standing(letter: Letter, facts: Facts) -> dict[str, Any]:
    """Return in whose name it counts, and whether an acknowledgement may go to the address."""
    return {
        "by": facts.sender.pk if facts.sender else None,
        "is_confirmed": facts.verdict == Verdict.PASS,
        "may_answer": letter.may_answer and facts.verdict != Verdict.FAIL and not _is_to_oneself(letter),
    }


def _is_to_oneself(letter: Letter) -> bool:
    """Say whether the sender stands among the recipients: a copy of one's own is nobody's question to be answered."""
    return sender_of(letter).lower() in {one.address.lower() for one in letter.to}


_LOOKS_LIKE_ADDRESS = re.compile(r"[^\s<>@\"']{1,64}@[^\s<>@\"']{1,255}")


def _doubts(letter: Letter, facts: Facts) -> tuple[Doubt, ...]:
    """Return what an agent should know about the sender, the gravest first."""
    address = sender_of(letter).lower()
    named = {found.lower().strip(".,;:") for one in letter.senders for found in _LOOKS_LIKE_ADDRESS.findall(one.name)}
    elsewhere = {one.address.rpartition("@")[2].lower() for one in letter.reply_to} - {address.rpartition("@")[2]}
    is_agent = facts.sender is not None and facts.sender.is_agent
    signs = {
        Doubt.SENDER_NOT_CONFIRMED: facts.verdict == Verdict.FAIL,
        Doubt.AGENT_NOT_CONFIRMED: is_agent and facts.verdict != Verdict.PASS,
        Doubt.LOOKS_LIKE_ANOTHER: facts.looks_like is not None,
        Doubt.NAME_IS_ANOTHER_ADDRESS: bool(named - {address}),
        Doubt.ANSWERS_GO_ELSEWHERE: bool(elsewhere),
        Doubt.SUBJECT_TWICE: "several_subjects" in letter.notes,
    }
    return tuple(doubt for doubt, is_so in signs.items() if is_so)
