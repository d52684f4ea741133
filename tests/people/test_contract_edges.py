"""Contracts at their edges: what goes out of use, many at the same moment, what only some may know."""

from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from priyom.base.errors import WrongState
from priyom.people.actions.contract_rows import RungFacts, add_level, set_ladder
from priyom.people.actions.contracts import create_contract, move_contract
from priyom.people.models import Contract, Product, Rung, WorkCalendar
from priyom.people.terms import TargetTerms
from tests import cast as people_of_the_play

TARGETS = [TargetTerms("response", "work_min", 120)]


def calendar():
    week = {str(day): [["09:00", "18:00"]] for day in range(5)}
    return WorkCalendar.objects.create(code="week", name="Будни 9–18", weekly=week)


@pytest.fixture
def facts(db):
    return {"title": "Край", "number": "7", "support_model": "lines", "calendar": calendar()}


def posted(contract, **more):
    return {
        "title": contract.title, "number": contract.number, "support_model": contract.support_model,
        "calendar": contract.calendar_id, "is_active": "on", "revision": contract.revision, **more,
    }  # fmt: skip


def test_what_went_out_of_use_stays_chosen_when_something_else_is_saved(cast, facts, as_):
    made = create_contract(by=cast.adam, regions=[cast.region], organisations=[cast.other_clinic], **facts)
    cast.region.is_active = cast.other_clinic.is_active = facts["calendar"].is_active = False
    for thing in (cast.region, cast.other_clinic, facts["calendar"]):
        thing.save()
    browser, address = as_(cast.adam), f"/settings/contracts/{made.pk}/facts/"
    page = browser.get(address).content.decode()
    assert cast.region.name in page
    typed = posted(made, customer="МИАЦ", regions=[cast.region.pk], organisations=[cast.other_clinic.pk])
    assert browser.post(address, typed).status_code == 302
    made.refresh_from_db()
    assert (made.customer, made.parties.count()) == ("МИАЦ", 2)


def test_a_row_of_a_product_is_tried_with_that_product(cast, facts, as_):
    pulse = Product.objects.get(code="pulse")
    made = create_contract(by=cast.adam, regions=[cast.region], **facts)
    add_level(made.pk, by=cast.adam, revision=None, name="Пульс", product=pulse, targets=TARGETS)
    add_level(made.pk, by=cast.adam, revision=None, name="Остальное", targets=TARGETS)
    browser, address = as_(cast.adam), f"/settings/contracts/{made.pk}/preview/"
    assert "«Остальное»" in browser.get(address).content.decode()
    assert "«Пульс»" in browser.get(address, {"product": pulse.pk}).content.decode()


def test_where_contracts_meet_is_told_to_whoever_sees_all_of_them(cast, facts, as_):
    create_contract(by=cast.adam, regions=[cast.region], **facts)
    create_contract(by=cast.adam, regions=[cast.region, cast.other_region], **facts | {"title": "Страна"})
    said = {name: "Где встречаются" in as_(getattr(cast, name)).get("/settings/contracts/").content.decode()
            for name in ("adam", "marina", "oleg", "galina")}  # fmt: skip
    assert said == {"adam": True, "marina": True, "oleg": True, "galina": False}


def test_the_list_asks_as_many_questions_however_many_contracts_meet(cast, facts, as_):
    browser = as_(cast.adam)

    def asked():
        browser.get("/settings/contracts/")
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/settings/contracts/").status_code == 200
        return len(queries)

    for title in ("Первый", "Второй"):
        create_contract(by=cast.adam, regions=[cast.region], **facts | {"title": title})
    few = asked()
    for number in range(10):
        create_contract(by=cast.adam, regions=[cast.region], **facts | {"title": f"Ещё {number}"})
    assert asked() == few


def test_the_ladder_is_kept_as_it_is_typed(cast, facts, as_):
    made = create_contract(by=cast.adam, **facts)
    typed = {"revision": made.revision, "operator_exists": "on", "operator_minutes": "90", "vendor_exists": "on",
             "vendor_team": cast.line1.pk, "local_minutes": "15"}  # fmt: skip
    assert as_(cast.adam).post(f"/settings/contracts/{made.pk}/ladder/", typed).status_code == 302
    rungs = [(rung.kind, rung.minutes, rung.team_id, rung.skipped_when_critical) for rung in made.rungs.all()]
    assert rungs == [("operator", 90, None, False), ("vendor", None, cast.line1.pk, False)]
    set_ladder(made.pk, by=cast.adam, revision=None, rungs=[RungFacts("vendor", team=cast.line1)])
    assert [rung.kind for rung in Rung.objects.filter(contract=made)] == ["vendor"]


def test_of_two_who_save_at_the_same_moment_one_is_told(transactional_db, at_once):
    cast = people_of_the_play.enter()
    made = create_contract(by=cast.adam, title="Край", number="7", support_model="lines", calendar=calendar())
    add = partial(add_level, made.pk, by=cast.adam, revision=0, targets=TARGETS)
    outcome = at_once(partial(add, name="К1"), partial(add, name="К2"))
    assert sorted(isinstance(each, WrongState) for each in outcome) == [False, True]
    assert made.levels.count() == 1


def test_contracts_moved_at_the_same_moment_keep_places_of_their_own(transactional_db, at_once):
    cast = people_of_the_play.enter()
    one = {"number": "7", "support_model": "lines", "calendar": calendar()}
    made = [create_contract(by=cast.adam, title=title, **one) for title in ("А", "Б", "В", "Г")]
    moves = [partial(move_contract, each.pk, by=cast.adam, to="up") for each in made]
    outcome = at_once(*moves)
    assert not [each for each in outcome if isinstance(each, Exception)]
    assert sorted(Contract.objects.values_list("position", flat=True)) == [1, 2, 3, 4]
