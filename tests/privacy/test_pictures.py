"""Pictures: what is personal on a screen is painted over, what only looks so stays, and files lose what hides in them."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from priyom.privacy.files import Refused, TextGuard
from priyom.privacy.masking import People
from priyom.privacy.pictures.formats import flat, mask_file
from priyom.privacy.pictures.headings import heading
from priyom.privacy.pictures.ink import ink_of
from priyom.privacy.pictures.layout import rows_of
from priyom.privacy.pictures.masking import mask_picture
from priyom.privacy.pictures.reading import read
from priyom.privacy.pictures.repairing import repaired

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
LIGHT, DARK = ("white", "black"), ("#1e1e1e", "#d4d4d4")


@pytest.fixture
def texts(guard):
    return TextGuard(guard, People(b"k" * 32))


def screen(rows, *, colours=LIGHT, columns=(20, 90, 400, 620), size=14):
    """Draw rows of cells, and say where each cell stands."""
    picture = Image.new("RGB", (900, 30 + 30 * len(rows)), colours[0])
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, size)
    places = {}
    for number, row in enumerate(rows):
        for x, text in zip(columns, row, strict=False):
            pen.text((x, 20 + 30 * number), text, font=font, fill=colours[1])
            places[text] = pen.textbbox((x, 20 + 30 * number), text, font=font)
    return picture, places


def hidden(picture, masked, box):
    """How much of the place was painted over: the share of its inked pixels that changed."""
    before, after = (np.asarray(image.crop(box), dtype=int) for image in (picture, masked))
    written = np.abs(before - before[0, 0]).max(axis=2) > 60
    return np.abs(before - after).max(axis=2)[written].astype(bool).mean()


LIST = [
    ("№", "ФИО пациента", "Дата рождения", "Диагноз"),
    ("1", "Иванова Мария Петровна", "12.05.1980", "Болезнь Паркинсона"),
    ("2", "Зима", "03.11.1975", "Острый бронхит"),
    ("3", "Ковальчук Олег Ильич", "28 июля 2001", "Гипертензия"),
    ("4", "Сафина Л. А.", "17.09.1966", "Проба Манту"),
]


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_a_column_of_people_is_hidden_whole_and_the_others_stay(texts, colours):
    picture, places = screen(LIST, colours=colours)

    masked, findings = mask_picture(picture, texts)

    for _number, name, born, diagnosis in LIST[1:]:
        assert hidden(picture, masked, places[name]) > 0.95
        assert hidden(picture, masked, places[born]) > 0.95
        assert hidden(picture, masked, places[diagnosis]) == 0
    assert all(hidden(picture, masked, places[head]) == 0 for head in LIST[0][1:])
    assert {finding.kind for finding in findings} == {"PERSON", "DOB"}


def test_fields_behind_and_below_their_labels_are_hidden_and_the_labels_stay(texts):
    rows = [("", "Фамилия", "Зима"), ("", "СНИЛС", "112-233-445 95"), ("", "Телефон"), ("", "8 916 123-45-67")]
    picture, places = screen(rows)

    masked, _findings = mask_picture(picture, texts)

    for value in ("Зима", "112-233-445 95", "8 916 123-45-67"):
        assert hidden(picture, masked, places[value]) > 0.95
    for label in ("Фамилия", "СНИЛС", "Телефон"):
        assert hidden(picture, masked, places[label]) == 0


def test_a_screen_without_people_stays_as_it_is(texts):
    rows = [
        ("", "Адрес сервера", "10.12.4.17:8080"), ("", "Имя шаблона", "Выписка"), ("", "Главный врач", "Роли и права"),
        ("", "Телемедицина", "Склад", "Отчёты"), ("", "НИИ им. Н. В. Склифосовского", "Версия 5.14.2"),
        ("", "Проверять СНИЛС", "Да"), ("", "Болезнь Крона", "Ярина", "Натрия хлорид"),
    ]  # fmt: skip
    picture, _places = screen(rows)

    masked, findings = mask_picture(picture, texts)

    assert findings == []
    assert masked.tobytes() == picture.tobytes()


def test_a_mask_is_one_solid_fill_that_tells_nothing_of_what_was_there(texts):
    one, _places = screen([("", "Пациент Иванова Мария Петровна")])
    other, _places = screen([("", "Пациент Иванова Мария Павловна")])
    (masked, first), (_masked, second) = mask_picture(one, texts), mask_picture(other, texts)

    x, y, width, height = first[0].box
    assert len(masked.crop((x, y, x + width, y + height)).getcolors()) == 2
    assert len(first) == len(second) == 1


def test_backgrounds_and_rules_are_no_ink_and_letters_are():
    picture = Image.new("RGB", (400, 80), "#ece9d8")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 40, 400, 80), fill="#0a246a")
    pen.line((0, 20, 400, 20), fill="black")
    pen.line((200, 0, 200, 80), fill="black")
    pen.text((20, 50), "ДЦШ", font=ImageFont.truetype(FONT, 14), fill="white")

    ink = ink_of(picture)

    letters = ink.pixels[45:75, 15:80]
    assert letters.min() < 40
    assert ink.pixels[:40].min() == 255
    assert ink.rules[10, 200]


@pytest.mark.parametrize("noise", [0, 9])
def test_large_letters_of_a_paper_are_ink_and_the_rules_beside_them_are_not(noise):
    picture = Image.new("RGB", (1100, 420), "#f4f4f4")
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 39)
    for number, (row, name) in enumerate((("13", "Кравец София Петровна"), ("41", "Гасанов Тимофей Ильич"))):
        pen.text((44, 100 + 100 * number), row, font=font, fill="#222")
        pen.text((106, 100 + 100 * number), name, font=font, fill="#222")
    for x in (36, 100, 700):
        pen.line((x, 40, x, 390), fill="#333", width=3)
    grain = np.random.default_rng(5).normal(0, noise, (420, 1100, 1))
    picture = Image.fromarray(np.clip(np.asarray(picture) + grain, 0, 255).astype(np.uint8))
    ink = ink_of(picture, 200 / 96)
    rows = [[cell.text for cell in row.cells] for row in rows_of(read(ink.pixels, 1.0), ink.rules)]
    assert rows == [["13", "Кравец София Петровна"], ["41", "Гасанов Тимофей Ильич"]]


def test_what_lies_under_transparent_pixels_does_not_come_along():
    picture = Image.new("RGBA", (60, 30), (255, 0, 0, 0))

    assert flat(picture).getcolors() == [(1800, (255, 255, 255))]


def test_metadata_and_its_turn_do_not_come_along(texts, tmp_path):
    picture = Image.new("RGB", (60, 30), "white")
    facts = Image.Exif()
    facts[0x0112], facts[0x9286] = 6, "Иванова Мария Петровна"
    picture.save(tmp_path / "in.jpg", exif=facts, comment=b"Ivanova")

    report = mask_file(tmp_path / "in.jpg", tmp_path / "out.jpg", name="in.jpg", guard=texts)

    with Image.open(tmp_path / "out.jpg") as made:
        assert made.size == (30, 60)
        assert not made.getexif()
        assert "comment" not in made.info
    assert report.status == "clean"


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_moving_pictures_are_refused(texts, tmp_path, kind):
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("white", "black")]
    frames[0].save(tmp_path / "in", kind, save_all=True, append_images=frames[1:], duration=100)

    with pytest.raises(Refused, match="moving_picture"):
        mask_file(tmp_path / "in", tmp_path / "out", name="in", guard=texts)


def test_every_page_of_a_scan_is_masked(texts, tmp_path):
    first, _places = screen([("", "Пациент Иванова Мария Петровна")])
    first.save(tmp_path / "in.tif", save_all=True, append_images=[first, first])

    report = mask_file(tmp_path / "in.tif", tmp_path / "out.tif", name="in.tif", guard=texts)

    assert [finding.place.page for finding in report.findings] == [1, 2, 3]
    with Image.open(tmp_path / "out.tif") as made:
        assert (made.n_frames, made.size) == (3, first.size)


def test_a_bomb_of_pixels_is_refused(texts, tmp_path):
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    (tmp_path / "in.png").write_bytes(bomb.getvalue())

    with pytest.raises(Refused, match="too_large"):
        mask_file(tmp_path / "in.png", tmp_path / "out.png", name="in.png", guard=texts)


@pytest.mark.parametrize(
    ("read", "meant"),
    [("Незамайко 3.И.", "Незамайко З.И."), ("112-2ЗЗ-44S", "112-233-445"), ("Иванoвa", "Иванова"), ("x!sx", "x!sx"),
     ("10.12.4.17:8080", "10.12.4.17:8080"), ("ivanova@mail.ru", "ivanova@mail.ru")],
)  # fmt: skip
def test_what_readers_confuse_is_put_right_letter_for_letter(read, meant):
    assert repaired(read) == meant
    assert len(repaired(read)) == len(read)


@pytest.mark.parametrize(
    ("words", "kind"),
    [("ФИО пациента:", "PERSON"), ("Дата рождення", "DOB"), ("Д.р.", "DOB"), ("Полис ОМС", "OMS"), ("№ карты", "MRN"),
     ("Телемедицина", None), ("Адрес сервера приложений", None), ("Имя базы данных", None), ("Главный врач", None)],
)  # fmt: skip
def test_headings_say_what_stands_below(words, kind):
    assert heading(words) == kind


def test_a_page_on_its_side_is_read_and_so_is_the_line_that_stands_upright_above_it(guard):
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf", 18)
    aside = Image.new("RGB", (1100, 800), "white")
    pen = ImageDraw.Draw(aside)
    for line in range(18):
        said = f"Протокол осмотра больного отделения терапии за полугодие номер {line}"
        pen.text((40, 40 + 40 * line), said, font=font, fill="black")
    pen.text((40, 765), "Пациент Водопьянова Ксения", font=font, fill="black")
    page = Image.new("RGB", (800, 1200), "white")
    page.paste(aside.rotate(90, expand=True), (0, 100))
    ImageDraw.Draw(page).text((40, 40), "Пациент Гогоберидзе Нана Отаровна", font=font, fill="black")

    painted, findings = mask_picture(page, TextGuard(guard, People(b"k" * 32)))

    assert {found.kind for found in findings} == {"PERSON"}
    above, beside = painted.crop((140, 45, 380, 60)), painted.crop((768, 860, 780, 1090))
    assert max(np.asarray(part.convert("L")).max() for part in (above, beside)) < 130
