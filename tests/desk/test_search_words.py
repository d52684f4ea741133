"""What was typed is understood without asking anybody, whatever it is."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from priyom.desk.search.words import LONGEST, MOST_TERMS, Query, Term, nearest, parse, slips_between, switched

SIGNS = st.text(st.sampled_from("абвгёйAZaz019 \"«»“”-_./\\:@+'&|!()<>*%#№\u0301\u200b\u202e🙂\0\n\t"), max_size=260)
WORDS = st.text(st.sampled_from("абвгде"), max_size=9)


def terms(text, **more):
    return [
        ("-" if term.minus else "") + " ".join(term.words) + ("*" if term.is_begun else "")
        for term in parse(text, **more).terms
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Принтер  не печатает", ["принтер", "не", "печатает"]),
        ("ошибка CA_INACCESSIBILITY, версия 5.3.2.", ["ошибка", "ca_inaccessibility", "версия", "5.3.2"]),
        ("«не печатает рецепт»", ["не печатает рецепт"]),
        ('"не печатает" -тест -"из-за сети"', ["не печатает", "-тест", "-из за сети"]),
        ("из-за сети", ["из", "за", "сети"]),
        ("smtp-сервер 025/у", ["smtp-сервер", "025/у"]),
        ("приём ПРИЕМ приём", ["прием"]),
        ('не закрыта "кавычка', ["не", "закрыта", "кавычка"]),
        ("- -- -", []),
        ("", []),
    ],
)
def test_text_becomes_terms(text, expected):
    assert terms(text) == expected


def test_only_the_last_word_is_begun_while_typing():
    assert terms("рецепт марш", typing=True) == ["рецепт", "марш*"]
    assert terms("рецепт марш ", typing=True) == ["рецепт", "марш"]
    assert terms("рецепт -марш", typing=True) == ["рецепт", "-марш"]
    assert terms("м", typing=True) == ["м"]
    assert terms("ма", typing=True) == ["ма*"]
    assert terms("рецепт ма", typing=True) == ["рецепт", "ма"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ghbtv", ["прием"]), ("ЬЫУ", ["mse"]), ("12345", []), ("", []), ("5.3.2", []), ("`;br", ["ёжик"])],
)
def test_the_other_layout(text, expected):
    assert [found for found in switched(text) if found][:1] == expected[:1]


@given(SIGNS)
@example("-" * 300)
@example("«" * 300)
def test_anything_is_understood_and_bounded(text):
    for query in (parse(text), parse(text, typing=True), parse(text).loosened(), parse(text).begun()):
        assert len(query.terms) <= MOST_TERMS
        for term in query.terms:
            assert term.words
            assert all(word and word == word.lower() for word in term.words)
            assert term.is_code or all(letter.isalnum() for word in term.words for letter in word)
    assert all(len(found) <= LONGEST for found in switched(text))


@given(st.text(max_size=300))
@settings(max_examples=300)
def test_any_letters_at_all_are_understood(text):
    assert isinstance(parse(text, typing=True), Query)
    assert all(isinstance(found, str) for found in switched(text))


@given(WORDS, WORDS)
def test_slips_are_counted_alike_from_both_ends(one, other):
    assert slips_between(one, other, 3) == slips_between(other, one, 3)
    assert (slips_between(one, other, 3) == 0) == (one == other)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("прием", "преим", 1),
        ("прием", "приме", 1),
        ("шлюз", "шлюзз", 1),
        ("шлюз", "клюз", 1),
        ("талон", "салат", 3),
        ("а", "абвгд", 3),
    ],
)
def test_slips(one, other, slips):
    assert slips_between(one, other, 2) == slips


def test_the_nearest_word_is_the_likeliest():
    known = [("шлюз", 3), ("шлюп", 30), ("маршрутизац", 1)]
    assert nearest("шлюж", "шлюж", known) == "шлюп"
    assert nearest("маршрутизцаи", "маршрутизцаия", known) == "маршрутизац"
    assert nearest("кот", "кот", [("кит", 9)]) is None
    assert nearest("совсемдругое", "совсемдругое", known) is None
    # One slip from the beginning of what was typed, one from the whole: the whole is meant.
    assert nearest("прсьб", "прсьба", [("прос", 900), ("просьб", 3)]) == "просьб"


def test_a_term_says_what_it_is():
    assert parse("-CA_X").terms == (Term(("ca_x",), is_code=True, minus=True),)
