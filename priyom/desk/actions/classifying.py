"""Several facts about a ticket said at once, as a program does; each stays an action and an event of its own."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid
from priyom.desk.actions.assignment import assign_ticket, release_ticket, transfer_ticket
from priyom.desk.actions.tickets import classify_ticket, prioritise_ticket, rename_ticket, set_kind
from priyom.desk.models import Ticket, Topic
from priyom.desk.queries import get_ticket
from priyom.people.models import Team, User


@transaction.atomic
def reclassify_ticket(number: int, *, by: User, changes: dict[str, Any]) -> Ticket:
    """Apply the changes that are named; all of them happen or none."""
    get_ticket(by, number)  # the door first: a stranger learns nothing from which field is wrong
    if changes.get("subject"):
        rename_ticket(number, by=by, subject=changes["subject"])
    if changes.get("topic"):
        classify_ticket(
            number, by=by, topic=_found(Topic, "topic", _("No topic has this code."), code=changes["topic"])
        )
    if changes.get("kind"):
        set_kind(number, by=by, kind=changes["kind"])
    if changes.get("impact") or changes.get("urgency"):
        prioritise_ticket(number, by=by, impact=changes.get("impact") or "", urgency=changes.get("urgency") or "")
    if changes.get("team"):
        team = _found(Team, "team", _("No team has this code."), code=changes["team"], is_active=True)
        transfer_ticket(number, by=by, team=team)
    if changes.get("assignee"):
        person = _found(User, "assignee", _("Nobody has this login."), login=changes["assignee"].lower())
        assign_ticket(number, by=by, to=person)
    elif "assignee" in changes:
        release_ticket(number, by=by)
    return get_ticket(by, number)


def _found(model: Any, field: str, sentence: str, **wanted: Any) -> Any:
    found = model.objects.filter(**wanted).first()
    if found is None:
        raise Invalid(sentence, errors={field: [sentence]})
    return found
