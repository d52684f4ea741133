import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from priyom.desk.actions.ladder import pass_on, return_with_advice, solve_on_rung, take_up
from priyom.desk.actions.tickets import confirm_solution, resolve_ticket
from priyom.desk.models import RungStep
from priyom.desk.portal.ladder import solved_by_rung
from priyom.desk.rules.ladder import shares
from priyom.people.models import WorkCalendar
from tests.cast import open_ticket
from tests.desk.test_ladder import FOUND, asked, contract

__all__ = ["asked", "contract"]


def page_of(client, number):
    return client.get(f"/portal/tickets/{number}").content.decode()


def test_the_list_holds_what_stands_with_me_and_the_top_line_its_number(asked, igor, galina, zoya, as_):
    open_ticket(zoya, subject="Не видно остатков")
    page = as_(igor).get("/portal/ladder").content.decode()
    assert "Не видно остатков" in page
    assert '<span class="count">2</span>' in page
    theirs = as_(galina).get("/portal/ladder").content.decode()
    assert "Вас ничто не ждёт" in theirs
    assert "У местных специалистов: 2" in theirs
    pass_on(asked.number, by=igor, **FOUND)
    assert as_(igor).get("/portal/ladder").content.decode().count("p-row") == 1
    assert asked.subject in as_(galina).get("/portal/ladder").content.decode()


def test_the_list_costs_the_same_for_one_and_for_many(asked, igor, zoya, as_, django_assert_num_queries):
    client = as_(igor)
    client.get("/portal/ladder")
    with CaptureQueriesContext(connection) as asking:
        client.get("/portal/ladder")
    few = len(asking)
    for number in range(12):
        open_ticket(zoya, subject=f"Ещё {number}")
    client.get("/portal/ladder")  # what everybody is told of critical incidents is read anew with every event
    with django_assert_num_queries(few):
        assert client.get("/portal/ladder").content.decode().count("p-row") == 13


def test_a_long_list_is_read_on(contract, igor, zoya, as_):
    for number in range(52):
        open_ticket(zoya, subject=f"Заявка по порядку {number}")
    first = as_(igor).get("/portal/ladder").content.decode()
    assert first.count("p-row") == 50
    after = first.partition("?after=")[2].partition('"')[0]
    rest = as_(igor).get("/portal/ladder", {"after": after}).content.decode()
    assert rest.count("p-row") == 2
    assert "Заявка по порядку 51" in rest


def test_the_three_ways_stand_on_the_page_of_who_holds_it_only(asked, igor, zoya, galina, as_):
    for person, sees in ((igor, True), (zoya, False), (galina, False)):
        assert ('id="rung"' in page_of(as_(person), asked.number)) is sees
    assert "Забрать к себе" in page_of(as_(galina), asked.number)


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(asked, igor, as_):
    client, address = as_(igor), f"/portal/tickets/{asked.number}/rung"
    refused = client.post(address, {"act": "pass", "scope": "one", "since": "", "tried": "Перезагрузка рабочего места"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Скажите, с какого времени" in page
    assert "Перезагрузка рабочего места" in page
    assert client.post(address, {"act": "solve", "cause": "Бумага", "remedy": ""}).status_code == 422
    assert client.post(address, {"act": "return", "advice": "  "}).status_code == 422
    assert client.post(address, {"act": "dance"}).status_code == 422
    assert RungStep.objects.get().left_at is None
    assert client.post(address, {"act": "pass", **FOUND}).status_code == 302


def test_the_requester_reads_the_way_and_judges_the_advice(asked, igor, zoya, as_):
    page = page_of(as_(zoya), asked.number)
    assert "Местный специалист" in page
    assert "Игорь Мельник" in page
    return_with_advice(asked.number, by=igor, advice="Выключите и включите принтер.")
    page = page_of(as_(zoya), asked.number)
    assert "Выключите и включите принтер." in page
    assert "Совет помог?" in page
    answer = as_(zoya).post(f"/portal/tickets/{asked.number}/advice", {"helped": "no"})
    assert answer.status_code == 302
    pass_on(asked.number, by=igor, **FOUND)
    page = page_of(as_(zoya), asked.number)
    assert FOUND["tried"] in page
    assert "вся больница" in page


def test_who_stands_on_the_rung_is_told_what_is_theirs_to_do(asked, igor, zoya, galina, as_):
    def answers(person):
        page = page_of(as_(person), asked.number)
        return page.partition('class="four"')[2].partition("</dl>")[0]

    for words in ("<dd>Вы</dd>", "<dd>Вас</dd>", "заявитель ждёт вашего слова", "Вы решите или вернёте с советом"):
        assert words in answers(igor)
    for person in (zoya, galina):
        assert "Местный специалист" in answers(person)
        assert "Местного специалиста" in answers(person)
    return_with_advice(asked.number, by=igor, advice="Выключите и включите принтер.")
    assert zoya.name in answers(igor)
    assert "если не помогло, заявка вернётся к вам" in answers(igor)
    assert "<dd>Вас</dd>" in answers(zoya)


def test_a_rung_whose_calendar_has_no_working_time_lets_tickets_open(contract, zoya):
    WorkCalendar.objects.update(weekly={})
    ticket = open_ticket(zoya)
    assert RungStep.objects.get(ticket=ticket).due_at is None


def test_the_desk_sees_that_it_is_not_its_own_yet_and_takes_it_up(asked, anna, as_):
    client = as_(anna)
    page = client.get(f"/desk/tickets/{asked.number}").content.decode()
    assert "Ещё не у нас" in page
    assert 'id="composer"' not in page
    assert asked.subject not in client.get("/desk/lists/line1-open").content.decode()
    assert client.post(f"/portal/tickets/{asked.number}/taking-up").status_code == 302
    page = client.get(f"/desk/tickets/{asked.number}").content.decode()
    assert "Ещё не у нас" not in page
    assert "Путь заявки" in page


def test_each_rung_solves_its_share_and_the_formula_says_of_what(contract, igor, anna, zoya, galina, stranger, as_):
    for _number in range(2):
        solve_on_rung(open_ticket(zoya).number, by=igor, cause="а", remedy="б")
    passed = open_ticket(zoya)
    pass_on(passed.number, by=igor, **FOUND)
    solve_on_rung(passed.number, by=galina, cause="а", remedy="б")
    ours = open_ticket(zoya)
    take_up(ours.number, by=anna)
    resolve_ticket(ours.number, by=anna, cause="а", remedy="б")
    confirm_solution(ours.number, by=zoya)
    assert [(share.solved, share.percent) for share in solved_by_rung(galina)] == [(2, 50), (1, 25), (1, 25)]
    assert not solved_by_rung(stranger)
    page = as_(galina).get("/portal/ladder").content.decode()
    assert "50 %" in page
    assert "за последние 90 дней" in page


@pytest.mark.parametrize("solved", [{"local": 1, "operator": 1, "vendor": 1}, {"local": 2, "vendor": 5}, {"vendor": 7}])
def test_the_shares_make_a_hundred(solved):
    assert sum(shares(solved).values()) == 100
    assert shares({}) == {}
