"""A tenth whole set (`whole_set.py --tenth`): PDF, Word and Excel again, other papers of a hospital's ordinary week."""

from html import escape

from bench.guard.papers import Paper, paragraph, table
from bench.guard.whole_eighth import EighthOthers, EighthPapers
from bench.guard.whole_seventh import cells, pairs
from bench.guard.whole_seventh_people import POSTS, WARDS

PDFS = tuple("ultrasound_pdf leaves_pdf reply_pdf prescriptions_pdf agreement_pdf disability_pdf".split())
OTHERS = tuple("request_docx removal_docx reference_docx handover_docx observed_xlsx directory_xlsx leaves_xlsx errors_xlsx".split())  # fmt: skip


class TenthPapers(EighthPapers):
    """Makes the papers in PDF; each method is one."""

    def ultrasound_pdf(self) -> Paper:
        paper, one, doctor, c = self.begin("УЗИ_щитовидной_железы.pdf"), self.who(), self.who(), "ultrasound"
        said = f"<p>Пациент: <b>{one.fio(c)}</b> &nbsp; Дата рождения: {one.born(c)} &nbsp; Дата исследования: 19.11.2026</p><p>№ карты: {one.value('mrn', c)} &nbsp; Направил: {self.who().short(c)}</p><p>Правая доля: 17×16×48 мм, объём 6,2 мл. Левая доля: 16×15×46 мм. Перешеек 4 мм.</p><p>Заключение: эхопризнаки узла левой доли, TI-RADS 3.</p><p>Врач УЗД {doctor.short(c)} (тел. кабинета 2-14)</p>"
        return self.page(paper, "Ультразвуковое исследование", said)

    def leaves_pdf(self) -> Paper:
        paper, c = self.begin("Реестр ЭЛН.pdf"), "leaves"
        rows = [("№ ЭЛН", "Нетрудоспособный", "СНИЛС", "Период", "Выдал", "Работодатель")]
        for number in range(9):
            one = self.who()
            rows.append((one.value("eln", c), one.fio(c), one.value("snils", c), f"{number + 1:02}.11–{number + 9:02}.11.2026", self.who().short(c), self.random.choice(("АО «Тулаточмаш»", "МБОУ СОШ № 14", "ООО «Вектор»"))))  # fmt: skip
        return self.page(paper, "Реестр выданных ЭЛН за ноябрь 2026", cells(rows))

    def reply_pdf(self) -> Paper:
        paper, one, by, c = self.begin("Ответ на обращение.pdf"), self.who(), self.who(), "reply"
        page = self.sheet("tinos", 12)
        for said in (f"{one.cased(c, 'datv')}", f"{one.value('addr', c)}", f"{one.value('email', c)}", self.keep("19.11.2026 № 01-18/3340"), f"Уважаем{'ая' if one.person.female else 'ый'} {one.person.first} {one.person.patronymic}!"):  # fmt: skip
            self.say(page, said)
        self.say(page, f"На Ваше обращение сообщаем: приём Вашей матери, {self.who().cased(c, 'gent')}, назначен на 24.11.2026. Лечащий врач {self.who().alone(c)} предупреждён. {self.plain()}")  # fmt: skip
        for said in self.plains(4):
            self.say(page, said)
        self.say(page, f"Главный врач    {self.who().front(c)}")
        self.say(page, f"{by.fi(c)}, {by.value('phone', c)}")
        return self.done(paper, page)

    def prescriptions_pdf(self) -> Paper:
        paper, one, c = self.begin("Лист назначений.pdf"), self.who(), "prescriptions"
        head = pairs([("Пациент", f"{one.fio(c)}, {one.born(c)}"), ("Отделение, палата", f"{self.random.choice(WARDS)}, палата 5"), ("История болезни", one.value("mrn", c)), ("Аллергия", "нет")])  # fmt: skip
        rows = [("Назначение", "Доза", "Кратность", "Начало", "Отмена", "Врач", "Медсестра")]
        rows += [(drug, "1 таб.", "2 р/д", "12.11", "", self.who().short(c), self.who().alone(c)) for drug in ("Бисопролол", "Аспирин", "Омепразол", "Фуросемид")]  # fmt: skip
        self.keep("Бисопролол Омепразол Фуросемид")
        return self.page(paper, "Лист назначений", head, cells(rows))

    def agreement_pdf(self) -> Paper:
        paper, one, c = self.begin("Договор платных услуг.pdf"), self.who(), "agreement"
        text = f"<p>г. Тула, 19.11.2026</p><p>{escape(self.clinic())}, именуемое «Исполнитель», в лице заместителя главного врача {self.who().cased(c, 'gent')}, и гражданин(ка) {one.fio(c)}, именуем(ый/ая) «Заказчик», заключили договор.</p><p>1. Предмет. {escape(self.plain())}</p><p>2. Стоимость 4 120,00 руб. {escape(self.plain())}</p>"
        sides = f"<table><tr><td>Исполнитель<br>р/с 40702810{self.maker.digits(12)}</td><td>Заказчик<br>{one.short(c)}<br>паспорт {one.value('passport', c)}<br>адрес: {escape(one.value('addr', c))}<br>тел. {one.value('phone', c)}</td></tr></table>"
        return self.page(paper, "ДОГОВОР № 412-П", text, sides)

    def disability_pdf(self) -> Paper:
        paper, one, c = self.begin("Направление на МСЭ 088у.pdf"), self.who(), "disability"
        lines = ("1. Номер протокола врачебной комиссии: 118", "2. Цель направления: установление группы инвалидности", f"3. Фамилия, имя, отчество (при наличии): {one.fio(c)}", f"4. Дата рождения (число, месяц, год): {one.born(c)}", "5. Пол: мужской", f"6. Адрес места жительства: {escape(one.value('addr', c))}", f"7. СНИЛС: {one.value('snils', c)}", f"8. Документ, удостоверяющий личность: паспорт {one.value('passport', c)}", f"9. Номера контактных телефонов: {one.value('phone', c)}, {self.value('phone', c)}", f"10. Сведения о представителе: {self.who().fio(c)}", f"11. Председатель комиссии: {self.who().short(c)}; члены: {self.who().short(c)}, {self.who().short(c)}")  # fmt: skip
        return self.page(paper, "Направление на медико-социальную экспертизу", "".join(f"<p>{line}</p>" for line in lines))  # fmt: skip


class TenthOthers(EighthOthers):
    """Makes the papers of Office; each method is one."""

    def request_docx(self) -> Paper:
        self.begin("Заявка в техподдержку.docx")
        by, one, c = self.who(), self.who(), "request"
        rows = [("Заявитель", f"{by.fio(c)}, {self.random.choice(POSTS)}"), ("Контакты", f"{by.value('phone', c)}, {by.value('email', c)}"), ("Модуль", "Стационар"), ("Описание", f"{self.plain()} Воспроизводится у {one.cased(c, 'gent')} ({one.born(c)}), ИБ {one.value('mrn', c)}."), ("Ожидаемый результат", self.plain()), ("Согласовано", f"{self.who().short(c)} 19.11.2026")]  # fmt: skip
        return self.word(paragraph(self.clinic()) + table(rows) + "".join(map(paragraph, self.plains(3))))

    def removal_docx(self) -> Paper:
        self.begin("Акт об удалении записей.docx")
        c = "removal"
        said = ["АКТ № 14", self.keep("об удалении ошибочных записей от 19.11.2026"), f"Комиссия в составе: председатель {self.who().short(c)}, члены комиссии {self.who().short(c)} и {self.who().short(c)}, составила настоящий акт о том, что удалены записи:"]  # fmt: skip
        said += [
            f"— {self.who().fio(c)}, карта {self.value('mrn', c)}, посещение от 0{n}.11.2026;" for n in range(1, 6)
        ]
        said += [*self.plains(3), f"Председатель __________ {self.who().front(c)}", f"Члены: __________ {self.who().front(c)}"]  # fmt: skip
        return self.word("".join(map(paragraph, said)))

    def reference_docx(self) -> Paper:
        self.begin("Характеристика.docx")
        one, c = self.who(), "reference"
        said = ["ХАРАКТЕРИСТИКА", f"на врача-терапевта {one.cased(c, 'accs')}", f"{one.fio(c)}, {one.born(c)} года рождения, работает с 2011 года. {self.plain()}", f"{one.alone(c)} пользуется уважением коллег. {self.plain()} За время работы {one.alone(c, 'gent')} жалоб не было.", *self.plains(3), f"Заведующая {self.who().short(c)}", f"Начальник отдела кадров {self.who().short(c)}, тел. {self.value('phone', c)}"]  # fmt: skip
        return self.word("".join(map(paragraph, said)))

    def handover_docx(self) -> Paper:
        self.begin("Передача дежурства.docx")
        c = "handover"
        said = [f"Дежурство 18–19.11.2026. Сдал: {self.who().short(c)}. Принял: {self.who().short(c)}.", "Тяжёлые:"]
        said += [f"{self.who().alone(c)}, палата {n}, ИБ {self.value('mrn', c)}: {self.plain()}" for n in (3, 5, 8)]
        said += [f"Поступили: {self.who().fio(c)}; {self.who().fio(c)}.", f"Умер {self.who().fio(c)} в 04:10.", f"Звонил сын {self.who().cased(c, 'gent')}, {self.value('phone', c)}.", *self.plains(4)]  # fmt: skip
        return self.word("".join(map(paragraph, said)))

    def observed_xlsx(self) -> Paper:
        made, book, (sheet,) = self.started("Отчёт ДН.xlsx", "ДН")
        sheet.merge_range("A1:F1", "Диспансерное наблюдение, участок 14")
        sheet.write_row(
            1, 0, ("№", "Пациент (ФИО, дата рождения)", "Адрес, телефон", "МКБ-10", "Явка", "Ответственный")
        )
        for row in range(2, 14):
            one, c = self.who(), "observed"
            sheet.write_row(row, 0, (row - 1, f"{one.fio(c)}, {one.born(c)}", f"{one.value('addr', c)}, {one.value('phone', c)}", "I11.9", "24.11.2026", self.who().short(c)))  # fmt: skip
        for row, said in enumerate(self.plains(4), 16):
            sheet.write_string(row, 0, said)
        return self.closed(made, book)

    def directory_xlsx(self) -> Paper:
        made, book, (sheet, more) = self.started("Справочник ЦРБ.xlsx", "Телефоны", "Замещение")
        sheet.write_row(0, 0, ("Подразделение", "Должность", "Ф.И.О.", "Вн.", "Сотовый", "E-mail"))
        for row in range(1, 12):
            one, c = self.who(), "directory"
            sheet.write_row(row, 0, (self.random.choice(WARDS), self.random.choice(POSTS), one.fio(c), 200 + row, one.value("phone", c), one.value("email", c)))  # fmt: skip
        more.write_row(0, 0, ("Кого", "Кто замещает", "С", "По"))
        for row in range(1, 5):
            more.write_row(row, 0, (self.who().short("more"), self.who().short("more"), "01.12.2026", "14.12.2026"))
        for row, said in enumerate(self.plains(4), 14):
            sheet.write_string(row, 0, said)
        return self.closed(made, book)

    def leaves_xlsx(self) -> Paper:
        made, book, (sheet,) = self.started("ЭЛН ошибки СФР.xlsx", "Выгрузка")
        sheet.write_row(0, 0, ("Данные ЭЛН", "", "Пациент", "", "", "Ответ СФР", ""))
        sheet.write_row(1, 0, ("Номер", "Дата", "ФИО", "Дата рожд.", "СНИЛС", "Код", "Текст"))
        for row in range(2, 12):
            one, c = self.who(), "leaves"
            sheet.write_row(row, 0, (one.value("eln", c), "12.11.2026", one.fio(c).upper(), one.born(c), one.bare("snils", c), "ERR_068", f"СНИЛС {one.value('snils', c)} не соответствует ФИО {one.short(c)}"))  # fmt: skip
        for row, said in enumerate(self.plains(4), 14):
            sheet.write_string(row, 0, said)
        return self.closed(made, book)

    def errors_xlsx(self) -> Paper:
        made, book, (sheet,) = self.started("Ошибки обмена.xlsx", "Лист1")
        sheet.write_row(0, 0, ("Время", "Сервис", "Сообщение", "Автор документа", "Статус"))
        for row in range(1, 10):
            one, c = self.who(), "errors"
            sheet.write_row(row, 0, (f"19.11.2026 09:{10 + row}", "emd-gate", f"Пациент [{one.fio(c)}] с СНИЛС [{one.bare('snils', c)}] и датой рождения [{one.born(c)}] не найден", self.who().fio(c), "ошибка"))  # fmt: skip
        for row, said in enumerate(self.plains(4), 12):
            sheet.write_string(row, 0, said)
        return self.closed(made, book)
