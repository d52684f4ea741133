"""What its author says about a masked picture: a box goes, the others stay, and a number that proves itself is not theirs."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from priyom.privacy.by_hand import BY_HAND, ByHand, Drawn, Released, by_hand_from, cut
from priyom.privacy.detectors import Label
from priyom.privacy.files import Finding, TextGuard
from priyom.privacy.masking import People
from priyom.privacy.pictures.layout import Spot
from priyom.privacy.pictures.masking import _without_repeats, mask_picture

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
RIGHT, WRONG = "112-233-445 95", "112-233-445 96"


def card(snils=RIGHT):
    picture = Image.new("RGB", (900, 260), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 22)
    for line, text in enumerate(("ФИО: Иванова Мария Петровна", f"СНИЛС: {snils}", "Ошибка сохранения")):
        pen.text((30, 30 + 60 * line), text, font=font, fill="black")
    return picture


@pytest.fixture
def masked(guard):
    def mask(picture, **said):
        return mask_picture(picture, TextGuard(guard, People(b"k" * 32), by_hand=ByHand(**said)))

    return mask


def of_kind(findings, kind):
    return next(each for each in findings if each.kind == kind)


def unchanged(one, other, box):
    x, y, width, height = box
    return np.array_equal(*(np.asarray(each.crop((x, y, x + width, y + height))) for each in (one, other)))


def test_a_number_with_a_right_check_digit_is_told_apart_from_a_name_and_from_a_wrong_number(masked):
    _picture, findings = masked(card())
    assert of_kind(findings, "SNILS").proved
    assert not of_kind(findings, "PERSON").proved
    assert of_kind(findings, "PERSON").told().keys() == {"kind", "confidence", "box"}
    _picture, findings = masked(card(WRONG))
    assert not any(each.proved for each in findings)


def test_a_released_box_is_readable_again_and_every_other_stays_painted(masked):
    picture = card()
    before, findings = masked(picture)
    name, number = of_kind(findings, "PERSON"), of_kind(findings, "SNILS")

    after, left = masked(picture, released=(Released("PERSON", name.box),))

    assert [each.kind for each in left] == ["SNILS"]
    assert unchanged(after, picture, name.box)
    assert unchanged(after, before, number.box)
    assert not unchanged(after, picture, number.box)


def test_a_proved_number_stays_hidden_until_it_was_permitted(masked):
    number = of_kind(masked(card())[1], "SNILS")
    _picture, left = masked(card(), released=(Released("SNILS", number.box),))
    assert number in left
    _picture, left = masked(card(), released=(Released("SNILS", number.box, permitted=True),))
    assert number not in left


def test_a_box_of_one_kind_does_not_uncover_another_that_lies_in_it(masked):
    number = of_kind(masked(card(WRONG))[1], "SNILS")
    x, y, width, height = number.box
    around = (x - 5, y - 5, width + 10, height + 10)
    _picture, left = masked(card(WRONG), released=(Released("PERSON", around),))
    assert number in left


def test_a_drawn_box_is_painted_and_nothing_else_is_looked_for_in_a_picture_that_is_masked_already(masked):
    picture = card()
    painted, findings = masked(picture, added=(Drawn((20, 140, 2_000, 50)), Drawn((950, 10, 5, 5))), covers_only=True)
    assert findings == [Finding(BY_HAND, box=(20, 140, 880, 50))]
    assert len(np.unique(np.asarray(painted.crop((20, 140, 900, 190))).reshape(-1, 3), axis=0)) == 2, "fill and hatch"
    assert unchanged(painted, picture, (0, 0, 900, 140))


def test_what_was_said_survives_its_way_to_the_child():
    said = ByHand((Released("SNILS", (1, 2, 3, 4), permitted=True),), (Drawn((5, 6, 7, 8), 3),), covers_only=True)
    assert by_hand_from(said.told()) == said
    assert by_hand_from({}) == ByHand()
    assert replace(said, added=()) != said
    assert cut((-5, 3, 10, 10), (100, 8)) == (0, 3, 5, 5)


@pytest.mark.parametrize(
    ("found", "leaves"),
    [
        ((239, 271, 129, 16), True),
        ((237, 255, 132, 33), True),  # read anew among emptied lines, the line is taken for twice as high
        ((237, 240, 132, 60), False),  # that may be a number below besides
        ((239, 271, 260, 16), False),  # a number beside it
        ((237, 280, 132, 33), False),  # only its lower half
    ],
)
def test_a_second_reading_of_the_same_words_is_released_too_and_of_more_words_is_not(found, leaves):
    said = ByHand(released=(Released("PHONE", (239, 271, 129, 16)),))
    assert said.leaves(Finding("PHONE", box=found)) is leaves


def test_a_value_of_a_form_stays_readable_when_the_second_look_finds_it_anew(masked):
    picture = Image.new("RGB", (900, 420), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 15)
    form = {"Фамилия": "Ковалевская", "Отчество": "Игоревна", "СНИЛС": RIGHT, "Телефон": "8 912 334-55-66"}
    for line, (label, value) in enumerate(form.items()):
        pen.text((40, 90 + 36 * line), label, font=font, fill="#555")
        pen.text((240, 90 + 36 * line), value, font=font, fill="black")
    for found in masked(picture)[1]:
        left = masked(picture, released=(Released(found.kind, found.box, permitted=True),))[1]
        assert len(left) == len(form) - 1


def test_a_place_that_two_kinds_were_found_in_has_one_box_of_the_kind_with_check_digits():
    place, word = (20.0, 30.0, 160.0, 48.0), (20.0, 30.0, 80.0, 48.0)
    spots = [Spot(Label.PHONE, place, 1.0), Spot(Label.SNILS, place, 0.7), Spot(Label.PERSON, word, 0.9)]
    assert [spot.label for spot in _without_repeats(spots)] == [Label.SNILS, Label.PERSON]
    twice = [Spot(Label.DOB, word, 0.7), Spot(Label.PERSON, word, 0.9)]
    assert [spot.label for spot in _without_repeats(twice)] == [Label.PERSON]
