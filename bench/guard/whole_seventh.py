"""A seventh whole set (`whole_set.py --seventh`): papers in PDF as hospitals and vendors send them to a service desk, in everyday layouts."""

import io
from html import escape

from bench.guard.papers import Paper
from bench.guard.whole_pdf import noisy, saved
from bench.guard.whole_seventh_people import POSTS, WARDS, Clinic, printed
from bench.guard.whole_third import WholeThird

PDFS = tuple("discharge_pdf lab_pdf referral_pdf refused_pdf sick_leave_pdf tickets_pdf application_pdf letter_shot_pdf scan_letter_pdf contract_pdf phones_pdf birth_pdf reviewed_pdf".split())  # fmt: skip
STYLE = "<style>body{font:10.5pt Tinos;margin:0}table{border-collapse:collapse;width:100%}td,th{border:1px solid #777;padding:2px 5px;vertical-align:top;text-align:left}.n td{border:0}.r{text-align:right}.s{font-size:8pt;color:#555}h1{font-size:13pt;text-align:center}@page{size:A4;margin:14mm}</style>"


def cells(rows, head: bool = True) -> str:
    made = ""
    for number, row in enumerate(rows):
        kind = "th" if head and not number else "td"
        made += "<tr>" + "".join(f"<{kind}>{escape(str(one))}</{kind}>" for one in row) + "</tr>"
    return f"<table>{made}</table>"


def pairs(rows) -> str:
    return "<table class=n>" + "".join(f"<tr><td width=32%>{escape(a)}</td><td><b>{escape(b)}</b></td></tr>" for a, b in rows) + "</table>"  # fmt: skip


class SeventhPapers(Clinic, WholeThird):
    """Makes the papers; each method is one."""

    DATA_NAME = "whole_seventh.toml"

    def discharge_pdf(self) -> Paper:
        """A summary as a web system prints it: a card on top, chapters, tables of tests and drugs, signatures, a foot."""
        paper, one, doctor, chief, mother = self.begin("Выписной эпикриз.pdf"), self.who(), self.who(), self.who(), self.who()  # fmt: skip
        name, numbers = self.head()
        c = "discharge"
        card = pairs([("Пациент:", one.fio(c)), ("Дата рождения (возраст):", f"{one.born(c)} (54 года)"), ("Пол:", "женский" if one.person.female else "мужской"), ("Полис ОМС:", f"{one.value('oms', c)}, СМО «Здоровье-Мед»"), ("СНИЛС:", one.value("snils", c)), ("Место жительства:", one.value("addr", c)), ("Контакты:", f"{one.value('phone', c)}; сестра {mother.fi(c)} {mother.value('phone', c)}"), ("№ истории болезни:", one.value("mrn", c))])  # fmt: skip
        drugs = cells([("Препарат", "Доза", "Назначил"), ("Эналаприл", "5 мг 2 р/д", doctor.short(c)), ("Верошпирон", "25 мг утром", doctor.short(c)), ("Омепразол", "20 мг", chief.short(c))])  # fmt: skip
        labs = cells([("Показатель", "02.11", "09.11", "Норма"), ("Гемоглобин, г/л", "121", "128", "120–140"), ("Калий, ммоль/л", "4,1", "4,4", "3,5–5,1"), ("NT-proBNP", "1840", "612", "<125")])  # fmt: skip
        self.keep("Гемоглобин Калий NT-proBNP Верошпирон Омепразол Эналаприл")
        text = "".join(f"<p>{escape(said)}</p>" for said in self.plains(7))
        story = f"<p>Больн{'ая' if one.person.female else 'ой'} {one.alone(c)} {one.person.first[0]}.{one.person.patronymic[0]}. доставлен{'а' if one.person.female else ''} бригадой СМП 02.11.2026 в 03:40, сопровождал(а) {mother.alone(c)}. На фоне лечения у {one.alone(c, 'gent')} положительная динамика.</p>"
        paper.content = printed(f"<title>{escape(one.fio('title'))}</title>{STYLE}<body><div class=s>{escape(name)}<br>{escape(numbers)}</div><h1>ВЫПИСНОЙ ЭПИКРИЗ</h1>{card}{text}{story}<h3>Лабораторно</h3>{labs}<h3>Лечение</h3>{drugs}<p>Лечащий врач ______________ {doctor.front(c)}</p><p>Зав. отделением ______________ {chief.front(c)}</p><p class=s>Документ подписан ЭП: {chief.fio('signature stamp')}, сертификат 01D9A7F300C4B1, действителен до 14.05.2027</p></body>")  # fmt: skip
        return paper

    def lab_pdf(self) -> Paper:
        """A laboratory's form: the patient on the left, the order on the right, results, who did it."""
        paper, one, doctor, sender = self.begin("Результат_4620118.pdf"), self.who(), self.who(), self.who()
        name, numbers = self.head()
        c = "laboratory"
        order = self.keep("Заказ 46-20118-07, взятие 12.11.2026 07:45, готовность 12.11.2026 15:20")
        left = f"<b>{one.fio(c)}</b><br>Дата рождения: {one.born(c)}<br>Пол: {one.sex.upper()}<br>Полис: {one.value('oms', c)}<br>Тел.: {one.value('phone', c)}<br>E-mail: {one.value('email', c)}"
        right = f"{order}<br>Отделение: {self.random.choice(WARDS)}<br>Направил: {sender.short(c)}<br>Карта: {one.value('mrn', c)}"
        rows = [("Исследование", "Результат", "Ед.", "Референс"), ("Глюкоза", "5,4", "ммоль/л", "3,9–6,1"), ("Креатинин", "88", "мкмоль/л", "62–106"), ("АЛТ", "31", "Ед/л", "до 41"), ("ТТГ", "2,14", "мЕд/л", "0,4–4,0")]  # fmt: skip
        self.keep("Глюкоза Креатинин АЛТ ТТГ мкмоль")
        paper.content = printed(f"{STYLE}<body style='font-family:Arimo;font-size:9pt'><table class=n><tr><td width=55%>{left}</td><td>{right}</td></tr></table><h1>Биохимическое исследование крови</h1>{cells(rows)}<p>{'</p><p>'.join(map(escape, self.plains(5)))}</p><p>Исследование выполнил: биолог {doctor.alone(c)} {doctor.person.first[0]}. {doctor.person.patronymic[0]}.</p><p class=s>{escape(name)}. {escape(numbers)}. Лицензия Л041-01186-71/00574132</p></body>")  # fmt: skip
        return paper

    def referral_pdf(self) -> Paper:
        """A referral with numbered lines, as a form of the ministry is filled by a system."""
        paper, one, doctor, chief = self.begin("Направление 057у-04.pdf"), self.who(), self.who(), self.who()
        page, c = self.sheet("tinos", 11), "referral"
        self.say(page, self.clinic())
        self.say(page, self.keep("Код формы по ОКУД 057/у-04, утверждена приказом 255 от 22.11.2004"))
        self.say(page, "НАПРАВЛЕНИЕ на госпитализацию, восстановительное лечение, обследование, консультацию")
        self.say(page, f"1. Номер страхового полиса ОМС  {one.value('oms', c)}")
        self.say(page, "2. Код льготы  083")
        self.say(page, f"3. Фамилия, имя, отчество  {one.fio(c).upper()}")
        self.say(page, f"4. Дата рождения  {one.born(c)}")
        self.say(page, f"5. Адрес постоянного места жительства  {one.value('addr', c)}")
        self.say(page, "6. Место работы, должность  МУП «Водоканал», слесарь 5 разряда")
        self.say(page, "7. Код диагноза по МКБ  I20.8")
        self.say(page, f"8. Обоснование направления  {self.plain()}")
        self.say(
            page,
            f"Должность медицинского работника, направившего больного: терапевт  {doctor.short(c)}  подпись ________",
        )
        self.say(page, f"Заведующий отделением  {chief.short(c)}  подпись ________")
        self.say(page, f"Контактный телефон пациента {one.value('phone', c)}. Сопровождающий: {self.fi(c)}")
        for _ in range(5):
            self.say(page, self.plain())
        page.set_author(doctor.fi("information"))
        page.set_subject("Пациент " + one.short("information"))
        return self.done(paper, page)

    def refused_pdf(self) -> Paper:
        """A register of refused cases: many columns of small print on a page that lies."""
        paper, c = self.begin("Протокол ФЛК.pdf"), "register"
        name, numbers = self.head()
        rows = [("№", "N_ZAP", "Фамилия Имя Отчество", "Пол", "Дата рожд.", "№ полиса", "СНИЛС", "Код дефекта", "Описание ошибки", "Врач (СНИЛС)")]  # fmt: skip
        for number in range(1, 19):
            one, doctor = self.who(), self.who()
            rows.append((number, 4100 + number, one.fio(c).upper() if number % 2 else one.fio(c), one.sex.upper(), one.born(c), one.value("oms", c), one.bare("snils", c), "5.3.2", f"Полис {one.value('oms', c)} не действует на дату оказания помощи" if number % 6 == 0 else "Дата окончания лечения вне отчётного периода", doctor.bare("snils", c)))  # fmt: skip
        self.keep("Дата окончания лечения вне отчётного периода")
        paper.content = printed(f"{STYLE.replace('size:A4', 'size:A4 landscape')}<style>thead{{display:table-header-group}}td,th{{font:7pt Carlito}}</style><body>{escape(name)}<br>{escape(numbers)}<h1>Протокол форматно-логического контроля реестра HM690012T69_2610003</h1>{cells(rows)}<p>{'</p><p>'.join(map(escape, self.plains(5)))}</p><p>Специалист отдела: {self.short('foot')}, доб. 214</p></body>")  # fmt: skip
        return paper

    def sick_leave_pdf(self) -> Paper:
        """A sick leave as it is printed: groups of fields in two columns, periods with doctors."""
        paper, one, child, first, second = self.begin("ЭЛН печать.pdf"), self.who(), self.who(), self.who(), self.who()
        page, c = self.sheet("arimo", 9.5), "sick leave"
        self.say(page, f"ЛИСТОК НЕТРУДОСПОСОБНОСТИ (электронный) № {one.value('eln', c)}")
        self.say(page, self.clinic())
        left = [("Фамилия", one.three(c)[0]), ("Имя", one.person.first), ("Отчество", one.person.patronymic), ("Дата рождения", one.born(c)), ("СНИЛС", one.value("snils", c)), ("ИНН", one.value("inn", c))]  # fmt: skip
        right = [("Причина", "09 (уход за больным членом семьи)"), ("Место работы", "АО «Тулаточмаш»"), ("Рег. номер", "7101012345"), ("По уходу: ФИО", child.fio(c)), ("Возраст", "4 г. 2 мес."), ("Родство", "38 (мать)")]  # fmt: skip
        for (a, b), (d, e) in zip(left, right, strict=True):
            for width, said in ((32, a), (62, b), (32, d), (62, e)):
                page.cell(width, 6, said)
            page.ln()
        self.table(page, [("С какого числа", "По какое число", "Врач", "Должность"), ("03.11.2026", "09.11.2026", first.alone(c) + " " + first.person.first[0] + "." + first.person.patronymic[0] + ".", "педиатр"), ("10.11.2026", "14.11.2026", second.short(c), "зав. отд.")], (32, 32, 70, 50))  # fmt: skip
        self.say(page, f"Приступить к работе с 15.11.2026. Выдал: {second.fio(c)}")
        for _ in range(6):
            self.say(page, self.plain())
        return self.done(paper, page)

    def tickets_pdf(self) -> Paper:
        """An export of a service desk's request with its comments."""
        paper, c = self.begin("SD-204417 переписка.pdf"), "ticket"
        one, asks, helps = self.who(), self.who(), self.who()
        name, numbers = self.head()
        head = cells([("Номер", "SD-204417"), ("Тема", "Не открывается карта пациента " + one.cased(c, "gent")), ("Заявитель", asks.fio(c)), ("Телефон заявителя", asks.value("phone", c)), ("Эл. почта", asks.value("email", c)), ("Исполнитель", helps.fi(c)), ("Организация", name), ("Приоритет", "Высокий"), ("Версия", "2026.4.1.1187")], False)  # fmt: skip
        self.keep("SD-204417 Приоритет Высокий 2026.4.1.1187")
        notes = [
            (asks.fi(c), f"Добрый день! {self.plain()} Пациент {one.fio(c)}, {one.born(c)}, полис {one.value('oms', c)}. Вложение: карта_{one.alone(c)}.png"),
            (helps.fi(c), f"{asks.person.first} {asks.person.patronymic}, здравствуйте. {self.plain()} Уточните СНИЛС пациента."),
            (asks.fi(c), f"СНИЛС {one.value('snils', c)}. Ещё то же самое у {self.who().alone(c, 'gent')} и {self.who().alone(c, 'gent')}."),
            ("Система", self.plain()),
            (helps.fi(c), f"Передал {self.who().cased(c, 'datv')} на третью линию. {self.plain()}"),
            (asks.fi(c), f"Спасибо! {asks.person.first}, вн. 2-14. {self.plain()}"),
        ]  # fmt: skip
        said = "".join(f"<p><b>{escape(by)}</b> <span class=s>{n + 11}.11.2026 1{n}:0{n}</span><br>{escape(text)}</p>" for n, (by, text) in enumerate(notes))  # fmt: skip
        paper.content = printed(
            f"<title>SD-204417</title>{STYLE}<body style='font-family:Arimo'>{head}<h3>Комментарии</h3>{said}<p class=s>{escape(numbers)}</p></body>"
        )
        return paper

    def application_pdf(self) -> Paper:
        """An application with fields to fill in, filled, each with a look of its own as a viewer draws it."""
        import pikepdf

        paper, one, child = self.begin("Заявление о прикреплении.pdf"), self.who(), self.who()
        page, c = self.sheet("tinos", 11), "field"
        self.say(page, "ЗАЯВЛЕНИЕ о выборе медицинской организации")
        labels = [("Фамилия", "fam", one.three(c)[0]), ("Имя", "im", one.person.first), ("Отчество", "ot", one.person.patronymic), ("Дата рождения", "dr", one.born(c)), ("Полис ОМС", "enp", one.value("oms", c)), ("Паспорт (серия, номер)", "pasp", one.value("passport_sn", c)), ("Адрес регистрации", "adr_reg", one.value("addr", c)), ("Телефон", "tel", one.value("phone", c)), ("Эл. почта", "mail", one.value("email", c)), ("Прошу прикрепить также ребёнка", "rebenok", child.fio(c)), ("Участковый врач", "vrach", self.short(c)), ("Номер участка", "uch", "14")]  # fmt: skip
        places = []
        for label, _, _ in labels:
            places.append(page.get_y())
            page.cell(70, 8, label)
            page.rect(82, page.get_y() + 1, 110, 6)
            page.ln(9)
        for _ in range(6):
            self.say(page, self.plain())
        given, text, name = pikepdf.open(io.BytesIO(bytes(page.output()))), pikepdf.String, pikepdf.Name
        fields = []
        for (label, key, value), y in zip(labels, places, strict=True):
            low = 842 - (y + 7) * 72 / 25.4
            look = given.make_stream(b"/Tx BMC q BT /F1 10 Tf 2 4 Td (" + value.encode("cp1251", "replace") + b") Tj ET Q EMC", {"/Type": name.XObject, "/Subtype": name.Form, "/BBox": pikepdf.Array([0, 0, 310, 17])})  # fmt: skip
            fields.append(given.make_indirect(pikepdf.Dictionary(Type=name.Annot, Subtype=name.Widget, FT=name.Tx, T=text(key), TU=text(label), V=text(value), DA=text("/Helv 10 Tf 0 g"), F=4, Rect=[232, low, 544, low + 17], AP=pikepdf.Dictionary(N=look))))  # fmt: skip
        given.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(fields), NeedAppearances=True)
        given.pages[0].Annots = pikepdf.Array(fields)
        return self.done(paper, saved(given))

    def letter_shot_pdf(self) -> Paper:
        """A letter to the vendor with a picture of a screen pasted into it."""
        from PIL import Image

        from bench.guard.whole_office import WholeOffice

        paper, sender = self.begin("Письмо разработчику.pdf"), self.who()
        page, c = self.sheet("carlito", 11), "letter"
        name, numbers = self.head()
        for said in (name, numbers, "Исх. № 01-14/2218 от 19.11.2026", "Генеральному директору ООО «МедСофт»", self.plain(), self.text(c), self.plain(), "Снимок экрана прилагаем:"):  # fmt: skip
            self.say(page, said)
        picture = Image.open(io.BytesIO(WholeOffice.shot(self, "screenshot")))
        page.image(picture, 10, page.get_y() + 2, 188)
        page.set_y(page.get_y() + 74)
        for said in (self.plain(), self.plain(), self.plain(), f"Главный врач                                   {sender.front(c)}", f"Исп.: {self.fi(c)}, {self.value('phone', c)}"):  # fmt: skip
            self.say(page, said)
        return self.done(paper, page)

    def people_of_shot(self, corner: str):
        return [(one.fio(corner), one.born(corner), one.value("snils", corner), one.value("oms", corner), one.value("phone", corner)) for one in (self.who() for _ in range(5))]  # fmt: skip

    def scan_letter_pdf(self) -> Paper:
        """An application of a patient on one sheet, scanned in grey at 200 dots an inch."""
        paper, one, child = self.begin("Заявление_скан.pdf"), self.who(), self.who()
        page, c = self.sheet("tinos", 12.5), "scan"
        page.set_left_margin(100)
        page.set_x(100)
        for said in ("Главному врачу", self.clinic(), f"{self.front(c)}", f"от {one.cased(c, 'gent')},", f"проживающей по адресу: {one.value('addr', c)}", f"тел. {one.value('phone', c)}"):  # fmt: skip
            self.say(page, said, 6.5)
        page.set_left_margin(15)
        page.set_xy(15, page.get_y() + 10)
        self.say(page, "ЗАЯВЛЕНИЕ")
        self.say(page, f"Прошу выдать копию медицинской карты моего ребёнка {child.cased(c, 'gent')}, {child.born(c)} года рождения, за 2025–2026 годы. Полис ребёнка {child.value('oms', c)}, СНИЛС {child.value('snils', c)}.", 7)  # fmt: skip
        for _ in range(4):
            self.say(page, self.plain(), 7)
        self.say(page, f"Паспорт {one.value('passport', c)}, выдан отделом УФМС 14.05.2015.", 7)
        self.say(page, f"19.11.2026                ____________ / {one.short(c)} /", 7)
        return self.done(paper, self.scanned([noisy(picture, self.random) for picture in self.rendered(page, 200 / 72)]))  # fmt: skip

    def contract_pdf(self) -> Paper:
        """A contract with two parties' particulars side by side: the clinic's stay, the patient's go."""
        paper, one, chief, manager = self.begin("Договор платных услуг.pdf"), self.who(), self.who(), self.who()
        name, numbers = self.head()
        c = "contract"
        bank = self.keep("р/с 40702810966000012345, к/с 30101810300000000608, БИК 047003608, КПП 710701001")
        text = f"<p>{escape(name)}, именуемое «Исполнитель», в лице директора {chief.cased(c, 'gent')}, действующего на основании Устава, и гражданин(ка) {one.fio(c)}, именуемый(ая) «Заказчик», заключили договор № 2026/11-0418 о нижеследующем.</p>" + "".join(f"<p>{n}. {escape(said)}</p>" for n, said in enumerate(self.plains(6), 1))  # fmt: skip
        table = f"<table><tr><th width=50%>ИСПОЛНИТЕЛЬ</th><th>ЗАКАЗЧИК</th></tr><tr><td>{escape(name)}<br>{escape(numbers)}<br>{bank}<br>Директор ________ {chief.front(c)}</td><td>{one.fio(c)}<br>Паспорт {one.value('passport', c)}, выдан 04.02.2011<br>Зарегистрирован(а): {one.value('addr', c)}<br>Дата рождения {one.born(c)}<br>ИНН {one.value('inn', c)}<br>Тел. {one.value('phone', c)}<br>{one.value('email', c)}<br>________ {one.front(c)}</td></tr></table>"
        paper.content = printed(
            f"{STYLE}<body><h1>ДОГОВОР № 2026/11-0418</h1>{text}{table}<p class=s>Составил: менеджер {manager.alone(c)}</p></body>"
        )
        return paper

    def phones_pdf(self) -> Paper:
        """A directory of a hospital in two columns: who, where, inner and outer telephones."""
        paper, c = self.begin("Телефонный справочник.pdf"), "directory"
        name, numbers = self.head()
        groups = ""
        for ward in WARDS:
            rows = [("Должность", "Ф.И.О.", "Вн.", "Мобильный")]
            rows += [(self.random.choice(POSTS), one.fio(c) if n % 2 else one.short(c), f"2-{self.random.randrange(10, 99)}", one.value("phone", c)) for n, one in enumerate(self.who() for _ in range(3))]  # fmt: skip
            groups += f"<h3>{escape(ward.capitalize())}</h3>{cells(rows)}"
        paper.content = printed(f"{STYLE}<body><style>.c{{columns:2;font:7.5pt Arimo}}.c td,.c th{{font-size:7.5pt}}</style><h1>{escape(name)}</h1><p>{escape(numbers)}</p><div class=c>{groups}</div><p>{'</p><p>'.join(map(escape, self.plains(5)))}</p></body>")  # fmt: skip
        return paper

    def birth_pdf(self) -> Paper:
        """A certificate of a birth in numbered items, its stub above it."""
        paper, mother, baby, doctor = (
            self.begin("Мед. свидетельство о рождении.pdf"),
            self.who(),
            self.who(),
            self.who(),
        )
        page, c = self.sheet("tinos", 10), "certificate"
        self.say(page, "КОРЕШОК МЕДИЦИНСКОГО СВИДЕТЕЛЬСТВА О РОЖДЕНИИ")
        self.say(page, f"1. Фамилия, имя, отчество матери: {mother.fio(c)}   2. Дата рождения: {mother.born(c)}")
        self.say(page, "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -")
        self.say(page, "МЕДИЦИНСКОЕ СВИДЕТЕЛЬСТВО О РОЖДЕНИИ")
        self.say(page, f"1. Ребёнок родился: число 14, месяц 11, год 2026, час 04, мин. 35\n2. Фамилия матери {mother.three(c)[0]}, имя {mother.person.first}, отчество {mother.person.patronymic}")  # fmt: skip
        self.say(page, f"3. Документ, удостоверяющий личность: паспорт, серия и номер {mother.value('passport_sn', c)}")
        self.say(page, f"4. СНИЛС {mother.value('snils', c)}   5. Полис ОМС {mother.value('oms', c)}")
        self.say(page, f"6. Место жительства матери: {mother.value('addr', c)}")
        self.say(page, f"7. Фамилия ребёнка: {baby.alone(c)}   8. Пол: {baby.sex}   9. Масса 3 450 г, рост 52 см")
        self.say(page, f"10. Лицо, принимавшее роды: врач акушер-гинеколог {doctor.short(c)}")
        self.say(page, f"11. Получатель: {self.fio(c)}, отношение к ребёнку: отец, подпись ______")
        for _ in range(6):
            self.say(page, self.plain())
        return self.done(paper, page)

    def reviewed_pdf(self) -> Paper:
        """A specification with remarks of a hospital's people, an attached list, bookmarks and properties."""
        import pikepdf

        paper, page = self.begin("ТЗ на доработку (замечания).pdf"), self.sheet("carlito", 11)
        one, doctor = self.who(), self.who()
        page.start_section("1. Общие сведения")
        for _ in range(6):
            self.say(page, self.plain())
        page.start_section("2. Пример: карта " + one.cased("outline", "gent"))
        self.say(page, f"Например, у пациента {one.cased('example', 'gent')} ({one.born('example')}) в поле «Телефон» указано {one.value('phone', 'example')}.")  # fmt: skip
        page.embed_file(bytes=("ФИО;Дата рождения;Полис\r\n" + "\r\n".join(f"{p.fio('attachment')};{p.born('attachment')};{p.value('oms', 'attachment')}" for p in (self.who() for _ in range(4)))).encode("cp1251", "replace"), basename="тестовые пациенты.csv", desc="Выгрузил " + doctor.fi("attachment description"))  # fmt: skip
        page.set_title("ТЗ на доработку модуля «Стационар»")
        page.set_author(doctor.fio("information"))
        page.set_keywords("МИС, " + one.alone("information"))
        given, text, name = pikepdf.open(io.BytesIO(bytes(page.output()))), pikepdf.String, pikepdf.Name
        notes = [(doctor.fi("note author"), f"Тут не хватает поля, см. карту {one.value('mrn', 'note')}"), (self.fi("note author"), f"Согласна с {doctor.alone('note', 'ablt')}. Звоните {doctor.value('phone', 'note')}"), (doctor.person.first, self.plain())]  # fmt: skip
        made = [given.make_indirect(pikepdf.Dictionary(Type=name.Annot, Subtype=name.Text, T=text(by), Contents=text(said), Rect=[500, 700 - 40 * n, 520, 720 - 40 * n])) for n, (by, said) in enumerate(notes)]  # fmt: skip
        given.pages[0].Annots = pikepdf.Array(made)
        return self.done(paper, saved(given))
