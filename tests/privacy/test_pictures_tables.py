"""Tables and forms as readers hand them over: heads of two lines, wrapped values, captions, signs of sorting."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from priyom.privacy.detectors import Label
from priyom.privacy.files import TextGuard
from priyom.privacy.masking import People
from priyom.privacy.pictures.finding import find
from priyom.privacy.pictures.headings import heading
from priyom.privacy.pictures.ink import ink_of
from priyom.privacy.pictures.layout import rows_of
from priyom.privacy.pictures.reading import Read
from priyom.privacy.pictures.straight import Straight
from priyom.privacy.rules import Rules

WIDE, HIGH = 7, 10


def read(lines, *, step=18):
    """The words of lines of cells, each cell (x, text), as the reader would give them."""
    words = []
    for number, line in enumerate(lines):
        for x, text in line:
            at = x
            for word in text.split():
                words.append(Read(word, at, 20 + step * number, WIDE * len(word), HIGH, 95.0))
                at += WIDE * (len(word) + 1)
    return words


@pytest.fixture
def hidden(guard):
    """Say which words are hidden on a screen of such lines."""

    def of(lines, **how):
        words = read(lines, **how)
        rows = rows_of(words, np.zeros((900, 1400), bool))
        spots = find(rows, TextGuard(guard, People(b"k" * 32)))
        cells = [(word.x, word.y, word.right, word.bottom) for word in words]
        return {
            word.text
            for word, (x, y, right, bottom) in zip(words, cells, strict=True)
            if any(s.box[0] <= (x + right) / 2 <= s.box[2] and s.box[1] <= (y + bottom) / 2 <= s.box[3] for s in spots)
        }

    return of


def test_a_head_of_two_lines_names_its_columns(hidden):
    seen = hidden([
        [(20, "№"), (90, "Ф. И. О."), (420, "Место"), (700, "Леч.")],
        [(20, "и/б"), (90, "больного"), (330, "Д. р."), (420, "жительства"), (700, "врач"), (900, "Диагн.")],
        [(20, "2675-26"), (90, "Зима Ольга"), (330, "05.06.1950"), (420, "г.Вятка, ул.Новая, 6"), (700, "Дуб"), (900, "J18.9")],
        [(20, "500554"), (90, "Рыба Глеб"), (330, "14.09.1987"), (420, "Республика Коми, с. Юг"), (700, "Кот"), (900, "K50.1")],
        [(20, "564252"), (90, "Лось Эмма"), (330, "10.01.2009"), (420, "мкр. Новый, д. 30"), (700, "Петров"), (900, "S52.5")],
    ])  # fmt: skip

    assert {"2675-26", "500554", "Зима", "Глеб", "05.06.1950", "Республика", "Дуб", "Кот"} <= seen
    assert not seen & {"больного", "жительства", "врач", "Диагн.", "J18.9", "S52.5", "и/б"}


def test_a_column_under_a_sure_heading_is_hidden_whole_whatever_the_reader_made_of_it(hidden):
    rows = [("Ершов П. Н.", "А-1"), ("3a6enuH", "А-2"), ("Ветер", "А-3"), ("Сизых О. Я.", "А-4"), ("Вcкресенки", "А-5")]
    lines = [[(20, "Врач"), (200, "Кабинет"), (400, "Дата рождения")]]
    seen = hidden(lines + [[(20, name), (200, room), (400, "01.02.1970")] for name, room in rows])

    assert {"Ершов", "3a6enuH", "Ветер", "Вcкресенки"} <= seen
    assert not seen & {"А-1", "А-5", "Кабинет"}


def test_what_stands_over_its_caption_is_hidden(hidden):
    seen = hidden([
        [(60, "14 ноября 1969 г.")],
        [(60, "(дата рождения)")],
        [(60, "Сок Заря Рудольфовна")],
        [(60, "(фамилия, имя, отчество полностью)")],
    ])  # fmt: skip

    assert {"14", "ноября", "1969", "Сок"} <= seen
    assert "(дата" not in seen


def test_a_surname_of_a_column_is_hidden_in_the_title_and_a_number_behind_a_birth_too(hidden):
    seen = hidden([
        [(20, "Карта: Абдрашидова")],
        [],
        [],
        [(20, "Фамилия"), (200, "Имя"), (400, "Рождение")],
        [(20, "Абдрашидова"), (200, "Нина"), (400, "12.05.1980 · 76014/26")],
        [(20, "Бекетова"), (200, "Роза"), (400, "02.11.1975 · 58112/24")],
    ])  # fmt: skip

    assert {"Абдрашидова", "76014/26", "58112/24"} <= seen
    assert "Карта:" not in seen


@pytest.mark.parametrize(
    ("said", "kind"),
    [("телу", "PHONE"), ("Фамилия И.О. ▾", "PERSON"), ("ИБ", "MRN"), ("Полис (серия, №)", "OMS"), ("врач Дуб Е. Н.", None)],
)  # fmt: skip
def test_headings_are_known_with_the_sign_of_sorting_and_are_nobodys_names(said, kind):
    found = heading(said)

    assert (found and found.value) == kind


def test_a_label_and_its_value_in_small_letters_are_no_heading(hidden):
    assert "смирнова" in hidden([[(20, "врач смирнова")]])
    assert not hidden([[(20, "врач узи"), (200, "фио пациента"), (400, "место жительства")]])


def test_letters_that_stand_under_letters_are_no_rule_of_a_table_even_in_a_bad_jpeg():
    picture = Image.new("RGB", (300, 200), "#0000a8")
    pen = ImageDraw.Draw(picture)
    noise = np.random.default_rng(1).integers(-14, 15, (200, 300, 1))
    for line in range(13):
        for x in (40, 49, 58):
            pen.line([(x, 6 + 14 * line), (x, 15 + 14 * line)], fill="white", width=2)
    pen.line([(120, 0), (120, 199)], fill="#a0a0ff", width=1)
    noisy = np.asarray(picture, dtype=int)
    noisy[:, 30:140] = np.clip(noisy[:, 30:140] + noise[:, 30:140], 0, 255)

    ink = ink_of(Image.fromarray(noisy.astype(np.uint8)))

    assert not ink.rules[:, 36:64].any()
    assert ink.rules[:, 118:123].any(axis=1).mean() > 0.9


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_masks_go_back_onto_a_page_that_lay_on_its_side(quarters):
    given = Image.new("L", (300, 200))
    given.paste(255, (20, 30, 90, 45))
    turned = given.rotate(90 * quarters, expand=True)
    straight = Straight(turned, given=given.size, quarters=quarters)

    back = list(straight.back(turned.getbbox()))

    assert back == [(20, 30, 90, 45)]


def test_a_head_over_values_is_one_however_many_of_its_headings_were_misread(hidden):
    seen = hidden([
        [(20, "N"), (90, "ul6"), (160, "Пациент"), (340, "Телеф."), (480, "Ap."), (560, "Врач"), (700, "Диагн.")],
        [(20, "21"), (90, "12-98"), (160, "Дуб Филипп"), (340, "89767895740"), (480, "да"), (560, "Кот А.Н."), (700, "C20")],
        [(20, "86"), (90, "97-37"), (160, "Левый Герман"), (340, "89653757566"), (480, "да"), (560, "Рыба С."), (700, "M54")],
        [(20, "81"), (90, "48-22"), (160, "Зима Оксана"), (340, "89383969389"), (480, "да"), (560, "Лось В."), (700, "K50")],
    ])  # fmt: skip

    assert {"Дуб", "Левый", "Зима", "89653757566", "Кот", "Рыба", "Лось"} <= seen
    assert not seen & {"Диагн.", "Пациент", "C20", "21", "да"}


def test_a_head_with_colons_is_one_where_values_stand_under_it(hidden):
    seen = hidden([
        [(20, "ФИО:"), (300, "Дата рождения:"), (520, "Статус")],
        [(20, "Зима Ольга"), (300, "05.06.1950"), (520, "Принята")],
        [(20, "Рыба Глеб"), (300, "14.09.1987"), (520, "В очереди")],
        [(20, "Лось Эмма"), (300, "10.01.2009"), (520, "Ошибка")],
    ])  # fmt: skip

    assert {"Зима", "Рыба", "Лось", "05.06.1950", "14.09.1987", "10.01.2009"} <= seen
    assert not seen & {"Принята", "очереди", "Ошибка", "Статус"}


def test_numbers_of_rows_and_words_below_a_table_of_names_stay(hidden):
    names = ["Ершов", "Дуб", "Сизых", "Левый", "Котова", "Зима"]
    lines = [[(20, "№ Фамилия"), (200, "Имя"), (320, "Дата рождения")]]
    lines += [[(20, str(number)), (48, name), (200, "Анна"), (320, "01.02.1970")] for number, name in enumerate(names)]
    seen = hidden([*lines, [(20, "Лист1"), (90, "Лист2"), (160, "Готово")]])

    assert set(names) <= seen
    assert not seen & {"0", "1", "3", "5", "№", "Лист1", "Лист2", "Готово"}


def test_a_value_beside_a_label_is_hidden_without_the_words_around_it(hidden):
    seen = hidden([
        [(20, "Пациент"), (200, "Найдено по Ершову")],
        [(20, "Телефон"), (200, "89031234567 доставлено")],
    ])  # fmt: skip

    assert {"Ершову", "89031234567"} <= seen
    assert not seen & {"Найдено", "по", "доставлено"}


def test_a_time_in_a_log_is_no_telephone_and_a_program_s_word_no_name(hidden):
    lines = [[(20, "ll 09 2025 10 20 ERROR Patient Ершова Анна Ивановна not found")]] * 5
    lines += [[(20, "ll 03 2025 13 10 INFO sent to 8 (903) 123-45-67")]] * 4
    lines += [[(20, "+2026-11-03 09 :21:39 WARN slow query"), (700, "2026-11-03")]] * 3
    seen = hidden(lines)

    assert {"Ершова", "Анна", "Ивановна", "123-45-67"} <= seen
    assert not seen & {"09", "2025", "10", "20", "ERROR", "Patient", "13", "+2026-11-03", "2026-11-03"}


def test_a_day_that_was_once_torn_into_a_number_stays_on_the_other_lines_of_a_log(hidden):
    seen = hidden([
        [(10, "2026-11-03 0951:09,221 [sms] INFO sent to"), (380, "8 916 263-44-68")],
        *([(10, f"2026-11-03 09:{minute}:23,407 [timer] INFO done in 412 ms")] for minute in (11, 24, 38)),
    ])  # fmt: skip

    assert "263-44-68" in seen
    assert "2026-11-03" not in seen


def test_words_between_the_values_behind_a_name_stay(hidden):
    seen = hidden(
        [
            [(20, "Валеева Полина Геннадьевна"), (223, "26.11.1948 г. р., полис 1655 0519 5417 7928, участок 5")],
            [(20, "Бирюкова Ульяна Степановна"), (225, "07.10.1945 г. р., полис 5025263774082873, участок 6")],
        ]
    )

    assert {"26.11.1948", "1655", "7928,", "5025263774082873,"} <= seen
    assert not seen & {"полис", "участок", "5", "6"}


def test_a_sentence_beside_a_list_is_read_across_its_lines(hidden):
    seen = hidden([
        [(20, "Входящие"), (300, "Не уходит в реестр документ, проверьте, пожалуйста, СНИЛС 288")],
        [(20, "Черновики"), (300, "111 162 69. Система пишет, что подписант не найден в реестре")],
        [(20, "Корзина"), (300, "и больше ничего не говорит.")],
    ])  # fmt: skip

    assert {"288", "111", "162"} <= seen
    assert not seen & {"Черновики", "Система", "подписант"}


def test_dates_and_numbers_stand_as_others_do_whatever_became_of_the_names_before_them(hidden):
    rows = [
        ("Ершов Павел", "08.10.1946 - 386232"),
        ("Котова Анна", "15.02.1949 - 971478"),
        ("Сизых Олег", "15.08.2003 - 161706"),
    ]
    lines = [[(20, name), (300, rest)] for name, rest in rows]
    seen = hidden([*lines, [(20, "nn"), (300, "07/10/1991 - 5336-43")], [(300, "04.12.1999 - 4261-38")]])

    assert {"08.10.1946", "386232", "07/10/1991", "5336-43", "04.12.1999", "4261-38"} <= seen


def test_a_cell_that_was_not_read_moves_no_value_under_another_heading(hidden):
    lines = [[(20, "N"), (60, "Услуга"), (340, "Исполнитель"), (520, "Кол."), (600, "Цена")]]
    lines += [[(20, "1"), (60, "Проба Манту"), (340, "Дуб А. М."), (520, "1"), (600, "300,00")]] * 4
    seen = hidden(
        [*lines, [(60, "Проба Зимницкого"), (340, "Левый Е. И."), (520, "1"), (600, "450,00"), (700, "450,00")]]
    )

    assert {"Дуб", "Левый"} <= seen
    assert not seen & {"Проба", "Зимницкого", "Манту", "300,00"}


def test_a_birth_with_its_month_in_words_is_hidden_where_its_cell_wraps_it(hidden):
    lines = [[(20, "Пациент"), (240, "Д.р."), (420, "Панель")]]
    lines += [[(20, "Ершова Анна"), (240, "01.02.1970"), (420, "Биохимия")]] * 3
    seen = hidden([*lines, [(20, "Дуб Роман"), (240, "21 сентября"), (420, "Моча")], [(240, "1969")]])

    assert {"21", "сентября", "1969"} <= seen
    assert not seen & {"Биохимия", "Моча"}


def test_labels_whose_values_are_covered_already_are_no_head_of_the_table_below(hidden):
    lines = [[(20, "Направил:"), (200, "Отделение:"), (360, "Взятие: 18.03.2025")]]
    lines += [[(20, "Исследование"), (200, "Результат"), (360, "Норма")]]
    seen = hidden([*lines, *[[(20, name), (200, "235,4"), (360, "27-181")] for name in ("АЛТ", "Натрий", "Креатинин")]])

    assert not seen & {"АЛТ", "Натрий", "Креатинин"}


def test_a_border_between_a_label_and_its_value_hides_nothing_from_the_guard(hidden):
    seen = hidden([[(20, "Адрес регистрации")], [(20, "-")], [(20, "aed Apocn область. с. Ключи, д. 38")]], step=9)

    assert {"aed", "область.", "Ключи,", "38"} <= seen


def test_other_numbers_behind_other_words_stay_in_a_log(hidden):
    lines = [[(20, f"Полис 77{number}9385622806650 не действует")] for number in range(4)]
    seen = hidden([*lines, [(20, "Пакет 3885 отправлен, 200")]])

    assert "7709385622806650" in seen
    assert not seen & {"3885", "Пакет"}


def test_a_number_s_name_in_latin_letters_is_not_read_as_its_digits(hidden):
    assert "snils=91808878766" in hidden([[(20, "emd.send snils=91808878766 FAILED")]])


def test_a_table_that_a_terminal_draws_with_bars_has_columns(hidden):
    names = ["Шурко", "Пундик", "Мишура", "Середа", "Демидов"]
    lines = [[(20, "id | last_name | birth_date | active")]]
    seen = hidden(lines + [[(20, f"{number}958 | {name:9} | 1962-10-21 | t")] for number, name in enumerate(names)])

    assert set(names) <= seen
    assert not seen & {"last_name", "active", "0958", "t"}


def test_a_number_behind_a_name_goes_with_it_unless_it_is_a_room_s(hidden):
    rows = [
        ("Зима О. П. 58112", "Дуб А. М. 214"),
        ("Рыба Г. Н. 67105/25", "Кот П. С. 301"),
        ("Лось Э. В. 76001", "Сом К. Л. 118"),
    ]
    lines = [[(20, "№"), (60, "Пациент"), (340, "Врач"), (560, "Статус")]]
    seen = hidden(lines + [[(20, "7"), (60, patient), (340, doctor), (560, "Принят")] for patient, doctor in rows])

    assert {"Зима", "Дуб", "58112", "67105/25", "76001"} <= seen
    assert not seen & {"214", "301", "118", "Принят"}


def test_a_head_with_colons_over_words_like_any_other_names_its_columns(hidden):
    rows = [("Зима", "05.06.1950"), ("Рыба", "14.09.1987"), ("Лось", "10.01.2009"), ("Левый", "11.12.1999")]
    lines = [[(20, "Фамилия:"), (300, "Дата рождения:"), (520, "Статус:")]]
    seen = hidden([*lines, *([(20, name), (300, born), (520, "Принята")] for name, born in rows)])

    assert {"Зима", "Рыба", "Лось", "Левый", "05.06.1950", "10.01.2009"} <= seen
    assert not seen & {"Принята", "Статус:"}


def test_a_sentence_below_the_last_row_of_a_table_stays(hidden):
    people = [
        ("Зима О. П.", "05.06.1950"),
        ("Рыба Г. Н.", "14.09.1987"),
        ("Лось Э. В.", "10.01.2009"),
        ("Левый А. Б.", "11.12.1999"),
    ]
    lines = [[(20, "Пациент"), (140, "Дата рождения"), (300, "Статус")]]
    lines += [[(20, name), (140, born), (300, "Принята")] for name, born in people]
    seen = hidden([*lines, [(20, "VALIDATION_ERROR: Указанное значение [4.31] не найдено")]])

    assert {"Зима", "Левый", "11.12.1999"} <= seen
    assert not seen & {"VALIDATION_ERROR:", "Указанное", "значение", "[4.31]", "не", "найдено"}


def test_a_birth_below_a_name_is_found_past_a_line_of_its_neighbour(hidden):
    lines = [[(20, "Уход за"), (140, "Рачкова Аглая Анатольевна,")], [(600, "Открыт")], [(140, "26.08.1950")]]

    assert {"Рачкова", "26.08.1950"} <= hidden(lines, step=12)


def test_results_under_a_card_are_no_column_of_its_headings(hidden):
    tests = ("АЛТ", "АСТ", "Калий", "Натрий", "АЛТ", "Гемоглобин")
    seen = hidden([
        [(14, "Пациент"), (490, "Д.р."), (900, "Карта")],
        [(14, "Григоренко Кузьма Камилевич"), (490, "15.08.1978"), (900, "A-36437")],
        [(14, "Биохимический анализ крови")],
        [(8, "Показатель"), (400, "Результат"), (600, "Ед. изм."), (900, "Норма"), (1100, "Флаг")],
        *([(8, test), (400, f"{n}5,{n}"), (600, "ммоль/л"), (900, "120-160")] for n, test in enumerate(tests, 1)),
    ])  # fmt: skip

    assert {"Григоренко", "Камилевич", "15.08.1978"} <= seen
    assert not seen & {*tests, "15,1", "65,6", "ммоль/л", "120-160", "Показатель"}


def test_a_window_over_a_column_of_names_is_read_as_what_it_says(hidden):
    names = ("Веремей Р.А.", "Винчевская С.О.", "Коровкина У.Е.", "Шлемен М.Р.", "Плещенко О.А.", "Гурецкий К.М.")
    rows = [[(8, "01.05.2026 13:40"), (280, "Протокол"), (770, name), (1060, "Подписан")] for name in names]
    said = [[(439, "Код ошибки: NOT_FOUND_PATIENT. Обратитесь к администратору.")]]
    seen = hidden([[(8, "Дата"), (280, "Вид документа"), (1060, "Врач")], *rows[:4], *said, *rows[4:]])

    assert {"Веремей", "Гурецкий", "Плещенко"} <= seen
    assert not seen & {"Код", "ошибки:", "NOT_FOUND_PATIENT.", "Обратитесь", "администратору."}


def test_a_kind_that_is_not_hidden_stays_in_columns_and_fields_too(guard):
    rows = [[(20, "ФИО"), (300, "Телефон"), (600, "Дата рождения")]]
    rows += [
        [(20, name), (300, "8 912 334-55-66"), (600, "15.08.1978")] for name in ("Зима Ольга", "Лось Эмма", "Кот Яна")
    ]
    words = read([*rows, [(20, "Пациент"), (300, "Дуб Анна")], [(20, "Телефон"), (300, "8 912 334-55-77")]])
    kept = Rules(kinds=frozenset(Label) - {Label.PHONE})
    asked = TextGuard(guard, People(b"k" * 32), kept)

    labels = {spot.label for spot in find(rows_of(words, np.zeros((900, 1400), bool)), asked)}

    assert labels == {Label.PERSON, Label.DOB}


def test_the_support_s_own_telephone_stays_in_a_field(guard):
    words = read(
        [
            [(20, "Пациент"), (300, "Дуб Анна")],
            [(20, "Телефон"), (300, "8 912 334-55-77")],
            [(20, "Телефон"), (300, "8 (343) 334-55-66")],
        ]
    )
    rules = Rules(telephones=frozenset({"3433345566"}))

    spots = find(rows_of(words, np.zeros((900, 1400), bool)), TextGuard(guard, People(b"k" * 32), rules))

    tops = {round(spot.box[1]) for spot in spots if spot.label == Label.PHONE}
    assert tops == {38}


def test_drugs_with_their_doses_between_columns_of_names_stay(hidden):
    drugs = ("Нурофен 200 мг", "Кеторол 30 мг/мл", "Мексидол 125 мг", "Бисопролол 5 мг")
    people = ("Лепендин Л. Я.", "Капцов С. В.", "Семейко И. А.", "Климанова К. С.")
    lines = [[(20, "Кому"), (250, "MHH"), (450, "Выписал врач")]]
    lines += [[(20, name), (250, drug), (450, name)] for name, drug in zip(people, drugs, strict=True)]
    seen = hidden(lines)

    assert {"Лепендин", "Капцов", "Семейко", "Климанова"} <= seen
    assert not seen & {"Нурофен", "Кеторол", "Мексидол", "Бисопролол", "мг"}


def test_roles_in_a_list_head_nothing(hidden):
    roles = ("Регистратор", "Администратор МО", "Регистратор", "Статистик", "Регистратор", "Администратор МО")
    lines = [[(20, "Роль"), (200, "Раздел"), (400, "Чтение"), (520, "Изменено")]]
    seen = hidden(lines + [[(20, role), (200, "Справочники"), (400, "да"), (520, "17.07.2026")] for role in roles])

    assert not seen


def test_the_number_of_a_record_in_a_register_is_nobody_s(hidden):
    rows = [("5167", "Маджуга"), ("5721", "Призван"), ("6507", "Садретдинов"), ("7931", "Лыткина")]
    lines = [[(20, "N_ZAP"), (120, "FAM"), (300, "DR"), (480, "NPOLIS")]]
    seen = hidden(lines + [[(20, number), (120, name), (300, "18.05.1955"), (480, "5080671285033114")] for number, name in rows])  # fmt: skip

    assert {"Маджуга", "Садретдинов", "18.05.1955", "5080671285033114"} <= seen
    assert not seen & {number for number, _name in rows}


def test_a_dialog_over_the_middle_of_a_table_does_not_end_it(hidden):
    around = [("956765", "Бауэр"), ("627444", "Моклый"), ("739420", "Зносенко"), ("731939", "Шкарубо")]
    lines = [[(20, "Карта"), (150, "Фамилия"), (700, "Участок"), (850, "Статус")]]
    for number, (card, name) in enumerate(around):
        lines.append([(20, card), (150, name), (700, "31"), (850, "временно")])
        if number == 1:
            lines += [[(300, "Фамилия"), (420, "Анухин"), (560, "Анухин")]]
    seen = hidden(lines)

    assert {card for card, _name in around} <= seen
    assert not seen & {"31", "временно"}


def test_who_writes_and_when_stands_on_a_line_of_its_own(hidden):
    seen = hidden(
        [[(20, "Агата Зарубо 10:15")], [(20, "Добрый день! Не открывается журнал.")], [(20, "Зал Мира 12:00")]]
    )

    assert {"Агата", "Зарубо"} <= seen
    assert not seen & {"Добрый", "Зал", "Мира", "10:15"}


def test_the_number_of_a_patient_in_a_segment_is_read_whatever_became_of_its_strokes(hidden):
    seen = hidden([[(20, "DEBUG [lis] РТО|1| 201695 | | | ДЫННИКОВА ДИНАРА")], [(20, "DEBUG [lis] OBX|1|NM|GLU 5,4")]])

    assert "201695" in seen
    assert "5,4" not in seen


def test_a_mailbox_whose_point_was_read_as_a_letter_is_one(hidden):
    seen = hidden([[(20, "От: Дынникова Ануш <oteva.v@maiLru>")], [(20, "15:15 89268443334 16:40")]])

    assert {"<oteva.v@maiLru>", "89268443334"} <= seen
    assert not seen & {"От:", "15:15", "16:40"}


def test_labels_of_a_form_beside_a_table_do_not_end_it(hidden):
    seen = hidden([
        [(20, "Фамилия"), (120, "Каширина"), (300, "Ф.И.О."), (560, "Д/р"), (680, "ЕНП"), (860, "СМО"), (990, "Статус")],
        [(300, "Заводчикова Ануш"), (560, "12.04.1942"), (680, "7741 8400"), (860, "Капитал"), (990, "закрыт")],
        [(20, "Дата рождения"), (300, "Букрей Мария"), (560, "18.01.2008"), (680, "5090 1466"), (860, "МАКС-М"), (990, "закрыт")],
        [(300, "Акашев Игнат"), (560, "28.10.1944"), (680, "6979 2196"), (860, "МАКС-М"), (990, "закрыт")],
    ])  # fmt: skip

    assert {"7741", "8400", "5090", "1466", "6979", "2196", "Букрей", "28.10.1944"} <= seen
    assert not seen & {"Капитал", "МАКС-М", "закрыт", "Статус"}
