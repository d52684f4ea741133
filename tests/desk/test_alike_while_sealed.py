"""While the words of a question lie sealed, nothing is taken to resemble it."""

import pytest

from priyom.desk.actions.sealing import placeholder
from priyom.desk.models import Message, Ticket
from priyom.desk.page.choosing import likely_same
from priyom.knowledge.queries import alike_to
from tests.cast import open_ticket


@pytest.fixture
def two_sealed(zoya, yakov):
    made = [open_ticket(person, subject="Не печатает рецепт") for person in (zoya, yakov)]
    Ticket.objects.filter(pk__in=[each.pk for each in made]).update(subject=placeholder())
    Message.objects.filter(ticket__in=made).update(body=placeholder(), state=Message.State.SEALED)
    return [Ticket.objects.get(pk=each.pk) for each in made]


def test_two_sealed_questions_are_not_the_same_because_both_are_sealed(two_sealed, anna):
    assert likely_same(anna, two_sealed[1]) == []
    assert alike_to(anna, two_sealed[1].number)[1] == []


def test_once_the_words_are_there_what_resembles_them_is_found(two_sealed, anna):
    Ticket.objects.filter(pk__in=[each.pk for each in two_sealed]).update(subject="Не печатает рецепт")
    first, second = (Ticket.objects.get(pk=each.pk) for each in two_sealed)
    assert [each.number for each in alike_to(anna, second.number)[1]] == [first.number]
