"""Masks: nothing else moves, nothing returns, one person bears one label."""

import re
import string
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from priyom.privacy.detectors import Label, Span
from priyom.privacy.graph import settle
from priyom.privacy.masking import People, mark_all, mask, mask_all, shape_of
from priyom.privacy.wording import pattern_of_marks

KEY = b"k" * 32
RUSSIAN = st.text(
    alphabet="абвгдежзиклмнопрстуфхцчшщыьэюяАБВГДИКМНОПРСТФё.,:;-–—()[]«»\"'@/\\|^~_=+№ \n\t0123456789"
    + string.ascii_letters
)
ANYTHING = st.one_of(st.text(), RUSSIAN)


@st.composite
def spans_in(draw):
    text = draw(st.text(max_size=80))
    spans = []
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        spans.append(
            Span(start, draw(st.integers(start, len(text))), draw(st.sampled_from(Label)), draw(st.floats(0, 1)))
        )
    return text, spans


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(spans_in())
def test_settled_spans_never_overlap_and_cover_every_letter_that_was_found(given_spans):
    text, spans = given_spans

    settled = settle(spans, text)

    assert all(one.end <= two.start for one, two in pairwise(settled))
    covered = {place for span in settled for place in range(span.start, span.end)}
    assert all(place in covered for span in spans for place in range(span.start, span.end) if text[place].isalnum())


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(spans_in())
def test_masking_never_touches_what_stands_outside(given_spans):
    text, spans = given_spans
    settled = settle(spans, text)

    masked = mask(text, settled, People(KEY))

    place = 0
    for outside in _outside(text, settled):
        place = masked.index(outside, place) + len(outside)
    if not settled:
        assert masked == text


def _outside(text, spans):
    place = 0
    for span in spans:
        yield text[place : span.start]
        place = span.end
    yield text[place:]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(ANYTHING)
def test_no_text_makes_the_guard_stumble(guard, text):
    spans = guard.find([text])[0]

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert isinstance(mask(text, spans, People(KEY)), str)


HOSTILE = [
    "1" * 60_000, "1-" * 30_000, "а" * 60_000, "Аа " * 20_000, "ул. " * 15_000, "а.б@" * 15_000, "[" * 60_000, "<a " * 20_000,
    "\u00ad" * 60_000, "И.И." * 15_000, "Иванов " * 8_000, "снилс " * 10_000, "'a'='" * 12_000, "д. 1 " * 12_000, "PID|" * 15_000,
    "@Иван " * 10_000, "Привет, Иван! " * 4_000, "девять " * 8_000, "От: Иван <" * 6_000, "ул. Мира 5, кв. " * 4_000, "f='а', " * 9_000,
    "(" * 60_000, "insert into a (" * 4_000, "Аб-" * 20_000, "пациент " * 8_000, ";" * 60_000, "12.05." * 10_000, "\n" * 60_000,
]  # fmt: skip


def test_hostile_strings_end(guard):
    """A pattern that backtracks would not come back from these within anybody's patience."""
    for text in HOSTILE:
        (spans,) = guard.find([text[:20_000]])
        assert all(span.end <= 20_000 for span in spans)


def test_one_person_bears_one_label_in_every_case_form(guard):
    text = "У пациента Иванова Петра Сергеевича ошибка. Позвоните Иванову. Лечит Смирнова О.Н., Смирновой уже сказали."

    masked = mask(text, guard.find([text])[0], People(KEY))

    assert masked == "У пациента [№ 1] ошибка. Позвоните [Пациент 1]. Лечит [Человек 2], [Человек 2] уже сказали."


def test_a_later_message_of_the_ticket_knows_the_numbers_and_no_names(guard):
    first = People(KEY)
    mask("Иванов И.И.", guard.find(["Иванов И.И."])[0], first)
    later = People(KEY, dict(first.numbers), set(first.patients))

    assert mask("Иванову И.И.", guard.find(["Иванову И.И."])[0], later) == "[Человек 1]"
    assert mask("Петров П.П.", guard.find(["Петров П.П."])[0], later) == "[Человек 2]"
    assert "иванов" not in str(first.numbers).lower()


def test_two_who_share_a_surname_stay_two(guard):
    text = "Иванов Иван Ильич и Иванов Пётр Ильич"

    assert mask(text, guard.find([text])[0], People(KEY)) == "[Человек 1] и [Человек 2]"


def test_the_shape_of_a_number_stays():
    assert shape_of("112-233-445 95", 2) == "***-***-*** 95"
    assert shape_of("+7 (916) 123-45-67", 2) == "+* (***) ***-**-67"
    assert shape_of("12.05.1980", 0) == "**.**.****"


def masked_as_kept(guard, *texts, people=None):
    return mask_all(texts, guard.find(texts), people or People(KEY))


READS = [
    ("Пациенту Иванову Петру Сергеевичу отказали", "Пациенту [№ 1] отказали"),
    ("Пациентка (Гусейнова Лейла) — нет анализов", "Пациентка ([№ 1]) — нет анализов"),
    ("Не видят пациентов Белова, Чернова и Рыжова", "Не видят пациентов [№ 1], [№ 2] и [№ 3]"),
    ("Мать Кузнецова Ольга Петровна звонила вчера", "Мать [№ 1] звонила вчера"),
    ("врач-терапевт Петрова Мария Игоревна не видит карту", "врач-терапевт [№ 1] не видит карту"),
    ("Позвоните Ивановой Марии Петровне", "Позвоните [Человек 1]"),
    ("У 112-233-445 95 нет доступа", "У [СНИЛС ***-***-*** 95] нет доступа"),
    ("СНИЛС 112-233-445 95 и 087-654-303 00", "СНИЛС ***-***-*** 95 и ***-***-*** 00"),
    ("адрес: г. Москва, ул. Мира, д. 5, кв. 12", "адрес: [скрыт]"),
    ("карта № 12345, пациент Жуков Л. Л.", "карта № [скрыт], пациент [№ 1]"),
    (
        "Указанное значение [Иванов Иван Иванович] [112-233-445 95]",
        "Указанное значение [Человек 1] [СНИЛС ***-***-*** 95]",
    ),
    ("Родилась Титова Вера Павловна 3 апреля 1951 г.р.", "Родилась [Человек 1] [дата скрыта] г.р."),
    ("ФИО\tСНИЛС\nИванов И.И.\t112-233-445 95", "ФИО\tСНИЛС\n[Человек 1]\t***-***-*** 95"),
]


def test_a_masked_text_reads_like_a_sentence_and_says_nothing_twice(guard):
    assert [masked_as_kept(guard, text)[0] for text, _reads in READS] == [reads for _text, reads in READS]


def test_whoever_is_called_a_patient_anywhere_in_the_message_is_one_in_all_of_it(guard):
    subject, body = masked_as_kept(guard, "Иванов П.С. не записывается", "Пациент Иванов П.С. ждёт. Что с Ивановым?")

    assert subject == "[Пациент 1] не записывается"
    assert body == "Пациент [№ 1] ждёт. Что с [Пациент 1]?"


def test_a_label_once_given_stays_the_same_through_the_ticket(guard):
    people = People(KEY)
    first = masked_as_kept(guard, "Иванов П.С. не записывается", people=people)
    later = masked_as_kept(guard, "Пациент Иванов П.С. ждёт", "А Иванов П.С. ушёл", people=people)

    assert [*first, *later] == ["[Человек 1] не записывается", "Пациент [№ 1] ждёт", "А [Человек 1] ушёл"]


def test_mother_and_son_of_one_surname_stay_two(guard):
    text = "У Марии Ивановны Петровой и её сына Петрова Димы разные полисы"

    assert masked_as_kept(guard, text) == ["У [Человек 1] и её сына [№ 2] разные полисы"]


def test_every_mark_is_shown_as_one_and_is_nothing_to_hide_again(guard):
    texts = [text for text, _reads in READS]
    kept = [masked_as_kept(guard, text)[0] for text in texts]

    assert guard.find(kept) == [[] for _text in kept]
    brackets = [mark for text in kept for mark in re.findall(r"\[[^\]]+\]", text)]
    assert brackets
    assert all(re.fullmatch(pattern_of_marks(), mark) for mark in brackets)


def test_a_masked_text_gives_nothing_more_to_hide(guard):
    text = "Пациент Иванов Иван Иванович, 12.05.1980 г.р., СНИЛС 112-233-445 95, тел. 8 916 123-45-67, ул. Мира, д. 5, кв. 1, a.petrov@mail.ru, карта № 12345"

    once = mask(text, guard.find([text])[0], People(KEY))

    assert guard.find([once])[0] == []


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(spans_in())
def test_each_mark_stands_where_it_is_said_to_stand_and_between_them_is_the_text_itself(given_spans):
    text, spans = given_spans
    settled = sorted(settle(spans, text))

    (marked,) = mark_all([text], [settled], People(KEY))

    starts, ends = [start for start, _end in marked.places], [end for _start, end in marked.places]
    between = [marked.text[end:start] for end, start in zip([0, *ends], [*starts, len(marked.text)], strict=True)]
    assert between == _outside_of(text, settled)


def _outside_of(text, spans):
    starts, ends = [span.start for span in spans], [span.end for span in spans]
    return [text[end:start] for end, start in zip([0, *ends], [*starts, len(text)], strict=True)]


MASKED_AGAIN = (
    "Врач Петрова О. Н. и акушерка Плотник не видят карту Эльмиры Рашитовны, почта: anna.k собака mail точка ru",
    "Пишите в телеграм @dr_semenova или i.petrov [at] mail [dot] ru, Кириллу с 8 (916) 123-45-67",
    "паспорт серия 4510 номер 123456, СНИЛС у него такой: 112-233-\n445 95, ИНН 50 01 0073 2259",
    "Рожд. 25.01.1957; поступ. 11.11.2026; адрес: г. Уфа, ул. Мира, 5-40; ИБ № 4417/26; ЭЛН 910012345678",
    '<id extension="11223344595" root="1.2.643.100.3"/><given>Лала</given><family>Ибрагимова</family>',
    "иванов и. и. и сидорова звонили маме Артёма, полис 5000 0000 0000 0128, карта 2200 7001 2345 6784",
)


@pytest.mark.parametrize("text", MASKED_AGAIN)
def test_a_masked_text_stays_as_it_is_when_it_is_read_again(guard, text):
    once = mask_all([text], guard.find([text]), People(KEY))

    assert once[0] != text
    assert mask_all(once, guard.find(once), People(KEY)) == once


def test_what_stands_on_both_sides_of_a_mark_in_one_field_is_hidden(found):
    text = '"address": "Омск [Пациент 1] Лесная пять"'

    assert [words.strip() for _label, words in found(text)] == ["Омск", "Лесная пять"]


@pytest.mark.parametrize("text", MASKED_AGAIN)
def test_no_part_of_a_value_is_left_in_its_mask(guard, text):
    spans = guard.find([text])[0]
    marked = mark_all([text], [spans], People(KEY))[0]

    for span, (start, end) in zip(spans, marked.places, strict=True):
        left = set(re.findall(r"[^\W_]{3,}", marked.text[start:end].lower()))
        written = set(re.findall(r"[^\W_]{3,}", text[span.start : span.end].lower())) - {
            "серия",
            "номер",
            text[span.end - 4 : span.end],
        }
        assert not (left & written), span.label
