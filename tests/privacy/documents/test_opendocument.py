"""OpenDocument: what a cell shows, what it is kept as, who wrote it, and what else lies in the package."""

from tests.privacy.documents.conftest import kinds, unzipped, zipped

SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
)


def package(kind, body, more=None, meta=""):
    mime = f"application/vnd.oasis.opendocument.{kind}"
    entries = "".join(
        f'<m:file-entry m:full-path="{path}"/>' for path in ("/", "content.xml", "meta.xml", *(more or {}))
    )
    return zipped({
        "mimetype": mime,
        "content.xml": f"<office:document-content {SPACES}><office:body>{body}</office:body></office:document-content>",
        "meta.xml": f"<office:document-meta {SPACES}><office:meta>{meta}</office:meta></office:document-meta>",
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="m">{entries}</m:manifest>',
    } | (more or {}))  # fmt: skip


def cell(text, kept=""):
    return f"<table:table-cell {kept}><text:p>{text}</text:p></table:table-cell>"


def test_what_a_cell_is_kept_as_goes_with_what_it_shows(masked):
    rows = [
        cell("ФИО") + cell("Дата рождения") + cell("Полис ОМС") + cell("Код"),
        cell("лось") + cell("12.05.1980", 'office:value-type="date" office:date-value="1980-05-12"')
        + cell("5,09E+15", 'office:value-type="float" office:value="5087654321234567"') + cell("409", 'office:value-type="float" office:value="409"'),
    ]  # fmt: skip
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    body = f'<office:spreadsheet><table:table table:name="Гогоберидзе Н.О.">{table}</table:table></office:spreadsheet>'
    made, _report = masked(package("spreadsheet", body), "a.ods")
    said = unzipped(made)["content.xml"]
    for value in ("лось", "1980", "5087654321234567", "5,09E+15", "Гогоберидзе"):
        assert value not in said, value
    assert 'office:value="409"' in said
    assert "Дата рождения" in said


def test_authors_scripts_objects_and_properties_are_not_kept(masked):
    note = "<office:annotation><dc:creator>Лагутенкова А.П.</dc:creator><text:p>Звонить Гогоберидзе Нане</text:p></office:annotation>"
    body = f"<office:text><office:scripts>Гогоберидзе</office:scripts><text:p>Отчёт готов{note}</text:p></office:text>"
    meta = '<meta:initial-creator>Лагутенкова</meta:initial-creator><meta:user-defined meta:name="СНИЛС">11223344596</meta:user-defined>'
    more = {
        "Basic/Standard/a.xml": "<a>Гогоберидзе</a>",
        "Thumbnails/thumbnail.png": b"x",
        "Object 1": "Гогоберидзе".encode("utf-16-le"),
        "settings.xml": "<a/>",
    }
    made, report = masked(package("text", body, more, meta), "a.odt")
    parts = unzipped(made)
    said = "".join(parts.values())
    for value in ("Гогоберидзе", "Лагутенкова", "11223344596", "Thumbnails", "Basic"):
        assert value not in said, value
    assert "Отчёт готов" in said
    assert next(iter(parts)) == "mimetype"
    assert kinds(report) >= {"PERSON", "SNILS", "REMOVED"}


def test_fields_of_the_writer_hold_nobody(masked):
    body = "<text:p>Отчёт готов.<text:author-name>Лагутенкова Анна Павловна</text:author-name></text:p>"
    made, _report = masked(package("text", f"<office:text>{body}</office:text>"), "записка.odt")
    said = unzipped(made)["content.xml"]
    assert "Лагутенкова" not in said
    assert "Отчёт готов" in said


def test_a_cell_that_has_a_value_and_no_words_stands_under_its_heading(masked):
    rows = [
        cell("Ребёнок") + cell("СНИЛС") + cell("Код услуги"),
        cell("Дюжева Инна") + '<table:table-cell office:value-type="float" office:value="83676931062"/>'
        '<table:table-cell office:value-type="float" office:value="83676931"/>',
    ]  # fmt: skip
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    body = f'<office:spreadsheet><table:table table:name="a">{table}</table:table></office:spreadsheet>'
    said = unzipped(masked(package("spreadsheet", body), "a.ods")[0])["content.xml"]
    assert "83676931062" not in said
    assert 'office:value="83676931"' in said
