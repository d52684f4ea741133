"""Values that logs write apart from the statement that says what they are."""

import pytest

# ruff: noqa: S608 - logs of statements, none of them is asked

SNILS = "76942712856"
ASKS = "Hibernate: select * from patient where surname=? and snils=?\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ASKS + f"binding parameter [1] as [VARCHAR] - [Ли]\nbinding parameter [2] as [VARCHAR] - [{SNILS}]", {("PERSON", "Ли"), ("SNILS", SNILS)}),
        (ASKS + f"TRACE binding parameter (1:VARCHAR) <- [Гай]\nTRACE binding parameter (2:VARCHAR) <- [{SNILS}]", {("PERSON", "Гай"), ("SNILS", SNILS)}),
        (f"==>  Preparing: select id from t_pat where fam = ? and org = ? and snils = ?\n==> Parameters: Сорока(String), 78(Integer), {SNILS}(String)", {("PERSON", "Сорока"), ("SNILS", SNILS)}),
        (f"LOG:  execute <unnamed>: SELECT * FROM p WHERE p.last_name = $1 AND p.snils = $2\nDETAIL:  parameters: $1 = 'Ли', $2 = '{SNILS}'", {("PERSON", "Ли"), ("SNILS", SNILS)}),
        (f"SELECT * FROM p WHERE surname = %s AND snils = %s; args=('Ли', '{SNILS}')", {("PERSON", "Ли"), ("SNILS", SNILS)}),
        (f"insert into patient (id, surname, snils) values (?, ?, ?)\nbinding parameter [1] as [BIGINT] - [77120]\nbinding parameter [2] as [VARCHAR] - [Жук]\nbinding parameter [3] as [VARCHAR] - [{SNILS}]", {("PERSON", "Жук"), ("SNILS", SNILS)}),
    ],
)  # fmt: skip
def test_a_value_is_what_its_column_is(found, text, expected):
    assert set(found(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "select * from queue where node=? and state=?\nbinding parameter [1] as [VARCHAR] - [Аптека]\nbinding parameter [2] as [INTEGER] - [77120]",
        "Куда писать? Вот список (Склад, Аптека), select не нужен",
        "select name from dictionary where code = $1\nDETAIL:  parameters: $1 = 'Лис'",
    ],
)
def test_values_of_other_columns_stay(found, text):
    assert found(text) == []


def test_values_of_the_next_statement_are_its_own(found):
    text = ASKS + "select * from price where code=? and place=?\nbinding parameter [1] as [VARCHAR] - [Аптека]"

    assert found(text) == []
