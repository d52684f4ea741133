"""Files, topics, events and the filters of the API."""

import base64
import threading
import time
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.test.utils import CaptureQueriesContext
from PIL import Image

from priyom.base.clock import now, set_now
from priyom.desk.actions.messages import AT_ONCE, add_note, comment, publish_message, reply
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.lists import programs
from priyom.desk.models import Attachment, Message, Ticket
from tests.cast import open_ticket

ALL = ["tickets:read", "tickets:write"]


def picture(name="снимок.png"):
    content = BytesIO()
    Image.new("RGB", (8, 8), "red").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="text/html")


def upload(call, path, file, **fields):
    headers = {name: fields.pop(name) for name in ("Idempotency-Key",) if name in fields}
    body = encode_multipart(BOUNDARY, fields | ({"file": file} if file else {}))
    return call("POST", path, body, content_type=MULTIPART_CONTENT, **headers)


def question(**facts):
    return {"body": "Принтер мигает", "requester": "zoya@clinic.example", "organisation": "clinic-1"} | facts


# --- files ---------------------------------------------------------------------------------------------------


def test_a_file_is_sent_first_and_goes_with_the_ticket_that_names_it(api, anna, zoya):
    call = api(anna)
    sent = upload(call, "/files", picture())
    assert (sent.status_code, sent.body["content_type"], sent.body["name"]) == (201, "image/png", "снимок.png"), (
        sent.body
    )
    number = call("POST", "/tickets", question(files=[sent.body["id"]])).body["number"]

    listed = call("GET", f"/tickets/{number}/files").body["items"]
    assert [each["id"] for each in listed] == [sent.body["id"]]
    assert call("GET", f"/tickets/{number}/messages").body["items"][0]["files"][0]["id"] == sent.body["id"]
    had = api(zoya)("GET", f"/files/{sent.body['id']}")
    assert had.body[:4] == b"\x89PNG"
    assert had.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in had.headers["Content-Security-Policy"]


def test_a_message_comes_with_its_file_in_one_request_and_once(api, anna, zoya, ticket):
    call = api(zoya)
    key = {"Idempotency-Key": "f-1"}
    first = upload(call, f"/tickets/{ticket.number}/files", picture(), body="Вот снимок", **key)
    again = upload(call, f"/tickets/{ticket.number}/files", picture(), body="Вот снимок", **key)
    assert (first.status_code, first.body) == (201, again.body)
    assert (first.body["body"], len(first.body["files"])) == ("Вот снимок", 1)
    assert upload(call, f"/tickets/{ticket.number}/files", picture(), body="Иное", **key).status_code == 422
    assert Attachment.objects.count() == 1


def test_an_upload_repeated_with_its_key_is_kept_once(api, anna):
    call, key = api(anna), {"Idempotency-Key": "one"}
    first, second = upload(call, "/files", picture(), **key), upload(call, "/files", picture(), **key)
    assert first.body["id"] == second.body["id"]
    assert upload(call, "/files", picture("другой.png"), **key).status_code == 422
    assert Attachment.objects.count() == 1


def test_nobody_names_or_reads_somebody_elses_file(api, anna, boris, stranger, strange_agent, ticket):
    sent = upload(api(anna), "/files", picture()).body["id"]
    assert api(boris)("GET", f"/files/{sent}").status_code == 404
    named = api(boris)("POST", f"/tickets/{ticket.number}/messages", {"body": "x", "files": [sent]})
    assert (named.status_code, named.body["errors"][0]["field"]) == (422, "files")
    note = api(anna)(
        "POST", f"/tickets/{ticket.number}/messages", {"body": "x", "visibility": "internal", "files": [sent]}
    )
    assert note.status_code == 201
    for person in (stranger, strange_agent, ticket.requester):
        assert api(person)("GET", f"/files/{sent}").status_code == 404
    assert api(ticket.requester)("GET", f"/tickets/{ticket.number}/files").body["items"] == []
    assert api(stranger)("GET", f"/tickets/{ticket.number}/files").status_code == 404


def test_what_is_no_file_is_refused_with_a_field(api, anna, ticket, settings):
    call = api(anna)
    assert upload(call, "/files", None).status_code == 422
    empty = upload(call, "/files", SimpleUploadedFile("пусто.txt", b""))
    assert (empty.status_code, empty.body["errors"][0]["field"]) == (422, "file")
    program = upload(call, "/files", SimpleUploadedFile("run.exe", b"MZ" + b"\0" * 100))
    assert program.status_code == 422
    assert upload(call, "/tickets/999999/files", picture()).status_code == 404


def test_a_file_that_no_message_has_named_is_taken_back(api, anna):
    call = api(anna)
    sent = upload(call, "/files", picture()).body["id"]
    assert call("DELETE", f"/files/{sent}").status_code == 204
    assert call("GET", f"/files/{sent}").status_code == 404


# --- lists ---------------------------------------------------------------------------------------------------


@pytest.fixture
def three(zoya, stranger, anna):
    first = open_ticket(zoya, subject="Рецепт")
    second = open_ticket(zoya, subject="Протокол в РЭМД", kind="question")
    resolve_ticket(second.number, by=anna, cause="Ключ", remedy="Обновили")
    third = open_ticket(stranger, subject="Север")
    return first.number, second.number, third.number


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", (2, 1, 0)), ("status=resolved", (1,)), ("open=true", (2, 0)), ("open=false", (1,)), ("region=lake", (1, 0)),
        ("organisation=miac", (1, 0)), ("organisation=clinic-2", (2,)), ("kind=question", (1,)), ("topic=report", (2, 1, 0)),
        ("team=line1", (2, 1, 0)), ("team=line3", ()), ("assignee=none", (2, 0)), ("requester=ZOYA@clinic.example", (1, 0)),
        ("updated_since=2000-01-01T00:00:00Z", (2, 1, 0)), ("since=2100-01-01T00:00:00%2B03:00", ()),
        ("opened_before=2000-01-01T00:00:00Z", ()), ("q=протоколы", (1,)), ("assignee=me", ()),
    ],
)  # fmt: skip
def test_a_list_is_narrowed(api, marina, three, query, wanted):
    found = api(marina)("GET", f"/tickets?{query}").body
    assert [each["number"] for each in found["items"]] == [three[n] for n in wanted], query


def test_what_has_changed_lately_is_found_and_nothing_else(api, marina, anna, zoya, at):
    at("2026-03-02 10:00")
    first, second = open_ticket(zoya), open_ticket(zoya)
    at("2026-03-02 12:00")
    add_note(first.number, by=anna, body="Между нами")
    call = api(marina)
    for moment, wanted in (("11:00", [first.number]), ("09:00", [second.number, first.number]), ("13:00", [])):
        found = call("GET", f"/tickets?updated_since=2026-03-02T{moment}:00%2B03:00").body["items"]
        assert [each["number"] for each in found] == wanted, moment
    at("2026-03-20 12:00")
    assert len(api(marina)("GET", "/tickets?since=2026-03-02T11:00:00%2B03:00").body["items"]) == 1


def test_the_list_asks_the_same_few_questions_whatever_its_length(api, anna, zoya):
    for _ in range(12):
        open_ticket(zoya)
    call = api(anna)
    call("GET", "/tickets?limit=1")
    counts = []
    for limit in (1, 12):
        with CaptureQueriesContext(connection) as seen:
            assert len(call("GET", f"/tickets?limit={limit}").body["items"]) == limit
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_messages_are_read_on_from_where_one_stopped(api, anna, ticket):
    for n in range(4):
        add_note(ticket.number, by=anna, body=f"Заметка {n}")
    call = api(anna)
    first = call("GET", f"/tickets/{ticket.number}/messages?limit=3").body
    second = call("GET", f"/tickets/{ticket.number}/messages?limit=3&cursor={first['next']}").body
    bodies = [each["body"] for each in first["items"] + second["items"]]
    assert bodies[1:] == [f"Заметка {n}" for n in range(4)]
    assert second["next"] is None


def test_an_answer_that_was_written_before_a_question_and_sent_after_it_is_read_on_to(api, anna, zoya, ticket):
    answer = reply(ticket.number, by=anna, body="Ответ", undo=timedelta(seconds=10))
    for n in range(2):
        comment(ticket.number, by=zoya, body=f"Вопрос {n}")
    call, path = api(zoya), f"/tickets/{ticket.number}/messages?limit=2"
    first = call("GET", path).body
    set_now(now() + timedelta(seconds=11))
    assert publish_message(answer.pk)
    second = call("GET", f"{path}&cursor={first['next']}").body
    assert [each["body"] for each in first["items"]][1:] == ["Вопрос 0"]
    assert [each["body"] for each in second["items"]] == ["Вопрос 1", "Ответ"]
    assert second["next"] is None


def test_what_a_program_has_written_is_told_to_it_as_it_is_read_later(api, anna, zoya, ticket):
    for person in (anna, zoya):
        call, path = api(person), f"/tickets/{ticket.number}/messages"
        written = call("POST", path, {"body": "  Проверьте принтер  "}).body
        assert call("GET", path).body["items"][-1] == written


def test_what_somebody_has_not_sent_yet_stands_last_for_them_alone(api, anna, boris, zoya, ticket):
    reply(ticket.number, by=anna, body="Ответ", undo=timedelta(seconds=10))
    comment(ticket.number, by=zoya, body="Вопрос")
    path = f"/tickets/{ticket.number}/messages"
    own, others = (api(person)("GET", path).body["items"] for person in (anna, boris))
    assert [each["body"] for each in own[1:]] == ["Вопрос", "Ответ"]
    assert own[-1]["sent_at"] is None
    assert [each["body"] for each in others[1:]] == ["Вопрос"]


def test_a_page_that_ends_among_what_one_has_not_sent_yet_hides_nothing_said_later(api, anna, zoya, ticket):
    answers = [reply(ticket.number, by=anna, body=f"Ответ {n}", undo=timedelta(seconds=10)) for n in range(3)]
    call, path = api(anna), f"/tickets/{ticket.number}/messages?limit=1"

    def read_on(cursor):
        page = call("GET", f"{path}&cursor={cursor}").body
        return page["items"][0]["body"], page["next"]

    first, cursor = read_on(call("GET", path).body["next"])
    second, cursor = read_on(cursor)
    comment(ticket.number, by=zoya, body="Вопрос")
    set_now(now() + timedelta(seconds=11))
    assert publish_message(answers[0].pk)
    read = [first, second]
    while cursor:
        body, cursor = read_on(cursor)
        read.append(body)
    assert read == ["Ответ 0", "Ответ 1", "Вопрос", "Ответ 0", "Ответ 2"]


@pytest.mark.parametrize("place", ["v1", "v1:1:2:3:4", "v1:1:2:0", f"v1:1:2:{2**63}", "v1:1:x", "v1:0:5", "v2:1:2:3"])
def test_a_cursor_that_was_made_up_is_refused(api, anna, ticket, place):
    cursor = base64.urlsafe_b64encode(place.encode()).decode()
    assert api(anna)("GET", f"/tickets/{ticket.number}/messages?cursor={cursor}").status_code == 422


# --- who is told what ------------------------------------------------------------------------------------------


def test_a_requester_is_told_what_the_portal_shows_and_no_more(api, zoya, anna, ticket):
    reply(ticket.number, by=anna, body="Смотрю", undo=timedelta(0))
    Ticket.objects.filter(pk=ticket.pk).update(cause="Черновик причины", remedy="Черновик")
    told = api(zoya)("GET", f"/tickets/{ticket.number}").body
    assert told["url"].endswith(f"/portal/tickets/{ticket.number}")
    assert (told["priority"], told["impact"], told["team"], told["cause"]) == (None, None, None, None)
    assert told["assignee"] == "Анна Лебедева"
    said = api(zoya)("GET", f"/tickets/{ticket.number}/messages").body["items"]
    assert [each["author"] for each in said] == ["zoya", "Анна Лебедева"]


def test_topics_are_a_tree_with_their_questions(api, zoya, anna, topic):
    found = api(zoya)("GET", "/topics").body["items"]
    emd = next(each for each in found if each["code"] == "emd")
    assert [(each["code"], each["kind"], each["expected"]) for each in emd["questions"]] == [
        ("error_text", "longtext", True)
    ]
    assert api(zoya)("GET", "/topics/emd").body == emd
    topic.is_active = False
    topic.save()
    assert api(zoya)("GET", "/topics/emd").status_code == 404
    assert api(anna)("GET", "/topics/emd").status_code == 200


# --- events ----------------------------------------------------------------------------------------------------


@pytest.fixture
def later():
    """Let a few seconds pass, so that what has happened is settled."""
    yield lambda: set_now(now() + timedelta(seconds=5))
    set_now(None)


def test_a_program_reads_on_what_happened(api, anna, zoya, later):
    ticket = open_ticket(zoya)
    call = api(anna)
    later()
    first = call("GET", "/events").body
    assert [(each["kind"], each["ticket"], each["by"]) for each in first["items"]] == [
        ("ticket.opened", ticket.number, "zoya"),
    ]  # fmt: skip
    assert call("GET", f"/events?cursor={first['next']}").body == {"items": [], "next": first["next"]}
    add_note(ticket.number, by=anna, body="Между нами")
    later()
    second = call("GET", f"/events?cursor={first['next']}").body
    assert [each["kind"] for each in second["items"]] == ["ticket.noted"]
    assert call("GET", "/events?kind=ticket.opened").body["items"] == first["items"]


def test_events_are_told_to_who_sees_the_ticket_and_notes_to_colleagues_only(
    api, anna, zoya, stranger, strange_agent, galina, later
):
    ticket = open_ticket(zoya)
    add_note(ticket.number, by=anna, body="Между нами")
    reply(ticket.number, by=anna, body="Смотрю", undo=timedelta(0))
    later()
    for person in (stranger, strange_agent):
        assert api(person)("GET", "/events").body["items"] == []
        assert api(person)("GET", f"/tickets/{ticket.number}/events").status_code == 404
    for person in (zoya, galina):
        told = api(person)("GET", "/events").body["items"]
        assert {each["kind"] for each in told} == {"ticket.opened", "ticket.replied"}
        assert all(each["by"] in {None, person.login} for each in told)
        assert api(person)("GET", f"/tickets/{ticket.number}/events").body["items"] == told
    assert "ticket.noted" in {each["kind"] for each in api(anna)("GET", "/events").body["items"]}


@pytest.mark.django_db(transaction=True)
def test_an_event_whose_transaction_is_still_open_is_waited_for(api, anna, zoya, later):
    """Otherwise whoever reads on by number would pass it over for ever."""
    go_on, written = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            open_ticket(zoya, subject="Медленная")
            written.set()
            go_on.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    written.wait(10)
    quick = open_ticket(zoya, subject="Быстрая")
    later()
    call = api(anna)
    assert call("GET", "/events").body["items"] == [], "the quick one has a higher number than the slow one"
    go_on.set()
    thread.join()
    told = call("GET", "/events").body["items"]
    assert len(told) == 2
    assert quick.number in {each["ticket"] for each in told}


@pytest.mark.django_db(transaction=True)
def test_a_ticket_that_is_still_being_changed_holds_back_those_changed_later(api, anna, zoya):
    """Otherwise whoever asks from the newest change on would pass it over for ever."""
    go_on, written = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            open_ticket(zoya, subject="Медленная")
            written.set()
            go_on.wait(10)
        connection.close()

    began = now() - timedelta(seconds=1)
    ask = f"/tickets?since={began.isoformat().replace('+', '%2B')}"
    call = api(anna)
    first = open_ticket(zoya, subject="Первая")
    assert [each["number"] for each in call("GET", ask).body["items"]] == [first.number], "nobody writes"
    thread = threading.Thread(target=slow)
    thread.start()
    written.wait(10)
    quick = open_ticket(zoya, subject="Быстрая")
    assert quick.number not in [each["number"] for each in call("GET", ask).body["items"]]
    assert quick.number in [each["number"] for each in call("GET", "/tickets").body["items"]]
    go_on.set()
    thread.join()
    assert len(call("GET", ask).body["items"]) == 3


def written_by(*steps):
    """Write in a transaction of another connection that ends when it is told to; return how to end it."""
    go_on, written = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            for step in steps:
                step()
            written.set()
            go_on.wait(20)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert written.wait(20)

    def end():
        go_on.set()
        thread.join()

    return end


@pytest.mark.django_db(transaction=True)
def test_nobody_is_passed_over_who_began_to_write_while_changes_were_being_read(api, anna, zoya, monkeypatch):
    """One begins to write after it was looked who writes, another is through before the tickets are read."""
    call, ends = api(anna), []

    def looked_then_written(table, looked=programs.settled_in):
        found = looked(table)
        if not ends:
            ends.append(written_by(partial(open_ticket, zoya, subject="Медленная")))
            written_by(partial(open_ticket, zoya, subject="Быстрая"))()
        return found

    monkeypatch.setattr(programs, "settled_in", looked_then_written)
    since, seen = now() - timedelta(seconds=1), set()

    def ask():
        nonlocal since
        for each in call("GET", f"/tickets?since={since.isoformat().replace('+', '%2B')}").body["items"]:
            seen.add(each["subject"])
            since = max(since, datetime.fromisoformat(each["changed_at"]))

    ask()
    ask()
    ends[0]()
    ask()
    assert seen == {"Медленная", "Быстрая"}


@pytest.mark.django_db(transaction=True)
def test_all_pages_of_changes_end_with_one_moment(api, anna, zoya):
    """What changes while the pages are read comes the next time, and what came before it is not passed over."""
    call = api(anna)
    since = now() - timedelta(seconds=1)
    first, *others = [open_ticket(zoya, subject=f"Заявка {n}") for n in range(5)]
    ask = f"/tickets?limit=2&since={since.isoformat().replace('+', '%2B')}"
    page = call("GET", ask).body
    reply(others[-1].number, by=anna, body="Уже прочитана, изменена снова", undo=AT_ONCE)
    reply(first.number, by=anna, body="Ещё не прочитана", undo=AT_ONCE)
    seen = {each["number"]: each["changed_at"] for each in page["items"]}
    while page["next"]:
        page = call("GET", f"{ask}&cursor={page['next']}").body
        seen |= {each["number"]: each["changed_at"] for each in page["items"]}
    newest = max(seen.values())
    later = call("GET", f"/tickets?since={newest.replace('+', '%2B')}").body["items"]
    assert {first.number, others[-1].number} <= {each["number"] for each in later}
    assert call("GET", f"{ask}&cursor=djE6MTo5OTk5OTk5OTk5OTk5OTk5OTk").status_code == 422


@pytest.mark.django_db(transaction=True)
def test_whoever_reads_on_sees_every_change_that_five_write_at_once(api, anna, zoya):
    """Writers with connections of their own; the reader never asks again for what it has seen."""
    made, seen, left = [], {}, threading.Barrier(6)
    tickets = [open_ticket(zoya, subject=f"Начало {n}") for n in range(5)]

    def write(number):
        left.wait(20)
        for n in range(12):
            made.append(open_ticket(zoya, subject=f"Новая {number} {n}").number)
            with transaction.atomic():  # an answer that takes its time after the moment it bears
                add_note(tickets[number].number, by=anna, body=f"Заметка {n}")
                time.sleep(0.02 * (n % 3))
        connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(5)]
    call, since = api(anna), now() - timedelta(seconds=1)
    for thread in threads:
        thread.start()
    left.wait(20)
    is_last = False
    while not is_last:
        is_last = not any(thread.is_alive() for thread in threads)
        ask = f"/tickets?limit=20&since={since.isoformat().replace('+', '%2B')}"
        page = call("GET", ask).body
        while True:
            for each in page["items"]:
                seen[each["number"]] = max(seen.get(each["number"], ""), each["changed_at"])
                since = max(since, datetime.fromisoformat(each["changed_at"]))
            if not page["next"]:
                break
            page = call("GET", f"{ask}&cursor={page['next']}").body
    assert set(made) <= set(seen)
    for ticket in Ticket.objects.filter(pk__in=[each.pk for each in tickets]):
        changed = ticket.changed_at.replace(microsecond=ticket.changed_at.microsecond // 1000 * 1000)
        assert datetime.fromisoformat(seen[ticket.number]) == changed


def test_an_answer_asks_as_little_after_many_as_after_one(api, anna, ticket):
    call, path = api(anna), f"/tickets/{ticket.number}/messages"

    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert call("POST", path, {"body": "Проверьте ещё раз"}).status_code == 201
        return [each for each in captured if "base_stamp" not in str(each["sql"])]

    asked()
    few = asked()
    for n in range(30):
        add_note(ticket.number, by=anna, body=f"Заметка {n}")
    assert len(asked()) == len(few)
    assert len(few) <= 14, "with the savepoints of the test"


# --- the whole way -----------------------------------------------------------------------------------------------


def test_a_ticket_waits_is_solved_opened_again_and_confirmed(api, anna, zoya, ticket):
    call, asks = api(anna), api(zoya)
    path = f"/tickets/{ticket.number}"
    assert call("PATCH", path, {"subject": "Рецепт", "team": "line2", "assignee": "boris"}).body["team"] == "line2"
    waiting = call("POST", f"{path}/waiting", {"waiting_for": "external", "whom": "ЕГИСЗ"}).body
    assert (waiting["status"], waiting["waiting_for"]) == ("waiting", "external")
    assert asks("POST", f"{path}/waiting", {"waiting_for": "external"}).status_code == 403
    call("POST", f"{path}/resolution", {"cause": "Драйвер", "remedy": "Обновили"})
    assert asks("POST", f"{path}/reopening", {"reason": "Снова мигает"}).body["status"] == "open"
    call("POST", f"{path}/resolution", {"cause": "Кабель", "remedy": "Заменили"})
    assert call("POST", f"{path}/confirmation").status_code == 403
    assert asks("POST", f"{path}/confirmation").body["status"] == "closed"
    assert Message.objects.filter(ticket=ticket, body="Снова мигает").exists()
