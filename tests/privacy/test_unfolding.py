"""What a pasted log says in codes is found in texts, too, and hidden where it was written."""

import base64
import json
import quopri
from urllib.parse import quote, unquote

import pytest

from priyom.privacy.detectors import Label
from priyom.privacy.detectors.unfolding import Unfolded
from priyom.privacy.masking import People, mask_all

NAME = "Стрельникова Ольга Викторовна"


def from_json(written):
    return json.loads(f'"{written}"')


def hidden(guard, text):
    return mask_all([text], guard.find([text]), People(b"k" * 32))[0]


@pytest.mark.parametrize(
    "write",
    [
        quote,
        lambda words: json.dumps(words)[1:-1],
        lambda words: json.dumps(json.dumps(words))[3:-3],
        lambda words: "".join(f"\\x{octet:02x}" for octet in words.encode()),
        lambda words: "".join(f"&#{ord(char)};" for char in words),
        lambda words: words.encode().decode("latin-1"),
        lambda words: words.encode("cp1251").decode("latin-1"),
        lambda words: words.encode("cp1251").hex(),
        lambda words: base64.b64encode(words.encode()).decode(),
        lambda words: quopri.encodestring(words.encode()).decode().replace("=\n", ""),
    ],
)
def test_a_name_in_codes_is_hidden_and_what_stands_beside_it_stays(guard, write):
    masked = hidden(guard, f"GET /patients?fio={write(NAME)} HTTP/1.1\nстатус 500, смотрите журнал")
    assert not any(write(word) in masked for word in NAME.split())
    assert masked.startswith("GET /patients?fio=")
    assert masked.endswith("статус 500, смотрите журнал")
    assert "[" in masked


def test_words_in_codes_that_are_nobody_s_stay_as_they_were_written(guard):
    text = f"POST /api?q={quote('ошибка выгрузки реестра')} -> {json.dumps('нет связи с сервисом')}"
    assert hidden(guard, text) == text


@pytest.mark.parametrize("number", ["91855693358", "8095944534029622", "A0112233445"])
def test_a_number_behind_its_key_is_no_octet(guard, number):
    text = f"GET /emk?snils={number} 500"
    assert Unfolded(text).text == text


def test_a_name_is_cut_out_of_its_code_letter_by_letter(guard):
    text = f"q={quote('не найдена ' + NAME + ' в регистре')}&page=2"
    assert hidden(guard, text) == f"q={quote('не найдена ')}[Человек 1]{quote(' в регистре')}&page=2"


def test_a_file_in_base64_is_not_kept_unread(guard):
    text = "<value>" + base64.b64encode(b"%PDF-1.7\n" + bytes(range(256)) * 4).decode() + "</value>"
    assert hidden(guard, text) == "<value>[документ]</value>"


@pytest.mark.parametrize(("write", "read"), [(quote, unquote), (lambda words: json.dumps(words)[1:-1], from_json)])
@pytest.mark.parametrize("inner", ["Иван Петров", "плохо a-b", "Ёлкин"])
def test_every_stretch_leads_back_to_what_was_written(inner, write, read):
    written = f"to {write(inner)} and {write('нет')} end"
    unfolded = Unfolded(written)
    assert unfolded.text == f"to {inner} and нет end"
    for start in range(len(unfolded.text)):
        for end in range(start + 1, len(unfolded.text) + 1):
            first, last = unfolded.place_of(start, end)
            assert read(written[first:last]) == unfolded.text[start:end]


def test_spans_that_one_code_holds_together_become_one(guard):
    written = base64.b64encode("СНИЛС 112-233-445 95, Стрельникова Ольга Викторовна".encode()).decode()
    (span,) = guard.find([f"blob {written}."])[0]
    assert (span.start, span.end) == (5, 5 + len(written))
    assert span.label in {Label.SNILS, Label.PERSON}
