"""A letter's HTML: its words are masked as a person reads them, its form stays, and no letter of a value is left."""

from dataclasses import replace

import pytest

from priyom.privacy.markup import screen_markup

pytestmark = pytest.mark.django_db
SNILS = "112-233-445 95"


@pytest.fixture(autouse=True)
def _guarded(settings):
    settings.PRIYOM = replace(settings.PRIYOM, guard="on")


def test_a_name_that_runs_through_elements_goes_and_the_elements_stay():
    assert screen_markup("<p>Пациент Ива<b>нов Пётр Сергеевич</b>, нет карты</p>") == (
        "<p>Пациент [№ 1]<b></b>, нет карты</p>"
    )


def test_masks_with_spaces_in_them_and_births_stand_each_in_its_own_element():
    html = f"<p>СНИЛС <b>{SNILS}</b> <i>Иванов Пётр Сергеевич</i></p><p>12 мая 1980 г.р., СНИЛС <u>{SNILS}</u></p>"
    masked = screen_markup(html)
    assert "<b>***-***-*** 95</b> <i>[" in masked
    assert masked.endswith("СНИЛС <u>***-***-*** 95</u></p>")


def test_a_return_before_a_break_moves_no_mask():
    masked = screen_markup(f"Здравствуйте\r<br>раз\r<br>два\r<br>СНИЛС {SNILS}, конец")
    assert masked.endswith("СНИЛС ***-***-*** 95, конец")
