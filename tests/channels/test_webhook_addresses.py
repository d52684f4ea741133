"""Forms of SSRF: every way in which somebody has made a server fetch what only the server may reach."""

import pytest

from priyom.channels.webhooks.address import Refused, destination, rules_of

PUBLIC = rules_of(["443", "80"], [])
INTRANET = rules_of(["443", "80", "8443"], ["10.20.0.0/16", "fd00:20::/32"])


def never(host, port):
    raise AssertionError(f"{host} was looked up")


def answering(*addresses):
    return lambda _host, _port: list(addresses)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://127.1/", "http://127.0.1/", "http://2130706433/", "http://0x7f000001/",
        "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://017700000001/", "http://0/", "http://0.0.0.0/",
        "http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fe80::1]/",
        "http://[fe80::1%25eth0]/", "http://[fc00::1]/", "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://224.0.0.1/", "http://255.255.255.255/",
        "http://198.18.0.1/", "http://[ff02::1]/", "http://127.0.0.1./", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/",
        "http://１２７.0.0.1/", "http://0x7f.1/", "http://127.0.0.01/", "http://1.1.1/",
    ],
)  # fmt: skip
def test_an_address_of_our_own_is_refused_however_it_is_written(url):
    with pytest.raises(Refused) as refused:
        destination(url, PUBLIC, resolver=never)
    assert refused.value.reason in {"address", "forbidden"}


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "dict://example.org:80/", "javascript:alert(1)",
        "//example.org/", "example.org", "", "http://", "https:///path", "http://user@example.org/",
        "http://user:password@example.org/", "http://example.org@127.0.0.1/", "http://example.org#@127.0.0.1/",
        "http://127.0.0.1\\@example.org/", "http://exam ple.org/", "http://example.org/\r\nHost: evil", "http://example.org/a b",
        "http://example.org\t/", "http://exa%6dple.org/", "http://example..org/", "http://-example.org/", "http://[::1/",
        "http://example.org:99999/", "http://example.org/привет", "http://" + "a" * 600,
    ],
)  # fmt: skip
def test_an_address_that_two_readers_could_read_differently_is_refused(url):
    with pytest.raises(Refused) as refused:
        destination(url, PUBLIC, resolver=never)
    assert refused.value.reason == "address"


@pytest.mark.parametrize("port", [22, 25, 5432, 6379, 8000, 8443, 0])
def test_only_ports_of_the_list_are_reached(port):
    with pytest.raises(Refused) as refused:
        destination(f"http://example.org:{port}/", PUBLIC, resolver=never)
    assert refused.value.reason == "port"


def test_one_forbidden_address_among_several_is_enough():
    for bad in ("127.0.0.1", "10.0.0.1", "::1", "::ffff:10.0.0.1", "169.254.169.254", "fe80::1%eth0", "64:ff9b::a00:1"):
        with pytest.raises(Refused) as refused:
            destination("https://example.org/", PUBLIC, resolver=answering("93.184.216.34", bad))
        assert refused.value.reason == "forbidden"


def test_the_addresses_that_were_checked_are_those_to_connect_to():
    """A name that answers differently a moment later (rebinding) is never asked a second time."""
    asked = []

    def once(host, port):
        asked.append((host, port))
        return ["93.184.216.34"] if len(asked) == 1 else ["127.0.0.1"]

    place = destination("https://Example.ORG./x?y=1", PUBLIC, resolver=once)
    assert (place.addresses, place.host, place.target, place.authority) == (
        ("93.184.216.34",), "example.org", "/x?y=1", "example.org",
    )  # fmt: skip
    assert asked == [("example.org", 443)]


def test_a_name_in_cyrillic_is_reached_by_its_plain_form():
    place = destination("https://приём.рф/hook", PUBLIC, resolver=answering("93.184.216.34"))
    assert place.host == "xn--e1aybc5c.xn--p1ai" or place.host.startswith("xn--")


def test_networks_of_the_configuration_are_reached_and_no_others():
    assert (
        destination("https://mis.local:8443/", INTRANET, resolver=answering("10.20.3.4")).authority == "mis.local:8443"
    )
    assert destination("http://[fd00:20::5]/", INTRANET).authority == "[fd00:20::5]"
    for other in ("10.21.0.1", "127.0.0.1", "fd00:21::5"):
        with pytest.raises(Refused):
            destination("https://mis.local/", INTRANET, resolver=answering(other))


def test_a_name_that_nobody_knows_is_said_to_be_unknown():
    with pytest.raises(Refused) as refused:
        destination("https://example.org/", PUBLIC, resolver=answering())
    assert refused.value.reason == "unknown_host"
