"""Papers that come as pictures are looked at in their own measure; screens, however large, as they are."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from priyom.privacy.files import TextGuard
from priyom.privacy.masking import People
from priyom.privacy.pictures.masking import mask_picture
from priyom.privacy.pictures.measure import times_of

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
SAID = "Осмотрен врачом отделения, 12.05.2026, Центр Здоровья, ЭКГ 14/2, АД 120/80, без жалоб"
A4 = 794, 1123


def paper(letters, times, *, lines=24, ground="#f2f2f2", fill="#222", name=""):
    """Draw a page of text, so many times larger than on a screen, a little askew; say where the name stands."""
    picture = Image.new("RGB", tuple(round(side * times) for side in A4), ground)
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, round(letters * times))
    place, step = (round(60 * times), round(60 * times)), round(1.6 * letters * times)
    pen.text(place, name, font=font, fill=fill)
    for line in range(1, lines):
        pen.text((place[0], place[1] + step * line), SAID, font=font, fill=fill)
    return picture, pen.textbbox(place, name, font=font)


@pytest.mark.parametrize("times", [1.6, 2.08, 3.1])
def test_a_scanned_paper_is_measured_by_its_letters_even_askew(times):
    picture, _place = paper(14, times, lines=40)

    assert times_of(picture) == pytest.approx(times, rel=0.2)
    assert times_of(picture.rotate(2, fillcolor="#f2f2f2")) == pytest.approx(times, rel=0.2)


def test_screens_dark_pictures_and_pictures_with_hardly_any_words_keep_the_measure_of_screens():
    screen, _place = paper(14, 1.0, lines=40)
    large = Image.new("RGB", (1920, 1080), "white")
    large.paste(screen.crop((0, 0, 794, 1080)), (100, 0))
    dark, _place = paper(14, 2.08, lines=40, ground="#222", fill="#eee")
    poster, _place = paper(60, 2.08, lines=3)

    assert [times_of(picture) for picture in (screen, large, dark, poster)] == [1.0] * 4


def test_a_pattern_without_bare_rows_keeps_the_measure_of_screens():
    pattern = np.full((1000, 1000), 255, np.uint8)
    for strip in range(25):
        for row in range(5 * (strip % 5), 1000, 25):
            pattern[row : row + 20, 40 * strip + 10 : 40 * strip + 30] = 0

    assert times_of(Image.fromarray(pattern)) == 1.0


@pytest.mark.parametrize("times", [1.6, 3.1])
def test_a_name_on_a_scanned_paper_is_hidden_where_it_stands_and_the_other_lines_stay(guard, times):
    picture, (left, top, right, bottom) = paper(14, times, name="Пациент Гогоберидзе Нана Отаровна")
    grain = np.random.default_rng(5).normal(0, 6, (picture.height, picture.width, 1))
    picture = Image.fromarray(np.clip(np.asarray(picture) + grain, 0, 255).astype(np.uint8))

    masked, findings = mask_picture(picture, TextGuard(guard, People(b"k" * 32)))

    changed = (np.asarray(picture, int) != np.asarray(masked, int)).any(axis=2)
    label = left + (right - left) // 4
    assert {finding.kind for finding in findings} == {"PERSON"}
    assert changed[top + 4 : bottom - 4, label + 30 : right - 4].mean() > 0.98
    assert not changed[bottom + 20 :].any()
