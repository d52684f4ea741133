"""Numbers and births in patients' lines that no known word calls: hidden, unless the words beside them call another thing's."""

import pytest

PEOPLE = (("Ершов П. Н.", "04.03.1951"), ("Сизых О. Я.", "17.11.1988"), ("Панина В. Л.", "29.06.2014"))
NUMBERS = ("572015", "242482", "981604")


def table(head, numbers, *, births=True):
    """A list of people with their births, and a column of numbers under the head."""
    lines = [[(20, "Пациент"), (250, "Дата рождения"), (450, head)]]
    for (name, born), number in zip(PEOPLE, numbers, strict=True):
        lines.append([(20, name), *([(250, born)] if births else []), (450, number)])
    return lines


@pytest.mark.parametrize("head", ["Рег. номер", "Шифр эпизода", "№ регистрации в ЭМК", "Медсвидетельство"])
def test_a_column_of_numbers_under_a_strange_heading_goes_with_the_patients(hidden_on_a_screen, head):
    assert set(NUMBERS) <= hidden_on_a_screen(table(head, NUMBERS))


@pytest.mark.parametrize("head", ["Заявка", "Код услуги", "Сумма", "Кабинет", "Инв. №", "Штрихкод пробирки", "id"])
def test_numbers_of_other_things_stay_in_patients_lines(hidden_on_a_screen, head):
    assert not set(NUMBERS) & hidden_on_a_screen(table(head, NUMBERS))


@pytest.mark.parametrize(
    "numbers",
    [("12500", "15000", "18300"), ("20417", "20417", "20417"), ("2023", "2024", "2025"), ("15", "115", "64182")],
)
def test_amounts_one_code_for_all_and_years_are_nobodys_numbers(hidden_on_a_screen, numbers):
    assert not set(numbers) & hidden_on_a_screen(table("Лимит", numbers))


def test_numbers_beside_those_who_work_with_a_program_stay(hidden_on_a_screen):
    lines = [[(20, "Исполнитель"), (250, "Регистр")]]
    lines += [[(20, name), (250, number)] for (name, _born), number in zip(PEOPLE, NUMBERS, strict=True)]

    assert not set(NUMBERS) & hidden_on_a_screen(lines)


def test_a_number_in_a_card_below_a_name_and_an_age_is_somebodys(hidden_on_a_screen):
    seen = hidden_on_a_screen([
        [(20, "Ершов П. Н. 67 лет"), (420, "Сизых О. Я. 41 год")],
        [(20, "Обращение 45 · ист. 572015"), (420, "Обращение 46 · ист. 242482")],
        [(20, "ОРВИ · ждёт 12 мин"), (420, "ИБС · ждёт 40 мин")],
    ])  # fmt: skip

    assert {"572015", "242482"} <= seen
    assert not seen & {"45", "46", "12", "ОРВИ"}


def test_a_number_before_a_name_in_one_cell_is_somebodys(hidden_on_a_screen):
    seen = hidden_on_a_screen([
        [(20, "Дата рождения:"), (180, "04.03.1951")],
        [(20, "66973-26 Ершов П. Н.")],
        [(20, "Заявка 48211 Сизых О. Я.")],
    ])  # fmt: skip

    assert "66973-26" in seen
    assert "48211" not in seen


def test_a_number_behind_a_label_that_says_only_number_is_hidden_in_a_card(hidden_on_a_screen):
    card = [[(20, "Пациент:"), (180, "Ершов Пётр Наумович")], [(20, "Дата рождения:"), (180, "04.03.1951")]]

    assert "572015" in hidden_on_a_screen([*card, [(20, "Номер эпизода:"), (180, "572015")]])
    assert "572015" not in hidden_on_a_screen([*card, [(20, "Номер кабинета:"), (180, "572015")]])


def test_a_birth_below_a_name_is_hidden_whatever_stands_before_it(hidden_on_a_screen):
    seen = hidden_on_a_screen([
        [(20, "08:40"), (90, "Ершов Пётр Наумович")],
        [(20, "Первичный · 04.03.1951")],
        [(20, "Прикреплён с 12.05.2019")],
    ])  # fmt: skip

    assert "04.03.1951" in seen
    assert not seen & {"Первичный", "12.05.2019", "08:40"}


def test_dates_decades_apart_beside_people_are_births_and_near_ones_are_not(hidden_on_a_screen):
    years = (("12.01.1938", "02.03.2019"), ("30.08.1985", "14.04.2020"), ("09.09.2011", "21.05.2021"))
    lines = [[(20, "Сотрудник"), (250, "Отдел"), (400, "Сведения"), (550, "Проверен")]]
    lines += [
        [(20, name), (250, "кадры"), (400, born), (550, checked)]
        for (name, _born), (born, checked) in zip(PEOPLE, years, strict=True)
    ]
    seen = hidden_on_a_screen(lines)

    assert {born for born, _checked in years} <= seen
    assert not {checked for _born, checked in years} & seen


def test_names_of_values_that_stand_below_them_are_no_head_of_the_table_beneath(hidden_on_a_screen):
    seen = hidden_on_a_screen([
        [(20, "Ершов Пётр Наумович"), (250, "04.03.1951"), (400, "Сизых О. Я."), (550, "А-29751")],
        [(20, "пациент"), (250, "родился"), (400, "лечащий врач"), (550, "номер ИБ")],
        [(20, "Время"), (250, "АД"), (400, "Пульс"), (550, "Диурез")],
        [(20, "08:10"), (250, "161/61"), (400, "84"), (550, "435")],
        [(20, "18:15"), (250, "164/73"), (400, "104"), (550, "640")],
        [(20, "19:30"), (250, "142/60"), (400, "66"), (550, "836")],
        [(20, "21:00"), (250, "138/74"), (400, "71"), (550, "720")],
    ])  # fmt: skip

    assert {"Ершов", "04.03.1951", "Сизых", "А-29751"} <= seen
    assert not seen & {"161/61", "164/73", "142/60", "84", "104", "435", "640", "пациент", "номер"}


def test_a_strange_surname_and_a_first_name_before_an_age_are_somebody(hidden_on_a_screen):
    seen = hidden_on_a_screen([[(20, "Корело Мирон, 2 года (22.07.1972)"), (420, "Школа № 53, 4«А»")]])

    assert {"Корело", "Мирон,"} <= seen
    assert not seen & {"Школа", "53,", "2"}


def test_a_patients_number_behind_the_sign_of_a_device_is_hidden_and_a_tickets_is_not(hidden_on_a_screen):
    seen = hidden_on_a_screen([
        [(20, "ГОРЕЛКИНА АЛИНА"), (250, "04.03.1951"), (400, "10: А-20449"), (600, "С5-2 / Abd")],
        [(20, "ЕРШОВ ПЁТР"), (250, "17.11.1988"), (400, "ID: 148283"), (600, "#31090")],
    ])  # fmt: skip

    assert {"А-20449", "148283"} <= seen
    assert not seen & {"#31090", "С5-2", "ID:"}


def test_a_patients_number_in_the_text_of_a_document_is_hidden_by_its_root(hidden_on_a_screen):
    root = "1.2.643.5.1.13.13.12.2.54.1.100.1.1"
    seen = hidden_on_a_screen([
        [(20, f'<id root="{root}.10" extension="А-49436"/>')],
        [(20, f'<id root="{root}.51" extension="2093371"/>')],
    ])  # fmt: skip

    assert 'extension="А-49436"/>' in seen
    assert 'extension="2093371"/>' not in seen
