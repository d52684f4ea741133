"""What the page «What happened?» shows beside the text: topic, questions, known facts, completeness, help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.desk.actions.critical import sign_shown
from priyom.desk.models import Topic
from priyom.desk.permissions import may_open_on_behalf
from priyom.desk.portal.asking import (
    Asked,
    Known,
    asked_of,
    completeness_of,
    known_about,
)
from priyom.desk.portal.cards import Card, similar_cards
from priyom.desk.rules.intake import Piece, error_codes, is_gratitude, pieces_of, split_questions, without_marker
from priyom.desk.rules.routing import guess_topic, subject_from
from priyom.desk.rules.triage import Completeness
from priyom.desk.taxonomy import questions_of, taxonomy
from priyom.people.contracts import terms_for
from priyom.people.models import Organisation, User
from priyom.people.queries import organisations_for
from priyom.people.reach import reach_of

LEAST_TEXT = 8  # characters; before that every guess is noise
MOST_PLACES = 200
THANKS = "gratitude"
NEARLY, HALF = 70, 40


@dataclass(frozen=True)
class Part:
    """One of several questions in a text: what it is about and who will answer."""

    text: str
    subject: str
    topic: Topic | None


@dataclass(frozen=True)
class Meter:
    """Completeness in words."""

    strong: str
    text: str
    share: int
    hint: str


@dataclass(frozen=True)
class Advice:
    """Everything that follows from what was typed so far."""

    topic: Topic | None
    is_guessed: bool
    known: Known
    asked: tuple[Asked, ...]
    meter: Meter
    pieces: tuple[Piece, ...]
    parts: tuple[Part, ...]
    cards: tuple[Card, ...]
    is_thanks: bool
    topics: tuple[Topic, ...]
    critical: str = ""  # the sign of the contract that the words show, as the customer calls it


def advice_for(
    user: User,
    *,
    body: str,
    organisation: Organisation | None,
    topic_code: str = "",
    answers: Mapping[str, str] | None = None,
) -> Advice:
    """Work out what the form shows for this text; a topic that was chosen by hand is not guessed again."""
    topics = taxonomy().offered
    text = body.strip()
    is_thanks = is_gratitude(text) and not topic_code
    parts = parts_of(text, topics) if text and not is_thanks else ()
    topic, is_guessed = topic_for(text, topics, topic_code)
    if len(parts) > 1 and is_guessed and parts[0].topic:
        topic = parts[0].topic  # until it is divided, the first question is what the form asks about
    known = known_about(user, organisation, text=text)
    asked = () if is_thanks else tuple(asked_of(questions_of(topic), known, answers or {}))
    return Advice(
        topic=topic,
        is_guessed=is_guessed,
        known=known,
        asked=asked,
        meter=_meter(completeness_of(asked, body=text), quick=is_thanks or bool(topic and topic.quick), text=text),
        pieces=pieces_of(text) if len(parts) > 1 else (),
        parts=parts if len(parts) > 1 else (),
        cards=tuple(similar_cards(user, text=text, topic=topic)) if len(text) >= LEAST_TEXT and not is_thanks else (),
        is_thanks=is_thanks,
        topics=tuple(topics),
        critical="" if is_thanks else _sign_in(text, organisation, topic),
    )


def _sign_in(text: str, organisation: Organisation | None, topic: Topic | None) -> str:
    terms = terms_for(organisation, at=now()) if organisation and len(text) >= LEAST_TEXT else None
    found = sign_shown(text, terms=terms, topic=topic.code if topic else "")
    return found.sign.text if found else ""


def topic_for(text: str, topics: Sequence[Topic], chosen: str = "") -> tuple[Topic | None, bool]:
    """Return the topic and whether it was guessed from the text."""
    by_hand = next((topic for topic in topics if topic.code == chosen), None)
    if by_hand:
        return by_hand, False
    if is_gratitude(text):
        return next((topic for topic in topics if topic.kind == THANKS and topic.parent_id), None), True
    guessed = guess_topic(text, topics) if len(text) >= LEAST_TEXT else None
    return guessed, guessed is not None


def parts_of(text: str, topics: Sequence[Topic]) -> tuple[Part, ...]:
    """Return the questions in the text, each with its topic."""
    return tuple(
        Part(text=part, subject=subject_from(without_marker(part)), topic=guess_topic(part, topics))
        for part in split_questions(text)
    )


def places_for(user: User) -> list[Organisation]:
    """Return the organisations for which the person may ask, one's own first, then those one looks after."""
    own = organisations_for(user)
    reach = reach_of(user)
    looked_after = Organisation.objects.active().select_related("region").exclude(pk__in=[each.pk for each in own])
    if user.works_at_desk or not (reach.region_ids or reach.organisation_ids):
        return own
    near = looked_after.filter(pk__in=reach.organisation_ids) | looked_after.filter(region_id__in=reach.region_ids)
    return own + list(near.order_by("short_name")[:MOST_PLACES])


def may_name_another(user: User, organisation: Organisation | None) -> bool:
    """Say whether the person may ask for somebody else of this organisation."""
    return organisation is not None and may_open_on_behalf(user, organisation)


def _meter(told: Completeness, *, quick: bool, text: str) -> Meter:
    if quick:
        return Meter(_("Nothing is missing."), "", 100, "")
    if not text:
        return Meter(_("Begin with what happened."), "", 0, "")
    missing = _("Missing: %(what)s") % {"what": ", ".join(told.missing)} if told.missing else ""
    if not told.missing:
        return Meter(_("Everything is here."), "", max(told.percent, NEARLY), "")
    strong = (
        _("Nearly everything.")
        if told.percent >= NEARLY
        else _("Half is here.")
        if told.percent >= HALF
        else _("A beginning.")
    )
    return Meter(strong, missing, told.percent, _("You can send it as it is. Then we will probably ask about this."))


def answers_address(text: str, topic: Topic | None) -> str:
    """Return where the room above finds answers for this, or nothing while it offers none or there is no clue."""
    # PRIVACY: an address is logged on its way; it holds the topic and error codes, never a person's words.
    clues = {"topic": topic.code if topic else "", "text": " ".join(error_codes(text)[:5])}
    if not any(clues.values()):
        return ""
    try:
        return f"{reverse('knowledge:suggestions')}?{urlencode(clues)}"
    except NoReverseMatch:
        return ""
