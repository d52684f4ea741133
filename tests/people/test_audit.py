"""The audit trail: what it finds, what it hides from whom, and the table one takes away."""

import csv
import io
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from priyom.base import audit
from priyom.base.clock import now
from priyom.base.events import record
from priyom.base.models import Event
from priyom.channels.models import IncomingLetter, Mailbox
from priyom.desk.actions.bulk import start_bulk
from priyom.desk.models import Look
from priyom.people.actions.accounts import disable_user, enable_user


@pytest.fixture(autouse=True)
def forget_attempts(db):
    cache.clear()


def shown(client, **asked):
    return client.get(reverse("people:audit"), asked).content.decode()


def taken(client, **asked):
    answer = client.get(reverse("people:audit_export"), asked)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_sign_ins_and_failures_stand_in_the_trail(oleg, zoya, as_):
    Client().post(reverse("account_login"), {"login": "zoya", "password": "не тот"})
    page = shown(as_(oleg), kind="user.sign_in_failed")
    assert "вход не удался" in page
    assert "127.0.0.1" in page


def test_one_may_ask_for_a_person_a_kind_a_thing_and_a_period(oleg, adam, zoya, ticket, as_, at):
    at("2026-03-02 10:00")
    disable_user("zoya", by=adam)
    at("2026-03-05 10:00")
    enable_user("zoya", by=adam)
    client = as_(oleg)

    assert [row[4] for row in taken(client, person="adam")[1:]] == ["user.enabled", "user.disabled"]
    assert [row[4] for row in taken(client, about="user", which="zoya", until="2026-03-02")[1:]] == ["user.disabled"]
    assert [
        row[4] for row in taken(client, about="user", which="zoya", since="2026-03-03", until="2026-03-05")[1:]
    ] == ["user.enabled"]
    assert [row[4] for row in taken(client, about="ticket", which=f"№ {ticket.number}")[1:]] == ["ticket.opened"]
    assert client.get(reverse("people:audit"), {"person": "ghost"}).status_code == 422
    assert client.get(reverse("people:audit"), {"since": "вчера"}).status_code == 422


def test_who_looked_stands_in_the_trail(oleg, anna, ticket, as_, at):
    moment = at("2026-03-02 10:00")
    Look.objects.create(ticket=ticket, user=anna, region_id=ticket.region_id, slot=1, looked_at=moment)
    rows = taken(as_(oleg), source="looks", about="ticket", which=str(ticket.number))
    assert [row[1] for row in rows[1:]] == ["anna"]
    assert taken(as_(oleg), source="looks", person="zoya")[1:] == []


def test_no_line_of_the_trail_speaks_of_internals(oleg, adam, zoya, ticket, as_, at):
    moment = at("2026-03-02 10:00")
    letter = IncomingLetter.objects.create(
        way="smtp", received_at=moment, due_at=moment, size=1, octets_mac="x", sealed=b"x"
    )
    record("letter.rejected", letter, by=adam)
    record("membership.changed", zoya, by=adam, role="requester")
    record("topic.changed", ticket.topic, by=adam)
    gone = Mailbox(pk=412)
    record("mailbox.removed", gone, by=adam)
    page = shown(as_(oleg))
    assert reverse("settings:topic", args=[ticket.topic.code]) not in page  # not a page of a security officer
    page += shown(as_(adam))

    assert f'<a href="{reverse("letters:letter", args=[letter.pk])}">письмо № {letter.pk}</a>' in page
    assert f'<a href="{reverse("settings:topic", args=[ticket.topic.code])}">{ticket.topic}</a>' in page
    assert "почтовый ящик № 412" in page
    assert "роль: заявитель" in page
    told = re.sub(r"<select.*?</select>", "", page, flags=re.DOTALL)
    assert not re.search(r">(incomingletter|mailbox|topic) \d|роль: requester", told)
    rows = taken(as_(oleg), about="incomingletter", which=str(letter.pk))
    assert [row[5] for row in rows[1:]] == [f"письмо № {letter.pk}"]


def test_what_has_changed_is_told_in_the_words_of_the_forms(oleg, adam, cast, as_):
    mailbox = Mailbox.objects.create(
        address="support@desk.example", host="h", port=1, security="none", login="u", sealed_password=b"p",
        due_at=now(),
    )  # fmt: skip
    record("mailbox.changed", mailbox, by=adam, changed=["host", "password"])
    record("organisation.changed", cast.clinic, by=adam, changed=["short_name", "mail_domains"])
    page = shown(as_(oleg))
    assert "изменено: сервер imap, пароль" in page.lower()
    assert "изменено: краткое название, почтовые домены" in page.lower()


def test_no_link_of_the_trail_leads_where_the_reader_may_not_go(oleg, adam, anna, zoya, cast, ticket, as_):
    for kind, thing in (
        ("region.changed", cast.region), ("team.changed", cast.line1), ("organisation.changed", cast.clinic),
        ("user.changed", zoya), ("user.changed", anna), ("topic.changed", ticket.topic), ("ticket.taken", ticket),
        ("bulk.started", start_bulk([ticket.number], {"kind": "question"}, by=anna)),
        ("mailbox.changed", Mailbox.objects.create(
            address="support@desk.example", host="h", port=1, security="none", login="u", sealed_password=b"p",
            due_at=now(),
        )),
    ):  # fmt: skip
        record(kind, thing, by=adam)
    for reader in (oleg, adam):
        client = as_(reader)
        table = shown(client).partition("<tbody")[2].partition("</tbody>")[0]
        links = set(re.findall(r'href="([^"]+)"', table))
        assert len(links) >= 4
        assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_pages_go_on_where_the_last_one_ended(oleg, zoya, as_):
    for _ in range(audit.PAGE + 3):
        record("user.changed", zoya, by=zoya)
    client = as_(oleg)
    page = shown(client, kind="user.changed")
    assert page.count("<tr>") == audit.PAGE + 1
    before = Event.objects.filter(kind="user.changed").order_by("-pk").values_list("pk", flat=True)[audit.PAGE - 1]
    assert f"before={before}" in page
    assert shown(client, kind="user.changed", before=before).count("<tr>") == 3 + 1


def test_the_page_costs_the_same_with_one_row_and_with_fifty(oleg, zoya, as_, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = as_(oleg)
    record("user.changed", zoya, by=zoya)
    shown(client, kind="user.changed")
    with CaptureQueriesContext(connection) as few:
        shown(client, kind="user.changed")
    once = len(few)  # asked now: the next request empties the log
    for _ in range(60):
        record("user.changed", zoya, by=zoya)
    shown(client, kind="user.changed")  # after news the rail counts anew, once
    with django_assert_num_queries(once):
        shown(client, kind="user.changed")


def test_the_table_runs_no_formula_and_taking_it_is_written_down(oleg, zoya, as_):
    zoya.last_name, zoya.first_name = "=HYPERLINK(1)", ""
    zoya.save()
    record("user.changed", zoya, by=zoya)
    rows = taken(as_(oleg), kind="user.changed")
    assert rows[1][2] == "'=HYPERLINK(1)"
    assert Event.objects.get(kind="audit.exported").actor == oleg


@pytest.mark.parametrize("who", ["anna", "marina", "zoya", "galina"])
def test_only_the_auditor_and_the_administrator_read_it(cast, who, as_):
    client = as_(getattr(cast, who))
    assert client.get(reverse("people:audit")).status_code == 403
    assert client.get(reverse("people:audit_export")).status_code == 403
