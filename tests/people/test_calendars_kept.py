"""The calendars of the desk as they are counted with: their rows, the production calendar, and what wins."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from priyom.people.actions.calendars import load_shipped_calendars
from priyom.people.calendar_facts import CalendarFacts, OwnDay, shortened, spans_of
from priyom.people.calendars import CalendarError
from priyom.people.calendars_at import calendar_name, calendar_of, calendars_kept, day_names
from priyom.people.models import CalendarDay, WorkCalendar
from priyom.people.production import published_until

OFFICE = {str(weekday): [["09:00", "13:00"], ["14:00", "18:00"]] for weekday in range(5)}


def at(words, tz="Europe/Moscow"):
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(tz))


def hours(amount):
    return timedelta(hours=amount)


@pytest.fixture
def office(db):
    return WorkCalendar.objects.create(code="test-office", name="Office", weekly=OFFICE)


def test_transfers_short_days_and_working_saturdays_are_counted(office):
    moscow = calendar_of(office.pk, "Europe/Moscow")
    # The last Saturday before the holidays of November 2025 was worked, and was an hour shorter.
    assert moscow.due(at("2025-10-31 17:00"), hours(2)) == at("2025-11-01 10:00")
    assert moscow.elapsed(at("2025-11-01 00:00"), at("2025-11-05 00:00")) == hours(7)
    assert moscow.due(at("2025-11-01 16:00"), hours(2)) == at("2025-11-05 10:00")
    assert moscow.due_in_days(at("2025-12-30 12:00"), 1) == at("2026-01-12 12:00")
    assert moscow.due_in_days(at("2026-04-30 17:30"), 0) == at("2026-05-04 09:00")  # the eve closes at five


def test_a_calendar_without_a_zone_hangs_in_the_customers(office):
    for zone in ("Europe/Moscow", "Asia/Kamchatka"):
        assert calendar_of(office.pk, zone).due(at("2025-10-14 09:00", zone), hours(1)) == at("2025-10-14 10:00", zone)
    WorkCalendar.objects.filter(pk=office.pk).update(timezone="Asia/Omsk")
    assert calendar_of(office.pk, "Asia/Kamchatka").tz == "Asia/Omsk"


def test_what_was_written_down_wins_over_the_production_calendar(office):
    def write(day, kind, spans=(), name=""):
        CalendarDay.objects.create(calendar=office, date=day, kind=kind, hours=spans, name=name)

    write("2025-08-29", CalendarDay.Kind.OFF, name="Day of the republic")
    write("2025-11-01", CalendarDay.Kind.OFF)
    write("2025-11-04", CalendarDay.Kind.USUAL)
    write("2025-11-05", CalendarDay.Kind.HOURS, [["10:00", "12:00"]])
    write("2025-11-06", CalendarDay.Kind.BREAK, [["09:00", "12:00"]])
    moscow = calendar_of(office.pk, "Europe/Moscow")
    assert moscow.due(at("2025-08-28 17:00"), hours(2)) == at("2025-09-01 10:00")
    assert moscow.due(at("2025-10-31 17:00"), hours(2)) == at("2025-11-04 10:00")
    assert moscow.elapsed(at("2025-11-04 00:00"), at("2025-11-05 00:00")) == hours(8)
    assert moscow.elapsed(at("2025-11-05 00:00"), at("2025-11-06 00:00")) == hours(2)
    assert moscow.elapsed(at("2025-11-06 00:00"), at("2025-11-07 00:00")) == hours(5)


def test_a_calendar_that_does_not_follow_knows_no_holidays(office):
    WorkCalendar.objects.filter(pk=office.pk).update(follows_production=False)
    moscow = calendar_of(office.pk, "Europe/Moscow")
    assert moscow.elapsed(at("2026-01-01 00:00"), at("2026-01-02 00:00")) == hours(8)
    assert moscow.due(at("2025-10-31 17:00"), hours(2)) == at("2025-11-03 10:00")


def test_every_process_counts_afresh_after_a_change(office):
    before = calendar_of(office.pk, "Europe/Moscow")
    assert calendar_of(office.pk, "Europe/Moscow") is before
    CalendarDay.objects.create(calendar=office, date=date(2025, 10, 14))
    assert not calendar_of(office.pk, "Europe/Moscow").is_working_date(date(2025, 10, 14))


def test_many_tickets_are_counted_without_asking_the_database(office, django_assert_num_queries):
    calendars = calendars_kept()
    calendars.of(office.pk, "Asia/Omsk")
    with django_assert_num_queries(0):
        for _ in range(100):
            calendars.of(office.pk, "Asia/Omsk").due(datetime(2026, 1, 1, tzinfo=UTC), hours(8))


def test_a_calendar_that_is_not_there_is_an_error_of_calendars(db):
    with pytest.raises(CalendarError):
        calendar_of(987654)


def test_days_say_why_they_differ(office):
    CalendarDay.objects.create(calendar=office, date=date(2025, 8, 29), name="День республики")
    with translation.override("ru"):
        name = day_names(office.pk)
        assert name(date(2025, 8, 29)) == "День республики"
        assert name(date(2025, 11, 4)) == "День народного единства"
        assert name(date(2025, 11, 1)) == "работаем за 3 ноября 2025"
        assert name(date(2026, 4, 30)) == "на час короче: завтра праздник"
        assert name(date(2025, 10, 14)) == ""
        assert name(date(2025, 10, 18)) == ""
    assert calendar_name(office.pk) == "Office"


def test_a_year_not_published_is_told_until_its_days_are_written_down():
    ahead = published_until() + 1
    facts = CalendarFacts(1, "Office", "", {}, follows_production=True)
    assert facts.is_published(published_until())
    assert not facts.is_published(ahead)
    written = {date(ahead, 1, 9): [OwnDay("off")]}
    assert CalendarFacts(1, "Office", "", {}, follows_production=True, days=written).is_published(ahead)
    assert CalendarFacts(1, "Office", "", {}, follows_production=False).is_published(ahead)


@pytest.mark.parametrize(
    ("spans", "short"),
    [
        ([["09:00", "13:00"], ["14:00", "18:00"]], [["09:00", "13:00"], ["14:00", "17:00"]]),
        ([["08:00", "12:00"], ["13:00", "13:30"]], [["08:00", "11:30"]]),
        ([["00:00", "00:00"]], [["00:00", "23:00"]]),
        ([["23:30", "00:00"]], []),
    ],
)
def test_the_hour_is_taken_from_the_end_of_the_work(spans, short):
    assert shortened(spans_of(spans)) == spans_of(short)


def test_shipped_calendars_are_added_once_and_left_alone(db):
    WorkCalendar.objects.all().delete()
    added = load_shipped_calendars()
    assert added == WorkCalendar.objects.count() >= 4
    WorkCalendar.objects.filter(code="office").update(name="Ours")
    assert load_shipped_calendars() == 0
    assert WorkCalendar.objects.get(code="office").name == "Ours"
    always = calendar_of(WorkCalendar.objects.get(code="round-the-clock").pk, "Asia/Omsk")
    assert always.due(at("2026-01-01 00:00", "Asia/Omsk"), hours(100)) == at("2026-01-05 04:00", "Asia/Omsk")
    assert calendar_of(WorkCalendar.objects.get(code="office").pk, "UTC").is_working(
        datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    )
