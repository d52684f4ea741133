"""Files of text of the seventh whole set (`whole_set.py --seventh`): lists, pages, exchange, logs, letters."""

import json
from email.message import EmailMessage
from xml.sax.saxutils import escape

from bench.guard.papers import Paper, rtf, zipped
from bench.guard.whole_seventh_office import SeventhOffice
from bench.guard.whole_seventh_people import WARDS

TEXTS = tuple("patients_csv export_csv visit_rtf record_html protocol_xml people_xml bundle_json refusal_json service_log oru_hl7 thread_eml notes_txt materials_zip".split())  # fmt: skip


class SeventhTexts(SeventhOffice):
    """Makes the papers; each method is one."""

    def patients_csv(self) -> Paper:
        """A list as a system exports it in windows-1251: a title above the headings, a foot below."""
        self.begin("Прикреплённое население участок 14.csv")
        c = "list"
        made = [
            "Прикреплённое население;участок 14;на 19.11.2026",
            "№;Фамилия;Имя;Отчество;Д/р;Пол;ЕНП;СНИЛС;Адрес;Телефон;Дата прикр.;Врач;Примечание",
        ]
        for n in range(1, 13):
            one = self.who()
            made.append(";".join((str(n), *one.three(c), one.born(c), one.sex, one.bare("oms", c), one.value("snils", c), f'"{one.value("addr", c)}"', one.value("phone", c), "01.02.2024", self.who().short(c), self.plain() if n % 2 else "")))  # fmt: skip
        made += [f"Выгрузил: {self.who().fi('foot')};;;;;;;;;;;;"]
        self.paper.content = "\r\n".join(made).encode("cp1251", "replace")
        return self.paper

    def export_csv(self) -> Paper:
        """A dump of a database: English headings, commas, quotes, empty cells, technical columns."""
        self.begin("tickets_2026-11-19.csv")
        c = "dump"
        made = ["id,created_at,requester_name,requester_email,requester_phone,patient,subject,body,status,assignee"]
        quoted = lambda text: '"' + text.replace('"', '""') + '"'  # noqa: E731
        for n in range(8):
            asks = self.who()
            made.append(",".join((str(204400 + n), f"2026-11-1{n}T09:0{n}:00Z", asks.fi(c), asks.value("email", c), asks.value("phone", c), self.who().fio(c) if n % 2 else "", quoted(self.plain()), quoted(self.text(c) + " " + self.plain()), "open", self.who().fi(c) if n % 3 else "unassigned")))  # fmt: skip
        self.paper.content = "\n".join(made).encode()
        return self.paper

    def visit_rtf(self) -> Paper:
        """A visit as Word writes RTF: a table of two columns, prose, a header, who wrote it."""
        self.begin("Осмотр терапевта.rtf")
        one, doctor, c = self.who(), self.who(), "visit"
        said = lambda text: rtf(text, self.random.random() < 0.3)  # noqa: E731
        row = lambda a, b: rf"\trowd\cellx3000\cellx9000\pard\intbl {said(a)}\cell {said(b)}\cell\row" + "\n"  # noqa: E731
        rows = row("Пациент", one.fio(c)) + row("Дата рождения", one.born(c)) + row("Адрес", one.value("addr", c)) + row("Полис", one.value("oms", c)) + row("Дата осмотра", "19.11.2026 09:40")  # fmt: skip
        body = "".join(
            said(text) + "\\par\n"
            for text in (
                *self.plains(6),
                f"Со слов больной {one.cased(c, 'gent')}, ухудшение с 16.11.2026.",
                self.text(c),
                f"Врач {doctor.short(c)}",
            )
        )
        self.paper.content = (
            rf"{{\rtf1\ansi\ansicpg1251\deff0{{\fonttbl{{\f0\froman\fcharset204 Times New Roman;}}}}{{\info{{\author {said(doctor.fi('author'))}}}{{\operator {said(self.who().alone('operator'))}}}{{\title {said('Осмотр ' + one.short('title'))}}}}}"
            rf"{{\header\pard {said(one.short('header') + ', карта ' + one.value('mrn', 'header'))}\par}}\f0\fs24 {rows}\pard {body}}}"
        ).encode("ascii")
        return self.paper

    def record_html(self) -> Paper:
        """A saved page of a record: a title, crumbs, a card in rows of blocks, tables, a form, scripts with a state."""
        self.begin("ЭМК пациента.html")
        one, doctor, mother, c = self.who(), self.who(), self.who(), "page"
        pairs = [("Дата рождения", one.born(c)), ("Полис ОМС", one.value("oms", c)), ("СНИЛС", one.value("snils", c)), ("Адрес проживания", one.value("addr", c)), ("Мобильный телефон", one.value("phone", c)), ("Представитель", f"{mother.fio(c)} (мать)"), ("Участок", "14, терапевтический"), ("Льгота", "083")]  # fmt: skip
        card = "".join(
            f"<div class=row><span class=lbl>{a}</span><span class=val>{escape(b)}</span></div>" for a, b in pairs
        )
        visits = "".join(f"<tr><td>1{n}.11.2026</td><td>{self.random.choice(WARDS)}</td><td>{self.who().short(c)}</td><td>{escape(self.plain())}</td></tr>" for n in range(4))  # fmt: skip
        state = json.dumps({"patient": {"id": 771204, "fullName": one.fio("state"), "birthDate": one.iso("state"), "policy": {"number": one.bare("oms", "state")}}, "user": {"login": "terap14", "fio": doctor.short("state")}, "build": "2026.4.1.1187"}, ensure_ascii=False)  # fmt: skip
        self.paper.content = f"<!DOCTYPE html><html lang=ru><head><meta charset=utf-8><title>{one.short('title')} — ЭМК — МИС</title></head><body><nav>Главная / Картотека / {one.fio('crumbs')}</nav><header>Пользователь: {doctor.fio(c)} <a href='/logout'>Выход</a></header><h1>{one.fio(c)} <small>54 года</small></h1>{card}<h2>Посещения</h2><table><thead><tr><th>Дата</th><th>Отделение</th><th>Врач</th><th>Заключение</th></tr></thead><tbody>{visits}</tbody></table><form><input type=hidden name=patientId value=771204><label for=p>Телефон</label><input id=p value='{one.value('phone', 'input')}'><textarea name=note>{escape(self.text('text area'))}</textarea></form><p>{'</p><p>'.join(map(escape, self.plains(5)))}</p><script>window.__STATE__={state};</script></body></html>".encode()
        return self.paper

    def protocol_xml(self) -> Paper:
        """An electronic medical document as the ministry's guides lay it out, its narrative and its codes."""
        self.begin("СЭМД_протокол_консультации.xml")
        one, doctor, chief, c = self.who(), self.who(), self.who(), "document"
        name = self.clinic()
        parts = lambda who: (lambda p: f"<name><family>{p[0]}</family><given>{p[1]}</given><identity:Patronymic xsi:type='ST'>{p[2]}</identity:Patronymic></name>")(who.three(c))  # noqa: E731, PLC3002  # fmt: skip
        series, number = self.maker.digits(4), self.maker.digits(6)
        self.gold(number, "PASSPORT", c)
        patient = f"<recordTarget><patientRole><id root='1.2.643.5.1.13.13.12.2.69.6412.100.1.1.10' extension='{one.value('mrn', c)}'/><id root='1.2.643.100.3' extension='{one.value('snils', c)}'/><identity:IdentityDoc><identity:IdentityCardType code='1' codeSystem='1.2.643.5.1.13.13.99.2.48' displayName='Паспорт гражданина РФ'/><identity:Series xsi:type='ST'>{series}</identity:Series><identity:Number xsi:type='ST'>{number}</identity:Number><identity:IssueOrgName>ОВД Центрального района</identity:IssueOrgName><identity:IssueDate value='20150514'/></identity:IdentityDoc><identity:InsurancePolicy><identity:InsurancePolicyType code='1' displayName='Полис ОМС единого образца'/><identity:Number xsi:type='ST'>{one.bare('oms', c)}</identity:Number></identity:InsurancePolicy><addr use='H'><address:Type code='1' displayName='Адрес по месту жительства'/><streetAddressLine>{escape(one.value('addr', c))}</streetAddressLine></addr><telecom use='MC' value='tel:{one.bare('phone', c)}'/><telecom value='mailto:{one.value('email', c)}'/><patient>{parts(one)}<administrativeGenderCode code='2' displayName='Женский'/><birthTime value='{self.gold('{}{:02d}{:02d}'.format(*one.when), 'DOB', c)}'/></patient><providerOrganization><name>{escape(name)}</name><telecom value='tel:+74872351418'/></providerOrganization></patientRole></recordTarget>"
        self.keep("+74872351418")
        author = f"<author><time value='202611190940+0300'/><assignedAuthor><id root='1.2.643.100.3' extension='{doctor.value('snils', c)}'/><code code='76' displayName='Врач-терапевт'/><telecom value='tel:{doctor.bare('phone', c)}'/><assignedPerson>{parts(doctor)}</assignedPerson></assignedAuthor></author>"
        legal = f"<legalAuthenticator><assignedEntity><id root='1.2.643.100.3' extension='{chief.value('snils', c)}'/><assignedPerson>{parts(chief)}</assignedPerson></assignedEntity></legalAuthenticator>"
        rows = "".join(f"<tr><td><content>{escape(a)}</content></td><td><content ID='v{n}'>{escape(b)}</content></td></tr>" for n, (a, b) in enumerate((("Жалобы", self.plain()), ("Анамнез", f"{self.plain()} Сын {self.who().fi('narrative')}, тел. {self.value('phone', 'narrative')}."), ("Направил", self.who().short("narrative")), ("Заключение", self.plain()))))  # fmt: skip
        self.paper.content = f"<?xml version='1.0' encoding='UTF-8'?><?xml-stylesheet type='text/xsl' href='Consult.xsl'?><ClinicalDocument xmlns='urn:hl7-org:v3' xmlns:identity='urn:hl7-ru:identity' xmlns:address='urn:hl7-ru:address' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><typeId root='2.16.840.1.113883.1.3' extension='POCD_HD000040'/><id root='1.2.643.5.1.13.13.12.2.69.6412.100.1.1.51' extension='7854321'/><title>Протокол консультации</title><effectiveTime value='202611190940+0300'/>{patient}{author}{legal}<component><structuredBody><component><section><title>Общие данные</title><text><table><tbody>{rows}</tbody></table><paragraph>{'</paragraph><paragraph>'.join(map(escape, self.plains(4)))}</paragraph></text></section></component></structuredBody></component></ClinicalDocument>".encode()
        return self.paper

    def people_xml(self) -> Paper:
        """The file of people of an insurer's register, in windows-1251, and its refusals."""
        self.begin("LM690012T69_2610003.xml")
        c = "register"
        made = ""
        for n in range(8):
            one, parent = self.who(), self.who()
            p = one.three(c)
            kin = f"<FAM_P>{parent.three(c)[0]}</FAM_P><IM_P>{parent.person.first}</IM_P><OT_P>{parent.person.patronymic}</OT_P><DR_P>{parent.iso(c)}</DR_P>" if n % 3 == 0 else ""  # fmt: skip
            series, number = self.maker.digits(4), self.gold(self.maker.digits(6), "PASSPORT", c)
            made += f"<PERS><ID_PAC>{n:08X}-69AF-4C1B</ID_PAC><FAM>{p[0].upper()}</FAM><IM>{p[1].upper()}</IM><OT>{p[2].upper()}</OT><W>{1 + (one.sex == 'ж')}</W><DR>{one.iso(c)}</DR><TEL>{one.bare('phone', c)}</TEL>{kin}<MR>г. Тула</MR><DOCTYPE>14</DOCTYPE><DOCSER>{series[:2]} {series[2:]}</DOCSER><DOCNUM>{number}</DOCNUM><DOCDATE>2015-05-14</DOCDATE><SNILS>{one.value('snils', c)}</SNILS><ENP>{one.bare('oms', c)}</ENP><OKATOG>70401000000</OKATOG><COMENTP>{escape(self.plain()) if n % 2 else 'уточнено у ' + self.who().alone('comment', 'gent')}</COMENTP></PERS>"
        rest = "".join(f"<COMMENT>{escape(said)}</COMMENT>" for said in self.plains(5))
        self.paper.content = f"<?xml version='1.0' encoding='windows-1251'?>\r\n<PERS_LIST><ZGLV><VERSION>3.2</VERSION><DATA>2026-11-03</DATA><FILENAME>LM690012T69_2610003</FILENAME><FILENAME1>HM690012T69_2610003</FILENAME1></ZGLV>{made}{rest}</PERS_LIST>".encode("cp1251", "xmlcharrefreplace")  # fmt: skip
        self.keep("LM690012T69_2610003 HM690012T69_2610003 70401000000")
        return self.paper

    def bundle_json(self) -> Paper:
        """A bundle of resources as a server answers with it."""
        self.begin("Bundle-7854321.json")
        one, doctor, wife, c = self.who(), self.who(), self.who(), "bundle"
        p, d = one.three(c), doctor.three(c)
        clinic = self.clinic()
        given = {
            "resourceType": "Bundle", "type": "collection",
            "entry": [
                {"resource": {"resourceType": "Patient", "id": "7f3c19aa", "identifier": [{"system": "urn:oid:1.2.643.100.3", "value": one.value("snils", c)}, {"system": "urn:oid:1.2.643.2.69.1.1.1.6.228", "value": one.bare("oms", c)}, {"type": {"text": "Номер карты"}, "value": one.value("mrn", c)}], "name": [{"use": "official", "text": one.fio(c), "family": p[0], "given": [p[1], p[2]]}], "telecom": [{"system": "phone", "value": one.value("phone", c), "use": "mobile"}], "gender": "female", "birthDate": one.iso(c), "address": [{"use": "home", "text": one.value("addr", c)}], "contact": [{"relationship": [{"text": "супруг(а)"}], "name": {"text": wife.fio(c)}, "telecom": [{"value": wife.value("phone", c)}]}], "managingOrganization": {"display": clinic}}},
                {"resource": {"resourceType": "Practitioner", "id": "d-118", "name": [{"family": d[0], "given": [d[1], d[2]]}], "identifier": [{"value": doctor.value("snils", c)}]}},
                {"resource": {"resourceType": "Encounter", "status": "finished", "subject": {"reference": "Patient/7f3c19aa", "display": one.short(c)}, "participant": [{"individual": {"display": self.who().short(c)}}], "period": {"start": "2026-11-02", "end": "2026-11-14"}}},
                {"resource": {"resourceType": "Observation", "code": {"coding": [{"system": "http://loinc.org", "code": "718-7", "display": "Гемоглобин"}]}, "valueQuantity": {"value": 128, "unit": "г/л"}, "performer": [{"display": self.who().alone(c)}], "note": [{"text": self.plain()} for _ in range(6)] + [{"text": self.text("note")}]}},
            ],
        }  # fmt: skip
        self.paper.content = json.dumps(given, ensure_ascii=False, indent=2).encode()
        return self.paper

    def refusal_json(self) -> Paper:
        """An answer of an API with errors that quote what was sent, the request inside of it as a string."""
        self.begin("response_422.json")
        one, c = self.who(), "answer"
        sent = json.dumps({"lastName": one.alone("request"), "firstName": one.person.first, "birthDate": one.iso("request"), "docSeries": "7015", "phone": one.value("phone", "request"), "doctor": {"fio": self.who().short("request"), "post": "терапевт"}}, ensure_ascii=False)  # fmt: skip
        given = {
            "timestamp": "2026-11-19T09:40:11.214+03:00", "status": 422, "error": "Unprocessable Entity", "path": "/api/v3/patients/771204/documents", "traceId": "4bf92f3577b34da6a3ce929d0e0e4736",
            "errors": [{"code": "PATIENT_MISMATCH", "message": f"ФИО [{one.fio(c).upper()}] и дата рождения [{one.born(c)}] не соответствуют полису [{one.bare('oms', c)}]"}, {"code": "SNILS_NOT_FOUND", "message": f"СНИЛС {one.bare('snils', c)} отсутствует в ФРМР", "rejectedValue": one.bare("snils", c)}, {"code": "VALIDATION_ERROR", "message": self.plain()}],
            "request": sent, "hints": self.plains(6), "changedBy": self.who().fi(c), "assignee": {"name": self.who().fi(c), "mail": self.value("email", c)}, "orgInn": self.keep(self.maker._inn10()[0]), "orgOgrn": self.keep(self.maker._ogrn()[0]),
        }  # fmt: skip
        self.paper.content = json.dumps(given, ensure_ascii=False).encode()
        return self.paper

    def service_log(self) -> Paper:
        """A log of an exchange: levels, classes, pairs, what was sent, stacks, names of files."""
        self.begin("exchange-2026-11-19.log")
        made = []
        for n in range(5):
            one, doctor, at = self.who(), self.who(), f"2026-11-19 09:4{n}"
            made += [
                f"{at}:01.118 INFO  [main] r.m.e.Scheduler : {self.plain()}",
                f"{at}:02.431 DEBUG [pool-2-thread-{n}] r.m.e.PatientClient : POST /patient/find {{\"family\":\"{one.alone('body')}\",\"given\":\"{one.person.first}\",\"birthDate\":\"{one.iso('body')}\"}}",
                f"{at}:02.977 WARN  [pool-2-thread-{n}] r.m.e.PatientClient : Найдено 2 пациента: {one.fio('message')} (id=77120{n}), {self.who().fio('message')} (id=77121{n})",
                f"{at}:03.002 ERROR [pool-2-thread-{n}] r.m.e.SemdSender : Не подписан СЭМД 118 пациента {one.short('message')}, полис {one.bare('oms', 'message')}; врач {doctor.short('message')}; файл /data/out/{one.alone('name of a file')}_{n}.xml",
                f"ru.mis.exchange.SemdException: СНИЛС врача {doctor.bare('snils', 'stack')} не найден\n\tat ru.mis.exchange.SemdSender.send(SemdSender.java:21{n})\n\tat java.base/java.lang.Thread.run(Thread.java:833)",
                f"{at}:04.650 INFO  [audit] user=terap{n} ip=10.20.30.4{n} action=OPEN_CARD patient=\"{one.fi('audit')}\" dob={one.born('audit')} phone={one.bare('phone', 'audit')}",
                f"{at}:05.000 INFO  [main] r.m.e.Sms : смс отправлено на {one.bare('phone', 'sms')}: {one.person.first} {one.person.patronymic}, ждём Вас 20.11.2026 в 10:00, каб. 214",
                f"{at}:06.000 DEBUG [main] r.m.e.Heartbeat : {self.plain()}",
            ]  # fmt: skip
        self.paper.content = "\n".join(made).encode()
        return self.paper

    def oru_hl7(self) -> Paper:
        """Results of an analyser in pipes, with notes."""
        self.begin("ORU_20261119.hl7")
        made, c = [], "message"
        for n in range(3):
            one, doctor, kin = self.who(), self.who(), self.who()
            p, d, k = one.three(c), doctor.three(c), kin.three(c)
            born = self.gold("{}{:02d}{:02d}".format(*one.when), "DOB", c)
            made += [
                f"MSH|^~\\&|LIS|GKB4|MIS|GKB4|2026111909400{n}||ORU^R01|MSG0{n}118|P|2.5.1|||AL|NE||UNICODE UTF-8",
                f"PID|1||{one.value('mrn', c)}^^^GKB4^MR~{one.bare('snils', c)}^^^PFR^SNILS||{p[0]}^{p[1]}^{p[2]}||{born}|F|||{one.value('addr', c)}||{one.bare('phone', c)}",
                f"NK1|1|{k[0]}^{k[1]}^{k[2]}|SPO^муж|{'' if n else kin.value('addr', c)}|{kin.bare('phone', c)}",
                f"OBR|1|46-2011{n}|LIS-77{n}|B03.016.004^Анализ крови биохимический|||20261119074500|||||||||118^{d[0]}^{d[1]}^{d[2]}",
                f"OBX|1|NM|GLU^Глюкоза||5.{n}|ммоль/л|3.9-6.1|N|||F",
                f"NTE|1|L|{self.plain()}", f"NTE|2|L|{self.plain()} Забор выполнила {self.who().short('note')}.",
            ]  # fmt: skip
        self.paper.content = "\r".join(made).encode()
        return self.paper

    def thread_eml(self) -> Paper:
        """A letter that answers another, quotes it, and has a list attached."""
        self.begin("RE Не печатается рецепт.eml")
        outer = self.paper
        asks, helps, one = self.who(), self.who(), self.who()
        letter = EmailMessage()
        letter["From"] = f"{asks.fi('sender')} <{asks.value('email', 'sender')}>"
        letter["To"] = "Служба поддержки <support@medsoft.example.ru>"
        letter["Cc"] = f"{self.who().fio('copy')} <{self.value('email', 'copy')}>"
        letter["Subject"] = f"RE: [SD-204417] Не печатается рецепт {one.cased('subject', 'gent')}"
        letter["Date"] = "Thu, 19 Nov 2026 09:40:11 +0300"
        letter["Thread-Topic"] = f"Рецепт {one.alone('topic')}"
        quoted = [f"От: {helps.fi('quoted')} [mailto:{helps.value('email', 'quoted')}]", "Отправлено: 18 ноября 2026 г. 16:12", f"Кому: {asks.fi('quoted')}", f"Тема: Рецепт {one.short('quoted')}", "", f"> {asks.person.first}, добрый день.", f"> {self.plain()}", f"> Проверьте телефон пациента: {one.value('phone', 'quoted')}?"]  # fmt: skip
        said = ["Коллеги, добрый день!", self.plain(), f"Пациент {one.fio('letter')}, {one.born('letter')}, полис {one.value('oms', 'letter')}.", self.text("letter"), *self.plains(4), "", "--", "С уважением,", asks.fio("signature"), "врач-терапевт", f"моб. {asks.value('phone', 'signature')}", "", *quoted]  # fmt: skip
        letter.set_content("\n".join(said))
        letter.add_alternative(
            "<html><body>" + "".join(f"<div>{escape(line)}</div>" for line in said) + "</body></html>", subtype="html"
        )
        for make in (self.patients_csv, self.users_xlsx):
            made = make()
            outer.gold += made.gold
            outer.clean += made.clean
            letter.add_attachment(made.content, maintype="application", subtype="octet-stream", filename=made.name)
        self.paper = outer
        outer.content = bytes(letter)
        return outer

    def notes_txt(self) -> Paper:
        """Notes of an engineer in windows-1251: calls, who asked for what, logins, addresses of machines."""
        self.begin("заметки по ЦРБ.txt")
        one, c = self.who(), "notes"
        said = [
            f"19.11 звонила {self.who().alone(c)} (регистратура, {self.value('phone', c)}) — {self.plain()}",
            f"19.11 {self.who().short(c)} просит сбросить пароль, логин terap14", self.plain(), f"не забыть: карта {one.value('mrn', c)}, {one.fio(c)}, {one.born(c)}, склеить с {self.value('mrn', c)}",
            self.plain(), f"ответственный по вакцинам — {self.who().fi(c)}, её зам {self.who().alone(c)}", self.plain(), f"удалёнка: 10.20.30.41, пользователь support; спросить {self.who().cased(c, 'accs')}",
            self.text(c), self.plain(), self.plain(), f"главврач: {self.who().fio(c)}, секретарь {self.who().fi(c)} (8-4872-35-14-18)",
        ]  # fmt: skip
        self.paper.content = "\r\n".join(said).encode("cp1251", "replace")
        return self.paper

    def materials_zip(self) -> Paper:
        """What one packs for the vendor: a log, a list, a document and an exchange, in folders."""
        self.begin("для разработчика.zip")
        outer, parts = self.paper, {}
        for folder, make in (
            ("логи", self.service_log),
            ("реестр", self.people_xml),
            ("письма", self.letter_docx),
            ("ошибка", self.refusal_json),
        ):
            made = make()
            outer.gold += made.gold
            outer.clean += made.clean
            parts[f"{folder}/{made.name}"] = made.content
        self.paper = outer
        parts[f"скриншоты {self.who().alone('name of a folder')}/прочти.txt"] = "\n".join(self.plains(3)).encode()
        outer.content = zipped(parts)
        return outer
