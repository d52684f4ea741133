"""What happens at the desk when nobody is looking."""

import contextlib
from datetime import timedelta
from uuid import UUID

import structlog

from priyom.base.beside import Beside
from priyom.base.clock import now
from priyom.base.jobs import NOW, every, on, one_by_one
from priyom.base.models import Event
from priyom.desk.actions import recounting
from priyom.desk.actions.bulk_doing import go_on
from priyom.desk.actions.consults import end_consults, hand_consults_over, say_what_is_late
from priyom.desk.actions.critical import remind_of_owed_news
from priyom.desk.actions.drafts import LIFE
from priyom.desk.actions.expecting import measure_if_old
from priyom.desk.actions.external import hand_requests_over, remind_of_requests
from priyom.desk.actions.files import forget_unsent, tell_ticket_of_file
from priyom.desk.actions.ladder import remind_rung_holders
from priyom.desk.actions.messages import publish_messages
from priyom.desk.actions.mornings import say_good_morning
from priyom.desk.actions.moving import bring_home, hand_tickets_over, move_tickets
from priyom.desk.actions.news import tell_by_itself
from priyom.desk.actions.recounting import place_tickets_of, recount_calendar
from priyom.desk.actions.regions import follow_regions
from priyom.desk.actions.reminders import remind_what_is_due, wake_what_waited
from priyom.desk.actions.tickets import close_ticket
from priyom.desk.actions.unsealing import screen_sealed
from priyom.desk.actions.watching_clocks import tell_of_clocks, warn_of_clocks
from priyom.desk.models import Draft, Message, SealedText, Ticket
from priyom.desk.rules.lifecycle import DAYS_TO_OBJECT, is_open
from priyom.desk.search import index
from priyom.people.models import Membership, Organisation, User, WorkCalendar
from priyom.privacy.labels import forget_names

log = structlog.get_logger(__name__)
AT_ONCE = 100
LATE = timedelta(minutes=10)
MOST_TURNS = 20  # of one sweep
_screening = Beside("sealed texts", lambda: screen_sealed(most=AT_ONCE))


@every(seconds=2)
def send_what_is_due() -> None:
    """Send the answers whose ten seconds are over, together; one that fails does not keep the others waiting."""
    ids = list(Message.objects.due(now()).order_by("send_after").values_list("pk", flat=True)[:AT_ONCE])
    try:
        publish_messages(ids)
    except Exception:
        log.exception("answers not sent together", count=len(ids))
        for message_id in ids:
            with contextlib.suppress(Exception):
                publish_messages([message_id])


@every(seconds=1)
def screen_sealed_texts() -> None:
    """Have the texts screened that were accepted while the guard was slow: in a thread of its own, it may be still."""
    if not _screening.is_busy and SealedText.objects.filter(try_at__lte=now()).exists():
        _screening.begin()


@every(seconds=300)
def close_what_nobody_objected_to() -> None:
    """Close the tickets that were solved days ago and about which nobody has complained."""
    silent = Ticket.objects.silent_since(now() - timedelta(days=DAYS_TO_OBJECT))
    numbers = silent.order_by("resolved_at").values_list("number", flat=True)[:AT_ONCE]
    one_by_one("close", numbers, lambda number: close_ticket(number, by=User.objects.system()))


@every(seconds=30)
def remind_and_wake() -> None:
    """Remind of what people wanted to be reminded of, and let go on what waited for a date."""
    remind_what_is_due()
    wake_what_waited()


@every(seconds=30)
def say_which_advice_is_late() -> None:
    """Write down of each question to colleagues that its time has passed."""
    say_what_is_late()


@on("ticket.resolved", "ticket.confirmed", "ticket.closed")
def let_go_of_advice(event_id: int) -> None:
    """Nobody has to answer what is still asked in a ticket that is solved."""
    event = Event.objects.select_related("actor").get(pk=event_id)
    ticket = Ticket.objects.filter(pk=event.subject_id).first()
    if ticket is not None and not is_open(ticket.status):
        end_consults(ticket, by=event.actor)


@every(seconds=60)
def remind_of_outside_requests() -> None:
    """Say to whoever keeps a request to an outside party that it is time to ask again."""
    remind_of_requests()


@on("bulk.started", "bulk.undo_started", queue=NOW)
def do_bulk_change(event_id: int) -> None:
    """Do or undo what is left of a bulk change, a few tickets at a time."""
    bulk_id = Event.objects.get(pk=event_id).subject_id
    while go_on(bulk_id):
        pass


@every(seconds=30)
def remind_of_critical() -> None:
    """Say when news of a critical incident are owed."""
    remind_of_owed_news()


@every(seconds=60)
def remind_of_rungs() -> None:
    """Say on which rungs of the ladder the time has run out."""
    remind_rung_holders()


@every(seconds=600)
def forget_old_drafts() -> None:
    """Drafts live seven days."""
    Draft.objects.filter(expires_at__lte=now()).delete()


@on("user.handed_over", queue=NOW)
def hand_over_tickets(event_id: int) -> None:
    """Give the open tickets of somebody who leaves to the colleague who was named, or back to their teams."""
    event = Event.objects.select_related("actor").get(pk=event_id)
    holder, to = User.objects.get(pk=event.subject_id), event.details.get("to")
    successor = User.objects.get(pk=to) if to else None
    hand_tickets_over(holder, by=event.actor, to=successor)
    hand_consults_over(holder, by=event.actor, to=successor)
    hand_requests_over(holder, by=event.actor, to=successor)


@on("organisation.merged")
def move_tickets_of_merged(event_id: int) -> None:
    """Let the tickets of a merged organisation follow it."""
    event = Event.objects.select_related("actor").get(pk=event_id)
    source = Organisation.objects.get(pk=event.subject_id)
    # It may have been merged further since.
    target = Organisation.objects.get(pk=source.merged_into_id or event.details["into"])
    move_tickets(source, target, by=event.actor)


@on("organisation.relocated")
def follow_to_region(event_id: int) -> None:
    """Let the tickets of an organisation follow it to another region."""
    follow_regions(Organisation.objects.get(pk=Event.objects.get(pk=event_id).subject_id))


@every(seconds=600)
def follow_late_ones() -> None:
    """Let those follow that were being opened while their organisation moved."""
    lately = Event.objects.filter(kind="organisation.relocated", happened_at__gt=now() - 2 * LATE)
    for organisation in Organisation.objects.filter(pk__in=lately.values("subject_id")):
        follow_regions(organisation)


@on("user.approved", "membership.changed")
def bring_tickets_home(event_id: int) -> None:
    """Let the letters of a stranger follow when a hospital lets the stranger in."""
    event = Event.objects.select_related("actor").get(pk=event_id)
    joined = Membership.objects.select_related("user", "organisation__region").filter(
        pk=event.details.get("membership"), state=Membership.State.ACTIVE
    )
    for membership in joined:
        bring_home(membership.user, membership.organisation, by=event.actor)


@on("file.screened", "file.refused", queue=NOW)
def tell_of_file(event_id: int) -> None:
    """Say in the ticket that a file can be seen by now, or never will be."""
    event = Event.objects.get(pk=event_id)
    tell_ticket_of_file(UUID(event.details["file"]), f"ticket.file_{event.kind.partition('.')[2]}")


# PRIVACY: what is said in a ticket that is closed, or is checked only then, makes a key of its own.
@on(
    "ticket.confirmed", "ticket.closed", "ticket.merged",
    "ticket.noted", "ticket.renamed", "ticket.text_screened", "ticket.file_screened", "ticket.decided",
)  # fmt: skip
def forget_who_is_who(event_id: int) -> None:
    """A closed ticket needs no key any more by which its people were told apart."""
    ticket = Ticket.objects.filter(pk=Event.objects.get(pk=event_id).subject_id).first()
    if ticket is not None and not is_open(ticket.status):
        forget_names(ticket.pk)


@every(seconds=3600)
def forget_unsent_files() -> None:
    """Files that were never sent go with the draft they were meant for."""
    forget_unsent(before=now() - LIFE)


@every(seconds=60)
def count_words() -> None:
    """Know which words there are, so that a misspelt one may be understood."""
    for _turn in range(MOST_TURNS):
        if index.count_fresh_words() < index.COUNTED_AT_ONCE:
            break


@every(seconds=3600)
def make_room_for_words() -> None:
    """Have a part of the table of words ready before tickets need it."""
    index.make_room()


@on("calendar.changed")
def recount_open_clocks(event_id: int) -> None:
    """Count the open clocks again that hang on a calendar: its days are live, what was promised is not."""
    event = Event.objects.select_related("actor").get(pk=event_id)
    calendar = WorkCalendar.objects.filter(pk=event.subject_id).first()
    if calendar is not None:
        recount_calendar(calendar, by=event.actor)


@every(seconds=600)
def recount_late_ones() -> None:
    """Count those once more that were being opened while their calendar was corrected."""
    lately = Event.objects.filter(kind="calendar.changed", happened_at__gt=now() - 2 * LATE)
    for calendar in WorkCalendar.objects.filter(pk__in=lately.values("subject_id")):
        recounting.recount_late_ones(calendar, since=now() - 3 * LATE)


@on("organisation.tickets_moved", "organisation.moved", "organisation.relocated")
def place_moved_tickets(event_id: int) -> None:
    """Let open tickets that came to another customer count by the contract of that one."""
    organisation = Organisation.objects.filter(pk=Event.objects.get(pk=event_id).subject_id).first()
    if organisation is not None:
        place_tickets_of(organisation)


@every(seconds=30)
def watch_clocks() -> None:
    """Take promises up the ladder as their time runs out, and keep those that were broken."""
    warn_of_clocks()


@every(seconds=600)
def tell_of_due_times() -> None:
    """Tell whom it concerns, in one digest each: never more than six an hour."""
    tell_of_clocks()


@every(seconds=1800)
def measure_how_long_tickets_take() -> None:
    """Know, once a day, how long tickets of each topic take."""
    measure_if_old()


@every(seconds=60)
def send_promised_news() -> None:
    """Tell requesters before a promised update is late, where their contract lets the machine do it."""
    tell_by_itself()


@every(seconds=600)
def good_morning() -> None:
    """Tell everybody once a day, in their own morning, what waits for them."""
    say_good_morning()
