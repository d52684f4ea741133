"""Whether «we have your request» may go back to an address that wrote a letter.

Whoever writes a letter can write anybody's address into it. So acknowledgements are few, and tell an address that
nobody has confirmed nothing of what it is said to have written: neither floods nor words can be sent through us.
"""

from datetime import timedelta

from django.db.models import Q

from priyom.base.clock import now
from priyom.channels.models import IncomingLetter, Letter
from priyom.desk.models import Ticket
from priyom.desk.models.choices import Channel
from priyom.people.models import User

RECEIVED = "received"  # the template
MOST_A_DAY = 3
DAY = timedelta(days=1)


def may_acknowledge(user: User, ticket: Ticket, *, besides: int = 0) -> bool:
    """Say whether the requester is told at once that the ticket is registered; one in the portal or API always is.

    Call it in the transaction that writes the letter, with the number of those that it is about to write ``besides``.
    """
    if ticket.channel != Channel.LETTER:
        return True
    came = IncomingLetter.objects.filter(ticket_id=ticket.pk, outcome=IncomingLetter.Outcome.TICKET).first()
    if came is not None and not came.may_answer:
        return False
    # RACE: two letters of one sender are filed side by side; whoever holds the person's row counts.
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    sent = Q(state=Letter.State.SENT, sent_at__gte=now() - DAY) | Q(state=Letter.State.WAITING)
    return Letter.objects.filter(sent, user=user, template=RECEIVED).count() + besides < MOST_A_DAY


def is_confirmed(user: User) -> bool:
    """Say whether somebody has vouched for the address: invited, let in, or brought in by an administrator."""
    return bool(user.active_memberships)
