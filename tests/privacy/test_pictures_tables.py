"""Tables and forms as readers hand them over: heads of two lines, wrapped values, captions, signs of sorting."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from priyom.privacy.files import TextGuard
from priyom.privacy.masking import People
from priyom.privacy.pictures.finding import find
from priyom.privacy.pictures.headings import heading
from priyom.privacy.pictures.ink import ink_of
from priyom.privacy.pictures.layout import rows_of
from priyom.privacy.pictures.reading import Read
from priyom.privacy.pictures.straight import Straight

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
