"""What the desk shows on the pages of the directory: who asks how much, and what lately."""

from dataclasses import dataclass, field, replace

from django.db.models import QuerySet

from priyom.desk.models import Ticket
from priyom.people.actions.correspondents import is_nowhere
from priyom.people.directory.organisations import get_organisation
from priyom.people.directory.people import get_person
from priyom.people.models import Organisation, User

SHOWN = 6
COUNTED = 1_000
SENDERS = 20


@dataclass(frozen=True)
class Beside:
    """Some tickets beside a card: the latest, and how many are open (up to a thousand)."""

    latest: list[Ticket]
    open: int
    at_desk: bool
    owned: int | None = None  # of an agent: how many open tickets are theirs to solve
    owner: str = ""
    senders: list[Ticket] = field(default_factory=list)  # of a place for strangers: the newest ticket of each

    @property
    def is_cut(self) -> bool:
        """Say whether there are more open tickets than were counted."""
        return self.open > COUNTED


def tickets_of_organisation(user: User, pk: int) -> Beside:
    """Return the tickets of the organisation and what is below it, as far as the person may see them."""
    organisation = get_organisation(user, pk)
    within = Organisation.objects.within(organisation).values("pk")
    tickets = Ticket.objects.visible_to(user).filter(organisation_id__in=within)
    beside = _beside(user, tickets)
    return replace(beside, senders=_senders(tickets)) if is_nowhere(organisation) and user.may("desk.work") else beside


def tickets_of_person(user: User, login: str) -> Beside:
    """Return what the other has asked, and of an agent what they have in hand, as far as the person may see it."""
    other = get_person(user, login)
    tickets = Ticket.objects.visible_to(user)
    asked = _beside(user, tickets.filter(requester=other))
    if not (user.works_at_desk and other.works_at_desk):
        return asked
    return replace(asked, owned=_open(tickets.filter(assignee=other)), owner=other.login)


def _beside(user: User, tickets: "QuerySet[Ticket]") -> Beside:
    return Beside(latest=list(tickets.order_by("-pk")[:SHOWN]), open=_open(tickets), at_desk=user.works_at_desk)


def _senders(tickets: "QuerySet[Ticket]") -> list[Ticket]:
    newest = tickets.order_by("requester_id", "-pk").distinct("requester_id").values("pk")[:COUNTED]
    return list(Ticket.objects.filter(pk__in=newest).select_related("requester").order_by("-pk")[:SENDERS])


def _open(tickets: "QuerySet[Ticket]") -> int:
    return tickets.open()[: COUNTED + 1].count()  # type: ignore[attr-defined]
