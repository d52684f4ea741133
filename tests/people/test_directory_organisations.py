"""The tree of organisations: moving, closing, merging, and what runs where."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.models import Event
from priyom.desk.actions.tickets import resolve_ticket
from priyom.people.actions.installations import change_installation, get_belonging, install_product
from priyom.people.actions.organisations import (
    change_organisation,
    close_organisation,
    create_organisation,
    merge_organisations,
    move_organisation,
    reopen_organisation,
)
from priyom.people.directory.mergers import merger_of
from priyom.people.directory.organisations import (
    OrganisationFilters,
    get_organisation,
    organisation_page,
)
from priyom.people.directory.paging import Cursor
from priyom.people.models import (
    Component,
    Installation,
    MailDomain,
    Membership,
    Organisation,
    Product,
    Role,
    User,
)
from tests.cast import open_ticket

KINDS = Organisation.Kind


def hospital(cast, code, **facts):
    given = {
        "kind": KINDS.HOSPITAL,
        "name": f"ГБУЗ «{code}»",
        "short_name": code,
        "region": cast.region,
        "parent": cast.operator,
    }
    return Organisation.objects.create(code=code, **(given | facts))


def found_by(user, **filters):
    return [row.short_name for row in organisation_page(user, OrganisationFilters(**filters), Cursor()).rows]


def test_an_organisation_is_found_by_any_part_of_its_name_in_any_case(adam, cast):
    hospital(cast, "oz", short_name="Озёрская РБ", name="ГБУЗ «Озёрская районная больница»")

    assert found_by(adam, text="озерская") == ["Озёрская РБ"]
    assert found_by(adam, text="БОЛЬНИЦА районн") == ["Озёрская РБ"]
    assert found_by(adam, text="100%") == []


def test_the_list_goes_on_by_key_and_back(adam, cast):
    for n in range(120):
        hospital(cast, f"h{n:03}", short_name=f"Больница {n:03}")
    filters = OrganisationFilters(text="Больница")

    first = organisation_page(adam, filters, Cursor())
    second = organisation_page(adam, filters, Cursor(after=first.after))
    third = organisation_page(adam, filters, Cursor(after=second.after))

    assert [len(page.rows) for page in (first, second, third)] == [50, 50, 20]
    assert (first.before, third.after, first.total) == (None, None, 120)
    assert [row.code for row in organisation_page(adam, filters, Cursor(before=third.before)).rows] == [
        row.code for row in second.rows
    ]
    assert [row.short_name for row in first.rows] == sorted(row.short_name for row in first.rows)


def test_each_sees_what_is_within_reach(cast):
    assert "Поликлиника № 2" in found_by(cast.adam)
    assert "Поликлиника № 2" not in found_by(cast.galina)
    assert found_by(cast.strange_agent) == ["Поликлиника № 2"]
    assert found_by(cast.igor) == ["Поликлиника № 1"]
    with pytest.raises(NotVisible):
        get_organisation(cast.igor, cast.other_clinic.pk)
    with pytest.raises(NotAllowed):
        get_organisation(cast.zoya, cast.clinic.pk)


def test_moving_a_branch_rewrites_every_path_below_it(adam, cast):
    other = hospital(cast, "miac-2", kind=KINDS.OPERATOR, parent=None)
    room = Organisation.objects.create(
        code="room",
        name="Кабинет",
        short_name="Кабинет",
        kind=KINDS.DEPARTMENT,
        region=cast.region,
        parent=cast.department,
    )

    with CaptureQueriesContext(connection) as queries:
        move_organisation(cast.clinic.pk, by=adam, parent=other)

    rewritten = [q for q in queries if "substr" in (q["sql"] or "")]  # a prepared one may not be told
    room.refresh_from_db()
    assert len(rewritten) == 1
    assert room.path == f"{other.pk}/{cast.clinic.pk}/{cast.department.pk}/{room.pk}/"
    assert set(Organisation.objects.within(other)) == {other, cast.clinic, cast.department, room}


def test_nothing_stands_below_itself_and_kinds_have_their_places(adam, cast):
    inner = hospital(cast, "inner", parent=cast.clinic)
    for moved, parent in (
        (cast.clinic, inner),
        (cast.clinic, cast.clinic),
        (cast.clinic, cast.department),
        (cast.department, None),
    ):
        with pytest.raises(Invalid):
            move_organisation(moved.pk, by=adam, parent=parent)
    with pytest.raises(Invalid):
        create_organisation(
            by=adam,
            region=cast.other_region,
            parent=cast.clinic,
            code="x",
            name="x",
            short_name="x",
            kind=KINDS.DEPARTMENT,
        )


def test_only_an_administrator_changes_organisations(cast):
    for person in (cast.anna, cast.igor, cast.galina, cast.marina, cast.oleg):
        with pytest.raises(NotAllowed):
            change_organisation(cast.clinic.pk, by=person, name="Моё")


def test_closing_waits_for_what_stands_below(adam, cast):
    with pytest.raises(WrongState):
        close_organisation(cast.clinic.pk, by=adam)
    close_organisation(cast.department.pk, by=adam)
    close_organisation(cast.clinic.pk, by=adam)
    with pytest.raises(WrongState):
        close_organisation(cast.clinic.pk, by=adam)
    reopen_organisation(cast.clinic.pk, by=adam)
    cast.clinic.refresh_from_db()
    assert cast.clinic.is_active


def test_merging_loses_nothing(adam, anna, zoya, igor, cast, ticket, run_reactions):
    resolved = open_ticket(zoya, subject="Старая история")
    resolve_ticket(resolved.number, by=anna, cause="Сбой", remedy="Перезапуск")
    target = hospital(cast, "united")
    lis = Product.objects.create(code="lis", name="ЛИС")
    Installation.objects.create(organisation=target, product=Product.objects.get(code="pulse"), version="5.4")
    Installation.objects.create(organisation=cast.clinic, product=lis, version="3.8")
    MailDomain.objects.create(organisation=cast.clinic, domain="one.example")
    Membership.objects.create(user=igor, organisation=target, role=Role.LOCAL_SPECIALIST)

    preview = merger_of(adam, cast.clinic.pk, into=target)
    assert (preview.departments, preview.people, preview.domains) == (1, 2, 1)
    assert [each.version for each in preview.installations] == ["3.8"]
    assert [each.version for each in preview.staying] == ["5.3.1"]
    assert [each.count for each in preview.belongings] == [2]

    merge_organisations(cast.clinic.pk, by=adam, into=target.pk)
    run_reactions()

    for thing in (ticket, resolved, zoya, cast.department, cast.clinic):
        thing.refresh_from_db()
    assert (ticket.organisation, resolved.organisation, zoya.organisation) == (target, target, target)
    assert cast.department.path == f"{target.path}{cast.department.pk}/"
    assert (cast.clinic.is_active, cast.clinic.merged_into) == (False, target)
    assert set(target.memberships.exclude(state="ended").values_list("user__login", flat=True)) == {
        "zoya",
        "igor",
    }
    assert {each.version for each in target.installations.all()} == {"5.4", "3.8"}
    assert MailDomain.objects.get().organisation == target
    assert [e.kind for e in Event.objects.filter(subject_kind="organisation", subject_id=target.pk).order_by("id")] == [
        "organisation.received", "organisation.tickets_moved",
    ]  # fmt: skip


def test_a_merger_is_done_once_and_may_be_told_twice(adam, cast, ticket, run_reactions):
    target = hospital(cast, "united")
    merge_organisations(cast.clinic.pk, by=adam, into=target.pk)
    with pytest.raises(WrongState):
        merge_organisations(cast.clinic.pk, by=adam, into=target.pk)
    event = Event.objects.get(kind="organisation.merged")
    run_reactions()
    from priyom.desk.jobs import move_tickets_of_merged

    move_tickets_of_merged.func(event.pk)
    assert Event.objects.filter(kind="organisation.tickets_moved").count() == 1


def test_organisations_that_do_not_fit_are_not_merged(adam, cast):
    closed = hospital(cast, "closed", is_active=False)
    for other in (cast.clinic, cast.other_clinic, cast.operator, closed):
        with pytest.raises(Invalid):
            merge_organisations(cast.clinic.pk, by=adam, into=other.pk)
    inner = hospital(cast, "inner", parent=cast.clinic)
    with pytest.raises(Invalid):
        merge_organisations(cast.clinic.pk, by=adam, into=inner.pk)


def test_the_local_specialist_writes_down_what_runs_at_the_own_hospital_only(igor, anna, cast):
    lis = Product.objects.create(code="lis", name="ЛИС")
    module = Component.objects.create(product=lis, code="orders", name="Заказы")
    strange = Component.objects.get(code="polyclinic")

    found = install_product(cast.clinic.pk, by=igor, product=lis, version="3.8", components=[module, strange])
    change_installation(
        cast.clinic.pk, found.pk, by=igor, version="3.9", installed_at=None, components=[module], note=""
    )

    assert list(found.components.all()) == [module]
    assert Event.objects.filter(kind="installation.changed").get().details == {
        "product": "lis", "before": "3.8", "after": "3.9", "parts": ["version"],
    }  # fmt: skip
    with pytest.raises(NotVisible):
        install_product(cast.other_clinic.pk, by=igor, product=lis, version="1")
    with pytest.raises(NotAllowed):
        install_product(cast.clinic.pk, by=anna, product=lis, version="1")
    with pytest.raises(Invalid):
        install_product(cast.clinic.pk, by=igor, product=lis, version="4")
    with pytest.raises(NotVisible):
        get_belonging(Installation, cast.other_clinic, found.pk)


def fill(cast, rows):
    """Add so many hospitals, each with a person and a product, and as much to the clinic itself."""
    for n in rows:
        place = hospital(cast, f"h{n}")
        product = Product.objects.create(code=f"x{n}", name=f"x{n}")
        for at in (place, cast.clinic):
            person = User.objects.create(login=f"p{n}-{at.pk}", last_name=f"Больничный {n}", organisation=at)
            Membership.objects.create(user=person, organisation=at, role=Role.REQUESTER)
            Installation.objects.create(organisation=at, product=product, version="5")
        Organisation.objects.create(
            code=f"d{n}",
            name="о",
            short_name="о",
            kind=KINDS.DEPARTMENT,
            region=cast.region,
            parent=cast.clinic,
        )


def cost_of(client, page, **headers):
    client.get(page, headers=headers)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page, headers=headers).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    "page",
    [
        "/organisations/",
        "/organisations/paper/",
        "/people/",
        "/people/paper/",
        "/regions/",
        "/teams/",
        "/products/",
        "card",
        "person",
    ],
)
def test_a_page_costs_the_same_for_one_row_and_for_fifty(as_, adam, cast, page):
    address = {"card": f"/organisations/{cast.clinic.pk}/", "person": "/people/zoya/"}.get(page, page)
    client = as_(adam)
    fill(cast, range(1))
    few = cost_of(client, address)
    fill(cast, range(1, 50))

    assert cost_of(client, address) == few


def test_the_rows_of_a_list_cost_eight_queries_with_the_person(as_, adam, cast):
    fill(cast, range(50))
    client = as_(adam)

    assert cost_of(client, "/organisations/", **{"HX-Request": "true"}) == 8
    assert cost_of(client, "/people/", **{"HX-Request": "true"}) == 8
