"""News for other programs, against a real receiver on loopback."""

import hashlib
import hmac
import json
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings

from priyom.base.clock import now
from priyom.base.models import Event
from priyom.channels.models import Notification, WebhookDelivery, WebhookTarget
from priyom.channels.webhooks import actions, client
from priyom.channels.webhooks.document import Told, ToldTicket
from priyom.channels.webhooks.kinds import grouped, offered_kinds
from priyom.channels.webhooks.outbox import BACKOFF, ROUND, forget_old_deliveries, send_due_deliveries, write_deliveries
from priyom.desk.actions.messages import add_note
from priyom.desk.actions.tickets import resolve_ticket
from tests.cast import open_ticket

KINDS = ["ticket.opened", "ticket.resolved", "ticket.noted"]


class Receiver(ThreadingHTTPServer):
    """A program that listens: what it heard, and what it answers."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Ear)
        self.heard, self.answers = [], []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/hook?from=desk"


class _Ear(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((dict(self.headers), body))
        answer = self.server.answers.pop(0) if self.server.answers else 200
        if callable(answer):
            answer(self)
            return
        self.send_response(answer)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def receiver(monkeypatch):
    server = Receiver()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with allowed(monkeypatch, server.server_port):
        yield server
    server.shutdown()
    server.server_close()


@contextmanager
def allowed(monkeypatch, *ports):
    """Let requests go to this machine, as an administrator lets them go to the intranet."""
    monkeypatch.setattr(
        settings, "PRIYOM",
        replace(settings.PRIYOM, webhook_networks=("127.0.0.1/32",), webhook_ports=("443", *map(str, ports))),
    )  # fmt: skip
    yield


@pytest.fixture
def hook(receiver, adam):
    return actions.create_target(by=adam, name="Дежурный экран", url=receiver.url, owner=adam, kinds=KINDS)


def heard(receiver):
    return [json.loads(body) for _headers, body in receiver.heard]


def test_what_is_sent_is_what_the_document_says(receiver, hook, zoya, run_reactions):
    open_ticket(zoya)
    run_reactions()
    assert send_due_deliveries() == 1
    (told,) = heard(receiver)
    assert Told.model_validate(told)
    assert (set(told), set(told["ticket"])) == (set(Told.model_fields), set(ToldTicket.model_fields))


def test_a_fact_reaches_the_receiver_signed_and_without_a_word_of_anybody(receiver, hook, zoya, run_reactions):
    ticket = open_ticket(zoya, subject="Ветрова не может войти", body="Пароль ветровой не подходит")
    run_reactions()
    assert send_due_deliveries() == 1
    (headers, body), told = receiver.heard[0], heard(receiver)[0]

    stamp, given = (part.partition("=")[2] for part in headers["Priyom-Signature"].split(","))
    expected = hmac.new(actions.secret_of(hook).encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert given == expected
    assert abs(int(stamp) - now().timestamp()) < 60
    assert (told["kind"], told["ticket"]["number"], told["ticket"]["status"]) == ("ticket.opened", ticket.number, "new")
    assert (told["by"], told["ticket"]["organisation"], told["id"]) == (
        "requester",
        "clinic-1",
        headers["Priyom-Delivery"],
    )
    assert headers["Host"] == f"127.0.0.1:{receiver.server_port}"
    for word in ("Ветров", "Зоя", "zoya", "Пароль"):
        assert word.lower() not in body.decode().lower()
        assert json.dumps(word)[1:-1].lower() not in body.decode().lower()


def test_the_row_is_written_once_however_often_the_reaction_runs(hook, zoya):
    open_ticket(zoya)
    event = Event.objects.get(kind="ticket.opened")
    write_deliveries([event])
    write_deliveries([event])
    assert WebhookDelivery.objects.count() == 1


def test_what_is_not_taken_is_tried_again_under_the_same_id(receiver, hook, zoya, run_reactions):
    receiver.answers = [500]
    open_ticket(zoya)
    run_reactions()
    assert send_due_deliveries() == 0
    row = WebhookDelivery.objects.get()
    assert (row.state, row.status, row.failure, row.attempts) == ("waiting", 500, "status", 1)
    assert row.due_at > now() + BACKOFF[0] - timedelta(seconds=10)
    assert send_due_deliveries() == 0, "not before its time"

    WebhookDelivery.objects.update(due_at=now())
    assert send_due_deliveries() == 1
    assert len({headers["Priyom-Delivery"] for headers, _body in receiver.heard}) == 1
    row.refresh_from_db()
    assert (row.state, row.attempts, row.status, row.failure) == ("delivered", 2, 200, "")
    assert row.milliseconds is not None


def test_what_cannot_be_delivered_is_given_up_aloud_once_and_can_be_sent_again(
    receiver, hook, zoya, adam, run_reactions
):
    receiver.answers = [503] * 2
    for _ in range(2):
        open_ticket(zoya)
    run_reactions()
    WebhookDelivery.objects.update(attempts=len(BACKOFF))
    send_due_deliveries()
    send_due_deliveries()
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {"given_up"}
    assert Event.objects.filter(kind="webhook.failing").count() == 1
    run_reactions()
    assert Notification.objects.filter(kind="webhook.failing", user=adam).count() == 1

    actions.send_again(WebhookDelivery.objects.first().pk, by=adam)
    assert send_due_deliveries() == 1
    hook.refresh_from_db()
    assert hook.failing_since is None


def test_the_owner_hears_of_nothing_that_the_owner_may_not_see(
    receiver, hook, zoya, anna, adam, strange_agent, run_reactions
):
    elsewhere = actions.create_target(by=adam, name="Север", url=receiver.url, owner=strange_agent, kinds=KINDS)
    of_zoya = actions.create_target(by=adam, name="Зоя", url=receiver.url, owner=zoya, kinds=KINDS)
    ticket = open_ticket(zoya)
    add_note(ticket.number, by=anna, body="Между нами")
    run_reactions()
    assert elsewhere.deliveries.count() == 0
    assert list(of_zoya.deliveries.values_list("kind", flat=True)) == ["ticket.opened"]


def test_a_right_lost_between_the_fact_and_the_request_stops_the_request(
    receiver, hook, zoya, adam, anna, run_reactions
):
    late = actions.create_target(by=adam, name="Анна", url=receiver.url, owner=anna, kinds=KINDS)
    open_ticket(zoya)
    run_reactions()
    anna.memberships.update(state="ended")
    send_due_deliveries()
    assert late.deliveries.get().state == "dropped"
    assert len(receiver.heard) == 1


def test_a_webhook_of_one_organisation_or_region_hears_of_no_other(
    receiver, adam, zoya, stranger, clinic, other_region, run_reactions
):
    of_clinic = actions.create_target(
        by=adam, name="Один", url=receiver.url, owner=adam, kinds=KINDS, organisation=clinic
    )
    of_north = actions.create_target(
        by=adam, name="Север", url=receiver.url, owner=adam, kinds=KINDS, region=other_region
    )
    first, second = open_ticket(zoya), open_ticket(stranger)
    run_reactions()
    send_due_deliveries()
    numbers = {row.target_id: row.event.subject_id for row in WebhookDelivery.objects.select_related("event")}
    assert numbers == {of_clinic.pk: first.pk, of_north.pk: second.pk}


def test_one_dead_receiver_does_not_hold_up_the_others(receiver, hook, adam, zoya, run_reactions, monkeypatch):
    dead = actions.create_target(by=adam, name="Мёртвый", url=receiver.url, owner=adam, kinds=KINDS)
    for _ in range(3):
        open_ticket(zoya)
    run_reactions()
    receiver.answers = [500]
    WebhookDelivery.objects.filter(target=dead).update(due_at=now() - timedelta(hours=1))
    send_due_deliveries()
    assert dead.deliveries.filter(attempts=1).count() == 1, "after one failure it waits for the next sweep"
    assert hook.deliveries.filter(state="delivered").count() == 3


def test_a_dead_receiver_with_a_long_queue_starves_nobody(receiver, hook, adam, zoya, run_reactions):
    dead = actions.create_target(by=adam, name="Мёртвый", url=receiver.url, owner=adam, kinds=KINDS)
    open_ticket(zoya)
    run_reactions()
    fact = hook.deliveries.get().event
    earlier = now() - timedelta(hours=1)
    WebhookDelivery.objects.bulk_create(
        [WebhookDelivery(target=dead, kind=fact.kind, due_at=earlier, written_at=earlier) for _ in range(ROUND + 1)]
    )
    receiver.answers = [500]
    send_due_deliveries()
    assert hook.deliveries.get().state == "delivered"


def test_the_test_says_only_what_the_other_side_said(receiver, hook, adam, as_):
    receiver.answers = [500]
    page = as_(adam).post(f"/settings/webhooks/{hook.pk}/tests", follow=True).content.decode()
    assert "принял" not in page.split('class="flash')[1][:200]
    assert hook.deliveries.get().attempts == 1
    assert Event.objects.filter(kind="webhook.tested", subject_id=hook.pk, actor=adam).count() == 1


def test_a_redirect_is_not_followed(receiver, hook, adam):
    for status in (301, 302, 307, 308):
        receiver.answers = [status]
        delivery = actions.try_target(hook.pk, by=adam)
        assert (delivery.state, delivery.status, delivery.failure) == ("given_up", status, "redirect")
    assert len(receiver.heard) == 4


def test_an_answer_that_drips_or_never_ends_is_cut_off(receiver, hook, adam, monkeypatch):
    def drip(ear):
        for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 200:
            try:
                ear.wfile.write(bytes([letter]))
                time.sleep(0.05)
            except OSError:
                return

    monkeypatch.setattr(client, "SECONDS", 1.0)
    receiver.answers = [drip]
    begun = time.monotonic()
    delivery = actions.try_target(hook.pk, by=adam)
    assert delivery.failure == "timeout"
    assert time.monotonic() - begun < 4


def test_nonsense_for_an_answer_is_a_failure_and_no_error_of_ours(receiver, hook, adam):
    for words in (
        b"garbage\r\n\r\n",
        b"",
        b"HTTP/1.1 999999999999 X\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500,
    ):
        receiver.answers = [lambda ear, words=words: ear.wfile.write(words)]
        assert actions.try_target(hook.pk, by=adam).failure in {"connection", "status"}


def test_a_proxy_of_the_environment_is_not_asked(receiver, hook, adam, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert actions.try_target(hook.pk, by=adam).state == "delivered"


def test_a_switched_off_webhook_is_told_nothing(receiver, hook, adam, zoya, run_reactions):
    open_ticket(zoya)
    run_reactions()
    actions.change_target(hook.pk, by=adam, is_active=False)
    open_ticket(zoya)
    run_reactions()
    send_due_deliveries()
    assert receiver.heard == []
    assert list(hook.deliveries.values_list("state", flat=True)) == ["dropped"]


def test_the_secret_is_sealed_in_the_database_and_a_new_one_signs_from_then_on(receiver, hook, adam):
    before = actions.secret_of(hook)
    assert before.encode() not in bytes(WebhookTarget.objects.get().secret)
    renewed = actions.renew_secret(hook.pk, by=adam)
    assert actions.secret_of(renewed) != before


def test_old_deliveries_are_forgotten_and_waiting_ones_never(hook, zoya, run_reactions):
    for _ in range(2):
        open_ticket(zoya)
    run_reactions()
    first = WebhookDelivery.objects.first()
    WebhookDelivery.objects.update(written_at=now() - timedelta(days=40))
    WebhookDelivery.objects.filter(pk=first.pk).update(state="delivered")
    assert forget_old_deliveries() == 1
    assert WebhookDelivery.objects.get().state == "waiting"


# --- the page and the API ----------------------------------------------------------------------------------


def test_an_administrator_sets_up_tries_and_removes_a_webhook_on_the_page(as_, adam, receiver):
    client = as_(adam)
    sent = {"name": "Экран", "url": receiver.url, "owner": "adam", "kinds": KINDS, "is_active": "1"}
    made = client.post("/settings/webhooks", sent)
    target = WebhookTarget.objects.get()
    assert actions.secret_of(target) in made.content.decode()
    assert actions.secret_of(target) not in client.get(f"/settings/webhooks/{target.pk}").content.decode()

    tried = client.post(f"/settings/webhooks/{target.pk}/tests", follow=True).content.decode()
    assert "принял" in tried
    assert heard(receiver)[0]["kind"] == "webhook.test"
    client.post(f"/settings/webhooks/{target.pk}", sent | {"name": "Табло"})
    target.refresh_from_db()
    assert target.name == "Табло"
    assert client.post(f"/settings/webhooks/{target.pk}/removal").status_code == 302
    assert not WebhookTarget.objects.exists()


def test_what_is_told_is_asked_under_three_headings_and_at_least_one_is_needed(as_, adam):
    offered = [name for _title, kinds in grouped() for name, _words in kinds]
    assert sorted(offered) == sorted(offered_kinds())
    answer = as_(adam).post("/settings/webhooks", {"name": "Экран", "url": "https://desk.example/", "owner": "adam"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Отметьте хотя бы одно событие." in page
    assert [title for title, _kinds in grouped()] == re.findall(r'role="group" aria-label="([^"]+)"><p', page)


def test_an_address_that_may_not_be_reached_is_refused_beside_its_field(as_, adam):
    sent = {"name": "Экран", "url": "http://169.254.169.254/latest", "owner": "adam", "kinds": KINDS}
    answer = as_(adam).post("/settings/webhooks", sent)
    assert answer.status_code == 422
    assert "ни публичный" in answer.content.decode()
    assert not WebhookTarget.objects.exists()


def test_a_program_sets_up_a_webhook_and_reads_its_log(api, adam, anna, receiver, zoya, run_reactions):
    call = api(adam, ["admin"])
    key = {"Idempotency-Key": "hook"}
    body = {"name": "Экран", "url": receiver.url, "kinds": KINDS}
    made, again = call("POST", "/webhooks", body, **key), call("POST", "/webhooks", body, **key)
    assert (made.status_code, made.body) == (201, again.body)
    assert made.body["secret"].startswith("whsec_")
    pk = made.body["id"]
    assert "secret" not in call("GET", f"/webhooks/{pk}").body
    ticket = open_ticket(zoya)
    resolve_ticket(ticket.number, by=anna, cause="Драйвер", remedy="Обновили")
    run_reactions()
    send_due_deliveries()
    log = call("GET", f"/webhooks/{pk}/deliveries").body["items"]
    assert [(each["kind"], each["state"], each["status"]) for each in log] == [
        ("ticket.resolved", "delivered", 200), ("ticket.opened", "delivered", 200),
    ]  # fmt: skip
    assert call("POST", f"/webhooks/deliveries/{log[0]['number']}/attempts").body["state"] == "waiting"
    assert call("POST", f"/webhooks/{pk}/tests").body["state"] == "delivered"
    assert call("PATCH", f"/webhooks/{pk}", {"is_active": False}).body["is_active"] is False
    assert call("DELETE", f"/webhooks/{pk}").status_code == 204
    assert call("GET", f"/webhooks/{pk}").status_code == 404


def test_only_an_administrators_key_reaches_webhooks(api, anna, pavel):
    for person in (anna, pavel):
        assert api(person, ["tickets:read"])("GET", "/webhooks").status_code == 403
