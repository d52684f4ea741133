"""«It works as designed» or «the requester is right»: a change request in one step, both tickets linked."""

import uuid
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid
from priyom.base.events import record
from priyom.desk.actions.changing import change, ticket_to_work_on
from priyom.desk.actions.linking import add_link
from priyom.desk.actions.messages import AT_ONCE, reply
from priyom.desk.actions.tickets import open_ticket, resolve_ticket
from priyom.desk.models import Ticket, TicketLink
from priyom.desk.models.choices import TicketKind
from priyom.desk.queries import get_ticket
from priyom.people.models import User


class Verdict(StrEnum):
    """Why a change is asked for."""

    DESIGNED = "designed"  # it works as it was meant to; we propose to change that
    AGREED = "agreed"  # the requester is right


@transaction.atomic
def request_change(
    number: int,
    *,
    by: User,
    verdict: str,
    subject: str,
    body: str,
    answer: str,
    cause: str = "",
    remedy: str = "",
    solve: bool = False,
    token: uuid.UUID,
    revision: int | None = None,
) -> Ticket:
    """Open the change request, link it, tell the requester; with ``solve`` the question is solved by that."""
    ticket = get_ticket(by, number, lock=True)
    twin = Ticket.objects.filter(links_in__source=ticket, messages__token=token).first()
    if twin is not None:
        return twin
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    _check(verdict=verdict, subject=subject, body=body, answer=answer)
    wish = open_ticket(
        by=by, requester=ticket.requester, organisation=ticket.organisation, subject=subject, body=body,
        topic=ticket.topic, kind=str(TicketKind.CHANGE_REQUEST), impact=ticket.impact, urgency="low",
        channel=ticket.channel, token=token,
    )  # fmt: skip
    add_link(ticket, wish, kind=str(TicketLink.Kind.CHANGE), by=by)
    record("ticket.change_requested", ticket, by=by, verdict=verdict, other=wish.number)
    change(ticket)
    reply(number, by=by, body=answer, undo=AT_ONCE)
    if solve:
        resolve_ticket(number, by=by, cause=cause, remedy=remedy)
    return wish


def _check(*, verdict: str, subject: str, body: str, answer: str) -> None:
    errors = {
        name: [sentence]
        for name, missing, sentence in (
            ("verdict", verdict not in set(Verdict), _("Choose one of the list.")),
            ("subject", not subject.strip(), _("Say in a few words what should change.")),
            ("body", not body.strip(), _("Say what should change and what for.")),
            ("answer", not answer.strip(), _("Tell the requester what you have decided.")),
        )
        if missing
    }
    if errors:
        raise Invalid(_("The change request is not complete."), errors=errors)
