"""Statements that are kept say the same as the ORM says, and differ only in what they cost."""

import pytest
from django.db import connection
from django.template import engines
from django.utils import translation

from priyom.base.prepared import STAND_IN, THAT, THOSE, Kept, ask, written
from priyom.desk.actions.messages import AT_ONCE, reply
from priyom.desk.models import Message, Ticket
from priyom.people.models import User
from tests.cast import open_ticket


def test_a_kept_queryset_gives_the_same_objects_and_their_relations(cast, ticket, django_assert_num_queries):
    kept = Kept(lambda: Ticket.objects.select_related("requester", "organisation__region", "topic").filter(number=THAT))
    with django_assert_num_queries(1):
        (found,) = kept.ask(that=ticket.number)
        assert found.requester == cast.zoya
        assert found.organisation.region.code == cast.zoya.organisation.region.code
        assert found.topic is None or found.topic.name
    fresh = Ticket.objects.get(pk=ticket.pk)
    names = [field.attname for field in Ticket._meta.concrete_fields]
    assert {name: getattr(found, name) for name in names} == {name: getattr(fresh, name) for name in names}
    assert kept.ask(that=0) == []


def test_json_and_deferred_columns_come_as_they_are(cast, ticket):
    reply(ticket.number, by=cast.anna, body="Проверьте.", undo=AT_ONCE)
    kept = Kept(lambda: Message.objects.filter(ticket_id=THAT).defer("body").order_by("id"))
    found = kept.ask(that=ticket.pk)
    assert "body" in found[0].get_deferred_fields()
    assert [(message.effects, message.body) for message in found] == [
        (message.effects, message.body) for message in Message.objects.filter(ticket=ticket).order_by("id")
    ]


def test_who_asks_and_which_rows_are_filled_in_when_it_is_asked(cast):
    mine = written(User.objects.filter(pk=STAND_IN).values_list("login"))
    for user in (cast.anna, cast.boris):
        assert ask(mine, {"me": user.pk}) == [(user.login,)]
    some = Kept(lambda: User.objects.filter(pk__in=THOSE).order_by("login"))
    assert some.ask(those=[cast.boris.pk, cast.anna.pk, 0]) == sorted([cast.anna, cast.boris], key=lambda u: u.login)
    assert some.ask(those=[]) == []


@pytest.mark.parametrize("word", ["it's", "100% %s %(me)s", '"', "\\", "; DROP TABLE people_user --"])
def test_a_constant_stays_a_constant(cast, word):
    User.objects.filter(pk=cast.anna.pk).update(position=word)
    statement = written(User.objects.filter(position=word, is_active=True).values_list("pk"))
    assert ask(statement, {"me": 1}) == [(cast.anna.pk,)]


def test_a_statement_is_planned_once_by_a_connection(cast):
    statement = "SELECT login FROM people_user WHERE id = %(me)s /* planned once */"
    for _again in range(3):
        ask(statement, {"me": cast.anna.pk})
        ask(statement.replace("once", "never"), {"me": cast.anna.pk}, often=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%/* planned %'")
        assert cursor.fetchone() == (1,)


def test_what_is_said_again_is_said_in_the_language_of_who_reads():
    remembered = engines["jinja2"].env.globals["remembered"]
    said = []
    for language in ("ru", "en", "ru"):
        with translation.override(language):
            said.append(remembered("a test", lambda word: f"{word} {len(said)}", "word"))
    assert said == ["word 0", "word 1", "word 0"]


def test_a_form_carries_the_token_of_its_own_page(cast, as_):
    open_ticket(cast.zoya)
    pages = [as_(user).get("/desk/").content.decode() for user in (cast.anna, cast.boris)]
    tokens = [{part.split('"')[0] for part in page.split('name="csrfmiddlewaretoken" value="')[1:]} for page in pages]
    assert [len(found) for found in tokens] == [1, 1]
    assert tokens[0] != tokens[1]
