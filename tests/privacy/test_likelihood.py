"""What only the network of names tells: the same word is somebody in one place and a thing in another."""

import pytest

from priyom.privacy.detectors.likelihood import STRETCH, Likelihood
from priyom.privacy.detectors.ner import meanings
from priyom.privacy.detectors.reading import Reading
from priyom.privacy.detectors.units import units_of


@pytest.fixture(scope="module")
def likelihood(guard):
    return Likelihood(meanings(), guard.vocabulary)


def names(found, text):
    return [value for label, value in found(text) if label == "PERSON"]


@pytest.mark.parametrize(
    ("text", "somebody"),
    [
        ("кардиолог голубь в отпуске", "голубь"),
        ("Операцию делал Рустамов, ассистировал Вишня", "Вишня"),
        ("Сменил фамилию: был Немоляев, стал Заяц", "Заяц"),
        ('{"event": "conflict", "who": "Шестакова", "by": 7}', "Шестакова"),
        ("lab result for Rashidov Anvar lost after restart", "Rashidov Anvar"),
    ],
)
def test_a_word_like_any_other_is_somebody_where_people_stand(found, text, somebody):
    assert any(somebody in name for name in names(found, text))


@pytest.mark.parametrize(
    "text",
    [
        "Голубь на подоконнике",
        "Вишня в буфете закончилась",
        "Стент Пальмаза и протез Хенкока не списываются",
        "Поликлиника на Маршала Тухачевского закрыта на ремонт",
        "Плагин Маша для голоса не слышит",
        "Салют, Маруся и Алиса не поддерживаются",
    ],
)
def test_the_same_kinds_of_words_stay_where_things_stand(found, text):
    assert names(found, text) == []


def test_words_that_a_rule_took_along_are_given_back(found):
    assert names(found, "НЕ НАЙДЕН ЗАСТРАХОВАННЫЙ ЦЫБИКОВ БАИР ДАШИЕВИЧ") == ["ЦЫБИКОВ БАИР ДАШИЕВИЧ"]


def test_a_whole_name_is_hidden_whatever_stands_around_it(found):
    assert names(found, "синдром Иванова Ивана Ивановича") != []


def test_nothing_is_read_in_nothing(likelihood):
    assert likelihood.of([]) == []


def test_a_long_text_is_read_as_its_parts_are(guard, likelihood):
    sentence = "У пациентки Сажиной не открывается карта, врач Вереск в отпуске. "
    units = units_of(Reading(sentence * (STRETCH // 5)), guard.vocabulary)
    chances = likelihood.of(units)
    each = len(units_of(Reading(sentence), guard.vocabulary))
    assert len(chances) == len(units)
    middle = chances[each : 2 * each]
    for start in range(2 * each, len(units) - each, each):
        assert chances[start : start + each] == pytest.approx(middle, abs=1e-3)


def test_a_guard_that_waits_keeps_no_names_of_those_it_read_about(guard):
    guard.find(["Пациентка Хубиева Гюльнара Заурбековна ждёт выписку"])
    guard.forget()
    kept = set(guard.vocabulary.kept)
    assert "выписку" in kept
    assert not kept & {"хубиева", "гюльнара", "заурбековна"}


@pytest.mark.parametrize(
    "text",
    [
        "Вчера в Саратове Ипполит Вакулин и Ли Чен обсудили с министерством новую больницу.",
        "Вакулин",
        "справка не печатается, обновление 5.14 от 12.11",
        "Жоау да Силва прибыл.\nЕго ждала Гульчачак Рамазанова из Казани",
    ],
)
def test_the_models_arithmetic_is_the_librarys(text):
    from slovnet import NER

    from priyom.privacy.detectors.ner import _data, _words, model

    library = NER.load(str(_data() / "model" / "slovnet_ner_news_v1.tar")).navec(_words())
    spans = next(library.map([text])).spans

    assert model().people(text) == [(span.start, span.stop) for span in spans if span.type == "PER"]
