"""An eighth whole set (`whole_set.py --eighth`): plain papers of every day, each kind of file once or twice."""

import json
from datetime import date
from html import escape
from urllib.parse import quote
from xml.sax.saxutils import escape as in_xml

from bench.guard.papers import Paper, W, paragraph, run, table, zipped
from bench.guard.whole_seventh import STYLE, SeventhPapers, cells, pairs
from bench.guard.whole_seventh_people import WARDS, printed
from bench.guard.whole_seventh_texts import SeventhTexts

PDFS = tuple("payment_pdf consultation_pdf booked_pdf vaccinations_pdf differences_pdf statement_pdf".split())
OTHERS = tuple("memo_docx waiting_docx minutes_docx attached_xlsx visits_xlsx kibana_json access_log dump_sql pension_csv patient_xml refused_html forwarded_txt package_zip".split())  # fmt: skip
T = f'xmlns:w="{W}"'


class EighthPapers(SeventhPapers):
    """Makes the papers in PDF; each method is one."""

    def page(self, paper: Paper, title: str, *parts: str) -> Paper:
        name, numbers = self.head()
        paper.content = printed(f"{STYLE}<body style='font-family:Arimo'><div class=s>{escape(name)}<br>{escape(numbers)}</div><h1>{title}</h1>{''.join(parts)}{''.join(f'<p>{escape(said)}</p>' for said in self.plains(5))}</body>")  # fmt: skip
        return paper

    def payment_pdf(self) -> Paper:
        paper, payer, one, clerk, c = self.begin("Справка об оплате.pdf"), self.who(), self.who(), self.who(), "payment"
        body = pairs([("Налогоплательщик", payer.fio(c)), ("ИНН налогоплательщика", payer.value("inn", c)), ("Дата рождения", payer.born(c)), ("Документ", "паспорт " + payer.value("passport", c)), ("Пациент", one.fio(c)), ("Дата рождения пациента", one.born(c)), ("Сумма расходов", "18 440,00"), ("Код услуги", "1")])  # fmt: skip
        return self.page(paper, "Справка об оплате медицинских услуг № 412", body, f"<p>Выдал: {clerk.short(c)}, тел. {clerk.value('phone', c)}</p>")  # fmt: skip

    def consultation_pdf(self) -> Paper:
        paper, one, doctor, sender, c = self.begin("Консультация невролога.pdf"), self.who(), self.who(), self.who(), "consultation"  # fmt: skip
        said = f"<p><b>{one.fio(c)}</b>, {one.born(c)} г.р., {escape(one.value('addr', c))}, моб. {one.value('phone', c)}</p><p>Карта {one.value('mrn', c)}. Полис {one.value('oms', c)}. Направлена врачом {sender.cased(c, 'ablt')}.</p>"
        parts = [said, f"<p>Жалобы: {escape(self.plain())}</p>", "<p>Status: сознание ясное, ЧМН без патологии, парезов нет.</p>", "<p>DS: G44.2 Головная боль напряжённого типа.</p>", f"<p>Врач-невролог {doctor.front(c)}</p>"]  # fmt: skip
        return self.page(paper, "Консультативное заключение", *parts)

    def booked_pdf(self) -> Paper:
        paper, c = self.begin("Лист записи 24.11.pdf"), "booked"
        rows = [("Время", "Пациент", "Год рожд.", "Телефон", "Цель", "Отметка")]
        for number in range(14):
            one = self.who()
            rows.append((f"{8 + number // 4:02}:{number % 4 * 15:02}", one.fi(c) if number % 3 else one.fio(c), one.born(c), one.value("phone", c), self.random.choice(("первичный", "повторный", "выписка рецепта")), ""))  # fmt: skip
        return self.page(paper, f"Запись на приём 24.11.2026, {self.random.choice(WARDS)}", f"<p>Врач: {self.who().fio(c)}, каб. 214</p>", cells(rows))  # fmt: skip

    def vaccinations_pdf(self) -> Paper:
        paper, one, mother, c = self.begin("Сертификат прививок.pdf"), self.who(), self.who(), "vaccinations"
        head = pairs([("Ф.И.О. ребёнка", one.fio(c)), ("Родился(лась)", one.born(c)), ("Свидетельство о рождении", one.value("bc", c)), ("Мать", f"{mother.fio(c)}, {mother.value('phone', c)}"), ("Домашний адрес", one.value("addr", c))])  # fmt: skip
        rows = [("Прививка", "Дата", "Доза", "Серия", "Реакция", "Медработник")]
        rows += [(vaccine, f"{3 + n:02}.0{n + 1}.2024", "0,5 мл", f"U{self.maker.digits(4)}A", "нет", self.who().short(c)) for n, vaccine in enumerate(("БЦЖ-М", "Гепатит B", "АКДС", "Полиомиелит", "ККП", "Грипп"))]  # fmt: skip
        self.keep("Гепатит Полиомиелит АКДС Прививка Реакция")
        return self.page(paper, "Сертификат о профилактических прививках", head, cells(rows))

    def differences_pdf(self) -> Paper:
        paper, c = self.begin("Расхождения с ФРМР.pdf"), "differences"
        rows = [("Сотрудник", "Поле", "В МИС", "В ФРМР")]
        for number in range(9):
            one, other = self.who(), self.who()
            field, ours, theirs = (("СНИЛС", one.value("snils", c), other.value("snils", c)), ("Дата рождения", one.born(c), other.born(c)), ("Фамилия", one.alone(c), other.alone(c)), ("Должность", "врач-хирург", "врач-травматолог"))[number % 4]  # fmt: skip
            rows.append((one.fio(c), field, ours, theirs))
        return self.page(paper, "Акт сверки данных медработников", cells(rows), f"<p>Сверку провёл {self.who().short(c)}</p>")  # fmt: skip

    def statement_pdf(self) -> Paper:
        paper, one, c = self.begin("Заявление.pdf"), self.who(), "statement"
        page = self.sheet("tinos", 12)
        chief = self.who()
        for said in (f"Главному врачу {chief.cased(c, 'datv')}", f"от {one.cased(c, 'gent')},", f"проживающ{'ей' if one.person.female else 'его'} по адресу: {one.value('addr', c)},", f"тел. {one.value('phone', c)}", "ЗАЯВЛЕНИЕ"):  # fmt: skip
            self.say(page, said)
        self.say(page, f"Прошу исправить в моей карте дату рождения: правильно {one.born(c)}, а указано 01.01.1900. СНИЛС {one.value('snils', c)}. {self.plain()}")  # fmt: skip
        for said in self.plains(4):
            self.say(page, said)
        self.say(page, f"19.11.2026 ____________ {one.short(c)}")
        return self.done(paper, page)


class EighthOthers(SeventhTexts):
    """Makes the other papers; each method is one."""

    def memo_docx(self) -> Paper:
        self.begin("Служебная записка.docx")
        one, chief, c = self.who(), self.who(), "memo"
        body = "".join(map(paragraph, (f"Начальнику отдела ИТ {chief.cased(c, 'datv')}", "Служебная записка", *self.plains(3), f"Прошу открыть доступ к разделу «Стационар» медсестре {one.cased(c, 'datv')} (СНИЛС {one.value('snils', c)}, тел. {one.value('phone', c)}) вместо уволенной {self.who().cased(c, 'gent')}.", self.text(c), *self.plains(3))))  # fmt: skip
        body += f"<w:p>{run('Старшая медсестра ')}<w:r><w:tab/></w:r>{run(self.who().short(c))}</w:p>"
        foot = f"<w:ftr {T}>{paragraph('Исполнитель: ' + self.who().fi('foot'))}</w:ftr>"
        return self.word(body, footer1=foot)

    def waiting_docx(self) -> Paper:
        self.begin("Лист ожидания МРТ.docx")
        c = "waiting"
        rows = [("№", "ФИО, дата рождения", "Полис", "Контакты", "Направил", "Диагноз")]
        for number in range(1, 11):
            one = self.who()
            rows.append((str(number), f"{one.fio(c)}, {one.born(c)}", one.value("oms", c), f"{one.value('phone', c)}, {one.value('addr', c)}", self.who().short(c), "M51.1"))  # fmt: skip
        body = paragraph(self.clinic()) + paragraph("Лист ожидания на 23.11.2026") + table(rows)
        return self.word(body + "".join(map(paragraph, self.plains(6))))

    def minutes_docx(self) -> Paper:
        self.begin("Протокол совещания.docx")
        c = "minutes"
        there = [self.who() for _ in range(4)]
        said = ["ПРОТОКОЛ рабочего совещания по внедрению", self.keep("г. Тула, 19.11.2026, № 12"), "Присутствовали: " + ", ".join(f"{one.front(c)}" for one in there), *self.plains(2), f"1. СЛУШАЛИ: {there[0].cased(c, 'accs')} о дублях карт. {self.plain()}", f"Пример: {self.who().fio(c)} и {self.who().fio(c)}, карты {self.value('mrn', c)} и {self.value('mrn', c)}.", f"РЕШИЛИ: поручить {there[1].cased(c, 'datv')} до 30.11.2026. {self.plain()}", f"2. ВЫСТУПИЛИ: {there[2].alone(c)}, {there[3].alone(c)}. {self.plain()}", *self.plains(4), f"Протокол вёл {there[3].short(c)}"]  # fmt: skip
        return self.word("".join(map(paragraph, said)))

    def attached_xlsx(self) -> Paper:
        made, book, (sheet, hidden) = self.started("Прикрепление ноябрь.xlsx", "Лист1", "служебный")
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, ("Фамилия Имя Отчество", "ДР", "ЕНП", "СНИЛС", "Телефон", "Адрес фактический", "Участок", "Комментарий оператора"))  # fmt: skip
        for row in range(1, 15):
            one = self.who()
            one.born("attached")
            sheet.write_string(row, 0, one.fio("attached"))
            sheet.write_datetime(row, 1, date(*one.when), day)
            sheet.write_string(row, 2, one.bare("oms", "attached"))
            sheet.write_string(row, 3, one.value("snils", "attached"))
            sheet.write_number(row, 4, int(one.bare("phone", "attached")))
            sheet.write_string(row, 5, one.value("addr", "attached"))
            sheet.write_number(row, 6, 10 + row % 4)
            if row % 3 == 0:
                sheet.write_string(row, 7, f"звонил {self.who().alone('remark')}, просит перенести")
        hidden.hide()
        for row in range(4):
            hidden.write_row(row, 0, (self.who().fio("hidden sheet"), "терапевт", 10 + row))
        for row, said in enumerate(self.plains(5), 17):
            sheet.write_string(row, 0, said)
        book.set_properties({"author": self.who().fi("author"), "title": "Прикрепление"})
        return self.closed(made, book)

    def visits_xlsx(self) -> Paper:
        made, book, (sheet,) = self.started("Посещения без ТАП.xlsx", "Отчёт")
        sheet.merge_range("A1:F1", "Посещения без закрытого ТАП за октябрь 2026")
        sheet.write_row(2, 0, ("Врач", "Пациент", "№ карты", "Дата посещения", "Код услуги", "Причина"))
        for row in range(3, 15):
            if row % 4 == 3:
                doctor = self.who().short("visits")
            sheet.write_row(row, 0, (doctor if row % 4 == 3 else "", self.who().short("visits"), self.value("mrn", "visits"), "14.10.2026", "B01.047.001", "не указан исход"))  # fmt: skip
        for row, said in enumerate(self.plains(5), 17):
            sheet.write_string(row, 0, said)
        return self.closed(made, book)

    def kibana_json(self) -> Paper:
        self.begin("kibana-export.json")
        hits = []
        for n in range(8):
            one, doctor, c = self.who(), self.who(), "hit"
            hits.append({"_id": f"b{n}7Fq-0", "_source": {"@timestamp": f"2026-11-19T09:4{n}:11.118Z", "level": "ERROR", "service": "emd-gate", "host": f"app{n}", "message": f"Ошибка регистрации документа: пациент {one.fio(c)} ({one.born(c)}), СНИЛС {one.value('snils', c)} — {self.plain()}", "mdc": {"user": doctor.short(c), "org": "1.2.643.5.1.13.13.12.2.71.7042"}, "payload": json.dumps({"lastName": one.alone(c), "policy": one.bare("oms", c)}, ensure_ascii=n % 2 == 0)}})  # fmt: skip
        self.paper.content = json.dumps({"took": 14, "hits": {"total": 8, "hits": hits}}, ensure_ascii=False, indent=1).encode()  # fmt: skip
        return self.paper

    def access_log(self) -> Paper:
        self.begin("nginx_access.log")
        made = []
        for n in range(12):
            one, c = self.who(), "address"
            asked = (f"/api/patients?fio={quote(one.fio(c))}&dr={one.iso(c)}", f"/search?q={quote(one.fi(c))}", f"/api/erz/check?enp={one.bare('oms', c)}", f"/static/app.{n}f3.js", f"/sms/send?to=%2B{one.bare('phone', c)}")[n % 5]  # fmt: skip
            made.append(f'10.20.30.4{n} - terap{n} [19/Nov/2026:09:4{n % 10}:11 +0300] "GET {asked} HTTP/1.1" {(200, 504, 500)[n % 3]} {1200 + n} "-" "Mozilla/5.0 (Windows NT 10.0)" 0.{n}18')  # fmt: skip
        self.keep("Mozilla/5.0 Windows HTTP/1.1")
        self.paper.content = "\n".join([*made, *(f"# {said}" for said in self.plains(5))]).encode()
        return self.paper

    def dump_sql(self) -> Paper:
        self.begin("выборка.txt")
        c = "query"
        rows = []
        for n in range(9):
            one = self.who()
            rows.append(" " + " | ".join((f"{77120 + n}", f"{one.fio(c):34}", one.iso(c), f"{one.value('snils', c):14}", f"{one.bare('phone', c):11}", ("active", "merged")[n % 2])))  # fmt: skip
        said = ["mis=# select id, fio, birth_date, snils, phone, state from patient where modified > '2026-11-18';", "  id   |               fio                  | birth_date |     snils      |    phone    | state", "-------+------------------------------------+------------+----------------+-------------+--------", *rows, "(9 rows)", "", f"mis=# update patient set surname = '{self.who().alone(c)}' where surname = '{self.who().alone(c)}';", "UPDATE 1", *self.plains(6)]  # fmt: skip
        self.paper.content = "\n".join(said).encode()
        return self.paper

    def pension_csv(self) -> Paper:
        self.begin("льготники_2026.csv")
        made = ["Код региона;Фамилия, имя, отчество;Дата рожд.;СНИЛС;Серия и номер документа;Код льготы;Адрес;Дата начала"]  # fmt: skip
        for _ in range(12):
            one, c = self.who(), "pension"
            made.append(";".join(("71", one.fio(c).upper(), one.born(c), one.value("snils", c), one.value("passport", c), "083", f'"{one.value("addr", c)}"', "01.01.2026")))  # fmt: skip
        self.paper.content = "\r\n".join([*made, *(f";{said};;;;;;" for said in self.plains(5))]).encode("cp1251", "replace")  # fmt: skip
        return self.paper

    def patient_xml(self) -> Paper:
        self.begin("PatientBundle.xml")
        made, c = [], "bundle"
        for n in range(5):
            one = self.who()
            s, f, p = one.three(c)
            made.append(f'<entry><Patient><id value="p{n}"/><identifier><system value="urn:oid:1.2.643.100.3"/><value value="{one.bare("snils", c)}"/></identifier><identifier><system value="urn:oid:1.2.643.2.69.1.1.1.6.228"/><value value="{one.bare("oms", c)}"/></identifier><name><family value="{s}"/><given value="{f}"/><given value="{p}"/></name><telecom><system value="phone"/><value value="{one.value("phone", c)}"/></telecom><birthDate value="{one.iso(c)}"/><address><text value="{in_xml(one.value("addr", c))}"/></address></Patient></entry><!-- {self.plain()} -->')  # fmt: skip
        self.paper.content = f'<?xml version="1.0" encoding="UTF-8"?><Bundle xmlns="http://hl7.org/fhir">{"".join(made)}</Bundle>'.encode()
        return self.paper

    def refused_html(self) -> Paper:
        self.begin("Отчёт об ошибках.html")
        rows = []
        for n in range(10):
            one, c = self.who(), "report"
            rows.append(f"<tr><td>{n + 1}</td><td>{one.short(c)}</td><td>{one.born(c)}</td><td>{one.bare('oms', c)}</td><td>PAT-00{n} Пациент {one.fio(c)} не идентифицирован в ГИП</td><td>{self.who().short(c)}</td></tr>")  # fmt: skip
        self.paper.content = f"<html><head><meta charset=utf-8><title>Ошибки выгрузки</title></head><body><h3>{self.clinic()}</h3><table border=1><tr><th>№</th><th>Пациент</th><th>ДР</th><th>Полис</th><th>Ошибка</th><th>Врач</th></tr>{''.join(rows)}</table>{''.join(f'<p>{said}</p>' for said in self.plains(5))}</body></html>".encode()
        return self.paper

    def forwarded_txt(self) -> Paper:
        self.begin("переписка.txt")
        one, asks, helps, c = self.who(), self.who(), self.who(), "letter"
        said = [f"-------- Пересылаемое сообщение --------\n19.11.2026, 09:12, {asks.fio(c)} <{asks.value('email', c)}>:", f"Добрый день! Не грузится карта {one.cased(c, 'gent')}, {one.born(c)}.", self.plain(), self.text(c), f"С уважением, {asks.fi(c)}, тел. {asks.value('phone', c)}", "-------- Конец --------", f"{asks.person.first} {asks.person.patronymic}, здравствуйте!", self.plain(), f"Передали {helps.cased(c, 'datv')}, позвонит сегодня.", *self.plains(5)]  # fmt: skip
        self.paper.content = "\n".join(said).encode("cp866", "replace")
        return self.paper

    def package_zip(self) -> Paper:
        self.begin("материалы по заявке.zip")
        outer, parts = self.paper, {}
        for folder, make in (("1", self.dump_sql), ("2", self.attached_xlsx), ("3", self.minutes_docx)):
            made = make()
            outer.gold += made.gold
            outer.clean += made.clean
            parts[f"{folder}/{made.name}"] = made.content
        self.paper = outer
        outer.content = zipped(parts)
        return outer
