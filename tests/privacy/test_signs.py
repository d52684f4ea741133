"""Numbers told by a sign that does not stand right before them: behind a name, behind whole sentences' verbs, before the sign."""

from datetime import UTC, datetime

import pytest

NOW = datetime.now(UTC).year


def numbers(guard, text: str) -> list[tuple[str, str]]:
    return [
        (span.label.value, text[span.start : span.end])
        for span in guard.find([text])[0]
        if span.label.value not in {"PERSON", "ADDRESS"}
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Номер карты Ромашова П. И. должен быть 2251/26, а стоит чужой.", "2251/26"),
        ("Номер стационара у пациента Ромашова П. И. 2251/26", "2251/26"),
        ("Ид. пациента: PT-0088341. Ошибка «Объект не найден».", "PT-0088341"),
        ("Учётный номер пациента А-20417/2023 занят", "А-20417/2023"),
        ("Проверьте: 31-40582 это медкарта.", "31-40582"),
        ("26-04417 (история болезни), не открывается", "26-04417"),
        ("Задвоилась карта, вторая с номером 104422", "104422"),
        ("Медкарта ребёнка 112/у-4471 пуста", "112/у-4471"),
        ("Пациент МР-2024/00817: назначения не видны", "МР-2024/00817"),
        ("no order for card 118-204", "118-204"),
        ("Карта стационарного больного | Дата\nТР-0417 | 12.03.2026", "ТР-0417"),
        ("По направлению № 77104-К анализ не пришёл", "77104-К"),
        ("Направление на анализы от 03.02.2025 № 118204 не видно", "118204"),
        ("Случай Ромашова П. И. № 5509812 не закрыт", "5509812"),
        ("Эпизод под номером 2026/118204 завис", "2026/118204"),
        ("Номер направления на КТ: 20260311044 занят", "20260311044"),
        ("Направление № 118-МСЭ/26 вернули", "118-МСЭ/26"),
        ("№ 118041 (карта стационарного больного) без диагноза", "118041"),
        ("118/2026-Т — номер стационарной карты", "118/2026-Т"),
        ("Пациента с идентификатором AM-220417 нет", "AM-220417"),
        ("№ 5509812 (случай госпитализации) отклонён", "5509812"),
    ],
)
def test_records_and_cases_are_read_from_either_side_of_their_sign(guard, text, value):
    assert ("MRN", value) in numbers(guard, text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Загранпаспорт Ромашова П. И. 75 4410928 не сохраняется", "75 4410928"),
        ("401223871 (паспорт гражданина Таджикистана)", "401223871"),
        ("Паспорт Казахстана имеет номер N09182734", "N09182734"),
        ("иностранный паспорт\nFA1220483", "FA1220483"),
        ("паспорт Германии C01X00T47", "C01X00T47"),
        ("Вид документа: 14. Серия: 92 15. Номер: 004418.", "Серия: 92 15. Номер: 004418"),
    ],
)
def test_passports_of_other_states_are_read_by_their_sign(guard, text, value):
    found = numbers(guard, text)
    covered = " ".join(value for label, value in found if label in {"PASSPORT", "DOCUMENT"})
    assert all(part in covered for part in value.split() if part[0].isdigit()), found


@pytest.mark.parametrize(
    "text",
    [
        "Направление 1144 штук зависло в очереди.",
        "Направление деятельности № 12 закрыто",
        "Случай № 2 из инструкции, форма 025/у",
        "Посещение № 41841958 удалить",
        "Паспорт прибора № 44718822 потерян",
        "Терминал 18822, ФН 9960440300118822",
        "SD card 128-256 не читается",
        f"У пациентов сервер 12 лет ({NOW - 12})",
        "№ 118204 (направление деятельности)",
        "№ 118204 (случай по форме)",
        "№ 118204 (эпизод сбоя)",
        "Проверьте: 4471/25 это карта рабочего места",
        "Сетевая карта 118-2204 отвалилась",
        "История изменений документа № 2204",
        "Серия 4418 номер 220418 на бланке рецепта",
        "Вопрос № 118204 (карта рабочего места)",
        f"Сервер 12 лет ({NOW - 12}), памяти мало",
        f"Системе 12 лет (2001), сейчас {NOW}",
    ],
)
def test_what_only_resembles_a_sign_stays(guard, text):
    assert numbers(guard, text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"Возраст: 67 лет ({NOW - 68})",
        "Дата рожд. в карте 1957",
        "родился в 1939 году",
        "др должно быть 1957",
        "3 ноября 57 (дата рождения)",
        "рожд. | Пол\n3 ноября 57 г. | м",
        "03111975 г.р.",
        f"Новорождённый от 02.03.{NOW}, без имени",
    ],
)
def test_births_in_loose_shapes(guard, text):
    assert [label for label, _value in numbers(guard, text)] == ["DOB"]


def test_ten_figures_behind_a_name_are_a_passport_unless_a_firm_is_spoken_of(guard):
    inn = "4501118226"
    assert ("PASSPORT", inn) in numbers(guard, f"Ромашов Пётр Ильич, {inn}, не найден")
    assert numbers(guard, f"Договор с ООО: Ромашов Пётр Ильич, {inn}") == []


def test_the_verb_before_a_street_stays(guard):
    text = "Зарегистрирована ул. Лесная, д. 5, кв. 6."
    assert [text[span.start : span.end] for span in guard.find([text])[0]] == ["ул. Лесная, д. 5, кв. 6"]
