"""What the writer of a letter is told of the personal data in it: what was hidden, and how to send it again.

Who writes in the portal sees it while typing; who writes a letter learns it from the answer. A new ticket's
acknowledgement tells of its text; whatever is read later, and every further letter, has an answer of its own.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from priyom.base.clock import now
from priyom.base.events import record
from priyom.base.models import Event
from priyom.channels.acknowledging import DAY, RECEIVED, is_confirmed
from priyom.channels.models import IncomingLetter, Letter
from priyom.desk.models import Attachment, Message
from priyom.people.models import User
from priyom.privacy.found.queries import Hidden, hidden_in, hidden_in_files
from priyom.privacy.models import ScreenedFile
from priyom.privacy.sentences import sentence_of

HIDDEN, REFUSED = "hidden", "file_refused"  # the templates
MOST_A_DAY = 5  # to one person: after that it is known
LIFE = timedelta(days=1)  # what is read later than that belongs to a letter that nobody remembers
OUTCOME, WAITING = IncomingLetter.Outcome, ScreenedFile.State.WAITING


@transaction.atomic
def tell_of_hidden(message_id: int, *, late: bool = False) -> bool:
    """Have the writer of a letter told what was hidden in it, once all of it is read; say whether that was due.

    ``late``: its text was read only now, so that an acknowledgement could not tell of it.
    """
    letter = IncomingLetter.objects.filter(message_pk=message_id, may_answer=True, decided_at__gte=now() - LIFE).first()
    if letter is None or Attachment.objects.filter(message_id=message_id, screened__state=WAITING).exists():
        return False
    message = Message.objects.select_related("ticket", "author").get(pk=message_id)
    told_before = letter.outcome == OUTCOME.TICKET and not late
    if not _hidden_of([message_id], [message.ticket_id], but_texts=told_before) or not _may_tell(message.author):
        return False
    record("ticket.hidden_told", message.ticket, by=None, message=message_id, user=message.author_id)
    return True


def message_of(event: Event) -> int | None:
    """Return the message that the fact is about: its own, or the one that the file came with."""
    if "attachment" not in event.details:
        return event.details.get("message")
    of = Attachment.objects.filter(pk=event.details["attachment"]).values_list("message_id", flat=True)
    return of.first()


def told_in(letters: list[Letter]) -> dict[int, tuple[str, ...]]:
    """Return what each of our letters says of theirs, by the key of ours: which file is not shown, what was hidden."""
    told = _refused_in(letters)
    for pk, sentences in _hidden_in(letters).items():
        told[pk] = (*told.get(pk, ()), *sentences)
    return told


def _refused_in(letters: list[Letter]) -> dict[int, tuple[str, ...]]:
    named = {each.pk: each.event.details["attachment"] for each in letters if each.template == REFUSED and each.event}
    files = Attachment.objects.select_related("screened").in_bulk(named.values()) if named else {}
    by_name = {str(pk): file.screened for pk, file in files.items()}
    return {pk: (_not_shown(by_name[key]),) for pk, key in named.items() if key in by_name}


def _not_shown(file: ScreenedFile) -> str:
    return _("“%(name)s”: %(why)s") % {"name": file.name, "why": sentence_of(file.reason)}


def _hidden_in(letters: list[Letter]) -> dict[int, tuple[str, ...]]:
    telling = {each.pk: each for each in letters if each.template in {RECEIVED, HIDDEN} and each.ticket_id}
    tickets = {each.ticket_id for each in telling.values() if each.ticket_id}
    if not tickets:
        return {}
    opened = IncomingLetter.objects.filter(ticket_id__in=tickets, outcome=OUTCOME.TICKET)
    first = dict(opened.values_list("ticket_id", "message_pk"))
    about = {pk: _about(letter, first) for pk, letter in telling.items()}
    found = _hidden_of({pk for pk in about.values() if pk}, tickets)
    return {pk: _sentences(found[message]) for pk, message in about.items() if message in found}


def _about(letter: Letter, first: dict[int | None, int | None]) -> int | None:
    if letter.template == HIDDEN and letter.event:
        return letter.event.details["message"]
    return first.get(letter.ticket_id)


def _may_tell(author: User) -> bool:
    """Say whether the person may learn it by letter: whoever is not known to own the address may not."""
    told = Letter.objects.filter(user=author, template=HIDDEN, written_at__gte=now() - DAY)
    return is_confirmed(author) and told.count() < MOST_A_DAY


def _hidden_of(
    messages: Iterable[int], tickets: Iterable[int], *, but_texts: bool = False
) -> dict[int, list[tuple[str, Hidden]]]:
    """Return what was hidden, by message: in its text (without a name), and in each file (with its name)."""
    ids = set(messages)
    found: dict[int, list[tuple[str, Hidden]]] = {}
    for message, hidden in ({} if but_texts else hidden_in(tickets)).items():
        if message in ids:
            found.setdefault(message, []).append(("", hidden))
    files = list(Attachment.objects.filter(message_id__in=ids).select_related("screened").order_by("added_at", "pk"))
    in_files: dict[UUID, Hidden] = hidden_in_files({file.screened_id for file in files})
    for file in files:
        if file.message_id and file.screened_id in in_files:
            found.setdefault(file.message_id, []).append((file.screened.name, in_files[file.screened_id]))
    return found


def _sentences(hidden: list[tuple[str, Hidden]]) -> tuple[str, ...]:
    places = [
        _("Hidden in the file “%(name)s”: %(kinds)s.") % {"name": name, "kinds": _kinds(what)}
        if name
        else _("Hidden in the text: %(kinds)s.") % {"kinds": _kinds(what)}
        for name, what in hidden
    ]
    advice = _(
        "These are personal data. They were hidden before anything was kept, nobody can read them, and we do not need "
        "them: the number of the document or of the record's entry in the system says whom it is about."
    )
    again = _(
        "Was something hidden that is nobody's? Write it once more on the page of a new request: there you see what is "
        "hidden before you send, and can take it back."
    )
    return *places, advice, again


def _kinds(hidden: Hidden) -> str:
    return ", ".join(name if count == 1 else _counted(name, count) for name, _kept, count in hidden.kinds)


def _counted(name: str, count: int) -> str:
    return ngettext("%(name)s (%(n)d place)", "%(name)s (%(n)d places)", count) % {"name": name, "n": count}
