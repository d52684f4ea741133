"""Promised news: the truthful words before they are owed, by one key or by themselves (product.md, A13)."""

import uuid
from datetime import timedelta

import pytest

from priyom.base.clock import now
from priyom.base.models import Event
from priyom.base.telling import ticket_number
from priyom.desk.actions import news
from priyom.desk.actions.assignment import take_ticket
from priyom.desk.actions.facts import let_wait
from priyom.desk.actions.messages import AT_ONCE, reply
from priyom.desk.jobs import send_promised_news, watch_clocks
from priyom.desk.models import Breach, Clock, ClockStand, Message, Ticket
from priyom.desk.page.due import dues_of
from priyom.desk.page.news import news_owed, truthful
from priyom.people.calendars import CalendarError
from priyom.people.models import Contract, Organisation, WorkCalendar
from tests.cast import open_ticket
from tests.desk.promises import contract

pytestmark = pytest.mark.django_db
PROMISES = [("response", "work_min", 60), ("update", "work_min", 240), ("resolution", "work_day", 5)]


@pytest.fixture
def told(cast, at, anna):
    """A ticket that Anna has answered on Tuesday at ten: news every four working hours."""
    at("2026-03-17 09:00")
    contract(cast, targets=PROMISES)
    ticket = open_ticket(cast.zoya)
    take_ticket(ticket.number, by=anna)
    at("2026-03-17 10:00")
    reply(ticket.number, by=anna, body="Смотрим журнал шлюза.", undo=AT_ONCE)
    return fresh(ticket)


def fresh(ticket):
    return Ticket.objects.select_related("assignee", "team", "topic__parent", "organisation__region").get(pk=ticket.pk)


def said_by_itself(ticket):
    return list(Message.objects.filter(ticket=ticket, author__is_system=True).order_by("id"))


def by_itself():
    Contract.objects.update(tells_by_itself=True)


def test_the_words_say_who_has_it_the_contract_and_when_the_next_news_come(told, anna):
    assert truthful(told).split("\n") == [
        f"Заявка {ticket_number(told.number)} не забыта.",
        f"Ею занимается {anna.name}.",
        "Срок решения по договору: 24 марта, 09:00.",
        "Срок следующего известия: сегодня, 14:00.",
    ]


def test_they_say_on_whom_it_waits_and_since_when(told, anna, at):
    at("2026-03-17 11:00")
    let_wait(told.number, by=anna, waiting_for="external", whom="поддержка ЕГИСЗ")
    at("2026-03-17 12:00")
    assert "Ждём: поддержка ЕГИСЗ, обратились: сегодня, 11:00. От вас ничего не нужно." in truthful(fresh(told))


def test_a_time_that_has_passed_is_not_told_as_still_to_come(told, at):
    at("2026-03-25 10:00")
    assert "Срок по договору (24 марта, 09:00) прошёл, мы продолжаем." in truthful(fresh(told))


def test_the_times_are_those_of_the_requesters_clock(told):
    Organisation.objects.filter(pk=told.organisation_id).update(timezone="Asia/Vladivostok")
    assert "Срок следующего известия: сегодня, 21:00." in truthful(fresh(told))


def test_nobody_is_bothered_while_there_is_time(told, at):
    at("2026-03-17 10:30")
    assert news_owed(told, dues_of(told)) is None


def test_before_they_are_owed_the_page_offers_the_words(told, at, as_, anna):
    at("2026-03-17 13:30")
    page = as_(anna).get(f"/desk/tickets/{told.number}").content.decode()
    assert "Обещано известие" in page
    assert "не забыта" in page
    assert 'data-key="Alt+n"' in page


def test_sent_as_they_are_they_are_an_answer_and_the_clock_begins_again(told, at, anna):
    at("2026-03-17 13:30")
    reply(told.number, by=anna, body=truthful(told), undo=AT_ONCE)
    update = Clock.objects.get(ticket=told, promise="update")
    assert update.due_at == now() + timedelta(hours=4)
    assert news_owed(fresh(told), dues_of(fresh(told))) is None


def test_the_box_goes_with_the_answer_and_not_only_when_it_is_sent(told, at, as_, anna):
    """The answer waits its ten seconds: the news are on their way, and nobody is asked for them again."""
    at("2026-03-17 13:30")
    client = as_(anna)
    address = f"/desk/tickets/{told.number}"
    assert 'id="news-owed"' in client.get(address).content.decode()
    said = {"visibility": "public", "body": "Всё ещё смотрим.", "token": str(uuid.uuid4()), "then": "stay"}
    answer = client.post(f"{address}/messages", said, headers={"HX-Request": "true"}).content.decode()
    assert '<div id="news-box" hx-swap-oob="true"></div>' in answer
    assert 'id="news-owed"' not in client.get(address).content.decode()


def test_a_ticket_that_cannot_be_told_of_holds_up_no_other(cast, told, at, monkeypatch):
    by_itself()
    second = open_ticket(cast.zoya)
    reply(second.number, by=cast.anna, body="Смотрим.", undo=AT_ONCE)
    at("2026-03-17 13:45")
    watch_clocks()
    true_words = news.truthful

    def words(ticket):
        if ticket.pk == told.pk:
            raise CalendarError("nobody works by this calendar")
        return true_words(ticket)

    monkeypatch.setattr(news, "truthful", words)
    for _turn in range(2):
        send_promised_news()
    assert said_by_itself(told) == []
    assert len(said_by_itself(second)) == 1


def test_without_working_time_ahead_no_time_of_the_next_news_is_named(told, at):
    at("2026-03-17 13:30")
    WorkCalendar.objects.update(weekly={})
    assert "Срок следующего известия" not in truthful(fresh(told))


def test_nothing_goes_by_itself_where_the_contract_does_not_let_it(told, at):
    at("2026-03-17 13:45")
    watch_clocks()
    send_promised_news()
    assert said_by_itself(told) == []


def test_it_goes_by_itself_before_it_is_late_and_once(told, at, run_reactions, zoya):
    by_itself()
    at("2026-03-17 12:00")
    watch_clocks()
    send_promised_news()
    assert said_by_itself(told) == []
    at("2026-03-17 13:45")
    watch_clocks()
    send_promised_news()
    send_promised_news()
    (message,) = said_by_itself(told)
    assert message.visibility == "public"
    assert "не забыта" in message.body
    assert Event.objects.filter(kind="ticket.news_sent", subject_id=told.pk).count() == 1
    assert Clock.objects.get(ticket=told, promise="update").due_at == now() + timedelta(hours=4)
    run_reactions()
    assert zoya.notifications.filter(kind="ticket.news_sent").count() == 1
    at("2026-03-17 14:30")
    watch_clocks()
    assert not Breach.objects.filter(ticket=told).exists()


def test_news_by_the_machine_are_no_first_response_and_change_no_owner(cast, at):
    at("2026-03-17 09:00")
    contract(cast, targets=[("response", "cal_min", 600), ("update", "cal_min", 60), ("resolution", "work_day", 5)])
    by_itself()
    ticket = open_ticket(cast.zoya)
    at("2026-03-17 09:50")
    watch_clocks()
    send_promised_news()
    ticket.refresh_from_db()
    assert (ticket.first_replied_at, ticket.assignee, ticket.status) == (None, None, "new")
    assert ticket.awaiting_us_since is not None


def test_after_three_in_a_row_a_person_has_to_speak(told, at):
    by_itself()
    Clock.objects.filter(ticket=told, promise="update").update(unit="cal_min", amount=60)
    for hour in range(14, 19):
        at(f"2026-03-17 {hour}:55")
        Clock.objects.filter(ticket=told, promise="update").update(due_at=now() + timedelta(minutes=5), ended_at=None)
        ClockStand.objects.filter(clock__ticket=told, clock__promise="update").update(warned=90)
        send_promised_news()
    assert len(said_by_itself(told)) == 3


def test_while_somebody_writes_the_machine_is_silent(told, at, anna):
    by_itself()
    at("2026-03-17 13:45")
    watch_clocks()
    reply(told.number, by=anna, body="Нашли причину.")
    send_promised_news()
    assert said_by_itself(told) == []
