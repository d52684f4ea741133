"""The papers of Word and Excel of the whole set (`whole_set.py`), and a CSV with entities."""

import io
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from bench.guard.papers import P, Paper, R, W, paragraph, rels, run, table, zipped
from bench.guard.whole import Whole

OFFICE = tuple("discharge tracked filled drawn pasted torn registry pivot linked corners shared semicolons".split())
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
T = f"{P}/content-types"
HEADS = ("Пациент", "Дата рожд.", "СНИЛС", "Полис", "Телефон", "Адрес")


class WholeOffice(Whole):
    """Makes the papers; each method is one."""

    def people(self, count: int, corner: str) -> list[tuple]:
        return [(self.fio(corner), self.born(corner), self.value("snils", corner), self.value("oms", corner), self.value("phone", corner), self.value("addr", corner)) for _ in range(count)]  # fmt: skip

    def word(self, body: str, **parts) -> Paper:
        """Wrap the body and the other parts (name with __ for a folder) into a package."""
        others = {
            path.replace("__", "/") + (".xml" if isinstance(one, str) else ""): one for path, one in parts.items()
        }
        links = [
            (f"r{n}", path.split("/")[-1].split(".")[0].rstrip("0123456789"), path) for n, path in enumerate(others)
        ]
        self.paper.content = zipped({
            "[Content_Types].xml": f'<Types xmlns="{T}"><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": rels(("a", "officeDocument", "word/document.xml"), ("b", "core-properties", "docProps/core.xml")),
            "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{P}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{self.fio("creator")}</dc:creator><cp:lastModifiedBy>{self.short("last editor")}</cp:lastModifiedBy><dc:description>{escape(self.text("description"))}</dc:description></cp:coreProperties>',
            "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}" xmlns:a="{A}"><w:body>{body}</w:body></w:document>',
            "word/_rels/document.xml.rels": rels(*links),
            **{path[1:] if path.startswith("/") else "word/" + path: one for path, one in others.items()},
        })  # fmt: skip
        return self.paper

    def plains(self, count: int = 6) -> str:
        return "".join(paragraph(self.plain()) for _ in range(count))

    def discharge(self) -> Paper:
        self.begin("выписка.docx")
        inner = table([("Мать", self.fio("nested table")), ("Телефон матери", self.value("phone", "nested table"))])
        body = (
            self.plains()
            + "".join(paragraph(self.text("body")) for _ in range(5))
            + table([HEADS, *self.people(4, "table")])
        )
        body += f"<w:tbl><w:tr><w:tc>{paragraph('Законный представитель')}</w:tc><w:tc>{inner}{paragraph('')}</w:tc></w:tr></w:tbl>"
        w = f'xmlns:w="{W}"'
        return self.word(
            body, header1=f"<w:hdr {w}>{paragraph('Карта ' + self.value('mrn', 'header') + ', ' + self.fio('header'))}</w:hdr>", header2=f"<w:hdr {w}>{paragraph(self.text('first header'))}</w:hdr>",
            footer1=f"<w:ftr {w}>{table([('Исп.', self.short('footer')), ('тел.', self.value('phone', 'footer'))])}</w:ftr>", footnotes=f'<w:footnotes {w}><w:footnote w:id="1">{paragraph(self.text("footnote"))}</w:footnote></w:footnotes>',
            comments=f'<w:comments {w}><w:comment w:id="0" w:author={quoteattr(self.fio("comment author"))} w:initials="ЯЮ">{paragraph(self.text("comment"))}{paragraph(self.whose("comment"))}</w:comment></w:comments>',
            people=f'<w15:people xmlns:w15="urn:w15"><w15:person w15:author={quoteattr(self.fio("people"))}><w15:presenceInfo w15:providerId="AD" w15:userId={quoteattr("S::" + self.value("email", "people"))}/></w15:person></w15:people>',
        )  # fmt: skip

    def tracked(self) -> Paper:
        self.begin("согласование.docx")
        who = lambda corner: f'w:id="1" w:author={quoteattr(self.fio(corner))} w:date="2026-02-03T10:00:00Z"'  # noqa: E731
        body = self.plains()
        for _ in range(3):
            body += f"<w:p><w:ins {who('inserted author')}>{run(self.text('inserted'))}</w:ins><w:del {who('deleted author')}><w:r><w:delText>{escape(self.text('deleted'))}</w:delText></w:r></w:del></w:p>"
        body += f"<w:p><w:moveTo {who('moved author')}>{run(self.text('moved to'))}</w:moveTo><w:r><w:rPr><w:rPrChange {who('format author')}/></w:rPr><w:t>{escape(self.whose('body'))}</w:t></w:r></w:p>"
        body += f"<w:tbl><w:tr><w:trPr><w:ins {who('row author')}/></w:trPr><w:tc>{paragraph('Пациент')}</w:tc><w:tc><w:tcPr><w:cellDel {who('cell author')}/></w:tcPr>{paragraph(self.fio('deleted cell'))}</w:tc></w:tr></w:tbl>"
        body += f'<w:p><w:r><w:delInstrText> MERGEFIELD "{self.fio("deleted field")}" </w:delInstrText></w:r></w:p>'
        body += (
            f"<w:p><w:del {who('deleted author')}><w:r><w:delText>{escape(self.value('snils', 'deleted')[:3])}</w:delText></w:r></w:del></w:p>"
            if False
            else ""
        )
        return self.word(body, settings=f'<w:settings xmlns:w="{W}"><w:trackRevisions/><w:documentProtection w:edit="forms"/><w:writeProtection w:userName={quoteattr(self.fio("write protection"))}/></w:settings>')  # fmt: skip

    def filled(self) -> Paper:
        """Content controls bound to custom XML, an HTML part that is joined in, old fields, mail merge."""
        self.begin("форма 057у.docx")
        names = ("ФИО пациента", "Дата рождения", "СНИЛС", "Полис", "Телефон", "Адрес")
        controls = "".join(f'<w:sdt><w:sdtPr><w:alias w:val={quoteattr(name)}/><w:dataBinding w:xpath="/q/v{n}"/></w:sdtPr><w:sdtContent>{paragraph(value)}</w:sdtContent></w:sdt>' for n, (name, value) in enumerate(zip(names, self.people(1, "control")[0], strict=True)))  # fmt: skip
        body = self.plains() + controls + '<w:altChunk r:id="r0"/>' + f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF "{self.fio("field")}" = "" "нет" "{self.fio("field")}" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'  # fmt: skip
        body += f'<w:p><w:r><w:instrText> XE "{self.fio("index entry")}" </w:instrText></w:r><w:r><w:t>см. указатель</w:t></w:r></w:p><w:p><w:fldSimple w:instr={quoteattr("TC " + chr(34) + self.whose("contents entry") + chr(34))}>{run("раздел")}</w:fldSimple></w:p>'
        rows = "".join(f"<row><fio>{self.fio('custom XML')}</fio><birth>{self.born('custom XML')}</birth><tel>{self.value('phone', 'custom XML')}</tel></row>" for _ in range(3))  # fmt: skip
        page = f"<html><body><p>{escape(self.text('joined page'))}</p><table><tr><th>ФИО</th><td>{self.fio('joined page')}</td></tr></table></body></html>"
        return self.word(
            body, chunk=page, settings=f'<w:settings xmlns:w="{W}"><w:mailMerge><w:connectString w:val={quoteattr("Data Source=C:/Users/" + self.fio("merge path") + "/list.xlsx")}/><w:odso><w:recipientData><w:hash w:val="1"/></w:recipientData><w:fieldMapData><w:name w:val={quoteattr(self.fio("merge field"))}/></w:fieldMapData></w:odso></w:mailMerge></w:settings>',
            __customXml__item1=f'<q xmlns="urn:q">{rows}</q>', recipientData=f'<w:recipients xmlns:w="{W}"><w:recipientData><w:uniqueTag w:val="1"/></w:recipientData></w:recipients>', comments=f'<w:comments xmlns:w="{W}"/>',
        )  # fmt: skip

    def drawn(self) -> Paper:
        """Shapes twice (choice and fallback), WordArt, alternative text, tooltips, captions, charts, ink, tables of contents."""
        self.begin("схема.docx")
        box = self.text("text box")
        shape = f'<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice Requires="wps"><w:drawing><wp:docPr xmlns:wp="urn:wp" id="1" name={quoteattr(self.whose("shape name"))} descr={quoteattr(self.text("alternative text"))} title={quoteattr(self.fio("alternative title"))}/><wps:txbx xmlns:wps="urn:wps"><w:txbxContent>{paragraph(box)}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" alt={quoteattr(self.whose("fallback text"))}><v:textpath string={quoteattr(self.fio("word art"))}/><v:textbox><w:txbxContent>{paragraph(box)}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>'
        body = self.plains() + f"<w:p><w:r>{shape}</w:r></w:p>" + "".join(f'<w:p><w:hyperlink w:anchor="_Toc{n}" w:tooltip={quoteattr(self.whose("tooltip"))}>{run(self.fio("contents"))}<w:r><w:tab/></w:r>{run(str(n))}</w:hyperlink></w:p>' for n in range(4))  # fmt: skip
        body += f'<w:p><w:pPr><w:pStyle w:val="Caption"/></w:pPr>{run("Рис. 1. " + self.whose("caption"))}</w:p><w:p><w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>{run(self.text("body"))}</w:p>'
        cats = "".join(f'<c:pt idx="{n}"><c:v>{self.short("chart categories")}</c:v></c:pt>' for n in range(6))
        chart = f'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="{A}"><c:ser><c:cat><c:multiLvlStrRef><c:multiLvlStrCache><c:lvl>{cats}</c:lvl></c:multiLvlStrCache></c:multiLvlStrRef></c:cat><c:dLbls><c:dLbl><c:tx><c:rich><a:p><a:r><a:t>{escape(self.whose("chart label"))}</a:t></a:r></a:p></c:rich></c:tx></c:dLbl></c:dLbls></c:ser></c:chartSpace>'
        book = zipped({"xl/workbook.xml": f'<workbook xmlns="{S}"/>', "xl/sharedStrings.xml": f'<sst xmlns="{S}">' + "".join(f"<si><t>{escape(self.text('chart workbook'))}</t></si>" for _ in range(3)) + "</sst>", "[Content_Types].xml": f'<Types xmlns="{T}"/>'})  # fmt: skip
        styles = f'<w:styles xmlns:w="{W}"><w:style w:styleId="a"><w:name w:val={quoteattr("Стиль " + self.fio("style name"))}/></w:style></w:styles>'
        return self.word(body, charts__chart1=chart, styles=styles, numbering=f'<w:numbering xmlns:w="{W}"><w:abstractNum><w:lvl w:ilvl="0"><w:lvlText w:val={quoteattr("Пациент " + self.fio("list numbering") + " %1.")}/></w:lvl></w:abstractNum></w:numbering>', **{"embeddings__Book.xlsx": book})  # fmt: skip

    def shot(self, corner: str, kind: str = "PNG") -> bytes:
        """A screen of a register, as one pastes it."""
        from PIL import Image, ImageDraw, ImageFont

        picture = Image.new("RGB", (1180, 420), "#f4f6f8")
        pen, font = ImageDraw.Draw(picture), ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 15)
        pen.rectangle((0, 0, 1180, 34), fill="#2b5d8a")
        pen.text((12, 8), "Регистр — поиск пациента", "white", font)
        columns = (12, 320, 450, 620, 810)
        for x, head in zip(columns, ("Пациент", "Дата рожд.", "СНИЛС", "Полис", "Телефон"), strict=True):
            pen.text((x, 50), head, "black", font)
        for row, person in enumerate(self.people_of_shot(corner)):
            pen.line((8, 76 + 34 * row, 1170, 76 + 34 * row), "#c8d0d8")
            for x, value in zip(columns, person, strict=True):
                pen.text((x, 84 + 34 * row), value, "#111", font)
        packed = io.BytesIO()
        picture.save(packed, kind, quality=85)
        return packed.getvalue()

    def people_of_shot(self, corner: str):
        return [(self.fio(corner), self.born(corner), self.value("snils", corner), self.value("oms", corner), self.value("phone", corner)) for _ in range(5)]  # fmt: skip

    def pasted(self) -> Paper:
        self.begin("обращение со снимком.docx")
        body = (
            self.plains()
            + "".join(paragraph(self.text("body")) for _ in range(3))
            + '<w:p><w:r><w:drawing><a:blip r:embed="r0"/></w:drawing></w:r></w:p>'
        )
        return self.word(body, **{"media__image1.png": self.shot("pasted screenshot"), "media__image2.jpeg": self.shot("pasted JPEG", "JPEG"), "embeddings__Inner.docx": zipped({"[Content_Types].xml": f'<Types xmlns="{T}"/>', "word/document.xml": f'<w:document xmlns:w="{W}">{paragraph(self.text("embedded document"))}</w:document>'})})  # fmt: skip

    def torn(self) -> Paper:
        """Values cut by formatting, unbreakable and soft hyphens as elements, tabs, breaks, codes over runs, full-width spaces."""
        self.begin("из шаблона.docx")
        body = self.plains()
        for _ in range(6):
            text = self.text("torn runs")
            body += "<w:p>" + "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{escape(one)}</w:t></w:r>" if one != " " else '<w:r><w:t xml:space="preserve"> </w:t></w:r>' for one in text) + "</w:p>"  # fmt: skip
        for name, slot in (("Телефон", "phone"), ("СНИЛС", "snils"), ("Полис", "oms")):
            value = self.value(slot, "hyphen elements")
            body += f"<w:p>{run(name + ': ')}<w:r>" + "".join("<w:noBreakHyphen/>" if one == "-" else "<w:tab/>" if one == " " else f"<w:t>{escape(one)}</w:t>" for one in value) + "</w:r></w:p>"  # fmt: skip
        name = self.fio("soft hyphens")
        body += f"<w:p>{run('Пациент ')}<w:r><w:t>{name[:3]}</w:t><w:softHyphen/><w:t>{name[3:]}</w:t></w:r></w:p>"
        surname, first, father = self.fio("broken over lines").split()
        body += f"<w:p>{run('Больной')}<w:r><w:br/><w:t>{surname}</w:t><w:br/><w:t>{first}</w:t><w:br/><w:t>{father}</w:t></w:r></w:p>"
        import base64

        coded = base64.b64encode(
            f"Пациент {self.fio('base64 over runs')}, СНИЛС {self.value('snils', 'base64 over runs')}".encode()
        ).decode()
        body += "<w:p>" + "".join(run(coded[n : n + 17]) for n in range(0, len(coded), 17)) + "</w:p>"
        escaped = "".join(f"\\u{ord(one):04x}" for one in "Пациент: " + self.fio("escapes over runs"))
        body += "<w:p>" + "".join(run(escaped[n : n + 11]) for n in range(0, len(escaped), 11)) + "</w:p>"
        body += paragraph("".join(f"&#{ord(one)};" for one in "Больной " + self.fio("entities")))
        body += "".join(paragraph(one) for one in ("ФИО", self.fio("label above"), "Дата рождения", self.born("label above"), "СНИЛС", self.value("snils", "label above"), "Адрес", self.value("addr", "label above")))  # fmt: skip
        return self.word(body)

    # -- Excel --------------------------------------------------------------------------------------------------------

    def book(self, sheets: dict, **parts) -> Paper:
        others = {path.replace("__", "/"): one for path, one in parts.items()}
        self.paper.content = zipped({
            "[Content_Types].xml": f'<Types xmlns="{T}"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
            "_rels/.rels": rels(("a", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": others.pop("workbook", None) or f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>' + "".join(f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(sheets, 1)) + "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": rels(*((f"s{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)), *((f"o{n}", "other", path + ".xml") for n, path in enumerate(others))),
            **{f"xl/worksheets/sheet{n}.xml": f'<worksheet xmlns="{S}" xmlns:r="{R}">{one}</worksheet>' for n, one in enumerate(sheets.values(), 1)},
            **{f"xl/{path}.xml": one for path, one in others.items()},
        })  # fmt: skip
        return self.paper

    def cells(self, rows) -> str:
        return "<sheetData>" + "".join("<row>" + "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{escape(str(one))}</t></is></c>' for one in row) + "</row>" for row in rows) + "</sheetData>"  # fmt: skip

    def registry(self) -> Paper:
        import xlsxwriter

        self.begin("реестр.xlsx")
        made = io.BytesIO()
        book = xlsxwriter.Workbook(made, {"in_memory": True})
        book.set_properties(
            {"title": self.whose("title"), "author": self.fio("creator"), "keywords": self.value("snils", "keywords")}
        )
        book.set_custom_property("Ответственный", self.fio("custom property"))
        sheet, dates = book.add_worksheet("Данные"), book.add_format({"num_format": "d mmmm yyyy"})
        sheet.merge_range("A1:F1", self.text("merged title"))
        sheet.write_row(2, 0, HEADS)
        for number, row in enumerate(self.people(12, "sheet"), 3):
            sheet.write_row(number, 0, row)
            day, month, year = map(int, row[1].split("."))
            sheet.write_datetime(number, 1, date(year, month, day), dates)
            digits = "".join(one for one in row[2] if one.isdigit())
            sheet.write_number(number, 2, int(digits)) if number % 2 else None
            sheet.set_row(number, None, None, {"hidden": number % 4 == 0})
        for number in range(6):
            sheet.write(20 + number, 1, self.plain())
        sheet.set_header("&L&8" + self.whose("print header"))
        sheet.set_footer("&C" + self.short("print footer") + " &P")
        sheet.write_comment("B5", self.text("comment"), {"author": self.fio("comment author")})
        sheet.write_url("H3", "https://mis.example/?q=1", tip=self.whose("tooltip"), string="карта")
        sheet.insert_textbox("J2", self.text("text box"), {"description": self.whose("alternative text")})
        sheet.insert_image(
            "J20",
            "a.png",
            {"image_data": io.BytesIO(self.shot("pasted screenshot")), "description": self.fio("picture text")},
        )
        sheet.autofilter("A3:F15")
        sheet.filter_column_list(0, [self.fio("filter")])
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=Данные!$C$4:$C$6", "name": self.fio("series name")})
        chart.set_title({"name": self.whose("chart title")})
        sheet.insert_chart("A40", chart)
        deep = book.add_worksheet("Архив")
        deep.very_hidden()
        for number, row in enumerate(zip(HEADS, self.people(1, "very hidden")[0], strict=True)):
            deep.write_row(number, 1, row)
        book.add_worksheet(self.short("sheet name")[:31]).write_formula(
            "A1", f'=VLOOKUP("{self.fio("formula")}",A2:B9,2,0)', None, self.fio("formula result")
        )
        book.close()
        self.paper.content = made.getvalue()
        return self.paper

    def pivot(self) -> Paper:
        self.begin("сводная.xlsx")
        items = "".join(f"<s v={quoteattr(self.fio('pivot items'))}/>" for _ in range(6))
        births = "".join(
            f'<d v="{"-".join(reversed(self.born("pivot dates").split(".")))}T00:00:00"/>' for _ in range(4)
        )
        self.paper.gold += [
            ("".join(reversed(one[0].split("."))), "DOB", "pivot dates")
            for one in self.paper.gold
            if one[2] == "pivot dates"
        ]
        numbers = "".join(f"<s v={quoteattr(self.value('snils', 'pivot items'))}/>" for _ in range(4))
        cache = f'<pivotCacheDefinition xmlns="{S}" refreshedBy={quoteattr(self.fio("refreshed by"))}><cacheFields><cacheField name="Пациент"><sharedItems>{items}</sharedItems></cacheField><cacheField name="Дата рождения"><sharedItems>{births}</sharedItems></cacheField><cacheField name="СНИЛС"><sharedItems>{numbers}</sharedItems></cacheField></cacheFields></pivotCacheDefinition>'
        records = f'<pivotCacheRecords xmlns="{S}">' + "".join(f"<r><s v={quoteattr(self.fio('pivot records'))}/><s v={quoteattr(self.value('phone', 'pivot records'))}/><s v={quoteattr(self.value('addr', 'pivot records'))}/></r>" for _ in range(5)) + "</pivotCacheRecords>"  # fmt: skip
        pivot = f'<pivotTableDefinition xmlns="{S}" name={quoteattr(self.fio("pivot name"))} grandTotalCaption={quoteattr(self.whose("pivot caption"))}><filters><filter type="captionEqual" stringValue1={quoteattr(self.fio("pivot filter"))}/></filters></pivotTableDefinition>'
        slicer = f'<slicers xmlns="urn:s"><slicer name="a" caption={quoteattr(self.whose("slicer"))}/></slicers>'
        return self.book({"Свод": self.cells([("Пациент", "Сумма"), *((self.fio("pivot sheet"), 3) for _ in range(5)), *((self.plain(),) for _ in range(6))])}, pivotCache__pivotCacheDefinition1=cache, pivotCache__pivotCacheRecords1=records, pivotTables__pivotTable1=pivot, slicers__slicer1=slicer)  # fmt: skip

    def linked(self) -> Paper:
        """Caches of other books, queries of databases, maps of XML, constants behind names."""
        self.begin("связи.xlsx")
        cells = "".join(
            f'<cell r="A{n}" t="str"><v>{escape(value)}</v></cell>'
            for n, value in enumerate(one for row in self.people(2, "external cache") for one in row)
        )
        outside = f'<externalLink xmlns="{S}"><externalBook><sheetNames><sheetName val={quoteattr(self.fio("external sheet"))}/></sheetNames><definedNames><definedName name="x" refersTo={quoteattr("=" + chr(34) + self.fio("external name") + chr(34))}/></definedNames><sheetDataSet><sheetData><row r="1">{cells}</row></sheetData></sheetDataSet></externalBook></externalLink>'
        query = f'<connections xmlns="{S}"><connection id="1" name="q" description={quoteattr(self.whose("connection"))}><dbPr connection="Provider=SQL" command={quoteattr(chr(39).join(("SELECT * FROM p WHERE fam=", self.fio("query"), " AND snils=", self.value("snils", "query"), "")))}/><parameters><parameter name="fio" string={quoteattr(self.fio("query parameter"))}/></parameters></connection></connections>'
        book = f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet name="Лист1" sheetId="1" r:id="s1"/></sheets><definedNames><definedName name="Пациент">"{self.fio("defined name")}"</definedName><definedName name="тел">"{self.value("phone", "defined name")}"</definedName><definedName name={quoteattr(self.fio("name of a name").replace(" ", "_"))}>Лист1!$A$1</definedName></definedNames></workbook>'
        maps = f'<MapInfo xmlns="{S}"><Schema ID="1"/><Map ID="1" Name={quoteattr(self.fio("XML map"))}/></MapInfo>'
        rows = (
            [(self.plain(),) for _ in range(7)]
            + [("Ф.И.О.", "Рождён", "Тел.")]
            + [(self.fio("sheet"), self.born("sheet"), self.value("phone", "sheet")) for _ in range(5)]
        )
        return self.book(
            {"Лист1": self.cells(rows)},
            workbook=book,
            externalLinks__externalLink1=outside,
            connections=query,
            xmlMaps=maps,
        )

    def corners(self) -> Paper:
        """People in columns, labels under and beside, a name in three columns, groups, ignored errors, protected ranges, views."""
        self.begin("карточки.xlsx")
        people = self.people(4, "people in columns")
        rows = [[head, *(one[n] for one in people)] for n, head in enumerate(HEADS)] + [
            (self.plain(),) for _ in range(7)
        ]
        parts = [("Фамилия", "Имя", "Отчество", "Пол", "Д/р", "№ карты")]
        for _ in range(5):
            person = self.maker.person()
            parts.append((self.gold(person.surname, "PERSON", "three columns"), self.gold(person.first, "PERSON", "three columns"), self.gold(person.patronymic, "PERSON", "three columns"), "ж" if person.female else "м", self.born("three columns"), self.value("mrn", "three columns")))  # fmt: skip
        extra = f'<protectedRanges><protectedRange name={quoteattr(self.fio("protected range"))} sqref="A1"/></protectedRanges><dataValidations><dataValidation type="list" prompt={quoteattr(self.text("prompt"))} sqref="A1"><formula1>"{self.short("list")},{self.short("list")}"</formula1></dataValidation></dataValidations><conditionalFormatting><cfRule type="containsText" text={quoteattr(self.fio("condition"))}><formula>A1="{self.fio("condition")}"</formula></cfRule></conditionalFormatting><customProperties/><controls><control name={quoteattr(self.whose("control"))}/></controls><extLst><ext><x14:f xmlns:x14="urn:x14">"{self.fio("extension")}"</x14:f></ext></extLst>'
        return self.book({"Карты": self.cells(rows) + extra, "Части имён": self.cells(parts)}, comments1=f'<comments xmlns="{S}"><authors><author>{self.fio("comment author")}</author></authors><commentList><comment ref="A1" authorId="0"><text><r><t>{escape(self.text("comment"))}</t></r></text></comment></commentList></comments>', drawings__vmlDrawing1=f'<xml xmlns:v="urn:v" xmlns:x="urn:x"><v:shape><v:textbox><div>{escape(self.text("VML box"))}</div></v:textbox><x:ClientData><x:FmlaMacro>{self.fio("macro")}</x:FmlaMacro></x:ClientData></v:shape></xml>')  # fmt: skip

    def shared(self) -> Paper:
        """A shared book: its log of changes, its users; comments in threads with persons."""
        self.begin("общая книга.xlsx")
        log = f'<revisions xmlns="{S}">' + "".join(f'<rcc rId="{n}" sId="1"><oc r="A{n}" t="inlineStr"><is><t>{escape(self.text("old value"))}</t></is></oc><nc r="A{n}" t="inlineStr"><is><t>{escape(self.whose("new value"))}</t></is></nc></rcc>' for n in range(4)) + f"<rsnm rId=\"9\" sheetId=\"1\" oldName={quoteattr(self.fio('old sheet name'))} newName=\"Лист1\"/></revisions>"  # fmt: skip
        headers = f'<headers xmlns="{S}"><header guid="{{0}}" userName={quoteattr(self.fio("log user"))}/></headers>'
        users = f'<users xmlns="{S}"><userInfo guid="{{0}}" name={quoteattr(self.fio("users"))}/></users>'
        people = f'<personList xmlns="urn:tc"><person displayName={quoteattr(self.fio("person"))} userId={quoteattr(self.value("email", "person"))}/></personList>'
        threads = f'<ThreadedComments xmlns="urn:tc"><threadedComment ref="A1"><text>{escape(self.text("threaded comment"))}</text><mentions><mention mentionId={quoteattr(self.fio("mention"))}/></mentions></threadedComment></ThreadedComments>'
        rows = [
            HEADS,
            *self.people(3, "sheet"),
            *((self.plain(),) for _ in range(6)),
            *((self.text("sheet prose"),) for _ in range(4)),
        ]
        return self.book({"Лист1": self.cells(rows)}, revisions__revisionLog1=log, revisions__revisionHeaders=headers, revisions__userNames=users, persons__person=people, threadedComments__threadedComment1=threads)  # fmt: skip

    def semicolons(self) -> Paper:
        """CSV parted by semicolons in which entities stand for letters and signs; each entity brings a semicolon of its own."""
        self.begin("выгрузка.csv")
        coded = lambda text: "".join(f"&#{ord(one)};" for one in text)  # noqa: E731
        lines = [";".join(("№", *HEADS, "Примечание"))]
        for number, row in enumerate(self.people(8, "semicolons"), 1):
            made = [
                coded(one) if (number + n) % 2 else one.replace("-", "&#45;").replace(" ", "&nbsp;")
                for n, one in enumerate(row)
            ]
            lines.append(
                ";".join(
                    (
                        str(number),
                        *(f'"{one}"' if ";" in one else one for one in made),
                        "&quot;" + self.plain() + "&quot;",
                    )
                )
            )
        lines += [
            f"{number + 9};{coded(self.fio('bare entities'))};;{coded(self.value('snils', 'bare entities'))};;;;"
            for number in range(4)
        ]
        self.paper.content = "\r\n".join(lines).encode(
            "utf-8-sig" if self.random.random() < 0.5 else "cp1251", "replace"
        )
        return self.paper
