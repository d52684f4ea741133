"""Two people with the same form open: what one did not touch, the other's change stays; what both changed, is asked."""

import json

import pytest

from priyom.people.actions.contract_rows import RungFacts, add_level, add_sign, set_ladder
from priyom.people.actions.contracts import create_contract
from priyom.people.models import WorkCalendar
from priyom.people.terms import TargetTerms
from tests.page_forms import both_open, sent_by, sent_from

pytestmark = pytest.mark.django_db
RESPONSE = TargetTerms("response", "work_min", 120)
SOLVED = TargetTerms("resolution", "work_min", 480, stops_for=("requester",), clause="4.2.1")


@pytest.fixture
def calendar():
    week = {str(day): [["09:00", "18:00"]] for day in range(5)}
    return WorkCalendar.objects.create(code="week", name="Будни", weekly=week, follows_production=False)


@pytest.fixture
def contract(adam, region, calendar):
    made = create_contract(
        by=adam, regions=[region], title="Край", number="118", support_model="lines", calendar=calendar
    )
    add_level(made.pk, by=adam, revision=None, name="К2", priority=2, targets=[RESPONSE, SOLVED])
    made.refresh_from_db()
    return made


@pytest.fixture
def desks(adam, as_):
    """Two browsers of administrators."""
    return as_(adam), as_(adam)


def test_two_fields_of_a_contract_changed_by_two_people_are_both_kept(desks, contract):
    path = f"/settings/contracts/{contract.pk}/facts/"
    answer = both_open(desks, path, ("number", "118"), {"goal_percent": "99,5"}, {"customer": "Министерство"})
    assert answer.status_code == 302
    contract.refresh_from_db()
    assert (str(contract.goal_percent), contract.customer) == ("99.5", "Министерство")
    said = desks[1].get(answer.url).content.decode()
    assert "Остаётся и то, что тем временем изменил кто-то другой: Норма, процентов" in said


def test_a_party_taken_away_meanwhile_does_not_come_back(desks, contract, region, cast):
    path = f"/settings/contracts/{contract.pk}/facts/"
    first = {"regions": None, "organisations": [str(cast.clinic.pk)]}
    answer = both_open(desks, path, ("number", "118"), first, {"title": "Край, сопровождение"})
    assert answer.status_code == 302
    assert [(each.region_id, each.organisation_id) for each in contract.parties.all()] == [(None, cast.clinic.pk)]


def test_a_field_that_both_changed_is_asked_about_and_the_second_save_decides(desks, contract):
    path = f"/settings/contracts/{contract.pk}/facts/"
    answer = both_open(desks, path, ("number", "118"), {"title": "Первый", "ends_on": "2030-01-31"},
                             {"title": "Второй", "customer": "Министерство"})  # fmt: skip
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "кто-то другой записал: «Первый»" in page
    assert 'value="Второй"' in page
    assert 'value="2030-01-31"' in page
    contract.refresh_from_db()
    assert (contract.title, contract.customer) == ("Первый", "")
    again = sent_from(answer.content.decode(), ("number", "118"))
    assert desks[1].post(path, again).status_code == 302
    contract.refresh_from_db()
    assert (contract.title, contract.customer, str(contract.ends_on)) == ("Второй", "Министерство", "2030-01-31")


def test_the_amount_and_the_measure_of_a_promise_are_one_fact(desks, contract):
    level = contract.levels.get()
    path = f"/settings/contracts/{contract.pk}/rows/{level.pk}/"
    second = {"resolution_measure": "work_day"}
    answer = both_open(desks, path, ("name", "К2"), {"resolution_amount": "6"}, second)
    assert answer.status_code == 409
    assert "кто-то другой записал: «6»" in answer.content.decode()
    target = level.targets.get(promise="resolution")
    assert (target.unit, target.amount) == ("work_min", 360)


def test_the_preview_of_a_row_counts_what_is_typed_and_joins_nothing(desks, contract):
    level = contract.levels.get()
    page = f"/settings/contracts/{contract.pk}/rows/{level.pk}/"
    sent = sent_by(desks[0], page, ("name", "К2"), resolution_amount="6")
    tried = desks[0].post(f"/settings/contracts/{contract.pk}/rows/preview/", sent).content.decode()
    assert "6 рабочих часов" in tried
    assert "2 рабочих часа" in tried


def test_two_promises_of_a_row_are_two_facts(desks, contract):
    level = contract.levels.get()
    path = f"/settings/contracts/{contract.pk}/rows/{level.pk}/"
    answer = both_open(desks, path, ("name", "К2"), {"resolution_amount": "6"}, {"response_amount": "1"})
    assert answer.status_code == 302
    assert {each.promise: each.amount for each in level.targets.all()} == {"resolution": 360, "response": 60}


def test_a_rung_added_meanwhile_stays_on_the_ladder(desks, adam, contract):
    path = f"/settings/contracts/{contract.pk}/ladder/"
    set_ladder(contract.pk, by=adam, revision=None, rungs=[RungFacts("operator", minutes=60)])
    answer = both_open(desks, path, ("operator_minutes", "60"),
                              {"local_exists": "on", "local_minutes": "30"}, {"operator_minutes": "90"})  # fmt: skip
    assert answer.status_code == 302
    assert list(contract.rungs.values_list("kind", "minutes")) == [("local", 30), ("operator", 90)]


def test_a_sign_is_joined_field_by_field(desks, adam, contract):
    sign = add_sign(contract.pk, by=adam, revision=None, text="Никто не входит", phrases="не входит\nне пускает")
    path = f"/settings/contracts/{contract.pk}/signs/{sign.pk}/"
    answer = both_open(desks, path, ("text", "Никто не входит"),
                              {"phrases": "не входит\r\nне пускает\r\nвыкинуло"}, {"clause": "5.1"})  # fmt: skip
    assert answer.status_code == 302
    sign.refresh_from_db()
    assert sign.clause == "5.1"
    assert "выкинуло" in sign.phrases


def test_a_weekday_changed_meanwhile_keeps_its_hours(desks, calendar):
    path = f"/settings/calendars/{calendar.pk}/facts/"
    second = {"hours_0": "9–13, 14–18", "name": "Неделя"}
    answer = both_open(desks, path, ("name", "Будни"), {"hours_5": "10–14"}, second)
    assert answer.status_code == 302
    calendar.refresh_from_db()
    assert calendar.name == "Неделя"
    assert calendar.weekly["5"] == [["10:00", "14:00"]]
    assert calendar.weekly["0"] == [["09:00", "13:00"], ["14:00", "18:00"]]


def test_a_weekday_that_both_changed_is_asked_about(desks, calendar):
    path = f"/settings/calendars/{calendar.pk}/facts/"
    answer = both_open(desks, path, ("name", "Будни"), {"hours_4": "9–17"}, {"hours_4": ""})
    assert answer.status_code == 409
    assert "кто-то другой записал: «09:00–17:00»" in answer.content.decode()
    calendar.refresh_from_db()
    assert calendar.weekly["4"] == [["09:00", "17:00"]]


def test_the_same_change_made_twice_is_no_conflict(desks, contract):
    path = f"/settings/contracts/{contract.pk}/facts/"
    answer = both_open(desks, path, ("number", "118"), {"title": "Новое"}, {"title": "Новое"})
    assert answer.status_code == 302


@pytest.mark.parametrize("seen", ["", "{", "[]", "null", '{"title": 5, "nothing": ["x"]}', "[" * 5000])
def test_a_page_that_says_nothing_sensible_of_what_it_showed_is_checked_by_its_revision(desks, contract, seen):
    path = f"/settings/contracts/{contract.pk}/facts/"
    sent = sent_by(desks[0], path, ("number", "118"), seen=seen)
    assert desks[0].post(path, sent).status_code == 302
    assert desks[0].post(path, sent | {"title": "Иначе", "revision": "77"}).status_code == 409


def test_an_untouched_form_says_what_its_page_shows(desks, contract, calendar):
    """What a field shows and what is written down about it are compared as text: they must be the same text."""
    level = contract.levels.get()
    doors = (
        (f"/settings/contracts/{contract.pk}/facts/", ("number", "118")),
        (f"/settings/contracts/{contract.pk}/rows/{level.pk}/", ("name", "К2")),
        (f"/settings/contracts/{contract.pk}/ladder/", ("local_minutes", None)),
        (f"/settings/calendars/{calendar.pk}/facts/", ("name", "Будни")),
    )
    for path, holding in doors:
        sent = sent_by(desks[0], path, holding)
        seen = json.loads(sent.pop("seen")[0])
        shown = {name: sorted(text.strip() for text in texts if text.strip()) for name, texts in sent.items()}
        ticked = {name for name, raw in seen.items() if raw == ["on"]}
        shown |= {key: ["on"] for key in ticked & set(shown)}
        differ = {name: (raw, shown.get(name, [])) for name, raw in seen.items() if shown.get(name, []) != raw}
        assert not differ, path
