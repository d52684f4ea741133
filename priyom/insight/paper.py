"""The report on A4, fit to be signed: figures, promises, organisations, what was broken, room for two names."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from fpdf import FPDF
from pymupdf_fonts import fontbuffers

from priyom.base.telling import moment, ticket_number
from priyom.insight.book import sum_in_words
from priyom.insight.report import Late, Report, percent

MARGIN, SMALL, BODY, HEAD, TITLE = 18, 8, 9.5, 12, 17
TABLE, PAD, LINE, BASELINE = SMALL + 0.5, 0.9, 4.3, 3.2  # points; millimetres
LEAST_LINES = 3  # of a row that goes over a page: fewer are not left alone at its foot
GREY, FAINT = (95, 99, 104), (200, 203, 207)
FAMILY, FACES = "Noto Sans", {"": "notos", "B": "notosbo"}  # fpdf wants files, the package holds octets


class Paper(FPDF):
    """An A4 sheet with the contract at its foot and the number of the page."""

    def __init__(self, foot: str, folder: Path) -> None:
        super().__init__(format="A4")
        self.foot = foot
        self._widths: dict[str, dict[str, float]] = {}  # of words in a table, by the face
        for style, name in FACES.items():
            file = folder / f"{name}.ttf"
            file.write_bytes(fontbuffers[name]())
            self.add_font(FAMILY, style, file)
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN)
        self.alias_nb_pages()

    def footer(self) -> None:
        """Write the foot of a page."""
        self.set_y(-12)
        self.set_font(FAMILY, size=SMALL)
        self.set_text_color(*GREY)
        self.cell(0, 5, self.foot)
        self.cell(0, 5, f"{self.page_no()} / {{nb}}", align="R")
        self.set_text_color(0)

    def say(self, text: str, *, size: float = BODY, bold: bool = False, after: float = 2) -> None:
        """Write a paragraph."""
        self.set_font(FAMILY, "B" if bold else "", size)
        self.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT", align="L")
        self.ln(after)

    def rows(self, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int], numbers: int = 0) -> None:
        """Write a table whose last ``numbers`` columns are figures; its head is repeated on every page.

        Laid out here, each cell once: the table of fpdf lays every cell out three times, letter by letter, which took
        six seconds of seven for five hundred broken promises.
        """
        self.set_font(FAMILY, size=TABLE)
        columns = [self.epw * width / sum(widths) for width in widths]
        right = [place >= len(head) - numbers for place in range(len(head))]
        self._row(head, columns, right, style="B")
        for row in rows:
            left = [self._wrapped(value, width - 2 * PAD) for value, width in zip(row, columns, strict=True)]
            while any(left):
                room = int((self.page_break_trigger - self.get_y() - 2 * PAD) / LINE)
                if room < min(max(map(len, left)), LEAST_LINES):
                    self.add_page()
                    self._row(head, columns, right, style="B")
                    continue
                self._lines([lines[:room] for lines in left], columns, right)
                left = [lines[room:] for lines in left]
        self.ln(4)

    def _row(self, values: Sequence[str], columns: Sequence[float], right: Sequence[bool], *, style: str) -> None:
        self.set_font(FAMILY, style, TABLE)
        wrapped = [self._wrapped(value, width - 2 * PAD) for value, width in zip(values, columns, strict=True)]
        self._lines(wrapped, columns, right)
        self.set_font(FAMILY, "", TABLE)

    def _lines(self, cells: Sequence[Sequence[str]], columns: Sequence[float], right: Sequence[bool]) -> None:
        """Draw the cells of one row side by side, with a line below."""
        top, x = self.get_y(), self.l_margin
        for lines, width, is_right in zip(cells, columns, right, strict=True):
            for place, line in enumerate(lines):
                at = x + width - PAD - self._width(line) if is_right else x + PAD
                self.text(at, top + PAD + place * LINE + BASELINE, line)
            x += width
        bottom = top + 2 * PAD + LINE * max(map(len, cells))
        self.set_draw_color(*FAINT)
        self.line(self.l_margin, bottom, x, bottom)
        self.set_xy(self.l_margin, bottom)

    def _wrapped(self, text: str, width: float) -> list[str]:
        """Break a text into lines no wider than this, between words where it goes."""
        lines: list[str] = []
        for paragraph in text.splitlines():
            line, used = "", 0.0
            for word in paragraph.split(" "):
                wide = self._width(word)
                if line and used + self._width(" ") + wide <= width:
                    line, used = f"{line} {word}", used + self._width(" ") + wide
                    continue
                lines += [line] if line else []
                *whole, line = self._pieces(word, width) if wide > width else [word]
                lines += whole
                used = self._width(line)
            lines += [line] if line else []
        return lines

    def _pieces(self, word: str, width: float) -> list[str]:
        pieces = [""]
        for sign in word:
            if pieces[-1] and self._width(pieces[-1] + sign) > width:
                pieces.append("")
            pieces[-1] += sign
        return pieces

    def _width(self, text: str) -> float:
        known = self._widths.setdefault(self.font_style, {})
        if text not in known:
            known[text] = self.get_string_width(text)
        return known[text]


def write(report: Report, late: Iterable[Late]) -> bytes:
    """Return the document."""
    with TemporaryDirectory(prefix="priyom-paper-") as folder:
        page = Paper(f"{report.contract.number} · {report.label}", Path(folder))
        _fill(page, report, list(late))
        return bytes(page.output())


def _fill(page: Paper, report: Report, late: list[Late]) -> None:
    contract = report.contract
    page.set_title(f"{contract.title}, {report.label}")
    page.set_lang("ru-RU")
    page.add_page()
    page.say(_("Report on the contract"), size=HEAD, after=0)
    page.say(f"{contract.title}, {report.label}", size=TITLE, bold=True)
    facts = [f"№ {contract.number}", contract.customer, ", ".join(report.customers)]
    page.say(" · ".join(dict.fromkeys(fact for fact in facts if fact)))
    page.say(report.headline, size=HEAD, bold=True, after=0)
    page.say(report.followed_by, after=4)
    page.rows(
        [_("Figure"), _("Value"), _("Beside it")],
        [[figure.label, figure.value, figure.note] for figure in report.numbers], (40, 20, 60),
    )  # fmt: skip
    _promises(page, report)
    _tables(page, report)
    _late(page, report, late)
    _foot(page, report)


def _promises(page: Paper, report: Report) -> None:
    if report.promises:
        page.say(_("What was promised"), size=HEAD, bold=True)
        page.rows(
            [_("Promise"), _("Kept"), _("Broken"), _("In time")],
            [[each.label, str(each.kept), str(each.broken), percent(each.share)] for each in report.promises],
            (60, 20, 20, 20), numbers=3,
        )  # fmt: skip


def _tables(page: Paper, report: Report) -> None:
    if report.causes:
        page.say(_("Why it was late"), size=HEAD, bold=True)
        page.rows(
            [_("Cause"), _("Promises")], [[label, str(count)] for label, count in report.causes], (90, 30), numbers=1
        )
    if report.rungs:
        page.say(_("Solved on each rung"), size=HEAD, bold=True)
        rows = [[name, str(left), str(done), percent(100 * done / left)] for name, left, done in report.rungs]
        page.rows([_("Rung"), _("Left it"), _("Solved there"), _("Share")], rows, (60, 20, 20, 20), numbers=3)
    if report.places:
        page.say(_("Organisations"), size=HEAD, bold=True)
        rows = [
            [each.name, str(each.came), str(each.kept), str(each.broken), percent(each.share)] for each in report.places
        ]
        page.rows(
            [_("Organisation"), _("Came"), _("Kept"), _("Broken"), _("In time")], rows, (60, 15, 15, 15, 15), numbers=4
        )
    if report.decisions:
        page.say(_("Decided at meetings"), size=HEAD, bold=True)
        rows = [[each.text, each.owner.name, moment(each.due_on)] for each in report.decisions]
        page.rows([_("Decision"), _("Who"), _("By")], rows, (70, 25, 25))


def _late(page: Paper, report: Report, late: list[Late]) -> None:
    page.say(_("Broken promises"), size=HEAD, bold=True)
    if not late:
        page.say(_("No promise was broken."))
        return
    page.say(report.times_told, size=SMALL)
    zone = ZoneInfo(report.zone)
    rows = [
        [
            ticket_number(each.ticket.number),
            f"{each.place}. {each.breach.get_promise_display()}",
            f"{each.breach.due_at.astimezone(zone):%d.%m.%Y %H:%M}", each.words,
            f"{each.cause}. {sum_in_words(each)}" if each.sum else each.cause,
        ]
        for each in late
    ]  # fmt: skip
    page.rows(
        [_("Ticket"), _("What"), _("Was due"), _("By how much"), _("Cause, and how it was counted")],
        rows,
        (15, 28, 22, 17, 52),
    )


def _foot(page: Paper, report: Report) -> None:
    made = _("Made on %(moment)s.") % {"moment": moment(report.made_at)}
    page.say(f"{report.times_told} {made}", size=SMALL)
    if page.will_page_break(30):
        page.add_page()
    page.ln(10)
    for side in (_("For the contractor"), _("For the customer")):
        page.set_font(FAMILY, size=BODY)
        page.cell(0, 8, f"{side}  ____________________ / ______________________________ /  «____» ______________ 20___")
        page.ln(12)
