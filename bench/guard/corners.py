"""Documents with invented people where nobody looks: `python -m bench.guard.documents --corners`.

What `papers.py` lacks: content controls, fields, bookmarks, equations, caches of diagrams and charts, variables, number formats that say a
name, phonetic runs, prompts of validation, table columns, tags of slides, forms and changes of OpenDocument, AcroForm, XFA, page
labels, glyph by glyph text, escaped markup, keys of JSON, letters in archives, codings of old.
"""

import gzip
import io
import json
import tarfile
import zipfile
from email.message import EmailMessage
from xml.sax.saxutils import escape, quoteattr

from bench.guard.fresh_pages import OtherPeople
from bench.guard.papers import P, Paper, Printer, R, W, open_parts, paragraph, rels, rtf, run, zipped

M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
T = "http://schemas.openxmlformats.org/package/2006/content-types"
KINDS = tuple("docx xlsx pptx odt ods pdf form html xml json rtf csv log letter packed".split())


class Corners(Printer):
    """Fills the corners; values come with the words people write beside them, or bare where a corner has no room for words."""

    def __init__(self, part: str, seed: int) -> None:
        super().__init__("apart", seed)
        self.maker.names = OtherPeople(part, seed).names

    def whose(self, corner: str) -> str:
        """Return a few words with a person in them."""
        shape = self.random.choice(
            ("Пациент: {}", "Карта пациента {}", "ФИО: {}", "Звонил пациент {}", "{}, дата рождения {born}")
        )
        born = self.value("dob", corner) if "born" in shape else ""
        return shape.format(self.fio(corner), born=born)

    def number(self, corner: str) -> str:
        name, slot = self.random.choice(
            (("СНИЛС", "snils"), ("Полис ОМС", "oms"), ("тел.", "phone"), ("паспорт", "passport"))
        )
        return f"{name} {self.value(slot, corner)}"

    def split(self, text: str) -> str:
        """Return runs that break words in two, as a proof reader leaves them."""
        parts, at = [], 0
        while at < len(text):
            step = self.random.randrange(2, 7)
            parts.append(
                f'<w:r w:rsidR="00{self.random.randrange(16**6):06X}"><w:t xml:space="preserve">{escape(text[at : at + step])}</w:t></w:r><w:proofErr w:type="spellStart"/>'
            )
            at += step
        return "".join(parts)

    def docx(self) -> Paper:
        paper = self.begin("заключение.docx")
        body = "".join(paragraph(self.plain()) for _ in range(6))
        body += f"<w:p>{self.split(self.whose('split runs'))}</w:p><w:p>{self.split(self.number('split runs'))}</w:p>"
        body += f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(self.fio('control title'))}/><w:tag w:val={quoteattr(self.number('control tag'))}/><w:dropDownList><w:listItem w:displayText={quoteattr(self.short('list item'))} w:value={quoteattr(self.fio('list value'))}/></w:dropDownList></w:sdtPr><w:sdtContent>{paragraph(self.whose('control'))}</w:sdtContent></w:sdt>"
        body += f'<w:p><w:bookmarkStart w:id="1" w:name={quoteattr(self.fio("bookmark").replace(" ", "_"))}/>{run("место")}<w:bookmarkEnd w:id="1"/></w:p>'
        body += f'<w:p><w:fldSimple w:instr={quoteattr(" HYPERLINK mailto:" + self.value("email", "field address"))}>{run("почта ")}</w:fldSimple><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DOCVARIABLE "{self.fio("field code")}" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(self.whose("field result"))}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        body += f'<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="a"/><w:helpText w:type="text" w:val={quoteattr(self.whose("form help"))}/><w:statusText w:type="text" w:val={quoteattr(self.number("form status"))}/><w:textInput><w:default w:val={quoteattr(self.fio("form default"))}/></w:textInput></w:ffData></w:fldChar></w:r></w:p>'
        body += f'<w:p><m:oMath xmlns:m="{M}"><m:r><m:t>{escape(self.fio("equation"))}</m:t></m:r></m:oMath></w:p>'
        body += f'<w:p><w:moveFrom w:id="7" w:author={quoteattr(self.fio("moved author"))}><w:r><w:t>{escape(self.whose("moved from"))}</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>{escape(self.number("hidden"))}</w:t></w:r></w:p>'
        body += f"<w:p><w:r><w:ruby><w:rt><w:r><w:t>{escape(self.fio('ruby'))}</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>он</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
        body += f"<w:tbl><w:tblPr><w:tblCaption w:val={quoteattr(self.whose('table title'))}/><w:tblDescription w:val={quoteattr(self.number('table text'))}/></w:tblPr><w:tr><w:tc>{paragraph('ФИО')}</w:tc><w:tc>{paragraph('Рождение')}</w:tc></w:tr><w:tr><w:tc><w:p>{self.split(self.fio('table'))}</w:p></w:tc><w:tc>{paragraph(self.value('dob', 'table'))}</w:tc></w:tr></w:tbl>"
        docs = f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'
        chart = f'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="{A}"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>{escape(self.whose("chart title"))}</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:ser><c:tx><c:strRef><c:f>Лист1!A1</c:f><c:strCache><c:pt idx="0"><c:v>{escape(self.fio("chart cache"))}</c:v></c:pt></c:strCache></c:strRef></c:tx></c:ser></c:plotArea></c:chart></c:chartSpace>'
        smart = f'<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:a="{A}"><dgm:ptLst><dgm:pt modelId="1"><dgm:prSet phldrT={quoteattr(self.fio("diagram prompt"))}/><dgm:t><a:p><a:r><a:t>{escape(self.whose("diagram"))}</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>'
        settings = f'<w:settings xmlns:w="{W}"><w:rsids><w:rsid w:val="00A1"/></w:rsids><w:docVars><w:docVar w:name="p" w:val={quoteattr(self.whose("variable"))}/></w:docVars><w:mailMerge><w:query w:val={quoteattr("SELECT * WHERE fio=" + repr(self.fio("mail merge")))}/></w:mailMerge></w:settings>'
        glossary = f'<w:glossaryDocument xmlns:w="{W}"><w:docParts><w:docPart><w:docPartPr><w:name w:val={quoteattr(self.fio("glossary name"))}/></w:docPartPr><w:docPartBody>{paragraph(self.whose("glossary"))}</w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>'
        paper.content = zipped({
            "[Content_Types].xml": f'<Types xmlns="{T}"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
            "_rels/.rels": rels(("a", "officeDocument", "word/document.xml")),
            "word/document.xml": docs,
            "word/_rels/document.xml.rels": rels(("c", "chart", "charts/chart1.xml"), ("d", "diagramData", "diagrams/data1.xml"), ("s", "settings", "settings.xml"), ("g", "glossaryDocument", "glossary/document.xml"), ("x", "customXml", "../customXml/item1.xml"), ("e", "package", "embeddings/a.xlsx"), ("n", "endnotes", "endnotes.xml")),
            "word/charts/chart1.xml": chart, "word/diagrams/data1.xml": smart, "word/settings.xml": settings, "word/glossary/document.xml": glossary,
            "word/endnotes.xml": f'<w:endnotes xmlns:w="{W}"><w:endnote w:id="1">{paragraph(self.text("endnote"))}</w:endnote></w:endnotes>',
            "customXml/item1.xml": f'<q:card xmlns:q="urn:q"><q:пациент><q:фамилия>{self.maker.names["surnames"][0]}</q:фамилия></q:пациент><q:note who={quoteattr(self.fio("custom data"))}><![CDATA[{self.number("custom data")}]]></q:note></q:card>',
            "customXml/itemProps1.xml": '<ds:datastoreItem xmlns:ds="urn:ds" ds:itemID="{A}"/>',
            "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{P}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject>{escape(self.whose("subject"))}</dc:subject><cp:keywords>{escape(self.fio("keywords"))}</cp:keywords><cp:category>{escape(self.number("category"))}</cp:category></cp:coreProperties>',
            "docProps/app.xml": f'<Properties xmlns="urn:x"><Company>ГБ № 2</Company><HyperlinkBase>http://mis.local/?fio={self.fio("base address").split()[0]}</HyperlinkBase></Properties>',
            "docProps/custom.xml": f'<Properties xmlns="urn:y" xmlns:vt="urn:vt"><property name="Пациент"><vt:lpwstr>{escape(self.fio("custom property"))}</vt:lpwstr></property></Properties>',
            "word/embeddings/a.xlsx": zipped({"xl/sharedStrings.xml": self.fio("embedded workbook")}),
        })  # fmt: skip
        return paper

    def xlsx(self) -> Paper:
        paper = self.begin("выгрузка.xlsx")
        strings: list[str] = []

        def shared(text: str, extra: str = "") -> str:
            strings.append(f'<si><t xml:space="preserve">{escape(text)}</t>{extra}</si>')
            return f'<c t="s"><v>{len(strings) - 1}</v></c>'

        def rich(text: str) -> str:
            middle = len(text) // 2 + 1
            strings.append(
                f'<si><r><t>{escape(text[:middle])}</t></r><r><rPr><b/></rPr><t xml:space="preserve">{escape(text[middle:])}</t></r></si>'
            )
            return f'<c t="s"><v>{len(strings) - 1}</v></c>'

        head = "".join(shared(one) for one in ("№ п/п", "Ф.И.О.", "Дата рожд.", "СНИЛС", "ЕНП", "Примечание"))
        rows = [f"<row>{head}</row>"]
        for number in range(1, 9):
            year, month, day = self.maker._born()
            from datetime import date

            serial = (date(year, month, day) - date(1899, 12, 30)).days
            self.gold(f"{day:02d}.{month:02d}.{year}", "DOB", "serial date")
            paper.gold.append((f"SERIAL{serial}", "DOB", "serial date"))
            snils, policy = self.value("snils", "number cell"), self.value("oms", "number cell")
            digits = "".join(char for char in policy if char.isdigit())
            name = (
                rich(self.fio("rich text"))
                if number % 2
                else shared(
                    self.short("shared text"), f'<rPh sb="0" eb="2"><t>{escape(self.fio("phonetic"))}</t></rPh>'
                )
            )
            rows.append(
                f'<row><c><v>{number}</v></c>{name}<c s="1"><v>{serial}</v></c><c><v>{int("".join(c for c in snils if c.isdigit()))}</v></c><c t="str"><f>"{digits}"&amp;""</f><v>{digits}</v></c>{shared(self.plain())}</row>'
            )
        rows.append(
            f'<row><c t="str"><f>INDEX({{"{self.fio("array constant")}","нет"}},1)</f><v>нет</v></c><c t="inlineStr"><is><t>{escape(self.text("inline"))}</t></is></c></row>'
        )
        extra = f'<dataValidations count="1"><dataValidation type="list" promptTitle={quoteattr(self.fio("prompt title"))} prompt={quoteattr(self.whose("prompt"))} errorTitle="x" error={quoteattr(self.number("validation error"))} sqref="A1"><formula1>"{self.short("validation list")},нет"</formula1></dataValidation></dataValidations><hyperlinks><hyperlink ref="A2" location="Лист1!A1" tooltip={quoteattr(self.whose("tooltip"))} display={quoteattr(self.fio("display"))}/></hyperlinks><headerFooter><oddFooter>&amp;L{escape(self.whose("print footer"))}</oddFooter></headerFooter>'
        condition = f'<conditionalFormatting sqref="A1"><cfRule type="containsText" text={quoteattr(self.fio("condition text"))}><formula>NOT(ISERROR(SEARCH("{self.fio("condition")}",A1)))</formula></cfRule></conditionalFormatting>'
        sheet = f'<worksheet xmlns="{S}" xmlns:r="{R}"><sheetPr codeName="Sheet1"/><sheetData>{"".join(rows)}</sheetData><scenarios><scenario name={quoteattr(self.fio("scenario"))} comment={quoteattr(self.whose("scenario"))} user={quoteattr(self.fio("scenario user"))}><inputCells r="A1" val={quoteattr(self.fio("scenario value"))}/></scenario></scenarios>{condition}{extra}</worksheet>'
        hidden = f'<worksheet xmlns="{S}"><sheetData><row>{shared("Пациент")}{shared(self.fio("very hidden"))}</row><row>{shared("Телефон")}{shared(self.value("phone", "very hidden"))}</row></sheetData></worksheet>'
        styles = f'<styleSheet xmlns="{S}"><numFmts count="2"><numFmt numFmtId="170" formatCode="dd\\.mm\\.yyyy"/><numFmt numFmtId="171" formatCode={quoteattr(chr(34) + self.fio("number format") + chr(34) + " 0")}/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs><cellStyles><cellStyle name={quoteattr(self.fio("style name"))} xfId="0"/></cellStyles></styleSheet>'
        table = f'<table xmlns="{S}" id="1" name="T" displayName="T" ref="A1:B3"><tableColumns count="2"><tableColumn id="1" name="ФИО" totalsRowLabel={quoteattr(self.whose("table total"))}/><tableColumn id="2" name={quoteattr(self.fio("table column"))}/></tableColumns></table>'
        drawing = f'<xdr:wsDr xmlns:xdr="urn:xdr" xmlns:a="{A}"><xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="a" descr={quoteattr(self.whose("alternative text"))} title={quoteattr(self.fio("alternative title"))}/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>{escape(self.number("text box"))}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>'
        book = f'<workbook xmlns="{S}" xmlns:r="{R}"><fileSharing userName={quoteattr(self.fio("file sharing"))}/><sheets><sheet name="Лист1" sheetId="1" r:id="a"/><sheet name="Настройки" sheetId="2" state="veryHidden" r:id="b"/></sheets><definedNames><definedName name="пациенты" comment={quoteattr(self.whose("name comment"))} hidden="1">"{self.fio("defined constant")}"</definedName></definedNames><customWorkbookViews><customWorkbookView name={quoteattr(self.fio("view name"))} guid="{{0}}"/></customWorkbookViews></workbook>'
        threaded = f'<ThreadedComments xmlns="urn:tc"><threadedComment ref="A1" personId="1"><text>{escape(self.text("threaded comment"))}</text></threadedComment></ThreadedComments>'
        paper.content = zipped({
            "[Content_Types].xml": f'<Types xmlns="{T}"><Default Extension="xml" ContentType="application/xml"/></Types>',
            "_rels/.rels": rels(("a", "officeDocument", "xl/workbook.xml")), "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": rels(("a", "worksheet", "worksheets/sheet1.xml"), ("b", "worksheet", "worksheets/sheet2.xml"), ("c", "sharedStrings", "sharedStrings.xml"), ("d", "styles", "styles.xml"), ("p", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"), ("q", "person", "persons/person.xml")),
            "xl/worksheets/sheet1.xml": sheet, "xl/worksheets/sheet2.xml": hidden,
            "xl/worksheets/_rels/sheet1.xml.rels": rels(("t", "table", "../tables/table1.xml"), ("w", "drawing", "../drawings/drawing1.xml"), ("c", "threadedComment", "../threadedComments/threadedComment1.xml")),
            "xl/sharedStrings.xml": f'<sst xmlns="{S}">{"".join(strings)}<si><t>{escape(self.whose("unused text"))}</t></si></sst>', "xl/styles.xml": styles,
            "xl/tables/table1.xml": table, "xl/drawings/drawing1.xml": drawing, "xl/threadedComments/threadedComment1.xml": threaded,
            "xl/persons/person.xml": f'<personList xmlns="urn:tc"><person displayName={quoteattr(self.fio("person"))} id="1" userId={quoteattr(self.value("email", "person"))}/></personList>',
            "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{S}"><s v={quoteattr(self.fio("pivot cache"))}/></pivotCacheDefinition>',
            "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{S}"><v>{self.fio("external link")}</v></externalLink>',
        })  # fmt: skip
        return paper

    def pptx(self) -> Paper:
        paper = self.begin("разбор.pptx")
        p = "http://schemas.openxmlformats.org/presentationml/2006/main"

        def shape(text: str, name: str = "a", alt: str = "") -> str:
            return f'<p:sp><p:nvSpPr><p:cNvPr id="2" name={quoteattr(name)} descr={quoteattr(alt)}/></p:nvSpPr><p:txBody><a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p></p:txBody></p:sp>'

        def slide(kind: str, inside: str, name: str = "") -> str:
            return f'<p:{kind} xmlns:p="{p}" xmlns:a="{A}" xmlns:r="{R}"><p:cSld name={quoteattr(name)}><p:spTree>{inside}</p:spTree></p:cSld></p:{kind}>'

        words = self.whose("split title")
        title = f"<p:sp><p:txBody><a:p>{''.join(f'<a:r><a:t>{escape(words[at : at + 4])}</a:t></a:r>' for at in range(0, len(words), 4))}</a:p></p:txBody></p:sp>"
        paper.content = zipped({
            "[Content_Types].xml": f'<Types xmlns="{T}"><Default Extension="xml" ContentType="application/xml"/></Types>',
            "_rels/.rels": rels(("a", "officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f'<p:presentation xmlns:p="{p}"><p:custShowLst><p:custShow name={quoteattr(self.fio("show name"))} id="0"/></p:custShowLst><p:extLst><p:ext><p14:sectionLst xmlns:p14="urn:p14"><p14:section name={quoteattr(self.whose("section"))}/></p14:sectionLst></p:ext></p:extLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": rels(("a", "slide", "slides/slide1.xml"), ("t", "tags", "tags/tag1.xml"), ("c", "commentAuthors", "commentAuthors.xml")),
            "ppt/slides/slide1.xml": slide("sld", title + shape(self.text("slide"), self.fio("shape name"), self.whose("alternative text")) + "".join(shape(self.plain()) for _ in range(5)), self.fio("slide name")),
            "ppt/slides/_rels/slide1.xml.rels": rels(("n", "notesSlide", "../notesSlides/notesSlide1.xml"), ("c", "comments", "../comments/comment1.xml")),
            "ppt/notesSlides/notesSlide1.xml": slide("notes", shape(self.text("notes")) + shape(self.number("notes"))),
            "ppt/slideMasters/slideMaster1.xml": slide("sldMaster", shape(self.whose("master"))),
            "ppt/tags/tag1.xml": f'<p:tagLst xmlns:p="{p}"><p:tag name="PATIENT" val={quoteattr(self.fio("tag"))}/></p:tagLst>',
            "ppt/commentAuthors.xml": f'<p:cmAuthorLst xmlns:p="{p}"><p:cmAuthor id="0" name={quoteattr(self.fio("comment author"))} initials="АБ"/></p:cmAuthorLst>',
            "ppt/comments/comment1.xml": f'<p:cmLst xmlns:p="{p}"><p:cm authorId="0"><p:text>{escape(self.text("comment"))}</p:text></p:cm></p:cmLst>',
        })  # fmt: skip
        return paper

    def odt(self) -> Paper:
        paper = self.begin("эпикриз.odt")
        q = quoteattr
        body = "".join(f"<text:p>{escape(self.plain())}</text:p>" for _ in range(5))
        body += f'<text:user-field-decls><text:user-field-decl office:value-type="string" office:string-value={q(self.whose("user field"))} text:name={q(self.fio("field name"))}/></text:user-field-decls>'
        body += f'<text:variable-decls/><text:p><text:variable-set text:name="v" text:formula={q("ooow:" + self.fio("variable formula"))} office:string-value={q(self.number("variable"))}>{escape(self.fio("variable text"))}</text:variable-set><text:hidden-text text:condition="ooow:1" text:string-value={q(self.whose("hidden text"))}/><text:placeholder text:description={q(self.fio("placeholder"))}>поле</text:placeholder></text:p>'
        body += f'<text:p><text:bookmark text:name={q(self.fio("bookmark"))}/><draw:frame draw:name={q(self.fio("frame name"))}><svg:title>{escape(self.whose("alternative title"))}</svg:title><svg:desc>{escape(self.number("alternative text"))}</svg:desc><draw:text-box><text:p>{escape(self.text("text box"))}</text:p></draw:text-box></draw:frame><text:a xlink:href="mailto:{self.value("email", "link")}" office:title={q(self.fio("link title"))}>почта</text:a></text:p>'
        body += f'<office:forms><form:form><form:text form:name="a" form:value={q(self.fio("form value"))} form:current-value={q(self.number("form value"))}/></form:form></office:forms>'
        half = self.fio("split spans")
        body += (
            "<text:p>Пациент: "
            + "".join(f"<text:span>{escape(half[at : at + 3])}</text:span>" for at in range(0, len(half), 3))
            + "</text:p>"
        )
        body += f'<text:p>сноска<text:note><text:note-body><text:p>{escape(self.text("footnote"))}</text:p></text:note-body></text:note></text:p><text:section text:name={q(self.fio("section name"))} text:display="none"><text:p>{escape(self.whose("hidden section"))}</text:p></text:section>'
        parts = open_parts(
            "text",
            f"<office:text>{body}</office:text>",
            f'<dc:subject>{escape(self.whose("subject"))}</dc:subject><meta:keyword>{self.fio("keyword")}</meta:keyword><meta:template xlink:title={q(self.fio("template"))} xlink:href="x"/>',
        )
        more = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0"'
        for name in ("content.xml", "meta.xml"):
            parts[name] = parts[name].replace("xmlns:office=", f"{more} xmlns:office=", 1)
        parts["settings.xml"] = f"<settings>{self.fio('settings')}</settings>"
        parts["Thumbnails/thumbnail.png"] = self.fio("thumbnail").encode()
        paper.content = zipped(parts)
        return paper

    def ods(self) -> Paper:
        paper = self.begin("сводка.ods")
        q = quoteattr

        def cell(text: str, more: str = "") -> str:
            return f"<table:table-cell{more}><text:p>{escape(text)}</text:p></table:table-cell>"

        rows = f"<table:table-row>{cell('ФИО')}{cell('Дата рождения')}{cell('Полис')}</table:table-row>"
        for _ in range(4):
            year, month, day = self.maker._born()
            self.gold(f"{year}-{month:02d}-{day:02d}", "DOB", "date cell")
            rows += f"<table:table-row>{cell(self.fio('cell'))}{cell(f'{day}/{month}/{year % 100:02d}', ' office:value-type=' + q('date') + ' office:date-value=' + q(f'{year}-{month:02d}-{day:02d}'))}{cell(self.value('oms', 'cell'))}</table:table-row>"
        rows += "".join(f"<table:table-row>{cell(self.plain())}</table:table-row>" for _ in range(5))
        validation = f'<table:content-validations><table:content-validation table:name="v" table:condition={q("of:cell-content-is-in-list(" + chr(34) + self.fio("validation list") + chr(34) + ")")}><table:help-message table:title={q(self.fio("help title"))}><text:p>{escape(self.whose("help"))}</text:p></table:help-message></table:content-validation></table:content-validations>'
        names = f'<table:named-expressions><table:named-expression table:name="n" table:expression={q("of:=" + chr(34) + self.fio("named expression") + chr(34))}/></table:named-expressions><table:database-ranges><table:database-range table:name={q(self.fio("range name"))}/></table:database-ranges>'
        hidden = f'<table:table table:name="скрытый" table:display="false"><table:table-row>{cell("Пациент")}{cell(self.fio("hidden sheet"))}</table:table-row></table:table>'
        scenario = f'<table:table table:name="план"><table:scenario table:comment={q(self.whose("scenario"))}/><table:table-row>{cell("итог")}</table:table-row></table:table>'
        formula = f'<table:table-row><table:table-cell table:formula={q("of:=" + chr(34) + self.fio("formula") + chr(34))} office:value-type="string" office:string-value={q(self.whose("string value"))}/></table:table-row>'
        paper.content = zipped(
            open_parts(
                "spreadsheet",
                f'<office:spreadsheet>{validation}<table:table table:name="Лист1">{rows}{formula}</table:table>{hidden}{scenario}{names}</office:spreadsheet>',
                f"<dc:description>{escape(self.text('description'))}</dc:description>",
            )
        )
        return paper

    # -- PDF ----------------------------------------------------------------------------------------------------------

    def pdf(self) -> Paper:
        """Letters one by one, a form drawn inside a page, invisible words, all that speaks beside the page."""
        import pikepdf
        from fpdf import FPDF

        paper = self.begin("справка.pdf")
        page = FPDF()
        folder = "/usr/share/fonts/truetype/"
        page.add_font("L", "", folder + "liberation/LiberationSans-Regular.ttf")
        page.add_page()
        page.set_font("L", size=11)
        for _ in range(4):
            page.multi_cell(0, 6, self.plain(), new_x="LMARGIN", new_y="NEXT")
        for text in (self.whose("letter by letter"), self.number("letter by letter")):
            x, y = page.get_x(), page.get_y() + 6
            for char in text:
                page.text(x, y, char)
                x += page.get_string_width(char)
            page.set_y(y + 2)
        for _ in range(3):
            page.multi_cell(0, 6, self.text("body"), new_x="LMARGIN", new_y="NEXT")
        with page.rotation(90, 190, 200):
            page.text(120, 200, self.whose("upright"))
        page.set_author(self.fio("author"))
        page.set_keywords(self.whose("keywords"))
        page.start_section(self.fio("outline"))
        given = pikepdf.open(io.BytesIO(bytes(page.output())))
        s = pikepdf.String
        with given.open_metadata() as meta:
            meta["dc:description"] = self.whose("xmp")
        given.Root.PageLabels = pikepdf.Dictionary(
            Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.D, P=s(self.fio("page label")))]
        )
        given.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=s(f"var p='{self.fio('script')}'"))
        given.Root.StructTreeRoot = pikepdf.Dictionary(
            Type=pikepdf.Name.StructTreeRoot,
            K=pikepdf.Dictionary(
                S=pikepdf.Name.P, ActualText=s(self.whose("actual text")), Alt=s(self.fio("structure alt"))
            ),
        )
        given.attachments["a.txt"] = self.fio("attachment").encode()
        given.Root.PieceInfo = pikepdf.Dictionary(A=pikepdf.Dictionary(Private=s(self.fio("private data"))))
        given.pages[0].contents_add(f"% {self.digits_of('page comment')}".encode())
        made = io.BytesIO()
        given.save(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        paper.content = made.getvalue()
        return paper

    def form(self) -> Paper:
        """A form: fields with and without how they look, XFA, notes of several kinds."""
        import pikepdf

        from bench.guard.papers import drawn

        paper = self.begin("анкета.pdf")
        page = drawn(self)
        for _ in range(3):
            page.multi_cell(0, 6, self.plain(), new_x="LMARGIN", new_y="NEXT")
        given = pikepdf.open(io.BytesIO(bytes(page.output())))
        s, name = pikepdf.String, pikepdf.Name
        fields = []
        for number, (title, value) in enumerate(
            (("fio", self.fio("field value")), ("snils", self.value("snils", "field value")))
        ):
            fields.append(
                given.make_indirect(
                    pikepdf.Dictionary(
                        Type=name.Annot,
                        Subtype=name.Widget,
                        FT=name.Tx,
                        T=s(title),
                        V=s(value),
                        DV=s(self.fio("field default")),
                        TU=s(self.whose("field hint")),
                        Rect=[50, 300 + 40 * number, 300, 320 + 40 * number],
                    )
                )
            )
        notes = [
            given.make_indirect(
                pikepdf.Dictionary(
                    Type=name.Annot,
                    Subtype=name.Text,
                    Contents=s(self.text("note")),
                    T=s(self.fio("note author")),
                    Rect=[10, 10, 30, 30],
                )
            ),
            given.make_indirect(
                pikepdf.Dictionary(
                    Type=name.Annot,
                    Subtype=name.Highlight,
                    Contents=s(self.whose("highlight")),
                    RC=s(f"<p>{self.fio('rich note')}</p>"),
                    Rect=[10, 50, 90, 70],
                )
            ),
            given.make_indirect(
                pikepdf.Dictionary(
                    Type=name.Annot,
                    Subtype=name.Link,
                    A=pikepdf.Dictionary(S=name.URI, URI=s("mailto:" + self.value("email", "link"))),
                    Rect=[10, 90, 90, 99],
                )
            ),
        ]
        given.pages[0].Annots = given.make_indirect(pikepdf.Array([*fields, *notes]))
        xfa = pikepdf.Stream(given, f"<xdp><fio>{self.fio('xfa')}</fio></xdp>".encode())
        given.Root.AcroForm = pikepdf.Dictionary(
            Fields=pikepdf.Array(fields), NeedAppearances=True, XFA=given.make_indirect(xfa)
        )
        made = io.BytesIO()
        given.save(made)
        paper.content = made.getvalue()
        return paper

    # -- texts --------------------------------------------------------------------------------------------------------

    def html(self) -> Paper:
        paper = self.begin("страница.html")
        q = quoteattr
        coded = "".join(f"&#{ord(char)};" for char in self.whose("coded letters"))
        inside = f"<!--[if IE]>{self.fio('conditional comment')}<![endif]--><p>{coded}</p><p data-patient={q(self.fio('data attribute'))} title={q(self.whose('title'))} aria-label={q(self.fio('label'))}>текст</p>"
        inside += f'<a href="tel:{"".join(c for c in self.value("phone", "telephone link") if c.isdigit() or c == "+")}">звонок</a><a href="/card?fio={self.fio("address").replace(" ", "%20")}&amp;x=1">карта</a><input type="hidden" name="fio" value={q(self.fio("hidden field"))} placeholder={q(self.whose("placeholder"))}><textarea>{escape(self.text("text area"))}</textarea>'
        inside += f'<select><option value={q(self.fio("option value"))}>{escape(self.short("option"))}</option></select><details><summary>{escape(self.whose("summary"))}</summary></details><template><p>{self.fio("template")}</p></template><svg><title>{self.fio("svg")}</title></svg><noscript>{self.fio("noscript")}</noscript><script type="application/json">{{"fio": "{self.fio("script data")}"}}</script>'
        inside += "".join(f"<p>{escape(self.plain())}</p>" for _ in range(5))
        paper.content = f'<html><head><meta charset="windows-1251"><meta name="description" content={q(self.whose("meta"))}><style>p:after{{content:"{self.fio("style")}"}}</style></head><body>{inside}</body></html>'.encode(
            "cp1251", "replace"
        )
        return paper

    def xml(self) -> Paper:
        paper = self.begin("ответ.xml")
        clean = "".join(f"<Текст>{escape(self.plain())}</Текст>" for _ in range(4))
        paper.content = (
            f'<?xml version="1.0" encoding="utf-8"?><?note {self.fio("instruction")}?><a><!-- {self.whose("comment")} --><Пациент Фамилия={quoteattr(self.maker.names["surnames"][1])} fio={quoteattr(self.fio("attribute"))}><![CDATA[{self.text("character data")}]]></Пациент>'
            f'<error message={quoteattr("Ошибка: " + self.whose("error attribute"))}/><v code="snils">{self.value("snils", "element")}</v>{clean}<html>&lt;b&gt;{escape(self.whose("escaped markup"))}&lt;/b&gt;</html></a>'
        ).encode()
        paper.gold.append((self.maker.names["surnames"][1], "PERSON", "attribute surname"))
        return paper

    def json(self) -> Paper:
        paper = self.begin("дамп.json")
        inner = json.dumps(
            {"patient": self.fio("json in json"), "phone": self.value("phone", "json in json")},
            ensure_ascii=self.random.random() < 0.5,
        )
        paper.content = json.dumps({
            self.fio("key"): {"отделение": "Терапия"}, "body": inner, "log": self.text("string"), "list": [self.whose("list"), self.number("list")],
            "snils": int("".join(c for c in self.value("snils", "number") if c.isdigit())), "html": f"<td>{self.whose('html in json')}</td>", "notes": [self.plain() for _ in range(5)],
        }, ensure_ascii=self.random.random() < 0.5, indent=1).encode()  # fmt: skip
        return paper

    def rtf(self) -> Paper:
        paper = self.begin("выписка.rtf")

        def t(text: str) -> str:
            return rtf(text, self.random.random() < 0.5)

        half = self.whose("split runs")
        runs = "".join(f"{{\\b{self.random.randrange(2)} {t(half[at : at + 4])}}}" for at in range(0, len(half), 4))
        clean = "".join(t(self.plain()) + "\\par\n" for _ in range(5))
        paper.content = (
            rf"{{\rtf1\ansi\ansicpg1251\deff0{{\fonttbl{{\f0\fcharset204 Arial;}}}}{{\*\revtbl{{{t(self.fio('revision author'))};}}}}{{\info{{\subject {t(self.whose('subject'))}}}{{\operator {t(self.fio('operator'))}}}{{\doccomm {t(self.number('comment'))}}}}}{{\*\userprops{{\propname a}}\proptype30{{\staticval {t(self.fio('property'))}}}}}{{\*\docvar{{p}}{{{t(self.fio('variable'))}}}}}"
            rf"{clean}{runs}\par{{\*\bkmkstart {t(self.fio('bookmark'))}}}{{\field{{\*\fldinst HYPERLINK {chr(34)}mailto:{self.value('email', 'link')}{chr(34)}}}{{\fldrslt {t(self.whose('field'))}}}}}{{\*\atnauthor {t(self.fio('note author'))}}}{{\*\annotation {t(self.text('note'))}}}{{\deleted {t(self.whose('deleted'))}}}{{\footnote {t(self.text('footnote'))}}}{{\shp{{\*\shpinst{{\sp{{\sn wzDescription}}{{\sv {t(self.fio('alternative text'))}}}}}{{\shptxt {t(self.whose('text box'))}}}}}}}\par}}"
        ).encode("ascii", "replace")
        return paper

    def csv(self) -> Paper:
        paper = self.begin("выгрузка.csv")
        by = self.random.choice("|;\t")
        with_heads = self.random.random() < 0.6
        rows = [("код", "пациент", "рожд", "снилс", "полис", "телефон", "адрес", "отд")] if with_heads else []
        lines = [
            by.join(
                '"' + cell.replace('"', '""') + '"' if self.random.random() < 0.4 or by in cell else cell
                for cell in row
            )
            for row in [*rows, *self.rows(8, "table" if with_heads else "table without headings")]
        ]
        said = [self.plain() for _ in range(3)]
        lines += [by.join(("", '"' + text.replace('"', '""') + '\nвторая строка"')) for text in said]
        paper.content = "\n".join(lines).encode(self.random.choice(("cp866", "utf-16", "koi8-r", "cp1251")), "replace")
        if not with_heads:  # nothing says what a bare column of numbers is
            paper.gold = [one for one in paper.gold if one[1] in {"PERSON", "SNILS", "PHONE", "ADDRESS"}]
        return paper

    def log(self) -> Paper:
        paper = self.begin("server.log")
        lines = []
        for number in range(8):
            lines += [
                f"2026-11-22 10:0{number}:11 ERROR [http-8] p.Patient(id={number}, lastName={self.fio('fields').split()[0]}) не найден",
                f'2026-11-22 10:0{number}:12 DEBUG POST /api {{"fio":"{self.fio("request")}","snils":"{self.value("snils", "request")}"}}',
                f"2026-11-22 10:0{number}:13 INFO {self.text('line')}", f"2026-11-22 10:0{number}:14 INFO {self.plain()}",
            ]  # fmt: skip
        paper.content = "\n".join(lines).encode(self.random.choice(("utf-8", "koi8-r", "cp866")), "replace")
        return paper

    def letter(self) -> Paper:
        """A letter in an archive: headings in codes, a table beside it, another letter inside."""
        paper = self.begin("почта.zip")
        letter = EmailMessage()
        letter["Subject"], letter["From"] = (
            f"Вопрос о пациенте: {self.fio('subject')}",
            f"{self.fio('sender')} <{self.value('email', 'sender')}>",
        )
        letter["X-Original-To"], letter["Comments"], letter["Received"] = (
            self.value("email", "odd heading"),
            self.fio("odd heading"),
            f"from {self.fio('travel').split()[0]}",
        )
        letter.set_content(self.text("body") + "\n" + self.plain(), cte="quoted-printable")
        letter.add_alternative(
            f"<p>{escape(self.text('html body'))}</p><!-- {self.fio('html comment')} -->", subtype="html", cte="base64"
        )
        table = f"ФИО;Телефон\n{self.fio('table')};{self.value('phone', 'table')}\n"
        letter.add_attachment(
            table.encode("cp1251", "replace"),
            maintype="text",
            subtype="csv",
            filename=f"{self.fio('file name').split()[0]}.csv",
        )
        inner = EmailMessage()
        inner["Subject"] = self.whose("inner subject")
        inner.set_content(self.text("inner body"))
        letter.add_attachment(inner)
        paper.gold = [one for one in paper.gold if one[2] != "file name"] + [
            one for one in paper.gold if one[2] == "file name"
        ]
        paper.content = zipped(
            {"письма/вопрос.eml": letter.as_bytes(), f"{self.fio('member name')}.txt": self.text("member")}
        )
        return paper

    def packed(self) -> Paper:
        """Archives in archives, in which names of files and what stands beside them speak."""
        paper = self.begin("архив.zip")
        tar = io.BytesIO()
        with tarfile.open(fileobj=tar, mode="w:gz") as made:
            for number in range(2):
                content = self.text("tar member").encode()
                info = tarfile.TarInfo(f"карты/{self.fio('tar name')}_{number}.txt")
                info.size, info.uname = len(content), "ivan"
                made.addfile(info, io.BytesIO(content))
        inner = zipped({"внутри.xml": f"<a fio={quoteattr(self.fio('inner zip'))}/>", "clean.txt": self.plain()})
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w") as made:
            made.comment = self.fio("comment of the archive").encode()
            info = zipfile.ZipInfo("лог.txt.gz")
            info.comment = self.fio("comment of a member").encode()
            made.writestr(info, gzip.compress(self.text("gz member").encode()))
            made.writestr("вложено.zip", inner)
            made.writestr("карты.tar.gz", tar.getvalue())
        paper.content = outer.getvalue()
        return paper
