"""Addresses and ids that answers come back to."""

import re

import pytest

from priyom.channels.addresses import Claim, Marks

PLUS = Marks("desk.example", "support+{token}@desk.example", ("secret",))
OWN_DOMAIN = Marks("desk.example", "{token}@answers.example", ("secret",))
AFTERWARDS = Marks("desk.example", "support+{token}@desk.example", ("new secret", "secret"))
STRANGER = Marks("desk.example", "support+{token}@desk.example", ("guess",))


@pytest.mark.parametrize("marks", [PLUS, OWN_DOMAIN])
def test_an_answer_names_ticket_and_person(marks):
    address = marks.reply_address(1042, 7)
    assert marks.read_reply_address(address) == Claim(1042, 7, signed=True)
    assert marks.read_reply_address(address.upper()) == Claim(1042, 7, signed=True)
    assert marks.read_message_id(marks.message_id(1042, 7, 9931)) == Claim(1042, 7, signed=True)
    assert len(address.partition("@")[0]) <= 64


def test_the_form_is_the_one_that_administrators_read_about():
    assert re.fullmatch(r"support\+1042\.7\.[0-9a-f]{24}@desk\.example", PLUS.reply_address(1042, 7))
    assert re.fullmatch(r"<1042\.7\.9931\.[0-9a-f]{24}@desk\.example>", PLUS.message_id(1042, 7, 9931))
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9a-f]{24}@answers\.example", OWN_DOMAIN.reply_address(1042, 7))


def test_every_changed_sign_is_noticed():
    for text, read in (
        (PLUS.reply_address(1042, 7), PLUS.read_reply_address),
        (PLUS.message_id(1042, 7, 9931), PLUS.read_message_id),
    ):
        start = text.index("1042")
        for place in range(start, text.index("@")):
            other = "2" if text[place] != "2" else "3"
            claim = read(text[:place] + other + text[place + 1 :])
            assert claim is None or not claim.signed, text[place]


def test_one_kind_of_token_is_no_other():
    mac = PLUS.reply_address(1042, 7).partition("@")[0].rpartition(".")[2]
    assert not PLUS.read_message_id(f"<1042.7.1.{mac}@desk.example>").signed
    assert PLUS.read_return_path(PLUS.reply_address(1042, 7)) is None
    assert PLUS.read_reply_address(PLUS.return_path(55)) is None
    assert PLUS.read_return_path(PLUS.return_path(55)) == 55
    assert PLUS.read_return_path(PLUS.return_path(55).replace("b55", "b56")) is None


def test_a_changed_secret_keeps_old_letters_answerable_and_a_guessed_one_opens_nothing():
    assert AFTERWARDS.read_reply_address(PLUS.reply_address(1042, 7)).signed
    assert not PLUS.read_reply_address(AFTERWARDS.reply_address(1042, 7)).signed
    assert not PLUS.read_reply_address(STRANGER.reply_address(1042, 7)).signed
    assert not PLUS.read_message_id(STRANGER.message_id(1042, 7, 1)).signed


@pytest.mark.parametrize(
    "text",
    [
        "", "<>", "@", "<CAF.abc@mail.example>", "<1042@desk.example>", "<ticket.1042@desk.example>",
        "<1042.7.1.{mac}@other.example>", "<\u0661\u0660.7.1.{mac}@desk.example>", "<" + "1." * 5000 + "@desk.example>",
    ],
)  # fmt: skip
def test_what_is_not_ours_claims_nothing(text):
    claim = PLUS.read_message_id(text.replace("{mac}", "0" * 24))
    assert claim is None


@pytest.mark.parametrize("address", ["support@desk.example", "support+@desk.example", "anna+1042@other.example", ""])
def test_the_plain_address_claims_nothing(address):
    assert PLUS.read_reply_address(address) is None


def test_our_form_with_another_signature_is_seen_as_forged():
    assert PLUS.read_message_id("<1042.deadbeefdeadbeef@desk.example>") == Claim(1042, 0, signed=False)
    assert PLUS.read_reply_address("support+1042.deadbeef@desk.example") == Claim(1042, 0, signed=False)
