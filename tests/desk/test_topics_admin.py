import pytest
from django.urls import reverse

from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.models import Event
from priyom.desk.actions.topics_admin import (
    MOST_FIELDS,
    add_topic,
    change_topic,
    move_field,
    move_topic,
    remove_field,
    save_field,
)
from priyom.desk.models import Topic, TopicField
from priyom.desk.taxonomy import questions_of

TOPIC = {
    "name": "Печать", "hint": "", "words": ["печат"], "strong": [], "explanation": "", "outside": "",
    "quick": False,
    "kind": "incident", "impact": "person", "urgency": "normal", "team": None, "is_active": True,
}  # fmt: skip
QUESTION = {
    "label": "Какой принтер?", "short": "принтер", "hint": "", "example": "", "why": "",
    "never_personal": "", "kind": "text",
    "choices": [], "expected": True, "weight": 2, "prefill": "",
}  # fmt: skip


def names():
    return list(Topic.objects.order_by("position").values_list("name", flat=True))


def test_a_topic_is_added_changed_and_told(adam, cast):
    topic = add_topic(by=adam, parent=None, **TOPIC)
    child = add_topic(by=adam, parent=topic, **(TOPIC | {"name": "Рецепты"}))
    change_topic(topic.code, by=adam, **(TOPIC | {"name": "Принтеры", "is_active": False}))

    topic.refresh_from_db()
    assert (topic.name, topic.is_active, child.parent) == ("Принтеры", False, topic)
    assert child.code.startswith(f"{topic.code}.")
    assert Event.objects.filter(kind="topic.changed").count() == 3
    with pytest.raises(Invalid):
        add_topic(by=adam, parent=child, **TOPIC)
    with pytest.raises(Invalid):
        change_topic(topic.code, by=adam, **(TOPIC | {"name": " "}))


def test_a_topic_moves_with_everything_below_it(adam, cast):
    emd = Topic.objects.get(code="emd")
    Topic.objects.filter(code="report").update(position=100)
    add_topic(by=adam, parent=emd, **(TOPIC | {"name": "Отказы"}))
    move_topic("emd", by=adam, up=False)
    assert names() == ["Отчёты и печать", "Отправка ЭМД", "Отказы"]
    move_topic("emd", by=adam, up=False)
    move_topic("emd", by=adam, up=True)
    assert names() == ["Отправка ЭМД", "Отказы", "Отчёты и печать"]


def test_questions_are_added_ordered_changed_and_removed(adam, cast):
    printer = save_field("emd", by=adam, **QUESTION)
    move_field("emd", printer.pk, by=adam, up=True)
    assert list(TopicField.objects.filter(topic__code="emd").values_list("label", flat=True)) == [
        "Какой принтер?",
        "Текст ошибки",
    ]
    save_field("emd", by=adam, field_id=printer.pk, **(QUESTION | {"label": "Модель принтера?", "weight": 3}))
    printer.refresh_from_db()
    assert (printer.label, printer.weight) == ("Модель принтера?", 3)
    remove_field("emd", printer.pk, by=adam)
    assert TopicField.objects.filter(topic__code="emd").count() == 1


def test_wrong_questions_are_refused(adam, cast):
    for field, change in (("label", {"label": ""}), ("choices", {"kind": "choice", "choices": [["a", "А"]]})):
        with pytest.raises(Invalid) as refusal:
            save_field("emd", by=adam, **(QUESTION | change))
        assert field in refusal.value.errors
    with pytest.raises(NotVisible):
        save_field("report", by=adam, field_id=TopicField.objects.get().pk, **QUESTION)
    for _ in range(MOST_FIELDS - 1):
        save_field("emd", by=adam, **QUESTION)
    with pytest.raises(WrongState):
        save_field("emd", by=adam, **QUESTION)


def test_only_administrators_keep_topics(anna, pavel, marina, zoya, cast):
    for person in (anna, pavel, marina, zoya):
        with pytest.raises(NotAllowed):
            add_topic(by=person, parent=None, **TOPIC)
        with pytest.raises(NotAllowed):
            save_field("emd", by=person, **QUESTION)


def test_choices_keep_the_values_that_answers_refer_to(as_, adam, cast):
    field = save_field(
        "emd",
        by=adam,
        **(QUESTION | {"kind": "choice", "choices": [["person", "у меня"], ["hospital", "у всех"]]}),
    )
    data = {"label": "У кого?", "kind": "choice", "weight": "2", "choices": "только у меня\nу всех"}
    assert as_(adam).post(f"/settings/topics/emd/fields/{field.pk}", data).status_code == 302
    field.refresh_from_db()
    assert field.choices == [["person", "только у меня"], ["hospital", "у всех"]]
    as_(adam).post(f"/settings/topics/emd/fields/{field.pk}", data | {"choices": "у всех\nтолько у меня\nне знаю"})
    field.refresh_from_db()
    assert field.choices == [["hospital", "у всех"], ["person", "только у меня"], ["не знаю", "не знаю"]]


def test_the_preview_shows_what_is_typed_and_keeps_nothing(as_, adam, cast):
    html = (
        as_(adam)
        .post("/settings/topics/emd/preview", {"label": "Какой <b>принтер</b>?", "kind": "text", "weight": "1"})
        .content.decode()
    )
    assert "Какой &lt;b&gt;принтер&lt;/b&gt;?" in html
    assert "Текст ошибки" in html
    assert TopicField.objects.count() == 1
    renamed = (
        as_(adam).post("/settings/topics/emd/preview", {"name": "По-новому", "explanation": "Потому"}).content.decode()
    )
    assert "По-новому" in renamed
    assert Topic.objects.get(code="emd").name == "Отправка ЭМД"


def test_the_try_it_box_says_which_topic_a_text_would_be(as_, adam, cast):
    client = as_(adam, **{"HX-Request": "true"})
    assert (
        "Отправка ЭМД"
        in client.post("/settings/topics/guess", {"text": "Протокол не уходит в РЭМД со вчера"}).content.decode()
    )
    assert (
        "Отправка ЭМД"
        not in client.post("/settings/topics/guess", {"text": "совсем другое и непонятное дело"}).content.decode()
    )


def test_a_requester_sees_the_change_at_once(as_, adam, zoya, cast):
    as_(adam).post(
        "/settings/topics/emd",
        {
            "name": "Документы в РЭМД",
            "kind": "incident",
            "impact": "person",
            "urgency": "normal",
            "words": "рэмд, эмд",
            "is_active": "1",
        },
    )
    topic = Topic.objects.get(code="emd")
    assert (topic.name, topic.words) == ("Документы в РЭМД", ["рэмд", "эмд"])
    assert "Документы в РЭМД" in as_(zoya).get(reverse("portal:new")).content.decode()


def test_a_topic_below_picks_which_questions_of_the_one_above_it_asks(as_, adam, cast):
    above = add_topic(by=adam, parent=None, **TOPIC)
    for label in ("Какой принтер?", "Какой кабинет?"):
        save_field(above.code, by=adam, **(QUESTION | {"label": label}))
    below = add_topic(by=adam, parent=above, **(TOPIC | {"name": "Рецепты"}))
    first, second = above.fields.order_by("position")
    assert [field.label for field in questions_of(below)] == ["Какой принтер?", "Какой кабинет?"]

    client, address = as_(adam), f"/settings/topics/{below.code}"
    form = {name: value for name, value in TOPIC.items() if value and name not in ("words", "is_active")} | {
        "is_active": "on"
    }
    assert client.post(address, form | {"name": "Рецепты", "asks": [second.code]}).status_code == 302
    below.refresh_from_db()
    assert [field.label for field in questions_of(below)] == ["Какой кабинет?"]
    assert client.get(address).content.decode().count('name="asks"') == 2

    client.post(address, form | {"name": "Рецепты", "asks": [first.code, second.code]})
    below.refresh_from_db()
    assert below.asks is None, "all of them: what is added above later is asked too"


def test_an_ordinary_change_leaves_the_shipped_choice_of_questions(adam, cast):
    above = add_topic(by=adam, parent=None, **TOPIC)
    below = add_topic(by=adam, parent=above, **(TOPIC | {"name": "Рецепты"}))
    Topic.objects.filter(pk=below.pk).update(asks=["affected"])
    change_topic(below.code, by=adam, **(TOPIC | {"name": "Бланки"}))
    below.refresh_from_db()
    assert below.asks == ["affected"]
