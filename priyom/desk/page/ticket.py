"""Everything on a ticket's page at the desk: the conversation with what happened between, and the context beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from priyom.base.clock import now
from priyom.base.models import Event
from priyom.base.prepared import STAND_IN, THAT, THOSE, Kept, ask
from priyom.base.telling import moment, when
from priyom.desk.actions.answering import draft_place
from priyom.desk.actions.drafts import KeptDraft, read_drafts
from priyom.desk.actions.handover import keeps_owner
from priyom.desk.actions.seen import Seen
from priyom.desk.models import Message, Presence, Ticket, TopicField, Watch
from priyom.desk.models.choices import Visibility
from priyom.desk.models.ticket import OUTSIDE_RUNGS
from priyom.desk.page.consults import Thread, threads_of
from priyom.desk.page.due import Dues, dues_of
from priyom.desk.page.expected import Usually, usually
from priyom.desk.page.external import Outside, outside_of
from priyom.desk.page.history import SAID, Line, lines_of
from priyom.desk.page.line import balls_of
from priyom.desk.page.news import Owed, news_owed
from priyom.desk.page.path import Path, path_of
from priyom.desk.page.thread import Entry, Said, conversation, said_in
from priyom.desk.permissions import may_work_on
from priyom.desk.queries import messages_of, timeline_of
from priyom.desk.rules import lifeline
from priyom.desk.rules.lifecycle import DONE_STATUSES, is_open
from priyom.desk.taxonomy import taxonomy
from priyom.people.actions.correspondents import is_nowhere
from priyom.people.models import Component, Installation, Integration, Peculiarity, User
from priyom.people.reach import hospital_of

PRESENT = timedelta(seconds=20)
TYPES = timedelta(seconds=12)
LIFE_WIDTH = 560.0
_PENDING = "SELECT id FROM desk_message WHERE state = 'pending' AND author_id = %s AND send_after > %s"
# Of most tickets most of this is not there: one question says which of the others need not be asked.
_THERE_ARE = """
    SELECT (SELECT count(*) FROM desk_ticket WHERE requester_id = %(requester)s AND opened_at >= %(year)s),
        EXISTS(SELECT FROM desk_watch WHERE ticket_id = %(ticket)s AND ended_at IS NULL),
        EXISTS(SELECT FROM desk_presence WHERE ticket_id = %(ticket)s AND user_id <> %(me)s AND seen_at >= %(lately)s),
        EXISTS(SELECT FROM people_installation WHERE organisation_id = ANY(%(line)s)),
        EXISTS(SELECT FROM people_integration WHERE organisation_id = ANY(%(line)s)),
        EXISTS(SELECT FROM people_peculiarity WHERE organisation_id = ANY(%(line)s)),
        EXISTS(SELECT FROM people_membership WHERE user_id = %(requester)s AND state = 'pending')
            AND NOT EXISTS(SELECT FROM people_membership WHERE user_id = %(requester)s AND state = 'active'),
        (SELECT revision FROM desk_ticket WHERE id = %(ticket)s)
"""
_WATCHERS: Kept[Watch] = Kept(
    lambda: Watch.objects.filter(ticket_id=THAT, ended_at=None).select_related("user").order_by("since_at")
)
_PRESENT: Kept[Presence] = Kept(
    lambda: (
        Presence.objects.filter(ticket_id=THAT)
        .exclude(user_id=STAND_IN)
        .select_related("user")
        .order_by("user__last_name", "user_id")
    )
)
_INSTALLED: Kept[Installation] = Kept(
    lambda: (
        Installation.objects.filter(organisation_id__in=THOSE)
        .select_related("product")
        .order_by("-organisation__path", "id")
    )
)
_MODULES: Kept[Component] = Kept(lambda: Component.objects.filter(installation=THAT))
_INTEGRATED: Kept[Integration] = Kept(lambda: Integration.objects.filter(organisation_id__in=THOSE).order_by("id"))
_PECULIAR: Kept[Peculiarity] = Kept(
    lambda: Peculiarity.objects.filter(organisation_id__in=THOSE).order_by("-since", "id")
)
_WAITED = {
    lifeline.Ball.THEM: gettext_lazy("waited for the requester"),
    lifeline.Ball.OTHERS: gettext_lazy("waited for others"),
}


# --- the life-line ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Life:
    """The ticket's life as one line, and the same in words."""

    line: lifeline.Line
    described: str


def life_of(ticket: Ticket, messages: Iterable[Message], events: Sequence[Event]) -> Life:
    """Draw who had the ball and when we answered."""
    over = ticket.status in DONE_STATUSES
    until = (ticket.resolved_at or ticket.closed_at or now()) if over else now()
    changes = balls_of(ticket, events)
    notes = [
        lifeline.Note(ticket.opened_at, when(ticket.opened_at), weight=4),
        lifeline.Note(until, when(until) if over else _("now"), weight=5, strong=True),
    ]
    for change, after in zip(changes, [*(each.at for each in changes[1:]), until], strict=True):
        if change.ball in _WAITED:
            notes.append(lifeline.Note(change.at + (after - change.at) / 2, str(_WAITED[change.ball]), weight=1))
    notes += [
        lifeline.Note(said.sent_at, _("answer %(time)s") % {"time": when(said.sent_at)}, weight=2, dot=True)
        for said in messages
        if said.by_staff and said.visibility == Visibility.PUBLIC and said.sent_at and said.sent_at <= until
    ]
    told = ". ".join(note.text for note in sorted(notes, key=lambda each: each.at))
    return Life(lifeline.draw(changes, notes, until=until, is_over=over, width=LIFE_WIDTH), told)


# --- the context -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RequesterCard:
    """Who asks: how many tickets this year, and what time it is there."""

    user: User
    this_year: int
    local_time: datetime | None  # when their zone is not the reader's
    waits: bool  # to be let in: that they belong to the hospital is their own word


@dataclass(frozen=True, slots=True)
class HospitalCard:
    """What runs at the hospital, with what it exchanges, and what is different there."""

    name: str
    part: str  # the department, when the ticket came from one
    modules: str  # of the main system
    is_older: bool  # the version has changed since the ticket came
    is_unknown: bool  # only a place for letters whose sender nobody knows
    installations: list[Installation]
    integrations: list[Integration]
    peculiarities: list[Peculiarity]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question of the topic; an expected one may be missing."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Here:
    """A colleague who has the ticket open."""

    user_id: int
    name: str
    types: bool


@dataclass(frozen=True, slots=True)
class _There:
    """What there is besides the ticket: how much the requester has asked this year, and what can be read further."""

    asked: int
    watchers: bool
    others_here: bool
    installations: bool
    integrations: bool
    peculiarities: bool
    waits: bool
    revision: int  # of the ticket, after its messages and facts were read


@dataclass(frozen=True, slots=True)
class TicketState:
    """What an open page must know to tell whether something is new."""

    revision: int
    message: int
    event: int
    is_of_one_moment: bool = True

    @property
    def seen(self) -> Seen:
        """Return what the forms of the page have seen."""
        # RACE: changed after the ticket was read and before its facts were: they tell of what the page does not show.
        return Seen.at(self.revision, self.event if self.is_of_one_moment else None)


@dataclass(slots=True, kw_only=True)
class TicketPage:
    """The whole page."""

    ticket: Ticket
    may_work: bool
    thread: list[Entry]
    consults: list[Thread]
    lines: list[Line]
    life: Life
    path: Path
    outside: Outside | None
    state: TicketState
    here: list[Here]
    requester: RequesterCard
    hospital: HospitalCard
    dues: Dues
    usually: Usually | None
    news_owed: Owed | None
    answers: list[Answer]
    missing: list[str]
    watchers: list[Watch]
    drafts: dict[str, KeptDraft]  # by whom they are for: an answer and a note are two texts

    @property
    def is_open(self) -> bool:
        """Say whether it can be taken: what is solved is opened again first."""
        return is_open(self.ticket.status)

    @property
    def is_kept(self) -> bool:
        """Say whether its owner keeps it to the end, by the contract."""
        return keeps_owner(self.ticket)

    @property
    def why_not(self) -> str:
        """Say in a line why the person does not work on it."""
        if self.ticket.merged_into_id is not None:
            return _("This ticket was merged: work goes on in the other one.")
        if self.ticket.rung in OUTSIDE_RUNGS:
            return _("It is not ours yet: take it up first.")
        return _("You only read here: support works on this ticket.")

    @property
    def last_written(self) -> str:
        """Return for whom the person wrote last."""
        return max(self.drafts, key=lambda each: self.drafts[each].saved_at, default=str(Visibility.PUBLIC))

    @property
    def pending(self) -> list[int]:
        """Return the answers on the page that are not sent yet."""
        entries = [entry for entry in self.thread if entry.said]
        return [entry.said.message.pk for entry in entries if entry.said and entry.said.is_on_its_way]


def ticket_page(user: User, ticket: Ticket, *, seen_at: datetime | None = None) -> TicketPage:
    """Return the page of a ticket that the person may see, in a number of queries that does not grow with it."""
    messages = messages_of(user, ticket)
    events = timeline_of(user, ticket)
    lines = lines_of(events)
    works = may_work_on(user, ticket)
    answers, missing = _answers(ticket)
    there = _there_are(ticket, user)
    dues = dues_of(ticket)
    threads = threads_of(user, ticket, messages, works=works)
    return TicketPage(
        ticket=ticket,
        may_work=works and ticket.merged_into_id is None and ticket.rung not in OUTSIDE_RUNGS,
        thread=conversation(said_in(messages, ticket), lines, threads, seen_at=seen_at, me=user),
        consults=[each for each in threads if each.is_open],
        lines=lines,
        life=life_of(ticket, messages, events),
        path=path_of(user, ticket, events),
        outside=outside_of(ticket, events),
        state=TicketState(
            ticket.revision,
            max((message.pk for message in messages), default=0),
            max((line.id for line in lines), default=0),
            is_of_one_moment=there.revision == ticket.revision,
        ),
        here=here_at(ticket, user) if there.others_here else [],
        requester=_requester(ticket, there),
        hospital=_hospital(ticket, there),
        dues=dues,
        usually=usually(ticket),
        news_owed=news_owed(ticket, dues, is_answered=_is_answered(messages)) if works else None,
        answers=answers,
        missing=missing,
        watchers=_WATCHERS.ask(that=ticket.pk) if there.watchers else [],
        drafts=_drafts(user, ticket) if works else {},
    )


def _is_answered(messages: Iterable[Message]) -> bool:
    """Say whether an answer to the requester is on its way."""
    under_way = {Message.State.PENDING, Message.State.SEALED}
    return any(said.by_staff and said.state in under_way and said.visibility == Visibility.PUBLIC for said in messages)


def _drafts(user: User, ticket: Ticket) -> dict[str, KeptDraft]:
    places = {draft_place(ticket.number, each): str(each) for each in Visibility.values}
    return {places[place]: draft for place, draft in read_drafts(user, list(places)).items()}


def pending_of(user: User) -> list[Message]:
    """Return the person's answers that can still be taken back, wherever they were written."""
    ids = [pk for (pk,) in ask(_PENDING, [user.pk, now()])]
    return list(Message.objects.filter(pk__in=ids).select_related("ticket").order_by("send_after")) if ids else []


def state_of_page(user: User, ticket: Ticket) -> TicketState:
    """Return the state of a ticket's page without reading the page."""
    said = Message.objects.shown_to(user.pk).filter(ticket=ticket)
    happened = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk)
    newest_said = said.order_by("-id").values_list("id", flat=True).first() or 0
    newest_fact = happened.order_by("-id").values_list("id", flat=True).first() or 0
    return TicketState(ticket.revision, newest_said, newest_fact)


def news_of(
    user: User, ticket: Ticket, *, message: int, event: int, pending: set[int]
) -> tuple[list[Entry], list[Said]]:
    """Return what has come into the conversation after the given ids, and the answers that have been sent meanwhile."""
    happened = timeline_of(user, ticket, after=event)
    # A colleague's answer that went out only now may have been written before what the page shows already.
    gone_out = {fact.details.get("message") for fact in happened if fact.kind == "ticket.replied"} - pending
    new = [each for each in messages_of(user, ticket) if each.pk > message or each.pk in pending | gone_out]
    messages = said_in(new, ticket)
    fresh = [said for said in messages if said.message.pk > message or said.message.pk in gone_out]
    lines = [line for line in lines_of(happened) if line.kind not in SAID]
    thread = conversation(fresh, lines, seen_at=None, me=user)
    return thread, [said for said in messages if said not in fresh and not said.is_on_its_way]


def here_at(ticket: Ticket, me: User) -> list[Here]:
    """Return the colleagues who have the ticket open right now, and who of them writes."""
    present_since, types_since = now() - PRESENT, now() - TYPES
    return [
        Here(each.user_id, each.user.name, each.typing_at is not None and each.typing_at >= types_since)
        for each in _PRESENT.ask(that=ticket.pk, me=me.pk)
        if each.seen_at >= present_since
    ]


def _there_are(ticket: Ticket, me: User) -> _There:
    moment = now()
    values = {
        "ticket": ticket.pk,
        "requester": ticket.requester_id,
        "me": me.pk,
        "lately": moment - PRESENT,
        "year": timezone.localtime(moment).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0),
        "line": _line_of(ticket),
    }
    return _There(*ask(_THERE_ARE, values)[0])


def _line_of(ticket: Ticket) -> list[int]:
    """Return the ids of the ticket's organisation and of everything above it."""
    return [int(pk) for pk in ticket.organisation.path.rstrip("/").split("/")]


def _requester(ticket: Ticket, there: _There) -> RequesterCard:
    user, today = ticket.requester, now()
    zone = ZoneInfo(user.timezone or ticket.organisation.timezone_name)
    local = today.astimezone(zone)
    differs = local.utcoffset() != timezone.localtime(today).utcoffset()
    return RequesterCard(user, there.asked, local if differs else None, there.waits)


def _hospital(ticket: Ticket, there: _There) -> HospitalCard:
    place = ticket.organisation
    hospital = hospital_of(place)
    line = _line_of(ticket)
    installations = _INSTALLED.ask(those=line) if there.installations else []
    main = installations[0] if installations else None
    return HospitalCard(
        name=hospital.name,
        part=place.short_name if place != hospital else "",
        modules=", ".join(component.name for component in _MODULES.ask(that=main.pk)) if main else "",
        is_older=bool(main and ticket.product_version and main.version != ticket.product_version),
        is_unknown=is_nowhere(place),
        installations=installations,
        integrations=_INTEGRATED.ask(those=line) if there.integrations else [],
        peculiarities=_PECULIAR.ask(those=line) if there.peculiarities else [],
    )


def _answers(ticket: Ticket) -> tuple[list[Answer], list[str]]:
    """Return what was answered to the topic's questions in their order, and the needed ones that were not."""
    asks = ticket.topic.asks if ticket.topic else None
    fields = taxonomy().fields
    above = fields.get(ticket.topic.parent_id or 0, ()) if ticket.topic else ()
    questions = [*above, *fields.get(ticket.topic_id or 0, ())]
    asked = [each for each in questions if each.topic_id == ticket.topic_id or asks is None or each.code in asks]
    answers = [Answer(each.label, _told(each, value)) for each in questions if (value := ticket.fields.get(each.code))]
    known = {each.code for each in questions}
    answers += [Answer(code, str(value)) for code, value in ticket.fields.items() if code not in known and value]
    missing = [each.short or each.label.lower() for each in asked if each.expected and not ticket.fields.get(each.code)]
    return answers, list(dict.fromkeys(missing))


def _told(question: TopicField, value: str) -> str:
    """Return the answer as people say it: the chosen word, the moment in the reader's own time."""
    if question.choices:
        return str(dict(question.choices).get(value, value))
    if question.kind in {TopicField.Kind.DATE, TopicField.Kind.DATETIME}:
        try:
            said = datetime.fromisoformat(value)
        except ValueError:
            return str(value)
        return (
            moment(said if said.tzinfo else timezone.make_aware(said))
            if len(value) > len("2026-01-01")
            else moment(said.date())
        )
    return str(value)
