"""The pages behind the ticket's menu as a browser without a script uses them, and what they cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from priyom.desk.actions.linking import link_tickets
from priyom.desk.actions.messages import add_note
from priyom.desk.models import BulkChange, CannedAnswer, Message, Reminder, Ticket, Watch
from tests.cast import open_ticket

BOTH = "Не печатается рецепт, принтер мигает.\n\nКак посмотреть отчёт за март по участку?"


def page(name, *args):
    return reverse(f"desk:{name}", args=args)


def hidden(html, name):
    return re.search(rf'name="{name}" value="([^"]*)"', html).group(1)


def test_merging_is_found_previewed_done_and_taken_back(as_, anna, zoya, yakov, ticket):
    twin = open_ticket(yakov, subject="Рецепты не печатаются")
    client = as_(anna)
    assert "Рецепты не печатаются" in client.get(page("merge", ticket.number)).content.decode()
    assert "Рецепты не печатаются" in client.get(page("merge", ticket.number), {"q": "рецепты"}).content.decode()
    preview = client.get(page("merge", twin.number), {"into": ticket.number}).content.decode()
    assert "Яков Ильин" in preview
    assert hidden(client.get(page("merge", twin.number), {"q": str(ticket.number)}).content.decode(), "into")
    revisions = {name: hidden(preview, name) for name in ("into", "revision", "into_revision")}
    assert client.post(page("merge", twin.number), revisions).status_code == 302
    merged = client.get(page("merge", twin.number)).content.decode()
    assert page("unmerge", twin.number) in merged
    client.post(page("unmerge", twin.number))
    twin.refresh_from_db()
    assert (twin.status, twin.merged_into) == ("new", None)


def test_a_stale_preview_is_refused_with_a_sentence(as_, anna, yakov, ticket):
    twin = open_ticket(yakov)
    client = as_(anna)
    seen = ticket.revision
    add_note(ticket.number, by=anna, body="Смотрю")
    assert client.post(page("merge", twin.number), {"into": ticket.number, "into_revision": seen}).status_code == 409


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("merge", {"note": "х" * 5001}, {"note": ""}),
        ("change_request", {"subject": "х" * 201}, {"subject": "Кнопка печати"}),
    ],
)
def test_a_form_that_is_refused_for_its_words_keeps_what_it_had_seen(
    as_, anna, boris, yakov, ticket, name, wrong, right
):
    twin, client = open_ticket(yakov), as_(anna)
    said = {"into": ticket.number, "verdict": "designed", "body": "Нужна", "answer": "Предложили", "solve": ""}
    first = client.get(page(name, twin.number), {"into": ticket.number}).content.decode()
    said |= {key: hidden(first, key) for key in ("token", "revision", "into_revision") if f'name="{key}"' in first}
    add_note(twin.number, by=boris, body="Подождите.")
    again = client.post(page(name, twin.number), said | wrong)
    assert (again.status_code, hidden(again.content.decode(), "revision")) == (422, said["revision"])
    assert client.post(page(name, twin.number), said | right).status_code == 409


@pytest.mark.parametrize("text", ["abc", "0", "99999999999999999999999", "-1", "№", "%00"])
def test_odd_numbers_get_a_sentence(as_, anna, ticket, text):
    client = as_(anna)
    assert client.get(page("merge", ticket.number), {"q": text}).status_code == 200
    assert client.get(page("merge", ticket.number), {"into": text}).status_code == 200
    assert client.post(page("merge", ticket.number), {"into": text}).status_code == 422
    assert client.post(page("links", ticket.number), {"to": text, "kind": "related"}).status_code == 422
    assert client.post(page("links", ticket.number), {"to": ticket.number, "kind": "nonsense!"}).status_code == 422


def test_a_message_is_split_with_preview(as_, anna, zoya):
    double = open_ticket(zoya, subject="Два вопроса", body=BOTH)
    client = as_(anna)
    first = client.get(page("split", double.number)).content.decode()
    data = {name: hidden(first, name) for name in ("message", "token", "revision")} | {
        "piece-0": "1",
        "piece-1": "2",
        "part-1-subject": "Рецепт",
    }
    preview = client.post(page("split", double.number), data | {"step": "preview"})
    assert preview.status_code == 200
    assert "Как посмотреть отчёт" in preview.content.decode()
    assert Ticket.objects.count() == 1
    assert client.post(page("split", double.number), data | {"tell": "Разделили:", "solve": "1"}).status_code == 302
    assert client.post(page("split", double.number), data | {"tell": "Разделили:", "solve": "1"}).status_code == 302
    assert set(Ticket.objects.values_list("subject", flat=True)) == {
        "Два вопроса",
        "Рецепт",
        "Как посмотреть отчёт за март по участку?",
    }
    double.refresh_from_db()
    assert double.status == "resolved"


def test_a_split_into_nothing_is_refused_and_a_forged_text_is_not_taken(as_, anna, zoya):
    double = open_ticket(zoya, body=BOTH)
    client = as_(anna)
    first = client.get(page("split", double.number)).content.decode()
    data = {name: hidden(first, name) for name in ("message", "token", "revision")}
    assert client.post(page("split", double.number), data | {"piece-0": "0"}).status_code == 422
    client.post(
        page("split", double.number),
        data
        | {
            "piece-0": "1",
            "piece-0-text": "подделка",
            "part-1-body": "подделка",
            "part-1-topic": "no",
            "part-1-kind": "x",
            "part-1-impact": "x",
        },
    )
    assert not Message.objects.filter(body__contains="подделка").exists()


def test_marked_rows_are_changed_after_saying_what_will_happen(as_, anna, boris, zoya):
    tickets = [open_ticket(zoya) for _ in range(3)]
    client = as_(anna)
    numbers = ",".join(str(ticket.number) for ticket in tickets)
    plan = client.post(page("bulk"), {"numbers": numbers, "assignee": "boris"}).content.decode()
    assert "3" in plan
    assert not BulkChange.objects.exists()
    done = client.post(page("bulk"), {"numbers": numbers, "assignee": "boris", "step": "do"}, follow=True)
    assert page("bulk_undo", BulkChange.objects.get().pk) in done.content.decode()
    assert Ticket.objects.filter(assignee=boris).count() == 3
    client.post(page("bulk_undo", BulkChange.objects.get().pk))
    assert Ticket.objects.filter(assignee=None).count() == 3


def queries(act):
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def test_the_plan_costs_the_same_for_two_and_for_thirty(as_, anna, zoya):
    tickets = [open_ticket(zoya) for _ in range(30)]
    CannedAnswer.objects.create(code="hi", title="Привет", body="{requester_name}", effects={"kind": "question"})
    client = as_(anna)
    wanted = {"assignee": "boris", "watch": "1", "macro": "hi", "topic": "emd", "team": "line2"}
    costs = [
        queries(lambda some=some: client.post(page("bulk"), {"numbers": [ticket.number for ticket in some]} | wanted))
        for some in (tickets[:2], tickets[:2], tickets)
    ]
    assert costs[1] == costs[2]


def test_one_is_reminded_and_the_list_shows_it(as_, anna, ticket, at):
    at("2026-03-02 10:00")
    client = as_(anna)
    assert client.post(page("remind", ticket.number), {"when": "at", "due_at": ""}).status_code == 422
    assert client.post(page("remind", ticket.number), {"when": "at", "due_at": "2026-03-01T10:00"}).status_code == 422
    client.post(page("remind", ticket.number), {"when": "tomorrow", "note": "версия", "set_aside": "1"})
    reminder = Reminder.objects.get()
    assert reminder.due_at == at("2026-03-03 10:00")
    assert "версия" in client.get(page("reminders")).content.decode()
    client.post(page("reminder_done", reminder.pk))
    assert client.get(page("reminders")).content.decode().count("версия") == 1


def test_the_next_one_is_taken_and_the_rule_is_there_to_read(as_, anna, ticket):
    client = as_(anna)
    assert "Линия 1" in client.get(page("next")).content.decode()
    assert client.post(page("next")).url == page("ticket", ticket.number)
    assert client.post(page("next")).status_code == 200


def test_links_and_followers_are_kept_on_pages_of_their_own(as_, anna, zoya, ticket):
    other = open_ticket(zoya, subject="Причина всему")
    client = as_(anna)
    html = client.post(page("links", ticket.number), {"to": f"№ {other.number}", "kind": "caused_by"}).content.decode()
    assert "Причина всему" in html
    assert "Не печатается рецепт" in client.get(page("links", other.number)).content.decode()
    ring = client.post(page("links", other.number), {"to": ticket.number, "kind": "caused_by"})
    assert ring.status_code == 422
    client.post(page("watchers", ticket.number), {"who": "boris"})
    assert Watch.objects.filter(ticket=ticket, user__login="boris").exists()
    assert client.post(page("watchers", ticket.number), {"who": "stranger"}).status_code == 422


def test_a_link_to_what_one_may_not_see_is_not_shown(as_, anna, zoya, stranger, strange_agent):
    near, far = open_ticket(zoya, subject="Секрет края"), open_ticket(stranger)
    link_tickets(far.number, by=anna, to=near.number, kind="related")
    html = as_(strange_agent).get(page("links", far.number)).content.decode()
    assert "Секрет края" not in html
    assert str(near.number) not in html


def test_nothing_of_other_regions_is_found_counted_or_suggested(as_, zoya, stranger, strange_agent):
    open_ticket(zoya, subject="Секретный рецепт края")
    far = open_ticket(stranger, subject="Секретный рецепт севера")
    client = as_(strange_agent)
    for address in (page("merge", far.number), page("ticket_options"), page("print_list"), page("next")):
        html = client.get(address, {"q": "секретный", "text": "секретный"}).content.decode()
        assert "края" not in html


def test_a_printed_ticket_leaves_notes_out_unless_they_are_asked_for(as_, anna, ticket):
    add_note(ticket.number, by=anna, body="только между нами")
    client = as_(anna)
    assert "только между нами" not in client.get(page("print", ticket.number)).content.decode()
    assert "только между нами" in client.get(page("print", ticket.number), {"notes": "1"}).content.decode()


def test_a_printed_list_costs_the_same_for_one_and_for_many(as_, anna, yakov):
    client = as_(anna)
    open_ticket(yakov)
    client.get(page("print_list"))
    few = queries(lambda: client.get(page("print_list")))
    for _ in range(20):
        open_ticket(yakov)
    client.get(page("print_list"))  # after news the rail counts anew, once
    assert queries(lambda: client.get(page("print_list"))) == few


def test_rights_that_are_taken_away_end_at_the_next_request(as_, anna, ticket):
    client = as_(anna)
    assert client.get(page("merge", ticket.number)).status_code == 200
    anna.memberships.update(role="requester")
    assert client.get(page("merge", ticket.number)).status_code == 404
    assert client.get(page("reminders")).status_code == 403


def test_nothing_changes_by_looking(as_, anna, ticket):
    client = as_(anna)
    before = Ticket.objects.get(pk=ticket.pk).revision
    for name in ("merge", "split", "links", "change_request", "watchers", "remind", "answers", "print"):
        client.get(page(name, ticket.number))
    for name in ("unmerge", "watch"):
        assert client.get(page(name, ticket.number)).status_code == 405
    assert Ticket.objects.get(pk=ticket.pk).revision == before
