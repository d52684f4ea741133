from dataclasses import replace

import pytest
from django.urls import reverse
from markupsafe import Markup

from priyom.base.models import Event
from priyom.desk.actions.mentions import called_as
from priyom.desk.actions.messages import add_note, reply
from priyom.desk.models import Watch
from priyom.desk.rules.mentions import by_name, with_logins, with_marked_names, with_names
from priyom.people.models import User

LOGINS = by_name([("boris", "Борис", "Громов"), ("anna", "Анна", "Лебедева"), ("a.p-k", "Анна", "Петрова-Кац")])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("@Борис Громов, посмотрите", "@boris, посмотрите"),
        ("Спросим (@Громов борис).", "Спросим (@boris)."),
        ("@Анна Петрова-Кац и @Анна Лебедева", "@a.p-k и @anna"),
        ("@Борис Громов.Журнал", "@boris .Журнал"),
        ("@Борис не знает", "@Борис не знает"),
        ("Почта x@Борис Громов", "Почта x@Борис Громов"),
        ("https://сайт/@Борис Громов", "https://сайт/@Борис Громов"),
        ("@Борис\nГромов", "@Борис\nГромов"),
        ("@", "@"),
    ],
)
def test_a_name_is_kept_as_the_login(typed, kept):
    assert with_logins(typed, LOGINS) == kept


def test_namesakes_and_people_of_one_word_have_no_name_to_be_called_by():
    assert by_name([("a", "Анна", "Лебедева"), ("b", "анна", "лебедева"), ("c", "", "Робот")]) == {}


def test_a_login_is_read_as_the_name_and_hostile_names_stay_words():
    names = {"boris": "Борис <b>Громов</b>"}
    assert with_names("@Boris, @nobody, a@boris", names) == "@Борис <b>Громов</b>, @nobody, a@boris"
    shown = with_marked_names(Markup("<p>@boris &lt;i&gt; @nobody</p>"), names)
    assert shown == ('<p><span class="mention">@Борис &lt;b&gt;Громов&lt;/b&gt;</span> &lt;i&gt; @nobody</p>')


def test_a_colleague_called_by_name_is_told_and_shown_by_the_name_of_today(anna, boris, ticket, as_):
    note = add_note(ticket.number, by=anna, body="@Борис Громов, журнал приложен")
    assert note.body == "@boris, журнал приложен"
    assert Event.objects.get(kind="ticket.mentioned").details["users"] == [boris.pk]
    assert Watch.objects.get(ticket=ticket, ended_at=None).user == boris
    pages = [reverse("desk:ticket", args=[ticket.number]), reverse("desk:print", args=[ticket.number]) + "?notes=1"]
    for name in ("Борис Громов", "Борис Петров"):
        User.objects.filter(pk=boris.pk).update(last_name=name.split()[1])
        for page in pages:
            assert f'<span class="mention">@{name}</span>, журнал' in as_(anna).get(page).content.decode()


def test_who_has_left_keeps_the_name_and_a_requester_stays_a_word(anna, boris, zoya, ticket, as_):
    add_note(ticket.number, by=anna, body="@boris и @zoya")
    boris.memberships.update(state="ended")
    page = as_(anna).get(reverse("desk:ticket", args=[ticket.number])).content.decode()
    assert '<span class="mention">@Борис Громов</span> и @zoya' in page


def test_an_answer_to_the_requester_calls_nobody(anna, boris, ticket, as_):
    said = reply(ticket.number, by=anna, body="@Борис Громов посмотрит")
    assert said.body == "@Борис Громов посмотрит"
    assert not Watch.objects.exists()
    offered = as_(anna).get(reverse("desk:mention_options"), {"q": "Бор", "visibility": "public"}).content.decode()
    assert "Громов" not in offered


def test_colleagues_are_offered_by_name_and_namesakes_by_login(anna, boris, cast, as_):
    address = reverse("desk:mention_options")
    offered = as_(anna).get(address, {"q": "Бор", "visibility": "internal"}).content.decode()
    assert 'data-insert="@Борис Громов "' in offered
    assert "@boris" not in offered
    User.objects.filter(pk=cast.vadim.pk).update(first_name="Борис", last_name="Громов")
    offered = as_(anna).get(address, {"q": "Борис Громов"}).content.decode()
    assert 'data-insert="@boris "' in offered
    assert 'data-insert="@vadim "' in offered
    assert called_as([anna]) == {"anna": "Анна Лебедева"}


def test_what_is_found_in_a_note_reads_with_names(anna, ticket, as_, run_reactions):
    add_note(ticket.number, by=anna, body="@Борис Громов, проверьте криптопровайдер")
    run_reactions()
    found = as_(anna).get(reverse("desk:tickets"), {"text": "криптопровайдер"}).content.decode()
    assert "@Борис Громов, проверьте" in found


def test_a_colleague_is_called_while_the_guard_hides_a_patient_of_that_name(anna, boris, ticket, settings):
    settings.PRIYOM = replace(settings.PRIYOM, guard="on")
    said = add_note(
        ticket.number, by=anna, body="@Борис Громов, посмотри: пациент Каверин Борис не записан, спроси @zoya."
    )
    assert "@boris" in said.body
    assert "@zoya" not in said.body
    assert "Каверин" not in said.body
    assert Watch.objects.filter(user=boris, reason=Watch.Reason.MENTIONED).exists()
