"""Makes documents with invented people in every corner of their formats, and remembers each value and the corner it lies in."""

import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from bench.guard.making import Maker

HEADINGS = {
    "tuned": ("№", "ФИО", "Дата рождения", "СНИЛС", "Полис ОМС", "Телефон", "Адрес", "Отделение"),
    "apart": ("п/п", "Пациент (Ф.И.О.)", "Дата рожд.", "СНИЛС пациента", "ЕНП", "Контактный телефон", "Место жительства", "Подразделение"),
}  # fmt: skip
CARD = {
    "tuned": ("Фамилия", "Имя", "Отчество", "Дата рождения", "№ карты", "E-mail"),
    "apart": ("Фамилия пациента", "Имя пациента", "Отчество пациента", "Д.р.", "Номер медкарты", "Почта"),
}  # fmt: skip
WARDS = {"tuned": ("Терапия", "Приёмный покой", "Кардиология"), "apart": ("Хирургия", "Гинекология", "Рентген")}
ZIP_DATE = (2026, 11, 22, 0, 0, 0)


@dataclass
class Paper:
    """One document: gold as (value, label, corner), and sentences without personal data that must stay."""

    name: str
    content: bytes = b""
    gold: list = field(default_factory=list)
    clean: list = field(default_factory=list)


class Printer:
    """Fills documents from one part's names and texts."""

    def __init__(self, part: str, seed: int) -> None:
        self.part, self.maker = part, Maker(part, seed)
        self.random = self.maker.random
        self.paper = Paper("")

    def begin(self, name: str) -> Paper:
        self.paper = Paper(name)
        return self.paper

    def gold(self, value: str, label: str, corner: str) -> str:
        self.paper.gold.append((value, label, corner))
        return value

    def fio(self, corner: str) -> str:
        person = self.maker.person()
        return self.gold(f"{person.surname} {person.first} {person.patronymic}", "PERSON", corner)

    def short(self, corner: str) -> str:
        person = self.maker.person()
        return self.gold(f"{person.surname} {person.first[0]}.{person.patronymic[0]}.", "PERSON", corner)

    def value(self, slot: str, corner: str) -> str:
        made, label = self.maker.value(slot, "nomn", [])
        return self.gold(made, label, corner)

    def text(self, corner: str) -> str:
        """Return a whole message with its values."""
        sample = self.maker.fill(
            self.random.choice([text for text in self.maker.texts if "\n" not in text and "<" not in text])
        )
        for start, end, label in sample.gold:
            self.gold(sample.text[start:end], label, corner)
        return sample.text

    def plain(self) -> str:
        """Return a message without personal data, which must stay."""
        text = self.maker.fill(
            self.random.choice([text for text in self.maker.traps if "\n" not in text and "<" not in text])
        ).text
        self.paper.clean.append(text)
        return text

    def rows(self, count: int, corner: str) -> list[tuple]:
        """Return rows under HEADINGS."""
        made = []
        for number in range(1, count + 1):
            year, month, day = self.maker._born()
            name = self.fio(corner) if self.random.random() < 0.6 else self.short(corner)
            born = self.gold(f"{day:02d}.{month:02d}.{year}", "DOB", corner)
            made.append((
                str(number), name, born, self.value("snils", corner), self.value("oms", corner), self.value("phone", corner),
                self.value("addr", corner), self.random.choice(WARDS[self.part]),
            ))  # fmt: skip
        self.paper.clean += [row[-1] for row in made]
        return made

    def card(self, corner: str) -> list[tuple[str, str]]:
        person = self.maker.person()
        year, month, day = self.maker._born()
        values = (
            self.gold(person.surname, "PERSON", corner), self.gold(person.first, "PERSON", corner),
            self.gold(person.patronymic, "PERSON", corner), self.gold(f"{day:02d}.{month:02d}.{year}", "DOB", corner),
            self.value("mrn", corner), self.value("email", corner),
        )  # fmt: skip
        return list(zip(CARD[self.part], values, strict=True))

    # -- DOCX ---------------------------------------------------------------------------------------------------------

    def docx(self) -> Paper:
        paper = self.begin("выписка.docx")
        body = "".join(
            [
                *(paragraph(self.plain()) for _ in range(6)), *(self.split(self.text("body")) for _ in range(5)),
                table([HEADINGS[self.part], *self.rows(5, "table")]), table(self.card("card")),
                (f'<w:p><w:ins w:id="1" w:author={quoteattr(self.fio("revision author"))} w:date="2026-01-01T00:00:00Z">{run(self.text("inserted"))}</w:ins>'
                f'<w:del w:id="2" w:author="Admin"><w:r><w:delText xml:space="preserve">Пациент {self.fio("deleted")}, СНИЛС {self.value("snils", "deleted")}</w:delText></w:r></w:del></w:p>'),
                f'<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{escape(self.text("hidden text"))}</w:t></w:r></w:p>',
                f'<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" alt={quoteattr("Снимок: пациент " + self.fio("alternative text"))}><v:textbox><w:txbxContent>{paragraph(self.text("text box"))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>',
                f'<w:p><w:r><w:commentReference w:id="0"/></w:r>{run("см. примечание")}</w:p>',
                f'<w:p><w:hyperlink r:id="rId20">{run("написать")}</w:hyperlink></w:p>',
                f'<w:p><w:fldSimple w:instr={quoteattr("DOCPROPERTY " + self.short("field"))}/></w:p>',
            ]
        )  # fmt: skip
        paper.content = zipped(self._docx_parts(body))
        return paper

    def split(self, text: str) -> str:
        """A paragraph cut into runs at random, as editors leave it."""
        cuts = sorted(self.random.sample(range(1, len(text)), min(4, len(text) - 1)))
        return "<w:p>" + "".join(run(text[a:b]) for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)) + "</w:p>"

    def _docx_parts(self, body: str) -> dict[str, str | bytes]:
        w = f'xmlns:w="{W}" xmlns:r="{R}"'
        comment = f'<w:comment w:id="0" w:author={quoteattr(self.fio("comment author"))} w:initials="АБ">{paragraph(self.text("comment"))}</w:comment>'
        mail = self.value("email", "link")
        kinds = ("header", "footer", "footnotes", "comments", "settings")
        return {
            "[Content_Types].xml": f'<Types xmlns="{P}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="bin" ContentType="application/octet-stream"/><Default Extension="jpeg" ContentType="image/jpeg"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": rels(("rId1", "officeDocument", "word/document.xml"), ("rId2", "core-properties", "docProps/core.xml"), ("rId3", "thumbnail", "docProps/thumbnail.jpeg"), ("rId4", "extended-properties", "docProps/app.xml"), ("rId5", "custom-properties", "docProps/custom.xml")),
            "word/document.xml": f"<w:document {w}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": rels(*((f"rId{10 + n}", kind, f"{kind}.xml") for n, kind in enumerate(kinds)), ("rId30", "oleObject", "embeddings/oleObject1.bin"), ("rId31", "customXml", "../customXml/item1.xml"), ("rId32", "chart", "charts/chart1.xml"), external=("rId20", "hyperlink", f"mailto:{mail}")),
            "word/header.xml": f"<w:hdr {w}>{paragraph(self.text('header'))}</w:hdr>",
            "word/footer.xml": f"<w:ftr {w}>{paragraph('Исполнитель ' + self.short('footer'))}</w:ftr>",
            "word/footnotes.xml": f'<w:footnotes {w}><w:footnote w:id="1">{paragraph(self.text("footnote"))}</w:footnote></w:footnotes>',
            "word/comments.xml": f"<w:comments {w}>{comment}</w:comments>",
            "word/settings.xml": f'<w:settings {w}><w:docVars><w:docVar w:name="patient" w:val={quoteattr(self.fio("document variable"))}/></w:docVars></w:settings>',
            "word/charts/chart1.xml": f'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:strCache><c:ptCount val="2"/><c:pt idx="0"><c:v>{self.fio("chart cache")}</c:v></c:pt><c:pt idx="1"><c:v>{self.short("chart cache")}</c:v></c:pt></c:strCache></c:chartSpace>',
            "word/embeddings/oleObject1.bin": self.fio("embedded object").encode("utf-16-le"),
            "customXml/item1.xml": f"<data><PatientLastName>{self.gold(self.maker.person().surname, 'PERSON', 'custom XML')}</PatientLastName><note>{escape(self.text('custom XML'))}</note></data>",
            "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{P}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape("Выписка " + self.fio("title"))}</dc:title><dc:creator>{self.fio("creator")}</dc:creator><cp:lastModifiedBy>{self.short("creator")}</cp:lastModifiedBy></cp:coreProperties>',
            "docProps/app.xml": f"<Properties><Manager>{self.fio('manager')}</Manager><Company>ГБУЗ</Company></Properties>",
            "docProps/custom.xml": f'<Properties xmlns:vt="x"><property name="СНИЛС"><vt:lpwstr>{self.value("snils", "custom property")}</vt:lpwstr></property></Properties>',
            "docProps/thumbnail.jpeg": b"\xff\xd8\xff" + self.fio("thumbnail").encode(),
        }  # fmt: skip

    # -- XLSX ---------------------------------------------------------------------------------------------------------

    def xlsx(self) -> Paper:
        import xlsxwriter

        paper, made = self.begin("журнал.xlsx"), io.BytesIO()
        book = xlsxwriter.Workbook(made, {"in_memory": True})
        book.set_properties(
            {"author": self.fio("creator"), "manager": self.short("manager"), "comments": self.text("properties")}
        )
        dates = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet = book.add_worksheet("Журнал")
        sheet.write_row(0, 0, HEADINGS[self.part])
        for number, row in enumerate(self.rows(12, "sheet"), 1):
            for column, value in enumerate(row):
                digits = "".join(char for char in value if char.isdigit())
                if column == 2:
                    day, month, year = map(int, value.split("."))
                    sheet.write_datetime(number, column, date(year, month, day), dates)
                elif column in {4, 5} and len(digits) in {11, 16} and self.random.random() < 0.5:
                    sheet.write_number(number, column, int(digits[:15] + "0" if len(digits) == 16 else digits))
                else:
                    sheet.write_string(number, column, value)
        for number in range(8):
            sheet.write_string(20 + number, 0, self.plain())
        sheet.write_comment("B2", self.text("comment"), {"author": self.fio("comment author")})
        sheet.set_header("&L" + self.short("print header") + "&RЖурнал")
        sheet.write_formula("K2", '="пациент "&B2', None, "пациент " + self.fio("formula result"))
        sheet.write_formula("K3", f'=IF(B2="{self.fio("formula")}",1,0)', None, 1)
        sheet.data_validation("K9", {"validate": "list", "source": [self.short("validation"), "нет"]})
        hidden = book.add_worksheet("Скрытый")
        hidden.hide()
        for number, (name, value) in enumerate(self.card("hidden sheet")):
            hidden.write_row(number, 0, (name, value))
        named = book.add_worksheet(self.short("sheet name")[:31])
        named.write_string(0, 0, self.text("body"))
        named.write_url("A5", "mailto:" + self.value("email", "link"), string="написать")
        book.define_name("Реестр", f"='{named.name}'!$A$1")
        book.close()
        paper.content = made.getvalue()
        return paper

    # -- ODT, ODS -----------------------------------------------------------------------------------------------------

    def odt(self) -> Paper:
        paper = self.begin("справка.odt")
        rows = "".join(
            "<table:table-row>"
            + "".join(f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in row)
            + "</table:table-row>"
            for row in (HEADINGS[self.part], *self.rows(4, "table"))
        )
        note = f"<office:annotation><dc:creator>{self.fio('comment author')}</dc:creator><text:p>{escape(self.text('comment'))}</text:p></office:annotation>"
        changed = f"<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>{self.fio('revision author')}</dc:creator></office:change-info><text:p>{escape(self.text('deleted'))}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        body = "".join(
            f"<text:p>{escape(text)}</text:p>"
            for text in [*(self.plain() for _ in range(5)), *(self.text("body") for _ in range(3))]
        )
        paper.content = zipped(
            open_parts(
                "text",
                f"<office:text>{changed}{body}<text:p>{note}текст</text:p><table:table>{rows}</table:table></office:text>",
                self._meta(),
            )
        )
        return paper

    def ods(self) -> Paper:
        paper = self.begin("список.ods")
        head = "".join(
            f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in HEADINGS[self.part]
        )
        lines = []
        for row in self.rows(8, "sheet"):
            day, month, year = row[2].split(".")
            policy = "".join(char for char in row[4] if char.isdigit())
            cells = [f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in row]
            cells[2] = (
                f'<table:table-cell office:value-type="date" office:date-value="{year}-{month}-{day}"><text:p>{row[2]}</text:p></table:table-cell>'
            )
            cells[4] = (
                f'<table:table-cell office:value-type="float" office:value="{policy}"><text:p>{float(policy):.2E}</text:p></table:table-cell>'
            )
            lines.append("<table:table-row>" + "".join(cells) + "</table:table-row>")
        clean = "".join(
            f"<table:table-row><table:table-cell><text:p>{escape(self.plain())}</text:p></table:table-cell></table:table-row>"
            for _ in range(6)
        )
        body = f'<office:spreadsheet><table:table table:name="{self.short("sheet name")}"><table:table-row>{head}</table:table-row>{"".join(lines)}{clean}</table:table></office:spreadsheet>'
        paper.content = zipped(open_parts("spreadsheet", body, self._meta()))
        return paper

    def _meta(self) -> str:
        return f'<meta:initial-creator>{self.fio("creator")}</meta:initial-creator><dc:title>{escape("Отчёт: " + self.fio("title"))}</dc:title><meta:user-defined meta:name="СНИЛС">{self.value("snils", "custom property")}</meta:user-defined>'

    # -- texts --------------------------------------------------------------------------------------------------------

    def csv(self) -> Paper:
        paper = self.begin("реестр.csv")
        rows = [HEADINGS[self.part], *self.rows(15, "table")]
        by = self.random.choice(";,\t")
        lines = [by.join(f'"{cell}"' if by in cell else cell for cell in row) for row in rows]
        paper.content = "\r\n".join(lines).encode(self.random.choice(("cp1251", "utf-8-sig", "utf-8")), "replace")
        return paper

    def txt(self) -> Paper:
        paper = self.begin("журнал.log")
        lines = [text for _ in range(12) for text in (self.text("body"), self.plain())]
        text = "\n".join(lines)
        coding = self.random.choice(("cp1251", "utf-8", "koi8-r", "cp866", "utf-16"))
        paper.content = (
            text.encode(coding, "replace") if coding != "koi8-r" else text.replace("№", "N").encode(coding, "replace")
        )
        return paper

    def json(self) -> Paper:
        paper = self.begin("ответ.json")
        people = [
            {"fio": row[1], "birthDate": row[2], "snils": row[3], "enp": row[4], "phone": row[5], "ward": row[7]}
            for row in self.rows(5, "field")
        ]
        paper.gold = [one for one in paper.gold if one[1] != "ADDRESS"]
        paper.content = json.dumps(
            {"people": people, "errors": [self.text("body")], "notes": [self.plain() for _ in range(4)]},
            ensure_ascii=self.random.random() < 0.5,
        ).encode()
        return paper

    def html(self) -> Paper:
        paper = self.begin("отчёт.html")
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
            for row in (HEADINGS[self.part], *self.rows(4, "table"))
        )
        body = "".join(f"<p>{escape(text)}</p>" for text in [*(self.plain() for _ in range(5)), self.text("body")])
        words = self.text("body").split(" ")
        broken = " ".join(f"<b>{escape(word)}</b>" if number % 2 else escape(word) for number, word in enumerate(words))
        paper.content = (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Карта: {self.fio("title")}</title></head><body><!-- {self.fio("comment")} -->{body}<div>{broken}</div>'
            f'<img alt={quoteattr("Фото пациента " + self.fio("alternative text"))} src=""><input value={quoteattr(self.value("snils", "form"))}><script>var fio = "{self.fio("script")}"</script>'
            f'<a href="mailto:{self.value("email", "link")}">письмо</a><span style="display:none">{escape(self.text("hidden text"))}</span><table>{rows}</table></body></html>'
        ).encode()
        return paper

    def rtf(self) -> Paper:
        paper = self.begin("письмо.rtf")
        lines = [*(self.text("body") for _ in range(4)), *(self.plain() for _ in range(4))]
        body = "".join(rtf(line, self.random.random() < 0.5) + "\\par\n" for line in lines)
        paper.content = (
            rf"{{\rtf1\ansi\ansicpg1251\deff0{{\fonttbl{{\f0\fcharset204 Arial;}}}}{{\info{{\author {rtf(self.fio('creator'), False)}}}{{\title {rtf(self.fio('title'), True)}}}}}"
            rf"{{\header {rtf(self.text('header'), False)}\par}}\f0 {body}{{\v {rtf(self.text('hidden text'), True)}}}\par}}"
        ).encode("ascii")
        return paper

    # -- PDF ----------------------------------------------------------------------------------------------------------

    def pdf(self) -> Paper:
        """A paper of text: paragraphs, a table, a card; notes, outline, properties, attachment, an earlier state."""
        import pikepdf

        paper = self.begin("протокол.pdf")
        page = drawn(self)
        page.set_title("Протокол " + self.fio("properties"))
        page.set_author(self.short("properties"))
        page.start_section("Пациент " + self.fio("outline"))
        for _ in range(4):
            page.multi_cell(0, 6, self.plain(), new_x="LMARGIN", new_y="NEXT")
            page.multi_cell(0, 6, self.text("body"), new_x="LMARGIN", new_y="NEXT")
        page.set_font_size(7)
        with page.table(
            width=190, col_widths=(6, 34, 22, 26, 28, 26, 48, 20), first_row_as_headings=False, text_align="LEFT"
        ) as made:
            for row in (HEADINGS[self.part], *self.rows(8, "table")):
                made.row(row)
        page.set_font_size(11)
        for name, value in self.card("card"):
            page.cell(60, 7, name)
            page.cell(0, 7, value, new_x="LMARGIN", new_y="NEXT")
        page.text_annotation(150, 20, self.text("note"))
        page.set_text_color(255, 255, 255)
        page.multi_cell(0, 6, self.text("white text"), new_x="LMARGIN", new_y="NEXT")
        page.embed_file(bytes=self.fio("attachment").encode(), basename="a.txt")
        given = pikepdf.open(io.BytesIO(bytes(page.output())))
        given.pages[0].contents_add(f"% {self.digits_of('comment')}".encode())
        made_file = io.BytesIO()
        given.save(made_file)
        paper.content = made_file.getvalue()
        return paper

    def digits_of(self, corner: str) -> str:
        return "".join(char for char in self.value("snils", corner) if char.isdigit())

    def scan(self) -> Paper:
        """A paper that is one picture, with what a scanner read in it as an invisible layer."""
        import pypdfium2
        from fpdf.enums import TextMode

        paper = self.begin("скан.pdf")
        page = drawn(self)
        for _ in range(3):
            page.multi_cell(0, 8, self.plain(), new_x="LMARGIN", new_y="NEXT")
        for name, value in self.card("scan"):
            page.cell(60, 8, name + ":")
            page.cell(0, 8, value, new_x="LMARGIN", new_y="NEXT")
        for _ in range(2):
            page.multi_cell(0, 8, self.text("scan"), new_x="LMARGIN", new_y="NEXT")
        picture = pypdfium2.PdfDocument(bytes(page.output()))[0].render(scale=2.2, grayscale=True).to_pil()
        scanned = drawn(self)
        scanned.image(picture, 0, 0, 210)
        scanned.set_y(220)
        with scanned.local_context(text_mode=TextMode.INVISIBLE):
            scanned.multi_cell(0, 8, self.text("hidden layer"))
        paper.content = bytes(scanned.output())
        return paper


def drawn(printer: Printer):
    """Return an empty paper with a font that knows Russian."""
    from fpdf import FPDF

    page = FPDF()
    folder = "/usr/share/fonts/truetype/dejavu/"
    page.add_font("D", "", folder + ("DejaVuSans.ttf" if printer.part == "tuned" else "DejaVuSerif.ttf"))
    page.add_page()
    page.set_font("D", size=11)
    return page


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006"


def rtf(text: str, by_number: bool) -> str:
    """Return the text as RTF writes it: octets of cp1251, or numbers of Unicode."""

    def one(char: str) -> str:
        if char in "\\{}":
            return "\\" + char
        if char.isascii():
            return char
        code = char.encode("cp1251", "ignore")
        return f"\\'{code[0]:02x}" if code and not by_number else f"\\u{ord(char)}?"

    return "".join(map(one, text))


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str) -> str:
    return f"<w:p>{run(text)}</w:p>"


def table(rows) -> str:
    return (
        "<w:tbl>"
        + "".join("<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def rels(*relations, external: tuple | None = None) -> str:
    lines = [f'<Relationship Id="{number}" Type="{R}/{kind}" Target="{target}"/>' for number, kind, target in relations]
    if external:
        lines.append(
            f'<Relationship Id="{external[0]}" Type="{R}/{external[1]}" Target="{external[2]}" TargetMode="External"/>'
        )
    return f'<Relationships xmlns="{P}/relationships">{"".join(lines)}</Relationships>'


def open_parts(kind: str, body: str, meta: str) -> dict:
    spaces = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
    mime = f"application/vnd.oasis.opendocument.{kind}"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="text/xml"/>'
        for path in ("content.xml", "meta.xml")
    )
    return {
        "mimetype": mime,
        "content.xml": f"<office:document-content {spaces}><office:body>{body}</office:body></office:document-content>",
        "meta.xml": f"<office:document-meta {spaces}><office:meta>{meta}</office:meta></office:document-meta>",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>{entries}</manifest:manifest>',
    }  # fmt: skip


def zipped(parts: dict) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(zipfile.ZipInfo(name, ZIP_DATE), content)
    return made.getvalue()
