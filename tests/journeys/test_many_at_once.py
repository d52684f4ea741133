"""Thirty agents at the same tickets at once, on the real program, which is killed in the middle: nothing lost or doubled.

A small history in the sense of Jepsen: every call is kept with what came back, and afterwards the database is compared
with it. What was acknowledged is stored, once; what was refused is not; nothing else is there.
"""

import http.client
import json
import os
import random
import signal
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection

from priyom.base.clock import now
from priyom.base.models import Event
from priyom.channels.models import Letter, Notification
from priyom.desk.models import Message, Ticket
from priyom.people.actions.keys import create_api_key
from priyom.people.models import Membership, Role, TeamMembership, User
from tests import cast as people_of_the_play
from tests.base.program import Program
from tests.live import empty_tables, session_of

AGENTS, TICKETS, CALLS = 30, 10, 12
CSRF = "a" * 32
PATIENCE = 60

pytestmark = pytest.mark.slow


@dataclass
class Call:
    """One call and what became of it: a status, or 0 when nobody answered."""

    what: str
    number: int
    text: str = ""
    status: int = 0
    repeated: bool = False


@dataclass
class Agent:
    """A person with a key, a session and a connection of their own."""

    user: User
    key: str
    session: str
    port: int
    history: list = field(default_factory=list)

    def api(self, method, path, body=None, *, idempotency=""):
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", "Connection": "close"}
        if idempotency:
            headers["Idempotency-Key"] = idempotency
        return self._ask(method, f"/api/v1{path}", json.dumps(body or {}), headers)

    def page(self, path, data):
        cookie = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={CSRF}"
        headers = {
            "Cookie": cookie,
            "X-CSRFToken": CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
            "Connection": "close",
        }
        return self._ask("POST", path, urlencode(data), headers)

    def _ask(self, method, path, body, headers):
        connection_to_web = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection_to_web.request(method, path, body.encode(), headers | {"Host": f"localhost:{self.port}"})
            answer = connection_to_web.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return 0
        else:
            return answer.status
        finally:
            connection_to_web.close()

    def work(self, numbers, chance):
        for turn in range(CALLS):
            number = chance.choice(numbers)
            what = chance.choices(("take", "assign", "reply", "note", "typed", "resolve"), (4, 3, 6, 4, 4, 1))[0]
            call = Call(what, number, f"{what} {self.user.login} {turn} {uuid.uuid4()}")
            self.history.append(call)
            call.status = getattr(self, what)(call, chance)
            give_up = time.monotonic() + PATIENCE
            while call.status == 0 and time.monotonic() < give_up:  # nobody answered: say the same thing again
                call.repeated = True
                time.sleep(0.5)
                call.status = getattr(self, what)(call, chance)

    def take(self, call, _chance):
        return self.page(f"/desk/tickets/{call.number}/owner", {"to": self.user.login})

    def assign(self, call, chance):
        return self.api("PATCH", f"/tickets/{call.number}", {"assignee": f"agent{chance.randrange(AGENTS)}"})

    def reply(self, call, _chance):
        return self.api("POST", f"/tickets/{call.number}/messages", {"body": call.text}, idempotency=call.text[:200])

    def note(self, call, _chance):
        body = {"body": call.text, "visibility": "internal"}
        return self.api("POST", f"/tickets/{call.number}/messages", body, idempotency=call.text[:200])

    def typed(self, call, _chance):
        token = str(uuid.uuid5(uuid.NAMESPACE_URL, call.text))
        return self.page(
            f"/desk/tickets/{call.number}/messages", {"body": call.text, "visibility": "internal", "token": token}
        )

    def resolve(self, call, _chance):
        return self.api(
            "POST",
            f"/tickets/{call.number}/resolution",
            {"cause": call.text, "remedy": "Готово"},
            idempotency=call.text[:200],
        )


@pytest.fixture
def program(transactional_db):
    """The program itself, web and worker in processes of their own, on the database of this test."""
    empty_tables()
    program = Program()
    program.serve(
        "--empty", DATABASE_URL=database_url(), PRIYOM_DEMO="true", PRIYOM_WORKERS="2",
        PRIYOM_SECRET_SECRET_KEY=settings.SECRET_KEY,
    )  # fmt: skip
    assert "Ctrl-C" in program.told(), program.told()
    yield program
    program.clean()
    empty_tables()


def database_url():
    """Return the address of the test's own database, not of the one it was made beside."""
    name = connection.settings_dict["NAME"]
    head, _slash, tail = os.environ["DATABASE_URL"].partition("@/")
    return f"{head}@/{name}?{tail.partition('?')[2]}"


@pytest.fixture
def agents(program):
    """Thirty agents of the first line, and tickets that nobody has yet."""
    empty_tables()  # the start has filled in the topics it ships
    cast = people_of_the_play.enter()
    found = []
    for n in range(AGENTS):
        user = User.objects.create_user(
            f"agent{n}", f"agent{n}@vendor.example", last_name=f"Агент{n}", first_name="А", organisation=cast.vendor
        )
        Membership.objects.create(user=user, organisation=cast.vendor, role=Role.AGENT)
        TeamMembership.objects.create(user=user, team=cast.line1)
        scopes, until = ["tickets:read", "tickets:write"], now() + timedelta(days=1)
        _key, clear = create_api_key(user=user, name="работа", scopes=scopes, expires_at=until, by=cast.adam)
        found.append(Agent(user, clear, session_of(user), program.port))
    return found


@pytest.fixture
def numbers(agents):
    zoya = User.objects.get(login="zoya")
    return [people_of_the_play.open_ticket(zoya, subject=f"Вопрос {n}").number for n in range(TICKETS)]


def kill(program, part):
    """End every process of this part at once, as a power cut would."""
    for pid, command in program.processes().items():
        if part in command:
            os.kill(pid, signal.SIGKILL)


def forget_the_dead_workers():
    """Let the half minute pass after which a silent worker counts as dead."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")


def queued():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1"
            " UNION ALL SELECT 'todo', count(*) FROM base_duereaction HAVING count(*) > 0"
        )
        return dict(cursor.fetchall())


def deadlocks():
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


def until(question):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.2)
    return False


def test_thirty_agents_and_two_kills_lose_and_double_nothing(program, agents, numbers):
    before = deadlocks()
    threads = [
        threading.Thread(target=agent.work, args=(numbers, random.Random(n)))  # noqa: S311 - the same play every time
        for n, agent in enumerate(agents)
    ]
    [thread.start() for thread in threads]
    until(lambda: Message.objects.count() > TICKETS + 40)
    kill(program, "priyom worker")
    forget_the_dead_workers()
    until(lambda: Message.objects.count() > TICKETS + 80)
    kill(program, "priyom web")
    [thread.join(120) for thread in threads]
    assert not any(thread.is_alive() for thread in threads)
    assert until(lambda: not {"todo", "doing"} & set(queued())), (queued(), program.told()[-2000:])

    history = [call for agent in agents for call in agent.history]
    assert len(history) == AGENTS * CALLS
    answers = Counter((call.what, call.status) for call in history)
    assert not [pair for pair in answers if pair[1] >= 500], answers
    assert not [pair for pair in answers if pair[1] == 0], answers
    assert any(call.repeated for call in history)  # the kill was felt
    told_is_stored_once(history)
    every_owner_is_explained(numbers)
    solved_once(history, numbers)
    everybody_was_told_once()
    assert "failed" not in queued()
    assert deadlocks() == before
    assert "Traceback" not in program.told(), program.told()[-3000:]


def told_is_stored_once(history):
    stored = Counter(Message.objects.values_list("body", flat=True))
    for call in history:
        if call.what in {"reply", "note", "typed"}:
            acknowledged = call.status in {200, 201, 302}
            assert stored[call.text] == 1 if acknowledged else stored[call.text] <= 1, call
            if call.status in range(400, 500):
                assert stored[call.text] == 0, call
    said = {call.text for call in history}
    assert [body for body in stored if body not in said and not body.startswith("С утра")] == []


def every_owner_is_explained(numbers):
    """Read the facts of each ticket from the beginning: they lead to the owner it has, and nobody took what was taken."""
    for ticket in Ticket.objects.filter(number__in=numbers):
        owner = None
        for event in Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).order_by("id"):
            if event.kind == "ticket.taken":
                assert "after" in event.details or owner is None, f"{ticket}: taken from {owner}"
                owner = event.actor_id
            elif event.kind == "ticket.assigned":
                assert event.details["before"] == owner
                owner = event.details["after"]
            elif event.kind in {"ticket.replied", "ticket.resolved"} and owner is None:
                owner = event.actor_id
        assert owner == ticket.assignee_id, ticket


def solved_once(history, numbers):
    solved = Counter(call.number for call in history if call.what == "resolve" and call.status == 201)
    facts = Counter(Event.objects.filter(kind="ticket.resolved").values_list("subject_id", flat=True))
    of_number = dict(Ticket.objects.filter(number__in=numbers).values_list("pk", "number"))
    assert {of_number[pk]: count for pk, count in facts.items()} == dict(solved)
    assert set(solved.values()) <= {1}


def everybody_was_told_once():
    zoya = User.objects.get(login="zoya")
    for kind in ("ticket.replied", "ticket.resolved"):
        facts = set(Event.objects.filter(kind=kind).values_list("pk", flat=True))
        told = list(Notification.objects.filter(user=zoya, kind=kind).values_list("event_id", flat=True))
        assert sorted(told) == sorted(facts), kind


def test_a_job_whose_worker_was_killed_is_taken_over(program, agents, numbers):
    assert until(lambda: not queued())
    kill(program, "priyom worker")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes') RETURNING id"
        )
        dead = cursor.fetchone()[0]
        event = Event.objects.filter(kind="ticket.opened").latest("id")
        Letter.objects.filter(event=event).delete()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, status, attempts, worker_id)"
            " VALUES ('now', 'channels.jobs.tell_people', 'x', %s, 'doing', 1, %s)",
            [json.dumps({"event_id": event.pk}), dead],
        )
    assert until(lambda: not queued()), (queued(), program.told()[-2000:])
    assert Letter.objects.filter(event=event, user__login="zoya").count() == 1
