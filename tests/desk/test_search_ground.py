"""However many tickets somebody sees, and by whatever right, a search finds the same as looking at each of them."""

from itertools import product

import pytest

from priyom.base.clock import now
from priyom.desk.actions.assignment import assign_ticket
from priyom.desk.actions.consults import ask_for_advice, take_question_back
from priyom.desk.actions.messages import add_note
from priyom.desk.actions.regions import follow_regions
from priyom.desk.models import Ticket, Watch
from priyom.desk.search import ground as grounds
from priyom.desk.search import queries
from priyom.desk.search.queries import best, condition, count_of, newest, newest_of, read, weights_of
from priyom.desk.search.words import parse
from priyom.people.models import Membership, Organisation, Team, TeamMembership, User
from tests.cast import open_ticket

PEOPLE = ["zoya", "yakov", "igor", "galina", "stranger", "boris", "strange_agent", "adam", "oleg", "anna"]
ASKED = ["принтер", "картридж", "шлюз", "принтер -картридж", '"кончился картридж"', "незабудка"]
LISTS = {
    "everything": None,
    "open ones": Ticket.objects.filter(status__in=["new", "open", "waiting"]),
    "nothing": Ticket.objects.none(),
}


def follow(ticket, person):
    Watch.objects.create(ticket=ticket, user=person, added_by=person, since_at=now())


@pytest.fixture
def tickets(cast):
    """Tickets of both regions, some followed, one given to another region's agent, one with a note."""
    said = [("Принтер", "Кончился картридж"), ("Картридж", "Не подходит"), ("Принтер", "Молчит"), ("Отчёт", "Пустой")]
    people = [cast.zoya, cast.yakov, cast.igor, cast.stranger]
    found = [
        open_ticket(person, subject=subject, body=body, organisation=person.organisation)
        for (subject, body), person in product(said, people)
    ]
    for ticket, person in ((found[0], cast.stranger), (found[3], cast.boris), (found[7], cast.yakov)):
        follow(ticket, person)
    assign_ticket(found[3].number, by=cast.anna, to=cast.strange_agent)
    add_note(found[1].number, by=cast.anna, body="Виноват шлюз")
    Ticket.objects.filter(pk__in=[each.pk for each in found[4:8]]).update(status="closed")
    return found


@pytest.fixture(params=["few", "many"])
def size(request, monkeypatch):
    """Let everybody see few tickets, or more than are looked through one by one, in windows of three."""
    if request.param == "many":
        monkeypatch.setattr(grounds, "FEW", 0)
        monkeypatch.setattr(queries, "FIRST_WINDOW", 3)
        monkeypatch.setattr(queries, "WIDER", 2)
    return request.param


def by_looking(user, among, asked):
    tickets = Ticket.objects.visible_to(user).filter(condition(asked))
    if among is not None:
        tickets = tickets.filter(pk__in=among.values("pk"))
    return sorted(tickets.values_list("pk", flat=True), reverse=True)


@pytest.mark.parametrize("name", PEOPLE)
def test_a_search_finds_what_looking_at_each_ticket_finds(cast, tickets, size, name):
    user = getattr(cast, name)
    for among, text in product(LISTS.values(), ASKED):
        asked, ground = read(parse(text), weights=weights_of(user)), grounds.ground_of(user, among)
        right = by_looking(user, among, asked)
        assert sorted(best(ground, asked).all, reverse=True) == right, text
        assert newest(ground, asked, before=None, limit=100) == right, text
        assert newest(ground, asked, before=tickets[6].pk, limit=2) == [pk for pk in right if pk < tickets[6].pk][:2]
        assert count_of(ground, asked, most=3) == min(len(right), 3)


@pytest.mark.parametrize("name", PEOPLE)
def test_the_newest_are_the_newest_of_those_one_sees(cast, tickets, size, name):
    user = getattr(cast, name)
    seen = list(Ticket.objects.visible_to(user).order_by("-pk").values_list("pk", flat=True))
    assert newest_of(grounds.ground_of(user), 5) == seen[:5]


def test_ones_own_affairs_are_what_one_asked_and_what_one_follows(cast, tickets, size):
    asked = read(parse("принтер"), weights="")
    found = {
        name: set(best(grounds.own_ground(getattr(cast, name)), asked).all) for name in ("yakov", "boris", "galina")
    }
    assert found == {"yakov": {tickets[1].pk, tickets[9].pk}, "boris": {tickets[3].pk}, "galina": set()}


def test_whoever_looks_after_several_places_finds_those_of_each(cast, tickets, size):
    Membership.objects.create(user=cast.igor, organisation=cast.stranger.organisation, role="local_specialist")
    igor, asked = User.objects.get(pk=cast.igor.pk), read(parse("принтер"), weights="ABC")
    both = by_looking(igor, None, asked)
    assert {tickets[2].pk, tickets[3].pk} <= set(both)
    assert sorted(best(grounds.ground_of_places(igor), asked).all, reverse=True) == both


def test_a_page_of_the_search_goes_on_through_all_windows(cast, tickets, size):
    asked, ground, seen, after = read(parse("принтер"), weights="ABC"), grounds.ground_of(cast.galina), [], ""
    for _turn in range(10):
        page = best(ground, asked, after=after, size=2)
        seen += [hit.ticket_id for hit in page.hits]
        after = page.older
        if not after:
            break
    assert len(seen) == len(set(seen))
    assert sorted(seen, reverse=True) == by_looking(cast.galina, None, asked)


def test_a_ticket_in_two_parts_is_found_once(cast, tickets, size):
    follow(tickets[0], cast.galina)
    found = best(grounds.ground_of(cast.galina), read(parse("принтер"), weights="ABC")).all
    assert len(found) == len(set(found))
    assert tickets[0].pk in found


def test_an_agent_of_no_region_finds_what_each_right_shows_while_it_lasts(cast, tickets, size):
    team = Team.objects.create(code="integrations", name="Отдел интеграций", only_asked=True)
    TeamMembership.objects.filter(user=cast.strange_agent).update(team=team)
    ask_for_advice(tickets[0].number, by=cast.anna, question="Что с драйвером?", team=team)
    mistaken = ask_for_advice(tickets[1].number, by=cast.anna, question="Вы знаете?", person=cast.strange_agent)
    take_question_back(mistaken.pk, by=cast.anna)
    follow(tickets[2], cast.strange_agent)
    follow(tickets[9], cast.strange_agent)
    Watch.objects.filter(ticket=tickets[9]).update(ended_at=now())

    semyon, asked = User.objects.get(pk=cast.strange_agent.pk), read(parse("принтер"), weights="")
    shown = [tickets[3].pk, tickets[2].pk, tickets[0].pk]  # his own, followed, asked about
    ground = grounds.ground_of(semyon)
    assert by_looking(semyon, None, asked) == shown
    assert sorted(best(ground, asked).all, reverse=True) == shown
    assert newest_of(ground, 5) == shown


def test_tickets_of_a_hospital_that_moved_are_found_by_the_new_region_only(cast, tickets, size):
    asked = read(parse("принтер"), weights="ABC")
    of_clinic = {tickets[n].pk for n in (0, 1, 2, 8, 9, 10)}

    def found(name):
        user = User.objects.get(pk=getattr(cast, name).pk)
        ids = best(grounds.ground_of(user), asked).all
        assert sorted(ids, reverse=True) == by_looking(user, None, asked)
        return of_clinic & set(ids)

    assert (found("galina"), found("strange_agent"), found("igor")) == (of_clinic, set(), of_clinic)
    Organisation.objects.filter(path__startswith=cast.clinic.path).update(region=cast.other_region)
    assert (found("galina"), found("strange_agent")) == (of_clinic, set())  # nothing has followed yet
    follow_regions(cast.clinic)
    assert (found("galina"), found("strange_agent"), found("igor")) == (set(), of_clinic, of_clinic)


def test_a_ticket_in_which_somebody_writes_meanwhile_is_found_once(cast, tickets, size, monkeypatch):
    follow(tickets[0], cast.galina)
    asked, ask = read(parse("принтер"), weights=""), queries.ask

    def meanwhile(statement, *values):
        if "max(id)" in statement:  # those known by id have been looked at, the regions' come now
            add_note(tickets[0].number, by=cast.anna, body="Принтер, принтер")
        return ask(statement, *values)

    monkeypatch.setattr(queries, "ask", meanwhile)
    found = best(grounds.ground_of(cast.galina), asked).all
    assert sorted(found, reverse=True) == by_looking(cast.galina, None, asked)
