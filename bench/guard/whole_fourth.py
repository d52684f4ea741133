"""A fourth, small whole set (`whole_set.py --fourth`): layouts that none of the others has, people of the third."""

import io
import json
from datetime import date

from bench.guard.papers import Paper, paragraph, run, table, zipped
from bench.guard.whole_pdf import N, W, noisy
from bench.guard.whole_third import WholeThird
from bench.guard.whole_third_office import OfficeThird

PDFS = tuple("ward_list inline_form news_columns strip card_scan".split())
OTHERS = tuple("order_word slides shift_book export_book sql_dump contacts calendar notes_md lines_json".split())
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"


class FourthPapers(WholeThird):
    """Makes the papers in PDF."""

    def ward_list(self) -> Paper:
        """Wards with several people in a cell, ages glued to names, a second table right below without headings."""
        paper, page = self.begin("движение больных.pdf"), self.sheet("carlito", 9)
        c = "ward"
        rows = [("Палата", "Пациенты", "№ ИБ", "Лечащий врач / телефон родственника")]
        rows += [(f"{n}", f"{self.fio(c)} (196{n})\n{self.fio(c)} (197{n})", f"{self.value('mrn', c)}\n{self.value('mrn', c)}", f"{self.short(c)} / {self.value('phone', c)}") for n in range(1, 6)]  # fmt: skip
        self.table(page, rows, (14, 70, 34, 72))
        self.say(page, "Выписаны: " + self.plain(), 5)
        self.table(page, [(self.fio(c), self.born(c), self.value("addr", c)) for _ in range(3)], (60, 30, 100))
        self.prose(page, "body", 2, 4)
        return self.done(paper, page)

    def inline_form(self) -> Paper:
        """Several numbered fields in one line, values on lines drawn with underscores, boxes to tick."""
        paper, page = self.begin("талон 025-1у.pdf"), self.sheet("tinos", 10)
        c = "inline"
        surname, first, father = self.parts(c)
        self.say(page, f"ТАЛОН ПАЦИЕНТА, ПОЛУЧАЮЩЕГО АМБУЛАТОРНУЮ ПОМОЩЬ № {self.value('mrn', c)}")
        self.say(page, f"1. Фамилия __{surname}__ 2. Имя __{first}__ 3. Отчество __{father}__")
        self.say(page, f"4. Пол: муж. [ ] жен. [x]   5. Дата рождения: __{self.born(c)}__   6. Полис: __{self.value('oms', c)}__   7. СНИЛС __{self.value('snils', c)}__")  # fmt: skip
        self.say(page, f"8. Регистрация: __{self.value('addr', c)}__  9. тел. __{self.value('phone', c)}__")
        self.say(page, f"10. Врач: код 1187, __{self.short(c)}__   11. Мед. сестра: код 2240, __{self.short(c)}__")
        self.say(page, f"12. Представитель: __{self.fio(c)}__, документ: паспорт __{self.value('passport_sn', c)}__")
        self.prose(page, c, 2, 5)
        return self.done(paper, page)

    def news_columns(self) -> Paper:
        """Two columns of prose, each with its own people, as in a bulletin."""
        paper, page = self.begin("бюллетень.pdf"), self.sheet("arimo", 9)
        for half in range(2):
            page.set_xy(10 + 98 * half, 14)
            for _ in range(4):
                page.set_x(10 + 98 * half)
                page.multi_cell(88, 4.8, f"{self.text('column')} {self.plain()}", new_x="LEFT", new_y=N)
                page.ln(2)
        return self.done(paper, page)

    def strip(self) -> Paper:
        """A narrow strip of 203 dots an inch, as printers of receipts make it."""
        paper, page = self.begin("чек.pdf"), self.sheet("cousine", 11)
        c = "strip"
        page.set_right_margin(110)
        lines = ("КАССОВЫЙ ЧЕК", f"Плательщик: {self.short(c)}", f"Пациент: {self.fio(c)}", f"Д.р. {self.born(c)}", f"ИНН {self.value('inn', c)}", f"Карта {self.value('card', c)}", f"Тел. {self.value('phone', c)}", f"Эл. чек: {self.value('email', c)}", "Приём терапевта 1 x 1450,00", "ИТОГ 1450,00", f"Кассир: {self.front(c)}", self.plain(), self.plain())  # fmt: skip
        for line in lines:
            self.say(page, line)
        picture = self.rendered(page, 203 / 72)[0]
        picture = noisy(picture.crop((0, 0, picture.width // 2, picture.height // 2)), self.random)
        made = self.sheet()
        made.image(picture, 20, 20, 80)
        made.image(picture.rotate(-1.1, fillcolor=240), 110, 20, 80)
        return self.done(paper, made)

    def card_scan(self) -> Paper:
        """A card with small labels above their values, two of them on a page, scanned in grey."""
        paper, page = self.begin("карточки прикрепления.pdf"), self.sheet("arimo", 11)
        c = "card scan"
        for number in range(2):
            fields = (("ФАМИЛИЯ, ИМЯ, ОТЧЕСТВО", self.fio(c)), ("ДАТА РОЖДЕНИЯ", self.born(c)), ("ПОЛИС ОМС", self.value("oms", c)), ("СНИЛС", self.value("snils", c)), ("АДРЕС", self.value("addr", c)), ("УЧАСТКОВЫЙ ВРАЧ", self.short(c)), ("ТЕЛЕФОН", self.value("phone", c)))  # fmt: skip
            for label, value in fields:
                page.set_font("F", "", 7)
                page.cell(0, 4, label, new_x=W, new_y=N)
                page.set_font("F", "B", 11)
                page.cell(0, 7, value, new_x=W, new_y=N)
            page.set_font("F", "", 10)
            self.say(page, self.plain())
            page.line(10, page.get_y() + 3, 200, page.get_y() + 3) if not number else None
            page.ln(8)
        return self.done(paper, self.scanned([noisy(one, self.random) for one in self.rendered(page, 2.5)]))


class FourthOffice(OfficeThird):
    """Makes the other papers."""

    def order_word(self) -> Paper:
        self.begin("приказ.docx")
        body = self.plains(4) + "".join(paragraph(f"{n}) {self.front('order')} — {role};") for n, role in enumerate(("председатель", "заместитель", "секретарь"), 1))  # fmt: skip
        rows = "".join(f"<w:tr><w:tc><w:tcPr><w:vMerge w:val='{('continue', 'restart')[n % 2]}'/></w:tcPr>{paragraph('Отделение 3' if n % 2 else '')}</w:tc><w:tc>{paragraph(self.fio('merged rows'))}</w:tc><w:tc>{paragraph(self.value('snils', 'merged rows'))}</w:tc></w:tr>" for n in range(1, 5))  # fmt: skip
        body += f"<w:tbl><w:tr>{''.join(f'<w:tc>{paragraph(one)}</w:tc>' for one in ('Отделение', 'Работник', 'СНИЛС'))}</w:tr>{rows}</w:tbl>"  # fmt: skip
        body += table([("С приказом ознакомлены:", "", ""), ("подпись", "расшифровка", "дата"), ("", self.short("acquainted"), "04.03.2026"), ("", self.front("acquainted"), "05.03.2026")])  # fmt: skip
        body += f"<w:p>{run('Проект вносит: ')}{run(self.short('footer'))}{run(', внутр. 3-14, гор. ')}{run(self.value('phone', 'footer'))}</w:p>" + paragraph(self.text("body"))  # fmt: skip
        return self.word(body)

    def slides(self) -> Paper:
        """A table on a slide, notes under it, a comment beside it."""
        self.begin("разбор случая.pptx")
        cell = lambda text: f"<a:tc><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>"  # noqa: E731
        rows = [("Пациент", "Родился", "Полис"), *((self.fio("slide table"), self.born("slide table"), self.value("oms", "slide table")) for _ in range(4))]  # fmt: skip
        grid = "<a:tbl>" + "".join("<a:tr>" + "".join(map(cell, row)) + "</a:tr>" for row in rows) + "</a:tbl>"
        said = "".join(f"<a:p><a:r><a:t>{one}</a:t></a:r></a:p>" for one in (self.text("slide"), *(self.plain() for _ in range(4))))  # fmt: skip
        space = f'xmlns:p="{P}" xmlns:a="{A}"'
        self.paper.content = zipped({
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
            "ppt/presentation.xml": f"<p:presentation {space}/>",
            "ppt/slides/slide1.xml": f"<p:sld {space}><p:cSld><p:spTree><p:sp><p:txBody>{said}</p:txBody></p:sp><p:graphicFrame>{grid}</p:graphicFrame></p:spTree></p:cSld></p:sld>",
            "ppt/notesSlides/notesSlide1.xml": f"<p:notes {space}><a:p><a:r><a:t>{self.text('notes')}</a:t></a:r></a:p></p:notes>",
        })  # fmt: skip
        return self.paper

    def shift_book(self) -> Paper:
        """Names down the side and days across, a name in a note of every day, telephones in one cell with names."""
        self.begin("график дежурств.xlsx")
        rows = [("Дежурный", *(str(day) for day in range(1, 8))), *((self.short("shift"), *("Д" if (day + n) % 3 else "В" for day in range(7))) for n in range(6))]  # fmt: skip
        rows += [("Замены: " + ", ".join(f"{self.short('swaps')} ({self.value('phone', 'swaps')})" for _ in range(3)),), *((self.plain(),) for _ in range(4))]  # fmt: skip
        return self.book({"Март": self.cells(rows)})

    def export_book(self) -> Paper:
        """What a query returns: headings of a database, births as bare numbers, names in capitals, everything as it is kept."""
        import xlsxwriter

        self.begin("query_result.xlsx")
        made = io.BytesIO()
        book = xlsxwriter.Workbook(made, {"in_memory": True})
        sheet = book.add_worksheet("Result 1")
        sheet.write_row(0, 0, ("ID", "LAST_NAME", "FIRST_NAME", "PATRONYMIC", "BIRTHDAY", "SNILS", "PHONE", "NOTE"))
        for number in range(1, 9):
            year, month, day = self.maker._born()
            sheet.write_row(number, 0, (number, *(one.upper() for one in self.parts("query"))))
            serial = (date(year, month, day) - date(1899, 12, 30)).days
            sheet.write_number(number, 4, serial)
            self.gold(f"v{serial}v", "DOB", "bare serial")
            sheet.write_number(number, 5, int(self.bare("snils", "query")))
            sheet.write_number(number, 6, int(self.bare("phone", "query")))
            sheet.write_string(number, 7, self.plain())
        book.close()
        self.paper.content = made.getvalue()
        return self.paper

    def sql_dump(self) -> Paper:
        self.begin("dump.sql")
        rows = ",\n".join("  (" + ", ".join((str(n), *(f"'{one}'" for one in (*self.parts("dump"), self.value("dobiso", "dump"), self.bare("snils", "dump"), self.value("phone", "dump"), self.value("addr", "dump"))))) + ")" for n in range(1, 7))  # fmt: skip
        notes = "\n".join(f"-- {self.plain()}" for _ in range(5))
        self.paper.content = f"{notes}\nINSERT INTO patient (id, last_name, first_name, middle_name, birth_date, snils, phone, address) VALUES\n{rows};\nUPDATE patient SET phone = '{self.value('phone', 'update')}' WHERE last_name = '{self.parts('update')[0]}';\n".encode()  # fmt: skip
        return self.paper

    def contacts(self) -> Paper:
        self.begin("контакты.vcf")
        made = []
        for _ in range(5):
            surname, first, father = self.parts("vCard")
            made.append(f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:{surname};{first};{father};;\r\nFN:{first} {surname}\r\nTEL;TYPE=CELL:{self.value('phone', 'vCard')}\r\nEMAIL:{self.value('email', 'vCard')}\r\nADR;TYPE=HOME:;;{self.value('addr', 'vCard')};;;;\r\nNOTE:{self.plain()}\r\nEND:VCARD")  # fmt: skip
        self.paper.content = "\r\n".join(made).encode()
        return self.paper

    def calendar(self) -> Paper:
        self.begin("приём.ics")
        made = [f"BEGIN:VEVENT\r\nUID:{n}77@mis\r\nDTSTART:2026030{n}T090000\r\nSUMMARY:Приём: {self.fio('event')}\r\nDESCRIPTION:{self.text('event')}\\n{self.plain()}\r\nORGANIZER;CN={self.fio('organizer')}:mailto:{self.value('email', 'organizer')}\r\nATTENDEE;CN=\"{self.fio('attendee')}\":mailto:{self.value('email', 'attendee')}\r\nEND:VEVENT" for n in range(1, 5)]  # fmt: skip
        self.paper.content = ("BEGIN:VCALENDAR\r\n" + "\r\n".join(made) + "\r\nEND:VCALENDAR").encode()
        return self.paper

    def notes_md(self) -> Paper:
        self.begin("заметки.md")
        rows = "\n".join(f"| {n} | {self.fi('table')} | {self.born('table')} | {self.value('phone', 'table')} |" for n in range(1, 6))  # fmt: skip
        said = "\n".join(f"- {one}" for one in (self.plain(), self.text("list"), self.plain(), self.text("list"), self.plain()))  # fmt: skip
        self.paper.content = f"# Разбор\n\n{said}\n\n| № | Пациент | Дата рождения | Телефон |\n|---|---|---|---|\n{rows}\n\n> {self.text('quote')}\n".encode()  # fmt: skip
        return self.paper

    def lines_json(self) -> Paper:
        """An export of messages, one JSON on a line, with people in texts, keys and lists."""
        self.begin("messages.jsonl")
        made = [json.dumps({"ts": f"2026-03-0{n}T09:14:22Z", "from": {"name": self.fi("sender"), "phone": self.value("phone", "sender")}, "text": self.text("message"), "mentions": [self.short("mentions")], "patient": {"fullName": self.fio("patient"), "birth": self.born("patient")}, "system": self.plain()}, ensure_ascii=n % 2 == 0) for n in range(1, 7)]  # fmt: skip
        self.paper.content = "\n".join(made).encode()
        return self.paper
