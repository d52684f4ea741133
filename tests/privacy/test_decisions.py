"""What is decided about the guard: for everybody, for one organisation, lists; and that it reaches the guard itself."""

import pytest

from priyom.base.errors import Invalid, NotAllowed
from priyom.base.models import Event
from priyom.base.requests import end_request, start_request
from priyom.people.models import Membership
from priyom.privacy.decided.actions import add_entry, decide_kinds, remove_entry, withdraw_exception
from priyom.privacy.decided.rules import rules_for
from priyom.privacy.detectors import Label
from priyom.privacy.models import GuardDecision, GuardEntry

ALL = [kind.value for kind in Label]


def all_but(*kinds):
    return [kind for kind in ALL if kind not in kinds]


def test_without_a_decision_every_kind_is_hidden_and_only_own_agents_are_left_alone(cast):
    rules = rules_for(cast.clinic)
    assert rules.kinds == frozenset(Label)
    assert "Лебедева Анна" in rules.people
    assert "Ветрова Зоя" not in rules.people
    assert not rules.telephones


def test_a_decision_for_an_organisation_holds_there_and_below_and_nowhere_else(cast):
    decide_kinds(by=cast.adam, hidden=all_but("EMAIL"))
    decide_kinds(by=cast.adam, hidden=all_but("PHONE"), organisation=cast.clinic)
    assert Label.EMAIL not in rules_for(cast.other_clinic).kinds
    assert Label.EMAIL in rules_for(cast.clinic).kinds
    assert Label.PHONE not in rules_for(cast.department).kinds
    withdraw_exception(cast.clinic, by=cast.adam)
    assert Label.PHONE in rules_for(cast.department).kinds
    assert Label.EMAIL not in rules_for(cast.department).kinds


def test_recordings_keep_their_sound_only_where_that_was_decided(cast):
    assert not rules_for(cast.clinic).sound
    decide_kinds(by=cast.adam, hidden=all_but(), organisation=cast.clinic, keeps_sound=True)
    assert rules_for(cast.department).sound
    assert not rules_for(cast.other_clinic).sound
    assert Event.objects.get(kind="guard.kinds_decided").details["sound"] is True


def test_lists_add_up_on_the_way_down(cast):
    add_entry(by=cast.adam, kind="telephone", written="8 (800) 100-20-30")
    add_entry(by=cast.adam, kind="institution", written="Больница  имени Пирогова", organisation=cast.clinic)
    assert rules_for(cast.other_clinic).telephones == {"8001002030"}
    assert rules_for(cast.department).telephones == {"8001002030"}
    assert rules_for(cast.department).institutions == {"больница имени пирогова"}
    assert not rules_for(cast.other_clinic).institutions


def test_every_change_is_one_event_without_words_and_the_same_again_is_none(cast):
    decide_kinds(by=cast.adam, hidden=all_but("MRN"))
    decide_kinds(by=cast.adam, hidden=all_but("MRN"))
    entry = add_entry(by=cast.adam, kind="person", written="Смирнова Ольга")
    add_entry(by=cast.adam, kind="person", written="Смирнова Ольга")
    remove_entry(entry.pk, by=cast.adam)
    told = list(Event.objects.filter(kind__startswith="guard.").order_by("pk").values_list("kind", "details"))
    assert [kind for kind, _details in told] == ["guard.kinds_decided", "guard.entry_added", "guard.entry_removed"]
    assert "Смирнова" not in str(told)
    assert not GuardEntry.objects.exists()


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("telephone", "12"),
        ("mailbox", "не адрес"),
        ("institution", "ЦРБ"),
        ("person", "Смирнова"),
        ("surname", "Две Фамилии"),
        ("colour", "синий"),
    ],
)
def test_a_line_that_would_uncover_too_much_or_nothing_is_refused(cast, kind, written):
    with pytest.raises(Invalid) as refused:
        add_entry(by=cast.adam, kind=kind, written=written)
    assert refused.value.errors["written"]


def test_only_administrators_decide(cast):
    with pytest.raises(NotAllowed):
        decide_kinds(by=cast.oleg, hidden=ALL)
    with pytest.raises(NotAllowed):
        add_entry(by=cast.pavel, kind="telephone", written="8 800 100-20-30")
    assert not GuardDecision.objects.exists()


def test_a_change_holds_from_the_next_request_on(cast):
    start_request()
    assert not rules_for().mailboxes
    add_entry(by=cast.adam, kind="mailbox", written="@Pulse.Example")
    end_request()
    start_request()
    assert rules_for().mailboxes == {"@pulse.example"}
    Membership.objects.filter(user=cast.anna).update(state="ended")
    end_request()
    assert "Лебедева Анна" not in rules_for().people


def test_the_page_changes_what_is_hidden(cast, as_):
    page = as_(cast.adam)
    answer = page.post("/settings/guard/kinds", {"hidden": all_but("INN", "PHONE")}, follow=True)
    assert "Сохранено" in answer.text
    assert rules_for().kinds == frozenset(Label) - {Label.INN, Label.PHONE}
    refused = page.post("/settings/guard/entries", {"kind": "person", "written": "Смирнова"})
    assert refused.status_code == 422
    assert "одна фамилия открыла бы пациентов" in refused.text


def test_an_organisation_gets_a_page_of_its_own(cast, as_):
    page = as_(cast.adam)
    opened = page.post("/settings/guard/organisations", {"organisation": cast.clinic.pk}, follow=True)
    assert "Здесь действует общее решение" in opened.text
    page.post("/settings/guard/kinds", {"hidden": all_but("ADDRESS"), "organisation": cast.clinic.pk})
    assert "домашний адрес" in page.get("/settings/guard/").text
    assert "действует своё решение" in page.get(f"/settings/guard/organisations/{cast.clinic.pk}").text


def test_the_text_that_was_tried_is_shown_masked_and_kept_nowhere(cast, as_):
    text = "Пациент Иванов Пётр Сергеевич, СНИЛС 112-233-445 95, звоните 8 800 100-20-30"
    add_entry(by=cast.adam, kind="telephone", written="8 800 100-20-30")
    shown = as_(cast.adam).post("/settings/guard/trial", {"text": text}, headers={"HX-Request": "true"}).text
    assert "[№ 1], СНИЛС ***-***-*** 95, звоните 8 800 100-20-30" in shown
    assert "ФИО" in shown
    assert not Event.objects.filter(kind__startswith="guard.").exclude(kind="guard.entry_added").exists()


# --- what the decisions mean to the guard ---


def test_an_institution_on_the_list_is_left_alone_and_its_namesake_is_not(found):
    from priyom.privacy.rules import Rules

    rules = Rules(institutions=frozenset({"клиника доктора ковалёва".replace("ё", "е")}))
    text = "Направили в Клинику доктора Ковалёва. Клиника доктора Ковалёва не отвечает. Пациент Ковалёв Игорь Петрович."
    assert [words for label, words in found(text, rules=rules) if label == "PERSON"][-1] == "Ковалёв Игорь Петрович"
    assert "Ковалёва не отвечает" not in str(found(text, rules=rules))


def test_an_agents_surname_stays_readable_only_where_no_patient_bears_it(found):
    from priyom.privacy.rules import Rules

    rules = Rules(people=frozenset({"Иванова Анна Петровна"}))
    for said in ("Передала Ивановой Анне Петровне, она посмотрит.", "С уважением, Анна Иванова", "Ждём Иванову А. П."):
        assert found(said, rules=rules) == []
    assert ("PERSON", "Иванов Алексей") in found("Пришёл Иванов Алексей, просит справку.", rules=rules)
    assert ("PERSON", "Иванова") in found("У пациентки Иванова не открывается карта.", rules=rules)
    both = found("Иванов Сергей Ильич пришёл на приём. Иванову не выписали рецепт.", rules=rules)
    assert ("PERSON", "Иванов Сергей Ильич") in both
    assert ("PERSON", "Иванову") in both
