"""Files of single octets do not say their alphabet: it is told by the letters, or nobody keeps the file."""

import pytest

from priyom.privacy.documents.charsets import decode
from priyom.privacy.files import Refused

LINE = "Ошибка 409 у пациента Гогоберидзе Нана Отаровна, СНИЛС 112-233-445 95, сборка 5.0.13000\r\n"
WITHOUT_NUMBER_SIGN = {"koi8-r"}
ALPHABETS = ["cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic", "cp855"]
FRAMED = (
    "┌────────────────────┬──────────────┐\r\n│ Фамилия            │ Диагноз      │\r\n├────────────────────┼──────────────┤\r\n"
    "│ Гогоберидзе        │ Бронхит      │\r\n│ Перепёлкина        │ Ангина       │\r\n└────────────────────┴──────────────┘\r\n"
)


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", *ALPHABETS])
def test_a_log_goes_out_in_the_coding_it_came_in(masked, coding):
    made, report = masked((LINE * 3).encode(coding), "a.log")
    said = made.decode(coding)
    assert "Гогоберидзе" not in said
    assert "112-233" not in said
    assert report.status == "masked"
    mark = "[N 1]" if coding in WITHOUT_NUMBER_SIGN else "[№ 1]"
    assert said.startswith(f"Ошибка 409 у пациента {mark}, СНИЛС ***-***-*** 95, сборка 5.0.13000\r\n")


@pytest.mark.parametrize("coding", ALPHABETS)
def test_capitals_alone_are_read_in_their_alphabet(masked, coding):
    """«ИВАНОВ» of windows-1251 is a row of small letters in KOI8-R: how often each letter is decides."""
    made, _report = masked((LINE.upper() * 3).encode(coding), "a.log")
    said = made.decode(coding)
    assert "ГОГОБЕРИДЗЕ" not in said
    assert "СБОРКА 5.0.13000" in said


@pytest.mark.parametrize("coding", ["cp866", "koi8-r", "cp855"])
@pytest.mark.parametrize("text", [FRAMED, FRAMED.upper()])
def test_frames_of_a_printed_table_are_no_letters(coding, text):
    assert decode(text.encode(coding))[0] == text


@pytest.mark.parametrize(
    ("coding", "text"),
    [
        ("shift_jis", "患者は本日入院しました。検査結果は明日届きます。担当医は佐藤です。よろしくお願いします。"),
        ("gb18030", "患者今天入院，检查结果明天出来，主治医生是李医生，请尽快联系我们的技术支持部门。"),
    ],
)
def test_letters_that_nobody_here_reads_are_refused(coding, text):
    with pytest.raises(Refused, match="not_a_text"):
        decode(text.encode(coding))


def test_a_few_signs_of_the_west_are_no_reason_to_refuse():
    text = "Temperature 36,6 °C, café, naïve; build 5.0.13000\n" * 20
    assert "build 5.0.13000" in decode(text.encode("cp1252"))[0]
