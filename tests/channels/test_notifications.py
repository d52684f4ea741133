from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from priyom.base import events
from priyom.base.clock import now
from priyom.base.events import record
from priyom.base.jobs import run_reactions
from priyom.base.models import Event
from priyom.base.requests import end_request, start_request
from priyom.channels.actions import mark_read, prefer, tell
from priyom.channels.models import Letter, Notification
from priyom.channels.notifications import GROUPS, TELL
from priyom.channels.queries import bell, unread_count
from priyom.desk.actions.assignment import assign_ticket
from priyom.desk.actions.messages import add_note, comment, reply
from priyom.desk.models import Watch
from priyom.people.models import TeamMembership, User
from tests.cast import open_ticket

AT_ONCE = timedelta(0)


def news_of(user):
    return [row.kind for row in Notification.objects.filter(user=user).order_by("pk")]


def test_every_kind_in_the_table_exists_and_has_a_group():
    assert set(TELL) <= set(events.kinds())
    assert {line.group for lines in TELL.values() for line in lines} <= set(GROUPS)


def test_the_requester_is_told_of_an_answer_and_the_author_is_not(anna, zoya, ticket):
    reply(ticket.number, by=anna, body="Смотрю", undo=AT_ONCE)
    run_reactions()

    assert news_of(zoya) == ["ticket.replied"]
    assert "ticket.replied" not in news_of(anna)
    assert unread_count(zoya) == 1


def test_that_a_request_arrived_is_said_by_letter_and_rings_no_bell(zoya, ticket):
    run_reactions()
    assert news_of(zoya) == []
    assert [letter.template for letter in Letter.objects.filter(user=zoya)] == ["received"]


def test_a_team_hears_of_a_new_ticket_only_when_it_is_critical_or_wished(anna, boris, zoya, cast):
    TeamMembership.objects.get_or_create(team=cast.line1, user=boris)
    prefer(by=boris, wishes={"team": (True, "off")})
    open_ticket(zoya, subject="Вопрос")
    run_reactions()
    assert (news_of(anna), news_of(boris)) == ([], ["ticket.opened"])

    open_ticket(zoya, subject="Не работает ничего", impact="all", urgency="critical")
    run_reactions()
    assert (news_of(anna), news_of(boris)) == (["ticket.opened"], ["ticket.opened"] * 2)


def test_a_team_of_sixty_costs_as_many_queries_as_a_team_of_two(zoya, cast):
    def cost():
        event = Event.objects.filter(kind="ticket.opened", subject_id=open_ticket(zoya).pk).get()
        with CaptureQueriesContext(connection) as queries:
            tell([event])
        return len(queries)

    before = cost()
    for n in range(60):
        TeamMembership.objects.create(team=cast.line1, user=User.objects.create_user(f"agent-{n}"))
    assert cost() == before


@pytest.mark.parametrize("kind", ["ticket.opened", "ticket.replied", "ticket.commented"])
def test_ten_facts_cost_as_many_queries_as_two(zoya, yakov, anna, kind):
    def cost(count):
        tickets = [open_ticket(asker) for asker in (zoya, yakov) * (count // 2)]
        facts = [record(kind, each, by=anna) for each in tickets]
        start_request()
        with CaptureQueriesContext(connection) as queries:
            tell(facts)
        end_request()
        return len(queries)

    assert cost(10) == cost(2)


def test_a_fact_is_told_once_however_often_the_job_runs(anna, zoya, ticket):
    reply(ticket.number, by=anna, body="Смотрю", undo=AT_ONCE)
    run_reactions()
    replied = Event.objects.get(kind="ticket.replied")
    tell([replied])
    tell([replied])

    assert news_of(zoya) == ["ticket.replied"]
    assert Letter.objects.filter(user=zoya, template="answered").count() == 1


def test_a_note_is_told_to_colleagues_only(anna, boris, zoya, yakov, ticket):
    for user in (yakov, boris):
        Watch.objects.create(ticket=ticket, user=user, added_by=user, since_at=now())
    add_note(ticket.number, by=anna, body="Между нами")
    run_reactions()

    assert "ticket.noted" in news_of(boris)
    assert "ticket.noted" not in news_of(zoya) + news_of(yakov)


def test_who_lost_the_right_hears_nothing(anna, stranger, ticket):
    Watch.objects.create(ticket=ticket, user=stranger, added_by=anna, since_at=now(), ended_at=now())
    reply(ticket.number, by=anna, body="Смотрю", undo=AT_ONCE)
    run_reactions()

    assert news_of(stranger) == []


def test_a_colleague_is_told_that_a_ticket_is_now_theirs(anna, boris, ticket):
    assign_ticket(ticket.number, by=anna, to=boris)
    run_reactions()
    assert "ticket.assigned" in news_of(boris)


def test_preferences_switch_a_group_off(anna, zoya, ticket):
    prefer(by=zoya, wishes={"mine": (False, "off")})
    reply(ticket.number, by=anna, body="Смотрю", undo=AT_ONCE)
    run_reactions()
    assert news_of(zoya) == []
    assert not Letter.objects.filter(user=zoya).exists()


def test_the_owner_gets_comments_as_a_digest_within_the_hour(anna, zoya, ticket, at):
    assign_ticket(ticket.number, by=anna, to=anna)
    at("2026-03-02 10:00")
    comment(ticket.number, by=zoya, body="Раз")
    at("2026-03-02 10:20")
    comment(ticket.number, by=zoya, body="Два")
    run_reactions()
    due = set(Letter.objects.filter(user=anna, template="commented").values_list("due_at", flat=True))
    assert len(due) == 1


def test_reading_a_ticket_reads_its_news(zoya, as_, ticket, anna):
    other = open_ticket(zoya, subject="Второй вопрос")
    for asked in (ticket, other):
        reply(asked.number, by=anna, body="Смотрю", undo=AT_ONCE)
    run_reactions()
    assert unread_count(zoya) == 2
    as_(zoya).post(f"/channels/tickets/{ticket.number}/readings")
    assert unread_count(zoya) == 1
    assert [row.number for row in bell(zoya) if not row.is_read] == [other.number]
    mark_read(by=zoya)
    assert unread_count(zoya) == 0


@pytest.mark.parametrize("count", [1, 30])
def test_the_bell_costs_the_same_for_one_and_for_many(anna, zoya, as_, ticket, count, django_assert_max_num_queries):
    for asked in (ticket, *(open_ticket(zoya, subject=f"Вопрос {n}") for n in range(count - 1))):
        reply(asked.number, by=anna, body="Смотрю", undo=AT_ONCE)
    run_reactions()
    client = as_(zoya)
    with django_assert_max_num_queries(13):
        assert client.get("/channels/news").status_code == 200


def test_who_may_let_a_newcomer_in_is_told_of_one(cast, zoya, igor, galina, anna, stranger):
    record("user.registered", zoya, by=zoya, region_id=cast.region.pk, organisation=cast.department.pk)
    run_reactions()
    assert "user.registered" in news_of(igor)
    assert "user.registered" in news_of(galina)
    assert not {"user.registered"} & {*news_of(anna), *news_of(stranger)}
