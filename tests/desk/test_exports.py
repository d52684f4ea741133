"""Lists taken away as files."""

import csv
import io
import json
import tracemalloc
import zipfile
from datetime import timedelta

import pytest

from priyom.base.clock import now
from priyom.base.errors import NotAllowed, NotVisible, TooMany
from priyom.base.models import Event
from priyom.channels.models import Notification
from priyom.people.actions import exports
from priyom.people.actions.exports import ask_export, forget_old_exports, make_export, take_export
from priyom.people.exports.own import path_of
from priyom.people.exports.tables import Column
from priyom.people.exports.writing import write_csv, write_json, write_xlsx
from priyom.people.models import Export, TeamMembership
from tests.cast import open_ticket

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example")',
]


@pytest.fixture
def taken(run_reactions):
    """``taken(anna, "csv")`` → the bytes of the list of tickets as the person gets them."""

    def take(user, form, *, table="tickets", **filters):
        export = ask_export(table, by=user, format=form, filters=filters)
        run_reactions()
        return take_export(export.pk, by=user)[1].read_bytes()

    return take


def rows_of(raw):
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))


def cells_of(raw):
    """The XML of the sheet, which says of each cell what it is."""
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def test_a_list_is_taken_away_in_each_form(taken, anna, zoya):
    open_ticket(zoya, subject="Не печатается рецепт", impact="hospital", urgency="high")
    read = json.loads(taken(anna, "json"))
    assert [(each["subject"], each["status"], each["organisation_code"]) for each in read] == [
        ("Не печатается рецепт", "new", "clinic-1"),
    ]  # fmt: skip
    table = rows_of(taken(anna, "csv"))
    assert table[0]["Заголовок"] == "Не печатается рецепт"
    assert table[0]["Состояние"] != "new", "in words"
    assert "Ветрова Зоя" in table[0].values()
    assert "Не печатается рецепт" in cells_of(taken(anna, "xlsx"))


def test_the_filters_of_the_list_hold(taken, anna, zoya, galina):
    open_ticket(zoya, subject="Первая", kind="question")
    open_ticket(zoya, subject="Вторая", kind="incident")
    assert [each["subject"] for each in json.loads(taken(anna, "json", view="all"))] == [
        "Вторая",
        "Первая",
    ]
    export = ask_export(
        "tickets", by=anna, format="json", filters={"kind": ["question"], "nonsense": "x", "status": "any"}
    )
    assert export.filters == {"kind": ["question"], "status": ["any"]}
    make_export(export.pk)
    assert [each["subject"] for each in json.loads(take_export(export.pk, by=anna)[1].read_text())] == ["Первая"]


@pytest.mark.parametrize("evil", FORMULAS)
def test_nothing_in_a_file_becomes_a_formula(evil, tmp_path):
    columns, rows = [Column("words", "Слова")], [[evil]]
    write_csv(tmp_path / "a.csv", columns, rows)
    cell = list(csv.reader((tmp_path / "a.csv").open(encoding="utf-8-sig", newline=""), delimiter=";"))[1][0]
    assert cell == f"'{evil}"
    write_xlsx(tmp_path / "a.xlsx", columns, rows)
    sheet = cells_of((tmp_path / "a.xlsx").read_bytes())
    assert "<f>" not in sheet
    assert 't="inlineStr"' in sheet
    assert "hyperlink" not in sheet
    write_json(tmp_path / "a.json", columns, rows)
    assert json.loads((tmp_path / "a.json").read_text()) == [{"words": evil}]


def test_moments_are_told_in_the_readers_own_time(taken, anna, zoya, at):
    at("2026-03-02 10:00")
    anna.timezone = "Asia/Vladivostok"
    anna.save()
    open_ticket(zoya)
    assert "2026-03-02 17:00" in taken(anna, "csv").decode()
    assert "2026-03-02T07:00:00" in taken(anna, "json").decode()


@pytest.mark.parametrize("write", [write_csv, write_xlsx, write_json])
def test_memory_does_not_grow_with_the_rows(write, tmp_path):
    def most(count):
        columns = [Column("number", "Номер"), Column("words", "Слова")]
        tracemalloc.start()
        write(tmp_path / "a", columns, ([n, f"строка {n} " * 20] for n in range(count)))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert most(8_000) < most(1_000) + 2_000_000


def test_a_file_ends_at_its_limit_and_says_so(monkeypatch, taken, anna, zoya):
    monkeypatch.setattr(exports, "MOST_ROWS", 2)
    for _ in range(3):
        open_ticket(zoya)
    assert len(json.loads(taken(anna, "json"))) == 2
    assert (Export.objects.get().rows, Export.objects.get().is_cut) == (2, True)


# --- whose it is ---------------------------------------------------------------------------------------------


def test_the_bell_tells_the_asker_once_and_nobody_else_gets_the_file(anna, boris, zoya, run_reactions, as_):
    open_ticket(zoya, subject="СЕКРЕТ")
    export = ask_export("tickets", by=anna, format="csv", filters={})
    run_reactions()
    make_export(export.pk)
    run_reactions()
    assert Notification.objects.filter(kind="export.ready", user=anna).count() == 1
    assert not Notification.objects.filter(kind="export.ready").exclude(user=anna).exists()
    with pytest.raises(NotVisible):
        take_export(export.pk, by=boris)
    assert as_(boris).get(f"/exports/{export.pk}/file").status_code == 404
    answer = as_(anna).get(f"/exports/{export.pk}/file")
    assert "СЕКРЕТ" in b"".join(answer.streaming_content).decode()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert Event.objects.filter(kind="export.taken", actor=anna).count() == 1


def test_only_what_the_asker_sees_is_in_it(taken, strange_agent, anna, zoya, stranger):
    open_ticket(zoya, subject="СЕКРЕТ")
    open_ticket(stranger, subject="Север")
    assert [each["subject"] for each in json.loads(taken(strange_agent, "json"))] == ["Север"]
    assert len(json.loads(taken(anna, "json"))) == 2


def test_rights_lost_before_it_is_made_make_nothing(anna, zoya, run_reactions):
    open_ticket(zoya)
    export = ask_export("tickets", by=anna, format="csv", filters={})
    anna.memberships.update(state="ended")
    run_reactions()
    export.refresh_from_db()
    assert export.state == "failed"
    assert not path_of(export).exists()


def test_rights_lost_after_it_was_made_keep_it_from_being_taken(anna, north_line, zoya, run_reactions, as_):
    open_ticket(zoya)
    export = ask_export("tickets", by=anna, format="csv", filters={})
    run_reactions()
    TeamMembership.objects.filter(user=anna).update(team=north_line)
    assert as_(anna).get(f"/exports/{export.pk}/file").status_code == 403


@pytest.fixture
def north_line(cast):
    return cast.north_line


def test_a_requester_takes_no_list_of_the_desk_away(zoya, as_):
    with pytest.raises(NotAllowed):
        ask_export("tickets", by=zoya, format="csv", filters={})
    assert as_(zoya).get("/exports/new/?list=tickets").status_code == 403


def test_after_a_day_the_file_is_gone(anna, zoya, run_reactions):
    open_ticket(zoya)
    export = ask_export("tickets", by=anna, format="csv", filters={})
    run_reactions()
    path = path_of(export)
    assert path.exists()
    assert path.stat().st_mode & 0o077 == 0
    assert forget_old_exports() == 0
    Export.objects.update(expires_at=now() - timedelta(seconds=1))
    with pytest.raises(NotVisible):
        take_export(export.pk, by=anna)
    assert forget_old_exports() == 1
    assert not path.exists()


def test_three_are_made_at_once_and_no_more(anna):
    for _ in range(3):
        ask_export("tickets", by=anna, format="csv", filters={})
    with pytest.raises(TooMany):
        ask_export("tickets", by=anna, format="csv", filters={})


def test_the_directory_is_taken_away_by_who_may(taken, adam, igor, anna):
    assert {each["login"] for each in json.loads(taken(adam, "json", table="people"))} >= {"zoya", "anna"}
    assert [each["code"] for each in json.loads(taken(igor, "json", table="organisations"))] == ["clinic-1"]
    with pytest.raises(NotAllowed):
        ask_export("people", by=anna, format="csv", filters={})


def test_the_page_makes_a_file_of_the_list_as_it_is_narrowed(as_, anna, zoya, run_reactions):
    open_ticket(zoya, kind="question")
    client = as_(anna)
    asked = client.get("/exports/new/?list=tickets&view=all&status=any&kind=question").content.decode()
    assert 'name="view" value="all"' in asked
    assert 'name="kind" value="question"' in asked
    answer = client.post("/exports/", {"list": "tickets", "form": "xlsx", "view": "all", "status": "any"}, follow=True)
    assert answer.status_code == 200
    run_reactions()
    assert f"/exports/{Export.objects.get().pk}/file" in client.get("/exports/").content.decode()


# --- programs ------------------------------------------------------------------------------------------------


def test_a_program_asks_for_a_file_and_takes_it(api, anna, boris, zoya, run_reactions):
    open_ticket(zoya, subject="Рецепт")
    call, key = api(anna, ["tickets:read"]), {"Idempotency-Key": "e"}
    body = {"kind": "tickets", "format": "json", "filters": {"status": ["new"]}}
    asked = call("POST", "/exports", body, **key)
    assert (asked.status_code, asked.body["state"], asked.body["url"]) == (201, "queued", None)
    assert call("POST", "/exports", body, **key).body["id"] == asked.body["id"]
    path = asked.headers["Location"].removeprefix("/api/v1")
    assert call("GET", f"{path}/file").status_code == 409
    run_reactions()
    ready = call("GET", path).body
    assert (ready["state"], ready["rows"]) == ("ready", 1)
    assert call("GET", f"{path}/file").body[0]["subject"] == "Рецепт"
    assert api(boris, ["tickets:read"])("GET", path).status_code == 404
    assert call("POST", "/exports", {"kind": "people"}).status_code == 403
    assert "people:read" in call("POST", "/exports", {"kind": "people"}).body["detail"]


@pytest.mark.parametrize(
    ("kind", "filters"),
    [
        ("tickets", {"statuss": ["closed"]}), ("tickets", {"status": ["bogus"]}), ("people", {"role": ["agent"]}),
        ("organisations", {"within": "clinic-1"}), ("people", {"q": "Зоя", "state": "gone"}),
        ("tickets", {"status": ["new", "bogus"]}), ("tickets", {"text": ["рецепт", "печать"]}),
    ],
)  # fmt: skip
def test_a_program_that_misspells_a_filter_is_not_given_everything(api, adam, pavel, kind, filters):
    call = api(pavel if kind == "tickets" else adam, ["tickets:read", "people:read"])
    answer = call("POST", "/exports", {"kind": kind, "filters": filters})
    assert (answer.status_code, len(answer.body["errors"])) == (422, 1)


def test_whoever_may_not_take_a_list_away_is_told_nothing_of_their_filters(api, zoya, anna):
    call = api(zoya, ["tickets:read"])
    for filters in ({"statuss": ["new"]}, {"text": anna.last_name}, {"text": "СНИЛС 112-233-445 95"}):
        assert call("POST", "/exports", {"kind": "tickets", "filters": filters}).status_code == 403


def test_a_program_may_leave_a_filter_empty(api, pavel):
    filters = {"status": ["closed"], "text": "", "team": []}
    asked = api(pavel, ["tickets:read"])("POST", "/exports", {"kind": "tickets", "filters": filters})
    assert asked.status_code == 201
