"""Shipped texts: Russian as the house writes it, no personal data, no copy of the held-out questions."""

import json
import re

import pytest

from tests.desk.shipped import (
    ARTICLES,
    CHILDREN,
    DEMO,
    GUIDES,
    REPLIES,
    ROOT,
    STAFF,
    TICKETS,
    TOPICS,
    VIEWS,
    strings_of,
)

HELD_OUT = ROOT / "../shared/data/questions.jsonl"
SAMPLES = ROOT / "tests/samples"


def own_questions():
    lines = (SAMPLES / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


# ------------------------------------------------------------------ language


OUR_TEXTS = [
    *strings_of([TOPICS, GUIDES, REPLIES, ARTICLES, VIEWS]),
    *strings_of([DEMO]),
    *(m["text"] for t in TICKETS for m in t["messages"] if m["by"] in STAFF),
    *(s for t in TICKETS for s in strings_of(t.get("solution", {}))),
]
ALL_TEXTS = [*OUR_TEXTS, *strings_of(TICKETS)]
# Whole words, or beginnings, that are never right without ё.
WITHOUT_YO = re.compile(
    r"\b(еще|ее|нее|свое|мое|твое|чье|все-таки|отчет\w*|учет\w*|расчет\w*|счет|прием\w*|ведет|идет|придет|уйдет|"
    r"пройдет|дойдет|найдет|возьмет|войдет|зайдет|перейдет|пойдет|приведет|заведен|проведен|включен|отключен|"
    r"подключен|перенес|принес|новорожденн\w*|серьезн\w*|тяжел\w*|черн(ый|ая|ое|ые|ого|ым)|желт\w*|зелен\w*|"
    r"надежн\w*|определен|объем\w*|четк\w*|берет|дает|встает|остается|удается|придется|найдется|вернет\w*|"
    r"начнет\w*|трех|четырех|партнер\w*|ребенок|утвержден|подтвержден|закреплен|возвращен|разрешен|решен|"
    r"завершен|ждет|живет|шлет|пришлет|пришел|ушел|нашел|вошел|прошел|шел)\b",
    re.IGNORECASE,
)


def test_yo_is_written():
    assert {found[0].lower() for text in ALL_TEXTS for found in WITHOUT_YO.finditer(text)} == set()


def test_support_never_shouts_or_apologises():
    texts = [t for t in OUR_TEXTS if re.search(r"[а-яё]", t, re.IGNORECASE)]
    assert [t for t in texts if "!" in t] == []
    sorry = re.compile(r"извини|прости(те)?\b|просим прощения|приносим", re.IGNORECASE)
    assert [t for t in texts if sorry.search(t)] == []
    capital = re.compile(r"(?<=[а-яё,] )(Вы|Вам|Вас|Ваш\w*)\b")
    assert [t for t in texts if capital.search(t)] == []


def test_quotes_are_russian():
    wrong = [t for t in ALL_TEXTS if re.search(r"[\"“”„]", t)]
    assert wrong == []


# ------------------------------------------------------------------ personal data and the held-out texts


def digits_in(text, length):
    """Runs of so many digits, spaces and hyphens between them allowed, outside OIDs, UUIDs and other ids."""
    pattern = rf"(?<![\w.\-])\d(?:[ \-]?\d){{{length - 1}}}(?![\w\-]|\.\d)"
    return [re.sub(r"\D", "", found) for found in re.findall(pattern, text)]


def is_snils(digits):
    total = sum(int(d) * (9 - i) for i, d in enumerate(digits[:9]))
    return total % 101 % 100 == int(digits[9:]) and int(digits) > 0


def is_inn(digits):
    def check(weights):
        return sum(w * int(d) for w, d in zip(weights, digits, strict=False)) % 11 % 10

    first = check([7, 2, 4, 10, 3, 5, 9, 4, 6, 8])
    second = check([3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8])
    return digits[10:] == f"{first}{second}"


def is_luhn(digits):
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits))]
    return sum(d // 10 + d % 10 for d in doubled) % 10 == 0


def test_known_numbers_would_be_found():
    assert is_snils(digits_in("СНИЛС 112-233-445 95", 11)[0])
    assert is_inn("500100732259")
    assert is_luhn("4111111111111111")


def test_no_number_of_a_person_is_there():
    texts = [*ALL_TEXTS, *(s["text"] for s in own_questions())]
    assert [t for t in texts for d in digits_in(t, 11) if is_snils(d)] == []
    assert [t for t in texts for d in digits_in(t, 12) if is_inn(d)] == []
    assert [t for t in texts for d in digits_in(t, 16) if is_luhn(d)] == []
    assert [t for t in texts if re.search(r"\b\d\d ?\d\d (№ ?)?\d{6}\b", t)] == []
    assert [t for t in texts if re.search(r"[\w.+-]+@(?![\w.-]*\.example\b)[\w-]+\.\w+", t)] == []
    assert [t for t in texts if re.search(r"\+7|\b8[ (]+9\d\d\b(?<!8 900)", t)] == []


def words_of(text):
    return re.findall(r"\w+", text.lower().replace("ё", "е"))


def shingles(words, size=4):
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def test_nothing_was_copied_from_the_held_out_questions():
    if not HELD_OUT.exists():
        pytest.skip("the held-out questions are not on this machine")
    ours = [words_of(text) for text in [*ALL_TEXTS, *(s["text"] for s in own_questions())]]
    whole = {tuple(words) for words in ours if len(words) > 3}
    known = [shingles(words) for words in ours]
    copied = []
    for line in HELD_OUT.read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        words = words_of(question["text"])
        parts = shingles(words)
        # Error texts of public dictionaries stand in many letters; only a whole text equal to one is a copy.
        near = question.get("basis") != "verbatim_repo_data" and len(parts) >= 4
        if tuple(words) in whole or (near and any(len(parts & k) > len(parts) / 3 for k in known)):
            copied.append(question["id"])
    assert copied == []


# ------------------------------------------------------------------ samples


def test_own_questions_have_the_shape_of_the_real_ones():
    questions = own_questions()
    assert len(questions) >= 40
    assert len({q["id"] for q in questions}) == len(questions)
    for question in questions:
        assert {"id", "text", "topic", "subtopic", "type", "n_questions"} <= set(question)
        assert question["subtopic"].replace("/", ".") in CHILDREN, question["id"]
        assert question["subtopic"].startswith(question["topic"])
        assert question["n_questions"] >= 0
    assert {q["n_questions"] for q in questions} >= {0, 1, 2, 3}


def test_hostile_strings_can_be_read():
    strings = (SAMPLES / "strings.txt").read_text(encoding="utf-8").split("\n")
    assert len([s for s in strings if s and not s.startswith("# ")]) >= 80
