"""Contracts edited in the browser's forms: copied, changed, put in order, ended; two at once; the preview and its sum."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.models import Event
from priyom.people.actions.calendars import load_shipped_calendars
from priyom.people.actions.contract_rows import add_level, change_level, set_ladder
from priyom.people.actions.contracts import change_contract, create_contract, end_contract, move_contract
from priyom.people.actions.organisations import merge_organisations
from priyom.people.amounts import amount_words
from priyom.people.contract_templates import load_shipped_templates
from priyom.people.contracts import terms_for, terms_of
from priyom.people.demo import load_world
from priyom.people.directory.mergers import merger_of
from priyom.people.directory.overlaps import overlaps_today
from priyom.people.models import Contract, ContractParty, Product, WorkCalendar
from priyom.people.terms import TargetTerms

pytestmark = pytest.mark.django_db
RESPONSE = TargetTerms("response", "work_min", 120)


@pytest.fixture
def calendar():
    week = {str(day): [["09:00", "18:00"]] for day in range(5)}
    return WorkCalendar.objects.create(code="week", name="Будни 9–18", weekly=week, follows_production=True)


@pytest.fixture
def facts(calendar):
    return {"title": "Приозёрный край", "number": "2025-118", "support_model": "lines", "calendar": calendar}


@pytest.fixture
def contract(adam, region, facts):
    """The region's contract with one row: an urgent incident is solved in eight working hours."""
    made = create_contract(by=adam, regions=[region], **facts)
    targets = [RESPONSE, TargetTerms("resolution", "work_min", 480, stops_for=("requester",), clause="4.2.1")]
    add_level(made.pk, by=adam, revision=0, name="К2", kind="incident", priority=2, clause="4.2", targets=targets)
    made.refresh_from_db()
    return made


def posted(calendar, **more):
    return {
        "title": "Приозёрный край", "number": "2025-118", "support_model": "lines", "calendar": calendar.pk,
        "is_active": "on", **more,
    }  # fmt: skip


def changes_of(contract):
    events = Event.objects.filter(subject_kind="contract", subject_id=contract.pk).order_by("pk")
    return [(event.kind, event.details.get("changed")) for event in events]


# ------------------------------------------------------------------ actions


def test_a_change_names_what_differs_and_counts(adam, contract, region, facts):
    before = contract.revision
    change_contract(
        contract.pk,
        by=adam,
        revision=before,
        regions=[region],
        organisations=[],
        products=[],
        **facts | {"title": "Край"},
    )
    contract.refresh_from_db()
    assert (contract.title, contract.revision) == ("Край", before + 1)
    assert changes_of(contract)[-1] == ("contract.changed", ["title"])


def test_a_save_that_changes_nothing_leaves_no_trace(adam, contract, region, facts):
    before = changes_of(contract)
    change_contract(
        contract.pk, by=adam, revision=contract.revision, regions=[region], organisations=[], products=[], **facts
    )
    contract.refresh_from_db()
    assert changes_of(contract) == before


def test_who_saves_on_top_of_another_is_told(adam, contract, region, facts):
    with pytest.raises(WrongState):
        change_contract(contract.pk, by=adam, revision=0, regions=[region], organisations=[], products=[], **facts)


def test_two_who_save_the_same_revision_at_once_do_not_both_win(adam, contract, region, facts):
    add_level(contract.pk, by=adam, revision=contract.revision, name="К3", targets=[RESPONSE])
    with pytest.raises(WrongState):
        add_level(contract.pk, by=adam, revision=contract.revision, name="К4", targets=[RESPONSE])
    assert [level.name for level in contract.levels.all()] == ["К2", "К3"]


def test_only_an_administrator_writes_and_strangers_see_nothing(cast, contract, facts):
    with pytest.raises(NotAllowed):
        end_contract(contract.pk, by=cast.marina, revision=None, ends_on=date(2030, 1, 1))
    with pytest.raises(NotVisible):
        end_contract(contract.pk, by=cast.anna, revision=None, ends_on=date(2030, 1, 1))
    with pytest.raises(NotAllowed):
        create_contract(by=cast.galina, **facts)


def test_a_coordinator_reads_the_contracts_of_the_own_region_only(cast, contract, facts, as_):
    other = create_contract(by=cast.adam, regions=[cast.other_region], **facts | {"title": "Север", "number": "9"})
    page = as_(cast.galina).get("/settings/contracts/").content.decode()
    assert "Приозёрный край" in page
    assert "Север" not in page
    assert as_(cast.galina).get(f"/settings/contracts/{other.pk}/").status_code == 404
    assert as_(cast.galina).get(f"/settings/contracts/{contract.pk}/").status_code == 200


def test_a_copy_has_the_rows_of_its_source_and_goes_its_own_way(adam, contract, facts):
    set_ladder(contract.pk, by=adam, revision=contract.revision, rungs=[])
    copy = create_contract(by=adam, source=contract, **facts | {"title": "Копия"})
    level = copy.levels.get()
    change_level(copy.pk, level.pk, by=adam, revision=copy.revision, name="К2", targets=[RESPONSE])
    assert [len(row.targets) for row in terms_of(copy.pk).levels] == [1]
    assert [len(row.targets) for row in terms_of(contract.pk).levels] == [2]
    assert not copy.parties.exists()


def test_the_order_is_moved_and_decides(adam, contract, clinic, facts, at):
    moment = at("2026-03-02 10:00")
    second = create_contract(by=adam, organisations=[clinic], **facts | {"title": "Поликлиника"})
    assert terms_for(clinic, at=moment).title == "Приозёрный край"
    move_contract(second.pk, by=adam, to="up")
    assert terms_for(clinic, at=moment).title == "Поликлиника"
    move_contract(second.pk, by=adam, to="up")
    assert [kind for kind, _fields in changes_of(second)] == ["contract.created", "contract.moved"]


def test_a_contract_does_not_end_before_it_begins(adam, facts):
    made = create_contract(by=adam, **facts, starts_on=date(2026, 3, 1))
    with pytest.raises(Invalid) as refused:
        end_contract(made.pk, by=adam, revision=0, ends_on=date(2026, 2, 28))
    assert "ends_on" in refused.value.errors


def test_a_row_without_a_promise_is_refused(adam, contract):
    with pytest.raises(Invalid):
        add_level(contract.pk, by=adam, revision=contract.revision, name="Пусто", targets=[])


def test_what_a_merged_hospital_was_promised_its_successor_is_promised(cast, facts, at):
    """The contract names a hospital that lives on in another: the party follows."""
    moment = at("2026-03-02 10:00")
    old = cast.clinic.__class__.objects.create(code="old", name="Старая", short_name="Старая", region=cast.region)
    made = create_contract(by=cast.adam, organisations=[old], **facts)
    assert merger_of(cast.adam, old.pk, into=cast.clinic).contracts == ["Приозёрный край"]
    merge_organisations(old.pk, by=cast.adam, into=cast.clinic.pk)
    assert terms_for(cast.clinic, at=moment).id == made.pk
    assert changes_of(made)[-1] == ("contract.changed", ["parties"])


def test_a_merger_of_two_parties_leaves_one(cast, facts):
    old = cast.clinic.__class__.objects.create(code="old", name="Старая", short_name="Старая", region=cast.region)
    made = create_contract(by=cast.adam, organisations=[old, cast.clinic], **facts)
    merge_organisations(old.pk, by=cast.adam, into=cast.clinic.pk)
    assert list(made.parties.values_list("organisation_id", flat=True)) == [cast.clinic.pk]


# ------------------------------------------------------------------ where contracts meet


def test_two_contracts_meet_where_both_are_about_an_organisation(cast, contract, facts):
    second = create_contract(by=cast.adam, organisations=[cast.clinic], **facts | {"title": "Поликлиника"})
    (found,) = overlaps_today()
    assert (found.decides_id, found.behind_id) == (contract.pk, second.pk)
    assert [place.name for place in found.places] == ["Поликлиника № 1"]
    assert (found.hospitals, found.is_whole) == (1, True)
    move_contract(second.pk, by=cast.adam, to="up")
    (found,) = overlaps_today()
    assert (found.decides_id, found.is_whole) == (second.pk, False)


def test_contracts_of_other_products_or_places_do_not_meet(cast, contract, facts):
    create_contract(by=cast.adam, regions=[cast.other_region], **facts | {"title": "Север"})
    lab = Product.objects.create(code="lab", name="ЛИС")
    change_contract(
        contract.pk, by=cast.adam, revision=None, regions=[cast.region], organisations=[],
        products=[Product.objects.get(code="pulse")], **facts,
    )  # fmt: skip
    create_contract(by=cast.adam, regions=[cast.region], products=[lab], **facts | {"title": "Лаборатория"})
    assert overlaps_today() == []


# ------------------------------------------------------------------ pages


def test_the_page_tells_amounts_as_people_say_them(adam, contract, as_):
    page = as_(adam).get(f"/settings/contracts/{contract.pk}/").content.decode()
    assert "8 рабочих часов" in page
    assert "пауза: заявитель" in page
    assert "2 рабочих часа" in page


@pytest.mark.parametrize(
    ("unit", "amount", "words"),
    [
        ("work_min", 480, "8 рабочих часов"),
        ("work_min", 90, "90 рабочих минут"),
        ("cal_min", 30, "30 минут круглосуточно"),
        ("cal_min", 240, "4 часа круглосуточно"),
        ("work_day", 5, "5 рабочих дней"),
        ("work_day", 1, "1 рабочий день"),
        ("cal_day", 12, "12 дней"),
        ("agreed", 0, "по согласованию"),
    ],
)
def test_an_amount_in_words(unit, amount, words):
    assert amount_words(unit, amount) == words


def test_a_contract_is_made_from_a_template_in_the_browser(cast, calendar, as_):
    load_shipped_calendars()
    load_shipped_templates()
    template = Contract.objects.get(number="образец 1")
    browser = as_(cast.adam)
    assert "Критичность К1–К4" in browser.get("/settings/contracts/new/").content.decode()
    facts = posted(calendar, source=template.pk, regions=[cast.region.pk], organisation_codes="clinic-2")
    answer = browser.post("/settings/contracts/new/", facts)
    made = Contract.objects.get(number="2025-118")
    assert answer.url == f"/settings/contracts/{made.pk}/"
    assert (made.levels.count(), made.signs.count(), made.rungs.count()) == (6, 4, 3)
    assert set(made.parties.values_list("region__code", "organisation__code")) == {("lake", None), (None, "clinic-2")}


def test_nothing_typed_is_lost_when_something_is_wrong(adam, calendar, as_):
    facts = posted(
        calendar, ends_on="2026-01-01", starts_on="2026-02-01", customer="ГБУЗ «МИАЦ»", organisation_codes="нет-такой"
    )
    answer = as_(adam).post("/settings/contracts/new/", facts)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ГБУЗ «МИАЦ»" in page
    assert "Нет организации с кодом нет-такой" in page


def test_a_late_save_answers_409_keeps_what_was_typed_and_can_be_repeated(adam, contract, calendar, region, as_):
    browser, address = as_(adam), f"/settings/contracts/{contract.pk}/facts/"
    stale = contract.revision
    add_level(contract.pk, by=adam, revision=stale, name="К3", targets=[RESPONSE])
    typed = posted(calendar, revision=stale, customer="Министерство", regions=[region.pk])
    answer = browser.post(address, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "изменил кто-то другой" in page
    assert "Министерство" in page
    assert f'name="revision" value="{stale + 1}"' in page
    assert browser.post(address, typed | {"revision": stale + 1}).status_code == 302
    contract.refresh_from_db()
    assert contract.customer == "Министерство"


def test_a_row_is_written_in_the_browser(adam, contract, as_):
    facts = {
        "name": "К1", "kind": "incident", "priority": "1", "clause": "4.1", "revision": contract.revision,
        "response_amount": "0,5", "response_measure": "cal_hour",
        "resolution_amount": "5", "resolution_measure": "work_day", "resolution_end": "on",
        "resolution_stops": ["external", "release"], "workaround_measure": "agreed",
    }  # fmt: skip
    assert as_(adam).post(f"/settings/contracts/{contract.pk}/rows/new/", facts).status_code == 302
    targets = {target.promise: target for target in terms_of(contract.pk).levels[-1].targets}
    assert (targets["response"].unit, targets["response"].amount) == ("cal_min", 30)
    assert (targets["resolution"].amount, targets["resolution"].end_of_day) == (5, True)
    assert targets["resolution"].stops_for == ("external", "release")
    assert targets["workaround"].unit == "agreed"
    assert set(targets) == {"response", "workaround", "resolution"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Пока ничего не обещано"),
        ({"response_amount": "3"}, "Укажите, чего"),
        ({"response_measure": "work_hour"}, "Укажите, сколько"),
        ({"response_amount": "1,5", "response_measure": "work_day"}, "целое число"),
        ({"response_amount": "0,33", "response_measure": "work_hour"}, "целые минуты"),
        ({"response_amount": "9999", "response_measure": "work_day"}, "десяти лет"),
        ({"response_amount": "-1", "response_measure": "work_day"}, "больше либо равно 0"),
    ],
)
def test_what_is_wrong_with_a_promise_stands_beside_it(adam, contract, as_, typed, said):
    answer = as_(adam).post(f"/settings/contracts/{contract.pk}/rows/new/", {"name": "К9", **typed})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert contract.levels.count() == 1


def test_the_preview_counts_over_the_holidays_and_names_them(adam, contract, as_):
    address = f"/settings/contracts/{contract.pk}/preview/"
    asked = {"kind": "incident", "priority": "2", "at": "2026-12-30T17:30"}
    page = as_(adam).get(address, asked).content.decode()
    assert "«К2», пришла ср 30 декабря 2026, 17:30" in page
    assert "до пн 11 января 2027, 16:30" in page
    assert "пункт 4.2.1 · Будни 9–18" in page
    assert "Рождество" in page
    assert "не считаем" in page


def test_the_preview_says_when_nothing_is_promised(adam, contract, as_):
    asked = {"kind": "question", "priority": "2", "at": "2026-12-30T17:30"}
    page = as_(adam).get(f"/settings/contracts/{contract.pk}/", asked).content.decode()
    assert "Ничего не обещано: ни одна строка не говорит о такой заявке" in page


@pytest.mark.parametrize(
    "asked",
    [
        {"at": "вчера"},
        {"priority": "9"},
        {"kind": "nothing"},
        {"zone": "Mars/Phobos"},
        {"at": "9999-12-31T23:00"},
        {"at": "0001-01-01T00:00"},
        {"at": "1899-01-01T00:00", "product": "x"},
    ],
)
def test_a_preview_of_nonsense_asks_again(adam, contract, as_, asked):
    assert as_(adam).get(f"/settings/contracts/{contract.pk}/preview/", asked).status_code == 200


def test_a_row_that_nothing_reaches_is_said_beside_it(adam, contract, as_):
    add_level(contract.pk, by=adam, revision=None, name="Всё", targets=[RESPONSE])
    again = add_level(contract.pk, by=adam, revision=None, name="К2 ещё раз", priority=2, targets=[RESPONSE])
    assert "ничего не доходит" not in as_(adam).get(f"/settings/contracts/{contract.pk}/").content.decode()
    moved = as_(adam).post(f"/settings/contracts/{contract.pk}/rows/{again.pk}/place/", {"to": "down"})
    page = as_(adam).get(moved.url).content.decode()
    assert "autofocus" not in page, "it is the last one: there is nowhere to go on to"
    page = as_(adam).get(f"/settings/contracts/{contract.pk}/").content.decode()
    assert page.count("До этой строки ничего не доходит") == 1
    assert "выше стоит К2, Всё" in page


def test_an_organisation_says_its_contracts_and_which_decides(cast, contract, facts, as_):
    create_contract(by=cast.adam, organisations=[cast.clinic], **facts | {"title": "Поликлиника отдельно"})
    page = as_(cast.anna).get(f"/organisations/{cast.clinic.pk}/").content.decode()
    assert page.index("Приозёрный край</b>") < page.index("Поликлиника отдельно")
    assert "/settings/contracts/" not in page, "an agent is told the contract, not led to its page"
    assert (
        f"/settings/contracts/{contract.pk}/"
        in as_(cast.adam).get(f"/organisations/{cast.clinic.pk}/").content.decode()
    )
    page = as_(cast.adam).get(f"/organisations/{cast.other_clinic.pk}/").content.decode()
    assert "Договора нет" in page


def test_the_list_asks_as_many_questions_for_twenty_contracts_as_for_two(cast, contract, facts, as_):
    browser = as_(cast.marina)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/settings/contracts/").status_code == 200
        return len(queries)

    create_contract(by=cast.adam, regions=[cast.region], **facts)
    asked()
    few = asked()
    for number in range(20):
        create_contract(by=cast.adam, regions=[cast.region], **facts | {"title": f"Договор {number}"})
    asked()
    assert asked() == few


# ------------------------------------------------------------------ templates


def test_the_shipped_templates_are_written_once_and_stay_edited(db, adam):
    load_shipped_calendars()
    assert load_shipped_templates() == 3
    template = Contract.objects.get(number="образец 2")
    Contract.objects.filter(pk=template.pk).update(title="Своё")
    assert load_shipped_templates() == 0
    template.refresh_from_db()
    assert template.title == "Своё"
    assert not any(level.targets == () for row in Contract.objects.all() for level in terms_of(row.pk).levels)


def test_the_norms_of_the_first_template(db):
    load_shipped_calendars()
    load_shipped_templates()
    terms = terms_of(Contract.objects.get(number="образец 1").pk)
    promised = {
        (level.name, target.promise): amount_words(target.unit, target.amount)
        for level in terms.levels
        for target in level.targets
    }
    assert promised["К1 критичная", "response"] == "30 минут круглосуточно"
    assert promised["К1 критичная", "resolution"] == "4 часа круглосуточно"
    assert promised["К2 высокая", "resolution"] == "8 рабочих часов"
    assert promised["К3 средняя", "resolution"] == "5 рабочих дней"
    assert promised["Доработка", "resolution"] == "по согласованию"


def test_a_day_after_its_end_a_contract_is_said_to_have_ended(adam, contract, as_, at):
    at("2026-03-10 10:00")
    end_contract(contract.pk, by=adam, revision=None, ends_on=date(2026, 3, 10) - timedelta(days=1))
    assert "закончился" in as_(adam).get("/settings/contracts/").content.decode()
    assert ContractParty.objects.filter(contract=contract).exists()


def test_the_demo_has_one_contract_of_each_model(db, at):
    moment = at("2026-11-20 10:00")
    world = load_world()
    lines = terms_for(world.organisations["zal-crb"], at=moment)
    owner = terms_for(world.organisations["gp1-sb/ther"], at=moment)
    assert (lines.support_model, [rung.kind for rung in lines.rungs]) == ("lines", ["local", "operator", "vendor"])
    assert (owner.support_model, owner.rungs) == ("owner", ())
    assert terms_for(world.organisations["kkb-db"], at=moment) is None, "one region has none, and its tickets say so"
    load_world()
    assert Contract.objects.real().count() == 2


# ------------------------------------------------------------------ programs


def test_a_program_reads_contracts_in_their_order_with_everything_they_say(cast, contract, facts, api):
    create_contract(by=cast.adam, organisations=[cast.clinic, cast.other_clinic], **facts | {"title": "Две больницы"})
    call = api(cast.marina, ["people:read"])
    first, second = call("GET", "/contracts").body["items"]
    assert (first["title"], first["place"], second["place"]) == ("Приозёрный край", 1, 2)
    assert first["regions"] == ["lake"]
    level = first["levels"][0]
    assert (level["name"], level["kind"], level["priority"], level["calendar"]) == ("К2", "incident", 2, "week")
    assert level["promises"][1] == {
        "promise": "resolution", "unit": "work_min", "amount": 480, "end_of_day": False, "stops_for": ["requester"],
        "clause": "4.2.1",
    }  # fmt: skip
    only = call("GET", "/contracts?organisation=clinic-2").body["items"]
    assert [each["title"] for each in only] == ["Две больницы"]
    page = call("GET", "/contracts?limit=1").body
    assert [each["id"] for each in call("GET", f"/contracts?cursor={page['next']}").body["items"]] == [second["id"]]


def test_a_program_of_a_coordinator_is_told_the_parties_of_the_own_region_only(cast, facts, api):
    made = create_contract(by=cast.adam, organisations=[cast.clinic, cast.other_clinic], **facts)
    call = api(cast.galina, ["people:read"])
    assert call("GET", f"/contracts/{made.pk}").body["organisations"] == ["clinic-1"]
    assert call("GET", "/contracts?organisation=clinic-2").body["items"] == []


def test_templates_are_nothing_for_programs(cast, facts, api):
    made = create_contract(by=cast.adam, is_template=True, **facts)
    call = api(cast.adam, ["people:read"])
    assert call("GET", "/contracts").body["items"] == []
    assert call("GET", f"/contracts/{made.pk}").status_code == 404


def test_who_removes_or_moves_a_row_of_yesterday_is_told_so(adam, contract, as_):
    """A colleague has put another row above it since; the button on the old page would move or remove unseen."""
    row = contract.levels.first()
    seen = contract.revision
    add_level(contract.pk, by=adam, revision=seen, name="Новая строка", targets=[RESPONSE])
    client, address = as_(adam), f"/settings/contracts/{contract.pk}"
    stale, today = {"revision": seen, "to": "down"}, {"revision": seen + 1, "to": "down"}
    assert f'name="revision" value="{seen + 1}"' in client.get(f"{address}/").content.decode()
    for door in ("place", "removal"):
        assert client.post(f"{address}/rows/{row.pk}/{door}/", stale).status_code == 409
    assert client.post(f"{address}/rows/{row.pk}/place/", today).status_code == 302
    assert contract.levels.count() == 2
