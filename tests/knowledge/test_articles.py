import pytest

from priyom.base.clock import now
from priyom.desk.actions.tickets import resolve_ticket
from priyom.knowledge.actions import draft_from_ticket, judge, load_shipped_articles, write_article
from priyom.knowledge.models import Article
from priyom.knowledge.queries import alike_to, article_list, shelves_of, suggested
from priyom.knowledge.telling import blocks_of
from tests.cast import open_ticket


@pytest.fixture
def shipped(cast):
    load_shipped_articles()


def test_a_text_is_laid_out_in_paragraphs_steps_items_and_headings():
    blocks = blocks_of("Первый.\nВторая строка.\n\n1. Раз\n\n2. Два\n\n## Итог\n— пункт\n— ещё")
    assert [(b.kind, b.lines) for b in blocks] == [
        ("paragraph", ["Первый.", "Вторая строка."]), ("steps", ["Раз", "Два"]), ("heading", ["Итог"]), ("items", ["пункт", "ещё"]),
    ]  # fmt: skip


def test_shipped_articles_are_loaded_once(shipped):
    count = Article.objects.count()
    assert count > 10
    assert load_shipped_articles() == 0
    assert Article.objects.count() == count


def test_an_answer_is_found_by_other_forms_of_its_words(zoya, shipped):
    found = suggested(zoya, text="Версии справочников недопустимы, отправляю документы заново")
    assert "справочник" in found[0].title


@pytest.mark.parametrize("text", ["!!! & | :* <-> '", "а", "", "\\", "x" * 5000, "(((", "%%%", "DROP TABLE;"])
def test_operators_and_noise_in_a_search_do_no_harm(zoya, shipped, text):
    assert isinstance(article_list(zoya, text=text), list)


def test_requesters_find_only_published_answers_for_everyone(zoya, anna, cast):
    for code, audience, state in (
        ("a", "agents", "published"),
        ("b", "everyone", "draft"),
        ("c", "everyone", "published"),
    ):
        Article.objects.create(
            code=code,
            title=f"Справочник {code}",
            body="т",
            audience=audience,
            state=state,
            checked_at=now(),
            changed_at=now(),
        )
    assert [a.code for a in article_list(zoya, text="справочники")] == ["c"]
    assert len(article_list(anna, text="справочники")) == 3


def test_an_article_is_made_of_a_good_answer_in_one_step(anna, ticket):
    resolve_ticket(ticket.number, by=anna, cause="Устарел драйвер", remedy="Обновите драйвер")
    made = draft_from_ticket(ticket.number, by=anna)

    assert (made.state, made.from_ticket) == ("draft", ticket)
    assert "Обновите драйвер" in made.body
    assert draft_from_ticket(ticket.number, by=anna) == made


def test_an_edited_article_is_published(anna, ticket):
    resolve_ticket(ticket.number, by=anna, cause="Драйвер", remedy="Обновите")
    made = draft_from_ticket(ticket.number, by=anna)
    write_article(
        made.code,
        by=anna,
        title="Печать рецепта",
        summary="",
        body="Обновите драйвер",
        audience="everyone",
        state="published",
        topics=[],
    )
    made.refresh_from_db()
    assert (made.title, made.state) == ("Печать рецепта", "published")


def test_the_last_word_about_an_article_counts_once(zoya, cast):
    article = Article.objects.create(
        code="how", title="Как", body="Так", state="published", checked_at=now(), changed_at=now()
    )
    for helped in (True, True, False):
        article = judge("how", by=zoya, helped=helped)
    assert (article.helped, article.asked) == (0, 1)


def test_similar_tickets_are_only_those_one_may_see(anna, strange_agent, zoya, stranger):
    mine = open_ticket(zoya, subject="Не печатается рецепт на бланке")
    twin = open_ticket(zoya, subject="Не печатается рецепт на новом бланке")
    foreign = open_ticket(stranger, subject="Не печатается рецепт на бланке совсем", organisation=stranger.organisation)

    assert {row.number for row in alike_to(anna, mine.number)[1]} == {twin.number, foreign.number}
    assert alike_to(strange_agent, foreign.number)[1] == []


@pytest.mark.parametrize("code", ["PATIENT_MPI_MISMATCH", "0x800B010A", "CRE-122"])
def test_the_same_error_code_makes_a_twin_whatever_else_is_said(anna, strange_agent, zoya, stranger, code):
    mine = open_ticket(zoya, subject="Не уходит эпикриз", body=f"Пишет {code}, что делать?")
    open_ticket(zoya, subject="Не уходит эпикриз вовсе", body="Пишет OTHER_CODE_HERE")
    twin = open_ticket(
        zoya, subject="Фамилия после замужества", body=f"Отказ: {code.lower() if '0x' in code else code}."
    )
    foreign = open_ticket(stranger, subject=f"{code}: помогите", organisation=stranger.organisation)

    assert [row.number for row in alike_to(anna, mine.number)[1]][:2] == [foreign.number, twin.number]
    assert alike_to(strange_agent, foreign.number)[1] == []


def test_who_looks_around_finds_the_answers_by_topic(as_, zoya, shipped):
    articles = article_list(zoya)
    shelves = shelves_of(articles)
    assert [len(shelf.articles) > 0 for shelf in shelves] == [True, True]
    assert sum(len(shelf.articles) for shelf in shelves) == len(articles)
    page = as_(zoya).get("/knowledge/").content.decode()
    assert all(f">{shelf.title}</h2>" in page for shelf in shelves)
    assert 'class="shelf"' not in as_(zoya).get("/knowledge/?q=ошибка").content.decode()
