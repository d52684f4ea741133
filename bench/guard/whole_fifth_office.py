# ruff: noqa: E731, PLC3002, PLW0108, RUF100 - small makers of elements, as short as can be read
"""Word, Excel, OpenDocument, files of text and archives of the fifth whole set (`whole_set.py --fifth`)."""

import base64
import io
import json
from xml.sax.saxutils import escape, quoteattr

from bench.guard.papers import Paper, W, open_parts, paragraph, rtf, run, table, zipped
from bench.guard.whole_office import A, S
from bench.guard.whole_third_office import OfficeThird

OFFICE = tuple("referral_word revised_word form_word_5 patients_book pivot_book schedule_book extract_text".split())
TEXTS = tuple("list_csv notes_rtf clinical_xml oru_hl7 api_json portal_html exchange_log mail_old packed".split())
V3 = "urn:hl7-org:v3"


class FifthOffice(OfficeThird):
    """Makes the papers; each method is one."""

    DATA_NAME = "whole_fifth.toml"

    def alone(self, corner: str) -> str:
        """Return a surname alone."""
        return self.gold(self.maker.person().surname, "PERSON", corner)

    def register(self, corner: str, count: int) -> list[tuple]:
        heads = ("№", "ФИО пациента", "Дата рождения", "СНИЛС", "Полис ОМС", "Паспорт", "Адрес", "Телефон", "№ карты")
        return [heads, *((str(n), self.fio(corner), self.born(corner), *(self.value(one, corner) for one in ("snils", "oms", "passport_sn", "addr", "phone", "mrn"))) for n in range(1, count + 1))]  # fmt: skip

    def referral_word(self) -> Paper:
        """A text box, a footnote, alternative texts, own properties, an embedded book, a cover page bound to properties."""
        self.begin("направление.docx")
        space = f'xmlns:w="{W}" xmlns:wps="urn:wps" xmlns:wp="urn:wp" xmlns:a="{A}"'
        box = f'<w:r><w:drawing {space}><wp:inline><wp:docPr id="4" name="Рисунок 4" descr={quoteattr("Подпись: " + self.short("alternative text"))} title={quoteattr(self.alone("title of a picture"))}/><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>{paragraph(self.text("text box"))}{table([("ФИО", self.fio("table in a box")), ("тел", self.value("phone", "table in a box"))])}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
        body = self.plains(5) + table(self.register("table", 3)) + f"<w:p>{box}</w:p>" + paragraph(self.text("body"))
        body += f"<w:p>{run('Врач ')}{run(self.alone('body'))}<w:r><w:ptab/></w:r>{run('Заведующий ')}{run(self.front('body'))}</w:p>"  # fmt: skip
        inner = zipped({"xl/workbook.xml": f'<workbook xmlns="{S}"/>', "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}">{self.cells([("Фамилия", "Телефон"), *((self.alone("embedded book"), self.value("phone", "embedded book")) for _ in range(3))])}</worksheet>', "[Content_Types].xml": "<Types/>"})  # fmt: skip
        own = f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="urn:vt"><property pid="2" name="Пациент"><vt:lpwstr>{self.alone("own property")}</vt:lpwstr></property><property pid="3" name="Врач"><vt:lpwstr>{self.alone("own property")}</vt:lpwstr></property><property pid="4" name={quoteattr("Карта " + self.alone("property name"))}><vt:lpwstr>да</vt:lpwstr></property></Properties>'  # fmt: skip
        cover = f'<CoverPageProperties xmlns="http://schemas.microsoft.com/office/2006/coverPageProps"><PublishDate/><Abstract>{escape(self.text("cover"))}</Abstract><CompanyAddress>{escape(self.value("addr", "cover"))}</CompanyAddress><CompanyPhone>{self.value("phone", "cover")}</CompanyPhone></CoverPageProperties>'  # fmt: skip
        notes = f'<w:footnotes xmlns:w="{W}"><w:footnote>{paragraph(self.text("footnote"))}{paragraph("См. также карту " + self.alone("footnote"))}</w:footnote></w:footnotes>'
        return self.word(body, footnotes=notes, embeddings__book=inner, __docProps__custom=own, __customXml__item2=cover)  # fmt: skip

    def revised_word(self) -> Paper:
        """Whole paragraphs, rows and fields put in and taken out; values that stand and are taken out elsewhere."""
        self.begin("протокол согласования.docx")
        at = lambda: f'w:id="9" w:author={quoteattr(self.alone("author"))} w:date="2026-03-02T08:00:00Z"'  # noqa: E731
        gone = lambda text: (
            f'<w:del {at()}><w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'
        )  # noqa: E731
        came = lambda text: f"<w:ins {at()}>{run(text)}</w:ins>"  # noqa: E731
        body = self.plains(5)
        for _ in range(3):
            snils, phone = self.value("snils", "standing then gone"), self.value("phone", "standing then gone")
            body += f"<w:p>{run('СНИЛС ' + snils[:7])}{gone(snils[7:])}{came(' уточняется')}</w:p>"
            body += f"<w:p>{run('Телефон ')}{run(phone[:6])}{gone(phone[6:])}</w:p>"
            body += f"<w:p>{gone('Пациент ')}{run(self.fio('label gone'))}{gone(', ' + self.born('label gone'))}</w:p>"
            body += f"<w:p>{run('Вместо ')}{gone(self.alone('swapped'))}{came(self.alone('swapped'))}{run(' дежурит другой врач.')}</w:p>"
        notes = f'<w:comments xmlns:w="{W}">' + "".join(f'<w:comment w:id="{n}" w:author={quoteattr(self.alone("comment author"))} w:initials="А">{paragraph(said)}</w:comment>' for n, said in enumerate((self.text("comment"), f"{self.alone('comment')}, проверьте, пожалуйста", "тут не та карта, нужна " + self.fi("comment")))) + "</w:comments>"  # fmt: skip
        return self.word(body + paragraph(self.text("body")), comments=notes)

    def form_word_5(self) -> Paper:
        """Content controls with and without a title, a list of choices, fields of properties, headers with cards."""
        self.begin("анкета.docx")
        control = lambda name, value: (
            f"<w:sdt><w:sdtPr><w:tag w:val={quoteattr(name)}/></w:sdtPr><w:sdtContent>{paragraph(value)}</w:sdtContent></w:sdt>"
        )  # noqa: E731
        body = self.plains(5) + "".join(control(name, value) for name, value in (("surname", self.alone("control")), ("birthDate", self.born("control")), ("snils", self.value("snils", "control")), ("phone", self.value("phone", "control")), ("address", self.value("addr", "control"))))  # fmt: skip
        body += f"<w:p>{run('Ответственный: ')}<w:sdt><w:sdtPr><w:dropDownList>" + "".join(f"<w:listItem w:displayText={quoteattr(self.short('choice'))} w:value='{n}'/>" for n in range(3)) + f"</w:dropDownList></w:sdtPr><w:sdtContent>{run(self.short('chosen'))}</w:sdtContent></w:sdt></w:p>"  # fmt: skip
        body += f"<w:p><w:fldSimple w:instr={quoteattr('DOCPROPERTY Пациент')}>{run(self.fio('field of a property'))}</w:fldSimple></w:p><w:p><w:fldSimple w:instr={quoteattr('QUOTE ' + chr(34) + self.alone('quote field') + chr(34))}>{run('·')}</w:fldSimple></w:p>"  # fmt: skip
        head = f'<w:hdr xmlns:w="{W}">{paragraph("История болезни № " + self.value("mrn", "header"))}{paragraph(self.alone("header") + " — отделение 2")}</w:hdr>'  # fmt: skip
        return self.word(body, header1=head, settings=f'<w:settings xmlns:w="{W}"><w:docVars><w:docVar w:name="fam" w:val={quoteattr(self.alone("variable"))}/></w:docVars></w:settings>')  # fmt: skip

    def patients_book(self) -> Paper:
        """A list with a hidden sheet, comments, names that are defined, lists of choices, heads and feet, own properties."""
        import xlsxwriter

        self.begin("список пациентов.xlsx")
        made = io.BytesIO()
        book = xlsxwriter.Workbook(made, {"in_memory": True})
        sheet, hidden, deep = (book.add_worksheet(name) for name in ("Список", "Справочник", "Лист3"))
        for number, row in enumerate(self.register("list", 8)):
            sheet.write_row(number, 0, row)
        for number in range(10, 17):
            sheet.write_string(number, 0, self.plain())
        hidden.hide()
        hidden.write_column(0, 0, ["Врачи", *(self.alone("hidden list") for _ in range(4))])
        hidden.write_column(0, 1, ["Заявка", "0-51277340", "0-51277341"])
        deep.very_hidden()
        deep.write_row(0, 0, ("логин", "владелец"))
        deep.write_row(1, 0, ("reg12", self.alone("very hidden")))
        sheet.write_comment("B3", f"{self.alone('comment')}: звонил {self.value('phone', 'comment')}", {"author": self.alone("comment author")})  # fmt: skip
        book.define_name("Дежурный", f'="{self.alone("defined name")}"')
        sheet.data_validation("B20", {"validate": "list", "source": [self.alone("choices") for _ in range(3)], "input_title": "Врач", "input_message": "Сейчас " + self.short("prompt"), "error_message": "Спросите " + self.front("error")})  # fmt: skip
        sheet.set_header("&LОтделение 2&RЗав. " + self.short("head"))
        sheet.set_footer("&CИсп. " + self.alone("foot") + ", " + self.value("phone", "foot"))
        sheet.write_formula("K2", f'=IF(B2="{self.alone("formula")}","да","нет")', None, "нет")
        sheet.write_formula("K3", f'="{self.alone("sole constant")}"', None, "")
        sheet.write_url("K4", "https://mis.example/p/1", string="карта", tip=self.fio("tip"))
        sheet.conditional_format("B2:B9", {"type": "text", "criteria": "containing", "value": self.alone("condition"), "format": book.add_format({"bold": True})})  # fmt: skip
        sheet.autofilter("A1:I9")
        sheet.filter_column("B", f"x == {self.alone('filter')}")
        book.set_properties({"author": self.alone("author"), "manager": self.fio("manager"), "comments": self.text("properties"), "keywords": self.alone("keywords")})  # fmt: skip
        book.set_custom_property("Пациент", self.alone("own property"))
        book.close()
        self.paper.content = made.getvalue()
        return self.paper

    def pivot_book(self) -> Paper:
        """A table of sums that keeps the people it was counted from, slicers, a linked book, a query, two tables below each other."""
        self.begin("сводная по врачам.xlsx")
        names = [self.short("pivot cache") for _ in range(4)]
        item = lambda one: f"<s v={quoteattr(one)}/>"  # noqa: E731
        kept = "".join(item(self.fio("pivot cache")) for _ in range(4))
        cache = f'<pivotCacheDefinition xmlns="{S}" refreshedBy={quoteattr(self.alone("refreshed by"))}><cacheFields count="2"><cacheField name="Врач"><sharedItems>{"".join(map(item, names))}</sharedItems></cacheField><cacheField name="Пациент"><sharedItems>{kept}</sharedItems></cacheField></cacheFields></pivotCacheDefinition>'  # fmt: skip
        records = f'<pivotCacheRecords xmlns="{S}">' + "".join(f"<r><s v={quoteattr(self.alone('pivot records'))}/><s v={quoteattr(self.value('snils', 'pivot records'))}/></r>" for _ in range(3)) + "</pivotCacheRecords>"  # fmt: skip
        slicer = f'<slicerCacheDefinition xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" name="Slicer_Врач" sourceName="Врач"><data><tabular><items><i x="0" n={quoteattr(self.short("slicer"))}/></items></tabular></data></slicerCacheDefinition>'  # fmt: skip
        link = f'<externalLink xmlns="{S}"><externalBook><sheetNames><sheetName val={quoteattr(self.alone("linked sheet"))}/></sheetNames><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>{self.fio("linked cell")}</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>'  # fmt: skip
        query = f'<connections xmlns="{S}"><connection id="1" name="q"><dbPr connection="DSN=mis" command={quoteattr("select * from pat where fam = " + chr(39) + self.alone("query") + chr(39))}/></connection></connections>'  # fmt: skip
        rows = [("Врач", "Принято"), *((one, "14") for one in names), ("Итого", "56"), ("",), *((self.plain(),) for _ in range(5)), ("",)]  # fmt: skip
        rows += [("Пациент", "СНИЛС"), *((self.fio("second table"), self.value("snils", "second table")) for _ in range(4)), ("Представитель", "СНИЛС"), *((self.alone("third table"), self.value("snils", "third table")) for _ in range(3))]  # fmt: skip
        return self.book({"Свод": self.cells(rows)}, pivotCache__pivotCacheDefinition1=cache, pivotCache__pivotCacheRecords1=records, slicerCaches__slicerCache1=slicer, externalLinks__externalLink1=link, connections=query)  # fmt: skip

    def schedule_book(self) -> Paper:
        """Surnames alone: sheets called by them, heads of columns, cells of a day, threaded comments and who wrote them."""
        self.begin("расписание врачей.xlsx")
        rows = [("Кабинет", *(self.alone("head of a column") for _ in range(4))), *((f"{300 + n}", "8–14", "14–20", "выходной", "отпуск") for n in range(4)), ("Замещает:", self.alone("below"), self.alone("below")), *((self.plain(),) for _ in range(5))]  # fmt: skip
        space = 'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"'
        who = f'<personList {space}><person displayName={quoteattr(self.alone("threaded person"))} id="1" userId={quoteattr(self.value("email", "threaded person"))}/></personList>'  # fmt: skip
        said = f"<ThreadedComments {space}><threadedComment ref='B2'><text>{escape(self.text('threaded comment'))}</text></threadedComment></ThreadedComments>"  # fmt: skip
        return self.book({f"Врач {self.alone('sheet name')}": self.cells(rows), "Март": self.cells([("Дежурит", self.short("other sheet"))])}, persons__person=who, threadedComments__threadedComment1=said)  # fmt: skip

    def extract_text(self) -> Paper:
        """OpenDocument: changes, notes, frames, own properties, fields of the writer, lists of choices."""
        self.begin("выписка.odt")
        oasis = "urn:oasis:names:tc:opendocument:xmlns:"
        space = f'xmlns:draw="{oasis}drawing:1.0" xmlns:svg="{oasis}svg-compatible:1.0"'
        ask = lambda text: f"<text:p>{escape(text)}</text:p>"  # noqa: E731
        gone = f'<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>{self.alone("changer")}</dc:creator></office:change-info>{ask(self.text("deleted"))}</text:deletion></text:changed-region></text:tracked-changes>'  # fmt: skip
        body = gone + "".join(ask(self.plain()) for _ in range(5)) + ask("Пациент: " + self.fio("body")) + ask("СНИЛС " + self.value("snils", "body"))  # fmt: skip
        body += f'<text:p>Врач <text:author-name>{self.alone("author field")}</text:author-name><office:annotation><dc:creator>{self.alone("annotation author")}</dc:creator>{ask(self.text("annotation"))}</office:annotation></text:p><text:p><draw:frame {space} draw:name={quoteattr("Фото " + self.fio("frame name"))}><svg:title>{self.alone("frame title")}</svg:title><svg:desc>{escape(self.text("frame description"))}</svg:desc><draw:text-box>{ask(self.text("text box"))}</draw:text-box></draw:frame></text:p>'  # fmt: skip
        labels = "".join(f"<text:label text:value={quoteattr(self.short('choice'))}/>" for _ in range(3))
        body += f'<text:p>Дежурный <text:drop-down text:name="кто">{labels}{self.short("choice")}</text:drop-down></text:p>'  # fmt: skip
        meta = f'<meta:initial-creator>{self.alone("initial creator")}</meta:initial-creator><dc:title>{self.fio("title")}</dc:title><meta:user-defined meta:name="Пациент">{self.alone("own property")}</meta:user-defined>'  # fmt: skip
        self.paper.content = zipped(open_parts("text", body, meta))
        return self.paper

    def list_csv(self) -> Paper:
        """windows-1251, semicolons, a title above the heads, a second table of its own heads below."""
        self.begin("выгрузка.csv")
        rows = [("Список прикреплённых, сформировал " + self.short("title"),), *self.register("csv", 8), ("",), ("Родитель", "Ребёнок", "Свидетельство", "Моб."), *((self.fi("second table"), self.fi("second table"), self.value("bc", "second table"), self.value("phone", "second table")) for _ in range(4)), *((self.plain(),) for _ in range(5))]  # fmt: skip
        self.paper.content = "\r\n".join(";".join(f'"{one}"' if "," in one else one for one in row) for row in rows).encode("cp1251")  # fmt: skip
        return self.paper

    def notes_rtf(self) -> Paper:
        self.begin("записка.rtf")
        info = "".join(rf"{{\{key} {rtf(value, True)}}}" for key, value in (("title", self.fio("title")), ("subject", self.text("subject")), ("author", self.alone("author")), ("manager", self.alone("manager")), ("keywords", self.alone("keywords"))))  # fmt: skip
        own = rf"{{\*\userprops {{\propname {rtf('Пациент', True)}}}\proptype30 {{\staticval {rtf(self.alone('own property'), True)}}}}}"  # fmt: skip
        said = "".join(rtf(one, n % 2 == 0) + "\\par\n" for n, one in enumerate((*(self.plain() for _ in range(5)), *(self.text("body") for _ in range(3)), "Исполнитель " + self.alone("body"))))  # fmt: skip
        extra = rf"{{\*\revtbl {{Unknown;}}{{{rtf(self.alone('revision author'), True)};}}}}{{\v {rtf(self.text('hidden'), True)}}}{{\shp{{\*\shpinst{{\sp{{\sn wzDescription}}{{\sv {rtf(self.fio('shape'), True)}}}}}{{\shptxt {rtf(self.text('text box'), True)}\par}}}}}}{{\field{{\*\fldinst HYPERLINK {rtf(chr(34) + 'mailto:' + self.value('email', 'field') + chr(34), True)}}}{{\fldrslt {rtf(self.fi('field'), False)}}}}}"  # fmt: skip
        self.paper.content = rf"{{\rtf1\ansi\ansicpg1251{{\info{info}}}{own}{said}{extra}}}".encode("ascii")
        return self.paper

    def clinical_xml(self) -> Paper:
        """An electronic document as the register of documents takes it: names in parts, births as eight digits, roots that say a kind."""
        self.begin("СЭМД выписной эпикриз.xml")
        year, month, day = self.maker._born()
        self.gold(f"{year}{month:02d}{day:02d}", "DOB", "CDA birth")
        surname, first, father = self.parts("CDA patient")
        name = lambda c: (lambda p: f"<name><family>{p[0]}</family><given>{p[1]}</given><given>{p[2]}</given></name>")(
            self.parts(c)
        )  # noqa: E731
        digits = lambda kind, c: self.value(kind, c)  # noqa: E731
        told = f"<recordTarget><patientRole><id root='1.2.643.5.1.13.13.17.1.1.1' extension='{self.value('mrn', 'CDA id')}'/><id root='1.2.643.100.3' extension='{digits('snils', 'CDA id')}'/><addr use='H'><streetAddressLine>{escape(self.value('addr', 'CDA address'))}</streetAddressLine></addr><telecom value='tel:{self.value('phone', 'CDA telecom')}'/><telecom value='mailto:{self.value('email', 'CDA telecom')}'/><patient><name><family>{surname}</family><given>{first}</given><given>{father}</given></name><birthTime value='{year}{month:02d}{day:02d}'/></patient></patientRole></recordTarget><author><time value='20260303'/><assignedAuthor><id root='1.2.643.100.3' extension='{self.bare('snils', 'CDA author')}'/><assignedPerson>{name('CDA author')}</assignedPerson></assignedAuthor></author>"  # fmt: skip
        body = f"<component><structuredBody><section><title>Анамнез</title><text>{escape(self.text('CDA text'))}<br/>{'<br/>'.join(map(escape, (self.plain() for _ in range(5))))}<table><tbody><tr><th>Мать</th><td>{self.fio('CDA table')}</td></tr><tr><th>Врач</th><td>{self.alone('CDA table')}</td></tr></tbody></table></text></section></structuredBody></component><!-- {self.fio('CDA comment')} -->"  # fmt: skip
        self.paper.content = f"<?xml version='1.0' encoding='UTF-8'?><ClinicalDocument xmlns='{V3}'><id root='1.2.643.5.1.13' extension='771'/><title>Эпикриз</title>{told}{body}</ClinicalDocument>".encode()  # fmt: skip
        return self.paper

    def oru_hl7(self) -> Paper:
        self.begin("результат.hl7")
        made = []
        for n in range(3):
            surname, first, father = self.parts("PID")
            year, month, day = self.maker._born()
            self.gold(f"{year}{month:02d}{day:02d}", "DOB", "PID")
            doctor = self.parts("OBR")
            made += [
                f"MSH|^~\\&|LIS|LAB|MIS|HOSP|2026030{n + 1}101500||ORU^R01|77{n}|P|2.5",
                f"PID|1||{self.value('mrn', 'PID')}^^^MIS||{surname}^{first}^{father}||{year}{month:02d}{day:02d}|M|||{self.value('addr', 'PID')}||{self.value('phone', 'PID')}|||||||{self.value('snils', 'PID')}",
                f"NK1|1|{self.fi('NK1').replace(' ', '^')}|MTH||{self.value('phone', 'NK1')}",
                f"OBR|1|{n}||718-7^Гемоглобин||||||||||||{doctor[0]}^{doctor[1]}^{doctor[2]}",
                f"OBX|1|NM|718-7||118|g/L|||||F\rNTE|1||{self.plain()}\rNTE|2||{self.text('NTE')}",
            ]
        self.paper.content = "\r".join(made).encode()
        return self.paper

    def api_json(self) -> Paper:
        """An answer of an interface: nested, with lists of pairs, columns apart from rows, and the people as keys."""
        self.begin("response.json")
        rows = [[*self.parts("rows"), self.value("dobiso", "rows"), self.bare("snils", "rows"), self.bare("phone", "rows")] for _ in range(4)]  # fmt: skip
        given = {
            "data": {"columns": ["last_name", "first_name", "middle_name", "birth_date", "snils", "phone"], "rows": rows},
            "params": [{"name": "surname", "value": self.alone("pairs")}, {"name": "birthDate", "value": self.value("dobiso", "pairs")}, {"name": "address", "value": self.value("addr", "pairs")}],
            "byDoctor": {self.short("key"): 14, self.short("key"): 9},
            "patient": {"name": {"family": self.alone("FHIR"), "given": ["Анна"]}, "telecom": [{"system": "phone", "value": self.value("phone", "FHIR")}], "identifier": [{"system": "urn:oid:1.2.643.100.3", "value": self.bare("snils", "FHIR")}]},
            "log": [self.plain() for _ in range(5)] + [self.text("list")],
            "payload": base64.b64encode(f"{self.fio('base64')};{self.value('phone', 'base64')}".encode()).decode(),
        }  # fmt: skip
        self.paper.content = json.dumps(given, ensure_ascii=False, indent=1).encode()
        return self.paper

    def portal_html(self) -> Paper:
        self.begin("карта пациента.html")
        hidden = f'<input type="hidden" name="surname" value={quoteattr(self.alone("hidden field"))}><textarea name="note">{escape(self.text("text area"))}</textarea><img alt={quoteattr("Фото: " + self.fi("alt"))} src="a.png"><a href={quoteattr("/search?fam=" + self.alone("link"))} title={quoteattr(self.fio("tip"))}>найти</a>'  # fmt: skip
        script = f"<script>var patient = {{fam: '{self.alone('script')}', phone: '{self.value('phone', 'script')}'}};</script><noscript>{escape(self.text('noscript'))}</noscript><template><b>{self.fio('template')}</b></template>"  # fmt: skip
        rows = "".join("<tr>" + "".join(f"<{'td' if n else 'th'}>{escape(one)}</{'td' if n else 'th'}>" for one in row) + "</tr>" for n, row in enumerate(self.register("table", 4)))  # fmt: skip
        self.paper.content = f"<!doctype html><meta charset=windows-1251><title>{self.fio('title')}</title>{''.join(f'<p>{self.plain()}</p>' for _ in range(5))}<div hidden>{escape(self.text('hidden'))}</div><table>{rows}</table>{hidden}{script}<!-- {self.fio('comment')} -->".encode("cp1251", "xmlcharrefreplace")  # fmt: skip
        return self.paper

    def exchange_log(self) -> Paper:
        self.begin("exchange.log")
        out = []
        for n in range(5):
            out += [
                f"[2026-03-0{n + 1}T10:02:11+03:00] INFO  iemk: отправлен пациент {self.fio('log')} ({self.value('dobiso', 'log')}), snils={self.bare('snils', 'log')}",
                f"[2026-03-0{n + 1}T10:02:12+03:00] ERROR iemk: <faultstring>Пациент не найден: {self.alone('fault')}, ОМС {self.value('oms', 'fault')}</faultstring>",
                f"[2026-03-0{n + 1}T10:02:13+03:00] DEBUG GET /patients?family={self.alone('query')}&birthdate={self.value('dobiso', 'query')} 404",
                f"[2026-03-0{n + 1}T10:02:14+03:00] WARN  {self.plain()}",
                f"[2026-03-0{n + 1}T10:02:15+03:00] INFO  подписал: {self.short('signed')} сертификат 7F3A91, телефон {self.value('phone', 'signed')}",
            ]  # fmt: skip
        self.paper.content = "\n".join(out).encode("cp1251")
        return self.paper

    def mail_old(self) -> Paper:
        """A letter in KOI8-R with a quoted thread."""
        self.begin("письмо.eml")
        said = f"{self.plain()}\n{self.text('letter')}\n\nС уважением, {self.fi('signature')}\nтел. {self.value('phone', 'signature')}\n\n> {self.text('quoted')}\n> {self.plain()}\n>> {self.fi('quoted')} писал(а):\n>> {self.text('quoted')}\n{self.plain()}\n"  # fmt: skip
        subject = base64.b64encode(("Карта " + self.alone("subject")).encode("koi8-r")).decode()
        self.paper.content = f"From: {self.value('email', 'sender')}\nTo: help@example.ru\nSubject: =?koi8-r?B?{subject}?=\nMIME-Version: 1.0\nContent-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: 8bit\n\n{said}".encode("koi8-r", "replace")  # fmt: skip
        return self.paper

    def packed(self) -> Paper:
        """An archive of several of these, one archive inside another, names of files and a remark on the archive."""
        self.begin("архив.zip")
        outer, parts = self.paper, {}
        for make in (self.list_csv, self.referral_word, self.clinical_xml, self.api_json):
            made = make()
            outer.gold += made.gold
            outer.clean += made.clean
            parts[made.name] = made.content
        self.paper = outer
        parts[f"{self.alone('packed name')}.csv"] = f"ФИО;тел\n{self.fio('packed')};{self.value('phone', 'packed')}".encode()  # fmt: skip
        parts["внутри.zip"] = zipped({f"{self.fi('inner name')}.txt": self.text("inner").encode()})
        outer.content = zipped(parts)
        return outer
