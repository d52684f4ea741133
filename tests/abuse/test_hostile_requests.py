"""Requests no browser sends: odd methods, null characters, claimed addresses, headers of every answer. Abuse 80–82, 88."""

import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from priyom.base.clock import now
from priyom.people.actions.keys import create_api_key

HEADERS = {
    "Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy",
    "Cross-Origin-Opener-Policy", "Cache-Control", "X-Request-Id",
}  # fmt: skip


@pytest.fixture
def call(adam):
    """``call(anna, "GET", "/tickets")`` → the API's answer."""

    def ask(user, method, path, body="", scopes=("tickets:read", "tickets:write", "people:write")):
        kept = [scope for scope in scopes if scope != "people:write" or user.may("people.invite")]
        _key, clear = create_api_key(user=user, name="п", scopes=kept, expires_at=now() + timedelta(days=1), by=adam)
        body = body if isinstance(body, str) else json.dumps(body)
        return Client(headers={"Authorization": f"Bearer {clear}"}).generic(
            method, f"/api/v1{path}", body, content_type="application/json"
        )

    return ask


def question(**facts):
    return {"body": "Принтер мигает", "requester": "zoya@clinic.example", "organisation": "clinic-1"} | facts


@pytest.mark.parametrize(
    "path",
    [
        "/desk/palette?q=a%00b", "/desk/options/organisations?q=%00", "/desk/options/people?q=%00",
        "/desk/options/mentions?q=%00", "/desk/options/answers?q=%00", "/desk/options/tickets?q=a%00b", "/people/?q=%00",
        "/people/options/?q=%00", "/organisations/?q=%00", "/organisations/paper/?q=%00", "/settings/replies?q=%00",
        "/knowledge/?q=%00", "/knowledge/suggestions?text=a%00b", "/desk/tickets?text=%00", "/people/%00/account/",
        "/people/a%00/", "/desk/people/%00/tickets", "/settings/topics/%00",
    ],
)  # fmt: skip
def test_a_null_character_in_an_address_breaks_no_page(as_, adam, path):
    assert as_(adam).get(path).status_code in {200, 404}


def test_a_number_of_four_thousand_digits_breaks_no_list(as_, zoya):
    assert as_(zoya).get("/channels/news?before=" + "9" * 4400).status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize("path", ["/portal/", "/accounts/login/", "/profile/", "/live", "/nowhere"])
def test_a_page_takes_get_and_post_and_nothing_else(as_, zoya, method, path):
    answer = as_(zoya).generic(method, path, headers={"X-Secret": "эхо".encode().decode("latin-1")})
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")
    assert "эхо" not in answer.content.decode()


@pytest.mark.parametrize("claimed", ["http://[", "http://%5B", "//℀"])
@pytest.mark.parametrize("header", ["HX-Current-URL", "Referer"])
def test_an_address_that_is_none_breaks_no_page(as_, anna, ticket, header, claimed):
    claims = {header: claimed.encode().decode("latin-1"), "HX-Request": "true", f"{header}-URI-AutoEncoded": "true"}
    for person, expected in ((None, 200), (anna, 200)):
        answer = as_(person).get(f"/desk/tickets/{ticket.number}", headers=claims)
        assert answer.status_code == expected, person
    refused = as_(anna).post("/live", headers={header: claimed.encode().decode("latin-1")})
    assert (refused.status_code, "Вернуться" in refused.text) == (405, False)


@pytest.mark.parametrize(
    "path", ["/nowhere", "/live", "/portal/", "/static/nothing", "/api/v1/tickets", "/accounts/login/"]
)
def test_every_answer_carries_the_headers(as_, zoya, path):
    assert HEADERS - {*as_(zoya).get(path).headers} == set()


def test_refusals_before_the_session_and_our_own_files_carry_them_too(client):
    from django.templatetags.static import static

    answers = [
        client.generic("POST", "/portal/", b"x" * 2_000_000, content_type="text/plain"),
        client.generic("TRACE", "/portal/"),
        client.get(static("base/css/tokens.css")),
    ]
    assert [answer.status_code for answer in answers] == [413, 405, 200]
    assert [HEADERS - {*answer.headers} for answer in answers] == [set()] * 3
    assert "Access-Control-Allow-Origin" not in answers[2]


@pytest.mark.parametrize(
    "wrong",
    [
        {"topic": "\0"}, {"organisation": "\0"}, {"requester": "a\0@b.c"}, {"fields": {"a\0": "b\0"}}, {"subject": "a\0b"},
        {"body": "\0"}, {"requester_name": "\0" * 20, "create_requester": True},
    ],
)  # fmt: skip
def test_a_null_character_in_json_is_left_out_or_named(call, anna, topic, wrong):
    assert call(anna, "POST", "/tickets", question(**wrong)).status_code in {201, 403, 422}


def test_a_null_character_in_a_filter_finds_nothing(call, anna, ticket):
    for name in ("organisation", "requester", "assignee", "topic"):
        answer = call(anna, "GET", f"/tickets?{name}=%00")
        assert (answer.status_code, answer.json().get("items")) == (200, []), name


def test_a_misspelt_filter_does_not_answer_with_everything(call, anna, ticket):
    answer = call(anna, "GET", "/tickets?organization=clinic-1")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "organization")


def test_deep_json_is_refused_in_a_sentence(call, anna):
    deep = {"a": "б"}
    for _level in range(30):
        deep = {"a": deep}
    for body in (deep, "[" * 100_000, '{"a":' * 900 + "1" + "}" * 900, "{", "ÿ"):
        answer = call(anna, "POST", "/tickets", body)
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
        assert "Cannot" not in answer.json()["detail"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"requester": "new@clinic.example", "requester_name": "я" * 160}, "requester_name"),
        ({"requester": "n" * 60 + "@clinic.example"}, "requester"),
        ({"requester": "не адрес"}, "requester"),
    ],
)
def test_a_newcomer_that_cannot_be_is_named_by_the_field(call, galina, facts, field):
    answer = call(galina, "POST", "/tickets", question(create_requester=True, **facts))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize("number", ["²", "٣", "9" * 25, "9" * 5000])
def test_what_only_looks_like_a_number_names_no_row(as_, anna, adam, ticket, number):
    desk, settings = as_(anna), as_(adam)
    assert desk.get(f"/desk/tickets/{ticket.number}", {"view": f"saved-{number}"}).status_code == 404
    assert desk.get("/desk/filters", {"view": f"saved-{number}"}).status_code == 404
    assert settings.get("/organisations/new/", {"parent": number}).status_code in {200, 404}
    assert settings.post("/organisations/new/", {"parent": number, "region": number}).status_code == 422
    assert settings.post("/settings/replies/new", {"topics": number, "team": number}).status_code == 422
    place = ticket.organisation_id
    answer = settings.post(f"/organisations/{place}/products/new/", {"product": number, "components": number})
    assert answer.status_code == 422


@pytest.mark.parametrize("multipart", [True, False])
def test_a_form_with_too_many_fields_comes_back_with_what_was_typed(as_, zoya, multipart):
    typed = {"body": "С утра не печатается рецепт,\nпринтер мигает"} | {f"x{n}": "1" for n in range(600)}
    how = {} if multipart else {"content_type": "application/x-www-form-urlencoded"}

    answer = as_(zoya).post("/portal/", typed if multipart else urlencode(typed), **how)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "принтер мигает</textarea>" in page
    assert "не больше 500 полей" in page
    assert 'action="/portal/"' in page
    assert page.count("<input") + page.count("<textarea") <= 502


def test_a_form_with_a_hundred_thousand_fields_is_refused_in_a_sentence(as_, zoya):
    body = "&".join(f"x{n}=1" for n in range(100_000))
    answer = as_(zoya).post("/portal/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422
    assert "слишком много" in answer.content.decode()
