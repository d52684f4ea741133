"""What somebody whom nobody has let in reads of what they wrote: that it is here, and how it is answered."""

from django.utils.translation import gettext as _

from priyom.base.telling import ticket_number
from priyom.desk.models import Ticket
from priyom.desk.rules.lifecycle import DONE_STATUSES
from priyom.people.belongings import told_while_waiting
from priyom.people.models import User

SHOWN = 5


@told_while_waiting
def tickets_in_work(user: User) -> list[str]:
    """Name the person's open tickets by number.

    SECURITY: the number and no more: without a role nobody sees a ticket, so `visible_to` has none of them.
    """
    asked = Ticket.objects.filter(requester=user).exclude(status__in=DONE_STATUSES)
    numbers = asked.order_by("-pk").values_list("number", flat=True)[:SHOWN]
    return [
        _("Your question %(number)s is with us, we answer by letter.") % {"number": ticket_number(number)}
        for number in numbers
    ]
