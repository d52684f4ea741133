"""Addresses made to look like somebody's."""

import pytest

from priyom.channels.likeness import is_disguised, resembles, spellings


@pytest.mark.parametrize(
    "address",
    [
        "zo\u0443a@clinic.example",  # Cyrillic «у»
        "zoya@\u0441linic.example",  # Cyrillic «с»
        "zoya@xn--linic-0ye.example",  # the same in letters that DNS knows
        "zoya+tag@clinic.example", "zoya@clinic.example.", "ZOYA+x@CLINIC.example.", "z0ya@clinic.example",
        "zoya@c1inic.example", "zoya@cliпic.example".replace("п", "n\u0301"),
    ],
)  # fmt: skip
def test_a_look_alike_is_seen(address):
    assert "zoya@clinic.example" in resembles(address)


def test_the_address_itself_is_no_look_alike():
    assert "zoya@clinic.example" not in resembles("Zoya@clinic.example")
    assert resembles("nobody") == set()
    assert resembles("a@b" * 1000) == set()
    assert spellings("zoya\0@clinic.example") == resembles("zoya\ud800@clinic.example") == set()


@pytest.mark.parametrize(
    "address",
    [
        "\u212aira@clinic.example",  # the Kelvin sign becomes «k» when it is made small
        "\u0131gor@clinic.example",  # the dotless «i» becomes «I» when it is made large
        "zoya@\uff43linic.example",  # a wide «c»
        "\u017foya@clinic.example",  # the long «s»
    ],
)
def test_a_sign_that_folds_into_another_makes_nobodys_address(address):
    assert is_disguised(address)
    assert spellings(address) == set()


def test_an_address_in_russian_letters_is_the_same_as_dns_writes_it():
    assert not is_disguised("Почта@Больница.рф")
    assert "почта@xn--80abvlke3d3b.xn--p1ai" in spellings("Почта@Больница.рф")
    assert "zoya@больница.рф" in spellings("zoya@xn--80abvlke3d3b.xn--p1ai")
    assert spellings("Zoya@Clinic.example") == {"zoya@clinic.example"}
    assert spellings("zoya@clinic.example@other.example") == set()
