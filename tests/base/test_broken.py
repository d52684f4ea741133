import errno
import io
import logging
import uuid
from urllib.parse import unquote

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, ProgrammingError, connection
from django.db.transaction import TransactionManagementError
from django.test import Client, RequestFactory
from django.utils import translation

from priyom.base.logs import _only_allowed, logging_settings
from priyom.base.unavailable import not_now, typed
from priyom.base.views import broken
from priyom.desk.models import Message
from tests import cast as people_of_the_play


def test_the_last_page_asks_nobody(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = broken(RequestFactory().get("/desk/"))
    assert answer.status_code == 500
    assert "<h1>" in answer.content.decode()


def test_a_program_gets_the_last_word_as_a_problem():
    answer = broken(RequestFactory().get("/api/v1/tickets"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")


def test_a_fault_in_a_page_ends_in_that_page_and_tells_nothing(db, monkeypatch):
    def fail(_request):
        raise RuntimeError("СЕКРЕТ 112-233-445 95")

    monkeypatch.setattr("priyom.base.health.is_ready", lambda: fail(None))
    answer = Client(raise_request_exception=False).get("/ready")
    assert answer.status_code == 500
    assert "СЕКРЕТ" not in answer.content.decode()


@pytest.mark.parametrize(
    "cause",
    [
        psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure,
        psycopg.errors.QueryCanceled, psycopg.errors.AdminShutdown, psycopg.errors.CannotConnectNow, psycopg.errors.DiskFull,
        psycopg.errors.ReadOnlySqlTransaction, psycopg.errors.IdleInTransactionSessionTimeout, psycopg.OperationalError,
    ],
)  # fmt: skip
def test_what_passes_by_itself_is_no_fault_of_ours(cause):
    error = OperationalError("the server closed the connection")
    error.__cause__ = cause()
    assert not_now(error)
    assert not_now(cause())  # as the driver raises it, when nobody has wrapped it


def test_what_fails_because_the_database_went_away_is_the_same_trouble():
    after = TransactionManagementError("the transaction is broken")
    assert not_now(after) is None
    after.__context__ = OperationalError("the connection is lost")
    assert not_now(after)


@pytest.mark.parametrize("cause", [psycopg.errors.UndefinedTable, psycopg.errors.StringDataRightTruncation])
def test_a_fault_of_ours_stays_one(cause):
    error = ProgrammingError("there is no such table")
    error.__cause__ = cause()
    assert not_now(error) is None
    assert not_now(ValueError()) is None
    assert not_now(OSError(errno.EACCES, "no")) is None
    assert not_now(OSError(errno.ENOSPC, "full"))


@pytest.fixture
def held(cast, transactional_db):
    """A ticket whose row somebody else holds locked; our patience is a tenth of a second."""
    ticket = people_of_the_play.open_ticket(cast.zoya)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    other = psycopg.connect(**connection.get_connection_params())
    other.execute("SELECT 1 FROM desk_ticket WHERE id = %s FOR UPDATE", [ticket.pk])
    yield ticket
    other.rollback()
    other.close()
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '3s'")
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def test_a_form_that_cannot_be_kept_now_comes_back_with_what_was_typed(held, cast, as_):
    text = "Принтер всё ещё мигает,\nзаменили картридж"
    client = as_(cast.zoya)
    client.raise_request_exception = False
    answer = client.post(f"/portal/tickets/{held.number}/messages", {"body": text, "token": str(uuid.uuid4())})
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "заменили картридж</textarea>" in page
    assert f'action="/portal/tickets/{held.number}/messages"' in page
    assert "Попробуйте ещё раз" in page
    fragment = client.post(f"/portal/tickets/{held.number}/messages", {"body": text}, headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Retarget"]) == (503, "#flash")


def test_a_program_is_told_to_come_back(held, cast):
    call = people_of_the_play.program(cast.anna, by=cast.adam)
    answer = call("POST", f"/tickets/{held.number}/messages", {"body": "Посмотрели"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer["Content-Type"] == "application/problem+json"
    assert Message.objects.filter(ticket=held).count() == 1


def test_a_session_that_cannot_be_read_is_no_fault_either(db, cast, as_, monkeypatch):
    def fail(*_anything):
        raise OperationalError("the connection is lost")

    client = as_(cast.zoya)
    client.raise_request_exception = False
    key = {"Authorization": "Bearer priyom_abcdefgh_" + "x" * 40}
    with monkeypatch.context() as gone:
        gone.setattr("django.db.backends.base.base.BaseDatabaseWrapper._prepare_cursor", fail)
        seen = client.get("/portal/")
        asked = Client(raise_request_exception=False).get("/api/v1/tickets", headers=key)
        told = client.post("/portal/", {"body": "Не печатается рецепт"})
    assert (seen.status_code, asked.status_code, told.status_code) == (503, 503, 503)
    assert asked["Content-Type"] == "application/problem+json"
    assert "Не печатается рецепт" in told.content.decode()


def test_a_password_never_comes_back(db, cast):
    request = RequestFactory().post("/profile/password", {"new_password": "x" * 70, "name": "я"})
    assert typed(request) is None


def test_a_long_word_does_not_fill_the_log():
    said = _only_allowed(None, "", {"event": "x" * 5000, "secret": "x"})
    assert len(said["event"]) < 500
    assert set(said) == {"event"}


@pytest.mark.parametrize(
    ("address", "method", "said"),
    [
        ("/Стрельникова.png", "get", "Not Found: /…"),
        ("/tickets/Стрельникова-1954/", "get", "Not Found: /…"),
        ("/guard/terms?fio=Стрельникова", "delete", "Method Not Allowed: /…"),
        (
            "/settings/guard/organisations/99999?fio=Стрельникова",
            "get",
            "Not Found: /settings/guard/organisations/<int:pk>",
        ),
    ],
)
def test_the_log_has_the_form_of_an_address_and_not_its_words(client, adam, address, method, said):
    written = io.StringIO()
    root = logging.getLogger()
    before = root.handlers, root.level
    try:
        logging_settings(settings.PRIYOM)
        root.handlers[0].setStream(written)
        client.force_login(adam)
        getattr(client, method)(address)
    finally:
        root.handlers, root.level = before
    assert said in written.getvalue()
    assert "трельников" not in unquote(written.getvalue())
    assert r"\u0442" not in written.getvalue()


@pytest.mark.parametrize(
    ("method", "path", "leads"),
    [("get", "/desk/?q=a&b=1", True), ("post", "/desk/", False), ("get", "//evil.example/desk/", False)],
)
def test_what_may_pass_by_itself_leads_back_to_the_same_address(method, path, leads):
    request = getattr(RequestFactory(), method)("/")
    request.path = request.path_info = path.partition("?")[0]
    request.META["QUERY_STRING"] = path.partition("?")[2]
    with translation.override("ru"):
        page = broken(request).text

    assert ("Открыть ещё раз" in page) is leads
    assert ('href="/desk/?q=a&amp;b=1"' in page) is leads
    assert "На главную" in page
