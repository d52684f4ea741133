import pytest

from priyom.base.errors import Invalid, NotAllowed, NotVisible
from priyom.desk.actions.priority import override_priority, take_override_back
from priyom.desk.actions.tickets import prioritise_ticket
from priyom.desk.models import PriorityOverride
from priyom.desk.page.history import lines_of
from priyom.desk.queries import timeline_of
from tests.cast import open_ticket

CRITICAL, HIGH, NORMAL, LOW = 1, 2, 3, 4


def facts(user, ticket):
    return [event for event in timeline_of(user, ticket) if event.kind == "ticket.prioritised"]


def test_a_priority_against_the_rule_keeps_who_and_why(anna, ticket, at):
    at("2026-03-02 10:00")
    changed = override_priority(ticket.number, by=anna, priority=HIGH, reason="  Завтра  проверка министерства ")
    assert (changed.priority, changed.priority_override) == (HIGH, HIGH)
    kept = PriorityOverride.objects.get()
    assert (kept.reason, kept.by, kept.taken_back_at) == ("Завтра проверка министерства", anna, None)
    (fact,) = facts(anna, changed)
    assert fact.details["how"] == "override"
    assert (fact.details["before"], fact.details["after"]) == (NORMAL, HIGH)
    assert "проверка" not in str(fact.details)


def test_it_needs_a_reason_and_a_priority_of_the_list(anna, ticket):
    with pytest.raises(Invalid) as refused:
        override_priority(ticket.number, by=anna, priority=7, reason=" ")
    assert set(refused.value.errors) == {"priority", "reason"}
    with pytest.raises(Invalid):
        override_priority(ticket.number, by=anna, priority=HIGH, reason="а" * 301)
    assert not PriorityOverride.objects.exists()


def test_what_is_recomputed_keeps_the_persons_word_until_it_is_taken_back(anna, boris, ticket):
    override_priority(ticket.number, by=anna, priority=LOW, reason="Заявитель в отпуске до мая")
    changed = prioritise_ticket(ticket.number, by=boris, impact="hospital", urgency="high")
    assert (changed.priority, changed.impact) == (LOW, "hospital")
    back = take_override_back(ticket.number, by=boris)
    assert (back.priority, back.priority_override) == (CRITICAL, None)
    kept = PriorityOverride.objects.get()
    assert (kept.by, kept.taken_back_by) == (anna, boris)
    assert [fact.details["how"] for fact in facts(anna, back)] == ["override", "rule", "rule_again"]
    told = [line.did for line in lines_of(facts(anna, back))]
    assert len(set(told)) == 3


def test_the_same_twice_changes_nothing_and_another_word_replaces_the_first(anna, ticket):
    first = override_priority(ticket.number, by=anna, priority=HIGH, reason="Проверка")
    again = override_priority(ticket.number, by=anna, priority=HIGH, reason="Проверка")
    assert again.revision == first.revision
    override_priority(ticket.number, by=anna, priority=CRITICAL, reason="Стоит приём")
    assert list(PriorityOverride.objects.filter(taken_back_at=None).values_list("priority", flat=True)) == [CRITICAL]
    assert PriorityOverride.objects.count() == 2
    assert take_override_back(ticket.number, by=anna).priority == NORMAL
    assert take_override_back(ticket.number, by=anna).priority == NORMAL


def test_only_support_within_reach_may(zoya, oleg, strange_agent, ticket):
    for person, refusal in ((zoya, NotAllowed), (oleg, NotAllowed), (strange_agent, NotVisible)):
        with pytest.raises(refusal):
            override_priority(ticket.number, by=person, priority=HIGH, reason="Хочу быстрее")


def test_the_dialog_shows_the_table_with_its_cell_and_the_word_against_it(anna, as_, ticket):
    client, address = as_(anna), f"/desk/tickets/{ticket.number}/priority"
    page = client.get(address).content.decode()
    assert page.count('aria-pressed="true"') == 1
    refused = client.post(address, {"revision": ticket.revision, "by_hand": "1", "priority": "2", "reason": ""})
    assert refused.status_code == 422
    given = {"revision": ticket.revision, "by_hand": "1", "priority": "2", "reason": "Завтра проверка"}
    assert client.post(address, given).status_code == 302
    page = client.get(address).content.decode()
    assert "Завтра проверка" in page
    assert 'name="by_rule"' in page
    ticket.refresh_from_db()
    assert client.post(address, {"revision": ticket.revision, "by_rule": "1"}).status_code == 302
    ticket.refresh_from_db()
    assert ticket.priority == NORMAL


def test_the_requester_reads_the_rule_and_the_word_against_it(anna, zoya, as_, ticket):
    override_priority(ticket.number, by=anna, priority=HIGH, reason="Завтра проверка")
    page = as_(zoya).get(f"/portal/tickets/{ticket.number}").content.decode()
    assert "Завтра проверка" in page
    assert page.count('aria-current="true"') == 1


def test_before_you_counts_the_critical_ones_and_names_none(anna, zoya, stranger, as_, ticket):
    for asker, words in ((zoya, "Стоит регистратура"), (zoya, "Не входит никто"), (stranger, "Сервер севера")):
        number = open_ticket(asker, subject=words).number
        prioritise_ticket(number, by=anna, impact="hospital", urgency="critical")
    page = as_(zoya).get(f"/portal/tickets/{ticket.number}").content.decode()
    assert "2 критические заявки вашего региона" in page
    assert "1 в других регионах" in page
    assert "Сервер севера" not in page
    first_critical, second = ticket.number + 1, ticket.number + 2
    assert "Перед вами" not in as_(zoya).get(f"/portal/tickets/{first_critical}").content.decode()
    assert "1 критическая заявка вашего региона" in as_(zoya).get(f"/portal/tickets/{second}").content.decode()
