import json
import time
from pathlib import Path

import pytest

from priyom.desk.rules.intake import error_codes, is_gratitude, pieces_of, sentences_of, split_questions

QUESTIONS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "questions.jsonl"

ONE = [
    "",
    "Не печатается рецепт.",
    "С утра не регистрируются протоколы, вид 227. В журнале: версия 4.31 недопустима. Вчера уходили.",
    "Не работает вход. Токены протухли?",
    "Обновились до версии 5.3. 1 компьютер не видит принтер.",
    "Отправляли 1. 02 и 2. 03, оба раза отказ.",
    "Не уходит документ. Также прикладываю снимок экрана.",
    "Не уходит документ. Ещё раз проверили, то же самое.",
    "Не уходит документ. Кроме того, перезагружали компьютер, не помогло.",
    "Зашли в п. 3 меню, т. е. в журнал. Пусто.",
    "1. Открыли журнал.",
    "Плюс",
]
SEVERAL = [
    ("С утра не регистрируются протоколы. И ещё в аптеке не видно остатков.", 2),
    ("Не печатается рецепт, и ещё не открывается журнал отправки.", 2),
    ("1. Не печатается рецепт\n2. Не открывается журнал отправки\n3. Нет прав у нового врача", 3),
    ("Есть вопросы: 1) почему нет кнопки подписи; 2) как удалить черновик документа", 2),
    ("Как удалить черновик документа? Где посмотреть журнал отправки?", 2),
    ("Не уходит ЭМД. Второй вопрос: как добавить нового врача.", 2),
    ("Не уходит ЭМД. Также прошу добавить нового врача.", 2),
    ("Не уходит ЭМД. Кстати, в отчёте разные цифры за март.", 2),
]


@pytest.mark.parametrize("text", ONE)
def test_one_question_stays_one(text):
    assert split_questions(text) == (text.strip(),)


@pytest.mark.parametrize(("text", "count"), SEVERAL)
def test_several_questions_are_told_apart(text, count):
    assert len(split_questions(text)) == count


@pytest.mark.parametrize("text", [*ONE, *(text for text, _count in SEVERAL)])
def test_the_pieces_together_are_the_text(text):
    assert "".join(piece.text for piece in pieces_of(text)) == text


def test_the_introduction_of_a_list_goes_with_every_question():
    first, second = split_questions(
        "Перешли на новые сертификаты, возникли вопросы. 1) нет кнопки подписи. 2) ошибка 409 у врача"
    )

    assert first == "Перешли на новые сертификаты, возникли вопросы. 1) нет кнопки подписи."
    assert second == "Перешли на новые сертификаты, возникли вопросы.\n\nошибка 409 у врача"


def test_sentences_do_not_end_at_abbreviations_and_versions():
    text = "Версия 5.3.1 от 3 марта, т. е. вчера. Ошибка в рег. данных! Что делать?"

    assert [text[a:b].strip() for a, b in sentences_of(text)] == [
        "Версия 5.3.1 от 3 марта, т. е. вчера.",
        "Ошибка в рег. данных!",
        "Что делать?",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Спасибо!",
        "Огромное спасибо, всё заработало",
        "Благодарю, выручили. Проблем нет",
        "Спасибо Анне за помощь, не ожидали, что так быстро",
    ],
)
def test_thanks_are_recognised(text):
    assert is_gratitude(text)


@pytest.mark.parametrize(
    "text",
    [
        "Не печатает. Заранее спасибо",
        "Спасибо, но снова ошибка",
        "Спасибо, а как теперь удалить черновик?",
        "Пропали остатки в аптеке",
        "",
        "Спасибо. Теперь прошу добавить врача",
    ],
)
def test_a_polite_question_is_no_thanks(text):
    assert not is_gratitude(text)


def test_error_codes_are_found_and_names_are_not():
    text = (
        "INVALID_DICTIONARY_VERSION: отказ, потом 0x80090010 и HTTP 503, CRE-122. Пациент ИВАНОВ, СНИЛС 112-233-445 95"
    )

    assert error_codes(text) == ("INVALID_DICTIONARY_VERSION", "0x80090010", "HTTP 503", "CRE-122")


@pytest.mark.parametrize(
    "text",
    [
        "и ещё " * 20_000,
        "? " * 50_000,
        "1. " * 50_000,
        "a" * 100_000,
        "\n" * 100_000,
        ". А " * 30_000,
        "." * 100_000,
        " " * 100_000,
        "т. " * 30_000,
        "A_" * 50_000,
    ],
)
def test_hostile_lengths_take_no_time(text):
    began = time.perf_counter()
    assert "".join(piece.text for piece in pieces_of(text)) == text
    is_gratitude(text)
    error_codes(text)
    assert time.perf_counter() - began < 2


@pytest.mark.skipif(not QUESTIONS.exists(), reason="the real questions are not here")
def test_real_questions_are_split_with_care():
    """A needless offer to split annoys, a missed one costs little: precision has the floor."""
    rows = [json.loads(line) for line in QUESTIONS.read_text().splitlines()]
    told = [(row["n_questions"] > 1, len(split_questions(row["text"])) > 1) for row in rows]
    right = sum(several and found for several, found in told)
    found, several = sum(found for _s, found in told), sum(several for several, _f in told)
    print(f"split: precision {right}/{found}, recall {right}/{several}")
    assert right / found >= 0.8
    assert right / several >= 0.4
