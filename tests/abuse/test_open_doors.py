"""What is found by trying: paths nobody linked, methods in disguise, foreign origins, forged log lines. Abuse 74, 80–82, 84, 87, 88, R12."""

import gzip
import json
from pathlib import Path

import pytest
from django.db import OperationalError

from priyom.base.health import Check
from tests import cast as people_of_the_play
from tests.abuse.test_hostile_requests import HEADERS

TRIED = [
    "/metrics", "/.git/config", "/.git/HEAD", "/.env", "/media/", "/media/../settings.py", "/static/", "/static/../urls.py",
    "/static/..%2f..%2fsettings.py", "/static/%2e%2e/%2e%2e/manage.py", "/admin/", "/admin/login/", "/server-status", "/debug",
    "/__debug__/", "/phpinfo.php", "/wp-login.php", "/api/", "/api/v2/tickets", "/actuator/health", "/console",
    "/drafts/../secrets/secret_key", "/%2e%2e/%2e%2e/etc/passwd", "/index.php?s=/Index/", "/swagger.json",
    "/.well-known/security.txt.bak", "/robots.txt~", "/priyom.toml", "/demo-accounts.json", "/outbox/",
]  # fmt: skip
OURS = str(Path(__file__).parents[2])  # where the code lies is nobody's business
TELLTALE = ("Traceback", "django", OURS, "site-packages", "psycopg", "secret_key", "SECRET", "Exception", "line ")


@pytest.mark.parametrize("path", TRIED)
def test_there_is_nothing_where_nothing_should_be(as_, adam, path):
    for person in (None, adam):
        answer = as_(person).get(path)
        said = answer.content.decode()
        assert answer.status_code in {404, 405}, (path, answer.status_code)
        assert not [word for word in TELLTALE if word in said], said
        assert HEADERS - {*answer.headers} == set()


def test_a_forms_address_opened_like_a_page_says_so_and_leads_out(as_, anna, ticket):
    answer = as_(anna).get(f"/desk/tickets/{ticket.number}/messages")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Этот адрес принимает только форму" in answer.text
    assert "На главную" in answer.text


def test_a_slash_too_many_or_too_few_leads_to_the_page_and_only_there(as_, anna):
    client = as_(anna)

    assert client.get("/organisations?q=%D0%A6%D0%A0%D0%91")["Location"] == "/organisations/?q=%D0%A6%D0%A0%D0%91"
    assert client.get("/desk/tickets/7/")["Location"] == "/desk/tickets/7"
    assert client.post("/organisations").status_code == 404
    assert [client.get(path).status_code for path in ("/%2Fevil.example/", "/nothing/", "/nothing")] == [404] * 3


@pytest.mark.parametrize(
    "disguise", [{"X-HTTP-Method-Override": "DELETE"}, {"X-HTTP-Method": "DELETE"}, {"X-Method-Override": "PUT"}]
)
def test_a_method_in_disguise_is_what_it_is(as_, zoya, ticket, disguise):
    client = as_(zoya)
    page = f"/portal/tickets/{ticket.number}"
    assert client.post("/live", {"_method": "DELETE"}, headers=disguise).status_code == 405
    assert client.get(page, {"_method": "DELETE"}, headers=disguise).status_code == 200
    assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost.evil.example", "http://testserver.evil.example"]
)
def test_no_other_origin_may_read_or_write(as_, zoya, anna, adam, origin):
    client = as_(zoya)
    client.handler.enforce_csrf_checks = True
    client.get("/portal/")
    foreign = {"Origin": origin}
    token = client.cookies["csrf"].value if "csrf" in client.cookies else "a" * 32
    refused = client.post("/portal/", {"body": "Чужая рука", "csrfmiddlewaretoken": token}, headers=foreign)
    assert refused.status_code == 403
    call = people_of_the_play.program(anna, by=adam)
    answers = [refused, client.get("/portal/", headers=foreign), client.options("/api/v1/tickets", headers=foreign)]
    assert call("GET", "/tickets").status_code == 200
    for answer in answers:
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


def test_a_bomb_as_a_body_is_not_unpacked(anna, adam, as_, zoya):
    bomb = gzip.compress(b'{"body":"' + b"a" * 50_000_000 + b'"}')
    assert len(bomb) < 1_000_000
    packed = {"Content-Encoding": "gzip"}
    answer = as_(zoya).post("/api/v1/tickets", bomb, content_type="application/json", headers=packed)
    assert answer.status_code in {400, 401}
    form = as_(zoya).post("/portal/", bomb, content_type="application/x-www-form-urlencoded", headers=packed)
    assert form.status_code in {400, 422}


def test_errors_of_every_kind_carry_the_headers_and_no_insides(as_, zoya, monkeypatch):
    client = as_(zoya)
    client.raise_request_exception = False

    def fail(error):
        def failing(*_anything, **_more):
            raise error

        return failing

    monkeypatch.setattr("priyom.base.health.is_ready", fail(RuntimeError("пароль 112-233-445 95")))
    broken = client.get("/ready")
    monkeypatch.setattr("priyom.base.health.is_ready", fail(OperationalError("host=10.0.0.5 user=priyom")))
    away = client.get("/ready")
    assert (broken.status_code, away.status_code) == (500, 503)
    for answer in (
        broken,
        away,
        client.get("/nowhere"),
        client.post("/portal/", b"x" * 2_000_000, content_type="text/plain"),
    ):
        assert HEADERS - {*answer.headers} == set(), answer.status_code
        said = answer.content.decode()
        assert not [word for word in (*TELLTALE, "112-233", "10.0.0.5") if word in said]


def test_health_tells_strangers_nothing_but_yes_or_no(client, db, monkeypatch):
    sick = [Check("disk", ok=False, said="3 MB are free in /var/lib/priyom"), Check("worker", ok=False, said="silent")]
    monkeypatch.setattr("priyom.base.health.checks", lambda: sick)
    monkeypatch.setattr("priyom.base.health.REMEMBER_SECONDS", 0)
    live, ready = client.get("/live"), client.get("/ready")
    assert (live.status_code, json.loads(live.content)) == (200, {"status": "ok"})
    assert (ready.status_code, json.loads(ready.content)) == (503, {"status": "unready"})


@pytest.mark.parametrize(
    "path", ["/portal/", "/portal/tickets", "/profile/", "/channels/news", "/accounts/login/", "/api/v1/tickets"]
)
def test_nobody_keeps_a_page_that_was_made_for_somebody(as_, zoya, path):
    kept = as_(zoya).get(path)["Cache-Control"]
    assert {"no-store", "private"} <= {word.strip() for word in kept.split(",")}


@pytest.mark.parametrize("path", ["/a%0d%0aINFO%20somebody%20signed%20in", "/a%1b%5b2J%1b%5b31mred", "/a%0aX: y"])
def test_a_forged_line_stays_in_its_line(client, db, caplog, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert not [said for said in caplog.messages if "\n" in said or "\r" in said or "\x1b" in said]
    assert "X" not in answer.headers


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/json", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
)
def test_a_cookie_alone_writes_nothing_whatever_the_form(as_, zoya, ticket, kind):
    client = as_(zoya)
    client.handler.enforce_csrf_checks = True
    answer = client.post(f"/portal/tickets/{ticket.number}/messages", b'{"body": "x"}', content_type=kind)
    assert answer.status_code in {400, 403}
    assert ticket.messages.count() == 1
