"""The doors of the reports: which contracts there are, one report, the same as a workbook and on paper."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from priyom.base.errors import NotAllowed, NotVisible
from priyom.base.events import record
from priyom.insight import book
from priyom.insight.periods import MONTHS, Period
from priyom.insight.report import Late, Report, late_ones, percent, period_label, report_of, usual_period, zone_of
from priyom.people.directory.contracts import contracts_in_reach, get_contract
from priyom.people.models import Contract, User
from priyom.people.requests import SignedIn

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def reports(request: SignedIn) -> HttpResponse:
    if not request.user.may("contracts.read"):
        raise NotAllowed(_("This is not open to you."))
    rows = contracts_in_reach(request.user).real().order_by("position", "id")
    return render(request, "insight/reports.html", {"rows": rows})


@login_required
@require_safe
def contract(request: SignedIn, pk: int) -> HttpResponse:
    found, period = _asked(request, pk)
    context = {
        "r": report_of(request.user, found, period), "late": late_ones(request.user, found, period, explained=False),
        "periods": [(kind, Period.of(kind, period.first)) for kind in MONTHS], "label": period_label,
        "earlier": period.moved(-1), "later": period.moved(1), "percent": percent,
    }  # fmt: skip
    return render(request, "insight/contract.html", context)


@login_required
@require_safe
def table(request: SignedIn, pk: int) -> HttpResponse:
    found, period = _asked(request, pk)
    made = _written(book.write, request.user, found, period)
    record("report.taken", found, by=request.user, period=period.code)
    return _file(made, XLSX, found, period, "xlsx")


@login_required
@require_safe
def document(request: SignedIn, pk: int) -> HttpResponse:
    found, period = _asked(request, pk)
    from priyom.insight import paper  # what lays out pages takes 60 MB: only who asks for paper pays for it

    made = _written(paper.write, request.user, found, period)
    record("report.taken", found, by=request.user, period=period.code)
    return _file(made, "application/pdf", found, period, "pdf")


def _asked(request: SignedIn, pk: int) -> tuple[Contract, Period]:
    """Return the contract and the period of the address; a period that is none is the last one that is over."""
    found = get_contract(request.user, pk)
    if found.is_template:
        raise NotVisible(_("There is no such contract, or it is not open to you."))
    return found, Period.read(request.GET.get("period", "")) or usual_period(found)


def _written(write: Callable[[Report, list[Late]], bytes], user: User, found: Contract, period: Period) -> bytes:
    """Write the report in the customer's time, whoever takes it: a sheet that is signed knows one zone."""
    with timezone.override(ZoneInfo(zone_of(found))):
        return write(report_of(user, found, period), late_ones(user, found, period, explained=True))


def _file(octets: bytes, kind: str, found: Contract, period: Period, ending: str) -> HttpResponse:
    answer = HttpResponse(octets, content_type=kind)
    name = slugify(found.number) or f"contract-{found.pk}"
    answer["Content-Disposition"] = f'attachment; filename="{name}-{period.code}.{ending}"'
    return answer
