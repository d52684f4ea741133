"""A fifth whole set (`whole_set.py --fifth`): a hospital's everyday papers in PDF, with people and layouts of their own."""

import io

from bench.guard.papers import Paper
from bench.guard.whole_pdf import N, W, noisy, saved
from bench.guard.whole_third import WholeThird

PDFS = tuple("referral summary consent_form unnamed_letters paint_tricks layers_off turned_page history askew".split())


class FifthPapers(WholeThird):
    """Makes the papers; each method is one."""

    DATA_NAME = "whole_fifth.toml"

    def alone(self, corner: str) -> str:
        """Return a surname alone."""
        return self.gold(self.maker.person().surname, "PERSON", corner)

    def _card(self, page, c: str) -> None:
        self.say(page, f"Пациент: {self.fio(c)}    Дата рождения: {self.born(c)}    Карта № {self.value('mrn', c)}")
        self.say(page, f"Полис ОМС {self.value('oms', c)}    СНИЛС {self.value('snils', c)}")
        self.say(page, f"Адрес: {self.value('addr', c)}")
        self.say(page, f"Телефон {self.value('phone', c)}, эл. почта {self.value('email', c)}")

    def referral(self) -> Paper:
        """A plain text paper with everything in the information, XMP, names of destinations and labels of pages."""
        import pikepdf

        paper, page = self.begin("направление на консультацию.pdf"), self.sheet("arimo", 10.5)
        self.say(page, "НАПРАВЛЕНИЕ на консультацию")
        self._card(page, "referral")
        self.prose(page, "body", 3, 4)
        self.say(page, f"Направил: {self.short('signature')}    Заведующая: {self.front('signature')}")
        given, text = pikepdf.open(io.BytesIO(bytes(page.output()))), pikepdf.String
        for key in ("/Title", "/Subject", "/Author", "/PatientName"):
            given.docinfo[key] = text(self.fio("information"))
        with given.open_metadata() as told:
            told["dc:creator"] = [self.fio("XMP")]
            told["dc:description"] = self.text("XMP")
        target = pikepdf.Array([given.pages[0].obj, pikepdf.Name.Fit])
        given.Root.Names = pikepdf.Dictionary(
            Dests=pikepdf.Dictionary(Names=pikepdf.Array([text(self.fio("destination")), target]))
        )
        given.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(P=text(self.alone("page label")))])
        return self.done(paper, saved(given))

    def summary(self) -> Paper:
        """A discharge summary of two pages with running heads, a table of tests, and a list of relatives."""
        paper, page = self.begin("выписной эпикриз.pdf"), self.sheet("tinos", 11)
        self._card(page, "summary")
        self.prose(page, "body", 3, 5)
        self.table(page, [("Показатель", "Значение", "Норма"), ("Гемоглобин", "118", "120–140"), ("СОЭ", "14", "2–15")], (60, 40, 40))  # fmt: skip
        page.add_page()
        self.say(page, f"{self.short('running head')} · ИБ {self.value('mrn', 'running head')} · стр. 2")
        self.table(page, [("Кем приходится", "Ф.И.О.", "Связь"), *((who, self.fi("kin"), self.value("phone", "kin")) for who in ("муж", "дочь", "сват"))], (40, 80, 60))  # fmt: skip
        self.prose(page, "body", 2, 3)
        self.say(page, f"Лечащий врач {self.short('signature')}, т. {self.value('phone', 'signature')}")
        return self.done(paper, page)

    def consent_form(self) -> Paper:
        """Fields with values, defaults, choices and looks, notes of all kinds, an attachment."""
        import pikepdf

        paper, page = self.begin("согласие.pdf"), self.sheet("carlito", 11)
        self.say(page, "СОГЛАСИЕ на медицинское вмешательство")
        self.say(page, f"Я, {self.fio('consent')}, {self.born('consent')} г.р., паспорт {self.value('passport_sn', 'consent')}, {self.plain()}")  # fmt: skip
        self.prose(page, "body", 2, 4)
        page.embed_file(bytes=f"Список: {self.fio('attachment')}, {self.value('snils', 'attachment')}".encode("cp1251"), basename=self.alone("attachment name") + ".txt")  # fmt: skip
        given, text, name = pikepdf.open(io.BytesIO(bytes(page.output()))), pikepdf.String, pikepdf.Name
        new = lambda **said: given.make_indirect(pikepdf.Dictionary(Type=name.Annot, Rect=[20, 20, 120, 40], **said))  # noqa: E731
        look = given.make_stream(b"BT /H 9 Tf 2 2 Td (x) Tj ET", {"/Type": name.XObject, "/Subtype": name.Form, "/BBox": pikepdf.Array([0, 0, 9, 9]), "/PieceInfo": pikepdf.Dictionary(MIS=pikepdf.Dictionary(Private=text(self.fio("piece information"))))})  # fmt: skip
        fields = [
            new(Subtype=name.Widget, FT=name.Tx, T=text("fio"), TU=text(self.fio("tip")), V=text(self.fio("field")), DV=text(self.fio("default"))),
            new(Subtype=name.Widget, FT=name.Ch, T=text("doctor"), Opt=pikepdf.Array([text(self.short("choice")), pikepdf.Array([text("2"), text(self.short("choice"))])]), V=text("2")),
            new(Subtype=name.Widget, FT=name.Tx, T=text("snils"), V=text(self.value("snils", "field")), AP=pikepdf.Dictionary(N=look)),
        ]  # fmt: skip
        notes = [
            new(Subtype=name.FreeText, Contents=text(self.text("free note")), DA=text("/H 9 Tf"), RC=text(f"<p>{self.whose('rich note')}</p>")),
            new(Subtype=name.Stamp, Contents=text(self.short("stamp")), Subj=text(self.fio("stamp subject"))),
            new(Subtype=name.Redact, OverlayText=text(self.fio("overlay"))),
        ]  # fmt: skip
        given.pages[0].Annots = pikepdf.Array([*fields, *notes])
        given.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(fields))
        return self.done(paper, saved(given))

    def unnamed_letters(self) -> Paper:
        """Fonts that do not say which letters they hold, and every letter placed by itself."""
        import pikepdf

        paper, page = self.begin("справка.pdf"), self.sheet("arimo", 12)
        page.set_char_spacing(1.2)
        self._card(page, "no unicode")
        self.prose(page, "no unicode", 2, 4)
        given = pikepdf.open(io.BytesIO(bytes(page.output())))
        for one in given.objects:
            if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one:
                del one["/ToUnicode"]
        return self.done(paper, saved(given))

    def paint_tricks(self) -> Paper:
        """White on white, outside of the paper, in letters of a hair's height, invisible, under a picture."""
        from PIL import Image

        paper, page = self.begin("бланк ответа.pdf"), self.sheet("arimo", 10)
        self.prose(page, "body", 1, 4)
        page.set_text_color(255, 255, 255)
        self.say(page, self.text("white on white") + " " + self.fio("white on white"))
        page.set_text_color(0, 0, 0)
        page.text(230, 100, "Пациент " + self.fio("off the paper"))
        page.text(20, 320, "СНИЛС " + self.value("snils", "off the paper"))
        page.set_font("F", "", 0.8)
        page.text(20, 150, "Больной " + self.fio("hair") + " " + self.value("phone", "hair"))
        page.set_font("F", "", 10)
        with page.local_context(text_mode="INVISIBLE"):
            page.text(20, 160, "Пациентка " + self.fio("invisible") + ", полис " + self.value("oms", "invisible"))
        page.text(20, 180, f"Выписана {self.fio('under a picture')}, адрес {self.value('addr', 'under a picture')}")
        page.image(Image.new("RGB", (80, 20), "#dde"), 15, 172, 180, 14)
        page.set_text_color(180, 180, 180)
        page.set_xy(10, 200)
        self.say(page, self.text("pale") + " " + self.plain())
        return self.done(paper, page)

    def layers_off(self) -> Paper:
        """Layers that are off, with names that say somebody."""
        import pikepdf

        paper, page = self.begin("план лечения.pdf"), self.sheet("tinos", 11)
        self.prose(page, "body", 2, 4)
        hidden = self.sheet("tinos", 11)
        hidden.set_y(150)
        self._card(hidden, "layer that is off")
        given, other = (pikepdf.open(io.BytesIO(bytes(one.output()))) for one in (page, hidden))
        group = given.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String(self.fio("layer name"))))  # fmt: skip
        given.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([group]), D=pikepdf.Dictionary(OFF=pikepdf.Array([group]), Order=pikepdf.Array([group])))  # fmt: skip
        form = given.copy_foreign(other.pages[0].as_form_xobject())
        form.OC = group
        first = given.pages[0]
        first.Resources.XObject = pikepdf.Dictionary(Off=form)
        first.contents_add(b"q /Off Do Q")
        return self.done(paper, saved(given))

    def turned_page(self) -> Paper:
        """Pages told to be turned, and text that runs upward."""
        import pikepdf

        paper, page = self.begin("лист назначений.pdf"), self.sheet("arimo", 10)
        self._card(page, "turned")
        self.prose(page, "turned", 1, 4)
        page.add_page()
        with page.rotation(90, 60, 250):
            page.text(60, 250, f"Пациент {self.fio('upward')}, {self.born('upward')}")
            page.text(60, 258, f"Палатная сестра {self.short('upward')}, тел. {self.value('phone', 'upward')}")
        given = pikepdf.open(io.BytesIO(bytes(page.output())))
        given.pages[0].Rotate = 90
        return self.done(paper, saved(given))

    def history(self) -> Paper:
        """A text page, a scanned one, and an earlier state of the file before its last words."""
        paper, page = self.begin("медицинская карта.pdf"), self.sheet("tinos", 12)
        scan = self.sheet("tinos", 12)
        self._card(scan, "scanned page")
        self.prose(scan, "scanned page", 2, 4)
        self._card(page, "mixed")
        page.add_page()
        page.image(noisy(self.rendered(scan, 2.4)[0], self.random), 0, 0, 210, 297)
        late = bytes(page.output())
        early = f"%PDF-1.4\n% {self.fio('earlier state')} {self.value('phone', 'earlier state')}\n".encode()
        return self.done(paper, early + late)

    def askew(self) -> Paper:
        """154 dots an inch, leaning by one and a half degrees."""
        paper, page = self.begin("скан.pdf"), self.sheet("tinos", 12)
        for name, value in self.card("askew"):
            page.cell(70, 7, name + ":")
            page.cell(0, 7, value, new_x=W, new_y=N)
        self.prose(page, "askew", 2, 4)
        pictures = [one.rotate(1.5, fillcolor=245) for one in self.rendered(page, 154 / 72)]
        return self.done(paper, self.scanned([noisy(one, self.random) for one in pictures]))
