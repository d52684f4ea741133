"""What is found by what was typed, who finds it, and what is shown of it."""

import pytest

from priyom.desk.actions.messages import add_note
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.models import TicketWords
from priyom.desk.search import index
from priyom.desk.search.finding import find
from priyom.desk.search.snippets import snippets_of
from tests.cast import open_ticket

# A text, and the queries that find it and those that do not.
FOUND = [
    ("Принтер в регистратуре не печатает рецепты", ["рецепт", "рецепта", "РЕЦЕПТОВ", "печатать", "принтеры", "регистратура"]),
    ("Запись на приём к врачу", ["прием", "приём", "приема", "приёмов", "ПРИЁМ", "врачи"]),
    ("Система выдаёт проблему при объёме", ["систем", "системы", "проблем", "проблема", "объема", "объём"]),
    ("Ёлка и ежедневный отчёт", ["елка", "ёлка", "отчет", "отчёты", "ежедневно"]),
    ("Ошибка CA_INACCESSIBILITY при подписи", ["CA_INACCESSIBILITY", "ca_inaccessibility", "INACCESSIBILITY", "CA_INACC"]),
    ("Код 0x800B010A, сертификат", ["0x800B010A", "0X800b010a", "0x800B010A.", "код 0x800b010a"]),
    ("at XDSRegistryMetadataError: null", ["XDSRegistryMetadataError", "xdsregistrymetadataerror", "XDSRegistry"]),
    ("java.lang.NullPointerException at ru.emias.Rx", ["NullPointerException", "java.lang.NullPointerException", "ru.emias.Rx", "lang.NullPointerException"]),
    ("Обновились до v5.3.2 вчера", ["5.3.2", "v5.3.2", "V5.3.2", "5.3"]),
    ("Документ 2026-00123/7 от пятницы", ["2026-00123/7", "00123"]),
    ("Форма 025/у пустая", ["025/у", "форма 025/у", "025"]),
    ("Не приходит smtp-письмо", ["smtp-письмо", "письма", "smtp"]),
    ("Адрес helpdesk@example.org недоступен", ["helpdesk@example.org", "helpdesk"]),
]  # fmt: skip
NOT_FOUND = [
    ("Принтер в регистратуре", ["картридж", "принтер картридж"]),
    ("Код 0x800B010A", ["0x800B010B", "0x800B0"[:-1] + "F"]),
    ("Версия 15.3.2", ["5.3.2"]),
    ("Версия 5.3.21", ['"5.3.2"']),
    ("рецепт печатает", ['"печатает рецепт"']),
    ("печатает рецепт", ["печатает -рецепт"]),
    ("печатает рецепт", ['принтер -"печатает рецепт"']),
]


@pytest.fixture
def told(zoya):
    """Open Zoya's ticket that says this."""
    return lambda body, subject="Вопрос": open_ticket(zoya, subject=subject, body=body)


def ids(user, text, **more):
    return [hit.ticket_id for hit in find(user, text, **more).hits.hits]


@pytest.mark.parametrize(("text", "query"), [(text, query) for text, queries in FOUND for query in queries])
def test_text_is_found(anna, told, text, query):
    ticket = told(text)
    assert ids(anna, query) == [ticket.pk]


@pytest.mark.parametrize(("text", "query"), [(text, query) for text, queries in NOT_FOUND for query in queries])
def test_text_is_not_found(anna, told, text, query):
    told(text)
    assert ids(anna, query) == []


def test_subject_solution_and_answers_are_found_and_the_subject_ranks_first(anna, told):
    solved, named, said = told("Одно"), told("Другое", subject="Сертификат"), told("Про сертификат")
    resolve_ticket(solved.number, by=anna, cause="Истёк сертификат", remedy="Выпустить")
    assert ids(anna, "сертификат")[0] == named.pk
    assert set(ids(anna, "сертификат")) == {solved.pk, named.pk, said.pk}


def test_phrases_stand_beside_one_another_and_minus_takes_away(anna, told):
    right, wrong = told("Не печатает рецепт на льготу"), told("Рецепт есть, но принтер не печатает")
    assert ids(anna, "«печатает рецепт»") == [right.pk]
    assert ids(anna, "печатает -льгота") == [wrong.pk]
    assert set(ids(anna, "печатает рецепт")) == {right.pk, wrong.pk}


@pytest.mark.parametrize(
    ("text", "typed", "meant"),
    [
        ("Запись на приём", "ghbtv", "прием"),
        ("Запись на приём", "GHBTV", "прием"),
        ("Ошибка MSE", "ЬЫУ", "mse"),
        ("Ошибка CA_INACCESSIBILITY", "СФ_ШТФССУЫЫШИШДШЕН", "ca_inaccessibility"),
        ("Блок питания", ",kjr gbnfybz", "блок питания"),
        ("Запись на приём пациента", "ghbtv пациента", "прием пациента"),
    ],
)
def test_keys_of_the_other_layout_are_understood(anna, told, text, typed, meant):
    ticket = told(text)
    found = find(anna, typed)
    assert [hit.ticket_id for hit in found.hits.hits] == [ticket.pk]
    assert found.meant == meant


def test_what_was_typed_wins_over_what_may_have_been_meant(anna, told):
    typed, _meant = told("Так и написано: ghbtv"), told("Запись на приём")
    found = find(anna, "ghbtv")
    assert [hit.ticket_id for hit in found.hits.hits] == [typed.pk]
    assert found.meant == ""


@pytest.mark.parametrize("typed", ["маршрутизцаия", "маршутизация", "маршрутизаация"])
def test_slips_are_corrected_when_nothing_else_is_found(anna, zoya, told, typed):
    ticket = told("Не работает маршрутизация направлений")
    index.count_fresh_words()
    for person in (anna, zoya):
        found = find(person, typed)
        assert [hit.ticket_id for hit in found.hits.hits] == [ticket.pk]
        assert dict(found.corrected) == {typed: "маршрутизац"}


@pytest.mark.parametrize(("typed", "right"), [("CA_INACESSIBILITY", "CA_INACCESSIBILITY"), ("рецетп", "рецепт")])
def test_slips_in_codes_and_short_words(anna, told, typed, right):
    ticket = told(f"Вот {right} и всё")
    index.count_fresh_words()
    assert ids(anna, typed) == [ticket.pk]


def test_a_slip_in_a_short_stem_with_a_long_ending_is_corrected(anna, zoya, told):
    ticket = told("Слот держала незавершённая запись")
    index.count_fresh_words()
    assert ids(anna, "дежрала") == ids(zoya, "дежрала") == [ticket.pk]


def test_the_last_word_is_enough_as_a_beginning_while_typing(anna, told):
    ticket = told("Не работает маршрутизация")
    assert ids(anna, "работает марш", typing=True) == [ticket.pk]
    assert ids(anna, "марш работает", typing=True) == []


# --- who finds ------------------------------------------------------------------------------------------


def test_everybody_finds_what_they_see_and_nobody_more(cast, ticket):
    seen = {
        name: ids(getattr(cast, name), "принтер мигает") == [ticket.pk]
        for name in ("anna", "boris", "marina", "oleg", "zoya", "igor", "galina", "yakov", "stranger", "strange_agent")
    }
    assert seen == {
        "anna": True, "boris": True, "marina": True, "oleg": True, "zoya": True, "igor": True, "galina": True,
        "yakov": False, "stranger": False, "strange_agent": False,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["zoya", "igor", "galina"])
def test_requesters_side_never_finds_by_a_note(cast, ticket, name):
    person = getattr(cast, name)
    add_note(ticket.number, by=cast.anna, body="Подозреваем шлюз и принтер")
    assert ids(cast.anna, "подозреваем") == [ticket.pk]
    assert ids(person, "подозреваем") == []
    assert ids(person, '"шлюз и принтер"') == []
    # Neither does the note take anything away, nor raise it, nor stand in the snippet.
    assert ids(person, "принтер -подозреваем") == [ticket.pk]
    found = find(person, "принтер")
    snippet = snippets_of([ticket.pk], found.hits.read, notes=False)[ticket.pk]
    assert "шлюз" not in "".join(piece.text for piece in snippet.said)


def test_rank_and_suggestions_are_the_same_with_and_without_what_one_may_not_see(cast, ticket):
    before = [find(cast.zoya, text) for text in ("принтер", "мигает принтер", "незабутка", "шлюзз")]
    add_note(ticket.number, by=cast.anna, body="принтер принтер мигает незабудка шлюз")
    other = open_ticket(
        cast.stranger, subject="Незабудка", body="принтер незабудка шлюз", organisation=cast.stranger.organisation
    )
    index.count_fresh_words()
    assert TicketWords.objects.filter(pk=other.pk).exists()
    assert [find(cast.zoya, text) for text in ("принтер", "мигает принтер", "незабутка", "шлюзз")] == before


# --- what is shown --------------------------------------------------------------------------------------


def shown(user, text):
    found = find(user, text)
    (snippet,) = snippets_of([hit.ticket_id for hit in found.hits.hits], found.hits.read, notes=True).values()
    mark = lambda pieces: "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in pieces)  # noqa: E731
    return mark(snippet.subject), mark(snippet.said), snippet.is_note


def test_hits_are_marked_as_the_database_reads_them(anna, told):
    told("Принтеры не печатают рецепты. Приём закрыт, приемлемо.", subject="Рецепт и приём")
    assert shown(anna, "рецептов приём")[:2] == (
        "[Рецепт] и [приём]",
        "Принтеры не печатают [рецепты]. [Приём] закрыт, приемлемо.",
    )


def test_codes_are_marked_whole(anna, told):
    told("Видим <b>CA_INACCESSIBILITY</b>, 0x800B010A")
    assert shown(anna, "ca_inaccessibility 0X800b010a")[1] == "Видим <b>[CA_INACCESSIBILITY]</b>, [0x800B010A]"


def test_the_stretch_with_the_hits_is_cut_out_of_a_long_text(anna, told):
    told("начало " * 200 + "пропала маршрутизация направлений " + "конец " * 200)
    said = shown(anna, "маршрутизации")[1]
    assert said.startswith("…")
    assert said.endswith("…")
    assert "[маршрутизация]" in said
    assert len(said) < 300


def test_a_note_says_that_it_is_one(anna, ticket):
    add_note(ticket.number, by=anna, body="Подозреваем шлюз")
    assert shown(anna, "шлюз")[1:] == ("Подозреваем [шлюз]", True)


def test_pages_go_on_where_the_last_one_ended(anna, zoya):
    made = {open_ticket(zoya, subject="Картридж", body=f"Номер {n}").pk for n in range(7)}
    seen, after = [], ""
    for _turn in range(4):
        hits = find(anna, "картридж", after=after, size=2).hits
        seen += [hit.ticket_id for hit in hits.hits]
        after = hits.older
    assert after == ""
    assert seen == sorted(made, reverse=True)


HOSTILE = [
    "\0", "'", "\\", "a\\", "'a' & !b | (c)", "<->", ":*", "a:*b", "!!", "& | !", "((((", "'a':ABCD*", "%", "%s %(x)s", "_",
    "🙂🙂", "\U0001f468\u200d\U0001f469", "\u0645\u0631\u062d\u0628\u0627 \u200f\u05e9\u05dc\u05d5\u05dd", "\u202eabc", "а" * 5000, "а " * 2500, '"', "«", '""', "-", "--", "- -", '-"', "a-b-", "...",
    "1" * 200, "0x" + "f" * 190, "İstanbul ẞ ﬁ", "a\u0301" * 90, "; DROP TABLE desk_ticket; --", "{{7*7}}", "\ud7ff\ue000",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_break_nothing(anna, zoya, ticket, text):
    for person in (anna, zoya):
        assert len(find(person, text).hits.hits) <= 1
        assert len(find(person, text, typing=True).hits.hits) <= 1
