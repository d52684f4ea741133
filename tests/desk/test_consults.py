"""Advice of colleagues: who is asked sees the ticket and no other, and what they say stays among us."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.models import Event
from priyom.desk.actions.assignment import take_ticket
from priyom.desk.actions.bulk import start_bulk, undo_bulk
from priyom.desk.actions.bulk_doing import go_on as do
from priyom.desk.actions.consults import (
    accept_advice,
    ask_for_advice,
    give_advice,
    hand_consults_over,
    return_advice,
    say_in_consult,
    say_what_is_late,
    take_question_back,
)
from priyom.desk.actions.drafts import read_draft, save_draft
from priyom.desk.actions.merging import merge_ticket
from priyom.desk.actions.messages import add_note
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.lists.board import ListState, find_view
from priyom.desk.lists.rows import list_page
from priyom.desk.models import CannedAnswer, Consult, Message, Ticket
from priyom.desk.queries import get_ticket, messages_of
from priyom.desk.search.finding import find
from priyom.people.models import (
    Contract,
    ContractParty,
    ServiceLevel,
    Target,
    Team,
    TeamMembership,
    User,
    WorkCalendar,
)
from tests.cast import open_ticket


@pytest.fixture
def integrations(cast):
    """A department of another region's desk: Semyon works there, and sees no ticket of the lake."""
    team = Team.objects.create(code="integrations", name="Отдел интеграций", only_asked=True)
    TeamMembership.objects.create(team=team, user=cast.strange_agent)
    return team


@pytest.fixture
def asked(anna, ticket, integrations):
    """Anna has asked the department of integrations."""
    return ask_for_advice(ticket.number, by=anna, question="Нужен скрипт для шаблона 227?", team=integrations)


def standing(ticket):
    ticket.refresh_from_db()
    return ticket.status, ticket.waiting_for, ticket.waiting_whom


# --- who sees what ---------------------------------------------------------------------------------------


def test_who_is_asked_sees_the_ticket_and_no_other(strange_agent, zoya, anna, ticket, integrations):
    other = open_ticket(zoya)
    with pytest.raises(NotVisible):
        get_ticket(strange_agent, ticket.number)
    consult = ask_for_advice(ticket.number, by=anna, question="Нужен скрипт?", team=integrations)
    assert get_ticket(strange_agent, ticket.number) == ticket
    for lists in (Ticket.objects.visible_to, Ticket.objects.listed_for):
        assert list(lists(strange_agent)) == [ticket]
    with pytest.raises(NotVisible):
        get_ticket(strange_agent, other.number)
    take_question_back(consult.pk, by=anna)
    with pytest.raises(NotVisible):
        get_ticket(strange_agent, ticket.number)


def test_search_finds_for_the_asked_what_they_are_asked_about(strange_agent, asked, ticket, zoya):
    open_ticket(zoya)
    assert [hit.ticket_id for hit in find(strange_agent, "рецепт принтер").hits.hits] == [ticket.pk]


def test_a_department_that_is_only_asked_has_no_reach_of_its_own(cast, ticket):
    department = Team.objects.create(code="methods", name="Методологи", only_asked=True)
    TeamMembership.objects.filter(user=cast.vadim).delete()
    TeamMembership.objects.create(team=department, user=cast.vadim)
    vadim = User.objects.get(pk=cast.vadim.pk)
    assert not Ticket.objects.visible_to(vadim).exists()
    ask_for_advice(ticket.number, by=cast.anna, question="Как по приказу?", person=vadim)
    assert list(Ticket.objects.visible_to(vadim)) == [ticket]


def test_the_asked_write_in_the_thread_and_nowhere_else(strange_agent, asked, ticket, as_):
    with pytest.raises(NotAllowed):
        add_note(ticket.number, by=strange_agent, body="Заметка мимо совета")
    say_in_consult(asked.pk, by=strange_agent, body="Какая у них версия?")
    page = as_(strange_agent).get(f"/desk/tickets/{ticket.number}").content.decode()
    assert "Какая у них версия?" in page
    assert 'id="composer"' not in page
    for change in ("owner", "status", "priority"):
        assert as_(strange_agent).get(f"/desk/tickets/{ticket.number}/{change}").status_code == 403


def test_the_requester_never_sees_what_is_said_in_a_thread(zoya, igor, asked, strange_agent, ticket, as_, api):
    give_advice(asked.pk, by=strange_agent, body="Скрипт лежит на стенде, секретный совет")
    for person in (zoya, igor):
        assert not [each for each in messages_of(person, ticket) if each.consult_id]
        assert "секретный совет" not in as_(person).get(f"/tickets/{ticket.number}").content.decode()
        said = api(person)("GET", f"/tickets/{ticket.number}/messages").body["items"]
        assert all("секретный" not in each["body"] for each in said)


def test_the_database_refuses_public_advice(asked, anna, ticket):
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(
            ticket=ticket, consult=asked, region_id=ticket.region_id, author=anna, body="Всем", written_at=now(),
            visibility="public",
        )  # fmt: skip


# --- asking and answering ----------------------------------------------------------------------------------


def test_several_are_asked_at_once_and_nobody_twice(anna, boris, asked, ticket, integrations):
    ask_for_advice(ticket.number, by=anna, question="Код 4.31 ещё встречается?", person=boris)
    with pytest.raises(Invalid) as refused:
        ask_for_advice(ticket.number, by=anna, question="Ещё раз", team=integrations)
    assert "whom" in refused.value.errors
    assert Consult.objects.open().filter(ticket=ticket).count() == 2


@pytest.mark.parametrize("who", [{}, {"person": "anna"}, {"person": "zoya"}, {"person": "adam"}, {"team": "gone"}])
def test_questions_to_nobody_are_refused(cast, ticket, who):
    gone = Team.objects.create(code="gone", name="Закрытый отдел", is_active=False)
    chosen = {"person": getattr(cast, who["person"])} if "person" in who else {"team": gone} if who else {}
    with pytest.raises(Invalid) as refused:
        ask_for_advice(ticket.number, by=cast.anna, question="Кто знает?", **chosen)
    assert set(refused.value.errors) == {"whom"}


def test_requesters_and_those_without_the_ticket_ask_nobody(zoya, stranger, boris, ticket):
    with pytest.raises(NotAllowed):
        ask_for_advice(ticket.number, by=zoya, question="Почему?", person=boris)
    with pytest.raises(NotVisible):
        ask_for_advice(ticket.number, by=stranger, question="Почему?", person=boris)


def test_the_same_form_sent_twice_asks_once(anna, boris, ticket):
    token = "7d8f3f0e-6f5c-4b0e-9a1c-2f9f6c1a5d11"
    first = ask_for_advice(ticket.number, by=anna, question="Что это?", person=boris, token=token)
    again = ask_for_advice(ticket.number, by=anna, question="Что это?", person=boris, token=token)
    assert first == again
    assert Event.objects.filter(kind="consult.asked").count() == 1


def test_an_answer_is_returned_with_what_is_missing_and_then_accepted(anna, strange_agent, asked, at):
    moment = asked.since
    at((moment + timedelta(hours=1)).isoformat())
    give_advice(asked.pk, by=strange_agent, body="Скрипт есть.")
    with pytest.raises(WrongState):
        give_advice(asked.pk, by=strange_agent, body="И ещё раз")
    at((moment + timedelta(hours=2)).isoformat())
    returned = return_advice(asked.pk, by=anna, body="Где он лежит?")
    assert (returned.state, returned.returned) == ("asked", 1)
    assert returned.needed_by == moment + timedelta(hours=2) + (asked.needed_by - asked.since)
    give_advice(asked.pk, by=strange_agent, body="В хранилище, папка 227.")
    accepted = accept_advice(asked.pk, by=anna)
    assert accepted.state == "accepted"
    assert accepted.answer.body == "В хранилище, папка 227."
    accept_advice(asked.pk, by=anna)
    assert Event.objects.filter(kind="consult.accepted").count() == 1


def test_who_answered_does_not_accept_the_own_answer(anna, boris, kira, ticket):
    consult = ask_for_advice(ticket.number, by=anna, question="Ваше?", person=boris)
    with pytest.raises(NotAllowed):
        give_advice(consult.pk, by=kira, body="Я за него")
    give_advice(consult.pk, by=boris, body="Наше.")
    with pytest.raises(NotAllowed):
        accept_advice(consult.pk, by=boris)


def test_an_answer_cannot_be_taken_back_by_who_asked(anna, strange_agent, asked):
    give_advice(asked.pk, by=strange_agent, body="Скрипт есть.")
    with pytest.raises(WrongState):
        take_question_back(asked.pk, by=anna)


# --- the waiting ticket ------------------------------------------------------------------------------------


def test_a_ticket_that_waits_only_for_advice_goes_on_when_all_of_it_has_come(anna, boris, ticket, integrations):
    first = ask_for_advice(ticket.number, by=anna, question="Скрипт?", team=integrations, waits=True)
    assert standing(ticket) == ("waiting", "consult", "Отдел интеграций")
    second = ask_for_advice(ticket.number, by=anna, question="Код?", person=boris)
    assert standing(ticket) == ("waiting", "consult", "Отдел интеграций, Борис Громов")
    give_advice(second.pk, by=boris, body="Код прежний.")
    assert standing(ticket) == ("waiting", "consult", "Отдел интеграций")
    take_question_back(first.pk, by=anna)
    assert standing(ticket) == ("open", "", "")


def test_without_that_the_ticket_goes_on_meanwhile(asked, ticket):
    assert standing(ticket)[0] == "new"


def test_nobody_has_to_answer_what_is_asked_in_a_solved_ticket(
    anna, boris, strange_agent, asked, ticket, run_reactions
):
    answered = ask_for_advice(ticket.number, by=anna, question="А это?", person=boris)
    give_advice(answered.pk, by=boris, body="Это норма.")
    resolve_ticket(ticket.number, by=anna, cause="Шаблон", remedy="Обновить")
    run_reactions()
    assert dict(Consult.objects.values_list("pk", "state")) == {asked.pk: "taken_back", answered.pk: "accepted"}
    with pytest.raises(WrongState):
        ask_for_advice(ticket.number, by=anna, question="Ещё", person=boris)


def test_a_solution_taken_back_in_bulk_brings_back_what_was_asked_with_it(
    anna, boris, kira, asked, ticket, run_reactions
):
    """The department had not answered, Boris had, Kira's question was taken back long before: only that stays so."""
    answered = ask_for_advice(ticket.number, by=anna, question="А журнал?", person=boris)
    give_advice(answered.pk, by=boris, body="Чистый.")
    settled = ask_for_advice(ticket.number, by=anna, question="А сеть?", person=kira)
    take_question_back(settled.pk, by=anna)
    CannedAnswer.objects.create(
        code="cable", title="Кабель", body="",
        effects={"status": "resolved", "cause": "Кабель.", "remedy": "Воткнули."},
    )  # fmt: skip
    bulk = start_bulk([ticket.number], {"macro": "cable"}, by=anna)
    while do(bulk.pk):
        pass
    run_reactions()
    assert not Consult.objects.open().exists()
    undo_bulk(bulk.pk, by=anna)
    while do(bulk.pk):
        pass
    assert dict(Consult.objects.values_list("pk", "state")) == {
        asked.pk: "asked", answered.pk: "answered", settled.pk: "taken_back",
    }  # fmt: skip


def test_late_advice_is_said_once_and_again_when_it_was_returned(anna, strange_agent, asked, at):
    assert say_what_is_late() == 0
    at((asked.needed_by + timedelta(minutes=1)).isoformat())
    assert (say_what_is_late(), say_what_is_late()) == (1, 0)
    give_advice(asked.pk, by=strange_agent, body="Вот.")
    assert Event.objects.get(kind="consult.answered").details["late"] is True
    returned = return_advice(asked.pk, by=anna, body="Не всё.")
    at((returned.needed_by + timedelta(minutes=1)).isoformat())
    assert say_what_is_late() == 1


def test_without_a_word_the_contract_says_by_when(anna, boris, zoya, at):
    monday = at("2026-03-02 16:30")
    calendar = WorkCalendar.objects.create(
        code="nine", name="5×9", weekly={str(day): [["09:00", "18:00"]] for day in range(5)}, timezone="Europe/Moscow",
        follows_production=False,
    )  # fmt: skip
    contract = Contract.objects.create(number="1", title="Край", calendar=calendar)
    ContractParty.objects.create(contract=contract, region=zoya.organisation.region)
    level = ServiceLevel.objects.create(contract=contract, name="Любая")
    Target.objects.create(level=level, promise="consult", unit="work_min", amount=180)
    ticket = open_ticket(zoya)
    assert ticket.contract == contract
    consult = ask_for_advice(ticket.number, by=anna, question="Что это?", person=boris)
    assert (consult.by_contract, consult.needed_by) == (True, monday + timedelta(hours=18))
    chosen = ask_for_advice(ticket.number, by=anna, question="И это?", team=Team.objects.get(code="line3"),
                            needed_by=monday + timedelta(hours=2))  # fmt: skip
    assert not chosen.by_contract


# --- my work and the bell ----------------------------------------------------------------------------------


def test_my_advice_is_asked_stands_in_my_work_by_when_it_is_needed(anna, boris, zoya, ticket):
    later = open_ticket(zoya, subject="Не грузится справочник")
    ask_for_advice(ticket.number, by=anna, question="1?", person=boris, needed_by=now() + timedelta(hours=6))
    asked = ask_for_advice(later.number, by=anna, question="2?", person=boris, needed_by=now() + timedelta(hours=1))
    view = find_view(boris, "advice")
    rows = list_page(boris, ListState(view=view)).rows
    assert [row.number for row in rows] == [later.number, ticket.number]
    give_advice(asked.pk, by=boris, body="Так и есть.")
    assert [row.number for row in list_page(boris, ListState(view=view)).rows] == [ticket.number]
    assert not list_page(anna, ListState(view=find_view(anna, "advice"))).rows


def test_the_bell_rings_for_those_asked_and_for_the_owner(anna, strange_agent, asked, run_reactions):
    run_reactions()
    assert told(strange_agent) == ["consult.asked"]
    give_advice(asked.pk, by=strange_agent, body="Вот.")
    run_reactions()
    assert "consult.answered" in told(anna)


def told(person):
    from priyom.channels.models import Notification

    return list(Notification.objects.filter(user=person).order_by("pk").values_list("event__kind", flat=True))


# --- on the page -------------------------------------------------------------------------------------------


def test_from_the_form_to_the_accepted_answer(anna, strange_agent, ticket, integrations, as_):
    address = f"/desk/tickets/{ticket.number}/consults"
    assert as_(anna).get(address).status_code == 200
    empty = as_(anna).post(address, {"body": "", "team": "integrations", "when": "2h"})
    assert empty.status_code == 422
    sent = as_(anna).post(address, {"body": "Нужен скрипт?", "team": "integrations", "when": "2h", "waits": "1"})
    assert sent.status_code == 302
    consult = Consult.objects.get()
    thread = f"/desk/consults/{consult.pk}"
    assert as_(strange_agent).post(f"{thread}/messages", {"act": "answer", "body": " "}).status_code == 422
    assert as_(strange_agent).post(f"{thread}/messages", {"act": "answer", "body": "Да, нужен."}).status_code == 302
    assert "Да, нужен." in as_(anna).get(f"/desk/tickets/{ticket.number}").content.decode()
    assert as_(anna).post(f"{thread}/acceptance").status_code == 302
    settled = as_(anna).get(f"/desk/tickets/{ticket.number}").content.decode()
    assert "consult--settled" in settled


def test_advice_goes_into_the_answer_after_what_is_written_already(anna, strange_agent, asked, ticket, as_):
    give_advice(asked.pk, by=strange_agent, body="Скрипт ставит администратор.")
    save_draft(by=anna, place=f"reply:{ticket.number}", text="Здравствуйте.")
    as_(anna).post(f"/desk/consults/{asked.pk}/use")
    assert read_draft(anna, f"reply:{ticket.number}").text == "Здравствуйте.\n\nСкрипт ставит администратор."
    as_(anna).post(f"/desk/consults/{asked.pk}/use", {"visibility": "public", "body": "Пишу прямо сейчас."})
    assert read_draft(anna, f"reply:{ticket.number}").text == "Пишу прямо сейчас.\n\nСкрипт ставит администратор."
    assert not Message.objects.filter(ticket=ticket, visibility="public", by_staff=True).exists()


def test_a_colleague_who_is_asked_answers_the_asker_with_the_key_of_answers_and_not_the_requester(
    anna, boris, ticket, as_
):
    """Boris may answer the requester as well: the first of two such keys on the page counts."""
    take_ticket(ticket.number, by=anna)
    consult = ask_for_advice(ticket.number, by=anna, question="Что это?", person=boris)
    address = f"/desk/tickets/{ticket.number}"

    def with_r(user):
        page = as_(user).get(address).content.decode()
        return re.findall(r'<[^>]*data-key="r"', page)

    advice, answer = with_r(boris)
    assert f'id="consult-{consult.pk}-' in advice
    assert 'name="visibility" value="public"' in answer
    assert with_r(anna) == [answer]
    give_advice(consult.pk, by=boris, body="Кабель.")
    assert with_r(boris) == [answer]


def test_threads_cost_the_page_no_more_queries_when_there_are_more(
    anna, boris, vadim, ticket, as_, django_assert_num_queries, django_assert_max_num_queries
):
    ask_for_advice(ticket.number, by=anna, question="Один?", person=boris)
    client, address = as_(anna), f"/desk/tickets/{ticket.number}"
    client.get(address)  # the counts of the rail are worked out once for every new event
    with django_assert_max_num_queries(60) as counted:
        client.get(address)
    alone = len(counted)
    ask_for_advice(ticket.number, by=anna, question="Два?", person=vadim)
    for team in Team.objects.filter(level__isnull=False):
        ask_for_advice(ticket.number, by=anna, question="Три?", team=team)
    client.get(address)
    with django_assert_num_queries(alone):
        client.get(address)


# --- people leave, tickets are merged ------------------------------------------------------------------------


def test_questions_to_somebody_who_leaves_go_to_the_colleague_who_was_named(anna, boris, kira, pavel, ticket):
    consult = ask_for_advice(ticket.number, by=anna, question="Что это?", person=boris, waits=True)
    assert hand_consults_over(boris, by=pavel, to=kira) == 1
    consult.refresh_from_db()
    assert consult.person == kira
    assert standing(ticket) == ("waiting", "consult", kira.name)
    assert hand_consults_over(kira, by=pavel, to=None) == 1
    consult.refresh_from_db()
    assert consult.state == "taken_back"
    assert standing(ticket)[0] == "open"


def test_a_handover_of_questions_takes_the_tickets_first_as_whoever_answers_does(anna, boris, kira, pavel, ticket):
    ask_for_advice(ticket.number, by=anna, question="Что это?", person=boris)
    with CaptureQueriesContext(connection) as asked:
        hand_consults_over(boris, by=pavel, to=kira)
    locks = [each["sql"] for each in asked if "FOR UPDATE" in (each["sql"] or "")]
    assert [re.search(r'OF "(\w+)"', lock)[1] for lock in locks] == ["desk_ticket", "desk_consult"]


def test_a_thread_of_a_merged_ticket_lives_on_where_the_ticket_does(anna, boris, zoya, ticket, as_):
    target = open_ticket(zoya, subject="Та же беда")
    consult = ask_for_advice(ticket.number, by=anna, question="Встречалось ли такое?", person=boris)
    merge_ticket(ticket.number, by=anna, into=target.number)
    page = f"/desk/tickets/{target.number}"
    assert "Встречалось ли такое?" in as_(boris).get(page).content.decode()
    answered = as_(boris).post(f"/desk/consults/{consult.pk}/messages", {"act": "answer", "body": "Да, дважды."})
    assert answered.status_code == 302
    assert f"/desk/tickets/{target.number}" in answered.url
    as_(anna).post(f"/desk/consults/{consult.pk}/use")
    assert read_draft(anna, f"reply:{target.number}").text == "Да, дважды."


def test_my_work_says_that_advice_is_asked(anna, boris, ticket, as_):
    ask_for_advice(ticket.number, by=anna, question="Что это?", person=boris)
    assert "/desk/lists/advice" in as_(boris).get("/desk/").content.decode()
    assert "asked-of-me" in as_(boris).get("/desk/").content.decode()
    assert "asked-of-me" not in as_(anna).get("/desk/").content.decode()
