"""Answers are searched for in the language in which tickets are."""

import pytest

from priyom.base.clock import now
from priyom.knowledge.models import Article
from priyom.knowledge.queries import article_list


@pytest.fixture
def answers(cast):
    for code, title, body in (
        ("visit", "Запись на приём", "Как записать пациента к врачу"),
        ("sign", "Подпись не ставится", "Ошибка CA_INACCESSIBILITY: проверьте сертификат, он не истёк"),
        ("print", "Печать рецептов", "Принтер печатает рецепт на льготу"),
    ):
        Article.objects.create(code=code, title=title, body=body, state="published", checked_at=now(), changed_at=now())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("приёма", ["visit"]), ("прием", ["visit"]), ("ghbtv", ["visit"]), ("CA_INACCESSIBILITY", ["sign"]),
        ("inaccessibility", ["sign"]), ("«печатает рецепт»", ["print"]), ("рецепт -льгота", []), ("рецепт -сертификат", ["print"]),
        ("сертифик", ["sign"]), ("пациент без рецепта", ["print", "visit"]),
    ],
)  # fmt: skip
def test_answers_are_found(zoya, answers, text, expected):
    assert sorted(article.code for article in article_list(zoya, text=text)) == expected
