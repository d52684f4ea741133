"""Addresses made to look like somebody's."""

import pytest

from priyom.channels.likeness import is_plain, resembles


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


def test_only_plain_addresses_can_be_somebodys():
    assert is_plain("Zoya@Clinic.example")
    assert not is_plain("\u212aira@clinic.example")  # the Kelvin sign becomes «k» when it is lowered
    assert not is_plain("zoya@clinic.example@other.example")
