"""DOCX and its relatives: words split over runs, and every corner a name may hide in."""

import base64

import pytest

from tests.privacy.documents.conftest import W, kinds, unzipped


def p(*runs):
    return "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in runs) + "</w:p>"


def test_a_name_split_over_runs_is_hidden_and_the_rest_of_the_paragraph_stays(masked, docx):
    made, report = masked(docx(p("Пациентка Ива", "нова Мар", "ия Петровна не видна в журнале")), "a.docx")
    body = unzipped(made)["word/document.xml"]
    assert "Ива" not in body
    assert "нова" not in body
    assert "Мар" not in body
    assert "Пациентка [№ 1]" in body
    assert " не видна в журнале" in body
    assert report.status == "masked"
    assert kinds(report) == {"PERSON"}


def test_a_surname_certain_in_a_table_is_hidden_in_the_footer_and_in_another_case(masked, docx):
    table = "<w:tbl>" + "".join(f"<w:tr>{''.join(f'<w:tc>{p(cell)}</w:tc>' for cell in row)}</w:tr>" for row in (
        ("ФИО", "Дата рождения", "Отделение"), ("Зима Анна Олеговна", "01.02.1980", "Терапия"), ("лагутенков пётр", "03.04.1971", "Хирургия"),
    )) + "</w:tbl>"  # fmt: skip
    footer = f'<w:ftr xmlns:w="{W}">{p("Оформлено для Зимы")}</w:ftr>'
    made, _report = masked(docx(table, {"word/footer1.xml": footer}, [("rId1", "footer", "footer1.xml")]), "a.docx")
    parts = unzipped(made)
    assert "Зим" not in "".join(parts.values())
    assert "лагутенков" not in parts["word/document.xml"]
    assert "1980" not in parts["word/document.xml"]
    assert "1971" not in parts["word/document.xml"]
    assert "Терапия" in parts["word/document.xml"]
    assert "Дата рождения" in parts["word/document.xml"]


@pytest.mark.parametrize(
    ("place", "body"),
    [
        ("a deleted text", "<w:p><w:del w:author='x'><w:r><w:delText>Пациент Гогоберидзе Нана</w:delText></w:r></w:del></w:p>"),
        ("an author of a change", "<w:p><w:ins w:author='Гогоберидзе Н.А.'><w:r><w:t>текст</w:t></w:r></w:ins></w:p>"),
        ("a hidden text", "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Пациент Гогоберидзе Нана</w:t></w:r></w:p>"),
        ("an alternative text", "<w:p><w:r><w:drawing><docPr descr='Снимок пациента Гогоберидзе Наны'/></w:drawing></w:r></w:p>"),
        ("a text box", f"<w:p><w:r><w:pict><w:txbxContent>{p('Пациент Гогоберидзе Нана')}</w:txbxContent></w:pict></w:r></w:p>"),
        ("a field", "<w:p><w:r><w:instrText>QUOTE пациент Гогоберидзе Нана</w:instrText></w:r></w:p>"),
    ],
)  # fmt: skip
def test_nothing_is_kept_in_a_corner(masked, docx, place, body):
    made, report = masked(docx(body), "a.docx")
    assert "Гогоберидзе" not in "".join(unzipped(made).values()), place
    assert report.status == "masked"


def test_a_text_inserted_beside_a_deleted_one_is_read_as_two_readings(masked, docx):
    body = "<w:p><w:r><w:t>Пациент </w:t></w:r><w:del><w:r><w:delText>Кузнецов</w:delText></w:r></w:del><w:ins><w:r><w:t>Гаврилов</w:t></w:r></w:ins><w:r><w:t> выписан</w:t></w:r></w:p>"
    said = unzipped(masked(docx(body), "a.docx")[0])["word/document.xml"]
    assert "Кузнецов" not in said
    assert "Гаврилов" not in said
    assert "выписан" in said


def test_objects_macros_signatures_and_thumbnails_go_with_all_that_points_at_them(masked, docx):
    body = p("текст") + '<w:p><w:r><w:object><o:OLEObject xmlns:o="o" r:id="rId5"/></w:object></w:r></w:p>'
    more = {
        "word/embeddings/oleObject1.bin": "Иванов".encode("utf-16-le"), "word/vbaProject.bin": b"x",
        "_xmlsignatures/sig1.xml": "<Signature>CN=Иванов Иван Иванович</Signature>", "docProps/thumbnail.jpeg": b"\xff\xd8\xffx",
    }  # fmt: skip
    made, report = masked(
        docx(
            body, more, [("rId5", "oleObject", "embeddings/oleObject1.bin"), ("rId6", "vbaProject", "vbaProject.bin")]
        ),
        "a.docx",
    )
    parts = unzipped(made)
    assert not any(word in name for name in parts for word in ("embeddings", "vba", "signature", "thumbnail"))
    assert "rId5" not in "".join(parts.values())
    assert "rId6" not in parts["word/_rels/document.xml.rels"]
    assert "REMOVED" in kinds(report)


def test_addresses_elsewhere_stay_only_when_they_name_nobody(masked, docx):
    links = [
        ("rId1", "hyperlink", "mailto:gogoberidze@mail.ru", 'TargetMode="External"'),
        ("rId2", "hyperlink", "https://portal.example/help/setup", 'TargetMode="External"'),
        ("rId3", "hyperlink", "file:///C:/Users/%D0%98%D0%B2%D0%B0%D0%BD%D0%BE%D0%B2/a.doc", 'TargetMode="External"'),
        ("rId4", "attachedTemplate", "file:///C:/Users/Ivanov/n.dotm", 'TargetMode="External"'),
    ]
    said = unzipped(masked(docx(p("текст"), None, links), "a.docx")[0])["word/_rels/document.xml.rels"]
    assert "https://portal.example/help/setup" in said
    assert "gogoberidze" not in said
    assert "%D0" not in said
    assert "Ivanov" not in said


def test_the_name_of_the_file_tells_who_is_meant(masked, docx):
    made, _report = masked(docx(p("лагутенков записан на приём, справка готова")), "Лагутенков_АС_выписка.docx")
    assert "лагутенков" not in unzipped(made)["word/document.xml"]


def test_a_clean_document_keeps_every_word(masked, docx):
    text = "Проба Манту и болезнь Паркинсона: справочник 1.2.643.5.1.13.13.11.1005 версии 4.31 не загружен"
    made, report = masked(docx(p(text)), "a.docx")
    assert text in unzipped(made)["word/document.xml"]
    assert report.status == "clean"


def test_what_a_shape_and_a_field_hold_a_second_time_in_base64_goes(masked, docx):
    packed = base64.b64encode("Гогоберидзе Нана".encode("utf-16-le")).decode()
    shape = f'<w:pict><v:shape xmlns:v="urn:v" xmlns:o="urn:o" o:gfxdata="{packed}"/></w:pict>'
    field = f'<w:fldChar w:fldCharType="begin"><w:fldData>{packed}</w:fldData></w:fldChar>'

    made, _report = masked(docx(f"<w:p><w:r>{shape}{field}<w:t>Отчёт</w:t></w:r></w:p>"), "a.docx")

    assert packed not in "".join(unzipped(made).values())
    assert "Отчёт" in unzipped(made)["word/document.xml"]


def test_a_box_for_each_letter_and_a_line_to_write_on_hide_no_value(masked, docx):
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{one}</w:t></w:r></w:p></w:tc>" for one in ("СНИЛС", *"11223344595"))
    line = "".join(f"<w:r><w:t>{one}</w:t></w:r>" for one in ("Дата рождения ____", "18.07.2013", "________"))
    body = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl><w:p>{line}</w:p>"
    made, report = masked(docx(body), "листок.docx")
    said = unzipped(made)["word/document.xml"]
    assert kinds(report) == {"SNILS", "DOB"}
    assert "18.07.2013" not in said
    assert "<w:t>4</w:t>" not in said


def test_a_tab_to_the_margin_parts_two_people(masked, docx):
    body = "<w:p><w:r><w:t>Врач Лежава</w:t></w:r><w:r><w:ptab/></w:r><w:r><w:t>Заведующий А. Б. Гордиенко</w:t></w:r></w:p>"
    said = unzipped(masked(docx(body), "a.docx")[0])["word/document.xml"]
    assert "Лежава" not in said
    assert "Гордиенко" not in said
    assert "Заведующий" in said


def test_a_control_of_a_form_says_by_its_tag_what_is_filled_in(masked, docx):
    def control(tag, *texts):
        return f"<w:sdt><w:sdtPr><w:tag w:val='{tag}'/></w:sdtPr><w:sdtContent>{''.join(map(p, texts))}</w:sdtContent></w:sdt>"

    body = control("surname", "Рудый") + control("snils", "778 564 135 70") + control("comment", "Рудый цвет, форма 70")
    said = unzipped(masked(docx(control("surname", "Заяц") + body), "a.docx")[0])["word/document.xml"]
    assert not [one for one in ("Заяц", "778 564") if one in said]
    assert "форма 70" in said


def test_a_property_is_told_with_the_name_somebody_gave_it(masked, docx):
    own = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"><property pid="2" name="Главный врач"><x>Гогоберидзе</x></property></Properties>'
    made, _report = masked(docx(p("текст"), {"docProps/custom.xml": own}), "a.docx")
    said = unzipped(made)["docProps/custom.xml"]
    assert "Гогоберидзе" not in said
    assert "Главный врач" in said


def test_what_a_field_is_told_is_one_text_however_it_is_split(masked, docx):
    bits = ('QUOTE "пациент Гого', "беридзе На", 'на"')
    body = "<w:p>" + "".join(f"<w:r><w:instrText>{bit}</w:instrText></w:r>" for bit in bits) + "</w:p>"
    said = unzipped(masked(docx(body), "a.docx")[0])["word/document.xml"]
    assert "беридзе" not in said
    assert "Гого" not in said
    assert "QUOTE" in said


def test_data_of_ones_own_is_read_with_its_names_wherever_it_lies(masked, docx):
    card = '<card xmlns="urn:c" birth="08.03.1930" version="08.03.2026"/>'
    said = unzipped(masked(docx(p("текст"), {"word/data/card.xml": card}), "a.docx")[0])["word/data/card.xml"]
    assert "1930" not in said
    assert "2026" in said


def test_a_paper_of_word_in_one_file_is_read_as_in_its_package(masked):
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    rows = "".join(f"<w:tr>{''.join(f'<w:tc>{p(cell)}</w:tc>' for cell in row)}</w:tr>" for row in (
        ("ФИО", "Дата рождения"), ("Зима Анна Олеговна", "01.02.1980"), ("Дюжева Инна Львовна", "03.04.1971"),
    ))  # fmt: skip
    body = p("Пациентка Ива", "нова Мар", "ия не видна в журнале") + f"<w:tbl>{rows}</w:tbl>"
    content = f"<pkg:package xmlns:pkg='{space}'><pkg:part pkg:name='/word/document.xml'><pkg:xmlData><w:document xmlns:w='{W}'><w:body>{body}</w:body></w:document></pkg:xmlData></pkg:part><pkg:part pkg:name='/a.bin'><pkg:binaryData>0J/QsNGG0LjQtdC90YIg0JfQuNC80LA=</pkg:binaryData></pkg:part></pkg:package>"
    said = masked(content.encode(), "a.xml")[0].decode()
    assert not [word for word in ("нова", "ия не", "1980", "1971", "Дюжева", "0J/Q") if word in said]
    assert " не видна в журнале" in said
    assert "Дата рождения" in said


def test_a_label_in_brackets_speaks_of_the_line_above_it(masked, docx):
    body = p("____04.12.2019________") + p("(дата рождения)") + p("____04.12.2025________") + p("(дата подписи)")
    said = unzipped(masked(docx(body), "a.docx")[0])["word/document.xml"]
    assert "04.12.2019" not in said
    assert "04.12.2025" in said


def test_a_control_forgets_the_day_that_its_words_show(masked, docx):
    body = "<w:p><w:r><w:t>Дата рождения: </w:t></w:r><w:sdt><w:sdtPr><w:date w:fullDate='2016-09-25T00:00:00Z'/></w:sdtPr><w:sdtContent><w:r><w:t>25.09.2016</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    said = unzipped(masked(docx(body), "a.docx")[0])["word/document.xml"]
    assert "2016" not in said


def test_of_a_list_of_people_to_choose_from_all_are_people(masked, docx):
    def choices(*names):
        items = "".join(f"<w:listItem w:displayText='{name}' w:value='1'/>" for name in names)
        return f"<w:p><w:sdt><w:sdtPr><w:comboBox>{items}</w:comboBox></w:sdtPr><w:sdtContent><w:r><w:t>—</w:t></w:r></w:sdtContent></w:sdt></w:p>"

    body = choices("Назаров", "Филатова", "Гоголадзе") + choices("Терапия", "Филатова", "Кардиология", "Приёмный покой")
    said = unzipped(masked(docx(body), "a.docx")[0])["word/document.xml"]
    assert "Назаров" not in said
    assert said.count("Филатова") == 1
    assert "Терапия" in said
    assert "Кардиология" in said
