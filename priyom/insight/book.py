"""The report as a workbook: a sheet of figures, one of organisations, one of broken promises with their sums."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from priyom.base.telling import moment, ticket_number
from priyom.insight.report import Late, Report, percent
from priyom.people.exports.writing import PLAIN

Row = Sequence[Any]


def write(report: Report, late: Iterable[Late]) -> bytes:
    """Return the workbook. Every text stays a text: nothing a customer wrote becomes a formula."""
    held = BytesIO()
    import xlsxwriter  # megabytes that few ever ask for

    book = xlsxwriter.Workbook(held, PLAIN | {"constant_memory": False, "in_memory": True})
    bold = book.add_format({"bold": True})
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
                if isinstance(value, int | float):
                    sheet.write_number(number, at, value)
                else:
                    sheet.write_string(number, at, str(value))
    book.close()
    return held.getvalue()


def _summary(report: Report) -> list[Row]:
    rows: list[Row] = [[report.headline], [report.followed_by], [report.times_told], []]
    rows += [[figure.label, figure.value, figure.note] for figure in report.numbers]
    rows += [[], [_("Promise"), _("Kept"), _("Broken"), _("In time")]]
    rows += [[kept.label, kept.kept, kept.broken, percent(kept.share)] for kept in report.promises]
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
    rows += [[each.text, each.owner.name, moment(each.due_on)] for each in report.decisions]
    return rows


def _PLACES() -> list[str]:  # noqa: N802 - a head of columns, in the language of who asks
    return [_("Organisation"), _("Came"), _("Kept"), _("Broken"), _("In time")]


def _places(report: Report) -> list[Row]:
    return [[each.name, each.came, each.kept, each.broken, percent(each.share)] for each in report.places]


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
            each.breach.get_promise_display(), f"{each.breach.due_at.astimezone(zone):%d.%m.%Y %H:%M}", each.words,
            each.cause, sum_in_words(each),
        ]
        for each in late
    ]  # fmt: skip


def sum_in_words(late: Late) -> str:
    """Return the sum of the broken promise's clock, a line after another."""
    return "; ".join(f"{line.words}{f' ({line.note})' if line.note else ''}: {line.value}" for line in late.sum)
