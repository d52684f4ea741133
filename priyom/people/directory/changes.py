"""Who and what has changed since a moment, for programs that keep a copy: the facts know, and no row has to say it."""

from datetime import datetime

from django.db.models import IntegerField, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from priyom.base.models import Event
from priyom.people.models import Organisation

# What a program is told of a person follows from these; signing in and out changes nobody.
_OF_PEOPLE = (
    "user.created", "user.changed", "user.disabled", "user.enabled", "user.approved", "user.refused",
    "user.registered", "user.handed_over", "user.waits_no_more", "membership.changed",
)  # fmt: skip
_OF_TEAMS = ("team.joined", "team.left", "team.lead_changed")
# Of everything below, too: it stands in another place now.
_OF_TREES = ("organisation.moved", "organisation.relocated")


def people_changed_since(moment: datetime) -> Q:
    """Return the condition «what a program is told of the person has changed since»."""
    facts = Event.objects.filter(happened_at__gte=moment)
    of_people = facts.filter(subject_kind="user", kind__in=_OF_PEOPLE)
    of_teams = facts.filter(kind__in=_OF_TEAMS).annotate(person=Cast(KT("details__user"), IntegerField()))
    return (
        Q(created_at__gte=moment)
        | Q(pk__in=of_people.values("subject_id"))
        | Q(pk__in=of_teams.values("person"))
    )  # fmt: skip


def organisations_changed_since(moment: datetime) -> Q:
    """Return the condition «something has become known of the organisation since», of those above it included."""
    facts = Event.objects.filter(subject_kind="organisation", happened_at__gte=moment)
    moved = Organisation.objects.filter(pk__in=facts.filter(kind__in=_OF_TREES).values("subject_id"))
    changed = Q(pk__in=facts.values("subject_id"))
    for path in moved.values_list("path", flat=True):
        changed |= Q(path__startswith=path)
    return changed
