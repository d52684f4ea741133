"""Codes for scanners on pictures: hidden where they tell of somebody, and left where they name goods or a page."""

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageDraw
from zxingcpp import BarcodeFormat

from priyom.privacy.by_hand import ByHand, Released
from priyom.privacy.detectors import Label
from priyom.privacy.files import TextGuard
from priyom.privacy.masking import People
from priyom.privacy.pictures.masking import mask_picture
from priyom.privacy.rules import Rules

AT = (260, 120)


@pytest.fixture
def texts(guard):
    return TextGuard(guard, People(b"k" * 32))


def label_of(says, format=BarcodeFormat.QRCode, *, times=3, turn=0):  # noqa: A002
    """Draw a page with one code on it."""
    bits = np.asarray(zxingcpp.create_barcode(says, format).to_image(scale=times))
    code = Image.fromarray(bits).rotate(turn, expand=True, fillcolor=255)
    page = Image.new("RGB", (1100, 700), "white")
    page.paste(code.convert("RGB"), AT)
    return page


def reads(page):
    return [code.text for code in zxingcpp.read_barcodes(page)]


@pytest.mark.parametrize(
    ("says", "format", "kind"),
    [
        ("Кузнецова Анна Ивановна, 12.05.1980", BarcodeFormat.QRCode, "PERSON"),
        ("112-233-445 95", BarcodeFormat.QRCode, "SNILS"),
        ("20481", BarcodeFormat.Code128, "MRN"),  # a wristband: the number of a record
        ("AB-0007731", BarcodeFormat.Code39, "MRN"),  # a tube's label
        ("7700000000001234", BarcodeFormat.ITF, "MRN"),
        ("https://zapis.example.ru/r?id=4410023", BarcodeFormat.QRCode, "DOCUMENT"),
        ("6f1c2c1e-4a77-4b3a-9a52-1f8a0c7b1d11", BarcodeFormat.Aztec, "MRN"),
        ("Рецепт 4523 от 01.11, талон 881204", BarcodeFormat.PDF417, "DOCUMENT"),
    ],
)
def test_a_code_that_tells_of_somebody_is_painted_over(texts, says, format, kind):  # noqa: A002
    page = label_of(says, format)
    assert reads(page)

    masked, findings = mask_picture(page, texts)

    assert reads(masked) == []
    assert kind in {finding.kind for finding in findings}


@pytest.mark.parametrize(
    ("says", "format"),
    [
        ("4601234567893", BarcodeFormat.EAN13),
        ("https://support.example.ru/news", BarcodeFormat.QRCode),
        ("010460123456789321AbC1234567890", BarcodeFormat.DataMatrix),  # a pack of a medicine
        ("Кабинет выдачи справок", BarcodeFormat.QRCode),
    ],
)
def test_codes_of_goods_and_of_pages_stay(texts, says, format):  # noqa: A002
    page = label_of(says, format)

    masked, findings = mask_picture(page, texts)

    assert reads(masked) == reads(page) != []
    assert findings == []


@pytest.mark.parametrize("turn", [90, 180, 7])
def test_a_turned_code_is_painted_over_too(texts, turn):
    page = label_of("Ахметов Тимур Маратович", turn=turn)

    assert reads(page)
    assert reads(mask_picture(page, texts)[0]) == []


@pytest.mark.parametrize("turn", [0, 12, 45])
def test_a_torn_square_is_not_left_to_a_better_scanner(texts, turn):
    page = label_of("Кузнецова Анна Ивановна, 12.05.1980, СНИЛС 112-233-445 95", times=5, turn=turn)
    hole = AT[0] + (90 if turn == 0 else 150)
    page.paste("white", (hole, hole - 140, hole + 70, hole - 70))
    assert reads(page) == []

    masked, findings = mask_picture(page, texts)

    assert {finding.kind for finding in findings} == {Label.DOCUMENT}
    assert not zxingcpp.read_barcodes(masked, return_errors=True)


def test_three_corners_that_stand_askew_are_no_square(texts):
    page = Image.new("RGB", (900, 700), "white")
    pen = ImageDraw.Draw(page)
    for x, y in ((200, 200), (380, 200), (260, 480)):  # as a reader of codes takes three letters of a log for them
        for edge, fill in ((0, "black"), (6, "white"), (12, "black")):
            pen.rectangle((x + edge, y + edge, x + 41 - edge, y + 41 - edge), fill=fill)
    assert [code.format for code in zxingcpp.read_barcodes(page, return_errors=True)] == [BarcodeFormat.QRCode]

    assert mask_picture(page, texts)[1] == []


def test_its_author_releases_a_code_but_not_one_whose_number_proves_itself(texts):
    for says, stays in (("20481", True), ("11223344595", False)):
        page = label_of(says, BarcodeFormat.Code128)
        (found,) = mask_picture(page, texts)[1]
        said = ByHand(released=(Released(found.kind, found.box),))
        masked = mask_picture(page, TextGuard(texts.guard, texts.people, by_hand=said))[0]
        assert bool(reads(masked)) is stays


def test_kinds_that_are_not_hidden_here_are_not_hidden_in_codes(texts):
    page = label_of("20481", BarcodeFormat.Code128)
    rules = Rules(kinds=frozenset(Label) - {Label.MRN})
    assert reads(mask_picture(page, TextGuard(texts.guard, texts.people, rules))[0]) == ["20481"]
