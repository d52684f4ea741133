"""What a screen tells by its likeness: heads put together, numbers among numbers, names among names, foreign windows."""

import pytest

from priyom.privacy.detectors import Label
from priyom.privacy.pictures.headings import heading


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Фам.", Label.PERSON), ("Кто подписал", Label.PERSON), ("К врачу", Label.PERSON), ("Тел. моб. пациента", Label.PHONE),
        ("Страх. №", Label.SNILS), ("Рожд.", Label.DOB), ("Прописан(а):", Label.ADDRESS), ("Полис сер./ном.", Label.OMS),
    ],
)  # fmt: skip
def test_a_head_is_put_together_of_words_that_stand_in_heads(words, kind):
    assert heading(words) == kind


@pytest.mark.parametrize(
    "words",
    [
        "Адрес сервера",
        "Врачев",
        "Номер",
        "Дата приёма",
        "Имя базы данных",
        "Карта № Фам.",
        "№ Фам.",
        "Ф.И.О. Бута К.Е.",
    ],
)
def test_a_strange_word_makes_it_something_else(words):
    assert heading(words) is None


def test_a_name_behind_a_label_of_letters_and_points_is_hidden(hidden_on_a_screen):
    assert {"Бута", "К.Е."} <= hidden_on_a_screen([[(20, "Ф.И.О. Бута К.Е."), (300, "подпись")]])


def test_a_number_whose_sign_was_misread_goes_with_the_others(hidden_on_a_screen):
    seen = hidden_on_a_screen([
        [(20, "35 л., и/б 136274, J06.9"), (400, "37 л., и/б 44260/26, J18.9")],
        [(20, "28 л., ию 49318/26, J18.9"), (400, "78 л., и/б 736083, K29.3")],
    ])  # fmt: skip

    assert "49318/26," in seen
    assert not seen & {"J06.9", "J18.9", "K29.3", "35"}


def test_a_word_like_any_other_before_a_first_name_and_a_fathers_name_is_a_surname(hidden_on_a_screen):
    assert "Засим" in hidden_on_a_screen(
        [[(20, "1"), (90, "Засим"), (190, "Демьян"), (300, "Назарович"), (420, "льгота")]]
    )


def test_an_old_date_beside_a_number_of_somebody_is_a_birth(hidden_on_a_screen):
    seen = hidden_on_a_screen([[(20, "04.06.2001, телефон 89264559463")], [(20, "12.11.2026, кабинет 12")]])

    assert "04.06.2001," in seen
    assert "12.11.2026," not in seen


def test_a_window_over_a_column_of_names_keeps_its_words(hidden_on_a_screen):
    people = ["Мухоморова С.И.", "Чермных И.Ф.", "Горевая Р.Г.", "Курневич П.А.", "Мишкович Н.С.", "Скопец Л.О."]
    lines = [[(20, "Отправлен"), (200, "Кто подписал"), (400, "Итог")]]
    lines += [[(20, "13.08.2026"), (200, name), (400, "Принят")] for name in people]
    lines[3:3] = [[(20, "14.08.2026"), (200, "Мащ"), (262, "Ответ сервиса")], [(20, "15.08.2026"), (262, "Закрыть")]]

    seen = hidden_on_a_screen(lines)

    assert {"Мащ", "Горевая"} <= seen
    assert not seen & {"Ответ", "Закрыть", "Принят"}


def test_dates_of_another_table_below_are_no_numbers_of_cards(hidden_on_a_screen):
    lines = [[(20, "Карта №"), (120, "Отделение"), (300, "Статус")]]
    lines += [[(20, number), (120, "Терапия"), (300, "Выписан")] for number in ("736839", "730941", "265644")]
    lines += [[(20, day), (120, "Осмотр"), (300, "Готов")] for day in ("28.07.2026", "01.08.2026")]

    seen = hidden_on_a_screen(lines)

    assert "730941" in seen
    assert not seen & {"28.07.2026", "01.08.2026"}


def test_records_side_by_side_are_hidden_in_all_their_columns(hidden_on_a_screen):
    seen = hidden_on_a_screen([
        [(20, "Поле"), (200, "Основная запись"), (420, "Дубль")],
        [(20, "Телефон"), (200, "+7 (930) 121-44-21"), (420, "8 992 149 37 68")],
        [(20, "Карта"), (200, "2765-30"), (420, "45699/25")],
        [(20, "Изменена"), (200, "07.12.2026"), (420, "09.07.2025")],
    ])  # fmt: skip

    assert {"2765-30", "45699/25", "149"} <= seen
    assert not seen & {"07.12.2026", "09.07.2025", "Дубль"}


def test_an_address_of_two_lines_is_hidden_on_both(hidden_on_a_screen):
    seen = hidden_on_a_screen([
        [(20, "28/08/1978"), (200, "г. Клинцы, ул. Железнодорожная, д.")],
        [(200, "134, корп. 3, кв. 118")],
    ])  # fmt: skip

    assert {"Железнодорожная,", "118"} <= seen


def test_a_list_of_files_keeps_its_names_but_for_people(hidden_on_a_screen):
    names = ("Отчёт за октябрь.xlsx", "Эпикриз Шарый Р.П..pdf", "Согласие Гармай Ян.pdf", "Порядок записи.docx")
    seen = hidden_on_a_screen([[(20, "Имя"), (300, "Дата изменения"), (500, "Тип")], *([(20, name), (300, "20.06.2025 11:00"), (500, "Файл")] for name in names)])  # fmt: skip

    assert {"Шарый", "Гармай"} <= seen
    assert not seen & {"октябрь.xlsx", "Порядок", "20.06.2025"}


def test_times_are_nobodys_birth(hidden_on_a_screen):
    assert not hidden_on_a_screen([[(20, "Когда родился")], [(20, "18:30")], [(20, "08:15")]])


def test_names_and_policies_behind_keys_that_were_misread_are_hidden(hidden_on_a_screen):
    seen = hidden_on_a_screen([
        [(20, "Запись 8: РАМ=Розинко; ТМ=Злата; OT=Климовна; - не найден в РС ЕРЗ")],
        [(20, "N_ZAP=809 VPOLIS=3 NPOLIS=1696106247295951 STATUS=Отказ")],
    ])  # fmt: skip

    assert {"РАМ=Розинко;", "ТМ=Злата;", "NPOLIS=1696106247295951"} <= seen
    assert "STATUS=Отказ" not in seen


def test_a_surname_read_with_a_small_letter_is_known_by_its_initials(hidden_on_a_screen):
    assert {"мелешко", "А.Е."} <= hidden_on_a_screen([[(20, "мелешко А.Е."), (300, "каб. 11")]])


def test_a_verb_with_a_capital_before_a_first_name_is_a_surname(hidden_on_a_screen):
    seen = hidden_on_a_screen([[(20, "Порционник · диетсестра Погасай Емельян")], [(20, "Готово. Позвоните Емельяну")]])

    assert "Погасай" in seen
    assert "Позвоните" not in seen


def test_a_diagnosis_between_a_name_and_a_number_of_a_record_stays(hidden_on_a_screen):
    lines = [[(20, "Больные"), (300, "МКБ"), (420, "№ ИБ")]]
    lines += [
        [(20, name), (300, code), (420, number)]
        for name, code, number in (("Чепига С.Д.", "306.9", "3360-87"), ("Чешкин В.Я.", "406.9", "957900"))
    ]

    assert not hidden_on_a_screen(lines) & {"306.9", "406.9"}


def test_a_whole_cell_of_a_usual_first_name_and_a_surname_is_somebody(hidden_on_a_screen):
    seen = hidden_on_a_screen([
        [(20, "Ледовская Агата"), (400, "Вера Холодова")],
        [(20, "Роза ветров"), (400, "Московская область")],
    ])  # fmt: skip

    assert {"Ледовская", "Агата", "Вера", "Холодова"} <= seen
    assert not seen & {"Роза", "ветров", "Московская", "область"}


def test_a_surname_whose_capital_was_read_small_goes_with_its_names(hidden_on_a_screen):
    seen = hidden_on_a_screen([[(20, "мысик Тарас Валентинович"), (400, "26.11.1956")]])

    assert {"мысик", "Тарас", "Валентинович"} <= seen


def test_a_first_name_behind_a_surname_that_stands_in_another_row(guard):
    from priyom.privacy.pictures.layout import Cell, Row, Spot
    from priyom.privacy.pictures.parallel import find_parallel
    from priyom.privacy.pictures.reading import Read

    surname, first, far = Read("Довнар", 100, 24, 42, 10, 95.0), Read("Аркадий", 148, 20, 49, 10, 95.0), Read("Аркадий", 300, 20, 49, 10, 95.0)  # fmt: skip
    rows = [Row([Cell([first]), Cell([far])]), Row([Cell([surname])])]
    hidden = [Spot(Label.PERSON, (100, 24, 142, 34), 0.9)]

    found = list(find_parallel(rows, hidden, guard.vocabulary))

    assert [(spot.label, spot.box) for spot in found] == [(Label.PERSON, (148, 20, 197, 30))]


def test_a_writer_in_a_list_of_letters_is_known_by_the_others(hidden_on_a_screen):
    writers = (
        "Всеволод Патейко",
        "Лидия Вахтина",
        "Карен Раджабов",
        "лада Дубровских",
        "Роза Пшонка",
        "ГБУЗ ЦРБ",
        "Ася Разинова",
    )
    seen = hidden_on_a_screen([line for writer in writers for line in ([(20, writer), (240, "15:45")], [(20, "Сверка полисов")])])  # fmt: skip

    assert {"лада", "Дубровских", "Роза", "Пшонка"} <= seen
    assert not seen & {"Сверка", "полисов", "ГБУЗ", "ЦРБ", "15:45"}


def test_what_a_program_is_numbered_by_is_no_telephone_among_telephones(hidden_on_a_screen):
    lines = [[(20, f"INFO Sms 8-985-374-36-9{n}")] for n in range(4)] + [
        [(20, "INFO Build 5.21.4.1187, node app-12")]
    ] * 2
    seen = hidden_on_a_screen(lines)

    assert "8-985-374-36-91" in seen
    assert "5.21.4.1187," not in seen
