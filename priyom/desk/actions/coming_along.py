"""What comes along when a ticket lives on in another one: followers, reminders, drafts; and how all that goes back.

Within one hospital everybody comes along. Between hospitals only colleagues do, and no answer that somebody has begun:
it was meant for another requester.
"""

from typing import Any

from priyom.base.clock import now
from priyom.desk.actions.answering import draft_place
from priyom.desk.actions.drafts import drafts_at, move_draft
from priyom.desk.actions.watching import add_watch
from priyom.desk.models import Draft, Merge, Reminder, Ticket, Watch
from priyom.desk.models.choices import Visibility
from priyom.people.models import User


def bring_along(source: Ticket, target: Ticket, *, by: User, same: bool) -> dict[str, Any]:
    """Let people, reminders and drafts come along; return what a merge must remember of it."""
    return {
        "watch_ids": [watch.pk for watch in _let_follow(source, target, by=by, same=same)],
        "moved": {
            "reminders": _move_reminders(source, target),
            "drafts": _move_drafts(source, target, same=same),
        },
    }


def take_back_along(merge: Merge, source: Ticket, target: Ticket) -> None:
    """Put back what came along, unless it has gone elsewhere or was written on since."""
    Watch.objects.filter(pk__in=merge.watch_ids, ended_at=None).update(ended_at=now())
    # What came along may have moved on with the target, and may have been put back from there already.
    homes = [target.pk, target.merged_into_id]
    Reminder.objects.filter(pk__in=merge.moved.get("reminders", ()), ticket_id__in=homes).update(ticket=source)
    for pk, place in merge.moved.get("drafts", ()):
        draft = Draft.objects.select_for_update().filter(pk=pk, saved_at__lte=merge.merged_at).first()
        if draft is not None and draft.place.partition(":")[2] in map(str, _numbers(homes)):
            move_draft(draft, place)


def followers_to_come(source: Ticket, target: Ticket, *, same: bool) -> list[User]:
    """Return who will follow the target because of a merge."""
    following = Watch.objects.filter(ticket=source, ended_at=None).values_list("user_id", flat=True)
    already = Watch.objects.filter(ticket=target, ended_at=None).values_list("user_id", flat=True)
    ids = {source.requester_id, *following} - {target.requester_id, *already}
    people = list(User.objects.filter(pk__in=ids).order_by("pk"))
    return people if same else [each for each in people if each.works_at_desk and _sees(each, target)]


def reminders_to_come(source: Ticket, target: Ticket) -> list[Reminder]:
    """Return the reminders that will move: those still to come, of people who see the target."""
    waiting = Reminder.objects.filter(ticket=source, done_at=None).select_related("user").order_by("pk")
    sees: dict[int, bool] = {}
    for reminder in waiting:
        sees.setdefault(reminder.user_id, _sees(reminder.user, target))
    return [reminder for reminder in waiting if sees[reminder.user_id]]


def drafts_to_come(source: Ticket, *, same: bool) -> bool:
    """Say whether somebody has begun to write what will wait in the target."""
    return any(drafts_at(draft_place(source.number, visibility)) for visibility in _kinds_to_come(same))


def _kinds_to_come(same: bool) -> list[str]:
    return [str(Visibility.PUBLIC), str(Visibility.INTERNAL)] if same else [str(Visibility.INTERNAL)]


def _sees(person: User, ticket: Ticket) -> bool:
    return Ticket.objects.visible_to(person).filter(pk=ticket.pk).exists()


def _let_follow(source: Ticket, target: Ticket, *, by: User, same: bool) -> list[Watch]:
    people = followers_to_come(source, target, same=same)
    added = [add_watch(target, person, by=by, reason=str(Watch.Reason.MERGED)) for person in people]
    return [watch for watch in added if watch is not None]


def _move_reminders(source: Ticket, target: Ticket) -> list[int]:
    moved = [reminder.pk for reminder in reminders_to_come(source, target)]
    Reminder.objects.filter(pk__in=moved).update(ticket=target)
    return moved


def _move_drafts(source: Ticket, target: Ticket, *, same: bool) -> list[tuple[int, str]]:
    """Move what colleagues have begun to write, where they have written nothing in the target yet."""
    moved = []
    for visibility in _kinds_to_come(same):
        place, there = draft_place(source.number, visibility), draft_place(target.number, visibility)
        busy = {draft.user_id for draft in drafts_at(there)}
        free = [each for each in drafts_at(place) if each.user_id not in busy and _sees(each.user, target)]
        moved += [(draft.pk, place) for draft in free if move_draft(draft, there)]
    return moved


def _numbers(ticket_ids: list[int | None]) -> list[int]:
    return list(Ticket.objects.filter(pk__in=[pk for pk in ticket_ids if pk]).values_list("number", flat=True))
