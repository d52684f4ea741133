"""Asking the server: what is asked, by how many at once, and what each answer took."""

import http.client
import itertools
import json
import re
import statistics
import threading
import time
import uuid
from dataclasses import dataclass
from urllib.parse import quote, urlencode

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BODY = (
    "Здравствуйте. С утра не регистрируется протокол консультации, вид 227, отказ INVALID_DICTIONARY_VERSION. "
    "Так у всех врачей отделения, скопилось {n} документов."
)
ANSWER = "Посмотрели журнал обмена: версия справочника обновлена, отправьте документы ещё раз. Проверка {n}."


@dataclass(frozen=True)
class Question:
    """One kind of request: its name in the table, how to ask it for the n-th time, and which answer is right."""

    name: str
    column: str  # the peers' column that it stands beside, or nothing
    ask: object  # n → (method, path, headers, body)
    right: tuple[int, ...] = (200,)
    floor: bool = False


def questions(people, port):
    """Return everything that is measured, by the name that --only takes."""
    usual = (people.agent, people.writer, people.doctor, people.reader)
    agent, writer, doctor, reader = ({"Cookie": people.session(user)} for user in usual)
    crowd = (people.thousands, people.specialist, people.coordinator)
    thousands, specialist, coordinator = ({"Cookie": people.session(user)} for user in crowd)
    portal, desk = _token(port, "/portal/", doctor), _token(port, "/desk/tickets", writer)
    key = {"Authorization": f"Bearer {people.key}", "Content-Type": "application/json"}
    home = people.doctor.organisation
    hospital = home if home.kind != "department" else home.parent

    def get(path, headers):
        return lambda n: ("GET", path(n) if callable(path) else path, headers, None)

    def among(numbers):
        return lambda n: numbers[n % len(numbers)]

    some, open_one = among(people.numbers), among(people.open_numbers)

    def create(n):
        fields = {"body": BODY.format(n=n), "token": uuid.uuid4(), "one": "1", "csrfmiddlewaretoken": portal[1]}
        return "POST", "/portal/", doctor | FORM | portal[0], urlencode(fields)

    def create_api(n):
        asked = {"body": BODY.format(n=n), "requester": people.doctor.email, "organisation": hospital.code}
        return "POST", "/api/v1/tickets", key, json.dumps(asked)

    def reply(n):
        fields = {"body": ANSWER.format(n=n), "visibility": "public", "token": uuid.uuid4(), "then": "stay"}
        path = f"/desk/tickets/{open_one(n)}/messages"
        return "POST", path, writer | FORM | desk[0], urlencode({**fields, "csrfmiddlewaretoken": desk[1]})

    def reply_api(n):
        return "POST", f"/api/v1/tickets/{open_one(n)}/messages", key, json.dumps({"body": ANSWER.format(n=n)})

    def search(text):
        return get(f"/desk/tickets?status=any&text={quote(text)}", agent)

    def search_portal(path, who):
        return get(f"/portal/{path}?q={quote(people.word)}", who)

    return {
        "floor-list": Question("floor: fifty rows, values and Jinja2", "", get("/floor/list", {}), floor=True),
        "floor-ticket": Question(
            "floor: a ticket and its messages", "", get(lambda n: f"/floor/ticket/{some(n)}", {}), floor=True
        ),
        "middleware": Question("nothing, behind our middleware", "", get("/floor/middleware", agent)),
        "list": Question("list of open tickets, 50 rows", "list", get("/desk/tickets", agent)),
        "list-any": Question("list of everything ever, 50 rows", "list", get("/desk/tickets?status=any", agent)),
        "work": Question("my work", "", get("/desk/", agent)),
        "ticket": Question(
            "ticket with history, whole page", "ticket", get(lambda n: f"/desk/tickets/{some(n)}", agent)
        ),
        "portal": Question("my tickets, portal", "", get("/portal/tickets", doctor)),
        "portal-thousands": Question("my tickets, of one with 3,000", "", get("/portal/tickets", thousands)),
        "portal-specialist": Question("hospitals' tickets, 10,000", "", get("/portal/organisation", specialist)),
        "portal-coordinator": Question("regions' tickets, 40,000", "", get("/portal/organisation", coordinator)),
        "create": Question("create, portal form", "create", create, (302,)),
        "create-api": Question("create, API", "create", create_api, (201,)),
        "reply": Question("reply, agent's form", "reply", reply, (200, 302, 303)),
        "reply-api": Question("reply, API", "reply", reply_api, (201,)),
        "search-word": Question(
            f"search «{people.word}», in {people.word_share:.1%} of tickets", "search", search(people.word)
        ),
        "search-phrase": Question(f"search “{people.phrase}”", "search", search(f'"{people.phrase}"')),
        "search-code": Question(f"search a code, {people.code}", "", search(people.code)),
        "search-slip": Question(f"search a slip, «{people.slip}»", "", search(people.slip)),
        "search-portal": Question(
            f"search «{people.word}» in the portal", "", search_portal("organisation", reader)
        ),
        "search-thousands": Question("search among 3,000 own tickets", "", search_portal("tickets", thousands)),
        "search-specialist": Question(
            "search among hospitals' 10,000", "", search_portal("organisation", specialist)
        ),
        "search-coordinator": Question(
            "search among regions' 40,000", "", search_portal("organisation", coordinator)
        ),
        "list-api": Question("list by API, 50 rows", "", get("/api/v1/tickets", key)),
        "search-api": Question(
            f"search «{people.word}» by API", "", get(f"/api/v1/tickets?q={quote(people.word)}", key)
        ),
    }  # fmt: skip


def _token(port, path, headers):
    """Open a page with a form; return the cookie and the token that a POST needs."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    client.request("GET", path, headers=headers | {"Host": f"localhost:{port}"})
    answer = client.getresponse()
    text = answer.read().decode()
    found = re.search(r'csrfmiddlewaretoken"? value="([^"]+)"', text) or re.search(
        r"X-CSRFToken[^:]*:\s*\W*([\w-]{20,})", text
    )
    if found is None:
        raise SystemExit(f"{path} answers {answer.status} and has no form")
    cookie = "; ".join(each.split(";")[0] for each in answer.headers.get_all("Set-Cookie") or ())
    together = "; ".join(part for part in (headers["Cookie"], cookie) if part)
    return {"Cookie": together, "Referer": f"http://localhost:{port}{path}"}, found[1]


@dataclass(frozen=True)
class Asked:
    """What many requests took, seen from outside."""

    times: list[float]
    seconds: float
    size: int

    @property
    def median(self):
        return statistics.median(self.times) * 1000

    @property
    def p95(self):
        return statistics.quantiles(self.times, n=20)[-1] * 1000

    @property
    def per_second(self):
        return len(self.times) / self.seconds


_asked_before = itertools.count()


def ask(question, port, *, rounds, clients):
    """Ask so many times, by so many clients at once; every answer must be the right one."""
    times, sizes, wrong, left = [], [], [], itertools.count()

    def one():
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while next(left) < rounds and not wrong:
            method, path, headers, body = question.ask(next(_asked_before))
            sent = {"Host": f"localhost:{port}", "Accept-Encoding": "identity", **headers}
            began = time.perf_counter()
            client.request(method, path, body=body.encode() if body else None, headers=sent)
            answer = client.getresponse()
            text = answer.read()
            times.append(time.perf_counter() - began)
            sizes.append(len(text))
            if answer.status not in question.right:
                wrong.append(f"{method} {path} answers {answer.status}: {text[:300].decode(errors='replace')}")

    threads = [threading.Thread(target=one) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise SystemExit(wrong[0])
    return Asked(times, time.perf_counter() - began, int(statistics.median(sizes)))
