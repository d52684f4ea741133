"""What a screen hides from readers: faint and slanted writing, torn numbers, misread headings — and the second look at the result."""

import math

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from priyom.privacy.detectors import Label
from priyom.privacy.files import TextGuard
from priyom.privacy.masking import People
from priyom.privacy.pictures import proof
from priyom.privacy.pictures.headings import alike
from priyom.privacy.pictures.ink import ink_of
from priyom.privacy.pictures.layout import Cell, Spot, Spots, rows_of
from priyom.privacy.pictures.masking import mask_picture
from priyom.privacy.pictures.proof import _again, _read_sheets
from priyom.privacy.pictures.reading import Read, read
from priyom.privacy.pictures.straight import askew, straight

FONTS = "/usr/share/fonts/truetype/dejavu/"
FILLS = ((52, 58, 70), (74, 82, 97))


@pytest.fixture
def texts(guard):
    return TextGuard(guard, People(b"k" * 32))


def page(lines, *, size=14, fill="black", ground="white", font="DejaVuSans.ttf", step=30):
    """Draw texts at their places, and say where each stands."""
    picture = Image.new("RGB", (900, 60 + step * max(1, *(row for _x, row, _text in lines))), ground)
    pen, face = ImageDraw.Draw(picture), ImageFont.truetype(FONTS + font, size)
    places = {}
    for x, row, text in lines:
        pen.text((x, 20 + step * row), text, font=face, fill=fill)
        places[text] = pen.textbbox((x, 20 + step * row), text, font=face)
    return picture, places


def hidden(masked, box):
    """How much of the place is covered by a mask's two colours."""
    piece = np.asarray(masked.crop(tuple(map(int, box))), dtype=int)
    return np.any([np.abs(piece - fill).max(axis=2) == 0 for fill in FILLS], axis=0).mean()


def test_faint_small_writing_beside_dark_becomes_as_black_as_any():
    picture, places = page([(20, 0, "Пак Дарья"), (20, 1, "Шайхутдинов Е. Л.")], size=10, fill="#a8b4c4", step=14)

    ink = ink_of(picture)

    left, top, right, bottom = places["Шайхутдинов Е. Л."]
    assert ink.pixels[top:bottom, left:right].min() < 30


def test_a_faint_line_with_a_name_is_hidden_and_the_words_around_stay(texts):
    name, other = "Пациент Шайхутдинов Ильдар Маратович", "Проверен полис"
    picture, places = page([(20, 0, other), (20, 1, name)], size=11, fill="#9fb0c8", ground="#eef2f8")

    masked, _findings = mask_picture(picture, texts)

    left, top, right, bottom = places[name]
    assert hidden(masked, (left + 60, top, right, bottom)) > 0.9
    assert hidden(masked, places[other]) == 0


@pytest.mark.parametrize("degrees", [-1.4, 0.7])
def test_the_angle_of_a_photographed_screen_is_found_and_the_way_back_fits(degrees):
    lines = [(20 + 160 * column, row, f"Запись {row * 5 + column}") for row in range(9) for column in range(5)]
    picture, _places = page(lines)
    slanted = picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white")

    found = askew(ink_of(slanted).pixels)
    level = straight(slanted, ink_of(slanted).pixels)

    assert found == pytest.approx(-degrees, abs=0.15)
    middle = level.picture.width / 2, level.picture.height / 2
    boxes = list(level.back((middle[0] - 300, middle[1] - 8, middle[0] + 300, middle[1] + 8)))
    assert len(boxes) > 1
    climb = 600 * math.tan(math.radians(abs(degrees)))
    assert max(box[3] for box in boxes) - min(box[1] for box in boxes) == pytest.approx(16 + climb, abs=6)
    assert all(box[3] - box[1] < 24 for box in boxes)


def test_a_level_screen_stays_level():
    lines = [(20 + 160 * column, row, f"Запись {row * 5 + column}") for row in range(9) for column in range(5)]

    assert askew(ink_of(page(lines)[0]).pixels) == 0


def test_a_slanted_list_of_people_is_hidden_by_its_heading(texts):
    names = ["Обухова", "Зима", "Гроза", "Ким", "Черкасова", "Дубина", "Боровой"]
    lines = [(20, 0, "№"), (90, 0, "Фамилия"), (400, 0, "Услуга")]
    lines += [(90, row, name) for row, name in enumerate(names, 1)]
    lines += [(400, row, "Проба Манту") for row in range(1, 8)]
    lines += [(20, row, str(row)) for row in range(1, 8)]
    picture, places = page(lines)
    slanted = picture.rotate(0.9, Image.Resampling.BICUBIC, fillcolor="white")

    masked, _findings = mask_picture(slanted, texts)

    turn, middle = math.radians(0.9), (picture.width / 2, picture.height / 2)
    for name in names:
        left, top, right, bottom = places[name]
        x, y = (left + right) / 2 - middle[0], (top + bottom) / 2 - middle[1]
        x, y = (
            middle[0] + x * math.cos(turn) + y * math.sin(turn), middle[1] - x * math.sin(turn) + y * math.cos(turn),
        )  # fmt: skip
        assert hidden(masked, (x - 8, y - 3, x + 8, y + 3)) > 0.9, name


def test_a_birth_below_a_name_is_hidden_and_the_day_of_a_visit_is_not(texts):
    lines = [(20, 0, "Веселов И. З."), (20, 1, "11 января 1940"), (400, 0, "Веселов И. З."), (400, 1, "11.01.2026")]
    picture, places = page(lines, step=18)

    masked, _findings = mask_picture(picture, texts)

    assert hidden(masked, places["11 января 1940"]) > 0.9
    assert hidden(masked, places["11.01.2026"]) == 0


def test_numbers_torn_by_wide_spaces_are_one(texts):
    lines = [(20, 0, "Карта пациента №"), (170, 0, "29695/22"), (20, 2, "Код ошибки"), (120, 2, "29695")]
    picture, places = page(lines)

    masked, _findings = mask_picture(picture, texts)

    assert hidden(masked, places["29695/22"]) > 0.9
    assert hidden(masked, places["29695"]) == 0


def test_a_line_of_equally_wide_letters_is_not_torn_into_cells():
    picture, _places = page([(20, 0, "г. Псков, ул. Чапаева, д. 118, кв. 112")], font="DejaVuSansMono.ttf")
    ink = ink_of(picture)

    rows = rows_of(read(ink.pixels), ink.rules)

    assert [len(row.cells) for row in rows] == [1]


@pytest.mark.parametrize(("misread", "kind"), [("CHMNC", Label.SNILS), ("Ne MB", Label.MRN), ("Статус", None)])
def test_headings_are_known_by_their_shape_too(misread, kind):
    assert alike(misread) == kind


def test_columns_of_a_database_are_hidden_by_their_english_heads(texts):
    lines = [(20, 0, "id"), (90, 0, "last_name"), (300, 0, "birth_date"), (520, 0, "service_name")]
    for row, (name, born) in enumerate([("Зима", "1982-04-10"), ("Ким", "1956-09-21"), ("Обухов", "2001-01-30")], 1):
        lines += [(20, row, f"840{row}"), (90, row, name), (300, row, born), (520, row, "Проба Манту")]
    picture, places = page(lines)

    masked, _findings = mask_picture(picture, texts)

    for value in ("Зима", "Ким", "Обухов", "1982-04-10", "1956-09-21", "2001-01-30"):
        assert hidden(masked, places[value]) > 0.9, value
    for other in ("last_name", "birth_date", "Проба Манту", "8402"):
        assert hidden(masked, places[other]) == 0


def test_what_the_first_reading_got_wrong_the_proof_reads_again(texts):
    picture, places = page([(20, 0, "Зав. отделением Гогоберидзе И. Н.")])
    left, top, _right, bottom = places["Зав. отделением Гогоберидзе И. Н."]
    misread = [Read(text, left + at, top, 90, bottom - top, 40.0) for at, text in ((120, "Torote"), (215, "Гм."))]
    rows = rows_of(misread, np.zeros((60, 900), bool))

    again, _unreadable = proof.read_again(rows, ink_of(picture).pixels, [], texts.guard.vocabulary)

    assert "Гогоберидзе" in " ".join(cell.text for row in again for cell in row.cells)


def test_the_proof_sees_the_masked_picture_only(texts):
    picture, places = page([(20, 0, "Гогоберидзе Инна Наримановна")])
    box = places["Гогоберидзе Инна Наримановна"]
    rows = rows_of([Read("Го?оберидзе", box[0], box[1], 300, box[3] - box[1], 30.0)], np.zeros((60, 900), bool))
    mask = Spot(Label.PERSON, (box[0] + 110, *box[1:]), 0.9)

    again, _unreadable = proof.read_again(rows, ink_of(picture).pixels, [mask], texts.guard.vocabulary)

    said = " ".join(cell.text for row in again for cell in row.cells)
    assert "Гогоберидзе" in said
    assert "Наримановна" not in said


def test_writing_that_nobody_can_read_beside_a_hidden_value_is_hidden_too(texts):
    picture, _places = page([(20, 0, "Пациент"), (300, 0, "Отчёт")])
    scribble = Image.effect_noise((60, 12), 200).point(lambda grey: 0 if grey > 150 else 255).convert("RGB")
    picture.paste(scribble, (160, 24))
    rows = rows_of([Read("Пациент", 20, 22, 58, 14, 95.0)], np.zeros((90, 900), bool))
    mask = Spot(Label.PERSON, (90, 22, 155, 36), 0.9)

    _again, unreadable = proof.read_again(rows, ink_of(picture).pixels, [mask], texts.guard.vocabulary)

    assert [spot.label for spot in unreadable] == [Label.PERSON]


def test_the_second_reader_who_knows_russian_only_leaves_what_was_surely_latin():
    latin, russian = Read("ERROR", 20, 20, 40, 10, 92.0), Read("Epu10b", 70, 20, 40, 10, 40.0)
    again = _again(
        Cell([latin, russian]), [Read("Еввов", 20, 20, 40, 10, 80.0), Read("Ершов", 70, 20, 40, 10, 90.0)], Spots([])
    )

    assert [word.text for word in again.words] == ["ERROR", "Ершов"]


def test_the_second_look_leaves_a_label_the_value_that_was_hidden_behind_it():
    label, name = Read("Пользователь:", 20, 20, 90, 10, 60.0), Read("Ершов", 116, 20, 40, 10, 90.0)
    mask = Spots([Spot(Label.PERSON, (116, 20, 156, 30), 0.9)])

    again = _again(Cell([label, name]), [Read("Пользователь:", 20, 20, 90, 10, 95.0)], mask)

    assert [word.text for word in again.words] == ["Пользователь:", "Ершов"]


def test_words_that_no_reader_saw_are_read_as_the_lines_of_one_block():
    words = ["Павловна", "Ася", "Шушпанов", "Калинина", "Клара"]
    picture, places = page([(20 + 160 * place, place, word) for place, word in enumerate(words)], size=12)
    cells = [Cell([Read("", x, y, right - x, low - y, 0.0)]) for x, y, right, low in places.values()]

    read_again = dict(_read_sheets(cells, ink_of(picture).pixels))

    assert [read_again[id(cell)][0].text for cell in cells] == words
