"""What is believed of Authentication-Results."""

import pytest

from priyom.channels.trust import Verdict, read, verdict_on

OURS = "mx.desk.example"
PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


def verdict(*results, server=OURS, is_trusted_way=True, domain="clinic.example"):
    return verdict_on(results, server=server, is_trusted_way=is_trusted_way, domain=domain)


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ((), UNKNOWN),
        (("mx.desk.example; dmarc=pass",), PASS),
        (("MX.Desk.Example 1; spf=pass; DMARC = Pass (p=reject) header.from=clinic.example",), PASS),
        (("mx.desk.example; dmarc=fail; spf=fail",), FAIL),
        (("mx.desk.example; none",), UNKNOWN),
        (("mx.desk.example; dmarc=none", "mx.desk.example; dmarc=pass"), UNKNOWN),
        # our server writes one header for each check
        (("mx.desk.example; dkim=pass", "mx.desk.example; dmarc=pass"), PASS),
        # somebody else's stands above, or alone
        (("mx.attacker.example; dmarc=pass", "mx.desk.example; dmarc=pass (forged)"), UNKNOWN),
        (("mx.attacker.example; dmarc=pass",), UNKNOWN),
        (("mx.desk.example.attacker.example; dmarc=pass",), UNKNOWN),
        # bad news counts from anybody, unless our own server knows better
        (("mx.other.example; dmarc=fail",), FAIL),
        (("mx.desk.example; dmarc=pass", "mx.other.example; dmarc=fail"), PASS),
        # a comment, a quoted word, another property: nothing of that is a result
        (("mx.desk.example; spf=fail (dmarc=pass; dmarc=pass)",), UNKNOWN),
        (('mx.desk.example; spf=fail smtp.mailfrom="x; dmarc=pass"',), UNKNOWN),
        (("mx.desk.example; spf=pass reason=dmarc=pass",), UNKNOWN),
        (("mx.desk.example (mx.other.example); dmarc=pass",), PASS),
        (("mx.attacker.example (\\) ; mx.desk.example; dmarc=pass",), UNKNOWN),
        # our server looked at the other of two From headers
        (("mx.desk.example; dmarc=pass header.from=attacker.example",), UNKNOWN),
        (("",), UNKNOWN),
        ((";;;===",), UNKNOWN),
    ],
)
def test_only_our_own_server_vouches_for_anybody(results, expected):
    assert verdict(*results) == expected


def test_the_right_words_by_a_wrong_way_are_nothing():
    assert verdict("mx.desk.example; dmarc=pass", is_trusted_way=False) == UNKNOWN
    assert verdict("mx.desk.example; dmarc=pass", server="") == UNKNOWN
    assert verdict("mx.desk.example; dmarc=fail", is_trusted_way=False) == FAIL


@pytest.mark.parametrize("text", ["(" * 100_000, '"' * 100_001, "a;" * 100_000, "\\" * 50_001, "\u0000\ufffd"])
def test_nonsense_is_read_quickly_and_says_nothing(text):
    assert read(text).dmarc == ""
