"""People and programs that write without a pause, remember what they were told, and say it again when nobody answered."""

import http.client
import json
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

CSRF = "a" * 32
UNKNOWN = {0, 502, 503, 504}  # what was asked may have been done or not: ask again with the same key
TOO_FAST = 429  # nothing was done: the minute of this key is spent, and a polite program goes slower
GOOD = {200, 201, 302}
TOLD = """
    SELECT e.id, count(t.id) FROM base_event e LEFT JOIN {table} t
    ON t.event_id = e.id AND t.user_id = (SELECT id FROM people_user WHERE login = 'zoya')
    WHERE e.kind = ANY(%s) GROUP BY e.id
"""


@dataclass
class Said:
    """One thing that was said, until somebody answered."""

    how: str
    text: str
    status: int = 0
    answers: list = field(default_factory=list)
    where: str = ""


class Writer(threading.Thread):
    """Opens tickets through the portal and the API in turn, and lets the agent answer each."""

    def __init__(self, stage, key, session):
        super().__init__(daemon=True)
        self.port, self.key, self.session = stage.port, key, session
        self.history, self.enough = [], threading.Event()

    def run(self):
        while not self.enough.is_set():
            number = self.open_by_page() if len(self.history) % 4 == 0 else self.open_by_api()
            if number:
                self.answer(number)

    def open_by_api(self):
        said = Said("api", f"Не печатается рецепт {uuid.uuid4()}")
        body = {"body": said.text, "requester": "zoya@clinic.example", "organisation": "clinic-1"}
        answer = self.insist(said, "/api/v1/tickets", body)
        return json.loads(answer)["number"] if said.status in GOOD else None

    def open_by_page(self):
        said = Said("page", f"Не открывается карта {uuid.uuid4()}")
        self.insist(said, "/portal/", {"body": said.text, "token": str(uuid.uuid4()), "one": "1"})
        return int(said.where.rsplit("/", 1)[1]) if said.status in GOOD else None

    def answer(self, number):
        said = Said("answer", f"Посмотрели {uuid.uuid4()}")
        self.insist(said, f"/api/v1/tickets/{number}/messages", {"body": said.text})

    def insist(self, said, path, body):
        """Say it until it is answered for certain."""
        self.history.append(said)
        while True:
            said.status, content, said.where = self.ask(said, path, body)
            said.answers.append(said.status)
            asks_again = said.status in UNKNOWN or said.status == TOO_FAST
            if not asks_again or (self.enough.is_set() and len(said.answers) > 300):
                return content
            time.sleep(1 if said.status == TOO_FAST else 0.2)

    def ask(self, said, path, body):
        if path.startswith("/api/"):
            headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
            headers["Idempotency-Key"], sent = said.text.rsplit(" ", 1)[1], json.dumps(body)
        else:
            headers = {"Cookie": f"sid={self.session}; csrf={CSRF}", "X-CSRFToken": CSRF}
            headers["Content-Type"], sent = "application/x-www-form-urlencoded", urlencode(body)
        web = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers |= {"Host": f"localhost:{self.port}", "Connection": "close"}
            web.request("POST", path, sent.encode(), headers)
            answer = web.getresponse()
            return answer.status, answer.read(), answer.headers.get("Location", "")
        except (OSError, http.client.HTTPException):
            return 0, b"", ""
        finally:
            web.close()


def end(writers):
    """Let everybody finish the sentence; return everything that was said."""
    for writer in writers:
        writer.enough.set()
    for writer in writers:
        writer.join(90)
    assert not any(writer.is_alive() for writer in writers)
    return [said for writer in writers for said in writer.history]


def check(stage, history):
    """Compare what was acknowledged with what is stored: everything, once, and everybody told once."""
    answers = Counter((said.how, said.status) for said in history)
    assert {status for _how, status in answers} <= GOOD, answers
    everything = Counter(status for said in history for status in said.answers)
    assert set(everything) <= GOOD | UNKNOWN | {TOO_FAST}, everything  # never an error of ours, only «not now»

    stored = Counter(body for (body,) in stage.sql("SELECT body FROM desk_message"))
    for said in history:
        assert stored[said.text] == 1, (said, stored[said.text])
    assert set(stored) <= {said.text for said in history}, "something is there that nobody said"

    opened = stage.sql("SELECT id FROM base_event WHERE kind = 'ticket.opened'")
    assert len(opened) == sum(said.how != "answer" for said in history)
    # Every answer rings once for who asked, and every fact of theirs is one letter.
    bells = stage.sql(TOLD.format(table="channels_notification"), ["ticket.replied"])
    letters = stage.sql(TOLD.format(table="channels_letter"), ["ticket.opened", "ticket.replied"])
    assert len(bells) == sum(said.how == "answer" for said in history)
    assert {times for _event, times in bells} == {1}
    assert {times for _event, times in letters} == {1}
    states = {state for (state,) in stage.sql("SELECT DISTINCT state FROM channels_letter")}
    assert states <= {"waiting", "sent"}, states
    return answers
