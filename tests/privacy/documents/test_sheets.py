"""Workbooks: what a cell is kept as is not what it shows."""

import io
import zipfile
from datetime import date

import xlsxwriter

from tests.privacy.documents.conftest import kinds, unzipped

HEADINGS = ("№", "ФИО", "Дата рождения", "ЕНП", "Телефон", "Отделение")


def book_of(fill):
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    fill(book)
    book.close()
    return made.getvalue()


def test_numbers_under_headings_are_birthdays_policies_and_telephones(masked):
    def fill(book):
        sheet = book.add_worksheet("Журнал")
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, HEADINGS)
        for row, name in enumerate(("Кот Б.А.", "лось", "Гогоберидзе Нана"), 1):
            sheet.write_row(row, 0, (row, name))
            sheet.write_datetime(row, 2, date(1980, 5, row), day)
            sheet.write_row(row, 3, (5087654321234000 + row, 89161234560 + row, "Терапия"))
        sheet.write(5, 1, "Итого")
        sheet.write_datetime("H9", date(2026, 1, 12), day)

    made, report = masked(book_of(fill), "a.xlsx")
    said = "".join(unzipped(made).values())
    for value in ("Кот", "лось", "Гогоберидзе", "29343", "29344", "508765432123400", "8916123456"):
        assert value not in said, value
    assert "Терапия" in said
    assert "Итого" in said
    assert "Дата рождения" in said
    assert "<v>46034</v>" in said
    assert kinds(report) >= {"PERSON", "DOB", "OMS", "PHONE"}


def test_formulas_names_headers_comments_and_hidden_sheets_hold_nobody(masked):
    def fill(book):
        sheet = book.add_worksheet("Сводка")
        sheet.write("A1", "Пациент Гогоберидзе Нана Отаровна")
        sheet.write_formula("B1", '="пациент "&A1', None, "пациент Гогоберидзе Нана Отаровна")
        sheet.write_formula("B2", '=IF(A1="Гогоберидзе",1,0)', None, 1)
        sheet.write_formula("B3", "=1+2", None, 3)
        sheet.set_header("&LГогоберидзе Н.О.&RСводка")
        sheet.write_comment("A2", "Звонить Гогоберидзе", {"author": "Лагутенкова А.П."})
        sheet.data_validation("C1", {"validate": "list", "source": ["Гогоберидзе", "нет"]})
        hidden = book.add_worksheet("Гогоберидзе Н.О.")
        hidden.hide()
        hidden.write_column(0, 0, ("Фамилия", "Отделение"))
        hidden.write_column(0, 1, ("Лагутенков", "Кардиология"))
        book.define_name("Лист", "='Гогоберидзе Н.О.'!$A$1")

    made, _report = masked(book_of(fill), "a.xlsx")
    parts = unzipped(made)
    said = "".join(parts.values())
    assert "Гогоберидзе" not in said
    assert "Лагутенков" not in said
    assert "Кардиология" in said
    assert "<f>1+2</f>" in said
    assert "Сводка" in parts["xl/workbook.xml"]
    assert "Пациент 1" in parts["xl/workbook.xml"]
    assert "definedName" not in parts["xl/workbook.xml"]


def test_a_text_that_cells_share_is_hidden_for_all_of_them(masked):
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("ФИО", "СНИЛС"))
        sheet.write_row(1, 0, ("лось", "112-233-445 95"))
        sheet.write("F9", "лось")

    assert "лось" not in "".join(unzipped(masked(book_of(fill), "a.xlsx")[0]).values())


def test_a_workbook_without_anybody_stays_as_it_was(masked):
    def fill(book):
        sheet = book.add_worksheet("Ошибки")
        sheet.write_row(0, 0, ("Код", "Сборка", "Дата", "Справочник"))
        sheet.write_row(1, 0, ("VALIDATION_ERROR", "5.0.13000", "12.01.2026", "1.2.643.5.1.13.13.11.1005"))

    made, report = masked(book_of(fill), "a.xlsx")
    assert report.status == "clean"
    assert "VALIDATION_ERROR" in unzipped(made)["xl/sharedStrings.xml"]


def test_a_row_keeps_its_headings_when_one_of_its_cells_names_a_patient_by_itself(masked):
    def fill(book):
        sheet = book.add_worksheet("Журнал")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, (1, "Кот Б.А.", "18.12.1985", 284019878213500, 89161234560, "Терапия"))
        sheet.write(1, 9, "пациент Жаров Виталий")

    made, _report = masked(book_of(fill), "a.xlsx")
    said = "".join(unzipped(made).values())
    for value in ("Кот", "18.12.1985", "284019878213500", "Жаров"):
        assert value not in said, value
    assert "Терапия" in said


def test_values_behind_a_label_are_all_its_own_where_the_table_lies_on_its_side(masked):
    def fill(book):
        sheet = book.add_worksheet("Карты")
        rows = [("Показатель", "1", "2", "3"), ("ФИО", "Кот Б.А.", "Лось Н.", "Весна И.П."), ("Родился", "01.02.1980", "03.06.2020", "04.05.1999")]  # fmt: skip
        rows += [("СНИЛС", "112-233-445 95", "376-890-591 51", "11223344595"), ("Дата рождения", "05.05.1991", "Дата поступления", "06.06.2026")]  # fmt: skip
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    said = "".join(unzipped(masked(book_of(fill), "a.xlsx")[0]).values())
    for value in ("Кот", "Лось", "Весна", "1980", "2020", "1999", "376-890", "1991"):
        assert value not in said, value
    assert "06.06.2026" in said


def sheet_of(rows):
    def fill(book):
        sheet = book.add_worksheet("Лист")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return book_of(fill)


def test_letters_in_boxes_are_one_value(masked):
    rows = [("Фамилия", *"ЧИЖ"), ("СНИЛС", *(int(one) for one in "11223344595")), ("Код", *"ТФ")]
    made, report = masked(sheet_of(rows), "листок.xlsx")
    said = "".join(unzipped(made).values())
    assert kinds(report) == {"PERSON", "SNILS"}
    assert not [one for one in "ЧИЖ" if f">{one}<" in said]
    assert "<v>3</v></c>" not in said.split("Код")[0].split("СНИЛС")[-1]


def test_a_label_in_brackets_speaks_of_the_line_above_it(masked):
    rows = [("д. Ольховка, д. 4",), ("(место жительства)",), ("Печать смещена на 4 мм вправо и на 2 мм вниз.",)]
    made, report = masked(sheet_of(rows), "карта.xlsx")
    said = "".join(unzipped(made).values())
    assert kinds(report) == {"ADDRESS"}
    assert "Ольховка" not in said
    assert "Печать смещена на 4 мм" in said


def test_a_sentence_under_a_heading_is_read_by_its_own_words(masked):
    rows = [("Ребёнок", "Дата рождения"), ("Лось Анна", "04.05.2019"), ("Симптом Ортнера в шаблоне осмотра выбирается дважды.",)]  # fmt: skip
    made, _report = masked(sheet_of(rows), "прививки.xlsx")
    said = "".join(unzipped(made).values())
    assert "Симптом Ортнера в шаблоне" in said
    assert "Лось" not in said


def test_a_birth_that_is_kept_as_a_bare_number_is_one_under_its_heading(masked):
    rows = [("LAST_NAME", "BIRTHDAY", "NOTE"), ("ЛОСЬ", 29344, 29345), ("КОТ", 11129, 11130), ("ЧИЖ", 1961, 1962)]
    said = unzipped(masked(sheet_of(rows), "query.xlsx")[0])["xl/worksheets/sheet1.xml"]
    for number in (29344, 11129, 1961):
        assert f"<v>{number}</v>" not in said
    for number in (29345, 11130, 1962):
        assert f"<v>{number}</v>" in said


def test_short_headings_of_names_are_headings(masked):
    rows = [("Фам.", "Имя", "Отч."), ("Лось", "Анна", "Ильинична"), ("Кот", "Яна", "Львовна")]
    said = "".join(unzipped(masked(sheet_of(rows), "список.xlsx")[0]).values())
    assert not [one for row in rows[1:] for one in row if one in said]


def test_a_remark_on_a_name_and_a_macro_of_a_shape_name_nobody(masked):
    def fill(book):
        book.add_worksheet("Свод").repeat_rows(0)
        book.add_worksheet("Памятка")
        book.add_worksheet("Иск. Гогоберидзе").insert_textbox("B2", "текст")

    given = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book_of(fill))) as old, zipfile.ZipFile(given, "w") as new:
        for name in old.namelist():
            part = old.read(name).replace(b'name="_xlnm.Print_Titles"', 'name="_xlnm.Print_Titles" comment="для Дюжевой И.Л."'.encode())  # fmt: skip
            new.writestr(name, part.replace(b'macro=""', 'macro="Показать_Дюжеву"'.encode()))
    parts = unzipped(masked(given.getvalue(), "a.xlsx")[0])
    said = "".join(parts.values())
    assert not [word for word in ("Гогоберидзе", "Дюжев") if word in said]
    assert "Свод" in said
    assert "Памятка" in said


def test_a_column_of_people_needs_no_heading(masked):
    def fill(book):
        sheet = book.add_worksheet("Смены")
        for row, cells in enumerate(
            (("1.12", "Назаров"), ("2.12", "Филатова"), ("3.12", "Гоголадзе"), ("4.12", "Бойко"))
        ):
            sheet.write_row(row, 0, (*cells, "каб. 4"))
        sheet.write_column("E8", ("Склад", "Филатова", "Рентген", "Терапия"))

    said = "".join(unzipped(masked(book_of(fill), "a.xlsx")[0]).values())
    assert not [name for name in ("Назаров", "Гоголадзе", "Бойко") if name in said]
    assert not [word for word in ("каб. 4", "Рентген", "Склад", "Терапия") if word not in said]


def test_whom_a_formula_counts_is_nobody_s_business(masked):
    def fill(book):
        sheet = book.add_worksheet("Свод")
        sheet.write_row(0, 0, ("Код", "Число"))
        sheet.write_formula("B2", '=COUNTIF(B4:B30,"Уварова")', None, 3)
        sheet.write_formula("B3", '=COUNTIF(B4:B30,"Терапия")', None, 4)

    said = "".join(unzipped(masked(book_of(fill), "a.xlsx")[0]).values())
    assert "Уварова" not in said
    assert "<v>3</v>" in said
    assert "Терапия" in said
