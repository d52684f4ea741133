"""A sixth whole set (`whole_set.py --sixth`): papers in PDF with values in every hidden corner, with people and layouts of their own."""

import io

from bench.guard.papers import Paper
from bench.guard.whole_fifth import FifthPapers
from bench.guard.whole_pdf import FONTS as DEJAVU
from bench.guard.whole_pdf import noisy, saved

PDFS = tuple("kerned backwards_drawn side_by_side forms_xfa revised scan_under shaped tagged lying_register certificate tick_list".split())  # fmt: skip


class SixthPapers(FifthPapers):
    """Makes the papers; each method is one."""

    DATA_NAME = "whole_sixth.toml"

    def kerned(self) -> Paper:
        """Every letter is an element of TJ with a kern of its own; a space is but a kern, never a letter."""
        import pikepdf

        paper, page = self.begin("заключение КТ.pdf"), self.sheet("arimo", 11)
        self.say(page, "ЗАКЛЮЧЕНИЕ компьютерной томографии")
        self._card(page, "kerned")
        self.prose(page, "kerned", 3, 5)
        self.say(page, f"Описал: {self.short('kerned')}    Второе мнение: {self.front('kerned')}")
        given = pikepdf.open(io.BytesIO(bytes(page.output())))
        made = []
        for operands, operator in pikepdf.parse_content_stream(given.pages[0]):
            if str(operator) == "Tj":
                coded = bytes(operands[0])
                letters = [
                    x for n in range(0, len(coded), 2) for x in (pikepdf.String(coded[n : n + 2]), (n % 7) * 2 - 5)
                ]
                made.append(([pikepdf.Array(letters)], pikepdf.Operator("TJ")))
            else:
                made.append((operands, operator))
        given.pages[0].Contents = given.make_stream(pikepdf.unparse_content_stream(made))
        return self.done(paper, saved(given))

    def backwards_drawn(self) -> Paper:
        """Letters are drawn one by one from the end of the page to its beginning, as some virtual printers do."""
        paper, page = self.begin("печать из МИС.pdf"), self.sheet("tinos", 11.5)
        lines = [
            "СПРАВКА дана " + self.fio("backwards"), f"{self.born('backwards')} г. р., адрес: {self.value('addr', 'backwards')}",
            f"СНИЛС {self.value('snils', 'backwards')}; полис {self.value('oms', 'backwards')}", self.plain(), self.plain(), self.plain(),
            f"Телефон для связи {self.value('phone', 'backwards')}", self.plain(), self.plain(), f"Выдал {self.short('backwards')}",
        ]  # fmt: skip
        places = [
            (14 + page.get_string_width(line[:n]), 25 + 8 * number, letter)
            for number, line in enumerate(lines)
            for n, letter in enumerate(line)
        ]
        for x, y, letter in reversed(places):
            page.text(x, y, letter)
        return self.done(paper, page)

    def side_by_side(self) -> Paper:
        """Prose in two columns of which lines alternate in the file, words broken at the ends of lines."""
        paper, page = self.begin("разбор случая.pdf"), self.sheet("tinos", 10)
        halves = []
        for half in ("left column", "right column"):
            person, value = self.maker.person(), self.value
            self.gold(person.surname, "LETTERS", half)
            at = max(2, len(person.surname) // 2)
            halves.append([
                "На разборе присутствовал врач", f"{self.short(half)} и зав. отделением.", f"Пациент {person.surname[:at]}-", f"{person.surname[at:]} {person.first[0]}. {person.patronymic[0]}., карта", f"{value('mrn', half)}, родился",
                f"{self.born(half)}, звонил с номера", value("phone", half) + ",", "проживает по адресу:", value("addr", half)[:58], f"мать {self.fi(half)},", f"СНИЛС {value('snils', half)}.", *self.plain().split("  "), *self.plain().split("  "),
            ])  # fmt: skip
        paper.gold = [one for one in paper.gold if one[1] != "ADDRESS"]  # cut to the column
        for number in range(max(map(len, halves))):
            for half, lines in enumerate(halves):
                if number < len(lines):
                    page.text(12 + 98 * half, 25 + 7 * number, lines[number][:62])
        paper.clean = []
        page.set_xy(10, 150)
        self.prose(page, "body", 1, 6)
        return self.done(paper, page)

    def forms_xfa(self) -> Paper:
        """Fields that inherit, combs, looks with text, XFA with data, scripts and what they remember."""
        import pikepdf

        paper, page = self.begin("запрос в ФОМС.pdf"), self.sheet("carlito", 11)
        self.prose(page, "body", 2, 6)
        given, text, name = pikepdf.open(io.BytesIO(bytes(page.output()))), pikepdf.String, pikepdf.Name
        new = lambda **said: given.make_indirect(pikepdf.Dictionary(**said))  # noqa: E731
        box = {"Type": name.Annot, "Subtype": name.Widget, "Rect": [20, 20, 180, 40]}
        patient = new(T=text("patient"), FT=name.Tx, TU=text("Сведения о пациенте"))
        kids = [
            new(**box, Parent=patient, T=text(label), V=text(value), MaxLen=len(value), Ff=1 << 24)
            for label, value in (
                ("lastName", self.alone("field")), ("birthDate", self.value("dobiso", "field")), ("policy", self.value("oms", "field")),
                ("snils", self.value("snils", "field")), ("address", self.value("addr", "field")), ("phone", self.value("phone", "field")),
            )
        ]  # fmt: skip
        patient.Kids = pikepdf.Array(kids)
        look = given.make_stream(f"/Tx BMC BT /Helv 9 Tf 2 2 Td ({self.value('phone', 'look')}) Tj ET EMC".encode())
        look.update({"/Type": name.XObject, "/Subtype": name.Form, "/BBox": pikepdf.Array([0, 0, 160, 20])})
        doctor = new(**box, FT=name.Ch, T=text("doctor"), V=text(self.short("choice")), Opt=pikepdf.Array([text(self.short("choice")) for _ in range(3)]), I=[0], AP=pikepdf.Dictionary(N=look))  # fmt: skip
        rich = new(**box, FT=name.Tx, T=text("note"), V=text(self.text("rich field")), RV=text(f"<body><p>{self.whose('rich field')}</p></body>"))  # fmt: skip
        data = f'<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><form1><surname>{self.alone("XFA")}</surname><born>{self.value("dobiso", "XFA")}</born><tel>{self.value("phone", "XFA")}</tel><note>{self.text("XFA")}</note></form1></xfa:data></xfa:datasets>'
        form = f'<template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><subform><field name="doctor"><items><text>{self.short("XFA choices")}</text></items><value><text>{self.fio("XFA default")}</text></value><event><script>if (x == "{self.fio("XFA script")}") y = 1;</script></event></field></subform></template>'
        xfa = [text("template"), given.make_stream(form.encode()), text("datasets"), given.make_stream(data.encode())]
        given.pages[0].Annots = pikepdf.Array([*kids, doctor, rich])
        given.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([patient, doctor, rich]), XFA=pikepdf.Array(xfa))
        script = f"this.getField('patient.lastName').value = '{self.fio('script')}'; app.alert('Тел. {self.value('phone', 'script')}');"
        given.Root.OpenAction = pikepdf.Dictionary(S=name.JavaScript, JS=text(script))
        given.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([text(self.alone("script name")), new(S=name.JavaScript, JS=given.make_stream(f"var d = '{self.short('script')}';".encode()))])))  # fmt: skip
        return self.done(paper, saved(given))

    def revised(self) -> Paper:
        """Saved anew after the card was taken off: the state before still lies in the file."""
        import pikepdf

        paper, said = self.begin("обезличено.pdf"), [self.plain() for _ in range(6)]
        short, page = self.sheet("arimo", 11), self.sheet("arimo", 11)
        for one in said:
            self.say(short, one)
            self.say(page, one)
        self._card(page, "before")
        self.say(page, self.text("before"))
        page.set_title(self.fio("title before"))
        first = bytes(page.output())
        before, after = (pikepdf.open(io.BytesIO(one)) for one in (first, bytes(short.output())))
        kept = sum(str(one) == "Tj" for _, one in pikepdf.parse_content_stream(after.pages[0]))
        lines, shown = [], 0
        for one in pikepdf.parse_content_stream(before.pages[0]):
            shown += str(one.operator) == "Tj"
            if shown > kept and str(one.operator) == "Tj":
                continue
            lines.append(one)
        number = before.pages[0].Contents.objgen[0]
        return self.done(paper, saved_over(first, before, number, pikepdf.unparse_content_stream(lines)))

    def scan_under(self) -> Paper:
        """A scan with what was read in it lying invisible above it, line by line; the second page is black and white."""
        paper, made = self.begin("скан с распознаванием.pdf"), self.sheet("tinos", 12)
        for number in range(2):
            scan = self.sheet("tinos", 12)
            corner = ("scan", "black and white")[number]
            lines = [f"{name}: {value}" for name, value in self.card(corner)]
            lines += [self.plain() for _ in range(4)] + [f"Врач {self.short(corner)}"]
            for line in lines:
                self.say(scan, line, 8)
            picture = self.rendered(scan, 2.6)[0]
            made.add_page() if number else None
            picture = picture.point(lambda v: 255 if v > 150 else 0).convert("1") if number else noisy(picture, self.random)  # fmt: skip
            made.image(picture, 0, 0, 210, 297)
            with made.local_context(text_mode="INVISIBLE"):
                for at, line in enumerate(lines):
                    made.text(11, 15.6 + 8 * at, line)
        return self.done(paper, made)

    def shaped(self) -> Paper:
        """Letters are procedures of a Type 3 font without names that say anything and without Unicode."""
        import pikepdf

        paper, page = self.begin("ответ ЛИС.pdf"), self.sheet("arimo", 11)
        lines = [f"{name}: {value}" for name, value in self.card("shapes")]
        lines += [self.plain() for _ in range(5)] + ["Лаборант " + self.short("shapes")]
        given = pikepdf.open(io.BytesIO(bytes(page.output())))
        letters = sorted({char for line in lines for char in line})
        given.pages[0].Resources.Font = pikepdf.Dictionary(T3=shapes(given, letters))
        code = {char: bytes([33 + n]) for n, char in enumerate(letters)}
        drawn = b"BT /T3 11 Tf 40 780 Td 18 TL " + b"".join(
            b"<" + b"".join(code[char] for char in line).hex().encode() + b"> Tj T* " for line in lines
        )
        given.pages[0].Contents = given.make_stream(drawn + b"ET")
        return self.done(paper, saved(given))

    def tagged(self) -> Paper:
        """A tagged paper: marked content, other texts, bookmarks, places, labels, notes with answers, files, private data."""
        import pikepdf

        paper, page = self.begin("памятка.pdf"), self.sheet("tinos", 11)
        self.prose(page, "body", 2, 6)
        page.start_section("Раздел: " + self.short("outline"))
        page.embed_file(bytes=f"ФИО;СНИЛС\n{self.fio('attachment')};{self.value('snils', 'attachment')}".encode("cp1251"), basename="list.csv", desc="Список " + self.fio("attachment description"))  # fmt: skip
        given, text, name = pikepdf.open(io.BytesIO(bytes(page.output()))), pikepdf.String, pikepdf.Name
        new = lambda **said: given.make_indirect(pikepdf.Dictionary(**said))  # noqa: E731
        first = given.pages[0]
        as_hex = lambda said: "<FEFF" + said.encode("utf-16-be").hex() + ">"  # noqa: E731
        first.contents_add(f"/Span <</ActualText {as_hex(self.fio('actual text'))} /Alt {as_hex(self.text('marked content'))}>> BDC EMC /P <</MCID 9 /E {as_hex(self.short('expansion'))}>> BDC EMC".encode())  # fmt: skip
        given.Root.StructTreeRoot = new(Type=name.StructTreeRoot, K=pikepdf.Array([new(S=name.Sect, T=text(self.alone("structure title")), K=pikepdf.Array([new(S=name.Figure, Alt=text(self.text("alternative")), A=pikepdf.Dictionary(O=name.Table, Summary=text(self.whose("summary of a table"))))]))]), IDTree=pikepdf.Dictionary(Names=pikepdf.Array([text(self.alone("structure id")), None])))  # fmt: skip
        names = pikepdf.Array([text("p-" + self.alone("destination")), pikepdf.Array([first.obj, name.Fit])])
        given.Root.Names.Dests = pikepdf.Dictionary(Names=names)
        given.Root.Dests = pikepdf.Dictionary({"/" + self.alone("old destination"): pikepdf.Array([first.obj, name.Fit])})  # fmt: skip
        given.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=name.D, P=text(f"{self.short('page label')} "))])  # fmt: skip
        said = {
            "Text": {"Contents": text(self.text("note")), "T": text(self.alone("note author"))}, "Highlight": {"Contents": text(f"{self.alone('highlight')} — уточнить"), "RC": text(f"<body>{self.text('rich note')}</body>")},
            "Link": {"A": pikepdf.Dictionary(S=name.URI, URI=text(f"https://mis.example/find?lastname={self.alone('link')}&phone={self.value('phone', 'link')}"))}, "Line": {"Contents": text(self.short("line")), "Subj": text("Карта " + self.fio("line subject"))},
            "Sound": {"Contents": text(f"Запись разговора, {self.fio('sound')}, {self.value('phone', 'sound')}")},
        }  # fmt: skip
        made = [new(Type=name.Annot, Subtype=name("/" + kind), Rect=[30, 30 * n + 30, 90, 30 * n + 50], **one) for n, (kind, one) in enumerate(said.items())]  # fmt: skip
        made[0].Popup = new(Type=name.Annot, Subtype=name.Popup, Parent=made[0], Rect=[0, 0, 9, 9], Contents=text(self.whose("popup")))  # fmt: skip
        first.Annots = pikepdf.Array(made)
        first.PieceInfo = pikepdf.Dictionary(MIS=pikepdf.Dictionary(Private=pikepdf.Dictionary(Owner=text(self.fio("piece information")))))  # fmt: skip
        first.Metadata = given.make_stream(f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><note>{self.text('metadata of a page')}</note></x:xmpmeta>".encode())  # fmt: skip
        given.Root.ViewerPreferences = pikepdf.Dictionary(Direction=name.L2R)
        given.docinfo["/Title"], given.docinfo["/Company"] = text(self.alone("title")), text("ИП " + self.short("company"))  # fmt: skip
        return self.done(paper, saved(given))

    def lying_register(self) -> Paper:
        """Registers on pages that are told to turn by 90, 270 and 180."""
        import pikepdf

        paper, page = self.begin("журнал направлений.pdf"), self.sheet("arimo", 8)
        for number in range(3):
            page.add_page() if number else None
            rows = [("№", "Пациент", "Д. р.", "Полис", "Телефон"), *((str(n), self.fio("turned"), self.born("turned"), self.value("oms", "turned"), self.value("phone", "turned")) for n in range(1, 6))]  # fmt: skip
            self.table(page, rows, (8, 70, 26, 46, 40))
            self.prose(page, "turned", 1, 5)
        given = pikepdf.open(io.BytesIO(bytes(page.output())))
        for one, turn in zip(given.pages, (90, 270, 180), strict=True):
            one.Rotate = turn
        return self.done(paper, saved(given))

    def certificate(self) -> Paper:
        """An everyday certificate: labels over values, two on a line, a stub to tear off, a running foot."""
        paper, page = self.begin("сертификат о вакцинации.pdf"), self.sheet("carlito", 11)
        pairs = [(("Фамилия / Surname", self.alone("certificate")), ("Дата рождения / Date of birth", self.born("certificate"))), (("СНИЛС", self.value("snils", "certificate")), ("Полис / Policy", self.value("oms", "certificate"))), (("Документ / ID", self.value("passport_sn", "certificate")), ("Телефон / Phone", self.value("phone", "certificate")))]  # fmt: skip
        for pair in pairs:
            for row in zip(*pair, strict=True):
                for cell in row:
                    page.cell(95, 6, cell)
                page.ln()
            page.ln(2)
        self.prose(page, "body", 1, 5)
        rows = [("Вакцина", "Серия", "Дата", "Врач"), *((f"Гам-КОВИД-Вак, комп. {n}", f"I-0{n}0321", f"0{n}.02.2026", self.short("table")) for n in (1, 2)), ("Ультрикс", "Б114", "11.10.2026", self.alone("table"))]  # fmt: skip
        self.table(page, rows, (60, 30, 30, 60))
        page.set_xy(10, 250)
        page.set_font("F", "", 8)
        self.say(page, f"- - - - - линия отрыва - - - - -\nКорешок: {self.short('stub')}, {self.born('stub')}, карта {self.value('mrn', 'stub')}")  # fmt: skip
        self.say(page, f"Сформировал {self.front('foot')} 23.11.2026 09:14, рабочее место 7")
        return self.done(paper, page)

    def tick_list(self) -> Paper:
        """A round of a ward: one line a bed, surnames alone, remarks by hand in another font, a list of calls."""
        paper, page = self.begin("обход 3 отделение.pdf"), self.sheet("cousine", 9.5)
        self.say(page, "ОБХОД 24.11.2026, 3 отделение. Дежурный врач: " + self.short("round"))
        for bed in range(1, 9):
            self.say(page, f"[ ] пал. {bed % 4 + 1} к. {bed}  {self.short('beds')}  {self.born('beds')}  ИБ {self.value('mrn', 'beds')}  стол 9")  # fmt: skip
        self.prose(page, "body", 1, 6)
        self.say(page, "Обзвонить родственников:")
        for _ in range(4):
            self.say(page, f"- {self.fi('calls')} — {self.value('phone', 'calls')}")
        return self.done(paper, page)


def shapes(given, letters):
    """Return a Type 3 font whose letters are the outlines of another."""
    import pikepdf
    from fontTools.pens.basePen import BasePen
    from fontTools.ttLib import TTFont

    font = TTFont(DEJAVU + "DejaVuSans.ttf")
    drawn, called = font.getGlyphSet(), font.getBestCmap()

    class Pen(BasePen):
        said = ""

        def _moveTo(self, one):  # noqa: N802
            self.said += f"{one[0]:.0f} {one[1]:.0f} m "

        def _lineTo(self, one):  # noqa: N802
            self.said += f"{one[0]:.0f} {one[1]:.0f} l "

        def _curveToOne(self, a, b, c):  # noqa: N802
            self.said += " ".join(f"{v:.0f}" for one in (a, b, c) for v in one) + " c "

    procedures, widths, names = pikepdf.Dictionary(), [], [33]
    for number, letter in enumerate(letters):
        glyph, pen = drawn[called[ord(letter)]], Pen(drawn)
        glyph.draw(pen)
        widths.append(glyph.width)
        names.append(pikepdf.Name(f"/g{number}"))
        procedures[f"/g{number}"] = given.make_stream(f"{glyph.width} 0 0 -500 2400 2000 d1 {pen.said} f".encode())
    return given.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type3, FontBBox=[0, -500, 2400, 2000], FontMatrix=[1 / 2048, 0, 0, 1 / 2048, 0, 0], CharProcs=procedures,
        Encoding=pikepdf.Dictionary(Type=pikepdf.Name.Encoding, Differences=pikepdf.Array(names)), FirstChar=33, LastChar=32 + len(letters), Widths=pikepdf.Array(widths), Resources=pikepdf.Dictionary(),
    ))  # fmt: skip


def saved_over(first: bytes, given, number: int, stream: bytes) -> bytes:
    """Return the file with this object put at its end, as programs save a change."""
    before = int(first[first.rindex(b"startxref") + 9 :].split()[0])
    head = f"\n{number} 0 obj\n<</Length {len(stream)}>>\nstream\n".encode()
    made = first + head + stream + b"\nendstream\nendobj\n"
    root, size = given.Root.objgen[0], int(given.trailer.Size)
    table = f"xref\n{number} 1\n{len(first) + 1:010d} 00000 n \ntrailer\n<</Size {size}/Root {root} 0 R/Prev {before}>>\nstartxref\n{len(made)}\n%%EOF\n"
    return made + table.encode()
