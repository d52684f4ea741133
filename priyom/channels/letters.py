"""What letters say. A letter about a ticket tells all that is new in it; its words are read when it leaves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Self

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from priyom.base.telling import moment, ticket_number
from priyom.channels.acknowledging import RECEIVED, is_confirmed
from priyom.channels.matters import Known
from priyom.channels.models import Letter
from priyom.desk.models import Ticket
from priyom.desk.models.choices import TicketWaitingFor, Visibility
from priyom.desk.page.mentions import names_in_notes
from priyom.desk.rules.mentions import with_names
from priyom.people.models import User

SHOWN_OF_A_MESSAGE = 4000


@dataclass(frozen=True)
class Said:
    """A message quoted in the letter."""

    by: str
    at: str
    text: str


@dataclass(frozen=True)
class Content:
    """A letter before it becomes text and HTML."""

    subject: str
    headline: str
    greeting: str = ""
    lines: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()  # label, value
    button: tuple[str, str] = ("", "")  # label, address
    footer: str = ""
    ticket: int = 0  # the number of the ticket that an answer to this letter belongs to; 0: it cannot be answered
    parts: tuple["Content", ...] = field(default=())

    @classmethod
    def digest(cls, parts: list["Content"]) -> Self:
        """Put several letters into one."""
        count = len(parts)
        headline = ngettext("%(n)d piece of news", "%(n)d pieces of news", count) % {"n": count}
        foot = footer() if any(part.footer for part in parts) else ""
        return cls(subject=headline, headline=headline, parts=tuple(parts), footer=foot)


Writer = Callable[[User | None, list[Letter], Known], Content | None]
_writers: dict[str, Writer] = {}


def writes(*templates: str) -> Callable[[Writer], Writer]:
    """Register who writes the letters of these templates."""

    def register(writer: Writer) -> Writer:
        for template in templates:
            _writers[template] = writer
        return writer

    return register


def content_of(user: User | None, letters: list[Letter], known: Known) -> Content | None:
    """Return what the letters say together, or None when there is nothing to say any more."""
    return _writers[letters[-1].template](user, letters, known)


# The most important of what happened gives the letter its headline.
HEADLINES: dict[str, Callable[[], str]] = {
    "critical": lambda: _("Critical incident"),
    "critical_yours": lambda: _("Your request was recognised as critical"),
    "solved": lambda: _("Your request is solved"),
    "advised": lambda: _("There is advice: did it help?"),
    "stands": lambda: _("A request stands with you"),
    "reminded": lambda: _("We are waiting for your answer"),
    "answered": lambda: _("There is an answer"),
    "merged": lambda: _("Your request was merged with another"),
    "divided": lambda: _("Your request was divided"),
    "received": lambda: _("We have your request"),
    "reopened": lambda: _("The request was opened again"),
    "assigned": lambda: _("A request was given to you"),
    "mentioned": lambda: _("You were called by name"),
    "reminder": lambda: _("You asked to be reminded"),
    "commented": lambda: _("The requester wrote"),
    "file_refused": lambda: _("A file could not be shown"),
    "hidden": lambda: _("Personal data in your letter were hidden"),
    "text_held": lambda: _("A text could not be checked yet"),
    "text_lost": lambda: _("A text was not kept"),
}


def headline(template: str) -> str:
    """Return what a letter is about, for those who watch over deliveries; what is of neither is of an account."""
    if template == "morning":
        return _("What waits for you today")
    return HEADLINES[template]() if template in HEADLINES else _("Your account")


@writes(*HEADLINES)
def about_ticket(user: User | None, letters: list[Letter], known: Known) -> Content | None:
    """Tell what is new in one ticket, to somebody who may still see it."""
    if user is None:
        return None
    ticket = known.ticket_of(letters[0])
    if ticket is None:
        return None
    template = next(name for name in HEADLINES if any(letter.template == name for letter in letters))
    said = _said_in(letters, user, known)
    is_let_in = is_confirmed(user)
    # SECURITY: who is not known to own the address may not learn from us what somebody wrote in its name.
    is_silent = template == RECEIVED and not is_let_in
    subject = _named(ticket, HEADLINES[template]() if is_silent else ticket.subject)
    return Content(
        subject=subject,
        headline=subject if is_silent else HEADLINES[template](),
        greeting=user.addressed,
        lines=(*_lines(template, ticket), *_hidden(letters, known)) if is_let_in else _lines_outside(template, ticket),
        said=said,
        facts=tuple(_facts(ticket)),
        button=(_open_label(template), _address(user, ticket)) if is_let_in else ("", ""),
        footer=footer() if is_let_in else "",
        ticket=ticket.number,
    )


def _named(ticket: Ticket, words: str) -> str:
    """Return the subject of a letter: the number as one would type it, so that every mail program finds it."""
    return f"[\N{NUMERO SIGN} {ticket.number}] {' '.join(words.split())}"


_ONE_LINE: dict[str, Callable[[], str]] = {
    "critical": lambda: _("It was confirmed a moment ago. Everybody on duty is called; whoever can begins now."),
    "critical_yours": lambda: _("Everybody on duty is called. You will hear from us every hour until it is solved."),
    "advised": lambda: _("Try it and say on the page whether it helped. If not, it goes on."),
    "stands": lambda: _("Solve it, return it with advice, or pass it on with what you found."),
    "reminded": lambda: _("We asked you something and cannot go on without your answer."),
    "file_refused": lambda: _(
        "We could not check whether it holds personal data, so nobody will see it. Send it in another form: a picture, "
        "a PDF without a password, a smaller part. Nothing else is held up by it."
    ),
    "text_held": lambda: _(
        "The check for personal data does not work just now. The text is kept sealed and is tried every hour; nobody "
        "has read it yet. If it cannot wait, call."
    ),
    "text_lost": lambda: _(
        "We could not check whether it holds personal data, so nobody has read it. Write it once more on the page."
    ),
}


def _lines(template: str, ticket: Ticket) -> list[str]:
    if template == "received":
        return [
            _("We have registered it and will write to you here and by letter. Nothing more is needed from you now.")
        ]
    if template == "solved":
        return [
            _("Why it happened: %(cause)s") % {"cause": ticket.cause},
            _("What helps: %(remedy)s") % {"remedy": ticket.remedy},
            _("If it is not solved, say so on the page: we will go on. Without an answer we close it in three days."),
        ]
    if template in _ONE_LINE:
        return [_ONE_LINE[template]()]
    if template == "answered" and ticket.waiting_for == TicketWaitingFor.REQUESTER:
        return [_("We need your answer to go on.")]
    if template == "merged" and ticket.merged_into:
        number = ticket_number(ticket.merged_into.number)
        return [
            _("Somebody asked the same. From now on everything is in %(number)s, and you follow it.")
            % {"number": number}
        ]
    return []


def _hidden(letters: list[Letter], known: Known) -> Iterator[str]:
    """Yield what was hidden in what the reader wrote, each line once."""
    return iter(dict.fromkeys(line for letter in letters for line in known.hidden.get(letter.pk, ())))


def _lines_outside(template: str, ticket: Ticket) -> tuple[str, ...]:
    """Say the same to somebody for whom no page of ours opens: all that they can do is answer the letter."""
    if template == "received":
        return _("We have registered it and will answer by letter."), _("To add something, just answer this letter.")
    if template == "solved":
        return (
            *_lines(template, ticket)[:-1],
            _("If it is not solved, just answer this letter: we go on. Without an answer we close it in three days."),
        )
    return *_lines(template, ticket), _("Just answer this letter.")


def _facts(ticket: Ticket) -> list[tuple[str, str]]:
    facts = []
    if ticket.assignee:
        facts.append((_("Who has it"), ticket.assignee.name))
    elif ticket.team:
        facts.append((_("Who has it"), ticket.team.name))
    if ticket.waiting_for:
        whom = ticket.waiting_whom or ticket.get_waiting_for_display()
        if ticket.waiting_until:
            whom = _("%(whom)s, until %(moment)s") % {"whom": whom, "moment": moment(ticket.waiting_until)}
        facts.append((_("We wait for"), str(whom)))
    else:
        facts.append((_("State"), ticket.get_status_display()))
    return facts


def _said_in(letters: list[Letter], user: User, known: Known) -> tuple[Said, ...]:
    said = known.messages_of(letters)
    if not user.may("desk.read"):
        said = [message for message in said if message.visibility == Visibility.PUBLIC]
    names = names_in_notes(said)
    return tuple(
        Said(message.author.name, moment(message.sent_at), _shortened(with_names(message.body, names)))
        for message in said
    )


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN_OF_A_MESSAGE else text[:SHOWN_OF_A_MESSAGE].rsplit(" ", 1)[0] + " …"


def _open_label(template: str) -> str:
    return _("Solved? Answer here") if template == "solved" else _("Open the request")


def _address(user: User, ticket: Ticket) -> str:
    place = "desk:ticket" if user.works_at_desk and ticket.requester_id != user.pk else "portal:ticket"
    return absolute(reverse(place, args=[ticket.number]))


def absolute(path: str) -> str:
    """Return the address of one of our pages as it stands in a letter."""
    return f"{settings.PRIYOM.site_url}{path}"


def footer() -> str:
    """Return where the reader chooses which letters come."""
    return _("Which letters you get is up to you: %(address)s") % {"address": absolute(reverse("channels:preferences"))}


def account_letter(subject: str, *lines: str, button: tuple[str, str], greeting: str = "") -> Content:
    """Return a letter about somebody's account: one thing to do, one button."""
    return Content(subject=subject, headline=subject, greeting=greeting, lines=lines, button=button)
