"""What readers make of scans: a label with a wrong letter, a sign of a number that is none, names half read."""

import numpy as np
import pytest

from priyom.privacy.files import TextGuard
from priyom.privacy.masking import People
from priyom.privacy.pictures.finding import find
from priyom.privacy.pictures.layout import rows_of
from priyom.privacy.pictures.reading import Read
from priyom.privacy.pictures.repairing import repaired


@pytest.fixture
def hidden(guard):
    def read(text):
        words, x = [], 10
        for word in text.split():
            words.append(Read(word, x, 20, 9 * len(word), 14, 90))
            x += 9 * len(word) + 6
        spots = find(rows_of(words, np.zeros((60, 1400), bool)), TextGuard(guard, People(b"k" * 32)))
        return {word.text for word in words for spot in spots if spot.box[0] <= word.x + 2 < spot.box[2]}

    return read


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("Выписной эпикэиз \\° 31678/22", {"31678/22"}), ("Выписной эпикриз Хо 385865", {"385865"}),
        ("Номер мелкарты 8989-83", {"8989-83"}), ("запись, тел 479252975057", {"479252975057"}),
        ("Лана Борисенков Елисей Наилевич, оператор", {"Борисенков", "Елисей", "Наилевич,"}),
        ("63 Epmunos Александр Викторович 06.12.1950", {"Epmunos", "Александр", "Викторович"}),
        ("Дана для школы, 19 одевраля 1959 г.р., в том", {"19", "одевраля", "1959"}),
    ],
)  # fmt: skip
def test_a_paper_that_is_badly_read_still_says_whose_its_numbers_and_names_are(hidden, line, gone):
    assert gone <= hidden(line)


@pytest.mark.parametrize(
    ("line", "gone", "stays"),
    [
        ("результат для Панчук 9.0. записан", {"Панчук", "9.0."}, {"записан", "для"}),
        ("результат для Юдина М. > 5 записан", {"Юдина", "М.", "5"}, {"записан"}),
        ("результат для Агеев A. и записан", {"Агеев", "A.", "и"}, {"записан"}),
        ("передано Агееву А. и Юдиной М. из отделения", {"Агееву", "А.", "Юдиной", "М."}, {"и", "из", "отделения"}),
    ],
)
def test_initials_misread_as_digits_go_with_their_surname(hidden, line, gone, stays):
    seen = hidden(line)

    assert gone <= seen
    assert not seen & stays


@pytest.mark.parametrize("line", ["Эпикриз от 12.12.2025 составлен", "Телефон регистратуры не отвечает"])
def test_words_of_labels_alone_hide_nothing(hidden, line):
    assert hidden(line) == set()


def test_a_word_of_a_program_before_a_name_stays(hidden):
    assert "Patient" not in hidden("Patient Александр Викторович")


def test_a_text_goes_on_below_a_line_that_specks_made_higher(guard):
    words = []
    for top, high, text in (
        (20, 40, "Справка выдана для предъявления по месту, контактный телефон, +7 (975)"),
        (62, 20, "997-74-16"),
    ):
        x = 10
        for number, word in enumerate(text.split()):
            words.append(
                Read(
                    word,
                    x,
                    top + (0 if high == 20 or number else 10),
                    9 * len(word),
                    high if high == 20 or number else 22,
                    90,
                )
            )
            x += 9 * len(word) + 6
    spots = find(rows_of(words, np.zeros((120, 1400), bool)), TextGuard(guard, People(b"k" * 32)))
    gone = {
        word.text
        for word in words
        for spot in spots
        if spot.box[0] <= word.x + 2 < spot.box[2] and spot.box[1] <= word.y + 2 < spot.box[3]
    }
    assert {"+7", "(975)", "997-74-16"} <= gone


def test_a_word_of_a_label_is_written_as_it_is_and_its_length_stays():
    assert repaired("Дата рожления") == "Дата рождения"
    assert repaired("карта, карты, пациента, пациенту") == "карта, карты, пациента, пациенту"
