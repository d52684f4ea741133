"""Hostile strings through every field of the portal: no answer breaks, and nothing of them becomes markup."""

import json
import uuid
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.models import Ticket

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "strings.txt"


def strings():
    """Every hostile string of the samples, with how it is written there."""
    for line in SAMPLES.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("# "):
            continue
        if line.startswith("json:"):
            yield json.loads(line[5:])
        elif line.startswith("repeat:"):
            _word, count, text = line.split(":", 2)
            yield (json.loads(text) if text.startswith('"') else text) * int(count)
        else:
            yield line


def handfuls(size=4):
    """The strings a few at a time, each also at the beginning of a text."""
    given = [each.encode("utf-8", "replace").decode() for each in strings()]  # no client can send half a character
    short = [text for text in given if len(text) < 500]
    yield from (text for text in given if len(text) >= 500)
    for at in range(0, len(short), size):
        handful = short[at : at + size]
        yield "\n".join(handful[at // size % size :] + handful[: at // size % size])


class Tags(HTMLParser):
    """Collects what could run: elements and attributes that our own pages never have."""

    def __init__(self):
        super().__init__()
        self.bad = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in {"iframe", "object", "embed", "base", "math", "style"} or any(
            name.startswith(("on", "hx-on", "data-hx")) for name in given
        ):
            self.bad.append((tag, given))
        if tag == "script" and not str(given.get("src", "")).startswith("/static/"):
            self.bad.append((tag, given))
        if tag == "meta" and given.get("http-equiv") == "refresh":
            self.bad.append((tag, given))
        if any(
            str(value or "").strip().lower().startswith(("javascript:", "data:"))
            for name, value in attrs
            if name in {"href", "src", "action", "formaction"}
        ):
            self.bad.append((tag, given))
        if tag == "img" and not str(given.get("src", "")).startswith(("/files/", "/static/")):
            self.bad.append((tag, given))


def harmless(answer):
    assert answer.status_code in {200, 201, 204, 302, 403, 404, 409, 413, 422}, answer.status_code
    if answer.get("Content-Type", "").startswith("text/html") and not answer.streaming:
        tags = Tags()
        tags.feed(answer.content.decode())
        assert not tags.bad
    return answer


@pytest.mark.slow
@pytest.mark.skipif(not SAMPLES.exists(), reason="no samples")
def test_no_string_breaks_the_portal_or_becomes_markup(as_, zoya, yakov, igor, anna, topic, ticket):
    client, colleague, specialist = as_(zoya), as_(yakov), as_(igor)
    resolved = Ticket.objects.get(pk=ticket.pk)
    resolve_ticket(resolved.number, by=anna, cause="Драйвер", remedy="Обновили")
    address = f"/portal/tickets/{ticket.number}"
    for text in handfuls():
        token = str(uuid.uuid4())
        harmless(
            client.post(
                "/portal/advice", {"body": text, "f_error_text": text, "topic": text[:80], "organisation": text[:80]}
            )
        )
        harmless(client.post("/portal/split", {"body": text, "body_0": text, "topic_0": text[:80], "token": text[:80]}))
        harmless(client.post("/drafts/?place=new", {"body": text, "f_error_text": text}))
        harmless(client.get("/portal/"))
        harmless(
            client.post(
                f"/files/?token={token}",
                {"file": SimpleUploadedFile("файл.txt", text.encode("utf-8", "replace") or b"x")},
            )
        )
        sent = harmless(
            client.post("/portal/", {"body": text, "token": token, "topic": "emd", "f_error_text": text[:400]})
        )
        harmless(client.post("/portal/", {"body": "Вопрос", "requester": text[:200], "organisation": text[:200]}))
        if sent.status_code == 302:
            harmless(client.get(sent.url))
            harmless(client.get(f"{sent.url}/print"))
        harmless(client.post(f"{address}/messages", {"body": text, "token": text[:80]}))
        harmless(client.post(f"{address}/rating", {"rating": text[:50], "comment": text}))
        harmless(client.post(f"{address}/colleagues", {"colleague": text}))
        harmless(client.get(f"{address}/news", {"since": text[:50]}))
        for each in (client, colleague, specialist):
            harmless(
                each.get(
                    "/portal/organisation",
                    {"q": text[:1000], "topic": text[:100], "period": text[:20], "before": text[:40]},
                )
            )
        harmless(specialist.get("/portal/people", {"q": text[:500], "organisation": text[:50]}))
    harmless(client.get(address))
    harmless(client.get("/portal/tickets"))
