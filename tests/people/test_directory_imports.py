"""Tables into the directory: what each row would do, all of it at once, or nothing."""

import time

import pytest

from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.models import Event
from priyom.people.actions import imports
from priyom.people.actions.imports import bring_table, choose_columns, confirm_import
from priyom.people.directory.organisations import OrganisationFilters, filtered
from priyom.people.directory.tables import (
    ORGANISATION_HEADER,
    PEOPLE_HEADER,
    organisation_table,
    people_table,
)
from priyom.people.imports.reading import get_import, plan_of
from priyom.people.models import Import, MailDomain, Membership, Organisation, Region, User
from priyom.people.sheets import write

HEADING = "Код МО;Наименование;Вид;Регион;Входит в;Численность;Почтовый домен\n"


def plan(text, by, kind="organisations"):
    table = bring_table(kind, text, by=by)
    return table, plan_of(table, by=by)


def outcomes(planned):
    return [str(row.outcome) for row in planned.rows]


def hospitals(count):
    """A table as a regional office would send it: operators, hospitals and departments, children before parents."""
    lines = [
        line
        for n in range(count)
        for line in (
            f"h{n}/reg;Регистратура;отделение;lake;h{n};;",
            f"h{n};ГБУЗ «Больница № {n}»;больница;lake;op-{n % 9};{n % 900};h{n}.example",
        )
    ]
    lines = lines[: count - 9] if count % 2 else lines[1 : count - 8]
    return HEADING + "\n".join(lines + [f"op-{n};МИАЦ {n};миац;lake;;;" for n in range(9)]) + "\n"


def test_every_row_says_what_it_would_do(adam, cast):
    _, planned = plan(
        HEADING
        + "clinic-1;ГБУЗ «Новое имя»;мо;lake;miac;;\n"
        + "miac;;;;;;\n"
        + "new;ГБУЗ «Новая больница»;больница;Приозёрный край;miac;120;new.example, more.example\n"
        + "new;Ещё раз;больница;lake;;;\n"
        + "плохой код;Больница;замок;Марс;nowhere;много;@\n"
        + "clinic-2;;;lake;;;\n",
        adam,
    )

    assert outcomes(planned) == ["changed", "unchanged", "new", "wrong", "wrong", "wrong"]
    assert planned.rows[0].changes == [("полное название", "ГБУЗ «Поликлиника № 1»", "ГБУЗ «Новое имя»")]
    assert planned.rows[2].facts["short_name"] == "Новая больница"
    assert set(planned.rows[4].errors) == {"code", "kind", "region", "parent", "headcount"}
    assert "регион" in planned.rows[5].errors["region"].lower()
    assert planned.counts == {"new": 1, "changed": 1, "unchanged": 1, "wrong": 3}


def test_nothing_goes_in_while_a_row_is_wrong_unless_it_is_left_out(adam, cast):
    table, _ = plan(HEADING + "good;Хорошая;больница;lake;;;\nbad;;;;;;\n", adam)
    with pytest.raises(WrongState):
        confirm_import(table.pk, by=adam)
    assert not Organisation.objects.filter(code="good").exists()

    confirm_import(table.pk, by=adam, leave_out_wrong=True)
    done = Import.objects.get()
    assert Organisation.objects.get(code="good").region == cast.region
    assert (done.state, done.counts["wrong"], bytes(done.sealed)) == ("done", 1, b"")
    with pytest.raises(WrongState):
        confirm_import(table.pk, by=adam)


def test_children_may_stand_before_their_parents_and_wrong_parents_take_them_along(adam, cast):
    table, planned = plan(
        HEADING
        + "a/ward/room;Палата;отделение;lake;a/ward;;\na/ward;Отделение;отделение;lake;a;;\na;Больница;мо;lake;miac;;a.example\n"
        + "b/ward;Отделение;отделение;lake;b;;\nb;Больница;мо;Марс;;;\n",
        adam,
    )
    assert outcomes(planned) == ["new", "new", "new", "wrong", "wrong"]
    confirm_import(table.pk, by=adam, leave_out_wrong=True)

    room, a = Organisation.objects.get(code="a/ward/room"), Organisation.objects.get(code="a")
    assert room.path == f"{cast.operator.pk}/{a.pk}/{room.parent_id}/{room.pk}/"
    assert MailDomain.objects.get().organisation == a


def test_a_table_moves_branches_but_never_in_a_circle(adam, cast):
    table, planned = plan(HEADING + "clinic-1;;;;op;;\nop;МИАЦ второй;оператор;lake;;;\n", adam)
    assert outcomes(planned) == ["changed", "new"]
    confirm_import(table.pk, by=adam)
    cast.department.refresh_from_db()
    op = Organisation.objects.get(code="op")
    assert cast.department.path == f"{op.pk}/{cast.clinic.pk}/{cast.department.pk}/"

    Organisation.objects.create(code="x", name="x", short_name="x", region=cast.region, parent=cast.clinic)
    _, planned = plan(HEADING + "clinic-1;;;;x;;\n", adam)
    assert outcomes(planned) == ["wrong"]
    _, planned = plan(HEADING + "m;М;мо;lake;n;;\nn;Н;мо;lake;m;;\n", adam)
    assert outcomes(planned) == ["wrong", "wrong"]


def test_fifteen_hundred_hospitals_come_in_one_go_and_change_nothing_the_second_time(adam, cast, capsys):
    text = hospitals(1529)
    started = time.monotonic()
    table, planned = plan(text, adam)
    looked = time.monotonic()
    assert planned.counts == {"new": 1529, "changed": 0, "unchanged": 0, "wrong": 0}
    confirm_import(table.pk, by=adam)
    done = time.monotonic()

    assert Organisation.objects.filter(created_by_table()).count() == 1529
    assert not Organisation.objects.filter(path="").exists()
    assert Event.objects.filter(kind="organisation.created").count() == 1529
    _, again = plan(text, adam)
    assert again.counts["unchanged"] == 1529
    with capsys.disabled():
        print(f"\n1,529 organisations: looked at in {looked - started:.2f} s, taken in in {done - looked:.2f} s")
    assert looked - started < 3
    assert done - looked < 10


def created_by_table():
    from django.db.models import Q

    return Q(code__startswith="h") | Q(code__startswith="op-")


def test_a_long_table_goes_in_by_the_worker_and_only_once(adam, cast, run_reactions, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 10)
    table, _ = plan(hospitals(100), adam)
    assert confirm_import(table.pk, by=adam).state == Import.State.QUEUED
    assert not Organisation.objects.filter(created_by_table()).exists()

    run_reactions()
    imports.run_import(table.pk)

    assert Organisation.objects.filter(created_by_table()).count() == 100
    assert Import.objects.get().state == Import.State.DONE


def test_what_no_longer_fits_when_the_worker_comes_changes_nothing(adam, cast, run_reactions, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 1)
    table, _ = plan(HEADING + "new;Новая;мо;lake;miac;;\nother;Другая;мо;lake;;;\n", adam)
    confirm_import(table.pk, by=adam)
    Organisation.objects.filter(pk=cast.operator.pk).update(is_active=False)

    run_reactions()
    assert Import.objects.get().state == Import.State.FAILED
    assert not Organisation.objects.filter(code__in=["new", "other"]).exists()


def test_columns_may_be_chosen_by_hand(adam, cast):
    table, planned = plan("мнемо;что;где\nnew;Новая;lake\n", adam)
    assert outcomes(planned) == ["wrong"]
    choose_columns(table.pk, {"code": 0, "name": 1, "region": 2, "nonsense": 0, "phone": 99}, by=adam)

    table.refresh_from_db()
    assert table.columns == {"code": 0, "name": 1, "region": 2}
    assert outcomes(plan_of(table, by=adam)) == ["new"]


def test_regions_come_from_a_table(adam, cast):
    table, planned = plan(
        "Код;Субъект РФ;Часовой пояс;Действует\nwest;Западный край;Europe/Kaliningrad;да\nlake;;;нет\nnorth;Приозёрный край;;\n",
        adam, "regions",
    )  # fmt: skip
    assert outcomes(planned) == ["new", "wrong", "wrong"]
    confirm_import(table.pk, by=adam, leave_out_wrong=True)
    assert Region.objects.get(code="west").timezone == "Europe/Kaliningrad"


def test_people_come_from_a_table_with_their_roles(adam, cast):
    table, planned = plan(
        "ФИО;Электронная почта;Код МО;Роль;Должность\n"
        "Иванова Анна Петровна;ivanova@one.example;clinic-1;;врач\n"
        "Петров Пётр;petrov@one.example;clinic-1-therapy;ит-специалист;\n"
        ";zoya@clinic.example;clinic-1;специалист на месте;главный врач\n"
        "Сидоров;sidorov@one.example;clinic-1;специалист поддержки;\n"
        "Без Почты;;clinic-1;;\n",
        adam, "people",
    )  # fmt: skip
    assert outcomes(planned) == ["new", "new", "changed", "wrong", "wrong"]
    confirm_import(table.pk, by=adam, leave_out_wrong=True)

    ivanova = User.objects.get(login="ivanova")
    assert (ivanova.full_name, ivanova.has_usable_password()) == ("Иванова Анна Петровна", False)
    assert Membership.objects.get(user=ivanova).role == "requester"
    assert set(cast.zoya.memberships.values_list("role", flat=True)) == {"requester", "local_specialist"}


def test_logins_are_made_of_addresses_and_never_taken_twice(adam, cast):
    table, _ = plan("ФИО;Почта;МО\nА Б;anna@one.example;clinic-1\nВ Г;anna@two.example;clinic-1\n", adam, "people")
    confirm_import(table.pk, by=adam)

    assert set(User.objects.filter(email__endswith=".example", login__startswith="anna").values_list("login", flat=True)) == {
        "anna", "anna2", "anna3",
    }  # fmt: skip


def test_the_table_of_one_is_not_there_for_another(adam, anna, cast):
    table, _ = plan(HEADING + "new;Новая;мо;lake;;;\n", adam)
    with pytest.raises(NotVisible):
        get_import(anna, table.pk)
    with pytest.raises(NotAllowed):
        bring_table("organisations", HEADING, by=anna)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", HEADING.encode(), b'a;"b\n'])
def test_what_cannot_be_read_is_refused_beside_the_field(as_, adam, content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    if content:
        with pytest.raises(Invalid) as refused:
            bring_table("organisations", content, by=adam)
        assert "file" in refused.value.errors
    answer = as_(adam).post("/imports/", {"kind": "organisations", "file": SimpleUploadedFile("a.csv", content)})
    assert answer.status_code == 422
    assert not Import.objects.exists()


def test_what_is_taken_away_comes_back_unchanged(adam, cast):
    Organisation.objects.filter(pk=cast.clinic.pk).update(name="=HYPERLINK()", phone="+7 900")
    MailDomain.objects.create(organisation=cast.clinic, domain="one.example")
    rows = organisation_table(filtered(adam, OrganisationFilters(state="all", text="поликлиника")))
    text = "".join(write([str(name) for name in ORGANISATION_HEADER], rows))
    assert "'=HYPERLINK()" in text
    assert set(outcomes(plan(text, adam)[1])) == {"unchanged"}

    people = "".join(
        write(
            [str(name) for name in PEOPLE_HEADER],
            people_table(User.objects.filter(login__in=["zoya", "yakov", "anna"])),
        )
    )
    assert set(outcomes(plan(people, adam, "people")[1])) == {"unchanged"}


def test_the_template_is_a_table_that_can_be_brought(as_, adam, cast):
    for kind in ("regions", "organisations", "people"):
        text = b"".join(as_(adam).get(f"/imports/template/{kind}/").streaming_content)
        table = bring_table(kind, text, by=adam)
        assert len(table.columns) >= 4


def test_the_wrong_rows_can_be_taken_away(as_, adam, cast):
    table, _ = plan(HEADING + "bad;;;Марс;;;\n", adam)
    text = b"".join(as_(adam).get(f"/imports/{table.pk}/wrong/").streaming_content).decode()

    assert "Марс" in text
    assert "регион:" in text
