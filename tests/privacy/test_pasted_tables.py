"""Tables pasted as text: cells under their headings, to the last row."""

from priyom.privacy.detectors.reading import Reading
from priyom.privacy.detectors.tables import find_cells


def test_the_last_row_of_a_very_long_table_is_read_like_the_first():
    text = "Участок;ФИО;Статус\n" + "7;Сойка;готово\n" * 30_000
    places = [text[span.start : span.end] for span in find_cells(Reading(text))]
    assert places == ["Сойка"] * 30_000
