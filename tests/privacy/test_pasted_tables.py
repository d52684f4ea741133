"""Tables pasted as text: cells under their headings, to the last row."""

from priyom.privacy.detectors.reading import Reading
from priyom.privacy.detectors.tables import find_cells


def test_the_last_row_of_a_very_long_table_is_read_like_the_first():
    text = "Участок;ФИО;Статус\n" + "7;Сойка;готово\n" * 30_000
    places = [text[span.start : span.end] for span in find_cells(Reading(text))]
    assert places == ["Сойка"] * 30_000


def test_the_ruler_below_the_headings_of_a_database_ends_no_table():
    text = (
        "  id   |        fio         | birth_date |    phone\n-------+--------------------+------------+-------------\n"
        " 77120 | Дынникова Динара   | 2016-03-09 | 84822547023\n+------+------+\n 77121 | Сойка Пётр  | 2019-01-02 | 84822773730\n"
    )
    places = [text[span.start : span.end] for span in find_cells(Reading(text))]
    assert {"2016-03-09", "84822547023", "2019-01-02", "84822773730"} <= set(places)
    assert any("Сойка" in place for place in places)
