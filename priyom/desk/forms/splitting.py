"""The form on which the sentences of a message are dealt out to several tickets."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from priyom.desk.actions.splitting import Part
from priyom.desk.forms.operations import CheckedForm
from priyom.desk.models import Message, Topic
from priyom.desk.models.choices import TicketImpact, TicketKind, TicketUrgency
from priyom.desk.rules.pieces import EVERYWHERE, MOST_PARTS, STAYS, deal, guess, pieces_of
from priyom.desk.rules.routing import guess_topic, subject_from


@dataclass(frozen=True)
class PartPreview:
    """What one of the new tickets will be: its words, and what is guessed where nothing was chosen."""

    number: str
    body: str
    subject: str
    subject_guess: str
    topic: str
    topic_guess: Topic | None
    kind: str
    impact: str
    urgency: str
    files: frozenset[str]


class SplitForm(CheckedForm):
    """Where each sentence goes, and what each new ticket is."""

    message = forms.IntegerField()
    token = forms.UUIDField()
    revision = forms.IntegerField(required=False)
    tell = forms.CharField(required=False, max_length=5000)
    solve = forms.BooleanField(required=False)

    def __init__(self, message: Message, topics: list[Topic], data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"token": uuid.uuid4(), "tell": _default_words()})
        self.source, self.topics = message, topics
        self.pieces = pieces_of(message.body)

    @cached_property
    def places(self) -> dict[int, str]:
        """Return where each sentence goes: as chosen, else as guessed."""
        if not self.is_bound:
            return guess(self.source.body)
        allowed = {STAYS, EVERYWHERE, *map(str, range(1, MOST_PARTS + 1))}
        given = {n: self.data.get(f"piece-{n}", STAYS) for n in range(len(self.pieces))}
        return {n: place if place in allowed else STAYS for n, place in given.items()}

    @cached_property
    def parts(self) -> list[PartPreview]:
        """Return the new tickets, in the order of their numbers."""
        used = sorted(set(self.places.values()) - {STAYS, EVERYWHERE})
        return [self._part(number) for number in used]

    @property
    def rest(self) -> str:
        """Return what stays in the original, without what goes to all."""
        chosen = {n: place for n, place in self.places.items() if place == STAYS}
        return deal(self.pieces, self.places, STAYS) if chosen else ""

    def made(self) -> list[Part]:
        """Return the new tickets as the action wants them."""
        codes = {topic.code: topic for topic in self.topics}
        known_files = [file.pk for file in self.source.attachments.all()]
        return [
            Part(
                body=part.body, subject=part.subject, topic=codes.get(part.topic) or part.topic_guess,
                kind=part.kind if part.kind in TicketKind.values else "",
                impact=part.impact if part.impact in TicketImpact.values else "",
                urgency=part.urgency if part.urgency in TicketUrgency.values else "",
                files=frozenset(pk for pk in known_files if str(pk) in part.files),
            )
            for part in self.parts
        ]  # fmt: skip

    def _part(self, number: str) -> PartPreview:
        body = deal(self.pieces, self.places, number)
        said: Any = self.data if self.is_bound else QueryDict()
        name = f"part-{number}-"
        files = (
            said.getlist(f"{name}files") if self.is_bound else [str(file.pk) for file in self.source.attachments.all()]
        )
        return PartPreview(
            number=number, body=body, subject=said.get(f"{name}subject", "").strip()[:200],
            subject_guess=subject_from(body),
            topic=said.get(f"{name}topic", ""), topic_guess=guess_topic(body, self.topics),
            kind=said.get(f"{name}kind", ""),
            impact=said.get(f"{name}impact", ""), urgency=said.get(f"{name}urgency", ""),
            files=frozenset(files),
        )  # fmt: skip


def _default_words() -> str:
    return _("You asked about several things. So that each gets its answer, every question has a ticket of its own:")
