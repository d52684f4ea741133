"""A twelfth whole set (`whole_set.py --twelfth`): what else is attached: texts, tables, exchanges, letters, mixed and scanned papers."""

import io
import json
from email.message import EmailMessage
from html import escape
from xml.sax.saxutils import escape as in_xml

from bench.guard.papers import Paper, open_parts, paragraph, rtf, table, zipped
from bench.guard.whole_eleventh import EleventhOthers, EleventhPapers
from bench.guard.whole_seventh import noisy, pairs

PDFS = tuple("mixed_pdf scanned_pdf printed_pdf".split())
OTHERS = tuple("answer_odt plan_ods operation_rtf form_html record_xml queue_json mirth_log reply_eml insured_tsv numbers_ini chat_txt bundle_zip".split())  # fmt: skip


class TwelfthPapers(EleventhPapers):
    """Makes the papers in PDF; each method is one."""

    def mixed_pdf(self) -> Paper:
        """A typed page and a scanned one behind it."""
        import pikepdf

        paper, one, c = self.begin("Выписка с приложением.pdf"), self.who(), "mixed"
        typed = self.page(paper, "Сопроводительное письмо", f"<p>Направляем копию согласия пациента {one.cased(c, 'gent')}, {one.born(c)}, карта {one.value('mrn', c)}.</p>", f"<p>Исполнитель {self.who().short(c)}, {self.value('phone', c)}</p>").content  # fmt: skip
        page = self.sheet("tinos", 12.5)
        for said in (f"Я, {one.fio(c)}, {one.born(c)} года рождения,", f"паспорт {one.value('passport', c)},", f"адрес: {one.value('addr', c)}", "согласен(на) на обработку данных.", *self.plains(3), f"{one.short(c)}"):  # fmt: skip
            self.say(page, said, 7)
        scanned = self.scanned([noisy(picture, self.random) for picture in self.rendered(page, 200 / 72)])
        with pikepdf.open(io.BytesIO(typed)) as whole, pikepdf.open(io.BytesIO(bytes(scanned))) as added:
            whole.pages.extend(added.pages)
            made = io.BytesIO()
            whole.save(made)
        paper.content = made.getvalue()
        return paper

    def scanned_pdf(self) -> Paper:
        paper, one, c = self.begin("Скан направления.pdf"), self.who(), "scanned"
        page = self.sheet("arimo", 12)
        for said in ("НАПРАВЛЕНИЕ НА ГОСПИТАЛИЗАЦИЮ", self.clinic(), f"Полис ОМС {one.value('oms', c)}", f"Фамилия, имя, отчество: {one.fio(c)}", f"Дата рождения: {one.born(c)}", f"Адрес: {one.value('addr', c)}", f"Телефон: {one.value('phone', c)}", "Код диагноза по МКБ: K80.2", *self.plains(2), f"Врач: {self.who().short(c)}"):  # fmt: skip
            self.say(page, said, 8)
        return self.done(paper, self.scanned([noisy(picture, self.random) for picture in self.rendered(page, 200 / 72)]))  # fmt: skip

    def printed_pdf(self) -> Paper:
        paper, one, c = self.begin("Карточка вызова 114.pdf"), self.who(), "printed"
        body = pairs([("Номер вызова", "118"), ("ФИО", one.fio(c)), ("Возраст", "54 г."), ("Дата рождения", one.born(c)), ("Адрес вызова", one.value("addr", c)), ("Телефон вызывающего", one.value("phone", c)), ("Кто вызвал", self.who().fi(c)), ("Старший бригады", self.who().short(c)), ("Диагноз", "I20.0"), ("Доставлен", "ГКБ № 4")])  # fmt: skip
        return self.page(paper, "Карта вызова скорой медицинской помощи № 118", body)


class TwelfthOthers(EleventhOthers):
    """Makes the other papers; each method is one."""

    def answer_odt(self) -> Paper:
        self.begin("Служебная записка.odt")
        one, c = self.who(), "answer"
        said = [f"Начальнику ИТ {self.who().cased(c, 'datv')}", f"от заведующей {self.who().cased(c, 'gent')}", f"Прошу исправить у {one.cased(c, 'gent')} ({one.born(c)}) номер полиса на {one.value('oms', c)}.", *self.plains(4), f"Тел. {self.value('phone', c)}"]  # fmt: skip
        body = "".join(f"<text:p>{escape(each)}</text:p>" for each in said)
        styles = f"<text:p>{escape('Исп. ' + self.who().short('remark'))}</text:p>"
        note = f"<text:p>Итог<office:annotation><dc:creator>{self.who().fi('remark')}</dc:creator>{styles}</office:annotation></text:p>"
        self.paper.content = zipped(open_parts("text", f"<office:text>{body}{note}</office:text>", f"<dc:creator>{self.who().fi('creator')}</dc:creator><dc:title>О полисе</dc:title>"))  # fmt: skip
        return self.paper

    def plan_ods(self) -> Paper:
        self.begin("План осмотров.ods")
        c, line = "plan", lambda *said: "<table:table-row>" + "".join(f"<table:table-cell office:value-type='string'><text:p>{escape(str(each))}</text:p></table:table-cell>" for each in said) + "</table:table-row>"  # fmt: skip
        rows = line(
            "№ п/п", "Фамилия", "Имя", "Отчество", "Дата рождения", "Класс", "Законный представитель", "Контакт"
        )
        for n in range(1, 10):
            one = self.who()
            rows += line(n, *one.three(c), one.born(c), f"{n}А", self.who().fi(c), self.value("phone", c))
        rows += "".join(line(said) for said in self.plains(5))
        self.paper.content = zipped(open_parts("spreadsheet", f"<office:spreadsheet><table:table table:name='Школа 14'>{rows}</table:table></office:spreadsheet>", f"<meta:initial-creator>{self.who().fi('creator')}</meta:initial-creator>"))  # fmt: skip
        return self.paper

    def operation_rtf(self) -> Paper:
        self.begin("Протокол операции.rtf")
        one, c = self.who(), "operation"
        said = ["ПРОТОКОЛ ОПЕРАЦИИ № 118", f"Пациент: {one.fio(c)}, {one.born(c)}. История болезни № {one.value('mrn', c)}.", f"Хирург: {self.who().short(c)}. Ассистенты: {self.who().short(c)}, {self.who().short(c)}. Анестезиолог: {self.who().short(c)}. Операционная сестра: {self.who().alone(c)}.", *self.plains(5), f"Подпись хирурга {self.who().front(c)}"]  # fmt: skip
        body = "".join(rtf(text, self.random.random() < 0.5) + "\\par\n" for text in said)
        self.paper.content = rf"{{\rtf1\ansi\ansicpg1251{{\fonttbl{{\f0\fcharset204 Times New Roman;}}}}{{\footer {rtf('Печатал ' + self.who().short('footer'), False)}\par}}\f0 {body}}}".encode("ascii")  # fmt: skip
        return self.paper

    def form_html(self) -> Paper:
        self.begin("Карта вызова.htm")
        one, c = self.who(), "form"
        fields = (("lastname", "Фамилия", one.three(c)[0]), ("firstname", "Имя", one.person.first), ("birth", "Дата рождения", one.born(c)), ("snils", "СНИЛС", one.value("snils", c)), ("tel", "Телефон", one.value("phone", c)), ("diag", "Диагноз", "J06.9"))  # fmt: skip
        inputs = "".join(f"<label for={key}>{label}</label><input id={key} name={key} value='{escape(value)}' title='{label}'><br>" for key, label, value in fields)  # fmt: skip
        self.paper.content = f"<!doctype html><html><head><meta charset='windows-1251'><title>Карта: {one.fi('title')}</title></head><body><!-- {one.fio('remark')} {one.value('oms', 'remark')} --><form>{inputs}<textarea name=note>{escape(self.plain())} Дежурил {self.who().short(c)}.</textarea></form>{''.join(f'<p>{escape(said)}</p>' for said in self.plains(4))}<script>var patient = {{fio: '{one.short('script')}', enp: '{one.bare('oms', 'script')}'}};</script></body></html>".encode("cp1251", "replace")  # fmt: skip
        return self.paper

    def record_xml(self) -> Paper:
        self.begin("HM780231T78_2611.xml")
        made, c = [], "record"
        for n in range(6):
            one = self.who()
            s, f, p = one.three(c)
            made.append(f"<ZAP><N_ZAP>{n + 1}</N_ZAP><PACIENT><ID_PAC>{n}7F-118</ID_PAC><VPOLIS>3</VPOLIS><NPOLIS>{one.bare('oms', c)}</NPOLIS><FAM>{s}</FAM><IM>{f}</IM><OT>{p}</OT><W>1</W><DR>{one.iso(c)}</DR><SNILS>{one.value('snils', c)}</SNILS><TEL>{one.bare('phone', c)}</TEL></PACIENT><SLUCH><USL_OK>3</USL_OK><DS1>I11.9</DS1><NHISTORY>{one.value('mrn', c)}</NHISTORY><IDDOKT>{one.bare('snils', c)}</IDDOKT><COMENTSL>{in_xml(self.plain())}</COMENTSL></SLUCH></ZAP>")  # fmt: skip
        self.paper.content = f"<?xml version='1.0' encoding='windows-1251'?><ZL_LIST><ZGLV><VERSION>3.1</VERSION><DATA>2026-11-19</DATA></ZGLV>{''.join(made)}</ZL_LIST>".encode("cp1251", "replace")  # fmt: skip
        return self.paper

    def queue_json(self) -> Paper:
        self.begin("queue_dump.json")
        made, c = [], "queue"
        for n in range(6):
            one = self.who()
            s, f, p = one.three(c)
            made.append({"messageId": f"7f3c-{n}118", "status": "FAILED", "attempts": n, "patient": {"surname": s, "name": f, "patronymic": p, "birthday": one.iso(c), "documents": [{"type": "SNILS", "number": one.bare("snils", c)}, {"type": "OMS", "number": one.bare("oms", c)}], "contacts": {"mobile": one.value("phone", c), "mail": one.value("email", c)}, "address": {"text": one.value("addr", c)}}, "performer": {"fio": self.who().fio(c), "post": "терапевт"}, "error": self.plain()})  # fmt: skip
        self.paper.content = json.dumps(made, ensure_ascii=self.random.random() < 0.5, indent=2).encode()
        return self.paper

    def mirth_log(self) -> Paper:
        self.begin("mirth.log")
        made, c = [], "log"
        for n in range(8):
            one = self.who()
            at = f"[2026-11-19 09:4{n}:11,118]"
            made += [f"{at}  INFO  (lab-in:2575) received 1187 bytes from 10.20.30.41", f"{at}  ERROR (router:118) Пациент не найден: fio={one.fio(c)}; dr={one.born(c)}; policy={one.bare('oms', c)}", f"{at}  WARN  (sms:41) не доставлено {one.value('phone', c)} ({one.fi(c)}): абонент недоступен", f"{at}  DEBUG (db:77) update visit set doctor='{self.who().short(c)}' where card='{one.value('mrn', c)}'", f"{at}  INFO  (main:1) {self.plain()}"]  # fmt: skip
        self.paper.content = "\r\n".join(made).encode("cp1251", "replace")
        return self.paper

    def reply_eml(self) -> Paper:
        self.begin("Re Fwd ошибка подписания.eml")
        outer, asks, one = self.paper, self.who(), self.who()
        letter = EmailMessage()
        letter["From"], letter["To"] = f"{asks.fio('sender')} <{asks.value('email', 'sender')}>", "support@medsoft.example.ru"  # fmt: skip
        letter["Subject"] = f"Re: Fwd: не подписывается протокол {one.cased('subject', 'gent')}"
        letter["Reply-To"] = self.value("email", "reply to")
        said = ["Добрый день.", f"Пациент {one.fio('letter')}, {one.born('letter')}, СНИЛС {one.value('snils', 'letter')}.", self.plain(), f"Врач {self.who().short('letter')}, кабинет 214.", *self.plains(3), "", asks.fio("signature"), f"тел. {asks.value('phone', 'signature')}", "> 18.11.2026 писал(а) " + self.who().fi("quoted") + ":", "> " + self.plain()]  # fmt: skip
        letter.set_content("\n".join(said), charset="koi8-r", cte="base64")
        made = self.insured_tsv()
        outer.gold += made.gold
        outer.clean += made.clean
        letter.add_attachment(made.content, maintype="text", subtype="tab-separated-values", filename=f"{one.alone('name of a file')}.tsv")  # fmt: skip
        self.paper, outer.content = outer, bytes(letter)
        return outer

    def insured_tsv(self) -> Paper:
        self.begin("открепление.tsv")
        c, made = "table", ["ENP\tFAM\tIM\tOT\tDR\tSNILS\tREASON\tDOCTOR"]
        for _ in range(8):
            one = self.who()
            made.append("\t".join((one.bare("oms", c), *(part.upper() for part in one.three(c)), one.born(c), one.bare("snils", c), "переезд", self.who().short(c))))  # fmt: skip
        self.paper.content = "\n".join([*made, *self.plains(4)]).encode()
        return self.paper

    def numbers_ini(self) -> Paper:
        self.begin("настройки_рассылки.ini")
        c = "settings"
        made = ["[sms]", "gateway=10.20.30.41:8080", "retry=3", f"admin_phone={self.value('phone', c)}", f"admin_name={self.who().fi(c)}", "[mail]", f"alert_to={self.value('email', c)}", "port=587", "[test]", f"patient={self.who().fio(c)}", f"birth={self.who().born(c)}", f"snils={self.value('snils', c)}", *(f"; {said}" for said in self.plains(4))]  # fmt: skip
        self.paper.content = "\r\n".join(made).encode("utf-16")
        return self.paper

    def chat_txt(self) -> Paper:
        self.begin("Чат МИС ЦРБ.txt")
        made, c, one = [], "chat", self.who()
        writers = [self.who() for _ in range(3)]
        said = (f"у {one.cased(c, 'gent')} не печатается справка", f"дата рождения {one.born(c)}?", f"да, полис {one.value('oms', c)}", self.plain(), f"позвоните ей сами {one.value('phone', c)}", f"{self.who().alone(c)} на связи, посмотрит", self.plain(), "спасибо")  # fmt: skip
        made = [f"[19.11.2026, 09:{40 + n}] {writers[n % 3].fi(c)}: {each}" for n, each in enumerate(said)]
        self.paper.content = "\n".join([*made, *self.plains(4)]).encode()
        return self.paper

    def bundle_zip(self) -> Paper:
        self.begin("архив для поддержки.zip")
        outer, parts = self.paper, {}
        for make in (self.mirth_log, self.queue_json, self.operation_rtf):
            made = make()
            outer.gold += made.gold
            outer.clean += made.clean
            parts[made.name] = made.content
        self.begin("Пояснение.docx")
        one = self.who()
        inner = self.word(paragraph(self.plain()) + table([("Пациент", one.fio("inner")), ("Дата рождения", one.born("inner"))]))  # fmt: skip
        outer.gold += inner.gold
        outer.clean += inner.clean
        parts[f"пояснения {one.alone('name of a folder')}/Пояснение.docx"] = inner.content
        outer.gold += self.paper.gold[len(inner.gold) :]
        self.paper, outer.content = outer, zipped(parts)
        return outer
