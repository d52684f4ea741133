"""Tables in any shape that people bring, and out so that no spreadsheet runs them."""

import pytest

from priyom.people import sheets

TABLE = "код;название\nlake;Озёрный край\nsea;Приморье\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_the_usual_encodings_are_understood(encoding):
    assert sheets.read(sheets.decode(TABLE.encode(encoding))).rows[0] == (2, ["lake", "Озёрный край"])


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_usual_delimiters_are_understood(delimiter):
    sheet = sheets.read(TABLE.replace(";", delimiter))

    assert (sheet.header, sheet.delimiter, len(sheet.rows)) == (["код", "название"], delimiter, 2)


def test_commas_in_a_name_do_not_cut_it():
    assert (
        sheets.read("код;название\na;Больница № 1, стационар\nb;Больница № 2, дневная\n").rows[1][1][1]
        == "Больница № 2, дневная"
    )


def test_a_line_that_names_the_delimiter_is_obeyed():
    assert sheets.read("sep=,\ncode,name\na,b\n").header == ["code", "name"]


def test_lines_are_counted_as_the_spreadsheet_counts_them():
    assert [line for line, _ in sheets.read('код;название\n\na;"две\nстроки"\nb;в\n').rows] == [3, 5]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"PK\x03\x04rest", "workbook"), (b"\xd0\xcf\x11\xe0old", "workbook"), (b"a\0b", "binary"), (b"  \n\n", "empty"),
        (b"x" * (sheets.MAX_BYTES + 1), "large"), (("a\n" * (sheets.MAX_ROWS + 2)).encode(), "large"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_reason(raw, reason):
    with pytest.raises(sheets.NotATable) as refused:
        sheets.read(sheets.decode(raw))
    assert refused.value.reason == reason


@pytest.mark.parametrize("cell", ["=1+1", "+7 900", "-1", "@sum", "\tx", "\rx", "\uff1dcmd"])
def test_no_cell_is_run_as_a_formula_and_it_comes_back_as_it_was(cell):
    line = "".join(sheets.write(["a"], [[cell]]))

    assert f"'{cell}" in line
    assert sheets.bare(sheets.safe(cell)).strip() == cell.strip()


def test_a_table_taken_away_can_be_brought_back():
    text = "".join(sheets.write(["код", "название"], [["a", 'ГБУЗ «Больница; № 1» "новая"'], ["b", None]]))

    assert sheets.read(text).rows == [(2, ["a", 'ГБУЗ «Больница; № 1» "новая"']), (3, ["b", ""])]
