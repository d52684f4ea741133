"""Word, Excel, OpenDocument and files of text of the third whole set (`whole_set.py --third`)."""

import base64
import io
import json
from datetime import date
from email.message import EmailMessage
from xml.sax.saxutils import escape, quoteattr

from bench.guard.papers import Paper, W, open_parts, paragraph, rtf, run, table, zipped
from bench.guard.whole_office import S, WholeOffice

OFFICE = tuple("commission_word form_word letter_word moved_word bills_book vaccine_book card_book list_sheet note_text".split())  # fmt: skip
TEXTS = tuple("hl7 fhir registry_xml quoted_csv table_rtf page_html trace_log letter_eml archive".split())
T = 'xmlns:w="' + W + '"'


class OfficeThird(WholeOffice):
    """Makes the papers; each method is one."""

    DATA_NAME = "whole_third.toml"

    def front(self, corner: str) -> str:
        person = self.maker.person()
        self.gold(f"{person.surname} {person.first[0]}.{person.patronymic[0]}.", "PERSON", corner)
        return f"{person.first[0]}.{person.patronymic[0]}. {person.surname}"

    def parts(self, corner: str) -> tuple[str, str, str]:
        person = self.maker.person()
        return tuple(self.gold(one, "PERSON", corner) for one in (person.surname, person.first, person.patronymic))

    def bare(self, value: str, corner: str) -> str:
        """Return the digits of a value."""
        return "".join(one for one in self.value(value, corner) if one.isdigit())

    # -- Word ---------------------------------------------------------------------------------------------------------

    def commission_word(self) -> Paper:
        """A protocol: a table without headings, hidden text, notes with answers, a header for even pages, endnotes, words of a field."""
        self.begin("протокол ВК.docx")
        who = quoteattr(self.fio("author"))
        rows = [
            ("Председатель", self.front("members")),
            ("Члены", f"{self.short('members')}, {self.short('members')}"),
            ("Секретарь", self.fio("members")),
        ]
        body = self.plains(5) + table(rows)
        for number in range(1, 4):
            body += (
                f"<w:p>{run(f'{number}. Заслушали ')}{run(self.short('heard'))}{run(' по больному: ')}<w:r><w:rPr><w:b/></w:rPr><w:t>{self.fio('heard')}</w:t></w:r>{run(', р. ' + self.born('heard'))}</w:p>"
                + paragraph(self.text("body"))
            )
        body += (
            f"<w:p><w:r><w:rPr><w:vanish/><w:specVanish/></w:rPr><w:t>{escape(self.text('hidden'))}</w:t></w:r></w:p>"
        )
        body += f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> COMMENTS "{self.fio("field")}" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(self.whose("field result"))}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        notes = f'<w:comments {T}><w:comment w:id="1" w:author={who} w:initials="ХЦ">{paragraph(self.text("comment"))}</w:comment><w:comment w:id="2" w:author={quoteattr(self.short("author"))}>{paragraph("Ответ: " + self.text("reply"))}</w:comment></w:comments>'
        return self.word(
            body,
            comments=notes,
            header3=f"<w:hdr {T}>{table([(self.short('even header'), 'Дело', self.value('mrn', 'even header'))])}</w:hdr>",
            endnotes=f"<w:endnotes {T}><w:endnote>{paragraph(self.text('endnote'))}</w:endnote></w:endnotes>",
            commentsExtensible=f'<x:c xmlns:x="urn:c"><x:user name={quoteattr(self.fio("comment user"))}/></x:c>',
        )

    def form_word(self) -> Paper:
        """Form fields with results, dates in attributes, lists with choices, boxes for letters in a table."""
        self.begin("анкета пациента.docx")
        year, month, day = self.maker._born()
        self.gold(f"{day:02d}.{month:02d}.{year}", "DOB", "date control")
        self.gold(f"{year}-{month:02d}-{day:02d}", "DOB", "date attribute")
        body = (
            self.plains(5)
            + f'<w:p>{run("Дата рождения: ")}<w:sdt><w:sdtPr><w:date w:fullDate="{year}-{month:02d}-{day:02d}T00:00:00Z"><w:dateFormat w:val="dd.MM.yyyy"/></w:date></w:sdtPr><w:sdtContent>{run(f"{day:02d}.{month:02d}.{year}")}</w:sdtContent></w:sdt></w:p>'
        )
        body += f"<w:p>{run('Лечащий врач: ')}<w:sdt><w:sdtPr><w:comboBox w:lastValue={quoteattr(self.fio('last choice'))}><w:listItem w:displayText={quoteattr(self.short('choice'))} w:value={quoteattr(self.short('choice'))}/></w:comboBox><w:placeholder><w:docPart w:val={quoteattr(self.fio('placeholder'))}/></w:placeholder></w:sdtPr><w:sdtContent>{run(self.short('control'))}</w:sdtContent></w:sdt></w:p>"
        for label, value in (
            ("Фамилия", self.parts("letter boxes")[0]),
            ("СНИЛС", self.bare("snils", "letter boxes")),
            ("Полис", self.bare("oms", "letter boxes")),
        ):
            body += table([(label, *value.upper())])
        body += f'<w:p>{run("Телефон ")}<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="t"/><w:textInput><w:default w:val={quoteattr(self.value("phone", "form default"))}/></w:textInput></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMTEXT</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(self.value("phone", "form field"))}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        body += table(
            [
                ("Кому сообщить", "Кем приходится", "Куда звонить"),
                (self.fi("kin"), "сестра", self.value("phone", "kin")),
                (self.fio("kin"), "опекун", self.value("phone", "kin")),
            ]
        )
        return self.word(body + paragraph(self.text("body")))

    def fi(self, corner: str) -> str:
        person = self.maker.person()
        return self.gold(f"{person.surname} {person.first}", "PERSON", corner)

    def letter_word(self) -> Paper:
        """A letter with lines to fill, labels under the lines, tabs, an envelope, a picture, a workbook inside and a page of old HTML."""
        self.begin("ответ на запрос.docx")
        body = paragraph(f"Главному врачу {self.front('addressee')}") + self.plains(5)
        for label, value in (
            ("(Ф. И. О. полностью)", self.fio("under a line")),
            ("(адрес)", self.value("addr", "under a line")),
            ("(серия, номер паспорта)", self.value("passport_sn", "under a line")),
            ("(дата рождения)", self.born("under a line")),
        ):
            body += (
                f"<w:p><w:r><w:rPr><w:u/></w:rPr><w:t>____</w:t></w:r>{run(value)}{run('________')}</w:p>"
                + paragraph(label)
            )
        body += f"<w:p>{run('СНИЛС')}<w:r><w:tab/></w:r>{run(self.value('snils', 'tabs'))}<w:r><w:tab/></w:r>{run('Моб.')}<w:r><w:tab/></w:r>{run(self.value('phone', 'tabs'))}</w:p>"
        body += f"<w:p>{run('С уважением,')}<w:r><w:br/></w:r>{run(self.fi('signature'))}<w:r><w:br/></w:r>{run('исп. ' + self.short('signature') + ', ' + self.value('phone', 'signature'))}</w:p>"
        inner = zipped(
            {
                "xl/sharedStrings.xml": f'<sst xmlns="{S}"><si><t>ФИО</t></si>'
                + "".join(f"<si><t>{self.fio('inner book')}</t></si>" for _ in range(3))
                + "</sst>",
                "[Content_Types].xml": "<Types/>",
            }
        )
        return self.word(
            body, **{"media__scan.jpeg": self.shot("pasted picture", "JPEG"), "embeddings__list.xlsx": inner}
        )

    def moved_word(self) -> Paper:
        """Values half standing and half deleted, inserted in the middle, moved, in changed properties and numbers of revisions."""
        self.begin("правки.docx")
        at = 'w:id="3" w:author="Редактор" w:date="2026-02-03T10:00:00Z"'
        gone = lambda text: f'<w:del {at}><w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'  # noqa: E731
        came = lambda text: f"<w:ins {at}>{run(text)}</w:ins>"  # noqa: E731
        body = self.plains(5)
        for _ in range(3):
            surname, first, father = self.parts("half deleted")
            half = len(surname) // 2
            body += f"<w:p>{run('Пациент ')}{run(surname[:half])}{gone(surname[half:])}{came(surname[half:])}{run(' ' + first + ' ')}{gone(father)}</w:p>"
            number = self.value("snils", "half deleted")
            body += f"<w:p>{run('СНИЛС ' + number[:5])}{came(number[5:9])}{run(number[9:])}{gone(' ошибочно')}</w:p>"
            body += f"<w:p>{run('Телефон ')}{gone(self.value('phone', 'wholly deleted'))}{came(self.value('phone', 'wholly inserted'))}</w:p>"
        body += f"<w:p>{run('Со слов ')}<w:moveFrom {at}><w:r><w:t>{self.fio('moved from')}</w:t></w:r></w:moveFrom>{run(' записано верно.')}</w:p><w:p><w:moveTo {at}>{run(self.fio('moved to'))}</w:moveTo>{run(', адрес ')}{gone(self.value('addr', 'deleted address'))}{came('прежний')}</w:p>"
        body += f"<w:p><w:pPr><w:rPr><w:del {at}/></w:rPr></w:pPr>{run('Мать больного: ')}</w:p><w:p>{run(self.fio('joined paragraph'))}</w:p>"
        # Given names stand in the lists of others too; surnames and fathers' names decide.
        return self.word(body)

    # -- Excel --------------------------------------------------------------------------------------------------------

    def bills_book(self) -> Paper:
        """Headings over two rows with joined cells, groups, births as text and as numbers, policies in scientific notation, totals."""
        import xlsxwriter

        self.begin("счёт-реестр.xlsx")
        made = io.BytesIO()
        book = xlsxwriter.Workbook(made, {"in_memory": True})
        sheet, dates, science = (
            book.add_worksheet("Март"),
            book.add_format({"num_format": "dd/mm/yy"}),
            book.add_format({"num_format": "0.00E+00"}),
        )
        sheet.merge_range("A1:H1", "Реестр № 3 к счёту. Ответственный " + self.short("title"))
        sheet.merge_range("B2:D2", "Застрахованное лицо")
        sheet.merge_range("E2:G2", "Реквизиты")
        sheet.write_row(2, 0, ("№", "Фам.", "Имя", "Отч.", "Рожд.", "ЕНП", "СНИЛС", "Комментарий"))
        row = 3
        for group in range(3):
            sheet.write(row, 0, f"Участок {group + 1}. Врач {self.short('group row')}")
            for number in range(1, 6):
                row += 1
                year, month, day = self.maker._born()
                self.gold(f"{day:02d}.{month:02d}.{year}", "DOB", "register")
                sheet.write_row(row, 0, (number, *self.parts("register")))
                if number % 2:
                    serial = (date(year, month, day) - date(1899, 12, 30)).days
                    self.gold(f"v{serial}v", "DOB", "serial")
                    sheet.write_datetime(row, 4, date(year, month, day), dates)
                else:
                    sheet.write_string(row, 4, f"{day:02d}.{month:02d}.{year}")
                sheet.write_number(row, 5, int(self.bare("oms", "register")[:15] + "0"), science)
                sheet.write_number(row, 6, int(self.bare("snils", "register")))
                sheet.write_string(row, 7, self.plain())
            row += 1
        self.paper.gold = [(one[0][:15] if one[1] == "OMS" else one[0], *one[1:]) for one in self.paper.gold]
        sheet.write(row + 1, 1, "Итого")
        sheet.write_formula(row + 1, 2, f'=COUNTIF(B4:B30,"{self.parts("formula")[0]}")', None, 3)
        sheet.write_comment("H4", self.text("comment"), {"author": self.short("author")})
        sheet.set_column("F:G", 5, None, {"hidden": True})
        sheet.set_footer("&RИсп. " + self.short("footer") + " т. " + self.value("phone", "footer"))
        book.set_properties({"company": "ГБ", "category": self.fio("category"), "status": self.short("status")})
        book.close()
        self.paper.content = made.getvalue()
        return self.paper

    def vaccine_book(self) -> Paper:
        """A list whose second sheet repeats keys, lists of choices, defined constants, formats that speak, a chart with names."""
        self.begin("прививки 2026.xlsx")
        rows = [
            ("Ребёнок", "Свид. о рожд.", "Родители, контакты", "Вакцина", "Отметка врача"),
            *(
                (
                    f"{self.fio('mixed cell')}, {self.born('mixed cell')}",
                    self.value("bc", "sheet"),
                    f"мать {self.fio('mixed cell')} {self.value('phone', 'mixed cell')}",
                    "АКДС",
                    f"привит, {self.short('sheet')}",
                )
                for _ in range(9)
            ),
            *((self.plain(),) for _ in range(5)),
        ]
        extra = f'<headerFooter differentFirst="1"><firstHeader>&amp;C{escape(self.whose("first header"))}</firstHeader><evenFooter>&amp;R{self.short("even footer")}</evenFooter></headerFooter><dataValidations count="1"><dataValidation type="list" errorTitle={quoteattr(self.fio("error title"))} sqref="E2"><formula1>"{self.short("list")},{self.short("list")}"</formula1></dataValidation></dataValidations>'
        keys = self.cells(
            [
                ("ключ", "значение"),
                ("fio", self.fio("key list")),
                ("phone", self.value("phone", "key list")),
                ("birth", self.born("key list")),
                ("addr", self.value("addr", "key list")),
                ("snils", self.value("snils", "key list")),
                ("email", self.value("email", "key list")),
            ]
        )
        styles = f'<styleSheet xmlns="{S}"><numFmts count="1"><numFmt numFmtId="165" formatCode={quoteattr(chr(34) + "Пациент " + self.fio("format") + chr(34) + "@")}/></numFmts></styleSheet>'
        return self.book({"Список": self.cells(rows) + extra, "Служебный": keys}, styles=styles)

    def card_book(self) -> Paper:
        """A card on a sheet: labels to the left, above and below; a code sheet; a name over several cells; prompts."""
        self.begin("карта профосмотра.xlsx")
        surname, first, father = self.parts("three cells")
        rows = [
            ("Карта профилактического осмотра",),
            ("Обследуемый", surname, first, father),
            ("Дата рожд.", "Пол", "Тел."),
            (self.born("above"), "м", self.value("phone", "above")),
            (self.value("addr", "below"),),
            ("(место жительства)",),
            (self.fio("below"),),
            ("(подпись врача, расшифровка)",),
            ("СНИЛС:", "", "", self.value("snils", "far right")),
            ("E-mail", "", self.value("email", "far right")),
            *((self.plain(),) for _ in range(6)),
            (self.text("sheet prose"),),
        ]
        drawing = f'<xdr:wsDr xmlns:xdr="urn:x" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:sp macro={quoteattr("Открыть_" + self.parts("macro")[0])}><xdr:txBody><a:p><a:r><a:t>{escape(self.text("shape"))}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>'
        return self.book(
            {"Карта": self.cells(rows)},
            drawings__drawing1=drawing,
            ctrlProps__ctrlProp1=f'<formControlPr xmlns="{S}" fmlaTxbx={quoteattr(self.fio("control"))}><itemLst><item val={quoteattr(self.short("control list"))}/></itemLst></formControlPr>',
        )

    # -- OpenDocument -------------------------------------------------------------------------------------------------

    def list_sheet(self) -> Paper:
        self.begin("вызовы.ods")
        cell = lambda text: f"<table:table-cell><text:p>{escape(text)}</text:p></table:table-cell>"  # noqa: E731
        rows = [("Вызов", "Больной", "Дата рождения", "Адрес вызова", "Телефон")]
        rows += [
            (str(n), self.fio("sheet"), self.born("sheet"), self.value("addr", "sheet"), self.value("phone", "sheet"))
            for n in range(1, 7)
        ]
        rows += [(self.plain(),) for _ in range(6)]
        body = "".join("<table:table-row>" + "".join(map(cell, row)) + "</table:table-row>" for row in rows)
        note = f'<table:table-row table:visibility="collapse"><table:table-cell table:formula={quoteattr("of:=IF([.A1]=" + chr(34) + self.fio("formula") + chr(34) + ";1;0)")}><office:annotation><dc:creator>{self.fio("note author")}</dc:creator><text:p>{escape(self.text("note"))}</text:p></office:annotation></table:table-cell></table:table-row>'
        names = f'<table:named-expressions><table:named-expression table:name="p" table:expression={quoteattr(chr(34) + self.fio("named") + chr(34))}/></table:named-expressions><table:database-ranges><table:database-range table:name={quoteattr(self.fio("range").replace(" ", "_"))}><table:filter><table:filter-condition table:value={quoteattr(self.fio("filter"))}/></table:filter></table:database-range></table:database-ranges>'
        self.paper.content = zipped(
            open_parts(
                "spreadsheet",
                f'<office:spreadsheet><table:table table:name="Вызовы">{body}{note}</table:table>{names}</office:spreadsheet>',
                self._meta(),
            )
        )
        return self.paper

    def note_text(self) -> Paper:
        self.begin("докладная.odt")
        p = lambda text: f"<text:p>{escape(text)}</text:p>"  # noqa: E731
        gone = f"<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>{self.fio('change author')}</dc:creator></office:change-info>{p(self.text('deleted'))}</text:deletion></text:changed-region></text:tracked-changes>"
        body = (
            "".join(map(p, (self.plain() for _ in range(6))))
            + p(f"От {self.front('body')}, вх. № 14")
            + p(self.text("body"))
        )
        body += f'<text:p>Фамилия:<text:tab/>{self.parts("tabs")[0]}<text:s text:c="4"/>тел.<text:tab/>{self.value("phone", "tabs")}<text:line-break/>Адрес:<text:s/>{self.value("addr", "tabs")}</text:p>'
        body += f'<text:p><text:conditional-text text:string-value-if-true={quoteattr(self.fio("conditional"))} text:string-value-if-false="нет">нет</text:conditional-text><text:author-name>{self.fio("author field")}</text:author-name></text:p>'
        self.paper.content = zipped(open_parts("text", f"<office:text>{gone}{body}</office:text>", self._meta()))
        return self.paper

    # -- files of text ------------------------------------------------------------------------------------------------

    def hl7(self) -> Paper:
        self.begin("очередь.hl7")
        out = []
        for number in range(5):
            surname, first, father = self.parts("PID")
            year, month, day = self.maker._born()
            phone, mother = self.value("phone", "PID"), self.parts("NK1")
            out += [
                f"MSH|^~\\&|МИС|ГБ2|ЛИС|ЛАБ|2026030{number + 1}0915||ADT^A08|M{number}77{number}|P|2.5|||||RU|UNICODE UTF-8",
                f"PID|1||{self.value('mrn', 'PID')}^^^МИС^MR~{self.bare('oms', 'PID')}^^^ФОМС^NI||{surname}^{first}^{father}||{self.gold(f'{year}{month:02d}{day:02d}', 'DOB', 'PID')}|F|||{self.value('addr', 'PID')}||{phone}|||||{self.bare('snils', 'PID')}",
                f"NK1|1|{'^'.join(mother)}|MTH|{self.value('addr', 'NK1')}|{self.value('phone', 'NK1')}",
                f"PV1|1|O|ТЕР^318||||1007^{'^'.join(self.parts('PV1'))}",
                f"NTE|1|L|{self.text('NTE')}",
                f"NTE|2|L|{self.plain()}",
            ]
        self.paper.content = "\r".join(out).encode()
        return self.paper

    def fhir(self) -> Paper:
        self.begin("bundle.json")
        entries = []
        for _ in range(4):
            surname, first, father = self.parts("name")
            year, month, day = self.maker._born()
            entries.append(
                {
                    "resource": {
                        "resourceType": "Patient",
                        "identifier": [
                            {"system": "urn:oid:1.2.643.100.3", "value": self.bare("snils", "identifier")},
                            {"system": "urn:oid:1.2.643.2.40.5.100.10", "value": self.value("passport", "identifier")},
                        ],
                        "name": [{"family": surname, "given": [first, father], "text": self.fio("name text")}],
                        "telecom": [
                            {"system": "phone", "value": self.value("phone", "telecom")},
                            {"system": "email", "value": self.value("email", "telecom")},
                        ],
                        "birthDate": self.gold(f"{year}-{month:02d}-{day:02d}", "DOB", "birthDate"),
                        "address": [{"text": self.value("addr", "address")}],
                        "contact": [{"name": {"text": self.fio("contact")}}],
                        "generalPractitioner": [{"display": self.short("display")}],
                    }
                }
            )
        entries.append(
            {
                "resource": {
                    "resourceType": "OperationOutcome",
                    "issue": [
                        {"diagnostics": self.text("diagnostics")},
                        *({"diagnostics": self.plain()} for _ in range(5)),
                    ],
                }
            }
        )
        self.paper.content = json.dumps(
            {"resourceType": "Bundle", "entry": entries}, ensure_ascii=False, indent=1
        ).encode()
        return self.paper

    def registry_xml(self) -> Paper:
        self.begin("LM770012T77_260301.xml")
        made = []
        for number in range(1, 6):
            (fam, im, ot), (fam_p, im_p, ot_p) = self.parts("PERS"), self.parts("PERS_P")
            year, month, day = self.maker._born()
            made.append(
                f"<PERS><ID_PAC>{number}</ID_PAC><FAM>{fam}</FAM><IM>{im}</IM><OT>{ot}</OT><W>2</W><DR>{self.gold(f'{year}-{month:02d}-{day:02d}', 'DOB', 'DR')}</DR><TEL>{self.value('phone', 'TEL')}</TEL><FAM_P>{fam_p}</FAM_P><IM_P>{im_p}</IM_P><OT_P>{ot_p}</OT_P><DOCTYPE>14</DOCTYPE><DOCSER>45 11</DOCSER><DOCNUM>{self.gold(self.maker.digits(6), 'PASSPORT', 'DOCNUM')}</DOCNUM><SNILS>{self.value('snils', 'SNILS')}</SNILS><MR>{self.value('addr', 'MR')}</MR><COMENTP>{escape(self.text('COMENTP'))}</COMENTP></PERS>"
            )
        notes = "".join(f"<COMENTSL>{escape(self.plain())}</COMENTSL>" for _ in range(5))
        text = f'<?xml version="1.0" encoding="windows-1251"?><PERS_LIST><ZGLV><VERSION>3.2</VERSION><DATA>2026-03-02</DATA><FILENAME>LM770012T77_260301</FILENAME></ZGLV>{"".join(made)}{notes}</PERS_LIST>'
        self.paper.content = text.encode("cp1251", "xmlcharrefreplace")
        return self.paper

    def quoted_csv(self) -> Paper:
        """Cells with breaks and doubled quotes, headings in Latin, a preface above the headings, times behind births."""
        self.begin("export_patients.csv")
        lines = ['"# выгрузка МИС, версия 4.22.1";;;;;', "patient_id;last_first_mid;birth_dt;doc;contacts;note"]
        lines += [
            f'{number + 1};"{self.fio("quoted")}";{self.born("quoted")} 0:00:00;"паспорт ""{self.value("passport", "quoted")}""";"{self.value("phone", "quoted")}\n{self.value("email", "quoted")}\n{self.value("addr", "quoted")}";"{self.plain()}"'
            for number in range(8)
        ]
        self.paper.content = "\r\n".join(lines).encode("cp1251", "replace")
        return self.paper

    def table_rtf(self) -> Paper:
        self.begin("акт.rtf")
        rows = [
            ("Больной", "Родился", "Телефон"),
            *((self.fio("rtf table"), self.born("rtf table"), self.value("phone", "rtf table")) for _ in range(4)),
        ]
        made = "".join(
            "\\trowd\\cellx3000\\cellx6000\\cellx9000 "
            + "".join(rtf(cell, n % 2 == 0) + "\\cell " for n, cell in enumerate(row))
            + "\\row\n"
            for row in rows
        )
        told = "".join(rtf(self.plain(), False) + "\\par\n" for _ in range(5)) + "".join(
            rtf(self.text("rtf body"), True) + "\\par\n" for _ in range(3)
        )
        note = rf"{{\*\annotation {rtf(self.text('rtf note'), False)}}}{{\footnote {rtf(self.text('rtf footnote'), True)}}}"
        gone = rf"{{\deleted {rtf(self.text('rtf deleted'), True)}}}{{\*\bkmkstart {rtf(self.parts('rtf bookmark')[0], True)}}}"
        self.paper.content = rf"{{\rtf1\ansi\ansicpg1251{{\info{{\operator {rtf(self.fio('operator'), True)}}}{{\doccomm {rtf(self.text('doccomm'), False)}}}}}{{\footer {rtf('Исп. ' + self.short('rtf footer'), False)}}}{told}{made}{note}{gone}}}".encode(
            "ascii"
        )
        return self.paper

    def page_html(self) -> Paper:
        self.begin("карточка.html")
        fields = "".join(
            f"<dt>{name}</dt><dd>{escape(value)}</dd>"
            for name, value in (
                ("Ф.И.О.", self.fio("dl")),
                ("Д/р", self.born("dl")),
                ("Полис", self.value("oms", "dl")),
                ("Прописка", self.value("addr", "dl")),
            )
        )
        options = "".join(
            f'<option value="{n}"{" selected" if n == 1 else ""}>{self.short("option")}</option>' for n in range(3)
        )
        store = escape(
            json.dumps(
                {"patient": {"surname": self.parts("state")[0], "phone": self.value("phone", "state")}},
                ensure_ascii=False,
            ),
            {'"': "&quot;"},
        )
        self.paper.content = f'<!doctype html><meta charset="utf-8"><meta name="author" content={quoteattr(self.fio("meta"))}><body data-state="{store}">{"".join(f"<p>{self.plain()}</p>" for _ in range(5))}<dl>{fields}</dl><label for="d">Врач</label><select id="d">{options}</select><textarea>{self.text("textarea")}</textarea><input type="text" name="fio" placeholder={quoteattr(self.fio("placeholder"))} value={quoteattr(self.fio("input"))}><a href="/card?q={self.fio("query").replace(" ", "%20")}" title={quoteattr(self.whose("link title"))}>карта</a><svg><title>{self.fio("svg")}</title><text>{self.whose("svg text")}</text></svg><noscript>{self.text("noscript")}</noscript><template>{self.text("template")}</template></body>'.encode()
        return self.paper

    def trace_log(self) -> Paper:
        self.begin("mis-server.log")
        out = []
        for number in range(6):
            surname, first, father = self.parts("log query")
            out += [
                f"2026-03-0{number + 1} 09:14:22,118 ERROR [http-8080-{number}] r.m.PatientDao - Duplicate key value violates unique constraint: Key (fam, im, ot, dr)=({surname}, {first}, {father}, {self.value('dobiso', 'log query')}) already exists.",
                f"    at ru.mis.PatientDao.save(PatientDao.java:21{number})",
                f"2026-03-0{number + 1} 09:14:23,004 DEBUG binding parameter [1] as [VARCHAR] - [{self.bare('snils', 'log parameter')}]; parameter [2] - [{self.fio('log parameter')}]",
                f'2026-03-0{number + 1} 09:15:01,640 INFO  user={self.value("email", "log user")} action=open card={self.value("mrn", "log user")} patient="{self.short("log user")}"',
                f"2026-03-0{number + 1} 09:16:00,001 WARN  {self.plain()}",
                f'2026-03-0{number + 1} 09:17:12,310 INFO  POST /api/patient {{"lastName":"{self.parts("log body")[0]}","phone":"{self.value("phone", "log body")}","address":"{self.value("addr", "log body")}"}}',
            ]
        self.paper.content = "\n".join(out).encode()
        return self.paper

    def letter_eml(self) -> Paper:
        self.begin("обращение.eml")
        letter = EmailMessage()
        letter["Subject"] = "Не открывается карта: " + self.fio("subject")
        letter["From"] = f"{self.fio('sender')} <{self.value('email', 'sender')}>"
        letter["To"] = "help@example.ru"
        letter["X-Original-Sender"] = self.value("email", "own header")
        letter.set_content(
            "\n".join(
                [
                    self.plain(),
                    self.text("letter"),
                    self.plain(),
                    self.text("letter"),
                    self.plain(),
                    "--",
                    self.fi("signature"),
                    "т. " + self.value("phone", "signature"),
                ]
            )
        )
        letter.add_alternative(
            f"<p>{self.text('letter page')}</p><table><tr><th>Пациент</th><th>Полис</th></tr><tr><td>{self.fio('letter page')}</td><td>{self.value('oms', 'letter page')}</td></tr></table>",
            subtype="html",
        )
        inner = "ФИО;Тел\n" + ";".join((self.fio("attached"), self.value("phone", "attached")))
        letter.add_attachment(
            inner.encode("cp1251"), maintype="text", subtype="csv", filename=self.fio("file name") + ".csv"
        )
        self.paper.content = letter.as_bytes()
        return self.paper

    def archive(self) -> Paper:
        self.begin("документы.zip")
        outer = self.paper
        parts = {}
        for make in (self.registry_xml, self.note_text):
            made = make()
            outer.gold += made.gold
            outer.clean += made.clean
            parts[made.name] = made.content
        self.paper = outer
        parts[f"{self.parts('packed name')[0]}_выписка.txt"] = self.text("packed text").encode("cp1251", "replace")
        parts[f"снимки/{self.fio('folder name')}/1.json"] = json.dumps(
            {"ФИО": self.fio("packed JSON"), "фото": base64.b64encode(self.text("coded").encode()).decode()},
            ensure_ascii=False,
        ).encode()
        outer.content = zipped(parts)
        return outer
