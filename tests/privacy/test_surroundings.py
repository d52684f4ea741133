"""People whom only their surroundings give away, and numbers that somebody dictated or wrote in a row."""

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("От: Голубь Роман <rgolub@mail.example>", ["Голубь Роман"]),
        ("Дилфуза, добрый день", ["Дилфуза"]),
        ("Меня зовут Мадинат, регистратура", ["Мадинат"]),
        ("Пациент Nguyen Van Hung без полиса", ["Nguyen Van Hung"]),
        ("Умерла Кызыл-оол Чодураа, справки нет", ["Кызыл-оол Чодураа"]),
        ("джазмен Уинтон Марсалис выступит", ["Уинтон Марсалис"]),
        ("Сдал: Рой. Принял: Гай.", ["Рой", "Гай"]),
        ("от доктора Серпа вопросов нет", ["Серпа"]),
        ("вчера закрыла люда", ["люда"]),
        ("12;РЫЛОВ;ОСИП;ТАРАСОВИЧ;1", ["РЫЛОВ;ОСИП;ТАРАСОВИЧ"]),
        ("в карте Лаврентеьва вместо Лаврентьева", ["Лаврентеьва", "Лаврентьева"]),
        ("главврач больницы Иван Петров подписал", ["Иван Петров"]),
        ("PN [IVANOV^PETR^SIDOROVICH]", ["IVANOV^PETR^SIDOROVICH"]),
        ("запись к Лабинскому", ["Лабинскому"]),
        ("протокол ВК № 96 на Сагдуллаева", ["Сагдуллаева"]),
        ("логин зав. аптекой Фокиной удалён", ["Фокиной"]),
        ("ИБ № 88592 Шарапов: нет назначений", ["Шарапов"]),
        ("от имени врача Фомичёва подписано", ["Фомичёва"]),
        ("Турист John Whitfield без полиса", ["John Whitfield"]),
        ("у клепикова ф. б. слетела подпись", ["клепикова ф. б."]),
        ("Ф.И.О. Малыхина Софья Антоновна", ["Малыхина Софья Антоновна"]),
    ],
)
def test_a_name_is_known_by_what_stands_around_it(found, text, expected):
    people = [words for label, words in found(text) if label == "PERSON"]

    assert "".join(people).replace(";", "") == "".join(expected).replace(";", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("звоните на девять ноль девять, сто тридцать, двадцать два, одиннадцать", "PHONE"),
        ("снилс: сто сорок, двести двенадцать, триста, сорок пять", "SNILS"),
        ("ей двенадцатого мая восемьдесят третьего года рождения", "DOB"),
        ("|Ложкина Ю. А.|ж|05.05.2005|", "DOB"),
        ("Ерохин 1949 палата 3", "DOB"),
        ("пишите на drkorneva собака gmail.com", "EMAIL"),
        ("Панин Сергей Иванович, 30.10.1977, 06411423330", "SNILS"),
        ("участок 14; Луговая, 9, кв. 12", "ADDRESS"),
        ("живет новый городок дом 7 квартира 1", "ADDRESS"),
        ("паспорт: серия — 78 12; № — 990011", "PASSPORT"),
    ],
)
def test_values_are_found_however_they_are_written(found, text, expected):
    assert expected in {label for label, _words in found(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Вакцина Спутник Лайт, Ультрикс Квадри, Пентаксим",
        "Мовалис, Нимесил, Ксефокам — остаток 0",
        "Реамберин внутривенно, Амоксициллин 500 мг",
        "Компания «Джонсон и Джонсон»",
        "Отделение Сестринского Ухода, Приёмный Покой",
        "СНИЛС: 000-000-000 00, пример 123-456-789 00",
        "поликлиника на Стасова, корпус на Губкина",
        "<SNILS></SNILS><OKATOG>92401000000</OKATOG>",
        "Операция Иванисевича, проба Штанге",
        "Дата рождения 01.01.1900, год рождения 1900",
        "г. Королёв, г. Пушкин, г. Чехов",
        "otdel-it@rkb.example, apteka7@rkb.example",
    ],
)
def test_what_only_looks_so_stays_readable(found, text):
    assert found(text) == []


def test_an_office_is_told_from_somebody_whose_name_begins_so(found):
    text = "press@rkb.example и prihodkina.v@rkb.example"

    assert found(text) == [("EMAIL", "prihodkina.v@rkb.example")]
