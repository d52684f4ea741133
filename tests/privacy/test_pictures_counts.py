"""What tables count, price and number is nobody's: screens of reports, price lists, stock, recipes and calendars."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from priyom.privacy.pictures.headings import heading
from priyom.privacy.pictures.ink import ink_of
from priyom.privacy.pictures.layout import rows_of
from priyom.privacy.pictures.reading import read
from priyom.privacy.pictures.repairing import repaired

FONT = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 14)


def test_counts_under_a_word_of_policies_are_no_policies(hidden_on_a_screen):
    counts = ("2934", "950", "2961", "836", "913", "1083", "2152")
    lines = [[(20, "Отделение"), (300, "Коек"), (400, "План"), (500, "Факт ОМС")]]
    lines += [[(20, "Терапия"), (300, "70"), (400, "1105"), (500, count)] for count in counts]

    assert not hidden_on_a_screen(lines)


def test_a_policy_that_a_narrow_column_wraps_is_hidden_on_both_lines(hidden_on_a_screen):
    lines = [[(20, "№"), (60, "Пациент"), (300, "Полис ОМС")]]
    for number, (name, begun, rest) in enumerate([
        ("Копейко Пелагея Макаровна", "5079267876", "671736"), ("Дымша Игнат Саввич", "6661695238", "026441"),
        ("Лаптий Анна Юрьевна", "0261524748", "713677"),
    ]):  # fmt: skip
        lines += [[(20, str(number + 1)), (60, name), (300, begun)], [(300, rest)]]

    assert {"5079267876", "671736", "026441"} <= hidden_on_a_screen(lines)


@pytest.mark.parametrize("series", ["16-71364898", "РЗН 2022/8420"])
def test_papers_of_drugs_and_devices_are_no_passports(hidden_on_a_screen, series):
    lines = [[(20, "Серия и номер"), (200, "Дата"), (400, "Препарат")]]
    lines += [[(20, series), (200, "01.07.2025"), (400, "Бисопролол 5 мг")] for _line in range(4)]

    assert not hidden_on_a_screen(lines)


def test_the_days_of_a_calendar_beside_telephones_are_none(hidden_on_a_screen):
    phones = ("+7 930 121-44-21", "+7 992 149-37-68", "8 (905) 630-51-46")
    lines = [[(20, "27 28 29 30 31"), (300, "Телефон"), (500, phone)] for phone in phones]

    assert not hidden_on_a_screen(lines) & {"27", "28", "31"}


def test_the_code_of_a_service_is_no_number_of_a_policy(hidden_on_a_screen):
    assert repaired("B01.015.001") == "B01.015.001"
    lines = [[(20, "Пациент"), (200, "Полис / гарантия"), (400, "Услуга")]]
    lines += [[(20, "Копейко П. М."), (200, "0261524748713677"), (400, "B01.015.001 Приём")] for _line in range(3)]
    lines += [[(20, "Дымша И. С."), (200, "—"), (400, "B01.047.001 Приём")]]

    assert not hidden_on_a_screen(lines) & {"B01.015.001", "B01.047.001", "Приём"}


def test_a_sentence_below_a_table_of_people_keeps_its_date(hidden_on_a_screen):
    lines = [[(20, "Родственник"), (240, "Дата рождения"), (420, "Телефон"), (600, "Адрес")]]
    lines += [
        [(20, "Копейко Пелагея Макаровна"), (240, "09.03.1976"), (420, "8-919-189-37-69"), (600, "ул. Кирова, д. 4")],
        [(20, "Дымша Игнат Саввич"), (240, "21.02.2004"), (420, "8-960-272-65-99"), (600, "ул. Мира, д. 53, кв. 7")],
        [(20, "Лаптий Анна Юрьевна"), (240, "02.05.1936"), (420, "8-912-549-59-24"), (600, "ул. Мира, д. 12")],
        [(20, "Примечание: состоит на учёте с 2018 года. Прикреплён по заявлению от 19.08.2016.")],
    ]
    seen = hidden_on_a_screen(lines)

    assert {"09.03.1976", "21.02.2004", "02.05.1936"} <= seen
    assert "19.08.2016." not in seen


def test_how_old_somebody_is_and_what_calls_the_number_behind_a_name_stay(hidden_on_a_screen):
    seen = hidden_on_a_screen([
        [(20, "Пациент"), (300, "Дата рождения"), (500, "Палата")],
        [(20, "Копейко Пелагея Макаровна"), (300, "04.08.1968 (57)"), (500, "12")],
        [(20, "Дымша Игнат Саввич"), (300, "04.04.1985 (40)"), (500, "14")],
        [(20, "Плательщик: Лаптий Анна Юрьевна ИНН 508336855440")],
    ])  # fmt: skip

    assert {"04.08.1968", "Юрьевна", "508336855440"} <= seen
    assert not seen & {"(57)", "(40)", "ИНН"}


def test_a_surname_that_was_read_with_its_initial_is_hidden_whole(hidden_on_a_screen):
    lines = [[(20, "Дата"), (200, "Препарат"), (400, "Врач")]]
    people = ("Оганесян С. М.", "Седых З. М.", "РябоваТ. Т.", "Мкртчян В. Р.")
    lines += [[(20, "01.07.2025"), (200, "Омепразол"), (400, name)] for name in people]

    assert {"РябоваТ.", "Оганесян"} <= hidden_on_a_screen(lines)


def test_a_number_behind_a_surname_that_begins_as_another_word_is_somebodys(hidden_on_a_screen):
    names = ("Ягудина З.П.", "Мингазов А.Х.", "Портнов С.Д.", "Часовникова Е.И.")  # minutes, ports and hours
    lines = [[(20, "09:00"), (100, f"{name} 80271{place}")] for place, name in enumerate(names)]
    lines += [[(20, "СНИЛС 112-233-445 95")]]

    assert {"802710", "802711", "802712", "802713"} <= hidden_on_a_screen(lines)


@pytest.mark.parametrize("words", ["Полис ОМС (ЕНП)", "Полис ОМС (EHN)", "Инициалы", "Место рождения"])
def test_words_of_heads_that_were_unknown(words):
    assert heading(words) is not None


def test_dashed_and_dotted_rules_are_no_writing_and_letters_beside_them_are():
    picture = Image.new("RGB", (500, 120), "#fffaf2")
    pen = ImageDraw.Draw(picture)
    for x in range(0, 500, 6):
        pen.line((x, 20, x + 2, 20), fill="#d8c8b0")
        pen.line((x, 60, x + 1, 60), fill="black")
    for y in range(70, 120, 4):
        pen.line((300, y, 300, y + 1), fill="black")
    pen.text((20, 30), "ЕЕЕЕЕ ----- ШШШ", font=FONT, fill="black")
    bare = Image.new("RGB", (500, 120), "#fffaf2")
    ImageDraw.Draw(bare).text((20, 30), "ЕЕЕЕЕ ----- ШШШ", font=FONT, fill="black")

    assert (ink_of(picture).pixels[:62] == ink_of(bare).pixels[:62]).all()
    assert np.count_nonzero(ink_of(picture).pixels < 128) == np.count_nonzero(ink_of(bare).pixels < 128) + 26


def test_the_address_and_telephone_of_hospitals_in_a_list_of_them_stay_and_beside_a_patient_go(hidden_on_a_screen):
    head = [(20, "Организация"), (340, "Адрес"), (560, "Телефон")]
    places = [("ГБУЗ «Городская поликлиника № 9»", "пр-кт Победы, 2"), ("ГАУЗ «Детская больница»", "ул. Садовая, 14"), ("ООО «Клиника»", "ш. Северное, 8"), ("ГБУЗ «Родильный дом № 1»", "ул. Центральная, 77")]  # fmt: skip
    lines = [[(20, name), (340, address), (560, f"+7 (4212) 75-53-8{place}")] for place, (name, address) in enumerate(places)]  # fmt: skip

    assert not hidden_on_a_screen([head, *lines])
    calls = [[(20, "Организация"), (560, "Телефон")], *([line[0], line[2]] for line in lines)]
    assert "75-53-81" in hidden_on_a_screen(calls)
    with_people = [[*head, (760, "Пациент")], *([*line, (760, "Копейко Пелагея Макаровна")] for line in lines)]
    assert {"Садовая,", "75-53-81"} <= hidden_on_a_screen(with_people)


def test_lines_that_say_the_same_again_and_again_are_no_ends_of_names(hidden_on_a_screen):
    lines = []
    for place, name in enumerate(("Калина О.Б.", "Евграфова Л.Г.", "Стародубцев К.И.", "Медведицын Я.Н.")):
        lines += [
            [(20, name), (300, f"Дымша А.{name[-2]}.")],
            [(20, "Стол 5"), (100, "Режим общ."), (300, f"Стол {place + 9}")],
        ]

    assert not hidden_on_a_screen(lines) & {"Режим", "общ."}


def test_a_telephone_behind_an_address_leaves_the_words_between_them(hidden_on_a_screen):
    line = "Адрес: г. Бор, ул. Ключевская, 40, кв. 71. Телефон для связи с ней: 8 924 390-71-52, кв. 12"

    assert not hidden_on_a_screen([[(20, line)]]) & {"для", "связи", "ней:"}


def test_names_in_carets_initials_before_a_surname_and_cut_names_are_hidden_whole(hidden_on_a_screen):
    seen = hidden_on_a_screen([
        [(20, "PID 1] 588006^^^MIS 112-233-445 95^^^PEN"), (500, "Хван^Эльвира^Сен-Уновна |20000627|F")],
        [(20, "№"), (60, "Пациент"), (300, "Анализ"), (500, "Итог")],
        [(20, "1"), (60, "Рабинович Захар Вас..."), (300, "Лейкоциты"), (500, "норма")],
        [(20, "2"), (60, "Лаптий Анна Юрьевна"), (300, "Лейкоциты"), (500, "норма")],
        [(20, "3"), (60, "Дымша Игнат Саввич"), (300, "Глюкоза"), (500, "норма")],
    ])  # fmt: skip

    assert {"Хван^Эльвира^Сен-Уновна", "Вас..."} <= seen
    assert "112-233-445" in seen


def test_a_surname_over_a_first_and_a_fathers_name_and_the_series_of_a_certificate_are_hidden(hidden_on_a_screen):
    seen = hidden_on_a_screen([[(20, "Рябчикова"), (300, "11.08.2017, св.о рожд. VI-MIO № 714205")], [(20, "Вера Фёдоровна")]])  # fmt: skip

    assert {"Рябчикова", "Вера", "Фёдоровна", "VI-MIO", "714205"} <= seen


def test_a_list_of_people_beside_a_form_goes_on_below_the_labels_of_the_form(hidden_on_a_screen):
    people = ("Дмитрук", "Горох", "Платошкин", "Шин", "Шапка", "Третьяк", "Лисица")
    lines = [[(20, "Фамилия"), (140, "Инициалы"), (240, "Д/р"), (400, "Основные"), (520, "Документы"), (640, "Льготы"), (760, "Дисп. учёт"), (900, "Прививки")]]  # fmt: skip
    lines += [[(20, name), (140, "Г.П."), (240, "20.04.1985")] for name in people]
    lines[3] += [(400, "Дата рожд.:"), (520, "17.09.1958"), (640, "СНИЛС:"), (760, "149-801-710 78")]
    seen = hidden_on_a_screen(lines)

    assert {*people, "Г.П."} <= seen


def test_the_misread_half_of_a_double_name_goes_with_the_other_half(hidden_on_a_screen):
    assert "иИщенко-Крутых" in hidden_on_a_screen(
        [[(20, "28"), (60, "иИщенко-Крутых Роман Платонович"), (400, "новая")]]
    )


def test_a_photographed_paper_is_read_in_its_shadow_as_well():
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf", 34)
    sheet = Image.new("L", (1200, 700), 235)
    pen = ImageDraw.Draw(sheet)
    lines = ["Председатель: Хлебникова", "Члены комиссии: Фокина Дина", "Слушали: Гафаров А. Б. о больном"]
    for place, line in enumerate(lines):
        pen.text((60, 60 + 90 * place), line, font=font, fill=40)
    down, across = np.mgrid[0:1:700j, 0:1:1200j]
    shade = 0.35 + 0.65 * np.clip(down + across, 0, 1)
    grain = np.random.default_rng(3).normal(0, 5, (700, 1200))
    photo = Image.fromarray(np.clip(np.asarray(sheet) * shade + grain, 0, 255).astype(np.uint8)).convert("RGB")

    ink = ink_of(photo, 2.1)
    assert [cell.text for row in rows_of(read(ink.pixels, 1.0), ink.rules) for cell in row.cells] == lines


def test_specks_between_a_faint_line_and_a_dark_one_do_not_make_them_one():
    screen = Image.new("RGB", (400, 80), "#f0f0f0")
    pen = ImageDraw.Draw(screen)
    pen.text((20, 10), "Стрелкова К. Л.", font=FONT, fill="#a8a8a8")
    pen.text((20, 40), "Проверен полис", font=FONT, fill="#111")
    for x in range(21, 150, 5):
        pen.line((x, 24, x, 42), fill="#e1e1e1")  # what a camera and JPEG leave between the lines

    faint = ink_of(screen).pixels[10:24, 20:160]
    assert np.count_nonzero(faint < 100) > 100
