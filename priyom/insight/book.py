"""The report as a workbook: a sheet of figures, one of organisations, one of broken promises with their sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from textwrap import wrap
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from priyom.base.telling import ticket_number
from priyom.desk.page.due_lines import Line as DueLine
from priyom.insight.report import Late, Report
from priyom.people.exports.writing import PLAIN

Row = Sequence[Any]
FORMATS: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True, "valign": "top"},
    "beside": {"text_wrap": True, "valign": "top", "align": "left", "indent": 1},  # away from the number on its left
    "line": {"valign": "top"},  # runs on over the cells beside it
    "note": {"valign": "top", "align": "left", "indent": 1},
    "value": {"align": "right", "valign": "top"},
    "share": {"num_format": "0.0%", "align": "right", "valign": "top"},
    "day": {"num_format": "dd.mm.yyyy", "align": "right", "valign": "top"},
    "moment": {"num_format": "dd.mm.yyyy hh:mm", "align": "right", "valign": "top"},
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
    "head_beside": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "align": "left", "indent": 1},
    "head_value": {"bold": True, "text_wrap": True, "align": "right", "valign": "top", "bottom": 1},
    "sum": {"bold": True, "top": 1},
    "sum_beside": {"bold": True, "top": 1, "align": "left", "indent": 1},
    "sum_value": {"bold": True, "align": "right", "top": 1},
    "sum_share": {"bold": True, "num_format": "0.0%", "align": "right", "top": 1},
}
A4 = 9
LINE = 15  # points, of the usual font
TALLEST = 409  # points: Excel takes no higher row, whatever was counted in it


@dataclass(frozen=True)
class Share:
    """Per cent, or nothing: a number that the reader of the workbook can go on counting with."""

    percent: float | None


@dataclass(frozen=True)
class Value:
    """A text that stands in a column of numbers."""

    text: str


@dataclass(frozen=True)
class Line:
    """A sentence that has its row to itself."""

    text: str


class Head(tuple[Any, ...]):
    """The head of a table inside a sheet."""

    __slots__ = ()


class Sum(tuple[Any, ...]):
    """The last row of a table."""

    __slots__ = ()


def write(report: Report, late: Iterable[Late]) -> bytes:
    """Return the workbook. Every text stays a text: nothing a customer wrote becomes a formula."""
    held = BytesIO()
    import xlsxwriter  # megabytes that few ever ask for

    book = xlsxwriter.Workbook(held, PLAIN | {"constant_memory": False, "in_memory": True})
    book.set_properties({"title": f"{report.contract.title}, {report.label}"})
    formats = {name: book.add_format(told) for name, told in FORMATS.items()}
    for name, widths, head, rows, lies in (
        (_("Report"), (46, 18, 18, 22), [report.contract.title, Value(report.label)], _summary(report), False),
        (_("Organisations"), (46, 11, 11, 11, 14), _PLACES(), _places(report), False),
        (_("Broken promises"), (12, 32, 26, 16, 17, 17, 24, 62), _LATE(), _late(report, late), True),
    ):
        sheet = book.add_worksheet(name[:31])
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        _write_row(sheet, 0, Head(head), formats, widths)
        sheet.freeze_panes(1, 0)
        last = 0
        for last, row in enumerate(rows, 1):
            _write_row(sheet, last, row, formats, widths)
        _on_paper(sheet, report, lies=lies)
        sheet.print_area(0, 0, last, len(widths) - 1)
    book.close()
    return held.getvalue()


def _on_paper(sheet: Any, report: Report, *, lies: bool) -> None:
    """Let the sheet come out of a printer as wide as the paper, with its head on every page."""
    sheet.set_paper(A4)
    if lies:
        sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    number = report.contract.number.replace("&", "&&")
    sheet.set_footer(f"&L{number} · {report.label}&R&P / &N")


def _write_row(sheet: Any, number: int, row: Row, formats: dict[str, Any], widths: Sequence[int]) -> None:
    kind = "head" if isinstance(row, Head) else "sum" if isinstance(row, Sum) else ""
    for at, value in enumerate(row):
        _put(sheet, (number, at), value, formats, kind)
    # Not every program makes a row as high as the words in it by itself.
    lines = max((_lines(value, width) for value, width in zip(row, widths, strict=False)), default=1)
    if lines > 1:
        sheet.set_row(number, min(LINE * lines, TALLEST))


def _lines(value: Any, width: int) -> int:
    """Return how many lines a text takes in a column as wide as so many digits."""
    if not isinstance(value, str):
        return 1
    return sum(len(wrap(line, width)) or 1 for line in value.split("\n"))


def _put(sheet: Any, cell: tuple[int, int], value: Any, formats: dict[str, Any], kind: str) -> None:
    """Write a value as what it is; texts beside the first column of heads and sums stand over numbers."""
    as_value = formats[f"{kind}_value" if kind else "value"]
    if isinstance(value, Share):
        if value.percent is not None:
            sheet.write_number(*cell, value.percent / 100, formats["sum_share" if kind else "share"])
    elif isinstance(value, datetime):
        sheet.write_datetime(*cell, value, formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(*cell, value, formats["day"])
    elif isinstance(value, int | float):
        sheet.write_number(*cell, value, as_value)
    elif isinstance(value, Value):
        sheet.write_string(*cell, value.text, as_value)
    elif isinstance(value, Line):
        sheet.write_string(*cell, value.text, formats["note" if cell[1] else "line"])
    else:
        beside = ("beside" if not kind else f"{kind}_beside") if cell[1] else kind or "text"
        sheet.write_string(*cell, str(value), formats[beside])


def _table(rows: Iterable[Row], *head: Any) -> list[Row]:
    """Return a table of a sheet with its head, or nothing when it has no rows."""
    found = list(rows)
    return [[], Head(head), *found] if found else []


def _summary(report: Report) -> list[Row]:
    rows: list[Row] = [[Line(text)] for text in (report.headline, report.followed_by, report.times_told) if text]
    rows += [[]]
    rows += [
        [each.label, Value(each.value) if each.number is None else each.number, Line(each.note)]
        for each in report.numbers
    ]
    in_time = [[kept.label, kept.kept, kept.broken, Share(kept.share)] for kept in report.promises]
    rows += _table(in_time, _("Promise"), Value(_("Kept")), Value(_("Broken")), Value(_("In time")))
    causes = [[label, count] for label, count in report.causes]
    rows += _table(causes, _("Why it was late"), Value(_("Promises")))
    rungs = [[name, left, done] for name, left, done in report.rungs]
    rows += _table(rungs, _("Rung"), Value(_("Left it")), Value(_("Solved there")))
    topics = [[each.name, each.count, Value(each.change)] for each in report.topics]
    rows += _table(topics, _("Topic"), Value(_("Came")), Value(_("Against before")))
    decided = [[each.text, each.owner.name, each.due_on] for each in report.decisions]
    return rows + _table(decided, _("Decided at meetings"), _("Who"), Value(_("By")))


def _PLACES() -> list[Any]:  # noqa: N802 - a head of columns, in the language of who asks
    return [_("Organisation"), *(Value(each) for each in (_("Came"), _("Kept"), _("Broken"), _("In time")))]


def _places(report: Report) -> list[Row]:
    rows: list[Row] = [[each.name, each.came, each.kept, each.broken, Share(each.share)] for each in report.places]
    came, kept, broken = (sum(getattr(each, name) for each in report.places) for name in ("came", "kept", "broken"))
    share = Share(100 * kept / (kept + broken) if kept + broken else None)
    return [*rows, Sum((_("Together"), came, kept, broken, share))]


def _LATE() -> list[Any]:  # noqa: N802 - a head of columns, in the language of who asks
    return [
        _("Ticket"), _("Subject"), _("Organisation"), _("Promise"), Value(_("Was due")), _("By how much"), _("Cause"),
        _("How it was counted"),
    ]  # fmt: skip


def _late(report: Report, late: Iterable[Late]) -> list[Row]:
    zone = ZoneInfo(report.zone)
    return [
        [
            ticket_number(each.ticket.number), each.ticket.subject, each.place,
            each.breach.get_promise_display(), _to_the_minute(each.breach.due_at, zone), each.words,
            each.cause, "\n".join(map(_in_words, each.sum)),
        ]
        for each in late
    ]  # fmt: skip


def _to_the_minute(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)


def sum_in_words(late: Late) -> str:
    """Return the sum of the broken promise's clock, a line after another; nothing is said twice."""
    return "; ".join(map(_in_words, late.sum))


def _in_words(line: DueLine) -> str:
    told = f"{line.words} ({line.note})" if line.note else line.words
    return told if line.says_it or not line.value else f"{told}: {line.value}"
