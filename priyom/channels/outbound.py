"""Letters leave here: grouped so that nobody is flooded, sent with a fixed Message-ID, retried, given up aloud.

A letter is locked while it is being sent and marked in the same transaction. If the process dies between the
relay's «250» and our commit, it is sent again under the same Message-ID (rulings, «Letters»: at least once).
"""

import re
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from priyom.base.clock import now
from priyom.base.events import record
from priyom.channels.letters import Content, content_of
from priyom.channels.models import IncomingLetter, Letter
from priyom.channels.ours import marks
from priyom.channels.relay import Departing
from priyom.people.models import User

log = structlog.get_logger("channels")

# After each failed attempt, this long until the next; after the last one it is given up.
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
MOST_AT_ONCE = 3  # so many letters to one person at once; more are put into one
FLOOD_WINDOW, FLOOD_MOST = timedelta(minutes=10), 10
PEOPLE_PER_SWEEP = 50
FOR_GOOD = 500  # SMTP: from here on an answer is final
FROM_A_PERSON = frozenset({"answered", "solved"})  # what somebody at the desk said; everything else a machine says
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{3,250}>")


@dataclass(frozen=True)
class Envelope:
    """One real letter: the rows it stands for, and what it says."""

    letters: list[Letter]
    content: Content


def send_due() -> int:
    """Send what is due; return how many letters left. Each person's post is a transaction of its own."""
    addresses = (
        Letter.objects.filter(state=Letter.State.WAITING, due_at__lte=now())
        .order_by("address").values_list("address", flat=True).distinct()[:PEOPLE_PER_SWEEP]
    )  # fmt: skip
    return sum(send_post_of(address) for address in list(addresses))


@transaction.atomic
def send_post_of(address: str) -> int:
    """Send everything that is due to one address; return how many letters left."""
    due = list(
        Letter.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("user__organisation__region", "event__actor")
        .filter(address=address, state=Letter.State.WAITING, due_at__lte=now()).order_by("pk")
    )  # fmt: skip
    due = _let_through(due) if due else []
    if not due:
        return 0
    connection = get_connection()
    try:
        return sum(_send(envelope, connection) for envelope in _envelopes(due))
    finally:
        connection.close()


def _envelopes(due: list[Letter]) -> Iterator[Envelope]:
    """Put letters about one ticket into one, and many of what a machine says into a digest.

    What a person says stands alone, because it can be answered.
    """
    envelopes = []
    for letters in _by_matter(due):
        content = _in_words_of(letters[0].user, letters)
        if content is None:
            _drop(letters)
        else:
            envelopes.append(Envelope(letters, content))
    yield from (envelope for envelope in envelopes if _is_of_a_person(envelope.letters))
    others = [envelope for envelope in envelopes if not _is_of_a_person(envelope.letters)]
    if len(others) <= MOST_AT_ONCE:
        yield from others
        return
    with _speaking_to(due[0].user):
        digest = Content.digest([envelope.content for envelope in others])
    yield Envelope([letter for envelope in others for letter in envelope.letters], digest)


def _by_matter(due: list[Letter]) -> list[list[Letter]]:
    """Return the letters about each ticket together, and each other letter alone."""
    matters: dict[tuple[int | None, str], list[Letter]] = {}
    for letter in due:
        matter = (letter.ticket_id, "" if letter.ticket_id else letter.template + str(letter.pk))
        matters.setdefault(matter, []).append(letter)
    return list(matters.values())


def _is_of_a_person(letters: list[Letter]) -> bool:
    return any(letter.template in FROM_A_PERSON for letter in letters)


def _in_words_of(user: User | None, letters: list[Letter]) -> Content | None:
    with _speaking_to(user):
        return content_of(user, letters)


def _send(envelope: Envelope, connection: BaseEmailBackend) -> int:
    first, message = envelope.letters[0], _message(envelope, connection)
    try:
        # The connection opens here, for the first letter: a relay that is down is a failed attempt, not a lost sweep.
        connection.open()
        message.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        _failed(envelope.letters, type(error).__name__, for_good=_is_final(error))
        return 0
    moment = now()
    for letter in envelope.letters:
        letter.state, letter.sent_at, letter.failure = Letter.State.SENT, moment, ""
        letter.attempts += 1
        letter.save(update_fields=["state", "sent_at", "failure", "attempts"])
    log.info("letter sent", count=len(envelope.letters), attempt=first.attempts)
    return 1


def _message(envelope: Envelope, connection: BaseEmailBackend) -> Departing:
    first, content = envelope.letters[0], envelope.content
    is_human = _is_of_a_person(envelope.letters)
    with _speaking_to(first.user):
        context = {"content": content}
        message = Departing(
            subject=content.subject,
            body=render_to_string("channels/letters/letter.txt", context, using="jinja2"),
            to=[first.address],
            headers=_headers(first, content, is_human=is_human),
            connection=connection,
            # To the null path nobody reports anything, so no loop can begin; that an answer of ours did not arrive
            # we want to hear.
            return_path=marks().return_path(first.pk) if is_human else "",
        )
        message.attach_alternative(
            render_to_string("channels/letters/letter.html", context, using="jinja2"), "text/html"
        )
    return message


def _headers(letter: Letter, content: Content, *, is_human: bool) -> dict[str, str]:
    # An answer to several letters put together could mean any of their tickets, so such a letter names none.
    is_of_none = bool(content.parts) and letter.event_id is not None
    message_id = marks().message_id(0, letter.user_id or 0, letter.event_id) if is_of_none else letter.message_id
    headers = {"Message-ID": message_id, "X-Auto-Response-Suppress": "All"}
    if not is_human:
        headers["Auto-Submitted"] = "auto-generated"
    if content.ticket:
        root = f"<ticket.{content.ticket}@{settings.PRIYOM.host}>"
        answered = _last_letter_of(letter)
        headers |= {
            "Reply-To": marks().reply_address(content.ticket, letter.user_id or 0),
            "References": " ".join(filter(None, (root, answered))),
            "In-Reply-To": answered or root,
        }
    return headers


def _last_letter_of(letter: Letter) -> str:
    """Return the Message-ID of what the person last wrote about the ticket, so that their program shows one thread."""
    came = IncomingLetter.objects.filter(ticket_id=letter.ticket_id, sender__iexact=letter.address)
    found = came.order_by("-pk").values_list("message_id", flat=True).first() or ""
    # SECURITY: it was written by somebody outside, and becomes a header of ours.
    return found if _MESSAGE_ID.fullmatch(found) else ""


def _failed(letters: list[Letter], failure: str, *, for_good: bool) -> None:
    for letter in letters:
        letter.attempts += 1
        letter.failure = failure
        if for_good or letter.attempts > len(BACKOFF):
            letter.state = Letter.State.GIVEN_UP
            record(
                "delivery.failed", letter, by=None, attempts=letter.attempts, ticket=letter.ticket_id, failure=failure
            )
        else:
            letter.due_at = now() + BACKOFF[letter.attempts - 1]
        letter.save(update_fields=["attempts", "failure", "state", "due_at"])
    log.warning("letter not sent", error=failure, attempt=letters[0].attempts, count=len(letters))


def _is_final(error: Exception) -> bool:
    """Say whether it can never be taken: no letter can be made of it, or all recipients are refused with a 5xx."""
    if isinstance(error, ValueError):
        return True
    return isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        code >= FOR_GOOD for code, _text in error.recipients.values()
    )


def _drop(letters: list[Letter]) -> None:
    """Let letters go that have nothing to say any more: the ticket is no longer open to the person."""
    for letter in letters:
        letter.state = Letter.State.DROPPED
        letter.save(update_fields=["state"])


def _let_through(due: list[Letter]) -> list[Letter]:
    """Hold the post of a person who has had much of it, so that the rest comes as one digest; never an answer."""
    since = now() - FLOOD_WINDOW
    recent = Letter.objects.filter(address=due[0].address, state=Letter.State.SENT, sent_at__gte=since)
    moments = list(recent.order_by("sent_at").values_list("sent_at", flat=True)[: FLOOD_MOST + 1])
    if len(set(moments)) < FLOOD_MOST:
        return due
    for letters in _by_matter(due):
        if not _is_of_a_person(letters):
            _postpone(letters, moments[0] + FLOOD_WINDOW)
    return [letter for letters in _by_matter(due) if _is_of_a_person(letters) for letter in letters]


def _postpone(letters: list[Letter], until: datetime) -> None:
    for letter in letters:
        letter.due_at = until
        letter.save(update_fields=["due_at"])


class _speaking_to:  # noqa: N801 - reads like a word at its place
    """Speak the person's language and tell times in the person's zone."""

    def __init__(self, user: User | None) -> None:
        self.language = translation.override(user.language if user else "ru")
        self.zone = timezone.override(ZoneInfo(user.timezone_name) if user else timezone.get_default_timezone())

    def __enter__(self) -> None:
        self.language.__enter__()
        self.zone.__enter__()

    def __exit__(self, *error: object) -> None:
        self.zone.__exit__(*error)
        self.language.__exit__(*error)
