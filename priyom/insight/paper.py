"""The report on A4, fit to be signed: figures, promises, organisations, what was broken, room for two names."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace
from pymupdf_fonts import fontbuffers

from priyom.base.telling import moment, ticket_number
from priyom.insight.book import sum_in_words
from priyom.insight.report import Late, Report, percent

MARGIN, SMALL, BODY, HEAD, TITLE = 18, 8, 9.5, 12, 17
GREY = (95, 99, 104)
FAMILY, FACES = "Noto Sans", {"": "notos", "B": "notosbo"}  # fpdf wants files, the package holds octets


class Paper(FPDF):
    """An A4 sheet with the contract at its foot and the number of the page."""

    def __init__(self, foot: str, folder: Path) -> None:
        super().__init__(format="A4")
        self.foot = foot
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
        """Write a table whose last ``numbers`` columns are figures; its head is repeated on every page."""
        self.set_font(FAMILY, size=SMALL + 0.5)
        align = ["LEFT"] * (len(head) - numbers) + ["RIGHT"] * numbers
        with self.table(
            col_widths=tuple(widths), text_align=tuple(align), line_height=4.6, padding=(0.7, 1),
            borders_layout=TableBordersLayout.HORIZONTAL_LINES, headings_style=FontFace(emphasis="BOLD"),
        ) as table:  # fmt: skip
            for row in (head, *rows):
                line = table.row()
                for value in row:
                    line.cell(value)
        self.ln(4)


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
        (16, 30, 18, 18, 52),
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
