"""What a person wrote, made fit to be kept: masked, not empty, not endless."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid
from priyom.base.prepared import THAT, Kept
from priyom.desk.models import Message, Ticket
from priyom.people.models import Organisation, User
from priyom.privacy.actions import Story, screen_soon, screen_text
from priyom.privacy.found.keeping import keep_findings

MAX_BODY = 100_000
MAX_SUBJECT = 200
_PLACE: Kept[Organisation] = Kept(lambda: Organisation.objects.filter(pk=THAT))
_PERSON: Kept[User] = Kept(lambda: User.objects.filter(pk=THAT))


def fit_to_keep(body: str, *, if_empty: str, ticket: Ticket | None = None) -> str:
    """Return the masked text, or refuse it with a sentence beside ``body``; ``if_empty`` asks for words."""
    refuse_unfit(body.strip(), if_empty=if_empty)
    _with_whom_the_guard_asks_for(ticket)
    text = screen_text(body.strip(), ticket=ticket).masked
    refuse_unfit(text, if_empty=if_empty)
    return text


def fit_to_keep_soon(body: str, *, if_empty: str, ticket: Ticket) -> Story | None:
    """Return the masked text, or None where it has to be kept sealed until the guard can say; refuse it as above."""
    refuse_unfit(body.strip(), if_empty=if_empty)
    _with_whom_the_guard_asks_for(ticket)
    story = screen_soon([body.strip()], ticket=ticket)
    if story is not None:
        refuse_unfit(story.texts[0].masked, if_empty=if_empty)
    return story


def as_subject(text: str) -> str:
    """Return the text as a subject: one line, so that no letter's header can be broken by it."""
    return " ".join(text.split())[:MAX_SUBJECT]


def _with_whom_the_guard_asks_for(ticket: Ticket | None) -> None:
    """Read whose ticket it is and where, unless that is known: a locked ticket comes without."""
    if ticket is None or settings.PRIYOM.guard == "off":
        return
    known = ticket._state.fields_cache  # noqa: SLF001 - Django has no other way to ask what has been read
    if "organisation" not in known:
        ticket.organisation = _PLACE.ask(that=ticket.organisation_id)[0]
    if "requester" not in known:
        ticket.requester = _PERSON.ask(that=ticket.requester_id)[0]


def refuse_unfit(text: str, *, if_empty: str) -> None:
    """Refuse a text that is empty or endless."""
    if not text:
        raise Invalid(_("Nothing was written."), errors={"body": [if_empty]})
    if len(text) > MAX_BODY:
        raise Invalid(
            _("The text is too long."),
            errors={"body": [_("At most %(most)s characters; put the rest into a file.") % {"most": MAX_BODY}]},
        )


def keep_found(message: Message, others: Mapping[str, str] | None = None) -> None:
    """Write down, with the message, what was hidden in it and in what came with it, by field: kinds and places."""
    keep_findings(
        {**(others or {}), "body": message.body}, author_id=message.author_id, channel=message.channel,
        by_staff=message.by_staff, organisation_id=message.ticket.organisation_id, region_id=message.region_id,
        ticket_id=message.ticket_id, message_id=message.pk,
    )  # fmt: skip
