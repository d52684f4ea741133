"""Which contract decides for a ticket: parties, days, products, order; and what is kept in memory of them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from priyom.people.contracts import terms_for, terms_of
from priyom.people.models import (
    Contract,
    ContractParty,
    Product,
    ServiceLevel,
    Target,
    WorkCalendar,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar():
    return WorkCalendar.objects.create(code="plain", name="Без выходных", weekly={"0": [["09:00", "18:00"]]})


@pytest.fixture
def contract(calendar):
    """Make a contract in force for regions and organisations."""

    def make(title, *, regions=(), organisations=(), products=(), **facts):
        made = Contract.objects.create(number=title, title=title, calendar=calendar, **facts)
        made.products.set(products)
        ContractParty.objects.bulk_create(
            [
                *(ContractParty(contract=made, region=each) for each in regions),
                *(ContractParty(contract=made, organisation=each) for each in organisations),
            ]
        )
        return made

    return make


def title_for(organisation, moment):
    found = terms_for(organisation, at=moment)
    return found.title if found else None


def test_a_region_serves_every_organisation_in_it(contract, clinic, other_clinic, region, at):
    moment = at("2026-03-02 10:00")
    contract("Край", regions=[region])
    assert title_for(clinic, moment) == "Край"
    assert title_for(other_clinic, moment) is None


def test_an_organisation_serves_everything_below_it_and_nothing_beside(cast, contract, at):
    moment = at("2026-03-02 10:00")
    contract("Поликлиника", organisations=[cast.clinic])
    assert title_for(cast.department, moment) == "Поликлиника"
    assert title_for(cast.operator, moment) is None


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "holds"),
    [
        (None, None, True),
        (date(2026, 3, 2), date(2026, 3, 2), True),
        (date(2026, 3, 3), None, False),
        (None, date(2026, 3, 1), False),
    ],
)
def test_a_contract_holds_from_its_first_day_to_its_last(contract, clinic, at, starts_on, ends_on, holds):
    contract("Срок", organisations=[clinic], starts_on=starts_on, ends_on=ends_on)
    assert (title_for(clinic, at("2026-03-02 10:00")) is not None) == holds


def test_the_day_is_the_customers_own(contract, other_clinic, at):
    """In Vladivostok it is the second of March already when it is five in the afternoon of the first in Moscow."""
    contract("Восток", organisations=[other_clinic], starts_on=date(2026, 3, 2))
    assert title_for(other_clinic, at("2026-03-01 16:59")) is None
    assert title_for(other_clinic, at("2026-03-01 17:00")) == "Восток"


def test_the_order_decides_and_the_others_are_named(contract, clinic, region, at):
    moment = at("2026-03-02 10:00")
    contract("Абвгд", regions=[region], position=2)
    contract("Яшма", organisations=[clinic], position=1)
    terms = terms_for(clinic, at=moment)
    assert (terms.title, terms.also) == ("Яшма", ("Абвгд",))
    assert terms_of(terms.id).also == ()


def test_a_contract_of_named_products_is_about_where_they_run(cast, contract, at):
    moment = at("2026-03-02 10:00")
    pulse, lab = Product.objects.get(code="pulse"), Product.objects.create(code="lab", name="ЛИС")
    contract("Лаборатория", regions=[cast.region], products=[lab])
    assert title_for(cast.clinic, moment) is None
    contract("Пульс", regions=[cast.region], products=[pulse])
    assert title_for(cast.clinic, moment) == "Пульс"
    assert title_for(cast.department, moment) == "Пульс", "a department works with what its hospital has"
    assert title_for(cast.operator, moment) is None


@pytest.mark.parametrize("facts", [{"is_template": True}, {"is_active": False}])
def test_templates_and_what_is_out_of_use_promise_nothing(contract, clinic, at, facts):
    contract("Образец", organisations=[clinic], **facts)
    assert title_for(clinic, at("2026-03-02 10:00")) is None


def test_the_terms_hold_the_whole_matrix_in_its_order(contract, clinic, at):
    made = contract("Матрица", organisations=[clinic])
    low = ServiceLevel.objects.create(contract=made, position=2, name="К3", priority=3)
    high = ServiceLevel.objects.create(contract=made, position=1, name="К1", priority=1, clause="4.1")
    Target.objects.create(level=high, promise="resolution", unit="cal_min", amount=240, stops_for_external=True)
    Target.objects.create(level=high, promise="response", unit="cal_min", amount=30)
    Target.objects.create(level=low, promise="resolution", unit="agreed")
    terms = terms_for(clinic, at=at("2026-03-02 10:00"))
    assert [level.name for level in terms.levels] == ["К1", "К3"]
    assert [(each.promise, each.amount, each.stops_for) for each in terms.levels[0].targets] == [
        ("response", 30, ("requester",)),
        ("resolution", 240, ("requester", "external")),
    ]


def test_what_is_known_costs_one_small_statement_and_a_change_is_seen_at_once(contract, clinic, at):
    moment = at("2026-03-02 10:00")
    made = contract("Было", organisations=[clinic])
    assert title_for(clinic, moment) == "Было"
    with CaptureQueriesContext(connection) as asked:
        assert title_for(clinic, moment) == "Было"
    assert len(asked) == 1
    ServiceLevel.objects.create(contract=made, name="К1")
    assert len(terms_for(clinic, at=moment).levels) == 1
