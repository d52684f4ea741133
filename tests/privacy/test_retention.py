"""How long things are kept: the administrator says, the sweep destroys, the act tells what without a single value."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed
from priyom.base.models import Event, StoredFile
from priyom.base.storage import path_of
from priyom.desk.actions.messages import comment
from priyom.desk.actions.tickets import confirm_solution, resolve_ticket
from priyom.desk.models import Attachment, Message, Ticket
from priyom.people.actions.exports import ask_export, make_export
from priyom.people.exports.own import path_of as path_of_export
from priyom.privacy.actions import receive_file
from priyom.privacy.models import DestructionAct, FileLook, RetentionTerm, ScreenedFile, Screening, TicketPeople
from priyom.privacy.retention.actions import carry_out, set_terms
from tests.cast import open_ticket

SAID = "Пациент Кондрашевич Пётр Сергеевич, СНИЛС 112-233-445 95, не открывается карта."
SHOWN = "Картриджи"


@pytest.fixture
def at_day(at):
    """Move on by days."""
    start = now()
    return lambda days: at((start + timedelta(days=days, hours=1)).isoformat())


def closed(cast, *, days, body=SAID):
    ticket = open_ticket(cast.zoya, subject=f"{SHOWN} кончились", body=body)
    resolve_ticket(ticket.number, by=cast.anna, cause=f"{SHOWN}, причина", remedy=f"{SHOWN}, решение")
    confirm_solution(ticket.number, by=cast.zoya)
    Ticket.objects.filter(pk=ticket.pk).update(closed_at=now() - timedelta(days=days))
    return Ticket.objects.get(pk=ticket.pk)


def with_file(cast, ticket, content):
    screened = receive_file(SimpleUploadedFile("снимок.txt", content, "text/plain"), by=cast.zoya)
    message = Message.objects.filter(ticket=ticket).first()
    Attachment.objects.create(screened=screened, ticket=ticket, message=message, added_by=cast.zoya, added_at=now())
    return screened


def lying(word):
    """Return the tables in which the word lies, in any column; the text of notifications is told elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = set()
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT EXISTS(SELECT FROM "{table}" t WHERE t::text ILIKE %s)', [f"%{word}%"])  # noqa: S608
            found |= {table} if cursor.fetchone()[0] else set()
    return found


def test_findings_go_when_their_time_is_over_and_the_act_counts_them_by_kind(cast, at_day, settings):
    settings.PRIYOM = replace(settings.PRIYOM, guard="on")
    for days, kinds in ((400, ["PERSON", "SNILS"]), (390, ["PERSON"]), (10, ["PERSON"])):
        places = [["body", kind, 0, 5, 99] for kind in kinds]
        Screening.objects.create(
            at=now() - timedelta(days=days), channel="portal", author=cast.zoya, places=places, hidden=len(kinds)
        )
    set_terms(by=cast.adam, days={"findings": 365})
    assert carry_out() == 0, "a day is left to take it back"
    at_day(1)
    assert carry_out() == 2
    assert Screening.objects.count() == 1
    act = DestructionAct.objects.get()
    assert (act.stock, act.count, act.kinds, act.days) == ("findings", 2, {"PERSON": 2, "SNILS": 1}, 365)
    assert (act.by, act.request, act.ground) == (cast.adam, None, "term")
    assert carry_out() == 0
    told = Event.objects.get(kind="guard.destroyed")
    assert (told.subject_id, told.details["stock"]) == (act.pk, "findings")


def test_words_of_a_closed_ticket_go_everywhere_and_what_reports_need_stays(cast, at_day):
    old = closed(cast, days=200, body=f"{SHOWN} не печатают")
    young = closed(cast, days=20, body="Молодая заявка")
    open_one = open_ticket(cast.zoya, body="Открытая заявка")
    comment(open_one.number, by=cast.zoya, body="И ещё слово")
    TicketPeople.objects.create(ticket_id=old.pk, highest=2)
    set_terms(by=cast.adam, days={"words": 180})
    at_day(1)
    assert carry_out() == 1
    gone = Ticket.objects.get(pk=old.pk)
    assert (gone.subject, gone.cause, gone.remedy) == ("[…]", "[…]", "[…]")
    assert set(Message.objects.filter(ticket=old).values_list("body", flat=True)) == {"[…]"}
    assert (gone.number, gone.topic_id, gone.requester_id) == (old.number, old.topic_id, old.requester_id)
    assert not TicketPeople.objects.exists()
    assert Ticket.objects.get(pk=young.pk).cause == f"{SHOWN}, причина"
    assert "И ещё слово" in Message.objects.filter(ticket=open_one).values_list("body", flat=True)
    Ticket.objects.filter(pk=young.pk).delete()
    assert not lying("не печатают")


def test_files_of_a_closed_ticket_go_from_the_store_and_say_why(cast, at_day, as_, settings):
    old, young = closed(cast, days=200), closed(cast, days=20)
    gone, stays = with_file(cast, old, b"alt"), with_file(cast, young, b"jung")
    places = [path_of(each.file.sha256) for each in (gone, stays)]
    assert all(place.exists() for place in places)
    set_terms(by=cast.adam, days={"files": 90})
    at_day(1)
    from django.test import TestCase

    with TestCase.captureOnCommitCallbacks(execute=True):
        assert carry_out() == 1
    assert [place.exists() for place in places] == [False, True]
    gone.refresh_from_db()
    assert (gone.file, gone.state, gone.name) == (None, ScreenedFile.State.REFUSED, "снимок.txt")
    assert "Срок хранения истёк" in gone.why
    assert StoredFile.objects.filter(pk=stays.file_id).exists()
    assert "Срок хранения истёк" in as_(cast.zoya).get(f"/portal/tickets/{old.number}").text


def test_only_the_days_that_law_and_pages_allow_are_taken(cast):
    with pytest.raises(NotAllowed):
        set_terms(by=cast.oleg, days={"findings": 365})
    with pytest.raises(Invalid) as refused:
        set_terms(by=cast.adam, days={"looks": 30, "findings": 10, "цвет": 5})
    assert set(refused.value.errors) == {"looks", "findings", "цвет"}
    assert not RetentionTerm.objects.exists()


def test_two_who_decide_the_same_new_term_at_once_are_both_heard(at_once, cast):
    heard = at_once(*[lambda days=days: set_terms(by=cast.adam, days={"words": days}) for days in (90, 180)])
    assert not [each for each in heard if isinstance(each, Exception)]
    told = [event.details["after"] for event in Event.objects.filter(kind="guard.term_decided").order_by("id")]
    assert told[-1] == RetentionTerm.objects.get(stock="words").days
    assert sorted(len(each) for each in heard) == [1, 1]


def test_a_term_taken_back_within_the_day_destroys_nothing(cast, at_day):
    FileLook.objects.create(
        file_id="0" * 32, user=cast.anna, how="shown", slot=1, looked_at=now() - timedelta(days=2000)
    )
    set_terms(by=cast.adam, days={"looks": 1095})
    set_terms(by=cast.adam, days={"looks": None})
    at_day(3)
    assert carry_out() == 0
    assert FileLook.objects.exists()
    assert Event.objects.filter(kind="guard.term_decided").count() == 2


def test_many_are_destroyed_step_by_step_into_one_act(cast, at_day, monkeypatch):
    from priyom.privacy.retention import actions

    monkeypatch.setattr(actions, "STEP", 2)
    for _each in range(5):
        closed(cast, days=300)
    set_terms(by=cast.adam, days={"words": 90})
    at_day(1)
    assert carry_out() == 5
    assert DestructionAct.objects.get().count == 5


def test_the_page_takes_terms_and_shows_acts_and_the_act_holds_no_value(cast, as_, at_day, settings):
    settings.PRIYOM = replace(settings.PRIYOM, guard="on")
    closed(cast, days=300)
    page = as_(cast.adam)
    assert "Пока ничего не уничтожали" in page.get("/guard/terms").text
    refused = page.post("/guard/terms", {"findings": "5", "looks": "", "files": "", "words": "много"})
    assert refused.status_code == 422
    assert "Не меньше 30 дней" in refused.text or "Укажите число дней" in refused.text
    page.post("/guard/terms", {"findings": "", "looks": "", "files": "", "words": "100"})
    assert "Старше срока: 1." in page.get("/guard/terms").text
    at_day(2)
    carry_out()
    act = DestructionAct.objects.get()
    paper = as_(cast.oleg).get(f"/guard/acts/{act.pk}").text
    assert "Тексты закрытых заявок: 1" in paper
    assert "срок хранения истёк" in paper
    assert cast.adam.full_name in paper
    assert "Кондрашевич" not in paper
    assert f"/guard/acts/{act.pk}" in as_(cast.oleg).get("/guard/terms").text


def test_the_log_of_acts_leaves_as_a_file(cast, at_day):
    closed(cast, days=300)
    set_terms(by=cast.adam, days={"words": 90})
    at_day(1)
    carry_out()
    export = ask_export("destructions", by=cast.oleg, format="csv", filters={})
    make_export(export.pk)
    export.refresh_from_db()
    lines = path_of_export(export).read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "Тексты закрытых заявок" in lines[1]
    with pytest.raises(NotAllowed):
        ask_export("destructions", by=cast.anna, format="csv", filters={})


def test_a_stock_that_fails_holds_up_no_other(cast, at_day, monkeypatch):
    from priyom.privacy.retention import perishable

    def broken(*_given):
        raise RuntimeError("the disk is full")

    closed(cast, days=300)
    files = perishable.perishable("files")
    monkeypatch.setitem(perishable._stocks, "files", replace(files, destroy=broken))  # noqa: SLF001
    set_terms(by=cast.adam, days={"files": 90, "words": 90})
    at_day(1)
    assert carry_out() == 1
    assert DestructionAct.objects.get().stock == "words"


def test_words_go_by_their_term_also_where_the_subject_was_destroyed_before(cast, at_day):
    ticket = closed(cast, days=300, body=f"{SHOWN} не печатают")
    Ticket.objects.filter(pk=ticket.pk).update(subject="[…]")
    set_terms(by=cast.adam, days={"words": 90})
    at_day(1)
    assert carry_out() == 1
    assert set(Message.objects.filter(ticket=ticket).values_list("body", flat=True)) == {"[…]"}
    assert carry_out() == 0
