"""Two tickets at once: both seen, both workable, both locked in one order so that no pairs wait in a ring."""

from django.utils.translation import gettext as _

from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.desk.actions.changing import refuse_if_merged
from priyom.desk.models import Ticket
from priyom.desk.permissions import may_work_on
from priyom.people.models import User


def two_to_work_on(
    number: int, other: int, *, by: User, field: str, revisions: tuple[int | None, int | None] = (None, None)
) -> tuple[Ticket, Ticket]:
    """Return both tickets locked; what is wrong with the other one is said beside ``field``."""
    if number == other:
        raise _beside(field, _("This is the same ticket. Choose another one."))
    # RACE: «A into B» and «B into A» at once; whoever locks second finds the first one done.
    locked = Ticket.objects.visible_to(by).select_for_update(of=("self",)).select_related("organisation")
    found = {ticket.number: ticket for ticket in locked.filter(number__in=(number, other)).order_by("id")}
    if number not in found:
        raise NotVisible(_("There is no such ticket, or it is not open to you."))
    if other not in found:
        raise _beside(field, _("There is no such ticket, or it is not open to you."))
    for ticket, revision in zip((found[number], found[other]), revisions, strict=True):
        if not may_work_on(by, ticket):
            raise NotAllowed(_("Only support staff can do this."))
        if revision is not None and ticket.revision != revision:
            raise WrongState(_("One of the tickets has changed since you looked. Look again and decide anew."))
    refuse_if_merged(found[number])
    merged = found[other].merged_into
    if merged is not None:
        raise _beside(field, _("It was merged into № %(number)s. Choose that one.") % {"number": merged.number})
    return found[number], found[other]


def _beside(field: str, sentence: str) -> Invalid:
    return Invalid(_("Choose another ticket."), errors={field: [sentence]})
