from django.db import connection
from django.test.utils import CaptureQueriesContext

from priyom.base.clock import now
from priyom.people.actions.teams import add_to_team
from priyom.people.models import Membership, Organisation, Region, User

READ, WRITE = ["people:read"], ["people:read", "people:write"]


def test_a_program_opens_corrects_and_closes_an_account(api, adam):
    call = api(adam, WRITE)
    made = call(
        "POST", "/people", {"email": "Nova@clinic.example", "last_name": "Новикова", "organisation": "clinic-1"}
    )
    assert made.status_code == 201, made.body
    assert (made.body["login"], made.body["email"]) == ("nova", "nova@clinic.example")
    assert made.body["roles"] == [{"organisation": "clinic-1", "role": "requester", "state": "active"}]
    assert made.headers["Location"] == "/api/v1/people/nova"

    changed = call("PATCH", "/people/nova", {"position": "Врач", "organisation": "clinic-2"})
    assert (changed.body["position"], changed.body["organisation"], changed.body["last_name"]) == (
        "Врач", "clinic-2", "Новикова",
    )  # fmt: skip
    assert call("PATCH", "/people/nova", {"is_active": False}).body["is_active"] is False
    assert call("GET", "/people?state=closed").body["items"][0]["login"] == "nova"
    assert call("PATCH", "/people/nova", {"is_active": True}).body["is_active"] is True


def test_people_are_found_by_address_by_name_and_by_role(api, anna):
    call = api(anna, READ)
    assert [each["login"] for each in call("GET", "/people?email=ZOYA@clinic.example").body["items"]] == ["zoya"]
    assert [each["login"] for each in call("GET", "/people?q=ветрова").body["items"]] == ["zoya"]
    assert {each["login"] for each in call("GET", "/people?role=local_specialist").body["items"]} == {"igor"}
    assert {each["login"] for each in call("GET", "/people?organisation=clinic-1").body["items"]} == {
        "zoya", "yakov", "igor",
    }  # fmt: skip
    assert call("GET", "/people/zoya").body["full_name"] == "Ветрова Зоя"


def test_a_list_of_people_goes_on_after_its_last_row_even_when_that_one_left_the_list(api, anna):
    call = api(anna, READ)
    everybody = [each["login"] for each in call("GET", "/people?limit=100").body["items"]]
    first = call("GET", "/people?limit=4").body
    User.objects.filter(login=first["items"][-1]["login"]).update(is_active=False)
    second = call("GET", f"/people?limit=100&cursor={first['next']}").body
    assert [each["login"] for each in first["items"] + second["items"]] == everybody
    assert second["next"] is None


def test_the_list_of_people_asks_the_same_few_questions_whatever_its_length(api, anna, cast):
    call = api(anna, READ)
    call("GET", "/people?limit=1")
    counts = []
    for limit in (1, 14):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            call("GET", f"/people?limit={limit}")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_nobody_learns_of_people_out_of_reach(api, igor, galina, strange_agent):
    for person in (igor, galina):
        call = api(person, READ)
        assert call("GET", "/people/stranger").status_code == 404
        assert call("GET", "/people?email=stranger@clinic.example").body["items"] == []
        assert call("GET", "/people?organisation=clinic-2").status_code == 422
    assert api(strange_agent, READ)("GET", "/people/zoya").status_code == 404


def test_a_card_holds_what_the_page_shows_and_no_secret(api, adam):
    told = api(adam, READ)("GET", "/people/anna").body
    assert set(told) == {
        "login", "email", "last_name", "first_name", "middle_name", "full_name", "position", "phone", "timezone",
        "organisation", "is_active", "is_machine", "roles", "teams",
    }  # fmt: skip
    assert told["teams"] == ["line1"]


def test_rights_cannot_be_written_into_a_person(api, adam):
    call = api(adam, WRITE)
    for more in ({"roles": []}, {"is_system": True}, {"password": "x"}, {"id": 1}, {"role": "administrator"}):
        answer = call("PATCH", "/people/zoya", more)
        assert answer.status_code == 422, more
    assert Membership.objects.filter(user__login="zoya").count() == 1


def test_whoever_may_invite_opens_accounts_of_requesters_only_and_within_reach(api, igor, pavel):
    newcomer = {"email": "n@clinic.example", "last_name": "Новых", "organisation": "clinic-1"}
    assert api(igor, WRITE)("POST", "/people", newcomer).status_code == 201
    other = newcomer | {"email": "m@clinic.example"}
    assert api(igor, WRITE)("POST", "/people", other | {"organisation": "clinic-2"}).status_code == 422
    assert api(pavel, WRITE)("POST", "/people", other | {"role": "agent"}).status_code == 403
    assert api(pavel, WRITE)("POST", "/people", other | {"role": "administrator"}).status_code == 403


def test_only_an_administrator_changes_an_address_or_the_organisation(api, igor, zoya):
    call = api(igor, WRITE)
    assert call("PATCH", "/people/zoya", {"position": "Заведующая"}).status_code == 200
    assert call("PATCH", "/people/zoya", {"email": "evil@clinic.example"}).status_code == 403
    assert call("PATCH", "/people/zoya", {"organisation": "clinic-1-therapy"}).status_code == 403
    zoya.refresh_from_db()
    assert (zoya.email, zoya.organisation.code) == ("zoya@clinic.example", "clinic-1")


def test_a_refusal_names_the_field(api, adam):
    call = api(adam, WRITE)
    whole = {"email": "n@clinic.example", "last_name": "Новых", "organisation": "clinic-1"}
    for body, field in (
        (whole | {"email": "zoya@clinic.example"}, "email"),
        (whole | {"login": "zoya"}, "login"),
        (whole | {"organisation": "no-such"}, "organisation"),
        (whole | {"timezone": "Mars/Olympus"}, "timezone"),
        ({"last_name": "Новых", "organisation": "clinic-1"}, "email"),
    ):
        answer = call("POST", "/people", body)
        assert (answer.status_code, {each["field"] for each in answer.body["errors"]}) == (422, {field}), answer.body


def test_a_post_repeated_with_its_key_opens_one_account(api, adam):
    call, key = api(adam, WRITE), {"Idempotency-Key": "one"}
    body = {"email": "n@clinic.example", "last_name": "Новых", "organisation": "clinic-1"}
    first, second = call("POST", "/people", body, **key), call("POST", "/people", body, **key)
    assert (first.status_code, first.body) == (second.status_code, second.body) == (201, first.body)
    assert call("POST", "/people", body | {"last_name": "Иных"}, **key).status_code == 422


def test_the_tree_of_organisations_is_read_from_any_node(api, galina):
    call = api(galina, READ)
    codes = lambda query: [each["code"] for each in call("GET", f"/organisations{query}").body["items"]]  # noqa: E731
    assert set(codes("?within=miac")) == {"miac", "clinic-1", "clinic-1-therapy"}
    assert codes("?parent=miac") == ["clinic-1"]
    assert codes("?kind=department") == ["clinic-1-therapy"]
    assert "clinic-2" not in codes("")
    assert call("GET", "/organisations/clinic-1-therapy").body["ancestors"] == ["miac", "clinic-1"]
    assert call("GET", "/organisations/clinic-2").status_code == 404


def test_an_administrator_adds_moves_and_closes_an_organisation(api, adam):
    call = api(adam, WRITE)
    body = {
        "code": "clinic-1/lab",
        "kind": "department",
        "name": "Лаборатория",
        "short_name": "Лаб",
        "region": "lake",
        "parent": "clinic-1",
    }
    made = call("POST", "/organisations", body)
    assert (made.status_code, made.body["ancestors"]) == (201, ["miac", "clinic-1"]), made.body
    assert call("GET", made.headers["Location"].removeprefix("/api/v1")).body == made.body
    call(
        "POST",
        "/organisations",
        body | {"code": "clinic-3", "kind": "hospital", "short_name": "Третья", "parent": "miac"},
    )
    moved = call("PATCH", "/organisations/clinic-1/lab", {"parent": "clinic-3", "phone": "12-34"})
    assert (moved.body["parent"], moved.body["phone"], moved.body["name"]) == ("clinic-3", "12-34", "Лаборатория")
    assert call("PATCH", "/organisations/clinic-3", {"is_active": False}).status_code == 409
    assert call("PATCH", "/organisations/clinic-1/lab", {"is_active": False}).body["is_active"] is False
    assert call("PATCH", "/organisations/clinic-1/lab", {"is_active": True}).body["is_active"] is True


def test_all_of_a_change_happens_or_nothing(api, adam):
    answer = api(adam, WRITE)("PATCH", "/organisations/clinic-1", {"parent": None, "timezone": "Mars/Olympus"})
    assert answer.status_code == 422
    assert Organisation.objects.get(code="clinic-1").parent.code == "miac"


def test_others_than_administrators_change_no_organisation_and_no_region(api, pavel, igor):
    for person in (pavel, igor):
        call = api(person, WRITE)
        assert call("PATCH", "/organisations/clinic-1", {"phone": "1"}).status_code == 403
        assert call("POST", "/regions", {"code": "x", "name": "Новый край"}).status_code == 403
    assert api(pavel, WRITE)("PATCH", "/regions/lake", {"name": "Иной"}).status_code == 403


def test_regions_teams_products_and_installations_are_read(api, adam, igor):
    call = api(adam, WRITE)
    assert [each["code"] for each in call("GET", "/regions").body["items"]] == ["lake", "north"]
    assert {each["code"] for each in call("GET", "/teams").body["items"]} == {"line1", "line2", "line3", "north"}
    assert call("GET", "/products").body["items"][0]["components"] == [{"code": "polyclinic", "name": "Поликлиника"}]
    found = call("GET", "/installations?organisation=clinic-1").body["items"]
    assert [(each["product"], each["version"], each["components"]) for each in found] == [
        ("pulse", "5.3.1", ["polyclinic"])
    ]
    assert api(igor, READ)("GET", "/installations").body["items"] == found
    assert api(igor, READ)("GET", "/regions").status_code == 403
    assert call("POST", "/regions", {"code": "south", "name": "Южный край"}).status_code == 201
    assert call("PATCH", "/regions/south", {"is_active": False}).body["is_active"] is False
    assert call("PATCH", "/regions/lake", {"is_active": False}).status_code == 409
    assert Region.objects.get(code="lake").is_active


def test_a_key_says_who_it_is(api, zoya):
    told = api(zoya, ["tickets:read"])("GET", "/me").body
    assert (told["login"], told["scopes"], told["organisations"]) == (
        "zoya", ["tickets:read"], [{"code": "clinic-1", "short_name": "Поликлиника № 1"}],
    )  # fmt: skip


def test_a_refusal_names_the_missing_scope(api, adam):
    answer = api(adam, READ)("POST", "/people", {})
    assert answer.status_code == 403
    assert "people:write" in answer.body["detail"]


def test_a_misspelt_filter_is_refused(api, adam):
    for path in ("/people?organization=x", "/organisations?regions=x", "/regions?q=x"):
        assert api(adam, READ)("GET", path).status_code == 422, path


def moment():
    return f"{now():%Y-%m-%dT%H:%M:%S.%fZ}"


def test_a_program_that_keeps_a_copy_asks_which_people_have_changed(api, adam, cast):
    def changed(since):
        return {each["login"] for each in call("GET", f"/people?state=all&since={since}").body["items"]}

    call, since = api(adam, WRITE), moment()
    assert changed(since) == set()
    call("PATCH", "/people/zoya", {"phone": "+7 900 000-00-00"})
    call("PATCH", "/people/yakov", {"is_active": False})
    add_to_team(cast.line1.code, "vadim", by=adam)
    assert changed(since) == {"zoya", "yakov", "vadim"}
    assert changed(moment()) == set()
    assert call("GET", "/people?since=вчера").status_code == 422


def test_a_program_that_keeps_a_copy_asks_which_organisations_have_changed(api, adam):
    def changed(since):
        return {each["code"] for each in call("GET", f"/organisations?state=all&since={since}").body["items"]}

    call, since = api(adam, WRITE), moment()
    assert changed(since) == set()
    call("PATCH", "/organisations/clinic-1", {"phone": "+7 900 000-00-01"})
    assert changed(since) == {"clinic-1"}
    assert changed(moment()) == set()
