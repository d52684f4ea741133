"""A ninth whole set (`whole_set.py --ninth`): PDF, Word and Excel alone, as people of a hospital make them by hand or print them."""

from html import escape

from bench.guard.papers import Paper, W, paragraph, table
from bench.guard.whole_eighth import EighthOthers, EighthPapers
from bench.guard.whole_seventh import cells, pairs
from bench.guard.whole_seventh_people import POSTS, WARDS

PDFS = tuple("operations_pdf coupon_pdf expertise_pdf recipe_pdf consent_pdf calls_pdf cards_pdf transfer_pdf".split())
OTHERS = tuple("order_docx explanation_docx questionnaire_docx signatures_docx invitation_docx signatures_xlsx requests_xlsx doubles_xlsx shifts_xlsx".split())  # fmt: skip


class NinthPapers(EighthPapers):
    """Makes the papers in PDF; each method is one."""

    def operations_pdf(self) -> Paper:
        paper, c = self.begin("План операций 24.11.pdf"), "operations"
        rows = [("№", "Палата", "Больной, возраст, № и/б", "Диагноз", "Операция", "Бригада")]
        for number in range(1, 9):
            one = self.who()
            rows.append((number, 200 + number, f"{one.short(c)}, 5{number} лет, {one.value('mrn', c)}", "K80.1", "Лапароскопическая холецистэктомия", f"Хирург {self.who().alone(c)}, асс. {self.who().alone(c)}, анест. {self.who().alone(c)}"))  # fmt: skip
        return self.page(paper, "План операций на 24.11.2026", cells(rows), f"<p>Утверждаю: зам. главного врача {self.who().front(c)}</p>")  # fmt: skip

    def coupon_pdf(self) -> Paper:
        paper, one, doctor, c = self.begin("Талон.pdf"), self.who(), self.who(), "coupon"
        said = f"<div style='border:2px solid #000;width:320px;padding:12px'><b>ТАЛОН № 41-{self.maker.digits(3)}</b><br>24.11.2026 в 10:20, каб. 214<br>{doctor.fio(c)}<br>терапевт участковый<hr>{one.fio(c)}<br>{one.born(c)}<br>{one.value('addr', c)}<br>Полис {one.value('oms', c)}<br>Отменить запись: 122</div>"
        return self.page(paper, "Запись через портал", said)

    def expertise_pdf(self) -> Paper:
        paper, c = self.begin("Заключение ЭКМП.pdf"), "expertise"
        one, expert, doctor = self.who(), self.who(), self.who()
        lines = (f"1. Эксперт: {expert.fio(c)}, рег. № 7100{self.maker.digits(4)}", f"2. Застрахованный: {one.fio(c)}, пол {one.sex}, {one.born(c)}", f"3. № полиса {one.value('oms', c)}, проживает {escape(one.value('addr', c))}", "4. Период лечения: с 02.10.2026 по 14.10.2026", f"5. Лечащий врач: {doctor.short(c)}, код врача 71-{self.maker.digits(4)}", f"6. № медкарты {one.value('mrn', c)}", "7. Код дефекта 3.2.1, сумма 4 120,00", f"8. Обоснование: {escape(self.plain())} Со слов {one.cased(c, 'gent')}, консультация не проводилась.")  # fmt: skip
        return self.page(paper, "Экспертное заключение № 118/2", "".join(f"<p>{line}</p>" for line in lines), f"<p>С заключением ознакомлен(а): главный врач {self.who().short(c)}</p>")  # fmt: skip

    def recipe_pdf(self) -> Paper:
        paper, one, doctor, c = self.begin("Рецепт 148-1у-04.pdf"), self.who(), self.who(), "recipe"
        said = f"<p>Рецепт серия 7126 № {self.maker.digits(6)} от 19.11.2026</p><p>Пациент (Ф.И.О.): {one.fio(c)}<br>Дата рождения: {one.born(c)}<br>СНИЛС: {one.value('snils', c)}, полис ОМС {one.value('oms', c)}<br>Адрес или № карты: {one.value('mrn', c)}<br>Врач (Ф.И.О., код): {doctor.short(c)} 71{self.maker.digits(3)}</p><p>Rp.: Tab. Enalaprili 10 mg № 28 S. По 1 таблетке утром</p>"
        return self.page(paper, "РЕЦЕПТ (льготный)", said)

    def consent_pdf(self) -> Paper:
        paper, one, child, c = self.begin("Согласие.pdf"), self.who(), self.who(), "consent"
        page = self.sheet("tinos", 11)
        self.say(page, "СОГЛАСИЕ на обработку персональных данных")
        self.say(page, f"Я, {one.fio(c)}, дата рождения {one.born(c)}, паспорт {one.value('passport', c)}, зарегистрированный(ая) по адресу {one.value('addr', c)}, являясь законным представителем {child.fio(c)} ({child.born(c)}), даю согласие {self.clinic()} на обработку данных.")  # fmt: skip
        for said in self.plains(5):
            self.say(page, said)
        self.say(page, f"Контакт: {one.value('phone', c)}, {one.value('email', c)}")
        self.say(page, f"Подпись ____________ / {one.short(c)} /    Принял: {self.who().short(c)}")
        return self.done(paper, page)

    def calls_pdf(self) -> Paper:
        paper, c = self.begin("Вызовы на дом.pdf"), "calls"
        rows = [("Принят", "Кто вызывает", "К кому", "Куда", "Тел.", "Повод", "Передан врачу")]
        for number in range(9):
            one, by = self.who(), self.who()
            rows.append((f"0{8 + number % 2}:{10 + number * 5}", by.alone(c), f"{one.fio(c)}, {one.born(c)}", one.value("addr", c), by.value("phone", c), self.random.choice(("t 38,5", "боль в спине", "давление")), self.who().alone(c)))  # fmt: skip
        return self.page(paper, "Журнал вызовов врача на дом, 19.11.2026", cells(rows))

    def cards_pdf(self) -> Paper:
        paper, c = self.begin("Карточки новорождённых.pdf"), "cards"
        made = ""
        for _ in range(6):
            mother, baby = self.who(), self.who()
            made += f"<div style='float:left;width:46%;border:1px solid #888;margin:4px;padding:6px'>{pairs([('Мать', mother.fio(c)), ('Возраст', '31'), ('Ребёнок', baby.alone(c)), ('Родился', baby.born(c)), ('Вес / рост', '3 410 г / 52 см'), ('Св-во', baby.value('bc', c)), ('Тел. матери', mother.value('phone', c))])}</div>"
        return self.page(paper, "Выписаны 19.11.2026", made, "<div style='clear:both'></div>")

    def transfer_pdf(self) -> Paper:
        paper, one, c = self.begin("Сопроводительный лист СМП.pdf"), self.who(), "transfer"
        rows = [("Фамилия, имя, отчество", one.fio(c)), ("Возраст / дата рождения", f"62 / {one.born(c)}"), ("Место вызова", one.value("addr", c)), ("Вызвал, телефон", f"сосед, {self.value('phone', c)}"), ("Бригада", f"№ 14: врач {self.who().short(c)}, фельдшер {self.who().short(c)}, вод. {self.who().alone(c)}"), ("Доставлен", "ГКБ № 4, 19.11.2026 03:40"), ("АД / ЧСС / SpO2", "180/100 / 96 / 94"), ("Принял", self.who().short(c))]  # fmt: skip
        return self.page(paper, "Сопроводительный лист", cells(rows, head=False))


class NinthOthers(EighthOthers):
    """Makes the papers of Office; each method is one."""

    def order_docx(self) -> Paper:
        self.begin("Приказ о доступе.docx")
        c = "order"
        said = [self.clinic(), "ПРИКАЗ", self.keep("19.11.2026 № 412-о"), *self.plains(2), "ПРИКАЗЫВАЮ:", f"1. Назначить администратором МИС {self.who().cased(c, 'accs')}, на время отсутствия — {self.who().cased(c, 'accs')}."]  # fmt: skip
        said += [f"2.{n}. {self.who().cased(c, 'datv')} ({self.random.choice(POSTS)}) открыть доступ к журналу." for n in range(1, 5)]  # fmt: skip
        said += [f"3. Контроль возложить на {self.who().cased(c, 'accs')}.", *self.plains(3), f"Главный врач                 {self.who().front(c)}", "С приказом ознакомлены:"]  # fmt: skip
        said += [f"____________ {self.who().front(c)} 19.11.2026" for _ in range(4)]
        return self.word("".join(map(paragraph, said)))

    def explanation_docx(self) -> Paper:
        self.begin("Объяснительная.docx")
        one, by, c = self.who(), self.who(), "explanation"
        said = [f"Заведующей поликлиникой {self.who().cased(c, 'datv')}", f"от регистратора {by.cased(c, 'gent')}", "Объяснительная", f"19.11.2026 ко мне обратилась {one.fio(c)}, {one.born(c)} г.р., для записи. Я ошибочно открыла карту {self.value('mrn', c)} её однофамилицы {self.who().cased(c, 'gent')} и выдала талон. {self.plain()}", f"Ошибку заметил доктор {self.who().alone(c)}. Позвонила пациентке по номеру {one.value('phone', c)}, извинилась. {self.plain()}", *self.plains(3), f"19.11.2026  {by.short(c)}"]  # fmt: skip
        return self.word("".join(map(paragraph, said)))

    def questionnaire_docx(self) -> Paper:
        self.begin("Анкета пациента.docx")
        one, kin, c = self.who(), self.who(), "questionnaire"
        rows = [("1. Как к Вам обращаться?", one.fio(c)), ("2. Когда Вы родились?", one.born(c)), ("3. Где живёте?", one.value("addr", c)), ("4. Телефон для связи", one.value("phone", c)), ("5. Эл. почта", one.value("email", c)), ("6. Номер СНИЛС", one.value("snils", c)), ("7. Кому звонить в случае необходимости", f"{kin.fi(c)} (муж), {kin.value('phone', c)}"), ("8. Курите?", "нет"), ("9. Хронические заболевания", "гипертония с 2015 г."), ("10. Аллергия", "на пенициллин")]  # fmt: skip
        self.keep("гипертония пенициллин")
        return self.word(paragraph("АНКЕТА") + table(rows) + "".join(map(paragraph, self.plains(4))))

    def signatures_docx(self) -> Paper:
        self.begin("Список на выпуск ЭП.docx")
        c = "signatures"
        rows = [("№", "Сотрудник", "Паспорт, дата рождения", "СНИЛС / ИНН", "Должность", "Подпись")]
        for number in range(1, 8):
            one = self.who()
            rows.append((str(number), one.fio(c), f"{one.value('passport', c)}\n{one.born(c)}", f"{one.value('snils', c)} / {one.value('inn', c)}", self.random.choice(POSTS), ""))  # fmt: skip
        head = f'<w:hdr xmlns:w="{W}">{paragraph("Ответственный: " + self.who().short("header") + ", тел. " + self.value("phone", "header"))}</w:hdr>'  # fmt: skip
        return self.word(paragraph("Список сотрудников на выпуск электронной подписи") + table(rows) + "".join(map(paragraph, self.plains(4))), header1=head)  # fmt: skip

    def invitation_docx(self) -> Paper:
        self.begin("Приглашение на диспансеризацию.docx")
        c = "invitation"
        body = ""
        for _ in range(4):
            one = self.who()
            body += "".join(map(paragraph, (f"Кому: {one.cased(c, 'datv')}", f"Куда: {one.value('addr', c)}", f"Уважаем{'ая' if one.person.female else 'ый'} {one.person.first} {one.person.patronymic}!", self.plain(), f"Ждём Вас 24.11.2026 в 09:00. Участковый терапевт {self.who().short(c)}", "")))  # fmt: skip
        return self.word(body)

    def signatures_xlsx(self) -> Paper:
        made, book, (sheet,) = self.started("ЭП_сотрудники.xlsx", "Данные")
        sheet.write_row(0, 0, ("Фамилия", "Имя", "Отчество", "Дата рождения", "Место рождения", "СНИЛС", "ИНН", "Паспорт серия", "Паспорт номер", "E-mail", "Должность"))  # fmt: skip
        for row in range(1, 9):
            one, c = self.who(), "signatures"
            serial = self.maker.digits(4), self.maker.digits(6)
            sheet.write_row(row, 0, (*one.three(c), one.born(c), "г. Тула", one.value("snils", c), one.bare("inn", c), serial[0], self.gold(serial[1], "PASSPORT", c), one.value("email", c), self.random.choice(POSTS)))  # fmt: skip
        for row, said in enumerate(self.plains(4), 11):
            sheet.write_string(row, 0, said)
        return self.closed(made, book)

    def requests_xlsx(self) -> Paper:
        made, book, (sheet,) = self.started("Журнал обращений.xlsx", "ноябрь")
        sheet.write_row(0, 0, ("Дата", "Кто обратился", "Откуда", "Контакт", "Суть", "Кто решал", "Статус"))
        for row in range(1, 13):
            one, c = self.who(), "requests"
            sheet.write_row(row, 0, (f"{row:02}.11.2026", one.fi(c) if row % 2 else one.alone(c), self.random.choice(WARDS), one.value("phone", c), self.plain() if row % 3 else self.text(c), self.who().alone(c), "закрыто"))  # fmt: skip
        book.set_properties({"author": self.who().fi("author"), "manager": self.who().fi("manager")})
        return self.closed(made, book)

    def doubles_xlsx(self) -> Paper:
        made, book, (sheet, notes) = self.started("Дубли карт.xlsx", "Пары", "Пояснения")
        sheet.write_row(0, 0, ("Карта 1", "ФИО 1", "ДР 1", "Полис 1", "Карта 2", "ФИО 2", "ДР 2", "Полис 2", "Решение"))
        for row in range(1, 10):
            one, c = self.who(), "doubles"
            sheet.write_row(row, 0, (one.value("mrn", c), one.fio(c), one.born(c), one.bare("oms", c), self.value("mrn", c), one.fio(c), one.born(c), "", self.random.choice(("объединить", "разные люди", "проверить"))))  # fmt: skip
        for row, said in enumerate(self.plains(5)):
            notes.write_string(row, 0, said)
        notes.write_string(7, 0, f"Вопросы: {self.who().fi('notes')}, вн. 214")
        return self.closed(made, book)

    def shifts_xlsx(self) -> Paper:
        made, book, (sheet,) = self.started("График дежурств декабрь.xlsx", "Декабрь")
        sheet.merge_range("A1:J1", "График дежурств, приёмное отделение, декабрь 2026")
        sheet.write_row(1, 0, ("Врач", *range(1, 10)))
        for row in range(2, 10):
            sheet.write_row(row, 0, (self.who().short("shifts"), *(self.random.choice(("8", "24", "", "В")) for _ in range(9))))  # fmt: skip
        sheet.write_row(11, 0, ("Замены:",))
        sheet.write_row(12, 0, (f"05.12 {self.who().alone('shifts')} вместо {self.who().cased('shifts', 'gent')}",))
        for row, said in enumerate(self.plains(4), 14):
            sheet.write_string(row, 0, said)
        return self.closed(made, book)
