"""Boxes of words that the reader guessed, and what a window leaves of values: `placing` and `cut`."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from priyom.privacy.pictures.placing import Placed, placed

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
WORDS = ("ИБ", "699464", "-", "стол", "5", "-", "к/д", "15")


@pytest.fixture
def drawn():
    """Draw the words in one line, twice as large as on a screen; return the ink and the true edges of each word."""

    def of(words, size=22):
        image = Image.new("L", (700, 60), 255)
        pen, font, at, edges = ImageDraw.Draw(image), ImageFont.truetype(FONT, size), 40, []
        for word in words:
            pen.text((at, 15), word, fill=0, font=font)
            left, _top, right, _bottom = pen.textbbox((at, 15), word, font=font)
            edges.append((round(left), round(right)))
            at += pen.textlength(word + " ", font=font)
        return np.asarray(image), edges

    return of


def guessed(words, edges):
    """What the reader gives where strokes touch: one box over all that follow, the others by their share."""
    boxes = [Placed(word, left - 6, 10, right - left + 2, 34, 93.0) for word, (left, right) in zip(words, edges, strict=True)]  # fmt: skip
    return [boxes[0], Placed(words[1], edges[1][0] - 6, 14, edges[-1][1] - edges[1][0] + 6, 22, 93.0), *boxes[2:]]


def test_words_that_the_reader_placed_by_guess_stand_where_their_ink_is(drawn):
    ink, edges = drawn(WORDS)

    words = placed(guessed(WORDS, edges), ink)

    assert [word.text for word in words] == list(WORDS)
    for word, (left, right) in zip(words, edges, strict=True):
        assert abs(word.x - left) <= 2
        assert abs(word.right - right) <= 2


def test_a_word_that_the_reader_joined_gets_the_ink_of_both(drawn):
    ink, edges = drawn(WORDS)
    joined = (*WORDS[:5], "-к/д15")

    words = placed(guessed(joined, [*edges[:5], (edges[5][0], edges[-1][1])]), ink)

    assert abs(words[1].right - edges[1][1]) <= 2
    assert abs(words[-1].right - edges[-1][1]) <= 2


def test_boxes_that_do_not_overlap_stay_as_they_are(drawn):
    ink, edges = drawn(WORDS)
    line = [Placed(word, left, 15 + place % 2, right - left, 20, 93.0) for place, (word, (left, right)) in enumerate(zip(WORDS, edges, strict=True))]  # fmt: skip

    assert placed(line, ink) == line


def test_where_the_ink_does_not_part_the_words_nothing_changes(drawn):
    _ink, edges = drawn(WORDS)
    line = guessed(WORDS, edges)

    assert placed(line, np.zeros((60, 700), np.uint8)) == line  # one stroke
    assert placed(line, np.full((60, 700), 255, np.uint8)) == line  # none


def test_a_word_much_wider_than_its_letters_is_believed_to_nobody(drawn):
    ink, edges = drawn(("ИБ", "699464699464699464", "стол"))
    line = guessed(("ИБ", "69", "столстолстолстолстол"), edges)

    assert placed(line, ink) == line


TABLE = [(20, "Пациент"), (300, "Родился"), (420, "Адрес"), (800, "Терапевт"), (960, "Дата")]
PEOPLE = ("Посохов Емельян Иванович", "Белых Евдокия Азатовна", "Мартынюк Лада Николаевна", "Бандык Лука Львович")
DOCTORS = ("Похабов М.М.", "Курпатова Р.Г.", "Рацкевич Л.В.", "Буковская Е.П.")


def table_under_a_window(left_of_doctors):
    """Four whole rows, then rows in which a window covers all but what is left of the doctors' names."""
    rows = [[(20, who), (300, f"1{n}.06.1954"), (420, f"г. Тула, ул. Луговая, д. {n}"), (800, doctor), (960, f"1{n}.10.2026")] for n, (who, doctor) in enumerate(zip(PEOPLE, DOCTORS, strict=True), 1)]  # fmt: skip
    return [TABLE, *rows, *([(20, PEOPLE[0]), (at, left), (960, "15.11.2026")] for at, left in left_of_doctors)]


def test_what_a_window_leaves_of_names_is_hidden(hidden_on_a_screen):
    seen = hidden_on_a_screen(table_under_a_window([(840, "ва Т.Р."), (842, "ина Н.Р."), (838, "ЕЛ.А.")]))

    assert {"ва", "Т.Р.", "ина", "Н.Р.", "ЕЛ.А."} <= seen
    assert not seen & {"15.11.2026", "Дата"}


def test_two_words_at_one_edge_are_no_column_under_a_window(hidden_on_a_screen):
    assert not hidden_on_a_screen(table_under_a_window([(840, "ждёт"), (842, "ждёт")])) & {"ждёт"}


def test_numbers_in_the_place_of_names_stay(hidden_on_a_screen):
    seen = hidden_on_a_screen(table_under_a_window([(840, "21 из 40"), (842, "12 из 40"), (841, "3 из 12")]))

    assert not seen & {"21", "12", "из"}


def test_lines_of_cards_are_no_table_under_a_window(hidden_on_a_screen):
    cards = [
        [(20 + 300 * n, f"Палата {n}, койка {n}") for n in (0, 1, 2)],
        [(20 + 300 * n, "Врач:") for n in (0, 1, 2)],
    ]
    cards[1] += [(62 + 300 * n, doctor) for n, doctor in enumerate(DOCTORS[:3])]
    seen = hidden_on_a_screen([line for _times in range(4) for line in cards])

    assert not seen & {"койка", "Палата"}
    assert "Похабов" in seen
