"""OpenDocument, files of text, letters and archives of the sixth whole set (`whole_set.py --sixth`)."""

import gzip
import io
import json
import tarfile
from email.message import EmailMessage
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from bench.guard.papers import Paper, open_parts, rtf, zipped
from bench.guard.whole_sixth_office import SixthOffice

TEXTS = tuple("letter_odt register_ods quoted_csv tabs_txt record_rtf summary_cda bundle_json widget_html service_log dump_sql mail_eml visit_ics bundle_zip".split())  # fmt: skip
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = "".join(
    f' xmlns:{short}="{OASIS}{long}:1.0"'
    for short, long in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("svg", "svg-compatible"), ("style", "style"), ("form", "form"), ("meta", "meta"), ("config", "config"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip


class SixthTexts(SixthOffice):
    """Makes the papers; each method is one."""

    def opened(self, kind: str, body: str, meta: str, **others: str) -> Paper:
        parts = open_parts(kind, body, meta)
        inner = f"<office:body>{body}</office:body>"
        parts["content.xml"] = f"<office:document-content{SPACES}>{inner}</office:document-content>"
        self.paper.content = zipped({**parts, **{f"{name}.xml": one for name, one in others.items()}})
        return self.paper

    def letter_odt(self) -> Paper:
        """Changes, fields, variables, hidden words and sections, marks, forms, a head and a foot among the styles."""
        self.begin("ответ на жалобу.odt")
        ask = lambda text: f"<text:p>{escape(text)}</text:p>"  # noqa: E731

        def by():
            return f"<office:change-info><dc:creator>{self.fi('changer')}</dc:creator><dc:date>2026-03-02T08:00:00</dc:date></office:change-info>"

        gone = f'<text:tracked-changes><text:changed-region xml:id="c1"><text:insertion>{by()}</text:insertion></text:changed-region><text:changed-region xml:id="c2"><text:deletion>{by()}{ask(self.text("deleted"))}</text:deletion></text:changed-region></text:tracked-changes>'
        declared = f'<text:user-field-decls><text:user-field-decl text:name="Пациент" office:value-type="string" office:string-value={quoteattr(self.alone("user field"))}/></text:user-field-decls><text:variable-decls><text:variable-decl text:name={quoteattr("врач_" + self.alone("variable name"))}/></text:variable-decls>'
        body = f"<office:text>{gone}{declared}" + "".join(ask(self.plain()) for _ in range(7))
        person = self.maker.person()
        self.gold(f"{person.surname} {person.first}", "PERSON", "spans")
        body += f'<text:p>Пациент: <text:span>{person.surname[:3]}</text:span><text:span text:style-name="b">{person.surname[3:]}</text:span><text:s/>{person.first}, СНИЛС<text:tab/>{self.value("snils", "tabs")}</text:p>'
        body += f'<text:p><text:hidden-text text:condition="x" text:string-value={quoteattr(self.text("hidden text"))} text:is-hidden="true"/><text:conditional-text text:condition="y" text:string-value-if-true={quoteattr(self.alone("condition"))} text:string-value-if-false={quoteattr(self.short("condition"))}>{self.alone("condition")}</text:conditional-text></text:p>'
        body += f'<text:section text:name={quoteattr("Для " + self.fi("section name"))} text:display="none">{ask(self.text("hidden section"))}</text:section>'
        body += f'<text:p>Карта<text:alphabetical-index-mark text:string-value={quoteattr(self.alone("index"))} text:key1={quoteattr(self.alone("index"))}/><text:bookmark text:name={quoteattr("п_" + self.alone("bookmark"))}/><text:placeholder text:placeholder-type="text" text:description={quoteattr(self.fio("placeholder"))}>&lt;ФИО&gt;</text:placeholder><text:note text:id="n1"><text:note-citation>1</text:note-citation><text:note-body>{ask(self.text("note"))}</text:note-body></text:note></text:p>'
        body += f'<office:forms><form:form form:name="f"><form:text form:name="fio" form:title={quoteattr(self.fio("form title"))} form:current-value={quoteattr(self.fio("form value"))} form:value={quoteattr(self.alone("form value"))}/><form:listbox><form:option form:label={quoteattr(self.short("form option"))}/></form:listbox></form:form></office:forms>'
        body += f'<text:p><text:a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href={quoteattr("mailto:" + self.value("email", "link"))} office:title={quoteattr(self.fi("link"))}>написать</text:a><draw:frame draw:name="r"><draw:object-ole><office:binary-data/></draw:object-ole><svg:desc>{escape(self.whose("frame"))}</svg:desc></draw:frame></text:p></office:text>'
        styles = f'<office:document-styles{SPACES}><office:master-styles><style:master-page style:name="Standard"><style:header>{ask("Больной " + self.fio("head"))}</style:header><style:footer>{ask("Исп. " + self.short("foot") + ", тел. " + self.value("phone", "foot"))}</style:footer></style:master-page></office:master-styles></office:document-styles>'
        meta = f'<meta:initial-creator>{self.fi("initial creator")}</meta:initial-creator><meta:printed-by>{self.fi("printed by")}</meta:printed-by><dc:description>{escape(self.text("description"))}</dc:description><meta:keyword>{self.alone("keyword")}</meta:keyword><meta:user-defined meta:name="Лечащий врач">{self.alone("own property")}</meta:user-defined>'
        settings = f'<office:document-settings{SPACES}><office:settings><config:config-item config:name="CurrentDatabaseDataSource" config:type="string">{self.alone("data source")}</config:config-item></office:settings></office:document-settings>'
        return self.opened("text", body, meta, styles=styles, settings=settings)

    def register_ods(self) -> Paper:
        """Values in attributes, days and numbers, repeated cells, changes of cells, checks, hidden sheets, names, scenarios."""
        self.begin("учёт прививок.ods")

        def cell(text):
            return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'

        row = lambda *cells: "<table:table-row>" + "".join(cells) + "</table:table-row>"  # noqa: E731
        rows = row(*map(cell, ("Ребёнок", "Дата рождения", "СНИЛС", "Родитель, телефон", "Участок")))
        for n in range(6):
            year, month, day = self.maker._born()
            iso, shown = f"{year}-{month:02d}-{day:02d}", f"{day:02d}.{month:02d}.{year % 100:02d}"
            self.gold(iso, "DOB", "register")
            rows += row(
                cell(self.fi("register")), f'<table:table-cell office:value-type="date" office:date-value="{iso}"><text:p>{shown}</text:p></table:table-cell>',
                f'<table:table-cell office:value-type="float" office:value="{self.number("snils", "register")}"/>', cell(f"{self.fi('register')} {self.value('phone', 'register')}"), cell(f"{n + 1}"),
            )  # fmt: skip
        note = f'<table:table-cell table:number-columns-repeated="2"><office:annotation><dc:creator>{self.alone("annotation author")}</dc:creator><text:p>{escape(self.text("annotation"))}</text:p></office:annotation></table:table-cell>'
        formula = f'<table:table-cell table:formula={quoteattr("of:=IF([.A1]=" + chr(34) + self.alone("formula") + chr(34) + ";1;0)")} office:value-type="string" office:string-value={quoteattr(self.short("kept result"))}/>'
        rows += row(note, formula) + "".join(row(cell(self.plain())) for _ in range(7))
        checks = f'<table:content-validations><table:content-validation table:name="v1" table:condition={quoteattr("of:cell-content-is-in-list(" + ";".join(chr(34) + self.short("choices") + chr(34) for _ in range(3)) + ")")}><table:help-message table:title="Врач"><text:p>{escape("Сегодня " + self.short("help"))}</text:p></table:help-message></table:content-validation></table:content-validations>'
        changes = f'<table:tracked-changes><table:cell-content-change table:id="ct1"><office:change-info><dc:creator>{self.fi("changer")}</dc:creator></office:change-info><table:previous><table:change-track-table-cell office:value-type="string"><text:p>{self.fio("before")}</text:p></table:change-track-table-cell></table:previous></table:cell-content-change></table:tracked-changes>'
        names = f'<table:named-expressions><table:named-expression table:name={quoteattr("врач_" + self.alone("name"))} table:expression={quoteattr(chr(34) + self.alone("name") + chr(34))}/></table:named-expressions><table:database-ranges><table:database-range table:name="d"><table:filter><table:filter-condition table:value={quoteattr(self.alone("filter"))}/></table:filter><table:database-source-sql table:sql-statement={quoteattr("select * from p where fam=" + chr(39) + self.alone("query") + chr(39))}/></table:database-range></table:database-ranges>'
        hidden = f'<table:table table:name={quoteattr("врач " + self.alone("sheet name"))} table:display="false">{row(cell("Дежурит"), cell(self.short("hidden sheet")))}{row(cell("Телефон"), cell(self.value("phone", "hidden sheet")))}</table:table>'
        scene = f'<table:table table:name="Сц"><table:scenario table:comment={quoteattr(self.text("scenario"))}/>{row(cell("1"))}</table:table>'
        body = f'<office:spreadsheet>{changes}{checks}<table:table table:name="Прививки">{rows}</table:table>{hidden}{scene}{names}</office:spreadsheet>'
        return self.opened("spreadsheet", body, f"<dc:creator>{self.alone('creator')}</dc:creator>")

    def quoted_csv(self) -> Paper:
        """windows-1251, quotes inside of quotes, breaks in cells, numbers made words by Excel, a foot."""
        self.begin("Выгрузка_реестр.csv")
        quoted = lambda one: '"' + str(one).replace('"', '""') + '"'  # noqa: E731
        rows = [("ФИО", "ДР", "СНИЛС", "ЕНП", "Адрес", "Тел", "Прим")]
        for n in range(8):
            year, month, day = self.maker._born()
            phone = self.maker.digits(9)
            self.gold("79" + phone, "PHONE", "csv")
            rows.append((f"{self.fio('csv')}\n(представитель {self.short('csv')})" if n % 3 == 0 else self.fio("csv").upper(), self.gold(f"{day}.{month}.{year}", "DOB", "csv"), f'="{self.bare("snils", "csv")}"', f"'{self.value('oms', 'csv')}", self.value("addr", "csv"), f"79{phone}", self.plain() if n < 7 else 'сказал: "перезвоните"'))  # fmt: skip
        rows.append(("Итого: 8", "", "", "", "", "", "Сформировал: " + self.short("foot")))
        self.paper.content = ("sep=;\r\n" + "\r\n".join(";".join(map(quoted, row)) for row in rows)).encode("cp1251", "replace")  # fmt: skip
        return self.paper

    def tabs_txt(self) -> Paper:
        """UTF-16, a table by tabs, lists in words, a letter below."""
        self.begin("из_1С.txt")
        lines = ["Пациент\tДата рождения\tПолис\tТелефон\tВрач", *("\t".join((self.fio("tabs"), self.born("tabs"), self.value("oms", "tabs"), self.value("phone", "tabs"), self.alone("tabs"))) for _ in range(5)), ""]  # fmt: skip
        lines += [self.plain() for _ in range(7)] + [f"Не прошли ФЛК: {self.alone('list')}, {self.alone('list')} и {self.alone('list')} (пациенты участка 3)", self.text("letter"), f"--\n{self.fi('signature')}, ст. медсестра, {self.value('phone', 'signature')}"]  # fmt: skip
        self.paper.content = "\r\n".join(lines).encode("utf-16")
        return self.paper

    def record_rtf(self) -> Paper:
        """Letters in hexadecimal and by number, breaks amid words, groups that hide, tables, remarks, heads, bookmarks, changes."""
        self.begin("осмотр.rtf")

        def mixed(text):
            return "".join(rtf(one, n % 3 == 0) + ("\n" if n % 17 == 16 else "") for n, one in enumerate(text))

        info = "".join(rf"{{\{key} {rtf(value, True)}}}" for key, value in (("author", self.fi("author")), ("operator", self.alone("operator")), ("doccomm", self.text("remark on it")), ("hlinkbase", "D:/" + self.alone("base"))))  # fmt: skip
        rows = "".join("\\trowd\\cellx3000\\cellx6000\\cellx9000 " + "".join(mixed(cell) + "\\cell " for cell in row) + "\\row\n" for row in (("Родственник", "Кем приходится", "Контакт"), *((self.fi("table"), who, self.value("phone", "table")) for who in ("мать", "опекун"))))  # fmt: skip
        note = rf"{{\*\atnid {rtf('АБ', True)}}}{{\*\atnauthor {rtf(self.fi('remark author'), True)}}}{{\chatn{{\*\annotation {mixed(self.text('remark'))}}}}}"
        extra = rf"{{\header {mixed('Карта ' + self.value('mrn', 'head') + ' ' + self.short('head'))}\par}}{{\footer {mixed('Врач ' + self.alone('foot'))}\par}}{{\footnote {mixed(self.text('footnote'))}}}{{\*\bkmkstart {rtf('п_' + self.alone('bookmark'), True)}}}{{\*\bkmkend x}}{{\deleted {mixed(self.text('deleted'))}}}{{\*\docvar {{fio}}{{{rtf(self.fio('variable'), True)}}}}}{{\*\unknowngroup {rtf(self.fio('unknown group'), True)}}}{{\xe\v {rtf(self.alone('index'), False)}}}"
        body = "".join(mixed(one) + "\\par\n" for one in (*(self.plain() for _ in range(7)), *(self.text("body") for _ in range(3))))  # fmt: skip
        person = self.maker.person()
        self.gold(f"{person.surname} {person.first}", "PERSON", "formats amid a word")
        body += rf"{rtf('Пациент ', False)}{{\b {rtf(person.surname[:3], False)}}}{{\i {rtf(person.surname[3:], True)}}}\~{rtf(person.first, False)}\par "
        self.paper.content = rf"{{\rtf1\ansi\ansicpg1251\uc1{{\info{info}}}{body}{rows}{note}{extra}}}".encode("ascii")
        return self.paper

    def summary_cda(self) -> Paper:
        """An electronic document with CDATA, comments, a stylesheet's instruction, people in every role, values in attributes."""
        self.begin("СЭМД_227.xml")
        name = lambda c: (lambda p: f"<name><family>{p[0]}</family><given>{p[1]}</given><identity:Patronymic>{p[2]}</identity:Patronymic></name>")(self.parts(c))  # noqa: E731, PLC3002  # fmt: skip

        def role(tag, c):
            return f"<{tag}><time value='20260303'/><assignedEntity><id root='1.2.643.100.3' extension='{self.bare('snils', c)}'/><telecom value='tel:{self.bare('phone', c)}'/><assignedPerson>{name(c)}</assignedPerson></assignedEntity></{tag}>"

        patient = f"<recordTarget><patientRole><id root='1.2.643.5.1.13.13.12.2.77.7973.100.1.1.50' extension='{self.value('mrn', 'patient')}'/><identity:IdentityDoc><identity:Series>{self.maker.digits(4)}</identity:Series><identity:Number>{self.gold(self.maker.digits(6), 'PASSPORT', 'patient')}</identity:Number></identity:IdentityDoc><identity:InsurancePolicy><identity:Number>{self.bare('oms', 'patient')}</identity:Number></identity:InsurancePolicy><addr><address:residentCode value='77'/><streetAddressLine>{escape(self.value('addr', 'patient'))}</streetAddressLine></addr><patient>{name('patient')}<birthTime value='{self.value('dob8', 'patient')}'/></patient></patientRole></recordTarget>"
        narrative = f"<text><list><item>{'</item><item>'.join(escape(self.plain()) for _ in range(6))}</item></list><paragraph>{escape(self.text('narrative'))}</paragraph><![CDATA[{self.text('CDATA')}]]><content ID='c1'>Сопровождала {self.fi('narrative')}</content></text>"
        entry = f"<entry><observation><value xsi:type='ST'>{escape(self.text('value'))}</value><participant><participantRole><playingEntity>{name('participant')}</playingEntity></participantRole></participant></observation></entry>"
        self.paper.content = f"<?xml version='1.0' encoding='windows-1251'?><?note {self.fio('instruction')}?><!-- Выгрузил: {self.fi('comment')} --><ClinicalDocument xmlns='urn:hl7-org:v3' xmlns:identity='urn:i' xmlns:address='urn:a' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><title>Эпикриз в стационаре</title>{patient}{role('author', 'author')}{role('authenticator', 'authenticator')}{role('dataEnterer', 'data enterer')}<component><section>{narrative}{entry}</section></component></ClinicalDocument>".encode("cp1251", "xmlcharrefreplace")  # fmt: skip
        return self.paper

    def bundle_json(self) -> Paper:
        """A bundle with JSON inside strings, escapes of Unicode, names as keys, lists without keys, HTML in a text."""
        self.begin("bundle.json")
        inner = json.dumps({"lastName": self.alone("inner JSON"), "tel": self.bare("phone", "inner JSON"), "note": self.text("inner JSON")})  # fmt: skip
        given = {
            "resourceType": "Bundle", "timestamp": 1771234567890, "total": 2,
            "entry": [{"resource": {"resourceType": "Patient", "id": "7f3a-11", "name": [{"use": "official", "family": self.alone("FHIR"), "text": self.fio("FHIR")}], "birthDate": self.value("dobiso", "FHIR"), "telecom": [{"system": "phone", "value": self.value("phone", "FHIR")}, {"system": "email", "value": self.value("email", "FHIR")}], "address": [{"text": self.value("addr", "FHIR")}], "contact": [{"relationship": [{"text": "мать"}], "name": {"text": self.fi("FHIR contact")}}], "text": {"div": f"<div><b>{self.fio('FHIR div')}</b>, {self.born('FHIR div')}</div>"}}}],
            "raw": inner, "history": [self.plain() for _ in range(7)], "participants": [self.fio("list"), self.short("list"), self.alone("list")],
            "assignee": {"displayName": self.fi("account"), "emailAddress": self.value("email", "account")}, "passport": {"series": self.maker.digits(4), "number": self.gold(self.maker.digits(6), "PASSPORT", "nested")},
            "message": self.text("message"), "duplicates": {self.fio("key"): {"snils": int(self.bare("snils", "number"))}}, "fio": {"f": self.alone("letters"), "i": "Анна", "o": "Ивановна"}, "count": 12480,
        }  # fmt: skip
        self.paper.gold = [(value.lstrip("0") if corner == "number" else value, label, corner) for value, label, corner in self.paper.gold]  # fmt: skip
        self.paper.content = json.dumps(given, ensure_ascii=True, indent=1).encode()
        return self.paper

    def widget_html(self) -> Paper:
        """A saved page of a system: data in attributes, state in scripts, styles, meta, forms, frames, shapes, tables of definitions."""
        self.begin("МИС - карточка.htm")
        state = json.dumps({"patient": {"surname": self.alone("state"), "birthday": self.value("dobiso", "state"), "snils": self.value("snils", "state"), "phones": [self.value("phone", "state")]}}, ensure_ascii=True)  # fmt: skip
        head = f"<title>{self.fio('title')} | МИС</title><meta name=description content={quoteattr(self.text('meta'))}><meta name=author content={quoteattr(self.alone('meta'))}><style>.p:after{{content:'{self.fio('style')}'}}</style><script type='application/json' id=state>{state}</script><script>window.user='{self.fi('script')}';/* {self.text('script comment')} */</script><base href={quoteattr('https://mis.example/?p=' + quote(self.alone('base')))}>"
        body = (
            "".join(f"<p>{self.plain()}</p>" for _ in range(7))
            + f"<div data-patient={quoteattr(self.fio('data attribute'))} data-dob={quoteattr(self.born('data attribute'))} data-phone={quoteattr(self.value('phone', 'data attribute'))} aria-label={quoteattr('Карта: ' + self.alone('aria'))} onclick={quoteattr('open(' + chr(39) + self.fio('handler') + chr(39) + ')')}>Открыть</div>"
        )
        body += f"<dl><dt>Пациент</dt><dd>{self.alone('definitions')}</dd><dt>Полис</dt><dd>{self.value('oms', 'definitions')}</dd><dt>Дата рождения</dt><dd>{self.born('definitions')}</dd></dl><label>Врач<select><option>{self.alone('options')}</option><option selected>{self.short('options')}</option></select></label><input name=phone placeholder='Телефон' value={quoteattr(self.value('phone', 'input'))}><input name=fio list=l value={quoteattr(self.fi('input'))}>"
        person = self.maker.person()
        self.gold(f"{person.surname} {person.first}", "PERSON", "marks amid a word")
        body += f"<p>Больной <span class=hl>{person.surname[:3]}</span>{person.surname[3:]}&nbsp;{person.first} &#1087;&#1077;&#1088;&#1077;&#1074;&#1077;&#1076;&#1105;&#1085;</p><svg><title>{self.fi('shape title')}</title><text>{self.short('shape')}</text></svg><iframe srcdoc={quoteattr('<p>' + self.text('frame') + '</p>')}></iframe><a href={quoteattr('tel:' + self.value('phone', 'link'))} download={quoteattr(self.fio('download') + '.pdf')}>звонок</a><details hidden><summary>ещё</summary>{escape(self.text('details'))}</details><!--[if IE]><p>{self.fio('conditional comment')}</p><![endif]-->"
        self.paper.content = f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()  # fmt: skip
        return self.paper

    def service_log(self) -> Paper:
        """A log of a service: pairs, JSON and XML on a line, addresses in percent, traces, statements with parameters."""
        self.begin("mis-service.log")
        out = []
        for n in range(3):
            out += [
                f"2026-11-2{n} 10:02:11,431 INFO  [http-8] PatientService - found patient id=77{n}012 fio='{self.fio('pairs')}' dr={self.value('dobiso', 'pairs')} polis={self.bare('oms', 'pairs')}",
                f"2026-11-2{n} 10:02:11,502 DEBUG [http-8] Rest - GET /api/v2/patients?q={quote(self.alone('percent'))}&tel=%2B7{self.gold('9' + self.maker.digits(9), 'PHONE', 'percent')} 200 41ms",
                f"2026-11-2{n} 10:02:12,007 WARN  [sched] Sms - не доставлено: {self.value('phone', 'message')}, получатель {self.fi('message')}",
                f"2026-11-2{n} 10:02:12,411 ERROR [http-2] {self.plain()}",
                f"java.lang.IllegalStateException: Дубликат: {self.alone('trace')} {self.maker.person().first} ({self.born('trace')})\n\tat ru.mis.PatientDao.merge(PatientDao.java:1184)",
                f"Hibernate: select * from patient where surname=? and snils=?\nbinding parameter [1] as [VARCHAR] - [{self.alone('parameter')}]\nbinding parameter [2] as [VARCHAR] - [{self.bare('snils', 'parameter')}]",
                f'2026-11-2{n} 10:02:13,101 DEBUG body={{"lastName":"{self.alone("body")}","email":"{self.value("email", "body")}"}}',
                f"2026-11-2{n} 10:02:13,222 INFO  [audit] user=reg12 ({self.short('audit')}) opened card {self.value('mrn', 'audit')} of {self.fio('audit')}",
                f"2026-11-2{n} 10:02:13,900 INFO  {self.plain()}",
            ]  # fmt: skip
        self.paper.content = "\n".join(out).encode()
        return self.paper

    def dump_sql(self) -> Paper:
        self.begin("dump.sql")

        def row():
            return f"({self.random.randrange(1000)}, '{self.alone('insert')}', 'Анна', 'Ивановна', '{self.value('dobiso', 'insert')}', '{self.bare('snils', 'insert')}', '{self.value('phone', 'insert')}', 'г. Н')"

        self.paper.content = f"-- выгрузил {self.fi('comment')}\nINSERT INTO patient (id, last_name, first_name, middle_name, birth_date, snils, phone, town) VALUES\n{','.join(row() for _ in range(4))};\nUPDATE doctor SET fio = '{self.fio('update')}', email = '{self.value('email', 'update')}' WHERE id = 77012;\nCOPY relative (patient_id, fio, phone) FROM stdin;\n77\t{self.fi('copy')}\t{self.value('phone', 'copy')}\n78\t{self.fi('copy')}\t{self.value('phone', 'copy')}\n\\.\n-- {self.plain()}\n-- {self.plain()}\n-- {self.plain()}\n".encode()  # fmt: skip
        return self.paper

    def mail_eml(self) -> Paper:
        """A letter with two faces, four files, a letter in it, a card, names in heads, and names of files in every coding."""
        self.begin("Re_ дубль карты.eml")
        outer, letter = self.paper, EmailMessage()
        letter["From"] = f"{self.fi('sender')} <{self.value('email', 'sender')}>"
        letter["To"] = f"{self.alone('receiver')} <help@example.ru>"
        letter["Cc"] = f'"{self.short("copy")}" <{self.value("email", "copy")}>'
        letter["Subject"] = f"Дубль карты {self.fio('subject')}"
        letter["X-Originator"] = self.fi("own head")
        letter.set_content("\n".join([*(self.plain() for _ in range(7)), self.text("letter"), f"С уважением,\n{self.fi('signature')}\nоператор, {self.value('phone', 'signature')}"]))  # fmt: skip
        letter.add_alternative(f"<html><body><p>{escape(self.text('second face'))}</p><p style='display:none'>{escape(self.text('hidden'))}</p></body></html>", subtype="html")  # fmt: skip
        made = [self.record_rtf(), self.bundle_json(), self.reviewed_docx()]
        for one in made:
            outer.gold += one.gold
            outer.clean += one.clean
        self.paper = outer
        for one in made:
            letter.add_attachment(one.content, maintype="application", subtype="octet-stream", filename=one.name)
        name = self.fio("name of a file")
        letter.add_attachment(f"ФИО;тел\n{self.fio('attached')};{self.value('phone', 'attached')}".encode("cp1251"), maintype="text", subtype="csv", filename=f"{name}.csv")  # fmt: skip
        inner = EmailMessage()
        inner["Subject"], inner["From"] = (
            "Fwd: " + self.short("inner subject"),
            f"{self.fi('inner sender')} <x@example.ru>",
        )
        inner.set_content(self.text("inner letter"))
        letter.add_attachment(inner)
        person = self.maker.person()
        self.gold(f"{person.surname} {person.first}", "PERSON", "card")
        card = f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:{person.surname};{person.first};;;\r\nFN:{person.first} {person.surname}\r\nTEL;TYPE=CELL:{self.value('phone', 'card')}\r\nEND:VCARD\r\n"
        letter.add_attachment(card.encode(), maintype="text", subtype="vcard", filename="contact.vcf")
        outer.content = bytes(letter)
        return outer

    def visit_ics(self) -> Paper:
        self.begin("приём.ics")
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "DTSTART:20261124T090000", f"SUMMARY:Консультация\\, {self.fio('summary')}", f"ORGANIZER;CN={self.fi('organizer')}:mailto:{self.value('email', 'organizer')}", f"ATTENDEE;CN=\"{self.short('attendee')}\":mailto:{self.value('email', 'attendee')}", f"DESCRIPTION:{self.text('description')}", f"LOCATION:{self.value('addr', 'place').replace(',', chr(92) + ',')}", f"CONTACT:{self.fi('contact')}\\, {self.value('phone', 'contact')}", f"COMMENT:{self.plain()}", "END:VEVENT", "END:VCALENDAR"]  # fmt: skip
        self.paper.content = "\r\n".join(lines).encode()
        return self.paper

    def bundle_zip(self) -> Paper:
        """An archive of a folder per person, with a packed log, a tar and an archive in it, and remarks on members."""
        self.begin("материалы.zip")
        outer, parts = self.paper, {}
        for make in (self.quoted_csv, self.letter_odt, self.threads_xlsx):
            one = make()
            outer.gold += one.gold
            outer.clean += one.clean
            parts[f"2026/{one.name}"] = one.content
        log = self.service_log()
        outer.gold += log.gold
        outer.clean += log.clean
        self.paper = outer
        parts["logs/mis.log.gz"] = gzip.compress(log.content)
        parts[f"{self.fi('folder')}/выписка.txt"] = self.text("inner").encode("cp1251", "replace")
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as made:
            for name in (f"{self.fio('name in a tar')}.txt", f"карта {self.alone('name in a tar')}.csv"):
                said = f"ФИО;тел\n{self.fio('tar')};{self.value('phone', 'tar')}".encode()
                info = tarfile.TarInfo(name)
                info.size, info.uname = len(said), self.maker.person().surname
                made.addfile(info, io.BytesIO(said))
        parts["архив.tar"] = packed.getvalue()
        outer.content = zipped(parts)
        return outer
