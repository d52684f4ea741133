# ruff: noqa: E731 - small makers of elements, as short as can be read
"""Word and Excel of the sixth whole set (`whole_set.py --sixth`)."""

import base64
import io
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from bench.guard.papers import P, Paper, R, W, paragraph, rels, rtf, run, table, zipped
from bench.guard.whole_fifth_office import FifthOffice
from bench.guard.whole_office import A, S

OFFICE = tuple("discharge_docx reviewed_docx merge_docx chart_docx glossary_docx flat_docx hospital_xlsx caches_xlsx threads_xlsx shifts_xlsx".split())  # fmt: skip
T = f'xmlns:w="{W}"'
DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"


class SixthOffice(FifthOffice):
    """Makes the papers; each method is one."""

    DATA_NAME = "whole_sixth.toml"

    def bits(self, text: str) -> str:
        """Return runs of one to three letters, as editing leaves them."""
        made, at = "", 0
        while at < len(text):
            step = self.random.randrange(1, 4)
            made += f'<w:r w:rsidR="00{at:04X}"><w:t xml:space="preserve">{escape(text[at : at + step])}</w:t></w:r><w:proofErr w:type="spellEnd"/>'
            at += step
        return f"<w:p>{made}</w:p>"

    def serial(self, corner: str) -> int:
        """Return a birth as the number by which a workbook keeps it."""
        made = date(*self.maker._born()).toordinal() - 693594
        self.gold(str(made), "DOB", corner)
        return made

    def number(self, kind: str, corner: str) -> int:
        """Return a value as a bare number, its zeros in front lost."""
        made = int("".join(one for one in self.maker.value(kind, "nomn", [])[0] if one.isdigit()))
        self.gold(str(made), kind.upper(), corner)
        return made

    # -- Word ---------------------------------------------------------------------------------------------------------

    def discharge_docx(self) -> Paper:
        """Text in bits, hyphens and spaces that do not break, soft hyphens, shapes old and new, heads, feet, notes, links."""
        self.begin("выписной эпикриз.docx")
        body = self.plains(7) + "".join(self.bits(self.text("bits")) for _ in range(3))
        a, b, c = self.maker.digits(3), self.maker.digits(3), self.maker.digits(2)
        phone = self.gold(f"8 912 {a}-{c}-{b[:2]}", "PHONE", "hyphens that do not break")
        hyphen = "</w:t><w:noBreakHyphen/><w:t>".join(phone.split("-")).replace(" ", "\u00a0")
        body += f"<w:p>{run('Телефон матери: ')}<w:r><w:t>{hyphen}</w:t></w:r></w:p>"
        person = self.maker.person()
        self.gold(f"{person.surname} {person.first}", "PERSON", "soft hyphens")
        soft = person.surname[:3] + "</w:t><w:softHyphen/><w:t>" + person.surname[3:]
        body += f"<w:p>{run('Пациент ')}<w:r><w:t>{soft}</w:t></w:r>{run(' ' + person.first + ' выписан.')}</w:p>"
        body += f"<w:p>{run('Лечащий врач')}<w:r><w:tab/></w:r>{run(self.alone('tabs'))}<w:r><w:br/></w:r>{run('Зав. отделением')}<w:r><w:tab/></w:r>{run(self.short('tabs'))}</w:p>"
        shape = f'<w:pict xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><v:shape o:title={quoteattr(self.fio("old shape title"))} alt={quoteattr(self.text("old shape"))} href={quoteattr("mailto:" + self.value("email", "old shape"))}><v:textbox><w:txbxContent>{paragraph(self.text("old text box"))}</w:txbxContent></v:textbox></v:shape></w:pict>'
        drawing = f'<w:drawing xmlns:wp="urn:wp" xmlns:wps="urn:wps"><wp:anchor><wp:docPr id="7" name="Фото" descr={quoteattr("Больной " + self.fio("alternative text"))}><a:hlinkClick r:id="rId77" tooltip={quoteattr(self.alone("tooltip"))}/></wp:docPr><wps:txbx><w:txbxContent>{table([("Ф.И.О. и дата рождения", "Контакт"), (self.fio("box") + ", " + self.born("box"), self.value("phone", "box"))])}</w:txbxContent></wps:txbx></wp:anchor></w:drawing>'
        body += f"<w:p><w:r>{shape}</w:r><w:r>{drawing}</w:r></w:p>"
        body += table([("Дата и № выписки", "03.03.2026, № 118"), ("Пациент, возраст", self.fio("card") + ", 54 года"), ("Место работы, должность", "ООО «Ромашка», слесарь"), ("Представитель, телефон", f"{self.fi('card')} {self.value('phone', 'card')}")])  # fmt: skip
        template = f"<Relationships xmlns='{P}/relationships'><Relationship Id='r9' Type='{R}/attachedTemplate' Target={quoteattr('file:///C:/Users/' + self.alone('template path') + '/Шаблоны/выписка.dotx')} TargetMode='External'/></Relationships>"
        return self.word(
            body, header1=f"<w:hdr {T}>{self.bits('Пациент: ' + self.fio('header'))}</w:hdr>", header2=f"<w:hdr {T}>{paragraph(self.alone('first header') + ' / ' + self.born('first header') + ' / ИБ ' + self.value('mrn', 'first header'))}</w:hdr>",
            footer2=f"<w:ftr {T}>{paragraph('Напечатал(а): ' + self.alone('footer') + ', вн. 4-12')}</w:ftr>", footnotes=f'<w:footnotes {T}><w:footnote w:id="2">{paragraph(self.text("footnote"))}{paragraph("Со слов сестры (" + self.fi("footnote") + ")")}</w:footnote></w:footnotes>',
            endnotes=f'<w:endnotes {T}><w:endnote w:id="3">{paragraph("Заполнено по документам: паспорт " + self.value("passport_sn", "endnote") + ", СНИЛС " + self.value("snils", "endnote"))}</w:endnote></w:endnotes>',
            settings=f'<w:settings {T}><w:attachedTemplate r:id="r9" xmlns:r="{R}"/></w:settings>', **{"_rels/settings.xml.rels": template.encode()},
        )  # fmt: skip

    def reviewed_docx(self) -> Paper:
        """Words put in, taken out and moved by people with names; halves of values; remarks with answers."""
        self.begin("ответ прокуратуре.docx")
        by = lambda: f'w:id="5" w:author={quoteattr(self.short("author"))} w:date="2026-03-02T08:00:00Z"'
        gone = lambda text: (
            f'<w:del {by()}><w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'
        )
        came = lambda text: f"<w:ins {by()}>{run(text)}</w:ins>"
        body = self.plains(7)
        body += f"<w:p><w:moveFromRangeStart {by()} w:name={quoteattr(self.alone('range'))}/><w:moveFrom {by()}>{run(self.text('moved from'))}</w:moveFrom><w:moveFromRangeEnd w:id='5'/></w:p><w:p><w:moveTo {by()}>{run(self.text('moved to'))}</w:moveTo></w:p>"
        for _ in range(2):
            old, new = self.maker.person(), self.maker.person()
            self.gold(old.surname + " " + old.first, "PERSON", "replaced")
            self.gold(new.surname + " " + new.first, "PERSON", "replaced")
            cut = next((n for n, pair in enumerate(zip(old.surname, new.surname, strict=False)) if pair[0] != pair[1]), 2)  # fmt: skip
            if cut:
                body += f"<w:p>{run('Жалоба подана гражданином ' + old.surname[:cut])}{gone(old.surname[cut:])}{came(new.surname[cut:])}{run(' ')}{gone(old.first)}{came(new.first)}{run(' на работу регистратуры.')}</w:p>"
            else:
                body += f"<w:p>{run('Жалоба подана гражданином ')}{gone(old.surname + ' ' + old.first)}{came(new.surname + ' ' + new.first)}{run(' на работу регистратуры.')}</w:p>"
            born = self.born("half gone")
            body += f"<w:p>{run('Дата рождения: ' + born[:5])}{gone(born[5:])}{came('.19')}{gone('__')}</w:p>"
            body += f"<w:p><w:pPr><w:rPr><w:del {by()}/></w:rPr></w:pPr>{run('Контактное лицо: ' + self.fi('joined'))}</w:p><w:p>{run(', тел. ' + self.value('phone', 'joined'))}</w:p>"
        body += f"<w:tbl><w:tr><w:trPr><w:del {by()}/></w:trPr><w:tc>{paragraph('Законный представитель')}</w:tc><w:tc><w:p>{gone(self.alone('row gone'))}</w:p></w:tc></w:tr></w:tbl>"
        notes = f"<w:comments {T}>" + "".join(f'<w:comment w:id="{n}" w:author={quoteattr(self.fi("comment author"))} w:initials="КО">{paragraph(one)}</w:comment>' for n, one in enumerate((self.text("comment"), "+1, " + self.alone("comment") + " просил убрать адрес " + self.value("addr", "comment"), "@" + self.alone("comment") + " посмотрите"))) + "</w:comments>"  # fmt: skip
        people = f'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:person w15:author={quoteattr(self.alone("people"))}><w15:presenceInfo w15:providerId="Windows Live" w15:userId={quoteattr(self.value("email", "people"))}/></w15:person></w15:people>'
        return self.word(body + paragraph(self.text("body")), comments=notes, people=people, settings=f"<w:settings {T}><w:trackRevisions/><w:rsids><w:rsidRoot w:val='00A1'/></w:rsids></w:settings>")  # fmt: skip

    def merge_docx(self) -> Paper:
        """Controls of every sort, fields with all they ask for, variables, a source of a merge, bound data in attributes."""
        self.begin("уведомление.docx")
        sdt = lambda more, inner: f"<w:sdt><w:sdtPr>{more}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
        year, month, day = self.maker._born()
        self.gold(f"{year}-{month:02d}-{day:02d}", "DOB", "date control")
        body = (
            self.plains(7)
            + f"<w:p>{run('Уважаемый(ая) ')}{sdt('<w:alias w:val=' + quoteattr('Фамилия Имя') + '/><w:text/>', run(self.fi('control')))}{run('!')}</w:p>"
        )
        body += f"<w:p>{run('Родился: ')}{sdt('<w:date w:fullDate=' + quoteattr(f'{year}-{month:02d}-{day:02d}T00:00:00Z') + '/>', run('указано в карте'))}</w:p>"
        choices = "".join(f"<w:listItem w:displayText={quoteattr(self.alone('choice'))} w:value={quoteattr(self.value('email', 'choice'))}/>" for _ in range(3))  # fmt: skip
        body += f"<w:p>{run('Куратор: ')}{sdt('<w:comboBox>' + choices + '</w:comboBox>', run(self.short('control')))}</w:p>"
        body += sdt("<w15:repeatingSection xmlns:w15='urn:w15'/>", "".join(sdt("<w:tag w:val='relative'/>", paragraph(f"{who}: {self.fi('repeating')}, {self.value('phone', 'repeating')}")) for who in ("сын", "невестка")))  # fmt: skip
        field = lambda said, shown: (
            f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {escape(said[:9])}</w:instrText></w:r><w:r><w:instrText xml:space="preserve">{escape(said[9:])} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        )
        body += field(f'INCLUDETEXT "C:\\\\Карты\\\\{self.fio("path of a field")}.docx"', self.text("field result"))
        body += field(f'FILLIN "Кто пациент?" \\d "{self.fio("asked")}"', self.fio("asked"))
        body += field(f'IF "{self.alone("condition")}" = "{self.alone("condition")}" "да" "нет"', "да")
        body += field(f'HYPERLINK "tel:{self.value("phone", "link")}" \\o "{self.alone("link")}"', "позвонить")
        body += field('MERGEFIELD "Фамилия"', "«" + self.alone("merge") + "»") + field(
            'MERGEFIELD "Адрес"', self.value("addr", "merge")
        )
        body += f"<w:p><w:bookmarkStart w:id='1' w:name={quoteattr('карта_' + self.alone('bookmark'))}/>{run(self.plain())}<w:bookmarkEnd w:id='1'/></w:p>"
        query = f"SELECT * FROM [Лист1$] WHERE [ФИО] = '{self.fio('query')}'"
        settings = f"<w:settings {T}><w:mailMerge><w:query w:val={quoteattr(query)}/><w:addressFieldName w:val='Email'/><w:mailSubject w:val={quoteattr('Для ' + self.alone('subject of a merge'))}/></w:mailMerge><w:docVars><w:docVar w:name='Пациент' w:val={quoteattr(self.alone('variable'))}/><w:docVar w:name='tel' w:val={quoteattr(self.value('phone', 'variable'))}/></w:docVars></w:settings>"
        data = f"<cards xmlns='urn:cards'><card last-name={quoteattr(self.alone('bound data'))} birth={quoteattr(self.born('bound data'))} phone={quoteattr(self.value('phone', 'bound data'))}><note>{escape(self.text('bound data'))}</note></card></cards>"
        own = f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="urn:vt"><property pid="2" name="ФИО"><vt:lpwstr>{self.fio("own property")}</vt:lpwstr></property><property pid="3" name="СНИЛС"><vt:lpwstr>{self.value("snils", "own property")}</vt:lpwstr></property><property pid="4" name="Согласовал"><vt:lpwstr>{self.alone("own property")}</vt:lpwstr></property></Properties>'
        app = f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Manager>{self.alone("manager")}</Manager><HyperlinkBase>file:///D:/{self.alone("base")}/</HyperlinkBase></Properties>'
        return self.word(body, settings=settings, __customXml__item1=data, __docProps__custom=own, __docProps__app=app)

    def chart_docx(self) -> Paper:
        """A chart with what it keeps, its workbook, SmartArt twice, shapes drawn over the chart, a picture of bytes."""
        self.begin("нагрузка врачей.docx")
        points = [self.short("chart") for _ in range(5)]
        cache = "".join(f'<c:pt idx="{n}"><c:v>{one}</c:v></c:pt>' for n, one in enumerate(points))
        chart = f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Приёмы: </a:t></a:r><a:r><a:t>{self.alone("chart title")}</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:ser><c:tx><c:strRef><c:f>Лист1!$B$1</c:f><c:strCache><c:pt idx="0"><c:v>{self.fio("series")}</c:v></c:pt></c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache>{cache}</c:strCache></c:strRef></c:cat></c:ser></c:plotArea></c:chart></c:chartSpace>'
        rows = [
            ("Врач", "Принято", "Телефон"),
            *((one, "118", self.value("phone", "chart workbook")) for one in points),
        ]
        book = zipped({"xl/workbook.xml": f'<workbook xmlns="{S}"><sheets><sheet name="Лист1" sheetId="1" r:id="a" xmlns:r="{R}"/></sheets></workbook>', "xl/_rels/workbook.xml.rels": rels(("a", "worksheet", "worksheets/sheet1.xml")), "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}">{self.cells(rows)}</worksheet>', "[Content_Types].xml": "<Types/>"})  # fmt: skip
        point = lambda text, kind="node": (
            f'<dgm:pt type="{kind}"><dgm:t><a:p>{"".join(f"<a:r><a:t>{escape(one)}</a:t></a:r>" for one in text)}</a:p></dgm:t></dgm:pt>'
        )
        chief = self.fio("SmartArt")
        data = f'<dgm:dataModel xmlns:dgm="{DGM}" xmlns:a="{A}"><dgm:ptLst>{point((chief[:4], chief[4:]))}{point(("Главврач ", self.alone("SmartArt")))}{point((self.text("SmartArt"),))}{point((self.alone("SmartArt"), " — терапия"))}</dgm:ptLst></dgm:dataModel>'
        drawing = f'<dsp:drawing xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram" xmlns:a="{A}"><dsp:sp><dsp:txBody><a:p><a:r><a:t>{chief}</a:t></a:r></a:p></dsp:txBody></dsp:sp></dsp:drawing>'
        over = f'<c:userShapes xmlns:c="{C}" xmlns:a="{A}"><a:p><a:r><a:t>пик — дежурство {self.front("drawn over")}</a:t></a:r></a:p></c:userShapes>'
        body = (
            self.plains(8)
            + paragraph(self.text("body"))
            + f"<w:p><w:r><w:drawing><c:chart xmlns:c='{C}' r:id='r0'/></w:drawing></w:r></w:p>"
        )
        return self.word(body, charts__chart1=chart, drawings__drawing1=over, diagrams__data1=data, diagrams__drawing1=drawing, **{"embeddings__Microsoft_Excel_Sheet1.xlsx": book})  # fmt: skip

    def glossary_docx(self) -> Paper:
        """Building blocks, joined parts of HTML, RTF and MHTML, words that are hidden, forms with help, names of pictures."""
        self.begin("бланк консультации.docx")
        block = f"<w:glossaryDocument {T}><w:docParts><w:docPart><w:docPartPr><w:name w:val={quoteattr('Подпись ' + self.short('name of a block'))}/><w:description w:val={quoteattr(self.text('description of a block'))}/></w:docPartPr><w:docPartBody>{paragraph('Врач ' + self.alone('block') + ', каб. 12')}{paragraph(self.text('block'))}</w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>"
        hidden = lambda text, how="vanish": f"<w:p><w:r><w:rPr><w:{how}/></w:rPr><w:t>{escape(text)}</w:t></w:r></w:p>"
        body = (
            self.plains(7)
            + hidden(self.text("hidden"))
            + hidden("пароль у " + self.alone("hidden").strip(), "webHidden")
            + '<w:altChunk r:id="r0"/><w:altChunk r:id="r1"/><w:altChunk r:id="r2"/>'
        )
        box = f'<w:ffData><w:name w:val="fio"/><w:helpText w:type="text" w:val={quoteattr("Например: " + self.fio("help"))}/><w:statusText w:val={quoteattr("Вводит " + self.short("status"))}/><w:ddList><w:listEntry w:val={quoteattr(self.alone("old choice"))}/><w:listEntry w:val={quoteattr(self.short("old choice"))}/></w:ddList></w:ffData>'
        body += f'<w:p>{run("Направивший врач: ")}<w:r><w:fldChar w:fldCharType="begin">{box}</w:fldChar></w:r><w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        pic = f'<w:drawing><pic:pic xmlns:pic="urn:pic"><pic:nvPicPr><pic:cNvPr id="0" name={quoteattr("снимок " + self.fi("picture name") + ".jpg")} descr={quoteattr("C:/Фото/" + self.alone("picture path") + "/1.jpg")}/></pic:nvPicPr></pic:pic></w:drawing>'
        body += f"<w:p><w:r>{pic}</w:r></w:p>"
        page = f"<html><head><title>{self.fio('joined page')}</title></head><body><p>{escape(self.text('joined page'))}</p></body></html>"
        told = (
            f"<html><body><p>{self.text('joined archive')}</p><p>Пациент {self.fio('joined archive')}</p></body></html>"
        )
        coded = base64.b64encode(told.encode()).decode()
        mail = f"From: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{coded}\n--b--\n"
        rich = rf"{{\rtf1\ansi\ansicpg1251 {rtf(self.text('joined RTF'), False)}\par}}"
        return self.word(body, **{"chunk.html": page.encode(), "chunk.rtf": rich.encode(), "chunk.mht": mail.encode()}, glossary__document=block)  # fmt: skip

    def flat_docx(self) -> Paper:
        """A paper of Word as one file of XML, with properties, a head, bytes of an inner paper and a script's name."""
        self.begin("справка.xml")
        pkg = lambda name, said: f'<pkg:part pkg:name="{name}"><pkg:xmlData>{said}</pkg:xmlData></pkg:part>'
        inner = self.paper
        book = self.book({"Л": self.cells([("ФИО", "Тел."), *((self.fio("inner book"), self.value("phone", "inner book")) for _ in range(2))])}).content  # fmt: skip
        self.paper = inner
        coded = base64.b64encode(book).decode()
        body = self.plains(6) + self.bits(self.text("bits")) + table([("ФИО", "Дата рождения", "Врач"), *((self.fio("table"), self.born("table"), self.alone("table")) for _ in range(3))])  # fmt: skip
        said = pkg("/word/document.xml", f"<w:document {T}><w:body>{body}</w:body></w:document>") + pkg("/word/header1.xml", f"<w:hdr {T}>{paragraph('Карта ' + self.value('mrn', 'header') + ' ' + self.short('header'))}</w:hdr>")  # fmt: skip
        said += pkg(
            "/docProps/core.xml",
            f'<cp:coreProperties xmlns:cp="{P}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{self.alone("creator")}</dc:creator><dc:subject>{self.fio("subject")}</dc:subject></cp:coreProperties>',
        )
        said += f'<pkg:part pkg:name="/word/embeddings/book.xlsx"><pkg:binaryData>{coded}</pkg:binaryData></pkg:part>'
        self.paper.content = f'<?xml version="1.0" standalone="yes"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{said}</pkg:package>'.encode()
        return self.paper

    # -- Excel --------------------------------------------------------------------------------------------------------

    def hospital_xlsx(self) -> Paper:
        """Numbers that lost their zeros, days as numbers, tables, charts, boxes, rich words, all that hides in a workbook."""
        import xlsxwriter

        self.begin("реестр диспансеризации.xlsx")
        made = io.BytesIO()
        book = xlsxwriter.Workbook(made, {"in_memory": True})
        sheet, hidden, deep, chart = (book.add_worksheet(name) for name in ("Реестр", "Спр", "tmp", "График"))
        day, bold = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"bold": True})
        sheet.write_row(0, 0, ("Фамилия", "Имя", "Отчество", "Дата рождения", "СНИЛС", "Полис", "Телефон", "Дата осмотра", "Сумма"))  # fmt: skip
        for row in range(1, 8):
            sheet.write_row(row, 0, self.parts("register"))
            sheet.write_number(row, 3, self.serial("register"), day)
            for column, kind in ((4, "snils"), (5, "oms"), (6, "phone")):
                sheet.write_number(row, column, self.number(kind, "register"))
            sheet.write_number(row, 7, 46080 + row, day)
            sheet.write_number(row, 8, 1214.5 * row)
        for row in range(9, 16):
            sheet.write_string(row, 0, self.plain())
        surname = self.alone("rich words")
        sheet.write_rich_string("K2", "больной ", bold, surname[:3], surname[3:] + ", см. карту")
        hidden.hide()
        hidden.add_table("A1:C4", {"columns": [{"header": "Врач"}, {"header": "Почта"}, {"header": self.alone("table head")}], "data": [[self.short("hidden"), self.value("email", "hidden"), "14"] for _ in range(3)]})  # fmt: skip
        hidden.set_column("B:B", None, None, {"hidden": True})
        deep.very_hidden()
        deep.write_column(0, 0, [self.text("very hidden") for _ in range(2)])
        sheet.insert_textbox("K5", self.text("text box"), {"description": self.fio("alternative text")})
        sheet.write_comment("A2", self.text("comment"), {"author": self.short("comment author")})
        sheet.data_validation("L2", {"validate": "list", "source": [self.short("choices") for _ in range(3)], "error_title": "Врач", "error_message": "Только " + self.alone("error")})  # fmt: skip
        sheet.data_validation("L3", {"validate": "custom", "value": f'=L3<>"{self.alone("validation formula")}"'})
        sheet.write_formula("K9", f'=HYPERLINK("mailto:{self.value("email", "formula")}","{self.alone("formula")}")', None, "написать")  # fmt: skip
        sheet.write_formula("K10", f'=IFERROR(VLOOKUP("{self.fio("formula")}",A:B,2,0),"{self.value("phone", "formula")}")', None, "")  # fmt: skip
        sheet.write_formula("K11", '="Исп. "&A2', None, "Исп. " + self.short("kept result"))
        sheet.conditional_format("A2:A8", {"type": "formula", "criteria": f'=$A2="{self.alone("condition")}"', "format": bold})  # fmt: skip
        sheet.conditional_format("G2:G8", {"type": "cell", "criteria": "==", "value": f'"{self.value("phone", "condition")}"', "format": bold})  # fmt: skip
        sheet.autofilter("A1:I8")
        sheet.filter_column_list("A", [self.alone("filter"), self.alone("filter")])
        sheet.set_header(f'&L&"Arial,Bold"Реестр&R{self.alone("head")} &D')
        sheet.set_footer("&LИсполнитель: " + self.fi("foot") + "&Rтел. " + self.value("phone", "foot"))
        book.define_name("Ответственный", f'="{self.fio("defined name")}"')
        plot = book.add_chart({"type": "column"})
        plot.add_series({"values": "=Реестр!$I$2:$I$4", "name": self.short("series"), "data_labels": {"value": True, "custom": [{"value": self.alone("chart label")}, {"value": "14"}]}})  # fmt: skip
        plot.set_title({"name": "Участок, врач " + self.short("chart title")})
        chart.insert_chart("A1", plot, {"description": "Нагрузка: " + self.alone("chart description")})
        book.set_properties({"title": self.fio("title"), "subject": self.text("subject"), "author": self.alone("author"), "company": "ГБУЗ ГКБ № 3", "category": self.alone("category"), "status": "Проверил " + self.alone("status")})  # fmt: skip
        book.set_custom_property("Главный врач", self.alone("own property"))
        book.close()
        self.paper.content = made.getvalue()
        return self.paper

    def caches_xlsx(self) -> Paper:
        """What a workbook keeps of others: caches with days and groups, links with names and cells, queries, maps of XML, paths."""
        self.begin("свод по участкам.xlsx")
        item = lambda one: f"<s v={quoteattr(str(one))}/>"
        iso = self.value("dobiso", "cache")
        fields = f'<cacheField name="Пациент"><sharedItems>{"".join(item(self.fio("cache")) for _ in range(3))}</sharedItems></cacheField><cacheField name="Дата рождения"><sharedItems containsDate="1"><d v="{iso}T00:00:00"/></sharedItems></cacheField><cacheField name="СНИЛС"><sharedItems><n v="{self.number("snils", "cache")}"/></sharedItems></cacheField><cacheField name="Врач"><fieldGroup><groupItems>{item(self.alone("cache group"))}{item(self.short("cache group"))}</groupItems></fieldGroup></cacheField>'
        cache = f'<pivotCacheDefinition xmlns="{S}" refreshedBy={quoteattr(self.fi("refreshed by"))}><cacheSource type="worksheet"><worksheetSource ref="A1:D9" sheet={quoteattr("Врач " + self.alone("source sheet"))}/></cacheSource><cacheFields count="4">{fields}</cacheFields></pivotCacheDefinition>'
        records = f'<pivotCacheRecords xmlns="{S}">' + "".join(f'<r>{item(self.fio("records"))}<d v="{self.value("dobiso", "records")}T00:00:00"/><n v="{self.number("snils", "records")}"/>{item(self.alone("records"))}</r>' for _ in range(3)) + "</pivotCacheRecords>"  # fmt: skip
        pivot = f'<pivotTableDefinition xmlns="{S}" name="Свод1"><pivotFields><pivotField><items><item n={quoteattr(self.short("pivot item"))} x="0"/></items></pivotField></pivotFields><filters><filter fld="0" type="captionEqual" stringValue1={quoteattr(self.alone("pivot filter"))}/></filters></pivotTableDefinition>'
        link = f'<externalLink xmlns="{S}"><externalBook r:id="r1" xmlns:r="{R}"><sheetNames><sheetName val="Врачи"/></sheetNames><definedNames><definedName name={quoteattr(self.alone("linked name"))} refersTo={quoteattr("=" + chr(39) + "Врач " + self.alone("linked name") + chr(39) + "!$A$1")}/></definedNames><sheetDataSet><sheetData sheetId="0"><row r="2"><cell r="A2" t="str"><v>{self.fio("linked cell")}</v></cell><cell r="B2"><v>{self.number("phone", "linked cell")}</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>'
        where = f"<Relationships xmlns='{P}/relationships'><Relationship Id='r1' Type='{R}/externalLinkPath' Target={quoteattr('file:///D:/Пациенты/' + self.fio('linked path') + '.xlsx')} TargetMode='External'/></Relationships>"
        query = f'<connections xmlns="{S}"><connection id="1" name={quoteattr("Запрос " + self.alone("connection name"))} description={quoteattr(self.text("connection"))}><dbPr connection={quoteattr("DSN=mis;UID=reg;Description=" + self.short("connection"))} command={quoteattr("SELECT * FROM patient WHERE last_name=" + chr(39) + self.alone("query") + chr(39) + " AND phone=" + chr(39) + self.value("phone", "query") + chr(39))}/></connection></connections>'
        maps = f'<MapInfo xmlns="{S}"><Schema ID="1"><x><!-- {self.fio("map of XML")} --></x></Schema><Map ID="1" Name={quoteattr("Карта " + self.alone("map of XML"))}/></MapInfo>'
        sheet = f'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Участок</t></is></c><c r="B1" t="inlineStr"><is><t>Принято</t></is></c></row><row r="2"><c r="A2" t="str"><f>IF(B2&gt;0,"{self.short("formula")}","")</f><v>{self.short("kept result")}</v></c></row></sheetData><scenarios><scenario name={quoteattr(self.alone("scenario"))} user={quoteattr(self.alone("scenario"))} comment={quoteattr("Создал: " + self.fi("scenario"))}><inputCells r="B2" val={quoteattr(self.value("phone", "scenario"))}/></scenario></scenarios><protectedRanges><protectedRange name={quoteattr("для_" + self.alone("protected range"))} sqref="A1"/></protectedRanges>'
        flat = self.cells([("",), *((self.plain(),) for _ in range(7))])
        return self.book({"Свод": sheet, "Памятка": flat, "Иск. " + self.alone("sheet name"): self.cells([("Дата", "Кто"), ("24.11.2026", self.alone("who"))])}, pivotCache__pivotCacheDefinition1=cache, pivotCache__pivotCacheRecords1=records, pivotTables__pivotTable1=pivot, externalLinks__externalLink1=link, **{"externalLinks/_rels/externalLink1.xml.rels": where}, connections=query, xmlMaps=maps)  # fmt: skip

    def threads_xlsx(self) -> Paper:
        """Threads with mentions, remarks of old, drawings, what others changed and when, views, a path of the file."""
        self.begin("дефекты регистра.xlsx")
        space = 'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"'
        asked = self.alone("mention")
        threads = f'<ThreadedComments {space}><threadedComment ref="B2" dT="2026-03-02T08:00:00" personId="1"><text>@{asked} {escape(self.text("thread"))}</text><mentions><mention mentionpersonId="2"/></mentions></threadedComment><threadedComment ref="B2" parentId="1"><text>{escape("да, это " + self.fi("thread") + ", перезвонить " + self.value("phone", "thread"))}</text></threadedComment></ThreadedComments>'
        people = f'<personList {space}><person displayName={quoteattr(self.fi("person"))} id="1" userId={quoteattr("S::" + self.value("email", "person") + "::7")}/><person displayName={quoteattr(asked)} id="2"/></personList>'
        old = f'<comments xmlns="{S}"><authors><author>{self.alone("remark author")}</author><author>tc=1</author></authors><commentList><comment ref="A1" authorId="0"><text><r><t>{self.alone("remark")}:</t></r><r><t xml:space="preserve">\n{escape(self.text("remark"))}</t></r></text></comment></commentList></comments>'
        drawn = f'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="{A}"><xdr:sp macro={quoteattr("Показать_" + self.alone("macro of a shape"))} textlink="$A$1"><xdr:nvSpPr><xdr:cNvPr id="2" name="Выноска" descr={quoteattr(self.text("shape description"))}/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>Звонила </a:t></a:r><a:r><a:t>{self.fi("shape")}</a:t></a:r></a:p><a:p><a:fld type="TxLink"><a:t>{self.fio("linked shape")}</a:t></a:fld></a:p></xdr:txBody></xdr:sp></xdr:wsDr>'
        vml = f'<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape title={quoteattr(self.fio("old drawing"))}><v:textbox><div><font>{escape(self.text("old drawing"))}</font></div></v:textbox></v:shape></xml>'
        log = f'<revisions xmlns="{S}"><rcc rId="1" sId="1"><oc r="A2" t="inlineStr"><is><t>{self.fio("change before")}</t></is></oc><nc r="A2" t="inlineStr"><is><t>{self.fio("change after")}</t></is></nc></rcc><rcmt sheetId="1" cell="A3" author={quoteattr(self.fi("change author"))}/></revisions>'
        heads = f'<headers xmlns="{S}"><header guid="{{1}}" dateTime="2026-03-02T08:00:00" userName={quoteattr(self.fi("change user"))}/></headers>'
        users = f'<users xmlns="{S}"><userInfo name={quoteattr(self.fi("shared user"))}/></users>'
        place = "C:\\Users\\" + self.alone("path of the file") + "\\Desktop\\"
        path = f'<workbook xmlns="{S}" xmlns:r="{R}"><fileSharing userName={quoteattr(self.fi("who locked"))}/><x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" url={quoteattr(place)}/><sheets><sheet name="Дефекты" sheetId="1" r:id="s1"/></sheets><definedNames><definedName name="_xlnm.Print_Titles" comment={quoteattr("для " + self.short("comment of a name"))}>Дефекты!$1:$1</definedName></definedNames><customWorkbookViews><customWorkbookView name={quoteattr(self.fi("own view") + " - Личное представление")} guid="{{1}}"/></customWorkbookViews></workbook>'
        rows = [("Ошибка регистра", "Пояснение"), *((self.text("cells"), self.plain()) for _ in range(5)), ("Дубль по СНИЛС [" + self.value("snils", "cells") + "]", "Ответственный: " + self.alone("cells"))]  # fmt: skip
        sheet = (
            self.cells(rows)
            + f'<hyperlinks><hyperlink ref="A1" location="Дефекты!A1" display={quoteattr(self.fi("link"))} tooltip={quoteattr(self.text("link"))}/></hyperlinks><headerFooter><oddFooter>{escape("&LИсп. &" + chr(34) + "Arial" + chr(34) + self.alone("foot"))}</oddFooter></headerFooter>'
        )
        return self.book({"Дефекты": sheet}, threadedComments__threadedComment1=threads, persons__person=people, comments1=old, drawings__drawing1=drawn, **{"drawings/vmlDrawing1": vml}, revisions__revisionLog1=log, revisions__revisionHeaders=heads, revisions__userNames=users, workbook=path)  # fmt: skip

    def shifts_xlsx(self) -> Paper:
        """Shared strings in bits, readings of names, cells of two lines, tables lying on their sides, heads in two rows, constants."""
        self.begin("график дежурств.xlsx")
        kept: list[str] = []

        def cell(text) -> str:
            if not isinstance(text, str):
                return f"<c><v>{text}</v></c>"
            bits = "".join(f'<r><t xml:space="preserve">{escape(one)}</t></r>' for one in (text[:2], text[2:]) if one)
            kept.append(f"<si>{bits}<rPh sb='0' eb='1'><t>{escape(text)}</t></rPh></si>" if len(kept) % 5 == 0 else f"<si>{bits}</si>")  # fmt: skip
            return f'<c t="s"><v>{len(kept) - 1}</v></c>'

        rows = [
            ["График дежурств на декабрь 2026", "Утверждаю: " + self.front("title")], ["", "Врач", "", "Медсестра", ""], ["Дата", "Ф.И.О.", "Связь", "Ф.И.О.", "Связь"],
            *([f"{n}.12", self.alone("shifts"), self.value("phone", "shifts"), self.short("shifts"), self.number("phone", "shifts")] for n in range(1, 6)),
            [""], *([self.plain()] for _ in range(7)), [""],
            ["Пациент", *(self.short("lying") for _ in range(3))], ["Родился", *(self.serial("lying") for _ in range(3))], ["Карта", *(self.value("mrn", "lying") for _ in range(3))], ["Связь", *(self.value("phone", "lying") for _ in range(3))],
            [""], ["Палата 1\n" + self.short("two lines") + "\n" + self.short("two lines"), "Палата 2\n" + self.fi("two lines") + " (мать: " + self.value("phone", "two lines") + ")"],
            [f"Справки: {self.alone('cell')} (каб. 4), {self.alone('cell')} (каб. 7)"],
        ]  # fmt: skip
        sheet = "<sheetData>" + "".join(
            f'<row r="{n}">{"".join(map(cell, row))}</row>' for n, row in enumerate(rows, 1)
        )
        sheet += f'<row r="40"><c t="str"><f>INDEX({{"{self.short("constants")}";"{self.alone("constants")}"}},1)</f><v>{self.short("constants")}</v></c><c t="e"><f>"{self.fio("constants")}"+1</f><v>#ЗНАЧ!</v></c></row></sheetData>'
        return self.book(
            {"Декабрь": sheet}, sharedStrings=f'<sst xmlns="{S}" count="{len(kept)}">{"".join(kept)}</sst>'
        )
