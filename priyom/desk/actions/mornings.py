"""Nobody forgotten: once a day, at nine of one's own morning, what waits for oneself, as one piece of news.

Colleagues who are asked for advice, who stand on a rung of the ladder, to whom a meeting gave something to do: it is
the system that reminds them, not the agent (product.md, A13).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from priyom.base import locks
from priyom.base.clock import now
from priyom.base.events import record
from priyom.base.jobs import one_by_one
from priyom.base.models import Event
from priyom.desk.holders import Holders
from priyom.desk.models import Consult, Decision, RungStep
from priyom.desk.models.ticket import OUTSIDE_RUNGS
from priyom.people.models import Organisation, TeamMembership, User

HOUR = 9
KIND = "person.morning"


@transaction.atomic
def say_good_morning() -> int:
    """Tell everybody whose morning it is what waits for them; return how many were told. Once a day each."""
    if not locks.take("mornings"):
        return 0
    waiting = what_waits()
    told_today = set(
        Event.objects.filter(
            kind=KIND, subject_kind="user", subject_id__in=waiting, happened_at__gt=now() - timedelta(hours=20)
        ).values_list("subject_id", flat=True)
    )
    found = User.objects.filter(pk__in=waiting.keys() - told_today, is_active=True)
    people = found.select_related("organisation__region").in_bulk()

    def tell(pk: int) -> bool:
        if is_morning := _is_morning(people[pk]):
            record(KIND, people[pk], by=None, **waiting[pk])
        return is_morning

    return one_by_one("mornings", people, tell)


def what_waits() -> dict[int, Counter[str]]:
    """Return by person how much of what waits: advice, late advice, requests on a rung, decisions that are due."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for person, is_late in _advice():
        found[person]["advice"] += 1
        found[person]["late"] += is_late
    for person in _on_rungs():
        found[person]["rungs"] += 1
    today = timezone.localdate(now())
    for person in Decision.objects.filter(done_at=None, due_on__lte=today).values_list("owner_id", flat=True):
        found[person]["decisions"] += 1
    return found


def _advice() -> Iterable[tuple[int, bool]]:
    """Yield who is asked, and whether it is late; of a department everybody in it."""
    asked = list(Consult.objects.unanswered().values_list("person_id", "team_id", "needed_by"))
    teams = defaultdict(list)
    members = TeamMembership.objects.filter(team_id__in={team for _person, team, _by in asked if team})
    for team, person in members.values_list("team_id", "user_id"):
        teams[team].append(person)
    for person, team, needed_by in asked:
        for each in [person] if person else teams[team]:
            yield each, needed_by <= now()


def _on_rungs() -> Iterable[int]:
    """Yield who stands on the rung, once for each request that stands there."""
    standing = RungStep.objects.filter(Q(kind__in=OUTSIDE_RUNGS), left_at=None).values_list("kind", "organisation_id")
    counts = Counter((kind, place) for kind, place in standing if place)
    places = Organisation.objects.in_bulk({place for _kind, place in counts})
    holders = Holders.everywhere()
    for (kind, place), count in counts.items():
        for person in holders.of(kind, places[place]):
            yield from [person] * count


def _is_morning(person: User) -> bool:
    return now().astimezone(ZoneInfo(person.timezone_name)).hour == HOUR
