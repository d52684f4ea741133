"""What Ctrl+K finds: pages of settings, people by the wrong layout, and nothing that would do nothing."""

from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import reverse

from priyom.desk.actions.assignment import take_ticket
from priyom.desk.actions.merging import merge_ticket
from priyom.desk.lists.listing import Filters
from tests.cast import open_ticket


def found(client, **asked):
    return client.get(reverse("desk:palette"), asked).content.decode()


def test_pages_of_settings_are_found_by_those_who_may_open_them(adam, anna, as_):
    assert reverse("settings:topics") in found(as_(adam), q="темы")
    assert reverse("settings:topics") not in found(as_(anna), q="темы")
    assert reverse("people:organisations") in found(as_(anna), q="организ")


def test_a_person_a_list_and_a_page_are_found_by_the_wrong_layout(adam, anna, zoya, as_):
    assert zoya.full_name in found(as_(anna), q="dtnhjdf")
    assert reverse("people:audit") in found(as_(adam), q=";ehyfk ltqcndbq")
    assert found(as_(anna), q="dct jnrhsnst").count(reverse("desk:list", args=["line1-open"])) == 1


def test_nobody_is_offered_to_take_what_they_have(anna, boris, ticket, as_):
    at = reverse("desk:ticket", args=[ticket.number])
    assert "Взять" in found(as_(anna), at=at)
    take_ticket(ticket.number, by=anna)
    assert "Взять" not in found(as_(anna), at=at)
    assert "Взять" not in found(as_(boris), at=at)  # the key is there only while nobody has it


def test_nobody_is_offered_what_they_may_not_do(oleg, anna, zoya, yakov, stranger, strange_agent, ticket, as_):
    at = reverse("desk:ticket", args=[ticket.number])
    assert "Ответить заявителю" in found(as_(anna), at=at)
    for reader in (oleg, strange_agent):
        offered = found(as_(reader), at=at)
        for words in ("Ответить заявителю", "Написать заметку", "Взять", "Ответственный", "Статус", "Приоритет"):
            assert words not in offered
    assert "Что изменилось" in found(as_(oleg), at=at)
    twin = open_ticket(yakov)
    merge_ticket(ticket.number, by=anna, into=twin.number)
    assert "Ответить заявителю" not in found(as_(anna), at=at)


def test_the_name_that_everybody_tries_first_searches_too(anna, ticket, as_):
    answer = as_(anna).get(reverse("desk:tickets"), {"q": "рецепт", "status": "new"})
    assert answer.status_code == 302
    assert Filters.read(QueryDict(urlsplit(answer.url).query)) == Filters(text="рецепт", status=("new",))
