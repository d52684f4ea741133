"""Letters leave here: grouped so that nobody is flooded, sent with a fixed Message-ID, retried, given up aloud.

Letters leave in rounds. A round locks the post of some people, reads what all of it needs, sends over one connection
for a second at most, and marks in the same transaction what left. If a process or the database dies between the relay's
«250» and our commit, what left is known all the same (``departed``) and marked before anything else leaves. Only the
letter that was just being handed over leaves again, under the same Message-ID (rulings, «Letters»: at least once).
"""

import contextlib
import re
import smtplib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection as db_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from priyom.base.clock import now
from priyom.base.events import record
from priyom.channels import departed
from priyom.channels.letters import Content, content_of
from priyom.channels.matters import Known
from priyom.channels.models import Letter
from priyom.channels.ours import marks
from priyom.channels.relay import Departing
from priyom.people.models import User

log = structlog.get_logger("channels")

# After each failed attempt, this long until the next; after the last one it is given up.
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
MOST_AT_ONCE = 3  # so many letters to one person at once; more are put into one
FLOOD_WINDOW, FLOOD_MOST = timedelta(minutes=10), 10
PEOPLE_PER_ROUND, ROUNDS_PER_SWEEP = 25, 10
ROUND_SECONDS = 1.0  # so long others wait for what the round has locked
FOR_GOOD = 500  # SMTP: from here on an answer is final
FROM_A_PERSON = frozenset({"answered", "solved"})  # what somebody at the desk said; everything else a machine says
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{3,250}>")


_MARK_SENT = """
    UPDATE channels_letter SET state = 'sent', failure = '', attempts = attempts + 1, sent_at = sent.at
    FROM unnest(%s::bigint[], %s::timestamptz[]) AS sent (id, at)
    WHERE channels_letter.id = sent.id AND channels_letter.state = 'waiting'
"""
_gone: list[departed.Departure] = []  # rows whose letters left, until that is committed; one sweep runs at a time


@dataclass(frozen=True)
class Envelope:
    """One real letter: the rows it stands for, and what it says."""

    letters: list[Letter]
    content: Content


def send_due() -> int:
    """Send what is due; return how many letters left."""
    _gone[:] = {*_gone, *departed.noted()}
    _mark_sent()
    _forget()
    left, last = 0, ""
    connection = get_connection()
    try:
        for _round in range(ROUNDS_PER_SWEEP):
            due = Letter.objects.filter(state=Letter.State.WAITING, due_at__lte=now(), address__gt=last)
            addresses = list(due.order_by("address").values_list("address", flat=True).distinct()[:PEOPLE_PER_ROUND])
            if not addresses:
                break
            left += _send_post_of(addresses, connection)
            _forget()
            last = addresses[-1]
    finally:
        connection.close()
    return left


@transaction.atomic
def _send_post_of(addresses: list[str], connection: BaseEmailBackend) -> int:
    """Send what is due to these addresses; return how many letters left."""
    due = list(
        Letter.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("user__organisation__region", "event")
        .filter(address__in=addresses, state=Letter.State.WAITING, due_at__lte=now()).order_by("address", "pk")
    )  # fmt: skip
    known = Known.of(_let_through(due))
    left = 0
    until = time.monotonic() + ROUND_SECONDS
    for _address, post in groupby(known.letters, key=lambda letter: letter.address):
        if time.monotonic() > until:
            break
        for envelope, message in _written(list(post), known, connection):
            # One moment for all of an envelope: a flood is counted by them.
            moment = now()  # RACE: the clock asks the database at times, which may be dead once the letter has left
            failure = _sent(message, connection)
            if failure is None:
                left += 1
                _note([(letter.pk, moment) for letter in envelope.letters])
            else:
                _failed(envelope.letters, type(failure).__name__, for_good=_is_final(failure))
    _mark_sent()
    if left:
        log.info("letters sent", count=left)
    return left


def _written(post: list[Letter], known: Known, connection: BaseEmailBackend) -> list[tuple[Envelope, Departing]]:
    """Return one person's letters, ready to go; what we cannot write must not hold up everybody else's."""
    try:
        return [(each, _message(each, known, connection)) for each in _envelopes(post, known)]
    except Exception as error:
        log.exception("letter not written")
        _failed(post, type(error).__name__, for_good=False)
        return []


def _sent(message: Departing, connection: BaseEmailBackend) -> Exception | None:
    """Hand a letter over; return what went wrong."""
    try:
        # The connection opens here, for the first letter: a relay that is down is a failed attempt, not a lost sweep.
        connection.open()
        message.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            connection.close()  # whatever state it was left in, the next letter begins anew
        return error
    return None


def _note(gone: list[departed.Departure]) -> None:
    _gone.extend(gone)
    departed.note(gone)


def _forget() -> None:
    if _gone:
        departed.forget()
    _gone.clear()


def _mark_sent() -> None:
    if not _gone:
        return
    with db_connection.cursor() as cursor:
        cursor.execute(_MARK_SENT, [[pk for pk, _moment in _gone], [moment for _pk, moment in _gone]])


def _envelopes(due: list[Letter], known: Known) -> Iterator[Envelope]:
    """Put letters about one ticket into one, and many of what a machine says into a digest.

    What a person says stands alone, because it can be answered.
    """
    envelopes = []
    with _speaking_to(due[0].user):
        for letters in _by_matter(due):
            content = content_of(letters[0].user, letters, known)
            if content is None:
                _drop(letters)
            else:
                envelopes.append(Envelope(letters, content))
        others = [envelope for envelope in envelopes if not _is_of_a_person(envelope.letters)]
        if len(others) > MOST_AT_ONCE:
            digest = Content.digest([envelope.content for envelope in others])
            others = [Envelope([letter for envelope in others for letter in envelope.letters], digest)]
    yield from (envelope for envelope in envelopes if _is_of_a_person(envelope.letters))
    yield from others


def _by_matter(due: list[Letter]) -> list[list[Letter]]:
    """Return the letters about each ticket together, and each other letter alone."""
    matters: dict[tuple[int | None, str], list[Letter]] = {}
    for letter in due:
        matter = (letter.ticket_id, "" if letter.ticket_id else letter.template + str(letter.pk))
        matters.setdefault(matter, []).append(letter)
    return list(matters.values())


def _is_of_a_person(letters: list[Letter]) -> bool:
    return any(letter.template in FROM_A_PERSON for letter in letters)


def _message(envelope: Envelope, known: Known, connection: BaseEmailBackend) -> Departing:
    first, content = envelope.letters[0], envelope.content
    is_human = _is_of_a_person(envelope.letters)
    with _speaking_to(first.user):
        context = {"content": content}
        message = Departing(
            subject=content.subject,
            body=render_to_string("channels/letters/letter.txt", context, using="jinja2"),
            to=[first.address],
            headers=_headers(first, content, known, is_human=is_human),
            connection=connection,
            # To the null path nobody reports anything, so no loop can begin; that an answer of ours did not arrive
            # we want to hear.
            return_path=marks().return_path(first.pk) if is_human else "",
        )
        message.attach_alternative(
            render_to_string("channels/letters/letter.html", context, using="jinja2"), "text/html"
        )
    return message


def _headers(letter: Letter, content: Content, known: Known, *, is_human: bool) -> dict[str, str]:
    # An answer to several letters put together could mean any of their tickets, so such a letter names none.
    message_id = letter.message_id
    if content.parts and letter.event_id is not None:
        message_id = marks().message_id(0, letter.user_id or 0, letter.event_id)
    headers = {"Message-ID": message_id, "X-Auto-Response-Suppress": "All"}
    if not is_human:
        headers["Auto-Submitted"] = "auto-generated"
    if content.ticket:
        root = f"<ticket.{content.ticket}@{settings.PRIYOM.host}>"
        # SECURITY: it was written by somebody outside, and becomes a header of ours.
        found = known.last_letter_of(letter)
        answered = found if _MESSAGE_ID.fullmatch(found) else ""
        headers |= {
            "Reply-To": marks().reply_address(content.ticket, letter.user_id or 0),
            "References": " ".join(filter(None, (root, answered))),
            "In-Reply-To": answered or root,
        }
    return headers


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
    recent = Letter.objects.filter(state=Letter.State.SENT, sent_at__gte=since)
    # Asked by person as well, because that is how the index finds it among the letters of half a year.
    of_people = recent.filter(user_id__in={letter.user_id for letter in due if letter.user_id})
    of_others = recent.filter(user_id=None, address__in={letter.address for letter in due if not letter.user_id})
    moments: dict[str, list[Any]] = {}
    for address, moment in of_people.union(of_others, all=True).values_list("address", "sent_at"):
        moments.setdefault(address, []).append(moment)
    through = []
    for address, post in groupby(due, key=lambda letter: letter.address):
        had = sorted(moments.get(address, ()))[: FLOOD_MOST + 1]
        for letters in _by_matter(list(post)):
            if len(set(had)) < FLOOD_MOST or _is_of_a_person(letters):
                through += letters
            else:
                _postpone(letters, had[0] + FLOOD_WINDOW)
    return through


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

    def __exit__(self, *_error: object) -> None:
        self.zone.__exit__(None, None, None)
        self.language.__exit__(None, None, None)
