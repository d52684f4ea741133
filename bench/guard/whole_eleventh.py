"""An eleventh whole set (`whole_set.py --eleventh`): PDF, Word and Excel of a week, with something in every hidden corner."""

import io
from html import escape
from xml.sax.saxutils import escape as in_xml
from xml.sax.saxutils import quoteattr

from bench.guard.papers import Paper, W, open_parts, paragraph, rtf, run, table, zipped
from bench.guard.whole_seventh import cells, pairs
from bench.guard.whole_seventh_people import POSTS, WARDS
from bench.guard.whole_tenth import TenthOthers, TenthPapers

PDFS = tuple("extract_pdf round_pdf complaint_pdf endoscopy_pdf refusal_pdf passport_pdf".split())
OTHERS = tuple("explanation_docx referral_docx schedule_docx protocol_docx register_xlsx calls_xlsx staff_xlsx pregnant_xlsx summary_xlsx deaths_ods note_rtf insured_csv".split())  # fmt: skip
T = f'xmlns:w="{W}"'
DRUGS = ("Метформин", "Периндоприл", "Аторвастатин", "Эналаприл")


class EleventhPapers(TenthPapers):
    """Makes the papers in PDF; each method is one."""

    def dressed(self, paper: Paper) -> Paper:
        """Add what nobody sees on the page: properties, remarks, fields, links, bookmarks, an attached list."""
        import pikepdf

        text, name = pikepdf.String, pikepdf.Name
        given, one, by = pikepdf.open(io.BytesIO(paper.content)), self.who(), self.who()
        with given.open_metadata() as meta:
            meta["dc:creator"], meta["dc:description"] = [by.fi("metadata")], f"Проверил {self.who().short('metadata')}"
        given.docinfo["/Author"], given.docinfo["/Subject"] = text(by.fio("information")), text("Карта " + one.value("mrn", "information"))  # fmt: skip
        field = given.make_indirect(pikepdf.Dictionary(Type=name.Annot, Subtype=name.Widget, FT=name.Tx, T=text("Телефон"), TU=text("Контакт пациента"), V=text(one.value("phone", "field")), DV=text(one.value("phone", "field")), Rect=[20, 20, 220, 40], F=2))  # fmt: skip
        link = given.make_indirect(pikepdf.Dictionary(Type=name.Annot, Subtype=name.Link, Rect=[20, 50, 90, 60], A=pikepdf.Dictionary(S=name.URI, URI=text("mailto:" + one.value("email", "link")))))  # fmt: skip
        note = given.make_indirect(pikepdf.Dictionary(Type=name.Annot, Subtype=name.FreeText, T=text(by.short("remark")), Subj=text("Вопрос"), Contents=text(f"Это {one.fio('remark')}? Полис {one.value('oms', 'remark')} не читается."), DA=text("/Helv 8 Tf"), Rect=[300, 20, 480, 50]))  # fmt: skip
        given.pages[0].Annots = pikepdf.Array([field, link, note])
        given.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        rows = "\r\n".join(f"{each.fio('attachment')};{each.born('attachment')};{each.value('snils', 'attachment')}" for each in (self.who() for _ in range(3)))  # fmt: skip
        given.attachments["список.csv"] = pikepdf.AttachedFileSpec(given, ("ФИО;ДР;СНИЛС\r\n" + rows).encode(), description="Передал " + by.short("attachment"))  # fmt: skip
        with given.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(f"Пациент {one.short('bookmark')}", 0))
        made = io.BytesIO()
        given.save(made)
        paper.content = made.getvalue()
        return paper

    def extract_pdf(self) -> Paper:
        paper, one, c = self.begin("Выписка из стационара.pdf"), self.who(), "extract"
        head = f"<p>Ф.И.О.: <b>{one.fio(c)}</b>. Дата рождения: {one.born(c)}. Пол: {one.sex}.</p><p>Адрес: {escape(one.value('addr', c))}. Телефон: {one.value('phone', c)}.</p><p>Полис ОМС: {one.value('oms', c)}. СНИЛС: {one.value('snils', c)}. История болезни № {one.value('mrn', c)}.</p>"
        text = f"<p>Находился(ась) на лечении с 02.11.2026 по 14.11.2026, {self.random.choice(WARDS)}.</p><p>Диагноз: I25.1 Атеросклеротическая болезнь сердца.</p><p>{escape(self.plain())}</p><p>Рекомендовано: {', '.join(DRUGS)}. Явка к кардиологу {self.who().cased(c, 'datv')}.</p><p>Лечащий врач {self.who().short(c)}. Зав. отделением {self.who().front(c)}</p>"
        return self.dressed(self.page(paper, "Выписной эпикриз", head, text))

    def round_pdf(self) -> Paper:
        paper, c = self.begin("Обход заведующего.pdf"), "round"
        rows = [("Палата", "Пациент", "Возраст", "№ ИБ", "Состояние", "Врач")]
        rows += [(str(n // 3 + 1), one.short(c), f"{31 + n * 3} л.", one.value("mrn", c), self.random.choice(("удовл.", "ср. тяж.", "тяжёлое")), self.who().alone(c)) for n, one in enumerate(self.who() for _ in range(11))]  # fmt: skip
        return self.dressed(
            self.page(paper, "Обход 19.11.2026", cells(rows), f"<p>Обход провёл {self.who().fio(c)}</p>")
        )

    def complaint_pdf(self) -> Paper:
        paper, one, c = self.begin("Обращение гражданина 1418.pdf"), self.who(), "complaint"
        text = f"<p>Обращение № 1418 от 17.11.2026. Заявитель: {one.fio(c)}; e-mail: {one.value('email', c)}; тел.: {one.value('phone', c)}; почтовый адрес: {escape(one.value('addr', c))}.</p><p>Текст: «Моему отцу {self.who().cased(c, 'datv')} отказали в приёме. {escape(self.plain())} Врач {self.who().alone(c)} груб(а)».</p><p>Исполнитель: {self.who().fi(c)}, срок 15.12.2026.</p><p>Резолюция: {self.who().cased(c, 'datv')} — подготовить ответ.</p>"
        return self.dressed(self.page(paper, "Карточка обращения", text))

    def endoscopy_pdf(self) -> Paper:
        paper, one, c = self.begin("ФГДС протокол.pdf"), self.who(), "endoscopy"
        head = pairs([("Пациент", one.fio(c)), ("Дата рождения", one.born(c)), ("Амбулаторная карта", one.value("mrn", c)), ("Полис", one.value("oms", c)), ("Направивший врач", self.who().short(c)), ("Аппарат", "Olympus GIF-Q150"), ("Дата", "19.11.2026")])  # fmt: skip
        return self.dressed(self.page(paper, "Эзофагогастродуоденоскопия", head, f"<p>Пищевод свободно проходим. Слизистая розовая. {escape(self.plain())}</p><p>Врач-эндоскопист {self.who().short(c)}, м/с {self.who().alone(c)}</p>"))  # fmt: skip

    def refusal_pdf(self) -> Paper:
        paper, one, c = self.begin("Информированный отказ.pdf"), self.who(), "refusal"
        text = f"<p>Я, {one.fio(c)}, {one.born(c)} г. рождения, проживающий(ая) по адресу: {escape(one.value('addr', c))}, паспорт: {one.value('passport', c)}, отказываюсь от госпитализации. Последствия мне разъяснены врачом {self.who().cased(c, 'ablt')}.</p><p>Сведения можно сообщать: {self.who().fio(c)}, тел. {self.value('phone', c)} (супруг).</p><p>{escape(self.plain())}</p><p>Подпись ____________ / {one.short(c)} / 19.11.2026</p>"
        return self.dressed(self.page(paper, "Отказ от медицинского вмешательства", text))

    def passport_pdf(self) -> Paper:
        paper, one, c = self.begin("Паспорт участка.pdf"), self.who(), "passport"
        rows = [("Дом", "Квартира", "Житель", "Год рожд.", "Полис ОМС", "Контакт")]
        rows += [(f"д. {n}", str(n * 7), each.fio(c), each.born(c), each.value("oms", c), each.value("phone", c)) for n, each in enumerate((self.who() for _ in range(9)), 3)]  # fmt: skip
        return self.dressed(self.page(paper, "Паспорт терапевтического участка № 14", f"<p>Участковый врач: {one.fio(c)}; участковая сестра: {self.who().fi(c)}</p>", cells(rows)))  # fmt: skip


class EleventhOthers(TenthOthers):
    """Makes the papers of Office and texts; each method is one."""

    def cornered(self, body: str) -> Paper:
        """Wrap the body with a header, a footer, a footnote, a remark, a deletion and a text box."""
        one, by = self.who(), self.who()
        box = f'<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" alt={quoteattr("Фото " + one.cased("box", "gent"))}><v:textbox><w:txbxContent>{paragraph("Звонить: " + one.value("phone", "box"))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>'
        deleted = f'<w:p><w:del w:id="9" w:author={quoteattr(by.fi("deletion"))} w:date="2026-11-19T10:00:00Z"><w:r><w:delText>{in_xml("Раньше здесь была " + one.fio("deletion"))}</w:delText></w:r></w:del>{run("Исправлено.")}</w:p>'
        hidden = f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{in_xml('СНИЛС ' + one.value('snils', 'hidden'))}</w:t></w:r></w:p>"
        return self.word(
            body + box + deleted + hidden + "".join(map(paragraph, self.plains(3))),
            header1=f"<w:hdr {T}>{paragraph('ИБ ' + one.value('mrn', 'header') + ' ' + one.short('header'))}</w:hdr>",
            footer1=f"<w:ftr {T}>{paragraph('Исполнитель ' + by.short('footer') + ', ' + by.value('phone', 'footer'))}</w:ftr>",
            footnotes=f'<w:footnotes {T}><w:footnote w:id="1">{paragraph("Со слов матери, " + self.who().cased("footnote", "gent"))}</w:footnote></w:footnotes>',
            comments=f'<w:comments {T}><w:comment w:id="0" w:author={quoteattr(by.fio("remark"))}>{paragraph("Дата рождения точно " + one.born("remark") + "?")}</w:comment></w:comments>',
        )

    def explanation_docx(self) -> Paper:
        self.begin("Объяснительная.docx")
        by, one, c = self.who(), self.who(), "explanation"
        said = [f"Заместителю главного врача {self.who().cased(c, 'datv')}", f"от {self.random.choice(POSTS)} {by.cased(c, 'gent')}", "ОБЪЯСНИТЕЛЬНАЯ", f"12.11.2026 я ошибочно внесла результаты {one.cased(c, 'gent')} в карту другого пациента — {self.who().cased(c, 'gent')} (ИБ {self.value('mrn', c)}). {self.plain()}", f"Обнаружила это {self.who().alone(c)}. Исправлено в тот же день.", f"{by.short(c)}"]  # fmt: skip
        return self.cornered("".join(map(paragraph, said)))

    def referral_docx(self) -> Paper:
        self.begin("Направление 057у.docx")
        one, c = self.who(), "referral"
        rows = [("1. Номер полиса ОМС", one.value("oms", c)), ("2. Код льготы", "081"), ("3. Фамилия, имя, отчество", one.fio(c)), ("4. Дата рождения", one.born(c)), ("5. Адрес постоянного места жительства", one.value("addr", c)), ("6. Место работы, должность", "пенсионер"), ("7. Код диагноза по МКБ", "H25.1"), ("8. Обоснование направления", self.plain()), ("Медицинский работник, направивший больного", f"офтальмолог {self.who().short(c)}"), ("Заведующий отделением", self.who().fio(c))]  # fmt: skip
        return self.cornered(paragraph(self.clinic()) + table(rows))

    def schedule_docx(self) -> Paper:
        self.begin("График отпусков.docx")
        c = "schedule"
        rows = [("№", "Ф.И.О. сотрудника", "Таб. №", "Должность", "Дней", "Месяц", "Телефон")]
        rows += [(str(n), self.who().fio(c), f"00{n}41", self.random.choice(POSTS), "28", self.random.choice(("январь", "март", "июль")), self.value("phone", c)) for n in range(1, 9)]  # fmt: skip
        return self.cornered(paragraph(f"УТВЕРЖДАЮ Главный врач {self.who().front(c)}") + table(rows))

    def protocol_docx(self) -> Paper:
        self.begin("Протокол ВК.docx")
        one, c = self.who(), "protocol"
        said = ["Протокол врачебной комиссии № 214 от 18.11.2026", f"Присутствовали: {self.who().short(c)}, {self.who().short(c)}, {self.who().front(c)}.", f"Рассмотрен случай: {one.fio(c)}, {one.born(c)}, карта {one.value('mrn', c)}, ЭЛН {one.value('eln', c)}.", f"Доложила {self.who().alone(c)}: {self.plain()}", f"Решение: продлить {one.cased(c, 'datv')} листок до 28.11.2026.", self.plain()]  # fmt: skip
        return self.cornered("".join(map(paragraph, said)))

    def dressed(self, book, sheet, hidden) -> None:
        """Add remarks, names, a list to choose from, a hidden column and sheet, heads of printed pages, properties."""
        one, by = self.who(), self.who()
        sheet.write_comment("B3", f"Уточнить у {one.cased('remark', 'gent')}, {one.value('phone', 'remark')}", {"author": by.fi("remark")})  # fmt: skip
        sheet.data_validation("H2:H9", {"validate": "list", "source": [by.short("list"), self.who().short("list")], "input_title": "Врач", "input_message": "Если нет — " + self.who().short("list")})  # fmt: skip
        sheet.set_header(f"&LОтветственный {by.short('page head')}&R&D")
        sheet.write_column(1, 12, [self.who().short("hidden column"), self.who().short("hidden column")])
        sheet.set_column("M:M", None, None, {"hidden": True})
        sheet.write_url("K2", "mailto:" + one.value("email", "link"), string="написать", tip="Почта " + one.cased("link", "gent"))  # fmt: skip
        hidden.hide()
        hidden.write_row(0, 0, ("ФИО", "СНИЛС", "Дата рождения"))
        hidden.write_row(1, 0, (one.fio("hidden sheet"), one.value("snils", "hidden sheet"), one.born("hidden sheet")))
        book.set_properties({"author": by.fio("author"), "manager": self.who().short("manager"), "title": "Список"})

    def register_xlsx(self) -> Paper:
        made, book, (sheet, hidden) = self.started("Реестр направлений.xlsx", "Направления", "Служебный")
        sheet.write_row(0, 0, ("№", "Пациент", "Дата рождения", "Полис", "Кем направлен", "Куда", "Диагноз", "Врач"))
        for row in range(1, 10):
            one, c = self.who(), "register"
            sheet.write_row(row, 0, (row, one.fio(c), one.born(c), one.value("oms", c), self.who().short(c), "ОКБ, кардиолог", "I20.8", self.who().short(c)))  # fmt: skip
        for row, said in enumerate(self.plains(5), 12):
            sheet.write_string(row, 0, said)
        self.dressed(book, sheet, hidden)
        return self.closed(made, book)

    def calls_xlsx(self) -> Paper:
        made, book, (sheet, hidden) = self.started("Вызовы на дом.xlsx", "19.11", "Архив")
        sheet.write_row(0, 0, ("Время", "Фамилия И.О.", "Возраст", "Адрес", "Телефон", "Повод", "Кто принял", "Врач"))
        for row in range(1, 11):
            one, c = self.who(), "calls"
            sheet.write_row(row, 0, (f"0{row % 10}:20", one.short(c), 3 + row * 7, one.value("addr", c), one.value("phone", c), "температура", self.who().alone(c), self.who().alone(c)))  # fmt: skip
        for row, said in enumerate(self.plains(5), 13):
            sheet.write_string(row, 0, said)
        self.dressed(book, sheet, hidden)
        return self.closed(made, book)

    def staff_xlsx(self) -> Paper:
        made, book, (sheet, hidden) = self.started("Сотрудники для МИС.xlsx", "Доступ", "Уволенные")
        sheet.write_row(0, 0, ("Фамилия", "Имя", "Отчество", "Дата рожд.", "СНИЛС", "Должность", "Отделение", "Согласовал", "Логин", "Почта"))  # fmt: skip
        for row in range(1, 9):
            one, c = self.who(), "staff"
            sheet.write_row(row, 0, (*one.three(c), one.born(c), one.value("snils", c), self.random.choice(POSTS), self.random.choice(WARDS), self.who().alone(c), f"user{row}", one.value("email", c)))  # fmt: skip
        for row, said in enumerate(self.plains(5), 11):
            sheet.write_string(row, 0, said)
        self.dressed(book, sheet, hidden)
        return self.closed(made, book)

    def pregnant_xlsx(self) -> Paper:
        made, book, (sheet, hidden) = self.started("Мониторинг беременных.xlsx", "Наблюдение", "Свод")
        sheet.merge_range("A1:H1", "Женская консультация, неделя 47")
        sheet.write_row(1, 0, ("№", "Беременная", "Д.р.", "Срок, нед.", "СНИЛС", "Тел.", "Риск", "Акушер-гинеколог"))
        for row in range(2, 11):
            one, c = self.who(), "pregnant"
            sheet.write_row(row, 0, (row - 1, one.fio(c), one.born(c), 8 + row * 3, int(one.bare("snils", c)), one.value("phone", c), self.random.choice(("низкий", "высокий")), self.who().short(c)))  # fmt: skip
        for row, said in enumerate(self.plains(5), 13):
            sheet.write_string(row, 0, said)
        self.dressed(book, sheet, hidden)
        return self.closed(made, book)

    def summary_xlsx(self) -> Paper:
        made, book, (sheet, hidden) = self.started("Свод по ошибкам.xlsx", "Свод", "Исходные")
        sheet.write_row(0, 0, ("Ошибка", "Всего", "Пример"))
        for row in range(1, 8):
            one, c = self.who(), "summary"
            sheet.write_row(row, 0, (f"5.{row}.1", 14 * row, f"{one.fi(c)} ({one.born(c)}), полис {one.value('oms', c)}"))  # fmt: skip
        for row, said in enumerate(self.plains(5), 10):
            sheet.write_string(row, 0, said)
        self.dressed(book, sheet, hidden)
        return self.closed(made, book)

    def deaths_ods(self) -> Paper:
        self.begin("Журнал умерших.ods")
        c, line = "deaths", lambda *said: "<table:table-row>" + "".join(f"<table:table-cell office:value-type='string'><text:p>{escape(str(each))}</text:p></table:table-cell>" for each in said) + "</table:table-row>"  # fmt: skip
        rows = line("№", "ФИО умершего", "Родился", "Умер", "№ ИБ", "Причина", "Кому выдана справка")
        for n in range(1, 8):
            one = self.who()
            rows += line(n, one.fio(c), one.born(c), f"1{n}.11.2026", one.value("mrn", c), "I64", f"{self.who().fi(c)}, {self.value('phone', c)}")  # fmt: skip
        rows += "".join(line(said) for said in self.plains(5))
        self.paper.content = zipped(open_parts("spreadsheet", f"<office:spreadsheet><table:table table:name='Журнал'>{rows}</table:table></office:spreadsheet>", f"<dc:creator>{self.who().fi('creator')}</dc:creator>"))  # fmt: skip
        return self.paper

    def note_rtf(self) -> Paper:
        self.begin("Дневник.rtf")
        one, c = self.who(), "note"
        said = [f"Дневниковая запись. {one.fio(c)}, {one.born(c)}, палата 4, ИБ {one.value('mrn', c)}", self.plain(), f"Приходила дочь, {self.who().fi(c)}, тел. {self.value('phone', c)}.", *self.plains(4), f"Деж. врач {self.who().short(c)}"]  # fmt: skip
        body = "".join(rtf(text, False) + "\\par\n" for text in said)
        self.paper.content = rf"{{\rtf1\ansi\ansicpg1251\deff0{{\fonttbl{{\f0\fcharset204 Arial;}}}}{{\info{{\author {rtf(one.fi('author'), False)}}}}}\f0 {body}}}".encode("ascii")  # fmt: skip
        return self.paper

    def insured_csv(self) -> Paper:
        self.begin("застрахованные.csv")
        c, made = "insured", ["Фамилия;Имя;Отчество;ДатаРождения;Пол;ЕНП;СМО;Телефон;Адрес"]
        for _ in range(9):
            one = self.who()
            made.append(";".join((*one.three(c), one.born(c), one.sex, one.bare("oms", c), "СОГАЗ-Мед", one.value("phone", c), one.value("addr", c))))  # fmt: skip
        self.paper.content = "\r\n".join([*made, *self.plains(5)]).encode("cp1251", "replace")
        return self.paper
