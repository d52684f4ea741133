"""A letter as it came, and what becomes of its tables in the conversation."""

import pytest
from django.urls import reverse

from priyom.desk.models import MessageLetter
from priyom.desk.page.letters import shown
from priyom.desk.rules.bodies import Block, blocks_of

MISSING = "Картинка с чужого сервера не загружена"
OURS = "11111111-2222-4333-8444-555555555555"


@pytest.fixture(autouse=True)
def _russian(settings):
    settings.LANGUAGE_CODE = "ru"


def test_a_picture_that_was_not_loaded_leaves_a_word_and_its_description():
    told = shown('<p>До</p><img width="600" alt="Схема &lt;b&gt; &amp; план"><img><p>После</p>')
    assert told.count(MISSING) == 2
    assert f"{MISSING}: Схема &lt;b&gt; &amp; план</span>" in told
    assert "<img" not in told


def test_a_picture_of_the_letter_itself_is_shown():
    told = shown(f'<img src="cid:{OURS}" alt="снимок">')
    assert told.count("<img") == 1
    assert OURS in told
    assert MISSING not in told


@pytest.mark.parametrize("source", ["https://x.example/a.png", "cid:stranger", f"cid:{OURS}x"])
def test_no_other_source_is_left(source):
    assert shown(f'<img src="{source}">') == f'<span class="no-picture">{MISSING}</span>'


@pytest.mark.parametrize("alt", ["<img>", "<img alt=&quot;x&quot;>", "> <img src=x onerror=alert(1)>"])
def test_an_element_inside_an_attribute_is_not_taken_for_one(alt):
    link = f'<a href="https://x.example/{alt}">слово</a>'
    assert shown(link) == link
    assert "<img" not in shown(f'<img alt="{alt}">')


def test_the_page_names_the_ticket_and_shows_the_paper(anna, ticket, as_):
    first = ticket.messages.first()
    MessageLetter.objects.create(
        message=first, region_id=1, address="zoya@clinic.example", html='<p>Раз</p><ul><li>Два</li></ul><img alt="x">'
    )
    page = as_(anna).get(reverse("desk:letter", args=[first.pk])).content.decode()
    head, _paper, paper = page.partition('class="letter-paper">')
    assert ticket.subject in head.partition("</h1>")[2]
    assert "<ul><li>Два</li></ul>" in paper
    assert f"{MISSING}: x" in paper


def test_rows_of_cells_become_columns():
    blocks = blocks_of("Сводка:\nДата | Вид | Отказов\n01.11 | Эпикриз выписной | 12\n02.11 | Рецепт | 3\nПомогите")
    assert blocks == [
        Block("text", "Сводка:"),
        Block(
            "table",
            "Дата   Вид               Отказов\n01.11  Эпикриз выписной  12\n02.11  Рецепт            3",
        ),
        Block("text", "Помогите"),
    ]


def test_one_line_with_a_bar_is_a_sentence():
    text = "Вход | выход не работает\nс утра"
    assert blocks_of(text) == [Block("text", text)]


def test_ragged_rows_and_very_long_cells_stay_whole():
    long = "слово " * 30
    (block,) = blocks_of(f"а | б\n{long}| в | г")
    assert block.kind == "table"
    assert long.strip() in block.text
    assert block.text.splitlines()[0].startswith("а" + " " * 41 + "б")


def test_a_table_in_the_conversation_is_set_in_columns(anna, ticket, as_):
    first = ticket.messages.first()
    first.body = "Дата | Вид\n01.11 | <b>Эпикриз</b>"
    first.save()
    page = as_(anna).get(reverse("desk:ticket", args=[ticket.number])).content.decode()
    assert '<pre class="cols" tabindex="0">Дата   Вид\n01.11  &lt;b&gt;Эпикриз&lt;/b&gt;</pre>' in page
