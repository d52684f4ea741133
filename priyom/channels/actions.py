"""Telling people: the bell, letters, and what they wish to hear of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible
from priyom.base.events import record
from priyom.base.models import Event
from priyom.channels.acknowledging import RECEIVED, may_acknowledge
from priyom.channels.audiences import with_audiences
from priyom.channels.models import Letter, Notification, Preference
from priyom.channels.notifications import DIGEST, GROUPS, OFF, TELL, Tell
from priyom.channels.ours import marks
from priyom.desk.models import Ticket
from priyom.desk.permissions import may_read_notes
from priyom.people.letters import letter_for
from priyom.people.models import User

DIGEST_EVERY = timedelta(hours=1)
INTERNAL = frozenset(
    {"ticket.noted", "ticket.mentioned", "ticket.transferred", "ticket.assigned", "ticket.handed_over"}
)


@transaction.atomic
def tell(facts: Sequence[Event]) -> int:
    """Tell everybody whom the table names of these facts; return how many were told. Safe to run twice."""
    tickets = with_audiences({fact.subject_id for fact in facts if fact.subject_kind == "ticket"})
    news = [each for fact in facts for each in _news_of(fact, tickets)]
    listeners = _listeners(news) if news else []
    _ring(listeners)
    _write(listeners)
    return len(listeners)


@transaction.atomic
def mark_read(*, by: User, ticket_number: int | None = None, notification: int | None = None) -> int:
    """Mark as read what was told of a ticket, one notification, or everything; return how many."""
    rows = Notification.objects.filter(user=by, read_at=None)
    if notification is not None:
        rows = rows.filter(pk=notification)
    elif ticket_number is not None:
        ids = Ticket.objects.visible_to(by).filter(number=ticket_number).values_list("pk", flat=True)
        if not ids:
            raise NotVisible(_("There is no such ticket, or it is not open to you."))
        rows = rows.filter(ticket_id__in=list(ids))
    return rows.update(read_at=now())


@transaction.atomic
def prefer(*, by: User, wishes: dict[str, tuple[bool, str]]) -> None:
    """Keep how the person wants to be told: group → (in the product, letters)."""
    for group, (in_app, letters) in wishes.items():
        if group not in GROUPS or letters not in Preference.Letters.values:
            raise Invalid(_("There is no such choice."), errors={group: [_("Choose one of the list.")]})
        Preference.objects.update_or_create(user=by, group=group, defaults={"in_app": in_app, "letters": letters})


@transaction.atomic
def write_account_letter(event: Event) -> Letter | None:
    """Put a letter about an account into the outbox, once per fact; the link in it is made when it leaves."""
    wanted = letter_for(event)
    if wanted is None:
        return None
    letter, _new = Letter.objects.get_or_create(
        message_id=_message_id(wanted.user.pk if wanted.user else 0, event),
        defaults={
            "user": wanted.user, "address": wanted.to, "template": "account", "event": event,
            "region_id": event.region_id, "due_at": now(), "written_at": now(),
        },
    )  # fmt: skip
    return letter


@transaction.atomic
def try_again(letter_id: int, *, by: User) -> Letter:
    """Send a given-up letter once more."""
    if not by.may("settings.manage"):
        raise NotAllowed(_("Only administrators can do this."))
    letter = Letter.objects.select_for_update().filter(pk=letter_id).first()
    if letter is None:
        raise NotVisible(_("There is no such letter."))
    if letter.state == Letter.State.GIVEN_UP:
        letter.state, letter.attempts, letter.due_at, letter.failure = Letter.State.WAITING, 0, now(), ""
        letter.save(update_fields=["state", "attempts", "due_at", "failure"])
        record("delivery.sent_again", letter, by=by, ticket=letter.ticket_id)
    return letter


@dataclass(frozen=True, slots=True, eq=False)
class News:
    """A fact as it concerns one person, by the line of the table that names the person first."""

    fact: Event
    ticket: Ticket | None
    line: Tell
    to: int


@dataclass(frozen=True, slots=True, eq=False)
class Listener:
    """Somebody who is told of a fact, in the way they wish."""

    user: User
    news: News
    in_app: bool
    letters: str

    @property
    def about(self) -> dict[str, Any]:
        """Return what the bell and the letter have in common."""
        fact, ticket = self.news.fact, self.news.ticket
        return {
            "user": self.user, "event": fact, "ticket_id": ticket.pk if ticket else None, "region_id": fact.region_id,
        }  # fmt: skip


def _news_of(fact: Event, tickets: dict[int, Ticket]) -> Iterator[News]:
    """Return for whom the fact is news, each person once."""
    ticket = tickets.get(fact.subject_id) if fact.subject_kind == "ticket" else None
    if ticket is None and fact.subject_kind == "ticket":
        return
    heard = set[int]()
    for line in TELL.get(fact.kind, ()):
        ids = line.audience(fact, ticket) - heard
        if line.except_actor and fact.actor_id:
            ids.discard(fact.actor_id)
        heard |= ids
        yield from (News(fact, ticket, line, pk) for pk in ids)


def _listeners(news: list[News]) -> list[Listener]:
    """Return who of these hears of it and how: a few queries for all, since most wish not to hear of most."""
    chosen = {
        (user_id, group): (in_app, letters)
        for user_id, group, in_app, letters in Preference.objects.filter(
            user_id__in={each.to for each in news}, group__in={each.line.group for each in news}
        ).values_list("user_id", "group", "in_app", "letters")
    }
    wanted = []
    for each in news:
        line, group = each.line, GROUPS[each.line.group]
        in_app, letters = chosen.get((each.to, line.group), (group.in_app, group.letters))
        in_app, letters = in_app and line.bell, letters if line.letter else OFF
        if in_app or letters != OFF:
            wanted.append((each, in_app, letters))
    people = User.objects.filter(is_active=True).in_bulk({each.to for each, _in_app, _letters in wanted})
    allowed = _who_may_hear([each for each, _in_app, _letters in wanted], people)
    return [
        Listener(people[each.to], each, in_app, letters)
        for each, in_app, letters in sorted(wanted, key=lambda one: (one[0].to, one[0].fact.pk))
        if each in allowed
    ]


def _who_may_hear(news: list[News], people: dict[int, User]) -> set[News]:
    """Return what may be told to whom: rights are asked once for each person, whatever there is to tell."""
    # SECURITY: rights are asked when the news is told, not when somebody began to follow.
    allowed = set[News]()
    doubtful: dict[int, list[News]] = {}
    for each in news:
        if each.to not in people or (each.fact.kind in INTERNAL and not may_read_notes(people[each.to])):
            continue
        if each.ticket is None or each.ticket.requester_id == each.to:  # without a ticket the audience itself says
            allowed.add(each)
        else:
            doubtful.setdefault(each.to, []).append(each)
    for pk, theirs in doubtful.items():
        asked = {each.fact.subject_id for each in theirs}
        seen = set(Ticket.objects.visible_to(people[pk]).filter(pk__in=asked).values_list("pk", flat=True))
        allowed |= {each for each in theirs if each.fact.subject_id in seen}
    return allowed


def _ring(listeners: list[Listener]) -> None:
    """Put the facts into everybody's bell, each once."""
    told = [Notification(**each.about, kind=each.news.fact.kind, told_at=now()) for each in listeners if each.in_app]
    Notification.objects.bulk_create(told, ignore_conflicts=True)


def _write(listeners: list[Listener]) -> None:
    """Put a letter into the outbox for everybody who wants one; a digest waits for its hour."""
    wanted = [each for each in listeners if each.letters != OFF and each.user.email]
    digests = _next_digests({each.user.pk for each in wanted if each.letters == DIGEST})
    acknowledged: dict[int, int] = {}
    letters = []
    for each in wanted:
        ticket, template = each.news.ticket, each.news.line.letter
        if template == RECEIVED and ticket is not None:
            so_far = acknowledged.get(each.user.pk, 0)
            if not may_acknowledge(each.user, ticket, besides=so_far):
                continue
            acknowledged[each.user.pk] = so_far + 1
        letters.append(Letter(
            **each.about, address=each.user.email, template=template, written_at=now(),
            message_id=_message_id(each.user.pk, each.news.fact, ticket),
            due_at=digests[each.user.pk] if each.letters == DIGEST else now(),
        ))  # fmt: skip
    Letter.objects.bulk_create(letters, ignore_conflicts=True)


def _next_digests(ids: set[int]) -> dict[int, datetime]:
    """Return when each person's next digest leaves: with the one that waits already, else an hour from now."""
    if not ids:
        return {}
    waiting = Letter.objects.filter(user_id__in=ids, state=Letter.State.WAITING, due_at__gt=now())
    soonest = waiting.order_by().values_list("user_id").annotate(Min("due_at"))
    return dict.fromkeys(ids, now() + DIGEST_EVERY) | dict(soonest)


def _message_id(who: int, event: Event, ticket: Ticket | None = None) -> str:
    return marks().message_id(ticket.number if ticket else 0, who, event.pk)
