"""The people of whom each sees much: they are there once in a filled desk, and every run asks as the same ones."""

from django.db import connection

from priyom.desk.models import Ticket
from priyom.people.models import Membership, Organisation, Role, User

THOUSANDS = 3_000  # own tickets of one who asks for a whole hospital
OF_SPECIALIST, OF_COORDINATOR = 10_000, 40_000
A_PAGE_AND_MORE = 60  # open tickets of the agent who reads
_GIVEN = """
UPDATE desk_ticket SET requester_id = %(user)s WHERE id IN (
    SELECT ticket.id FROM desk_ticket ticket JOIN people_user asker ON asker.id = ticket.requester_id
    WHERE ticket.id %% %(every)s = 1 AND asker.login <> 'requester1' ORDER BY ticket.id LIMIT %(most)s)
"""
_SIZES = "SELECT {column}, count(*) FROM desk_ticket GROUP BY 1 ORDER BY 2 DESC, 1"


def with_thousands(tickets):
    """Return a requester who has asked thousands, at all times and in all places of the desk."""
    home = Organisation.objects.filter(kind=Organisation.Kind.HOSPITAL).order_by("pk").first()
    user, is_new = _person("bench-thousands", home)
    if is_new:
        Membership.objects.create(user=user, organisation=home, role=Role.REQUESTER)
        with connection.cursor() as cursor:
            cursor.execute(_GIVEN, {"user": user.pk, "every": max(2, tickets // THOUSANDS), "most": THOUSANDS})
            cursor.execute("VACUUM ANALYZE desk_ticket")  # as a desk that has been in use for years
    return user


def beside(writer):
    """Return a colleague of the same teams with work for more than a page, whatever the size of the desk."""
    agents = User.objects.filter(login__startswith="agent", places__team__places__user=writer).exclude(pk=writer.pk)
    agent = agents.order_by("pk").first()
    missing = A_PAGE_AND_MORE - Ticket.objects.open().filter(assignee=agent).count()
    if missing > 0:
        theirs = Ticket.objects.open().exclude(assignee=agent).order_by("id").values("pk")[:missing]
        Ticket.objects.filter(pk__in=list(theirs.values_list("pk", flat=True))).update(assignee=agent)
    return agent


def specialist(tickets):
    """Return the local specialist of the largest hospitals, which have ten thousand tickets together."""
    user, is_new = _person("bench-specialist", None)
    if is_new:
        for place in _largest("organisation_id", min(OF_SPECIALIST, tickets // 4)):
            Membership.objects.create(user=user, organisation_id=place, role=Role.LOCAL_SPECIALIST)
    return user


def coordinator(tickets):
    """Return the coordinator of the largest regions, which have forty thousand tickets together."""
    user, is_new = _person("bench-coordinator", None)
    if is_new:
        for region in _largest("region_id", min(OF_COORDINATOR, tickets // 2)):
            operator = Organisation.objects.filter(region_id=region, kind=Organisation.Kind.OPERATOR).first()
            Membership.objects.create(user=user, organisation=operator, role=Role.COORDINATOR)
    return user


def _person(login, home):
    found = User.objects.filter(login=login).first()
    if found:
        return found, False
    names = {"last_name": "Измеримый", "first_name": "Пример", "organisation": home}
    return User.objects.create_user(login=login, email=f"{login}@example.org", **names), True


def _largest(column, enough):
    """Return the largest of their kind, as many as have so many tickets together."""
    with connection.cursor() as cursor:
        cursor.execute(_SIZES.format(column=column))
        sizes = cursor.fetchall()
    found, together = [], 0
    for pk, size in sizes:
        if together >= enough:
            break
        found.append(pk)
        together += size
    return found
