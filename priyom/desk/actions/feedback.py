"""What the requester thought of the solution. Given once, changed as often as one likes, never by anybody else."""

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, WrongState
from priyom.base.events import record
from priyom.desk.models import Feedback
from priyom.desk.permissions import may_rate
from priyom.desk.queries import get_ticket
from priyom.desk.rules.lifecycle import is_open
from priyom.people.models import User
from priyom.privacy.actions import screen_text

LOWEST, HIGHEST = 1, 5
LONGEST = 4_000


@transaction.atomic
def give_feedback(number: int, *, by: User, rating: int | None, comment: str = "") -> Feedback:
    """Rate the solution from one to five, with words if one likes; the same rating again changes nothing."""
    ticket = get_ticket(by, number, lock=True)
    if ticket.requester_id != by.pk:
        raise NotAllowed(_("Only the person who asked rates the solution."))
    if not may_rate(by, ticket) or is_open(ticket.status):
        raise WrongState(_("The ticket is not solved yet. It can be rated afterwards."))
    errors = {}
    if rating is None or not LOWEST <= rating <= HIGHEST:
        errors["rating"] = [_("Choose one of the five.")]
    if len(comment) > LONGEST:
        errors["comment"] = [_("At most %(most)s characters.") % {"most": LONGEST}]
    if errors:
        raise Invalid(_("The rating could not be kept."), errors=errors)
    words = screen_text(comment.strip(), ticket=ticket).masked
    given, is_new = Feedback.objects.get_or_create(
        ticket=ticket, by=by, defaults={"rating": rating, "comment": words, "given_at": now()}
    )
    if not is_new and (given.rating, given.comment) == (rating, words):
        return given
    if not is_new:
        given.rating, given.comment, given.given_at = rating, words, now()  # type: ignore[assignment] # refused above
        given.save(update_fields=["rating", "comment", "given_at"])
    record("feedback.given", ticket, by=by, rating=rating)
    return given
