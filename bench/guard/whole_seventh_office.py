# ruff: noqa: E731 - small makers of elements, as short as can be read
"""Word, Excel and OpenDocument of the seventh whole set (`whole_set.py --seventh`)."""

import io
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from bench.guard.papers import Paper, W, open_parts, paragraph, run, table, zipped
from bench.guard.whole_office import A, WholeOffice
from bench.guard.whole_seventh_people import POSTS, WARDS, Clinic

OFFICE = tuple("letter_docx commission_docx epicrisis_docx manual_docx template_docx act_docx complaint_docx refused_xlsx users_xlsx duty_xlsx waiting_xlsx report_xlsx book_xlsx answer_odt journal_ods".split())  # fmt: skip
T = f'xmlns:w="{W}"'


def lines(said) -> str:
    return "".join(map(paragraph, said))


class SeventhOffice(Clinic, WholeOffice):
    """Makes the papers; each method is one."""

    DATA_NAME = "whole_seventh.toml"

    def fi(self, corner: str) -> str:
        return self.who().fi(corner)

    def people_of_shot(self, corner: str):
        return [(one.fio(corner), one.born(corner), one.value("snils", corner), one.value("oms", corner), one.value("phone", corner)) for one in (self.who() for _ in range(5))]  # fmt: skip

    # -- Word ---------------------------------------------------------------------------------------------------------

    def letter_docx(self) -> Paper:
        """A letter on a clinic's blank: particulars in the header, a list of patients in the text, who wrote it in the foot."""
        self.begin("Исх. 01-14-2218.docx")
        name, numbers = self.head()
        chief, clerk, c = self.who(), self.who(), "letter"
        body = lines(
            [
                self.keep("Исх. № 01-14/2218 от 19.11.2026 на № 417 от 12.11.2026"),
                "Генеральному директору ООО «МедСофт»",
                self.who().cased(c, "datv"),
                "",
                *self.plains(3),
            ]
        )
        body += paragraph("Ошибка воспроизводится у следующих пациентов:")
        for number in range(1, 5):
            one = self.who()
            body += paragraph(
                f"{number}) {one.fio(c)}, {one.born(c)}, полис {one.value('oms', c)}, карта {one.value('mrn', c)};"
            )
        body += lines([*self.plains(3), self.text(c)])
        body += f"<w:p>{run('Главный врач')}<w:r><w:tab/></w:r><w:r><w:tab/></w:r>{run(chief.front(c))}</w:p>"
        foot = f"<w:ftr {T}>{paragraph('Исп. ' + clerk.fio('foot'))}{paragraph('тел. ' + clerk.value('phone', 'foot') + ', ' + clerk.value('email', 'foot'))}</w:ftr>"
        return self.word(body, header1=f"<w:hdr {T}>{lines([name, numbers])}</w:hdr>", footer1=foot)

    def commission_docx(self) -> Paper:
        """A protocol that several people changed and remarked upon."""
        self.begin("Протокол ВК 118 (правки).docx")
        one, chair, member, clerk = self.who(), self.who(), self.who(), self.who()
        c = "protocol"
        by = lambda who: f'w:id="7" w:author={quoteattr(who.fi("author of a change"))} w:date="2026-11-18T09:12:00Z"'
        came = lambda who, text: f"<w:ins {by(who)}>{run(text)}</w:ins>"
        gone = lambda who, text: f'<w:del {by(who)}><w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'  # fmt: skip
        body = lines(
            [
                "ПРОТОКОЛ заседания врачебной комиссии",
                self.keep("№ 118 от 18.11.2026, подкомиссия по временной нетрудоспособности"),
            ]
        )
        body += table(
            [
                ("Председатель", chair.front(c)),
                ("Члены комиссии", f"{member.front(c)}, {self.who().front(c)}"),
                ("Секретарь", clerk.front(c)),
            ]
        )
        body += paragraph(
            f"Рассмотрен случай: {one.fio(c)}, {one.born(c)} г.р., место работы АО «Тулаточмаш», ЭЛН {one.value('eln', c)}."
        )
        body += f"<w:p>{run('Проживает: ')}{gone(member, self.who().value('addr', 'gone'))}{came(member, one.value('addr', 'came'))}{run('.')}</w:p>"
        body += f"<w:p>{run('Лечащий врач ')}{gone(clerk, self.who().alone('gone'))}{came(clerk, self.who().alone('came'))}{run(' докладывает: ' + self.plain())}</w:p>"
        body += lines(self.plains(5)) + f"<w:p>{came(clerk, self.text('came'))}</w:p>"
        body += paragraph(f"Решение: продлить ЛН {one.cased(c, 'datv')} по 02.12.2026. {self.plain()}")
        notes = [(member, f"Дата рождения точно {one.born('remark')}? В карте {one.value('mrn', 'remark')} другая"), (clerk, f"Поправила. {chair.person.first} {chair.person.patronymic}, подпишите"), (chair, f"Нет подписи {self.who().alone('remark', 'gent')}")]  # fmt: skip
        said = f"<w:comments {T}>" + "".join(f'<w:comment w:id="{n}" w:author={quoteattr(who.fi("author of a remark"))} w:initials="{who.person.first[0]}{who.person.surname[0]}" w:date="2026-11-18T09:20:00Z">{paragraph(text)}</w:comment>' for n, (who, text) in enumerate(notes)) + "</w:comments>"  # fmt: skip
        return self.word(body, comments=said)

    def epicrisis_docx(self) -> Paper:
        """A discharge summary with the patient in the header and in a box, footnotes, tables, own properties."""
        self.begin("Эпикриз переводной.docx")
        one, doctor, chief, wife = self.who(), self.who(), self.who(), self.who()
        name, numbers = self.head()
        c = "summary"
        box = f'<w:p><w:r><w:drawing xmlns:wp="urn:wp" xmlns:wps="urn:wps" xmlns:a="{A}"><wp:anchor><wp:docPr id="3" name="Надпись 3"/><wps:wsp><wps:txbx><w:txbxContent>{lines([one.fio("box"), "И/б " + one.value("mrn", "box"), self.keep("Палата 412, койка 2, группа крови A(II) Rh+")])}</w:txbxContent></wps:txbx></wps:wsp></wp:anchor></w:drawing></w:r></w:p>'
        body = lines([name, numbers]) + box + paragraph("ПЕРЕВОДНОЙ ЭПИКРИЗ")
        body += table(
            [
                ("Ф.И.О.", one.fio(c)),
                ("Дата рождения", one.born(c)),
                ("Адрес", one.value("addr", c)),
                ("Полис / СНИЛС", f"{one.value('oms', c)} / {one.value('snils', c)}"),
                ("Родственники", f"жена {wife.fio(c)}, {wife.value('phone', c)}"),
                ("Инвалидность", "нет"),
            ]
        )
        body += lines(self.plains(5))
        body += table(
            [
                ("Дата", "Консультант", "Заключение"),
                *((f"{n}.11.2026", self.who().short(c), self.plain()) for n in (4, 6, 9)),
            ]
        )
        body += paragraph(
            f"Оперирован {chief.cased(c, 'ablt')} 05.11.2026, ассистент {self.who().alone(c)}, анестезиолог {self.who().short(c)}."
        )
        body += f"<w:p>{run('Лечащий врач')}<w:r><w:tab/></w:r>{run(doctor.short(c))}</w:p><w:p>{run('Зав. отделением')}<w:r><w:tab/></w:r>{run(chief.short(c))}</w:p>"
        note = f'<w:footnotes {T}><w:footnote w:id="2">{paragraph("Со слов жены, " + wife.fi("footnote") + ", аллергии нет.")}</w:footnote></w:footnotes>'
        own = f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="urn:vt"><property pid="2" name="PatientName"><vt:lpwstr>{one.fio("own property")}</vt:lpwstr></property><property pid="3" name="BirthDate"><vt:lpwstr>{one.born("own property")}</vt:lpwstr></property><property pid="4" name="DocVersion"><vt:lpwstr>3</vt:lpwstr></property></Properties>'
        return self.word(body, header1=f"<w:hdr {T}>{paragraph(one.short('header') + ', ' + one.born('header') + ' г.р.')}</w:hdr>", footer1=f"<w:ftr {T}>{paragraph('Напечатано: ' + doctor.alone('foot') + ', 14.11.2026 10:22, стр. 1 из 2')}</w:ftr>", footnotes=note, __docProps__custom=own)  # fmt: skip

    def manual_docx(self) -> Paper:
        """A manual: almost all of it is harmless; examples, captions, alternative texts and remarks are not."""
        self.begin("Инструкция регистратора.docx")
        one, author = self.who(), self.who()
        chapters = ["1. Поиск пациента", "Введите фамилию и нажмите Enter. Поиск по СНИЛС и номеру полиса выполняется по точному совпадению.", "2. Запись на приём", "Выберите врача, дату и время. Талон печатается автоматически.", "3. Дубли", "Карты с одинаковыми фамилией, именем, отчеством и датой рождения объединяет администратор.", "Поле «Телефон» заполняется в формате +7 (XXX) XXX-XX-XX.", "Горячая линия поддержки: 8 800 250-18-18, добавочный 3."]  # fmt: skip
        body = "".join(paragraph(self.keep(said)) for said in chapters) + lines(self.plains(5))
        body += paragraph(
            f"Пример: ищем пациента {one.cased('example', 'accs')}, {one.born('example')} г.р. Система находит карту {one.value('mrn', 'example')}."
        )
        body += f'<w:p><w:r><w:drawing xmlns:wp="urn:wp"><wp:inline><wp:docPr id="1" name="Рисунок 1" descr={quoteattr("Карточка пациента " + one.cased("alternative text", "gent"))}/></wp:inline></w:drawing></w:r></w:p>'
        body += paragraph("Рис. 1. Окно карты: " + one.short("caption"))
        notes = f'<w:comments {T}><w:comment w:id="1" w:author={quoteattr(author.fi("author of a remark"))} w:initials="АА">{paragraph("Заменить скриншот, тут живой пациент " + one.alone("remark"))}</w:comment></w:comments>'
        return self.word(body, comments=notes, **{"media__image1.png": self.shot("screenshot")})

    def template_docx(self) -> Paper:
        """A form of a system: controls with titles and tags, merge fields with results, bookmarks, variables."""
        self.begin("Справка 027у.docx")
        one, doctor, c = self.who(), self.who(), "control"
        control = lambda title, tag, value: f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(title)}/><w:tag w:val={quoteattr(tag)}/><w:text/></w:sdtPr><w:sdtContent>{run(value)}</w:sdtContent></w:sdt>"  # fmt: skip
        merge = lambda name, value: f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> MERGEFIELD {name} \\* MERGEFORMAT </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(value)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'  # fmt: skip
        body = lines(["Выписка из медицинской карты амбулаторного больного", self.clinic()])
        body += (
            f"<w:p>{run('1. Фамилия, имя, отчество ')}{control('ФИО пациента', 'Patient.FullName', one.fio(c))}</w:p>"
        )
        body += f"<w:p>{run('2. Дата рождения ')}{control('Дата рождения', 'Patient.BirthDate', one.born(c))}</w:p>"
        body += f"<w:p>{run('3. Домашний адрес ')}{merge('Адрес', one.value('addr', 'merge'))}</w:p>"
        body += f"<w:p>{run('4. Место работы и род занятий ')}{merge('Работа', 'школа № 14, учитель')}</w:p>"
        body += f"<w:p>{run('5. Полис ')}{merge('Полис', one.value('oms', 'merge'))}{run('   СНИЛС ')}{merge('СНИЛС', one.value('snils', 'merge'))}</w:p>"
        body += (
            lines(self.plains(6))
            + f"<w:p>{run('Лечащий врач ')}{control('Врач', 'Doctor.ShortName', doctor.short(c))}{run('   Получил: ')}{merge('Получатель', self.who().fi('merge'))}</w:p>"
        )
        body += f"<w:p><w:bookmarkStart w:id='1' w:name='Выписка_1'/>{run(self.text('body'))}<w:bookmarkEnd w:id='1'/></w:p>"
        return self.word(body, settings=f'<w:settings {T}><w:docVars><w:docVar w:name="PatientFIO" w:val={quoteattr(one.fio("variable"))}/><w:docVar w:name="TemplateVersion" w:val="12.4"/></w:docVars></w:settings>')  # fmt: skip

    def act_docx(self) -> Paper:
        """An act of putting into operation with a table of those who were taught and of workplaces."""
        self.begin("Акт ввода в эксплуатацию.docx")
        name, numbers = self.head()
        c = "act"
        left, right = self.who(), self.who()
        body = lines(["АКТ № 14 ввода в промышленную эксплуатацию", name, numbers, *self.plains(4)])
        rows = [("№", "ФИО сотрудника", "Должность", "Логин", "Телефон", "Роспись")]
        rows += [(str(n), one.fio(c), self.random.choice(POSTS), f"user{n:03d}", one.value("phone", c), "") for n, one in enumerate((self.who() for _ in range(6)), 1)]  # fmt: skip
        body += paragraph("Обучение прошли:") + table(rows)
        body += table(
            [
                ("АРМ", "Имя в сети", "Инв. №"),
                ("Регистратура", "WS-REG-01", "101040000214"),
                ("Приёмный покой", "WS-PP-02", "101040000215"),
            ]
        )
        self.keep("WS-REG-01 WS-PP-02 Регистратура Приёмный покой 101040000214")
        body += table(
            [
                ("От Заказчика", "От Исполнителя"),
                (f"Зам. главного врача ________ {left.front(c)}", f"Руководитель проекта ________ {right.front(c)}"),
                ("«19» ноября 2026 г. М.П.", f"тел. {right.value('phone', c)}"),
            ]
        )
        return self.word(body + lines(self.plains(3)))

    def complaint_docx(self) -> Paper:
        """A complaint of a patient with an address block, and an answer's draft below."""
        self.begin("Жалоба вх. 512.docx")
        one, doctor, mother, chief = self.who(), self.who(), self.who(), self.who()
        c = "complaint"
        body = lines(
            [
                "Министру здравоохранения",
                "от " + one.cased(c, "gent"),
                one.value("addr", c),
                one.value("phone", c),
                one.value("email", c),
                "",
            ]
        )
        body += lines(
            [
                f"14 ноября я привезла свою мать, {mother.cased(c, 'accs')}, {mother.born(c)} года рождения, в поликлинику. Врач {doctor.alone(c)} отказалась нас принять, сославшись на неработающую программу.",
                self.plain(),
                f"Медсестра (на бейдже {self.who().alone(c)} {self.who().person.first}) сказала прийти завтра.",
                *self.plains(4),
                f"С уважением, {one.front(c)}",
            ]
        )
        body += lines(
            [
                "ПРОЕКТ ОТВЕТА",
                f"Уважаем{'ая' if one.person.female else 'ый'} {one.person.first} {one.person.patronymic}!",
                f"По факту обращения проведена проверка. Врачу {doctor.cased(c, 'datv')} объявлено замечание. Приём {mother.cased(c, 'gent')} состоится 24.11.2026 в 10:00, каб. 14.",
                *self.plains(2),
                f"Главный врач {chief.front(c)}",
            ]
        )
        return self.word(body)

    # -- Excel --------------------------------------------------------------------------------------------------------

    def started(self, name: str, *sheets: str):
        import xlsxwriter

        self.begin(name)
        made = io.BytesIO()
        book = xlsxwriter.Workbook(made, {"in_memory": True})
        return made, book, [book.add_worksheet(one) for one in sheets]

    def closed(self, made, book) -> Paper:
        book.close()
        self.paper.content = made.getvalue()
        return self.paper

    def refused_xlsx(self) -> Paper:
        """A register with headings of fields of the exchange, a hidden sheet of doctors, a sheet of codes."""
        made, book, (sheet, codes, doctors) = self.started("Ошибки ФЛК октябрь.xlsx", "Ошибки", "Коды", "DOCTORS")
        sheet.write_row(0, 0, ("N_ZAP", "ID_PAC", "FAM", "IM", "OT", "W", "DR", "SNILS", "ENP", "DATE_1", "DATE_2", "DS1", "SUMV", "REFREASON", "COMMENT"))  # fmt: skip
        for row in range(1, 11):
            one = self.who()
            sheet.write_row(row, 0, (row, f"{row:08X}-69AF", *one.three("register"), 1 + (one.sex == "ж"), one.iso("register"), one.value("snils", "register"), one.bare("oms", "register"), "2026-10-02", "2026-10-14", "I11.9", 24187.4, "5.3.2", f"нужно исправить на {one.alone('comment')}" if row % 4 == 0 else "не пройден контроль периода"))  # fmt: skip
        sheet.autofilter("A1:O11")
        for row, said in enumerate(self.plains(6), 13):
            sheet.write_string(row, 0, said)
        codes.write_column(0, 0, ["Код", "5.1.4", "5.3.2"])
        codes.write_column(
            0,
            1,
            [
                "Расшифровка",
                self.keep("Некорректное заполнение полей реестра"),
                self.keep("Случай вне отчётного периода"),
            ],
        )
        doctors.hide()
        doctors.write_row(0, 0, ("IDDOKT", "FIO", "PRVS"))
        for row in range(1, 6):
            one = self.who()
            doctors.write_row(row, 0, (one.bare("snils", "hidden sheet"), one.fio("hidden sheet"), 76))
        book.set_properties({"author": self.who().fi("author"), "company": "МИС", "comments": "Выгружено 19.11.2026"})
        return self.closed(made, book)

    def users_xlsx(self) -> Paper:
        """A list of new users with a title over merged cells, comments, a choice of posts, links of mail."""
        made, book, (sheet,) = self.started("Заявка на учётные записи.xlsx", "Пользователи")
        name, numbers = self.head()
        sheet.merge_range("A1:H1", "Заявка на создание учётных записей: " + name)
        sheet.merge_range("A2:H2", numbers)
        sheet.write_row(
            3, 0, ("№ п/п", "Сотрудник", "Должность", "Отделение", "СНИЛС", "Сотовый", "Почта", "Логин (занят?)")
        )
        for row in range(4, 12):
            one = self.who()
            sheet.write_row(
                row,
                0,
                (
                    row - 3,
                    one.fio("users"),
                    self.random.choice(POSTS),
                    self.random.choice(WARDS),
                    one.value("snils", "users"),
                ),
            )
            sheet.write_number(row, 5, int(one.bare("phone", "users")))
            mail = one.value("email", "users")
            sheet.write_url(row, 6, "mailto:" + mail, string=mail)
            sheet.write_string(row, 7, f"user{row}")
            if row % 4 == 0:
                sheet.write_comment(row, 1, f"{self.who().alone('comment')}: сменила фамилию, раньше была {self.who().alone('comment')}", {"author": self.who().fi("comment author")})  # fmt: skip
        sheet.data_validation("C5:C30", {"validate": "list", "source": list(POSTS)})
        sheet.write_row(14, 0, ("Ответственный:", self.who().fio("foot"), "", "тел.:", self.value("phone", "foot")))
        for row, said in enumerate(self.plains(6), 16):
            sheet.write_string(row, 0, said)
        sheet.set_footer("&L" + self.who().short("printed foot") + "&RСтр. &P из &N")
        return self.closed(made, book)

    def duty_xlsx(self) -> Paper:
        """A sheet per doctor, a summary by formulas with what they gave, a month of duties by surnames alone."""
        doctors = list({one.person.surname: one for one in (self.who() for _ in range(9))}.values())[:3]
        made, book, sheets = self.started(
            "Расписание декабрь.xlsx", "Свод", *(one.person.surname[:31] for one in doctors), "Дежурства"
        )
        c = "schedule"
        sheets[0].write_row(0, 0, ("Врач", "Кабинет", "Часы", "Талонов"))
        for row, (one, sheet) in enumerate(zip(doctors, sheets[1:4], strict=True), 1):
            one.alone("name of a sheet")
            sheet.write_row(0, 0, (one.fio(c), "каб. 2" + str(row), "вн. 3-1" + str(row)))
            sheet.write_row(1, 0, ("Время", "Пациент", "Телефон", "Примечание"))
            for n in range(4):
                patient = self.who()
                sheet.write_row(2 + n, 0, (f"0{8 + n // 2}:{'30' if n % 2 else '00'}", patient.short("slots") if n else patient.fi("slots"), patient.value("phone", "slots"), "первичный" if n else f"вместо {self.who().alone('slots', 'gent')}"))  # fmt: skip
            sheets[0].write_formula(row, 0, f"='{one.person.surname}'!A1", None, one.fio("kept result"))
            sheets[0].write_row(row, 1, (f"2{row}", "08:00–14:00", 24))
        days = sheets[4]
        days.write_row(0, 0, ("Дата", "Терапия", "Хирургия", "Реанимация"))
        for row in range(1, 8):
            days.write_row(
                row,
                0,
                (
                    f"{row:02d}.12.2026",
                    self.who().alone("duties"),
                    self.who().short("duties"),
                    self.who().alone("duties"),
                ),
            )
        for row, said in enumerate(self.plains(6), 12):
            sheets[0].write_string(row, 0, said)
        return self.closed(made, book)

    def waiting_xlsx(self) -> Paper:
        """A list of those who wait: births as days, telephones as numbers, free remarks, a hidden column, prompts."""
        made, book, (sheet, log) = self.started("Лист ожидания ВМП.xlsx", "Лист ожидания", "История")
        day, c = book.add_format({"num_format": "dd.mm.yyyy"}), "waiting"
        sheet.write_row(
            0, 0, ("№", "ФИО (возраст)", "Д.р.", "Диагноз", "Тел.", "Поставлен", "Статус", "Примечание", "ИД карты")
        )
        for row in range(1, 10):
            one = self.who()
            sheet.write_row(row, 0, (row, f"{one.fio(c)} ({2026 - one.when[0]} л.)"))
            serial = date(*one.when).toordinal() - 693594
            self.gold(str(serial), "DOB", c)
            sheet.write_number(row, 2, serial, day)
            sheet.write_string(row, 3, "I25.1")
            sheet.write_number(row, 4, int(one.bare("phone", c)))
            sheet.write_number(row, 5, 46300 + row, day)
            sheet.write_string(row, 6, "Ожидает")
            remark = row % 3
            if remark == 0:
                said = f"звонить дочери {self.who().person.first} {self.value('phone', 'remarks')}"
            else:
                said = f"просил перенести, {one.alone('remarks')}" if remark == 1 else self.plain()
            sheet.write_string(row, 7, said)
            sheet.write_string(row, 8, one.value("mrn", c))
        sheet.set_column("I:I", 12, None, {"hidden": True})
        sheet.data_validation("G2:G40", {"validate": "list", "source": ["Ожидает", "Вызван", "Снят"], "input_title": "Статус", "input_message": "Менять только по согласованию с " + self.who().cased("prompt", "ablt")})  # fmt: skip
        log.write_row(0, 0, ("Когда", "Кто", "Что изменил"))
        for row in range(1, 6):
            log.write_row(
                row,
                0,
                (
                    f"1{row}.11.2026 10:0{row}",
                    self.who().short("log"),
                    f"{self.who().short('log')}: статус Ожидает → Вызван",
                ),
            )
        for row, said in enumerate(self.plains(6), 12):
            sheet.write_string(row, 1, said)
        sheet.set_header("&CЛист ожидания, отв. " + self.who().front("printed head"))
        return self.closed(made, book)

    def report_xlsx(self) -> Paper:
        """Statistics without people, and the sheet they came from, deeply hidden; a chart by doctors."""
        made, book, (sheet, deep) = self.started("Отчёт по форме 30.xlsx", "Форма 30", "source")
        rows = [
            ("Строка", "Показатель", "Всего", "В т.ч. село"),
            *((1100 + n, said, 214 + 17 * n, 31 * n) for n, said in enumerate(self.plains(6))),
        ]
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        deep.very_hidden()
        deep.write_row(0, 0, ("patient_id", "last_name", "first_name", "middle_name", "birth_date", "doctor"))
        for row in range(1, 7):
            one = self.who()
            deep.write_row(row, 0, (77000 + row, *one.three("deep"), one.iso("deep"), self.who().short("deep")))
        plot = book.add_chart({"type": "bar"})
        plot.add_series({"name": "Приёмы", "categories": "=source!$F$2:$F$7", "values": "=source!$A$2:$A$7"})
        plot.set_title({"name": "Нагрузка врачей, сост. " + self.who().short("chart title")})
        sheet.insert_chart("F2", plot)
        book.define_name("Составитель", f'="{self.who().fi("defined name")}"')
        book.set_custom_property("Исполнитель", self.who().fio("own property"))
        return self.closed(made, book)

    def book_xlsx(self) -> Paper:
        """A card of one patient lying down a sheet as a form, labels left of merged cells, and a table of visits below."""
        made, book, (sheet,) = self.started("Карта пациента (печать).xlsx", "Карта")
        one, c = self.who(), "card"
        name, numbers = self.head()
        form = [(name, ""), (numbers, ""), ("Медицинская карта №", one.value("mrn", c)), ("Фамилия", one.three(c)[0]), ("Имя", one.person.first), ("Отчество", one.person.patronymic), ("Дата рождения", one.born(c)), ("Документ", "паспорт " + one.value("passport", c)), ("СНИЛС", one.value("snils", c)), ("Полис", one.value("oms", c)), ("Адрес", one.value("addr", c)), ("Телефон", one.value("phone", c)), ("Участок", "14"), ("Участковый врач", self.who().front(c))]  # fmt: skip
        for row, (label, value) in enumerate(form):
            sheet.write_string(row, 0, label)
            sheet.merge_range(row, 2, row, 5, value)
        sheet.write_row(16, 0, ("Дата", "Врач", "Специальность", "МКБ", "Диагноз"))
        for row in range(17, 22):
            sheet.write_row(
                row, 0, (f"1{row - 16}.11.2026", self.who().short("visits"), "кардиолог", "I11.9", self.plain())
            )
        for row, said in enumerate(self.plains(5), 24):
            sheet.write_string(row, 0, said)
        return self.closed(made, book)

    # -- OpenDocument -------------------------------------------------------------------------------------------------

    def answer_odt(self) -> Paper:
        """An answer to a request with a table, a header of the page, a remark, properties."""
        self.begin("Ответ на запрос суда.odt")
        one, doctor, clerk, c = self.who(), self.who(), self.who(), "answer"
        name, numbers = self.head()
        ask = lambda text: f"<text:p>{escape(text)}</text:p>"
        row = lambda *said: "<table:table-row>" + "".join(f"<table:table-cell office:value-type='string'>{ask(x)}</table:table-cell>" for x in said) + "</table:table-row>"  # fmt: skip
        body = (
            ask(name)
            + ask(numbers)
            + ask(self.keep("На запрос № 2-1418/2026 от 03.11.2026 сообщаем следующее."))
            + "".join(map(ask, self.plains(3)))
        )
        body += ask(
            f"{one.fio(c)}, {one.born(c)} г.р., зарегистрирован(а) по адресу: {one.value('addr', c)}, наблюдается у врача {doctor.cased(c, 'gent')}."
        )
        body += f"<table:table table:name='Посещения'>{row('Дата', 'Врач', 'Заключение')}" + "".join(row(f"0{n}.10.2026", self.who().short(c), self.plain()) for n in (1, 5, 8)) + "</table:table>"  # fmt: skip
        body += f"<text:p>Главный врач<text:tab/><text:tab/>{doctor.front(c)}<office:annotation><dc:creator>{clerk.fi('remark author')}</dc:creator><dc:date>2026-11-19T10:00:00</dc:date>{ask('Проверить полис: ' + one.value('oms', 'remark'))}</office:annotation></text:p>"
        body += ask(f"Исп. {clerk.alone(c)} {clerk.value('phone', c)}")
        meta = f"<meta:initial-creator>{clerk.fi('creator')}</meta:initial-creator><dc:creator>{doctor.fi('creator')}</dc:creator><dc:subject>Ответ по {one.cased('subject', 'datv')}</dc:subject>"
        self.paper.content = zipped(open_parts("text", f"<office:text>{body}</office:text>", meta))
        return self.paper

    def journal_ods(self) -> Paper:
        """A journal of calls to homes: values and their looks, notes, a second sheet of ambulances."""
        self.begin("Журнал вызовов.ods")
        c = "calls"
        cell = lambda text: f"<table:table-cell office:value-type='string'><text:p>{escape(str(text))}</text:p></table:table-cell>"  # fmt: skip
        row = lambda *said: "<table:table-row>" + "".join(x if x.startswith("<") else cell(x) for x in said) + "</table:table-row>"  # fmt: skip
        rows = row("Вызов", "Больной", "Возраст / ДР", "Адрес, подъезд", "Телефон", "Повод", "Врач")
        for n in range(8):
            one = self.who()
            year, month, day = one.when
            shown = f"<table:table-cell office:value-type='date' office:date-value='{one.iso(c)}'><text:p>{self.gold(f'{day:02d}.{month:02d}.{year % 100:02d}', 'DOB', c)}</text:p></table:table-cell>"
            rows += row(
                f"{n + 118}",
                one.short(c) if n % 2 else one.fi(c),
                shown,
                f"{one.value('addr', c)}, под. {n % 4 + 1}",
                one.value("phone", c),
                "температура 38,5",
                self.who().alone(c),
            )
        rows += "".join(row(said) for said in self.plains(7))
        second = row("Бригада", "Номер машины", "Старший") + "".join(
            row(f"{n}", f"А11{n}ВС 71", self.who().alone("second sheet")) for n in range(1, 4)
        )
        body = f"<office:spreadsheet><table:table table:name='Вызовы'>{rows}</table:table><table:table table:name='Скорая'>{second}</table:table></office:spreadsheet>"
        self.paper.content = zipped(
            open_parts("spreadsheet", body, f"<meta:initial-creator>{self.who().fi('creator')}</meta:initial-creator>")
        )
        return self.paper
