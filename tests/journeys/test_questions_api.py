"""All questions through the API: asked from many hospitals, classified, answered, solved, confirmed, and counted."""

import json
import re
from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client

from priyom.base.clock import now
from priyom.channels.models import Letter, Notification
from priyom.desk import shipped
from priyom.desk.models import Message, Ticket
from priyom.people.actions.keys import create_api_key
from tests.journeys.questions import all_questions, settle

READ_WRITE = ["tickets:read", "tickets:write"]
SOLUTION = {"cause": "Справочник устарел", "remedy": "Обновили справочник, отправьте ещё раз"}


class Program:
    """A program of one person, with that person's key."""

    def __init__(self, user, *, made_by):
        expires_at = now() + timedelta(days=1)
        _key, clear = create_api_key(user=user, name="журнал", scopes=READ_WRITE, expires_at=expires_at, by=made_by)
        self.user = user
        self.client = Client(headers={"Authorization": f"Bearer {clear}"})

    def call(self, method, path, body=None, expect=200):
        answer = self.client.generic(method, f"/api/v1{path}", json.dumps(body or {}), content_type="application/json")
        assert answer.status_code == expect, (method, path, answer.content.decode())
        return answer.json()

    def numbers(self, **filters):
        """Return every ticket of a list, page by page; none may come twice."""
        query, found, cursor = "&".join(f"{name}={value}" for name, value in filters.items()), [], ""
        while True:
            page = self.call("GET", f"/tickets?limit=20&{query}{cursor}")
            found += [item["number"] for item in page["items"]]
            if page["next"] is None:
                assert found == sorted(found, reverse=True)
                assert len(found) == len(set(found))
                return found
            cursor = f"&cursor={page['next']}"


@pytest.fixture
def desk(cast, as_):
    """Return what the rail of the desk counts for Anna: ``desk()["line1-open"]``."""
    client = as_(cast.anna)

    def counts():
        page = client.get("/desk/", follow=True)
        assert page.status_code == 200
        found = re.findall(r'id="count-([\w-]+)">(\d*)\+?<', page.content.decode())
        return Counter({code: int(count or 0) for code, count in found})

    return counts


@pytest.mark.slow
def test_every_question_becomes_a_ticket_that_ends_well(cast, as_, desk, run_reactions):
    questions = all_questions()
    shipped.load(demo=False)
    doctors = [Program(person, made_by=cast.adam) for person in settle(cast)]
    anna, boris = (Program(person, made_by=cast.adam) for person in (cast.anna, cast.boris))

    asked = ask_all(questions, doctors)
    assert sorted(anna.numbers(status="new")) == sorted(asked)
    for doctor in doctors:
        own = sorted(number for number, (_question, who) in asked.items() if who is doctor)
        assert sorted(doctor.numbers()) == own
        assert sorted(anna.numbers(requester=doctor.user.email)) == own
    for place in {doctor.user.organisation.code for doctor in doctors}:
        there = [number for number, (_question, who) in asked.items() if who.user.organisation.code == place]
        assert sorted(anna.numbers(organisation=place)) == sorted(there)

    classify_all(asked, anna)
    for topic, expected in Counter(question.topic for question, _who in asked.values()).items():
        assert len(anna.numbers(topic=topic)) == expected
    assert Counter(Ticket.objects.values_list("kind", flat=True)) == Counter(q.kind for q, _who in asked.values())

    thanks = [number for number, (question, _who) in asked.items() if question.kind == "gratitude"]
    answer_all(asked, anna, boris)
    assert Message.objects.count() == len(asked) * 3
    close_thanks(thanks, as_(cast.anna))
    assert sorted(anna.numbers(status="closed")) == sorted(thanks)
    assert len(anna.numbers(status="open")) == len(asked) - len(thanks)
    assert desk()["mine"] + len(boris.numbers(status="open", assignee="boris")) == len(asked) - len(thanks)

    solved = solve_all(asked, thanks, anna, boris)
    assert sorted(anna.numbers(status="resolved")) == sorted(solved)
    assert desk()["mine"] == 0

    confirm_all(asked, solved, as_)
    assert sorted(anna.numbers(status="closed")) == sorted(asked)
    assert anna.numbers(status="resolved") == anna.numbers(status="open") == anna.numbers(status="new") == []

    run_reactions()
    told_everybody_once(asked, solved)


def ask_all(questions, doctors):
    """Ask each question from another hospital in turn; return number → question and who asked."""
    asked = {}
    for index, question in enumerate(questions):
        doctor = doctors[index % len(doctors)]
        made = doctor.call(
            "POST", "/tickets", expect=201,
            body={"body": question.text, "requester": doctor.user.email, "organisation": doctor.user.organisation.code},
        )  # fmt: skip
        assert made["status"] == "new"
        assert made["subject"], question.id
        asked[made["number"]] = (question, doctor)
        said = doctor.call("GET", f"/tickets/{made['number']}/messages")["items"]
        assert [each["body"] for each in said] == [question.text.strip()]
    assert len(asked) == len(questions) == Ticket.objects.count()
    return asked


def classify_all(asked, agent):
    for number, (question, _who) in asked.items():
        is_bad = "стоит" in question.text or "у всех" in question.text
        told = agent.call(
            "PATCH", f"/tickets/{number}",
            {"topic": question.topic, "kind": question.kind, "impact": "hospital" if is_bad else "person"},
        )  # fmt: skip
        assert (told["topic"], told["kind"]) == (question.topic, question.kind)
        assert told["priority"] == (2 if is_bad else 3)


def answer_all(asked, anna, boris):
    """Answer each in public and among colleagues; the doctor sees the first and never the second."""
    for index, (number, (_question, doctor)) in enumerate(asked.items()):
        agent = (anna, boris)[index % 2]
        agent.call("POST", f"/tickets/{number}/messages", {"body": "Приняли, смотрим журнал"}, expect=201)
        note = {"body": "ЗАМЕТКА ДЛЯ СВОИХ", "visibility": "internal"}
        agent.call("POST", f"/tickets/{number}/messages", note, expect=201)
        told = doctor.call("GET", f"/tickets/{number}")
        assert (told["status"], told["assignee"]) == ("open", agent.user.name)
        said = [each["body"] for each in doctor.call("GET", f"/tickets/{number}/messages")["items"]]
        assert said[1:] == ["Приняли, смотрим журнал"]


def close_thanks(thanks, client):
    """Thanks need no solution: the agent closes them from the ticket's page."""
    for number in thanks:
        answer = client.post(f"/desk/tickets/{number}/status", {"move": "closed"})
        assert answer.status_code == 302, answer.content.decode()


def solve_all(asked, thanks, anna, boris):
    solved = [number for number in asked if number not in thanks]
    for index, number in enumerate(solved):
        agent = (anna, boris)[index % 2]
        told = agent.call("POST", f"/tickets/{number}/resolution", SOLUTION, expect=201)
        assert (told["status"], told["cause"], told["remedy"]) == ("resolved", SOLUTION["cause"], SOLUTION["remedy"])
    return solved


def confirm_all(asked, solved, as_):
    """Everybody says «solved: yes» on the portal and rates; each list holds what it held, as solved."""
    clients = {}
    for number in solved:
        _question, doctor = asked[number]
        client = clients.setdefault(doctor.user, as_(doctor.user))
        assert SOLUTION["remedy"] in client.get(f"/portal/tickets/{number}").content.decode()
        assert client.post(f"/portal/tickets/{number}/confirmation").status_code == 302
        assert client.post(f"/portal/tickets/{number}/rating", {"rating": "5"}).status_code == 302
    for doctor, client in clients.items():
        own = {number for number, (_question, who) in asked.items() if who.user == doctor}
        listed = re.findall(r'href="/portal/tickets/(\d+)"', client.get("/portal/tickets?state=done").content.decode())
        assert {int(number) for number in listed} == own
        open_page = client.get("/portal/tickets?state=open").content.decode()
        assert not re.findall(r'href="/portal/tickets/(\d+)"', open_page)


def told_everybody_once(asked, solved):
    """Whoever asked was told of answer and solution once each, never of what they said; of receipt by letter alone."""
    owners = {Ticket.objects.get(number=number).pk: asked[number][1].user.pk for number in asked}
    for kind, tickets in (("ticket.replied", list(asked)), ("ticket.resolved", solved)):
        told = Counter(Notification.objects.filter(kind=kind).values_list("ticket_id", "user_id"))
        requesters = {pair: times for pair, times in told.items() if owners[pair[0]] == pair[1]}
        assert len(requesters) == len(tickets), kind
        assert set(requesters.values()) == {1}, kind
    assert Letter.objects.filter(template="received", ticket_id__in=owners).count() == len(asked)
    assert not Notification.objects.filter(kind="ticket.opened", user_id__in=owners.values()).exists()
    assert not Notification.objects.filter(kind="ticket.confirmed", user_id__in=owners.values()).exists()
    letters = Letter.objects.filter(ticket_id__in=owners).values_list("message_id", flat=True)
    assert len(letters) == len(set(letters)) > 0
