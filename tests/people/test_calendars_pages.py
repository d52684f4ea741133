"""Calendars in the browser: an administrator adds and corrects them, others who answer for contracts read."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from priyom.base.models import Event
from priyom.people.calendar_facts import spans_of
from priyom.people.calendar_words import NotHours, codes_of, hours_in_words, read_hours
from priyom.people.calendars_at import calendars_kept
from priyom.people.models import CalendarDay, Import, WorkCalendar
from priyom.people.production import published_until

OFFICE = {str(weekday): [["09:00", "13:00"], ["14:00", "18:00"]] for weekday in range(5)}
WEEK = {f"hours_{weekday}": "9–13, 14–18" for weekday in range(5)} | {"hours_5": "", "hours_6": ""}


@pytest.fixture
def office(db):
    return WorkCalendar.objects.create(code="test-office", name="Контора", weekly=OFFICE)


def page_of(calendar, **asked):
    return reverse("people:calendar", args=[calendar.pk]) + (
        "?" + "&".join(f"{k}={v}" for k, v in asked.items()) if asked else ""
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("9–18", [["09:00", "18:00"]]),
        ("9-13,14-18", [["09:00", "13:00"], ["14:00", "18:00"]]),
        ("14:00 — 18:30; 9.00-13.00", [["09:00", "13:00"], ["14:00", "18:30"]]),
        ("0–24", [["00:00", "00:00"]]),
        ("22–24", [["22:00", "00:00"]]),
        ("", []),
        ("  ", []),
    ],
)
def test_hours_are_read_as_people_type_them(typed, kept):
    assert read_hours(typed) == spans_of(kept)
    assert read_hours(hours_in_words(read_hours(typed))) == spans_of(kept)


@pytest.mark.parametrize(
    "typed", ["nine to six", "9", "9–18 lunch", "25–26", "9:70–10", "22–6", "18–9", "9–13, 12–14", "9–9", "24–24"]
)
def test_what_is_no_hours_is_refused_with_a_sentence(typed):
    with pytest.raises(NotHours, match=r"\w+"):
        read_hours(typed)


def test_an_administrator_adds_a_calendar_and_it_counts(as_, adam, db):
    said = {
        "code": "night",
        "name": "Ночная смена",
        "timezone": "Asia/Omsk",
        "hours_0": "22–24",
        "hours_1": "0–6",
        "follows_production": "on",
    }
    answer = as_(adam).post(reverse("people:calendar_new"), said)
    made = WorkCalendar.objects.get(code="night")
    assert answer.status_code == 302
    assert made.weekly == {"0": [["22:00", "00:00"]], "1": [["00:00", "06:00"]]}
    assert (made.timezone, made.follows_production, made.is_active) == ("Asia/Omsk", True, True)
    assert Event.objects.get(kind="calendar.created").subject_id == made.pk
    page = as_(adam).get(page_of(made)).content.decode()
    assert "22:00–24:00" in page
    assert "Омск" in page


def test_a_calendar_in_which_nobody_works_is_refused_beside_the_field(as_, adam, db):
    answer = as_(adam).post(reverse("people:calendar_new"), {"code": "empty", "name": "Пусто"})
    assert answer.status_code == 422
    answer = as_(adam).post(
        reverse("people:calendar_new"), {"code": "wrong", "name": "Ошибка", "hours_0": "22–6", "hours_1": "9–18"}
    )
    assert answer.status_code == 422
    assert "22–6" in answer.content.decode()  # what was typed stays
    assert not WorkCalendar.objects.filter(code__in=["empty", "wrong"]).exists()


def test_a_copy_begins_with_the_days_of_its_source(as_, adam, office):
    CalendarDay.objects.create(calendar=office, date=date(2026, 8, 31), name="День республики")
    opened = as_(adam).get(reverse("people:calendar_new"), {"like": office.pk}).content.decode()
    assert "09:00–13:00, 14:00–18:00" in opened
    as_(adam).post(reverse("people:calendar_new"), {"code": "copy", "name": "Копия", "like": office.pk, **WEEK})
    copied = WorkCalendar.objects.get(code="copy").days.get()
    assert (copied.date, copied.name) == (date(2026, 8, 31), "День республики")


def test_a_changed_week_is_a_fact_with_its_fields(as_, adam, office):
    url = reverse("people:calendar_edit", args=[office.pk])
    said = {"name": "Контора", "timezone": "", "follows_production": "on", "is_active": "on", **WEEK}
    as_(adam).post(url, said)
    assert not Event.objects.filter(kind="calendar.changed").exists()  # nothing differed
    as_(adam).post(url, said | {"hours_5": "10–14"})
    fact = Event.objects.get(kind="calendar.changed")
    assert (fact.details["changed"], fact.actor_id) == (["weekly"], adam.pk)
    assert calendars_kept().facts(office.pk).on(date(2026, 3, 14)).hours == spans_of([["10:00", "14:00"]])


def test_days_are_written_down_replaced_and_removed(as_, adam, office):
    url = reverse("people:calendar_days", args=[office.pk])

    def write(**said):
        return as_(adam).post(url, {"first": "2026-08-27", "last": "2026-08-31", "kind": "off", **said})

    answer = write(name="Дни республики")
    assert answer["Location"] == f"{page_of(office, year=2026)}#days"
    assert office.days.count() == 5
    assert Event.objects.get(kind="calendar.changed").details == {
        "changed": ["days"],
        "days": ["2026-08-27…2026-08-31"],
    }
    write(first="2026-08-31", last="", kind="hours", hours="9–12", name="")
    assert office.days.get(date="2026-08-31").hours == [["09:00", "12:00"]]
    write(first="2026-08-31", last="", kind="break", hours="10–11", name="")
    assert set(office.days.filter(date="2026-08-31").values_list("kind", flat=True)) == {"hours", "break"}
    page = as_(adam).get(page_of(office, year=2026)).content.decode()
    assert "Дни республики" in page
    assert "09:00–12:00 без 10:00–11:00" in page
    write(first="2026-08-31", last="")
    assert list(office.days.filter(date="2026-08-31").values_list("kind", flat=True)) == ["off"]
    removal = reverse("people:calendar_days_removal", args=[office.pk])
    as_(adam).post(removal, {"first": "2026-08-27", "last": "2026-08-30"})
    assert list(office.days.values_list("date", flat=True)) == [date(2026, 8, 31)]
    assert as_(adam).post(removal, {"first": "2026-08-27", "last": "2026-08-30"}).status_code == 409
    assert as_(adam).post(removal, {"first": "never"}).status_code == 422


@pytest.mark.parametrize(
    "said",
    [
        {"first": "2026-08-31", "last": "2026-08-27", "kind": "off"},
        {"first": "2026-01-01", "last": "2027-06-01", "kind": "off"},
        {"first": "2026-01-01", "kind": "hours"},
        {"first": "2026-01-01", "kind": "break", "hours": "18–9"},
        {"first": "", "kind": "off"},
        {"first": "2026-01-01", "kind": "holiday"},
    ],
)
def test_days_that_make_no_sense_are_refused_in_place(as_, adam, office, said):
    answer = as_(adam).post(reverse("people:calendar_days", args=[office.pk]), said)
    assert answer.status_code == 422
    assert not office.days.exists()


def test_the_year_shows_transfers_short_days_and_what_was_written(as_, marina, office):
    CalendarDay.objects.create(calendar=office, date=date(2025, 8, 29), name="День республики")
    page = as_(marina).get(page_of(office, year=2025)).content.decode()
    for words in (
        "День народного единства",
        "работаем за 3 ноября",
        "на час короче",
        "День республики",
        "is-worked",
        "is-short",
        "is-own-off",
    ):
        assert words in page, words
    # 247 days and 1972 hours were the norm of 2025; one of them was taken by the region.
    assert "246 рабочих дней" in page
    assert "1964 ч" in page
    assert "Записать день" not in page  # who reads is not offered to write


def test_a_year_not_yet_published_says_so(as_, marina, office):
    said = "ещё не утверждён"
    assert said in as_(marina).get(page_of(office, year=published_until() + 1)).content.decode()
    assert (
        f"{published_until()} ещё не утверждён"
        not in as_(marina).get(page_of(office, year=published_until())).content.decode()
    )
    CalendarDay.objects.create(calendar=office, date=date(published_until() + 1, 1, 10))
    assert said not in as_(marina).get(page_of(office, year=published_until() + 1)).content.decode()


@pytest.mark.parametrize("year", ["1", "99999", "²", "x", "-5"])
def test_a_year_that_cannot_be_is_the_nearest_that_can(as_, marina, office, year):
    assert as_(marina).get(page_of(office, year=year)).status_code == 200


def test_a_due_time_is_tried_with_its_sum(as_, oleg, office):
    url = reverse("people:calendar_try", args=[office.pk])
    asked = {"at": "2025-10-31T17:00", "amount": "9", "unit": "work_min", "zone": "Europe/Moscow"}
    page = as_(oleg).get(url, asked).content.decode()
    assert "5 ноября 2025, 10:00" in page
    assert "работаем за 3 ноября" in page
    assert "День народного единства" in page
    kamchatka = (
        as_(oleg).get(url, asked | {"zone": "Asia/Kamchatka", "unit": "work_day", "amount": "2"}).content.decode()
    )
    assert "5 ноября 2025, 17:00" in kamchatka
    assert as_(oleg).get(url, asked | {"at": "now"}).status_code == 200
    assert as_(oleg).get(url, asked | {"amount": "5000", "unit": "end_of_day"}).status_code == 200


def test_a_calendar_that_contracts_count_by_stays_in_use(as_, adam, office):
    from priyom.people.models import Contract

    Contract.objects.create(number="1", title="Область", calendar=office)
    said = {"name": "Контора", "timezone": "", "follows_production": "on", **WEEK}
    assert as_(adam).post(reverse("people:calendar_edit", args=[office.pk]), said).status_code == 422
    office.refresh_from_db()
    assert office.is_active


def test_days_come_from_a_table_after_a_look(as_, adam, office):
    CalendarDay.objects.create(calendar=office, date=date(2026, 8, 28), name="Было")
    lines = [
        "Календарь;Дата;Что отличается;Часы;Почему",
        "test-office;28.08.2026;выходной;;Стало",
        "test-office;31.08.2026;другие часы;9-13, 14-17;Короткий день",
        "Контора;2026-09-01;перерыв;12-13;",
        "nowhere;02.09.2026;выходной;;",
        "test-office;32.09.2026;выходной;;",
        "test-office;03.09.2026;другие часы;;",
        "test-office;31.08.2026;выходной;;ещё раз",
    ]
    file = SimpleUploadedFile("days.csv", "\n".join(lines).encode("cp1251"))
    brought = as_(adam).post(reverse("people:imports"), {"kind": "days", "file": file})
    table = Import.objects.get(kind="days")
    assert brought["Location"] == reverse("people:import", args=[table.pk])
    page = as_(adam).get(brought["Location"]).content.decode()
    assert "nowhere" in page
    assert office.days.count() == 1  # a look changes nothing
    as_(adam).post(reverse("people:import_confirmation", args=[table.pk]), {"leave_out_wrong": "on"})
    written = {(day.date.isoformat(), day.kind): (day.hours, day.name) for day in office.days.all()}
    assert written == {
        ("2026-08-28", "off"): ([], "Стало"),
        ("2026-08-31", "hours"): ([["09:00", "13:00"], ["14:00", "17:00"]], "Короткий день"),
        ("2026-09-01", "break"): ([["12:00", "13:00"]], ""),
    }
    facts = Event.objects.filter(kind="calendar.changed").order_by("id")
    assert [fact.details["days"] for fact in facts] == [["2026-08-28", "2026-08-31"], ["2026-09-01"]]


def test_a_table_that_says_only_hours_means_other_hours_and_is_looked_at_when_it_is_in(as_, adam, office):
    lines = [
        "Календарь;Дата;Часы;Почему",
        "test-office;18.03.2026;9–12;Короткий день",
        "test-office;19.03.2026;;День края",
    ]
    file = SimpleUploadedFile("days.csv", "\n".join(lines).encode())
    browser = as_(adam)
    browser.post(reverse("people:imports"), {"kind": "days", "file": file})
    place = reverse("people:import", args=[Import.objects.get().pk])
    page = browser.get(place).content.decode()
    assert "другие часы" in page
    assert "выходной" in page
    browser.post(reverse("people:import_confirmation", args=[Import.objects.get().pk]))
    assert set(office.days.values_list("date", "kind")) == {(date(2026, 3, 18), "hours"), (date(2026, 3, 19), "off")}
    assert f'href="{reverse("people:calendars")}"' in browser.get(place).content.decode()


def test_the_table_that_is_taken_away_can_be_brought_back(as_, adam, office):
    CalendarDay.objects.create(calendar=office, date=date(2026, 8, 28), name="День республики")
    CalendarDay.objects.create(calendar=office, date=date(2026, 8, 31), kind="hours", hours=[["09:00", "12:00"]])
    CalendarDay.objects.create(calendar=office, date=date(2026, 8, 31), kind="break", hours=[["10:00", "11:00"]])
    taken = b"".join(as_(adam).get(reverse("people:calendar_csv", args=[office.pk])).streaming_content)
    before = set(office.days.values_list("date", "kind", "name"))
    office.days.all().delete()
    as_(adam).post(reverse("people:imports"), {"kind": "days", "file": SimpleUploadedFile("days.csv", taken)})
    as_(adam).post(reverse("people:import_confirmation", args=[Import.objects.get().pk]))
    assert set(office.days.values_list("date", "kind", "name")) == before


def test_the_audit_trail_tells_who_changed_which_days(as_, adam, oleg, office):
    as_(adam).post(reverse("people:calendar_days", args=[office.pk]), {"first": "2026-08-31", "kind": "off"})
    trail = as_(oleg).get(reverse("people:audit"), {"kind": "calendar.changed"}).content.decode()
    assert page_of(office) in trail
    assert "особые дни" in trail
    assert "дни: 2026-08-31" in trail


def test_the_page_of_a_calendar_asks_the_same_number_of_queries(as_, marina, office, django_assert_max_num_queries):
    client = as_(marina)
    client.get(page_of(office, year=2026))
    CalendarDay.objects.bulk_create(CalendarDay(calendar=office, date=date(2026, 6, day)) for day in range(1, 29))
    with django_assert_max_num_queries(20):
        client.get(page_of(office, year=2026))


def test_days_are_kept_in_events_as_runs():
    assert codes_of([date(2026, 1, 3), date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 9)]) == [
        "2026-01-01…2026-01-03",
        "2026-01-09",
    ]


def test_an_update_that_knows_other_holidays_lets_open_clocks_be_counted_again(db, monkeypatch):
    from priyom.people.actions import calendars

    calendars.load_shipped_calendars()
    calendars.follow_production()
    before = Event.objects.filter(kind="calendar.changed").count()
    assert calendars.follow_production() == 0  # nothing new is known
    following = WorkCalendar.objects.filter(follows_production=True).count()
    monkeypatch.setattr(calendars, "fingerprint", lambda _first_year: "another year is out")
    assert calendars.follow_production() == following
    assert Event.objects.filter(kind="calendar.changed").count() == before + following
    assert calendars.follow_production() == 0
