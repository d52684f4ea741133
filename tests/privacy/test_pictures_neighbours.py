"""What a value's neighbours tell: other numbers of its column, a first name beside it, the sign of its cell."""

import pytest

from priyom.privacy.pictures.headings import heading


def test_numbers_as_long_as_hidden_ones_of_their_column_are_hidden(hidden_on_a_screen):
    numbers = ("918506007412", "912649423610", "916082699413", "999230596311", "944229531209", "948754561394")
    lines = [[(20, "Номер"), (200, "Нетрудоспособный"), (420, "Выдан")]]
    seen = hidden_on_a_screen(
        lines + [[(20, number), (200, "Копейко Пелагея Макаровна"), (420, "26.10.2026")] for number in numbers]
    )

    assert set(numbers) <= seen
    assert "26.10.2026" not in seen


@pytest.mark.parametrize("line", ["Изабелла Зиновенко . 15:10", "Аглая Карпинович, врач-терапевт"])
def test_a_first_name_before_a_surname_is_hidden_with_it_wherever_they_stand(hidden_on_a_screen, line):
    assert set(line.split()[:2]) <= hidden_on_a_screen([[(20, line)]])


def test_words_beside_first_names_stay(hidden_on_a_screen):
    assert not hidden_on_a_screen([[(20, "Отчёт Роза ветров"), (300, "Вера в успех"), (600, "Марка Нина Ricci")]])


def test_a_surname_read_as_latin_behind_its_key_goes_with_its_first_name(hidden_on_a_screen):
    seen = hidden_on_a_screen(
        [[(20, 'open card id=564669 fio="BuKTopyuk Ярослава Климовна" done')], [(20, 'user="admin" role="main"')]]
    )

    assert 'fio="BuKTopyuk' in seen
    assert not seen & {"id=564669", "done", 'user="admin"', 'role="main"', "card"}


@pytest.mark.parametrize("said", ["ID пациента", "10 пациента", "lD пациента"])
def test_the_sign_of_a_patient_names_a_column_of_records(said):
    assert heading(said) == "MRN"


def test_a_birth_in_a_column_of_people_is_hidden_without_the_sex_behind_it(hidden_on_a_screen):
    people = [
        ("Шустова Варвара", "10.09.1975 - жен"),
        ("Цедик Рената", "17.03.1986 - жен"),
        ("Ефимук Клим", "17.05.1937 - муж"),
    ]
    lines = [[(20, "Пациент"), (300, "Документы"), (500, "Контакты")]]
    seen = hidden_on_a_screen([*lines, *(line for name, born in people for line in ([(20, name)], [(20, born)]))])

    assert {"Шустова", "10.09.1975", "17.03.1986", "17.05.1937"} <= seen
    assert not seen & {"муж", "жен", "-"}


def test_another_window_behind_the_last_column_keeps_its_words(hidden_on_a_screen):
    rows = [("Лисняк К. П.", "1999-01-25"), ("Сивограков Д. Я.", "1954-07-20"), ("Хорсун И. С.", "1953-09-09")]
    lines = [[(20, "Заявка"), (120, "Пациент"), (340, "Др.")]]
    lines += [[(20, "474555"), (120, name), (340, born), (560, "СОЭ >"), (700, "91,0")] for name, born in rows]

    assert not hidden_on_a_screen(lines) & {"СОЭ", ">", "91,0"}


def test_a_button_in_a_column_of_people_stays(hidden_on_a_screen):
    lines = [[(20, "№"), (90, "Пациент"), (340, "Статус")]]
    names = ("Ершов П. Н.", "Копировать", "Сизых О. Я.", "Зима Е. Н.", "Закрыть", "Левый А. Б.")
    seen = hidden_on_a_screen(lines + [[(20, "1"), (90, name), (340, "Принят")] for name in names])

    assert {"Ершов", "Зима", "Левый"} <= seen
    assert not seen & {"Копировать", "Закрыть"}


def test_the_bar_of_a_sheet_repeats_a_name(hidden_on_a_screen):
    lines = [[(20, "B7"), (90, "fx"), (120, "Иванюта")], [], [(20, "1"), (60, "Фамилия"), (300, "Имя")]]
    lines += [[(20, "2"), (60, name), (300, "Анна")] for name in ("Бекетова", "Лисовая", "Шмырова", "Гулидова")]

    assert "Иванюта" in hidden_on_a_screen(lines)
    assert not hidden_on_a_screen(
        [[(20, "B7"), (90, "fx"), (120, "Бекетон")], [], [(20, "1"), (60, "Марка"), (300, "Цена")]]
    )


def test_an_address_with_its_town_in_one_word_is_hidden_whole(hidden_on_a_screen):
    lines = [[(20, "Пациент"), (300, "Адрес")]]
    lines += [[(20, "Ершов П. Н."), (300, "гклинцы ул вокзальная д 93 кв 161")]] * 3

    assert {"гклинцы", "вокзальная", "161"} <= hidden_on_a_screen(lines)


def test_another_label_with_its_value_is_no_value(hidden_on_a_screen):
    assert not hidden_on_a_screen([[(20, "Пользователь:"), (140, "Сервер: Гогоберидзе"), (400, "Режим: Бекетон")]])


def test_professions_rooms_and_marks_beside_names_stay(hidden_on_a_screen):
    lines = [[(20, "Врач"), (240, "Пн, 23 нояб."), (460, "Вт, 24 нояб.")]]
    for name in ("Лебедкина Кира", "Суховило Олег", "Гасимов Клим", "Чистюхина Нино"):
        lines += [[(20, name), (240, "17:15 Манакова Ж. Р. повт."), (460, "18:20 Бетехтин Д. Р. повт.")]]
        lines += [[(20, "хирург, каб. 148")]]
    seen = hidden_on_a_screen(lines)

    assert {"Лебедкина", "Суховило", "Манакова", "Бетехтин"} <= seen
    assert not seen & {"хирург,", "каб.", "148", "повт."}


def test_a_recipe_below_an_address_stays(hidden_on_a_screen):
    seen = hidden_on_a_screen([
        [(20, "Адрес"), (260, "№ карты"), (480, "Врач"), (700, "Код врача")],
        [(20, "г клинцы ул новая д 15"), (260, "456097"), (480, "Ершов П. Н."), (700, "3788")],
        [], [(20, "Rp.: Эналаприл 10 мг")], [(20, "D.t.d. № 30")], [(20, "S. по 1 таблетке 2 раза в день")],
    ])  # fmt: skip

    assert {"клинцы", "456097", "Ершов"} <= seen
    assert not seen & {"Эналаприл", "таблетке", "день"}


def test_a_street_of_two_words_that_a_line_breaks_is_hidden(hidden_on_a_screen):
    assert "Октября," in hidden_on_a_screen([[(20, "Адрес"), (120, "мкр. 50 лет")], [(120, "Октября, д. 36а, кв. 62")]])


def test_initials_torn_from_their_surname_go_with_it_and_an_age_stands_behind_them(hidden_on_a_screen):
    seen = hidden_on_a_screen([[(20, "1. Клевко 3.3. 27 л."), (300, "ИБ 32980-26 стол 5")]])

    assert {"Клевко", "3.3."} <= seen
    assert not seen & {"27", "л.", "стол"}


def test_the_fields_of_a_protocol_keep_their_names(hidden_on_a_screen):
    seen = hidden_on_a_screen(
        [[(20, '"lastName": "Дикан", "firstName": "Семён",')], [(20, '"phone": "+79967728336", "active": true')]]
    )

    assert {'"Дикан",', '"+79967728336",'} <= seen
    assert not seen & {'"firstName":', '"active":', "true"}


def test_who_wrote_that_is_no_person_stays(hidden_on_a_screen):
    people = [
        ("Ершов П. Н.", "Госуслуги"),
        ("Сизых О. Я.", "Вайнер М. Г."),
        ("Зима Е. Н.", "Госуслуги"),
        ("Котова А. А.", "Пак С. С."),
    ]
    lines = [[(20, "Пациент"), (240, "Дата рождения"), (460, "Кто записал")]]
    seen = hidden_on_a_screen(lines + [[(20, name), (240, "01.02.1970"), (460, by)] for name, by in people])

    assert "Вайнер" in seen
    assert "Госуслуги" not in seen


PEOPLE = ("Шандрак О. Л.", "Тозик М. Г.", "Сидякина Е. Н.", "Ларинов К. Н.")


def test_a_heading_behind_a_heading_is_one_and_machines_are_no_telephones(hidden_on_a_screen):
    lines = [[(20, "Дата и время"), (200, "Пользователь"), (400, "Логин"), (560, "Событие"), (900, "Узел")]]
    for name in PEOPLE:
        said = "Телефон +7 (911) 483-45-49"
        lines += [[(20, "24.03.2026 12:45"), (200, name), (400, "stat1"), (560, said), (900, "10.20.3.151")]]
    seen = hidden_on_a_screen(lines)

    assert {"Шандрак", "Ларинов", "483-45-49"} <= seen
    assert not seen & {"Логин", "stat1", "10.20.3.151"}


def test_a_table_below_the_fields_of_somebody_is_a_table_of_its_own(hidden_on_a_screen):
    lines = [[(20, "Адрес"), (260, "№ карты"), (480, "Врач"), (700, "Код врача")]]
    lines += [[(20, "г клинцы ул новая д 15"), (260, "456097"), (480, "Ершов П. Н."), (700, "3788")]]
    lines += [[(20, "Номер"), (140, "Кому"), (360, "Д.р."), (480, "МНН"), (700, "Выписал"), (880, "Получил")]]
    drugs = ("Ярина", "Кеторол 30 мг/мл", "Парацетамол", "Мексидол 125 мг")
    for name, drug in zip(PEOPLE, drugs, strict=True):
        lines += [[(20, "770352"), (140, name), (360, "02.04.1955"), (480, drug), (700, "Пак С. С."), (880, "лично")]]
    seen = hidden_on_a_screen(lines)

    assert {"Шандрак", "Ларинов", "Ершов", "Пак"} <= seen
    assert not seen & {"Ярина", "Кеторол", "Мексидол", "лично", "МНН"}


def test_results_below_a_number_of_its_kind_are_none(hidden_on_a_screen):
    lines = [[(20, "Заказчик"), (260, "Направивший врач"), (480, "СНИЛС"), (700, "Биоматериал")]]
    lines += [[(20, "Роддом № 2"), (260, "Ершов П. Н."), (480, "796-906-590 86"), (700, "Кровь")]]
    lines += [[(20, "Глюкоза"), (260, "41,5"), (480, "3,9-6,1"), (700, "норма")] for _ in PEOPLE]
    seen = hidden_on_a_screen(lines)

    assert {"796-906-590", "86", "Ершов"} <= seen
    assert not seen & {"3,9-6,1", "Глюкоза", "41,5"}


def test_what_calls_the_number_below_a_name_stays(hidden_on_a_screen):
    lines = [[(20, "Палата"), (120, "Пациент"), (480, "Диета"), (700, "Врач")]]
    for name in PEOPLE:
        lines += [
            [(20, "18"), (120, name), (480, "Стол № 9"), (700, "Пак С. С.")],
            [(120, "1950-01-28, ИБ № 92908-26")],
        ]
    seen = hidden_on_a_screen(lines)

    assert {"1950-01-28,", "92908-26", "Сидякина"} <= seen
    assert not seen & {"ИБ", "Стол"}


def test_the_number_of_an_organisation_stays_and_somebodys_goes(hidden_on_a_screen):
    lines = [[(20, "Наименование"), (300, "ИНН"), (500, "Телефон")]]
    seen = hidden_on_a_screen([*lines, *([(20, "Поликлиника"), (300, "7707083893"), (500, "—")] for _ in range(4))])

    assert "7707083893" not in seen
    assert "500100732259" in hidden_on_a_screen([[(20, "ИНН:"), (100, "500100732259")]])


def test_the_head_of_an_unknown_column_and_a_hospital_over_a_list_stay(hidden_on_a_screen):
    lines = [[(20, "ГБУЗ"), (140, "«НМИЦ им. Н. Н. Блохина»")]]
    lines += [[(20, "Дата"), (140, "Адрес"), (400, "Телефон"), (600, "Оплата"), (740, "Кассир")]]
    lines += [[(20, "01.11"), (140, name), (400, "89136592338"), (600, "Карта"), (740, name)] for name in PEOPLE]
    seen = hidden_on_a_screen(lines)

    assert "Тозик" in seen
    assert not seen & {"Кассир", "Блохина»", "«НМИЦ"}


def test_a_number_without_its_first_digits_stays_in_its_column(hidden_on_a_screen):
    lines = [[(20, "№"), (60, "Пациент"), (300, "Телефон"), (500, "Дата")]]
    for place, name in enumerate(PEOPLE):
        number = (314, "136592338") if place == 2 else (300, "89136592338")
        lines += [[(20, str(place)), (60, name), number, (500, "01.11.2026")]]

    assert "136592338" in hidden_on_a_screen(lines)


def test_the_number_of_a_referral_goes_and_where_to_one_is_sent_stays(hidden_on_a_screen):
    lines = [[(20, "Номер направления"), (200, "Пациент"), (400, "Куда направлен"), (640, "Этап")]]
    lines += [[(20, "69632016153"), (200, name), (400, "Роддом № 2"), (640, "Новый")] for name in PEOPLE]
    seen = hidden_on_a_screen(lines)

    assert {"69632016153", "Тозик"} <= seen
    assert not seen & {"Роддом", "2", "Новый"}


def test_sick_leaves_under_a_bare_number_are_hidden_in_a_list_of_people(hidden_on_a_screen):
    lines = [[(20, "Номер"), (200, "Нетрудоспособный"), (400, "СНИЛС"), (640, "Выдан")]]
    lines += [[(20, "970395280694"), (200, name), (400, "796-906-590 86"), (640, "01.11.2026")] for name in PEOPLE]

    assert {"970395280694", "Тозик"} <= hidden_on_a_screen(lines)


def test_an_abbreviation_among_words_is_nobody(hidden_on_a_screen):
    assert not hidden_on_a_screen([[(20, "Регистратор"), (200, "Обмен с ТФОМС 4.0"), (500, "51")]])


def test_surnames_under_a_heading_that_nobody_can_read_are_hidden_with_the_others(hidden_on_a_screen):
    lines = [[(20, "Ассистент"), (240, "Анестезиолог"), (480, "Опер. mic"), (700, "Гр. крови")]]
    for place, name in enumerate([*PEOPLE, *PEOPLE]):
        alone = "Лиховид" if place in {2, 5, 7} else "Гогоберидзе"
        lines += [[(20, name), (240, name), (480, alone), (700, "0(I) Rh+")]]
    seen = hidden_on_a_screen(lines)

    assert {"Гогоберидзе", "Лиховид"} <= seen
    assert not seen & {"mic", "крови", "0(I)", "Rh+"}


def test_fields_and_documents_of_a_kind_are_nobodys(hidden_on_a_screen):
    said = [(20, "Поля, отмеченные звёздочкой, обязательны для заполнения.")]
    rows = [[(20, "07.03.2026"), (140, "Эпикриз"), (400, "248"), (500, "Отменён")] for _ in range(4)]
    seen = hidden_on_a_screen([said, [(20, "Дата"), (140, "Документ"), (400, "Вид"), (500, "Статус")], *rows])

    assert not seen
    assert "1248" in hidden_on_a_screen([[(20, "Выписной эпикриз № 1248 подписан")]])


def test_words_behind_a_name_that_stands_among_names_stay(hidden_on_a_screen):
    names = ("Фаттахова К. Д.", "Стрельцов С. Р.", "Третьяков С. М.", "Озерский Р. Б.", "Зима 3. Д.", "Кравец A. B.")
    seen = hidden_on_a_screen([[(20, "[lis] INFO результат для"), (240, f"{name} записан")] for name in names])

    assert {"Фаттахова", "Стрельцов", "Зима", "Кравец"} <= seen
    assert not seen & {"записан", "результат", "для"}


def test_an_amount_behind_the_kind_of_a_contract_is_no_number_of_a_policy(hidden_on_a_screen):
    rows = [
        [
            (10, "12.08.2026 13:15"),
            (270, "Демянчук Марк Ильич"),
            (700, "ОМС"),
            (900, f"77{n}6,00"),
            (1100, "Платто Д.Н."),
        ]
        for n in range(4)
    ]
    head = [[(10, "Дата"), (270, "Физическое лицо"), (700, "Вид договора"), (900, "Сумма"), (1100, "Ответственный")]]
    seen = hidden_on_a_screen(head + rows)

    assert {"Демянчук", "Платто"} <= seen
    assert not seen & {"7706,00", "7716,00", "ОМС", "Сумма"}
