"""Octets become Russian words, whatever their label says."""

import base64
import quopri

import pytest

from priyom.channels.mail.charsets import codec_of, decode, repaired
from priyom.channels.mail.headers import header_words
from priyom.channels.mail.reading import read
from tests.channels.mail.letters import letter

WORDS = "Не открывается карта пациента, ошибка 500 при сохранении направления. Прошу помочь."
SHORT = "Не печатает рецепт"
RUSSIAN = ["koi8-r", "cp1251", "cp866", "iso-8859-5", "mac-cyrillic", "utf-8"]


@pytest.mark.parametrize("charset", RUSSIAN)
@pytest.mark.parametrize(
    "label", ["", "us-ascii", "unknown-8bit", "x-no-such-charset", "utf-8", "iso-8859-1", "windows-1252"]
)
def test_words_are_found_under_a_wrong_label(charset, label):
    assert decode(WORDS.encode(charset), label)[0] == WORDS


@pytest.mark.parametrize("charset", ["koi8-r", "cp1251", "utf-8"])
@pytest.mark.parametrize("label", ["koi8-r", "windows-1251"])
def test_words_are_found_under_the_label_of_another_russian_charset(charset, label):
    assert decode(WORDS.encode(charset), label)[0] == WORDS


@pytest.mark.parametrize("text", [
    WORDS, "Зачем убрали кнопку", "Ещё не работает запись", "Сайт не открывается", "При входе «доступ закрыт»", "авторизация",
    "После обновления не подписывается протокол",
])  # fmt: skip
@pytest.mark.parametrize("label", ["windows-1251", "mac-cyrillic", ""])
@pytest.mark.parametrize("charset", ["cp1251", "mac-cyrillic"])
def test_two_alphabets_of_the_same_small_letters_are_told_apart_by_what_stands_beside_them(charset, label, text):
    assert decode(text.encode(charset), label)[0] == text


@pytest.mark.parametrize("text", [
    "Љубав је слепа. Ђорђе и Њега желе да пријаве проблем", "Ще не працює вхід до системи, її треба перезапустити",
    "“слово” и „другое“ — не работает ‘так’ … и …снова", "Не работает вход… ‹запись› пропала",
])  # fmt: skip
def test_what_looks_like_the_other_alphabet_stays_what_its_label_says(text):
    assert decode(text.encode("cp1251"), "windows-1251")[0] == text


@pytest.mark.parametrize(
    ("label", "charset"),
    [
        ("x-cp1251", "cp1251"), ("win-1251", "cp1251"), ("koi8r", "koi8-r"), ("utf8mb4", "utf-8"), ("windows-1251;", "cp1251"),
        ('"koi8-r"', "koi8-r"), ("UTF8", "utf-8"), ("cp-866", "cp866"), ("KOI8-RU", "koi8-u"), ("utf-8*ru", "utf-8"),
        ("rot13", ""), ("zlib", ""), ("unicode_escape", ""), ("idna", ""), ("x" * 1000, ""), ("\udcff", ""), ("../../etc", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_senders_call_a_charset(label, charset):
    assert codec_of(label) == codec_of(charset)


def test_languages_in_latin_letters_keep_theirs():
    assert decode("Größe und Übergröße".encode("latin-1"), "iso-8859-1")[0] == "Größe und Übergröße"
    assert decode("Il a été très déçu à Nîmes".encode("cp1252"), "windows-1252")[0] == "Il a été très déçu à Nîmes"
    assert decode("naïve café".encode("cp1252"), "")[0] == "naïve café"


def test_ukrainian_and_signs_stay():
    text = "Її прізвище — «Ґудзь», № 5, 10 °C…"
    assert decode(text.encode("cp1251"), "windows-1251")[0] == text
    assert decode(text.encode(), "utf-8")[0] == text


def test_a_letter_cut_in_the_middle_of_a_character_stays_utf8():
    text, notes = decode(WORDS.encode()[:-2], "utf-8")
    assert text.startswith("Не открывается карта пациента")
    assert "letters_lost" in notes


def test_words_that_went_through_the_wrong_charset_are_mended():
    assert repaired(WORDS.encode().decode("cp1251", "replace"))[0][:20] != ""
    assert decode(SHORT.encode().decode("cp1251").encode(), "utf-8")[0] == SHORT
    assert decode("РСФСР, СССР и РСДРП".encode(), "utf-8")[0] == "РСФСР, СССР и РСДРП"


@pytest.mark.parametrize("charset", ["koi8-r", "cp1251", "utf-8", "cp866"])
@pytest.mark.parametrize("body", ["koi8-r", "cp1251", "utf-8", None])
def test_a_subject_with_raw_letters_is_read(charset, body):
    if charset == "cp866" and body not in {"utf-8", None}:
        pytest.skip("two wrong charsets at once")
    headers = {"Content-Type": f"text/plain; charset={body}"} if body else {}
    told = read(
        letter(
            b"1", Subject=SHORT.encode(charset), From="Зоя Ким".encode(charset) + b" <zoya@lpu-01.example>", **headers
        )
    )
    assert told.subject == SHORT
    assert told.senders[0].name == "Зоя Ким"


def encoded(words, charset="utf-8", way="B"):
    octets = words.encode(charset)
    told = (
        base64.b64encode(octets).decode()
        if way == "B"
        else quopri.encodestring(octets, header=True).decode().replace("=\n", "").replace("?", "=3F")
    )
    return f"=?{charset}?{way}?{told}?="


@pytest.mark.parametrize("charset", ["utf-8", "koi8-r", "windows-1251", "KOI8-R", "cp866"])
@pytest.mark.parametrize("way", ["B", "Q"])
def test_encoded_words(charset, way):
    assert header_words(encoded(SHORT, charset, way).encode())[0] == SHORT


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        # split in the middle of a character, over two lines
        (b"=?utf-8?B?" + base64.b64encode("Рецепт".encode()[:5]) + b"?=\r\n =?utf-8?B?" + base64.b64encode("Рецепт".encode()[5:]) + b"?=", "Рецепт"),
        (b"=?utf-8?Q?=D0=A0=D0?=\r\n =?UTF-8?Q?=B5=D1=86?=", "Рец"),
        (f"Re: {encoded('Рецепт')} 5".encode(), "Re: Рецепт 5"),
        (f"{encoded('Рецепт')}{encoded(' печать')}".encode(), "Рецепт печать"),
        (f"{encoded('Рецепт')}\r\n\t{encoded('ы', 'koi8-r')}".encode(), "Рецепты"),
        (f"[#5]{encoded('Рецепт')}хвост".encode(), "[#5]Рецептхвост"),
        (b"=?utf-8?B?0KDQtdGG0LXQv9GC", "=?utf-8?B?0KDQtdGG0LXQv9GC"),
        (b"=?utf-8?B?0KDQtdGG0LXQv9GCA?=", "Рецепт"),
        (b"=?utf-8?Q?=D0=A0_=D0=A0 =D0=A0?=", "Р Р Р"),
        (b"=?no-such?B?0KDQtdGG?=", "Рец"),
        (b"=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        (b"=?utf-8?B??=", ""),
        (b"=?utf-8?Q?a?b?=", "a?b"),
        (b"=?utf-8?Q?first=0D=0ABcc:_x@y.example?=", "first Bcc: x@y.example"),
        (b"=?utf-8?Q?a=00b?=", "a b"),
        (b"=?iso-2022-jp?B?GyRCJUYlOSVIGyhC?=", "テスト"),
        (b"=?windows-1251;?B?" + base64.b64encode("Рецепт".encode("cp1251")) + b"?=", "Рецепт"),
        (b"=?utf-8?B?" + base64.b64encode("Рецепт".encode("cp1251")) + b"?=", "Рецепт"),
    ],
)  # fmt: skip
def test_encoded_words_as_they_are_sent(raw, words):
    assert header_words(raw)[0] == words


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("Счёт \u202eexe.fdp\u202c", "Счёт exe.fdp"),
        ("ze\u200bro\u2060wi\ufeffdth\u00ad", "zerowidth"),
        ("a\x00b\x1b[31m", "a b [31m"),
        ("две\r\n строки", "две строки"),
        ("врач 👩\u200d⚕️", "врач 👩\u200d⚕️"),
        ("\u2066\u2069\u061c", ""),
    ],
)
def test_deceiving_characters_are_gone(raw, words):
    assert header_words(encoded(raw).encode())[0] == words


def test_utf7_is_decoded_before_it_is_cleaned():
    told = read(
        letter(b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-+BD8EQAQ4- hi", Content_Type="text/html; charset=utf-7")
    )
    assert "<script" not in told.html
    assert "alert" not in told.html
    assert "hi" in told.text


def test_what_switches_its_charset_cannot_hide_markup():
    hidden = b"\x1b$B<a\x1b(B href=x isoword<img src=x onerror=alert(1)>"
    told = read(letter(hidden, Content_Type="text/html; charset=iso-2022-jp"))
    assert "onerror" not in told.html
    assert "isoword" in told.text


def test_a_document_says_its_own_charset():
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=koi8-r"></head><body>{WORDS}</body></html>'
    assert WORDS in read(letter(page.encode("koi8-r"), Content_Type="text/html")).text


def test_utf16_with_its_mark():
    assert read(letter(WORDS.encode("utf-16"), Content_Type="text/plain; charset=utf-16")).text == WORDS


@pytest.mark.parametrize("charset", ["koi8-r", "cp1251"])
@pytest.mark.parametrize("label", ["", "utf-8", "koi8-r", "windows-1251"])
def test_words_in_capitals_alone_are_no_small_letters_of_another_charset(charset, label):
    shouted = WORDS.upper()
    assert decode(shouted.encode(charset), label)[0] == shouted


@pytest.mark.parametrize("way", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("label", ["", "utf-8", "utf-16", "windows-1251"])
def test_two_octets_a_letter_are_known_without_a_mark(way, label):
    assert decode(WORDS.encode(way), label)[0] == WORDS
    assert (
        decode("The printer in room 5 prints nothing".encode(way), label)[0] == "The printer in room 5 prints nothing"
    )


def test_octets_with_zeros_are_not_all_two_octets_a_letter():
    assert decode(b"a\0b\0c", "utf-8")[0] == "a\0b\0c"
    assert decode(b"\0" * 40, "utf-8")[0] == "\0" * 40


@pytest.mark.parametrize("fault", [b"\xed\xa0\xbd\xed\xb1\x8d", b"\xc0\xbc\xc0\xbe", b"\xff\xfe\xff"])
@pytest.mark.parametrize("label", ["", "utf-8"])
def test_a_few_broken_octets_do_not_make_utf8_something_else(fault, label):
    told = decode(fault + b" " + WORDS.encode(), label)
    assert told[0].endswith(WORDS)
    assert "letters_lost" in told[1]


@pytest.mark.parametrize("charset", ["koi8-r", "cp1251", "cp866", "iso-8859-5", "mac-cyrillic", "utf-8"])
@pytest.mark.parametrize("label", ["iso-8859-5", "utf-16", "gb2312"])
def test_words_are_found_under_a_label_that_reads_any_octets(charset, label):
    """Each of these makes letters of whatever it is given: no fault says that the label lies."""
    assert decode(WORDS.encode(charset), label)[0] == WORDS


@pytest.mark.parametrize(("real", "label"), [("cp1251", "x-mac-cyrillic"), ("mac-cyrillic", "windows-1251")])
def test_charsets_that_differ_in_capitals_alone_are_told_apart(real, label):
    said = "Здравствуйте. Прошу помочь: врачебная комиссия не видит протоколы. Щербакова, Якутск"
    assert decode(said.encode(real), label)[0] == said


@pytest.mark.parametrize("word", ["Ок", "Привет", "Не печатает"])
@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("label", ["", "utf-8", "utf-16", "windows-1251"])
def test_a_few_letters_of_two_octets_need_no_mark(word, charset, label):
    assert decode(word.encode(charset), label)[0] == word


def test_words_among_octets_that_a_mail_server_has_put_for_nulls_are_read():
    """Dovecot puts 0x80 where a letter had an octet 0."""
    octets = b"\x80" * 500 + WORDS.encode().replace(b" ", b" \x80") + b".\x80\x80"
    assert decode(octets, "utf-8")[0] == WORDS + "."
    assert decode("А это в другой".encode("cp866"), "")[0] == "А это в другой"
