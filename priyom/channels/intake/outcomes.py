"""The ways in which a letter can be filed. The caller writes the row, with its outcome, in the same transaction."""

import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from priyom.base.clock import now
from priyom.base.events import record
from priyom.channels.mail.letter import Letter, LetterFile
from priyom.channels.matching import Decision, sender_of
from priyom.channels.models import IncomingLetter, Outcome
from priyom.channels.models import Letter as Outgoing
from priyom.channels.ours import region_of
from priyom.desk.actions.lettering import Lettered, append_by_letter, note_by_letter, open_by_letter
from priyom.desk.models import Message, Ticket
from priyom.desk.page.letters import FAULTS
from priyom.people.actions.correspondents import meet_correspondent, nowhere
from priyom.people.models import Organisation, User
from priyom.privacy.actions import masked_name, screen_text
from priyom.privacy.found.keeping import keep_findings

LONGEST_SUBJECT, LONGEST_BEGINNING, LONGEST_ADDRESS = 200, 2000, 320
MOST_OF_OUTLINE = 60
TOKENS = uuid.UUID("6f1b1c58-7c55-4a57-9a0e-6f4a3f1c2d10")  # the same letter gives the same token


def file_as(decision: Decision, letter: Letter, row: IncomingLetter) -> None:
    """Do what was decided and write it into the row; the caller saves it."""
    row.kind, row.sender = letter.kind, sender_of(letter)[:LONGEST_ADDRESS].lower()
    row.subject = one_line(letter.subject)
    row.may_answer = decision.may_answer
    if decision.outcome == Outcome.TICKET:
        _open_ticket(decision, letter, row)
    elif decision.outcome == Outcome.APPEND:
        _append(decision, letter, row)
    elif decision.outcome == Outcome.BOUNCE:
        _mark_undelivered(decision, letter)
    decide_row(row, decision.outcome, decision.reason)


def hold(row: IncomingLetter, reason: str, letter: Letter | None = None) -> None:
    """Keep it for a person, sealed, with what may be seen of it: its outline and its masked beginning."""
    if letter is not None:
        row.kind, row.sender = letter.kind, sender_of(letter)[:LONGEST_ADDRESS].lower()
        row.subject = one_line(letter.subject)
        row.beginning = screen_text(letter.text[:LONGEST_BEGINNING]).masked
        shown = {"subject": row.subject, "beginning": row.beginning}
        keep_findings(shown, author_id=None, channel="letter", part="letter")
        row.outline = [
            [part.depth, part.content_type[:100], masked_name(part.name) if part.name else "", part.size]
            for part in letter.outline[:MOST_OF_OUTLINE]
        ]
    decide_row(row, Outcome.HELD, reason)


def decide_row(row: IncomingLetter, outcome: str, reason: str, *, by: User | None = None) -> None:
    """Write the outcome; what is not held any more is not kept any more."""
    row.outcome, row.reason, row.decided_at, row.decided_by = outcome, reason, now(), by or row.decided_by
    if outcome != Outcome.HELD:
        # PRIVACY: the sealed octets and what was shown of a held letter end here.
        row.sealed, row.beginning, row.outline = None, "", []


def one_line(subject: str) -> str:
    """Return the subject masked, as one line that a list can show."""
    return " ".join(screen_text(subject).masked.split())[:LONGEST_SUBJECT]


def _open_ticket(decision: Decision, letter: Letter, row: IncomingLetter) -> None:
    requester, place = _requester(decision, letter, row)
    said = _said(decision, letter, row)
    ticket = open_by_letter(said, requester=requester, organisation=place, like=decision.claims)
    _belongs(row, ticket, ticket.messages.get(token=said.token))


def _append(decision: Decision, letter: Letter, row: IncomingLetter) -> None:
    said = _said(decision, letter, row)
    number = decision.number or 0
    if decision.is_note or decision.by is None:
        message = note_by_letter(number, said)
    else:
        by = User.objects.get(pk=decision.by)
        message = append_by_letter(number, said, by=by, as_agent=decision.is_agent)
    _belongs(row, message.ticket, message)


def _belongs(row: IncomingLetter, ticket: Ticket, message: Message) -> None:
    row.ticket_id, row.message_pk, row.region_id = ticket.pk, message.pk, ticket.region_id


def _requester(decision: Decision, letter: Letter, row: IncomingLetter) -> tuple[User, Organisation]:
    """Return in whose name the ticket is opened and where it belongs."""
    region = region_of(row)
    if decision.by is None:
        address = sender_of(letter)
        name = next((one.name for one in letter.senders if one.address == address), "")
        return meet_correspondent(address, name, by=User.objects.system(), region=region)
    person = User.objects.select_related("organisation__region").get(pk=decision.by)
    if person.organisation is not None and person.organisation.is_active:
        return person, person.organisation
    home = next((one.organisation for one in person.active_memberships if one.organisation.is_active), None)
    return person, home or nowhere(region)


def _said(decision: Decision, letter: Letter, row: IncomingLetter) -> Lettered:
    return Lettered(
        token=uuid.uuid5(TOKENS, row.fingerprint or str(row.pk)),
        address=sender_of(letter),
        subject=letter.subject,
        body=letter.text,
        quoted=letter.quoted,
        html=letter.html,
        quoted_html=letter.quoted_html,
        is_confirmed=decision.is_confirmed,
        doubts=[*map(str, decision.doubts), *(note for note in letter.notes if note in FAULTS)],
        files=[_upload(file) for file in letter.files],
        content_ids=[file.content_id for file in letter.files],
        thanks=letter.thanks,
    )


def _upload(file: LetterFile) -> Any:
    return SimpleUploadedFile(file.name or "file", file.data, content_type=file.content_type)


def _mark_undelivered(decision: Decision, letter: Letter) -> None:
    """Let those who look after letters know that one of ours did not arrive."""
    if decision.undelivered is None or (letter.report and letter.report.action in {"delayed", "delivered", "relayed"}):
        return
    outgoing = Outgoing.objects.select_for_update(of=("self",)).filter(pk=decision.undelivered).first()
    if outgoing is None or outgoing.state == Outgoing.State.GIVEN_UP:
        return
    outgoing.state, outgoing.failure = Outgoing.State.GIVEN_UP, "returned"
    outgoing.save(update_fields=["state", "failure"])
    record("delivery.failed", outgoing, by=None, attempts=outgoing.attempts, ticket=outgoing.ticket_id,
           failure="returned")  # fmt: skip
