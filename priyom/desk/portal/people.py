"""Whom a requester may name: colleagues of the ticket's hospital, people of the organisations one looks after."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from priyom.base.errors import NotAllowed
from priyom.desk.models import Ticket
from priyom.desk.permissions import may_confirm, may_open_on_behalf
from priyom.desk.queries import get_ticket
from priyom.people.models import Membership, Organisation, Role, User
from priyom.people.reach import hospital_of

MOST = 20
ASKING = (Role.REQUESTER, Role.LOCAL_SPECIALIST)


def colleagues_for(user: User, number: int, *, wanted: str) -> list[User]:
    """Return the people of the ticket's hospital whom the person may call in, filtered by what is typed."""
    ticket = get_ticket(user, number)
    if not may_confirm(user, ticket):
        raise NotAllowed(_("Only the person who asked can call a colleague in."))
    return list(_named(_of_hospital(ticket), wanted).exclude(pk__in=[user.pk, ticket.requester_id])[:MOST])


def find_colleague(user: User, number: int, login: str) -> User | None:
    """Return the colleague of the ticket's hospital with this login."""
    return _of_hospital(get_ticket(user, number)).filter(login=login.lower()).first()


def people_of(user: User, organisation: Organisation | None, *, wanted: str) -> list[User]:
    """Return the people in whose name the person may ask at this organisation."""
    if organisation is None or not may_open_on_behalf(user, organisation):
        return []
    return list(_named(_within(organisation), wanted)[:MOST])


def _of_hospital(ticket: Ticket) -> QuerySet[User]:
    return _within(hospital_of(ticket.organisation))


def _within(organisation: Organisation) -> QuerySet[User]:
    members = Membership.objects.filter(
        organisation__path__startswith=organisation.path, state=Membership.State.ACTIVE, role__in=ASKING
    )
    return User.objects.filter(pk__in=members.values("user_id"), is_active=True).order_by("last_name", "first_name")


def _named(people: QuerySet[User], wanted: str) -> QuerySet[User]:
    for word in wanted.split()[:4]:
        people = people.filter(
            Q(last_name__istartswith=word) | Q(first_name__istartswith=word) | Q(position__icontains=word)
        )
    return people
