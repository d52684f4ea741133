"""Sign-in, own account, invitations, admissions, accounts, keys, the audit trail."""

from django.db import connection

from priyom.people.actions.invitations import accept_invitation, invite_person
from priyom.people.actions.keys import create_api_key
from priyom.people.actions.registration import ask_to_register
from priyom.people.links import token_of
from priyom.people.models import MailDomain, Role, User
from tests.access import row

STAFF = ("anna", "boris", "pavel", "marina", "adam", "oleg", "strange_agent")
ASKING = ("zoya", "yakov", "stranger")


def _invitation(stage):
    return invite_person(by=stage.igor, email="new@clinic-1.example", organisation=stage.clinic, role=Role.REQUESTER).pk


def _pending(stage):
    MailDomain.objects.create(organisation=stage.clinic, domain="clinic-1.example")
    asked = ask_to_register("waiting@clinic-1.example")
    accept_invitation(token_of(asked.seed, "invitation"), last_name="Ждущая", first_name="Вера")
    return User.objects.get(login="waiting").memberships.get().pk


def _key(stage):
    from datetime import timedelta

    from priyom.base.clock import now

    expires_at = now() + timedelta(days=1)
    return create_api_key(
        user=stage.anna, name="Выгрузка", scopes=["tickets:read"], expires_at=expires_at, by=stage.adam
    )[0].pk


def _given_up(_stage):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('soon', 'channels.tell', 'failed') "
            "RETURNING id"
        )
        return cursor.fetchone()[0]


THINGS = {
    "given_up": _given_up,
    "invitation": _invitation,
    "pending": _pending,
    "api_key": _key,
    "zoya_login": lambda stage: "zoya",
    "zoya_role": lambda stage: stage.zoya.memberships.get().pk,
}

ROWS = [
    # Doors before sign-in: the same for everybody.
    row("GET", "people:ask_link", others=200, nobody=200),
    row("POST", "people:ask_link", data={"name": "zoya"}, others=200, nobody=200),
    row("GET", "people:register", others=200, nobody=200),
    row("POST", "people:register", data={"email": "zoya@clinic.example"}, others=200, nobody=200),
    row("GET", "people:use_link", {"token": "nothing"}, others=404, nobody=404),
    row("POST", "people:use_link", {"token": "nothing"}, others=404, nobody=404),
    row("GET", "people:new_password", {"token": "nothing"}, others=404, nobody=404),
    row("GET", "people:accept_invitation", {"token": "nothing"}, others=404, nobody=404),
    # One's own.
    row("GET", "people:waiting", others=302),
    row("GET", "people:profile", others=200),
    row("POST", "people:profile", data={}, others=422),
    row("POST", "people:theme", data={"theme": "dark"}, others=302),
    row("GET", "people:sessions", others=200),
    row("POST", "people:end_session", {"session_id": 1}, others=302),
    row("POST", "people:end_other_sessions", others=302),
    # Looking after people.
    row("GET", "people:invitations", igor=200, galina=200, pavel=200, adam=200, others=403),
    row("POST", "people:invitations", data={}, igor=422, galina=422, pavel=422, adam=422, others=403),
    row(
        "POST",
        "people:send_invitation_again",
        {"invitation_id": "invitation"},
        igor=302,
        galina=302,
        pavel=302,
        adam=302,
        others=404,
    ),
    row(
        "POST",
        "people:withdraw_invitation",
        {"invitation_id": "invitation"},
        igor=302,
        galina=302,
        pavel=302,
        adam=302,
        others=404,
    ),
    row("GET", "people:admissions", igor=200, galina=200, adam=200, others=403),
    row("POST", "people:approve", {"membership_id": "pending"}, igor=302, galina=302, adam=302, others=404),
    row("POST", "people:refuse", {"membership_id": "pending"}, igor=302, galina=302, adam=302, others=404),
    row("GET", "people:account", {"login": "zoya_login"}, igor=200, galina=200, adam=200, others=404),
    row("POST", "people:account_state", {"login": "zoya_login"}, igor=302, galina=302, adam=302, others=404),
    row("POST", "people:account_letter", {"login": "zoya_login"}, igor=302, galina=302, adam=302, others=404),
    row("POST", "people:account_factor", {"login": "zoya_login"}, igor=403, galina=403, adam=409, others=404),
    row(
        "POST",
        "people:grant_role",
        {"login": "zoya_login"},
        data={"organisation": "clinic-1", "role": "local_specialist"},
        igor=302,
        galina=302,
        adam=302,
        others=404,
    ),
    row(
        "POST",
        "people:end_role",
        {"login": "zoya_login", "membership_id": "zoya_role"},
        igor=302,
        galina=302,
        adam=302,
        others=404,
    ),
    # The audit trail.
    row("GET", "people:audit", adam=200, oleg=200, others=403),
    row("GET", "people:audit_export", adam=200, oleg=200, others=403),
    # Jobs that were given up.
    row("GET", "people:jobs", adam=200, others=403),
    row("POST", "people:retry_jobs", adam=302, others=403),
    row("POST", "people:retry_job", {"job_id": "given_up"}, adam=302, others=403),
    row("POST", "people:forget_job", {"job_id": "given_up"}, adam=302, others=403),
    # Keys.
    row("GET", "people:keys", adam=200, others=403),
    row("POST", "people:keys", data={}, adam=422, others=403),
    row("POST", "people:revoke_key", {"key_id": "api_key"}, adam=302, anna=302, others=404),
]
