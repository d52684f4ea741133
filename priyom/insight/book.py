"""The report as a workbook: a sheet of figures, one of organisations, one of broken promises with their sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from priyom.base.telling import ticket_number
from priyom.desk.page.due_lines import Line
from priyom.insight.report import Late, Report
from priyom.people.exports.writing import PLAIN

Row = Sequence[Any]
FORMATS = {"share": "0.0%", "day": "dd.mm.yyyy", "moment": "dd.mm.yyyy hh:mm"}


@dataclass(frozen=True)
class Share:
    """Per cent, or nothing: a number that the reader of the workbook can go on counting with."""

    percent: float | None


def write(report: Report, late: Iterable[Late]) -> bytes:
    """Return the workbook. Every text stays a text: nothing a customer wrote becomes a formula."""
    held = BytesIO()
    import xlsxwriter  # megabytes that few ever ask for

    book = xlsxwriter.Workbook(held, PLAIN | {"constant_memory": False, "in_memory": True})
    bold = book.add_format({"bold": True})
    formats = {name: book.add_format({"num_format": told, "align": "right"}) for name, told in FORMATS.items()}
    for name, widths, head, rows in (
        (_("Report"), (44, 18, 18, 18), [report.contract.title, report.label], _summary(report)),
        (_("Organisations"), (44, 12, 12, 12, 12), _PLACES(), _places(report)),
        (_("Broken promises"), (14, 40, 30, 22, 20, 20, 24, 60), _LATE(), _late(report, late)),
    ):
        sheet = book.add_worksheet(name[:31])
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        sheet.write_row(0, 0, head, bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                _put(sheet, (number, at), value, formats)
    book.close()
    return held.getvalue()


def _put(sheet: Any, cell: tuple[int, int], value: Any, formats: dict[str, Any]) -> None:
    """Write a value as what it is."""
    if isinstance(value, Share):
        if value.percent is not None:
            sheet.write_number(*cell, value.percent / 100, formats["share"])
    elif isinstance(value, datetime):
        sheet.write_datetime(*cell, value, formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(*cell, value, formats["day"])
    elif isinstance(value, int | float):
        sheet.write_number(*cell, value)
    else:
        sheet.write_string(*cell, str(value))


def _summary(report: Report) -> list[Row]:
    rows: list[Row] = [[report.headline], [report.followed_by], [report.times_told], []]
    rows += [[each.label, each.value if each.number is None else each.number, each.note] for each in report.numbers]
    rows += [[], [_("Promise"), _("Kept"), _("Broken"), _("In time")]]
    rows += [[kept.label, kept.kept, kept.broken, Share(kept.share)] for kept in report.promises]
    rows += [[], [_("Why it was late"), _("Promises")], *([label, count] for label, count in report.causes)]
    rows += [
        [],
        [_("Rung"), _("Left it"), _("Solved there")],
        *([name, left, done] for name, left, done in report.rungs),
    ]
    rows += [
        [],
        [_("Topic"), _("Came"), _("Against before")],
        *([each.name, each.count, each.change] for each in report.topics),
    ]
    rows += [[], [_("Decided at meetings"), _("Who"), _("By")]]
    rows += [[each.text, each.owner.name, each.due_on] for each in report.decisions]
    return rows


def _PLACES() -> list[str]:  # noqa: N802 - a head of columns, in the language of who asks
    return [_("Organisation"), _("Came"), _("Kept"), _("Broken"), _("In time")]


def _places(report: Report) -> list[Row]:
    return [[each.name, each.came, each.kept, each.broken, Share(each.share)] for each in report.places]


def _LATE() -> list[str]:  # noqa: N802 - a head of columns, in the language of who asks
    return [
        _("Ticket"), _("Subject"), _("Organisation"), _("Promise"), _("Was due"), _("By how much"), _("Cause"),
        _("How it was counted"),
    ]  # fmt: skip


def _late(report: Report, late: Iterable[Late]) -> list[Row]:
    zone = ZoneInfo(report.zone)
    return [
        [
            ticket_number(each.ticket.number), each.ticket.subject, each.place,
            each.breach.get_promise_display(), _to_the_minute(each.breach.due_at, zone), each.words,
            each.cause, sum_in_words(each),
        ]
        for each in late
    ]  # fmt: skip


def _to_the_minute(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)


def sum_in_words(late: Late) -> str:
    """Return the sum of the broken promise's clock, a line after another; nothing is said twice."""
    return "; ".join(map(_in_words, late.sum))


def _in_words(line: Line) -> str:
    told = f"{line.words} ({line.note})" if line.note else line.words
    return told if line.says_it or not line.value else f"{told}: {line.value}"
