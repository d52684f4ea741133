"""Topics, their questions and rules of the agenda, open before two people at once: nobody undoes what he did not touch."""

import pytest

from priyom.desk.actions.topics_admin import add_topic, save_field
from priyom.desk.lists.agenda import rules_now
from tests.page_forms import both_open, sent_from

pytestmark = pytest.mark.django_db
QUESTION = {
    "label": "Какой документ?", "short": "документ", "hint": "", "example": "", "why": "", "never_personal": "",
    "kind": "text", "choices": [], "expected": True, "weight": 2, "prefill": "",
}  # fmt: skip


@pytest.fixture
def topic(cast):
    columns = {"name": "Печать", "hint": "", "words": ["печат"], "strong": [], "explanation": "", "outside": ""}
    more = {"quick": False, "kind": "incident", "impact": "person", "urgency": "normal", "team": None}
    return add_topic(by=cast.adam, parent=None, is_active=True, **columns, **more)


def test_words_added_by_one_and_a_team_chosen_by_another_are_both_kept(cast, topic, as_):
    path, desks = f"/settings/topics/{topic.code}", (as_(cast.adam), as_(cast.adam))
    second = {"team": str(cast.line2.pk), "urgency": "high"}
    answer = both_open(desks, path, ("name", "Печать"), {"words": "печат, принтер"}, second)
    assert answer.status_code == 302
    topic.refresh_from_db()
    assert (topic.words, topic.team, topic.urgency) == (["печат", "принтер"], cast.line2, "high")
    assert "изменил кто-то другой: Слова" in desks[1].get(answer.url).content.decode()


def test_a_topic_taken_out_of_use_does_not_come_back_by_a_late_save(cast, topic, as_):
    path, desks = f"/settings/topics/{topic.code}", (as_(cast.adam), as_(cast.adam))
    assert both_open(desks, path, ("name", "Печать"), {"is_active": None}, {"hint": "Всё о печати"}).status_code == 302
    topic.refresh_from_db()
    assert (topic.is_active, topic.hint) == (False, "Всё о печати")


def test_a_name_that_both_changed_is_asked_about(cast, topic, as_):
    path, desks = f"/settings/topics/{topic.code}", (as_(cast.adam), as_(cast.adam))
    answer = both_open(desks, path, ("name", "Печать"), {"name": "Принтеры"}, {"name": "Печать и этикетки"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "кто-то другой записал: «Принтеры»" in page
    again = desks[1].post(path, sent_from(page, ("name", "Печать и этикетки")))
    assert again.status_code == 302
    topic.refresh_from_db()
    assert topic.name == "Печать и этикетки"


def test_a_question_is_joined_but_its_kind_and_its_answers_are_one_fact(cast, topic, as_):
    field = save_field(topic.code, by=cast.adam, **QUESTION)
    path, desks = f"/settings/topics/{topic.code}/fields/{field.pk}", (as_(cast.adam), as_(cast.adam))
    holding = ("label", "Какой документ?")
    assert both_open(desks, path, holding, {"weight": "3"}, {"hint": "Из заголовка"}).status_code == 302
    answer = both_open(desks, path, holding, {"kind": "choice", "choices": "ЭМД\r\nРецепт"}, {"kind": "number"})
    assert answer.status_code == 409
    field.refresh_from_db()
    assert (field.weight, field.hint, field.kind) == (3, "Из заголовка", "choice")


def test_a_rule_of_the_agenda_that_two_leads_change_is_asked_about(cast, as_):
    rule = rules_now()[0]
    path, desks = "/desk/meetings/rules", (as_(cast.pavel), as_(cast.pavel))
    answer = both_open(desks, path, ("reason", rule.reason), {"is_active": None}, {"limit": str(rule.limit + 1)})
    assert answer.status_code == 409
    assert "кто-то другой записал: «не отмечено»" in answer.content.decode()
    assert (rules_now()[0].limit, rules_now()[0].is_active) == (rule.limit, False)
    again = sent_from(answer.content.decode(), ("reason", rule.reason))
    assert desks[1].post(path, again).status_code == 302
    assert (rules_now()[0].limit, rules_now()[0].is_active) == (rule.limit + 1, True)


def test_saving_one_rule_leaves_the_others_alone(cast, as_):
    first, other = rules_now()[:2]
    path, desks = "/desk/meetings/rules", (as_(cast.pavel), as_(cast.pavel))
    later = sent_from(desks[1].get(path).content.decode(), ("reason", other.reason), is_active=None)
    early = sent_from(desks[0].get(path).content.decode(), ("reason", first.reason), limit=str(first.limit + 1))
    assert desks[0].post(path, early).status_code == 302
    assert desks[1].post(path, later).status_code == 302
    assert [(rule.limit, rule.is_active) for rule in rules_now()[:2]] == [(first.limit + 1, True), (other.limit, False)]
