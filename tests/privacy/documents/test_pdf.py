"""PDF: nothing of the given file is kept but what is seen, and of that nothing that says who is meant."""

import ctypes
import io

import numpy as np
import pikepdf
import pymupdf_fonts
import pypdf
import pypdfium2
import pytest
import zxingcpp
from fpdf import FPDF
from pikepdf import Array, Dictionary, Name

from priyom.privacy.by_hand import BY_HAND, ByHand, Drawn, Released
from priyom.privacy.detectors import Label, Span
from priyom.privacy.documents.passages import Passage
from priyom.privacy.documents.pdf import Hidden
from priyom.privacy.documents.pdf_layout import Reading
from priyom.privacy.documents.pdf_reading import Letter, Page, Paper, is_odd
from priyom.privacy.files import TextGuard
from priyom.privacy.masking import People
from tests.privacy.documents.conftest import kinds

PAINT = (52, 58, 70)


@pytest.fixture(scope="module")
def font(tmp_path_factory):
    file = tmp_path_factory.mktemp("fonts") / "sans.ttf"
    file.write_bytes(pymupdf_fonts.myfont("notos"))
    return file


@pytest.fixture
def paper(font):
    def begin():
        page = FPDF()
        page.add_font("S", "", font)
        page.add_page()
        page.set_font("S", size=12)
        return page

    return begin


def lines(page, *texts):
    for text in texts:
        page.multi_cell(0, 8, text, new_x="LMARGIN", new_y="NEXT")
    return bytes(page.output())


def said(content):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def drawn(content, number=0):
    return pypdfium2.PdfDocument(content)[number].render(scale=1).to_pil().convert("RGB")


def test_a_name_is_gone_from_the_letters_and_from_the_picture_and_the_rest_can_be_searched(masked, paper):
    given = lines(
        paper(),
        "Сборка 5.0.13000 не открывает журнал",
        "Пациентка Гогоберидзе Нана Отаровна, СНИЛС 112-233-445 95",
        "Отделение терапии",
    )
    made, report = masked(given, "a.pdf")
    text = said(made)
    assert "Гогоберидзе" not in text
    assert "112-233" not in text
    assert "Сборка 5.0.13000 не открывает журнал" in text
    assert "Отделение терапии" in text
    assert "Пациентка [№ 1]" in text
    colours = {colour: count for count, colour in drawn(made).getcolors(100_000)}
    assert colours[PAINT] > 500
    assert PAINT not in {colour for _count, colour in drawn(given).getcolors(100_000)}
    assert kinds(report) == {"PERSON", "SNILS"}
    assert all(found.box and found.place.page == 1 for found in report.findings)


def test_columns_are_read_under_their_headings_and_lines_of_one_cell_together(masked, paper):
    page = paper()
    page.set_font_size(8)
    rows = [
        ("ФИО", "Дата рождения", "Полис ОМС", "Отделение"),
        ("Лось Б.", "12.05.1980", "5087 6543 2123 4567", "Терапия"),
        ("зима", "13.05.1980", "508765432123", "Хирургия"),
    ]
    with page.table(width=120, col_widths=(20, 34, 26, 40), first_row_as_headings=False) as table:
        for row in rows:
            table.row(row)
    text = said(masked(bytes(page.output()), "a.pdf")[0])
    for value in ("Лось", "зима", "1980", "4567", "5087"):
        assert value not in text, value
    for value in ("ФИО", "Полис ОМС", "Терапия", "Хирургия"):
        assert value in text, value


def test_a_line_drawn_out_to_both_margins_is_no_row_of_cells(masked, paper):
    given = lines(paper(), "Проживает по адресу: Республика Татарстан, с. Поля, ул. 40 лет Октября, д. 12. Сообщить можно по тел. +79342976218.", "Кетонал назначен внутримышечно, курс пять дней.")  # fmt: skip
    text = said(masked(given, "a.pdf")[0])
    assert "Октября" not in text
    assert "7934" not in text
    assert "Кетонал назначен внутримышечно, курс пять дней." in text


def test_properties_outline_notes_files_comments_and_earlier_states_are_not_kept(masked, paper):
    page = paper()
    page.set_title("Карта Гогоберидзе")
    page.set_author("Лагутенкова А.П.")
    page.start_section("Гогоберидзе Нана")
    page.text_annotation(100, 20, "Позвонить Гогоберидзе")
    page.embed_file(bytes="Гогоберидзе".encode(), basename="gogoberidze.txt")
    with pikepdf.open(io.BytesIO(lines(page, "Отчёт готов"))) as pdf:
        pdf.pages[0].contents_add("% гогоберидзе".encode())
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="var f = 'gogoberidze'")
        given = io.BytesIO()
        pdf.save(given)
    made, report = masked(given.getvalue(), "a.pdf")
    reader = pypdf.PdfReader(io.BytesIO(made))
    assert not reader.outline
    assert not reader.attachments
    assert not reader.metadata
    assert "/Annots" not in reader.pages[0]
    assert set(reader.trailer["/Root"]) == {"/Type", "/Pages"}
    assert "Отчёт готов" in said(made)
    assert "REMOVED" in kinds(report)


def test_letters_that_are_not_painted_are_left_out(masked, paper):
    from fpdf.enums import TextMode

    page = paper()
    with page.local_context(text_mode=TextMode.INVISIBLE):
        page.multi_cell(0, 8, "тайное слово", new_x="LMARGIN", new_y="NEXT")
    text = said(masked(lines(page, "явное слово"), "a.pdf")[0])
    assert "явное" in text
    assert "тайное" not in text


def place_of(word, content):
    """Return where a person sees the first and the last letter of the word, in pixels."""
    page = pypdfium2.PdfDocument(content)[0]
    layer = page.get_textpage()
    at, count = layer.search(word).get_next()
    places = []
    for number in (at, at + count - 1):
        left, bottom, right, top = layer.get_charbox(number)
        x, y = ctypes.c_int(), ctypes.c_int()
        middle = (left + right) / 2, (bottom + top) / 2
        size = [round(one) for one in page.get_size()]
        pypdfium2.raw.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, *middle, ctypes.byref(x), ctypes.byref(y))
        places += [x.value, y.value]
    return places


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_page_is_masked_where_the_letters_are_seen(masked, paper, angle):
    with pikepdf.open(io.BytesIO(lines(paper(), "Пациентка Гогоберидзе Нана Отаровна", "Отчёт"))) as pdf:
        pdf.pages[0].Rotate = angle
        given = io.BytesIO()
        pdf.save(given)
    made, _report = masked(given.getvalue(), "a.pdf")
    before, after = drawn(given.getvalue()), drawn(made)
    assert before.size == after.size
    painted = [(x, y) for x in range(after.width) for y in range(after.height) if after.getpixel((x, y)) == PAINT]
    assert painted
    assert sum(before.getpixel(place) != (255, 255, 255) for place in painted) > len(painted) / 12
    there, here = place_of("Отчёт", given.getvalue()), place_of("Отчёт", made)
    assert max(abs(one - other) for one, other in zip(there, here, strict=True)) < 8


def test_the_value_of_a_form_is_seen_and_masked(masked, paper):
    with pikepdf.open(io.BytesIO(lines(paper(), "Отчёт"))) as pdf:
        look = pdf.make_stream(
            b"q 0 0 0 rg 5 5 80 10 re f Q",
            Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 20])),
        )
        field = pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="fio", V="Гогоберидзе", Rect=Array([50, 500, 250, 520]), AP=Dictionary(N=look),
        ))  # fmt: skip
        pdf.pages[0].Annots = Array([field])
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([field])))
        given = io.BytesIO()
        pdf.save(given)
    made, _report = masked(given.getvalue(), "a.pdf")
    assert "/AcroForm" not in pypdf.PdfReader(io.BytesIO(made)).trailer["/Root"]
    assert drawn(made).getpixel((80, 842 - 510))[0] < 80


def test_the_name_of_a_field_says_whose_number_stands_in_it(masked, paper):
    number = "15204269841"
    with pikepdf.open(io.BytesIO(lines(paper(), f"Отчёт {number} принят"))) as pdf:
        field = pdf.make_indirect(Dictionary(FT=Name.Tx, T="snils", V=number))
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([field])))
        given = io.BytesIO()
        pdf.save(given)
    made, report = masked(given.getvalue(), "a.pdf")
    assert "SNILS" in kinds(report)
    said = pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert number not in said
    assert "принят" in said


def test_a_scan_is_read_from_its_picture(masked, paper):
    pictures = pytest.importorskip("priyom.privacy.pictures")
    try:
        pictures.warm()
    except RuntimeError as error:
        pytest.skip(f"no reader of letters: {error}")
    picture = pypdfium2.PdfDocument(
        lines(paper(), "Фамилия: Гогоберидзе", "СНИЛС: 112-233-445 95", "Отделение терапии")
    )[0]
    scanned = paper()
    scanned.image(picture.render(scale=2.2).to_pil(), 0, 0, 210)
    made, report = masked(bytes(scanned.output()), "a.pdf")
    assert report.status == "masked"
    assert kinds(report) >= {"SNILS", "PERSON"}
    assert PAINT in {colour for _count, colour in drawn(made).quantize(32).convert("RGB").getcolors(64)}
    assert all(found.place.part == "picture" for found in report.findings)


def test_encrypted_broken_and_endless_papers_are_refused(masked, paper):
    given = lines(paper(), "Отчёт")
    with pikepdf.open(io.BytesIO(given)) as pdf:
        locked = io.BytesIO()
        pdf.save(locked, encryption=pikepdf.Encryption(user="a", owner="b"))
        assert masked(locked.getvalue(), "a.pdf") == (None, "encrypted")
    assert masked(given[:300], "a.pdf")[0] is None
    assert (
        masked(b"%PDF-1.7\n" + b"1 0 obj<</Kids[1 0 R]/Type/Pages/Count 9>>endobj trailer<</Root 1 0 R>>", "a.pdf")[0]
        is None
    )


def test_a_tree_of_pages_that_leads_back_to_itself_ends(masked, paper):
    with pikepdf.open(io.BytesIO(lines(paper(), "Отчёт"))) as pdf:
        pdf.Root.Pages.Kids.append(pdf.Root.Pages)
        pdf.Root.Pages.Count = 5000
        given = io.BytesIO()
        pdf.save(given)
    made, _report = masked(given.getvalue(), "a.pdf")
    assert made is None or len(pypdf.PdfReader(io.BytesIO(made)).pages) < 5


def test_a_page_as_large_as_a_house_is_drawn_small(masked, paper):
    with pikepdf.open(io.BytesIO(lines(paper(), "Отчёт"))) as pdf:
        pdf.pages[0].MediaBox = Array([0, 0, 14_000, 14_000])
        given = io.BytesIO()
        pdf.save(given)
    made, _report = masked(given.getvalue(), "a.pdf")
    assert made is not None
    assert len(made) < 2_000_000


@pytest.fixture
def two_pages(paper):
    page = paper()
    page.multi_cell(0, 8, "Отделение терапии, отчёт за месяц", new_x="LMARGIN", new_y="NEXT")
    page.add_page()
    return lines(page, "Пациентка Гогоберидзе Нана Отаровна", "СНИЛС: 112-233-445 95", "Ошибка сохранения")


def test_the_pages_and_the_boxes_on_them_are_told_and_a_right_check_digit_too(masked, two_pages):
    _made, report = masked(two_pages, "a.pdf")
    assert len(report.pages) == 2
    name = next(found for found in report.findings if found.kind == "PERSON")
    number = next(found for found in report.findings if found.kind == "SNILS")
    assert (name.place.page, name.proved, number.place.page, number.proved) == (2, False, 2, True)


def test_a_released_name_is_readable_on_its_page_and_the_number_stays_hidden(masked, two_pages):
    _made, report = masked(two_pages, "a.pdf")
    name = next(found for found in report.findings if found.kind == "PERSON")
    number = next(found for found in report.findings if found.kind == "SNILS")
    asked = (Released("PERSON", name.box, page=2), Released("SNILS", number.box, page=2))

    made, left = masked(two_pages, "a.pdf", ByHand(asked))

    assert kinds(left) == {"SNILS"}, "a number that proves itself is not its author's"
    assert "Гогоберидзе" in said(made)
    assert "112-233-445" not in said(made)
    elsewhere = ByHand((Released("PERSON", name.box, page=1),))
    assert "Гогоберидзе" not in said(masked(two_pages, "a.pdf", elsewhere)[0])


def test_what_another_reading_hides_as_something_else_stays_hidden_when_the_first_is_released(guard):
    snils = "112-233-445 95"
    letters = [Letter(char, 10 + 10 * at, 20, 20 + 10 * at, 40) for at, char in enumerate(snils)]
    page = Page(0, 100, 100, (300, 100), letters)
    readings = []
    for label in (Label.PHONE, Label.SNILS):
        reading = Reading(Passage("text", 1))
        reading.take(letters, range(len(letters)))
        reading.passage.spans = [Span(0, len(snils), label)]
        readings.append(reading)
    texts = TextGuard(guard, People(b"k" * 32))
    as_phone = Hidden(page, readings, texts, ByHand()).findings
    assert [found.kind for found in as_phone] == ["PHONE"]

    hidden = Hidden(page, readings, texts, ByHand((Released("PHONE", as_phone[0].box),)))

    assert [(found.kind, found.proved) for found in hidden.findings] == [("SNILS", True)]
    assert hidden.letters == set(range(len(letters)))
    assert hidden.released == []


def test_a_place_is_covered_on_the_page_it_was_drawn_on_and_its_words_go(masked, two_pages):
    masked_once, report = masked(two_pages, "a.pdf")
    width, height = report.pages[1]
    words = said(masked_once)
    assert "Ошибка сохранения" in words

    made, covered = masked(
        masked_once, "a.pdf", ByHand(added=(Drawn((0, 0, width, height // 3), 2),), covers_only=True)
    )

    assert [(found.kind, found.place.page) for found in covered.findings] == [(BY_HAND, 2)]
    assert "Ошибка сохранения" not in said(made)
    assert "Отделение терапии" in said(made)
    assert drawn(made, 1).getpixel((200, 60))[0] < 90
    assert drawn(made, 0).getpixel((200, 200)) == (255, 255, 255)


def test_of_a_word_that_is_covered_in_part_no_letter_can_be_copied(masked, two_pages):
    masked_once, _report = masked(two_pages, "a.pdf")
    with Paper(masked_once) as opened:
        letters = opened.read(1).letters
    begin = "".join(letter.char for letter in letters).index("сохранения")
    first, last = letters[begin], letters[begin + 4]
    box = (int(first.left), int(first.top), int(last.right - first.left), int(first.bottom - first.top))

    made, _covered = masked(masked_once, "a.pdf", ByHand(added=(Drawn(box, 2),), covers_only=True))

    assert "Ошибка" in said(made)
    assert "нения" not in said(made)


@pytest.mark.parametrize(
    ("said", "is_jumble"),
    [
        ("Выписка из истории болезни. Пациент поступил в отделение терапии", False),
        ("The patient was admitted to the department of internal diseases", False),
        ("chvoxqg on oxyuwoo hurlnto pgcolty kuwghrni pnyw ijtgyiliod", True),
        ("юнщизцр иб изотаии чтэубли щркиуло цтарчэчю щчоа иелрофуюис", True),
    ],
)
def test_a_layer_whose_letters_are_those_of_no_language_is_not_trusted(said, is_jumble):
    assert is_odd([Letter(char, 0, 0, 9, 9) for char in said]) is is_jumble


def test_a_code_for_scanners_beside_letters_is_painted_over(masked, paper):
    page = paper()
    bits = np.asarray(zxingcpp.create_barcode("СНИЛС 112-233-445 95", zxingcpp.BarcodeFormat.QRCode).to_image(scale=1))
    for y, row in enumerate(bits):
        for x, bit in enumerate(row):
            if not bit:
                page.rect(120 + x, 100 + y, 1, 1, style="F")  # drawn by lines: there is no picture in this file
    given = lines(page, "Талон на приём в кабинет 12")
    assert [code.text for code in zxingcpp.read_barcodes(drawn(given))] == ["СНИЛС 112-233-445 95"]

    content, report = masked(given, "talon.pdf")

    assert kinds(report) == {"SNILS"}
    assert zxingcpp.read_barcodes(pypdfium2.PdfDocument(content)[0].render(scale=3).to_pil()) == []
    assert "кабинет 12" in said(content)


def test_letters_in_boxes_are_one_word_of_a_form(masked, paper):
    page = paper()
    for label, value in (("Номер", "12"), ("Фамилия", "ЛОСЬ АННА"), ("СНИЛС", "11223344595")):
        page.cell(34, 8, label)
        for char in value:
            page.cell(6, 8, char, border=1, align="C")
        page.ln(12)
    made, report = masked(bytes(page.output()), "листок.pdf")
    told = "".join(said(made).split())
    assert kinds(report) == {"PERSON", "SNILS"}
    assert "ЛОСЬ" not in told
    assert "112233445" not in told
    assert "12" in told


def test_a_heading_of_two_things_speaks_of_the_first(masked, paper):
    page = paper()
    page.set_font_size(9)
    with page.table(col_widths=(10, 60, 40, 40), first_row_as_headings=False) as table:
        for row in (
            ("№", "Больной, возраст", "Д.р. / пол", "Услуга"),
            ("1", "Лось А.Б., 6", "11.08.2020\nж", "B01.01"),
            ("2", "Кот В.Г., 7", "13.05.2019\nм", "B01.02"),
        ):
            table.row(row)
    told = said(masked(bytes(page.output()), "реестр.pdf")[0])
    assert "11.08.2020" not in told
    assert "13.05.2019" not in told
    assert "B01.02" in told


def test_a_word_that_the_end_of_its_line_broke_is_one(masked, paper):
    made, _report = masked(
        lines(paper(), "Документы получила пациентка Гогобе-", "ридзе Нана, отчёт о пере-", "воде"), "a.pdf"
    )
    text = said(made)
    assert not [part for part in ("Гогобе", "ридзе", "Нана") if part in text]
    assert "воде" in text


def test_several_letters_in_one_sign_are_read_apart(masked, paper):
    made, _report = masked(lines(paper(), "Писать на \ufb01latova@mail.ru, \ufb02ag 7"), "a.pdf")
    text = said(made)
    assert "latova" not in text
    assert "\ufb01" not in text
    assert "flag 7" in text


def test_a_title_that_reaches_into_the_headings_is_no_column(masked, paper):
    page = paper()
    page.multi_cell(0, 6, "Журнал приёма. Документ отсутствует в реестре, строка 12, версия 3.18.", new_x="LMARGIN", new_y="NEXT")  # fmt: skip
    rows = [("№ п/п", "Фамилия И.О.", "Телефон", "Место проживания"), ("1", "Дюжева И.Л.", "8(919)334-81-56", "Тверь, 40 лет Октября 51-132")]  # fmt: skip
    with page.table(col_widths=(8, 40, 40, 80), text_align="LEFT", first_row_as_headings=False) as made:
        for row in rows:
            made.row(row)
    text = said(masked(bytes(page.output()), "a.pdf")[0])
    assert not [part for part in ("Дюжева", "334-81", "Октября", "51-132") if part in text]
    assert "Место проживания" in text


def test_columns_of_prose_are_read_one_after_the_other(masked, paper):
    halves = (
        ("На разборе был лечащий врач и", "дежурная сестра отделения, а", "пациент лежит в палате, карта", "868031, в архиве она есть, но", "выписка из неё не готова, так", "что её пришлют завтра утром."),
        ("Отчёт за год собран и проверен", "всеми отделениями больницы, в", "журнале записей осталась строка", "512077, которая не закрыта, но", "замечаний к ней пока ни у кого", "нет, её закроют завтра утром."),
    )  # fmt: skip
    page = paper()
    for number, pair in enumerate(zip(*halves, strict=True)):
        for half, line in enumerate(pair):
            page.text(10 + 98 * half, 30 + 8 * number, line)
    text = said(masked(bytes(page.output()), "a.pdf")[0])
    assert "868031" not in text
    assert "512077" in text


def test_headings_two_rows_tall_stand_beside_those_under_a_common_one(masked, paper):
    page = paper()
    rows = (
        (60, 40, "Пациент", 130, "Приём", 170, "Примечание"), (68, 40, "Ф.И.О.", 90, "Телефон", 130, "Врач"),
        (80, 40, "Дюжева И.Л.", 90, "35-14-18", 130, "Голубь", 170, "взять полис"), (92, 40, "Заяц", 90, "35-14-19", 130, "Мороз", 170, "первый раз"),
    )  # fmt: skip
    for y, *cells in rows:
        for x, text in zip(cells[::2], cells[1::2], strict=True):
            page.text(x, y, text)
    text = said(masked(bytes(page.output()), "a.pdf")[0])
    assert not [part for part in ("Дюжева", "14-18", "14-19", "Голубь", "Заяц", "Мороз") if part in text]
    assert not [part for part in ("Примечание", "взять полис", "первый раз") if part not in text]
