"""Blanks of medicine for the second whole set (`whole_set.py --second`): 057/у, 086/у, 107-1/у, 025/у, 003/у, print-outs of СЭМД, consents, receipts.

Each as a paper of text, as a scan, as Word or Excel.
"""

from bench.guard.papers import Paper, paragraph, run, table
from bench.guard.whole_office import WholeOffice
from bench.guard.whole_pdf import WholePapers

PDF = tuple("referral certificate recipe outpatient semd consent receipt pass_list sick_leave refusal_protocol".split())
SECOND = (*PDF, *(f"{name}_scan" for name in PDF[:6]), *(f"{name}_word" for name in PDF[:6]), "results_book", "queue_book", "contacts_book", "schedule_book")  # fmt: skip
MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()


class WholeSecond(WholePapers):
    """Makes blanks; `_name` returns their lines, a line is a text or a row of a table."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.office = WholeOffice(seed)
        self.random.seed(f"second whole set {seed}")

    def __getattr__(self, name: str):
        for ending, make in (("_scan", self._scanned), ("_word", self._worded)):
            if name.endswith(ending) and name.removesuffix(ending) in PDF:
                return lambda: make(name.removesuffix(ending))
        if name in PDF:
            return lambda: self._printed(name)
        raise AttributeError(name)

    def _printed(self, name: str) -> Paper:
        paper = self.begin(f"{name}.pdf")
        page = self.sheet(self.random.choice(("DejaVuSerif", "DejaVuSans", "DejaVuSansCondensed")), 9.5)
        self.lay(page, getattr(self, "_" + name)("text"))
        return self.done(paper, page)

    def lay(self, page, lines) -> None:
        for line in lines:
            if isinstance(line, list):
                self.table(page, line, (100 // len(line[0]),) * len(line[0]))
            else:
                self.say(page, line, 5.4)

    def _scanned(self, name: str) -> Paper:
        import pypdfium2

        from bench.guard.whole_pdf import noisy

        paper, page = (
            self.begin(f"Scan_{name}.pdf"),
            self.sheet(self.random.choice(("DejaVuSerif", "DejaVuSans")), 10.5),
        )
        self.lay(page, getattr(self, "_" + name)("scan"))
        made = self.sheet()
        for number, one in enumerate(pypdfium2.PdfDocument(bytes(page.output()))):
            picture = noisy(one.render(scale=self.random.choice((2.1, 2.8, 3.4)), grayscale=True).to_pil(), self.random)
            made.add_page() if number else None
            made.image(picture.rotate(self.random.uniform(-1.5, 1.5), fillcolor=240), 0, 0, 210)
        return self.done(paper, made)

    def _worded(self, name: str) -> Paper:
        self.office.paper = self.begin(f"{name}.docx")
        body = ""
        for line in getattr(self, "_" + name)("word"):
            if isinstance(line, list):
                body += table(line)
            elif self.random.random() < 0.5:
                words = line.split(" ")
                body += "<w:p>" + "".join(run(word + " ") for word in words) + "</w:p>"
            else:
                body += paragraph(line)
        return self.office.word(body)

    def month_date(self, corner: str) -> str:
        year, month, day = self.maker._born()
        return self.gold(f"{day} {MONTHS[month - 1]} {year}", "DOB", corner)

    def quoted_date(self, corner: str) -> str:
        year, month, day = self.maker._born()
        return self.gold(f"«{day:02d}» {MONTHS[month - 1]} {year}", "DOB", corner)

    def lines_of_parts(self, corner: str) -> list[str]:
        person = self.maker.person()
        return [
            f"Фамилия {self.gold(person.surname, 'PERSON', corner)}   Имя {self.gold(person.first, 'PERSON', corner)}   Отчество {self.gold(person.patronymic, 'PERSON', corner)}"
        ]

    def initials_first(self, corner: str) -> str:
        person = self.maker.person()
        self.gold(f"{person.surname} {person.first[0]}.{person.patronymic[0]}.", "PERSON", corner)
        return f"{person.first[0]}.{person.patronymic[0]}. {person.surname}"

    def _referral(self, c: str) -> list:
        return [
            "Медицинская документация. Форма № 057/у-04", "НАПРАВЛЕНИЕ на госпитализацию, обследование, консультацию", self.plain(),
            f"1. Номер страхового полиса ОМС {self.value('oms', c)}", "2. Код льготы 083", f"3. Фамилия, имя, отчество {self.fio(c)}", f"4. Дата рождения {self.quoted_date(c)} г.",
            f"5. Адрес постоянного места жительства {self.value('addr', c)}", f"6. Место работы, должность: водитель; тел. {self.value('phone', c)}", "7. Код диагноза по МКБ K80.2", "8. Обоснование направления: " + self.plain(),
            f"Должность медицинского работника, направившего больного: терапевт   Ф.И.О. {self.short(c)}   подпись ____", f"Заведующий отделением {self.initials_first(c)}", self.text(c),
        ]  # fmt: skip

    def _certificate(self, c: str) -> list:
        return [
            "Форма № 086/у. МЕДИЦИНСКАЯ СПРАВКА (врачебное профессионально-консультативное заключение)", f"Выдана {self.month_date(c)} года рождения: {self.fio(c)}".replace("Выдана ", "Выдана гражданину, "),
            "Наименование учебного заведения: медицинский колледж", *self.lines_of_parts(c), f"Домашний адрес: {self.value('addr', c)}", "Перенесённые заболевания: ветряная оспа",
            [["Специалист", "Заключение", "Врач"], ["Терапевт", "Здоров", self.short(c)], ["Хирург", "Здоров", self.short(c)], ["Окулист", "Миопия слабой степени", self.initials_first(c)]],
            f"Подпись лица, заполнившего справку: {self.short(c)}", f"Руководитель учреждения {self.initials_first(c)}", self.plain(), f"Паспорт: серия и номер {self.value('passport', c)}, СНИЛС {self.value('snils', c)}",
        ]  # fmt: skip

    def _recipe(self, c: str) -> list:
        return [
            "Форма № 107-1/у. РЕЦЕПТ (взрослый, детский — нужное подчеркнуть)", f"Ф.И.О. пациента {self.fio(c)}", f"Дата рождения {self.month_date(c)} г.", f"Ф.И.О. лечащего врача {self.short(c)}",
            "Rp.: Tab. Bisoprololi 0,005 N 30. D.S. По 1 таблетке утром", f"Адрес или № медицинской карты пациента: {self.value('mrn', c)}", "Рецепт действителен 60 дней", self.plain(),
            f"Отпустил: провизор {self.initials_first(c)}", f"Получатель по доверенности: {self.fio(c)}, {self.value('phone', c)}", self.text(c),
        ]  # fmt: skip

    def _outpatient(self, c: str) -> list:
        return [
            f"МЕДИЦИНСКАЯ КАРТА ПАЦИЕНТА, ПОЛУЧАЮЩЕГО ПОМОЩЬ В АМБУЛАТОРНЫХ УСЛОВИЯХ № {self.value('mrn', c)}", "Учётная форма № 025/у", f"2. Фамилия, имя, отчество: {self.fio(c)}", f"3. Пол: муж. — 1, жен. — 2   4. Дата рождения: {self.born(c)}",
            f"5. Место регистрации: {self.value('addr', c)}   тел. {self.value('phone', c)}", f"7. Полис ОМС: {self.value('oms', c)}   8. СНИЛС {self.value('snils', c)}", f"10. Документ, удостоверяющий личность: паспорт серия {self.value('passport_sn', c)}",
            [["Дата (число, месяц, год)", "Заключительные диагнозы", "Врач"], ["12.01.2026", "J06.9", self.short(c)], ["03.02.2026", "M54.5", self.short(c)], ["14.02.2026", "I11.9", self.short(c)]],
            f"Законный представитель: {self.fio(c)}, {self.value('email', c)}", self.plain(), self.text(c), self.plain(),
        ]  # fmt: skip

    def _semd(self, c: str) -> list:
        return [
            "Протокол инструментального исследования (CDA) Редакция 4", "Уникальный идентификатор 1.2.643.5.1.13.13.12.2.77.7973.100.1.1.51.9827", [["Пациент", self.fio(c)], ["Пол", "Женский"], ["Дата рождения", self.born(c)], ["СНИЛС", self.value("snils", c)], ["Полис ОМС", self.value("oms", c)], ["Контакты", f"Тел.: {self.value('phone', c)}; Email: {self.value('email', c)}"], ["Постоянная регистрация", self.value("addr", c)]],
            self.plain(), [["Роль", "ФИО", "СНИЛС"], ["Автор документа", self.fio(c), self.value("snils", c)], ["Подписал", self.fio(c), self.value("snils", c)]],
            f"Документ подписан электронной подписью. Владелец: {self.fio(c)}. Сертификат: 00E3 77AA 10FC. Действителен до 11.08.2027", f"Направивший врач: {self.short(c)}", self.plain(),
        ]  # fmt: skip

    def _consent(self, c: str) -> list:
        return [
            "ИНФОРМИРОВАННОЕ ДОБРОВОЛЬНОЕ СОГЛАСИЕ на виды медицинских вмешательств", f"Я, {self.fio(c)}, {self.quoted_date(c)} г. рождения, зарегистрированный по адресу: {self.value('addr', c)},", f"в отношении {self.fio(c)}, {self.month_date(c)} г. рождения, проживающего по адресу: {self.value('addr', c)},",
            "даю согласие на вмешательства, включённые в Перечень. " + self.plain(), f"Медицинским работником {self.short(c)} в доступной форме разъяснены цели.", f"Сведения о выбранных мною лицах: {self.fio(c)}, контактный телефон {self.value('phone', c)}",
            f"_________ (подпись)  {self.fio(c)}", f"_________ (подпись)  {self.initials_first(c)}, врач", "Дата оформления «03» марта 2026 г.", self.text(c),
        ]  # fmt: skip

    def _receipt(self, c: str) -> list:
        return ["КАССОВЫЙ ЧЕК / ДОГОВОР ПЛАТНЫХ УСЛУГ № 114-П", f"Заказчик: {self.fio(c)}, ИНН {self.value('inn', c)}", f"Потребитель: {self.short(c)}", f"Оплата картой {self.value('card', c)}", [["Услуга", "Кол-во", "Цена"], ["УЗИ почек", "1", "1 850,00"], ["Приём уролога", "1", "1 400,00"]], f"Чек направлен: {self.value('email', c)}", f"Кассир {self.short(c)}", self.plain(), self.text(c), f"Паспорт заказчика {self.value('passport', c)}, тел.: {self.value('phone', c)}"]  # fmt: skip

    def _pass_list(self, c: str) -> list:
        rows = [[str(n), self.fio(c), self.value("passport", c), self.value("phone", c)] for n in range(1, 9)]
        return [
            "Список на пропуск в корпус 4",
            [["№", "Посетитель", "Документ", "Связь"], *rows],
            f"Ответственный: {self.initials_first(c)}",
            self.plain(),
            self.plain(),
            f"Согласовал {self.short(c)}",
        ]

    def _sick_leave(self, c: str) -> list:
        return [f"ЭЛЕКТРОННЫЙ ЛИСТОК НЕТРУДОСПОСОБНОСТИ № {self.value('eln', c)}", *self.lines_of_parts(c), f"Дата рождения: {self.born(c)}    СНИЛС: {self.value('snils', c)}", f"Уход за: {self.fio(c)}", [["С какого числа", "По какое число", "Должность", "Фамилия врача"], ["01.03.2026", "08.03.2026", "терапевт", self.short(c)], ["09.03.2026", "15.03.2026", "терапевт", self.short(c)]], self.plain(), f"Бухгалтер {self.initials_first(c)}", self.text(c)]  # fmt: skip

    def _refusal_protocol(self, c: str) -> list:
        return ["Протокол ФЛК, пакет HM770012T77_260215.zip", *(f"Строка {n}: Ошибка 904 FAM={p.surname} IM={p.first} OT={p.patronymic} DR={self.born(c)} SNILS={self.value('snils', c)} NPOLIS={self.value('oms', c)}" for n in range(1, 6) if (p := self.known(c))), self.plain(), self.plain(), self.text(c)]  # fmt: skip

    def known(self, corner: str):
        person = self.maker.person()
        for part in (person.surname, person.first, person.patronymic):
            self.gold(part, "PERSON", corner)
        return person

    # -- Excel --------------------------------------------------------------------------------------------------------

    def _book(self, name: str, rows: list) -> Paper:
        self.office.paper = self.begin(name)
        rows = rows() + [(self.plain(),) for _ in range(5)]
        return self.office.book({"Лист1": self.office.cells(rows)})

    def results_book(self) -> Paper:
        return self._book("анализы.xlsx", lambda: [("Дата", "№ пробы", "Ф. И. О. пациента, год рождения", "Гемоглобин", "Врач-лаборант"), *((f"{n}.02.2026", 1000 + n, f"{self.short('mixed cell')}, {self.born('mixed cell')}", 121 + n, self.short("sheet")) for n in range(1, 12))])  # fmt: skip

    def queue_book(self) -> Paper:
        return self._book("очередь.xlsx", lambda: [("Время", "Записан", "Тел./почта", "Повод"), *((f"0{n}:20", self.fi("sheet"), f"{self.value('phone', 'mixed cell')} {self.value('email', 'mixed cell')}", "осмотр") for n in range(1, 10))])  # fmt: skip

    def contacts_book(self) -> Paper:
        return self._book("экстренная связь.xlsx", lambda: [("Кому звонить", "Кем приходится", "Мобильный", "Где живёт"), *((self.fio("sheet"), "дочь", self.value("phone", "sheet"), self.value("addr", "sheet")) for _ in range(9))])  # fmt: skip

    def schedule_book(self) -> Paper:
        return self._book("график.xlsx", lambda: [("Кабинет", "Понедельник", "Вторник", "Среда"), *((100 + n, *(self.short("grid of names") for _ in range(3))) for n in range(1, 7))])  # fmt: skip
