from django.test import Client, RequestFactory

from priyom.base.views import broken


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
