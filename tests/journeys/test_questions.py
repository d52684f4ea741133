"""All questions through the portal's form: asked from many hospitals, classified, answered, solved, confirmed, rated."""

import re
import uuid
from collections import Counter
from datetime import timedelta

from priyom.desk.actions.assignment import take_ticket
from priyom.desk.actions.messages import reply
from priyom.desk.actions.tickets import classify_ticket, resolve_ticket, set_kind
from priyom.desk.actions.topics import load_shipped_topics
from priyom.desk.models import Feedback, Message, Ticket, Topic
from priyom.desk.rules.intake import split_questions
from tests.journeys.questions import all_questions, settle


def words_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def counted(answer):
    """What the tabs of a list say: ``{"Открытые": 3, …}``."""
    found = re.findall(r"(Открытые|Ждут меня|Решённые) (\d+)", words_of(answer))
    return {label: int(count) for label, count in found}


def pages(client, address):
    """Every number of a list, page by page; none may come twice."""
    found, more = [], address
    while more:
        html = client.get(more).content.decode()
        found += [int(number) for number in re.findall(r'href="/portal/tickets/(\d+)"', html)]
        older = re.search(r'href="(\?[^"]*before=\d+)"', html)
        more = address.split("?")[0] + older.group(1).replace("&amp;", "&") if older else ""
    assert len(found) == len(set(found))
    return found


def ask(client, question, *, divide):
    """Ask on the portal as a person would; return the numbers of the tickets that came of it."""
    form = {"body": question.text, "token": str(uuid.uuid4())}
    before = set(Ticket.objects.values_list("number", flat=True))
    assert client.post("/portal/advice", form).status_code == 200
    if divide:
        page = client.post("/portal/split", {**form, "act": "split"}).content.decode()
        organisation = re.search(r'name="organisation" value="(\d+)"', page).group(1)
        parts = {f"body_{n}": part for n, part in enumerate(split_questions(question.text))}
        sent = client.post("/portal/split", {**form, **parts, "organisation": organisation, "act": "send"})
    else:
        sent = client.post("/portal/", form)
    assert sent.status_code == 302, (question.id, words_of(sent))
    return sorted(set(Ticket.objects.values_list("number", flat=True)) - before)


def test_every_question_goes_the_whole_way_through_the_portal(cast, as_):
    load_shipped_topics()
    people, questions = settle(cast), all_questions()
    asked, clients = Counter(), {user.pk: as_(user) for user in people}
    topics = {topic.code: topic for topic in Topic.objects.all()}
    tickets = {}
    for n, question in enumerate(questions):
        user = people[n % len(people)]
        divide = len(split_questions(question.text)) > 1
        numbers = ask(clients[user.pk], question, divide=divide)
        assert len(numbers) == (len(split_questions(question.text)) if divide else 1)
        asked[user.pk] += len(numbers)
        tickets |= dict.fromkeys(numbers, (user, question))

    said = " ".join(Message.objects.values_list("body", flat=True))
    for question in questions:
        assert all(word in said for word in question.text.split()[:12]), question.id
    for user in people:
        assert counted(clients[user.pk].get("/portal/tickets"))["Открытые"] == asked[user.pk]
        assert len(pages(clients[user.pk], "/portal/tickets")) == asked[user.pk]

    for number, (_user, question) in tickets.items():
        take_ticket(number, by=cast.anna)
        classify_ticket(number, by=cast.anna, topic=topics[question.topic])
        set_kind(number, by=cast.anna, kind=question.kind)
        reply(number, by=cast.anna, body="Нашли причину, проверьте.", undo=timedelta(0))
        resolve_ticket(number, by=cast.anna, cause="Справочник устарел", remedy="Обновили справочник")
    for user in people:
        assert counted(clients[user.pk].get("/portal/tickets")) == {
            "Открытые": 0,
            "Ждут меня": asked[user.pk],
            "Решённые": asked[user.pk],
        }

    for n, (number, (user, _question)) in enumerate(tickets.items()):
        client, address = clients[user.pk], f"/portal/tickets/{number}"
        assert "Обновили справочник" in words_of(client.get(address))
        if n % 5 == 0:
            assert client.post(f"{address}/reopening", {"reason": "Ещё не помогло"}).status_code == 302
            resolve_ticket(number, by=cast.anna, cause="Справочник устарел", remedy="Обновили ещё раз")
        assert client.post(f"{address}/confirmation").status_code == 302
        assert client.post(f"{address}/rating", {"rating": str(n % 5 + 1)}).status_code == 302
    assert not Ticket.objects.open().exists()
    assert Feedback.objects.count() == len(tickets)
    for user in people:
        client = clients[user.pk]
        assert counted(client.get("/portal/tickets")) == {"Открытые": 0, "Ждут меня": 0, "Решённые": asked[user.pk]}
        own, near = set(pages(client, "/portal/tickets")), set(pages(client, "/portal/organisation"))
        assert own == near, "a colleague's tickets are cards without a link"
    strangers = set(pages(as_(cast.stranger), "/portal/organisation")) | set(
        pages(as_(cast.zoya), "/portal/organisation")
    )
    assert not strangers & set(tickets)
