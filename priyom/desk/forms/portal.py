"""What requesters fill in. A form keeps everything that was typed, also when it cannot be sent."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from priyom.desk.models import Topic, TopicField
from priyom.desk.models.choices import TicketImpact
from priyom.desk.taxonomy import questions_of
from priyom.people.models import Organisation, User
from priyom.people.queries import belongs_to

LONGEST_BODY = 100_000
LONGEST_LINE, LONGEST_TEXT = 500, 20_000
LONGEST_NUMBER = 18  # digits of a bigint
ANSWER, SHOWN = "f_", "shown_"
UNTOUCHED = "\N{SYMBOL FOR NULL}"


class NewTicketForm:
    """«What happened?»: the text, for whom and where, the topic, and the answers to its questions."""

    def __init__(self, data: Mapping[str, Any], *, places: Sequence[Organisation]) -> None:
        self.places = list(places)
        self.body = clean(data.get("body"))
        self.token = token_in(data)
        self.is_one = data.get("one") == "1"
        self.topic_code = clean(data.get("topic"))[:60]
        self.requester_login = clean(data.get("requester"))[:60]
        # A fact that the page put in itself and nobody touched is no answer: it follows the text.
        self.answers = {
            name.removeprefix(ANSWER): clean(data.get(name))
            for name in data
            if name.startswith(ANSWER) and clean(data.get(name)) != clean(data.get(f"{SHOWN}{name}", UNTOUCHED))
        }
        self.shown = {
            name.removeprefix(SHOWN + ANSWER): clean(data.get(name)) for name in data if name.startswith(SHOWN + ANSWER)
        }
        self.organisation = self._chosen(clean(data.get("organisation")))
        self.requester: User | None = None
        self.errors: dict[str, list[str]] = {}

    def is_valid(self, topic: Topic | None, *, by: User) -> bool:
        """Check everything at once, each sentence for its field."""
        self._check_body()
        if self.organisation is None:
            self._wrong("organisation", _("Choose an organisation."))
        self._check_requester(by)
        for field in questions_of(topic):
            self._check_answer(field)
        return not self.errors

    def fields(self, topic: Topic | None) -> dict[str, str]:
        """Return the answers to the questions that this topic asks; what others asked is left behind."""
        codes = {field.code for field in questions_of(topic)}
        return {code: answer for code, answer in (self.shown | self.answers).items() if code in codes and answer}

    def impact(self, topic: Topic | None) -> str:
        """Return who is affected, if a question of the topic was about that."""
        for field in questions_of(topic):
            answer = self.answers.get(field.code, "")
            if field.sets == "impact" and answer in TicketImpact.values:
                return answer
        return ""

    def _chosen(self, given: str) -> Organisation | None:
        if not given:
            return self.places[0] if self.places else None
        return next((place for place in self.places if str(place.pk) == given), None)

    def _check_body(self) -> None:
        if not self.body:
            self._wrong("body", _("Say what happened, in your own words."))
        elif len(self.body) > LONGEST_BODY:
            self._wrong("body", _("At most %(most)s characters; put the rest into a file.") % {"most": LONGEST_BODY})

    def _check_requester(self, by: User) -> None:
        if not self.requester_login or self.requester_login == by.login:
            return
        person = User.objects.filter(login=self.requester_login, is_active=True).first()
        if person is None or self.organisation is None or not belongs_to(person, self.organisation):
            self._wrong("requester", _("Choose somebody of this organisation."))
        self.requester = person

    def _check_answer(self, field: TopicField) -> None:
        answer = self.answers.get(field.code, "")
        most = LONGEST_TEXT if field.kind == TopicField.Kind.LONGTEXT else LONGEST_LINE
        name = f"{ANSWER}{field.code}"
        if len(answer) > most:
            self._wrong(name, _("At most %(most)s characters.") % {"most": most})
        elif (
            answer and field.kind == TopicField.Kind.CHOICE and answer not in {value for value, _label in field.choices}
        ):
            self._wrong(name, _("Choose one of the list."))
        elif answer and field.kind == TopicField.Kind.NUMBER and not _is_number(answer):
            self._wrong(name, _("Write a number."))
        elif answer and field.kind == TopicField.Kind.DATE and not _is_date(answer):
            self._wrong(name, _("Write a date."))

    def _wrong(self, name: str, sentence: str) -> None:
        self.errors.setdefault(name, []).append(sentence)


def clean(value: Any) -> str:
    """Return the text without what no text holds: null characters, lone surrogates, outer space."""
    text = str(value or "").replace("\0", "").replace("\r\n", "\n")
    return text.encode("utf-8", "ignore").decode().strip()


def token_in(data: Mapping[str, Any]) -> uuid.UUID:
    """Return the form's token, a fresh one when it has none."""
    try:
        return uuid.UUID(str(data.get("token") or ""))
    except ValueError:
        return uuid.uuid4()


def number_in(data: Mapping[str, Any], name: str) -> int | None:
    """Return a whole number, or None when it is none."""
    given = str(data.get(name) or "")
    return int(given) if given.isdecimal() and given.isascii() and len(given) <= LONGEST_NUMBER else None


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", ".").replace(" ", ""))
    except ValueError:
        return False
    return True


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
