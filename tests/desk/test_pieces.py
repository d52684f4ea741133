from priyom.desk.rules.pieces import MOST_PIECES, deal, first_guess, pieces_of, put_together


def test_a_text_comes_apart_into_sentences_and_together_again():
    body = "Добрый день.\n\nНе печатается рецепт. Принтер мигает!\nВторая строка.\n\nИ ещё: где отчёт за март?"
    pieces = pieces_of(body)

    assert [piece.text for piece in pieces] == [
        "Добрый день.",
        "Не печатается рецепт.",
        "Принтер мигает!",
        "Вторая строка.",
        "И ещё: где отчёт за март?",
    ]
    assert put_together(pieces, range(5)) == body
    assert put_together(pieces, [0, 4]) == "Добрый день.\n\nИ ещё: где отчёт за март?"


def test_an_abbreviation_does_not_end_a_sentence():
    assert [piece.text for piece in pieces_of("Форма, т. е. отчёт. Готово.")] == [
        "Форма, т. е. отчёт.",
        "Готово.",
    ]


def test_each_paragraph_with_a_matter_is_guessed_to_be_a_question_of_its_own():
    pieces = pieces_of(
        "Добрый день!\n\nНе печатается рецепт с утра. Мигает.\n\nКак добавить врача в расписание?\n\nСпасибо."
    )
    assert first_guess(pieces) == {0: "0", 1: "0", 2: "0", 3: "1", 4: "1"}


def test_in_one_paragraph_question_marks_divide():
    pieces = pieces_of("Где отчёт за март? А рецепт почему не печатается? Принтер мигает.")
    assert first_guess(pieces) == {0: "0", 1: "1", 2: "2"}


def test_a_sentence_given_to_all_is_in_every_part():
    pieces = pieces_of("Поликлиника, третий этаж. Нет отчёта. Нет рецепта.")
    places = {0: "all", 1: "1", 2: "2"}
    assert deal(pieces, places, "1") == "Поликлиника, третий этаж. Нет отчёта."
    assert deal(pieces, places, "2") == "Поликлиника, третий этаж. Нет рецепта."
    assert deal(pieces, places, "0") == "Поликлиника, третий этаж."


def test_an_endless_text_has_few_pieces_and_loses_nothing():
    body = " ".join(f"Предложение {n}." for n in range(500))
    assert len(pieces_of(body)) <= MOST_PIECES
    lines = "\n".join(f"строка {n}" for n in range(500))
    pieces = pieces_of(lines)
    assert len(pieces) == MOST_PIECES
    assert put_together(pieces, range(len(pieces))) == lines
    assert pieces_of("  \n\n ") == []
