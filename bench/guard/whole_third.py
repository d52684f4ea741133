"""The papers in PDF and the scans of the third whole set (`whole_set.py --third`), with people, messages and layouts of their own."""

import io

from bench.guard.papers import Paper, zipped
from bench.guard.whole_pdf import N, W, WholePapers, noisy, saved

PDFS = tuple("underlined commission bills dispensary calls boxes questionnaire recipe thread signed dossier fax photo act table_scan".split())  # fmt: skip
FONTS = "/usr/share/fonts/truetype/"
FAMILIES = {
    "tinos": "croscore/Tinos", "arimo": "croscore/Arimo", "cousine": "croscore/Cousine", "carlito": "crosextra/Carlito",
    "narrow": "liberation/LiberationSansNarrow",
}  # fmt: skip
MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()


class WholeThird(WholePapers):
    """Makes the papers; each method is one."""

    DATA_NAME = "whole_third.toml"

    def sheet(self, font: str = "tinos", size: float = 10.5, landscape: bool = False):
        from fpdf import FPDF

        page = FPDF(orientation="L" if landscape else "P")
        for style in ("Regular", "Bold"):
            page.add_font("F", "B" if style == "Bold" else "", f"{FONTS}{FAMILIES[font]}-{style}.ttf")
        page.set_font("F", size=size)
        page.add_page()
        return page

    def parts(self, corner: str) -> tuple[str, str, str]:
        person = self.maker.person()
        return tuple(self.gold(one, "PERSON", corner) for one in (person.surname, person.first, person.patronymic))

    def front(self, corner: str) -> str:
        """Return initials before the surname."""
        person = self.maker.person()
        self.gold(f"{person.surname} {person.first[0]}.{person.patronymic[0]}.", "PERSON", corner)
        return f"{person.first[0]}. {person.patronymic[0]}. {person.surname}"

    def month_born(self, corner: str) -> str:
        year, month, day = self.maker._born()
        return self.gold(f"«{day:02d}» {MONTHS[month - 1]} {year}", "DOB", corner)

    def under(self, page, value: str, label: str) -> None:
        """Write the value on a line, and what it is in small letters under the line."""
        y = page.get_y()
        page.cell(0, 5.5, value, new_x=W, new_y=N)
        page.line(10, y + 5.6, 200, y + 5.6)
        size = page.font_size_pt
        page.set_font("F", "", 6.5)
        page.cell(0, 3.5, f"({label})", align="C", new_x=W, new_y=N)
        page.set_font("F", "", size)
        page.ln(1.5)

    def _underlined(self, page, c: str) -> None:
        self.say(page, "НАПРАВЛЕНИЕ НА ГОСПИТАЛИЗАЦИЮ (плановую)")
        self.under(page, self.fio(c), "фамилия, имя, отчество (при наличии) пациента")
        self.under(page, self.month_born(c) + " г.", "число, месяц, год рождения")
        self.under(page, self.value("addr", c), "адрес регистрации по месту жительства (пребывания)")
        self.under(page, self.value("oms", c), "номер полиса обязательного медицинского страхования")
        self.under(page, self.value("snils", c), "страховой номер индивидуального лицевого счёта")
        self.under(page, self.value("phone", c), "контактный телефон")
        self.say(page, self.plain())
        self.under(
            page, f"терапевт участковый        {self.short(c)}", "должность, фамилия, инициалы направившего врача"
        )
        self.under(page, self.front(c), "руководитель структурного подразделения")
        self.say(page, self.text(c) + " " + self.plain())

    def underlined(self) -> Paper:
        paper, page = self.begin("направление на госпитализацию.pdf"), self.sheet("tinos", 11)
        self._underlined(page, "under a line")
        return self.done(paper, page)

    def _commission(self, page, c: str) -> None:
        self.say(page, "ПРОТОКОЛ заседания врачебной комиссии № 214 от 03.03.2026")
        self.say(page, f"Председатель: {self.front(c)}, заместитель главного врача")
        self.say(
            page, f"Члены комиссии: {self.short(c)}, {self.short(c)}, {self.front(c)}; секретарь — {self.short(c)}."
        )
        for number in range(1, 4):
            self.say(page, f"{number}. СЛУШАЛИ: {self.short(c)} о больном {self.fio(c)}, {self.born(c)} г. р., история болезни № {self.value('mrn', c)}. {self.plain()}")  # fmt: skip
            self.say(page, "РЕШИЛИ: " + self.plain() + " Голосовали: за — 5, против — 0.")
        self.say(page, f"Особое мнение {self.short(c)}: {self.text(c)}")
        for role in ("Председатель", "Член комиссии", "Секретарь"):
            page.cell(60, 6, role)
            page.cell(50, 6, "____________")
            page.cell(0, 6, f"/{self.front(c)}/", new_x=W, new_y=N)

    def commission(self) -> Paper:
        paper, page = self.begin("Протокол ВК 214.pdf"), self.sheet("arimo", 10)
        self._commission(page, "commission")
        return self.done(paper, page)

    def bills(self) -> Paper:
        """A register of bills: names in three columns, births and policies on a second line of the cell."""
        paper, page = self.begin("реестр счетов 2026_03.pdf"), self.sheet("narrow", 7.5, True)
        rows = [("№ п/п", "Фамилия", "Имя", "Отчество", "Д.р. / пол", "Полис / СНИЛС", "Код услуги", "Сумма, руб.")]
        rows += [(str(number), *self.parts("register"), f"{self.born('register')}\nж", f"{self.value('oms', 'register')}\n{self.value('snils', 'register')}", f"B01.0{number}.001", f"{900 + number},40") for number in range(1, 13)]  # fmt: skip
        self.table(page, rows, (8, 30, 24, 30, 24, 42, 24, 20))
        self.say(page, "Итого по счёту: 12 случаев. " + self.plain(), 5)
        self.say(
            page,
            f"Главный бухгалтер {self.front('register')}    Исп. {self.short('register')} {self.value('phone', 'register')}",
            5,
        )
        return self.done(paper, page)

    def dispensary(self) -> Paper:
        """A list in groups: a row over the whole width names the doctor, the group's people stand below."""
        paper, page = self.begin("Д-учёт участок 7.pdf"), self.sheet("carlito", 9)
        self.say(page, "Список лиц, состоящих под диспансерным наблюдением. " + self.plain())
        widths, heads = (12, 62, 16, 60, 40), ("№", "Кто", "Г. р.", "Проживание", "Связь")
        for group in range(3):
            page.set_font("F", "B", 9)
            page.cell(190, 5.5, f"Участок {group + 5}, врач {self.short('group row')}", border=1, new_x=W, new_y=N)
            for width, head in zip(widths, heads, strict=True):
                page.cell(width, 5.5, head, border=1)
            page.ln()
            page.set_font("F", "", 7.5)
            for number in range(1, 5):
                cells = (str(number), self.fio("list"), self.value("year", "list"), self.value("addr", "list"), self.value("phone", "list"))  # fmt: skip
                for width, cell in zip(widths, cells, strict=True):
                    page.cell(width, 5.5, cell, border=1)
                page.ln()
        # Years alone stand elsewhere too, and addresses run over the border.
        paper.gold = [one for one in paper.gold if not (one[1] == "DOB" and len(one[0]) == 4)]
        page.set_font("F", "", 9)
        self.prose(page, "body", 1, 4)
        return self.done(paper, page)

    def calls(self) -> Paper:
        paper, page = self.begin("журнал вызовов.pdf"), self.sheet("arimo", 8, True)
        rows = [("Время", "Откуда поступил вызов", "Больной, возраст", "Повод", "Кто вызвал", "Выполнил")]
        rows += [(f"0{number}:1{number}", f"{self.value('addr', 'calls')}, под. 2, домофон {number + 31}", f"{self.short('calls')}, {40 + number} л.", "высокая температура", f"{self.random.choice(('дочь', 'сам', 'сосед'))}, {self.value('phone', 'calls')}", f"бр. {number + 3}, ф-р {self.short('calls')}") for number in range(9)]  # fmt: skip
        self.table(page, rows, (14, 86, 46, 40, 44, 44))
        self.prose(page, "body", 2, 4)
        self.say(
            page, f"Старший врач смены {self.fio('calls')}; сдал: {self.short('calls')}, принял: {self.front('calls')}"
        )
        return self.done(paper, page)

    def boxes(self) -> Paper:
        """A form with a box for every letter, as sick leaves have it."""
        paper, page = self.begin("листок нетрудоспособности.pdf"), self.sheet("cousine", 11)

        def boxed(label: str, value: str) -> None:
            page.set_font("F", "", 8)
            page.cell(34, 6, label)
            page.set_font("F", "", 11)
            for char in value.upper():
                page.cell(5, 6, char, border=1, align="C")
            page.ln(8)

        boxed("Номер листка", self.value("eln", "boxes"))
        person = self.maker.person()  # a reader sees letters, not words
        for label, value in (("Фамилия", person.surname), ("Имя", person.first), ("Отчество", person.patronymic)):
            boxed(label, self.gold(value, "LETTERS", "boxes"))
        boxed("Дата рождения", self.born("boxes").replace(".", "-"))
        boxed("СНИЛС", self.value("snils", "boxes"))
        boxed("Врач", self.gold(self.maker.person().surname, "LETTERS", "boxes"))
        boxed("ИНН", self.value("inn", "boxes"))
        page.set_font("F", "", 9)
        self.prose(page, "body", 3, 5)
        return self.done(paper, page)

    def questionnaire(self) -> Paper:
        paper, page = self.begin("анкета ДВН.pdf"), self.sheet("carlito", 10.5)
        page.set_title("Анкета: " + self.fio("title"))
        asked = (("Как к Вам обращаться (Ф. И. О. полностью)?", self.fio), ("Когда Вы родились?", self.month_born), ("Где Вы живёте?", lambda c: self.value("addr", c)), ("По какому номеру Вам перезвонить?", lambda c: self.value("phone", c)), ("Электронный адрес для результатов", lambda c: self.value("email", c)), ("Кому сообщить в экстренном случае?", lambda c: f"{self.fi(c)} (муж), {self.value('phone', c)}"), ("Курите ли Вы?", lambda _c: "[ ] да  [x] нет"), ("Ваш полис", lambda c: self.value("oms", c)))  # fmt: skip
        for number, (question, answer) in enumerate(asked, 1):
            self.say(page, f"{number}. {question}")
            page.set_x(24)
            page.multi_cell(0, 6, answer("answer"), border="B", new_x=W, new_y=N)
            if number % 3 == 0:
                self.say(page, self.plain())
        self.say(page, f"Анкету заполнил(а) {self.fio('answer')} ____________; проверила м/с {self.short('answer')}")
        return self.done(paper, page)

    def recipe(self) -> Paper:
        """Two coupons side by side on a page that lies."""
        paper, page = self.begin("рецепт 148.pdf"), self.sheet("cousine", 7.5, True)
        for half in range(2):
            c = ("left", "right")[half]
            lines = ["РЕЦЕПТ серия 4507 № 118023", "Дата выписки: 02.03.2026", f"Пациент: {self.fio(c)}", f"Дата рожд.: {self.born(c)}", f"СНИЛС: {self.value('snils', c)}", f"№ мед. карты: {self.value('mrn', c)}", f"Полис: {self.value('oms', c)}", f"Врач: {self.short(c)}", "Rp: Metformini 1000 N 60", self.plain()[:60], f"Отпустил {self.front(c)}", f"Получил {self.fi(c)}"]  # fmt: skip
            self.paper.clean.pop()
            page.set_xy(10 + 142 * half, 15)
            for line in lines:
                page.set_x(10 + 142 * half)
                page.multi_cell(130, 6, line, new_x="LEFT", new_y=N)
        page.set_xy(10, 150)
        page.set_font("F", "", 9)
        self.prose(page, "body", 1, 4)
        return self.done(paper, page)

    def thread(self) -> Paper:
        """A thread as a mail programme prints it, with headers and footers of pages and lines in the margin."""
        paper, page = self.begin("FW_ доступ.pdf"), self.sheet("carlito", 10)
        for number in range(5):
            name, mail = self.fio("letter"), self.value("email", "letter")
            page.set_font("F", "B", 10)
            self.say(page, name)
            page.set_font("F", "", 9)
            self.say(page, f"From: {name} [mailto:{mail}]\nSent: Monday, March {number + 2}, 2026 9:14 AM\nTo: {self.front('letter')}; {self.short('letter')}\nCc: '{self.value('email', 'letter')}'\nSubject: RE: {self.plain()}", 5)  # fmt: skip
            self.say(page, f"{self.parts('letter')[1]}, добрый день!\n{self.text('letter')}\n{self.plain()}")
            self.say(
                page, f"{self.fi('letter')} | системный администратор | {self.value('phone', 'letter')} доб. 1{number}4"
            )
            page.line(10, page.get_y() + 1, 200, page.get_y() + 1)
        paper.gold = [one for one in paper.gold if one[0] not in self.maker.names["men"] + self.maker.names["women"]]
        return self.done(paper, page)

    def signed(self) -> Paper:
        """Stamps of electronic signatures in two columns, upright letters in the margin, a heading turned by a right angle."""
        paper, page = self.begin("заключение с подписями.pdf"), self.sheet("arimo", 9.5)
        self.prose(page, "body", 5, 6)
        y = page.get_y() + 4
        for half in range(2):
            page.set_xy(12 + 95 * half, y)
            page.multi_cell(88, 4.5, f"ДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ ПОДПИСЬЮ\nСертификат: 01D8 47AA 9C10 55EF\nВладелец: {self.fio('stamp')}\nСНИЛС владельца: {self.value('snils', 'stamp')}\nДействителен: с 11.01.2026 по 11.01.2027", border=1)  # fmt: skip
        with page.rotation(90, 6, 200):
            page.text(6, 200, f"Карта {self.value('mrn', 'margin')} — {self.fio('margin')}")
        with page.rotation(45, 100, 250):
            page.text(60, 250, "копия для " + self.front("slanting"))
        page.set_xy(10, y + 60)
        rows = [
            ("Исследование", "Результат", "Исполнитель"),
            ("Глюкоза", "5,4", self.short("table")),
            ("Креатинин", "81", self.front("table")),
        ]
        self.table(page, rows, (40, 30, 60))
        return self.done(paper, page)

    def dossier(self) -> Paper:
        """Corners of a PDF: attached letter and workbook, chained notes, tips of fields, nested outlines, links with names, article threads."""
        import pikepdf

        from bench.guard.whole_third_office import OfficeThird

        paper, page = self.begin("дело 77.pdf"), self.sheet("tinos", 10)
        page.start_section("Материалы")
        page.start_section(self.whose("outline"), 1)
        page.start_section("Адрес: " + self.value("addr", "outline"), 2)
        self.prose(page, "body", 4, 6)
        letter = f"From: {self.fio('attached letter')} <{self.value('email', 'attached letter')}>\r\nSubject: =?utf-8?q?x?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{self.text('attached letter')}"  # fmt: skip
        page.embed_file(bytes=letter.encode(), basename="letter.eml", desc=self.text("attachment description"))
        office = OfficeThird(1)
        office.maker, office.random, office.paper = self.maker, self.random, Paper("x")
        page.embed_file(bytes=office.book({"Л": office.cells([("ФИО", "Тел."), *((office.fio("attached book"), office.value("phone", "attached book")) for _ in range(3))])}).content, basename=f"{self.parts('attachment name')[0]}.xlsx")  # fmt: skip
        paper.gold += office.paper.gold
        given = pikepdf.open(io.BytesIO(bytes(page.output())))
        text, name = pikepdf.String, pikepdf.Name
        first = given.make_indirect(pikepdf.Dictionary(Type=name.Annot, Subtype=name.Text, Rect=[10, 10, 30, 30], Contents=text(self.text("note")), T=text(self.short("note author")), NM=text(self.fio("note name"))))  # fmt: skip
        reply = given.make_indirect(pikepdf.Dictionary(Type=name.Annot, Subtype=name.Text, Rect=[40, 10, 60, 30], Contents=text(self.text("reply")), IRT=first, T=text(self.value("email", "reply author"))))  # fmt: skip
        first.Popup = given.make_indirect(pikepdf.Dictionary(Type=name.Annot, Subtype=name.Popup, Parent=first, Rect=[0, 0, 9, 9], Contents=text(self.whose("popup"))))  # fmt: skip
        link = pikepdf.Dictionary(Type=name.Annot, Subtype=name.Link, Rect=[70, 10, 90, 30], A=pikepdf.Dictionary(S=name.URI, URI=text("https://mis.example/card?fio=" + self.fio("link").replace(" ", "+") + "&snils=" + self.value("snils", "link"))))  # fmt: skip
        launch = pikepdf.Dictionary(Type=name.Annot, Subtype=name.Link, Rect=[95, 10, 99, 30], A=pikepdf.Dictionary(S=name.Launch, F=text(f"C:\\Пациенты\\{self.fio('launch')}.docx")))  # fmt: skip
        given.pages[0].Annots = pikepdf.Array([first, reply, given.make_indirect(link), given.make_indirect(launch)])
        given.Root.StructTreeRoot = given.make_indirect(pikepdf.Dictionary(Type=name.StructTreeRoot, K=pikepdf.Dictionary(S=name.Figure, Alt=text(self.text("structure")), ActualText=text(self.fio("structure")), T=text(self.whose("structure")), E=text(self.short("structure")))))  # fmt: skip
        given.Root.Threads = given.make_indirect(pikepdf.Array([pikepdf.Dictionary(I=pikepdf.Dictionary(Title=text(self.fio("article thread")), Author=text(self.short("article thread"))))]))  # fmt: skip
        given.Root.URI = pikepdf.Dictionary(Base=text("file://" + self.fio("base address")))
        given.Root.Lang = text("ru")
        given.docinfo["/Keywords"], given.docinfo["/Producer"] = (
            text(self.text("keywords")),
            text("МИС " + self.fio("producer")),
        )
        given.Root.AF = pikepdf.Array([pikepdf.Dictionary(Type=name.Filespec, F=text(self.fio("file name") + ".zip"), EF=pikepdf.Dictionary(F=given.make_stream(zipped({self.fio("packed name") + ".txt": self.text("packed")}))))])  # fmt: skip
        return self.done(paper, saved(given))

    # -- scans --------------------------------------------------------------------------------------------------------

    def rendered(self, page, scale: float) -> list:
        import pypdfium2

        return [one.render(scale=scale, grayscale=True).to_pil() for one in pypdfium2.PdfDocument(bytes(page.output()))]

    def scanned(self, pictures) -> bytes:
        made = self.sheet()
        for number, picture in enumerate(pictures):
            made.add_page() if number else None
            made.image(picture, 0, 0, 210, 297)
        return bytes(made.output())

    def fax(self) -> Paper:
        """Black and white without greys, 200 dots an inch."""
        paper, page = self.begin("факс.pdf"), self.sheet("arimo", 11)
        self._underlined(page, "fax")
        return self.done(paper, self.scanned([one.point(lambda v: 255 if v > 150 else 0).convert("1") for one in self.rendered(page, 200 / 72)]))  # fmt: skip

    def photo(self) -> Paper:
        """A paper taken by a telephone: a shadow over a corner, turned by 2.4 degrees, sides that lie."""
        import numpy as np
        from PIL import Image

        paper, page = self.begin("IMG_20260303.pdf"), self.sheet("tinos", 12)
        self._commission(page, "photo")
        made = []
        for number, picture in enumerate(self.rendered(page, 2.6)):
            grey = np.asarray(picture.rotate((2.4, -1.2)[number % 2], Image.Resampling.BICUBIC, fillcolor=235), dtype=np.float32)  # fmt: skip
            down, across = np.mgrid[0 : 1 : grey.shape[0] * 1j, 0 : 1 : grey.shape[1] * 1j]
            made.append(noisy(Image.fromarray((grey * (0.68 + 0.32 * np.clip(down + across, 0, 1))).astype("uint8")), self.random))  # fmt: skip
        return self.done(paper, self.scanned(made))

    def act(self) -> Paper:
        """An act of 150 dots an inch with a stamp, turned on its side."""
        from bench.guard.scans import stamp

        paper, page = self.begin("акт сверки.pdf"), self.sheet("tinos", 11.5)
        c = "act scan"
        self.say(page, f"АКТ № 18 об исправлении данных\nМы, нижеподписавшиеся: {self.fio(c)}, {self.short(c)} и {self.front(c)}, составили акт о том, что в карте {self.value('mrn', c)} изменено:")  # fmt: skip
        for name, value in self.card(c):
            self.say(page, f"— {name.lower()}: {value};")
        self.say(page, self.plain())
        self.say(page, self.text(c))
        self.say(page, f"Подписи: {self.short(c)} ______   {self.front(c)} ______")
        picture = self.rendered(page, 150 / 72)[0]
        stamp(picture, self.random)
        made = self.sheet(landscape=True)
        made.image(noisy(picture, self.random).rotate(90, expand=True), 0, 0, 297, 210)
        return self.done(paper, made)

    def table_scan(self) -> Paper:
        paper, page = self.begin("список в скане.pdf"), self.sheet("arimo", 8.5)
        rows = [("№", "Ф. И. О.", "Дата рождения", "СНИЛС", "Телефон"), *((str(n), self.fio("table scan"), self.born("table scan"), self.value("snils", "table scan"), self.value("phone", "table scan")) for n in range(1, 11))]  # fmt: skip
        self.table(page, rows, (8, 62, 30, 44, 46))
        self.prose(page, "table scan", 1, 3)
        return self.done(paper, self.scanned([noisy(one.rotate(-0.8, fillcolor=240), self.random) for one in self.rendered(page, 2.3)]))  # fmt: skip
