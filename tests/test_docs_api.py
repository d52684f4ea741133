"""The examples of docs/admin/api.md are run, one after the other, by a program with a key."""

import json
import re
import time
from datetime import UTC, datetime
from pathlib import Path

from priyom.channels.webhooks.content import new_secret, signature

PAGE = (Path(__file__).resolve().parent.parent / "docs/admin/api.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"```http\n(\w+) (\S+)\n((?:[\w-]+: [^\n]*\n)*)(?:\n(.*?))?→ (\d{3})\n```", re.DOTALL)
SCOPES = ["tickets:read", "tickets:write", "people:read", "people:write"]


def test_every_example_answers_as_the_page_says(api, pavel, run_reactions):
    call, number, done = api(pavel, SCOPES), None, 0
    for method, path, headers, body, status in EXAMPLE.findall(PAGE):
        given = dict(line.split(": ", 1) for line in headers.splitlines())
        where = path.removeprefix("/api/v1").replace("/1042", f"/{number}")
        answer = call(method, where, json.loads(body) if body.strip() else None, **given)
        assert answer.status_code == int(status), (method, where, answer.body)
        if "items" in answer.body and "events" not in path:
            assert answer.body["items"], path
        number = answer.body.get("number", number) if (method, where) == ("POST", "/tickets") else number
        done += 1
    assert done == PAGE.count("```http") >= 15


def test_a_receiver_as_the_page_shows_it_knows_our_signature():
    code = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1]
    known = {}
    exec(code, known)  # noqa: S102 - the page's own example
    secret, body = new_secret(), b'{"kind":"ticket.opened"}'
    header = signature(secret, body, datetime.fromtimestamp(time.time(), UTC))
    assert known["is_ours"](secret, header, body)
    assert not known["is_ours"](secret, header, body + b" ")
    assert not known["is_ours"](new_secret(), header, body)
    assert not known["is_ours"](secret, signature(secret, body, datetime.fromtimestamp(time.time() - 900, UTC)), body)


def test_the_page_names_no_operation_that_is_not_there(client, db):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    shapes = [re.compile(re.sub(r"\{\w+\}", "[^/]+", path)) for path in paths]
    for named in re.findall(r"(?:GET|POST|PATCH|DELETE) (/api/v1/[^\s?`]+)", PAGE):
        assert any(shape.fullmatch(named) for shape in shapes), named
