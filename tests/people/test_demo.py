from datetime import UTC, datetime

import pytest

from priyom.people.demo import DEMO_PASSWORD, load_world
from priyom.people.floating import days_back
from priyom.people.models import Installation, Membership, Organisation, User


def test_the_demo_world_is_loaded_once(db):
    world = load_world()
    counts = (
        Organisation.objects.count(),
        User.objects.count(),
        Membership.objects.count(),
        Installation.objects.count(),
    )
    world.people["zoya"].position = "tried out"
    world.people["zoya"].save()

    again = load_world()

    assert counts == (
        Organisation.objects.count(),
        User.objects.count(),
        Membership.objects.count(),
        Installation.objects.count(),
    )
    assert again.people["zoya"].position == "tried out"
    assert again.organisation_of("zoya").code == "gp1-sb/ther"


def test_people_of_the_demo_can_sign_in_and_are_marked(db, client):
    world = load_world()

    assert all(
        person.is_demo and person.check_password(DEMO_PASSWORD)
        for person in [world.people["anna"], world.people["zoya"]]
    )
    assert world.people["igor"].may("organisation.tickets")
    assert world.people["anna"].timezone_name == "Europe/Moscow"


def test_versions_stand_with_their_day(db):
    world = load_world()
    clinic = world.organisations["gp1-sb"]

    assert all(each.version and each.installed_at for each in clinic.installations.all())
    assert clinic.oid
    assert clinic.headcount


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("-1d 09:12", "Europe/Moscow", "2026-02-27T09:12:00+03:00"),
        ("-5d 22:00", "Asia/Vladivostok", "2026-02-23T22:00:00+10:00"),
        ("-12d", "Europe/Moscow", "2026-02-12T00:00:00+03:00"),
    ],
)
def test_days_float_over_the_weekend(text, zone, expected):
    monday = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)

    assert days_back(text, zone=zone, at=monday) == datetime.fromisoformat(expected)
