"""What the portal gives to the frame of a requester's pages: the ways to ask and to one's tickets."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from priyom.base.pulse import last_event
from priyom.base.shell import NavGroup, NavItem, Shell, shell_part
from priyom.desk.lists.counts import pinned_rows
from priyom.desk.lists.pinned import pins_for
from priyom.desk.portal.ladder import count_waiting
from priyom.desk.portal.lists import looks_after_many
from priyom.people.models import User


def title_of_all(user: User) -> str:
    """Return what the list of everybody's tickets is called for this person: the region's or the hospital's."""
    return _("Tickets of the region") if user.may("region.tickets") else _("Tickets of the hospital")


@shell_part
def portal_part(request: HttpRequest, shell: Shell) -> None:
    """Put asking, one's own tickets and the hospital's into the top line of people who do not work at the desk."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.works_at_desk:
        return
    ways: list[tuple[str, str, str | None]] = [
        (_("New request"), "portal:new", None), (_("My tickets"), "portal:tickets", None)
    ]  # fmt: skip
    if looks_after_many(user):
        waiting = count_waiting(user)
        ways.append((_("Stand with me"), "portal:ladder", waiting if waiting != "0" else None))
    if user.active_memberships:
        ways.append((title_of_all(user), "portal:organisation", None))
    if looks_after_many(user):
        shell.pins = pins_for(user, pinned_rows(last_event()), page="portal:ticket")
    items = [
        NavItem(label=label, url=reverse(name), current=request.path == reverse(name), count=count)
        for label, name, count in ways
    ]
    shell.nav.insert(0, NavGroup("", items))
