"""Merging a ticket into another one, and taking that back exactly.

Messages stay where they were said and are shown in the target. Within one hospital the people follow; between
hospitals nobody gains sight of the other's words, so a note tells the requester where the matter goes on.
`coming_along` says what else comes along.
"""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, WrongState
from priyom.base.events import record
from priyom.desk.actions.changing import change
from priyom.desk.actions.coming_along import bring_along, take_back_along
from priyom.desk.actions.messages import AT_ONCE, reply
from priyom.desk.actions.pairs import two_to_work_on
from priyom.desk.actions.snapshots import columns_from, columns_of
from priyom.desk.actions.steps import NOT_WAITING
from priyom.desk.models import Merge, Ticket
from priyom.desk.permissions import may_work_on
from priyom.desk.queries import get_ticket
from priyom.desk.rules.lifecycle import Status, is_open
from priyom.people.models import User
from priyom.people.reach import hospital_of

KEPT = (
    "status", "waiting_for", "waiting_whom", "waiting_until", "awaiting_us_since", "first_replied_at",
    "closed_at",
    "assignee_id", "team_id",
)  # fmt: skip


@transaction.atomic
def merge_ticket(
    number: int,
    *,
    by: User,
    into: int,
    note: str = "",
    revision: int | None = None,
    into_revision: int | None = None,
) -> Merge:
    """Let the ticket live on in another one; ``note`` is what its requester is told."""
    lock_families(number, into)
    source, target = two_to_work_on(number, into, by=by, field="into", revisions=(revision, into_revision))
    if not by.may("ticket.merge"):
        raise NotAllowed(_("Only support staff can do this."))
    same = same_hospital(source, target)
    _refuse_loss(source, target, told=same or bool(note.strip()))
    before = columns_of(source, KEPT)
    if note.strip():
        reply(number, by=by, body=note, undo=AT_ONCE)
        source.refresh_from_db()
    came = bring_along(source, target, by=by, same=same)
    # What was merged into the source earlier moves along, so that a family is never deeper than one.
    Ticket.objects.filter(merged_into=source).update(merged_into=target)
    change(
        source, status=Status.CLOSED, merged_into=target, closed_at=now(), **NOT_WAITING, awaiting_us_since=None,
    )  # fmt: skip
    change(target)
    merge = Merge.objects.create(
        source=source, target=target, by=by, merged_at=now(), before=before, **came,
    )  # fmt: skip
    record("ticket.merged", source, by=by, into=target.number, merge=merge.pk)
    record("ticket.took_in", target, by=by, other=source.number, merge=merge.pk)
    return merge


@transaction.atomic
def undo_merge(number: int, *, by: User) -> Ticket:
    """Take the merge back: the ticket is what it was, and those who followed because of it no longer do."""
    seen = get_ticket(by, number)
    if not (may_work_on(by, seen) and by.may("ticket.merge")):
        raise NotAllowed(_("Only support staff can do this."))
    merge = Merge.objects.filter(source=seen, undone_at=None).first()
    if merge is None:
        raise WrongState(_("This ticket is not merged."))
    moved = Ticket.objects.filter(merges_out__target=seen, merges_out__undone_at=None)
    family = Q(pk__in={seen.pk, seen.merged_into_id, merge.target_id}) | Q(pk__in=moved.values("pk"))
    locked = {ticket.pk: ticket for ticket in Ticket.objects.select_for_update().filter(family).order_by("id")}
    source, target = locked[seen.pk], locked[merge.target_id]
    # RACE: two colleagues take the same merge back; the second finds it undone.
    if not Merge.objects.filter(pk=merge.pk, undone_at=None).update(undone_at=now(), undone_by=by):
        raise WrongState(_("This ticket is not merged."))
    Ticket.objects.filter(merges_out__target=source, merges_out__undone_at=None).update(merged_into=source)
    change(source, merged_into=None, **columns_from(merge.before))
    change(target)
    take_back_along(merge, source, target)
    record("ticket.unmerged", source, by=by, other=target.number, merge=merge.pk)
    record("ticket.unmerged", target, by=by, other=source.number, merge=merge.pk)
    return source


def lock_families(*numbers: int) -> None:
    """Lock the tickets and what lives on in them, in one order.

    RACE: whoever takes a relative back holds the relative and wants the ticket; whoever merges the ticket holds it and
    wants its relatives. Without one order for all of them the two would wait for each other.
    """
    family = Ticket.objects.filter(Q(number__in=numbers) | Q(merged_into__number__in=numbers)).values("pk")
    list(Ticket.objects.select_for_update().filter(pk__in=family).order_by("id").values_list("pk"))


def _refuse_loss(source: Ticket, target: Ticket, *, told: bool) -> None:
    """Refuse when open work would vanish, or a requester would lose sight of the matter without a word."""
    if is_open(source.status) and not is_open(target.status):
        raise Invalid(
            _("An open ticket would disappear in a solved one."),
            errors={"into": [_("It is solved already. Open it again first, or merge the other way round.")]},
        )
    if not told:
        raise Invalid(
            _("These are different hospitals."),
            errors={"note": [_("Tell the requester what happens to the ticket: they will not see the other one.")]},
        )


def same_hospital(one: Ticket, other: Ticket) -> bool:
    """Say whether both tickets come from one hospital, whatever the department."""
    return (
        one.organisation_id == other.organisation_id
        or hospital_of(one.organisation).pk == hospital_of(other.organisation).pk
    )
