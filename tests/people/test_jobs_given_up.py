"""Work that was given up: an administrator sees it and says whether it is tried again."""

import json

import pytest
from django.db import connection

from priyom.base.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    """A job that failed for good."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts) "
            "VALUES ('soon', 'channels.tell', %s, 'failed', 8) RETURNING id",
            [json.dumps({"event_id": 1})],
        )
        return cursor.fetchone()[0]


def state_of(job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, attempts FROM procrastinate_jobs WHERE id = %s", [job])
        return cursor.fetchone()


def test_the_page_shows_what_was_given_up(as_, adam, job):
    page = as_(adam).get("/settings/jobs/").content.decode()
    assert "channels.tell" in page
    assert f"№ {job}" in page


def test_an_empty_list_says_so(as_, adam):
    assert "Ничего не брошено" in as_(adam).get("/settings/jobs/").content.decode()


def test_a_job_is_tried_again_with_a_clean_slate_and_the_trail_knows_who_said_so(as_, adam, job):
    answer = as_(adam).post(f"/settings/jobs/{job}/retry/", follow=True)
    assert "снова в очереди" in answer.content.decode()
    assert state_of(job) == ("todo", 0)
    assert Event.objects.get(kind="jobs.retried").actor_id == adam.pk


def test_all_are_tried_again_at_once(as_, adam, job):
    as_(adam).post("/settings/jobs/retry/")
    assert state_of(job) == ("todo", 0)


def test_a_job_is_forgotten_once(as_, adam, job):
    assert as_(adam).post(f"/settings/jobs/{job}/forget/").status_code == 302
    assert state_of(job) is None
    assert as_(adam).post(f"/settings/jobs/{job}/forget/").status_code == 404
    assert Event.objects.filter(kind="jobs.forgotten").count() == 1


def test_nobody_else_touches_jobs(as_, anna, oleg, job):
    for person in (anna, oleg):
        assert as_(person).get("/settings/jobs/").status_code == 403
        assert as_(person).post(f"/settings/jobs/{job}/retry/").status_code == 403
        assert as_(person).post(f"/settings/jobs/{job}/forget/").status_code == 403
    assert state_of(job) == ("failed", 8)
