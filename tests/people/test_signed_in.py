"""Who asks is read in one question before every view, and is the same person as Django would have read."""

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import RequestFactory

from priyom.base.clock import now
from priyom.people.models import Membership, User
from priyom.people.sessions import SessionStore
from priyom.people.signed_in import read_person, signed_in
from tests.live import session_of

PAGE = "/profile/"


def test_the_person_is_the_same_as_the_orm_reads(cast, django_assert_num_queries):
    for user in User.objects.filter(is_system=False).order_by("pk"):
        with django_assert_num_queries(1):
            read = read_person(user.pk)
            read.works_at_desk, read.timezone_name, read.active_memberships  # noqa: B018 - no further question
        assert {f.attname: getattr(read, f.attname) for f in User._meta.concrete_fields} == {
            f.attname: getattr(user, f.attname) for f in User._meta.concrete_fields
        }
        assert read.timezone_name == user.timezone_name
        assert [
            (m.pk, m.role, m.organisation, m.organisation.path, m.organisation.region.timezone)
            for m in read.active_memberships
        ] == [
            (m.pk, m.role, m.organisation, m.organisation.path, m.organisation.region.timezone)
            for m in sorted(user.active_memberships, key=lambda each: each.pk)
        ]


def test_an_ended_role_is_none(anna):
    Membership.objects.filter(user=anna).update(state="ended", ended_at=now())
    assert read_person(anna.pk).active_memberships == []


def test_nobody_has_an_unknown_number(db):
    assert read_person(0) is None


def test_before_a_view_there_are_two_questions(anna, as_, django_assert_num_queries):
    client = as_(anna)
    client.get("/profile/theme/")
    with django_assert_num_queries(2):
        client.get("/profile/theme/")


@pytest.mark.parametrize("spoiled", [{"is_active": False}, {"password": "!another"}])
def test_a_closed_account_and_a_changed_password_end_the_session(anna, as_, spoiled):
    client = as_(anna)
    assert client.get(PAGE).status_code == 200
    User.objects.filter(pk=anna.pk).update(**spoiled)
    assert client.get(PAGE).status_code == 302


def test_a_session_ends_with_its_day(anna, as_):
    client = as_(anna)
    Session.objects.update(expire_date=now())
    assert client.get(PAGE).status_code == 302


@pytest.mark.parametrize("key", ["", "short", "x" * 32, "null\0null\0null", "'; drop table"])
def test_a_key_that_is_none_opens_nothing(db, key):
    assert SessionStore(key).load() == {}


def test_a_session_of_a_way_in_that_is_gone_opens_nothing(anna):
    request = RequestFactory().get("/")
    request.session = SessionStore(session_of(anna))
    assert signed_in(request) == anna
    request.session[BACKEND_SESSION_KEY] = "gone.Backend"
    assert not signed_in(request).is_authenticated


@pytest.mark.parametrize("pk", ["0", "-1", "9" * 30])
def test_a_session_of_nobody_opens_nothing(anna, pk):
    request = RequestFactory().get("/")
    request.session = SessionStore(session_of(anna))
    assert request.session[HASH_SESSION_KEY]
    request.session[SESSION_KEY] = pk
    assert not signed_in(request).is_authenticated
