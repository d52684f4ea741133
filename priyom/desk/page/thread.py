"""The conversation on a ticket's page: what was said, what happened between, and threads of advice that are settled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from priyom.desk.models import Message, MessageLetter, Ticket
from priyom.desk.models.choices import Visibility
from priyom.desk.page.consults import Thread
from priyom.desk.page.history import SAID, Line
from priyom.desk.page.letters import MOST_QUOTED, doubts_of, faults_of, letter_of
from priyom.desk.page.mentions import names_in_notes
from priyom.desk.rules.bodies import Block, blocks_of, cut
from priyom.desk.rules.mentions import with_marked_names, with_names
from priyom.people.models import User
from priyom.privacy.found.queries import Hidden, hidden_in

MOST_UNFOLDED = 6
LAST_UNFOLDED = 3


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it is shown."""

    message: Message
    blocks: list[Block]
    rest: list[Block]
    merged_from: int | None
    letter: MessageLetter | None = None
    names: Mapping[str, str] = field(default_factory=dict)  # of the colleagues whom a note calls
    hidden: Hidden | None = None  # what the guard has hidden in it

    def named(self, html: Markup) -> Markup:
        """Return paragraphs of it with the colleagues who are called in it by name."""
        return with_marked_names(html, self.names) if self.is_note else html

    @property
    def opens(self) -> str:
        """Return its first words."""
        body = with_names(self.message.body, self.names) if self.is_note else self.message.body
        return " ".join(body.split())[:90]

    @property
    def quoted(self) -> str:
        """Return what the letter quotes; of a very long quotation the beginning."""
        return self.letter.quoted[:MOST_QUOTED] if self.letter else ""

    @property
    def doubts(self) -> list[str]:
        """Return what speaks against the sender of the letter."""
        return doubts_of(self.letter) if self.letter else []

    @property
    def faults(self) -> list[str]:
        """Return what was odd about the letter, or got lost on its way."""
        return faults_of(self.letter) if self.letter else []

    @property
    def is_note(self) -> bool:
        """Say whether it is for colleagues only."""
        return self.message.visibility == Visibility.INTERNAL

    @property
    def is_pending(self) -> bool:
        """Say whether it can still be taken back."""
        return self.message.state == Message.State.PENDING

    @property
    def is_on_its_way(self) -> bool:
        """Say whether it is going to change: it is sent in a moment, or its words are being checked."""
        return self.is_pending or self.message.is_being_checked

    @property
    def at(self) -> datetime:
        """Return when it was said."""
        return self.message.sent_at or self.message.written_at


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in the conversation: something said, a few events, or the folded middle."""

    kind: str  # "said", "events", "fold", "consult"
    at: datetime
    said: Said | None = None
    consult: Thread | None = None
    lines: list[Line] = field(default_factory=list)
    inside: list["Entry"] = field(default_factory=list)
    is_new: bool = False  # the first one that the person has not seen

    @property
    def count(self) -> int:
        """Return how many messages are folded here."""
        return sum(entry.kind == "said" for entry in self.inside)

    @property
    def who(self) -> list[str]:
        """Return whose words are folded here, each once."""
        return list(dict.fromkeys(entry.said.message.author.name for entry in self.inside if entry.said))

    @property
    def opens(self) -> str:
        """Return the first words of what is folded."""
        first = next((entry.said for entry in self.inside if entry.said), None)
        return first.opens if first else ""


def said_in(messages: Sequence[Message], ticket: Ticket) -> list[Said]:
    """Take messages apart for reading; what was said in a thread of advice is read there."""
    own = [message for message in messages if message.consult_id is None]
    names = names_in_notes(own)
    hidden = hidden_in({message.ticket_id for message in own})
    return [_said_of(message, ticket, names, hidden.get(message.pk)) for message in own]


def _said_of(message: Message, ticket: Ticket, names: Mapping[str, str], hidden: Hidden | None) -> Said:
    head, rest = cut(message.body)
    merged_from = message.ticket.number if message.ticket_id != ticket.pk else None
    return Said(message, blocks_of(head), blocks_of(rest), merged_from, letter_of(message), names, hidden)


def conversation(
    messages: Iterable[Said],
    lines: Iterable[Line],
    threads: Iterable[Thread] = (),
    *,
    seen_at: datetime | None,
    me: User,
) -> list[Entry]:
    """Weave what was said and what happened into one thread; the middle of a long one is folded, what is new never.

    Advice that is still to come stands below the conversation, where nobody overlooks it; settled it takes its place.
    """
    moments = [Entry("said", said.at, said=said) for said in messages]
    moments += [Entry("consult", each.at, consult=each) for each in threads if not each.is_open]
    moments += [Entry("events", line.at, lines=[line]) for line in lines if line.kind not in SAID]
    thread: list[Entry] = []
    for entry in sorted(moments, key=lambda each: (each.at, each.kind == "events")):
        if entry.kind == "events" and thread and thread[-1].kind == "events":
            thread[-1].lines.extend(entry.lines)
        else:
            thread.append(entry)
    new_from = _first_new(thread, seen_at, me)
    if new_from is not None:
        old = thread[new_from]
        thread[new_from] = Entry(old.kind, old.at, said=old.said, lines=old.lines, is_new=True)
    return _folded(thread, keep_from=new_from)


def _first_new(thread: list[Entry], seen_at: datetime | None, me: User) -> int | None:
    if seen_at is None:
        return None
    for index, entry in enumerate(thread):
        if entry.said and entry.at > seen_at and entry.said.message.author_id != me.pk:
            return index
    return None


def _folded(thread: list[Entry], *, keep_from: int | None) -> list[Entry]:
    places = [index for index, entry in enumerate(thread) if entry.said]
    if len(places) <= MOST_UNFOLDED:
        return thread
    start, end = places[0] + 1, places[-LAST_UNFOLDED]
    if keep_from is not None:
        end = min(end, keep_from)
    middle = thread[start:end]
    if sum(entry.kind == "said" for entry in middle) < 2:  # noqa: PLR2004 - folding one message hides more than it saves
        return thread
    return [*thread[:start], Entry("fold", middle[0].at, inside=middle), *thread[end:]]
