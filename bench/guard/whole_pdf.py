"""The papers in PDF of the whole set (`whole_set.py`)."""

import io
import random

from bench.guard.papers import Paper, zipped
from bench.guard.whole import Whole

PDFS = tuple(
    "epicrisis journal columns annotated covered mixed scan turned layered skewed bundle earlier form layers sealed".split()
)
FONTS = "/usr/share/fonts/truetype/dejavu/"
HEADS = ("№ п/п", "Фамилия И.О.", "Родился", "СНИЛС", "№ полиса", "Телефон", "Место проживания")
W, N = "LMARGIN", "NEXT"


class WholePapers(Whole):
    """Makes the papers; each method is one."""

    def sheet(self, font: str = "DejaVuSans", size: float = 10.5, landscape: bool = False):
        from fpdf import FPDF

        page = FPDF(orientation="L" if landscape else "P")
        page.add_font("F", "", f"{FONTS}{font}.ttf")
        page.add_font("F", "B", f"{FONTS}{font}-Bold.ttf")
        page.set_font("F", size=size)
        page.add_page()
        return page

    def say(self, page, text: str, step: float = 6) -> None:
        page.multi_cell(0, step, text, new_x=W, new_y=N)

    def prose(self, page, corner: str, values: int = 4, plain: int = 3) -> None:
        for number in range(max(values, plain)):
            if number < plain:
                self.say(page, self.plain())
            if number < values:
                self.say(page, self.text(corner))

    def people(self, count: int, corner: str) -> list[tuple]:
        return [
            (str(n), self.short(corner), self.born(corner), self.value("snils", corner), self.value("oms", corner), self.value("phone", corner), self.value("addr", corner))
            for n in range(1, count + 1)
        ]  # fmt: skip

    def table(self, page, rows, widths) -> None:
        with page.table(col_widths=widths, text_align="LEFT", line_height=4.6) as made:
            for row in rows:
                made.row(row)

    def card(self, corner: str) -> list[tuple[str, str]]:
        return [
            ("Фамилия, имя, отчество", self.fio(corner)), ("Дата рождения", self.born(corner)), ("Адрес регистрации", self.value("addr", corner)),
            ("СНИЛС", self.value("snils", corner)), ("Полис ОМС", self.value("oms", corner)), ("Документ", "паспорт " + self.value("passport", corner)),
            ("Телефон", self.value("phone", corner)), ("Эл. почта", self.value("email", corner)), ("Номер истории болезни", self.value("mrn", corner)),
        ]  # fmt: skip

    def form_lines(self, page, corner: str) -> None:
        for name, value in self.card(corner):
            page.cell(62, 6.5, name)
            page.multi_cell(0, 6.5, value, new_x=W, new_y=N)

    def done(self, paper: Paper, page) -> Paper:
        paper.content = page if isinstance(page, bytes) else bytes(page.output())
        return paper

    def epicrisis(self) -> Paper:
        paper, page = self.begin("выписной эпикриз.pdf"), self.sheet("DejaVuSerif", 11)
        page.set_font("F", "B", 13)
        self.say(page, "ВЫПИСНОЙ ЭПИКРИЗ")
        page.set_font("F", "", 11)
        self.form_lines(page, "card")
        self.prose(page, "body", 5, 6)
        self.say(page, "Лечащий врач __________ / " + self.short("signature") + " /")
        self.say(page, "Зав. отделением: " + self.short("signature"))
        page.add_page()
        page.set_font("F", "", 7)
        self.say(page, "Исполнитель: " + self.short("footer") + ", тел. " + self.value("phone", "footer"))
        self.say(page, "Получил(а) на руки: " + self.fio("signature") + " (" + self.value("dob", "signature") + ")")
        return self.done(paper, page)

    def journal(self) -> Paper:
        paper, page = self.begin("журнал госпитализации.pdf"), self.sheet("DejaVuSansCondensed", 8, True)
        self.say(page, "Журнал учёта приёма и отказов. " + self.plain())
        self.table(page, [HEADS, *self.people(14, "table")], (10, 34, 24, 34, 40, 38, 90))
        page.set_font("F", "", 10)
        self.prose(page, "body", 1, 4)
        return self.done(paper, page)

    def columns(self) -> Paper:
        """Two cards side by side, a table lying on its side with labels in the first column."""
        paper, page = self.begin("талоны.pdf"), self.sheet("DejaVuSans", 8)
        left, right = self.card("left half"), self.card("right half")
        for (name, value), (_, other) in zip(left, right, strict=True):
            y = page.get_y()
            page.multi_cell(90, 4.5, f"{name}:\n{value}", new_x="RIGHT", new_y="TOP")
            page.set_xy(110, y)
            page.multi_cell(90, 4.5, f"{name}:\n{other}", new_x=W, new_y=N)
            page.set_y(max(page.get_y(), y + 14))
        across = [self.people(1, "lying table")[0] for _ in range(3)]
        self.table(page, [[head, *[one[n] for one in across]] for n, head in enumerate(HEADS)], (30, 50, 50, 50))
        self.prose(page, "body", 3, 4)
        return self.done(paper, page)

    def annotated(self) -> Paper:
        import pikepdf

        paper, page = self.begin("протокол с пометками.pdf"), self.sheet()
        self.prose(page, "body", 6, 6)
        given = pikepdf.open(io.BytesIO(bytes(page.output())))
        made = []
        for number, kind in enumerate(
            ("/Text", "/FreeText", "/Highlight", "/Stamp", "/Square", "/Caret", "/FileAttachment", "/Link", "/Redact")
        ):
            look = given.make_stream(
                f"BT /F 9 Tf ({'x' * 4}) Tj ET".encode(),
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=[0, 0, 90, 20],
            )
            note = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(kind), Rect=[30, 40 + 30 * number, 200, 60 + 30 * number],
                Contents=pikepdf.String(self.text("annotation")), T=pikepdf.String(self.fio("annotation author")),
                RC=pikepdf.String(f"<body><p>{self.whose('rich annotation')}</p></body>"), Subj=pikepdf.String(self.short("annotation subject")), AP=pikepdf.Dictionary(N=look),
            )  # fmt: skip
            if kind == "/Link":
                note.A = pikepdf.Dictionary(
                    S=pikepdf.Name.URI, URI=pikepdf.String("mailto:" + self.value("email", "link"))
                )
            if kind == "/Redact":
                note.OverlayText = pikepdf.String(self.fio("overlay text"))
            made.append(given.make_indirect(note))
        given.pages[0].Annots = pikepdf.Array(made)
        return self.done(paper, saved(given))

    def covered(self) -> Paper:
        """Values under black bars and white patches, outside the page, in letters of one point, clipped away."""
        paper, page = self.begin("закрашено.pdf"), self.sheet()
        self.prose(page, "body", 2, 5)
        for name, value in self.card("under a bar"):
            y = page.get_y()
            page.cell(62, 6.5, name)
            page.cell(0, 6.5, value, new_x=W, new_y=N)
            page.set_fill_color(0, 0, 0)
            page.rect(70, y, 130, 6.5, style="F")
        y = page.get_y()
        self.say(page, self.text("under a white patch"))
        page.set_fill_color(255, 255, 255)
        page.rect(5, y, 200, 14, style="F")
        page.set_y(y + 18)
        page.set_font("F", "", 1)
        self.say(page, self.text("tiny letters"), 1)
        page.set_font("F", "", 10)
        page.text(-180, 50, self.whose("outside the page"))
        page.text(20, 400, self.text("outside the page"))
        with page.rect_clip(0, 0, 1, 1):
            page.text(40, 250, self.whose("clipped"))
        return self.done(paper, page)

    def scan_of(self, corner: str, size: float = 11, gray: bool = True, scale: float = 2.4):
        """Return one page drawn as a picture."""
        import pypdfium2

        page = self.sheet(self.random.choice(("DejaVuSerif", "DejaVuSans", "DejaVuSansCondensed")), size)
        self.form_lines(page, corner)
        self.prose(page, corner, 4, 4)
        self.say(page, "Врач: " + self.short(corner) + "        Главная медсестра: " + self.short(corner))
        picture = pypdfium2.PdfDocument(bytes(page.output()))[0].render(scale=scale, grayscale=gray).to_pil()
        return noisy(picture, self.random), page

    def mixed(self) -> Paper:
        paper = self.begin("направление и приложение.pdf")
        picture, _ = self.scan_of("scanned page")
        small, _ = self.scan_of("picture on a page", 13, False, 1.6)
        page = self.sheet()
        self.prose(page, "body", 4, 4)
        page.image(small.crop((0, 0, small.width, small.height // 2)), 20, page.get_y() + 5, 160)
        paper.gold = [one for one in paper.gold if one[2] != "picture on a page"]  # the lower half is cut off
        page.add_page()
        page.image(picture, 0, 0, 210)
        return self.done(paper, page)

    def scan(self) -> Paper:
        paper = self.begin("скан_0001.pdf")
        made = self.sheet()
        for number in range(2):
            picture, _ = self.scan_of("scan", 11 + number)
            made.add_page() if number else None
            made.image(picture, 0, 0, 210)
        return self.done(paper, made)

    def turned(self) -> Paper:
        """Pages that lie on their side or on their head, set right by /Rotate or not at all."""
        import pikepdf

        paper = self.begin("повёрнуто.pdf")
        made = self.sheet()
        for number, turn in enumerate((90, 180)):
            picture, _ = self.scan_of("turned scan", 11.5)
            made.add_page() if number else None
            made.image(picture.rotate(turn, expand=True), 0, 0, 210, 297)
        given = pikepdf.open(io.BytesIO(bytes(made.output())))
        given.pages[1].Rotate = 180
        return self.done(paper, saved(given))

    def layered(self) -> Paper:
        """A scan with all its text once more, unseen, as scanners write it."""
        from fpdf.enums import TextMode

        paper = self.begin("скан с распознаванием.pdf")
        picture, _ = self.scan_of("scan under a layer")
        page = self.sheet()
        page.image(picture, 0, 0, 210)
        page.set_xy(10, 10)
        with page.local_context(text_mode=TextMode.INVISIBLE):
            for text in [one[0] for one in paper.gold] + [self.text("hidden layer") for _ in range(4)]:
                self.say(page, text)
        return self.done(paper, page)

    def skewed(self) -> Paper:
        paper = self.begin("скан криво.pdf")
        picture, _ = self.scan_of("skewed scan", 12)
        page = self.sheet()
        page.image(picture.rotate(1.8, fillcolor=245), 0, 0, 210)
        return self.done(paper, page)

    def bundle(self) -> Paper:
        """Outlines, attachments of four kinds, XMP, properties, named places, labels of pages, marked content, a portfolio's columns."""
        import pikepdf

        paper, page = self.begin("пакет документов.pdf"), self.sheet()
        for number in range(3):
            page.start_section(self.whose("outline") + f" — лист {number + 1}")
            self.prose(page, "body", 2, 3)
        page.embed_file(
            bytes=f"ФИО;СНИЛС\n{self.fio('attached table')};{self.value('snils', 'attached table')}".encode(),
            basename="list.csv",
            desc=self.whose("attachment description"),
        )
        page.embed_file(
            bytes=zipped({"word/document.xml": self.text("attached archive")}),
            basename=self.fio("attachment name") + ".docx",
        )
        given = pikepdf.open(io.BytesIO(bytes(page.output())))
        with given.open_metadata() as about:
            about["dc:title"], about["dc:creator"] = self.whose("XMP"), [self.fio("XMP")]
            about["dc:description"], about["pdf:Keywords"] = self.text("XMP"), self.value("snils", "XMP")
        given.docinfo["/Пациент"] = pikepdf.String(self.fio("own property"))
        given.docinfo["/Subject"] = pikepdf.String(self.text("property"))
        given.Root.Names.Dests = pikepdf.Dictionary(
            Names=[pikepdf.String(self.fio("named place")), [given.pages[0].obj, pikepdf.Name.Fit]]
        )
        given.Root.PageLabels = pikepdf.Dictionary(
            Nums=[0, pikepdf.Dictionary(P=pikepdf.String(self.short("page label")))]
        )
        given.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS=pikepdf.String(f"app.alert('{self.whose('script')}')")
        )
        given.Root.Collection = pikepdf.Dictionary(
            Schema=pikepdf.Dictionary(a=pikepdf.Dictionary(N=pikepdf.String(self.whose("portfolio"))))
        )
        given.Root.PieceInfo = pikepdf.Dictionary(
            App=pikepdf.Dictionary(Private=pikepdf.String(self.whose("piece info")))
        )
        given.pages[0].Metadata = given.make_stream(
            f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{self.whose('page metadata')}</x:xmpmeta>".encode()
        )
        given.pages[0].contents_add(
            f"/Span <</ActualText <FEFF{self.whose('actual text').encode('utf-16-be').hex()}> /Alt <FEFF{self.fio('alternative text').encode('utf-16-be').hex()}>>> BDC EMC".encode()
        )
        return self.done(paper, saved(given))

    def earlier(self) -> Paper:
        """What stood here before: two earlier states before the last one, and objects nobody refers to."""
        import pypdf
        from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

        paper, first = self.begin("исправленная справка.pdf"), self.sheet()
        self.prose(first, "earlier text", 5, 0)
        content = bytes(first.output(linearize=False))
        kept = self.sheet("DejaVuSans", 10)
        self.prose(kept, "body", 4, 6)
        last = pypdf.PdfReader(io.BytesIO(bytes(kept.output())))
        for _ in range(2):
            writer = pypdf.PdfWriter(io.BytesIO(content), incremental=True)
            note = DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Old"),
                    NameObject("/Contents"): TextStringObject(self.text("loose object")),
                }
            )
            writer._add_object(note)
            writer.pages[0][NameObject("/Annots")] = ArrayObject()
            writer.add_metadata({"/Title": self.whose("earlier title")})
            writer.insert_page(last.pages[0], 0) if len(writer.pages) == 1 else writer.remove_page(1)
            made = io.BytesIO()
            writer.write(made)
            content = made.getvalue()
        return self.done(paper, content + f"\n% {self.whose('behind the end')}\n".encode())

    def form(self) -> Paper:
        import pikepdf

        paper, page = self.begin("анкета.pdf"), self.sheet()
        self.prose(page, "body", 2, 5)
        given = pikepdf.open(io.BytesIO(bytes(page.output())))
        fields, text = [], pikepdf.String
        for number, (name, value) in enumerate(self.card("field")):
            fields.append(pikepdf.Dictionary(
                FT=pikepdf.Name.Tx, Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, T=text(f"f{number}"), TU=text(name), V=text(value), DV=text(self.fio("default value")),
                Rect=[200, 700 - 30 * number, 500, 720 - 30 * number], DA=text("/F 9 Tf"), MK=pikepdf.Dictionary(CA=text(self.short("caption"))), AA=pikepdf.Dictionary(K=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=text("event.value='" + self.fio("script") + "'"))),
            ))  # fmt: skip
        fields.append(pikepdf.Dictionary(FT=pikepdf.Name.Ch, Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, T=text("врач"), V=text(self.short("choice")), Opt=[text(self.short("choice")), [text("2"), text(self.fio("choice"))]], Rect=[200, 300, 500, 320]))  # fmt: skip
        fields.append(pikepdf.Dictionary(FT=pikepdf.Name.Sig, Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, T=text(self.fio("name of a field")), Rect=[0, 0, 0, 0], V=pikepdf.Dictionary(Type=pikepdf.Name.Sig, Name=text(self.fio("signature")), Location=text(self.value("addr", "signature")), ContactInfo=text(self.value("email", "signature")), Reason=text(self.whose("signature")), Contents=pikepdf.String(self.fio("signature").encode()))))  # fmt: skip
        fields = [given.make_indirect(one) for one in fields]
        given.Root.AcroForm = pikepdf.Dictionary(Fields=fields, NeedAppearances=True)
        given.pages[0].Annots = pikepdf.Array(fields)
        return self.done(paper, saved(given))

    def layers(self) -> Paper:
        """Layers that are switched off, white and unseen writing, patterns, forms within forms, thumbnails."""
        import pikepdf
        from fpdf.enums import TextMode

        paper, page = self.begin("схема со слоями.pdf"), self.sheet("DejaVuSansMono", 9)
        self.prose(page, "body", 3, 5)
        for mode in (TextMode.INVISIBLE, TextMode.STROKE, TextMode.CLIP):
            with page.local_context(text_mode=mode):
                self.say(page, self.text(f"text mode {mode.name.lower()}"))
        page.set_text_color(255, 255, 255)
        self.say(page, self.text("white"))
        page.set_text_color(0, 0, 0)
        with page.rotation(90, 100, 200):
            page.text(60, 130, self.whose("upright"))
        page.add_page()
        self.say(page, self.text("layer off"))
        given = pikepdf.open(io.BytesIO(bytes(page.output())))
        off = given.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String(self.fio("layer name")))
        )
        given.Root.OCProperties = pikepdf.Dictionary(
            OCGs=[off], D=pikepdf.Dictionary(OFF=[off], Name=pikepdf.String(self.whose("layer set")))
        )
        hidden = given.copy_foreign(given.pages[1].as_form_xobject()) if False else given.pages[1].as_form_xobject()
        hidden.OC = off
        given.pages[0].add_resource(hidden, pikepdf.Name.XObject, pikepdf.Name.Hid)
        given.pages[0].contents_add(b"q /Hid Do Q")
        del given.pages[1]
        return self.done(paper, saved(given))

    def sealed(self) -> Paper:
        """Opens without a password, forbids copying; a letter with a quoted thread over three pages."""
        import pikepdf

        paper, page = self.begin("Re_ переписка.pdf"), self.sheet("DejaVuSans", 9)
        for number in range(6):
            self.say(
                page,
                f"От: {self.fio('letter')} <{self.value('email', 'letter')}>\nКому: {self.fi('letter')}\nТема: {self.plain()}",
            )
            self.say(page, "> " * min(number, 3) + self.text("letter"))
            self.say(page, self.plain())
            self.say(page, f"--\nС уважением, {self.fi('letter')}\nмоб. {self.value('phone', 'letter')}")
        given = pikepdf.open(io.BytesIO(bytes(page.output())))
        made = io.BytesIO()
        given.save(made, encryption=pikepdf.Encryption(owner="x", user="", allow=pikepdf.Permissions(extract=False)))
        return self.done(paper, made.getvalue())

    def fi(self, corner: str) -> str:
        person = self.maker.person()
        return self.gold(f"{person.surname} {person.first}", "PERSON", corner)


def saved(given) -> bytes:
    made = io.BytesIO()
    given.save(made)
    return made.getvalue()


def noisy(picture, r: random.Random):
    """Return the picture with the grey and the grain of a scanner, packed as one packs it."""
    import numpy as np
    from PIL import Image, ImageFilter

    grey = np.asarray(picture.convert("L").filter(ImageFilter.GaussianBlur(r.uniform(0.2, 0.7))), dtype=np.float32)
    grain = np.random.default_rng(r.randrange(10**6)).normal(0, r.uniform(2, 10), grey.shape)
    made, packed = np.clip(grey * r.uniform(0.88, 1) + grain, 0, 255).astype("uint8"), io.BytesIO()
    Image.fromarray(made).save(packed, "JPEG", quality=r.randrange(55, 88))
    return Image.open(packed)
