"""People and teams: finding them, changing them, and handing work over."""

import pytest

from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.models import Event
from priyom.desk.actions.assignment import take_ticket
from priyom.people.actions.handover import hand_over
from priyom.people.actions.people import change_person
from priyom.people.actions.regions import change_region, create_region
from priyom.people.actions.teams import add_to_team, change_team, create_team, remove_from_team, set_lead
from priyom.people.belongings import belongings_of_person
from priyom.people.directory.paging import Cursor
from priyom.people.directory.people import PeopleFilters, get_person, people_page
from priyom.people.models import Role
from tests.cast import open_ticket


def found_by(user, **filters):
    return [row.login for row in people_page(user, PeopleFilters(**filters), Cursor()).rows]


def test_people_are_found_by_name_login_and_address(adam):
    assert found_by(adam, text="федоров") == ["adam"]
    assert found_by(adam, text="зоя ветр") == ["zoya"]
    assert found_by(adam, text="boris@clinic") == ["boris"]
    assert found_by(adam, role=Role.COORDINATOR) == ["galina"]


def test_the_people_of_a_hospital_are_those_of_its_departments_too(adam, cast):
    assert found_by(adam, organisation=str(cast.clinic.pk)) == ["zoya", "yakov", "igor"]
    assert found_by(adam, organisation=str(cast.department.pk)) == ["yakov"]


def test_each_sees_the_people_within_reach(cast):
    assert found_by(cast.igor) == ["zoya", "yakov", "igor"]
    assert "stranger" not in found_by(cast.galina)
    assert found_by(cast.strange_agent) == ["strange_agent", "stranger"]
    with pytest.raises(NotVisible):
        get_person(cast.igor, "stranger")
    with pytest.raises(NotAllowed):
        people_page(cast.zoya, PeopleFilters(), Cursor())


def test_a_local_specialist_corrects_names_but_not_addresses(igor, zoya):
    change_person("zoya", by=igor, position="заведующая", last_name="Ветрова")
    zoya.refresh_from_db()

    assert zoya.position == "заведующая"
    assert Event.objects.filter(kind="user.changed").get().details == {"changed": ["position"]}
    with pytest.raises(NotAllowed):
        change_person("zoya", by=igor, email="igor-reads@clinic.example")


def test_nobody_gets_somebody_elses_address(adam):
    with pytest.raises(Invalid):
        change_person("zoya", by=adam, email="ANNA@clinic.example")


def test_who_leaves_is_handed_over_in_one_step(adam, anna, boris, zoya, cast, run_reactions):
    tickets = [open_ticket(zoya, subject=f"Заявка {n}") for n in range(3)]
    for ticket in tickets:
        take_ticket(ticket.number, by=anna)
    assert [each.count for each in belongings_of_person(anna) if each.count] == [3]

    hand_over("anna", by=adam, to="boris", close=True)
    run_reactions()

    anna.refresh_from_db()
    for ticket in tickets:
        ticket.refresh_from_db()
    assert [ticket.assignee for ticket in tickets] == [boris] * 3
    assert (
        Event.objects.filter(kind="ticket.handed_over", details__before=anna.pk, details__after=boris.pk).count() == 3
    )
    assert (anna.is_active, anna.places.count()) == (False, 0)


def test_without_a_colleague_the_teams_have_the_work_back(pavel, anna, ticket, run_reactions):
    take_ticket(ticket.number, by=anna)
    hand_over("anna", by=pavel)
    run_reactions()

    ticket.refresh_from_db()
    anna.refresh_from_db()
    assert (ticket.assignee, ticket.team.code, anna.is_active) == (None, "line1", True)


def test_a_colleague_who_may_not_see_a_ticket_does_not_get_it(adam, anna, ticket, run_reactions):
    take_ticket(ticket.number, by=anna)
    hand_over("anna", by=adam, to="strange_agent")
    run_reactions()

    ticket.refresh_from_db()
    assert ticket.assignee is None


def test_told_twice_the_work_is_handed_over_once(adam, anna, boris, ticket, run_reactions):
    take_ticket(ticket.number, by=anna)
    hand_over("anna", by=adam, to="boris")
    run_reactions()
    from priyom.desk.jobs import hand_over_tickets

    hand_over_tickets.func(Event.objects.get(kind="user.handed_over").pk)
    assert Event.objects.filter(kind="ticket.handed_over").count() == 1


def test_work_is_handed_over_by_those_who_lead(cast):
    for person, refusal in (
        (cast.boris, NotAllowed),
        (cast.oleg, NotAllowed),
        (cast.zoya, NotVisible),
        (cast.stranger, NotVisible),
    ):
        with pytest.raises(refusal):
            hand_over("anna", by=person)
    with pytest.raises(NotAllowed):
        hand_over("boris", by=cast.pavel)  # of another line
    for successor in ("zoya", "oleg", "anna", "nobody"):
        with pytest.raises(Invalid):
            hand_over("anna", by=cast.pavel, to=successor)


def test_a_lead_takes_colleagues_in_and_out_of_the_own_team_only(pavel, marina, cast):
    add_to_team("line1", "boris", by=pavel)
    set_lead("line1", "boris", by=pavel, is_lead=True)
    with pytest.raises(WrongState):
        add_to_team("line1", "boris", by=pavel)
    remove_from_team("line1", "boris", by=pavel)
    with pytest.raises(Invalid):
        add_to_team("line1", "zoya", by=pavel)
    with pytest.raises(NotAllowed):
        add_to_team("line2", "anna", by=pavel)
    add_to_team("line2", "anna", by=marina)
    assert [e.kind for e in Event.objects.filter(subject_kind="team", subject_id=cast.line1.pk).order_by("id")] == [
        "team.joined", "team.lead_changed", "team.left",
    ]  # fmt: skip


def test_a_lead_does_not_widen_what_the_team_sees(pavel, marina, cast):
    given = {"name": "Линия 1", "about": "", "level": 1, "is_active": True}
    with pytest.raises(NotAllowed):
        change_team("line1", by=pavel, regions=[cast.region], **given)
    change_team("line1", by=marina, regions=[cast.region], **given)
    with pytest.raises(NotAllowed):
        create_team(by=pavel, code="x", name="x")


def test_a_team_without_a_lead_says_so(as_, adam, cast):
    assert "нет руководителя" in as_(adam).get("/teams/line2/").content.decode()
    assert "нет руководителя" not in as_(adam).get("/teams/line1/").content.decode()


def test_a_region_in_use_is_not_closed(adam, cast):
    with pytest.raises(WrongState):
        change_region("lake", by=adam, name="Край", timezone="Europe/Moscow", is_active=False)
    create_region(by=adam, code="west", name="Запад", timezone="Europe/Kaliningrad")
    assert not change_region("west", by=adam, name="Запад", timezone="Europe/Kaliningrad", is_active=False).is_active


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong(as_, adam, cast):
    answer = as_(adam).post(
        "/people/new/",
        {"login": "anna", "last_name": "Новая", "organisation": cast.vendor.pk, "role": "agent"},
    )
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Новая" in page
    assert "aria-invalid" in page
    assert cast.vendor.short_name in page
